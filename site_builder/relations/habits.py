"""What is to be observed of how two people meet: said on the person's page in a sentence, never in lint.

Each observation has a guard, and all but the first are silent where the rhythm family is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from site_builder.journal.model import Interaction, Journal
from site_builder.relations.leanings import Observation
from site_builder.relations.ties import Tie, tie
from site_builder.relations.words import every, every_span, length

IN_COMPANY = 4
"""Meetings of the last year from which it is remarked that none was alone."""
SLOWER, QUICKER = 1.5, 0.5
"""A pair's own median gap over the cadence, from and up to which the cadence is not what is lived."""


def habits(journal: Journal, key: str) -> tuple[Observation, ...]:
    """What is to be observed of how somebody and the owner meet, as the notes know it today."""
    knot = journal.ask(tie, key)
    met = [each for each in journal.interactions(key) if each.counts(journal.today)]
    if come_true := wish_come_true(knot, met, journal.name(key)):
        return (come_true,)
    if knot.rhythm_silent():
        return ()
    found = (
        never_alone(met, journal.name(key), journal.today),
        cadence_not_lived(knot, met),
        situation_over(knot, met),
    )
    return tuple(each for each in found if each is not None)


def never_alone(met: Sequence[Interaction], name: str, today: date) -> Observation | None:
    """Four meetings or more in the last 365 days, and none of the two alone."""
    lately = [each for each in met if (today - each.day).days < 365]
    if len(lately) < IN_COMPANY or any(each.one_to_one() for each in lately):
        return None
    alone = [each.day for each in met if each.one_to_one()]
    since = f"the last time was {length((today - alone[-1]).days)} ago" if alone else "no note tells of a time before"
    sentence = f"You have met {name} {len(lately)} times in a year, always in company; alone, {since}."
    return Observation("company", sentence, (), tuple(reversed(lately)))


def wish_come_true(knot: Tie, met: Sequence[Interaction], name: str) -> Observation | None:
    """Somebody one wished to know, and has met since. Guard: a letter is no meeting."""
    met = [each for each in met if each.together()]
    if knot.standing.status != "wanted" or not met:
        return None
    times = {1: "once", 2: "twice"}.get(len(met), f"{len(met)} times")
    sentence = f"You wished to know {name}, and have met {times}. If that is as you wished, `wanted` may go."
    return Observation("wish", sentence, (), tuple(reversed(met)))


def cadence_not_lived(knot: Tie, met: Sequence[Interaction]) -> Observation | None:
    """A settled rhythm whose median gap is half as long again as the wished cadence, or only half of it."""
    wished, gap = knot.standing.cadence, knot.rhythm.gap
    if wished is None or not wished.unit or gap is None or not knot.rhythm.settled:
        return None
    if QUICKER < gap / wished.days < SLOWER:
        return None
    lived = f"the two of you meet about {every(gap)}"
    sentence = f"Wished is contact {every_span(wished)}; {lived}. Is that the better cadence?"
    return Observation("cadence", sentence, (), tuple(reversed(met)))


def situation_over(knot: Tie, met: Sequence[Interaction]) -> Observation | None:
    """A settled rhythm without a wished one, silent beyond the window of drifting: what brought the two together may
    be over (RULES: it has closed at eight times the gap, 180 days at least, three years at most)."""
    pace = knot.rhythm
    factor = knot.standing.stretch
    if knot.standing.cadence is not None or not pace.settled or not pace.over(factor) or pace.gap is None:
        return None
    sentence = (
        f"You used to meet about {every(pace.gap)}, and the last time was {length(pace.silence or 0)} ago. "
        "If what brought you together is over, `status: dormant` says so."
    )
    return Observation("situation", sentence, (), tuple(reversed(met[-5:])))
