// The keyboard: single keys that can be switched off, the help that lists them, and addresses that can be copied.
"use strict";

(() => {
  const STORE = "kithKeys";
  const PATIENCE = 3000; // milliseconds that `g` waits for its letter

  // Storage may be refused, as on some pages from disk: the keys are then on, on each page anew.
  const stored = () => {
    try {
      return localStorage.getItem(STORE);
    } catch {
      return null;
    }
  };
  const store = (value) => {
    try {
      if (value) localStorage.setItem(STORE, value);
      else localStorage.removeItem(STORE);
    } catch {
      // As above.
    }
  };
  let off = stored() === "off";
  window.addEventListener("storage", (event) => {
    if (event.key === STORE) off = event.newValue === "off";
  });

  /* ---- what the keys do ---- */

  const ITEMS = "tbody > tr, .promise, .encounter, .rows > li, .touch > li, .ahead > ol > li, .line, .observations > li, .behind > li";

  // Where `j` and `k` stop: at the first link of each item, or at what unfolds it.
  const stops = () => {
    const found = new Set();
    for (const item of document.querySelectorAll(`main :is(${ITEMS})`)) {
      const stop = [...item.querySelectorAll("a[href]:not(.anchor), summary")].find((each) => each.checkVisibility());
      if (stop) found.add(stop);
    }
    return [...found];
  };

  const step = (by) => {
    const all = stops();
    const active = document.activeElement;
    const here = all.findIndex((each) => each === active || each.closest("tr, li").contains(active));
    let next = here + by;
    if (here < 0) {
      // From elsewhere on the page: the first one after it, or before it.
      const after = all.findIndex((each) => active.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
      next = active === document.body ? 0 : by > 0 ? after : after < 0 ? all.length - 1 : after - 1;
    }
    const stop = all[next];
    if (!stop) return;
    stop.focus({ preventScroll: true });
    stop.closest("tr, li").scrollIntoView({ block: "nearest" });
  };

  const pages = new Map([...document.querySelectorAll("header.site a[data-key]")].map((link) => [link.dataset.key, link]));
  const edit = document.querySelector("footer.site a.edit");

  // The one list of keys: the help shows it, with the pages of the navigation.
  const KEYS = [
    { keys: ["j"], does: "to the next line of a list", act: () => step(1) },
    { keys: ["k"], does: "to the line before", act: () => step(-1) },
    { keys: ["Enter"], does: "follows what has the focus", always: true },
    { keys: ["e"], does: edit ? "opens the note in the editor" : "opens the note in the editor, where the page has one and kith.toml sets edit-link", act: () => edit?.click() },
    { keys: ["/"], does: "to the search" },
    { keys: ["Ctrl", "K"], does: "any name or page, by its first letters", always: true },
    { keys: ["?"], does: "shows these keys", act: () => open() },
    { keys: ["Esc"], does: "closes what is open", always: true },
  ];
  const acts = new Map(KEYS.filter((each) => each.act).map((each) => [each.keys[0], each.act]));

  let waiting = 0; // the timer of a `g`
  const going = (begun) => {
    clearTimeout(waiting);
    waiting = begun ? setTimeout(() => going(false), PATIENCE) : 0;
    document.body.classList.toggle("going", begun);
  };

  document.addEventListener("keydown", (event) => {
    if (off || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (kith.typing(event) || document.querySelector("dialog[open]")) return;
    const page = waiting ? pages.get(event.key) : undefined;
    if (waiting && event.key !== "Shift") going(false);
    else if (event.key === "g") {
      going(true);
      return;
    }
    const act = page ? () => page.click() : acts.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });

  /* ---- the help ---- */

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const row = (keys, does) => {
    const shown = keys.flatMap((key, at) => (at ? [" ", make("kbd", {}, key)] : [make("kbd", {}, key)]));
    return make("div", {}, make("dt", {}, ...shown), make("dd", {}, does));
  };

  const made = () => {
    const box = make("input", { type: "checkbox", id: "keys-on", "aria-describedby": "keys-why" });
    const close = make("button", { type: "button", class: "close" }, "Close");
    const dialog = make(
      "dialog",
      { class: "keys", "aria-labelledby": "keys-title" },
      make("h2", { id: "keys-title" }, "Keys"),
      make("div", { class: "columns-of-keys" },
        make("dl", {}, ...KEYS.map((each) => row(each.keys, each.does))),
        make("dl", {}, ...[...pages].map(([key, link]) => row(["g", key], link.textContent)))),
      make("p", { class: "switch" }, make("label", {}, box, " Single keys"), " ",
        make("span", { class: "meta", id: "keys-why" }, "Off, if you dictate or press keys by accident; Ctrl-K, Enter and Esc stay.")),
      make("p", { class: "end" }, close),
    );
    box.addEventListener("change", () => {
      off = !box.checked;
      store(off ? "off" : "");
    });
    close.addEventListener("click", () => dialog.close());
    // A click beside it closes it.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
    return dialog;
  };

  let help = null;
  const open = () => {
    help ??= made();
    help.querySelector("input").checked = !off;
    help.showModal();
  };

  const button = make("button", { type: "button", class: "plain-button", "aria-haspopup": "dialog" }, "Keys");
  button.addEventListener("click", open);
  document.querySelector("footer.site p")?.append(make("span", { class: "for-keys" }, " · ", button));

  /* ---- addresses to copy ---- */

  const note = make("p", { class: "noted", role: "status" });
  let fading = 0;
  const tell = (text) => {
    document.body.append(note);
    note.textContent = text;
    clearTimeout(fading);
    fading = setTimeout(() => (note.textContent = ""), 2000);
  };

  // A link to a place on this page is followed as well; one to another page is only copied.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a.anchor");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!link.getAttribute("href").startsWith("#")) event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      tell("Address copied");
    } catch {
      // Where the browser allows no copying, the link is a link.
      if (event.defaultPrevented) location.href = link.href;
    }
  });
})();
