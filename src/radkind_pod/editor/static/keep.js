// Keeping what a person does while they do it, and saying plainly where it is.
(() => {
  "use strict";

  const { byId, press, text, work, corrections, keepStore } = Pod;
  const SOON_MS = 700;
  const LATEST_MS = 1900;
  const keep = { isKeeping: true, keptRevision: 0, keptAt: null, filedRevision: 0, fileName: null, filedAt: null };
  let timer = 0;
  let since = 0;

  function group() {
    const { pack, version, part } = Pod.state;
    return [pack, version, part?.number ?? "whole"].join("|");
  }

  function record() {
    const made = corrections.make();
    const { filedRevision: filed, fileName, filedAt } = keep;
    return {
      id: `${group()}|${made.copy}`,
      group: group(),
      at: Date.now(),
      filed,
      fileName,
      filedAt,
      corrections: made,
    };
  }

  function clock(at = new Date()) {
    return at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  }

  async function write() {
    clearTimeout(timer);
    timer = 0;
    since = 0;
    const one = record();
    try {
      await keepStore.put(one);
      keep.keptRevision = Math.max(keep.keptRevision, one.corrections.revision);
      keep.keptAt = clock();
      keep.isKeeping = true;
    } catch {
      keep.isKeeping = false;
    }
    tellWhere();
  }

  // A little after the last change, but never later than two seconds after the first.
  function soon() {
    if (Pod.server?.isSaved()) return;
    const now = Date.now();
    since ||= now;
    clearTimeout(timer);
    timer = setTimeout(write, Math.max(0, Math.min(SOON_MS, since + LATEST_MS - now)));
  }

  function leaving() {
    if (!timer && keep.keptRevision >= work.revision) return;
    if (isUnsaved()) keepStore.putNow(record());
    if (timer) write();
  }

  function isUnsaved() {
    return Pod.server.isOn() ? !Pod.server.isSaved() : work.revision > keep.filedRevision;
  }

  function where() {
    if (!work.revision) return "Nothing is changed yet.";
    if (work.revision <= keep.filedRevision) return `Saved to the file ${keep.fileName}, ${keep.filedAt}.`;
    if (!keep.isKeeping)
      return "Only while this page is open: this browser keeps nothing. Save your corrections before you close it.";
    if (keep.keptRevision < work.revision) return "Being kept …";
    return `Kept in this browser on this computer, ${keep.keptAt}. Not yet in a file.`;
  }

  function tellWhere() {
    const words = Pod.server.isOn() ? Pod.server.where() : where();
    text("kept", words);
    text("kept-long", words);
    byId("save").classList.toggle("waits", isUnsaved());
    if (byId("as-text").open) byId("as-text-field").value = JSON.stringify(corrections.make(), null, 1);
  }

  function detailsInWords() {
    if (!keep.isKeeping)
      return "This browser keeps nothing for this page. Your corrections are on the page only, and in the files that you save.";
    return [
      "What you change is kept in this browser on this computer, so that you can close the page and go on later.",
      "Others who use this browser could see it. The sound isn't kept.",
    ].join(" ");
  }

  // Saved to a file, as far as the browser tells.
  function filed(name, revision) {
    keep.filedRevision = Math.max(keep.filedRevision, revision);
    keep.fileName = name;
    keep.filedAt = clock();
    soon();
    tellWhere();
  }

  function save() {
    return Pod.server.isOn() ? Pod.server.save(true) : Pod.file.save();
  }

  function clear() {
    Pod.sure(
      "Clear what this browser keeps?",
      "Earlier work on this page is then only in the files that you saved. What is on the page now stays until you close it.",
      "Clear it",
      async () => {
        await keepStore.clear(group());
        keep.keptRevision = 0;
        byId("offer").hidden = true;
        Pod.say("This browser keeps nothing of it any more.");
        tellWhere();
      },
    );
  }

  async function copyText() {
    const field = byId("as-text-field");
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      document.execCommand("copy");
    }
    Pod.say("Copied.");
  }

  function prepare() {
    for (const id of ["save", "save-work"]) press(id, save);
    press("clear-kept", clear);
    press("copy-text", copyText);
    byId("as-text").addEventListener("toggle", tellWhere);
    addEventListener("pagehide", leaving);
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leaving());
    addEventListener("beforeunload", (event) => {
      if (isUnsaved() && work.revision) event.preventDefault();
    });
    let later = 0;
    Pod.on("changed", () => {
      soon();
      clearTimeout(later);
      later = setTimeout(tellWhere, 300);
    });
  }

  async function begin() {
    prepare();
    keep.isKeeping = (await keepStore.begin()) !== "none";
    text("kept-details", detailsInWords());
    tellWhere();
    Pod.offer.begin(await keepStore.list().catch(() => []));
  }

  Object.assign(keep, { begin, clock, filed, group, save, soon, tellWhere, write });
  Pod.keep = keep;
})();
