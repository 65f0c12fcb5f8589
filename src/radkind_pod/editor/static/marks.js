// What people say about words: left out, bleeped, a sound, unclear, another language.
(() => {
  "use strict";

  const NAME_WITHHELD = "name withheld";

  const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
  const POSSESSIVE = /['’](s)?(?=[^\p{L}\p{N}]*$)/u;

  function kindOf(mark) {
    return mark.split(":", 1)[0];
  }

  function isEverywhere(mark) {
    return kindOf(mark) === "everywhere";
  }

  function isBleep(mark) {
    return kindOf(mark) === "redact" || isEverywhere(mark);
  }

  function labelOf(mark) {
    return mark.slice(kindOf(mark).length + 1) || NAME_WITHHELD;
  }

  function bleep(label, isForAll = false) {
    const kind = isForAll ? "everywhere" : "redact";
    return label === NAME_WITHHELD ? kind : `${kind}:${label}`;
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

  // A word as it is compared with others: without case, accents, punctuation and what makes it a possessive.
  function spelt(text) {
    const plain = text.normalize("NFKD").replace(ACCENTS, "").toLowerCase().replace(POSSESSIVE, "");
    return plain.replace(/[^\p{L}\p{M}\p{N}]/gu, "");
  }

  // Where else these words stand: [from, to) of each place in `words`. One by one; together where no spaces are written.
  function standing(names, words) {
    const found = [];
    const texts = words.map((word) => (word.x ? "" : spelt(word.t)));
    for (const name of names) {
      for (let i = 0; i + name.length <= texts.length; i += 1)
        if (name.every((one, j) => one === texts[i + j])) found.push([i, i + name.length]);
    }
    return found;
  }

  function namesIn(words) {
    const texts = words.filter((word) => !word.x).map((word) => spelt(word.t));
    const isOne = words.every(Pod.words.joinsFreely);
    return (isOne ? [texts] : texts.map((text) => [text])).filter((name) => name.join("") !== "");
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
        const there = found.findIndex((one) => family(one) === family(mark));
        if (there >= 0 && isEverywhere(mark) && !isEverywhere(found[there])) found[there] = mark;
        if (shared && there < 0 && kept(mark, old, text)) found.push(mark);
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
    if (isEverywhere(mark)) return `Taken out everywhere, and written as [${labelOf(mark)}]`;
    if (isBleep(mark)) return `Bleeped, and written as [${labelOf(mark)}]`;
    if (mark === "sound") return "A sound";
    return mark === "unclear" ? "Unclear" : mark;
  }

  function alsoThere(others) {
    return others ? `, here and in ${others === 1 ? "1 other place" : `${others} other places`}` : "";
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
    alsoThere,
    bleep,
    between,
    family,
    inherited,
    inWords,
    isEverywhere,
    isWithholding,
    languageName,
    namesIn,
    spelt,
    standing,
    stretches,
    withMark,
    withoutMark,
  };
})();
