"""Goals: who has a part in one, by stance and influence, who of them is cold, and the next step with each."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.journal.model import Interaction, Journal
from site_builder.journal.names import ME, fold_name
from site_builder.relations.introductions import is_person
from site_builder.relations.next_steps import Step, next_step
from site_builder.relations.plans import plan_for
from site_builder.relations.standing import GONE, contact_of, standing
from site_builder.values import dataclass

STANCES = ("for", "neutral", "against", "unknown")
INFLUENCES = ("high", "some", "low", "")
COLD = 1
"""Trust up to which somebody of high influence is cold."""


@dataclass(frozen=True, slots=True)
class Stake:
    """Somebody's part in a goal. `trust` 0 to 5, `None` where it is not noted; `last`: the last contact; `step`: what
    comes next with them, while the goal is open. `cold`: of high influence, trusted little, and no move is open.
    `anchor`: of the reference; of somebody whom the notes do not know it is all there is, and `key` is empty."""

    key: str
    stance: str
    anchor: str
    influence: str = ""
    trust: int | None = None
    last: Interaction | None = None
    step: Step | None = None
    cold: bool = False


def stakes_of(journal: Journal, path: str, is_open: bool) -> tuple[Stake, ...]:
    """Who has a part in a goal: by stance, the most influential first, then by name. Orgs have stances too, and no
    more than that."""
    found = []
    for stance, key, anchor in journal.resolved(path).relations:
        if key != ME:
            known = bool(key) and is_person(journal, key)
            found.append(_stake(journal, key, stance, anchor, is_open) if known else Stake(key, stance, anchor))
    found.sort(key=lambda each: _order(journal, each))
    return tuple(found)


def _stake(journal: Journal, key: str, stance: str, anchor: str, is_open: bool) -> Stake:
    today, fields = journal.today, contact_of(journal, key)
    met = [each for each in journal.interactions(key) if each.counts(today)]
    stands = standing(journal, key, today)
    influence = fields.influence if fields else ""
    asked = is_open and stands.status not in GONE
    moving = asked and plan_for(journal, key).next_move is not None
    return Stake(
        key,
        stance,
        anchor,
        influence,
        stands.trust,
        met[-1] if met else None,
        next_step(journal, key) if asked else None,
        asked and not moving and influence == "high" and stands.trust is not None and stands.trust <= COLD,
    )


def _order(journal: Journal, stake: Stake) -> tuple[int, int, str, str]:
    name = fold_name(journal.name(stake.key)) if stake.key else ""
    return _place(STANCES, stake.stance), _place(INFLUENCES, stake.influence), name, stake.key


def _place(words: Sequence[str], word: str) -> int:
    return words.index(word) if word in words else len(words)
