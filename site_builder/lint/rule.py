"""A rule: a name that reads as what it found, a severity, a pure function of the journal, and perhaps another that
offers a fix."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol

from site_builder.finding import Finding
from site_builder.journal.model import Journal
from site_builder.journal.names import Fits
from site_builder.notes.edit import Edit
from site_builder.notes.reading import Document, Reading
from site_builder.relations.ties import Tie
from site_builder.values import dataclass

SEVERITIES = ("error", "warning", "info")


class Checked(Journal, Protocol):
    """The journal, and what rules may ask besides."""

    def names_like(self, folded: str) -> Fits:
        """The notes that a folded name fits."""
        ...

    def cards(self) -> dict[str, tuple[str, ...]]:
        """All cards by folded name, with the ways in which they were typed."""
        ...


class Fixing(Checked, Protocol):
    """The journal, and the places in its notes: asked only where a fix is made, last of all."""

    def document(self, path: str) -> Document:
        """A note, parsed, with its text."""
        ...

    def reading(self, path: str) -> Reading:
        """A note's entry, and the place of each of its anchors."""
        ...

    def found_in(self, path: str) -> tuple[Finding, ...]:
        """What is found in a note, silenced or not, by reading it and by the rules that look at one note."""
        ...

    def suppose(self, path: str, text: str) -> Fixing:
        """The journal as it would be if a note had this text, as far as that note is asked about."""
        ...


@dataclass(frozen=True, slots=True)
class Again:
    """A note read again with changes made, beside what it was; `gained`: how many more lines of each meaning it has."""

    before: Reading
    document: Document
    reading: Reading
    gained: Counter[tuple[str, str]]


Shows = Callable[[Again], bool]
"""Whether a note, read again, says what a change was for. Other changes may have been made beside it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What to change in one note: edits of its text, and the test that the new text has to pass."""

    path: str
    edits: tuple[Edit, ...]
    shows: Shows


@dataclass(frozen=True, slots=True)
class Fix:
    """What would answer a finding. `safe`: the line can be read in one way only, and this is it; anything else is a
    guess, which the writer has to look at."""

    safe: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Fixer:
    """How a rule makes fixes, and of which sort they are: `safe`, `unsafe`, or `safe or unsafe`."""

    make: Callable[[Fixing, Finding], Fix | None]
    sort: str


NoteCheck = Callable[[Checked, str], Iterable[Finding]]
JournalCheck = Callable[[Checked], Iterable[Finding]]
PersonCheck = Callable[[Checked, Tie], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue.

    `scope`: `note` (asked of each note), `person` (asked of each person, contact or card), `journal` (asked once),
    `commit` (found in a commit alone), `build` (found before a shared site is published), `reader` (found while a note
    is read or resolved) or `suppression` (found while findings are silenced): the last four have no function to ask.
    `about`: the rule's page, in the fixed shape that `SECTIONS` tells. `nudge`: it depends on the day, and never blocks
    unless the settings say so. `clocked`: a fact that passes with time, as `odd-year`: a suppression of it is never
    called unused. `fix`: how its findings are answered, where one exact edit does that.
    """

    name: str
    severity: str
    scope: str
    about: str
    check_note: NoteCheck | None = None
    check_journal: JournalCheck | None = None
    check_person: PersonCheck | None = None
    nudge: bool = False
    fix: Fixer | None = None
    clocked: bool = False
    family: str = ""


SECTIONS = ("Why", "Wrong", "Right", "Settings", "Quiet")
"""After a first sentence that says what is found, the parts of every rule's page, in this order."""


def rule_of_note(check: NoteCheck, severity: str, *, fix: Fixer | None = None, clocked: bool = False) -> Rule:
    """A rule that is asked of each note. Its name and its page are those of its function, `check_near_miss`."""
    name, about = _named(check)
    return Rule(name, severity, "note", about, check_note=check, fix=fix, clocked=clocked)


def rule_of_journal(check: JournalCheck, severity: str, *, fix: Fixer | None = None) -> Rule:
    """A rule that is asked once, because it compares notes."""
    name, about = _named(check)
    return Rule(name, severity, "journal", about, check_journal=check, fix=fix)


def nudge_of_note(check: NoteCheck, severity: str) -> Rule:
    """A nudge that is asked of each note."""
    return replace(rule_of_note(check, severity), nudge=True)


def nudge_of_journal(check: JournalCheck, severity: str) -> Rule:
    """A nudge that is asked once."""
    return replace(rule_of_journal(check, severity), nudge=True)


def nudge_of_person(check: PersonCheck, severity: str) -> Rule:
    """A nudge that is asked of each person, by how it stands between them and the owner."""
    name, about = _named(check)
    return Rule(name, severity, "person", about, check_person=check, nudge=True)


def rule_of_reader(name: str, severity: str, about: str, *, fix: Fixer | None = None) -> Rule:
    """A rule that is kept while a note is read or resolved."""
    return Rule(name, severity, "reader", inspect.cleandoc(about), fix=fix)


def rule_of_suppression(name: str, severity: str, about: str, *, nudge: bool = False, fix: Fixer | None = None) -> Rule:
    """A rule about suppressions, kept while these are applied."""
    return Rule(name, severity, "suppression", inspect.cleandoc(about), nudge=nudge, fix=fix)


def sort_of_fix(rule: Rule) -> str:
    """Whether a rule's findings can be fixed, in a word or two."""
    return {"": "", "safe": "fix", "unsafe": "unsafe fix"}.get(rule.fix.sort if rule.fix else "", "fix or unsafe fix")


def how_to_fix(rule: Rule) -> str:
    """How the findings of a rule with a fix are fixed, in a sentence."""
    guess = "`kith lint --fix --unsafe-fixes`"
    if rule.fix and rule.fix.sort == "safe":
        return "`kith lint --fix`."
    if rule.fix and rule.fix.sort == "unsafe":
        return f"{guess}; it is a guess, so look at it with `--diff` first."
    return f"`kith lint --fix` where the line can be meant in one way only; {guess} also where that is a guess."


def _named(check: Callable[..., object]) -> tuple[str, str]:
    return check.__name__.removeprefix("check_").replace("_", "-"), inspect.getdoc(check) or ""
