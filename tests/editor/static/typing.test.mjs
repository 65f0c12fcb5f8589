import assert from "node:assert/strict";
import { test } from "node:test";
import { Pod, open, regions, type, words } from "./load.mjs";

const BLEEP = { m: ["redact"] };
const GAP = { x: 1 };

test("a word that was not touched stays the same word", () => {
  open([["And", "Mr.", "John", "had"]]);
  type(0, "And Mr. Johnn| had");
  assert.deepEqual(words(0), ["0 And", "1 Mr.", "+ Johnn", "3 had"]);
});

test("typing back what stood there leaves no change", () => {
  open([["And", "Mr.", "John", "had"]]);
  type(0, "And Mr. Johnn| had");
  type(0, "And Mr. John| had");
  assert.deepEqual(regions(), []);
});

test("a word deleted and typed again is the same word", () => {
  open([["And", "Mr.", "John", "had"]]);
  type(0, "And Mr. |had");
  type(0, "And Mr. John| had");
  assert.deepEqual(regions(), []);
});

test("the caret says which of two equal words went", () => {
  open([["no", ["no", BLEEP], "no"]]);
  type(0, "no |no");
  assert.deepEqual(words(0), ["0 no", "2 no"]);
});

test("a bleep stays when its word is spelt otherwise", () => {
  open([["the", ["Ama", BLEEP], ["Mensah", BLEEP], "said"]]);
  type(0, "the Amma| Mensah said");
  assert.deepEqual(words(0), ["0 the", "+ Amma (redact)", "2 Mensah (redact)", "3 said"]);
  type(0, "the q| said");
  assert.deepEqual(words(0), ["0 the", "+ q (redact)", "3 said"]);
});

test("a bleep comes back when its word is deleted and then written anew", () => {
  open([["the", ["Ama", BLEEP], "said"]]);
  const memory = Pod.work.now.blocks[0].words;
  type(0, "the |said", { memory });
  type(0, "the A|said", { memory, shown: "the said" });
  type(0, "the A |said", { memory, shown: "the Asaid" });
  assert.deepEqual(words(0).slice(0, 2), ["0 the", "+ A (redact)"]);
});

test("a word between two bleeped ones is bleeped too, one beside them isn't", () => {
  open([["the", ["Ama", BLEEP], ["Mensah", BLEEP], "said"]]);
  type(0, "the Ama B| Mensah said");
  type(0, "the old| Ama B Mensah said");
  assert.deepEqual(words(0), ["0 the", "+ old", "1 Ama (redact)", "+ B (redact)", "2 Mensah (redact)", "3 said"]);
});

test("a sound that becomes words is no sound any more", () => {
  open([["so", ["[laughter]", { m: ["sound"] }]]]);
  type(0, "so yes|");
  assert.deepEqual(words(0), ["0 so", "+ yes"]);
});

test("placeholders can't be deleted", () => {
  open([["the", ["[name withheld]", GAP], "said", "so"]]);
  assert.equal(type(0, "the |said so"), true);
  assert.deepEqual(words(0), ["0 the", "1 [name withheld]", "2 said", "3 so"]);
  assert.equal(type(0, "q|"), true);
  assert.deepEqual(words(0), ["1 [name withheld]", "+ q"]);
});

test("in a language without spaces the changed letters are one word", () => {
  open([["今日", "は", "晴れ"]], { language: "ja" });
  type(0, "今日は雨|");
  assert.deepEqual(words(0), ["0 今日", "1 は", "+ 雨"]);
});

test("typing in one paragraph is one step, and undo takes back everything", () => {
  open([["a", "b"], ["c"]]);
  const { blocks } = Pod.work.now;
  type(0, "a bx|");
  type(0, "a bxy|");
  Pod.paragraphs.join(1);
  Pod.paragraphs.renameSpeaker("Ama", "Amina");
  assert.equal(Pod.work.past.length, 3);
  while (Pod.work.undo() !== null);
  assert.equal(Pod.work.now.blocks, blocks);
  assert.deepEqual(regions(), []);
});

test("the count of changes only goes up", () => {
  open([["a"]]);
  type(0, "ab|");
  Pod.work.undo();
  assert.equal(Pod.work.revision, 2);
});
