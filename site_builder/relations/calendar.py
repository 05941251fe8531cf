"""The journal by days: every meeting and every event, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from site_builder.journal.model import NOT_CONTACT, Interaction, Journal
from site_builder.notes.schema import Event
from site_builder.relations.everything import every_interaction
from site_builder.relations.standing import contact_of
from site_builder.values import dataclass

MEETINGS = frozenset({"meeting", "section"})
"""The sources of meetings proper; what an event's note tells of belongs to the event."""
LONGEST = 31
"""Days for which an event is drawn at most: a slip in `until:` shall not fill a year."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting, or an event (without `meeting`): something that has a day of its own."""

    day: date
    path: str
    anchor: str = "note"
    meeting: Interaction | None = None
    last: date = date.min

    def took_place(self, today: date) -> bool:
        """Whether it brought people together by that day; a letter to all did not."""
        if self.meeting is None:
            return self.day <= today
        meeting = self.meeting
        together = bool(meeting.people or meeting.orgs) and meeting.kind != "broadcast"
        return self.day <= today and together and not (meeting.planned or meeting.cancelled)

    def days(self) -> tuple[date, ...]:
        """The days it took."""
        length = min(max(0, (self.last - self.day).days), LONGEST)
        return tuple(self.day + timedelta(days=number) for number in range(length + 1))


def by_time(meeting: Interaction) -> tuple[date, str, str, str]:
    """The order of time; within a day and hour that of the notes."""
    return meeting.day, meeting.time, meeting.path, meeting.anchor


def all_meetings(journal: Journal) -> tuple[Interaction, ...]:
    """Every meeting that has a note or a dated heading, oldest first."""
    tellers = {*journal.paths("contact"), *journal.paths("meeting")}
    found = [each for each in every_interaction(journal) if each.source in MEETINGS and each.path in tellers]
    return tuple(sorted(found, key=by_time))


def event_days(journal: Journal, path: str) -> tuple[date, date] | None:
    """The first and the last day of an event; nothing for one without a date."""
    entry = journal.entry(path)
    if entry.day is None or not isinstance(entry.fields, Event):
        return None
    first = entry.day.first
    until = entry.fields.until.last if entry.fields.until else first
    return first, max(first, until)


def all_occasions(journal: Journal) -> tuple[Occasion, ...]:
    """Every meeting and event, oldest first."""
    found = [
        Occasion(meeting.day, meeting.path, meeting.anchor, meeting, meeting.day) for meeting in all_meetings(journal)
    ]
    for path in journal.paths("event"):
        if days := event_days(journal, path):
            found.append(Occasion(days[0], path, last=days[1]))
    return tuple(sorted(found, key=lambda each: (each.day, each.meeting.time if each.meeting else "", each.path)))


def days_met(occasions: Iterable[Occasion], today: date) -> dict[date, int]:
    """How many meetings and events there were on each day, in order of the days."""
    counts: dict[date, int] = {}
    for each in occasions:
        if each.took_place(today):
            for day in each.days():
                if day <= today:
                    counts[day] = counts.get(day, 0) + 1
    return dict(sorted(counts.items()))


def first_meeting(journal: Journal, key: str) -> Interaction | None:
    """The meeting at which one met somebody, as far as the notes know; nothing where their file says it was before."""
    fields = contact_of(journal, key)
    for each in journal.interactions(key):
        if each.day <= journal.today and not (each.cancelled or each.planned) and each.kind not in NOT_CONTACT:
            return None if fields and fields.met and fields.met.last < each.day else each
    return None
