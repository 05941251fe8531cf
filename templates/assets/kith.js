// Tables that sort and filter, with what was chosen kept in the address. Without JavaScript they are plain tables.
"use strict";

// What the scripts of the site share. Plain scripts: a browser loads no modules from disk.
const kith = (() => {
  const loose = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const strict = new Intl.Collator(undefined, { numeric: true });
  const NUMBER = /^[-+−]?\d[\d  ,]*(\.\d+)?\s?%?$/;

  const numberOf = (key) => (NUMBER.test(key) ? Number.parseFloat(key.replace(/[  ,%+]/g, "").replace("−", "-")) : NaN);

  // Numbers as numbers, everything else as words: accents count only between words that are otherwise alike.
  const compare = (a, b) => {
    const [one, other] = [numberOf(a), numberOf(b)];
    if (!Number.isNaN(one) && !Number.isNaN(other)) return one - other;
    return loose.compare(a, b) || strict.compare(a, b);
  };

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // The state of the page's tables is the part of the address after `#`: the one part that a page from disk may change.
  const choices = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");

  const remember = (changes) => {
    const now = choices();
    for (const [key, value] of Object.entries(changes)) {
      if (value) now.set(key, value);
      else now.delete(key);
    }
    const text = now.toString();
    history.replaceState(history.state, "", text ? `#${text}` : location.pathname + location.search);
  };

  const headName = (cell) => folded(cell.textContent).trim().replace(/[^\p{L}\p{N}]+/gu, "-");

  // Buttons in the heads of a table. `chosen` is called with a column and -1, 1 or 0 for the order that the page came in.
  const sortButtons = (table, chosen) => {
    const heads = [...table.tHead.rows[0].cells];
    const names = heads.map(headName);
    heads.forEach((cell, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...cell.childNodes);
      cell.append(button);
      button.addEventListener("click", () => {
        const way = { ascending: -1, descending: 0 }[cell.getAttribute("aria-sort")] ?? 1;
        chosen(column, way);
      });
    });
    return {
      show: (column, way) =>
        heads.forEach((cell, number) => {
          if (way && number === column) cell.setAttribute("aria-sort", way < 0 ? "descending" : "ascending");
          else cell.removeAttribute("aria-sort");
        }),
      write: (column, way) => (way ? `${way < 0 ? "-" : ""}${names[column]}` : ""),
      read: (text) => {
        const column = names.indexOf((text ?? "").replace(/^-/, ""));
        return column < 0 ? [0, 0] : [column, text.startsWith("-") ? -1 : 1];
      },
    };
  };

  // Whether a key is typed into a field, or belongs to a dialog. One that has just closed keeps the focus until the next
  // frame, so a quick key comes from a field that is no longer there.
  const typing = (event) => {
    const place = event.target.closest?.("input, textarea, select, [contenteditable]:not([contenteditable=false]), dialog");
    return place?.checkVisibility() ?? false;
  };

  return { compare, folded, choices, remember, sortButtons, typing };
})();

(() => {
  // What a cell sorts by; nothing for an empty one, which stands last whichever the direction.
  const keyOf = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();

  // `name`: of the table in the address, where a page has several.
  const prepare = (table, name) => {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const texts = rows.map((row) => kith.folded(row.textContent));
    const [sortKey, filterKey] = [`${name}sort`, `${name}filter`];

    const tools = document.createElement("p");
    const label = document.createElement("label");
    const field = document.createElement("input");
    const said = document.createElement("span");
    tools.className = "tools";
    field.type = "search";
    field.autocomplete = "off";
    said.className = "meta";
    said.setAttribute("role", "status");
    const pager = table.closest(".scroll").parentElement.querySelector(":scope > .pager");
    const turns = pager ? [...pager.querySelectorAll("a")] : [];
    const turned = turns.map((link) => link.getAttribute("href"));

    // The other pages of a long table are not here: the field says what it looks through, and hands its words on to the
    // search, which has all of them.
    const search = turns.length && document.createElement("a");
    label.append(turns.length ? "Filter this page " : "Filter ", field);
    tools.append(label, " ", said, ...(search ? [" ", search] : []));
    table.closest(".scroll").before(tools);
    const offer = () => {
      const words = field.value.trim();
      const asked = [words, table.dataset.search].filter(Boolean).join(" ");
      search.hidden = !words;
      search.textContent = `Search all for “${words}”`;
      search.href = `${document.body.dataset.root}search.html?q=${encodeURIComponent(asked)}`;
    };

    const told = { filter: "", sort: "" };
    const tell = () => (said.textContent = [told.filter, told.sort].filter(Boolean).join("; "));

    const remember = (changes) => {
      kith.remember(changes);
      passOn();
    };
    // The other pages of the same table open in the same order, with the same words.
    const passOn = () => turns.forEach((link, at) => link.setAttribute("href", turned[at] + (location.hash.includes("=") ? location.hash : "")));

    const sort = (column, way) => {
      const sorted = rows.map((row, at) => ({ row, at, key: way ? keyOf(row, column) : "" }));
      if (way) {
        sorted.sort((a, b) => {
          if (!a.key || !b.key) return !a.key - !b.key || a.at - b.at;
          return way * kith.compare(a.key, b.key) || a.at - b.at;
        });
      }
      body.append(...sorted.map((each) => each.row));
      heads.show(column, way);
      told.sort = way && turns.length ? "only this page is sorted" : "";
      tell();
    };

    const filter = () => {
      const words = kith.folded(field.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !words.every((word) => texts[at].includes(word));
        if (!row.hidden) shown += 1;
      });
      told.filter = words.length ? `${shown || "none"} of ${rows.length}${turns.length ? " on this page" : ""}` : "";
      tell();
      if (search) offer();
    };

    const heads = kith.sortButtons(table, (column, way) => {
      sort(column, way);
      remember({ [sortKey]: heads.write(column, way) });
    });
    field.addEventListener("input", () => {
      filter();
      remember({ [filterKey]: field.value.trim() });
    });

    const apply = () => {
      const chosen = kith.choices();
      sort(...heads.read(chosen.get(sortKey)));
      field.value = chosen.get(filterKey) ?? "";
      filter();
      passOn();
    };
    apply();
    window.addEventListener("hashchange", apply);
  };

  // A long table gets the tools; to a short one they would be noise.
  const tables = [...document.querySelectorAll("table.sortable")].filter((table) => table.tBodies[0].rows.length > 7);
  tables.forEach((table) => prepare(table, tables.length === 1 ? "" : `${table.id}.`));
})();

(() => {
  // What is folded is printed: by the style sheet, or, where a browser knows no ::details-content, unfolded meanwhile.
  if (CSS.supports("selector(::details-content)")) return;
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const each of folded) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });
})();
