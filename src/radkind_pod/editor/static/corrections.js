// The corrections as they are sent back: which paragraphs are different, and how.
(() => {
  "use strict";

  const FORMAT = "radkind-pod corrections";
  const COPIED = ["episode", "version", "pack", "part", "withheld"];
  const { work } = Pod;
  const identity = { copy: "", by: "" };

  function newCopy() {
    return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function item(word) {
    if (word.id === null) {
      const made = { t: word.t };
      if (word.m.length) made.m = word.m;
      if (word.l) made.l = word.l;
      return made;
    }
    const base = Pod.base.words[word.id];
    const same = base === word || (base.l === word.l && Pod.words.sameMarks(base.m, word.m));
    return same ? word.id : { i: word.id, m: word.m, l: word.l };
  }

  // A paragraph without words is nothing; its title goes to the next one.
  function blocksOf(own) {
    const found = [];
    let title = null;
    for (const block of own) {
      const h = block.h?.trim() || null;
      if (!block.words.length) {
        title ??= h;
      } else {
        found.push({ s: block.s, h: h ?? title, w: block.words.map(item) });
        title = null;
      }
    }
    return found;
  }

  function isAsItWas(block, at) {
    const base = Pod.base.blocks[at];
    if (block === base) return true;
    if (block.s !== base.s || (block.h?.trim() || null) !== base.h || block.words.length !== base.words.length)
      return false;
    return block.words.every((word, i) => item(word) === base.words[i].id);
  }

  function baseAt(key) {
    return key.startsWith("base-") ? Number(key.slice("base-".length)) : null;
  }

  function saysSomething(block) {
    return block.words.length > 0 || Boolean(block.h?.trim());
  }

  // Base blocks [from, to) and the blocks that stand there now.
  function groups() {
    const found = [{ from: 0, to: 0, own: [] }];
    for (const block of work.now.blocks.filter(saysSomething)) {
      const at = baseAt(block.key);
      const last = found.at(-1);
      if (at === null) {
        last.own.push(block);
      } else if (last.to === 0 && last.from === at) {
        last.own.push(block);
        last.to = at + 1;
      } else {
        last.to = at;
        found.push({ from: at, to: at + 1, own: [block] });
      }
    }
    found.at(-1).to = Pod.base.blocks.length;
    return found.map(smaller);
  }

  // What stands unchanged before deleted paragraphs belongs to no region.
  function smaller({ from, to, own }) {
    const isLonger = to - from > 1 && own.length && isAsItWas(own[0], from);
    return isLonger ? { from: from + 1, to, own: own.slice(1) } : { from, to, own };
  }

  function isUnchanged({ from, to, own }) {
    return to - from === 1 && own.length === 1 && isAsItWas(own[0], from);
  }

  function regions() {
    const { firsts } = Pod.base;
    return groups()
      .filter((group) => !isUnchanged(group))
      .filter(({ from, to, own }) => to > from || own.length)
      .map(({ from, to, own }) => ({ from: firsts[from], to: firsts[to], blocks: blocksOf(own) }));
  }

  function make() {
    const { confirmed, settled, finished, checked } = work.now;
    const copied = Object.fromEntries(COPIED.map((name) => [name, Pod.state[name] ?? null]));
    copied.part = Pod.state.part?.number ?? null;
    copied.withheld = Boolean(Pod.state.withheld);
    return {
      format: FORMAT,
      schema: 1,
      ...copied,
      copy: identity.copy,
      revision: work.revision,
      saved: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      by: identity.by.trim(),
      regions: regions(),
      confirmed,
      settled,
      finished,
      checked,
    };
  }

  function count(corrections) {
    const { regions: changed, confirmed, settled } = corrections;
    return changed.length + confirmed.length + settled.length;
  }

  Pod.corrections = { FORMAT, count, identity, make, newCopy, regions };
})();
