"""The rules, by the journals in `tests/rules/`: a Markdown file a rule, a section a journal.

In a section, a note is a fenced block under a line with its path in backticks. Below a line of a note, carets tell what
is found there: where it begins, how grave it is, the rule, and a part of what is said.

    - got lead – Turin is hiring
      ^ warning near-miss: followed by a dash

Whatever is found, by any rule, must be told so, and nothing else. Files that are no notes are attachments, and what a
sync program would have left is a conflict copy. “Today is 2026-06-05.” in the prose sets the day (it is the usual one).
A note's path with “, fixed” has below it what `--fix` makes of the note, with “, fixed with guesses” what `--fix
--unsafe-fixes` makes of it: where a section has either, the notes that have none stay as they are.
After the path may stand “, as bytes” (then `\\xe9` is a byte, and `\\n` a line end), “, not readable” and “, in git”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_of import database
from site_builder import pipeline
from site_builder.finding import Finding
from site_builder.fixing import fix_notes
from site_builder.inventory import Attachment, Inventory
from site_builder.lint.catalogue import FAMILIES, RULES
from site_builder.lint.fixes import fixes_of
from site_builder.lint.rule import SECTIONS, SEVERITIES, rule_of_note
from site_builder.lint.spelling import Lookalikes, slips
from site_builder.notes.schema import Meeting
from site_builder.query import Database
from site_builder.session import Session
from site_builder.workspace.names import is_conflict_copy, is_note

FOLDER = Path(__file__).parent / "rules"
CARET = re.compile(r"^(?P<indent>\s*)\^+ (?P<severity>error|warning|info) (?P<rule>[a-z-]+): (?P<part>.*)$")
FILE = re.compile(r"^`([^`]+)`((?:, (?:as bytes|not readable|in git|fixed with guesses|fixed))*):?$")
TODAY = re.compile(r"Today is (\d{4}-\d\d-\d\d)\.")

Expected = tuple[str, int, int, str, str, str]


@dataclass
class Case:
    """A section of a case file: a small journal, and what is to be found in it."""

    rule: str
    title: str
    today: str = "2026-06-05"
    files: dict[str, bytes] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    in_git: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    fixed: dict[str, bytes] = field(default_factory=dict)
    guessed: dict[str, bytes] = field(default_factory=dict)

    def database(self, today: str = "") -> Database:
        settings = self.files.get("kith.toml", b"").decode()
        others = {path: data for path, data in self.files.items() if path != "kith.toml"}
        notes = {path: data for path, data in others.items() if is_note(path) and not is_conflict_copy(path)}
        db = database(notes, today or self.today, settings)
        db.set(pipeline.config_text, "", settings)
        db.set(pipeline.baseline_text, "", self.files.get("kith-baseline.json", b"").decode())
        attachments = [path for path in others if path not in notes and not is_conflict_copy(path)]
        inventory = Inventory(
            tuple(sorted(notes)),
            tuple(Attachment(path, len(others[path])) for path in sorted(attachments)),
            tuple(sorted(path for path in others if is_conflict_copy(path))),
            tuple(self.in_git),
            tuple(
                Finding(path, "note", "unreadable-note", "You may not read this file.", "Change its permissions.")
                for path in self.unreadable
            ),
        )
        db.set(pipeline.inventory, "", inventory)
        return db


def read_cases(path: Path) -> Iterator[Case]:
    """The sections of a case file."""
    case = Case(path.stem, "")
    name, notes_on_it, fence = "", "", ""
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if fence:
            if line == fence:
                _add_file(case, name, notes_on_it, lines)
                name, fence, lines = "", "", []
            else:
                lines.append(line)
        elif line.startswith("## "):
            yield case
            case = Case(path.stem, line[3:])
        elif match := FILE.match(line):
            name, notes_on_it = match.groups()
        elif name and (opening := re.match(r"`{3,}", line)):
            fence = opening[0]
        elif today := TODAY.search(line):
            case.today = today[1]
    assert not fence, f"a block of {path} is not closed"
    yield case


def _add_file(case: Case, path: str, notes_on_it: str, lines: list[str]) -> None:
    kept: list[str] = []
    for line in lines:
        if match := CARET.match(line):
            place = max(len(kept), 1), len(match["indent"]) + 1
            case.expected.append((path, *place, match["severity"], match["rule"], match["part"]))
        else:
            kept.append(line)
    text = "".join(line + "\n" for line in kept)
    if "fixed with guesses" in notes_on_it:
        case.guessed[path] = text.encode()
    elif "fixed" in notes_on_it:
        case.fixed[path] = text.encode()
    elif "as bytes" in notes_on_it:
        case.files[path] = _bytes(text.rstrip("\n"))
    elif "not readable" in notes_on_it:
        case.unreadable.append(path)
    elif "in git" in notes_on_it:
        case.in_git.append(path)
    else:
        case.files[path] = text.encode()


def _bytes(text: str) -> bytes:
    escapes = {"n": b"\n", "r": b"\r"}
    parts = re.split(r"\\(x[0-9a-f]{2}|[nr])", text.replace("\n", ""))
    return b"".join(
        part.encode() if number % 2 == 0 else escapes.get(part) or bytes.fromhex(part[1:])
        for number, part in enumerate(parts)
    )


CASES = [
    case
    for path in sorted(FOLDER.glob("*.md"))
    for case in read_cases(path)
    if case.files or case.unreadable or case.in_git
]
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.title}")


@every_case
def test_case(case: Case) -> None:
    """What the notes of a case say is found, where they say it, and nothing else."""
    db = case.database()
    journal = pipeline.Asked(db)
    found = []
    for reported in pipeline.findings(db):
        finding = reported.finding
        at = journal.locate(finding.path, finding.anchor)
        said = f"{finding.message} {finding.remedy}"
        part = next(
            (
                want[5]
                for want in case.expected
                if want[:5] == (finding.path, at.line, at.column, reported.severity, finding.rule) and want[5] in said
            ),
            said,
        )
        found.append((finding.path, at.line, at.column, reported.severity, finding.rule, part))
    assert sorted(found) == sorted(case.expected)


@every_case
def test_everything_found_can_be_located(case: Case) -> None:
    """No finding points at the first line for want of better: each anchor is a place of its note."""
    db = case.database()
    for reported in pipeline.findings(db):
        finding = reported.finding
        if pipeline.source(db, finding.path) is not None:
            assert pipeline.span_of(db, finding.path, finding.anchor) is not None, finding
        assert finding.message and finding.remedy, finding
        assert finding.message[-1] in ".!?" and finding.remedy[-1] in ".!?", finding


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.fixed or case.guessed], ids=lambda case: f"{case.rule}: {case.title}"
)
def test_fixes(case: Case) -> None:
    """What fixing makes of the notes of a case, without guesses and with them."""
    assert {path: data.decode() for path, data in fixed(case).items()} == {
        path: data.decode() for path, data in case.fixed.items()
    }
    assert {path: data.decode() for path, data in fixed(case, unsafe=True).items()} == {
        path: data.decode() for path, data in {**case.fixed, **case.guessed}.items()
    }


def fixed(case: Case, *, unsafe: bool = False) -> dict[str, bytes]:
    """The notes of a case that fixing changes, as they are then."""
    session = Session(Path(), db=case.database())
    work = fix_notes(session, lambda found: found, lambda _: True, unsafe, case.files)
    assert not work.left
    return {path: new for path, (_, new) in work.notes.items()}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.fix], ids=lambda rule: rule.name)
def test_a_fix_is_of_the_sort_that_its_rule_says(rule) -> None:
    """Its cases show a fix of each sort, and hold none of another."""
    sorts = set()
    for case in (case for case in CASES if case.rule == rule.name and (case.fixed or case.guessed)):
        asked = pipeline.Asked(case.database())
        fixes = fixes_of(asked, asked.all_reported())
        sorts |= {"safe" if fix.safe else "unsafe" for finding, fix in fixes.items() if finding.rule == rule.name}
    assert " or ".join(sorted(sorts)) == rule.fix.sort


@every_case
def test_no_fact_comes_with_time(case: Case) -> None:
    """For unchanged files a fact that holds today holds ever after; one that passes is of the two that may."""
    clocked = {rule.name for rule in RULES if rule.clocked}
    db = case.database()
    before = _facts(db)
    for days in (1, 8, 30, 90, 365, 366, 800):
        db.set(pipeline.today, "", date.fromisoformat(case.today) + timedelta(days=days))
        after = _facts(db)
        assert after <= before
        assert {finding.rule for finding in before - after} <= clocked
        before = after


def _facts(db: Database) -> set[Finding]:
    return {reported.finding for reported in pipeline.findings(db) if not reported.nudge}


# What is found only in a commit, or in a site to be shared, has its cases where these are made.
@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.scope not in ("commit", "build")], ids=lambda rule: rule.name
)
def test_a_rule_has_cases(rule) -> None:
    """Each rule has a case file that shows it found, and shows it quiet."""
    cases = [case for case in CASES if case.rule == rule.name]
    assert any(want[4] == rule.name for case in cases for want in case.expected), "no case in which it is found"
    assert any(all(want[4] != rule.name for want in case.expected) for case in cases), "no case in which it is quiet"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_a_page(rule) -> None:
    """What it finds, why that matters, a wrong and a right example, its settings, what keeps it quiet, in order."""
    paragraphs = rule.about.split("\n\n")
    assert re.fullmatch(r"[A-Z`].*\.", paragraphs[0], re.DOTALL)
    heads = [match[1] for paragraph in paragraphs[1:] if (match := re.match(r"([A-Z][a-z]+):", paragraph))]
    assert heads == list(SECTIONS) and len(paragraphs) == len(SECTIONS) + 1
    for paragraph in paragraphs[1:]:
        head, _, body = paragraph.partition(":")
        assert body.strip(), head
        if head in ("Wrong", "Right"):
            assert all(line.startswith("    ") for line in body.strip("\n").split("\n")), head
    assert all(len(line) <= 120 for line in rule.about.split("\n"))


def test_names_and_families() -> None:
    """Names are unique, read as words, and every case file is a rule's."""
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name) for name in names)
    assert {path.stem for path in FOLDER.glob("*.md")} <= set(names) | {"bad-input", "suppression"}
    assert {rule.family for rule in RULES} == set(FAMILIES)
    assert {rule.severity for rule in RULES} <= set(SEVERITIES)
    assert not any(rule.nudge and rule.severity == "error" for rule in RULES)


