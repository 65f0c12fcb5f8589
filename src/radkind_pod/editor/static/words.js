// Words and the line of text that they make: spaces, where each word stands, times for reading.
(() => {
  "use strict";

  const SPACE = /[ \t\r\n\u3000]/;
  const lines = new WeakMap();

  function language(word) {
    return word.l ?? Pod.state.language;
  }

  function isUnspaced(code) {
    return (Pod.state.unspaced ?? []).includes(code.split("-")[0].toLowerCase());
  }

  function joinsFreely(word) {
    return isUnspaced(language(word));
  }

  function line(words) {
    if (!lines.has(words)) {
      let text = "";
      words.forEach((word, i) => {
        const apart = i > 0 && !joinsFreely(word) && !joinsFreely(words[i - 1]);
        text += apart ? ` ${word.t}` : word.t;
      });
      lines.set(words, text);
    }
    return lines.get(words);
  }

  // Where each word stands in a text that may have more or fewer spaces than line() would put; null if it isn't these words.
  function spans(words, text) {
    const found = [];
    let at = 0;
    for (const word of words) {
      while (!text.startsWith(word.t, at)) {
        if (at >= text.length || !SPACE.test(text[at])) return null;
        at += 1;
      }
      found.push([at, at + word.t.length]);
      at += word.t.length;
    }
    return text.slice(at).trim() === "" ? found : null;
  }

  function tokens(text, unspaced) {
    const one = text.replace(/[\r\n]+/g, " ");
    if (unspaced) return one.trim() ? [one] : [];
    return one.split(/[ \t\r\n\u3000]+/).filter(Boolean);
  }

  // Times of neighbours, spread by length over words whose times nobody knows.
  function spread(texts, from, to) {
    const letters = texts.reduce((sum, text) => sum + text.length, 0) || 1;
    const length = Math.max(0, to - from);
    let before = 0;
    return texts.map((text) => {
      const start = from + Math.round((length * before) / letters);
      before += text.length;
      return [start, from + Math.round((length * before) / letters)];
    });
  }

  function fresh(t, s, e, m = [], l = null) {
    return { id: null, t, s, e, m, l, est: true, p: null, x: false };
  }

  function startOf(blocks, at) {
    if (blocks[at]?.words.length) return blocks[at].words[0].s;
    for (let i = at - 1; i >= 0; i -= 1) if (blocks[i].words.length) return blocks[i].words.at(-1).e;
    return Pod.state.part?.start_ms ?? 0;
  }

  function endOf(blocks, at) {
    return blocks[at]?.words.length ? blocks[at].words.at(-1).e : startOf(blocks, at);
  }

  function clock(ms) {
    const all = Math.max(0, Math.floor(ms / 1000));
    const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
    const two = (n) => String(n).padStart(2, "0");
    return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  }

  function sameMarks(a, b) {
    return a.length === b.length && a.every((mark, i) => mark === b[i]);
  }

  // The first and last word (exclusive) that a stretch of text touches.
  function touched(places, from, to) {
    const first = places.findIndex(([, end]) => end > from);
    if (first < 0) return [places.length, places.length];
    let last = first;
    while (last < places.length && places[last][0] < to) last += 1;
    return [first, Math.max(first, last)];
  }

  Pod.words = {
    language,
    isUnspaced,
    joinsFreely,
    line,
    spans,
    tokens,
    spread,
    fresh,
    startOf,
    endOf,
    clock,
    sameMarks,
    touched,
    SPACE,
  };
})();
