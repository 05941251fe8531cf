"""What would put the front matter of a note right, where a finding's remedy is one exact edit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.finding import Finding
from site_builder.lint.rule import Again, Change, Fix, Fixer, Fixing
from site_builder.notes.dates import parse_when
from site_builder.notes.edit import Edit
from site_builder.notes.nodes import Mapping, Node, Scalar, Sequence, quote
from site_builder.notes.reading import Document
from site_builder.text import Span

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MEANT = re.compile(r"Did you mean (?P<word>[\w-]+)\?")


def scalars_of(node: Node | None) -> Iterator[Scalar]:
    """Every scalar below a node, keys and values, in the order typed."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars_of(item)
    elif isinstance(node, Mapping):
        for key, value in node.pairs:
            yield key
            yield from scalars_of(value)


def _scalar_at(document: Document, span: Span | None) -> Scalar | None:
    return next((each for each in scalars_of(document.front.fields) if each.span == span), None)


def _of_cut_value(journal: Fixing, finding: Finding) -> Fix | None:
    """Quotes around the whole text. A guess: what follows the # may have been meant as a remark, for no page."""
    document, before = journal.document(finding.path), journal.reading(finding.path)
    scalar = _scalar_at(document, before.places.get(finding.anchor))
    if scalar is None or not scalar.cut or not scalar.text:
        return None
    start, end = scalar.span.start, document.text.find(scalar.cut, scalar.span.end) + len(scalar.cut)
    whole = document.text[start:end].rstrip()

    def shows(again: Again) -> bool:
        return any(each.text == whole and each.quoted for each in scalars_of(again.document.front.fields))

    return Fix(False, (Change(finding.path, (Edit(Span(start, start + len(whole)), quote(whole)),), shows),))


def _of_bad_value(journal: Fixing, finding: Finding) -> Fix | None:
    """The nearest of the words that the key can have, where one is near. A guess: it may be another."""
    document, before = journal.document(finding.path), journal.reading(finding.path)
    meant = _MEANT.fullmatch(finding.remedy)
    scalar = _scalar_at(document, before.places.get(finding.anchor))
    if meant is None or scalar is None:
        return None

    def shows(again: Again) -> bool:
        return again.reading.entry.fields != before.entry.fields

    return Fix(False, (Change(finding.path, (Edit(scalar.span, meant["word"]),), shows),))


def _of_unquoted_link(journal: Fixing, finding: Finding) -> Fix | None:
    """Quotes around the link; Kith reads the same as before."""
    document, before = journal.document(finding.path), journal.reading(finding.path)
    span = before.places.get(finding.anchor)
    if span is None:
        return None
    edit = Edit(span, quote(document.text[span.start : span.end]))
    return Fix(True, (Change(finding.path, (edit,), _same_front),))


def _of_bad_front_matter(journal: Fixing, finding: Finding) -> Fix | None:
    """The line as it was probably meant, if it then says what was read from it anyway."""
    document = journal.document(finding.path)
    kind, _, number = finding.anchor.partition(":")
    if kind != "front" or not number.isdigit():
        return None
    edits = tuple(Edit(span, text) for span, text in document.front.problems[int(number)].edits)
    if not edits:
        return None
    return Fix(False, (Change(finding.path, edits, _same_front),))


def _same_front(again: Again) -> bool:
    """Whether the front matter of a note says just what it said."""
    old, new = again.before.entry, again.reading.entry
    return (new.fields, new.more, new.written, new.ignores) == (old.fields, old.more, old.written, old.ignores)


def renamed_key(journal: Fixing, path: str, key: str, name: str) -> Change | None:
    """The change that gives a key of a note, not one of ours, the name of one of ours."""
    before = journal.reading(path)
    span = before.places.get(f"more:{key}")
    if span is None:
        return None

    return Change(path, (Edit(span, name),), _knows_more_keys)


def _knows_more_keys(again: Again) -> bool:
    old, new = again.before.entry, again.reading.entry
    return len(new.more) < len(old.more) and len(new.written) > len(old.written)


def _of_name_date_mismatch(journal: Fixing, finding: Finding) -> Fix | None:
    """The day of the file's name in the `date:`. A guess: it may be the name that is wrong; a file is never renamed."""
    document, before = journal.document(finding.path), journal.reading(finding.path)
    span, named = before.places.get(finding.anchor), parse_when(before.entry.id[:10])
    if span is None or named is None:
        return None
    day = _DAY.search(document.text, span.start, span.end)
    place = Span(*day.span()) if day else span

    def shows(again: Again) -> bool:
        new = again.reading.entry.day
        return new is not None and new.first == named.first

    return Fix(False, (Change(finding.path, (Edit(place, str(named.first)),), shows),))


CUT_VALUE = Fixer(_of_cut_value, "unsafe")
BAD_VALUE = Fixer(_of_bad_value, "unsafe")
UNQUOTED_LINK = Fixer(_of_unquoted_link, "safe")
BAD_FRONT_MATTER = Fixer(_of_bad_front_matter, "unsafe")
NAME_DATE_MISMATCH = Fixer(_of_name_date_mismatch, "unsafe")
