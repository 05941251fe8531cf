"""Nudges about people: what is between you, who matters to a goal, plans that sleep, circles that are full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from site_builder.finding import Finding
from site_builder.lint.nudges import days_since, named
from site_builder.lint.rule import Checked, Rule, nudge_of_journal, nudge_of_note, nudge_of_person
from site_builder.notes.schema import Goal
from site_builder.relations.circles import circles_of, seen_least
from site_builder.relations.standing import GONE, contact_of, standing
from site_builder.relations.ties import Tie
from site_builder.relations.words import counted

UNREPAIRED = range(30, 181)
ASLEEP = range(1, 31)
LITTLE_TRUST = 1


def check_unrepaired(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """A conflict that is a month old, and nothing that settled it.

    Why: what was said in June is still in the room in September; a word about it costs less than it seems to.

    Wrong:
        - conflict: I spoke over her in the meeting (a month ago)

    Right:
        - repaired: rang her and said so

    Settings: none.

    Quiet: in the first 30 days, and after 180; once a `repaired:` line about the same person follows; those who are
    archived, estranged or have died.
    """
    about = [each for each in journal.statements(knot.key) if knot.key in each.people]
    repaired = max(
        (each.day for each in about if each.role == "repaired" and each.day and each.day <= journal.today),
        default=date.min,
    )
    for each in about:
        if each.role != "conflict" or each.day is None or knot.gone:
            continue
        if each.day > repaired and days_since(journal, each.day) in UNREPAIRED:
            message = f"Between you and {journal.name(knot.key)} this has been open since {each.day}."
            remedy = "If a word has settled it, note `repaired:`; if it is over, `status: estranged` says so."
            yield Finding(each.path, each.line.anchor, "unrepaired", message, remedy, knot.key)


def check_key_person_cold(journal: Checked, path: str) -> Iterator[Finding]:
    """Somebody who matters much to a goal, hardly trusts you, and for whom no move is planned.

    Why: their voice weighs at the table, and you will not be there.

    Wrong:
        - unknown: "[[august-terlinden]]" (influence: high, trust: 1, no plan)

    Right:
        - [ ] ask him what he is afraid of tests:learns (in his file, under `## Plan`)

    Settings: none.

    Quiet: when the goal is done, or its date has passed; people whose trust is not noted; a move that is not dropped;
    those who are archived, estranged or have died.
    """
    fields = journal.entry(path).fields
    if not isinstance(fields, Goal) or not _is_open(fields, journal.today):
        return
    for _, key, anchor in journal.resolved(path).relations:
        if not key or key not in journal.people():
            continue
        stands, contact = standing(journal, key, journal.today), contact_of(journal, key)
        if stands.status in GONE or contact is None or contact.influence != "high":
            continue
        moves = [each for each in journal.statements(key) if each.role == "move" and each.line.state != "dropped"]
        if stands.trust is not None and stands.trust <= LITTLE_TRUST and not moves:
            message = f"{journal.name(key)} has much influence here and trust {stands.trust}, and no move is planned."
            yield Finding(path, anchor, "key-person-cold", message, "Write a move under `## Plan` in their file.", key)


def _is_open(goal: Goal, today: date) -> bool:
    """Until it is done, else until it is due."""
    if goal.done:
        return today < goal.done.first
    return goal.due is None or today <= goal.due.last


def check_plan_asleep(journal: Checked, path: str) -> Iterator[Finding]:
    """A plan whose day of review has passed.

    Why: a plan that nobody looks at is a wish; and some are done, and may go.

    Wrong:
        review_by: 2026-06-01 (and it is the 5th)

    Right:
        review_by: 2026-09-30

    Settings: none.

    Quiet: on its day, and after 30 days; those who are archived, estranged or have died.
    """
    fields = contact_of(journal, path) if journal.identity(path).type == "contact" else None
    if fields is None or fields.review_by is None or standing(journal, path, journal.today).status in GONE:
        return
    days = days_since(journal, fields.review_by.last)
    if days in ASLEEP:
        message = f"You wanted to look at the plan for {journal.name(path)} by {fields.review_by.last}, "
        message += f"{counted(days, 'day')} ago."
        yield Finding(path, "field:review_by", "plan-asleep", message, "Look at it, and set the next day.", path)


def check_circle_full(journal: Checked) -> Iterator[Finding]:
    """A circle with more members than it has room for.

    Why: there is only so much time; whoever is too many in a circle is not in it.

    Wrong:
        circle: inner (for six people, with room for five)

    Right:
        circle: close

    Settings: `max` of a circle in `[circles]`.

    Quiet: those who are wanted, archived, estranged or have died do not count. Told once a circle, at the one of its
    members seen least.
    """
    for circle in journal.ask(circles_of).circles:
        least = seen_least(circle)
        if least:
            names = named(journal, [each.key for each in least])
            message = f"The circle {circle.name} has {len(circle.members)} people and room for {circle.room}; "
            message += f"seen least: {names}."
            key = least[0].key
            remedy = "Move one of them, or raise its `max`."
            yield Finding(journal.person(key).path, "field:circle", "circle-full", message, remedy, key)


RULES: tuple[Rule, ...] = (
    nudge_of_person(check_unrepaired, "warning"),
    nudge_of_note(check_key_person_cold, "info"),
    nudge_of_note(check_plan_asleep, "info"),
    nudge_of_journal(check_circle_full, "info"),
)
