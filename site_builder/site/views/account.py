"""The account: the balance with one person, the page of all exchanges, and that of promises."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from site_builder.site.views.common import Chart, Chip, Line, LinkTo, Page, Pager, Promise, Table, Words
from site_builder.site.views.figures import Remark
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Balance:
    """What went each way, in words, with its sparkline. `hollow`: fewer than five exchanges, too few to judge. `leans`:
    it is found to be one-sided, and the first of the remarks says how. `remarks`: each with the lines behind it."""

    sentence: str
    hollow: bool = False
    chart: Chart | None = None
    leans: bool = False
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """An exchange in the ledger. `slug`: the id of the first row of a month on its page, or empty. `back`: of what was
    given, the first thing that came from the same person on a later day: `9 weeks later`, after `back_days`."""

    day: date
    direction: str
    kind: str
    text: Words
    people: tuple[LinkTo, ...] = ()
    source: LinkTo | None = None
    chips: tuple[Chip, ...] = ()
    slug: str = ""
    back: LinkTo | None = None
    back_days: int = 0


@dataclass(frozen=True, slots=True)
class LedgerYear:
    """A year of the ledger: how many lines went each way."""

    link: LinkTo
    gave: int
    got: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangesView:
    """What was given and received: what it comes to, the newest lines of the ledger, and its years.

    `quarter`: what went each way since the quarter began. `flow`: by month. `taking`, `giving`: pairs found to be
    one-sided, with the evidence. `back`: what came back and after how long; `back_people`: the same by person.
    `asks`: what I asked, and what others asked of me, with the outcomes. `lines`: how
    many the ledger has; `kinds`: those that occur in it.
    """

    template: ClassVar[str] = "exchanges.html"

    page: Page
    quarter: Remark | None = None
    flow: Chart | None = None
    taking: tuple[Remark, ...] = ()
    giving: tuple[Remark, ...] = ()
    back: Words = ()
    back_people: tuple[Remark, ...] = ()
    asks: tuple[Remark, ...] = ()
    rows: tuple[LedgerRow, ...] = ()
    lines: int = 0
    years: tuple[LedgerYear, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """A year of the ledger, newest first, a hundred lines to a page. `sentence`: what went each way; `kinds`: the same
    by kind. `earlier`, `later`: the years beside it, of those that have lines."""

    template: ClassVar[str] = "ledger.html"

    page: Page
    year: int
    sentence: str = ""
    kinds: Table | None = None
    rows: tuple[LedgerRow, ...] = ()
    pager: Pager | None = None
    earlier: LinkTo | None = None
    later: LinkTo | None = None


@dataclass(frozen=True, slots=True)
class PromiseGroup:
    """Open promises that stand alike: `Late`, `This week`… `folded`: they can wait, and are shown on request.
    `rest`: of many, how many more there are, and where."""

    title: str
    slug: str
    promises: tuple[Promise, ...]
    folded: bool = False
    rest: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPromisesView:
    """All that is open, where it is more than other lists show: mine, theirs, my own work."""

    template: ClassVar[str] = "open-promises.html"

    page: Page
    promises: tuple[Promise, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPromise:
    """A promise that was kept or dropped. `slug`: the id of the first row of a year on its page, or empty; `outcome`:
    `kept`, `kept 3 days late`, `dropped: no longer needed`."""

    day: date | None
    state: str
    outcome: str
    text: Words
    whose: str
    people: tuple[LinkTo, ...] = ()
    source: LinkTo | None = None
    chips: tuple[Chip, ...] = ()
    slug: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisesView:
    """Promises, mine and theirs. All but those of the past stands on the first page only.

    `sentence`: what is open, in words. `follow_ups`: wishes to be in touch by a day. `rate`: how often mine are kept,
    by year, with 80 % intervals; `circles`: the same by circle, each with its lines. `events`: from an event to the
    first promise kept. `remarks`: what is to be observed.
    """

    template: ClassVar[str] = "promises.html"

    page: Page
    sentence: str = ""
    mine: tuple[PromiseGroup, ...] = ()
    theirs: tuple[PromiseGroup, ...] = ()
    follow_ups: tuple[Line, ...] = ()
    rate: Chart | None = None
    circles: tuple[Remark, ...] = ()
    events: Remark | None = None
    remarks: tuple[Remark, ...] = ()
    past: tuple[PastPromise, ...] = ()
    pager: Pager | None = None
