"""Events: what became of the objectives, whom one met and what they said, and who will probably be at the next one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from site_builder.journal.model import Journal, Statement
from site_builder.journal.names import CARD, fold_name
from site_builder.notes.entry import Entry
from site_builder.notes.lines import Line
from site_builder.notes.schema import Event
from site_builder.relations.calendar import event_days, first_meeting
from site_builder.relations.standing import GONE, orgs_of, own_orgs, standing
from site_builder.values import dataclass

QUESTIONS = ("does", "here for", "wants", "via")
"""The four answers of a first meeting."""
STATES = {"kept": "met", "begun": "partly", "dropped": "not", "open": "open"}


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody met at an event. `line`: the item that names them; `told`: the lines below it; `new`: for the first
    time, as far as the notes know. `missing`: of a card, the answers that no note gives."""

    key: str
    line: Line
    minutes: int | None = None
    told: tuple[Statement, ...] = ()
    new: bool = False
    missing: tuple[str, ...] = ()


def people_met(journal: Journal, path: str) -> tuple[Met, ...]:
    """The people of an event's Met list, in its order."""
    entry, resolved = journal.entry(path), journal.resolved(path)
    by_anchor = {line.anchor: line for line in entry.lines}
    openers = {by_anchor[each.anchor].item: each for each in resolved.interactions if each.source == "met"}
    told: dict[int, list[Statement]] = {item: [] for item in openers}
    for statement in resolved.statements:
        root = _root(entry, statement.line.item, openers)
        if root >= 0 and root != statement.line.item:
            told[root].append(statement)
    return tuple(
        Met(
            meeting.people[0],
            entry.lines[item],
            meeting.minutes,
            tuple(told[item]),
            first_meeting(journal, meeting.people[0]) == meeting,
            _missing(journal, meeting.people[0]),
        )
        for item, meeting in openers.items()
    )


def _root(entry: Entry, item: int, openers: Iterable[int]) -> int:
    """The item of the Met list that an item stands below, or is; -1 for none."""
    while item >= 0:
        if item in openers:
            return item
        item = entry.body.items[item].parent
    return -1


def _missing(journal: Journal, key: str) -> tuple[str, ...]:
    if not key.startswith(CARD):
        return ()
    known: set[str] = set()
    for statement in journal.statements(key):
        if statement.role == "stub":
            known.update(question for question, _ in statement.line.answers)
            known.update(("via",) if statement.via else ())
        elif statement.role == "wants":
            known.add("wants")
    if not any(each.role == "stub" for each in journal.statements(key)):
        return ()
    return tuple(question for question in QUESTIONS if question not in known)


def objectives(statements: Iterable[Statement]) -> tuple[tuple[Statement, str], ...]:
    """The objectives of an event and what became of each: `met`, `partly`, `not` or `open`."""
    return tuple((each, STATES[each.line.state]) for each in statements if each.role == "objective")


def series_of(journal: Journal, path: str) -> tuple[str, ...]:
    """All events of the series that an event belongs to, newest first; nothing where it is alone."""
    fields = journal.entry(path).fields
    name = fold_name(fields.series) if isinstance(fields, Event) else ""
    if not name:
        return ()
    found = []
    for other in journal.paths("event"):
        theirs = journal.entry(other).fields
        days = event_days(journal, other)
        if days and isinstance(theirs, Event) and fold_name(theirs.series) == name:
            found.append((days[0], other))
    return tuple(each for _, each in sorted(found, reverse=True)) if len(found) > 1 else ()


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who will probably be at an event: `company` (we go together, or have `arranged` to meet there), the days
    of `earlier` events of the series at which we met, `organiser` (they belong to the org that holds it)."""

    key: str
    company: bool = False
    earlier: tuple[date, ...] = ()
    organiser: bool = False
    arranged: bool = False


def expected_at(journal: Journal, path: str) -> tuple[Expected, ...]:
    """Whom I know that will probably be there: my company first, then those whom I met there most often, then the
    people of the organiser. Those with whom it is over, or who have died, are left out."""
    today = journal.today
    resolved, fields = journal.resolved(path), journal.entry(path).fields
    going = [key for each in resolved.interactions if each.source == "company" for key in each.people]
    there = [each for each in journal.interactions(path) if each.path != path and not each.cancelled]
    company = [*going, *(key for each in there for key in each.people)]
    earlier: dict[str, list[date]] = {}
    for other in series_of(journal, path):
        days = event_days(journal, other)
        if other != path and days and days[0] < today:
            for each in journal.resolved(other).interactions:
                for key in each.people if each.source == "met" else ():
                    if days[0] not in earlier.setdefault(key, []):
                        earlier[key].append(days[0])
    org = resolved.ref(fields.organiser.anchor) if isinstance(fields, Event) and fields.organiser else ""
    hosts = people_of(journal, org, today) if org and org not in own_orgs(journal, today) else ()
    found = [
        Expected(
            key,
            key in company,
            tuple(sorted(earlier.get(key, ()), reverse=True)),
            key in hosts,
            key in company and key not in going,
        )
        for key in dict.fromkeys((*company, *earlier, *hosts))
        if standing(journal, key, today).status not in GONE
    ]
    found.sort(key=lambda each: (not each.company, -len(each.earlier), _newest(each), journal.name(each.key)))
    return tuple(found)


def _newest(each: Expected) -> int:
    return -each.earlier[0].toordinal() if each.earlier else 0


def people_of(journal: Journal, org: str, day: date) -> tuple[str, ...]:
    """The contacts who belong to an org on a day, by path."""
    contacts = (path for path in journal.about(org) if journal.identity(path).type == "contact")
    return tuple(path for path in contacts if org in orgs_of(journal, path, day))
