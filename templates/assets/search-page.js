// The page Search: what is typed stands in the address, and what answers it below, with the keyboard throughout.
"use strict";

(() => {
  const search = window.kithSearch;
  const form = document.getElementById("search-form");
  const field = document.getElementById("search-field");
  const said = document.getElementById("search-said");
  const remarks = document.getElementById("search-remarks");
  const results = document.getElementById("search-results");
  const help = document.getElementById("search-help");
  if (!search || !form) return;

  const STEP = 50;
  const FIRST = 12; // rows that are made before the answer is shown: about what a window holds
  const KINDS = { contact: "person", card: "person", org: "org", me: "you" };

  let asked = { terms: [], remarks: [] };
  let found = [];
  let people = new Map();

  const element = (tag, className, ...content) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };

  const row = (record) => {
    const texts = search.textsOf(asked);
    const link = element("a", "", search.marked(record.title, search.marksIn(texts, record.title)[0]));
    link.href = search.hrefOf(record.href);
    const present = record.people
      .slice(0, record.present)
      .map((id) => people.get(id) ?? id)
      .filter((name) => !record.title.includes(name));
    const facts = [
      KINDS[record.type] ?? record.type,
      record.day && search.writtenDay(record.day),
      present.length > 3 ? `${present.slice(0, 3).join(", ")} and ${present.length - 3} more` : present.join(", "),
      record.tags.map((tag) => `#${tag.replace(/^#/, "")}`).join(" "),
    ];
    const { text, marks } = search.excerpt(asked, record);
    const made = element("li", "", element("p", "what", link), element("p", "meta", facts.filter(Boolean).join(" · ")));
    if (text) made.append(element("p", "own", search.marked(text, marks)));
    return made;
  };

  const more = element("button", "more-results", "Show more");
  more.type = "button";
  more.addEventListener("click", () => {
    const shown = results.children.length;
    fill(shown + STEP);
    results.children[shown]?.querySelector("a").focus();
  });

  // Makes rows until there are so many.
  const fill = (most) => {
    results.append(...found.slice(results.children.length, most).map(row));
    const left = found.length - results.children.length;
    more.textContent = `Show ${Math.min(left, STEP)} more`;
    if (left > 0 && most >= STEP) results.after(more);
    else more.remove();
  };

  const whenSeen = (act) => requestAnimationFrame(() => setTimeout(act));

  // A remark, with a button that puts right what it is about.
  const remark = ({ text, typed, instead }) => {
    const made = element("li", "", text);
    if (instead) {
      const button = element("button", "", instead);
      button.type = "button";
      button.addEventListener("click", () => {
        field.value = field.value.replace(/[“”„]/g, '"').replace(typed, () => instead);
        field.focus();
        run();
      });
      made.append(" Did you mean ", button, "?");
    }
    return made;
  };

  const remember = (text) => {
    const query = text ? `?q=${encodeURIComponent(text)}` : "";
    try {
      history.replaceState(null, "", location.pathname + query);
    } catch {
      // Some browsers let a page on disk change its fragment alone.
      history.replaceState(null, "", query ? `#${query.slice(1)}` : "#");
    }
  };

  const typedBefore = () =>
    new URLSearchParams(location.search).get("q") ?? new URLSearchParams(location.hash.slice(1)).get("q") ?? "";

  let latest = 0;
  const run = async () => {
    const turn = (latest += 1);
    const text = field.value.trim();
    remember(text);
    help.hidden = text !== "";
    asked = search.parse(text);
    const clear = (words) => {
      said.textContent = words;
      results.replaceChildren();
      remarks.replaceChildren();
      more.remove();
    };
    if (!text) return clear("");
    if (!people.size && !results.children.length) said.textContent = "Reading the notes…";
    let names, records;
    try {
      [names, records] = [await search.names(), await search.records()];
    } catch (error) {
      return clear(error.message);
    }
    if (turn !== latest) return undefined;
    people = new Map(names.people.map((each) => [each.id, each.name]));
    found = search.answer(asked, records, names.people);
    const told = search.remarksOn(asked, found.length, names);
    clear("");
    help.hidden = found.length > 0;
    if (found.length) said.textContent = `${found.length} found`;
    else if (asked.terms.length) said.textContent = `Nothing found for ${search.described(asked)}.`;
    remarks.append(...told.map(remark));
    fill(FIRST);
    whenSeen(() => turn === latest && fill(STEP));
    return undefined;
  };

  const links = () => [...results.querySelectorAll("li .what > a")];

  const step = (by) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (at + by < 0) field.focus();
    else all[Math.min(at + by, all.length - 1)]?.focus();
  };

  const single = (event) => !kith.typing(event) && !event.ctrlKey && !event.metaKey && !event.altKey && !search.keysOff();

  // Before the page's other keys, which move in tables.
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      let by = 0;
      if (event.target === field) by = event.key === "ArrowDown" || event.key === "Enter" ? 1 : 0;
      else if (results.contains(event.target) && event.key === "ArrowDown") by = 1;
      else if (results.contains(event.target) && event.key === "ArrowUp") by = -1;
      else if (single(event) && event.key === "j") by = 1;
      else if (single(event) && event.key === "k") by = -1;
      if (!by || event.isComposing || (event.target === field && !links().length)) return;
      event.preventDefault();
      event.stopPropagation();
      step(by);
    },
    true,
  );

  document.getElementById("search-without").remove();
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", run);
  window.addEventListener("popstate", () => {
    if (typedBefore() !== field.value.trim()) {
      field.value = typedBefore();
      run();
    }
  });
  field.value = typedBefore();
  field.focus();
  if (field.value) run();

  // Whoever opens this page will ask: the data are read when it stands, and the first question, which would find the
  // code of the answer cold, is one that nobody asked.
  const prepare = async () => {
    const [names, records] = [await search.names(), await search.records()];
    const common = search.parse("a");
    search.answer(common, records, names.people).slice(0, FIRST).forEach((record) => search.excerpt(common, record));
  };
  const begin = () => setTimeout(() => prepare().catch(() => undefined)); // what is wrong is told who asks
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
})();
