"""What Kith has to say about a journal: the families of rules, in reading order, and the two ways of asking them."""

from __future__ import annotations

from dataclasses import replace

from site_builder.finding import Finding
from site_builder.lint.rule import Checked, Rule
from site_builder.lint.rules import dates, links, meta, structure

FAMILIES: dict[str, tuple[Rule, ...]] = {
    "structure": structure.RULES,
    "links": links.RULES,
    "dates": dates.RULES,
    "meta": meta.RULES,
}

RULES: tuple[Rule, ...] = tuple(replace(rule, family=family) for family, rules in FAMILIES.items() for rule in rules)


def check_note(journal: Checked, path: str) -> tuple[Finding, ...]:
    """What the rules that look at one note find in it."""
    return tuple(finding for rule in RULES if rule.check_note for finding in rule.check_note(journal, path))


def check_journal(journal: Checked) -> tuple[Finding, ...]:
    """What the rules that compare notes find."""
    return tuple(finding for rule in RULES if rule.check_journal for finding in rule.check_journal(journal))
