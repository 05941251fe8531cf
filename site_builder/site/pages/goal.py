"""Goals: who has a part in them, how they stand to it, and the next step with each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from site_builder.journal.model import Interaction
from site_builder.notes.schema import Goal
from site_builder.relations.calendar import MEETINGS, by_time
from site_builder.relations.goals import Stake, stakes_of
from site_builder.relations.introductions import is_person
from site_builder.relations.promises import promises_among
from site_builder.relations.standing import contact_of
from site_builder.relations.words import number_words
from site_builder.site.dates import when_words
from site_builder.site.page_id import PageId
from site_builder.site.pages.body import body
from site_builder.site.pages.breadth import last_met
from site_builder.site.pages.common import SECTIONS, frame, more_facts
from site_builder.site.pages.figures import step_words
from site_builder.site.pages.gathered import ROOM, in_note, lines_in, meeting_view, tasks_in
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.links import few, link_to, ref_link
from site_builder.site.pages.plans import trust_lines
from site_builder.site.pages.tables import LongTable, first_of, rest_of
from site_builder.site.pages.texts import ago, ahead, plain_text, shortened
from site_builder.site.views import Figure, GoalRow, GoalsView, GoalView, Stakeholder

_STANCE_WORDS = (("for", "for it"), ("neutral", "neutral"), ("against", "against it"), ("unknown", "not known"))
LATELY = 6
"""Meetings that the page shows."""


def _goal_pages(site: Site) -> Iterator[PageId]:
    for path in site.paths("goal"):
        yield PageId("goal", site.address(path), path)


def view_goal(site: Site, which: PageId) -> GoalView:
    """A goal."""
    entry, resolved = site.entry(which.key), site.resolved(which.key)
    fields = goal_fields(site, which.key)
    title = site.name(which.key)
    state, when = goal_state(fields, site.today)
    stakes = stakes_of(site, which.key, state == "open")
    note, tasks = in_note(which.path), tasks_in(site, resolved.statements)
    return GoalView(
        page=frame(site, which, title, SECTIONS["goal"], which.key, which.key),
        title=title,
        state=state,
        when=when,
        due=fields.due.last if fields.due else None,
        done=fields.done.last if fields.done and state == "done" else None,
        stakeholders=stakeholders(site, which.key, first_of(stakes, ROOM)),
        stakeholders_rest=rest_of(stakes, ROOM, note),
        stakes_sentence=stakes_sentence(stakes),
        tasks=tuple(first_of(tasks, ROOM)),
        tasks_rest=rest_of(tasks, ROOM, note),
        lines=lines_in(site, resolved.statements, "", note),
        meetings=tuple(meeting_view(site, each) for each in lately(site, which.key)),
        more=more_facts(entry),
        tags=fields.tags,
        body=body(site, which.key, 2),
    )


def goal_fields(site: Site, path: str) -> Goal:
    """The fields of a goal's note."""
    fields = site.entry(path).fields
    assert isinstance(fields, Goal)
    return fields


def goal_state(fields: Goal, today: date) -> tuple[str, str]:
    """`open`, `done` or `past`, and the same in words. What is done later than today is still open."""
    if fields.done and fields.done.first <= today:
        day = fields.done.last
        early = fields.due is not None and day < fields.due.first
        return "done", f"reached {ago(day, today) if fields.done.exact else when_words(fields.done)}" + (
            ", before its day" if early else ""
        )
    if fields.due is None:
        return "open", ""
    if fields.due.last < today:
        return "past", f"its day was {ago(fields.due.last, today)}"
    return "open", ahead(fields.due.last, today) if fields.due.exact else f"by the end of {when_words(fields.due)}"


def stakeholders(site: Site, path: str, stakes: Sequence[Stake]) -> tuple[Stakeholder, ...]:
    """Who has a part in a goal, in the order given."""
    refs = {ref.anchor: ref for _, ref in goal_fields(site, path).stakeholders}
    found = []
    for each in stakes:
        fields = contact_of(site, each.key) if each.key and is_person(site, each.key) else None
        step = each.step
        found.append(
            Stakeholder(
                person=link_to(site, each.key) if each.key else ref_link(site, path, refs[each.anchor]),
                stance=each.stance,
                influence=each.influence,
                trust=Figure(f"{each.trust} of 5", "", lines=trust_lines(site, each.key, fields))
                if fields and each.trust is not None
                else None,
                last=last_met(site, each.key) if each.last else None,
                next=step_words(site, step),
                next_day=step.day if step else None,
                cold=each.cold,
            )
        )
    return tuple(found)


def stakes_sentence(stakes: Sequence[Stake]) -> str:
    """How those of high influence stand to it, or all where nobody's is noted: `Two for, one against.`"""
    strong = [each for each in stakes if each.influence == "high"]
    those = strong or stakes
    parts = []
    for stance, words in _STANCE_WORDS:
        count = sum(each.stance == stance for each in those)
        parts += [f"{number_words(count)} {words}"] if count else []
    said = "; ".join(parts)
    if not said or len(stakes) < 2:
        return ""
    return f"Of high influence: {said}." if strong else f"{said[:1].upper()}{said[1:]}."


def lately(site: Site, path: str) -> list[Interaction]:
    """The latest meetings with those who have a part in a goal, newest first."""
    found: dict[tuple[str, str], Interaction] = {}
    for key in dict.fromkeys(key for _, key, _ in site.resolved(path).relations if key):
        for each in site.interactions(key):
            if each.source in MEETINGS and each.day <= site.today and not (each.cancelled or each.planned):
                found.setdefault((each.path, each.anchor), each)
    return sorted(found.values(), key=by_time, reverse=True)[:LATELY]


def goals_in_order(site: Site) -> tuple[str, ...]:
    """All goals: open ones first, by their day; then the others, newest first."""

    def place(path: str) -> tuple[bool, int, str]:
        fields = goal_fields(site, path)
        over = goal_state(fields, site.today)[0] != "open"
        due = fields.due.last.toordinal() if fields.due else None
        if over:
            return True, -(due or 0), site.name(path)
        return False, due or date.max.toordinal(), site.name(path)

    return tuple(sorted(site.paths("goal"), key=place))


_TABLE = LongTable("goals", SECTIONS["goal"].href, goals_in_order)


def view_goals(site: Site, which: PageId) -> GoalsView:
    """The goals that stand on one page of the table."""
    rows = tuple(_row(site, path) for path in _TABLE.on(site, which))
    return GoalsView(page=frame(site, which, "Goals", SECTIONS["goal"]), rows=rows, pager=_TABLE.pager(site, which))


def _row(site: Site, path: str) -> GoalRow:
    fields = goal_fields(site, path)
    state, when = goal_state(fields, site.today)
    people = dict.fromkeys(ref_link(site, path, ref) for _, ref in fields.stakeholders)
    tasks = [each for each in promises_among(site.resolved(path).statements, site.today, "work") if each.is_open]
    return GoalRow(
        link=link_to(site, path),
        state=state,
        when=when,
        due=fields.due.last if fields.due else None,
        people=few(tuple(people), site.address(path)),
        next=shortened(plain_text(tasks[0].statement.line.shown), 90) if tasks and state == "open" else "",
    )


GOAL = PageKind("goal", _goal_pages, view_goal)
GOALS = PageKind("goals", _TABLE.pages, view_goals)
