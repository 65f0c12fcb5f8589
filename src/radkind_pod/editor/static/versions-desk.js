// “Two versions”: two people corrected the same words; somebody chooses.
(() => {
  "use strict";

  const { byId, press, text, work, places, desk, sound } = Pod;
  const AROUND_MS = 500;
  let at = -1;

  function all() {
    return Pod.state.conflicts ?? [];
  }

  function isSettled({ id }) {
    return work.now.settled.some((one) => one.id === id);
  }

  function progress() {
    const number = all().length;
    const done = all().filter(isSettled).length;
    text("versions-progress", `${done} of ${number} settled`);
    byId("open-versions").hidden = number === 0;
    text(
      "open-versions",
      done < number ? `Two versions (${done} of ${number} settled)` : "Two versions: all are settled",
    );
    const chose = work.now.settled.find((one) => one.id === all()[at]?.id)?.chose;
    byId("version-keep").setAttribute("aria-pressed", String(chose === "here"));
    byId("version-take").setAttribute("aria-pressed", String(chose === "other"));
  }

  function hear() {
    const conflict = all()[at];
    if (conflict) sound.play(conflict.start_ms - AROUND_MS, conflict.end_ms + AROUND_MS);
  }

  function show(index) {
    at = index;
    const conflict = all()[at];
    text("version-here-by", conflict.here_by ? `${conflict.here_by}, in the text now` : "In the text now");
    text("version-other-by", conflict.other_by ? `${conflict.other_by}, the other one` : "The other one");
    text("version-here", conflict.here || "(nothing)");
    text("version-other", conflict.other || "(nothing)");
    const where = places.find(conflict.from, conflict.to);
    desk.open("desk-versions", where ? Pod.textView.viewAt(where.b) : null);
    progress();
    if (where) desk.show(where, { focus: false });
    byId("version-keep").focus({ preventScroll: true });
    Pod.textView.reveal(byId("version-keep"), { calm: true });
  }

  function go(step) {
    const number = all().length;
    if (!number) return;
    show((at + step + number) % number);
  }

  function withSettled(id, chose) {
    return [...work.now.settled.filter((one) => one.id !== id), { id, chose }];
  }

  function settled(words) {
    progress();
    const next = all().findIndex((one) => !isSettled(one));
    if (next >= 0) show(next);
    Pod.say(next >= 0 ? words : `${words} That was the last one.`);
  }

  // What was taken is in the text already; only Undo brings the words back that stood there.
  function isTaken() {
    const isOther = work.now.settled.some((one) => one.id === all()[at].id && one.chose === "other");
    if (isOther) Pod.say("The other one is in the text already. Undo brings back what stood there.");
    return isOther;
  }

  function keep() {
    if (isTaken()) return;
    work.change("keeping a version", { settled: withSettled(all()[at].id, "here") });
    settled("This one stays.");
  }

  // The words from..to give way to the other version's. Where they stand in several paragraphs it goes into the first.
  function taken({ from, to, words }, where) {
    const inside = (word) => word.id !== null && word.id >= from && word.id < to;
    const others = words.map(([t, s, e, flags = {}]) => Pod.words.fresh(t, s, e, flags.m ?? [], flags.l ?? null));
    return work.now.blocks.map((block, b) => {
      const own = block.words;
      const first = own.findIndex(inside);
      if (first < 0 && b !== where.b) return block;
      const start = first < 0 ? where.from : first;
      const end = first < 0 ? where.from : own.findLastIndex(inside) + 1;
      const gone = own.slice(start, end);
      const placeholders = gone.filter((word) => word.x);
      const olds = gone.filter((word) => !word.x);
      const made = b === where.b ? Pod.typing.otherVersion(others, olds, own[start - 1], own[end], [from, to]) : [];
      return {
        ...block,
        words: [...own.slice(0, start), ...Pod.typing.withPlaceholders(made, placeholders), ...own.slice(end)],
      };
    });
  }

  function take() {
    if (isTaken()) return null;
    const conflict = all()[at];
    const where = places.find(conflict.from, conflict.to);
    if (!where) return Pod.say("The place of this version isn't there any more.");
    work.change("taking the other version", {
      blocks: taken(conflict, where),
      settled: withSettled(conflict.id, "other"),
    });
    return settled("The other one is in the text now.");
  }

  function begin() {
    press("open-versions", () =>
      show(
        Math.max(
          0,
          all().findIndex((one) => !isSettled(one)),
        ),
      ),
    );
    press("versions-next", () => go(1));
    press("versions-previous", () => go(-1));
    press("versions-play", hear);
    press("version-keep", keep);
    press("version-take", take);
    press("versions-close", () => desk.close("desk-versions"));
    Pod.on("changed", progress);
    progress();
  }

  Pod.versionsDesk = { begin };
})();
