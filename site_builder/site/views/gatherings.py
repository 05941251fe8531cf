"""The pages of meetings and events."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from markupsafe import Markup

from site_builder.site.views.account import Balance
from site_builder.site.views.common import (
    NO_BODY,
    Chip,
    Encounter,
    Exchange,
    Fact,
    Line,
    LinkTo,
    Page,
    PersonBrief,
    Promise,
    Words,
)
from site_builder.site.views.figures import Figure, Remark
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody at a meeting: who they were that day. `first`: the first time the two met, as far as the notes know."""

    person: LinkTo
    role: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """A meeting's page.

    `time`: `18:00` or empty. `standing`: what makes it other than a meeting that took place, in words (`arranged`,
    `planned`, `cancelled`, `does not count as contact: more than six people`), or empty. `agreed`: the tasks made
    there. `lines`: learned, told, asked, said…, those that are neither task nor exchange. `follow_up`: a sentence, or
    empty. `briefs`: for a meeting that lies ahead, one for each person. `earlier` and `later`: with the same people.
    `…_rest`: of a list too long for the page, how many more there are, and where.
    """

    template: ClassVar[str] = "meeting.html"

    page: Page
    title: str
    day: date
    time: str = ""
    kind: str = ""
    standing: str = ""
    people: tuple[Attendee, ...] = ()
    event: LinkTo | None = None
    facts: tuple[Fact, ...] = ()
    follow_up: Words = ()
    agreed: tuple[Promise, ...] = ()
    agreed_rest: Words = ()
    exchanges: tuple[Exchange, ...] = ()
    exchanges_rest: Words = ()
    lines: tuple[Line, ...] = ()
    briefs: tuple[PersonBrief, ...] = ()
    earlier: Encounter | None = None
    later: Encounter | None = None
    more: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    body: Markup = NO_BODY


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective of an event and what became of it. `state`: `met`, `partly`, `not` or `open`."""

    text: Words
    state: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One of a first meeting's four answers: `does`, `here for`, `wants`, `via`."""

    question: str
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMet:
    """Somebody met at an event: what is known of them, and for a card the questions still without an answer."""

    person: LinkTo
    minutes: str = ""
    said: Words = ()
    answers: tuple[Answer, ...] = ()
    missing: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    exchanges: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """An event of the same series. In words: `objectives`, `people` and what it `brought` (`2 of 3 met`, `5 people, 2
    new`, `2 learned (one in 4 hours), 3 given`)."""

    link: LinkTo
    day: date
    place: str = ""
    people: str = ""
    objectives: str = ""
    brought: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """An event's page; before its day a prep sheet (`ahead`), after it what became of it.

    `unknown`: before the day, what is not known yet of those who will be there, as questions. `figures`: what it
    brought.

    `known`: before the day, people I know who will probably be there. `questions`: to ask there. `follow_ups`: tasks
    made there. `outcome`: one sentence on objectives, people and hours, or empty. `…_rest`: of a list too long for the
    page, how many more there are, and where.
    """

    template: ClassVar[str] = "event.html"

    page: Page
    title: str
    day: date
    until: date | None = None
    ahead: bool = False
    facts: tuple[Fact, ...] = ()
    chips: tuple[Chip, ...] = ()
    outcome: Words = ()
    objectives: tuple[Objective, ...] = ()
    objectives_rest: Words = ()
    met: tuple[PersonMet, ...] = ()
    met_rest: Words = ()
    follow_ups: tuple[Promise, ...] = ()
    follow_ups_rest: Words = ()
    exchanges: tuple[Exchange, ...] = ()
    exchanges_rest: Words = ()
    balance: Balance | None = None
    signals: tuple[Line, ...] = ()
    pitch: str = ""
    known: tuple[PersonBrief, ...] = ()
    questions: tuple[Line, ...] = ()
    unknown: tuple[Line, ...] = ()
    figures: tuple[Figure, ...] = ()
    meetings: tuple[Encounter, ...] = ()
    meetings_rest: Words = ()
    series: str = ""
    series_rows: tuple[SeriesRow, ...] = ()
    series_rest: Words = ()
    observations: tuple[Remark, ...] = ()
    more: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    body: Markup = NO_BODY
