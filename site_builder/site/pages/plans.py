"""The page of plans: for each person the aim, my moves with the tests they claim and show, their hopes, and the next
step; and what the relationship holds against a year ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from site_builder.journal.model import Statement
from site_builder.notes.line import TESTS
from site_builder.notes.schema import Contact
from site_builder.relations.next_steps import next_step
from site_builder.relations.plans import (
    Evidence,
    Plan,
    Trend,
    YearWith,
    plan_for,
    plan_remarks,
    planned_for,
    trend_of,
)
from site_builder.relations.plans import Remark as Observed
from site_builder.relations.promises import Promise
from site_builder.relations.standing import contact_of
from site_builder.site import views
from site_builder.site.dates import when_words
from site_builder.site.page_id import PageId
from site_builder.site.pages.briefs import line_with, promise_with, role_words, source_with
from site_builder.site.pages.common import frame
from site_builder.site.pages.figures import IN_TIMELINE, behind, meeting_lines, said_lines, slug_of, step_words
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import line_view, source_link
from site_builder.site.pages.links import field_link, link_to, listed
from site_builder.site.pages.tables import LongTable, first_of, rest_of
from site_builder.site.pages.texts import ahead, plain_text, shortened
from site_builder.site.views import (
    Chip,
    Figure,
    Line,
    LinkTo,
    Move,
    MoveTest,
    PersonPlan,
    PlanStep,
    PlansView,
    PlanTest,
    Words,
)

STEPS = 100
"""Next steps that the page lists."""
_VERBS = {"invests": "invest", "learns": "learn", "illustrates": "illustrate"}
_MISSING = {"invests": "no meeting", "learns": "nothing learned", "illustrates": "nothing given"}


def plans_in_order(site: Site) -> tuple[str, ...]:
    """With whom there is a plan, those whose next step comes first before the others, then by name."""

    def day(key: str) -> date:
        step = next_step(site, key)
        return (step.day if step else None) or date.max

    return tuple(sorted(planned_for(site), key=day))


_TABLE = LongTable("plans", "plans.html", plans_in_order, room=10)


def view_plans(site: Site, which: PageId) -> PlansView:
    """The plans that stand on one page; on the first, what comes next with whom."""
    keys = site.ask(plans_in_order) if which.number == 0 else ()
    return PlansView(
        page=frame(site, which, "Plans", LinkTo("plans.html", "Plans", kind="page")),
        steps=tuple(_step(site, key, number) for number, key in enumerate(first_of(keys, STEPS))),
        steps_rest=rest_of(keys, STEPS, None),
        plans=tuple(_person_plan(site, key) for key in _TABLE.on(site, which)),
        pager=_TABLE.pager(site, which),
    )


def _step(site: Site, key: str, number: int) -> PlanStep:
    step = next_step(site, key)
    return PlanStep(
        person=LinkTo(f"{_TABLE.page_of(number)}#{slug_of(site, 'p', key)}", site.name(key), kind="page"),
        next=step_words(site, step),
        day=step.day if step else None,
        when=_when(step.day, site.today) if step and step.day else "",
    )


def _person_plan(site: Site, key: str) -> PersonPlan:
    today, fields = site.today, contact_of(site, key)
    plan, trend = plan_for(site, key), trend_of(site, key)
    review = plan.review_by
    return PersonPlan(
        person=link_to(site, key),
        slug=slug_of(site, "p", key),
        role=role_words(site, key),
        aim=plan.aim,
        tests=tuple(PlanTest(test, test in plan.claimed, test in plan.shown) for test in TESTS) if plan.claimed else (),
        moves=tuple(_move(site, key, plan, move) for move in plan.moves),
        hopes=tuple(hope_line(site, key, each) for each in plan.hopes),
        review=_review(review, today),
        review_due=review is not None and review < today,
        asset=asset(site, key, fields, trend),
        since=_since(trend),
        remarks=tuple(_remark(site, each) for each in plan_remarks(plan, today)),
    )


def plan_address(site: Site, key: str) -> str:
    """Where the page tells of the plan for somebody."""
    return f"{_TABLE.page_of(site.ask(place_of_plan, key))}#{slug_of(site, 'p', key)}"


def place_of_plan(site: Site, key: str) -> int:
    """The place of somebody's plan among all, from 0."""
    keys = site.ask(plans_in_order)
    return keys.index(key) if key in keys else 0


def _when(day: date, today: date) -> str:
    """`in 3 days`; of a day that has passed nothing, as the day itself says it."""
    return ahead(day, today) if day >= today else ""


