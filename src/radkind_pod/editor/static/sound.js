// The recording: playing, stopping while somebody types, going on by itself.
(() => {
  "use strict";

  const CHUNK = 1 << 18;
  const PAUSE_MS = 1500;
  const BACK_MS = 1500;
  const HEARD_MS = 500;
  const audio = new Audio();
  let until = null;
  let waiting = 0;
  let wasPlaying = false;
  let isBroken = false;
  let isHurt = false;
  let tries = 5;
  let began = 0;
  let misses = 0;
  let isMissed = false;

  function offset() {
    return Pod.state.audio?.offset_ms ?? 0;
  }

  function at() {
    return audio.currentTime * 1000 + offset();
  }

  function bounds() {
    const { part, duration_ms: whole } = Pod.state;
    return part ? [part.start_ms, part.end_ms] : [0, whole || 0];
  }

  function seek(ms) {
    const [from, to] = bounds();
    audio.currentTime = Math.max(0, (Math.min(Math.max(ms, from), to || ms) - offset()) / 1000);
    Pod.tell("moment", at());
  }

  function play(ms, stopAt = null) {
    stopWaiting();
    if (isBroken) return Pod.say("The sound can't be played here. The text can be corrected all the same.");
    if (isHurt) heal();
    if (ms !== undefined) seek(ms);
    until = stopAt;
    wasPlaying = false;
    isMissed = false;
    began = at();
    Pod.tell("follow");
    return audio.play().catch((problem) => {
      if (problem.name !== "AbortError") missed("The browser didn't play the sound. Press Play once more.");
    });
  }

  // It is tried on each press, for headphones may come; but nobody is asked to press again and again.
  function missed(words) {
    if (isMissed) return;
    isMissed = true;
    misses += 1;
    if (misses === 1) Pod.say(words);
    else Pod.say("This computer, or this browser, plays no sound here. You can correct the text all the same.");
  }

  // After a hitch, such as headphones that were pulled out, the sound is loaded anew.
  function heal() {
    const time = audio.currentTime;
    isHurt = false;
    audio.load();
    audio.currentTime = time;
  }

  function failed() {
    audio.pause();
    isHurt = true;
    isBroken = audio.error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED;
    // WebKit now and then refuses a long recording, and takes it when asked again.
    if (isBroken && tries-- > 0) return void setTimeout(heal, 200);
    if (isBroken) Pod.tell("silent");
    else missed("The sound stopped. Press Play once more.");
  }

  function pause() {
    stopWaiting();
    wasPlaying = false;
    audio.pause();
  }

  function toggle() {
    if (audio.paused && !waiting) play();
    else pause();
  }

  function back(ms) {
    play(at() - ms);
  }

  function stopWaiting() {
    clearTimeout(waiting);
    waiting = 0;
  }

  // Somebody types: the sound waits, and goes on a little before where it stopped.
  function typed() {
    if (!audio.paused) {
      audio.pause();
      wasPlaying = until === null;
    }
    stopWaiting();
    if (wasPlaying && Pod.settings.goOn) waiting = setTimeout(() => play(at() - BACK_MS), PAUSE_MS);
  }

  function setSpeed(rate) {
    audio.defaultPlaybackRate = rate;
    audio.playbackRate = rate;
  }

  function watch() {
    if (audio.paused) return;
    const now = at();
    if (now - began > HEARD_MS) misses = 0;
    if (until !== null && now >= until) {
      until = null;
      audio.pause();
    }
    Pod.tell("moment", now);
    requestAnimationFrame(watch);
  }

  // A plain loop: the conversions with a function for each letter take ten times as long, and typing would wait.
  function bytes(base64) {
    const letters = atob(base64);
    const made = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; i += 1) made[i] = letters.charCodeAt(i);
    return made;
  }

  // A pack carries its sound as text, in one block or several; it becomes a file in memory, piece by piece.
  async function fromText(nodes) {
    const parts = [];
    let rest = "";
    for (const node of nodes) {
      const text = rest + node.textContent.replace(/\s+/g, "");
      const whole = node === nodes.at(-1) ? text.length : text.length - (text.length % 4);
      for (let i = 0; i < whole; i += CHUNK) {
        parts.push(bytes(text.slice(i, Math.min(i + CHUNK, whole))));
        await new Promise((go) => setTimeout(go, 0));
      }
      rest = text.slice(whole);
      node.textContent = "";
    }
    return URL.createObjectURL(new Blob(parts, { type: Pod.state.audio?.type ?? "audio/mpeg" }));
  }

  // The sound stands at the end of the page, so that the text needn't wait for it.
  function pageIsWhole() {
    if (document.readyState !== "loading") return Promise.resolve();
    return new Promise((go) => document.addEventListener("DOMContentLoaded", go, { once: true }));
  }

  async function begin() {
    audio.preload = "auto";
    audio.preservesPitch = true;
    audio.addEventListener("play", () => {
      Pod.tell("playing", true);
      requestAnimationFrame(watch);
    });
    audio.addEventListener("pause", () => Pod.tell("playing", false));
    audio.addEventListener("timeupdate", () => Pod.tell("moment", at()));
    audio.addEventListener("error", failed);
    await pageIsWhole();
    const nodes = [...document.querySelectorAll("#audio, script.audio")];
    if (Pod.state.mode === "server") audio.src = "audio";
    else if (nodes.length) audio.src = await fromText(nodes);
    else isBroken = true;
    if (isBroken) Pod.tell("silent");
  }

  Pod.sound = {
    at,
    audio,
    back,
    begin,
    bounds,
    play,
    seek,
    setSpeed,
    toggle,
    typed,
    isPlaying: () => !audio.paused,
  };
})();
