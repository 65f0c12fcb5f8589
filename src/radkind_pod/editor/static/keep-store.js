// Where the browser keeps unfinished work: its database, or the smaller local storage where the database doesn't work.
(() => {
  "use strict";

  const NAME = "radkind-pod";
  const PREFIX = "radkind-pod kept ";
  let database = null;
  let kind = "none";

  function answer(request) {
    return new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  }

  function openDatabase() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("kept", { keyPath: "id" });
    return answer(request);
  }

  function write(act) {
    return new Promise((done, fail) => {
      const transaction = database.transaction("kept", "readwrite", { durability: "strict" });
      transaction.oncomplete = () => done();
      transaction.onerror = transaction.onabort = () => fail(transaction.error);
      act(transaction.objectStore("kept"));
    });
  }

  async function probeDatabase() {
    database = await openDatabase();
    await write((store) => store.put({ id: "probe" }));
    await write((store) => store.delete("probe"));
  }

  function probeLocal() {
    localStorage.setItem(`${PREFIX}probe`, "1");
    localStorage.removeItem(`${PREFIX}probe`);
  }

  // Tries by writing, since some browsers only say no then.
  async function begin() {
    const patience = new Promise((_, fail) => setTimeout(() => fail(new Error("no answer")), 3000));
    try {
      await Promise.race([probeDatabase(), patience]);
      kind = "database";
    } catch {
      try {
        probeLocal();
        kind = "local";
      } catch {
        kind = "none";
      }
    }
    return kind;
  }

  // At once and without waiting: for the moment in which the page goes away.
  function putNow(record) {
    try {
      localStorage.setItem(PREFIX + record.id, JSON.stringify(record));
      return true;
    } catch {
      return false;
    }
  }

  async function put(record) {
    try {
      if (kind !== "database") throw new Error("no database");
      await write((store) => store.put(record));
      dropLocal(record.id);
    } catch {
      if (!putNow(record)) throw new Error("nothing keeps it");
    }
  }

  function dropLocal(id) {
    try {
      localStorage.removeItem(PREFIX + id);
    } catch {
      // Then it wasn't there either.
    }
  }

  function localRecords() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
      return keys.map((key) => JSON.parse(localStorage.getItem(key)));
    } catch {
      return [];
    }
  }

  // All records, the newest first; of each copy the one with most changes.
  async function list() {
    const rows = kind === "database" ? await answer(database.transaction("kept").objectStore("kept").getAll()) : [];
    const best = new Map();
    for (const record of [...rows, ...localRecords()]) {
      const other = best.get(record?.id);
      const isNewer = !other || record.corrections.revision >= other.corrections.revision;
      if (record?.corrections && isNewer) best.set(record.id, record);
    }
    return [...best.values()].sort((a, b) => b.at - a.at);
  }

  async function clear(group) {
    for (const { id } of (await list()).filter((record) => record.group === group)) {
      if (kind === "database") await write((store) => store.delete(id));
      dropLocal(id);
    }
  }

  Pod.keepStore = { begin, clear, list, put, putNow };
})();