def _review(day: date | None, today: date) -> Words:
    if day is None:
        return ()
    return ("To be looked at again by ", day, ".") if day >= today else ("It was to be looked at again by ", day, ".")


def _move(site: Site, key: str, plan: Plan, move: Promise) -> Move:
    task = replace(promise_with(site, move, key), whose="mine", source=None, due=move.due)
    if move.done and move.state in ("kept", "kept late"):
        task = replace(task, made=move.done)
    proofs = {each.test: each for each in plan.shown_by(move)}
    claims = [test for test in TESTS if test in move.statement.line.tests]
    return Move(task, tuple(MoveTest(test, proof_lines(site, proofs.get(test), key)) for test in claims))


def proof_lines(site: Site, proof: Evidence | None, key: str) -> tuple[Line, ...]:
    """What shows a test, each with its note."""
    if proof is None:
        return ()
    shown = said_lines(site, proof.lines)
    named = (replace(line, source=source_with(site, each, key)) for each, line in zip(proof.lines, shown, strict=True))
    return (*meeting_lines(site, proof.meetings), *named)


def hope_line(site: Site, key: str, hope: Statement) -> Line:
    """A hope of theirs, with the month until which it is watched; it is never late."""
    line, watch = line_with(site, hope, key), hope.line.watch
    chips = (*line.chips, Chip(f"watched until {when_words(watch)}", "plain")) if watch else line.chips
    return replace(line, source=None, chips=chips)


# ---------------------------------------------------------------- the asset


def asset(site: Site, key: str, fields: Contact | None, trend: Trend) -> tuple[Figure, ...]:
    """The figures of a year with somebody against the year before; those of which there is nothing are left out."""
    found = []
    if fields and trend.trust is not None:
        before = f"{trend.trust_before} a year ago" if trend.trust_before is not None else ""
        found.append(Figure(f"{trend.trust} of 5", "trust", before, trust_lines(site, key, fields)))
    year, before_it = trend.year, trend.before
    for label, one, name in (
        ("given", "given", "gave"),
        ("received", "received", "got"),
        ("one-to-ones", "one-to-one", "alone"),
        ("things learned", "thing learned", "learned"),
    ):
        now, then = len(getattr(year, name)), len(getattr(before_it, name)) if before_it else 0
        if now or then:
            note = f"{then} the year before" if before_it else ""
            lines = _year_lines(site, year, name) + (_year_lines(site, before_it, name) if before_it else ())
            found.append(Figure(str(now), one if now == 1 else label, note, lines))
    return tuple(found)


def _year_lines(site: Site, year: YearWith, name: str) -> tuple[Line, ...]:
    if name == "alone":
        return meeting_lines(site, year.alone)
    statements = year.learned if name == "learned" else [each.statement for each in getattr(year, name)]
    return behind(tuple(reversed(statements)), lambda each: line_view(site, each), IN_TIMELINE)


def trust_lines(site: Site, key: str, fields: Contact) -> tuple[Line, ...]:
    """The history of trust, the newest first, each with the note that holds it."""
    found = []
    for since, values in reversed(fields.trust.entries):
        if values and (since is None or since.first <= site.today):
            period = f" since {when_words(since)}" if since else ""
            found.append(
                Line("trust", (f"{values[0]} of 5{period}",), source=field_link(site, key, "trust", "the note"))
            )
    return tuple(found)


def _since(trend: Trend) -> Words:
    return (
        "From ",
        trend.year.first,
        " to today",
        ", against the year before." if trend.before else "; the notes do not reach back over a year more.",
    )


# ---------------------------------------------------------------- observations


def _remark(site: Site, observed: Observed) -> views.Remark:
    if observed.kind == "uncovered":
        return views.Remark((f"No move is meant to {_or([_VERBS[test] for test in observed.tests])} yet.",))
    if observed.kind == "idle":
        assert observed.day is not None
        was = "was meant for" if observed.move else "was on"
        return views.Remark((f"The last move {was} ", observed.day, ". What could the next one be?"))
    assert observed.move is not None and observed.day is not None
    text = shortened(plain_text(observed.move.statement.line.shown), 80)
    meant = listed([_VERBS[test] for test in observed.tests])
    missing = _or([_MISSING[test] for test in observed.tests])
    move = source_link(site, observed.move.statement, f"“{text}”")
    return views.Remark((move, f" was meant to {meant}; the notes of ", observed.day, f" tell of {missing}."))


def _or(words: Sequence[str]) -> str:
    return listed(words).replace(" and ", " or ")


PLANS = PageKind("plans", _TABLE.pages, view_plans)
