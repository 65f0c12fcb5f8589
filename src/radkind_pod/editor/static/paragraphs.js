// What can be done with paragraphs: their words, divide, join, add, delete, who speaks, a chapter's title.
(() => {
  "use strict";

  const { work, words } = Pod;

  function edit(at, own, label, options) {
    work.change(label, { blocks: work.replaceBlock(at, { ...work.now.blocks[at], words: own }) }, options);
  }

  // What a person typed. Returns whether the field's text says something else than the words now do.
  function type(at, shown, text, { caret, memory }) {
    const block = work.now.blocks[at];
    const own = Pod.typing.retext(block.words, shown, text, { caret, memory, ids: work.idsAround(at) });
    edit(at, own, "typing", { burst: `typing ${block.key}` });
    return words.spans(own, text) === null;
  }

  // A text that didn't come from the keyboard: the machine's, or one with something replaced.
  function retext(block, text, ids) {
    return { ...block, words: Pod.typing.retext(block.words, words.line(block.words), text, { ids }) };
  }

  function split(at, word) {
    const block = work.now.blocks[at];
    if (word <= 0 || word >= block.words.length) return false;
    const first = { ...block, words: block.words.slice(0, word) };
    const second = { key: Pod.newKey(), s: block.s, h: null, words: block.words.slice(word) };
    work.change("a new paragraph", { blocks: work.replaceBlock(at, first, second) });
    return true;
  }

  function join(at) {
    if (at < 1) return false;
    const [before, block] = work.now.blocks.slice(at - 1, at + 1);
    const whole = { ...before, h: before.h ?? block.h, words: [...before.words, ...block.words] };
    work.change("joined paragraphs", { blocks: work.spliced(at - 1, 2, [whole]) });
    return true;
  }

  function insert(at) {
    const block = { key: Pod.newKey(), s: work.now.blocks[at]?.s ?? null, h: null, words: [] };
    work.change("an added paragraph", { blocks: work.spliced(at + 1, 0, [block]) });
    return block.key;
  }

  // Placeholders stay: they go to the paragraph before, or after.
  function remove(at) {
    const { blocks } = work.now;
    const stays = blocks[at].words.filter((word) => word.x);
    if (stays.length && blocks.length === 1) {
      edit(at, stays, "deleting a paragraph");
    } else if (stays.length && at > 0) {
      const before = { ...blocks[at - 1], words: [...blocks[at - 1].words, ...stays] };
      work.change("deleting a paragraph", { blocks: work.spliced(at - 1, 2, [before]) });
    } else if (stays.length) {
      const after = { ...blocks[1], words: [...stays, ...blocks[1].words] };
      work.change("deleting a paragraph", { blocks: work.spliced(0, 2, [after]) });
    } else {
      work.change("deleting a paragraph", { blocks: work.spliced(at, 1, []) });
    }
    return stays.length;
  }

  function setSpeaker(at, name) {
    const block = work.now.blocks[at];
    if (block.s === name) return;
    work.change(`the speaker ${name ?? "taken away"}`, { blocks: work.replaceBlock(at, { ...block, s: name }) });
  }

  function renameSpeaker(old, name) {
    const count = work.now.blocks.filter((block) => block.s === old).length;
    const blocks = work.now.blocks.map((block) => (block.s === old ? { ...block, s: name } : block));
    if (count && old !== name) work.change(`the name ${name} instead of ${old ?? "nobody"}`, { blocks });
    return count;
  }

  function speakers() {
    const used = work.now.blocks.map((block) => block.s).filter(Boolean);
    const first = (Pod.state.speakers ?? []).filter(
      (name) => used.includes(name) || !Pod.base.blocks.some((b) => b.s === name),
    );
    return [...new Set([...first, ...used])];
  }

  function setHeading(at, title) {
    const block = work.now.blocks[at];
    const h = title === null ? null : title.replace(/\s+/g, " ");
    if (block.h === h) return;
    const burst = block.h === null || h === null ? null : `heading ${block.key}`;
    work.change("the chapter's title", { blocks: work.replaceBlock(at, { ...block, h }) }, { burst });
  }

  function setMark(at, from, to, mark, label) {
    const own = work.now.blocks[at].words.map((word, i) =>
      i >= from && i < to ? Pod.marks.withMark(word, mark) : word,
    );
    edit(at, own, label);
  }

  // Changes the words from..to, and the same words wherever `isMeant` says so of one of them, as one step.
  // Returns in how many other places they stood.
  function changeEverywhere(at, [from, to], label, isMeant, change) {
    const names = Pod.marks.namesIn(work.now.blocks[at].words.slice(from, to));
    let others = 0;
    const blocks = work.now.blocks.map((block, i) => {
      const isOwn = (j) => i === at && j >= from && j < to;
      const places = Pod.marks
        .standing(names, block.words)
        .filter(([a, b]) => !isOwn(a) && !isOwn(b - 1) && block.words.slice(a, b).some(isMeant));
      others += places.length;
      if (!places.length && i !== at) return block;
      const isThere = (word, j) => isMeant(word) && places.some(([a, b]) => j >= a && j < b);
      return { ...block, words: block.words.map((word, j) => (isOwn(j) || isThere(word, j) ? change(word) : word)) };
    });
    work.change(label, { blocks });
    return others;
  }

  function takeOut(at, chosen, mark) {
    const isHeard = (word) => !word.m.some(Pod.marks.isWithholding);
    return changeEverywhere(at, chosen, "taking out everywhere", isHeard, (word) => Pod.marks.withMark(word, mark));
  }

  function putBack(at, chosen) {
    const isOut = (word) => word.m.some(Pod.marks.isEverywhere);
    return changeEverywhere(at, chosen, "a mark taken away", isOut, (word) => ({
      ...word,
      m: word.m.filter((one) => !Pod.marks.isEverywhere(one)),
    }));
  }

  function takeMark(at, from, to, mark) {
    const own = work.now.blocks[at].words.map((word, i) =>
      i >= from && i < to ? Pod.marks.withoutMark(word, mark) : word,
    );
    edit(at, own, "a mark taken away");
  }

  function setLanguage(at, from, to, code) {
    const l = code === Pod.state.language ? null : code;
    const own = work.now.blocks[at].words.map((word, i) => (i >= from && i < to ? { ...word, l } : word));
    edit(at, own, "the language");
  }

  // Words such as [laughter], put in before the word `before`.
  function insertMarked(at, before, text, mark) {
    const own = work.now.blocks[at].words;
    const from = own[before - 1]?.e ?? own[before]?.s ?? words.startOf(work.now.blocks, at);
    const to = own[before]?.s ?? from;
    const texts = words.tokens(text, false);
    const times = words.spread(texts, from, to);
    const l = own[before - 1] && own[before] && own[before - 1].l === own[before].l ? own[before].l : null;
    const added = texts.map((one, i) => words.fresh(one, times[i][0], times[i][1], [mark], l));
    edit(at, [...own.slice(0, before), ...added, ...own.slice(before)], text);
  }

  Pod.paragraphs = {
    insert,
    insertMarked,
    join,
    putBack,
    remove,
    renameSpeaker,
    retext,
    setHeading,
    setLanguage,
    setMark,
    setSpeaker,
    speakers,
    split,
    takeMark,
    takeOut,
    type,
  };
})();
