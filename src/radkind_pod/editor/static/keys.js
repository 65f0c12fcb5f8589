// Keys that work on the whole page, and the list of all keys. None is a single letter; all can be switched off.
(() => {
  "use strict";

  const { byId, el, press, sound } = Pod;
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const CTRL = isMac ? "⌘" : "Ctrl";
  const KEYS = [
    ["Enter", "in the text: play from the word at the cursor"],
    ["Shift + Enter", "in the text: pause, or go on"],
    ["F8", "anywhere: pause, or go on"],
    ["F2", "3 seconds back, and play"],
    ["Shift + F2", "play this paragraph"],
    ["F4", "the next place to check"],
    ["Shift + F4", "it is right, and on to the next place"],
    [`${CTRL} + Enter`, "divide the paragraph at the cursor"],
    ["Backspace", "at the very beginning of a paragraph: join it to the one before"],
    [`${CTRL} + Z`, "in the text: undo typing there; outside of it: undo the last change of any kind"],
    [`${CTRL} + Shift + Z`, "do it again"],
    [`${CTRL} + S`, "save my corrections"],
    ["↑ ↓", "at the beginning or end of a paragraph: to the one before or after"],
  ];
  const LEGEND = [
    ["doubtful", "dotted line", "the machine wasn't sure"],
    ["cut", "struck through", "left out of the episode"],
    ["redact", "between two lines", "bleeped"],
    ["redact everywhere", "between double lines", "taken out everywhere"],
    ["unclear", "wavy line", "nobody can make it out"],
    ["sound", "dashed line", "a sound, not speech"],
    ["foreign", "double line", "another language"],
    ["withheld", "grey, dashed box", "left out on purpose before you got this; it stays"],
  ];

  function playOne() {
    const view = Pod.textView.active();
    const at = view ? Pod.work.indexOf(view.key) : Pod.follow.blockAt(sound.at());
    const { blocks } = Pod.work.now;
    sound.play(Pod.words.startOf(blocks, at), Pod.words.endOf(blocks, at));
  }

  const FUNCTION_KEYS = {
    F8: () => sound.toggle(),
    F2: () => sound.back(3000),
    "Shift F2": playOne,
    F4: () => Pod.placesDesk.go(1),
    "Shift F4": () => Pod.placesDesk.right(),
  };

  function withControl(event, inField) {
    const letter = event.key.toLowerCase();
    if (letter === "s" && !event.shiftKey) return () => Pod.keep.save();
    if (inField) return null;
    if (letter === "z") return () => Pod.bar.step(event.shiftKey ? "redo" : "undo");
    return letter === "y" && !isMac ? () => Pod.bar.step("redo") : null;
  }

  function pick(event) {
    if (event.altKey || event.isComposing) return null;
    const inField = event.target.matches?.("textarea:not([readonly]), input:not([type]), input[type=text]");
    if (isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) return withControl(event, inField);
    if (event.ctrlKey || event.metaKey) return null;
    return FUNCTION_KEYS[event.shiftKey ? `Shift ${event.key}` : event.key] ?? null;
  }

  function key(event) {
    if (!Pod.settings.keys || document.querySelector("dialog[open]")) return;
    const act = pick(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  function prepareHelp() {
    for (const [keys, what] of KEYS)
      byId("keys").append(el("dt", {}, el("kbd", { text: keys })), el("dd", { text: what }));
    for (const [name, look, what] of LEGEND) {
      byId("legend").append(
        el("dt", {}, el("span", { class: `sample ${name}`, text: look })),
        el("dd", { text: what }),
      );
    }
    for (const [id, name] of [
      ["set-click", "click"],
      ["set-goon", "goOn"],
      ["set-follow", "follow"],
      ["set-keys", "keys"],
    ]) {
      byId(id).checked = Pod.settings[name];
      byId(id).addEventListener("change", () => Pod.setSetting(name, byId(id).checked));
    }
    press("open-help", () => Pod.openDialog("help"));
  }

  function begin() {
    document.addEventListener("keydown", key);
    prepareHelp();
  }

  Pod.keys = { begin };
})();
