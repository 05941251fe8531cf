// Search: loads the data when they are asked for, reads a question, finds and orders what answers it. Shows nothing
// itself: search-page.js, palette.js and cards.js do. Folding, grammar and order are those of site_builder/site/search/,
// so that `kith search` answers the same; tests/test_search_browser.py holds the two against each other.
"use strict";

(() => {
  // ---- folding (folding.py)

  const UNSEEN =
    /[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]/g;
  const LETTERS = {
    ß: "ss", ς: "σ", ı: "i", ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ħ: "h", ŧ: "t",
    "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "\u2010": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
  };
  const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
  const NO_SPACES = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  const WORD = /[\p{L}\p{N}\p{M}]/u;
  const ASCII = /^[\0-\x7f]*$/;

  const fold = (text) => {
    if (ASCII.test(text)) return text.toLowerCase();
    const bare = text.normalize("NFKD").replace(UNSEEN, "").toLowerCase();
    return bare.replace(UNSEEN, "").replace(LETTER, (letter) => LETTERS[letter]).normalize("NFC");
  };

  const words = (text) => fold(text).split(/\s+/).filter(Boolean).join(" ");

  const isWord = (character) => WORD.test(character) && !NO_SPACES.test(character);

  // Most characters are ASCII, and looking them up is many times quicker.
  const SIMPLE = Array.from({ length: 128 }, (_, code) => isWord(String.fromCharCode(code)));
  const isWordAt = (text, at) => SIMPLE[text.charCodeAt(at)] ?? isWord(characterAt(text, at));
  const isWordBefore = (text, at) => SIMPLE[text.charCodeAt(at - 1)] ?? isWord(characterBefore(text, at));

  // The character that begins at a place of a text, or ends before it.
  const characterAt = (text, at) => String.fromCodePoint(text.codePointAt(at));
  const characterBefore = (text, at) => {
    const pair = at > 1 && /[\udc00-\udfff]/.test(text[at - 1]) && /[\ud800-\udbff]/.test(text[at - 2]);
    return text.slice(at - (pair ? 2 : 1), at);
  };

  const findWord = (text, word, start = 0, whole = false) => {
    let at = text.indexOf(word, start);
    if (at < 0) return at;
    const inner = isWordAt(word, 0);
    const closed = whole && isWordBefore(word, word.length);
    for (; at >= 0; at = text.indexOf(word, at + 1)) {
      const end = at + word.length;
      if (inner && at && isWordBefore(text, at)) continue;
      if (closed && end < text.length && isWordAt(text, end)) continue;
      return at;
    }
    return -1;
  };

  // ---- the question (asking.py)

  const FILTERS = ["person", "tag", "type", "after", "before"];
  const TYPES = {
    contact: "contact", contacts: "contact", person: "contact", people: "contact", card: "contact",
    org: "org", orgs: "org", organisation: "org", organization: "org", company: "org",
    meeting: "meeting", meetings: "meeting", event: "event", events: "event", goal: "goal", goals: "goal",
    note: "note", notes: "note", me: "me",
  };
  const typeOf = (word) => (Object.hasOwn(TYPES, word) ? TYPES[word] : undefined);
  const PART = /(-?)(?:([A-Za-z]+):)?("[^"]*(?:"|$)|[^\s"]+|(?<=:))/g;

  const strip = (text, characters) => {
    let [from, to] = [0, text.length];
    while (from < to && characters.includes(text[from])) from += 1;
    while (to > from && characters.includes(text[to - 1])) to -= 1;
    return text.slice(from, to);
  };

  const foldName = (text) => fold(text).replace(/^[@#]+/, "").replace(/[-_]/g, " ").split(/\s+/).filter(Boolean).join(" ");

  const firstDay = (text) => {
    const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
    if (!match) return "";
    const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
    const date = new Date(Date.UTC(2000, month - 1, day));
    date.setUTCFullYear(year, month - 1, day);
    const exists = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    return exists ? `${match[1]}-${match[2] ?? "01"}-${match[3] ?? "01"}` : "";
  };

  const parse = (text) => {
    const terms = [];
    const remarks = [];
    for (const match of text.replace(/[“”„]/g, '"').matchAll(PART)) {
      const [typed, minus, asTyped, value] = match;
      const key = (asTyped ?? "").toLowerCase();
      const excluded = minus !== "";
      let quoted = value.startsWith('"');
      let inner = strip(value, '"');
      if (FILTERS.includes(key)) {
        if (inner.trim()) readFilter(key, inner, typed, excluded, terms, remarks);
        continue;
      }
      if (key) {
        if (!value.startsWith("//")) {
          const near = nearest(key, FILTERS);
          remarks.push({
            text: `${asTyped}: is no filter, so it is searched as text. There are person:, tag:, type:, after: and before:.`,
            typed,
            instead: near ? typed.replace(`${asTyped}:`, () => `${near}:`) : "",
          });
        }
        inner = `${asTyped}:${value}`;
        quoted = false;
      }
      const folded = words(quoted ? inner : inner.replace(/[,.;:!?]+$/, "") || inner);
      if (strip(folded, "-'\" ")) {
        terms.push({ kind: "text", value: folded, typed, excluded, whole: quoted && value.length > 1 && value.endsWith('"') });
      }
    }
    return { terms, remarks };
  };

  const readFilter = (key, inner, typed, excluded, terms, remarks) => {
    if (key === "after" || key === "before") {
      const day = firstDay(inner.trim());
      if (day) terms.push({ kind: key, value: day, typed, excluded, whole: false });
      else {
        const form = `Write ${key}:2026, ${key}:2026-06 or ${key}:2026-06-05.`;
        remarks.push({ text: `${inner.trim()} is no date. ${form}`, typed, instead: "" });
      }
      return;
    }
    const value = key === "type" ? words(inner) : foldName(inner);
    terms.push({ kind: key, value, typed, excluded, whole: false });
  };

  const distance = (one, other) => {
    let [earlier, before, row] = [[], [], Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let number = 1; number <= one.length; number += 1) {
      [earlier, before, row] = [before, row, [number]];
      for (let at = 1; at <= other.length; at += 1) {
        const same = one[number - 1] === other[at - 1];
        let cost = Math.min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (same ? 0 : 1));
        if (number > 1 && at > 1 && one[number - 1] === other[at - 2] && one[number - 2] === other[at - 1]) {
          cost = Math.min(cost, earlier[at - 2] + 1);
        }
        row.push(cost);
      }
    }
    return row[other.length];
  };

  const nearest = (typed, known) => {
    const letters = [...typed];
    let most = letters.length > 1 ? Math.min(3, Math.max(1, Math.floor(letters.length / 3))) : 0;
    let best = "";
    for (const word of known) {
      const others = [...word];
      if (Math.abs(others.length - letters.length) > most) continue;
      const far = distance(letters, others);
      if (far <= most && (far < most || !best)) [best, most] = [word, far];
    }
    return best;
  };

  // ---- the answer (answer.py)

  const textsOf = (asked) => asked.terms.filter((term) => term.kind === "text" && !term.excluded);

  const meantBy = (value, people) =>
    new Set(people.filter((each) => each.folded.some((name) => findWord(name, value) >= 0)).map((each) => each.id));

  const hasTag = (tags, value) => tags.some((tag) => tag === value || tag.startsWith(`${value}/`));

  const holds = (term, record, meant) => {
    let found;
    if (term.kind === "text") found = findWord(record.said, term.value, 0, term.whole) >= 0;
    else if (term.kind === "person") found = record.people.some((id) => meant.get(term.value).has(id));
    else if (term.kind === "tag") found = hasTag(record.folded, term.value);
    else if (term.kind === "type") found = typeOf(term.value) === (record.type === "card" ? "contact" : record.type);
    else if (term.kind === "after") found = record.day >= term.value;
    else found = record.day !== "" && record.day < term.value;
    return found !== term.excluded;
  };

  const tier = (record, texts, whole) => {
    const called = texts.filter((term) => findWord(record.head, term.value, 0, term.whole) >= 0).length;
    const isPerson = record.type === "contact" || record.type === "card";
    if (called < texts.length || !texts.length) return called && isPerson ? 4 : 5;
    if (record.type === "meeting") return 3;
    if (record.head.split("\n").includes(whole)) return 0;
    return isPerson ? 1 : 2;
  };

  const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

  // The order within a tier: the newest first, what has no day last. It is that of all records, so no answer is sorted.
  const inOrder = (records) =>
    records.sort((a, b) => compare(b.day, a.day) || compare(a.page, b.page) || a.place - b.place);

  const answer = (asked, records, people) => {
    if (!asked.terms.length) return [];
    const meant = new Map();
    for (const term of asked.terms) if (term.kind === "person") meant.set(term.value, meantBy(term.value, people));
    const texts = textsOf(asked);
    const whole = texts.map((term) => term.value).join(" ");
    const tiers = [[], [], [], [], [], []];
    for (const record of records) {
      if (asked.terms.every((term) => holds(term, record, meant))) tiers[tier(record, texts, whole)].push(record);
    }
    return tiers.flat();
  };

  // ---- the words that answer it

  const LONGEST = 200;
  const BEFORE = 60;

  const foldedCharacter = (() => {
    const known = new Map();
    return (character) => {
      if (!known.has(character)) known.set(character, fold(character));
      return known.get(character);
    };
  })();

  // A folded line, and the place in the line of each place in that, in characters, so that none is cut in two.
  const foldWithPlaces = (line) => {
    if (ASCII.test(line)) return [line.toLowerCase(), (at) => at];
    let folded = "";
    const places = [];
    let at = 0;
    for (const character of line) {
      const piece = foldedCharacter(character);
      folded += piece;
      for (let number = 0; number < piece.length; number += 1) places.push(at);
      at += 1;
    }
    places.push(at);
    return [folded, (place) => places[place]];
  };

  const marksIn = (terms, line) => {
    const [folded, placeOf] = foldWithPlaces(line);
    const spans = [];
    let count = 0;
    for (const term of terms) {
      let at = findWord(folded, term.value, 0, term.whole);
      if (at >= 0) count += 1;
      while (at >= 0) {
        const end = at + term.value.length;
        spans.push([placeOf(at), Math.max(placeOf(end - 1) + 1, placeOf(end))]);
        at = findWord(folded, term.value, end, term.whole);
      }
    }
    spans.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    const joined = [];
    for (const [start, end] of spans) {
      const before = joined.at(-1);
      if (before && start < before[1]) before[1] = Math.max(before[1], end);
      else joined.push([start, end]);
    }
    return [joined, count];
  };

  const cut = (line, marks) => {
    const characters = [...line];
    if (characters.length <= LONGEST) return { text: line, marks };
    let start = marks.length ? Math.max(0, marks[0][0] - BEFORE) : 0;
    if (start) {
      const space = characters.indexOf(" ", start);
      if (space >= 0 && space < marks[0][0]) start = space + 1;
    }
    let end = Math.min(characters.length, start + LONGEST);
    if (end < characters.length) {
      const space = characters.lastIndexOf(" ", end - 1);
      if (space >= start + LONGEST / 2) end = space;
    }
    const [before, after] = [start ? "… " : "", end < characters.length ? " …" : ""];
    const shift = before.length - start;
    const kept = marks.filter(([at]) => at >= start && at < end).map(([at, to]) => [at + shift, Math.min(to, end) + shift]);
    return { text: before + characters.slice(start, end).join("") + after, marks: kept };
  };

  // The line that says most of what was asked, around its first mark.
  const excerpt = (asked, record) => {
    const title = fold(record.title);
    const texts = textsOf(asked);
    const sought = texts.filter((term) => findWord(title, term.value, 0, term.whole) < 0);
    let lines = record.text.split("\n");
    if (!sought.length) {
      const dated = lines.length > 1 && record.day && lines[0].startsWith(record.day);
      lines = dated ? lines.slice(1, 2) : lines.slice(0, 1);
    }
    let [best, most] = ["", -1];
    for (const line of lines) {
      const count = marksIn(sought, line)[1];
      if (count > most) [best, most] = [line, count];
      if (count === sought.length) break;
    }
    return cut(best, marksIn(texts, best)[0]);
  };

  const remarksOn = (asked, found, names) => {
    const remarks = [...asked.remarks];
    const called = () => names.people.flatMap((each) => each.folded);
    const parts = () => called().flatMap((name) => name.split(" "));
    const tags = () => names.tags.map(foldName);
    const offer = (term, text, near) => {
      const value = near.includes(" ") ? `"${near}"` : near;
      remarks.push({ text, typed: term.typed, instead: near && `${term.excluded ? "-" : ""}${term.kind}:${value}` });
    };
    for (const term of asked.terms) {
      if (term.kind === "person" && !meantBy(term.value, names.people).size) {
        offer(term, `Nobody is called “${term.value}”.`, nearest(term.value, [...called(), ...parts()]));
      } else if (term.kind === "tag" && !hasTag(tags(), term.value)) {
        offer(term, `No note has the tag “${term.value}”.`, nearest(term.value, tags()));
      } else if (term.kind === "type" && !typeOf(term.value)) {
        const types = [...new Set(Object.values(TYPES))].join(", ");
        offer(term, `There is no type “${term.value}”. The types are ${types}.`, nearest(term.value, Object.keys(TYPES)));
      }
    }
    if (!found && !remarks.length) {
      for (const term of textsOf(asked)) {
        const near = term.value.includes(" ") ? "" : nearest(term.value, parts());
        if (near && near !== term.value) {
          remarks.push({ text: `Nothing says “${term.value}”.`, typed: term.typed, instead: near });
        }
      }
    }
    return remarks;
  };

  const described = (asked) =>
    asked.terms
      .map((term) => (term.kind === "text" ? `${term.excluded ? "not " : ""}“${term.value}”` : term.typed))
      .join(", ");

  // ---- the data (files.py)

  const folder = document.body.dataset.search ?? "";
  const root = document.body.dataset.root ?? "";
  const given = new Map();
  const loading = new Map();

  // What each script of the data calls, with its name and JSON text.
  window.kithData = (name, text) => given.set(name, JSON.parse(text));

  // A script is all that a page may load from disk.
  const load = (name) => {
    if (!loading.has(name)) {
      loading.set(
        name,
        new Promise((done, failed) => {
          const script = document.createElement("script");
          const refuse = () => {
            loading.delete(name);
            failed(new Error("The search data could not be loaded. Build the site again, then reload this page."));
          };
          script.src = `${folder}/${name}.js`;
          script.charset = "utf-8";
          script.onload = () => (given.has(name) ? done(given.get(name)) : refuse());
          script.onerror = refuse;
          document.head.append(script);
        }).finally(() => given.delete(name)),
      );
    }
    return loading.get(name);
  };

  const once = (make) => {
    let made;
    return () => {
      made ??= make().catch((error) => {
        made = undefined;
        throw error;
      });
      return made;
    };
  };

  // The people, other names, tags and pages.
  const names = once(async () => {
    const data = await load("names");
    const people = data.people.map(([href, name, others, kind, headline, facts]) => {
      const id = href.replace(/^people\//, "").replace(/\.html$/, "");
      return { id, href, name, others, kind, headline, facts, folded: [...new Set([name, ...others, id].map(foldName))] };
    });
    return { ...data, people };
  });

  const prepared = (record, place) => {
    record.head = fold([record.title, ...record.names].join("\n"));
    record.folded = record.tags.map(foldName);
    record.said = [record.head, fold(record.text), ...record.tags.map(fold)].join("\n");
    record.page = record.href.split("#")[0];
    record.place = place;
    return record;
  };

  const recordOf = ([href, type, title, others, day, people, present, tags, lines], place) =>
    prepared({ href, type, title, names: others, day, people, present, tags, text: lines.join("\n") }, place);

  // Everything that can be found: the notes, and the people without one. Each segment is prepared when it has come: all
  // at once would keep the page from answering a key.
  const records = once(async () => {
    const [known, segments] = await Promise.all([names(), load("segments")]);
    const found = await Promise.all(segments.map(async (segment) => (await load(segment)).map(recordOf)));
    const cards = known.people.filter(({ kind }) => kind === "card");
    found.push(
      cards.map(({ id, href, name, others }) =>
        prepared(
          { href, type: "card", title: name, names: others, day: "", people: [id], present: 0, tags: [], text: "" }, 0,
        ),
      ),
    );
    return inOrder(found.flat());
  });

  const MONTHS = "January February March April May June July August September October November December".split(" ");
  const writtenDay = (day) => {
    const [year, month, date] = day.split("-").map(Number);
    return `${date} ${MONTHS[month - 1]} ${year}`;
  };

  // Whether the user has switched single keys off.
  const keysOff = () => {
    try {
      return localStorage.getItem("kithKeys") === "off";
    } catch {
      return false;
    }
  };

  // The address of a page of the site, from this one.
  const hrefOf = (path) => {
    const [page, place] = path.split("#");
    return root + page + (place === undefined ? "" : `#${encodeURIComponent(place)}`);
  };

  // A text with parts of it marked: as text, whatever it holds.
  const marked = (text, marks) => {
    const parts = document.createDocumentFragment();
    const characters = [...text];
    const part = (start, end) => characters.slice(start, end).join("");
    let at = 0;
    for (const [start, end] of marks) {
      const mark = document.createElement("mark");
      mark.textContent = part(start, end);
      parts.append(part(at, start), mark);
      at = end;
    }
    parts.append(part(at));
    return parts;
  };

  window.kithSearch = {
    answer, described, excerpt, findWord, fold, foldName, hrefOf, isWord, keysOff, marked, marksIn, names, parse,
    records, remarksOn, root, textsOf, words, writtenDay,
  };
})();
