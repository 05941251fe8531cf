"""What nudges have in common: the days since their trigger, who is not spoken of, and how people are named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from site_builder.lint.rule import Checked
from site_builder.relations.standing import GONE, standing


def days_since(journal: Checked, day: date) -> int:
    """Days from a nudge's trigger to today; negative before it."""
    return (journal.today - day).days


def all_gone(journal: Checked, people: Sequence[str]) -> bool:
    """Whether nothing is said because everybody concerned is archived, estranged or has died."""
    return bool(people) and all(standing(journal, key, journal.today).status in GONE for key in people)


def named(journal: Checked, people: Sequence[str]) -> str:
    """`Ada Lovelace`, `Ada Lovelace and Bo Lind`, `Ada Lovelace and 3 others`; `somebody` for nobody."""
    names = [journal.name(key) for key in people]
    if len(names) > 2:
        return f"{names[0]} and {len(names) - 1} others"
    return " and ".join(names) or "somebody"
