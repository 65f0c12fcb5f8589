// Going on from corrections that were kept or sent: what was given, with the changes put back in.
(() => {
  "use strict";

  const { work, words, corrections } = Pod;

  // Why this can't be opened here, in plain words; null if it can.
  function problem(given) {
    const { state } = Pod;
    if (!given || typeof given !== "object" || given.format !== corrections.FORMAT) {
      return "This isn't a file of corrections. Choose the file that you saved from this page; its name begins with “corrections-”.";
    }
    if (given.schema !== 1)
      return "This file was made by a newer version of the editor. Open it with the page that it was made with.";
    if (given.episode !== state.episode) return `These corrections are for another episode: ${given.episode}.`;
    if ((given.part ?? null) !== (state.part?.number ?? null)) {
      return given.part
        ? `These corrections are for part ${given.part}, and this isn't that part.`
        : "These corrections are for the whole episode, and this is a part of it.";
    }
    if (given.version !== state.version || Boolean(given.withheld) !== Boolean(state.withheld)) {
      return "These corrections were made with another version of the transcript. Send the file back as it is: the producer can put it together.";
    }
    return isWhole(given) ? null : "This file of corrections is damaged. Is there an earlier copy of it?";
  }

  function isWhole(given) {
    try {
      return hasShape(given);
    } catch {
      return false;
    }
  }

  function hasShape(given) {
    const { words: all, firsts } = Pod.base;
    const starts = new Set(firsts);
    const isItem = (item) =>
      Number.isInteger(item) ? item >= 0 && item < all.length : item && (typeof item.t === "string" || item.i in all);
    let last = 0;
    return (
      Array.isArray(given.regions) &&
      given.regions.every((region) => {
        const fits =
          region.from >= last && region.to >= region.from && starts.has(region.from) && starts.has(region.to);
        last = region.to;
        return fits && region.blocks.every((block) => block.w.every(isItem));
      })
    );
  }

  function word(item) {
    if (Number.isInteger(item)) return Pod.base.words[item];
    if (item.t === undefined)
      return { ...Pod.base.words[item.i], m: item.m ?? Pod.base.words[item.i].m, l: item.l ?? null };
    return words.fresh(item.t, null, null, item.m ?? [], item.l ?? null);
  }

  // Words that came without times get those of their neighbours.
  function timed(own, from, to) {
    const result = [...own];
    for (let i = 0; i < own.length;) {
      let end = i;
      while (end < own.length && own[end].s === null) end += 1;
      if (end > i) {
        const start = i > 0 ? result[i - 1].e : from;
        const times = words.spread(
          own.slice(i, end).map((one) => one.t),
          start,
          Math.max(start, own[end]?.s ?? to),
        );
        times.forEach(([s, e], k) => (result[i + k] = { ...own[i + k], s, e }));
      }
      i = end + 1;
    }
    return result;
  }

  function region({ from, to, blocks }) {
    const { words: all, firsts, blocks: base } = Pod.base;
    const at = firsts.indexOf(from);
    const [start, end] = [all[from]?.s ?? all.at(-1)?.e ?? 0, all[to - 1]?.e ?? all[from]?.s ?? 0];
    const own = timed(
      blocks.flatMap((block) => block.w.map(word)),
      start,
      end,
    );
    let used = 0;
    return blocks.map((block, i) => {
      used += block.w.length;
      return {
        key: i === 0 && base[at] ? base[at].key : Pod.newKey(),
        s: block.s ?? null,
        h: block.h ?? null,
        words: own.slice(used - block.w.length, used),
      };
    });
  }

  function blocks(given) {
    const { firsts, blocks: base } = Pod.base;
    const result = [];
    let at = 0;
    for (const one of given.regions) {
      while (at < base.length && firsts[at] < one.from) result.push(base[at++]);
      result.push(...region(one));
      while (at < base.length && firsts[at] < one.to) at += 1;
    }
    return [...result, ...base.slice(at)];
  }

  // What this browser kept goes on as the same copy. A file may be gone on from in two places: each is a copy of its own,
  // so that none is taken for an older state of the other.
  function open(given, { asStart = false } = {}) {
    if (asStart) corrections.identity.copy = given.copy || corrections.identity.copy;
    corrections.identity.by = given.by || corrections.identity.by;
    work.revision = Math.max(work.revision, given.revision ?? 0);
    const part = {
      blocks: blocks(given),
      confirmed: [...(given.confirmed ?? [])],
      settled: (given.settled ?? []).map(({ id, chose }) => ({ id, chose })),
      finished: Boolean(given.finished),
      checked: Boolean(given.checked),
    };
    if (asStart) work.restart(part);
    else work.change("opening corrections", part);
  }

  Pod.reopening = { open, problem };
})();
