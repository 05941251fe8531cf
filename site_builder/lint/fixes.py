"""Which findings can be fixed, and how: a rule's fix counts only where the note, read again with it, says what it was
for, and nothing is wrong that was not wrong before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from site_builder.finding import Finding
from site_builder.lint import RULES
from site_builder.lint.rule import SEVERITIES, Change, Fix, Fixing
from site_builder.lint.suppression import Reported
from site_builder.notes.edit import Refusal, apply_edits
from site_builder.text import Source, decode_source, digest_of

_RULES = {rule.name: rule for rule in RULES}
_WORD = re.compile(r"[\w-]+")

Facts = Counter[tuple[str, str]]
"""How often each rule says what of a note."""


def fix_of(journal: Fixing, reported: Reported) -> Fix | None:
    """The fix of a finding, with those of its changes that read as meant; nothing where there is none."""
    finding = reported.finding
    fixer = _RULES[finding.rule].fix
    fix = fixer.make(journal, finding) if fixer else None
    if fix is None:
        return None
    changes = tuple(change for change in fix.changes if _does_it(journal, change, reported))
    return Fix(fix.safe, changes) if changes else None


def fixes_of(journal: Fixing, found: Iterable[Reported]) -> dict[Finding, Fix]:
    """The fixes of those findings that have one."""
    return {told.finding: fix for told in found if (fix := fix_of(journal, told))}


def _does_it(journal: Fixing, change: Change, reported: Reported) -> bool:
    """Whether a note, with a change made, says what it was for, without the finding and without a new one as grave."""
    path, finding = change.path, reported.finding
    data = journal.document(path).text.encode()
    made = apply_edits(data, change.edits, digest_of(data))
    if isinstance(made, Refusal) or made == data:
        return False
    supposed = journal.suppose(path, decode_source(path, made).text)
    if not change.shows(supposed.document(path), supposed.reading(path)):
        return False
    before, after = (_facts_in(each, path) for each in (journal, supposed))
    said = (finding.rule, finding.message)
    was, now = (sum(facts[said] for facts in each.values()) for each in (before, after))
    return (path != finding.path or not was or now < was) and not is_worse(before, after, reported.severity)


def _facts_in(journal: Fixing, path: str) -> dict[str, Facts]:
    """What is wrong in a note alone, by severity, without the rules that something in the note silences."""
    entry = journal.entry(path)
    silent = {ignore.rule for ignore in entry.ignores}
    silent |= {word for ignore in entry.body.ignores for word in _WORD.findall(ignore.text)}
    silent |= {rule for rule, severity in journal.config.lint.severity if severity == "off"}
    by_severity: dict[str, Facts] = {}
    for each in journal.found_in(path):
        rule = _RULES[each.rule]
        if not rule.nudge and each.rule not in silent:
            by_severity.setdefault(each.severity or rule.severity, Facts())[each.rule, each.message] += 1
    return by_severity


def facts_by_note(found: Iterable[Reported]) -> dict[str, dict[str, Facts]]:
    """What is wrong in each note, by severity. No nudges: a deadline that is read at last may be past."""
    notes: dict[str, dict[str, Facts]] = {}
    for told in found:
        if not told.nudge:
            finding = told.finding
            by_severity = notes.setdefault(finding.path, {})
            by_severity.setdefault(told.severity, Facts())[finding.rule, finding.message] += 1
    return notes


def is_worse(before: Mapping[str, Facts], after: Mapping[str, Facts], severity: str) -> bool:
    """Whether a note has something wrong with it, of a severity or graver, that it had not before."""
    grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
    was, now = (sum((said.get(each, Facts()) for each in grave), Facts()) for said in (before, after))
    return bool(now - was)


def summary_of_fixes(fixes: Iterable[Fix], unsafe: bool) -> str:
    """How many findings can be fixed, and how, in one line; nothing if none can."""
    sorts = [fix.safe for fix in fixes]
    safe, guesses = sum(sorts), len(sorts) - sum(sorts)
    if unsafe and sorts:
        return f"[*] {len(sorts)} can be fixed with --fix --unsafe-fixes."
    if safe:
        return f"[*] {safe} can be fixed with --fix" + (f" ({guesses} more with --unsafe-fixes)." if guesses else ".")
    return f"{guesses} can be fixed with --fix --unsafe-fixes." if guesses else ""


def fixes_told(fixes: Mapping[Finding, Fix], source_of: Callable[[str], Source | None]) -> dict[Finding, object]:
    """Fixes for programs: whether each is safe, and its edits, with the digest of the bytes that each was made from."""
    told: dict[Finding, object] = {}
    for finding, fix in fixes.items():
        edits = []
        for change in fix.changes:
            source = source_of(change.path)
            edits += [
                {
                    "path": change.path,
                    "digest": source.digest if source else "",
                    "start": edit.span.start,
                    "end": edit.span.end,
                    "text": edit.text,
                }
                for edit in sorted(change.edits, key=lambda each: each.span)
            ]
        told[finding] = {"safe": fix.safe, "edits": edits}
    return told
