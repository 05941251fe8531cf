"""The page of plans."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from site_builder.site.views.common import Line, LinkTo, Page, Pager, Promise, Words
from site_builder.site.views.figures import Figure, Remark
from site_builder.site.views.people import PlanTest
from site_builder.values import dataclass


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
    """The plan for one person. `review`: when the plan is to be looked at again, in words; `review_due`: that day has
    passed. `asset`: what there is, against a year ago; `since`: what those figures are of, in words."""

    person: LinkTo
    slug: str
    role: str = ""
    aim: str = ""
    tests: tuple[PlanTest, ...] = ()
    moves: tuple[Move, ...] = ()
    hopes: tuple[Line, ...] = ()
    review: Words = ()
    review_due: bool = False
    asset: tuple[Figure, ...] = ()
    since: Words = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanStep:
    """The next step with somebody. `person`: their name, with the place of their plan; `when`: the day in words."""

    person: LinkTo
    next: Words = ()
    day: date | None = None
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansView:
    """Plans by their next step, ten a page; on the first page the next `steps` of all, and of many how many more."""

    template: ClassVar[str] = "plans.html"

    page: Page
    steps: tuple[PlanStep, ...] = ()
    steps_rest: Words = ()
    plans: tuple[PersonPlan, ...] = ()
    pager: Pager | None = None
