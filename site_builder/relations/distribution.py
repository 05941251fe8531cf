"""How the figures of a journal are spread over its people: to judge whether rules and settings suit it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder.journal.model import Journal
from site_builder.relations.balance import account_of
from site_builder.relations.exchanges import exchanges_with
from site_builder.relations.promises import promises_among
from site_builder.relations.ties import tie
from site_builder.values import dataclass

POINTS = (0.0, 0.1, 0.5, 0.9, 1.0)
"""The quantiles that are told: the least, a tenth, the median, nine tenths, the most."""
ENOUGH = 5
"""Exchanges from which a share is a figure."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over those who have it: how many they are, and its values at `POINTS`."""

    figure: str
    count: int
    values: tuple[float, ...]


def spreads(journal: Journal) -> tuple[Spread, ...]:
    """The spread of every figure that some person has, in the order in which a page tells them."""
    found: dict[str, list[float]] = {}
    for key in journal.people():
        for figure, value in _figures(journal, key):
            found.setdefault(figure, []).append(value)
    return tuple(Spread(figure, len(values), quantiles(values)) for figure, values in found.items())


def quantiles(values: Sequence[float]) -> tuple[float, ...]:
    """The values at `POINTS`, each one that occurs (the nearest rank, so that somebody has it)."""
    ordered = sorted(values)
    return tuple(ordered[round(point * (len(ordered) - 1))] for point in POINTS)


def _figures(journal: Journal, key: str) -> Iterator[tuple[str, float]]:
    """The figures of one person, those that the notes give."""
    knot = journal.ask(tie, key)
    rhythm, said = knot.rhythm, journal.statements(key)
    if rhythm.met:
        yield "days of contact", float(len(rhythm.met))
        yield "days since the last", float(rhythm.silence or 0)
    if rhythm.settled and rhythm.gap:
        yield "median days between", rhythm.gap
        yield "silence ÷ own median", (rhythm.silence or 0) / max(rhythm.gap, 1.0)
    if rhythm.overdue:
        yield "overdue ÷ cadence", rhythm.urgency
    known = [each for each in said if each.day is None or each.day <= journal.today]
    exchanges = exchanges_with(known, key)
    if exchanges:
        yield "exchanges", float(len(exchanges))
    if len(exchanges) >= ENOUGH:
        account = account_of(exchanges)
        yield "share received", account.received / (account.given + account.received)
    learned = sum(each.line.kind == "learned" for each in known)
    if learned:
        yield "things learned", float(learned)
    promises = promises_among(said, journal.today)
    for whose in (False, True):
        there = [each for each in promises if each.theirs == whose]
        name = "theirs" if whose else "mine"
        if there:
            yield f"promises, {name}", float(len(there))
            for each in there:
                if each.overdue:
                    yield f"days past due, {name} and open", float(each.overdue)
