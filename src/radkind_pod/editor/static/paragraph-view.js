// One paragraph on the page: who speaks, from when, the field with the text, what is marked in it.
(() => {
  "use strict";

  const { el, words } = Pod;
  const ROOM = { LETTER: 10, LINE: 33, REST: 75 };

  function make(block) {
    const view = {
      key: block.key,
      block: null,
      number: 0,
      spans: null,
      shown: "",
      ranges: [],
      perWord: false,
      wordSpans: null,
    };
    view.speaker = el("button", { type: "button", class: "speaker" });
    view.time = el("button", { type: "button", class: "time" });
    view.backdrop = el("div", { class: "backdrop", "aria-hidden": "true", dir: "auto" });
    view.field = el("textarea", { rows: "1", dir: "auto", spellcheck: "true", autocomplete: "off" });
    view.notes = null;
    view.chapter = null;
    const head = el("div", { class: "head" }, view.speaker, view.time);
    view.node = el(
      "div",
      { class: "paragraph", id: `p-${block.key}` },
      head,
      el("div", { class: "sheet" }, view.backdrop, view.field),
    );
    view.node.podView = view;
    return view;
  }

  function commonLanguage(own) {
    const first = own.length ? words.language(own[0]) : null;
    return first && own.every((word) => words.language(word) === first) ? first : Pod.state.language;
  }

  function label(view, start) {
    const { block, number } = view;
    const who = block.s ?? "nobody named";
    const clock = words.clock(start);
    const name = `Paragraph ${number}, ${who}, ${clock}`;
    if (view.label === name) return;
    view.label = name;
    view.field.setAttribute("aria-label", name);
    view.speaker.textContent = block.s ?? "Who speaks?";
    view.speaker.setAttribute("aria-label", `${block.s ?? "Who speaks?"}: change the speaker of paragraph ${number}`);
    view.time.textContent = clock;
    view.time.setAttribute("aria-label", `${clock}: play paragraph ${number}`);
    labelChapter(view);
  }

  function labelChapter({ chapter, number }) {
    if (!chapter) return;
    chapter.podInput.setAttribute("aria-label", `Chapter that starts at paragraph ${number}`);
    chapter.podDrop.setAttribute("aria-label", `No chapter here, at paragraph ${number}`);
  }

  function draw(view) {
    view.spans = words.spans(view.block.words, view.shown);
    view.wordSpans = Pod.backdrop.draw(view.backdrop, view.shown, view.block.words, view.spans, view);
  }

  function quote(view, from, to) {
    const text = words.line(view.block.words.slice(from, to));
    return text.length > 90 ? `${text.slice(0, 85)} …` : text;
  }

  function note(view, { kind, mark, from, to }) {
    const isLanguage = kind === "language";
    const what = isLanguage ? `In ${Pod.marks.languageName(mark)}` : Pod.marks.inWords(mark);
    const said = quote(view, from, to);
    const again = isLanguage ? "Remove the language" : "Remove the mark";
    const button = el("button", {
      type: "button",
      class: "plain",
      text: again,
      "aria-label": `${again}: ${what}: ${said}`,
    });
    button.podStretch = { kind, mark, from, to };
    const bdi = el("bdi", { text: said, lang: isLanguage ? mark : null });
    return el("li", {}, `${what}: “`, bdi, "” ", button);
  }

  function drawNotes(view) {
    const stretches = Pod.marks.stretches(view.block.words);
    const key = JSON.stringify(stretches.map((one) => [one, quote(view, one.from, one.to)]));
    if (key === (view.notesKey ?? "[]")) return;
    view.notesKey = key;
    view.notes?.remove();
    view.notes = null;
    view.field.removeAttribute("aria-describedby");
    if (!stretches.length) return;
    view.notes = el("ul", { class: "notes", id: `notes-${view.key}` }, ...stretches.map((one) => note(view, one)));
    view.node.querySelector(".sheet").after(view.notes);
    view.field.setAttribute("aria-describedby", view.notes.id);
  }

  function drawHeading(view) {
    const { h } = view.block;
    if (h === null) {
      view.chapter?.remove();
      view.chapter = null;
      return;
    }
    if (!view.chapter) {
      const input = el("input", { type: "text", class: "chapter-title", dir: "auto", maxlength: "200" });
      const drop = el("button", { type: "button", class: "plain drop-chapter", text: "No chapter here" });
      view.chapter = el("div", { class: "chapter" }, el("label", {}, el("span", { text: "Chapter" }), input), drop);
      Object.assign(view.chapter, { podInput: input, podDrop: drop });
      labelChapter(view);
      view.node.prepend(view.chapter);
    }
    const { podInput } = view.chapter;
    if (podInput.value !== h) podInput.value = h;
  }

  // `typed`: the text comes from the field itself, which then stays as it is; while a word is being composed always.
  function update(view, block, { typed = false, composing = false } = {}) {
    view.block = block;
    const text = words.line(block.words);
    if (typed && (composing || words.spans(block.words, view.field.value))) {
      view.shown = view.field.value;
    } else {
      if (view.field.value !== text) setText(view, text);
      view.shown = text;
    }
    const lang = commonLanguage(block.words);
    if (view.field.lang !== lang) view.field.lang = lang;
    draw(view);
    drawNotes(view);
    drawHeading(view);
    reserve(view);
  }

  // About how high it will be, for as long as it isn't laid out; rather too much than too little.
  function reserve(view) {
    const { LETTER, LINE, REST } = ROOM;
    const lines = Math.ceil((view.shown.length * LETTER) / listWidth()) + 1;
    const notes = view.notes ? view.notes.childElementCount * 2 * LINE : 0;
    const height = lines * LINE + REST + notes + (view.chapter ? REST : 0);
    if (view.reserved !== height) view.node.style.containIntrinsicBlockSize = `auto ${height}px`;
    view.reserved = height;
  }

  let width = 0;
  function listWidth() {
    width ||= Pod.byId("list").clientWidth || 300;
    return width;
  }

  // The caret stays where it was, counted from the end that did not change.
  function setText(view, text) {
    const { field } = view;
    if (document.activeElement !== field) {
      field.value = text;
      return;
    }
    const { tail } = Pod.typing.unchanged(field.value, text);
    const fromEnd = field.value.length - field.selectionEnd;
    const at = fromEnd <= tail ? text.length - fromEnd : Math.min(field.selectionEnd, text.length);
    field.value = text;
    field.setSelectionRange(at, at);
  }

  // The spaces as they belong; what is selected stays selected.
  function tidy(view) {
    const { field } = view;
    const [old, text] = [field.value, words.line(view.block.words)];
    if (old === text) return;
    const marked = [field.selectionStart, field.selectionEnd].map((at) => sameLetter(old, at, text));
    field.value = text;
    field.setSelectionRange(...marked);
    view.shown = text;
    draw(view);
  }

  function sameLetter(old, at, text) {
    let letters = old.slice(0, at).replace(/\s/g, "").length;
    let found = 0;
    while (letters > 0 && found < text.length) {
      if (!/\s/.test(text[found])) letters -= 1;
      found += 1;
    }
    return at > 0 && /\s/.test(old[at - 1]) && text[found] === " " ? found + 1 : found;
  }

  // Ranges of letters to show, such as what was found.
  function setRanges(view, ranges) {
    if (!ranges.length && !view.ranges.length) return;
    view.ranges = ranges;
    draw(view);
  }

  function setPerWord(view, on) {
    if (view.perWord === on) return;
    view.perWord = on;
    draw(view);
  }

  Pod.paragraphView = { label, make, setPerWord, setRanges, tidy, update };
})();
