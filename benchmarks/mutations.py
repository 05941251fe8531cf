"""Spoil the notes of a journal, one slip at a time, and say what is made of it: `python benchmarks/mutations.py`.

A slip is what a hand or a merge does: a character left out, doubled, swapped with its neighbour or mistaken; a line
left out, doubled, moved or indented. Most fall on front matter and on lines of the grammar. Each is tried alone, and
what the journal says before and after is held against each other. Everything is drawn from the seed.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from site_builder import pipeline
from site_builder.finding import Reported
from site_builder.lint.introduced import Baseline, fingerprint_of
from site_builder.query import Database
from site_builder.session import Session
from site_builder.text import decode_source

SAMPLE = Path(__file__).parent.parent / "journal"
OPERATIONS = (
    *("drop character", "double character", "swap characters", "change character"),
    *("drop line", "double line", "move line", "indent line"),
)
_TYPED = "abcdefghijklmnopqrstuvwxyz0123456789 .,:;-_'\"[]()@#+|>"
_GRAMMAR = re.compile(r"\s*(?:[-*+] |#)")
_WORDS_OF = ("text", "shown", "why", "html", "label")
_PLACES = ("anchor", "item", "heading", "span", "start", "end", "link", "path", "written")

FOUND, SAME, WORDS, LINE, PROSE, VALUE = (
    "found",
    "same meaning",
    "other words",
    "other lines",
    "now prose",
    "other value",
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A note with one slip: which operation, in which line (from 1), what that line was and is, and the whole text."""

    path: str
    operation: str
    line: int
    before: str
    after: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a slip: one of the kinds above, what was found, and else what the journal says otherwise now."""

    slip: Slip
    kind: str
    found: tuple[Reported, ...] = ()
    change: tuple[str, ...] = ()


def slips(notes: dict[str, str], seed: int, count: int) -> Iterator[Slip]:
    """So many slips in some notes, each in a note as it was."""
    chance = random.Random(seed)
    paths = sorted(notes)
    made = 0
    while made < count:
        path = chance.choice(paths)
        lines = notes[path].split("\n")
        at = chance.choices(range(len(lines)), _weights(lines))[0]
        operation = chance.choice(OPERATIONS)
        spoilt = _spoil(list(lines), at, operation, chance)
        if spoilt is None or spoilt == lines:
            continue
        made += 1
        after = spoilt[at] if operation != "drop line" and at < len(spoilt) else ""
        yield Slip(path, operation, at + 1, lines[at], after, "\n".join(spoilt))


def _weights(lines: list[str]) -> list[int]:
    """How likely each line is to be spoilt: front matter and lines of the grammar five times as much as prose."""
    front = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else -1
    weights = [5 if at <= front or _GRAMMAR.match(line) else 1 for at, line in enumerate(lines)]
    return [weight if line else 0 for weight, line in zip(weights, lines, strict=True)]


def _spoil(lines: list[str], at: int, operation: str, chance: random.Random) -> list[str] | None:
    line = lines[at]
    where = chance.randrange(len(line))
    match operation:
        case "drop character":
            lines[at] = line[:where] + line[where + 1 :]
        case "double character":
            lines[at] = line[: where + 1] + line[where:]
        case "swap characters":
            lines[at] = line[:where] + line[where : where + 2][::-1] + line[where + 2 :]
        case "change character":
            lines[at] = line[:where] + chance.choice(_TYPED) + line[where + 1 :]
        case "drop line":
            del lines[at]
        case "double line":
            lines.insert(at, line)
        case "move line":
            lines.insert(chance.randrange(len(lines)), lines.pop(at))
        case "indent line":
            deeper = chance.random() < 0.5 or not line.startswith("  ")
            lines[at] = "  " + line if deeper else line[2:]
    return lines


def outcomes(root: Path, seed: int, count: int) -> Iterator[Outcome]:
    """What comes of so many slips in the notes of the journal in a folder, one after another."""
    session = Session(root)
    session.refresh()
    db = session.db
    sources = {path: pipeline.source(db, path) for path in pipeline.note_paths(db)}
    texts = {path: source.text for path, source in sources.items() if source is not None}
    baseline = _told(db)
    for slip in slips(texts, seed, count):
        before = _said(db, slip.path)
        db.set(pipeline.source, slip.path, decode_source(slip.path, slip.text.encode()))
        known = Baseline()
        known.add([fingerprint for _, fingerprint in baseline], ())
        new, _ = known.new_among(_told(db), ())
        if new:
            yield Outcome(slip, FOUND, new)
        else:
            yield Outcome(slip, *_held_against(slip, before, _said(db, slip.path)))
        db.set(pipeline.source, slip.path, sources[slip.path])


def _told(db: Database) -> list[tuple[Reported, Any]]:
    """The facts that are open, with what each is known by."""

    def text_at(finding: Any) -> str:
        at = pipeline.located(db, finding.path, finding.anchor)
        return pipeline.line_text(db, finding.path, at.line)

    facts = [each for each in pipeline.findings(db) if not each.nudge]
    return [(each, fingerprint_of(each.finding, text_at)) for each in facts]


Said = dict[str, Any]


def _said(db: Database, path: str) -> Said:
    """What a note says, without places: its fields, its lines, its meetings, whom they concern, and its words."""
    entry, resolved = pipeline.entry(db, path), pipeline.resolved(db, path)
    lines = [line for line in entry.lines if line.kind != "prose"]
    return {
        "type": (entry.type, entry.private, entry.private_keys),
        "fields": {each.name: _plain(getattr(entry.fields, each.name)) for each in dataclasses.fields(entry.fields)},
        "more": entry.more,
        "ignores": _plain(entry.ignores),
        "day": entry.day,
        "meanings": sorted(filter(None, entry.meaning_of)),
        "sections": _plain(entry.sections),
        "kinds": sorted((line.kind, line.category) for line in lines),
        "lines": sorted(repr(_plain(line)) for line in lines),
        "meetings": _plain(resolved.interactions),
        "statements": sorted(
            repr((each.day, each.people, each.sides, each.line.kind, each.line.state)) for each in resolved.statements
        ),
        "links": sorted((found.kind, found.key) for found in resolved.links),
        "words": sorted(_words(entry.body.html)),
    }


def _plain(value: Any) -> Any:
    """A value without places and free words."""
    if dataclasses.is_dataclass(value) and not isinstance(value, date):
        return {
            each.name: _plain(getattr(value, each.name))
            for each in dataclasses.fields(value)
            if each.name not in (*_PLACES, *_WORDS_OF)
        }
    if isinstance(value, tuple | list):
        return tuple(_plain(each) for each in value)
    return value


def _words(html: str) -> Iterator[str]:
    yield from re.findall(r"\w+", re.sub(r"\0[^\0]*\0|<[^>]*>", " ", html))


def _held_against(slip: Slip, before: Said, after: Said) -> tuple[str, tuple[Reported, ...], tuple[str, ...]]:
    changes = []
    for part, said in before.items():
        if said == after[part]:
            continue
        if part == "fields" and said.keys() == after[part].keys():
            changes += [
                f"{key}: {said[key]!r} -> {value!r}" for key, value in after[part].items() if said[key] != value
            ]
        elif part == "words":
            changes.append("words")
        else:
            changes.append(f"{part}: {_difference(said, after[part])}")
    if not changes:
        return SAME, (), ()
    if slip.operation in ("drop line", "double line", "move line"):
        return LINE, (), tuple(changes)
    if len(after["kinds"]) < len(before["kinds"]):
        return PROSE, (), tuple(changes)
    return (WORDS if changes == ["words"] else VALUE), (), tuple(changes)


def _difference(before: Any, after: Any) -> str:
    if isinstance(before, list | tuple) and isinstance(after, list | tuple):
        gone, new = Counter(map(repr, before)), Counter(map(repr, after))
        return f"{list((gone - new).elements())} -> {list((new - gone).elements())}"
    return f"{before!r} -> {after!r}"


def main() -> None:
    """Print what came of each slip, the silent ones with what they changed, and the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("journal", type=Path, nargs="?", default=SAMPLE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--silent", action="store_true", help="only those of which nothing is said")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    for number, outcome in enumerate(outcomes(options.journal, options.seed, options.count), 1):
        counts[outcome.kind] += 1
        if options.silent and outcome.kind in (FOUND, SAME):
            continue
        slip = outcome.slip
        print(f"{number}. [{outcome.kind}] {slip.path}:{slip.line}: {slip.operation}")
        print(f"    - {slip.before}\n    + {slip.after}")
        for told in outcome.found:
            print(f"    {told.severity} {told.finding.rule}: {told.finding.message} {told.finding.remedy}")
        for change in outcome.change:
            print(f"    {change[:400]}")
    print(dict(counts))


if __name__ == "__main__":
    main()
