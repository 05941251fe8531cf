"""Nudges about promises, mine and theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from site_builder.finding import Finding
from site_builder.journal.names import fold_name
from site_builder.lint.nudges import all_gone, days_since, named
from site_builder.lint.rule import Checked
from site_builder.relations.promises import Promise, promises_among
from site_builder.relations.words import counted, length

WAITING_FROM = 7
UNDATED = range(14, 29)
STALE = range(180, 211)
_MINE = re.compile(r"i(?:['’]ll| will| am to) ")


def check_overdue_promise(journal: Checked, path: str) -> Iterator[Finding]:
    """A promise of yours that is open past its date.

    Why: what you promised is what people remember of you, kept or not.

    Wrong:
        - [ ] I'll send the table due:2026-06-12 (and it is the 20th)

    Right:
        - [ ] I'll send the table due:2026-06-12 moved:2026-06-30

    Settings: none.

    Quiet: until the day after its date; once it is kept, moved or dropped; your own work and the moves of a plan; those
    who are archived, estranged or have died.
    """
    for promise in _open(journal, path):
        if promise.overdue and not promise.theirs:
            message = f"You promised {named(journal, promise.people)} this by {promise.due}, {_ago(promise)}."
            remedy = _closed_elsewhere(journal, promise) or "Keep it, move it (`moved:`) or drop it (`[-]`)."
            yield _found(path, promise, "overdue-promise", message, remedy)


def check_waiting_on(journal: Checked, path: str) -> Iterator[Finding]:
    """Something that was promised to you, and is a week past its date.

    Why: a friendly question costs them nothing, and often helps; until you ask, you both think of it.

    Wrong:
        - [ ] Ada will send the minutes due:2026-06-12 (and it is the 20th)

    Right:
        - [x] Ada will send the minutes due:2026-06-12

    Settings: none.

    Quiet: in the first week; once it is closed; those who are archived, estranged or have died.
    """
    for promise in _open(journal, path):
        if promise.theirs and promise.overdue >= WAITING_FROM:
            who = named(journal, promise.people)
            message = f"You have been waiting for {who} since {promise.due}, {_ago(promise)}."
            remedy = _closed_elsewhere(journal, promise) or "Ask how it stands, or close it."
            yield _found(path, promise, "waiting-on", message, remedy)


def check_undated_promise(journal: Checked, path: str) -> Iterator[Finding]:
    """A promise of yours without a date, two weeks old.

    Why: without a date nothing will remind you, and to them it has been promised all the same.

    Wrong:
        - [ ] I'll send the table

    Right:
        - [ ] I'll send the table due:2026-06-12

    Settings: none.

    Quiet: in the first two weeks, and after four; where the line has no day; your own work and the moves of a plan;
    those who are archived, estranged or have died.
    """
    for promise in _undated(journal, path):
        if promise.made and days_since(journal, promise.made) in UNDATED:
            people = named(journal, promise.people)
            message = f"On {promise.made} you promised {people} this, without saying by when."
            remedy = _closed_elsewhere(journal, promise) or "Set a date with `due:`, or close it."
            yield _found(path, promise, "undated-promise", message, remedy)


def check_stale_promise(journal: Checked, path: str) -> Iterator[Finding]:
    """A promise of yours without a date that is still open after half a year.

    Why: what nobody waits for any more can be dropped in a word, and what somebody does wait for has waited long.

    Wrong:
        - [ ] I'll send the table (half a year ago)

    Right:
        - [-] I'll send the table why:"he has it by now"

    Settings: none.

    Quiet: before 180 days, and after 210; promises with a date, of which `overdue-promise` tells; your own work and the
    moves of a plan; those who are archived, estranged or have died.
    """
    for promise in _undated(journal, path):
        if promise.made and days_since(journal, promise.made) in STALE:
            ago = length(days_since(journal, promise.made))
            message = f"You promised {named(journal, promise.people)} this {ago} ago, and it is still open."
            remedy = _closed_elsewhere(journal, promise) or "Keep it, date it (`due:`) or drop it (`[-]`)."
            yield _found(path, promise, "stale-promise", message, remedy)


def _open(journal: Checked, path: str) -> Iterator[Promise]:
    for promise in promises_among(journal.resolved(path).statements, journal.today):
        if promise.is_open and promise.people and not all_gone(journal, promise.people):
            yield promise


def _closed_elsewhere(journal: Checked, promise: Promise) -> str:
    """The remedy where another line closes a promise in the same words: people tick off what they did in the note of
    the day on which they did it. Nothing where there is none."""
    for other in promises_among(journal.statements(promise.people[0]), journal.today):
        alike = other.theirs == promise.theirs and _plain(other) == _plain(promise)
        if alike and not other.is_open and (promise.made or date.min) <= (other.made or date.max):
            here = other.statement.path == promise.statement.path and other.made
            where = f"The line of {other.made}" if here else f"`{other.statement.path}`"
            return f"{where} has it closed: close it here, too."
    return ""


def _plain(promise: Promise) -> str:
    return _MINE.sub("", fold_name(promise.statement.line.text)).rstrip(" .!")


def _undated(journal: Checked, path: str) -> Iterator[Promise]:
    for promise in _open(journal, path):
        if promise.due is None and not promise.theirs:
            yield promise


def _ago(promise: Promise) -> str:
    return f"{counted(promise.overdue, 'day')} ago"


def _found(path: str, promise: Promise, rule: str, message: str, remedy: str) -> Finding:
    return Finding(path, promise.statement.line.anchor, rule, message, remedy, promise.people[0])
