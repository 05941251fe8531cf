"""What would put a line or a link of a note's body right: the line then says what it nearly said, and no other does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from site_builder.finding import Finding
from site_builder.lint.rule import Change, Fix, Fixer, Fixing
from site_builder.lint.rules.near_miss import BULLET, advice_on
from site_builder.lint.rules.near_slips import Advice
from site_builder.notes.changes import gist_of
from site_builder.notes.document import Document, Reading
from site_builder.notes.edit import Edit
from site_builder.notes.lines import Line
from site_builder.notes.markdown import Item
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
    if finding.anchor.startswith("text:"):
        return _of_bullets(finding.path, document.text, place, before)
    line = next((each for each in before.entry.lines if each.anchor == finding.anchor), None)
    advice = advice_on(journal, before.entry, line) if line else None
    if line is None or advice is None:
        return None
    item = before.entry.body.items[line.item]
    edits = _edits_of(document.text, place, before.places[f"{finding.anchor}/all"], item, advice)
    made = max(len(advice.split[0]), 1)
    shows = _says_more(before, {line.item}, range(line.item, line.item + made))
    return Fix(advice.exact, (Change(finding.path, edits, shows),)) if edits else None


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


def _says_more(before: Reading, gone: set[int], new: range) -> Callable[[Document, Reading], bool]:
    """Whether the lines `new` of the note mean something now, which in place of the lines `gone` did not, and all
    other lines and fields say what they said."""

    def shows(_: Document, after: Reading) -> bool:
        old, now = before.entry, after.entry
        kept = Counter(gist_of(line) for line in old.lines if line.item not in gone)
        if new.stop > len(now.lines) or len(now.lines) != len(old.lines) - len(gone) + len(new):
            return False
        others = Counter(gist_of(line) for line in now.lines if line.item not in new)
        return kept == others and now.fields == old.fields and all(_means(now.lines[number]) for number in new)

    return shows


def _means(line: Line) -> bool:
    return line.kind not in ("prose", "task") or line.due is not None


def _of_bullets(path: str, text: str, place: Span, before: Reading) -> Fix | None:
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
    count = len(edits)

    def shows(_: Document, after: Reading) -> bool:
        old, now = before.entry, after.entry
        more = Counter(map(gist_of, now.lines)) - Counter(map(gist_of, old.lines))
        same = len(now.lines) == len(old.lines) + count and now.fields == old.fields
        return same and more.total() == count and any(gist[0] != "prose" for gist in more)

    return Fix(True, (Change(path, tuple(edits), shows),))


def _of_escaped_link(journal: Fixing, finding: Finding) -> Fix | None:
    """The link without its backslashes."""
    document, before = journal.document(finding.path), journal.reading(finding.path)
    span = before.places.get(finding.anchor)
    if span is None:
        return None
    typed = document.text[span.start : span.end]
    links, lines = len(before.entry.body.links), len(before.entry.lines)

    def shows(_: Document, after: Reading) -> bool:
        entry = after.entry
        same = entry.fields == before.entry.fields and len(entry.lines) == lines
        return same and len(entry.body.links) == links + 1

    return Fix(True, (Change(finding.path, (Edit(span, typed.replace("\\", "")),), shows),))


NEAR_MISS = Fixer(_of_near_miss, "safe or unsafe")
ESCAPED_LINK = Fixer(_of_escaped_link, "safe")
