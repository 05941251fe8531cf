"""The pages of what people have in common: orgs, goals and plain notes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from markupsafe import Markup

from site_builder.site.views.common import NO_BODY, Chip, Encounter, Fact, Line, LinkTo, Page, Pager, Promise, Words
from site_builder.site.views.figures import Figure
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgPerson:
    """Somebody who is, or was, at an org. `begin` and `end` of their time there, where known; `last`: last contact."""

    person: LinkTo
    role: str = ""
    function: str = ""
    circle: str = ""
    begin: date | None = None
    end: date | None = None
    now: str = ""
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionRow:
    """A function that matters at an org: whom I know in it, out of how many wanted, closest first.

    `people`: whom I have met alone; `others`: whom I know from company only. `gap`: what is missing, in words (`nobody
    yet`, `one more`), or empty. `introducers`: who could introduce me.
    """

    function: str
    wanted: int
    people: tuple[LinkTo, ...] = ()
    gap: str = ""
    introducers: tuple[LinkTo, ...] = ()
    others: tuple[LinkTo, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgView:
    """An org's page. `coverage`: function × depth; `coverage_sentence` says the same. `own`: the owner works there.
    `…_rest`: of a list too long for the page, how many more there are, and where."""

    template: ClassVar[str] = "org.html"

    page: Page
    name: str
    own: bool = False
    now: tuple[OrgPerson, ...] = ()
    now_rest: Words = ()
    formerly: tuple[OrgPerson, ...] = ()
    formerly_rest: Words = ()
    coverage: tuple[FunctionRow, ...] = ()
    coverage_sentence: str = ""
    meetings: tuple[Encounter, ...] = ()
    tasks: tuple[Promise, ...] = ()
    tasks_rest: Words = ()
    facts: tuple[Fact, ...] = ()
    more: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    body: Markup = NO_BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgPeopleView:
    """All who are, or were, at an org (`of`), where they are more than its page names: those who are there first."""

    template: ClassVar[str] = "org-people.html"

    page: Page
    of: LinkTo
    now: tuple[OrgPerson, ...] = ()
    formerly: tuple[OrgPerson, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakeholder:
    """Somebody with a part in a goal. `stance`: `for`, `neutral`, `against` or `unknown`; `influence`: `low`, `some`,
    `high` or empty; `trust`: `4 of 5`, unfolding to its history; `last`: the last contact, by its day; `next` and
    `next_day`: the next step with them, or empty; `cold`: they could move much, are trusted little, and no move is
    open."""

    person: LinkTo
    stance: str
    influence: str = ""
    trust: Figure | None = None
    last: LinkTo | None = None
    next: Words = ()
    next_day: date | None = None
    cold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalView:
    """A goal's page. `state`: `open`, `done` or `past` (its day has gone by); `when`: the same in words.
    `stakes_sentence`: how those of influence stand to it. `…_rest`: of a list too long for the page, how many more, and
    where."""

    template: ClassVar[str] = "goal.html"

    page: Page
    title: str
    state: str = "open"
    when: str = ""
    due: date | None = None
    done: date | None = None
    stakeholders: tuple[Stakeholder, ...] = ()
    stakeholders_rest: Words = ()
    stakes_sentence: str = ""
    tasks: tuple[Promise, ...] = ()
    tasks_rest: Words = ()
    lines: tuple[Line, ...] = ()
    meetings: tuple[Encounter, ...] = ()
    facts: tuple[Fact, ...] = ()
    more: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    body: Markup = NO_BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A plain note's page: rendered, linked, and little else."""

    template: ClassVar[str] = "note.html"

    page: Page
    title: str
    day: date | None = None
    chips: tuple[Chip, ...] = ()
    facts: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    body: Markup = NO_BODY
