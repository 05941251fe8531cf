"""A rule: a name that reads as what it found, a severity, and a pure function of the journal."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from site_builder.finding import Finding
from site_builder.journal.model import Journal
from site_builder.journal.names import Fits
from site_builder.relations.ties import Tie

SEVERITIES = ("error", "warning", "info")


class Checked(Journal, Protocol):
    """The journal, and what rules may ask besides."""

    def names_like(self, folded: str) -> Fits:
        """The notes that a folded name fits."""
        ...

    def cards(self) -> dict[str, tuple[str, ...]]:
        """All cards by folded name, with the ways in which they were typed."""
        ...


NoteCheck = Callable[[Checked, str], Iterable[Finding]]
JournalCheck = Callable[[Checked], Iterable[Finding]]
PersonCheck = Callable[[Checked, Tie], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue.

    `scope`: `note` (asked of each note), `person` (asked of each person, contact or card), `journal` (asked once),
    `reader` (found while a note is read or resolved) or `suppression` (found while findings are silenced): the last two
    have no function to ask. `about`: the rule's page, in the fixed shape that `SECTIONS` tells. `nudge`: it depends on
    the day, and never blocks unless the settings say so. `clocked`: a fact that passes with time, as `odd-year`: a
    suppression of it is never called unused.
    """

    name: str
    severity: str
    scope: str
    about: str
    check_note: NoteCheck | None = None
    check_journal: JournalCheck | None = None
    check_person: PersonCheck | None = None
    nudge: bool = False
    fixable: bool = False
    clocked: bool = False
    family: str = ""


SECTIONS = ("Why", "Wrong", "Right", "Settings", "Quiet")
"""After a first sentence that says what is found, the parts of every rule's page, in this order."""


def rule_of_note(check: NoteCheck, severity: str, *, fixable: bool = False, clocked: bool = False) -> Rule:
    """A rule that is asked of each note. Its name and its page are those of its function, `check_near_miss`."""
    name, about = _named(check)
    return Rule(name, severity, "note", about, check_note=check, fixable=fixable, clocked=clocked)


def rule_of_journal(check: JournalCheck, severity: str, *, fixable: bool = False) -> Rule:
    """A rule that is asked once, because it compares notes."""
    name, about = _named(check)
    return Rule(name, severity, "journal", about, check_journal=check, fixable=fixable)


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


def rule_of_reader(name: str, severity: str, about: str, *, fixable: bool = False) -> Rule:
    """A rule that is kept while a note is read or resolved."""
    return Rule(name, severity, "reader", inspect.cleandoc(about), fixable=fixable)


def rule_of_suppression(name: str, severity: str, about: str, *, nudge: bool = False) -> Rule:
    """A rule about suppressions, kept while these are applied."""
    return Rule(name, severity, "suppression", inspect.cleandoc(about), nudge=nudge)


def _named(check: Callable[..., object]) -> tuple[str, str]:
    return check.__name__.removeprefix("check_").replace("_", "-"), inspect.getdoc(check) or ""
