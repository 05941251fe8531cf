"""Slips in the sample journal: what a hand or a merge spoils of a field, a date, a link or a line is told in place."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from commands import SAMPLE
from site_builder import pipeline
from site_builder.session import Session
from site_builder.text import decode_source

pytestmark = pytest.mark.slow


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "mutations", Path(__file__).parent.parent / "benchmarks" / "mutations.py"
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutations"] = module
    spec.loader.exec_module(module)
    return module


MUTATIONS = _tool()

FIELDS_OF_WORDS = ("role", "title", "place", "wants", "can_help_me", "i_can_help", "why", "name", "aliases", "plan")
OF_THE_WHOLE_NOTE = {"same-id", "conflict-copy", "unsafe-filename", "unreadable-note", "site-in-git", "missing-field"}
"""Rules that speak of a note and not of a part of it: they point at its first line that says something."""


@pytest.mark.parametrize("seed", [1, 2])
def test_a_slip_is_told_or_changes_no_more_than_words_and_numbers(seed: int) -> None:
    """Of the slips in characters and indents that change what a note says, all but a few are told. What stays silent is
    a free text, another valid number, or prose by the format (docs/mutations.md)."""
    counts: Counter[str] = Counter()
    silent = []
    for outcome in MUTATIONS.outcomes(SAMPLE, seed, 300):
        counts[outcome.kind] += 1
        changed = outcome.change[0].split(":")[0] if outcome.change else ""
        if outcome.kind in (MUTATIONS.VALUE, MUTATIONS.PROSE) and changed not in (*FIELDS_OF_WORDS, "minutes"):
            silent.append((outcome.slip.path, outcome.slip.after, outcome.change))
    assert counts[MUTATIONS.FOUND] >= 180
    assert len(silent) <= 15, silent  # a changed sample draws other slips


@pytest.mark.parametrize(
    ("note", "old", "new"),
    [
        ("meetings/2024/2024-06-11-halden-down.md", "---\n", "--\n"),
        ("meetings/2024/2024-06-11-halden-down.md", "---\n", "----\n"),
        ("meetings/2024/2024-06-11-halden-down.md", "---\n", "\u2014\n"),
        ("meetings/2024/2024-06-11-halden-down.md", "---\n", ""),
        ("meetings/2024/2024-06-11-halden-down.md", "---\n", "---\n---\n"),
        ("meetings/2024/2024-06-11-halden-down.md", "with: ", "ith: "),
        ("meetings/2024/2024-06-11-halden-down.md", "date: ", "adte: "),
        ("meetings/2024/2024-06-11-halden-down.md", "kind: ", "kind:: "),
        ("meetings/2024/2024-06-11-halden-down.md", "[[patrick-oduya]]", "[[patrick-oduya]"),
        ("meetings/2024/2024-06-11-halden-down.md", "[[patrick-oduya]]", "[[patrick-odua]]"),
        ("meetings/2026/2026-09-03-dagny-hall.md", "kind: visit", "kind: visti"),
        ("meetings/2026/2026-07-07-dermot-wedding.md", "gave advice:", "gav advice:"),
        ("meetings/2026/2026-07-07-dermot-wedding.md", "gave advice:", "gave adivce:"),
        ("meetings/2026/2026-07-07-dermot-wedding.md", "gave advice:", "gave advice;"),
        ("meetings/2026/2026-07-07-dermot-wedding.md", "- gave advice:", "-gave advice:"),
        ("meetings/2023/2023-11-16-brent-first-demo.md", "question:", "queston:"),
        ("meetings/one-to-one-aylin.md", "review due:", "revie wdue:"),
        ("meetings/one-to-one-aylin.md", "review due:", "review due;"),
        ("contacts/ivo-kalnins.md", "circle: close", "circle: clsoe"),
        ("contacts/hugo-lammens.md", "- 2025-05: Digital", "- 0025-05: Digital"),
    ],
)
def test_what_must_be_told(note: str, old: str, new: str) -> None:
    """Kinds of slips that cost a person, a date, a promise or an exchange."""
    session = Session(SAMPLE)
    session.refresh()
    source = pipeline.source(session.db, note)
    assert source is not None and old in source.text
    before = {each.finding for each in session.journal.all_reported() if not each.nudge}
    session.db.set(pipeline.source, note, decode_source(note, source.text.replace(old, new, 1).encode()))
    after = {each.finding for each in session.journal.all_reported() if not each.nudge}
    assert any(finding.path == note for finding in after - before)


def test_what_is_told_of_a_slip_stands_in_its_note() -> None:
    """Each finding has a place within its note, and says something of it; one at the very start is about what stands
    there, or about the note as a whole."""
    session = Session(SAMPLE)
    session.refresh()
    db = session.db
    texts = {path: text.text for path in pipeline.note_paths(db) if (text := pipeline.source(db, path))}
    for slip in MUTATIONS.slips(texts, 3, 300):
        whole = pipeline.source(db, slip.path)
        db.set(pipeline.source, slip.path, decode_source(slip.path, slip.text.encode()))
        for told in (each for each in session.journal.reported(slip.path) if not each.nudge):
            finding = told.finding
            span = pipeline.span_of(db, slip.path, finding.anchor)
            assert span is not None and 0 <= span.start <= span.end <= len(slip.text), finding
            assert finding.message[-1] in ".!?" and finding.remedy[-1] in ".!?", finding
            at = session.journal.locate(slip.path, finding.anchor)
            if (at.line, at.column) == (1, 1):
                assert finding.rule in {"bad-front-matter", *OF_THE_WHOLE_NOTE}, finding
        db.set(pipeline.source, slip.path, whole)
