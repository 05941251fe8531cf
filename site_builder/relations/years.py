"""A year looked back on: who came in, who went quiet, what was given and received, promises, and what one learned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date, timedelta

from site_builder.journal.model import Interaction, Journal, Resolved, Statement
from site_builder.journal.names import ME, SOMEONE
from site_builder.notes.dates import When
from site_builder.relations.calendar import MEETINGS, Occasion, by_time, event_days, first_meeting
from site_builder.relations.exchanges import Exchange
from site_builder.relations.promises import Promise, promises_among
from site_builder.relations.rhythm import SHORTEST_SILENCE, rhythm
from site_builder.relations.standing import GONE, contact_of, standing
from site_builder.values import dataclass

LEARNED = 2
"""Lines from which it is said of whom one learned most, and how many people are named."""
NAMED = 5
LEAST_LUNCHES = 5
"""Lunches from which it is said how many were alone."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who came in: at which meeting, where one is noted, and the key of the event it was part of."""

    key: str
    meeting: Interaction | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody who went quiet: the last contact before, the pair's median gap in days until then, and the first contact
    after the year, if there was one."""

    key: str
    last: Interaction
    gap: float
    again: Interaction | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a year is made from: the notes that tell of it, and the people who came in, went quiet, or parted in it."""

    notes: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()


@dataclass(slots=True)
class _Gathered:
    notes: dict[str, None] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    quiet: list[str] = field(default_factory=list)
    parted: list[str] = field(default_factory=list)


def scopes(journal: Journal) -> dict[int, Scope]:
    """The years up to this one that something is noted of, oldest first, each with what it is made from."""
    today = journal.today
    years: dict[int, _Gathered] = {}
    told = {path: set(years) for path, years in journal.of_resolved(years_in).items()}
    for path in journal.paths("event"):
        if spell := event_days(journal, path):
            days = Occasion(spell[0], path, last=spell[1]).days()
            told.setdefault(path, set()).update(day.year for day in days)
    for path in sorted(told):
        for year in told[path]:
            if year <= today.year:
                years.setdefault(year, _Gathered()).notes[path] = None
    if not years:
        return {}
    first = min(years)
    for key in journal.people():
        if (came := year_came(journal, key, first)) and came <= today.year:
            years.setdefault(came, _Gathered()).new.append(key)
        for year in years_gone_quiet(journal, key):
            years.setdefault(year, _Gathered()).quiet.append(key)
        for each in partings(journal, key):
            years.setdefault(each.since.year, _Gathered()).parted.append(key)
    return {
        year: Scope(tuple(there.notes), tuple(there.new), tuple(there.quiet), tuple(there.parted))
        for year, there in sorted(years.items())
    }


def years_in(resolved: Resolved) -> tuple[int, ...]:
    """The years that a note tells something of, but for the days of an event."""
    days = [each.day for each in resolved.interactions]
    for each in resolved.statements:
        done = each.line.done.first if each.line.done else None
        days += [day for day in (each.day, done, each.line.deadline) if day is not None]
    return tuple(dict.fromkeys(day.year for day in days))


def year_came(journal: Journal, key: str, first: int) -> int:
    """The year in which somebody was met for the first time; 0 where the notes do not know. In the journal's first year
    only those count of whom a note says that they were new: whom one knew before, nobody wrote down."""
    fields = contact_of(journal, key)
    if fields and fields.met:
        return fields.met.year if fields.met.first <= journal.today and fields.met.year >= first else 0
    meeting = first_meeting(journal, key)
    if meeting is None or meeting.group:
        return 0
    if meeting.day.year > first:
        return meeting.day.year
    new = any(each.role == "stub" and key in each.people for each in journal.statements(key))
    return meeting.day.year if new else 0


def newcomer(journal: Journal, key: str) -> Newcomer:
    """How somebody came in."""
    meeting = first_meeting(journal, key)
    fields = contact_of(journal, key)
    if meeting and fields and fields.met and fields.met.year != meeting.day.year:
        meeting = None
    return Newcomer(key, meeting, meeting.event if meeting else "")


