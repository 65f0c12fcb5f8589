// Finding words in the whole text, and putting others in their place.
(() => {
  "use strict";

  const { work, paragraphs } = Pod;

  function pattern({ what, matchCase, whole }) {
    if (!what) return null;
    const plain = what.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
    const edge = "[\\p{L}\\p{M}\\p{N}_]";
    return new RegExp(whole ? `(?<!${edge})${plain}(?!${edge})` : plain, matchCase ? "gu" : "giu");
  }

  // Every match as {b, from, to}: paragraph and letters.
  function find(how) {
    const looked = pattern(how);
    if (!looked) return [];
    return work.now.blocks.flatMap((block, b) =>
      [...Pod.words.line(block.words).matchAll(looked)].map((match) => ({
        b,
        from: match.index,
        to: match.index + match[0].length,
      })),
    );
  }

  // Only words of the same paragraph may come back: many paragraphs change at once, and none comes back twice.
  function ownIds(block) {
    const ids = block.words.map((word) => word.id).filter((id) => id !== null);
    return ids.length ? [ids[0], ids.at(-1) + 1] : [0, 0];
  }

  function replaced(b, matches, text) {
    const block = work.now.blocks[b];
    let [line, from] = ["", 0];
    const old = Pod.words.line(block.words);
    for (const match of matches) {
      line += old.slice(from, match.from) + text;
      from = match.to;
    }
    return paragraphs.retext(block, line + old.slice(from), ownIds(block));
  }

  function replaceOne(match, text, label) {
    work.change(label, { blocks: work.replaceBlock(match.b, replaced(match.b, [match], text)) });
  }

  function replaceAll(matches, text, label) {
    const byBlock = grouped(matches);
    const blocks = work.now.blocks.map((block, b) => (byBlock.has(b) ? replaced(b, byBlock.get(b), text) : block));
    work.change(label, { blocks });
  }

  function grouped(matches) {
    const map = new Map();
    for (const match of matches) map.set(match.b, [...(map.get(match.b) ?? []), match]);
    return map;
  }

  Pod.find = { find, replaceAll, replaceOne };
})();
