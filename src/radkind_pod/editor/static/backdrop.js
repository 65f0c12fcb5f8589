// What lies behind a paragraph's text: the same text, invisible, with lines and boxes where something is to be seen.
(() => {
  "use strict";

  const DOUBTFUL = 0.5;

  function classesOf(word) {
    const found = word.m.map(Pod.marks.family);
    if (word.m.some(Pod.marks.isEverywhere)) found.push("everywhere");
    if (word.x) found.push("withheld");
    if (word.l) found.push("foreign");
    if (word.p !== null && word.p < DOUBTFUL) found.push("doubtful");
    return found;
  }

  // Runs of words with the same class, as ranges of letters.
  function wordRanges(words, spans) {
    const open = new Map();
    const found = [];
    words.forEach((word, i) => {
      const here = classesOf(word);
      for (const name of open.keys()) if (!here.includes(name)) open.delete(name);
      for (const name of here) {
        const joined = name !== "doubtful" && open.get(name);
        if (joined) joined.to = spans[i][1];
        else open.set(name, found[found.push({ from: spans[i][0], to: spans[i][1], name }) - 1]);
      }
    });
    return found;
  }

  function pieces(text, ranges, cuts) {
    const edges = new Set([0, text.length, ...cuts]);
    for (const { from, to } of ranges) edges.add(from).add(to);
    const sorted = [...edges].filter((at) => at <= text.length).sort((a, b) => a - b);
    return sorted.slice(1).map((to, i) => {
      const from = sorted[i];
      const names = ranges.filter((range) => range.from <= from && range.to >= to).map((range) => range.name);
      return { from, to, names };
    });
  }

  // What is to stand there: {text, name} for a span, {text} alone for plain text; `word` where it belongs to a word.
  function plan(text, words, spans, { ranges = [], perWord = false }) {
    const all = [...(spans ? wordRanges(words, spans) : []), ...ranges];
    const byWord = perWord && spans;
    let at = 0;
    const parts = pieces(text, all, byWord ? spans.flat() : []).map(({ from, to, names }) => {
      while (byWord && at < spans.length && spans[at][1] <= from) at += 1;
      const isInWord = byWord && at < spans.length && spans[at][0] <= from;
      return {
        text: text.slice(from, to),
        name: names.length || isInWord ? names.join(" ") : null,
        word: isInWord ? at : null,
      };
    });
    // A letter without width keeps the last line as high as the field's.
    return [...parts, { text: "\u200b", name: null, word: null }];
  }

  function fresh({ text, name }) {
    if (name === null) return document.createTextNode(text);
    return Pod.el("span", { text, class: name || null });
  }

  // Nodes that stand there are used again: taking nodes away would end the browser's own undo step in the field.
  function patch(node, old, { text, name }) {
    const fits = old && (old.nodeType === Node.TEXT_NODE) === (name === null);
    if (!fits) {
      const made = fresh({ text, name });
      if (old) old.replaceWith(made);
      else node.append(made);
      return made;
    }
    const letters = name === null ? old : old.firstChild;
    if (letters.data !== text) letters.data = text;
    if (name !== null && old.className !== name) old.className = name;
    return old;
  }

  // Returns, for a paragraph that is being played, each word's spans.
  function draw(node, text, words, spans, how = {}) {
    const parts = plan(text, words, spans, how);
    const wordSpans = how.perWord && spans ? spans.map(() => []) : null;
    parts.forEach((part, i) => {
      const made = patch(node, node.childNodes[i], part);
      if (part.word !== null) wordSpans[part.word].push(made);
    });
    while (node.childNodes.length > parts.length) node.lastChild.remove();
    return wordSpans;
  }

  Pod.backdrop = { draw };
})();
