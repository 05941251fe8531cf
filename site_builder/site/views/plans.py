"""The page of plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from site_builder.site.views.common import Line, LinkTo, Page, Promise, Words
from site_builder.site.views.figures import Figure, Remark
from site_builder.site.views.people import PlanTest


@dataclass(frozen=True, slots=True)
class MoveTest:
    """A test that a move is meant to pass, with what the notes of its day show for it (nothing: not shown, or not
    yet)."""

    label: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A move of mine, and the tests that it claims."""

    task: Promise
    tests: tuple[MoveTest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPlan:
    """The plan for one person. `next` and `next_when`: the next step and its day in words, or empty; `review`: when the
    plan is to be looked at again, in words; `review_due`: that day has passed. `asset`: what there is, against a year
    ago; `since`: what those figures are of, in words."""

    person: LinkTo
    slug: str
    role: str = ""
    aim: str = ""
    next: Words = ()
    next_day: date | None = None
    next_when: str = ""
    tests: tuple[PlanTest, ...] = ()
    moves: tuple[Move, ...] = ()
    hopes: tuple[Line, ...] = ()
    review: Words = ()
    review_due: bool = False
    asset: tuple[Figure, ...] = ()
    since: Words = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansView:
    """All plans, by their next step."""

    template: ClassVar[str] = "plans.html"

    page: Page
    plans: tuple[PersonPlan, ...] = ()
