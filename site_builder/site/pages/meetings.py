"""The table of meetings, newest first: those with a note of their own, and the dated headings of other notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from site_builder.journal.model import Interaction
from site_builder.notes.schema import Meeting
from site_builder.relations.calendar import all_meetings
from site_builder.site.pages.common import SECTIONS, frame, link_to, meeting_link
from site_builder.site.pages.gathered import few
from site_builder.site.pages.kinds import PageId, PageKind, Site
from site_builder.site.pages.tables import ROWS, pager, table_pages
from site_builder.site.views import Chip, MeetingRow, MeetingsView

_END = "\0"


def keyed(meetings: Iterable[tuple[str, str]], *first: str) -> str:
    """Meetings, by path and anchor, as the key of the page they stand on.

    So that a page asks for its own meetings and no others: the list is made once, when the pages are listed.
    """
    return _END.join((*first, *(part for meeting in meetings for part in meeting)))


def unkeyed(key: str, first: int = 0) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The first parts of such a key, and the paths and anchors."""
    parts = key.split(_END)
    rest = iter(parts[first:])
    return tuple(parts[:first]), list(zip(rest, rest, strict=True))


def _meetings_pages(site: Site) -> Iterator[PageId]:
    meetings = [*reversed(all_meetings(site))]
    past = [(each.path, each.anchor) for each in meetings if each.day <= site.today]
    coming = [(each.path, each.anchor) for each in reversed(meetings) if each.day > site.today]
    for page in table_pages("meetings", "meetings.html", len(past)):
        here = past[page.number * ROWS : (page.number + 1) * ROWS]
        yield replace(page, key=keyed(here + (coming if page.number == 0 else []), str(len(past)), str(len(here))))


def view_meetings(site: Site, which: PageId) -> MeetingsView:
    """A page of the table; on the first, what lies ahead, soonest first."""
    (past, here), meetings = unkeyed(which.key, 2)
    rows = [row(site, meeting_at(site, path, anchor)) for path, anchor in meetings]
    return MeetingsView(
        page=frame(site, which, "Meetings", SECTIONS["meeting"]),
        rows=tuple(rows[: int(here)]),
        ahead=tuple(rows[int(here) :]),
        pager=pager(which, int(past)),
    )


def meeting_at(site: Site, path: str, anchor: str) -> Interaction:
    return next(each for each in site.resolved(path).interactions if each.anchor == anchor)


def row(site: Site, meeting: Interaction) -> MeetingRow:
    """A meeting in a row."""
    fields = site.entry(meeting.path).fields
    chips = []
    if meeting.cancelled:
        chips.append(Chip("cancelled", "dropped"))
    elif meeting.planned:
        chips.append(Chip("planned"))
    return MeetingRow(
        day=meeting.day,
        link=meeting_link(site, meeting),
        kind=meeting.kind,
        people=few([link_to(site, key) for key in (meeting.people or meeting.orgs)]),
        place=fields.place if isinstance(fields, Meeting) and meeting.source == "meeting" else "",
        chips=tuple(chips),
    )


MEETINGS = PageKind("meetings", _meetings_pages, view_meetings)
