"""The account: what was given and received, with whom, what came back and after how long, and what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from site_builder.journal.model import Journal, Resolved, Statement
from site_builder.relations.words import number_words
from site_builder.values import dataclass

OUTCOMES = ("yes", "later", "no")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A deposit (`gave`) or a withdrawal (`got`). `size` is 1 or 2, times the share of one person of many."""

    statement: Statement
    direction: str
    kind: str
    size: float
    day: date

    @property
    def people(self) -> tuple[str, ...]:
        """With whom: of an introduction the one on the left, to whom it was given."""
        statement = self.statement
        return statement.sides[:1] if statement.role == "intro" else statement.people


@dataclass(frozen=True, slots=True)
class Return:
    """A deposit, and the first thing received from the same person on a later day. `days`: until then; without
    `came`, the days that have passed without."""

    gave: Exchange
    days: int
    came: Exchange | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A request of mine, or (`theirs`) of somebody to me. `outcome`: `yes`, `later`, `no`, or nothing so far."""

    statement: Statement
    day: date
    theirs: bool
    outcome: str


def exchange_of(statement: Statement) -> Exchange | None:
    """The exchange that a line is; nothing for other lines, and for one without a day."""
    line = statement.line
    if line.day is None:
        return None
    if statement.role == "exchange":
        return Exchange(statement, line.kind, line.category, line.size * statement.share, line.day)
    if statement.role == "intro" and any(statement.sides[:1]):  # nobody on the left was given nothing
        return Exchange(statement, "gave", "intro", float(line.size), line.day)
    return None


def exchanges_with(statements: Iterable[Statement], key: str) -> tuple[Exchange, ...]:
    """The exchanges with a person, oldest first. An introduction of mine is a deposit to the one on the left."""
    return _in_order(each for each in map(exchange_of, statements) if each is not None and key in each.people)


def all_exchanges(journal: Journal) -> tuple[Exchange, ...]:
    """Every exchange of the journal up to today that concerns somebody, oldest first."""
    found = (each for those in journal.of_resolved(exchanges_in).values() for each in those)
    return _in_order(each for each in found if each.day <= journal.today)


def exchanges_in(resolved: Resolved) -> tuple[Exchange, ...]:
    """The exchanges that a note tells of and that concern somebody."""
    found = map(exchange_of, resolved.statements)
    return tuple(each for each in found if each is not None and each.people)


def _in_order(exchanges: Iterable[Exchange]) -> tuple[Exchange, ...]:
    return tuple(sorted(exchanges, key=lambda item: (item.day, item.statement.path, item.statement.line.item)))


def by_person(exchanges: Iterable[Exchange]) -> dict[str, tuple[Exchange, ...]]:
    """The exchanges with each person, in the order given."""
    found: dict[str, list[Exchange]] = {}
    for each in exchanges:
        for key in dict.fromkeys(each.people):
            found.setdefault(key, []).append(each)
    return {key: tuple(those) for key, those in found.items()}


def sides_of(exchanges: Iterable[Exchange]) -> tuple[tuple[Exchange, ...], tuple[Exchange, ...]]:
    """What was given, and what was received."""
    both = tuple(exchanges)
    return tuple(x for x in both if x.direction == "gave"), tuple(x for x in both if x.direction == "got")


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


def quarter_start(day: date) -> date:
    """The first day of the quarter that a day is in."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def months_to(today: date, number: int) -> tuple[date, ...]:
    """The first days of the last so many months, the oldest first, that of today the last."""
    count = today.year * 12 + today.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(max(12, count - number + 1), count + 1))


def by_month(exchanges: Iterable[Exchange], months: Sequence[date]) -> tuple[tuple[date, int, int], ...]:
    """How many lines gave and how many received in each of these months."""
    counts = {month: [0, 0] for month in months}
    for each in exchanges:
        if pair := counts.get(each.day.replace(day=1)):
            pair[each.direction != "gave"] += 1
    return tuple((month, given, received) for month, (given, received) in counts.items())


def returns(exchanges: Sequence[Exchange], today: date) -> tuple[Return, ...]:
    """What came back in a pair: for each deposit, the first thing received on a later day. One thing received may
    follow several that were given; nothing says that it is owed to any of them."""
    gave, got = sides_of(_in_order(exchanges))
    found = []
    for each in gave:
        came = next((other for other in got if other.day > each.day), None)
        found.append(Return(each, ((came.day if came else today) - each.day).days, came))
    return tuple(found)


def half_within(waits: Sequence[Return]) -> int | None:
    """The days within which half of the deposits saw something come back; `None` while half of them have not.

    The product-limit estimate (Kaplan & Meier 1958): a deposit of last week, after which nothing came yet, tells of one
    week without and no more.
    """
    left, still = len(waits), 1.0
    for days in sorted({each.days for each in waits}):
        here = [each for each in waits if each.days == days]
        came = sum(each.came is not None for each in here)
        still *= 1 - came / left
        if still <= 0.5 + 1e-9:
            return days
        left -= len(here)
    return None


def asks_among(statements: Iterable[Statement], today: date) -> tuple[Ask, ...]:
    """The requests among some lines up to today, mine and theirs, oldest first."""
    found = [
        Ask(each, each.day, each.theirs, each.line.outcome if each.line.outcome in OUTCOMES else "")
        for each in statements
        if each.role == "ask" and each.day is not None and each.day <= today
    ]
    return tuple(sorted(found, key=lambda ask: (ask.day, ask.statement.path, ask.statement.line.item)))


def given_before(ask: Ask, exchanges: Iterable[Exchange]) -> tuple[Exchange, ...]:
    """What was given before something was asked: on an earlier day, or higher up in the same note."""
    place = ask.statement.path, ask.statement.line.item
    return tuple(
        each
        for each in exchanges
        if each.direction == "gave"
        and (
            each.day < ask.day
            or (each.day == ask.day and each.statement.path == place[0] and each.statement.line.item < place[1])
        )
    )


def outcome_words(asks: Sequence[Ask]) -> str:
    """What became of requests: `seven yes, two later, three no and one open`."""
    counts = [(sum(each.outcome == outcome for each in asks), outcome) for outcome in OUTCOMES]
    counts.append((sum(not each.outcome for each in asks), "without an outcome so far"))
    said = [f"{number_words(number)} {outcome}" for number, outcome in counts if number]
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1]))) if said else ""
