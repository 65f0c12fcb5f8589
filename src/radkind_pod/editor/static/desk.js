// A desk is a small panel that stands below the paragraph that it is about: places to check, two versions, find.
(() => {
  "use strict";

  const { byId, textView } = Pod;

  function isOpen(id) {
    return !byId("stock").contains(byId(id));
  }

  // Moved without losing the focus when that is inside.
  function move(desk, after) {
    if (after.nextElementSibling === desk) return;
    const focused = desk.contains(document.activeElement) ? document.activeElement : null;
    const marked = focused?.selectionStart === undefined ? null : [focused.selectionStart, focused.selectionEnd];
    after.after(desk);
    focused?.focus({ preventScroll: true });
    if (marked && marked[0] !== null) focused.setSelectionRange(...marked);
  }

  function closeOthers(id) {
    for (const desk of document.querySelectorAll(".list .desk")) if (desk.id !== id) byId("stock").append(desk);
  }

  // Below this paragraph; without one, below the first that is in view. What is folded out between them gives way.
  function open(id, view) {
    closeOthers(id);
    byId("more-tools").open = false;
    const own = view ?? textView.active() ?? inView();
    if (own) move(byId(id), own.node);
    else byId("list").prepend(byId(id));
  }

  // The cursor and what gets the focus keep out of the part of the window that the desk covers when it stays there.
  function takeRoom() {
    const desk = document.querySelector(".list > .desk");
    const stays = desk && getComputedStyle(desk).position === "sticky" && desk.scrollHeight <= desk.clientHeight;
    document.documentElement.style.setProperty("--desk", `${stays ? desk.offsetHeight : 0}px`);
  }

  function inView() {
    const bar = byId("bar").getBoundingClientRect().bottom;
    for (const view of textView.views.values()) {
      const box = view.node.getBoundingClientRect();
      if (box.bottom > bar && box.top < innerHeight) return view;
    }
    return textView.viewAt(0);
  }

  // The focus goes to the paragraph above; to its time, for in the field it would open a touch screen's keyboard.
  function close(id) {
    const focusWasInside = byId(id).contains(document.activeElement);
    const back = byId(id).previousElementSibling?.podView?.time;
    byId("stock").append(byId(id));
    for (const view of textView.views.values()) Pod.paragraphView.setRanges(view, []);
    if (focusWasInside) back?.focus({ preventScroll: true });
    if (focusWasInside && back) textView.reveal(back);
  }

  // Shows a stretch of words in a paragraph: selected for those who type, and lined in the text.
  function show({ b, from, to }, { focus = true } = {}) {
    const view = textView.viewAt(b);
    if (!view) return null;
    Pod.paragraphView.tidy(view);
    const spans = view.spans ?? [];
    const start = spans[from]?.[0] ?? spans[from - 1]?.[1] ?? 0;
    const end = to > from ? (spans[to - 1]?.[1] ?? start) : start;
    for (const other of textView.views.values()) {
      Pod.paragraphView.setRanges(other, other === view && end > start ? [{ from: start, to: end, name: "here" }] : []);
    }
    // On a touch screen a focus would open the keyboard over half of the text.
    textView.select(b, start, end, { focus: focus && !matchMedia("(pointer: coarse)").matches });
    makeRoom(view);
    return view;
  }

  // The paragraph and the desk below it in one view, where they fit; where they don't, the words and the desk.
  function makeRoom(view) {
    const next = view.node.nextElementSibling;
    const needed = view.node.offsetHeight + (next?.classList.contains("desk") ? next.offsetHeight : 0);
    const covered = view.node.getBoundingClientRect().top + needed > innerHeight - 20;
    if (covered) textView.reveal(view.node, { calm: true, always: true });
    const words = view.backdrop.querySelector(".here");
    if (words?.getBoundingClientRect().bottom > textView.room().end)
      textView.reveal(words, { calm: true, always: true });
  }

  function begin() {
    const sizes = new ResizeObserver(takeRoom);
    for (const desk of document.querySelectorAll(".desk")) sizes.observe(desk);
  }

  Pod.desk = { begin, close, isOpen, open, show };
})();
