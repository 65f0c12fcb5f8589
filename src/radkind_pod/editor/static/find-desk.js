// The panel for “Find and replace”.
(() => {
  "use strict";

  const { byId, press, text, work, desk, textView, paragraphView } = Pod;
  let matches = [];
  let at = -1;

  function how() {
    return { what: byId("find-what").value, matchCase: byId("find-case").checked, whole: byId("find-whole").checked };
  }

  function inWords() {
    if (!byId("find-what").value) return "";
    if (!matches.length) return "Not found";
    return at >= 0 ? `${at + 1} of ${matches.length} found` : `${matches.length} found`;
  }

  function paint() {
    const byBlock = new Map();
    matches.forEach((match, i) => {
      if (!byBlock.has(match.b)) byBlock.set(match.b, []);
      byBlock.get(match.b).push({ from: match.from, to: match.to, name: "found" });
      if (i === at) byBlock.get(match.b).push({ from: match.from, to: match.to, name: "here" });
    });
    work.now.blocks.forEach((block, b) => {
      const view = textView.views.get(block.key);
      if (byBlock.has(b) && view.field !== document.activeElement) paragraphView.tidy(view);
      if (view) paragraphView.setRanges(view, byBlock.get(b) ?? []);
    });
    text("find-count", inWords());
  }

  function search() {
    matches = Pod.find.find(how());
    at = Math.min(at, matches.length - 1);
    paint();
  }

  function afresh() {
    at = -1;
    search();
  }

  function show() {
    const view = textView.viewAt(matches[at].b);
    paint();
    desk.open("desk-find", view);
    textView.reveal(view.node, { calm: true });
    const field = view.field;
    field.setSelectionRange(matches[at].from, matches[at].to);
    Pod.say(`${inWords()}, in paragraph ${view.number}: ${context(matches[at])}`, { seen: false });
  }

  function context({ b, from, to }) {
    const line = Pod.words.line(work.now.blocks[b].words);
    return line.slice(Math.max(0, from - 30), to + 30);
  }

  function go(step) {
    search();
    if (!matches.length) return Pod.say(byId("find-what").value ? "Not found." : "Write what you are looking for.");
    at = at < 0 ? (step > 0 ? firstFromHere() : matches.length - 1) : (at + step + matches.length) % matches.length;
    return show();
  }

  function firstFromHere() {
    const before = byId("desk-find").previousElementSibling?.podView?.number ?? 1;
    return Math.max(
      0,
      matches.findIndex((match) => match.b + 1 >= before),
    );
  }

  function label() {
    return `“${byId("find-with").value}” instead of “${byId("find-what").value}”`;
  }

  function replaceOne() {
    if (at < 0 || !matches[at]) return go(1);
    const index = at;
    Pod.find.replaceOne(matches[at], byId("find-with").value, label());
    search();
    if (!matches.length) return Pod.say("Replaced. That was the last one.");
    at = Math.min(index, matches.length - 1);
    return show();
  }

  function replaceAll() {
    search();
    if (!matches.length) return Pod.say("Not found.");
    const count = matches.length;
    Pod.find.replaceAll(matches, byId("find-with").value, label());
    afresh();
    return Pod.say(count === 1 ? "Replaced once." : `Replaced ${count} times.`);
  }

  function open() {
    const { activeElement } = document;
    const chosen =
      activeElement?.closest?.(".paragraph") &&
      activeElement.value?.slice(activeElement.selectionStart, activeElement.selectionEnd);
    if (chosen && chosen.length < 60) byId("find-what").value = chosen.trim();
    desk.open("desk-find");
    byId("find-what").focus({ preventScroll: true });
    byId("find-what").select();
    textView.reveal(byId("desk-find"));
    afresh();
  }

  function close() {
    matches = [];
    at = -1;
    desk.close("desk-find");
  }

  function begin() {
    for (const id of ["open-find", "find"]) press(id, open);
    press("find-next", () => go(1));
    press("find-previous", () => go(-1));
    press("find-replace", replaceOne);
    press("find-all", replaceAll);
    press("find-close", close);
    for (const id of ["find-what", "find-case", "find-whole"]) byId(id).addEventListener("input", afresh);
    byId("desk-find").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.type === "text") {
        event.preventDefault();
        go(event.shiftKey ? -1 : 1);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    Pod.on("rendered", () => desk.isOpen("desk-find") && search());
  }

  Pod.findDesk = { begin };
})();
