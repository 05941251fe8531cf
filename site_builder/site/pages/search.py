"""The page Search: a field and what can be asked; the answers are found in the browser."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.site.page_id import PageId
from site_builder.site.pages.common import SECTIONS, frame
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.views import LinkTo, SearchView

SECTION = LinkTo("search.html", "Search", kind="page")


def _search_pages(site: Site) -> Iterator[PageId]:  # noqa: ARG001 - there is always one
    yield PageId("search", "search.html")


def view_search(site: Site, which: PageId) -> SearchView:
    """The page, and the tables for those who search without it."""
    return SearchView(page=frame(site, which, SECTION.text, SECTION), tables=tuple(dict.fromkeys(SECTIONS.values())))


SEARCH = PageKind("search", _search_pages, view_search)
