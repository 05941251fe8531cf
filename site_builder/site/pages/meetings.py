"""The table of meetings, newest first: those with a note of their own, and the dated headings of other notes."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.journal.model import Interaction
from site_builder.notes.schema import Meeting
from site_builder.relations.calendar import all_meetings
from site_builder.site.pages.common import SECTIONS, frame
from site_builder.site.pages.gathered import few
from site_builder.site.pages.kinds import PageId, PageKind, Site
from site_builder.site.pages.links import link_to, meeting_link
from site_builder.site.pages.tables import ROWS, pager, table_pages
from site_builder.site.views import Chip, MeetingRow, MeetingsView


def past_meetings(site: Site) -> tuple[Interaction, ...]:
    """All meetings until today, newest first."""
    return tuple(each for each in reversed(site.ask(all_meetings)) if each.day <= site.today)


def meetings_ahead(site: Site) -> tuple[Interaction, ...]:
    """All meetings that lie ahead, soonest first."""
    return tuple(each for each in site.ask(all_meetings) if each.day > site.today)


def past_count(site: Site) -> int:
    """How many meetings there were."""
    return len(site.ask(past_meetings))


def meetings_on(site: Site, number: int) -> tuple[Interaction, ...]:
    """The meetings that stand on a page of the table: of all others it asks nothing."""
    return site.ask(past_meetings)[number * ROWS : (number + 1) * ROWS]


def _meetings_pages(site: Site) -> Iterator[PageId]:
    return table_pages("meetings", "meetings.html", site.ask(past_count))


def view_meetings(site: Site, which: PageId) -> MeetingsView:
    """A page of the table; on the first, what lies ahead, soonest first."""
    return MeetingsView(
        page=frame(site, which, "Meetings", SECTIONS["meeting"]),
        rows=tuple(row(site, each) for each in site.ask(meetings_on, which.number)),
        ahead=tuple(row(site, each) for each in site.ask(meetings_ahead)) if which.number == 0 else (),
        pager=pager(which, site.ask(past_count)),
    )


def row(site: Site, meeting: Interaction) -> MeetingRow:
    """A meeting in a row."""
    fields = site.entry(meeting.path).fields
    chips, link = [], meeting_link(site, meeting)
    if meeting.cancelled:
        chips.append(Chip("cancelled", "dropped"))
    elif meeting.planned:
        chips.append(Chip("planned"))
    return MeetingRow(
        day=meeting.day,
        link=link,
        kind=meeting.kind,
        people=few([link_to(site, key) for key in (meeting.people or meeting.orgs)], link.href),
        place=fields.place if isinstance(fields, Meeting) and meeting.source == "meeting" else "",
        chips=tuple(chips),
    )


MEETINGS = PageKind("meetings", _meetings_pages, view_meetings)
