// What people say about words: left out, bleeped, a sound, unclear, another language.
(() => {
  "use strict";

  const NAME_WITHHELD = "name withheld";

  function isBleep(mark) {
    return mark === "redact" || mark.startsWith("redact:");
  }

  function labelOf(mark) {
    return mark.slice("redact:".length) || NAME_WITHHELD;
  }

  function bleep(label) {
    return label === NAME_WITHHELD ? "redact" : `redact:${label}`;
  }

  function isWithholding(mark) {
    return mark === "cut" || isBleep(mark);
  }

  function family(mark) {
    return isBleep(mark) ? "redact" : mark;
  }

  function withMark(word, mark) {
    const others = word.m.filter((one) => family(one) !== family(mark));
    return { ...word, m: [...others, mark].sort() };
  }

  function withoutMark(word, mark) {
    return word.m.includes(mark) ? { ...word, m: word.m.filter((one) => one !== mark) } : word;
  }

  function kept(mark, old, text) {
    if (mark !== "sound" && mark !== "unclear") return true;
    return !old.t.startsWith("[") || text.startsWith("[");
  }

  // The marks of a word that stands where `olds` stood. What is withheld stays withheld, whatever happens to its spelling.
  function inherited(olds, text) {
    const found = [];
    for (const old of olds) {
      for (const mark of old.m) {
        const shared = isWithholding(mark) || olds.every((one) => one.m.includes(mark));
        const there = found.some((one) => family(one) === family(mark));
        if (shared && !there && kept(mark, old, text)) found.push(mark);
      }
    }
    const l = olds.length && olds.every((one) => one.l === olds[0].l) ? olds[0].l : null;
    return { m: found.sort(), l };
  }

  // The marks of a word that was put between two others.
  function between(left, right) {
    if (!left || !right) return { m: [], l: (left ?? right)?.l ?? null };
    return {
      m: Pod.words.sameMarks(left.m, right.m) ? left.m : [],
      l: left.l === right.l ? left.l : null,
    };
  }

  function inWords(mark) {
    if (mark === "cut") return "Left out";
    if (isBleep(mark)) return `Bleeped, and written as [${labelOf(mark)}]`;
    if (mark === "sound") return "A sound";
    return mark === "unclear" ? "Unclear" : mark;
  }

  function languageName(code) {
    return (Pod.state.languages ?? []).find(([one]) => one === code)?.[1] ?? code;
  }

  // Stretches of a paragraph with one mark or one other language: {kind, mark, from, to}.
  function stretches(words) {
    const found = [];
    const open = new Map();
    words.forEach((word, i) => {
      const here = [...word.m.map((mark) => `m ${mark}`), ...(word.l ? [`l ${word.l}`] : [])];
      for (const key of open.keys()) if (!here.includes(key)) open.delete(key);
      for (const key of here) {
        if (!open.has(key)) {
          open.set(key, { kind: key[0] === "m" ? "mark" : "language", mark: key.slice(2), from: i, to: i });
          found.push(open.get(key));
        }
        open.get(key).to = i + 1;
      }
    });
    return found;
  }

  Pod.marks = {
    bleep,
    between,
    family,
    inherited,
    inWords,
    isWithholding,
    languageName,
    stretches,
    withMark,
    withoutMark,
  };
})();
