"""All whom to be in touch with: of whom Today shows as many as one can write to in a day, and counts the others."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.relations.attention import reach_of, to_reach
from site_builder.relations.promises import days_promised
from site_builder.relations.ties import tie
from site_builder.site.page_id import PageId
from site_builder.site.pages.common import frame
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.tables import LongTable
from site_builder.site.pages.today import ALL_IN_TOUCH, touch_view
from site_builder.site.views import InTouchView

_TABLE = LongTable("in-touch", ALL_IN_TOUCH.href, to_reach, by_name=True)


def _in_touch_pages(site: Site) -> Iterator[PageId]:
    if _TABLE.length(site) > site.config.nudges.per_day:
        yield from _TABLE.pages(site)


def view_in_touch(site: Site, which: PageId) -> InTouchView:
    """Those who stand on one page, the most urgent first."""
    reaches = (reach_of(site.ask(tie, key), site.ask(days_promised, key)) for key in _TABLE.on(site, which))
    return InTouchView(
        page=frame(site, which, "To be in touch with"),
        people=tuple(touch_view(site, reach) for reach in reaches if reach),
        pager=_TABLE.pager(site, which),
    )


IN_TOUCH = PageKind("in-touch", _in_touch_pages, view_in_touch)
