// The word that is being said: found by its time, shown in the text, kept in view.
(() => {
  "use strict";

  const { work, textView, paragraphView } = Pod;
  let starts = { blocks: null, times: [] };
  let spoken = { view: null, word: -1 };
  let isFollowing = true;

  function times() {
    const { blocks } = work.now;
    if (starts.blocks !== blocks) {
      let latest = 0;
      starts = { blocks, times: blocks.map((_, i) => (latest = Math.max(latest, Pod.words.startOf(blocks, i)))) };
    }
    return starts.times;
  }

  // The last one in a row of rising times that isn't later than `ms`.
  function lastBefore(row, ms, timeOf) {
    let [low, high] = [0, row.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (timeOf(row[middle]) <= ms) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  function blockAt(ms) {
    return Math.max(
      0,
      lastBefore(times(), ms, (time) => time),
    );
  }

  function wordAt(block, ms) {
    return lastBefore(block.words, ms, (word) => word.s);
  }

  function mark(view, word) {
    if (spoken.view === view && spoken.word === word && spoken.spans === view?.wordSpans) return false;
    for (const span of spoken.spans?.[spoken.word] ?? []) span.classList.remove("spoken");
    if (spoken.view && spoken.view !== view) {
      spoken.view.node.classList.remove("now");
      paragraphView.setPerWord(spoken.view, false);
    }
    if (view) {
      view.node.classList.add("now");
      paragraphView.setPerWord(view, true);
      for (const span of view.wordSpans?.[word] ?? []) span.classList.add("spoken");
    }
    spoken = { view, word, spans: view?.wordSpans ?? null };
    return true;
  }

  function moment(ms) {
    const at = blockAt(ms);
    const view = textView.viewAt(at);
    if (!view || (!Pod.sound.isPlaying() && !spoken.view)) return;
    const isNew = mark(view, wordAt(view.block, ms));
    if (isNew && isFollowing && Pod.settings.follow && Pod.sound.isPlaying()) {
      textView.reveal(view.wordSpans?.[spoken.word]?.[0] ?? view.node);
    }
  }

  // Who scrolls by hand looks at something else: the text stays there until the next Play.
  function letGo() {
    isFollowing = false;
  }

  function begin() {
    Pod.on("moment", moment);
    Pod.on("rendered", () => spoken.view && Pod.sound.isPlaying() && moment(Pod.sound.at()));
    Pod.on("follow", () => (isFollowing = true));
    addEventListener("wheel", letGo, { passive: true });
    addEventListener("touchmove", letGo, { passive: true });
  }

  Pod.follow = { begin, blockAt };
})();