def years_gone_quiet(journal: Journal, key: str) -> tuple[int, ...]:
    """The years in which somebody went quiet; see `gone_quiet`."""
    return tuple(year for year, _ in _spells(journal, key))


def gone_quiet(journal: Journal, key: str, year: int) -> Quiet | None:
    """The silence that began in a year, if one did: longer than is usual for the pair (over twice their own median gap,
    after four gaps over 90 days: RULES, drifting), and not broken before the year, or today, was over."""
    return next((spell for begun, spell in _spells(journal, key) if begun == year), None)


def _spells(journal: Journal, key: str) -> list[tuple[int, Quiet]]:
    today = journal.today
    met = [each for each in journal.interactions(key) if each.counts(today)]
    days = {each.day: each for each in met}
    order = list(days)
    found: list[tuple[int, Quiet]] = []
    if len(order) < 5:
        return found
    factor = standing(journal, key, today).stretch
    for number in range(4, len(order)):
        last = order[number]
        later = order[number + 1] if number + 1 < len(order) else None
        if ((later or today) - last).days <= SHORTEST_SILENCE:
            continue
        pace = rhythm([days[day] for day in order[: number + 1]], None, last)
        begun = last + timedelta(days=int(pace.usual(factor)) + 1)
        if not pace.settled or pace.gap is None or begun > (later or today):
            continue
        if (later is not None and later.year == begun.year) or standing(journal, key, begun).status in GONE:
            continue
        found.append((begun.year, Quiet(key, days[last], pace.gap, days[later] if later else None)))
    return found


@dataclass(frozen=True, slots=True)
class Parting:
    """Since when somebody is `dormant` or `archived`, or has died (`deceased`), by their file."""

    key: str
    since: When
    status: str


