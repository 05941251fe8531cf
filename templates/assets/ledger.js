// The ledger's filters: by person, way, kind, period and words, over all of its years, kept in the address. The lines
// come from one script a year, loaded when a filter needs them; without JavaScript each year has its pages.
"use strict";

(() => {
  const form = document.getElementById("ledger-filters");
  const table = document.getElementById("ledger");
  if (!form || !table) return;

  const SHOWN = 100; // rows that are shown at once
  const FIELDS = ["with", "way", "kind", "year", "from", "to", "words"];
  const NUMBERS = "none one two three four five six seven eight nine ten eleven twelve".split(" ");
  const fields = Object.fromEntries(FIELDS.map((name) => [name, form.elements.namedItem(name)]));
  const span = form.querySelector(".span");
  const reset = form.querySelector("button[type=reset]");
  const said = document.getElementById("ledger-said");
  const atFirst = said.textContent;
  const body = table.tBodies[0];
  const newest = [...body.rows];
  const years = [...fields.year.options].map((each) => each.value).filter((each) => /^\d+$/.test(each));

  /* ---- the lines of a year ---- */

  const arrived = new Map(); // year: {people, lines}
  const underway = new Map(); // year: promise

  window.kithLedger = (year, { people, lines }) => {
    const named = people.map(([href, name, kind]) => ({ href, name, kind, folded: kith.folded(name), stem: href.replace(/^.*\/|\.html$/g, "") }));
    const read = ([day, way, kind, text, who, source, chips, back]) => {
      const all = who.map((number) => named[number]);
      const what = text.map((part) => (typeof part === "string" ? part : part[1])).join("");
      return { day, way, kind, text, what, people: all, source, chips, back, words: kith.folded(`${what} ${source[1]}`) };
    };
    arrived.set(year, { people: named.filter((each) => each.href), lines: lines.map(read) });
  };

  const load = (year) => {
    if (!underway.has(year)) {
      const script = document.createElement("script");
      underway.set(
        year,
        new Promise((done, fail) => {
          script.addEventListener("load", done);
          script.addEventListener("error", () => {
            underway.delete(year);
            fail(new Error(`The ledger of ${year} did not load.`));
          });
        }),
      );
      script.src = `${form.dataset.folder}/ledger-${year}.js`;
      document.head.append(script);
    }
    return underway.get(year);
  };

  const offer = () => {
    const people = new Map();
    for (const { people: some } of arrived.values()) for (const each of some) people.set(each.href, each);
    const names = [...new Set([...people.values()].map((each) => each.name))].sort(kith.compare);
    if (form.querySelector("datalist").options.length === names.length) return;
    const options = names.map((name) => Object.assign(document.createElement("option"), { value: name }));
    form.querySelector("datalist").replaceChildren(...options);
  };

  /* ---- what is asked ---- */

  const asked = () => {
    const found = Object.fromEntries(FIELDS.map((name) => [name, fields[name].value.trim()]));
    if (found.year !== "span") found.from = found.to = "";
    return found;
  };

  const period = (wish) => {
    if (wish.year === "span") return [wish.from || "0000", wish.to ? `${wish.to}~` : "~"];
    return wish.year ? [wish.year, `${wish.year}~`] : ["", "~"];
  };

  // A name that is somebody's is theirs alone; other words are any part of a name.
  const personTest = (text) => {
    const folded = kith.folded(text);
    if (!folded) return () => true;
    const known = [...arrived.values()].flatMap(({ people }) => people);
    const exact = known.some((each) => each.folded === folded || each.stem === text);
    const fits = exact ? (each) => each.folded === folded || each.stem === text : (each) => each.folded.includes(folded);
    return (line) => line.people.some(fits);
  };

  const matches = (wish) => {
    const [from, to] = period(wish);
    const person = personTest(wish.with);
    const words = kith.folded(wish.words).split(/\s+/).filter(Boolean);
    const fits = (line) =>
      line.day >= from && line.day <= to && (!wish.way || line.way === wish.way) && (!wish.kind || line.kind === wish.kind) &&
      words.every((word) => line.words.includes(word)) && person(line);
    return years.flatMap((year) => arrived.get(year)?.lines ?? []).filter(fits);
  };

  const KEYS = [
    (line) => line.day,
    (line) => line.way,
    (line) => line.kind,
    (line) => line.what,
    (line) => line.people.map((each) => each.name).join(" "),
    (line) => (line.back ? String(line.back[4]) : ""),
  ];

  const inOrder = (lines, column, way) => {
    if (!way) return lines;
    const keyed = lines.map((line, at) => ({ line, at, key: KEYS[column](line) }));
    keyed.sort((a, b) => (!a.key || !b.key ? !a.key - !b.key : way * kith.compare(a.key, b.key)) || a.at - b.at);
    return keyed.map((each) => each.line);
  };

  /* ---- what is shown ---- */

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const linked = ([href, text, kind, title]) =>
    href ? make("a", { class: kind, href, title, rel: kind === "outside" ? "noreferrer" : "" }, text) : make("span", { class: kind, title }, text);

  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const shortDay = (day) => {
    const [year, month, date] = day.split("-");
    return make("time", { datetime: day }, `${Number(date)} ${MONTHS[month - 1]} ${year}`);
  };

  const names = (people) => {
    const most = people.length > 4 ? 3 : people.length;
    const shown = people.slice(0, most).map((each) => linked([each.href, each.name, each.kind]));
    if (people.length > most) shown.push(`${people.length - most} more`);
    return shown.flatMap((each, at) => (at === 0 ? [each] : [at + 1 === shown.length ? " and " : ", ", each]));
  };

  // A row as the page has it: see the macro `ledger` in parts.html.
  const rowOf = (line) => {
    const [href, title] = line.source;
    const chips = line.chips.map(([text, kind, why]) => make("span", { class: `chip ${kind}`, title: why }, text));
    const what = line.text.map((part) => (typeof part === "string" ? part : linked(part)));
    if (chips.length) what.push(" ", make("span", { class: "chips" }, ...chips));
    if (href) what.push(" ", make("a", { class: "anchor", href, "aria-label": "Link to this line" }, "#"));
    return make(
      "tr",
      { class: line.way },
      make("th", { scope: "row", class: "date" }, href ? make("a", { href, title }, shortDay(line.day)) : shortDay(line.day)),
      make("td", { "data-label": "Way", class: "way" }, make("span", { class: `arrow ${line.way}`, "aria-hidden": "true" }), ` ${line.way}`),
      make("td", { "data-label": "Kind", class: "kind" }, line.kind),
      make("td", { "data-label": "What", class: "own" }, ...what),
      make("td", { "data-label": "With" }, ...names(line.people)),
      make("td", { "data-label": "Came back", class: "meta" }, ...(line.back ? [linked(line.back)] : [])),
    );
  };

  const more = make("button", { type: "button", class: "more-lines" });
  let rest = [];
  const showMore = () => {
    const next = rest.splice(0, SHOWN);
    const rows = next.map(rowOf);
    body.append(...rows);
    more.hidden = !rest.length;
    more.textContent = `Show ${Math.min(SHOWN, rest.length)} more of ${rest.length}`;
    return rows;
  };
  more.addEventListener("click", () => showMore()[0]?.querySelector("a")?.focus());
  more.hidden = true;
  table.closest(".scroll").after(make("p", { class: "ledger-more" }, more));

  const inWords = (number) => NUMBERS[number] ?? number.toLocaleString("en");

  const tell = (lines) => {
    const gave = lines.filter((line) => line.way === "gave").length;
    const count = `${lines.length ? lines.length.toLocaleString("en") : "No"} ${lines.length === 1 ? "line" : "lines"}`;
    const sums = lines.length ? `: ${inWords(gave)} given, ${inWords(lines.length - gave)} received` : " fit all of this";
    said.replaceChildren(make("b", {}, count), `${sums}.`);
  };

  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    const wish = asked();
    const [column, way] = heads.read(kith.choices().get("sort"));
    span.hidden = wish.year !== "span";
    const filtered = FIELDS.some((name) => wish[name] && wish[name] !== "span");
    reset.hidden = !filtered;
    heads.show(column, way);
    if (!filtered && !way) {
      rest = [];
      more.hidden = true;
      body.replaceChildren(...newest);
      said.textContent = atFirst;
      return;
    }
    const [from, to] = period(wish);
    try {
      await Promise.all(years.filter((year) => `${year}~` >= from && year <= to).map(load));
    } catch {
      if (mine === turn) said.textContent = "The lines cannot be loaded from here. The pages of the years have all of them.";
      return;
    }
    if (mine !== turn) return; // something else was asked meanwhile
    offer();
    const known = [...arrived.values()].flatMap(({ people }) => people).find((each) => each.stem === wish.with);
    if (known) fields.with.value = known.name;
    const lines = matches(wish);
    tell(lines);
    rest = inOrder(lines, column, way);
    body.replaceChildren();
    showMore();
  };

  // A person stands in the address by the name of their page, which outlives a change of name.
  const keep = () => {
    const wish = asked();
    const folded = kith.folded(wish.with);
    const stems = new Set();
    for (const { people } of arrived.values()) for (const each of people) if (each.folded === folded) stems.add(each.stem);
    if (stems.size === 1) [wish.with] = stems;
    kith.remember(wish);
  };

  const heads = kith.sortButtons(table, (column, way) => {
    kith.remember({ sort: heads.write(column, way) });
    show();
  });

  const apply = () => {
    const chosen = kith.choices();
    for (const name of FIELDS) {
      const value = chosen.get(name) ?? "";
      fields[name].value = value;
      if (fields[name].value !== value) fields[name].value = ""; // a kind or a year that there is not
    }
    show();
  };

  // All names are offered as soon as somebody is about to type one.
  fields.with.addEventListener("focus", () => Promise.all(years.map(load)).then(offer, () => {}), { once: true });
  form.addEventListener("input", () => {
    keep();
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const name of FIELDS) fields[name].value = "";
    keep();
    show();
    fields.with.focus();
  });
  window.addEventListener("hashchange", apply);
  form.hidden = false;
  apply();
  // An address with a filter is about the ledger, which stands below the rest.
  if (!reset.hidden && !scrollY) form.scrollIntoView({ behavior: "instant" });
})();
