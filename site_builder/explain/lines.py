"""The figures of nudges about promises, what is open between people, events, plans and circles."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.explain.figures import (
    Figure,
    days_ago,
    newest,
    of_line,
    of_meeting,
    statements_of,
    status_figures,
)
from site_builder.lint.rule import Checked
from site_builder.lint.rules.dates import date_anchor
from site_builder.relations.calendar import MEETINGS, event_days, first_meeting
from site_builder.relations.circles import circles_of, seen_least
from site_builder.relations.events import objectives, people_met
from site_builder.relations.introductions import introductions, is_person
from site_builder.relations.promises import Promise, promises_among
from site_builder.relations.standing import contact_of, standing
from site_builder.relations.words import counted


def of_promises(journal: Checked, key: str, theirs: bool, dated: bool) -> Iterator[Figure]:
    """The open promises one way, with a date or without one."""
    found = promises_among(statements_of(journal, key), journal.today)
    fitting = [each for each in found if each.theirs is theirs and (each.due is not None) is dated and each.is_open]
    if not fitting:
        which = "with a date" if dated else "without one"
        yield Figure("Promises", f"none of {'theirs' if theirs else 'yours'} is open {which}")
    yield from newest((_promise(journal, each) for each in fitting), "Promises")
    yield from status_figures(journal, key)


def _promise(journal: Checked, each: Promise) -> Figure:
    made = f"made {each.made}, {days_ago(journal, each.made)}" if each.made else "made on a day that no note tells"
    off = f", put off from {each.put_off[-1]}" if each.put_off else ""
    due = f"; due {each.due}{off}" if each.due else ""
    return of_line("Promise", f"{made}{due}", each.statement)


def of_mine(journal: Checked, key: str) -> Iterator[Figure]:
    """My promises with a date."""
    return of_promises(journal, key, theirs=False, dated=True)


def of_theirs(journal: Checked, key: str) -> Iterator[Figure]:
    """Their promises with a date."""
    return of_promises(journal, key, theirs=True, dated=True)


def of_undated(journal: Checked, key: str) -> Iterator[Figure]:
    """My promises without a date."""
    return of_promises(journal, key, theirs=False, dated=False)


def of_planned(journal: Checked, key: str) -> Iterator[Figure]:
    """The meetings that are only planned."""
    met = journal.interactions(key) if is_person(journal, key) else journal.resolved(key).interactions
    for each in met:
        if each.planned and each.source in MEETINGS:
            cancelled = ", cancelled" if each.cancelled else ""
            yield of_meeting("Planned", f"{each.day}, {days_ago(journal, each.day)}{cancelled}", each, journal)


def of_first_meeting(journal: Checked, key: str) -> Iterator[Figure]:
    """The first meeting and the lines about them."""
    if is_person(journal, key) and (first := journal.ask(first_meeting, key)):
        yield of_meeting("First met", f"{first.day}, {days_ago(journal, first.day)}", first, journal)
    about = statements_of(journal, key)
    yield from newest((of_line("Line", f"{each.day or 'undated'}, {each.role}", each) for each in about), "Lines")
    yield from status_figures(journal, key)


def of_passed_on(journal: Checked, key: str) -> Iterator[Figure]:
    """Introductions, referrals and leads, both ways, and whether thanks or an outcome is noted."""
    found = [each for each in introductions(journal, statements_of(journal, key)) if each.day <= journal.today]
    shown = []
    for each in found:
        state = f"outcome {each.outcome}" if each.outcome else "thanked" if each.thanked else "no word since"
        way = "You gave" if each.mine else "You got"
        shown.append(of_line(way, f"{each.kind}, {each.day}, {days_ago(journal, each.day)}: {state}", each.statement))
    yield from newest(shown, "Passed on")
    yield from status_figures(journal, key)


def of_conflicts(journal: Checked, key: str) -> Iterator[Figure]:
    """Conflicts, and what repaired them."""
    for each in statements_of(journal, key):
        if each.role in ("conflict", "repaired") and each.day:
            yield of_line(each.role.capitalize(), f"{each.day}, {days_ago(journal, each.day)}", each)
    yield from status_figures(journal, key)


def of_event(journal: Checked, key: str) -> Iterator[Figure]:
    """The days of an event, its objectives, and whom one met there."""
    for path in (key,) if not is_person(journal, key) else journal.about(key):
        days = event_days(journal, path)
        if days is None:
            continue
        entry = journal.entry(path)
        yield Figure("Begins", f"{days[0]}, {days_ago(journal, days[0])}", path, date_anchor(entry))
        if days[1] != days[0]:
            yield Figure("Ends", f"{days[1]}, {days_ago(journal, days[1])}", path, "key:until")
        for said, state in objectives(journal.resolved(path).statements):
            yield of_line("Objective", state, said)
        met = people_met(journal, path)
        for each in met:
            text = f"{journal.name(each.key)}, {'new' if each.new else 'known before'}"
            yield Figure("Met", text, path, each.line.anchor)
        elsewhere = [each for each in journal.interactions(path) if each.path != path]
        yield from (of_meeting("Meeting there", str(each.day), each, journal) for each in elsewhere[-3:])
        if not met and not elsewhere and days[1] < journal.today:
            yield Figure("Met", "nobody is noted")


def of_key_person(journal: Checked, key: str) -> Iterator[Figure]:
    """Influence, trust and moves: of a person, or of those with high influence whom a goal names."""
    if is_person(journal, key):
        yield from _influence(journal, key)
        yield from status_figures(journal, key)
        return
    for other in dict.fromkeys(key for _, key, _ in journal.resolved(key).relations if key):
        fields = contact_of(journal, other) if is_person(journal, other) else None
        if fields and fields.influence == "high":
            yield from _influence(journal, other)


def _influence(journal: Checked, key: str) -> Iterator[Figure]:
    path, fields, name = journal.person(key).path, contact_of(journal, key), journal.name(key)
    if fields is None:
        return
    yield Figure("Influence", f"{name}: {fields.influence or 'not noted'}", path, "key:influence")
    trust = standing(journal, key, journal.today).trust
    yield Figure("Trust", f"{name}: {'not noted' if trust is None else trust}", path, "key:trust")
    moves = (each for each in journal.statements(key) if each.role == "move")
    yield from newest((of_line("Move", f"{name}: {each.line.state}", each) for each in moves), "Moves")


def of_review(journal: Checked, key: str) -> Iterator[Figure]:
    """The day on which a plan was to be looked at."""
    fields = contact_of(journal, key) if is_person(journal, key) else None
    if fields and fields.review_by:
        day = fields.review_by.last
        yield Figure("Review by", f"{day}, {days_ago(journal, day)}", key, "field:review_by")
    else:
        yield Figure("Review by", "no day is set")
    yield from status_figures(journal, key)


def of_circle(journal: Checked, key: str) -> Iterator[Figure]:
    """How many a circle has and has room for, and who was seen least."""
    own = standing(journal, key, journal.today).circle if is_person(journal, key) else ""
    if not own:
        yield Figure("Circle", "none")
    for circle in journal.ask(circles_of).circles:
        if circle.name.casefold() == own.casefold():
            yield Figure("Circle", circle.name, journal.person(key).path, "key:circle")
            yield Figure("Members", counted(len(circle.members), "person", "people"))
            yield Figure("Room", str(circle.room), setting=("circles", circle.name.casefold(), "max"))
            for member in seen_least(circle):
                last = member.tie.rhythm.last
                yield Figure("Seen least", f"{journal.name(member.key)}, last on {last or 'no day'}")


def of_suppressions(journal: Checked, key: str) -> Iterator[Figure]:
    """The suppressions in a note that end on a day."""
    path = journal.person(key).path if is_person(journal, key) else key
    for each in journal.entry(path).ignores if path else ():
        if each.until:
            day = each.until.last
            yield Figure("Until", f"{day}, {days_ago(journal, day)}: {each.rule}", path, each.anchor)
