"""What every page is made of: links, sentences, chips, tables, charts and the frame around a page.

Every `href` in a view is a path from the site's root (`people/ada.html`) or an address that starts with `https:`,
`http:`, `mailto:`, `tel:` or the editor's scheme. `render` makes it relative to the page it stands on.
"""

from __future__ import annotations

from datetime import date
from typing import Final, TypeAlias

from markupsafe import Markup

from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A name and where it leads; with an empty `href` it is the name alone.

    `kind`: `person`, `card` (a person without a file), `me`, `meeting`, `event`, `org`, `goal`, `note`, `page`,
    `outside` (another site, a mail address, a telephone number), `edit`, `file` or `broken`.
    """

    href: str
    text: str
    title: str = ""
    kind: str = "person"


# A sentence: text, dates and links in the order in which they are read. `("Met on ", date(2019, 3, 14), ".")`
Words: TypeAlias = tuple[str | date | LinkTo, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A small label beside a line: `due 12 June`, `to Ada`, `private`.

    `kind` (a class of the style sheet): `due`, `late`, `soon`, `kept`, `dropped`, `moved`, `waiting`, `person`, `gave`,
    `got`, `circle`, `status`, `private`, `outcome`, `plain`.
    """

    text: str
    kind: str = "plain"
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a description list: `Circle` · `inner, since 5 June 2024`. Several values get a line each. `slug`: the
    id of the row, so that a figure elsewhere can lead to it; may be empty."""

    label: str
    values: tuple[Words, ...]
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text: the twin of a chart. The first cell of a row is its heading, which may lead to the lines."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | LinkTo, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture from `charts`, with the sentence and the table that say the same."""

    svg: Markup
    sentence: str
    table: Table


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the grammar, outside its note: what it says, of which day, and the note it stands in.

    `kind`: the word it starts with, in canonical form (`learned`, `told`, `wants`, `next`, `question`, `win`, `said`…).
    `noted`: the day of what `source` names, where `day` is another: of a promise that was kept later.
    """

    kind: str
    text: Words
    day: date | None = None
    source: LinkTo | None = None
    chips: tuple[Chip, ...] = ()
    noted: date | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A task, wherever it is listed.

    `whose`: `mine`, `theirs` or `own` (own work, no promise). `state`: `late`, `due` (today or this week), `open`,
    `begun`, `kept`, `dropped`, `waiting` (theirs, past due). `when`: the state in words (`8 days late`, `by 12 June`,
    `waiting since 3 May`, `kept on time`); never empty words of blame. `people`: whom it concerns.
    """

    text: Words
    whose: str
    state: str
    when: str = ""
    due: date | None = None
    people: tuple[LinkTo, ...] = ()
    made: date | None = None
    source: LinkTo | None = None
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A gave or got line in a list. `direction`: `gave` or `got`; `kind`: idea, lead, intro… or empty."""

    direction: str
    kind: str
    text: Words
    day: date
    people: tuple[LinkTo, ...] = ()
    source: LinkTo | None = None
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class Encounter:
    """A meeting or event in a timeline.

    `kind`: coffee, call, letter, event…; `people`: the others; `gist`: the first words of the note, or empty; `way`:
    `gave` or `got` where these are such a line; `chips`: what came of it, and whether it is arranged, planned or
    cancelled.
    """

    day: date
    link: LinkTo
    kind: str
    people: tuple[LinkTo, ...] = ()
    gist: str = ""
    chips: tuple[Chip, ...] = ()
    way: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """The encounters of a year, in the order in which they are shown."""

    year: int
    encounters: tuple[Encounter, ...]


@dataclass(frozen=True, slots=True)
class PersonBrief:
    """What to read before meeting somebody, in a few lines; the whole brief is on the person's page."""

    person: LinkTo
    role: str = ""
    lines: tuple[Line, ...] = ()
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Banner:
    """A finding about the note that a page is made from. `severity`: `error`, `warning` or `info`; `line` 0: the note.

    `edit`: the address that opens the line in the editor, or empty.
    """

    severity: str
    message: str
    remedy: str
    rule: str
    line: int = 0
    edit: str = ""


