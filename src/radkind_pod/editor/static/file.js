// The file of corrections: the record that is sent back. Saved, written again by itself, and opened to go on.
(() => {
  "use strict";

  const { byId, press, work, corrections } = Pod;
  const AGAIN_MS = 2500;
  let handle = null;
  let askedForName = false;
  let timer = 0;

  function slug(name) {
    return name
      .normalize("NFC")
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 40);
  }

  function fileName({ episode, part, by } = corrections.make()) {
    return `${["corrections", episode, part && `part-${part}`, slug(by)].filter(Boolean).join("-")}.json`;
  }

  function content(made) {
    return `${JSON.stringify(made, null, 1)}\n`;
  }

  function download(made) {
    const url = URL.createObjectURL(new Blob([content(made)], { type: "application/json" }));
    const name = fileName(made);
    const link = Pod.el("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
    if (made.copy === corrections.identity.copy) Pod.keep.filed(name, made.revision);
    Pod.say(`Saved as ${name}, among your downloads. Now send it to the person who gave you this page.`);
  }

  async function write(made) {
    const stream = await handle.createWritable();
    await stream.write(content(made));
    await stream.close();
    Pod.keep.filed(handle.name, made.revision);
  }

  async function choosePlace() {
    const types = [{ description: "Corrections", accept: { "application/json": [".json"] } }];
    handle = await showSaveFilePicker({ suggestedName: fileName(), types });
  }

  async function put() {
    const made = corrections.make();
    if (!("showSaveFilePicker" in globalThis)) return download(made);
    try {
      if (!handle) await choosePlace();
      await write(made);
      return Pod.say(`Saved to the file ${handle.name}. From now on it is written by itself while you go on.`);
    } catch (problem) {
      handle = null;
      if (problem.name === "AbortError") return Pod.say("Not saved to a file.");
      return download(made);
    }
  }

  // The name is asked for once; without one the file is saved all the same.
  function save() {
    if (corrections.identity.by.trim() || askedForName) return put();
    askedForName = true;
    byId("ask-name-field").value = "";
    return Pod.openDialog("ask-name");
  }

  function named() {
    byId("ask-name").close();
    setName(byId("ask-name-field").value);
    byId("name").value = corrections.identity.by;
    put();
  }

  function setName(name) {
    if (corrections.identity.by === name.trim()) return;
    corrections.identity.by = name.trim();
    if (work.hasChanges()) {
      work.revision += 1;
      Pod.tell("changed", { before: work.now, now: work.now, kind: "name" });
    }
    Pod.keep.soon();
    Pod.keep.tellWhere();
  }

  function writeAgain() {
    clearTimeout(timer);
    if (!handle) return;
    timer = setTimeout(async () => {
      try {
        await write(corrections.make());
      } catch {
        handle = null;
        Pod.say("The file can't be written any more. Save your corrections once more.");
      }
    }, AGAIN_MS);
  }

  async function read(file) {
    let given = null;
    try {
      given = JSON.parse(await file.text());
    } catch {
      given = null;
    }
    const problem = Pod.reopening.problem(given);
    if (problem) return Pod.sure("This file can't be opened here", problem, "All right", () => {});
    if (!work.hasChanges()) return open(given, file.name);
    return Pod.sure(
      "Go on from the file?",
      "What you changed on this page gives way to what is in the file. Undo brings it back.",
      "Open the file",
      () => open(given, file.name),
    );
  }

  function open(given, name) {
    Pod.reopening.open(given);
    byId("name").value = corrections.identity.by;
    byId("offer").hidden = true;
    handle = null;
    Pod.keep.filed(name, work.revision);
    Pod.say(`${name} is open. You can go on from there.`);
  }

  function begin() {
    const { identity } = corrections;
    byId("name").value = identity.by;
    byId("name").addEventListener("input", () => setName(byId("name").value));
    press("ask-name-save", named);
    press("open-file", () => byId("file").click());
    byId("file").addEventListener("change", () => {
      const [file] = byId("file").files;
      byId("file").value = "";
      if (file) read(file);
    });
    Pod.on("changed", writeAgain);
  }

  Pod.file = { begin, download: (made = corrections.make()) => download(made), save };
})();
