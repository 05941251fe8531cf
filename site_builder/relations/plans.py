"""Plans: what one means to do for a relationship, and whether each of its moves showed what it was meant to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from site_builder.journal.model import Interaction, Statement
from site_builder.notes.schema import Contact
from site_builder.relations.exchanges import exchanges_with
from site_builder.relations.promises import Promise, promises_among

TESTS = ("invests", "learns", "illustrates")


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan for one person on a day. `claimed`, `shown`: the tests that some move was meant to pass, and those that
    the notes of its day bear out. Moves by deadline; hopes in the order of the note."""

    aim: str = ""
    review_by: date | None = None
    moves: tuple[Promise, ...] = ()
    hopes: tuple[Statement, ...] = ()
    claimed: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.aim or self.moves or self.hopes)


def plan_of(
    key: str, fields: Contact | None, statements: Sequence[Statement], met: Sequence[Interaction], today: date
) -> Plan:
    """The plan for a person, from the lines that concern them and the meetings with them."""
    moves = promises_among((each for each in statements if key in each.people), today, "move")
    claimed = {test for move in moves for test in move.statement.line.tests}
    shown = {test for move in moves for test in tests_shown(move, key, statements, met, today)}
    return Plan(
        fields.plan if fields else "",
        fields.review_by.last if fields and fields.review_by else None,
        moves,
        tuple(each for each in statements if each.role == "hope" and key in each.people),
        tuple(test for test in TESTS if test in claimed),
        tuple(test for test in TESTS if test in shown),
    )


def tests_shown(
    move: Promise, key: str, statements: Sequence[Statement], met: Sequence[Interaction], today: date
) -> tuple[str, ...]:
    """Of the tests that a move claims, those it has shown: on its `done:` day there is with that person a meeting
    (invests), something learned (learns), something given (illustrates). Without a day nothing is shown."""
    if move.state not in ("kept", "kept late") or move.done is None or move.done > today:
        return ()
    day = move.done
    there = {
        "invests": any(each.day == day and each.counts(today) for each in met),
        "learns": any(each.role == "learned" and each.day == day and key in each.people for each in statements),
        "illustrates": any(each.day == day and each.direction == "gave" for each in exchanges_with(statements, key)),
    }
    return tuple(test for test in TESTS if test in move.statement.line.tests and there[test])
