"""What an event brought, for the hours it took: people new and known, how the time was spent, what went each way, what
was learned, and who was followed up within two days. And before it, what is not known yet of those who will be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from site_builder.journal.model import Interaction, Journal, Statement
from site_builder.journal.names import CARD
from site_builder.notes.schema import Event, Goal
from site_builder.relations.briefs import brief_of
from site_builder.relations.calendar import event_days
from site_builder.relations.events import Expected, Met, objectives, people_met, series_of
from site_builder.relations.standing import contact_of
from site_builder.values import dataclass

TIMED_PEOPLE = 4
"""People with minutes below which nothing is said of how the time was spent."""
TIMED_MINUTES = 60
"""Minutes below which nothing is said of it either."""
SOON = timedelta(days=2)
"""Within what time after the last day of an event somebody was followed up soon: 48 hours, told in days."""
THIN = 2
"""Missing answers, of four, above which a card is thin."""
QUESTIONS = 8
"""Questions of what is not known yet, one a person."""
_EXCHANGES = ("exchange", "intro")


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody followed up soon: by a meeting (a letter and a message are meetings too), or by a promise made at the
    event and kept."""

    key: str
    meeting: Interaction | None = None
    promise: Statement | None = None


@dataclass(frozen=True, slots=True)
class Returns:
    """What an event brought. `met` and the lines in the order of the note; `company`: the keys of those I went with.
    `hours`: how long it took, 0 where that is not noted."""

    met: tuple[Met, ...] = ()
    company: tuple[str, ...] = ()
    gave: tuple[Statement, ...] = ()
    got: tuple[Statement, ...] = ()
    learned: tuple[Statement, ...] = ()
    followed: tuple[Followed, ...] = ()
    hours: float = 0.0

    @property
    def new(self) -> tuple[Met, ...]:
        """Those met there for the first time."""
        return tuple(each for each in self.met if each.new)

    @property
    def known(self) -> tuple[Met, ...]:
        """Those known before."""
        return tuple(each for each in self.met if not each.new)

    @property
    def timed(self) -> tuple[Met, ...]:
        """Those of whom the minutes are noted, where these are enough to say how the time was spent: four people and
        an hour in all. Otherwise nobody."""
        timed = tuple(each for each in self.met if each.minutes)
        return timed if len(timed) >= TIMED_PEOPLE and minutes_of(timed) >= TIMED_MINUTES else ()

    @property
    def with_company(self) -> tuple[Met, ...]:
        """Of those, the ones I had come with."""
        return tuple(each for each in self.timed if each.key in self.company)

    def per_hour(self, count: int) -> float | None:
        """A count for each hour there; nothing where no hour is noted."""
        return count / self.hours if self.hours >= 1 else None


def minutes_of(met: Sequence[Met]) -> int:
    """The minutes with some people, added up."""
    return sum(each.minutes or 0 for each in met)


def returns_of(journal: Journal, path: str) -> Returns:
    """What an event brought, as far as its note and those of the days after tell."""
    resolved, fields = journal.resolved(path), journal.entry(path).fields
    met, said = people_met(journal, path), resolved.statements
    exchanges = [each for each in said if each.role in _EXCHANGES]
    return Returns(
        met,
        tuple(key for each in resolved.interactions if each.source == "company" for key in each.people),
        tuple(each for each in exchanges if each.line.kind != "got"),
        tuple(each for each in exchanges if each.line.kind == "got"),
        tuple(each for each in said if each.role == "learned"),
        tuple(_followed(journal, path, met)),
        (fields.hours or 0.0) if isinstance(fields, Event) else 0.0,
    )


def _followed(journal: Journal, path: str, met: Sequence[Met]) -> Iterator[Followed]:
    days = event_days(journal, path)
    if days is None:
        return
    end, today = days[1], journal.today
    for key in dict.fromkeys(each.key for each in met):
        after = (each for each in journal.interactions(key) if each.counts(today) and each.path != path)
        meeting = next((each for each in after if end < each.day <= end + SOON), None)
        mine = (each for each in journal.resolved(path).statements if each.role == "promise" and not each.theirs)
        kept = next((each for each in mine if key in each.people and _kept_soon(each, end + SOON, today)), None)
        if meeting or kept:
            yield Followed(key, meeting, None if meeting else kept)


