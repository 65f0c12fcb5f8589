import assert from "node:assert/strict";
import { test } from "node:test";
import { Pod, open, regions, type } from "./load.mjs";

const THREE = [
  ["a", "b"],
  ["c", "d"],
  ["e", "f"],
];
const block = (w, more = {}) => ({ s: "Ama", h: null, w, ...more });

function goOn(paragraphs) {
  const sent = JSON.parse(JSON.stringify(Pod.corrections.make()));
  open(paragraphs);
  assert.equal(Pod.reopening.problem(sent), null);
  Pod.reopening.open(sent);
  return sent;
}

test("a region covers whole paragraphs, and those only that changed", () => {
  open(THREE);
  Pod.paragraphs.split(1, 1);
  assert.deepEqual(regions(), [{ from: 2, to: 4, blocks: [block([2]), block([3])] }]);
  Pod.paragraphs.join(3);
  assert.deepEqual(regions(), [{ from: 2, to: 6, blocks: [block([2]), block([3, 4, 5])] }]);
});

test("a deleted paragraph is a region without paragraphs", () => {
  open(THREE);
  Pod.paragraphs.remove(1);
  assert.deepEqual(regions(), [{ from: 2, to: 4, blocks: [] }]);
});

test("an added paragraph goes with the one before it", () => {
  open(THREE);
  Pod.paragraphs.insert(0);
  assert.deepEqual(regions(), []);
  type(1, "new|");
  assert.deepEqual(regions(), [{ from: 0, to: 2, blocks: [block([0, 1]), block([{ t: "new" }])] }]);
});

test("marks and languages are written in full", () => {
  open([["a", ["b", { m: ["cut"] }]]]);
  Pod.paragraphs.takeMark(0, 1, 2, "cut");
  Pod.paragraphs.setLanguage(0, 0, 1, "cy");
  assert.deepEqual(regions()[0].blocks, [
    block([
      { i: 0, m: [], l: "cy" },
      { i: 1, m: [], l: null },
    ]),
  ]);
});

test("what was sent can be opened again, and goes on counting", () => {
  open(THREE);
  type(0, "a B|");
  Pod.paragraphs.remove(1);
  Pod.work.change("x", { confirmed: ["p1"], settled: [{ id: "c1", chose: "other" }], finished: true });
  const before = regions();
  const sent = goOn(THREE);
  assert.deepEqual(regions(), before);
  assert.ok(Pod.work.revision > sent.revision);
  assert.deepEqual(Pod.work.now.confirmed, ["p1"]);
});

test("a file that is opened goes on as a copy of its own, and what this browser kept as the same one", () => {
  open(THREE);
  type(0, "a B|");
  const sent = Pod.corrections.make();
  const copyAfter = (how) => {
    open(THREE);
    Pod.corrections.identity.copy = Pod.corrections.newCopy();
    Pod.reopening.open(sent, how);
    return Pod.corrections.make().copy;
  };
  assert.equal(new Set([sent.copy, copyAfter(), copyAfter()]).size, 3);
  assert.equal(copyAfter({ asStart: true }), sent.copy);
});

test("what doesn't belong here is refused in plain words", () => {
  open(THREE);
  const sent = Pod.corrections.make();
  const refused = (change) => Pod.reopening.problem({ ...sent, ...change });
  assert.match(refused({ format: "x" }), /isn't a file of corrections/);
  assert.match(refused({ schema: 2 }), /newer version/);
  assert.match(refused({ episode: "other" }), /another episode: other/);
  assert.match(refused({ part: 3 }), /part 3/);
  assert.match(refused({ version: "v2" }), /another version/);
  assert.match(refused({ withheld: false }), /another version/);
  assert.match(refused({ regions: [{ from: 1, to: 2, blocks: [] }] }), /damaged/);
  assert.match(refused({ regions: [{ from: 0, to: 2, blocks: [block([99])] }] }), /damaged/);
});
