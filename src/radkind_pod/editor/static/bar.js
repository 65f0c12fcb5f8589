// The bar that stays in view: play, back, undo, where in the recording, how fast.
(() => {
  "use strict";

  const { byId, press, sound, work } = Pod;
  const SPEEDS = [0.5, 0.6, 0.75, 0.9, 1, 1.25, 1.5, 1.75, 2];
  let isSeeking = false;
  let shownSecond = -1;

  function showTime(ms) {
    const second = Math.floor(ms / 1000);
    if (second === shownSecond) return;
    shownSecond = second;
    const [from, to] = sound.bounds();
    byId("time").textContent = Pod.words.clock(ms);
    if (isSeeking) return;
    const seek = byId("seek");
    seek.value = Math.min(Math.max(ms, from), to);
    seek.setAttribute("aria-valuetext", `${Pod.words.clock(ms)} of ${Pod.words.clock(to)}`);
  }

  function showPlaying(isPlaying) {
    const button = byId("play");
    button.querySelector("span").textContent = isPlaying ? "Pause" : "Play";
    Pod.setIcon(button, isPlaying ? "pause" : "play");
  }

  function showSteps() {
    const [past, future] = [work.past.at(-1), work.future.at(-1)];
    for (const [id, word, entry] of [
      ["undo", "Undo", past],
      ["redo", "Redo", future],
    ]) {
      const button = byId(id);
      button.setAttribute("aria-disabled", String(!entry));
      button.title = entry ? `${word}: ${entry.label}` : "";
    }
  }

  // Undo brings the place that changed into view.
  function step(way) {
    const before = work.now.blocks;
    const label = way === "undo" ? work.undo() : work.redo();
    if (label === null) return Pod.say(way === "undo" ? "There is nothing to undo." : "There is nothing to do again.");
    const { blocks } = work.now;
    const at = blocks.findIndex((block, i) => block !== before[i]);
    const view = Pod.textView.viewAt(at < 0 ? -1 : Math.min(at, blocks.length - 1));
    if (view) Pod.textView.reveal(view.node);
    return Pod.say(`${way === "undo" ? "Undone" : "Done again"}: ${label}.`);
  }

  function prepareSeek() {
    const seek = byId("seek");
    const [from, to] = sound.bounds();
    Object.assign(seek, { min: from, max: Math.max(to, from + 1), value: from });
    seek.addEventListener("input", () => {
      isSeeking = true;
      byId("time").textContent = Pod.words.clock(Number(seek.value));
      seek.setAttribute("aria-valuetext", `${Pod.words.clock(Number(seek.value))} of ${Pod.words.clock(to)}`);
    });
    seek.addEventListener("change", () => {
      isSeeking = false;
      sound.seek(Number(seek.value));
    });
    showTime(from);
  }

  function prepareSpeed() {
    const speed = byId("speed");
    for (const rate of SPEEDS) speed.append(Pod.el("option", { value: rate, text: `${rate}×` }));
    speed.value = String(SPEEDS.includes(Pod.settings.speed) ? Pod.settings.speed : 1);
    sound.setSpeed(Number(speed.value));
    speed.addEventListener("change", () => {
      sound.setSpeed(Number(speed.value));
      Pod.setSetting("speed", Number(speed.value));
    });
  }

  function silent() {
    for (const id of ["play", "back", "seek"]) byId(id).disabled = true;
    Pod.say("The sound can't be played here. The text can be corrected all the same.");
  }

  function begin() {
    prepareSeek();
    prepareSpeed();
    press("play", () => sound.toggle());
    press("back", () => sound.back(3000));
    press("undo", () => step("undo"));
    press("redo", () => step("redo"));
    Pod.on("moment", showTime);
    Pod.on("playing", showPlaying);
    Pod.on("changed", showSteps);
    Pod.on("silent", silent);
  }

  Pod.bar = { begin, step };
})();