def test_every_rule_that_is_reported_exists() -> None:
    """What the reader, resolution and the workspace report by name is in the catalogue."""
    package = Path(pipeline.__file__).parent
    names = {rule.name for rule in RULES}
    reported = set()
    for part in ("notes", "journal", "workspace", "config.py"):
        for path in [package / part] if part.endswith(".py") else (package / part).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            reported |= set(
                re.findall(
                    r"(?:Trouble|Problem|Finding|trouble|wrong|_wrong)\(\s*(?:[\w.]+,\s*){0,3}\"([a-z]+-[a-z-]+)\"",
                    text,
                )
            )
    assert reported <= names and len(reported) >= 5


PIECES = st.sampled_from(
    [
        *(
            "---\n",
            "name: Ada\n",
            "with: [Ada, Bo]\n",
            "date: 2026-06-04\n",
            "date: 2026-06-31\n",
            "met: 2027\n",
            "cirlce: x\n",
        ),
        *(
            "status:\n",
            "  - 2020-01: deceased\n",
            "relations: [manager: ada]\n",
            "lint-ignore: [broken-link, x]\n",
            "org: [[x]]\n",
        ),
        *(
            "## 2026-06-04 call\n",
            "## Plan\n",
            "- got lead – Turin\n",
            "- gave link: x on:soon\n",
            "- [x] sent done:2020-01-01\n",
        ),
        *(
            "- @bo gave lead: x\n",
            "  - [[nowhere]] <!-- kith-ignore broken-link -->\n",
            "<!-- kith-ignore near-miss: so -->\n",
            "\n",
        ),
        *(
            "• told: x\n",
            "::: private\n",
            ":::\n",
            "<<<<<<< HEAD\n",
            "{{name}}\n",
            "\\[\\[x\\]\\]\n",
            "![[x.png]]\n",
            "\0",
            "é\n",
            "> - [ ] x\n",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)
PATHS = ("contacts/ada.md", "contacts/bo.md", "meetings/2026-06-05-coffee.md", "events/fair.md", "notes/ada.md")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PATHS), TEXTS), min_size=1, max_size=4).map(dict),
    st.sampled_from([b"", b"\xff"]),
)
def test_whatever_is_typed_is_told_at_a_place(texts: dict[str, str], more: bytes) -> None:
    """No notes make a rule fail, and each finding has a place in its note, a message and a remedy."""
    db = database({path: text.encode() + more for path, text in texts.items()}, "2026-06-05")
    for reported in pipeline.findings(db):
        finding = reported.finding
        assert pipeline.span_of(db, finding.path, finding.anchor) is not None, finding
        assert finding.message and finding.remedy


