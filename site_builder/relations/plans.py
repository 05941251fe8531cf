"""Plans: what one means to do for a relationship, whether each move showed what it was meant to show, and what has
become of the relationship since a year ago.

The three tests of a move (does it invest, learn, illustrate) are those of the format (Headings with a meaning).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from site_builder.journal.model import Interaction, Journal, Statement
from site_builder.notes.dates import Duration, add
from site_builder.notes.line import TESTS
from site_builder.notes.schema import Contact
from site_builder.relations.briefs import known_statements
from site_builder.relations.exchanges import Exchange, exchanges_with
from site_builder.relations.promises import Promise, promises_among
from site_builder.relations.standing import GONE, contact_of, standing
from site_builder.values import dataclass

QUARTER = Duration(-3, "m")
_YEAR = Duration(-1, "y")
_TWO_YEARS = Duration(-2, "y")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the notes of a move's day bear out: a test that it claims, with the meetings or the lines that show it."""

    move: Promise
    test: str
    meetings: tuple[Interaction, ...] = ()
    lines: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan for one person on a day. `claimed`: the tests that some move was meant to pass; `evidence`: what shows
    them, in the order of the moves. Moves by deadline; hopes, which are theirs to do, in the order of the note."""

    aim: str = ""
    review_by: date | None = None
    moves: tuple[Promise, ...] = ()
    hopes: tuple[Statement, ...] = ()
    claimed: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.aim or self.moves or self.hopes)

    @property
    def shown(self) -> tuple[str, ...]:
        """The tests that the notes bear out for some move."""
        shown = {each.test for each in self.evidence}
        return tuple(test for test in TESTS if test in shown)

    @property
    def next_move(self) -> Promise | None:
        """The open move that comes first."""
        return next((move for move in self.moves if move.is_open), None)

    def shown_by(self, move: Promise) -> tuple[Evidence, ...]:
        """What shows one move."""
        return tuple(each for each in self.evidence if each.move == move)


def plan_of(
    key: str, fields: Contact | None, statements: Sequence[Statement], met: Sequence[Interaction], today: date
) -> Plan:
    """The plan for a person, from the lines that concern them and the meetings with them."""
    moves = promises_among((each for each in statements if key in each.people), today, "move")
    claimed = {test for move in moves for test in move.statement.line.tests}
    return Plan(
        fields.plan if fields else "",
        fields.review_by.last if fields and fields.review_by else None,
        moves,
        tuple(each for each in statements if each.role == "hope" and key in each.people),
        tuple(test for test in TESTS if test in claimed),
        tuple(proof for move in moves for proof in evidence_of(move, key, statements, met, today)),
    )


def plan_for(journal: Journal, key: str) -> Plan:
    """The plan for a person as it stands today."""
    today = journal.today
    known = known_statements(journal.statements(key), key, today)
    return plan_of(key, contact_of(journal, key), known, journal.interactions(key), today)


def evidence_of(
    move: Promise, key: str, statements: Sequence[Statement], met: Sequence[Interaction], today: date
) -> Iterator[Evidence]:
    """Of the tests that a move claims, those it has shown: on its `done:` day there is with that person a meeting
    (invests), something learned (learns), something given (illustrates). Without a day nothing is shown."""
    if not was_done(move) or move.done is None or move.done > today:
        return
    day, claims = move.done, move.statement.line.tests
    meetings = tuple(each for each in met if each.day == day and each.counts(today))
    learned = tuple(each for each in statements if each.role == "learned" and each.day == day and key in each.people)
    given = (each for each in exchanges_with(statements, key) if each.day == day and each.direction == "gave")
    if "invests" in claims and meetings:
        yield Evidence(move, "invests", meetings=meetings)
    if "learns" in claims and learned:
        yield Evidence(move, "learns", lines=learned)
    if "illustrates" in claims and (lines := tuple(each.statement for each in given)):
        yield Evidence(move, "illustrates", lines=lines)


def was_done(move: Promise) -> bool:
    """Whether a move was made, late or not."""
    return move.state in ("kept", "kept late")


def planned_for(journal: Journal) -> tuple[str, ...]:
    """The contacts for whom there is a plan, by name: an aim, a move or a hope. Not those with whom it is over."""
    return tuple(
        key
        for key in journal.people()
        if (path := journal.person(key).path)
        and (_has_aim(journal, key) or any(each.role in ("move", "hope") for each in journal.resolved(path).statements))
        and standing(journal, key, journal.today).status not in GONE
    )


def _has_aim(journal: Journal, key: str) -> bool:
    fields = contact_of(journal, key)
    return fields is not None and bool(fields.plan)


# ---------------------------------------------------------------- what the notes do not bear out


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to observe about a plan. `kind`: `uncovered` (`tests` that no move claims), `unshown` (`move` was made
    on `day`, and the notes of that day do not bear out its `tests`), `idle` (the last of its days was `day`, over a
    quarter ago, and nothing lies ahead; `move`, where that is one which is still open)."""

    kind: str
    tests: tuple[str, ...] = ()
    move: Promise | None = None
    day: date | None = None


