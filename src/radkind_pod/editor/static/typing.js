// From the old words of a paragraph and its new text to its new words. A word that was not touched stays the same word.
(() => {
  "use strict";

  const { spans, tokens, spread, fresh, joinsFreely, line, SPACE } = Pod.words;
  const MOST_PAIRS = 250000;
  const WIDEST_GAP = 400;

  // How many letters at the beginning and at the end are the same in both. The caret says which of two equal letters is new.
  function unchanged(old, now, caret) {
    const most = Math.min(old.length, now.length);
    const sameTail = (n) => old[old.length - 1 - n] === now[now.length - 1 - n];
    const afterCaret = Math.min(most, Math.max(0, now.length - (caret ?? now.length)));
    let [head, tail] = [0, 0];
    while (tail < afterCaret && sameTail(tail)) tail += 1;
    while (head < most - tail && old[head] === now[head]) head += 1;
    while (tail < most - head && sameTail(tail)) tail += 1;
    return { head, tail };
  }

  function isEdge(letter) {
    return letter === undefined || SPACE.test(letter);
  }

  // Which words stay: the first `first` ones, and those from `last` on.
  function staying(words, places, old, now, { head, tail }) {
    const free = (word, letter) => word.x || isEdge(letter) || joinsFreely(word);
    let first = 0;
    const staysBefore = (i) => places[i][1] < head || (places[i][1] === head && free(words[i], now[head]));
    while (first < words.length && staysBefore(first)) first += 1;
    const from = old.length - tail;
    const letterBefore = now[now.length - tail - 1];
    let last = words.length;
    const staysAfter = (i) => places[i][0] > from || (places[i][0] === from && free(words[i], letterBefore));
    while (last > first && staysAfter(last - 1)) last -= 1;
    return { first, last };
  }

  // The text between the words that stay, without what is left of placeholders that were touched.
  function middle(words, places, old, now, { head, tail }, { first, last }) {
    const pick = (from, to) => {
      let text = "";
      for (let i = from; i < to; i += 1) {
        const inside = places.findIndex(
          ([start, end], w) => w >= first && w < last && words[w].x && start <= i && i < end,
        );
        if (inside < 0) text += old[i];
      }
      return text;
    };
    const leadFrom = first > 0 ? places[first - 1][1] : 0;
    const trailTo = last < words.length ? places[last][0] : old.length;
    return pick(leadFrom, head) + now.slice(head, now.length - tail) + pick(old.length - tail, trailTo);
  }

  // The longest common sequence of equal texts, as pairs of positions.
  function matches(texts, olds) {
    const [n, m] = [texts.length, olds.length];
    if (!n || !m || n * m > MOST_PAIRS) return [];
    const best = Array.from({ length: n + 1 }, () => new Uint16Array(m + 1));
    for (let i = n - 1; i >= 0; i -= 1) {
      for (let j = m - 1; j >= 0; j -= 1) {
        best[i][j] = texts[i] === olds[j].t ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
      }
    }
    const pairs = [];
    for (let i = 0, j = 0; i < n && j < m;) {
      if (texts[i] === olds[j].t) pairs.push([i++, j++]);
      else if (best[i + 1][j] >= best[i][j + 1]) i += 1;
      else j += 1;
    }
    return pairs;
  }

  // New words for texts that stand where `olds` stood, between the words `left` and `right`.
  function replacing(texts, olds, left, right) {
    const from = olds[0]?.s ?? left?.e ?? right?.s ?? 0;
    const to = olds.at(-1)?.e ?? right?.s ?? left?.e ?? from;
    const times = spread(texts, from, to);
    return texts.map((text, i) => {
      const first = Math.floor((i * olds.length) / texts.length);
      const last = Math.max(first + 1, Math.ceil(((i + 1) * olds.length) / texts.length));
      const { m, l } = olds.length
        ? Pod.marks.inherited(olds.slice(first, last), text)
        : Pod.marks.between(left, right);
      return fresh(text, times[i][0], times[i][1], m, l);
    });
  }

  function settle(texts, olds, left, right) {
    const made = [];
    const ends = [...matches(texts, olds), [texts.length, olds.length]];
    let [i, j] = [0, 0];
    for (const [nextText, nextOld] of ends) {
      const after = olds[nextOld] ?? right;
      made.push(...replacing(texts.slice(i, nextText), olds.slice(j, nextOld), made.at(-1) ?? left, after));
      if (nextOld < olds.length) made.push(olds[nextOld]);
      [i, j] = [nextText + 1, nextOld + 1];
    }
    return made;
  }

  // New words that say again what the transcript said here at first become those words again.
  function recover(made, lowest, highest) {
    const free = Pod.base.words;
    const result = [...made];
    for (let i = 0; i < made.length;) {
      let end = i;
      while (end < made.length && made[end].id === null) end += 1;
      const from = i > 0 ? made[i - 1].id + 1 : lowest;
      const to = end < made.length ? made[end].id : highest;
      if (end > i && to > from && to - from <= WIDEST_GAP) {
        const gap = free.slice(from, to).filter((word) => !word.x);
        for (const [a, b] of matches(
          made.slice(i, end).map((word) => word.t),
          gap,
        ))
          result[i + a] = again(gap[b], made[i + a]);
      }
      i = end + 1;
    }
    return result;
  }

  function again(base, made) {
    const same = base.l === made.l && Pod.words.sameMarks(base.m, made.m);
    return same ? base : { ...base, m: made.m, l: made.l };
  }

  function remembered(memory, left, right) {
    if (!memory) return null;
    const from = left ? memory.indexOf(left) : -1;
    const to = right ? memory.indexOf(right) : memory.length;
    return (left && from < 0) || to < 0 || from >= to ? null : memory.slice(from + 1, to);
  }

  // Another version of these words, with its own marks; but what is to be withheld here stays withheld.
  function otherVersion(others, olds, left, right, ids) {
    const made = settle(
      others.map((word) => word.t),
      olds,
      left,
      right,
    );
    const marked = others.map((word, i) => {
      const own = word.m.map(Pod.marks.family);
      const isOwn = (mark) => own.includes(Pod.marks.family(mark)) && !Pod.marks.isEverywhere(mark);
      const stays = made[i].m.filter((mark) => Pod.marks.isWithholding(mark) && !isOwn(mark));
      return stays.reduce(Pod.marks.withMark, word);
    });
    return recover(marked, ...ids);
  }

  // `ids`: the base words that may come back, [from, to). `memory`: the words as they were when the person came here.
  function retext(words, shown, now, { caret, memory, ids = [0, 0] } = {}) {
    const old = spans(words, shown) ? shown : line(words);
    const places = spans(words, old);
    const same = unchanged(old, now, caret);
    const stay = staying(words, places, old, now, same);
    const [head, gone, tail] = [words.slice(0, stay.first), words.slice(stay.first, stay.last), words.slice(stay.last)];
    const [left, right] = [head.at(-1), tail[0]];
    const olds = (remembered(memory, left, right) ?? gone).filter((word) => !word.x);
    const unspaced = [...olds, left, right].filter(Boolean).every(joinsFreely);
    const nothing = !olds.length && !left && !right && !Pod.words.isUnspaced(Pod.state.language);
    const texts = tokens(middle(words, places, old, now, same, stay), unspaced && !nothing);
    const low = head.findLast((word) => word.id !== null)?.id + 1 || ids[0];
    const high = tail.find((word) => word.id !== null)?.id ?? ids[1];
    const made = recover(settle(texts, olds, left, right), low, high);
    return [
      ...head,
      ...withPlaceholders(
        made,
        gone.filter((word) => word.x),
      ),
      ...tail,
    ];
  }

  // Placeholders that were touched come back after the closest word that stood before them.
  function withPlaceholders(made, placeholders) {
    const result = [...made];
    for (const one of placeholders) {
      const before = result.findLastIndex((word) => word.id !== null && word.id < one.id);
      result.splice(before + 1, 0, one);
    }
    return result;
  }

  Pod.typing = { otherVersion, retext, unchanged, withPlaceholders };
})();
