// Whatever somebody does, in whatever order: no word changes places, no placeholder goes, and the file says it all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Pod, open } from "./load.mjs";

const RUNS = 600;
const STEPS = 12;
const SAID = ["no", "the", "a", "Ama", "said", "you,", "[laughter]", "x.", "à", "日本"];
const TYPED = ["", "", "x", " ", "q ", "Ama", "no the", "  ", "[", "日"];

function dice(seed) {
  let state = seed;
  const below = (n) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * n);
  };
  return { below, pick: (list) => list[below(list.length)] };
}

function transcript({ below, pick }) {
  const word = () => {
    const kind = below(10);
    if (kind === 0) return ["[name withheld]", { x: 1 }];
    if (kind === 1) return [pick(SAID), { m: [pick(["cut", "redact", "redact:place withheld", "unclear"])] }];
    return kind === 2 ? [pick(SAID), { l: "ja" }] : pick(SAID);
  };
  return Array.from({ length: 1 + below(5) }, () => Array.from({ length: 1 + below(6) }, word));
}

function content() {
  const { blocks } = Pod.work.now;
  return blocks
    .filter((block) => block.words.length)
    .map((block) => [block.s, block.words.map(({ id, t, m, l }) => [id, t, m, l])]);
}

function typeSomewhere({ below, pick }, at, memory) {
  const { words } = Pod.work.now.blocks[at];
  const old = Pod.words.line(words);
  const from = below(old.length + 1);
  const to = from + below(Math.min(6, old.length - from) + 1);
  const put = pick(TYPED);
  const now = old.slice(0, from) + put + old.slice(to);
  const differs = Pod.paragraphs.type(at, old, now, { caret: from + put.length, memory: memory ? words : undefined });
  const letters = (text) => text.replace(/\s/g, "");
  if (!differs) assert.equal(letters(Pod.words.line(Pod.work.now.blocks[at].words)), letters(now));
}

function step(chance) {
  const { below, pick } = chance;
  const { blocks } = Pod.work.now;
  if (!blocks.length) return Pod.paragraphs.insert(-1);
  const at = below(blocks.length);
  const size = blocks[at].words.length;
  const acts = [
    () => Pod.paragraphs.split(at, below(size + 1)),
    () => Pod.paragraphs.join(at),
    () => Pod.paragraphs.insert(at),
    () => Pod.paragraphs.remove(at),
    () => Pod.paragraphs.setMark(at, below(size + 1), size, pick(["cut", "redact", "sound"]), "a mark"),
    () => Pod.find.replaceAll(Pod.find.find({ what: pick(["no", "a", "Ama"]) }), pick(["", "zz", "a b"]), "replacing"),
    () => Pod.work.undo(),
    () => Pod.work.redo(),
  ];
  return below(2) ? typeSomewhere(chance, at, below(2)) : pick(acts)();
}

function check(paragraphs, language, placeholders) {
  const all = Pod.work.now.blocks.flatMap((block) => block.words);
  const ids = all.map((word) => word.id).filter((id) => id !== null);
  assert.deepEqual(
    ids,
    [...new Set(ids)].sort((a, b) => a - b),
  );
  assert.equal(all.filter((word) => word.x).length, placeholders);
  assert.ok(all.every((word) => word.t && Number.isFinite(word.s) && Number.isFinite(word.e)));
  const kept = { now: Pod.work.now, past: Pod.work.past, future: Pod.work.future };
  const [said, sent] = [content(), JSON.parse(JSON.stringify(Pod.corrections.make()))];
  open(paragraphs, { language });
  assert.equal(Pod.reopening.problem(sent), null);
  Pod.reopening.open(sent);
  assert.deepEqual(content(), said);
  assert.deepEqual(JSON.parse(JSON.stringify(Pod.corrections.regions())), sent.regions);
  Object.assign(Pod.work, kept);
}

test("any work can be sent, opened again and undone", () => {
  for (let run = 1; run <= RUNS; run += 1) {
    const chance = dice(run);
    const paragraphs = transcript(chance);
    const language = chance.pick(["en", "en", "ja"]);
    open(paragraphs, { language });
    const placeholders = Pod.base.words.filter((word) => word.x).length;
    for (let i = 0; i < STEPS; i += 1) {
      step(chance);
      check(paragraphs, language, placeholders);
    }
  }
});
