"""What is to be observed of the account with one person: said on their page in a sentence, never in lint.

Each observation has a guard: what was not written down is never held against anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from site_builder.journal.model import Interaction, Journal, Statement
from site_builder.relations.balance import LEAST, LEAST_DAYS, chance_above, silent
from site_builder.relations.calendar import MEETINGS
from site_builder.relations.exchanges import asks_among, exchanges_with, given_before
from site_builder.relations.standing import contact_of
from site_builder.relations.ties import tie
from site_builder.relations.words import counted
from site_builder.values import dataclass

INITIATIVE_SHARE, INITIATIVE_CONFIDENCE, INITIATIVE_MEETINGS = 0.75, 0.9, 8


@dataclass(frozen=True, slots=True)
class Observation:
    """A sentence with its numbers, and the lines or meetings behind it. `subject`: `asking`, `telling`, `initiative`,
    `offering`; of how two people meet `company`, `cadence`, `situation` or `wish`."""

    subject: str
    sentence: str
    lines: tuple[Statement, ...] = ()
    meetings: tuple[Interaction, ...] = ()


def leanings(journal: Journal, key: str, said: Sequence[Statement]) -> tuple[Observation, ...]:
    """What is to be observed of the account with a person, by the lines known today; nothing where the balance family
    is silent."""
    if silent(journal.ask(tie, key)):
        return ()
    name = journal.name(key)
    first = name.split()[0] if name.split() else name
    found = (
        asked_before_giving(said, key, journal.today),
        told_more(said, key, journal.today, journal.config.balance.share, journal.config.balance.confidence),
        one_sided_initiative(journal.interactions(key), first, journal.today),
        offers_unknown(journal, key, said, first),
    )
    return tuple(each for each in found if each is not None)


def asked_before_giving(said: Sequence[Statement], key: str, today: date) -> Observation | None:
    """My first request came before anything given. Guard: an exchange with them is written down, so that gifts are
    noted at all; and it is said until two things were given after it."""
    exchanges = [each for each in exchanges_with(said, key) if each.day <= today]
    mine = (ask for ask in asks_among(said, today) if not ask.theirs and key in ask.statement.people)
    asks = list(takewhile(lambda ask: not given_before(ask, exchanges), mine))
    if not asks or not exchanges:
        return None
    given = [each for each in exchanges if each.direction == "gave"]
    if len(given) > 1:
        return None
    after = "one thing given since" if given else "nothing given is noted so far"
    asked = "You asked once" if len(asks) == 1 else f"You asked {len(asks)} times"
    lines = (*(ask.statement for ask in asks), *(each.statement for each in given))
    return Observation("asking", f"{asked} before anything was given; {after}.", lines)


def told_more(said: Sequence[Statement], key: str, today: date, share: float, confidence: float) -> Observation | None:
    """More told than learned: P(share of told > share) > confidence under Beta(1 + told, 1 + learned), with the guard
    of the account, five `told:` lines on three days."""
    lines = [each for each in said if key in each.people and each.day is not None and each.day <= today]
    told = [each for each in lines if each.role == "told"]
    learned = [each for each in lines if each.role == "learned"]
    if len(told) < LEAST or len({each.day for each in told}) < LEAST_DAYS:
        return None
    if chance_above(share, len(told), len(learned)) <= confidence:
        return None
    since = min(each.day for each in (*told, *learned) if each.day).year
    sentence = f"You told {counted(len(told), 'thing')} and learned {len(learned) or 'none'} since {since}."
    return Observation("telling", sentence, (*told, *learned))


def one_sided_initiative(met: Sequence[Interaction], name: str, today: date) -> Observation | None:
    """One side asks for most meetings: P(its share > 0.75) > 0.9 under a Beta posterior, a meeting of both halved, with
    eight meetings whose note says who asked for them."""
    noted = [each for each in met if each.counts(today) and each.source in MEETINGS and each.initiative]
    mine = [each for each in noted if each.initiative == "me"]
    theirs = [each for each in noted if each.initiative == "them"]
    both = len(noted) - len(mine) - len(theirs)
    if len(noted) < INITIATIVE_MEETINGS:
        return None
    for those, others, who in ((mine, theirs, "You"), (theirs, mine, name)):
        chance = chance_above(INITIATIVE_SHARE, len(those) + both / 2, len(others) + both / 2)
        if chance > INITIATIVE_CONFIDENCE:
            sentence = f"{who} asked for {len(those)} of the {len(noted)} meetings whose notes say who did."
            return Observation("initiative", sentence, (), tuple(reversed(noted)))
    return None


def offers_unknown(journal: Journal, key: str, said: Sequence[Statement], name: str) -> Observation | None:
    """They can help me, and no note says what I can offer them: as a question. Guard: nothing in `i_can_help`, and
    nothing given yet that would be an answer."""
    fields = contact_of(journal, key)
    if fields is None or not fields.can_help_me or fields.i_can_help:
        return None
    if len([each for each in exchanges_with(said, key) if each.direction == "gave"]) > 1:
        return None
    helps = ", ".join(fields.can_help_me)
    return Observation("offering", f"{name} can help you with {helps}. What could you offer in return?")
