// Tables that sort and filter, with what was chosen kept in the address. Without JavaScript they are plain tables.
"use strict";

(() => {
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const choices = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");

  const remember = (key, value) => {
    const now = choices();
    if (value) now.set(key, value);
    else now.delete(key);
    const text = now.toString();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  };

  // What a cell sorts by; null for an empty one, which stands last whichever the direction.
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    const key = cell.dataset.sort ?? cell.textContent.trim();
    return key === "" ? null : key;
  };

  const sort = (table, column, descending) => {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const sign = descending ? -1 : 1;
    rows.sort((one, other) => {
      const [a, b] = [keyOf(one, column), keyOf(other, column)];
      if (a === null || b === null) return (a === null) - (b === null);
      return sign * collator.compare(a, b);
    });
    body.append(...rows);
    [...table.tHead.rows[0].cells].forEach((cell, number) => {
      if (number === column) cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
  };

  const filter = (table, text, said) => {
    const words = folded(text).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      const content = folded(row.textContent);
      row.hidden = !words.every((word) => content.includes(word));
      if (!row.hidden) shown += 1;
    }
    said.textContent = words.length ? `${shown} of ${table.tBodies[0].rows.length}` : "";
  };

  const prepare = (table, only) => {
    const prefix = only ? "" : `${table.id}.`;
    [...table.tHead.rows[0].cells].forEach((cell, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...cell.childNodes);
      cell.append(button);
      button.addEventListener("click", () => {
        const descending = cell.getAttribute("aria-sort") === "ascending";
        sort(table, column, descending);
        remember(`${prefix}sort`, `${descending ? "-" : ""}${column + 1}`);
      });
    });

    const tools = document.createElement("p");
    tools.className = "tools";
    const label = document.createElement("label");
    const field = document.createElement("input");
    const said = document.createElement("span");
    label.append("Filter ", field);
    field.type = "search";
    field.autocomplete = "off";
    said.className = "meta";
    said.setAttribute("role", "status");
    tools.append(label, " ", said);
    table.closest(".scroll").before(tools);
    field.addEventListener("input", () => {
      filter(table, field.value, said);
      remember(`${prefix}filter`, field.value.trim());
    });

    const apply = () => {
      const chosen = choices();
      const column = Number.parseInt(chosen.get(`${prefix}sort`) ?? "", 10);
      if (column && table.tHead.rows[0].cells[Math.abs(column) - 1]) sort(table, Math.abs(column) - 1, column < 0);
      field.value = chosen.get(`${prefix}filter`) ?? "";
      filter(table, field.value, said);
    };
    apply();
    window.addEventListener("hashchange", apply);
  };

  // A long table gets the tools; a short one only the sorting would be noise.
  const tables = [...document.querySelectorAll("table.sortable")].filter((table) => table.tBodies[0].rows.length > 7);
  tables.forEach((table) => prepare(table, tables.length === 1));
})();
