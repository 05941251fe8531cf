"""What asks for attention today: promises, people to be in touch with, and what lies ahead. The home page shows it and
`kith today` prints it, both from here.

Promises are complete; people are few: at most `nudges.per-day`, each for one reason, by urgency × the weight of the
circle (RULES, Three classes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta

from site_builder.journal.model import Interaction, Journal
from site_builder.journal.names import CARD
from site_builder.notes.schema import Event
from site_builder.relations.everything import every_interaction
from site_builder.relations.promises import Promise, every_task, promises_among
from site_builder.relations.rhythm import quiet_since
from site_builder.relations.standing import contact_of
from site_builder.relations.ties import Tie, reasons, tie
from site_builder.relations.words import every, every_span, has_been, measure
from site_builder.values import dataclass

SOON = 7
"""Days before its deadline in which a promise is shown."""
QUIET = 5
EVENTS_AHEAD = 30
BIRTHDAYS_AHEAD = 14
MET_AGAIN = 28
"""Days in which it is remarked that somebody was met again: whoever gets no file then is to have none."""

Sentence = tuple[str | date, ...]
"""Text and days, in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Somebody to be in touch with.

    `reason`: `follow-up` (a day that was set has passed), `cadence` (what was wished has), `drifting` or `quiet` (the
    silence is long for this pair). `late`: days past that; `urgency`: those over the cadence, else the pair's median
    gap, else 90. `sentence`: the fact with its numbers.
    """

    key: str
    reason: str
    late: int
    urgency: float
    sentence: Sentence
    tie: Tie

    @property
    def rank(self) -> float:
        return self.urgency * self.tie.weight


@dataclass(frozen=True, slots=True)
class Coming:
    """Something ahead. `kind`: `meeting`, `event` or `birthday`; `key`: of the event or the person; `age`: which
    birthday it is, where the year is known."""

    day: date
    kind: str
    key: str
    people: tuple[str, ...] = ()
    meeting: Interaction | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What to look through on a Monday. `undated`: my promises without a day; `cards`: people without a file whom I met
    again in the last four weeks; `quiet`: who is quiet for longer than usual; `plans`: contacts whose plan's day has
    passed."""

    undated: tuple[Promise, ...] = ()
    cards: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attention:
    """What asks for attention on a day. `mine`, `theirs`: open promises that are late or due within a week, the latest
    first; `own`: work and moves of a plan, likewise. `touch`: within the budget, the most urgent first; `rest`: those
    beyond it. `quiet`: others, the quietest first. `review`: on Mondays."""

    day: date
    mine: tuple[Promise, ...] = ()
    theirs: tuple[Promise, ...] = ()
    own: tuple[Promise, ...] = ()
    touch: tuple[Reach, ...] = ()
    rest: tuple[Reach, ...] = ()
    quiet: tuple[Reach, ...] = ()
    ahead: tuple[Coming, ...] = ()
    review: Review | None = None

    @property
    def promises(self) -> tuple[Promise, ...]:
        """All that is listed to be done, in the order in which it is numbered."""
        return (*self.mine, *self.theirs, *self.own)


@dataclass(slots=True)
class _Tasks:
    """The open tasks of the journal by role, in order of their deadlines, and the days of my promises by person."""

    promises: tuple[Promise, ...] = ()
    work: tuple[Promise, ...] = ()
    promised: dict[str, tuple[date, ...]] = field(default_factory=dict)


def attention(journal: Journal) -> Attention:
    """What asks for attention today."""
    today = journal.today
    tasks = _open_tasks(journal)
    ties = journal.of_people(tie)
    listed = [each for each in tasks.promises if not _all_gone(each.people, ties)]
    reaches = _by_rank(journal, _reaches(ties, tasks))
    budget = journal.config.nudges.per_day
    quiet = _quiet(ties, tasks, {each.key for each in reaches})
    return Attention(
        today,
        tuple(each for each in listed if not each.theirs and _near(each, today)),
        tuple(each for each in listed if each.theirs and _near(each, today)),
        tuple(each for each in tasks.work if _near(each, today)),
        reaches[:budget],
        reaches[budget:],
        quiet[:QUIET] if budget else (),
        _ahead(journal, ties),
        _review(journal, ties, listed, quiet) if today.weekday() == 0 else None,
    )


