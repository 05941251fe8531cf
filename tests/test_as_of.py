"""`--as-of`: the journal as it was known on a day."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from commands import SAMPLE, kith, tree_of, write_journal
from site_builder import pipeline
from site_builder.as_of import known_on
from site_builder.inventory import Inventory
from site_builder.session import Session
from site_builder.settings import Config
from site_builder.text import Source, decode_source
from site_builder.workspace import Scan, Workspace, load_config

MEETING = "---\ndate: 2026-06-05\nwith: [Ada]\n---\n"


def as_of(day: str, notes: dict[str, str]) -> dict[str, str]:
    """The notes as they were known on a day, by path."""
    sources = {path: decode_source(path, dedent(text).encode()) for path, text in notes.items()}
    known, inventory = known_on(date.fromisoformat(day), Scan(Inventory(tuple(sorted(sources))), sources), Config())
    assert sorted(known) == list(inventory.notes)
    return {path: source.text for path, source in known.items()}


def one(day: str, text: str, path: str = "meetings/x.md") -> str:
    """One note as it was known on a day; nothing if it was not yet there."""
    return as_of(day, {path: text}).get(path, "")


# ---------------------------------------------------------------- notes


def test_notes_dated_later_are_hidden() -> None:
    notes = {
        "meetings/a.md": "---\ndate: 2026-06-05\n---\n",
        "meetings/2026-06-06-b.md": "With Ada.\n",
        "meetings/c.md": "---\ndate: 2026-06-07T18:00\nplanned: yes\n---\n",
        "events/d.md": "---\ndate: 2026-06-04\nuntil: 2026-06-09\n---\n",
        "2026-06-06.md": "A diary.\n",
        "2026-06-05 Friday.md": "A diary.\n",
        "orgs/corvid.md": "",
        "goals/g.md": "---\ndue: 2026-12-01\n---\n",
        "undated.md": "",
        "me.md": "",
    }
    assert set(as_of("2026-06-05", notes)) == {
        "meetings/a.md",
        "events/d.md",
        "2026-06-05 Friday.md",
        "orgs/corvid.md",
        "goals/g.md",
        "undated.md",
        "me.md",
    }


def test_a_contact_is_there_from_met_else_from_its_first_mention_else_always() -> None:
    notes = {
        "contacts/met.md": "---\nmet: 2026-06-05\n---\n",
        "contacts/met-later.md": "---\nmet: 2026-06-06\n---\n",
        "contacts/met-this-year.md": "---\nmet: 2026\n---\n",
        "contacts/seen.md": "",
        "contacts/seen-later.md": "",
        "contacts/named.md": "",
        "contacts/named-later.md": "",
        "contacts/own-heading.md": "## 2026-06-05 call\n",
        "contacts/own-later-heading.md": "## 2026-06-06 call\n",
        "contacts/told.md": "",
        "contacts/never.md": "",
        "meetings/2026-06-05.md": "---\nwith: [seen]\n---\nOf [[named]].\n\n- gave intro: [[told]]\n",
        "meetings/2026-06-06.md": "---\nwith: [seen, seen-later]\n---\nOf [[named-later]].\n",
    }
    known = {path[9:-3] for path in as_of("2026-06-05", notes) if path.startswith("contacts/")}
    assert known == {"met", "met-this-year", "seen", "named", "own-heading", "told", "never"}


def test_a_card_is_there_from_its_first_mention(tmp_path: Path) -> None:
    write_journal(
        tmp_path,
        {
            "meetings/a.md": "---\ndate: 2026-06-05\nwith: [Bo]\n---\n",
            "meetings/b.md": "---\ndate: 2026-06-06\nwith: [Cy]\n---\n",
        },
    )
    session = Session(tmp_path, as_of=date(2026, 6, 5))
    session.refresh()
    assert [session.journal.name(key) for key in session.journal.people()] == ["Bo"]
    assert session.journal.today == date(2026, 6, 5)


# ---------------------------------------------------------------- lines, values, headings


@pytest.mark.parametrize(
    ("line", "then"),
    [
        ("- gave link: the paper", None),
        ("- gave link: the paper on:2026-06-06", ""),
        ("- gave link: the paper on:2026-06-05", None),
        ("- gave link: the paper on:2026-06-06\n  and more of it\n  - [ ] below", ""),
        ("- a walk on:2026-06-06", None),  # prose has no tokens
        ("- [x] send it done:2026-06-05", None),
        ("- [x] send it done:2026-06-06", "- [ ] send it"),
        ("- [X] send it done:2026-06-06 due:2026-06-01", "- [ ] send it due:2026-06-01"),
        ("- [x] send it ✅ 2026-06-06", "- [ ] send it"),
        ("- [x] send it [done:: 2026-06-06]", "- [ ] send it"),
        ("- [-] send it ❌ 2026-06-06", "- [ ] send it"),
        ("- [x] send it", None),
        ("- [ ] send it due:2026-12-01", None),
        ("- [ ] send it due:2026-06-01 moved:2026-06-05", None),
        (
            "- [ ] send it due:2026-06-01 moved:2026-06-05 moved:2026-06-06",
            "- [ ] send it due:2026-06-01 moved:2026-06-05",
        ),
        ("- got lead: a job thanked:2026-06-06", "- got lead: a job"),
        ("- got lead: a job thanked:2026-06-05", None),
        ("- hope: she calls watch:2026-12", None),
    ],
)
def test_lines(line: str, then: str | None) -> None:
    before = f"{MEETING}- learned: one\n{line}\n- learned: two\n"
    after = f"{MEETING}- learned: one\n{then}{chr(10) if then else ''}- learned: two\n"
    assert one("2026-06-05", before) == (before if then is None else after)


def test_a_date_that_is_only_words_hides_nothing() -> None:
    text = f"{MEETING}- she comes back 2026-09-01\n\nOn 2026-09-02 he left. `done:2026-09-03`\n"
    assert one("2026-06-05", text) == text


@pytest.mark.parametrize(
    ("history", "then"),
    [
        ("role:\n  - 2019-01: Engineer\n  - 2026-06-06: Head\n", "role:\n  - 2019-01: Engineer\n"),
        ("role:\n- 2027 Head\n- 2019-01 Engineer\n", "role:\n- 2019-01 Engineer\n"),
        ("role:\n  - 2019-01: Engineer\n  - 2027-01:\n", "role:\n  - 2019-01: Engineer\n"),
        ("role:\n  2019-01: Engineer\n  2027-01: Head\n", "role:\n  2019-01: Engineer\n"),
        ("role:\n  - 2027-01: >\n      Head\n\n  - 2019-01: Engineer\n", "role:\n  - 2019-01: Engineer\n"),
        ("trust:\n  - 2027: 4\n", "trust:\n"),
        ("role: Engineer\nwhy: 2027\n", None),
        ("wants:\n  - 2027 calendars\n", None),
        ("role: [2019-01: Engineer, 2027-01: Head]\n", None),  # one line: what holds on the day is told all the same
        ("reviewed: 2026-07-01\n", ""),
        ("reviewed: 2026-06-05\n", None),
    ],
)
def test_dated_values_begin_later(history: str, then: str | None) -> None:
    text = "---\nmet: 2020-01-01\n{}org: Corvid\n---\n"
    wanted = text.format(history if then is None else then)
    assert one("2026-06-05", text.format(history), "contacts/ada.md") == wanted


def test_dated_headings_later_go_with_all_below_them() -> None:
    text = """\
        ---
        met: 2020-01-01
        ---
        # Ada
        ## 2026-06-05 call
        Here.
        ### Aside
        ## 2026-06-06 coffee
        Gone.
        ### Gone too
        - gave link: gone
        ## 2026-06-04 lunch
        Here.
        ## 2026-06-07
        Gone.
        ## Notes
        Here.
        """
    assert one("2026-06-05", text, "contacts/ada.md") == dedent(
        """\
        ---
        met: 2020-01-01
        ---
        # Ada
        ## 2026-06-05 call
        Here.
        ### Aside
        ## 2026-06-04 lunch
        Here.
        ## Notes
        Here.
        """
    )


def test_a_running_note_is_there_from_its_first_meeting() -> None:
    text = "---\nwith: [Ada]\n---\n## 2026-06-05\nOne.\n\n## 2026-06-12\nTwo.\n"
    assert one("2026-06-04", text) == ""
    assert one("2026-06-05", text) == "---\nwith: [Ada]\n---\n## 2026-06-05\nOne.\n\n"
    assert one("2026-06-12", text) == text


def test_what_has_nothing_later_is_the_same_source() -> None:
    source = decode_source("meetings/x.md", MEETING.encode())
    known, _ = known_on(date(2026, 6, 5), Scan(Inventory((source.path,)), {source.path: source}), Config())
    assert known[source.path] is source


# ---------------------------------------------------------------- the sample journal


def sample_on(day: date, scan: Scan | None = None) -> Scan:
    """The sample as it was known on a day."""
    config = load_config(SAMPLE)[0]
    known, inventory = known_on(day, scan or Workspace(SAMPLE, config).scan(), config)
    return Scan(inventory, known)


def test_no_day_of_three_years_is_too_hard_and_steps_agree() -> None:
    """What was known earlier is what was known then of what was known later."""
    later = sample_on(date(2026, 6, 30))
    for day in (date(2023, 10, 1), date(2024, 6, 13), date(2025, 6, 30), date(2026, 3, 1)):
        assert texts(sample_on(day, later)) == texts(sample_on(day))
    everything = Workspace(SAMPLE, Config()).scan()
    assert texts(sample_on(date(2030, 1, 1))) == texts(everything)


def texts(scan: Scan) -> dict[str, str]:
    return {path: source.text for path, source in scan.sources.items()}


def test_the_sample_is_as_one_would_cut_it_by_hand(tmp_path: Path) -> None:
    day = date(2025, 6, 30)
    shutil.copytree(SAMPLE, tmp_path / "full")
    session = Session(tmp_path / "full", as_of=day, output=tmp_path / "a")
    session.refresh()
    session.build()  # from now on the journal has its random key, which a copy keeps
    cut_by_hand(tmp_path / "full", tmp_path / "cut", day)
    by_hand = Session(tmp_path / "cut", today=day, output=tmp_path / "b")
    by_hand.refresh()
    by_hand.db.set(pipeline.is_as_of, "", True)
    assert session.journal.paths() == by_hand.journal.paths()
    for path in session.journal.paths():
        assert session.journal.entry(path) == by_hand.journal.entry(path), path
    by_hand.build()
    site, other = (
        {path: data for path, data in tree_of(tmp_path / name).items() if "/." not in f"/{path}"} for name in "ab"
    )
    assert set(site) == set(other) and len(site) > 100
    assert [path for path in site if site[path] != other[path]] == []


def cut_by_hand(source: Path, target: Path, day: date) -> None:
    """A copy of the sample without what is later than a day, cut by the forms that it happens to use."""
    shutil.copytree(source, target)
    last = day.isoformat()
    for path in sorted(target.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        begun = re.search(r"^(?:date|met): (\d{4}(?:-\d\d)*)", text, re.MULTILINE)
        named = re.match(r"\d{4}-\d\d-\d\d", path.name)
        if (begun[1] if begun else named[0] if named else "") > last:
            path.unlink()
            continue
        kept: list[str] = []
        hidden = False
        for line in text.splitlines(keepends=True):
            if heading := re.match(r"#+ (\d{4}-\d\d-\d\d)?", line):
                hidden = (heading[1] or "") > last
            value = re.match(r" +- (\d{4}(?:-\d\d){0,2}):", line)
            if (
                hidden
                or (value and value[1] > last)
                or re.match(rf"reviewed: (?!{last})2025-(?:0[7-9]|1)|reviewed: 2026", line)
            ):
                continue
            for key in ("done", "moved", "thanked"):
                if (token := re.search(rf" {key}:(\d{{4}}-\d\d-\d\d)", line)) and token[1] > last:
                    line = line.replace(token[0], "").replace("- [x]", "- [ ]" if key == "done" else "- [x]")
            kept.append(line)
        path.write_text("".join(kept), encoding="utf-8")


def test_the_cutter_of_sources_never_moves_a_character_it_keeps() -> None:
    """Whatever is left of a note is a subsequence of its lines, a box or a token aside."""
    full = Workspace(SAMPLE, Config()).scan().sources
    for path, source in sample_on(date(2025, 6, 30)).sources.items():
        assert isinstance(source, Source)
        lines = iter(full[path].text.splitlines())
        for line in source.text.splitlines():
            bare = line.replace("[ ]", "").split()
            assert any(set(bare) <= {*other.split(), ""} for other in lines), (path, line)


# ---------------------------------------------------------------- places are those of the file

LONG = """\
---
name: Ada
met: 2020
org:
  - 2020: Foundry
  - 2027: Engines
