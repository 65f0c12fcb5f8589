// What the page's own player can't do: times that play from there, skipping, speed, and a transcript that follows.
// Without this script every time is a link to the sound, and the browser's own player plays.
(() => {
  const player = document.getElementById("player");
  const find = (id) => document.getElementById(id);
  const lines = [...document.querySelectorAll("#words > p[id]")];
  const starts = lines.map((line) => Number(line.querySelector("a").hash.slice("#t=".length)));
  let current = null;
  let following = false;
  let keys = true;
  let stop = null; // where a highlight ends, in seconds

  // Kept until the browser tab is closed, and for nobody else. Where that is forbidden, nothing is kept.
  const kept = {
    read(name) {
      try {
        return sessionStorage.getItem(name);
      } catch {
        return null;
      }
    },
    write(name, value) {
      try {
        sessionStorage.setItem(name, value);
      } catch {
        // nothing is kept, and all works
      }
    },
  };
  const place = `place ${location.pathname}`;

  function go(seconds, until = null) {
    stop = until;
    const end = Number.isFinite(player.duration) ? player.duration : Infinity;
    player.currentTime = Math.min(Math.max(0, seconds), end);
  }

  function toggle() {
    if (player.paused) player.play();
    else player.pause();
  }

  function follow(yes) {
    following = yes;
    find("follow")?.setAttribute("aria-pressed", String(yes));
    if (yes) show(current);
  }

  function show(line) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    line?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }

  function mark() {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= player.currentTime) low = middle + 1;
      else high = middle;
    }
    const next = lines[low - 1] ?? null;
    if (next === current) return;
    current?.removeAttribute("aria-current");
    next?.setAttribute("aria-current", "true");
    current = next;
    if (following) show(current);
  }

  function setSpeed(rate) {
    if (!(rate >= 0.25 && rate <= 4)) return;
    player.defaultPlaybackRate = player.playbackRate = rate;
    showSpeed();
  }

  // Also a speed that was chosen in the browser's own player, which may have others.
  function showSpeed() {
    const choice = find("speed");
    const rate = player.playbackRate;
    const next = [...choice.options].find((option) => Number(option.value) >= rate);
    if (Number(next?.value) !== rate) choice.add(new Option(`${rate}×`, String(rate)), next ?? null);
    choice.value = String(rate);
    kept.write("speed", String(rate));
  }

  function atTheEnd() {
    if (stop === null || player.currentTime < stop) return;
    stop = null;
    player.pause();
  }

  function changeSpeed(by) {
    const choice = find("speed");
    const option = choice.options[choice.selectedIndex + by];
    if (option) setSpeed(Number(option.value));
  }

  const actions = {
    k: toggle,
    j: () => go(player.currentTime - 15),
    l: () => go(player.currentTime + 30),
    s: () => changeSpeed(-1),
    d: () => changeSpeed(1),
    f: () => follow(!following),
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#t=']");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain) return;
    event.preventDefault();
    const [from, until] = link.hash.slice("#t=".length).split(",").map(Number);
    go(from, until ?? null);
    player.play();
  });

  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const action = actions[event.key?.toLowerCase()];
    if (!keys || !plain || typing || !action) return;
    event.preventDefault();
    action();
  });

  function useKeys(yes) {
    keys = yes;
    find("keys-on").checked = yes;
    kept.write("keys", yes ? "on" : "off");
  }

  find("back").addEventListener("click", actions.j);
  find("forward").addEventListener("click", actions.l);
  find("speed").addEventListener("change", (event) => setSpeed(Number(event.target.value)));
  find("follow")?.addEventListener("click", actions.f);
  find("keys-on").addEventListener("change", (event) => useKeys(event.target.checked));
  for (const event of ["timeupdate", "seeked"]) player.addEventListener(event, mark);
  player.addEventListener("ratechange", showSpeed);
  player.addEventListener("timeupdate", atTheEnd);
  player.addEventListener("seeking", () => {
    if (stop !== null && player.currentTime >= stop) stop = null; // somebody went on by hand
  });
  addEventListener("pagehide", () => kept.write(place, String(player.currentTime)));

  setSpeed(Number(kept.read("speed") ?? 1));
  useKeys(kept.read("keys") !== "off");
  if (Number(kept.read(place)) > 0) go(Number(kept.read(place)));
  find("controls").hidden = find("keys").hidden = false;
})();
