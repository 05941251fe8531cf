"""What Kith has to say about a journal: the families of rules, in reading order, and the two ways of asking them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from difflib import get_close_matches

from site_builder.finding import Finding
from site_builder.lint.rule import Checked, Rule
from site_builder.lint.rules import (
    balance,
    dates,
    events,
    follow_ups,
    links,
    meta,
    people_nudges,
    plans,
    privacy,
    rhythm,
    structure,
)
from site_builder.relations.ties import tie

FAMILIES: dict[str, tuple[Rule, ...]] = {
    "structure": structure.RULES,
    "links": links.RULES,
    "dates": dates.RULES,
    "plans": plans.RULES,
    "privacy": privacy.RULES,
    "follow-ups": follow_ups.RULES,
    "rhythm": rhythm.RULES,
    "balance": balance.RULES,
    "events": events.RULES,
    "people": people_nudges.RULES,
    "meta": meta.RULES,
}

RULES: tuple[Rule, ...] = tuple(replace(rule, family=family) for family, rules in FAMILIES.items() for rule in rules)


def chosen_rules(rules: Iterable[Rule], select: Collection[str], ignore: Collection[str]) -> frozenset[str]:
    """The names of the rules that are wanted: those selected (or all), without those ignored, by name or family.

    Raises `LookupError` with a sentence when a name is neither a rule's nor a family's.
    """
    rules = tuple(rules)
    known = {rule.name for rule in rules} | {rule.family for rule in rules}
    for name in (*select, *ignore):
        if name not in known:
            near = get_close_matches(name, sorted(known), 1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise LookupError(f"No rule or family is called {name!r}.{meant}")
    return frozenset(
        rule.name
        for rule in rules
        if (not select or {rule.name, rule.family} & set(select)) and not {rule.name, rule.family} & set(ignore)
    )


def check_note(journal: Checked, path: str) -> tuple[Finding, ...]:
    """What the rules that look at one note find in it."""
    return tuple(finding for rule in RULES if rule.check_note for finding in rule.check_note(journal, path))


def check_journal(journal: Checked) -> tuple[Finding, ...]:
    """What the rules that compare notes find, and those about people; each rule and each person a question."""
    found = [finding for rule in RULES if rule.check_journal for finding in journal.ask(found_by, rule.name)]
    found += [finding for those in journal.of_people(check_person).values() for finding in those]
    return tuple(found)


def found_by(journal: Checked, name: str) -> tuple[Finding, ...]:
    """What one rule that compares notes finds."""
    check = next(rule.check_journal for rule in RULES if rule.name == name)
    return tuple(check(journal)) if check else ()


def check_person(journal: Checked, key: str) -> tuple[Finding, ...]:
    """What the rules that look at one person find, by how it stands between them and the owner."""
    knot = journal.ask(tie, key)
    return tuple(finding for rule in RULES if rule.check_person for finding in rule.check_person(journal, knot))
