"""The account: what was given and received, with whom, and whether it has become one-sided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from site_builder.journal.model import Statement
from site_builder.relations.words import number_words


@dataclass(frozen=True, slots=True)
class Exchange:
    """A deposit (`gave`) or a withdrawal (`got`). `size` is 1 or 2, times the share of one person of many."""

    statement: Statement
    direction: str
    kind: str
    size: float
    day: date


def exchanges_with(statements: Iterable[Statement], key: str) -> tuple[Exchange, ...]:
    """The exchanges with a person, oldest first. An introduction of mine is a deposit to the one on the left."""
    found = []
    for each in statements:
        if each.day is None or key not in each.people:
            continue
        line = each.line
        if each.role == "exchange":
            found.append(Exchange(each, line.kind, line.category, line.size * each.share, each.day))
        elif each.role == "intro" and each.sides[:1] == (key,):
            found.append(Exchange(each, "gave", "intro", float(line.size), each.day))
    return tuple(sorted(found, key=lambda item: (item.day, item.statement.path, item.statement.line.item)))


def balance_words(exchanges: Sequence[Exchange]) -> str:
    """What went each way, in a sentence; nothing for no exchange at all."""
    gave = sum(each.direction == "gave" for each in exchanges)
    got = len(exchanges) - gave
    if not exchanges:
        return ""
    since = min(each.day for each in exchanges).year
    if not gave or not got:
        words = "given and nothing received" if gave else "received and nothing given"
        return f"{number_words(gave or got).capitalize()} {words} since {since}."
    return f"{number_words(gave).capitalize()} given, {number_words(got)} received since {since}."