WORDS = st.text("abc", min_size=5, max_size=12)


@given(st.lists(WORDS, max_size=30), WORDS, st.sampled_from([1, 2]))
def test_lookalikes_are_all_that_lie_near(words: list[str], word: str, most: int) -> None:
    """The index by parts finds what comparing with every word would find."""
    near = {other for other in words if 0 < slips(word, other, most) <= most}
    assert set(Lookalikes(words).near(word, most)) == near


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("ada", "ada", 0),
        ("ada", "aad", 1),
        ("circle", "cirlce", 1),
        ("circle", "cicle", 1),
        ("marta", "marthe", 2),
        ("a", "abcd", 3),
    ],
)
def test_slips(one: str, other: str, count: int) -> None:
    """Letters put in, left out, changed, or swapped with their neighbour; more than two are three."""
    assert slips(one, other) == slips(other, one) == count


def test_the_example_of_a_rule_is_one(tmp_path: Path) -> None:
    """The rule that docs/design.md adds, as it stands there, finds and keeps quiet what its case says."""
    text = (FOLDER.parent.parent / "docs" / "design.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(def check_.*?)```", text, re.DOTALL)
    cases = re.search(r"````markdown\n(.*?)````", text, re.DOTALL)
    assert code and cases
    names: dict[str, Any] = {}
    exec("from __future__ import annotations\n" + code[1], {"Finding": Finding, "Meeting": Meeting}, names)
    rule = rule_of_note(names["check_long_meeting"], "warning")
    test_a_rule_has_a_page(rule)
    (tmp_path / "long-meeting.md").write_text(cases[1], encoding="utf-8")
    for case in (case for case in read_cases(tmp_path / "long-meeting.md") if case.files):
        journal = pipeline.Asked(case.database())
        assert rule.check_note
        found = [each for path in journal.paths() for each in rule.check_note(journal, path)]
        assert [each.rule for each in found] == [want[4] for want in case.expected]
        assert all(want[5] in each.message for each, want in zip(found, case.expected, strict=True))
