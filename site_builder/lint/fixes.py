"""Which findings can be fixed, and how: a rule's fix counts only where the note, read again with it, says what it was
for, and nothing is wrong that was not wrong before."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from site_builder.finding import Finding, Reported
from site_builder.lint.catalogue import RULES
from site_builder.lint.rule import SEVERITIES, Again, Change, Fix, Fixing
from site_builder.notes.changes import is_kept, meaning_of
from site_builder.notes.edit import Edit, Refusal, apply_edits
from site_builder.notes.reading import Document, Reading
from site_builder.text import Source, Span, decode_source, digest_of_note

_RULES = {rule.name: rule for rule in RULES}
_MOST_READ = 2_000_000
"""Characters that are read again, at most, to try the fixes of one note: some seconds. What is not reached by then is
not offered this time."""
_WORD = re.compile(r"[\w-]+")

Facts = Counter[tuple[str, str]]
"""How often each rule says what of a note."""


Step = tuple[Reported, Change]
"""A change of a note, and the finding that it answers."""


def fixes_of(journal: Fixing, found: Iterable[Reported]) -> dict[Finding, Fix]:
    """The fixes of those findings that have one, each with those of its changes that do what they are for."""
    made: dict[Finding, Fix] = {}
    by_note: dict[str, list[Step]] = {}
    for told in found:
        fixer = _RULES[told.finding.rule].fix
        fix = fixer.make(journal, told.finding) if fixer else None
        if fix is not None:
            made[told.finding] = fix
            for change in fix.changes:
                by_note.setdefault(change.path, []).append((told, change))
    good = {(told.finding, path) for path, steps in by_note.items() for told, _ in _proven(journal, path, tuple(steps))}
    kept = {
        finding: Fix(fix.safe, tuple(change for change in fix.changes if (finding, change.path) in good))
        for finding, fix in made.items()
    }
    return {finding: fix for finding, fix in kept.items() if fix.changes}


def _proven(journal: Fixing, path: str, steps: tuple[Step, ...]) -> Iterator[Step]:
    """Those changes of a note that do what they are for. They are tried together, and halved where that fails: reading
    a note is the costly part, and mostly nothing is wrong with any of them."""
    left = _MOST_READ
    length = len(journal.document(path).text) + 1
    groups = [tuple(apart(steps))]
    together = {told.finding for told, _ in groups[0]}
    groups += [(step,) for step in steps if step[0].finding not in together]
    while groups and left > 0:
        group = groups.pop(0)
        left -= length
        if _hold(journal, path, group):
            yield from group
        elif len(group) > 1:
            half = len(group) // 2
            groups[:0] = [group[:half], group[half:]]


def apart(steps: Iterable[Step]) -> Iterator[Step]:
    """Of changes that overlap or border on each other the first."""
    taken: list[Span] = []
    for told, change in steps:
        spans = [edit.span for edit in change.edits]
        at = [bisect_left(taken, span) for span in spans]
        near = [(span, other) for span, n in zip(spans, at, strict=True) for other in taken[max(n - 1, 0) : n + 1]]
        if not any(span.start <= other.end and other.start <= span.end for span, other in near):
            for span in spans:
                insort(taken, span)
            yield told, change


def _hold(journal: Fixing, path: str, steps: Sequence[Step]) -> bool:
    """Whether a note, with these changes made, says what they were for, all else as before, without the findings and
    without a new one as grave."""
    data = journal.document(path).text.encode()
    made = apply_edits(data, edits_of(steps), digest_of_note(data))
    if isinstance(made, Refusal) or made == data:
        return False
    supposed = journal.suppose(path, decode_source(path, made).text)
    if not says_as_meant(steps, journal.reading(path), supposed.document(path), supposed.reading(path)):
        return False
    before, after = (_facts_in(each, path) for each in (journal, supposed))
    meant = Counter((told.finding.rule, told.finding.message) for told, _ in steps if told.finding.path == path)
    for said, count in meant.items():
        was, now = (sum(facts[said] for facts in each.values()) for each in (before, after))
        if was and now > was - count:
            return False
    return not is_worse(before, after, least_grave(steps))


def edits_of(steps: Iterable[Step]) -> list[Edit]:
    """All edits of some changes."""
    return [edit for _, change in steps for edit in change.edits]


def least_grave(steps: Iterable[Step]) -> str:
    """The least severity of the findings that some changes answer."""
    return max((told.severity for told, _ in steps), key=SEVERITIES.index)


def says_as_meant(steps: Sequence[Step], before: Reading, document: Document, after: Reading) -> bool:
    """Whether a note, read again, says what each change was for, and whatever they do not touch as before."""
    if not is_kept(before, after, [edit.span for edit in edits_of(steps)]):
        return False
    had, has = (Counter(map(meaning_of, reading.entry.lines)) for reading in (before, after))
    again = Again(before, document, after, has - had)
    return all(change.shows(again) for _, change in steps)


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
