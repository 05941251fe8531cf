"""The pages of people: a contact or card, and the owner."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from markupsafe import Markup

from site_builder.site.views.account import Balance
from site_builder.site.views.common import (
    NO_BODY,
    Apart,
    Chart,
    Encounter,
    Exchange,
    Fact,
    Line,
    LinkTo,
    Page,
    Pager,
    Promise,
    Words,
    Year,
)
from site_builder.site.views.figures import Remark
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Spell:
    """A role somebody has, or had, at which org. `period`: `since September 2022`, `1994 to March 2020`, or empty: as
    exact as it was written."""

    role: str
    org: LinkTo | None = None
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often two people meet, against what was wished.

    `sentence`: all of it in words. `state`: `due` (past the cadence), `resting` (within it), `arranged` (a meeting lies
    ahead), or empty when nothing is wished. `cadence`: `every 6 weeks`, or empty.
    """

    sentence: Words
    state: str = ""
    cadence: str = ""
    last: date | None = None
    next_due: date | None = None
    arranged: Encounter | None = None
    chart: Chart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What to read before the next meeting.

    `last`: the last meeting, its `gist` the last words of its note. `last_ago`: `5 weeks ago`. `wants` and `offers`:
    what they want, and what I can offer. `question`: an observation to take along (`What does she want?`), or empty.
    `since`: what each side has done after the last meeting; `news`: what has changed, and a birthday that is near;
    `asked`: what was asked, either way, without an answer; `thanks`: what to say thank you for. `mine_rest`,
    `theirs_rest`: of many promises, how many more there are, and where.
    """

    last: Encounter | None = None
    last_ago: str = ""
    mine: tuple[Promise, ...] = ()
    theirs: tuple[Promise, ...] = ()
    mine_rest: Words = ()
    theirs_rest: Words = ()
    next_time: tuple[Line, ...] = ()
    wants: tuple[Line, ...] = ()
    offers: tuple[Line, ...] = ()
    learned: tuple[Line, ...] = ()
    question: str = ""
    since: tuple[Line, ...] = ()
    news: tuple[Line, ...] = ()
    asked: tuple[Line, ...] = ()
    thanks: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """One of the three dots: told, asked, wants. `known`: whether there is a line for it; `sentence`: which, with a
    link to it, or what is still to find out."""

    label: str
    known: bool
    sentence: Words


@dataclass(frozen=True, slots=True)
class PlanTest:
    """One of a plan's three tests (invests, learns, illustrates): claimed by a move, and shown on its day. `proof`: the
    address of what shows it, where the page itself does not tell."""

    label: str
    claimed: bool
    shown: bool
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The aim with somebody: moves are mine, hopes theirs."""

    aim: str
    review_by: date | None = None
    moves: tuple[Promise, ...] = ()
    hopes: tuple[Line, ...] = ()
    tests: tuple[PlanTest, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """`manager` · Bo: the person on the right is that to the person of the page."""

    kind: str
    person: LinkTo


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """A person's page. Of a card, all but `page`, `name` and the timeline is usually empty.

    `headline`: role now, or what a card's `does:` says. `how_met`: when, where and through whom, as a sentence.
    `facts`: function, place, birthday, e-mail…, in the order shown. `more`: keys that the schema does not know.
    `hint`: how to give a card a file, in one quiet sentence. `apart`: of a long friendship, the years that have pages
    of their own.
    """

    template: ClassVar[str] = "contact.html"

    page: Page
    name: str
    is_card: bool = False
    headline: str = ""
    org: LinkTo | None = None
    circle: str = ""
    status: str = ""
    why: str = ""
    how_met: Words = ()
    facts: tuple[Fact, ...] = ()
    spells: tuple[Spell, ...] = ()
    relations: tuple[Relation, ...] = ()
    rhythm: Rhythm | None = None
    brief: Brief | None = None
    balance: Balance | None = None
    trust: Chart | None = None
    known: tuple[Known, ...] = ()
    said: tuple[Line, ...] = ()
    plan: Plan | None = None
    years: tuple[Year, ...] = ()
    apart: tuple[Apart, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    kept: tuple[Promise, ...] = ()
    observations: tuple[Remark, ...] = ()
    hint: str = ""
    more: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    body: Markup = NO_BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactYearView:
    """A year with a person, where the years fill more than one page. `later` and `earlier`: the years beside it."""

    template: ClassVar[str] = "contact-year.html"

    page: Page
    year: int
    person: LinkTo
    encounters: tuple[Encounter, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    kept: tuple[Promise, ...] = ()
    earlier: LinkTo | None = None
    later: LinkTo | None = None
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class Pitch:
    """What the owner says of themself to an audience."""

    audience: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeView:
    """The owner's page: who they are now and were, their pitches, what others said, and their own note."""

    template: ClassVar[str] = "me.html"

    page: Page
    name: str
    headline: str = ""
    org: LinkTo | None = None
    spells: tuple[Spell, ...] = ()
    pitches: tuple[Pitch, ...] = ()
    said: tuple[Line, ...] = ()
    wins: tuple[Line, ...] = ()
    more: tuple[Fact, ...] = ()
    body: Markup = NO_BODY
