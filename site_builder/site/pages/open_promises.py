"""All that is open, one list: what other pages show the first of, and count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from site_builder.relations.promises import Promise, all_promises, every_task, promises_among
from site_builder.site.page_id import PageId
from site_builder.site.pages.common import frame
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import promise_view
from site_builder.site.pages.tables import LongTable, first_of, rest_of
from site_builder.site.views import LinkTo, OpenPromisesView, Words

SECTION = LinkTo("promises.html", "Promises", kind="page")
MOST = 50
"""Promises that any list shows; of more it shows the first, and says where all of them stand."""


def all_open(site: Site) -> tuple[Promise, ...]:
    """Mine, theirs, then my own work and the moves of plans, each in the order of their dates."""
    known = [each for each in site.ask(all_promises) if each.is_open]
    tasks = tuple(every_task(site))
    work = [*promises_among(tasks, site.today, "work"), *promises_among(tasks, site.today, "move")]
    own = sorted((each for each in work if each.is_open), key=lambda each: each.due or date.max)
    return (*(each for each in known if not each.theirs), *(each for each in known if each.theirs), *own)


TABLE = LongTable("open-promises", "promises-open.html", all_open)


def first_open(promises: Sequence[Promise]) -> Sequence[Promise]:
    """The promises that a list shows."""
    return first_of(promises, MOST)


def rest_open(site: Site, promises: Sequence[Promise]) -> Words:
    """How many more there are than a list shows, and the page of all that is open on which the next of them stands;
    nothing where it shows all."""
    if len(first_open(promises)) == len(promises):
        return ()
    place = site.ask(place_of, promises[MOST])
    return rest_of(promises, MOST, LinkTo(TABLE.page_of(place), "in the list of all that is open", kind="page"))


def place_of(site: Site, promise: Promise) -> int:
    """The place of an open promise in the list, from 0."""
    return next((number for number, each in enumerate(site.ask(all_open)) if each == promise), 0)


def _open_pages(site: Site) -> Iterator[PageId]:
    if TABLE.length(site) > MOST:
        yield from TABLE.pages(site)


def view_open(site: Site, which: PageId) -> OpenPromisesView:
    """A page of the list."""
    page = frame(site, which, "All that is open", SECTION)
    return OpenPromisesView(
        page=page,
        promises=tuple(promise_view(site, each) for each in TABLE.on(site, which)),
        pager=TABLE.pager(site, which),
    )


OPEN_PROMISES = PageKind("open-promises", _open_pages, view_open)