def _kept_soon(statement: Statement, until: date, today: date) -> bool:
    line = statement.line
    day = line.done.first if line.done and line.state == "kept" else None
    return day is not None and day <= min(until, today)


# ---------------------------------------------------------------- observations


@dataclass(frozen=True, slots=True)
class Observed:
    """Something to observe about an event that is over. `kind`: `companions` and `pinned` (`people` had over half of
    all minutes), `known` (all minutes went to people known before), `thin` (cards of which little is noted),
    `unlearned`, `series` (the last three brought nothing that the notes tell of)."""

    kind: str
    people: tuple[Met, ...] = ()
    minutes: int = 0
    total: int = 0


def observations(journal: Journal, path: str, brought: Returns) -> tuple[Observed, ...]:
    """What is to be observed about an event that is over (RULES, Observations: Event)."""
    found = []
    total = minutes_of(brought.timed)
    longest = max(brought.timed, key=lambda each: each.minutes or 0, default=None)
    company = minutes_of(brought.with_company)
    if company * 2 > total:
        found.append(Observed("companions", brought.with_company, company, total))
    elif longest and (longest.minutes or 0) * 2 > total:
        found.append(Observed("pinned", (longest,), longest.minutes or 0, total))
    elif brought.timed and not any(each.new for each in brought.timed):
        found.append(Observed("known", brought.timed, total, total))
    thin = tuple(each for each in brought.met if len(each.missing) > THIN)
    found += [Observed("thin", thin)] if thin else []
    found += [Observed("unlearned")] if len(brought.met) >= 3 and not brought.learned else []
    found += [Observed("series")] if poor_return(journal, path) else []
    return tuple(found)


def poor_return(journal: Journal, path: str) -> bool:
    """Whether the last three of a series, this event the last of them, brought nothing that the notes tell of."""
    past = [
        each for each in series_of(journal, path) if (days := event_days(journal, each)) and days[1] < journal.today
    ]
    if len(past) < 3 or past[0] != path:
        return False
    for each in past[:3]:
        statements = journal.resolved(each).statements
        if any(statement.role in _EXCHANGES for statement in statements):
            return False
        if any(state == "met" for _, state in objectives(statements)):
            return False
        if any(met.new for met in people_met(journal, each)):
            return False
    return True


# ---------------------------------------------------------------- what is not known yet


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something to find out from somebody who will be there. `kind`: `stance` (where they stand on a goal, its path in
    `about`), `does`, `here for` or `wants` (an answer that their card lacks), `hopes` (no note says what they want),
    `offer` (they can help me; what I could do for them is not noted)."""

    key: str
    kind: str
    about: str = ""


def unknowns(journal: Journal, expected: Sequence[Expected]) -> tuple[Unknown, ...]:
    """What is not known yet of those who will probably be there: the first thing of each, in their order. Nothing of
    those who come along: one can ask them on the way."""
    found = []
    for each in expected:
        if not each.company and (unknown := _unknown(journal, each.key)):
            found.append(unknown)
    return tuple(found[:QUESTIONS])


def _unknown(journal: Journal, key: str) -> Unknown | None:
    for path in journal.about(key):
        fields = journal.entry(path).fields
        if isinstance(fields, Goal) and is_open_goal(journal, fields):
            for stance, other, _ in journal.resolved(path).relations:
                if other == key and stance == "unknown":
                    return Unknown(key, "stance", path)
    if key.startswith(CARD):
        return next((Unknown(key, question) for question in card_gaps(journal, key)), None)
    if brief_of(journal, key).unknown:
        return Unknown(key, "hopes")
    contact = contact_of(journal, key)
    return Unknown(key, "offer") if contact and contact.can_help_me and not contact.i_can_help else None


def is_open_goal(journal: Journal, fields: Goal) -> bool:
    """Whether a goal is neither reached nor past its day."""
    today = journal.today
    return not (fields.done and fields.done.first <= today) and not (fields.due and fields.due.last < today)


def card_gaps(journal: Journal, key: str) -> tuple[str, ...]:
    """Of what somebody does, is here for and wants: what no note says. Nothing of a card that no `new:` line made."""
    stubs = [each for each in journal.statements(key) if each.role == "stub" and key in each.people]
    told = {question for each in stubs for question, _ in each.line.answers}
    told |= {"wants"} if any(each.role == "wants" and key in each.people for each in journal.statements(key)) else set()
    return tuple(question for question in ("does", "here for", "wants") if question not in told) if stubs else ()
