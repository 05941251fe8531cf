"""A meeting's page: who they were that day, what was agreed, and the meetings before and after it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from site_builder.journal.model import NOT_CONTACT, Interaction, Statement
from site_builder.journal.names import SOMEONE, spoken
from site_builder.notes.entry import Entry
from site_builder.notes.schema import Meeting
from site_builder.relations.calendar import by_time, first_meeting
from site_builder.relations.standing import GONE, contact_of, org_on, side_on, standing
from site_builder.relations.words import counted, number_words
from site_builder.site.dates import written_day
from site_builder.site.page_id import PageId
from site_builder.site.pages.body import body
from site_builder.site.pages.briefs import headline_of_card, meeting_words, person_brief
from site_builder.site.pages.common import SECTIONS, facts, frame, more_facts
from site_builder.site.pages.gathered import ROOM, exchanges_in, in_note, lines_in, tasks_in
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import encounter, seen_by
from site_builder.site.pages.links import few, link_to, listed, meeting_link, meeting_title
from site_builder.site.pages.tables import first_of, rest_of
from site_builder.site.pages.texts import ahead, gist_of
from site_builder.site.views import Attendee, Encounter, Fact, Line, LinkTo, MeetingView, NoteView, PersonBrief, Words

CROWD = 12
"""Attendees that are named with their roles; of more, the names."""
NAMES = 200
"""Attendees that are named at all."""
INITIATIVE = {"me": "mine", "them": "theirs", "both": "ours"}


def _meeting_pages(site: Site) -> Iterator[PageId]:
    for path in site.paths("meeting"):
        yield PageId("meeting", site.address(path), path)


def view_meeting(site: Site, which: PageId) -> MeetingView | NoteView:
    """A meeting; a running note shows all of its meetings, and one without any date is shown as a plain note."""
    entry, resolved = site.entry(which.key), site.resolved(which.key)
    fields = entry.fields
    assert isinstance(fields, Meeting)
    past = [each for each in resolved.interactions if each.day <= site.today]
    if not resolved.interactions:
        return _undated(site, which, entry)
    meeting = max(past, key=by_time) if past else min(resolved.interactions, key=by_time)
    running = meeting.source == "section"
    title = running_title(site, entry, fields, meeting) if running else meeting_title(site, meeting)
    alone = meeting.people[0] if len(meeting.people) == 1 else ""
    statements = resolved.statements
    earlier, later = (None, None) if running else neighbours(site, meeting)
    tasks, exchanges = tasks_in(site, statements), exchanges_in(site, statements)
    agreed = [each for each in tasks if each.state not in ("kept", "dropped")] if running else tasks
    note = in_note(which.path, "s-main")
    tab = title if running else f"{title}, {written_day(meeting.day)}"  # one has coffee with somebody many times
    return MeetingView(
        page=frame(site, which, tab, SECTIONS["meeting"], which.key, which.key),
        title=title,
        day=meeting.day,
        time="" if running else meeting.time,
        kind="" if running else meeting.kind,
        standing=running_words(resolved.interactions) if running else standing_words(site, meeting),
        people=attendees(site, meeting, running),
        event=link_to(site, meeting.event) if meeting.event else None,
        facts=(*_facts(fields, meeting, running), *_seen_by(site, statements)),
        follow_up=follow_up_words(site, meeting),
        agreed=tuple(first_of(agreed, ROOM)),
        agreed_rest=rest_of(agreed, ROOM, note),
        exchanges=tuple(first_of(exchanges, ROOM)),
        exchanges_rest=rest_of(exchanges, ROOM, note),
        lines=() if running else lines_in(site, statements, alone, note),
        briefs=briefs(site, meeting) if meeting.arranged(site.today) else (),
        earlier=neighbour_view(site, earlier, meeting) if earlier else None,
        later=neighbour_view(site, later, meeting) if later else None,
        more=more_facts(entry),
        tags=fields.tags,
        body=body(site, which.key),
    )


def _undated(site: Site, which: PageId, entry: Entry) -> NoteView:
    fields = entry.fields
    assert isinstance(fields, Meeting)
    title = fields.title or spoken(entry.id)
    return NoteView(
        page=frame(site, which, title, SECTIONS["meeting"], which.key, which.key),
        title=title,
        facts=more_facts(entry),
        tags=fields.tags,
        body=body(site, which.key),
    )


def running_title(site: Site, entry: Entry, fields: Meeting, meeting: Interaction) -> str:
    """What a note of many meetings is called."""
    names = [site.name(key) for key in site.resolved(entry.path).attendees or meeting.people]
    return fields.title or (f"Meetings with {listed(names)}" if names else spoken(entry.id))


def running_words(meetings: tuple[Interaction, ...]) -> str:
    """How many meetings a running note holds, and from when to when; nothing for one alone."""
    days = sorted(each.day for each in meetings)
    if len(days) == 1:
        return ""
    return f"A running note: {number_words(len(days))} meetings, from {written_day(days[0])} to {written_day(days[-1])}"


def standing_words(site: Site, meeting: Interaction) -> str:
    """What makes it other than a meeting that took place and counts; nothing where it is that."""
    today = site.today
    if meeting.cancelled:
        return "cancelled"
    if meeting.day > today:
        return f"{'planned' if meeting.planned else 'arranged'}, {ahead(meeting.day, today)}"
    if meeting.planned:
        return "planned for today" if meeting.day == today else "planned; no note says whether it took place"
    if meeting.kind in NOT_CONTACT:
        return f"a {meeting.kind}: it does not count as contact" if meeting.people or meeting.orgs else ""
    if meeting.group:
        most = number_words(site.config.group_max)
        return f"does not count as contact: more than {most} people were there"
    return ""


def attendees(site: Site, meeting: Interaction, running: bool = False) -> tuple[Attendee, ...]:
    """Who was there, and who they were that day."""
    keys = meeting.people or meeting.orgs
    if len(keys) > CROWD:
        return tuple(Attendee(link) for link in few([link_to(site, key) for key in keys], "", NAMES))
    people = meeting.people
    return (
        tuple(
            Attendee(
                link_to(site, key),
                role_on(site, key, meeting.day) if key in people else "",
                key in people and not running and site.ask(first_meeting, key) == meeting,
            )
            for key in keys
        )
        + (Attendee(LinkTo("", SOMEONE, kind="plain")),) * meeting.unnamed
    )


def role_on(site: Site, key: str, day: date) -> str:
    """Role and org on a day; the org is left out where it was the owner's too."""
    fields = contact_of(site, key)
    if fields is None:
        return headline_of_card(site, key)
    path = site.person(key).path
    org = org_on(site, path, fields, day)
    named = site.name(org) if org and side_on(site, path, fields, day) != "internal" else ""
    return ", ".join(filter(None, (fields.role.at(day) or "", named)))


