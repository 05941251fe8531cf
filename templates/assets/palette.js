// The palette: Ctrl-K or `/` anywhere, or the link Search, opens a list of all names and pages to go to. Nothing is
// loaded before. A combobox with a listbox, as the WAI-ARIA Authoring Practices have it; the dialog is the browser's own.
"use strict";

(() => {
  const search = window.kithSearch;
  if (!search) return;

  const MOST = 12;
  const KINDS = { contact: "person", card: "person", org: "org", event: "event", goal: "goal", note: "note", page: "page", tag: "tag" };
  const ORDER = Object.keys(KINDS);
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);

  const searchFor = (text) => `search.html?q=${encodeURIComponent(text)}`;

  // All that can be gone to, each with its folded names.
  const entriesOf = (names) => [
    ...names.people.map(({ href, name, headline, kind, folded }) => ({ href, name, about: headline, kind, folded })),
    ...names.others.map(([href, name, others, kind]) => ({
      href, name: kind === "tag" ? `#${name.replace(/^#/, "")}` : name, about: "", kind, folded: [name, ...others].map(search.foldName),
    })),
    ...names.pages.map(([href, name]) => ({ href, name, about: "", kind: "page", folded: [search.foldName(name)] })),
  ];

  // How well an entry fits, 0 best; 9 where it does not.
  const fit = ({ folded }, typed, words) => {
    if (folded.includes(typed)) return 0;
    if (folded[0].startsWith(typed)) return 1;
    const all = (name) => words.every((word) => search.findWord(name, word) >= 0);
    if (all(folded[0])) return 2;
    return all(folded.join("\n")) ? 3 : 9;
  };

  const fitting = (entries, text) => {
    const typed = search.foldName(text.replace(/^[@#]/, ""));
    if (!typed) return entries.filter(({ kind }) => kind === "page");
    const words = typed.split(" ");
    return entries
      .map((entry, place) => ({ entry, place, rank: fit(entry, typed, words) }))
      .filter(({ rank }) => rank < 9)
      .sort((a, b) => a.rank - b.rank || ORDER.indexOf(a.entry.kind) - ORDER.indexOf(b.entry.kind) || a.place - b.place)
      .slice(0, MOST)
      .map(({ entry }) => entry);
  };

  let dialog, field, list, said;
  let entries = null;
  let shown = [];
  let chosen = 0;

  const element = (tag, attributes, ...content) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...content);
    return made;
  };

  const choose = (number) => {
    chosen = number;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    const option = list.children[chosen];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };

  const go = (entry, apart) => {
    if (!entry) return;
    if (apart) {
      window.open(search.hrefOf(entry.href), "_blank", "noopener");
      return;
    }
    dialog.close();
    location.assign(search.hrefOf(entry.href));
  };

  const update = () => {
    if (!entries) return;
    const text = field.value.trim();
    shown = fitting(entries, text);
    const names = shown.length;
    if (text) shown.push({ href: searchFor(text), name: `Search all notes for “${text}”`, about: "", kind: "" });
    list.replaceChildren(
      ...shown.map((entry, number) => {
        const option = element("li", { role: "option", id: `palette-${number}`, "aria-selected": "false" });
        option.append(element("span", { class: "name" }, entry.name));
        if (entry.about) option.append(" ", element("span", { class: "meta" }, entry.about));
        if (KINDS[entry.kind]) option.append(" ", element("span", { class: "meta kind" }, KINDS[entry.kind]));
        return option;
      }),
    );
    field.setAttribute("aria-expanded", String(shown.length > 0));
    said.textContent = text ? `${names === MOST ? `The first ${names}` : names || "No"} ${names === 1 ? "name" : "names"}` : "";
    choose(0);
  };

  const make = () => {
    field = element("input", {
      type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "palette-list",
      "aria-autocomplete": "list", "aria-label": "Go to a name or a page, or search all notes",
      placeholder: "A name, a page, or words to search for", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    });
    list = element("ul", { role: "listbox", id: "palette-list", "aria-label": "Names and pages" });
    said = element("p", { class: "meta", role: "status" });
    dialog = element("dialog", { class: "palette", "aria-label": "Go to" }, field, list, said);
    document.body.append(dialog);

    field.addEventListener("input", update);
    field.addEventListener("keydown", (event) => {
      const last = shown.length - 1;
      if (event.isComposing) return;
      if (event.key === "ArrowDown") choose(chosen >= last ? 0 : chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen <= 0 ? last : chosen - 1);
      else if (event.key === "PageDown") choose(last);
      else if (event.key === "PageUp") choose(0);
      else if (event.key === "Enter") go(shown[chosen], event.ctrlKey || event.metaKey);
      else return;
      event.preventDefault();
    });
    // A press must not take the focus from the field; going there is left to the click.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) go(shown[[...list.children].indexOf(option)], event.ctrlKey || event.metaKey);
    });
    // Beside the dialog's own area there is only its backdrop.
    dialog.addEventListener("click", (event) => {
      const box = dialog.getBoundingClientRect();
      const inside =
        event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (event.target === dialog && !inside) dialog.close();
    });
  };

  const open = async () => {
    if (!dialog) make();
    if (dialog.open) return;
    field.value = "";
    dialog.showModal();
    field.focus();
    update();
    try {
      entries ??= entriesOf(await search.names());
      update();
    } catch (error) {
      said.textContent = error.message;
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = (mac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const plain = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!command && (!plain || kith.typing(event) || search.keysOff() || document.querySelector("dialog[open]"))) return;
    event.preventDefault();
    const page = document.getElementById("search-field");
    if (plain && page) page.focus();
    else if (command && dialog?.open) dialog.close();
    else open();
  });

  const link = document.querySelector(".find a");
  if (link) {
    link.append(" ", element("kbd", { "aria-hidden": "true" }, search.keysOff() ? (mac ? "⌘K" : "Ctrl K") : "/"));
    link.setAttribute("aria-keyshortcuts", mac ? "Meta+K" : "Control+K");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || document.getElementById("search-field")) return;
      event.preventDefault();
      open();
    });
  }
})();
