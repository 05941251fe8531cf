"""The pages of the network as a whole: circles, introductions, and a year looked back on."""

from __future__ import annotations

from typing import ClassVar

from site_builder.site.views.common import Chart, Line, LinkTo, Page, Pager, Words
from site_builder.site.views.figures import Figure, Remark
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleRow:
    """A circle: what is wished in it, in words, and its figures (members, touches wished and had, shares of time)."""

    name: str
    slug: str
    wished: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviving:
    """Somebody worth writing to again: the fact with its numbers, and the last meeting, if one is noted."""

    person: LinkTo
    sentence: Words
    last: LinkTo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CirclesView:
    """Who is how close, and what that asks for. `lede`: what a circle is for, where nobody is in one; then all else is
    empty. `reviving`: at most three; `quarter`: for which quarter. `moves`: a figure for each quarter, latest first."""

    template: ClassVar[str] = "circles.html"

    page: Page
    lede: str = ""
    sphere: Chart | None = None
    remarks: tuple[Remark, ...] = ()
    circles: tuple[CircleRow, ...] = ()
    quarter: str = ""
    reviving: tuple[Reviving, ...] = ()
    moves: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A person in a tree, as the row of a nested list: `opens` if those they led to follow, `closes` how many lists end
    after this row. `note`: where it is said, what I passed on from here, and where the tree goes on. `slug`: the id of
    the row, may be empty."""

    person: LinkTo
    note: Words = ()
    opens: bool = False
    closes: int = 0
    slug: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrownTree:
    """A tree from its root on, or the part of it that stands on a page."""

    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionsView:
    """Who led to whom, and what was passed on. `lede`: what would stand here, where nothing is noted. `owed`: to be
    thanked for; `waiting`: introductions of mine that may still come to something. `passed`: all that was passed on,
    both ways, by what became of it. `at_once`: trees that are not folded."""

    template: ClassVar[str] = "introductions.html"

    page: Page
    lede: str = ""
    remarks: tuple[Remark, ...] = ()
    owed: tuple[Line, ...] = ()
    waiting: tuple[Line, ...] = ()
    brokers: tuple[Figure, ...] = ()
    trees: tuple[GrownTree, ...] = ()
    at_once: int = 12
    passed: tuple[Figure, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPart:
    """A part of a year's review: a heading, figures and sentences. `slug`: its id."""

    slug: str
    title: str
    figures: tuple[Figure, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearReviewView:
    """A year looked back on; `so_far` while it lasts. `timeline`: the same year by months."""

    template: ClassVar[str] = "year-review.html"

    page: Page
    year: int
    so_far: bool = False
    lede: str = ""
    parts: tuple[ReviewPart, ...] = ()
    timeline: LinkTo | None = None
    earlier: LinkTo | None = None
    later: LinkTo | None = None
