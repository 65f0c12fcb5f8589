// What the page was given: the transcript as it stood, in paragraphs of words, each with its number.
(() => {
  "use strict";

  let made = 0;

  // Words and blocks are never changed, only replaced.
  function word(given, id) {
    const [t, s, e, flags = {}] = given;
    return {
      id,
      t,
      s,
      e,
      m: flags.m ?? [],
      l: flags.l ?? null,
      est: Boolean(flags.e),
      p: flags.p ?? null,
      x: Boolean(flags.x),
    };
  }

  function newKey() {
    made += 1;
    return `new-${made}`;
  }

  function open(given) {
    const words = [];
    const firsts = [];
    const blocks = given.blocks.map((block, at) => {
      firsts.push(words.length);
      const own = block.w.map((item, i) => word(item, words.length + i));
      words.push(...own);
      return { key: `base-${at}`, s: block.s ?? null, h: block.h ?? null, words: own };
    });
    firsts.push(words.length);
    Pod.state = given;
    Pod.base = { words, blocks, firsts, machine: (given.machine ?? []).map((item) => word(item, null)) };
  }

  Object.assign(Pod, { openState: open, newKey });
})();
