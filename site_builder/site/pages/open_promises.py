"""All that is open, one list: what other pages show the first of, and count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder.relations.promises import Promise, all_promises, every_task, promises_among
from site_builder.site.pages.common import frame
from site_builder.site.pages.kinds import PageId, PageKind, Site
from site_builder.site.pages.lines import promise_view
from site_builder.site.pages.tables import pager, rows_on, table_pages
from site_builder.site.views import LinkTo, OpenPromisesView, Words

SECTION = LinkTo("promises.html", "Promises", kind="page")
ADDRESS = "promises-open.html"
MOST = 50
"""Promises that any list shows; of more it shows the first, and says where all of them stand."""


def first_of(promises: Sequence[Promise]) -> Sequence[Promise]:
    """The promises that a list shows."""
    return promises if len(promises) <= MOST + 1 else promises[:MOST]


def rest_of(promises: Sequence[Promise]) -> Words:
    """How many more there are than a list shows, and where; nothing where it shows all."""
    rest = len(promises) - len(first_of(promises))
    return (f"and {rest} more, ", LinkTo(ADDRESS, "in the list of all that is open", kind="page")) if rest else ()


def all_open(site: Site) -> tuple[Promise, ...]:
    """Mine, theirs, then my own work, each in the order of their dates."""
    known = [each for each in site.ask(all_promises) if each.is_open]
    work = [each for each in promises_among(every_task(site), site.today, "work") if each.is_open]
    return (*(each for each in known if not each.theirs), *(each for each in known if each.theirs), *work)


def open_count(site: Site) -> int:
    """How many are open."""
    return len(site.ask(all_open))


def open_on(site: Site, which: PageId) -> tuple[Promise, ...]:
    """Those that stand on a page."""
    return tuple(rows_on(which, site.ask(all_open)))


def _open_pages(site: Site) -> Iterator[PageId]:
    number = site.ask(open_count)
    if number > MOST:
        yield from table_pages("open-promises", ADDRESS, number)


def view_open(site: Site, which: PageId) -> OpenPromisesView:
    """A page of the list."""
    page = frame(site, which, "All that is open", SECTION)
    return OpenPromisesView(
        page=page,
        promises=tuple(promise_view(site, each) for each in site.ask(open_on, which)),
        pager=pager(which, site.ask(open_count)),
    )


OPEN_PROMISES = PageKind("open-promises", _open_pages, view_open)
