"""Promises, mine and theirs: what was said would be done, by when, what became of it, and how often it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from site_builder.journal.model import Journal, Resolved, Statement
from site_builder.relations.calendar import event_days
from site_builder.relations.chances import beta_quantile
from site_builder.relations.introductions import is_person
from site_builder.relations.standing import GONE, standing
from site_builder.relations.ties import FollowUp, Tie
from site_builder.values import dataclass

WEEK = 7
CLOSED = ("kept", "kept late", "dropped")


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

    @property
    def put_off(self) -> tuple[date, ...]:
        """The dates it was put off from, in order: what it was made with, then each but the last it was moved to."""
        line = self.statement.line
        dates = [when.last for when in ((line.due,) if line.due else ()) + line.moved]
        return tuple(dates[:-1]) if line.moved else ()

    @property
    def closed(self) -> date | None:
        """The day on which it was kept or dropped, as nearly as the line says: its own day, else its deadline, else the
        day it was made."""
        dropped = self.statement.line.dropped
        return None if self.is_open else self.done or (dropped.first if dropped else None) or self.due or self.made


@dataclass(frozen=True, slots=True)
class KeptRate:
    """How often promises are kept. `kept` on time (or timing unknown), `late`, `dropped`: counts. `median` of the rate
    and its 80 % interval from `low` to `high`, all 0 to 1."""

    kept: int
    late: int
    dropped: int
    median: float
    low: float
    high: float

    @property
    def number(self) -> int:
        return self.kept + self.late + self.dropped


@dataclass(frozen=True, slots=True)
class FirstKept:
    """An event, and the first promise made there that was kept. `days`: from the event's last day until then."""

    path: str
    day: date
    promise: Promise
    days: int


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


def all_promises(journal: Journal) -> tuple[Promise, ...]:
    """All promises of the journal, open and closed, in order of their deadlines. One in the note of a day ahead counts
    already: it was written to be done before."""
    return promises_among(every_task(journal), journal.today)


def tasks_in(resolved: Resolved) -> tuple[Statement, ...]:
    """The lines of a note that have a box."""
    return tuple(each for each in resolved.statements if each.line.state)


def every_task(journal: Journal) -> Iterator[Statement]:
    """All lines with a box, in the order of their notes."""
    for found in journal.of_resolved(tasks_in).values():
        yield from found


def is_over(journal: Journal, promise: Promise) -> bool:
    """Whether an open promise was left so: with all whom it concerns it is over, and nothing is brought up."""
    people = [key for key in promise.people if is_person(journal, key)] if promise.is_open else []
    return bool(people) and all(standing(journal, key, journal.today).status in GONE for key in people)


def group_of(promise: Promise, today: date) -> str:
    """Where an open promise stands: `late` (mine, past its date), `waiting` (theirs, past it), `week` (due within seven
    days), `later`, or `undated`."""
    if promise.due is None:
        return "undated"
    if promise.overdue:
        return "waiting" if promise.theirs else "late"
    return "week" if promise.due <= today + timedelta(days=WEEK) else "later"


def kept_rate(promises: Iterable[Promise]) -> KeptRate | None:
    """How often promises are kept: the share has the posterior Beta(1 + kept, 1 + late + dropped), every share being
    equally likely before the first; its median and the 80 % between its 10th and 90th hundredth. Open ones are not
    counted. Nothing where none is closed."""
    states = [each.state for each in promises if not each.is_open]
    if not states:
        return None
    kept, late, dropped = (states.count(state) for state in CLOSED)
    low, middle, high = (beta_quantile(p, 1 + kept, 1 + late + dropped) for p in (0.1, 0.5, 0.9))
    return KeptRate(kept, late, dropped, middle, low, high)


def by_year(promises: Iterable[Promise]) -> tuple[tuple[int, tuple[Promise, ...]], ...]:
    """Closed promises by the year in which they were kept or dropped, the oldest first; undated ones are left out."""
    years: dict[int, list[Promise]] = {}
    for each in promises:
        if day := each.closed:
            years.setdefault(day.year, []).append(each)
    return tuple((year, tuple(years[year])) for year in sorted(years))


def by_circle(journal: Journal, promises: Iterable[Promise]) -> tuple[tuple[str, tuple[Promise, ...]], ...]:
    """Closed promises by the circle that those they concern were in on the day, the closest first; one to several
    people is counted in the closest circle of theirs, and those without a circle are left out."""
    circles: dict[tuple[int, str], list[Promise]] = {}
    for each in promises:
        day = each.closed
        if day is None:
            continue
        found = [standing(journal, key, day) for key in each.people]
        near = min(((stands.closeness, stands.circle) for stands in found if stands.circle), default=None)
        if near is not None:
            circles.setdefault(near, []).append(each)
    return tuple((name, tuple(circles[number, name])) for number, name in sorted(circles))


def dropped_without_why(promises: Iterable[Promise]) -> tuple[Promise, ...]:
    """Promises of mine that were dropped without a `why:`."""
    return tuple(
        each for each in promises if not each.theirs and each.state == "dropped" and not each.statement.line.why
    )


def first_kept(journal: Journal, promises: Sequence[Promise]) -> tuple[FirstKept, ...]:
    """For each event after which a promise of mine made there was kept (with its day): the first, and how many days it
    took from the event's last day. The newest event first."""
    found: dict[str, FirstKept] = {}
    for each in sorted(promises, key=lambda promise: (promise.done or date.max, *_order(promise))):
        path = each.statement.path
        if each.theirs or each.done is None or path in found or journal.identity(path).type != "event":
            continue
        if each.done <= journal.today and (days := event_days(journal, path)):
            found[path] = FirstKept(path, days[1], each, max(0, (each.done - days[1]).days))
    return tuple(sorted(found.values(), key=lambda event: (-event.day.toordinal(), event.path)))


def follow_ups(ties: Iterable[Tie]) -> tuple[tuple[Tie, FollowUp], ...]:
    """The wishes to be in touch by a day that nothing has answered yet: those that passed within the last half-year and
    those ahead, in order of their days."""
    found = [
        (each, each.follow_up)
        for each in ties
        if each.follow_up and not each.gone and (each.late_to_follow_up() or each.follow_up.by >= each.day)
    ]
    return tuple(sorted(found, key=lambda pair: (pair[1].by, pair[0].key)))


def days_promised(journal: Journal, key: str) -> tuple[date, ...]:
    """The days of my open promises to somebody."""
    promises = promises_among(journal.statements(key), journal.today)
    mine = (each for each in promises if each.is_open and not each.theirs and key in each.people)
    return tuple(each.due for each in mine if each.due)
