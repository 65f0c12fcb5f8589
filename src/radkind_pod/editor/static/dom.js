// Small helpers for the page: elements, icons, what is said to the person, dialogs.
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const ICONS = {
    play: ["M7 4v16l13-8z"],
    pause: ["M6 4h4v16H6z", "M14 4h4v16h-4z"],
    back: ["M12 5V1L6 6l6 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z"],
    undo: ["M9 7V3L2 9l7 6v-4h5a4 4 0 0 1 0 8H8v2h6a6 6 0 0 0 0-14z"],
    redo: ["M15 7V3l7 6-7 6v-4h-5a4 4 0 0 0 0 8h6v2h-6a6 6 0 0 1 0-14z"],
    find: ["M10 3a7 7 0 1 0 4.2 12.6l5.1 5.1 1.4-1.4-5.1-5.1A7 7 0 0 0 10 3zm0 2a5 5 0 1 1 0 10 5 5 0 0 1 0-10z"],
    save: ["M11 3h2v10l4-4 1.4 1.4L12 16.8l-6.4-6.4L7 9l4 4z", "M4 18h16v3H4z"],
  };
  const SHOWN_MS = 7000;
  let fading = 0;

  function byId(id) {
    return document.getElementById(id);
  }

  // Text goes in as text only: nothing from a transcript is ever read as markup.
  function el(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "text") node.textContent = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children);
    return node;
  }

  function icon(name) {
    const svg = document.createElementNS(SVG, "svg");
    for (const [key, value] of [
      ["viewBox", "0 0 24 24"],
      ["aria-hidden", "true"],
      ["focusable", "false"],
    ])
      svg.setAttribute(key, value);
    for (const d of ICONS[name]) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", d);
      svg.append(path);
    }
    return svg;
  }

  function setIcon(button, name) {
    button.querySelector("svg")?.remove();
    button.prepend(icon(name));
  }

  // Shown under the bar for a while, and read out by screen readers; `seen: false` where the page shows it elsewhere.
  function say(text, { seen = true } = {}) {
    const node = byId("status");
    clearTimeout(fading);
    node.classList.toggle("unseen", !seen);
    node.textContent = "";
    requestAnimationFrame(() => (node.textContent = text));
    fading = setTimeout(() => (node.textContent = ""), SHOWN_MS);
  }

  function press(id, act) {
    byId(id).addEventListener("click", act);
  }

  function text(id, words) {
    const node = byId(id);
    if (node.textContent !== words) node.textContent = words;
  }

  // Opens a dialog; the focus goes back to where it was when it closes.
  function openDialog(id) {
    const dialog = byId(id);
    const from = document.activeElement;
    dialog.showModal();
    const back = () => {
      if (!document.activeElement || document.activeElement === document.body) from?.focus({ preventScroll: true });
    };
    dialog.addEventListener("close", back, { once: true });
    return dialog;
  }

  function prepareDialogs() {
    for (const dialog of document.querySelectorAll("dialog")) {
      dialog.addEventListener("click", (event) => {
        if (event.target.closest("[data-close]")) dialog.close();
      });
      dialog.addEventListener("submit", (event) => event.preventDefault());
      dialog.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
        event.preventDefault();
        byId(event.target.dataset.enter ?? dialog.querySelector(".main").id).click();
      });
    }
    for (const button of document.querySelectorAll("[data-icon]")) setIcon(button, button.dataset.icon);
  }

  // Asks before something that can't be taken back.
  function sure(title, words, yes, act) {
    text("ask-sure-title", title);
    text("ask-sure-text", words);
    text("ask-sure-yes", yes);
    const dialog = openDialog("ask-sure");
    byId("ask-sure-yes").onclick = () => {
      dialog.close();
      act();
    };
  }

  function isCalm() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  Object.assign(Pod, { byId, el, isCalm, openDialog, prepareDialogs, press, say, setIcon, sure, text });
})();
