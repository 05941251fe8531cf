"""Goals: who has a part in them, how they stand to it, and the next step with each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from site_builder.journal.model import Interaction
from site_builder.notes.schema import Goal
from site_builder.relations.briefs import brief_of
from site_builder.relations.calendar import MEETINGS, by_time
from site_builder.relations.promises import promises_among
from site_builder.relations.standing import contact_of, standing
from site_builder.site.dates import written_day
from site_builder.site.pages.body import body
from site_builder.site.pages.common import SECTIONS, frame, more_facts
from site_builder.site.pages.gathered import few, lines_in, meeting_view, tasks_in
from site_builder.site.pages.kinds import PageId, PageKind, Site
from site_builder.site.pages.links import link_to, meeting_title
from site_builder.site.pages.texts import ago, ahead, plain_text, shortened
from site_builder.site.views import GoalRow, GoalsView, GoalView, Stakeholder

STANCES = ("for", "neutral", "against", "unknown")
INFLUENCES = ("high", "some", "low", "")
LATELY = 6
"""Meetings that the page shows."""


def _goal_pages(site: Site) -> Iterator[PageId]:
    for path in site.paths("goal"):
        yield PageId("goal", site.address(path), path)


def view_goal(site: Site, which: PageId) -> GoalView:
    """A goal."""
    entry, resolved = site.entry(which.key), site.resolved(which.key)
    fields = entry.fields
    assert isinstance(fields, Goal)
    title = site.name(which.key)
    state, when = goal_state(fields, site.today)
    return GoalView(
        page=frame(site, which, title, SECTIONS["goal"], which.key, which.key),
        title=title,
        state=state,
        when=when,
        due=fields.due.last if fields.due else None,
        done=fields.done.last if fields.done and state == "done" else None,
        stakeholders=stakeholders(site, which.key, state == "open"),
        tasks=tasks_in(site, resolved.statements),
        lines=lines_in(site, resolved.statements),
        meetings=tuple(meeting_view(site, each) for each in lately(site, which.key)),
        more=more_facts(entry),
        tags=fields.tags,
        body=body(site, which.key, which.path, 2),
    )


def goal_state(fields: Goal, today: date) -> tuple[str, str]:
    """`open`, `done` or `past`, and the same in words. What is done later than today is still open."""
    if fields.done and fields.done.first <= today:
        day = fields.done.last
        early = fields.due is not None and day < fields.due.first
        return "done", f"reached {ago(day, today) if fields.done.exact else str(fields.done)}" + (
            ", before its day" if early else ""
        )
    if fields.due is None:
        return "open", ""
    if fields.due.last < today:
        return "past", f"its day was {ago(fields.due.last, today)}"
    return "open", ahead(fields.due.last, today) if fields.due.exact else f"by the end of {fields.due}"


def stakeholders(site: Site, path: str, is_open: bool) -> tuple[Stakeholder, ...]:
    """Who has a part in a goal: by stance, the most influential first. Next steps only while it is open."""
    found = []
    for stance, key, _ in site.resolved(path).relations:
        if not key or site.address(key) == "":
            continue
        fields = contact_of(site, key) if _is_person(site, key) else None
        influence = fields.influence if fields else ""
        stands = standing(site, key, site.today) if fields else None
        trust = stands.trust if stands else None
        met = [each for each in site.interactions(key) if each.counts(site.today)]
        found.append(
            Stakeholder(
                person=link_to(site, key),
                stance=stance,
                influence=influence,
                trust=f"{trust} of 5" if trust is not None else "",
                last=met[-1].day if met else None,
                next=next_step(site, key) if is_open and _is_person(site, key) else "",
            )
        )
    found.sort(key=lambda each: (_place(STANCES, each.stance), _place(INFLUENCES, each.influence), each.person.text))
    return tuple(found)


def _place(words: tuple[str, ...], word: str) -> int:
    return words.index(word) if word in words else len(words)


def _is_person(site: Site, key: str) -> bool:
    return not key.endswith(".md") or site.identity(key).type == "contact"


def next_step(site: Site, key: str) -> str:
    """What comes next with somebody: a meeting that lies ahead, a promise, something to bring up; or nothing yet."""
    coming = next((each for each in site.interactions(key) if each.arranged(site.today)), None)
    if coming:
        return f"{meeting_title(site, coming)}, {written_day(coming.day)}"
    known = brief_of(site, key)
    for promise in known.mine[:1]:
        return shortened(plain_text(promise.statement.line.shown), 90)
    for item in known.next_time[:1]:
        return shortened(plain_text(item.line.shown), 90)
    return ""


def lately(site: Site, path: str) -> list[Interaction]:
    """The latest meetings with those who have a part in a goal, newest first."""
    found: dict[tuple[str, str], Interaction] = {}
    for key in dict.fromkeys(key for _, key, _ in site.resolved(path).relations if key):
        for each in site.interactions(key):
            if each.source in MEETINGS and each.day <= site.today and not (each.cancelled or each.planned):
                found.setdefault((each.path, each.anchor), each)
    return sorted(found.values(), key=by_time, reverse=True)[:LATELY]


def _goals_pages(_: Site) -> Iterator[PageId]:
    yield PageId("goals", "goals.html")


def view_goals(site: Site, which: PageId) -> GoalsView:
    """The table of goals: open ones first, by their day; then the others, newest first."""
    rows = [_row(site, path) for path in site.paths("goal")]
    still = sorted((row for row in rows if row.state == "open"), key=lambda row: (row.due or date.max, row.link.text))
    over = sorted((row for row in rows if row.state != "open"), key=lambda row: row.link.text)
    over.sort(key=lambda row: row.due or date.min, reverse=True)
    return GoalsView(page=frame(site, which, "Goals", SECTIONS["goal"]), rows=(*still, *over))


def _row(site: Site, path: str) -> GoalRow:
    fields = site.entry(path).fields
    assert isinstance(fields, Goal)
    state, when = goal_state(fields, site.today)
    tasks = [each for each in promises_among(site.resolved(path).statements, site.today, "work") if each.is_open]
    return GoalRow(
        link=link_to(site, path),
        state=state,
        when=when,
        due=fields.due.last if fields.due else None,
        people=few([link_to(site, key) for key in dict.fromkeys(k for _, k, _ in site.resolved(path).relations if k)]),
        next=shortened(plain_text(tasks[0].statement.line.shown), 90) if tasks and state == "open" else "",
    )


GOAL = PageKind("goal", _goal_pages, view_goal)
GOALS = PageKind("goals", _goals_pages, view_goals)
