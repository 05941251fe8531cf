"""Promises, mine and theirs: what was said would be done, by when, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from site_builder.journal.model import Journal, Statement


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise (or own work) and its state on a day.

    `person`: whose it is or to whom it was made, by key; empty for own work. `state`: `open`, `begun`, `kept`,
    `kept late`, `dropped`. `due`: the date in force. `overdue`: days past it, while it is open.
    """

    statement: Statement
    people: tuple[str, ...]
    theirs: bool
    state: str
    made: date | None
    due: date | None
    done: date | None
    overdue: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "begun")


def promise_of(statement: Statement, today: date) -> Promise:
    """What became of a task. Kept without `done:` is kept, timing unknown (so not late)."""
    line = statement.line
    due, done = line.deadline, line.done.first if line.done else None
    state = line.state
    if state == "kept" and done and due and done > due:
        state = "kept late"
    overdue = (today - due).days if due and state in ("open", "begun") and today > due else 0
    return Promise(statement, statement.people, statement.theirs, state, line.day, due, done, overdue)


def promises_among(statements: Iterable[Statement], today: date, role: str = "promise") -> tuple[Promise, ...]:
    """The promises among some lines, the most overdue first, then by deadline, undated ones last."""
    found = [promise_of(each, today) for each in statements if each.role == role]
    return tuple(sorted(found, key=_order))


def _order(promise: Promise) -> tuple[date, str, int]:
    return promise.due or date.max, promise.statement.path, promise.statement.line.item


def open_promises(journal: Journal, role: str = "promise") -> tuple[Promise, ...]:
    """All open promises (or own work) of the journal, in order of their deadlines."""
    found = []
    for path in journal.paths():
        statements = journal.resolved(path).statements
        found += [each for each in statements if each.role == role and each.line.state in ("open", "begun")]
    today = journal.today
    known = [each for each in found if each.day is None or each.day <= today]
    return promises_among(known, today, role)
