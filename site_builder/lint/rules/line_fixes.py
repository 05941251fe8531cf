"""What would put a line or a link of a note's body right: the line then says what it nearly said, and no other does."""

from __future__ import annotations

import re

from site_builder.finding import Finding
from site_builder.journal.resolve import card_refs
from site_builder.lint.rule import Again, Change, Fix, Fixer, Fixing, Shows
from site_builder.lint.rules.near_miss import BULLET, NO_HEADING, advice_on, several_in
from site_builder.lint.rules.near_slips import Advice, Meaning
from site_builder.notes.body import Item
from site_builder.notes.edit import Edit
from site_builder.text import Span

_BOX = re.compile(r"\[[^\n\[\]]\]\s*")
_JOINED = re.compile(r"[ \t]*\n[ \t]*")
_PREFIX = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")


def _of_near_miss(journal: Fixing, finding: Finding) -> Fix | None:
    """The line as the remedy has it: safe where it can be meant in one way only."""
    document, before = journal.document(finding.path), journal.reading(finding.path)
    place = before.places.get(finding.anchor)
    if place is None:
        return None
    if finding.anchor.startswith("field:"):
        return _of_names(journal, finding, document.text, place)
    if finding.anchor.startswith("text:"):
        return _of_heading(finding.path, document.text, place) or _of_bullets(finding.path, document.text, place)
    line = next((each for each in before.entry.lines if each.anchor == finding.anchor), None)
    advice = advice_on(journal, before.entry, line) if line else None
    if line is None or advice is None:
        return None
    item = before.entry.body.items[line.item]
    edits = _edits_of(document.text, place, before.places[f"{finding.anchor}/all"], item, advice)
    return (
        Fix(advice.exact, (Change(finding.path, edits, _says(advice.becomes, was_prose=line.kind == "prose")),))
        if edits
        else None
    )


def _edits_of(text: str, place: Span, whole: Span, item: Item, advice: Advice) -> tuple[Edit, ...]:
    if advice.rewrite:
        first, last, new = advice.rewrite
        start, end = (_offset_of(text, place, item, at) for at in (first, last))
        return (Edit(Span(start, end), new),) if start >= 0 and end >= 0 else ()
    labels, shared = advice.split
    start = _offset_of(text, place, item, shared)
    prefix = text[text.rfind("\n", 0, place.start) + 1 : place.start]
    alone = place.end == whole.end and "\n" not in text[place.start : place.end] and _PREFIX.fullmatch(prefix)
    if not labels or start < 0 or not alone:
        return ()
    said = text[start : place.end]
    return (Edit(place, f"\n{prefix}".join(f"{label}: {said}" for label in labels)),)


def _offset_of(text: str, place: Span, item: Item, offset: int) -> int:
    """Where an offset into an item's text stands in the note: its source lines were joined by one space. -1 where the
    two cannot be laid side by side."""
    box = _BOX.match(text, place.start, place.end) if item.box is not None else None
    at = box.end() if box else place.start
    for char in item.typed[:offset]:
        join = _JOINED.match(text, at, place.end) if char == " " else None
        if join is None and text[at : at + 1] != char:
            return -1
        at = join.end() if join else at + 1
    return at


def _says(wanted: tuple[Meaning, ...], *, was_prose: bool) -> Shows:
    """Whether a note has more lines of each meaning than before; where none is named, of any, if the line had none."""

    def shows(again: Again) -> bool:
        if not wanted and was_prose:
            return any(kind != "prose" for kind, _ in again.gained)
        return all(again.gained[meaning] > 0 for meaning in wanted)

    return shows


def _of_names(journal: Fixing, finding: Finding, text: str, place: Span) -> Fix | None:
    """Commas between the names of several. A guess: it may be the name of one."""
    entry = journal.entry(finding.path)
    ref, names = next((each for each in several_in(journal, entry) if each[0].anchor == finding.anchor), (None, ()))
    start = text.find(ref.target, place.start, place.end) if ref else -1
    if ref is None or start < 0:
        return None

    def shows(again: Again) -> bool:
        return len(card_refs(again.reading.entry)) - len(card_refs(again.before.entry)) == len(names) - 1

    edit = Edit(Span(start, start + len(ref.target)), ", ".join(names))
    return Fix(False, (Change(finding.path, (edit,), shows),))


def _of_heading(path: str, text: str, place: Span) -> Fix | None:
    """A space after the marks of a heading. One mark alone may be a tag."""
    match = NO_HEADING.match(text[place.start : place.end].partition("\n")[0])
    if match is None:
        return None
    at = place.start + match.end("mark")

    def shows(again: Again) -> bool:
        return len(again.reading.entry.body.headings) > len(again.before.entry.body.headings)

    return Fix(len(match["mark"]) > 1, (Change(path, (Edit(Span(at, at), " "),), shows),))


def _of_bullets(path: str, text: str, place: Span) -> Fix | None:
    """A hyphen for each `•` that begins a line of the paragraph."""
    first = BULLET.match(text, place.start, place.end)
    if first is None:
        return None
    edits, at = [], place.start
    while at < place.end:
        lead = re.compile(r"[ \t]*").match(text, at)
        start = lead.end() if lead else at
        mark = BULLET.match(text, start, place.end)
        if mark and mark[0][0] == first[0][0]:
            edits.append(Edit(Span(start, mark.end()), "- "))
        at = text.find("\n", at, place.end) + 1 or place.end

    def shows(again: Again) -> bool:
        more = len(again.reading.entry.lines) - len(again.before.entry.lines)
        return more >= len(edits) and any(kind != "prose" for kind, _ in again.gained)

    return Fix(True, (Change(path, tuple(edits), shows),))


def _of_escaped_link(journal: Fixing, finding: Finding) -> Fix | None:
    """The link without its backslashes."""
    document, before = journal.document(finding.path), journal.reading(finding.path)
    span = before.places.get(finding.anchor)
    if span is None:
        return None
    typed = document.text[span.start : span.end]

    def shows(again: Again) -> bool:
        return len(again.reading.entry.body.links) > len(again.before.entry.body.links)

    return Fix(True, (Change(finding.path, (Edit(span, typed.replace("\\", "")),), shows),))


NEAR_MISS = Fixer(_of_near_miss, "safe or unsafe")
ESCAPED_LINK = Fixer(_of_escaped_link, "safe")
