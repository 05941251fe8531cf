"""The table of meetings, newest first: those with a note of their own, and the dated headings of other notes."""

from __future__ import annotations

from site_builder.journal.model import Interaction
from site_builder.notes.entry import Entry
from site_builder.notes.schema import Meeting
from site_builder.relations.calendar import all_meetings
from site_builder.site.page_id import PageId
from site_builder.site.pages.common import SECTIONS, frame
from site_builder.site.pages.figures import IN_TIMELINE
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.links import few, link_to, meeting_link
from site_builder.site.pages.tables import ROWS, LongTable, first_of, rest_of
from site_builder.site.views import Chip, MeetingRow, MeetingsView


def past_meetings(site: Site) -> tuple[Interaction, ...]:
    """All meetings until today, newest first."""
    return tuple(each for each in reversed(site.ask(all_meetings)) if each.day <= site.today)


def meetings_ahead(site: Site) -> tuple[Interaction, ...]:
    """All meetings that lie ahead, soonest first."""
    return tuple(each for each in site.ask(all_meetings) if each.day > site.today)


_TABLE = LongTable("meetings", "meetings.html", past_meetings)


def view_meetings(site: Site, which: PageId) -> MeetingsView:
    """A page of the table; on the first, what lies ahead, soonest first."""
    coming = site.ask(meetings_ahead) if which.number == 0 else ()
    return MeetingsView(
        page=frame(site, which, "Meetings", SECTIONS["meeting"]),
        rows=tuple(row(site, each) for each in _TABLE.on(site, which)),
        ahead=tuple(row(site, each) for each in first_of(coming, ROWS)),
        ahead_rest=rest_of(coming, ROWS, IN_TIMELINE),
        pager=_TABLE.pager(site, which),
    )


def place_of(entry: Entry) -> str:
    """Where a meeting was."""
    return entry.fields.place if isinstance(entry.fields, Meeting) else ""


def row(site: Site, meeting: Interaction) -> MeetingRow:
    """A meeting in a row."""
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
        place=site.of_entries(place_of).get(meeting.path, "") if meeting.source == "meeting" else "",
        chips=tuple(chips),
    )


MEETINGS = PageKind("meetings", _TABLE.pages, view_meetings)
