// Loads the editor's scripts that need no page, in their order, and makes small transcripts to try them on.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const PAGELESS = [
  "pod",
  "state",
  "words",
  "marks",
  "typing",
  "work",
  "paragraphs",
  "corrections",
  "reopening",
  "find",
  "places",
];
const folder = new URL("../../../src/radkind_pod/editor/static/", import.meta.url);

for (const name of PAGELESS) {
  const file = new URL(`${name}.js`, folder);
  vm.runInThisContext(readFileSync(file, "utf8"), { filename: file.pathname });
}

export const Pod = globalThis.Pod;

// `paragraphs`: lists of words, each a text or [text, flags].
export function open(paragraphs, more = {}) {
  let time = 0;
  const word = (given) => {
    time += 500;
    const [text, flags] = Array.isArray(given) ? given : [given, undefined];
    return flags ? [text, time, time + 400, flags] : [text, time, time + 400];
  };
  const blocks = paragraphs.map((words) => ({ s: "Ama", h: null, w: words.map(word) }));
  const kind = { schema: 1, mode: "pack", episode: "two-voices", version: "v1", pack: "p", part: null, withheld: true };
  Pod.openState({ ...kind, language: "en", unspaced: ["ja"], speakers: ["Ama"], machine: [], blocks, ...more });
  Pod.work.begin();
  Pod.corrections.identity.copy = "00";
}

// What the field would do: `|` in the new text is where the caret stands after the change.
export function type(at, marked, { memory, shown } = {}) {
  const block = Pod.work.now.blocks[at];
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  return Pod.paragraphs.type(at, shown ?? Pod.words.line(block.words), text, {
    caret: caret < 0 ? undefined : caret,
    memory,
  });
}

export function words(at) {
  return Pod.work.now.blocks[at].words.map(
    (word) => `${word.id ?? "+"} ${word.t}${word.m.length ? ` (${word.m})` : ""}`,
  );
}

export function regions() {
  return Pod.corrections.regions();
}
