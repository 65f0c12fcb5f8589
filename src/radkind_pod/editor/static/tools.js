// The tools of the paragraph in which somebody works; they move with the focus.
(() => {
  "use strict";

  const { byId, press, work, paragraphs, textView, field } = Pod;
  const SECOND_CLICK_MS = 400;
  let current = null;
  let pressed = false;

  // Moves the tools below a paragraph without moving the paragraph on the screen.
  function moveTo(view) {
    if (!view || view.node.contains(byId("tools"))) return;
    const before = view.node.getBoundingClientRect().top;
    byId("more-tools").open = false;
    view.node.append(byId("tools"));
    document.querySelector(".paragraph.active")?.classList.remove("active");
    view.node.classList.add("active");
    const after = view.node.getBoundingClientRect().top;
    if (Math.abs(after - before) > 1) scrollBy({ top: after - before, behavior: "instant" });
  }

  // The tools are for the paragraph with the cursor at once, and lie below it as soon as that is safe: while a finger
  // or the mouse is down, and until a second click would come, nothing moves, or it would land elsewhere.
  function follow({ target }) {
    const view = textView.active();
    if (view && !byId("tools").contains(target)) current = view.key;
    if (!pressed) moveTo(textView.views.get(current));
  }

  // What has the focus is never under the bar or a desk, whose height the browser may not know yet.
  function uncover({ target }) {
    if (target.tagName === "TEXTAREA" || target.closest(".desk")) return;
    const box = target.getBoundingClientRect();
    const { top, end } = textView.room();
    if (box.bottom > end) scrollBy({ top: box.bottom - end + 8, behavior: "instant" });
    else if (box.top < top) scrollBy({ top: box.top - top - 8, behavior: "instant" });
  }

  function here() {
    const view = textView.views.get(current);
    return view ? { view, at: work.indexOf(current) } : null;
  }

  function onSelection(act) {
    return () => {
      const place = here();
      const chosen = place && field.selectedWords(place.view);
      if (!chosen) return Pod.say("First select the words in the text.");
      return act(place, chosen);
    };
  }

  function markWith(mark, said) {
    return onSelection(({ at }, [from, to]) => {
      paragraphs.setMark(at, from, to, mark, said);
      Pod.say(`${Pod.marks.inWords(mark)}: ${Pod.words.line(work.now.blocks[at].words.slice(from, to))}`);
    });
  }

  // Marks the selected words as unclear, or puts [unclear] where the cursor is.
  function unclear() {
    const place = here();
    if (!place) return;
    if (field.selectedWords(place.view)) markWith("unclear", "unclear words")();
    else insert(place, "[unclear]", "unclear");
  }

  function insert({ view, at }, text, mark) {
    const caret = view.field.selectionStart;
    const spans = view.spans ?? [];
    const before = spans.findIndex(([start]) => start >= caret);
    paragraphs.insertMarked(at, before < 0 ? spans.length : before, text, mark);
    Pod.say(`Put in: ${text}`);
  }

  function play() {
    const place = here();
    const { blocks } = work.now;
    if (place) Pod.sound.play(Pod.words.startOf(blocks, place.at), Pod.words.endOf(blocks, place.at));
  }

  function insertAfter() {
    const { at } = here();
    paragraphs.insert(at);
    textView.select(at + 1, 0, 0);
    Pod.say("A new, empty paragraph.");
  }

  function remove() {
    const { at, view } = here();
    const bleeped = view.block.words.some((word) => word.m.some(Pod.marks.isWithholding));
    const stays = paragraphs.remove(at);
    if (work.now.blocks.length) textView.select(Math.min(at, work.now.blocks.length - 1), 0, 0);
    const kept = stays ? " What stands in grey brackets stays." : "";
    const warning = bleeped ? " Words in it were to be bleeped or left out: their sound would now be heard." : "";
    Pod.say(`Paragraph deleted.${kept}${warning} Undo brings it back.`);
  }

  function chapter() {
    const { at, view } = here();
    if (view.block.h === null) paragraphs.setHeading(at, "");
    view.chapter.podInput.focus();
  }

  function removeStretch(button) {
    const view = button.closest(".paragraph").podView;
    const at = work.indexOf(view.key);
    const { kind, mark, from, to } = button.podStretch;
    const isForAll = kind === "mark" && Pod.marks.isEverywhere(mark);
    const others = isForAll ? paragraphs.putBack(at, [from, to]) : 0;
    if (kind === "language") paragraphs.setLanguage(at, from, to, Pod.state.language);
    else if (!isForAll) paragraphs.takeMark(at, from, to, mark);
    view.field.focus({ preventScroll: true });
    Pod.say(kind === "language" ? "The language is removed." : `The mark is removed${Pod.marks.alsoThere(others)}.`);
  }

  function clickInList(event) {
    const button = event.target.closest("button");
    const view = button?.closest(".paragraph")?.podView;
    if (!view) return;
    const at = work.indexOf(view.key);
    if (button === view.time) Pod.sound.play(Pod.words.startOf(work.now.blocks, at));
    else if (button === view.speaker) Pod.askSpeaker(at);
    else if (button.podStretch) removeStretch(button);
    else if (button.classList.contains("drop-chapter")) {
      paragraphs.setHeading(at, null);
      view.field.focus({ preventScroll: true });
    }
  }

  function prepareButtons() {
    press("mark-cut", markWith("cut", "leaving words out"));
    press(
      "mark-bleep",
      onSelection(({ at }, chosen) => Pod.askBleep(at, chosen)),
    );
    press("mark-unclear", unclear);
    press(
      "mark-sound",
      () =>
        here() && Pod.askSound(here().at, field.selectedWords(here().view), (text) => insert(here(), text, "sound")),
    );
    press(
      "mark-language",
      onSelection(({ at }, chosen) => Pod.askLanguage(at, chosen)),
    );
    press("play-paragraph", play);
    press("split", () => here() && field.split(here().view));
    press("join", () => here() && field.join(here().view));
    press("insert", insertAfter);
    press("delete", remove);
    press("chapter", chapter);
    press("machine", () => here() && Pod.askMachine(here().at));
  }

  function begin() {
    prepareButtons();
    const list = byId("list");
    list.addEventListener("click", clickInList);
    list.addEventListener("focusin", follow);
    list.addEventListener("keyup", (event) => event.key === "Tab" && uncover(event));
    list.addEventListener("input", (event) => {
      if (!event.target.classList.contains("chapter-title")) return;
      paragraphs.setHeading(work.indexOf(event.target.closest(".paragraph").podView.key), event.target.value);
    });
    let rest = 0;
    addEventListener("pointerdown", () => (clearTimeout(rest), (pressed = true)), true);
    const released = ({ target }) => {
      const ms = target.tagName === "TEXTAREA" ? SECOND_CLICK_MS : 0;
      rest = setTimeout(() => ((pressed = false), follow({ target: document.activeElement })), ms);
    };
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, released, true);
    press("first-paragraph", () => {
      paragraphs.insert(-1);
      textView.select(0, 0, 0);
    });
  }

  Pod.tools = { begin };
})();
