"""The next step with somebody: a move of the plan, a meeting that is arranged, a promise, something to bring up."""

from __future__ import annotations

from datetime import date

from site_builder.journal.model import Interaction, Journal, Statement
from site_builder.relations.briefs import brief_of
from site_builder.relations.plans import plan_for
from site_builder.relations.standing import GONE, standing
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A step. `kind`: `move`, `meeting`, `promise` or `item` (to bring up); `day`: when, where that was set. Either the
    line that says it, or the meeting."""

    kind: str
    day: date | None = None
    statement: Statement | None = None
    meeting: Interaction | None = None


def next_step(journal: Journal, key: str) -> Step | None:
    """What comes next with somebody: a move of their plan, before a meeting, a promise of mine, an item to raise.
    Nothing where it is over, or where the notes know of none."""
    if standing(journal, key, journal.today).status in GONE:
        return None
    move = plan_for(journal, key).next_move
    if move:
        return Step("move", move.due, move.statement)
    coming = next((each for each in journal.interactions(key) if each.arranged(journal.today)), None)
    if coming:
        return Step("meeting", coming.day, meeting=coming)
    known = brief_of(journal, key)
    for promise in known.mine[:1]:
        return Step("promise", promise.due, promise.statement)
    for item in known.next_time[:1]:
        return Step("item", None, item)
    return None
