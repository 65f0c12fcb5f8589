// Opening the page: what it is about, the text, then the sound.
(() => {
  "use strict";

  const { byId, text, work } = Pod;
  const KINDS = { corrected: "Corrected by", editing: "Edited by", checked: "Checked by" };

  function about() {
    const { part, language } = Pod.state;
    const clock = Pod.words.clock;
    const stretch = part
      ? `This is part ${part.number} of ${part.of}, from ${clock(part.start_ms)} to ${clock(part.end_ms)}. `
      : "";
    const hidden =
      Pod.state.withheld && Pod.base.words.some((word) => word.x)
        ? "Some words were left out before you got this; grey brackets stand for them. "
        : "";
    const credits = creditsInWords();
    text("show", Pod.state.show ?? "");
    text("title", Pod.state.title ?? Pod.state.episode);
    text("about", `${stretch}${hidden}${credits}`);
    text("credits", credits);
    byId("list").lang = language;
  }

  function creditsInWords() {
    const current = (Pod.state.credits ?? []).filter((credit) => credit.current);
    const lines = Object.entries(KINDS).map(([kind, words]) => {
      const names = [...new Set(current.filter((credit) => credit.kind === kind).map((credit) => credit.name))];
      return names.length ? `${words} ${names.join(", ")}.` : "";
    });
    const needed = Pod.state.checks_needed ?? 0;
    const checks = current.filter((credit) => credit.kind === "checked").length;
    const left =
      needed > checks
        ? `It still needs ${needed - checks === 1 ? "one check" : `${needed - checks} checks`} against the sound.`
        : "";
    return [...lines, left].filter(Boolean).join(" ");
  }

  function prepareTicks() {
    for (const name of ["finished", "checked"]) {
      byId(name).addEventListener("change", () => {
        work.change(name === "finished" ? "“I have gone through all of it”" : "“I have checked it against the sound”", {
          [name]: byId(name).checked,
        });
      });
    }
    Pod.on("changed", ({ now }) => {
      for (const name of ["finished", "checked"]) byId(name).checked = now[name];
    });
  }

  function begin() {
    const pieces = [...document.querySelectorAll("script.state")];
    Pod.openState(JSON.parse(pieces.map((piece) => piece.textContent).join("")));
    work.begin();
    Pod.corrections.identity.copy = Pod.corrections.newCopy();
    about();
    Pod.prepareDialogs();
    for (const part of ["server", "bar", "field", "tools", "ask", "machine", "keys", "follow", "file"])
      Pod[part].begin();
    prepareTicks();
    Pod.on("ready", () => {
      for (const part of ["desk", "placesDesk", "versionsDesk", "findDesk", "keep", "sound"]) Pod[part].begin();
      document.documentElement.dataset.ready = "yes";
    });
    Pod.textView.begin();
  }

  begin();
})();
