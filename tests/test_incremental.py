"""After any series of edits the incremental site equals a clean build, byte for byte; and only what must runs again."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from journal_of import database, put
from site_builder import pipeline
from site_builder.config import read_config
from site_builder.inventory import Inventory
from site_builder.query import Database
from site_builder.query.bundle import Bundle
from site_builder.query.pickled import Damaged
from site_builder.site.theme import Theme, theme_folder
from site_builder.text import Source, decode_source

SOURCE_MARK = pipeline.source.mark
THEME = Theme(theme_folder())

STEMS = ("ada", "bo", "cy", "Ada Lovelace", "2026-06-05-x", "acme")
FOLDERS = ("contacts", "meetings", "orgs", "events", "notes", "goals")
NAMES = ("Ada", "Bo", "Cy", "Ada Lovelace", "Tom", "acme")
FIELDS = (
    "name: {name}",
    "aliases: [{name}]",
    "date: 2026-0{digit}-0{digit}",
    "with: [{name}, {other}]",
    'with: ["[[{stem}]]"]',
    "circle: inner",
    "cadence: {digit}w",
    'org: "[[acme]]"',
    "met: 2026-0{digit}",
    "introduced_by: {name}",
    "relations:\n  - manager: {name}",
    "follow_up: +{digit}w",
    "functions: [it, finance]",
    "function: it",
    "private: true",
    "status: dormant",
    "birthday: 12-0{digit}",
    "planned: yes",
    "oops: [",
)
LINES = (
    "Coffee with [[{stem}]] and {name}.",
    "- gave link: a paper",
    "- got lead: {name} knows to:@{stem}",
    "- learned: {name} moves",
    "- [ ] I'll call @{stem} due:+{digit}d",
    "- [x] {name} will write done:2026-0{digit}-01",
    "- new: {other} | does: maps",
    "- intro: @{stem} -> [[{other}]]",
    "## 2026-0{digit}-1{digit} call with:@{stem}",
    "## Plan",
    "- [ ] visit tests:invests",
    "## Next time",
    "- the roof",
    "## Met",
    "- [[{stem}]] min:{digit}",
    "::: private\nonly mine\n:::",
    "![[{stem}]]",
    "<!-- kith-ignore broken-link: later -->",
)

SETTINGS = ("", "group-max = 1", '[types]\n"notes/**" = "contact"')

values = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "other": st.sampled_from(NAMES),
        "stem": st.sampled_from(STEMS),
        "digit": st.integers(1, 9),
    }
)
filled = st.tuples(st.sampled_from(FIELDS), values).map(lambda pair: pair[0].format(**pair[1]))
spoken = st.tuples(st.sampled_from(LINES), values).map(lambda pair: pair[0].format(**pair[1]))
notes = st.tuples(st.lists(filled, max_size=5), st.lists(spoken, max_size=6)).map(
    lambda parts: "---\n" + "\n".join(parts[0]) + "\n---\n" + "\n".join(parts[1]) + "\n"
)
paths = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(STEMS)).map(lambda parts: f"{parts[0]}/{parts[1]}.md")
edits = st.one_of(
    st.tuples(st.just("write"), paths, notes),
    st.tuples(st.just("delete"), paths, st.just("")),
    st.tuples(st.just("move"), paths, paths),
    st.tuples(st.just("line above"), paths, spoken),
    st.tuples(st.just("today"), st.just(""), st.integers(0, 60)),
    st.tuples(st.just("settings"), st.just(""), st.sampled_from(SETTINGS)),
    st.tuples(st.just("remember"), st.just(""), st.sampled_from(("all", "changes", "sweep", "let go"))),
    st.tuples(st.just("damage"), st.just(""), st.floats(0, 1, exclude_max=True)),
    st.tuples(st.just("command"), st.just(""), st.sampled_from(("build", "lint", "who"))),
)


def site_of(db: Database) -> dict[str, bytes]:
    """Every page and script of the site, as the writer would have it, and every finding with its place."""
    pages = {which.path: pipeline.page(db, which) for which in pipeline.page_ids(db)}
    search = {name: pipeline.search_file(db, name) for name in pipeline.search_files(db)}
    return {**pages, **search, **findings_of(db)}


def findings_of(db: Database) -> dict[str, bytes]:
    """Every finding with its place, as the check would have it."""
    located = [(told, pipeline.located(db, told.finding.path, told.finding.anchor)) for told in pipeline.findings(db)]
    return {"findings": repr(located).encode()}


def people_of(db: Database) -> dict[str, bytes]:
    """What pages ask, and a command too: everybody with the page, and what was said."""
    keys = pipeline.people(db)
    return {key: repr((pipeline.address(db, key), pipeline.statements(db, key))).encode() for key in keys}


COMMANDS = {"build": site_of, "lint": findings_of, "who": people_of}


def fresh(journal: dict[str, str], today: date, text: str) -> Database:
    db = database(journal, today.isoformat(), text)
    db.set(pipeline.theme, "", THEME)
    return db


class Process:
    """A database that can be packed, and taken over by the next process."""

    def __init__(self, journal: dict[str, str]) -> None:
        self.journal, self.today, self.text = journal, date(2026, 6, 30), ""
        self.db = fresh(journal, self.today, self.text)
        self.bundles: list[bytes] = []
        self.packed: dict[str, bytes] = {}
        self.command = "build"

    def set_inputs(self) -> None:
        config, findings = read_config(self.text)
        self.db.set(pipeline.config, "", config)
        self.db.set(pipeline.config_findings, "", findings)
        self.db.set(pipeline.today, "", self.today)
        self.db.set(pipeline.theme, "", THEME)
        put(self.db, self.journal)

    def remember(self, how: str) -> None:
        if how == "let go":
            self.db.let_go()
            return
        try:
            self.pack(how)
        except Damaged:
            self.bundles = []
            self.db = fresh(self.journal, self.today, self.text)
        else:
            self.take_over()

    def pack(self, how: str) -> None:
        if how == "sweep":
            self.db.sweep()
        if how != "changes" or not self.bundles:
            self.bundles = [b"".join(self.db.pack())]
        else:
            self.bundles.append(b"".join(self.db.pack_changes()))
        self.packed = {path: SOURCE_MARK(self.source_of(path)) for path in self.journal}

    def take_over(self) -> None:
        """What a new process does: it takes what was packed, and says what the notes are now."""
        self.db = Database()
        try:
            for data in self.bundles:
                self.db.absorb(Bundle(memoryview(data)), self.db.size)
        except Damaged:
            self.db = fresh(self.journal, self.today, self.text)
            return
        config, findings = read_config(self.text)
        self.db.set(pipeline.config, "", config)
        self.db.set(pipeline.config_findings, "", findings)
        self.db.set(pipeline.config_text, "", "")
        self.db.set(pipeline.root, "", "")
        self.db.set(pipeline.is_as_of, "", False)
        self.db.set(pipeline.today, "", self.today)
        self.db.set(pipeline.theme, "", THEME)
        for path in self.packed.keys() - self.journal.keys():
            self.db.forget(pipeline.source, path)
        self.db.supply(pipeline.source, self.source_of)
        for path in self.journal:
            if SOURCE_MARK(self.source_of(path)) != self.packed.get(path):
                self.db.set(pipeline.source, path, self.source_of(path))
        self.db.set(pipeline.inventory, "", Inventory(tuple(sorted(self.journal))))

    def source_of(self, path: str) -> Source | None:
        return decode_source(path, dedent(self.journal[path]).encode()) if path in self.journal else None

    def damage(self, where: float) -> None:
        """Flip a bit in what was packed, and go on from there."""
        if self.bundles:
            data = bytearray(self.bundles[-1])
            data[int(where * len(data))] ^= 4
            self.bundles[-1] = bytes(data)
            self.take_over()

    def told(self) -> dict[str, bytes]:
        ask = COMMANDS[self.command]
        try:
            return ask(self.db)
        except Damaged:
            self.db = fresh(self.journal, self.today, self.text)
            self.bundles = []
            return ask(self.db)


def apply(journal: dict[str, str], edit: tuple[str, str, object]) -> None:
    kind, path, what = edit
    if kind == "write":
        journal[path] = str(what)
    elif kind == "delete":
        journal.pop(path, None)
    elif kind == "move" and path in journal:
        journal[str(what)] = journal.pop(path)
    elif kind == "line above" and path in journal:
        journal[path] = journal[path].replace("---\n", "---\n", 1) + f"\n{what}\n"


def check_series(series: list[tuple[str, str, object]]) -> None:
    at = Process({"me.md": "---\nname: Mo\norg: acme\n---\n"})
    at.told()
    for edit in series:
        kind, _, what = edit
        if kind == "today":
            at.today = date.fromordinal(date(2026, 6, 30).toordinal() + int(str(what)))
        elif kind == "settings":
            at.text = str(what)
        elif kind == "remember":
            at.remember(str(what))
        elif kind == "damage":
            at.damage(float(str(what)))
        elif kind == "command":
            at.command = str(what)
        else:
            apply(at.journal, edit)
        if kind not in ("remember", "damage"):
            at.set_inputs()
        assert at.told() == COMMANDS[at.command](fresh(at.journal, at.today, at.text)), edit
        if len(series) % 2:
            at.db.sweep()
    assert site_of(at.db) == site_of(fresh(at.journal, at.today, at.text))


RELISTED: list[tuple[str, str, object]] = [
    ("remember", "", "sweep"),
    ("write", "notes/x.md", "Coffee with [[cy]].\n"),
    ("remember", "", "changes"),
    ("write", "contacts/acme.md", "---\nname: Acme\n---\n## 2026-04-14 call with:@cy\n"),
]
"""What is collected comes to ask about a note that tells it nothing, until another note makes a card."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits, min_size=1, max_size=8))
@example(RELISTED)
def test_incremental_equals_clean(series: list[tuple[str, str, object]]) -> None:
    check_series(series)


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits, min_size=3, max_size=15))
def test_incremental_equals_clean_at_length(series: list[tuple[str, str, object]]) -> None:
    check_series(series)