@dataclass(frozen=True, slots=True)
class Backlink:
    """A note that mentions this one, with the words around the link."""

    link: LinkTo
    day: date | None = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """The way to a part of a long list that has a page of its own, with what it holds: `34 meetings`. `slug`: the id
    that its heading would have here, so that links to it go on; empty where that stands here."""

    link: LinkTo
    slug: str
    holds: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page stands among the pages of one long table."""

    page: int
    pages: int
    newer: LinkTo | None = None
    older: LinkTo | None = None


NO_BODY: Final = Markup("")


@dataclass(frozen=True, slots=True)
class NavLink:
    """A page of the navigation, and the letter that leads there after `g`."""

    href: str
    text: str
    letter: str = ""


NAVIGATION: Final[tuple[tuple[NavLink, ...], ...]] = (
    (
        NavLink("index.html", "Today", "t"),
        NavLink("timeline.html", "Timeline", "l"),
        NavLink("exchanges.html", "Exchanges", "e"),
        NavLink("promises.html", "Promises", "r"),
    ),
    (
        NavLink("people.html", "People", "p"),
        NavLink("circles.html", "Circles", "c"),
        NavLink("introductions.html", "Introductions", "i"),
        NavLink("meetings.html", "Meetings", "m"),
        NavLink("events.html", "Events", "v"),
    ),
    (
        NavLink("orgs.html", "Orgs", "o"),
        NavLink("coverage.html", "Coverage", "w"),
        NavLink("goals.html", "Goals", "s"),
        NavLink("plans.html", "Plans", "a"),
        NavLink("notes.html", "Notes", "n"),
        NavLink("tags.html", "Tags", "g"),
    ),
    (NavLink("health.html", "Health", "h"),),
)
SHARED_NAVIGATION: Final = NAVIGATION[:-1]
"""Of a shared site, which has no findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The frame around every page: its place in the site, its findings, who mentions it, and the day it is of.

    `path`: from the site's root. `title`: of the tab, without the site's name. `section`: the href of the entry in
    `navigation` that it belongs to, or empty. `owner` and `owner_href`: whose journal it is, and their page, or empty.
    `crumbs`: the way to it, the site's root first, itself not included. `as_of`: true when what was not yet known on
    `day` is hidden; `shared`: true when what is private is left out. `search`: the folder of the search data, from
    the site's root. `source`: path of the note in the journal, or empty; `edit`: the address that opens the note in the
    editor, or empty.
    `mentioned`: where all mentions stand, if `backlinks` are the newest of many; `banners_rest`: likewise of findings.
    """

    path: str
    title: str
    day: date
    section: str = ""
    owner: str = ""
    owner_href: str = ""
    crumbs: tuple[LinkTo, ...] = ()
    as_of: bool = False
    search: str = ""
    shared: bool = False
    source: str = ""
    edit: str = ""
    banners: tuple[Banner, ...] = ()
    banners_rest: Words = ()
    backlinks: tuple[Backlink, ...] = ()
    mentioned: LinkTo | None = None
    navigation: tuple[tuple[NavLink, ...], ...] = NAVIGATION


@dataclass(frozen=True, slots=True)
class ItemView:
    """A list item of a note's body as it is shown: its classes, its task box and its chips.

    `classes`: of the `<li>`: `line gave`, `line got`, `line learned`…, `task open`, `task open late`, `task begun`,
    `task kept`, `task dropped`, with `mine` or `theirs`, `private`. `box`: the state that the task box shows (`open`,
    `begun`, `kept`, `dropped`), or empty for an item that is no task. `slug`: the id of the `<li>`, so that a brief can
    link to the line; may be empty.
    """

    classes: tuple[str, ...] = ()
    box: str = ""
    chips: tuple[Chip, ...] = ()
    slug: str = ""
