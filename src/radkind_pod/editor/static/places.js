// The places that somebody should listen to: which are done, where they stand now, why they are there.
(() => {
  "use strict";

  const { work } = Pod;
  const WHY = {
    doubtful: "The machine wasn't sure of these words.",
    name: "This looks like a name. Is it written right?",
    "sound-without-words": "Something is heard here, and no words stand for it.",
    "words-without-sound": "Words stand here, and nothing much is heard.",
    repeats: "The machine wrote the same again and again here. What is really said?",
    unsure: "The machine understood this passage badly.",
    "too-fast": "Nobody could say so many words in this time.",
    "cut-off": "The machine stopped before this passage was over.",
    "no-speech": "The machine made up words here, where nobody seems to speak. They were left out.",
    "words-without-speech": "Words stand here, and nobody seems to speak.",
    "another-language": "This seems to be in another language, and the machine may have translated it.",
    "speech-without-words": "Somebody seems to speak here, and no words stand for it.",
  };
  let scanned = { blocks: null, at: null };

  // Where each base word stands now: its paragraph and its number in it. One pass, only when it is needed.
  function where() {
    const { blocks } = work.now;
    if (scanned.blocks === blocks) return scanned;
    const at = new Int32Array(Pod.base.words.length).fill(-1);
    const words = [];
    blocks.forEach((block, b) => {
      block.words.forEach((word, w) => {
        if (word.id !== null) at[word.id] = words.length;
        words.push({ b, w, word });
      });
    });
    scanned = { blocks, at, words };
    return scanned;
  }

  function isChanged({ from, to }) {
    const { at, words } = where();
    if (from === to) {
      const [left, right] = [from > 0 ? at[from - 1] : -1, from < at.length ? at[from] : words.length];
      return left < 0 === from > 0 || right < 0 || right - left !== 1;
    }
    for (let id = from; id < to; id += 1) {
      const here = at[id];
      if (here < 0 || words[here].word !== Pod.base.words[id] || (id > from && here - at[id - 1] !== 1)) return true;
    }
    return false;
  }

  function isDone(place) {
    return (Pod.state.confirmed ?? []).includes(place.id) || work.now.confirmed.includes(place.id) || isChanged(place);
  }

  function count() {
    const { places = [] } = Pod.state;
    return { done: places.filter(isDone).length, all: places.length };
  }

  // The stretch of a paragraph that a range of base words has become: {b, from, to} by words; the nearest if they are gone.
  function find(from, to) {
    const { at, words } = where();
    let [first, last] = [-1, -1];
    for (let id = from; id < to; id += 1) {
      if (at[id] < 0) continue;
      if (first < 0) first = at[id];
      if (words[at[id]].b === words[first].b) last = at[id];
    }
    if (first >= 0) return { b: words[first].b, from: words[first].w, to: words[last].w + 1 };
    let near = from;
    while (near < at.length && at[near] < 0) near += 1;
    if (near < at.length) return { b: words[at[near]].b, from: words[at[near]].w, to: words[at[near]].w };
    const end = words.at(-1);
    return end ? { b: end.b, from: end.w, to: end.w } : null;
  }

  function confirm(place) {
    work.change("“It is right”", { confirmed: [...new Set([...work.now.confirmed, place.id])] });
  }

  function why(place) {
    return place.why.map((one) => WHY[one] ?? one).join(" ");
  }

  Pod.places = { confirm, count, find, isDone, why };
})();