def to_reach(journal: Journal) -> tuple[str, ...]:
    """The keys of all whom to be in touch with, the most urgent first."""
    ties = journal.of_people(tie)
    return tuple(each.key for each in _by_rank(journal, _reaches(ties, _open_tasks(journal))))


def _by_rank(journal: Journal, reaches: Iterable[Reach]) -> tuple[Reach, ...]:
    return tuple(sorted(reaches, key=lambda each: (-each.rank, *_by_id(journal, each.key))))


def reach_of(tie: Tie, promised: tuple[date, ...] = ()) -> Reach | None:
    """Why to be in touch with somebody, if there is a reason: the most urgent, a day that was set before what follows
    from habit. `promised`: the days of my open promises to them."""
    found = (_reach(tie, reason, late) for reason, late in reasons(tie, promised))
    return max(found, key=lambda each: each.urgency, default=None)


def _reach(tie: Tie, reason: str, late: int) -> Reach:
    return Reach(tie.key, reason, late, late / tie.measure, sentence_of(tie, reason), tie)


def sentence_of(tie: Tie, reason: str) -> Sentence:
    """The fact with its numbers, without a name: `You meet about every 5 weeks; it has been 9.`"""
    pace = tie.rhythm
    if reason == "follow-up" and tie.follow_up:
        return ("You wanted to be in touch by ", tie.follow_up.by, ".")
    if reason == "cadence" and pace.cadence and pace.silence is not None:
        unit = {"d": "day", "w": "week", "m": "month", "y": "year"}[pace.cadence.unit]
        been = has_been(pace.silence, unit)
        if been == f"it has been {pace.cadence.count}":  # a few days past it, which rounding takes away
            been = f"it has been {pace.silence} days"
        return (f"You wished for contact {every_span(pace.cadence)}; {been}.",)
    if pace.gap is not None and pace.silence is not None:
        return (f"You meet about {every(pace.gap)}; {has_been(pace.silence, measure(pace.gap)[1])}.",)
    return ()


def _open_tasks(journal: Journal) -> _Tasks:
    """The open tasks of all notes. A task in the note of a day ahead counts already: it was written to be done."""
    found = [each for each in every_task(journal) if each.line.state in ("open", "begun")]
    today = journal.today
    promises = promises_among(found, today)
    work = (*promises_among(found, today, "work"), *promises_among(found, today, "move"))
    promised: dict[str, tuple[date, ...]] = {}
    for each in promises:
        if each.due and not each.theirs:
            for key in each.people:
                promised[key] = (*promised.get(key, ()), each.due)
    return _Tasks(promises, tuple(sorted(work, key=lambda each: each.due or date.max)), promised)


def _near(promise: Promise, today: date) -> bool:
    return promise.due is not None and (promise.due - today).days <= SOON


def _all_gone(people: Sequence[str], ties: Mapping[str, Tie]) -> bool:
    return bool(people) and all(key in ties and ties[key].gone for key in people)


def _by_id(journal: Journal, key: str) -> tuple[str, str]:
    return journal.person(key).id, key


def _reaches(ties: Mapping[str, Tie], tasks: _Tasks) -> Iterable[Reach]:
    for key, each in ties.items():
        if reach := reach_of(each, tasks.promised.get(key, ())):
            yield reach


