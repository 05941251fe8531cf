"""The pages of time and care: Today, the timeline, and the health of the notes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from site_builder.site.views.common import Apart, Chart, Encounter, LinkTo, Page, Pager, PersonBrief, Promise, Words
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """Somebody to be in touch with: the fact with its numbers in one sentence, and what to bring up, if anything."""

    person: LinkTo
    sentence: Words
    role: str = ""
    circle: str = ""
    last: Words = ()
    occasion: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """Something to come. `kind`: `meeting`, `event` or `birthday`; `when`: `tomorrow`, `in 3 days`."""

    day: date
    kind: str
    link: LinkTo
    when: str = ""
    time: str = ""
    detail: Words = ()
    briefs: tuple[PersonBrief, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line of Monday's review: `Cards` · `3 people were met once and have no file yet` · who."""

    label: str
    sentence: Words
    links: tuple[LinkTo, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """The home page: what I promised, what was promised to me, whom to be in touch with, what comes.

    `mine`, `theirs`: late or due, the latest first. `own`: own work that is late or due. `touch`: at most the nudge
    budget, closest circle first. `quiet`: quiet longest against the pair's own rhythm. `health`: one line, with a link
    to the page. `review`: on Mondays. `is_new`: nobody is known yet. `…_rest`: how many more there are, and where.
    """

    template: ClassVar[str] = "today.html"

    page: Page
    is_new: bool = False
    mine: tuple[Promise, ...] = ()
    theirs: tuple[Promise, ...] = ()
    own: tuple[Promise, ...] = ()
    mine_rest: Words = ()
    theirs_rest: Words = ()
    own_rest: Words = ()
    touch: tuple[Touch, ...] = ()
    touch_rest: Words = ()
    quiet: tuple[Touch, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    ahead_rest: Words = ()
    review: tuple[ReviewLine, ...] = ()
    health: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InTouchView:
    """All whom to be in touch with, the most urgent first."""

    template: ClassVar[str] = "in-touch.html"

    page: Page
    people: tuple[Touch, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """A year in the timeline's index: what it was in a sentence, and its months as bars."""

    link: LinkTo
    sentence: str = ""
    chart: Chart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """The index of the timeline: years, newest first, and the latest encounters."""

    template: ClassVar[str] = "timeline.html"

    page: Page
    years: tuple[YearRow, ...] = ()
    latest: tuple[Encounter, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year page. `slug`: its id (`2026-06`); encounters newest first."""

    name: str
    slug: str
    encounters: tuple[Encounter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """A year by months, with a calendar heat map and its table twin. `review`: the same year looked back on.
    `apart`: of a full year, the months that have pages of their own."""

    template: ClassVar[str] = "year.html"

    page: Page
    year: int
    sentence: Words = ()
    heat: Chart | None = None
    review: LinkTo | None = None
    months: tuple[Month, ...] = ()
    apart: tuple[Apart, ...] = ()
    earlier: LinkTo | None = None
    later: LinkTo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """A month of a full year. `year`: the page of that; `later` and `earlier`: the months beside it."""

    template: ClassVar[str] = "month.html"

    page: Page
    year: LinkTo
    name: str
    encounters: tuple[Encounter, ...] = ()
    earlier: LinkTo | None = None
    later: LinkTo | None = None
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRow:
    """A finding with its place. `note`: the page it concerns, or the path alone; `line` 0: the note as a whole."""

    message: str
    remedy: str
    note: LinkTo
    path: str
    line: int = 0
    edit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRule:
    """The findings of one rule. `severity`: `error`, `warning` or `info`; `about`: what it finds, in a sentence."""

    rule: str
    severity: str
    about: str = ""
    rows: tuple[HealthRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthView:
    """Every finding: facts (of the notes alone) apart from nudges (of the day), each by rule, errors first."""

    template: ClassVar[str] = "health.html"

    page: Page
    sentence: str = ""
    facts: tuple[HealthRule, ...] = ()
    nudges: tuple[HealthRule, ...] = ()
    pager: Pager | None = None
