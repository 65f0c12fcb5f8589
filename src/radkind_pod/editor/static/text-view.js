// The whole text on the page. Only paragraphs that changed are touched.
(() => {
  "use strict";

  const { byId, work, paragraphView } = Pod;
  const views = new Map();
  const AT_ONCE = 60;
  const EDGE = 20;
  let typed = null;

  function numbers(blocks, from = 0, to = blocks.length) {
    for (let i = from; i < to; i += 1) {
      const view = views.get(blocks[i].key);
      view.number = i + 1;
      paragraphView.label(view, Pod.words.startOf(blocks, i));
    }
  }

  function place(list, blocks) {
    const keys = new Set(blocks.map((block) => block.key));
    for (const [key, view] of views) {
      if (keys.has(key)) continue;
      rescue(view);
      view.node.remove();
      views.delete(key);
    }
    let next = list.firstElementChild;
    for (const block of blocks) {
      const { node } = views.get(block.key);
      while (next && !next.podView) next = next.nextElementSibling;
      if (node === next) next = next.nextElementSibling;
      else list.insertBefore(node, next);
    }
  }

  // Tools and desks that stand in a paragraph go back to the stock before it goes.
  function rescue(view) {
    for (const node of view.node.querySelectorAll(".tools, .desk")) byId("stock").append(node);
  }

  function render(before, now) {
    const { blocks } = now;
    const restructured =
      before.blocks.length !== blocks.length || before.blocks.some((block, i) => block.key !== blocks[i].key);
    const changed = [];
    blocks.forEach((block, i) => {
      let view = views.get(block.key);
      if (view?.block === block) return;
      if (!view) views.set(block.key, (view = paragraphView.make(block)));
      paragraphView.update(view, block, typed?.key === block.key ? typed : {});
      changed.push(i);
    });
    if (restructured) place(byId("list"), blocks);
    if (restructured) numbers(blocks);
    else for (const i of changed) numbers(blocks, i, i + 1);
    byId("first-paragraph").hidden = blocks.length > 0;
    Pod.tell("rendered", { changed, restructured });
  }

  // The first paragraphs at once, the others in the pauses, so that the page answers while it opens.
  function begin() {
    const { blocks } = work.now;
    const list = byId("list");
    list.inert = true;
    let at = 0;
    const more = () => {
      const some = document.createDocumentFragment();
      const from = at;
      for (
        const until = performance.now() + 30;
        at < blocks.length && (performance.now() < until || at < AT_ONCE);
        at += 1
      ) {
        const view = views.get(blocks[at].key) ?? paragraphView.make(blocks[at]);
        views.set(blocks[at].key, view);
        paragraphView.update(view, blocks[at]);
        some.append(view.node);
      }
      numbers(blocks, from, at);
      list.append(some);
      if (at < blocks.length) return setTimeout(more, 0);
      list.inert = false;
      byId("loading").hidden = true;
      byId("first-paragraph").hidden = blocks.length > 0;
      Pod.on("changed", ({ before, now }) => render(before, now));
      return Pod.tell("ready");
    };
    more();
  }

  // While a change that a field itself made is shown, this field's text is left alone.
  function whileTyping(key, composing, act) {
    typed = { key, typed: true, composing };
    try {
      return act();
    } finally {
      typed = null;
    }
  }

  function viewAt(at) {
    return views.get(work.now.blocks[at]?.key);
  }

  function active() {
    const view = document.activeElement?.closest?.(".paragraph")?.podView;
    return view ?? null;
  }

  // The part of the window that neither the bar covers nor a desk at the lower edge. In a low window the bar doesn't stay.
  function room() {
    const bar = byId("bar").getBoundingClientRect();
    const desk = document.querySelector(".list > .desk")?.getBoundingClientRect();
    const isBelow = desk && desk.top < innerHeight && desk.bottom > innerHeight - EDGE;
    return { top: bar.top <= 1 ? Math.max(0, bar.bottom) : 0, end: isBelow ? desk.top : innerHeight };
  }

  // Brings something into view, below the bar, without more movement than needed.
  function reveal(node, { calm = Pod.isCalm(), always = false } = {}) {
    const box = node.getBoundingClientRect();
    const { top, end } = room();
    const lowest = node.closest(".desk") ? innerHeight - 90 : Math.min(end, innerHeight - 90);
    if (!always && box.top > top + 30 && box.bottom < lowest) return;
    const y = scrollY + box.top - top - (always ? 8 : Math.min(120, innerHeight / 5));
    scrollTo({ top: y, behavior: calm ? "auto" : "smooth" });
  }

  // Focuses a paragraph's field with these letters selected.
  function select(at, from, to, { focus = true } = {}) {
    const view = viewAt(at);
    if (!view) return;
    view.node.scrollIntoView({ block: "nearest" });
    if (focus) view.field.focus({ preventScroll: true });
    view.field.setSelectionRange(from, to);
    reveal(view.node, { calm: true });
  }

  Pod.textView = { active, begin, reveal, room, select, viewAt, views, whileTyping };
})();
