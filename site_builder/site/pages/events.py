"""The table of events, the series across the years, and an event in a few words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from site_builder.journal.model import Statement
from site_builder.journal.names import spoken
from site_builder.notes.schema import Event
from site_builder.relations.calendar import event_days
from site_builder.relations.events import Met, objectives, people_met, series_of
from site_builder.relations.returns import returns_of
from site_builder.relations.words import counted
from site_builder.site.page_id import PageId
from site_builder.site.pages.common import SECTIONS, frame
from site_builder.site.pages.event_figures import brought_words
from site_builder.site.pages.figures import IN_TIMELINE
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.links import link_to
from site_builder.site.pages.tables import ROWS, LongTable, first_of, rest_of
from site_builder.site.pages.texts import ahead
from site_builder.site.views import Chip, EventRow, EventsView, LinkTo, SeriesRow, Words


def is_ahead(site: Site, path: str) -> bool:
    """Whether one still prepares for it: until its last day, or until the note tells whom one met."""
    days = event_days(site, path)
    if days is None or days[1] < site.today:
        return False
    return days[0] > site.today or not any(each.source == "met" for each in site.resolved(path).interactions)


def outcome(here: str, goals: Sequence[tuple[Statement, str]], met: Sequence[Met], hours: float | None) -> Words:
    """What came of an event, in one sentence: objectives and people, each with the way to where the page `here` tells
    of them; hours."""
    told = ((objective_words(goals), "s-objectives"), (people_words(met), "s-met"))
    links = [LinkTo(f"{here}#{place}", said, kind="page") for said, place in told if said]
    if not links:
        return ()
    spent = f"; {hours:g} {'hour' if hours == 1 else 'hours'}" if hours else ""
    return (*((links[0], "; ", links[1]) if len(links) > 1 else links), f"{spent}.")


def objective_words(goals: Sequence[tuple[Statement, str]]) -> str:
    """`2 of 3 objectives met, 1 in part`; where nothing is said yet of any, how many there are."""
    states = [state for _, state in goals]
    if not states:
        return ""
    met, partly = states.count("met"), states.count("partly")
    if set(states) == {"open"}:
        return counted(len(states), "objective")
    return f"{met} of {counted(len(states), 'objective')} met" + (f", {partly} in part" if partly else "")


def people_words(met: Sequence[Met]) -> str:
    """`5 people, 2 new`."""
    if not met:
        return ""
    new = sum(each.new for each in met)
    return counted(len(met), "person", "people") + (f", {new} new" if new else "")


def series_rows(site: Site, path: str) -> tuple[SeriesRow, ...]:
    """The events of the same series, newest first; nothing where it is the only one."""
    rows = []
    for other in series_of(site, path):
        days, fields = event_days(site, other), site.entry(other).fields
        assert days is not None and isinstance(fields, Event)
        brought = returns_of(site, other)
        rows.append(
            SeriesRow(
                link=link_to(site, other),
                day=days[0],
                place=fields.place,
                people=people_words(brought.met),
                objectives=_objectives_of(site, other),
                brought=brought_words(brought),
                current=other == path,
            )
        )
    return tuple(rows)


def _objectives_of(site: Site, path: str) -> str:
    goals = objectives(site.resolved(path).statements)
    if goals and all(state == "open" for _, state in goals):
        return f"{len(goals)} open"
    return re.sub(r" objectives? met", " met", objective_words(goals))


def past_events(site: Site) -> tuple[str, ...]:
    """The events that are over, newest first."""
    return tuple(path for days, path in reversed(_dated(site)) if days[1] < site.today)


def events_ahead(site: Site) -> tuple[str, ...]:
    """The events that are not over, soonest first."""
    return tuple(path for days, path in _dated(site) if days[1] >= site.today)


def _dated(site: Site) -> list[tuple[tuple[date, date], str]]:
    return sorted((days, path) for path in site.paths("event") if (days := event_days(site, path)))


_TABLE = LongTable("events", "events.html", past_events)


def view_events(site: Site, which: PageId) -> EventsView:
    """A page of the table; on the first, what lies ahead, soonest first."""
    coming = site.ask(events_ahead) if which.number == 0 else ()
    return EventsView(
        page=frame(site, which, "Events", SECTIONS["event"]),
        rows=tuple(_row(site, path) for path in _TABLE.on(site, which)),
        ahead=tuple(_row(site, path) for path in first_of(coming, ROWS)),
        ahead_rest=rest_of(coming, ROWS, IN_TIMELINE),
        pager=_TABLE.pager(site, which),
    )


def _row(site: Site, path: str) -> EventRow:
    days, fields = event_days(site, path), site.entry(path).fields
    assert days is not None and isinstance(fields, Event)
    return EventRow(
        day=days[0],
        link=link_to(site, path),
        place=fields.place,
        series=spoken(fields.series),
        people=people_words(people_met(site, path)),
        objectives=_objectives_of(site, path),
        chips=(Chip(ahead(days[0], site.today), "due"),) if days[0] > site.today else (),
    )


EVENTS = PageKind("events", _TABLE.pages, view_events)
