// The questions that tools ask: who speaks, what stands instead of a bleep, which sound, which language.
(() => {
  "use strict";

  const { byId, el, press, text, work, paragraphs } = Pod;
  const LABELS = ["name withheld", "place withheld", "number withheld"];
  const SOUNDS = ["laughter", "applause", "music", "sighs", "crying", "silence", "crosstalk", "noise"];
  const OWN_LABEL = /^[\p{L}\p{M}\p{N}]+(?: [\p{L}\p{M}\p{N}]+)*$/u;
  let asked = null;

  function radio(name, value, label, checked) {
    const input = el("input", { type: "radio", name, value });
    input.checked = checked;
    return el("label", { class: "tick" }, input, " ", el("bdi", { text: label }));
  }

  function chosen(name) {
    return document.querySelector(`input[name="${name}"]:checked`)?.value;
  }

  function quote(at, [from, to]) {
    return `“${Pod.words.line(work.now.blocks[at].words.slice(from, to))}”`;
  }

  function askSpeaker(at) {
    asked = { at };
    const now = work.now.blocks[at].s;
    const names = paragraphs.speakers();
    const rows = names.map((name, i) => radio("speaker", String(i), name, name === now));
    byId("speaker-choices").replaceChildren(...rows, radio("speaker", "nobody", "Not named", now === null));
    byId("speaker-new").value = "";
    byId("speaker-rename-part").hidden = now === null;
    text("speaker-rename-title", `Is “${now}” the wrong name?`);
    byId("speaker-name").value = now ?? "";
    const count = work.now.blocks.filter((block) => block.s === now).length;
    text("speaker-rename", count === 1 ? "Change this name" : `Change this name everywhere (${count} paragraphs)`);
    Pod.openDialog("ask-speaker");
  }

  function setSpeaker() {
    const value = chosen("speaker");
    const other = byId("speaker-new").value.trim().replace(/\s+/g, " ");
    const name = value === "other" ? other : value === "nobody" ? null : paragraphs.speakers()[Number(value)];
    if (name === "") return byId("speaker-new").focus();
    byId("ask-speaker").close();
    paragraphs.setSpeaker(asked.at, name);
    return Pod.say(name === null ? "Nobody is named here now." : `${name} speaks here.`);
  }

  function renameSpeaker() {
    const name = byId("speaker-name").value.trim().replace(/\s+/g, " ");
    if (!name) return byId("speaker-name").focus();
    const old = work.now.blocks[asked.at].s;
    byId("ask-speaker").close();
    const count = paragraphs.renameSpeaker(old, name);
    return Pod.say(`${old} is now ${name}, in ${count === 1 ? "1 paragraph" : `${count} paragraphs`}.`);
  }

  function askBleep(at, words) {
    asked = { at, words };
    text("bleep-words", quote(at, words));
    byId("bleep-choices").replaceChildren(...LABELS.map((label, i) => radio("bleep", label, `[${label}]`, i === 0)));
    byId("bleep-own").value = "";
    byId("bleep-everywhere").checked = work.now.blocks[at].words
      .slice(...words)
      .some((word) => word.m.some(Pod.marks.isEverywhere));
    Pod.openDialog("ask-bleep");
  }

  function setBleep() {
    const value = chosen("bleep");
    const label = value === "other" ? byId("bleep-own").value.trim().replace(/\s+/g, " ") : value;
    if (!OWN_LABEL.test(label)) {
      byId("bleep-own").focus();
      return Pod.say("The words instead can have letters, digits and spaces only.");
    }
    byId("ask-bleep").close();
    const isForAll = byId("bleep-everywhere").checked;
    const mark = Pod.marks.bleep(label, isForAll);
    const others = isForAll ? paragraphs.takeOut(asked.at, asked.words, mark) : 0;
    if (!isForAll) paragraphs.setMark(asked.at, ...asked.words, mark, "a bleep");
    return Pod.say(`${Pod.marks.inWords(mark)}${Pod.marks.alsoThere(others)}.`);
  }

  function askSound(at, words, insert) {
    asked = { at, words, insert };
    text(
      "sound-where",
      words ? "It is put in before the words that you selected." : "It is put in where the cursor is.",
    );
    byId("sound-selection").hidden = !words;
    byId("sound-own").value = "";
    Pod.openDialog("ask-sound");
  }

  function putIn(what) {
    const inside = what.trim().replace(/[[\]]/g, "").replace(/\s+/g, " ");
    if (!inside) return byId("sound-own").focus();
    byId("ask-sound").close();
    return asked.insert(`[${inside}]`);
  }

  function soundOfSelection() {
    byId("ask-sound").close();
    paragraphs.setMark(asked.at, ...asked.words, "sound", "a sound");
    Pod.say("The selected words are now a sound.");
  }

  function askLanguage(at, words) {
    asked = { at, words };
    text("language-words", quote(at, words));
    const now = work.now.blocks[at].words[words[0]].l;
    if (now && [...byId("language-choice").options].some((option) => option.value === now))
      byId("language-choice").value = now;
    Pod.openDialog("ask-language");
  }

  function setLanguage() {
    const code = byId("language-choice").value;
    byId("ask-language").close();
    paragraphs.setLanguage(asked.at, ...asked.words, code);
    Pod.say(`The language is ${byId("language-choice").selectedOptions[0].textContent}.`);
  }

  function begin() {
    press("speaker-set", setSpeaker);
    press("speaker-rename", renameSpeaker);
    byId("speaker-new").addEventListener("input", () => (byId("speaker-other").checked = true));
    press("bleep-set", setBleep);
    byId("bleep-own").addEventListener("input", () => (byId("bleep-other").checked = true));
    for (const sound of SOUNDS) {
      const button = el("button", { type: "button", text: `[${sound}]` });
      button.addEventListener("click", () => putIn(sound));
      byId("sound-choices").append(button);
    }
    press("sound-set", () => putIn(byId("sound-own").value));
    press("sound-selection", soundOfSelection);
    for (const [code, name] of Pod.state.languages ?? [])
      byId("language-choice").append(el("option", { value: code, text: name }));
    press("language-set", setLanguage);
  }

  Object.assign(Pod, { askBleep, askLanguage, askSound, askSpeaker });
  Pod.ask = { begin };
})();
