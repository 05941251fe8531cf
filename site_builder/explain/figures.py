"""What the figures of an explanation have in common: a value, where it stands, and how lines are chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from site_builder.journal.model import Interaction, Statement
from site_builder.lint.rule import Checked
from site_builder.lint.rules.dates import date_anchor
from site_builder.relations.introductions import is_person
from site_builder.relations.standing import GONE, standing
from site_builder.relations.words import counted
from site_builder.values import dataclass

MOST = 6
"""Lines of one kind that are shown; of more, the newest."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or fact that a rule went by: what it is, in words, and where it stands: an anchor of the note `path`, or
    a `setting` of kith.toml, by its keys."""

    label: str
    text: str
    path: str = ""
    anchor: str = ""
    setting: tuple[str, ...] = ()


Evidence = Callable[[Checked, str], Iterable[Figure]]
"""From the journal and the key of a person or a note to the figures of a rule about them."""


def statements_of(journal: Checked, key: str) -> tuple[Statement, ...]:
    """The lines that concern a person, or those of a note."""
    return journal.statements(key) if is_person(journal, key) else journal.resolved(key).statements


def of_line(label: str, text: str, statement: Statement) -> Figure:
    """A figure that a line says."""
    return Figure(label, text, statement.path, statement.line.anchor)


def of_meeting(label: str, text: str, meeting: Interaction, journal: Checked) -> Figure:
    """A figure that a meeting says, at its date."""
    at = date_anchor(journal.entry(meeting.path)) if meeting.anchor == "note" else meeting.anchor
    return Figure(label, text, meeting.path, at)


def newest(figures: Iterable[Figure], what: str) -> Iterator[Figure]:
    """The last of some lines, and how many more there are."""
    found = tuple(figures)
    if len(found) > MOST:
        yield Figure(what, f"and {len(found) - MOST} older")
    yield from found[-MOST:]


def days_ago(journal: Checked, day: date) -> str:
    """`91 days ago`, `today`, `in 3 days`."""
    days = (journal.today - day).days
    if days == 0:
        return "today"
    return f"{counted(days, 'day')} ago" if days > 0 else f"in {counted(-days, 'day')}"


def status_figures(journal: Checked, key: str) -> Iterator[Figure]:
    """How things stand with somebody of whom nothing is said at all."""
    if is_person(journal, key) and (status := standing(journal, key, journal.today).status) in GONE:
        yield Figure("Status", status, journal.person(key).path, "key:status")
