"""The tables: people, meetings, events, orgs, goals and notes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from site_builder.site.views.common import Backlink, Chip, LinkTo, Page, Pager, Words
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person in the table. `last_words`: `coffee, 5 weeks ago`; `next_due`: by the cadence; `state` as in `Rhythm`;
    `order`: closeness of the circle, the closest 1, none 9."""

    person: LinkTo
    role: str = ""
    org: LinkTo | None = None
    circle: str = ""
    order: int = 9
    status: str = ""
    last: date | None = None
    last_words: str = ""
    cadence: str = ""
    next_due: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleView:
    """All people, contacts and cards, with what one compares: circle, last and next contact."""

    template: ClassVar[str] = "people.html"

    page: Page
    rows: tuple[PersonRow, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """A meeting in the table."""

    day: date
    link: LinkTo
    kind: str = ""
    people: tuple[LinkTo, ...] = ()
    place: str = ""
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsView:
    """Meetings, newest first, a hundred to a page; `ahead`: those that are arranged, soonest first (page 1);
    `ahead_rest`: of many, how many more, and where."""

    template: ClassVar[str] = "meetings.html"

    page: Page
    rows: tuple[MeetingRow, ...] = ()
    ahead: tuple[MeetingRow, ...] = ()
    ahead_rest: Words = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event in the table. `objectives` and `people` in words: `2 of 3 met`, `5 people, 2 new`."""

    day: date
    link: LinkTo
    place: str = ""
    series: str = ""
    people: str = ""
    objectives: str = ""
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsView:
    """All events: those ahead, soonest first, then the past, newest first; `ahead_rest` as of meetings."""

    template: ClassVar[str] = "events.html"

    page: Page
    rows: tuple[EventRow, ...] = ()
    ahead: tuple[EventRow, ...] = ()
    ahead_rest: Words = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgRow:
    """An org in the table: who is there now, closest first, and what is missing in words."""

    link: LinkTo
    own: bool = False
    people: tuple[LinkTo, ...] = ()
    gaps: str = ""
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgsView:
    """All orgs."""

    template: ClassVar[str] = "orgs.html"

    page: Page
    rows: tuple[OrgRow, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """A goal in the table; `state` and `when` as in `GoalView`."""

    link: LinkTo
    state: str = "open"
    when: str = ""
    due: date | None = None
    people: tuple[LinkTo, ...] = ()
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsView:
    """All goals: open ones first."""

    template: ClassVar[str] = "goals.html"

    page: Page
    rows: tuple[GoalRow, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """A plain note in the table: its folder and first words."""

    link: LinkTo
    folder: str = ""
    gist: str = ""
    day: date | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRow:
    """A tag in the table: how many of each kind bear it, goals among the notes; `last`: when any of them was of use."""

    link: LinkTo
    people: int = 0
    orgs: int = 0
    meetings: int = 0
    events: int = 0
    notes: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsView:
    """All tags."""

    template: ClassVar[str] = "tags.html"

    page: Page
    rows: tuple[TagRow, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedRow:
    """What bears a tag. `about`: a person's role, or (`typed`) the first words of a note; `day`: of a person the last
    contact."""

    link: LinkTo
    kind: str
    about: str = ""
    typed: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagView:
    """A tag's page. `sentence`: how many of each kind bear it."""

    template: ClassVar[str] = "tag.html"

    page: Page
    tag: str
    sentence: str = ""
    rows: tuple[TaggedRow, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionsView:
    """All notes that mention something (`of`), where they are more than its page names."""

    template: ClassVar[str] = "mentions.html"

    page: Page
    of: LinkTo
    rows: tuple[Backlink, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesView:
    """All plain notes."""

    template: ClassVar[str] = "notes.html"

    page: Page
    rows: tuple[NoteRow, ...] = ()
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """The page Search: its field is the script's; the tables are for those without it."""

    template: ClassVar[str] = "search.html"

    page: Page
    tables: tuple[LinkTo, ...] = ()