def plan_remarks(plan: Plan, today: date) -> tuple[Remark, ...]:
    """What is to be observed about a plan. Nothing is said of what was not recorded: a plan without moves, moves
    without tests, a move without a day."""
    found = []
    uncovered = tuple(test for test in TESTS if test not in plan.claimed)
    if plan.claimed and uncovered:
        found.append(Remark("uncovered", uncovered))
    for move in plan.moves:
        shown = {each.test for each in plan.shown_by(move)}
        missing = tuple(test for test in TESTS if test in move.statement.line.tests and test not in shown)
        if missing and was_done(move) and move.done is not None and move.done <= today:
            found.append(Remark("unshown", missing, move, move.done))
    if day := idle_since(plan, today):
        waiting = (move for move in plan.moves if move.is_open and move.due == day)
        found.append(Remark("idle", move=next(waiting, None), day=day))
    return tuple(found)


def idle_since(plan: Plan, today: date) -> date | None:
    """The day of the last move, where that is over a quarter ago and no move is open for a day to come. A move that was
    made on a day nobody noted, or is open without one, may be of this quarter: then nothing is said."""
    days = []
    for move in plan.moves:
        if move.state == "dropped":
            continue
        day = move.done if was_done(move) else move.due
        if day is None or day >= add(today, QUARTER):
            return None
        days.append(day)
    return max(days, default=None)


# ---------------------------------------------------------------- the asset against a year ago


@dataclass(frozen=True, slots=True)
class YearWith:
    """A year with one person: `first` and `last` are its days; lines and meetings oldest first."""

    first: date
    last: date
    gave: tuple[Exchange, ...] = ()
    got: tuple[Exchange, ...] = ()
    alone: tuple[Interaction, ...] = ()
    learned: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    """The year up to today, and the one before it: `None` where the notes about this person do not reach back over the
    whole of it. Trust likewise, by the history of the field alone: a plain value judges no past day."""

    year: YearWith
    before: YearWith | None = None
    trust: int | None = None
    trust_before: int | None = None


def trend_of(journal: Journal, key: str) -> Trend:
    """What a relationship holds, against a year ago: trust, exchanges both ways, one-to-ones, things learned. A year is
    the 365 or 366 days that end today: (today − 1y, today] and (today − 2y, today − 1y]."""
    today = journal.today
    year_ago, start = add(today, _YEAR), add(today, _TWO_YEARS)
    statements = tuple(each for each in journal.statements(key) if key in each.people)
    met = [each for each in journal.interactions(key) if each.counts(today)]
    known = [each.day for each in met] + [each.day for each in statements if each.day]
    covered = min(known, default=today) <= start
    fields = contact_of(journal, key)
    dated = fields is not None and fields.trust.is_dated_at(year_ago)
    return Trend(
        _year_with(statements, met, key, year_ago, today),
        _year_with(statements, met, key, start, year_ago) if covered else None,
        fields.trust.at(today) if fields else None,
        fields.trust.at(year_ago) if fields and dated else None,
    )


def _year_with(
    statements: Sequence[Statement], met: Sequence[Interaction], key: str, after: date, last: date
) -> YearWith:
    exchanges = [each for each in exchanges_with(statements, key) if after < each.day <= last]
    return YearWith(
        after + timedelta(days=1),
        last,
        tuple(each for each in exchanges if each.direction == "gave"),
        tuple(each for each in exchanges if each.direction == "got"),
        tuple(each for each in met if each.one_to_one() and after < each.day <= last),
        tuple(each for each in statements if each.role == "learned" and each.day and after < each.day <= last),
    )