def _facts(fields: Meeting, meeting: Interaction, running: bool) -> tuple[Fact, ...]:
    minutes = meeting.minutes if not running else None
    return facts(
        (
            ("Place", fields.place),
            ("Length", length_words(minutes) if minutes else ""),
            ("Whose idea", INITIATIVE.get(meeting.initiative, "") if not running else ""),
        )
    )


def _seen_by(site: Site, statements: Iterable[Statement]) -> tuple[Fact, ...]:
    seen = dict.fromkeys(link for each in statements if not each.line.private for link in seen_by(site, each))
    return (Fact("Seen by", tuple((link,) for link in few(list(seen), "", ROOM))),) if seen else ()


def length_words(minutes: int) -> str:
    """`50 minutes`, `1 hour`, `2 hours 30 minutes`."""
    hours, rest = divmod(minutes, 60)
    if hours == 0 or minutes < 100:
        return "1 hour" if minutes == 60 else counted(minutes, "minute")
    return counted(hours, "hour") + (f" {counted(rest, 'minute')}" if rest else "")


def follow_up_words(site: Site, meeting: Interaction) -> Words:
    """By when to be in touch again, and whether that has happened."""
    if meeting.follow_up is None:
        return ()
    if len(meeting.people) == 1:
        for each in site.interactions(meeting.people[0]):
            if each.day > meeting.day and each.counts(site.today):
                return (
                    meeting.follow_up,
                    "; you met on ",
                    replace(meeting_link(site, each), text=written_day(each.day)),
                )
    if meeting.follow_up >= site.today:
        return (meeting.follow_up, f", {ahead(meeting.follow_up, site.today)}")
    return (meeting.follow_up,)


def neighbours(site: Site, meeting: Interaction) -> tuple[Interaction | None, Interaction | None]:
    """The meetings before and after this one at which all of its people were present."""
    if not meeting.people:
        return None, None
    met = site.interactions(meeting.people[0])
    here = bisect_left(met, by_time(meeting), key=by_time)
    everybody = frozenset(meeting.people)

    def fits(each: Interaction) -> bool:
        happened = not each.cancelled and not (each.planned and each.day < site.today)
        return happened and each.path != meeting.path and each.kind != "broadcast" and everybody <= set(each.people)

    return next(filter(fits, reversed(met[:here])), None), next(filter(fits, met[here:]), None)


def neighbour_view(site: Site, each: Interaction, meeting: Interaction) -> Encounter:
    """A meeting with the same people, with its last words; those whom both have in common are not named again."""
    shown = encounter(site, each, last=True)
    if len(meeting.people) == 1 and not each.title:
        shown = replace(shown, link=replace(shown.link, text=meeting_words(site, each, meeting.people[0])))
    return replace(shown, people=())


def briefs(site: Site, meeting: Interaction) -> tuple[PersonBrief, ...]:
    """Of a meeting that lies ahead: for each person the last words, and what to have in mind."""
    if len(meeting.people) > CROWD:
        return ()
    return tuple(brief_for(site, key) for key in meeting.people)


def brief_for(site: Site, key: str) -> PersonBrief:
    """What to have in mind of one person, without who they are."""
    stands = standing(site, key, site.today)
    # Who they are stands in the heading.
    shown = replace(person_brief(site, key, stands), role="")
    met = [each for each in site.interactions(key) if each.counts(site.today)]
    if not met or stands.status in GONE:
        return shown
    last = met[-1]
    said = gist_of(site, last, last=True)
    link = LinkTo(meeting_link(site, last).href, meeting_words(site, last, key), kind="meeting")
    line = Line("last", ("Last words: ", said) if said else ("Last time: ", link), last.day, link if said else None)
    return replace(shown, lines=(line, *shown.lines))


MEETING = PageKind("meeting", _meeting_pages, view_meeting)
