import assert from "node:assert/strict";
import { test } from "node:test";
import { Pod, open, regions, type, words } from "./load.mjs";

const OUT = "everywhere:place withheld";

function marked(...given) {
  return [given[0], { m: given.slice(1) }];
}

test("a word that is taken out everywhere is marked wherever it stands, however it is written", () => {
  open([["Siân", "came.", "sian’s", "bus"], ["Sian,", "SIÂN!", "Sianed", marked("Siân", "cut")]]);
  assert.equal(Pod.paragraphs.takeOut(0, [0, 1], OUT), 3);
  assert.deepEqual(words(0), [`0 Siân (${OUT})`, "1 came.", `2 sian’s (${OUT})`, "3 bus"]);
  assert.deepEqual(words(1), [`4 Sian, (${OUT})`, `5 SIÂN! (${OUT})`, "6 Sianed", "7 Siân (cut)"]);
});

test("each of the words is taken out, and it is one step back", () => {
  open([["Ama", "Mensah", "said"], ["Mensah", "and", "Ama"], ["nobody", "here"]]);
  const before = Pod.work.now.blocks;
  assert.equal(Pod.paragraphs.takeOut(0, [0, 2], "everywhere"), 2);
  assert.equal(Pod.work.now.blocks[2], before[2]);
  assert.deepEqual(words(1), ["3 Mensah (everywhere)", "4 and", "5 Ama (everywhere)"]);
  assert.equal(regions().length, 2);
  Pod.work.undo();
  assert.equal(Pod.work.now.blocks, before);
});

test("a bleep that is there already becomes one for everywhere where it was asked for, and stays one elsewhere", () => {
  open([[marked("Ama", "redact"), "said"], [marked("Ama", "redact:place withheld")]]);
  assert.equal(Pod.paragraphs.takeOut(0, [0, 1], "everywhere"), 0);
  assert.deepEqual([words(0)[0], words(1)[0]], ["0 Ama (everywhere)", "2 Ama (redact:place withheld)"]);
});

test("taking the mark off takes it off the same words everywhere", () => {
  open([[marked("Ama", OUT), marked("Mensah", "everywhere")], [marked("Ama's", "everywhere", "unclear"), "Ama"]]);
  assert.equal(Pod.paragraphs.putBack(0, [0, 1]), 1);
  assert.deepEqual(words(0), ["0 Ama", "1 Mensah (everywhere)"]);
  assert.deepEqual(words(1), ["2 Ama's (unclear)", "3 Ama"]);
});

test("where no spaces are written, the words count together", () => {
  const unspaced = { language: "ja" };
  open([["李", "明", "は"], ["明", "日", "李", "明"]], unspaced);
  assert.equal(Pod.paragraphs.takeOut(0, [0, 2], "everywhere"), 1);
  assert.deepEqual(words(1), ["3 明", "4 日", "5 李 (everywhere)", "6 明 (everywhere)"]);
});

test("what a pack hides, and a mark on punctuation alone, is found nowhere", () => {
  open([["Ama", "–", "–"], [["[name withheld]", { x: 1 }]]]);
  assert.equal(Pod.paragraphs.takeOut(0, [1, 2], "everywhere"), 0);
  assert.deepEqual(words(0), ["0 Ama", "1 – (everywhere)", "2 –"]);
});

test("the mark stays when its word is spelt otherwise, and when it is joined to a word with a bleep", () => {
  open([["the", marked("Ama", "redact"), marked("Mensah", OUT), "said"]]);
  type(0, "the AmaMensah| said");
  assert.deepEqual(words(0), ["0 the", `+ AmaMensah (${OUT})`, "3 said"]);
});

test("another version of a passage keeps the mark", () => {
  open([["the", marked("Ama", OUT), "said"]]);
  const { blocks } = Pod.work.now;
  const other = [{ ...blocks[0].words[1], id: null, t: "Amma", m: ["redact"] }];
  const made = Pod.typing.otherVersion(other, [blocks[0].words[1]], blocks[0].words[0], blocks[0].words[2], [0, 3]);
  assert.deepEqual(made.map((word) => word.m), [[OUT]]);
});

test("it is told in plain words", () => {
  assert.equal(Pod.marks.inWords(OUT), "Taken out everywhere, and written as [place withheld]");
  assert.equal(Pod.marks.bleep("name withheld", true), "everywhere");
  assert.equal(Pod.marks.alsoThere(2), ", here and in 2 other places");
  assert.equal(Pod.marks.family(OUT), "redact");
});
