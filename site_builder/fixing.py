"""Fixing what the rules find: in memory, pass after pass, until nothing more can be fixed; the files are written last.

A pass makes the fixes that do not touch each other, and asks the same questions again. A note in which a finding did
not go, or a new one came, is put back, and gets half as many fixes at the next pass, until the one at fault is found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from site_builder import pipeline
from site_builder.finding import Finding, Reported
from site_builder.lint.fixes import Step, apart, edits_of, facts_by_note, fixes_of, is_worse, least_grave, says_as_meant
from site_builder.notes.edit import CHANGED, Refusal, apply_edits
from site_builder.notes.reading import Reading
from site_builder.session import Session
from site_builder.text import digest_of_note

MOST_PASSES = 100
"""How many times the notes are gone through. Most are done after two; a note whose fixes wait for each other takes as
many as it has."""


@dataclass(slots=True)
class Fixed:
    """What was fixed: of each note that changed its bytes before and after; of each fix, numbered, the notes that it
    changed; and why other notes were left as they are."""

    notes: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    fixes: dict[int, set[str]] = field(default_factory=dict)
    left: dict[str, Refusal] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.fixes)


def fix_notes(
    session: Session,
    wanted: Callable[[Iterable[Reported]], Iterable[Reported]],
    may_change: Callable[[str], bool],
    unsafe: bool,
    given: Mapping[str, bytes],
) -> Fixed:
    """Fix the findings that are wanted, in the inputs of the session alone: no file is changed yet.

    `given`: the bytes of notes that are not those on the disk. `unsafe`: make the fixes that are guesses, too.
    """
    work = _Work(session, given)
    for _ in range(MOST_PASSES):
        found = session.journal.all_reported()
        plan = work.plan(wanted(found), may_change, unsafe)
        if plan:
            work.go_through(plan, found)
        elif work.refused and work.has_kept:
            work.refused.clear()  # what could not be done before may be possible now
            work.has_kept = False
        else:
            break
    work.fixed.notes = {path: (old, work.now[path]) for path, old in work.old.items() if work.now[path] != old}
    return work.fixed


def write_fixed(session: Session, fixed: Fixed) -> None:
    """Write the notes that were fixed, each whole or not at all. One that cannot be written, or has changed since it
    was read, is told in `fixed.left`, and counts as it was."""
    for path, (old, new) in sorted(fixed.notes.items()):
        if refused := session.write(path, old, new):
            fixed.left[path] = refused
            session.put(path, old)
            del fixed.notes[path]
            fixed.fixes = {number: paths for number, paths in fixed.fixes.items() if path not in paths}


@dataclass(slots=True)
class _Work:
    """Notes being fixed: their bytes as they were and as they are now, and what was tried in vain."""

    session: Session
    given: Mapping[str, bytes]
    fixed: Fixed = field(default_factory=Fixed)
    old: dict[str, bytes] = field(default_factory=dict)
    now: dict[str, bytes] = field(default_factory=dict)
    refused: set[tuple[Finding, str]] = field(default_factory=set)
    at_once: dict[str, int] = field(default_factory=dict)
    has_kept: bool = False

    def plan(
        self, wanted: Iterable[Reported], may_change: Callable[[str], bool], unsafe: bool
    ) -> dict[str, list[Step]]:
        """The changes of the next pass by note: of those that touch each other the first."""
        found = tuple(wanted)
        fixes = fixes_of(self.session.journal, found)
        steps: dict[str, list[Step]] = {}
        for told in found:
            fix = fixes.get(told.finding)
            for change in fix.changes if fix and (fix.safe or unsafe) else ():
                tried = (told.finding, change.path) in self.refused
                if may_change(change.path) and not tried and self._holds(change.path):
                    steps.setdefault(change.path, []).append((told, change))
        return {path: list(islice(apart(each), self.at_once.get(path))) for path, each in steps.items()}

    def _holds(self, path: str) -> bool:
        """Whether the bytes of a note are at hand, and those from which its findings were made."""
        if path in self.now:
            return True
        if path in self.fixed.left:
            return False
        source = pipeline.source(self.session.db, path)
        data = self.given[path] if path in self.given else self.session.bytes_of(path)
        if source is None or data is None or digest_of_note(data) != source.digest:
            self.fixed.left[path] = CHANGED
            return False
        if isinstance(unreadable := apply_edits(data, (), source.digest), Refusal):
            self.fixed.left[path] = unreadable
            return False
        self.old[path] = self.now[path] = data
        return True

    def go_through(self, plan: Mapping[str, list[Step]], found: Iterable[Reported]) -> None:
        """Make the changes of a pass, and put the notes back in which they did not do what they were for."""
        before, were, old = facts_by_note(found), dict(self.now), dict[str, Reading]()
        for path, steps in plan.items():
            old[path] = self.session.journal.reading(path)
            made = apply_edits(self.now[path], edits_of(steps), digest_of_note(self.now[path]))
            self._set(path, made if isinstance(made, bytes) else self.now[path])
        after = facts_by_note(self.session.journal.all_reported())
        meant = Counter((told.finding.path, told.finding.rule, told.finding.message) for told in _findings(plan))
        kept: dict[Finding, set[str]] = {}
        for path, steps in plan.items():
            journal = self.session.journal
            if (
                says_as_meant(steps, old[path], journal.document(path), journal.reading(path))
                and all(_is_gone(told.finding, before, after, meant) for told, _ in steps)
                and not is_worse(before.get(path, {}), after.get(path, {}), least_grave(steps))
            ):
                self.at_once.pop(path, None)
                for told, _ in steps:
                    kept.setdefault(told.finding, set()).add(path)
                continue
            self._set(path, were[path])
            if len(steps) == 1:
                self.refused.add((steps[0][0].finding, path))
                self.at_once.pop(path, None)
            else:
                self.at_once[path] = len(steps) // 2
        self.has_kept |= bool(kept)
        for paths in kept.values():
            self.fixed.fixes[len(self.fixed.fixes)] = paths

    def _set(self, path: str, data: bytes) -> None:
        self.now[path] = data
        self.session.put(path, data)


def _findings(plan: Mapping[str, list[Step]]) -> Iterable[Reported]:
    """The findings of a plan, each once, whatever the number of notes that its fix changes."""
    return {(told.finding, told.severity): told for steps in plan.values() for told, _ in steps}.values()


_Facts = Mapping[str, Mapping[str, Counter[tuple[str, str]]]]


def _is_gone(finding: Finding, before: _Facts, after: _Facts, meant: Counter[tuple[str, str, str]]) -> bool:
    """Whether as many findings of these words have gone from their note as were to be fixed."""
    rule = (finding.rule, finding.message)
    was, now = (sum(said[rule] for said in facts.get(finding.path, {}).values()) for facts in (before, after))
    return now <= was - meant[finding.path, *rule]
