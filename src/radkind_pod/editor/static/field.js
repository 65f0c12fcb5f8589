// What happens in the fields: typing, keys, clicks. Everything goes through here into the words.
(() => {
  "use strict";

  const { byId, work, paragraphs, paragraphView, textView, sound } = Pod;
  let memory = { key: null, words: null };
  let tangled = null;

  function viewOf(target) {
    return target instanceof HTMLTextAreaElement ? (target.closest(".paragraph")?.podView ?? null) : null;
  }

  function indexOf(view) {
    return work.indexOf(view.key);
  }

  // Line ends that slipped in become spaces.
  function withoutLineEnds(field) {
    if (!/[\r\n]/.test(field.value)) return;
    const after = field.value.slice(field.selectionEnd).replace(/\s*[\r\n]+\s*/g, " ");
    field.value = field.value.replace(/\s*[\r\n]+\s*/g, " ");
    field.setSelectionRange(field.value.length - after.length, field.value.length - after.length);
  }

  function typed(view, isComposing) {
    const { field } = view;
    if (!isComposing) withoutLineEnds(field);
    if (field.value === view.shown) return;
    const [shown, text] = [view.shown, field.value];
    if (memory.key !== view.key) memory = { key: view.key, words: view.block.words };
    const how = { caret: field.selectionEnd, memory: memory.words };
    const differs = textView.whileTyping(view.key, isComposing, () => paragraphs.type(indexOf(view), shown, text, how));
    if (differs) tangled = view;
    if (differs && !isComposing) untangle();
    sound.typed();
  }

  // A placeholder was deleted: it stands for something that was left out, so it comes back.
  function untangle() {
    if (!tangled) return;
    tangled = null;
    Pod.say("Words in grey brackets stand for something that was left out on purpose. They stay.");
  }

  function composed(view) {
    if (tangled === view) {
      paragraphView.update(view, view.block);
      untangle();
    }
    typed(view, false);
  }

  function wordAtCaret(view) {
    const at = view.field.selectionStart;
    const spans = view.spans ?? [];
    const found = spans.findIndex(([, end]) => end >= at);
    return found < 0 ? spans.length - 1 : found;
  }

  function playFromCaret(view) {
    const word = view.block.words[wordAtCaret(view)];
    sound.play(word ? word.s : Pod.words.startOf(work.now.blocks, indexOf(view)));
  }

  // Where a paragraph is divided: at the nearest edge of a word.
  function splitPoint(view) {
    const at = view.field.selectionStart;
    const spans = view.spans ?? [];
    const found = spans.findIndex(([start, end]) => (start + end) / 2 >= at);
    return found < 0 ? spans.length : found;
  }

  function split(view) {
    const at = indexOf(view);
    if (!paragraphs.split(at, splitPoint(view))) return Pod.say("Put the cursor where the new paragraph shall begin.");
    textView.select(at + 1, 0, 0);
    return Pod.say("A new paragraph begins here.");
  }

  function join(view) {
    const at = indexOf(view);
    if (at < 1) return Pod.say("This is the first paragraph.");
    const before = work.now.blocks[at - 1].words;
    paragraphs.join(at);
    const spans = Pod.words.spans(work.now.blocks[at - 1].words, Pod.words.line(work.now.blocks[at - 1].words));
    const caret = spans[before.length]?.[0] ?? spans.at(-1)?.[1] ?? 0;
    textView.select(at - 1, caret, caret);
    return Pod.say("Joined to the paragraph before.");
  }

  function neighbour(view, step) {
    const at = indexOf(view) + step;
    const next = textView.viewAt(at);
    if (!next) return false;
    const caret = step > 0 ? 0 : next.field.value.length;
    textView.select(at, caret, caret);
    return true;
  }

  function moves(view, event) {
    const { field } = view;
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || field.selectionStart !== field.selectionEnd)
      return false;
    const back = event.key === "ArrowUp" || event.key === "ArrowLeft";
    const on = event.key === "ArrowDown" || event.key === "ArrowRight";
    if (back && field.selectionStart === 0) return neighbour(view, -1);
    return on && field.selectionStart === field.value.length ? neighbour(view, 1) : false;
  }

  function enter(view, event) {
    event.preventDefault();
    if (!Pod.settings.keys) return;
    if (event.ctrlKey || event.metaKey) split(view);
    else if (event.shiftKey) sound.toggle();
    else playFromCaret(view);
  }

  function key(event) {
    const view = viewOf(event.target);
    if (!view || event.isComposing || event.keyCode === 229) return;
    const { field } = view;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key === "Enter") {
      enter(view, event);
    } else if (event.key === "Backspace" && plain && field.selectionStart === 0 && field.selectionEnd === 0) {
      event.preventDefault();
      if (Pod.settings.keys) join(view);
    } else if (moves(view, event)) {
      event.preventDefault();
    }
  }

  function beforeInput(event) {
    const isLineEnd = event.inputType === "insertLineBreak" || event.inputType === "insertParagraph";
    const view = viewOf(event.target);
    if (!view || !isLineEnd || event.isComposing) return;
    event.preventDefault();
    playFromCaret(view);
  }

  // Pasted line ends become spaces; the browser's own undo still knows about it.
  function paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const view = viewOf(event.target);
    if (!view || !/[\r\n]/.test(text)) return;
    event.preventDefault();
    const line = text.trim().replace(/\s*[\r\n]+\s*/g, " ");
    if (document.execCommand("insertText", false, line)) return;
    view.field.setRangeText(line, view.field.selectionStart, view.field.selectionEnd, "end");
    typed(view, false);
  }

  function click(event) {
    const view = viewOf(event.target);
    if (!view || !Pod.settings.click || event.shiftKey || event.detail > 1) return;
    // A click into selected words takes the selection away only after this event.
    setTimeout(() => view.field.selectionStart === view.field.selectionEnd && playFromCaret(view), 0);
  }

  // The words that are selected in this paragraph, or were when the field was left: [from, to).
  function selectedWords(view) {
    const { selectionStart, selectionEnd } = view.field;
    if (selectionStart === selectionEnd || !view.spans) return null;
    const [from, to] = Pod.words.touched(view.spans, selectionStart, selectionEnd);
    return from < to ? [from, to] : null;
  }

  function left(view) {
    if (view.field.value !== view.shown) typed(view, false);
    paragraphView.tidy(view);
    work.endBurst();
    warnOfLostBleeps(view);
    memory = { key: null, words: null };
  }

  function warnOfLostBleeps(view) {
    if (memory.key !== view.key) return;
    const withheld = (own) => own.some((word) => word.m.some(Pod.marks.isWithholding));
    const now = work.now.blocks.find((block) => block.key === view.key);
    if (now && withheld(memory.words) && !withheld(now.words)) {
      Pod.say(
        "You deleted words that were to be bleeped or left out. The sound there would now be heard. Undo brings them back.",
      );
    }
  }

  function begin() {
    const list = byId("list");
    const on = (name, act) =>
      list.addEventListener(name, (event) => viewOf(event.target) && act(viewOf(event.target), event));
    on("input", (view, event) => typed(view, event.isComposing));
    on("compositionend", (view) => setTimeout(() => composed(view), 0));
    on("focusin", (view) => (memory = { key: view.key, words: view.block.words }));
    on("focusout", left);
    list.addEventListener("keydown", key);
    list.addEventListener("beforeinput", beforeInput);
    list.addEventListener("paste", paste);
    list.addEventListener("click", click);
    // What wasn't typed makes a new beginning: marks that were set are remembered with the words.
    Pod.on("changed", ({ kind }) => {
      if (kind !== "typing") memory = { key: null, words: null };
    });
  }

  Pod.field = { begin, join, selectedWords, split };
})();