MEETING = "---\ndate: 2026-06-05\nwith: [Ada]\n---\nCoffee.\n\n- learned: she moves\n"


def publish(db: Database) -> None:
    """Ask as the writer does: for the digest of every page."""
    for which in pipeline.page_ids(db):
        db.digest(pipeline.page, which)
    pipeline.findings(db)


def ran_after(journal: dict[str, str], changed: dict[str, str]) -> set[tuple[str, object]]:
    db = fresh(journal, date(2026, 6, 30), "")
    publish(db)
    db.ran = []
    put(db, changed)
    publish(db)
    return {(name, args[0] if args else None) for name, args in db.ran}


def test_a_line_above_moves_places_and_asks_no_rule_again() -> None:
    journal = {"contacts/ada.md": "---\nname: Ada\n---\n", "meetings/m.md": MEETING}
    moved = {**journal, "meetings/m.md": MEETING.replace("Coffee.", "\nCoffee.")}
    ran = ran_after(journal, moved)
    assert ("reading", "meetings/m.md") in ran
    assert not {name for name, _ in ran} & {"resolved", "concerns", "about_index", "journal_findings", "page"}


def test_a_word_in_one_meeting_renders_only_the_pages_that_say_it() -> None:
    journal = {
        "contacts/ada.md": "---\nname: Ada\n---\n",
        "contacts/bo.md": "---\nname: Bo\n---\n",
        "meetings/m.md": MEETING,
        "meetings/n.md": MEETING.replace("Ada", "Bo"),
        "notes/n.md": "Nothing of it.\n",
    }
    ran = ran_after(journal, {**journal, "meetings/m.md": MEETING.replace("she moves", "she moves to Turin")})
    pages = {which.key for name, which in ran if name == "page"}  # type: ignore[attr-defined]
    assert "meetings/m.md" in pages
    assert "contacts/ada.md" in pages
    assert not pages & {"contacts/bo.md", "meetings/n.md", "notes/n.md"}
