"""The page of coverage: whom one knows where, and what is reachable through whom."""

from __future__ import annotations

from typing import ClassVar

from site_builder.site.views.common import Chart, Line, LinkTo, Page, Pager, Words
from site_builder.site.views.figures import Figure, Remark
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class WayStep:
    """Somebody on a way, and why one can go by them: `last met on 3 May 2026`, `both at Analytical Engines`."""

    person: LinkTo
    why: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCover:
    """A function at an org. `depth`: how many I have met alone of how many wanted, unfolding to those meetings;
    `others`: known from company only. `question`: the gap, asked; empty where there is none. `introducers`: whom to
    ask; where there is nobody, `way`: the people through whom one could come there."""

    function: str
    wanted: int
    depth: Figure
    people: tuple[LinkTo, ...] = ()
    others: tuple[LinkTo, ...] = ()
    question: str = ""
    introducers: tuple[LinkTo, ...] = ()
    way: tuple[WayStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgCover:
    """An org and the functions that matter there. `own`: where the owner works; `sentence` says what the table does."""

    org: LinkTo
    slug: str
    own: bool = False
    sentence: str = ""
    rows: tuple[FunctionCover, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Somebody one wishes to know, and the shortest warm path there (empty: the notes know of none). `mentions`: notes
    that name them in plain words, with the words around the name."""

    person: LinkTo
    role: str = ""
    why: str = ""
    way: tuple[WayStep, ...] = ()
    mentions: tuple[tuple[LinkTo, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody in a list. `about`: a level, what they can help with…, each with a link to the field that says it;
    `last`: the last contact, by its day."""

    person: LinkTo
    about: Words = ()
    last: LinkTo | None = None


@dataclass(frozen=True, slots=True)
class PeopleList:
    """People under a heading; of many, how many more, and where."""

    label: str
    people: tuple[Placed, ...] = ()
    rest: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """Whom I have never met without somebody, with the `count` meetings that this is told by."""

    person: LinkTo
    people: tuple[LinkTo, ...]
    count: int = 0
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageView:
    """Coverage. `inside`: the meetings of half a year, inside and outside one's own org; `share_chart`: the same drawn,
    with the target; `directions`: those meetings by level. `levels`: whom one knows above, beside, below. `asked`: a
    question about functions where nobody speaks for me. `help`: who can help whom. `…_rest`: of many, how many more."""

    template: ClassVar[str] = "coverage.html"

    page: Page
    remarks: tuple[Remark, ...] = ()
    orgs: tuple[OrgCover, ...] = ()
    pager: Pager | None = None
    wanted: tuple[Wanted, ...] = ()
    wanted_rest: Words = ()
    inside: tuple[Figure, ...] = ()
    inside_sentence: str = ""
    share_chart: Chart | None = None
    levels: tuple[PeopleList, ...] = ()
    directions: tuple[Figure, ...] = ()
    sponsors: tuple[PeopleList, ...] = ()
    asked: str = ""
    help: tuple[PeopleList, ...] = ()
    threads: tuple[Hanging, ...] = ()
    threads_rest: Words = ()