def partings(journal: Journal, key: str) -> tuple[Parting, ...]:
    """When somebody's dated status says that they died, or that one let it rest."""
    fields = contact_of(journal, key)
    return tuple(
        Parting(key, since, value)
        for since, values in (fields.status.entries if fields else ())
        for value in values
        if since is not None and since.first <= journal.today and value in ("dormant", "archived", "deceased")
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """Promises whose end falls into a year: kept (by `done:`, else their deadline), dropped, or due and still open."""

    kept: tuple[Promise, ...] = ()
    late: tuple[Promise, ...] = ()
    dropped: tuple[Promise, ...] = ()
    open: tuple[Promise, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kept or self.late or self.dropped or self.open)


@dataclass(frozen=True, slots=True)
class Talk:
    """A presentation, who was there, and who saw a success at it."""

    meeting: Interaction
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearReview:
    """A year. Lines oldest first; `quiet`: those one met most often first; `learned`: of whom one learned most, with
    the lines; `alone`, `company`: lunches; `talks`: presentations; `seen`: for each person, the presentations they
    saw, most first."""

    year: int
    new: tuple[Newcomer, ...] = ()
    quiet: tuple[Quiet, ...] = ()
    parted: tuple[Parting, ...] = ()
    given: tuple[Exchange, ...] = ()
    received: tuple[Exchange, ...] = ()
    mine: Kept = field(default_factory=Kept)
    theirs: Kept = field(default_factory=Kept)
    learned: tuple[tuple[str, tuple[Statement, ...]], ...] = ()
    alone: tuple[Interaction, ...] = ()
    company: tuple[Interaction, ...] = ()
    talks: tuple[Talk, ...] = ()
    seen: tuple[tuple[str, tuple[Interaction, ...]], ...] = ()


def year_review(journal: Journal, year: int, scope: Scope) -> YearReview:
    """What a year was, from the notes and people that it is made from."""
    lines = [each for path in scope.notes for each in journal.resolved(path).statements]
    those = [each for each in lines if each.day and each.day.year == year and each.day <= journal.today]
    those.sort(key=lambda each: (each.day or date.max, each.path, each.line.item))
    met = [
        each
        for path in scope.notes
        for each in journal.resolved(path).interactions
        if each.day.year == year and each.day <= journal.today and not (each.planned or each.cancelled)
    ]
    exchanges = _exchanges(those)
    talks = tuple(_talks(journal, met))
    lunches = [each for each in sorted(met, key=by_time) if each.kind == "lunch" and each.source in MEETINGS]
    new = sorted((newcomer(journal, key) for key in scope.new), key=lambda each: _by_meeting(journal, each))
    parted = [each for key in scope.parted for each in partings(journal, key) if each.since.year == year]
    parted.sort(key=lambda each: (each.since, journal.name(each.key), each.key))
    told = {each.key for each in parted}
    quiet = [spell for key in scope.quiet if key not in told and (spell := gone_quiet(journal, key, year))]
    return YearReview(
        year,
        tuple(new),
        tuple(sorted(quiet, key=lambda each: (each.gap, journal.name(each.key), each.key))),
        tuple(dict.fromkeys(parted)),
        tuple(each for each in exchanges if each.direction == "gave"),
        tuple(each for each in exchanges if each.direction == "got"),
        kept_in(lines, year, journal.today, theirs=False),
        kept_in(lines, year, journal.today, theirs=True),
        learned_most(journal, those),
        tuple(each for each in lunches if not (each.people or each.orgs)),
        tuple(each for each in lunches if each.people or each.orgs),
        talks,
        _seen(journal, talks),
    )


def _by_meeting(journal: Journal, new: Newcomer) -> tuple[date, str, str]:
    return new.meeting.day if new.meeting else date.min, journal.name(new.key), new.key


def _exchanges(statements: Iterable[Statement]) -> list[Exchange]:
    found = []
    for each in statements:
        if each.role in ("exchange", "intro") and each.day is not None:
            direction = "got" if each.line.kind == "got" else "gave"
            found.append(Exchange(each, direction, each.line.category, each.line.size * each.share, each.day))
    return found


def kept_in(statements: Iterable[Statement], year: int, today: date, theirs: bool) -> Kept:
    """The promises that belong to a year: by the day on which they were kept or dropped, else by their deadline, else
    by the day on which they were made. Open ones only once their day has passed."""
    ended: dict[str, list[Promise]] = {"kept": [], "kept late": [], "dropped": [], "open": []}
    for each in promises_among((each for each in statements if each.theirs is theirs), today):
        dropped = each.statement.line.dropped
        end = each.done or (dropped.first if dropped else None) or each.due or each.made
        if end is None or end.year != year or end > today or (each.is_open and not each.overdue):
            continue
        ended["open" if each.is_open else each.state].append(each)
    return Kept(*(tuple(ended[state]) for state in ("kept", "kept late", "dropped", "open")))


def learned_most(journal: Journal, statements: Iterable[Statement]) -> tuple[tuple[str, tuple[Statement, ...]], ...]:
    """Of whom one learned most: people with their `learned:` lines, the most lines first. A line about everybody
    present is about nobody in particular, and does not count."""
    found: dict[str, list[Statement]] = {}
    for each in statements:
        if each.role == "learned" and len(each.people) == 1:
            found.setdefault(each.people[0], []).append(each)
    most = [(key, tuple(lines)) for key, lines in found.items() if len(lines) >= LEARNED]
    most.sort(key=lambda pair: (-len(pair[1]), journal.name(pair[0]), pair[0]))
    return tuple(most[:NAMED])


def _talks(journal: Journal, met: Sequence[Interaction]) -> Iterable[Talk]:
    talks = [each for each in sorted(met, key=by_time) if each.kind == "presentation" and each.source in MEETINGS]
    if not talks:
        return
    for each in talks:
        there = dict.fromkeys(each.people)
        entry = journal.entry(each.path)
        for statement in journal.resolved(each.path).statements:
            section = entry.section(statement.line)
            if statement.role == "win" and (each.source == "meeting" or (section and section.anchor == each.anchor)):
                there.update(dict.fromkeys(key for key in statement.seen if key not in ("", ME, SOMEONE)))
        yield Talk(each, tuple(there))


def _seen(journal: Journal, talks: Iterable[Talk]) -> tuple[tuple[str, tuple[Interaction, ...]], ...]:
    found: dict[str, list[Interaction]] = {}
    for talk in talks:
        for key in talk.audience:
            found.setdefault(key, []).append(talk.meeting)
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), journal.name(pair[0]), pair[0]))
    return tuple((key, tuple(meetings)) for key, meetings in ranked)
