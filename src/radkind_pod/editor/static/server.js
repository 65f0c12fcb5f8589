// The local editor: everything is saved through the server that gave this page.
(() => {
  "use strict";

  const { byId, press, text, work, corrections } = Pod;
  const SOON_MS = 1200;
  const LATEST_MS = 5000;
  const PATIENCE_MS = 20000;
  const PAUSES_MS = [2000, 4000, 8000, 15000, 30000];
  const own = { saved: 0, at: null, expected: null, problem: null, failures: 0, isClash: false, isOver: false };
  let sending = null;
  let timer = 0;
  let since = 0;

  function isOn() {
    return Pod.state.mode === "server";
  }

  function isSaved() {
    return isOn() && own.saved >= work.revision;
  }

  function where() {
    if (own.isOver) return own.isOver;
    if (own.isClash) return "Not saved: the transcript changed meanwhile. See the top of the page.";
    if (own.problem) return `Not saved, only on this page: ${own.problem}`;
    if (!isSaved()) return "Saving …";
    return own.at ? `Saved ${own.at}` : "Nothing is changed yet.";
  }

  function body() {
    return { expected: own.expected, corrections: corrections.make() };
  }

  async function post(path, sent) {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Radkind": "1" },
      body: JSON.stringify(sent),
      signal: path === "save" ? AbortSignal.timeout(PATIENCE_MS) : undefined,
    });
    const given = await answer.json().catch(() => ({}));
    return { status: answer.status, given };
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(() => save(false), ms);
  }

  function failed(problem, again) {
    own.problem = problem;
    if (again) later(PAUSES_MS[Math.min(own.failures++, PAUSES_MS.length - 1)]);
    Pod.keep.soon();
  }

  function clash({ problem, version }) {
    own.isClash = true;
    own.onDisk = version;
    text("clash-text", problem ?? "Somebody else, or another window, saved it.");
    byId("clash").hidden = false;
    Pod.say("Not saved: the transcript changed meanwhile. At the top of the page you can choose what shall happen.");
    Pod.keep.soon();
  }

  // Only for somebody who asked: whoever is typing must not press a button by accident.
  function showClash() {
    byId("clash").scrollIntoView({ block: "center" });
    byId("clash-merge").focus();
  }

  function taken(sent, { version, saved }) {
    own.saved = Math.max(own.saved, sent.corrections.revision);
    own.expected = version ?? own.expected;
    own.at = saved ?? Pod.keep.clock();
    own.problem = null;
    own.failures = 0;
    Pod.keep.filedRevision = own.saved;
    Pod.keep.write();
  }

  async function send(path) {
    const sent = body();
    try {
      const { status, given } = await post(path, sent);
      if (status === 200) taken(sent, given);
      else if (status === 409) clash(given);
      else failed(given.problem ?? `the server answered ${status}.`, status >= 500);
      return status === 200 ? given : null;
    } catch {
      failed("the editor on this computer doesn't answer. It is tried again by itself.", true);
      return null;
    } finally {
      Pod.keep.tellWhere();
    }
  }

  // One at a time; what changed meanwhile is sent after it.
  async function save(isAsked) {
    clearTimeout(timer);
    since = 0;
    if (isAsked && own.isClash) showClash();
    if (own.isClash || own.isOver) return isAsked ? Pod.say(where()) : null;
    if (sending) await sending;
    if (isSaved() && !isAsked) return null;
    sending = send("save");
    const given = await sending;
    sending = null;
    if (given && !isSaved()) soon();
    if (isAsked) Pod.say(where());
    return given;
  }

  function soon() {
    if (!isOn() || own.isClash || own.isOver) return;
    const now = Date.now();
    since ||= now;
    later(Math.max(0, Math.min(SOON_MS, since + LATEST_MS - now)));
  }

  async function done() {
    clearTimeout(timer);
    if (sending) await sending;
    const given = await send("done");
    if (!given) return Pod.say(where());
    own.isOver = given.message ?? "Saved. You can close this page.";
    Pod.keep.tellWhere();
    return Pod.say(own.isOver);
  }

  async function merge() {
    const given = await send("merge");
    if (!given) return Pod.say(where());
    own.saved = work.revision;
    Pod.keep.filedRevision = work.revision;
    await Pod.keep.write();
    return location.reload();
  }

  function loadOther() {
    Pod.sure(
      "Load the other one?",
      "What you did since the last saving is then gone from this page. Keep it as a file first if you want to have it.",
      "Load the other one",
      () => {
        own.saved = work.revision;
        location.reload();
      },
    );
  }

  function begin() {
    own.expected = Pod.state.disk_version ?? null;
    if (!isOn()) return;
    byId("done").hidden = false;
    byId("save-copy").hidden = false;
    byId("send-hint").hidden = true;
    byId("save-work").textContent = "Save now";
    press("done", done);
    press("save-copy", () => Pod.file.download());
    press("clash-merge", merge);
    press("clash-file", () => Pod.file.download());
    press("clash-load", loadOther);
    Pod.on("changed", soon);
  }

  Pod.server = { begin, isOn, isSaved, save, where };
})();
