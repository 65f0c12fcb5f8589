// How a person likes to work; kept in this browser where it lets us.
(() => {
  "use strict";

  const KEY = "radkind-pod settings";
  const settings = { click: true, goOn: true, follow: !Pod.isCalm(), keys: true, speed: 1 };

  function read() {
    try {
      Object.assign(settings, JSON.parse(localStorage.getItem(KEY) ?? "{}"));
    } catch {
      // The browser keeps nothing for this page: the usual settings, then.
    }
  }

  function set(name, value) {
    settings[name] = value;
    try {
      localStorage.setItem(KEY, JSON.stringify(settings));
    } catch {
      // As above.
    }
    Pod.tell("settings");
  }

  read();
  Pod.settings = settings;
  Pod.setSetting = set;
})();
