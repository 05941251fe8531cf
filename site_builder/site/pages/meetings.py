"""The table of meetings, newest first: those with a note of their own, and the dated headings of other notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from site_builder.journal.model import Interaction
from site_builder.notes.schema import Meeting
from site_builder.relations.calendar import all_meetings
from site_builder.site.pages.common import SECTIONS, frame
from site_builder.site.pages.gathered import few
from site_builder.site.pages.kinds import PageId, PageKind, Site
from site_builder.site.pages.links import link_to, meeting_link
from site_builder.site.pages.tables import ROWS, pager, table_pages
from site_builder.site.views import Chip, MeetingRow, MeetingsView

_END = "\0"


def keyed(meetings: Iterable[tuple[str, str]], head: Sequence[str], more: Sequence[str] = ()) -> str:
    """What stands on a page, as its key: a few words, keys of people, and meetings by path and anchor.

    So that a page asks for its own meetings and no others: the list of all is made once, when the pages are listed.
    """
    parts = (*head, str(len(more)), *more, *(part for meeting in meetings for part in meeting))
    return _END.join(parts)


def unkeyed(key: str, first: int) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """The words, of which there are `first`, the keys and the meetings of such a key."""
    parts = key.split(_END)
    meetings = first + 1 + int(parts[first])
    rest = iter(parts[meetings:])
    return parts[:first], parts[first + 1 : meetings], list(zip(rest, rest, strict=True))


def _meetings_pages(site: Site) -> Iterator[PageId]:
    meetings = [*reversed(all_meetings(site))]
    past = [(each.path, each.anchor) for each in meetings if each.day <= site.today]
    coming = [(each.path, each.anchor) for each in reversed(meetings) if each.day > site.today]
    for page in table_pages("meetings", "meetings.html", len(past)):
        here = past[page.number * ROWS : (page.number + 1) * ROWS]
        yield replace(page, key=keyed(here + (coming if page.number == 0 else []), (str(len(past)), str(len(here)))))


def view_meetings(site: Site, which: PageId) -> MeetingsView:
    """A page of the table; on the first, what lies ahead, soonest first."""
    (past, here), _, meetings = unkeyed(which.key, 2)
    rows = [row(site, meeting_at(site, path, anchor)) for path, anchor in meetings]
    return MeetingsView(
        page=frame(site, which, "Meetings", SECTIONS["meeting"]),
        rows=tuple(rows[: int(here)]),
        ahead=tuple(rows[int(here) :]),
        pager=pager(which, int(past)),
    )


def meeting_at(site: Site, path: str, anchor: str) -> Interaction:
    """The meeting that an anchor of a note names."""
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
