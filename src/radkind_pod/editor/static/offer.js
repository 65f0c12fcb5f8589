// “Go on from where you stopped”: what this browser kept of earlier work on the same page.
(() => {
  "use strict";

  const { byId, el, press, work, corrections } = Pod;

  function when(at) {
    const date = new Date(at);
    const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86400000);
    const day =
      days === 0
        ? "today"
        : days === 1
          ? "yesterday"
          : date.toLocaleDateString(undefined, { day: "numeric", month: "long" });
    return `${day} ${Pod.keep.clock(date)}`;
  }

  function inWords(record) {
    const number = corrections.count(record.corrections);
    const who = record.corrections.by ? `${record.corrections.by}, ` : "";
    return `Go on from where you stopped (${who}${when(record.at)}, ${number === 1 ? "1 change" : `${number} changes`})`;
  }

  // A copy that is open in another tab is not written from two sides: this one then gets an identity of its own.
  function claim(copy) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((done) => {
      navigator.locks
        .request(`radkind-pod ${copy}`, { ifAvailable: true }, (lock) => {
          done(Boolean(lock));
          return lock ? new Promise(() => {}) : undefined;
        })
        .catch(() => done(true));
    });
  }

  async function goOn(record) {
    const own = corrections.identity.copy;
    const isFree = await claim(record.corrections.copy);
    Pod.reopening.open(record.corrections, { asStart: !work.hasChanges() });
    if (!isFree) corrections.identity.copy = own;
    if (record.filed >= record.corrections.revision)
      Object.assign(Pod.keep, { filedRevision: work.revision, fileName: record.fileName, filedAt: record.filedAt });
    close();
    byId("name").value = corrections.identity.by;
    Pod.keep.soon();
    Pod.say(
      isFree
        ? "Your earlier work is back."
        : "Your earlier work is back. It is open in another tab too: go on in one of them.",
    );
  }

  function close() {
    byId("offer").hidden = true;
    byId("text").focus({ preventScroll: true });
  }

  // Work on another version of the same transcript can't go on here. It isn't lost: it can be sent as a file.
  function saveOlder(record, row) {
    Pod.file.download(record.corrections);
    Pod.keepStore.put({ ...record, filed: record.corrections.revision });
    row.remove();
  }

  function row(label, isMain, act) {
    const button = el("button", { type: "button", class: isMain ? "main" : null, text: label });
    const node = el("li", {}, button);
    button.addEventListener("click", () => act(node));
    return node;
  }

  function isUnsent({ filed, corrections: made }) {
    return filed < made.revision;
  }

  function isOfThis({ group, corrections: made }) {
    return group === Pod.keep.group() && !Pod.reopening.problem(made) && corrections.count(made) > 0;
  }

  function isOlder(record) {
    const { episode, part, version } = record.corrections;
    const isSame = episode === Pod.state.episode && (part ?? null) === (Pod.state.part?.number ?? null);
    return isSame && version !== Pod.state.version && isUnsent(record) && corrections.count(record.corrections) > 0;
  }

  function begin(records) {
    claim(corrections.identity.copy);
    const usable = records.filter((one) => isOfThis(one) && (!Pod.server.isOn() || isUnsent(one)));
    const older = records.filter(isOlder);
    if (!usable.length && !older.length) return;
    byId("offer-list").replaceChildren(
      ...usable.map((record) => row(inWords(record), true, () => goOn(record))),
      ...older.map((record) =>
        row(`Save as a file what you did on another version, ${when(record.at)}`, false, (node) =>
          saveOlder(record, node),
        ),
      ),
    );
    byId("offer").hidden = false;
    Pod.say("This browser kept earlier work. At the top of the page you can go on from it.");
    press("offer-afresh", () => {
      close();
      Pod.say("You start afresh. The earlier work stays kept until you clear it.");
    });
  }

  Pod.offer = { begin };
})();
