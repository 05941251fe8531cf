"""An event's page: before its day a sheet to prepare by, after it what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from site_builder.journal.model import Statement
from site_builder.journal.names import fold_name, spoken
from site_builder.notes.entry import Entry
from site_builder.notes.schema import Event, Me
from site_builder.relations.calendar import MEETINGS, event_days
from site_builder.relations.events import QUESTIONS, Expected, Met, expected_at, objectives
from site_builder.relations.returns import observations, returns_of, unknowns
from site_builder.relations.words import number_words
from site_builder.site.dates import written_day
from site_builder.site.page_id import PageId
from site_builder.site.pages.account import all_lines
from site_builder.site.pages.body import body
from site_builder.site.pages.briefs import org_link, person_brief
from site_builder.site.pages.common import SECTIONS, facts, frame, more_facts
from site_builder.site.pages.event_figures import event_figures, observation, own_lines, question
from site_builder.site.pages.events import is_ahead, outcome, series_rows
from site_builder.site.pages.figures import IN_TIMELINE, behind
from site_builder.site.pages.gathered import (
    EXCHANGES,
    ROOM,
    TASKS,
    exchanges_in,
    in_note,
    lines_in,
    meeting_view,
    tasks_in,
)
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import line_view
from site_builder.site.pages.links import few, link_to, listed, listed_links, title_of
from site_builder.site.pages.tables import first_of, rest_of
from site_builder.site.pages.texts import ahead, words
from site_builder.site.views import (
    Answer,
    Balance,
    Chip,
    EventView,
    Fact,
    Line,
    LinkTo,
    NoteView,
    Objective,
    PersonBrief,
    PersonMet,
    Remark,
    Words,
)

IN_EVENTS = LinkTo("events.html", "in the table of events", kind="page")
EXPECTED = 12
"""People with a brief on a sheet to prepare by."""
_TO_ASK = ("question", "next", "item")
_JOINT = " ,:;–—-"


def _event_pages(site: Site) -> Iterator[PageId]:
    for path in site.paths("event"):
        yield PageId("event", site.address(path), path)


def view_event(site: Site, which: PageId) -> EventView | NoteView:
    """An event; one without a date is shown as a plain note."""
    path = which.key
    entry = site.entry(path)
    fields, days = entry.fields, event_days(site, path)
    assert isinstance(fields, Event)
    title = title_of(site, path)
    tab = f"{title}, {written_day(days[0])}" if days else title  # a series has one title for all its years
    page = frame(site, which, tab, SECTIONS["event"], path, path)
    if days is None:
        shown = body(site, path)
        return NoteView(page=page, title=title, facts=more_facts(entry), tags=fields.tags, body=shown)
    statements = site.resolved(path).statements
    brought = returns_of(site, path)
    met = brought.met
    coming = is_ahead(site, path)
    expected = expected_at(site, path)[:EXPECTED] if coming else ()
    told = {each.line.item for person in met for each in person.told}
    apart = [each for each in statements if each.line.item not in told]
    goals = objectives(statements)
    to_ask = [each for each in apart if each.role in _TO_ASK or each.line.kind in _TO_ASK]
    rest = [each for each in apart if each not in to_ask]
    note, tasks, exchanges = in_note(which.path), tasks_in(site, statements), exchanges_in(site, rest)
    series = series_rows(site, path)
    there = [each for each in site.interactions(path) if each.source in MEETINGS]
    return EventView(
        page=page,
        title=title,
        day=days[0],
        until=days[1] if days[1] != days[0] else None,
        ahead=coming,
        facts=_facts(site, path, fields),
        chips=_chips(site, days),
        outcome=() if coming else outcome(which.path, goals, met, fields.hours),
        objectives=tuple(Objective(_objective(site, each), state) for each, state in first_of(goals, ROOM)),
        objectives_rest=rest_of(goals, ROOM, note),
        met=tuple(_met(site, path, each) for each in first_of(met, ROOM)),
        met_rest=rest_of(met, ROOM, note),
        follow_ups=tuple(first_of(tasks, ROOM)),
        follow_ups_rest=rest_of(tasks, ROOM, note),
        exchanges=tuple(first_of(exchanges, ROOM)),
        exchanges_rest=rest_of(exchanges, ROOM, note),
        balance=_balance(site, statements),
        signals=(*_signals(site, entry, statements, note), *lines_in(site, rest, "", note)),
        pitch=pitch(site, fields) if coming else "",
        known=tuple(_known(site, each) for each in expected),
        questions=behind(to_ask, lambda each: replace(line_view(site, each), day=None, source=None), note, ROOM),
        unknown=tuple(question(site, each) for each in unknowns(site, expected)),
        figures=() if coming else event_figures(site, brought),
        meetings=tuple(meeting_view(site, each) for each in first_of(there, ROOM)),
        meetings_rest=rest_of(there, ROOM, IN_TIMELINE),
        series=spoken(fields.series),
        series_rows=tuple(first_of(series, ROOM)),
        series_rest=rest_of(series, ROOM, IN_EVENTS),
        observations=tuple(observation(site, each) for each in observations(site, path, brought))
        if days[1] < site.today
        else (),
        more=more_facts(entry),
        tags=fields.tags,
        body=body(site, path, 2),
    )


def _chips(site: Site, days: tuple[date, date]) -> tuple[Chip, ...]:
    if days[0] > site.today:
        return (Chip(ahead(days[0], site.today), "due"),)
    return (Chip("today" if days[0] == site.today else "now on", "soon"),) if days[1] >= site.today else ()


def _facts(site: Site, path: str, fields: Event) -> tuple[Fact, ...]:
    organiser = org_link(site, path, fields.organiser)
    company = [key for each in site.resolved(path).interactions if each.source == "company" for key in each.people]
    hours = f"{fields.hours:g} {'hour' if fields.hours == 1 else 'hours'}" if fields.hours else ""
    rows = facts(
        (
            ("Place", fields.place),
            ("Held by", (organiser,) if organiser else ""),
            ("For", ", ".join(fields.audience)),
            ("Time", hours),
            ("Cost", fields.cost),
        )
    )
    together = Fact(
        "Went with" if fields.date is None or not is_ahead(site, path) else "Going with",
        tuple((link,) for link in few([link_to(site, key) for key in company], "", ROOM)),
    )
    return (*rows[:3], together, *rows[3:]) if company else rows


def _objective(site: Site, statement: Statement) -> Words:
    line = statement.line
    return (*words(site, statement.path, line.shown), *((f" ({line.why})",) if line.why else ()))


def _met(site: Site, path: str, met: Met) -> PersonMet:
    line = met.line
    lines = [each for each in met.told if each.role not in (*TASKS, *EXCHANGES)]
    answers = {asked: words(site, path, text) for asked, text in line.answers}
    own = next((each for each in site.resolved(path).statements if each.line.anchor == line.anchor), None)
    if own and own.via:
        answers["via"] = listed_links(site, own.via)
    return PersonMet(
        person=link_to(site, met.key),
        minutes=f"{met.minutes} min" if met.minutes else "",
        said=_said(site, path, met),
        answers=tuple(Answer(asked, answers[asked]) for asked in QUESTIONS if asked in answers),
        missing=met.missing,
        lines=lines_in(site, lines, met.key),
        exchanges=tuple(replace(each, people=()) for each in exchanges_in(site, met.told)),
    )


def _said(site: Site, path: str, met: Met) -> Words:
    """What the item says besides the name that it starts with."""
    line = met.line
    if line.kind == "new":
        return words(site, path, line.text)
    said = list(words(site, path, line.shown))
    if said and isinstance(said[0], LinkTo):
        del said[0]
    if said and isinstance(said[0], str):
        said[0] = said[0].lstrip(_JOINT)
    return tuple(part for part in said if part)


def _balance(site: Site, statements: Iterable[Statement]) -> Balance | None:
    lines = [each for each in statements if each.role in EXCHANGES]
    ways = ["got" if each.line.kind == "got" else "gave" for each in lines]
    if not ways:
        return None
    gave, got = ways.count("gave"), ways.count("got")
    if gave and got:
        said = f"{number_words(gave)} given, {number_words(got)} received"
    else:
        said = f"{number_words(gave or got)} {'given' if gave else 'received'}"
    remark = Remark((all_lines(len(lines)),), own_lines(site, lines))
    return Balance(f"{said.capitalize()}.", len(ways) < 5, remarks=(remark,))


def _signals(site: Site, entry: Entry, statements: Sequence[Statement], note: LinkTo) -> tuple[Line, ...]:
    """What was in the air: the items under Signals, as they are typed."""
    stated = {each.line.item for each in statements}
    found = [
        Statement(entry.path, line, "signal")
        for line in entry.lines
        if entry.meaning(line) == "signals" and line.item not in stated and line.shown
    ]

    def shown(each: Statement) -> Line:
        return replace(line_view(site, each), kind="signal", day=None, source=None)

    return behind(found, shown, note, ROOM)


def pitch(site: Site, fields: Event) -> str:
    """What to say of oneself there: the event's own words, else the owner's for such an audience."""
    if fields.pitch:
        return " ".join(text for _, text in fields.pitch)
    audience = f" {fold_name(' '.join(fields.audience))} "
    for path in site.paths("me"):
        mine = site.entry(path).fields
        for name, text in mine.pitch if isinstance(mine, Me) else ():
            if name and f" {fold_name(name)} " in audience.replace(",", " "):
                return text
    return ""


def _known(site: Site, expected: Expected) -> PersonBrief:
    """The brief of somebody who will probably be there, and why that is to be expected."""
    shown = person_brief(site, expected.key)
    why = "a meeting is arranged" if expected.arranged else "going with you" if expected.company else ""
    if expected.earlier:
        years = listed([str(day.year) for day in expected.earlier])
        why = f"{why}, met there in {years}" if why else f"met there in {years}"
    elif expected.organiser and not why:
        why = "of those who hold it"
    return replace(shown, role=" · ".join(filter(None, (shown.role, why))))


EVENT = PageKind("event", _event_pages, view_event)
