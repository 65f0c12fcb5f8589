// The one name that all scripts of the editor share, and how they tell each other what happened.
(() => {
  "use strict";

  const listeners = new Map();

  function on(name, hear) {
    if (!listeners.has(name)) listeners.set(name, []);
    listeners.get(name).push(hear);
  }

  function tell(name, detail) {
    for (const hear of listeners.get(name) ?? []) hear(detail);
  }

  globalThis.Pod = { on, tell };
})();
