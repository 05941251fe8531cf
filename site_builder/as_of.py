"""The journal as it was known on a day: a step from sources to sources, before anything is parsed for good.

Later notes go, and from the others what is dated later: sections, lines, entries of dated values; a task that was done
later is open again. What is left is a journal like any other, so that nothing downstream knows of time travel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from site_builder import pipeline
from site_builder.inventory import Inventory
from site_builder.notes.dates import parse_when
from site_builder.notes.reading import Reading
from site_builder.notes.schema import Contact, Dated
from site_builder.query import Database
from site_builder.settings import Config
from site_builder.text import LineIndex, Source, Span, digest_of_note
from site_builder.workspace import Scan

_NAME_DATE = re.compile(r"(?:^|/)(\d{4}-\d{2}-\d{2})(?!\d)[^/]*$")
_LATER_TOKEN = re.compile(
    r"(?<!\S)(?:(?i:done|moved|thanked):(?P<plain>\d{4}-\d{2}(?:-\d{2})?)\S*|(?:✅|❌)\ufe0f?\s*(?P<sign>\d{4}-\d{2}-\d{2}))"
    r"|[\[(](?i:done|moved|thanked)::\s*(?P<field>\d{4}-\d{2}(?:-\d{2})?)\s*[\])]"
)
_SINCE = re.compile(r"(?:-\s+)?[\"']?(\d{4}(?:-\d\d(?:-\d\d)?)?)(?![\w-])")
"""How an entry of a dated value begins."""


def known_on(day: date, scan: Scan, config: Config) -> tuple[Mapping[str, Source], Inventory]:
    """The sources and the inventory of what was known on a day."""
    db = Database()
    db.set(pipeline.config, "", config)
    db.set(pipeline.today, "", day)
    db.set(pipeline.inventory, "", scan.inventory)
    for path, source in scan.sources.items():
        db.set(pipeline.source, path, source)
    journal = pipeline.Asked(db)
    known = [path for path in scan.inventory.notes if not _begins_after(journal, path, day)]
    sources = {path: _as_of(scan.sources[path], pipeline.reading(db, path), day) for path in known}
    return sources, replace(scan.inventory, notes=tuple(known))


def _begins_after(journal: pipeline.Asked, path: str, day: date) -> bool:
    """Whether a note was not there yet: dated later; a contact from `met`, else from its first mention."""
    entry = journal.entry(path)
    if entry.date:
        return entry.date > day
    if isinstance(entry.fields, Contact):
        if entry.fields.met:
            return entry.fields.met.first > day
        first = _first_mention(journal, path)
        return first is not None and first > day
    if match := _NAME_DATE.search(path):
        when = parse_when(match[1])
        return when is not None and when.first > day
    return bool(entry.sections) and all(section.date.first > day for section in entry.sections)


def _first_mention(journal: pipeline.Asked, path: str) -> date | None:
    """The first day on which the notes tell of a contact; `None` if no dated note does."""
    days = [meeting.day for meeting in journal.interactions(path)]
    days += [said.day for said in journal.statements(path) if said.day]
    days += [other.date for note in journal.linked_from(path) if (other := journal.entry(note)).date]
    return min(days, default=None)


def _as_of(source: Source, reading: Reading, day: date) -> Source:
    """A note's text without what is dated later; the very same source where nothing is."""
    cuts = sorted({*_later_sections(source.text, reading, day), *_later_lines(source.text, reading, day)})
    cuts += sorted(_later_values(source.text, reading, day))
    text, end = source.text, len(source.text) + 1
    changes = [(cut, "") for cut in _outermost(cuts)]
    inside = [cut for cut, _ in changes]
    lines = _lines_left(source.text, inside)
    for span, words in _undone(source.text, reading, day):
        if not any(cut.start <= span.start < cut.end for cut in inside):
            changes.append((span, words))
    for span, words in sorted(changes, reverse=True):
        assert span.end <= end, "cuts do not overlap"
        text, end = text[: span.start] + words + text[span.end :], span.start
    return (
        source
        if text == source.text
        else Source(source.path, text, digest_of_note(text.encode()), source.faults, lines)
    )


