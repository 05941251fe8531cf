"""All who mention something, where they are more than its page names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from site_builder.site.page_id import PageId
from site_builder.site.pages.common import MENTIONS, SECTIONS, backlink, frame, mentions_address, newest_first
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.links import kind_of, link_to
from site_builder.site.pages.tables import pager, rows_on, table_pages
from site_builder.site.views import MentionsView


def mentioned_often(site: Site) -> tuple[tuple[str, int], ...]:
    """What more notes mention than its page names, and how many."""
    keys = (*site.paths(), *(key for key in site.people() if not site.person(key).path))
    counts = ((key, len(site.linked_from(key))) for key in keys)
    return tuple((key, number) for key, number in counts if number > MENTIONS + 1)


def _mentions_pages(site: Site) -> Iterator[PageId]:
    for key, number in site.ask(mentioned_often):
        if site.address(key):
            for each in table_pages("mentions", mentions_address(site, key), number):
                yield replace(each, key=key)


def view_mentions(site: Site, which: PageId) -> MentionsView:
    """The notes that mention something, newest first."""
    paths = newest_first(site, site.linked_from(which.key))
    of = link_to(site, which.key)
    page = frame(site, which, f"Mentions of {of.text}", SECTIONS.get(kind_of(site, which.key)))
    return MentionsView(
        page=replace(page, crumbs=(*page.crumbs, of)),
        of=of,
        rows=tuple(backlink(site, path, which.key) for path in rows_on(which, paths)),
        pager=pager(which, len(paths)),
    )


MENTIONED = PageKind("mentions", _mentions_pages, view_mentions)
