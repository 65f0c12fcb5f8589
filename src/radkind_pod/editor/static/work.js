// The work as it stands, and the way back: every change makes a new state that shares what did not change.
(() => {
  "use strict";

  const MOST_STEPS = 3000;
  const BURST_MS = 4000;
  const LONGEST_BURST_MS = 20000;
  const work = { now: null, revision: 0, past: [], future: [] };

  function begin() {
    work.now = Object.freeze({ blocks: Pod.base.blocks, confirmed: [], settled: [], finished: false, checked: false });
    work.past = [];
    work.future = [];
    work.revision = 0;
  }

  function set(next, how) {
    const before = work.now;
    work.now = Object.freeze(next);
    work.revision += 1;
    Pod.tell("changed", { before, now: work.now, ...how });
  }

  // `part` is what is different now. Changes with the same `burst` that follow each other closely are one step.
  function change(label, part, { burst = null, quiet = false } = {}) {
    const last = work.past.at(-1);
    const now = Date.now();
    const isSoon = last && now - last.at < BURST_MS && now - last.began < LONGEST_BURST_MS;
    if (burst && last?.burst === burst && isSoon && !work.future.length) last.at = now;
    else work.past.push({ state: work.now, label, burst, at: now, began: now });
    if (work.past.length > MOST_STEPS) work.past.shift();
    work.future = [];
    set({ ...work.now, ...part }, { label, kind: burst ? "typing" : "change", quiet });
  }

  // Earlier work that is taken up again is where this work begins: there is nothing before it to undo.
  function restart(part) {
    work.past = [];
    work.future = [];
    set({ ...work.now, ...part }, { label: "", kind: "restart" });
  }

  function endBurst() {
    const last = work.past.at(-1);
    if (last) last.burst = null;
  }

  function step(from, to, kind) {
    const entry = from.pop();
    if (!entry) return null;
    to.push({ ...entry, state: work.now, burst: null });
    set(entry.state, { label: entry.label, kind });
    return entry.label;
  }

  function undo() {
    return step(work.past, work.future, "undo");
  }

  function redo() {
    return step(work.future, work.past, "redo");
  }

  function replaceBlock(at, ...blocks) {
    return spliced(at, 1, blocks);
  }

  function spliced(at, count, blocks) {
    const all = [...work.now.blocks];
    all.splice(at, count, ...blocks);
    return all;
  }

  function indexOf(key) {
    return work.now.blocks.findIndex((block) => block.key === key);
  }

  // The base words that may come back in this block: what lies between its neighbours.
  function idsAround(at) {
    const { blocks } = work.now;
    let [from, to] = [0, Pod.base.words.length];
    for (let i = at - 1; i >= 0; i -= 1) {
      const last = blocks[i].words.findLast((word) => word.id !== null);
      if (last) {
        from = last.id + 1;
        break;
      }
    }
    for (let i = at + 1; i < blocks.length; i += 1) {
      const first = blocks[i].words.find((word) => word.id !== null);
      if (first) {
        to = first.id;
        break;
      }
    }
    return [from, to];
  }

  function hasChanges() {
    const { blocks, confirmed, settled, finished, checked } = work.now;
    return blocks !== Pod.base.blocks || confirmed.length > 0 || settled.length > 0 || finished || checked;
  }

  Object.assign(work, {
    begin,
    change,
    endBurst,
    restart,
    undo,
    redo,
    replaceBlock,
    spliced,
    indexOf,
    idsAround,
    hasChanges,
  });
  Pod.work = work;
})();