def _quiet(ties: Mapping[str, Tie], tasks: _Tasks, left_out: set[str]) -> tuple[Reach, ...]:
    """Who is quiet for longer than usual and not yet among those to be in touch with."""
    speaking = {
        key: each.rhythm
        for key, each in ties.items()
        if key not in left_out and each.rhythm.settled and not each.rhythm_silent(tasks.promised.get(key, ()))
    }
    found = []
    for key in quiet_since(speaking):
        each = ties[key]
        beyond = round((each.rhythm.silence or 0) - (each.rhythm.gap or 0.0))
        reach = _reach(each, "quiet", beyond)
        found.append(replace(reach, urgency=each.rhythm.quiet))
    return tuple(found)


def _ahead(journal: Journal, ties: Mapping[str, Tie]) -> tuple[Coming, ...]:
    """The next meetings, the events of the next 30 days, and the birthdays of close people in the next 14."""
    found = [*_meetings_ahead(journal), *_events_ahead(journal), *_birthdays(journal, ties)]
    order = {"meeting": 0, "event": 1, "birthday": 2}
    time = {id(each): each.meeting.time if each.meeting else "" for each in found}
    return tuple(sorted(found, key=lambda each: (each.day, order[each.kind], time[id(each)], each.key)))


def _meetings_ahead(journal: Journal) -> list[Coming]:
    """Meetings within 30 days; if there is none, the next one. One of today is ahead while its note has no word yet."""
    today = journal.today
    found: dict[tuple[str, str], Coming] = {}
    for each in every_interaction(journal):
        if each.source == "company" or each.cancelled or each.day < today:
            continue
        if each.day > today or _unwritten(journal, each):
            found[each.path, each.anchor] = Coming(each.day, "meeting", each.path, each.people, each)
    coming = sorted(found.values(), key=lambda each: (each.day, each.key))
    near = [each for each in coming if (each.day - today).days <= EVENTS_AHEAD]
    return near or coming[:1]


def _unwritten(journal: Journal, meeting: Interaction) -> bool:
    return meeting.planned or (meeting.source == "meeting" and not journal.ask(has_words, meeting.path))


def has_words(journal: Journal, path: str) -> bool:
    """Whether something is written in a note already."""
    body = journal.entry(path).body
    return bool(body.paragraphs or body.items)


def _events_ahead(journal: Journal) -> Iterable[Coming]:
    """Events that begin within 30 days, or are not over."""
    today = journal.today
    for path in journal.paths("event"):
        entry = journal.entry(path)
        if entry.date is None or not isinstance(entry.fields, Event):
            continue
        until = entry.fields.until.last if entry.fields.until else entry.date
        if until >= today and entry.date <= today + timedelta(days=EVENTS_AHEAD):
            company = [each for each in journal.resolved(path).interactions if each.source == "company"]
            yield Coming(entry.date, "event", path, company[0].people if company else ())


def _birthdays(journal: Journal, ties: Mapping[str, Tie]) -> Iterable[Coming]:
    today = journal.today
    for key, each in ties.items():
        if each.gone or not each.standing.near:
            continue
        fields = contact_of(journal, key)
        if fields and fields.birthday:
            day = fields.birthday.next(today)
            if (day - today).days <= BIRTHDAYS_AHEAD:
                yield Coming(day, "birthday", key, (key,), age=fields.birthday.age(day))


def _met_again(tie: Tie) -> bool:
    return len(tie.rhythm.met) > 1 and (tie.day - tie.rhythm.met[-1]).days <= MET_AGAIN


def _review(
    journal: Journal, ties: Mapping[str, Tie], promises: Sequence[Promise], quiet: Sequence[Reach]
) -> Review | None:
    today = journal.today
    plans = []
    for key, each in ties.items():
        fields = contact_of(journal, key)
        if fields and fields.review_by and fields.review_by.last < today and not each.gone:
            plans.append(key)
    review = Review(
        tuple(each for each in promises if not each.theirs and each.due is None),
        tuple(key for key, each in ties.items() if key.startswith(CARD) and _met_again(each)),
        tuple(each.key for each in quiet),
        tuple(plans),
    )
    return review if review != Review() else None