def _lines_left(text: str, cuts: Iterable[Span]) -> tuple[int, ...]:
    """The numbers of the lines that are left when some whole ones are cut out; nothing where none is. Places in a note
    are told by the lines of the user's file."""
    index = LineIndex.of(text)
    gone = {
        line
        for cut in cuts
        for line in range(index.position(cut.start).line, index.position(max(cut.end - 1, cut.start)).line + 1)
    }
    if not gone:
        return ()
    left = [line for line in range(1, len(index.starts) + 1) if line not in gone]
    # A text whose last line went ends with an empty one.
    return tuple(left) if len(index.starts) not in gone else (*left, len(index.starts))


def _outermost(cuts: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for cut in sorted(cuts, key=lambda span: (span.start, -span.end)):
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept


def _whole_lines(text: str, span: Span) -> Span:
    """A span widened to the lines it stands on, with their line end."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", max(span.end - 1, span.start))
    return Span(start, len(text) if end < 0 else end + 1)


def _later_sections(text: str, reading: Reading, day: date) -> Iterator[Span]:
    entry, places = reading.entry, reading.places
    headings = entry.body.headings
    for section in entry.sections:
        if section.date.first > day:
            dated = {other.heading for other in entry.sections}
            level = headings[section.heading].level
            after = (
                number
                for number in range(section.heading + 1, len(headings))
                if not headings[number].quoted and (headings[number].level <= level or number in dated)
            )
            following = next(after, None)
            end = places[headings[following].anchor].start if following is not None else len(text)
            start = _whole_lines(text, places[section.anchor]).start
            yield Span(start, text.rfind("\n", 0, end) + 1 if following is not None else end)


def _later_lines(text: str, reading: Reading, day: date) -> Iterator[Span]:
    for line in reading.entry.lines:
        if line.day and line.day > day:
            yield _whole_lines(text, reading.places[f"{line.anchor}/all"])


def _later_values(text: str, reading: Reading, day: date) -> Iterator[Span]:
    """The entries of dated values that begin later, where they have their lines to themselves; a later `reviewed`."""
    fields = reading.entry.fields
    for name in reading.entry.written:
        value = getattr(fields, name, None)
        if isinstance(value, Dated) and any(since and since.first > day for since, _ in value.entries):
            yield from _later_entries(text, reading.places[f"key:{name}"], day)
    if isinstance(fields, Contact) and fields.reviewed and fields.reviewed.first > day:
        yield _whole_lines(text, reading.places["key:reviewed"])


def _later_entries(text: str, key: Span, day: date) -> Iterator[Span]:
    """The lines below a key that begin with a later date, each with the deeper lines that follow it."""
    at = _whole_lines(text, key).end
    outside = key.start - (text.rfind("\n", 0, key.start) + 1)
    start, depth = -1, 0
    for line in text[at:].split("\n"):
        said = line.strip()
        indent = len(line) - len(line.lstrip())
        if said and indent <= outside and not said.startswith("- "):
            break
        if start >= 0 and said and indent <= depth:
            yield Span(start, at)
            start = -1
        when = parse_when(match[1]) if start < 0 and (match := _SINCE.match(said)) else None
        if when and when.first > day:
            start, depth = at, indent
        at += len(line) + 1
    if start >= 0:
        yield Span(start, at)


def _undone(text: str, reading: Reading, day: date) -> Iterator[tuple[Span, str]]:
    """What was not yet done: the tokens that say so go, and the box of a task that was kept or dropped later opens."""
    for line in reading.entry.lines:
        place = reading.places[line.anchor]
        for match in _LATER_TOKEN.finditer(text, place.start, place.end):
            when = parse_when(match["plain"] or match["sign"] or match["field"])
            if when and when.first > day:
                start = match.start() - (text[match.start() - 1] == " ")
                yield Span(start, match.end()), ""
        closed = line.done or line.dropped
        if line.state in ("kept", "dropped") and closed and closed.first > day:
            box = reading.places.get(f"{line.anchor}/box")
            if box:
                yield box, " "