wants: [translators]
reviewed: 2027-01-01
---
Words.

## 2027-02-02 call
- got lead: later

## 2026-05-05 call
- [x] I'll send it due:2026-05-09 done:2026-12-01
- told: later on:2027-03-03
- See [[nowhere]].
"""


def lines_left(day: str, text: str, path: str = "contacts/ada.md") -> list[tuple[int, str]]:
    """The lines of a note as it was known, with their numbers in the file."""
    known, _ = known_on(
        date.fromisoformat(day), Scan(Inventory((path,)), {path: decode_source(path, text.encode())}), Config()
    )
    source = known[path]
    shown = source.text.split("\n")
    assert source.lines == () or len(source.lines) == len(shown)
    return [(source.in_file(number), line) for number, line in enumerate(shown, 1)]


@pytest.mark.parametrize("text", [LONG, LONG.rstrip("\n"), LONG + "\n## 2027-09-09\nlast", LONG + "\n## 2027-09-09\n"])
@pytest.mark.parametrize("day", ["2026-06-01", "2027-01-15", "2027-12-01"])
def test_each_line_that_is_left_knows_its_number_in_the_file(day: str, text: str) -> None:
    lines = text.split("\n")
    left = lines_left(day, text)
    assert [number for number, _ in left] == sorted({number for number, _ in left})
    for number, line in left:
        written = lines[number - 1]
        assert line in (written, "") or line == "- [ ] I'll send it due:2026-05-09", (number, line)
    assert (18, "- See [[nowhere]].") in left


def test_what_is_told_as_of_a_day_has_the_lines_of_the_file(tmp_path: Path) -> None:
    """Findings, their excerpts, briefs, explanations and the links to an editor."""
    settings = 'schema = 1\nedit-link = "vscode://file{path}:{line}"\n'
    root = write_journal(tmp_path / "j", {"contacts/ada.md": LONG}, settings)
    told = kith("lint", "-j", root, "--as-of", "2026-06-01", "--format", "full").stdout
    assert "contacts/ada.md:18:7: warning: " in told
    assert "    18 | - See [[nowhere]]." in told
    brief = kith("brief", "ada", "-j", root, "--as-of", "2026-06-01").stdout
    assert re.search(r"I owe +I'll send it .* contacts/ada.md:16\n", brief)
    assert re.search(r"Wants +translators +contacts/ada.md:7\n", brief)
    assert (
        "contacts/ada.md:18: - See [[nowhere]]."
        in kith("explain", "broken-link", "ada", "-j", root, "--as-of", "2026-06-01").stdout
    )
    assert kith("build", "-j", root, "--as-of", "2026-06-01").exit_code == 0
    page = (root / "output/people/ada.html").read_text(encoding="utf-8")
    assert re.search(r"vscode://file[^\"]*contacts/ada.md:18\"", page)


def test_a_comment_speaks_of_the_next_line_that_is_left(tmp_path: Path) -> None:
    """What is cut out between a comment and its line counts as blank."""
    note = "<!-- kith-ignore broken-link: soon -->\n- told: later on:2027-03-03\n\n- See [[nowhere]].\n"
    root = write_journal(tmp_path / "j", {"contacts/ada.md": "---\nmet: 2020\n---\n" + note})
    assert "Nothing to report in 1 note" in kith("lint", "-j", root, "--as-of", "2026-06-01").stdout


def test_the_day_may_be_any() -> None:
    scan = Workspace(SAMPLE, Config()).scan()
    for day in (date.min, date.max, date(2026, 11, 20) + timedelta(days=1)):
        assert sample_on(day, scan)
