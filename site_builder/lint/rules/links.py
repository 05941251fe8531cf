"""Rules about who and what is meant: links that lead nowhere, names with a slip, notes that contradict each other."""

from __future__ import annotations

from site_builder.lint.rule import Rule, rule_of_journal, rule_of_note
from site_builder.lint.rules import commits
from site_builder.lint.rules.broken import check_broken_link
from site_builder.lint.rules.files import check_conflict_copy, check_unsafe_filename
from site_builder.lint.rules.people import (
    check_ambiguous_name,
    check_misspelt_person,
    check_same_id,
    check_same_person,
    check_unreturned_relation,
)
from site_builder.lint.rules.people_fixes import MISSPELT_PERSON, UNRETURNED_RELATION

RULES: tuple[Rule, ...] = (
    rule_of_journal(check_misspelt_person, "warning", fix=MISSPELT_PERSON),
    rule_of_note(check_broken_link, "warning"),
    rule_of_journal(check_ambiguous_name, "error"),
    rule_of_journal(check_same_id, "error"),
    rule_of_note(check_unreturned_relation, "warning", fix=UNRETURNED_RELATION),
    rule_of_journal(check_same_person, "info"),
    rule_of_journal(check_conflict_copy, "warning"),
    rule_of_journal(check_unsafe_filename, "warning"),
    *commits.RULES,
)
