"""What is private in a note: which parts of its text a shared build leaves out, and what they say.

Privacy never fails open: what only looks private (a `caution:` in a quote or with a box, a front matter that cannot be
read) is private too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import pairwise

from site_builder.notes.decode import canonical_key
from site_builder.notes.markdown import parse_markdown, private_spans
from site_builder.notes.nodes import Node, Scalar, Sequence
from site_builder.notes.reading import Document, Reading, Vocabulary
from site_builder.notes.references import MARKS
from site_builder.text import Span

_SAYS_PRIVATE = re.compile(
    r"(?i)(?:(?<![^\W_])(?<!/)private[:：]|[\[(]private::\s*)[\"'“]?(?:\s?(?:yes|true)|y|on|1)(?![^\W_])"
)
_LEAD = r"(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[[^\]\n]\](?=[ \t]))*"
_WORD = rf"[\w.'’{MARKS}-]"
_NAMED = rf"(?:(?:@{_WORD}+|\[\[[^\]\n]+\]\]|[^\W\d_]{_WORD}*(?: {_WORD}+){{0,2}})[*_]{{0,3}}[ \t]*[:,–—-][ \t]*)?"
_LOOKS_PRIVATE = re.compile(
    rf"(?im)^(?:(?=[ \t>]*(?:[-*+]|\d{{1,9}}[.)])\s)|(?<=\n\n)|(?<=\n---\n)|(?<!\n)){_LEAD}"
    rf"[^\w\n#|@\[]{{0,8}}{_NAMED}[*_]{{0,3}}(?:caution|conflict|repaired|(?:gave|got)[^\S\n]+inside)"
    r"[*_]{0,3}[^\S\n]*[:：].*"
)
_LOOKS_OPEN = re.compile(r"(?im)^[ \t>*+-]*:{2,}[ \t]*\{?\.?private\b.*")
_ONLY_A_MARK = re.compile(r"(?i)[\W_]*(?:private[\W_]*(?:yes|true)?)?[\W_]*")
_CLOSE = re.compile(r"(?m)^[ \t>]*:{2,}[ \t]*$")
_BEGINS_A_BLOCK = re.compile(r"[ \t>]*(?:$|[-*+](?:[ \t]|$)|\d{1,9}[.)][ \t]|#{1,6}[ \t]|\||```|~~~|:::)")
_MARKS = re.compile(rf"^{_LEAD}(?:\#{{1,6}}[ \t]+)?")
_TAG = re.compile(r"<[^>]*>")
_HOLE = re.compile("\0[^\0]*\0")


def is_private(document: Document, reading: Reading, vocabulary: Vocabulary) -> bool:
    """Whether all of a note is private: it says so, or its front matter may say so and cannot be read."""
    front = document.front
    if reading.entry.private or (front.fields is None and front.problems):
        return True
    pairs = front.fields.pairs if front.fields else ()
    words, type_name = dict(vocabulary.words), reading.entry.type
    private = ((key, node) for key, node in pairs if canonical_key(key.text, type_name, words) == "private")
    places = [Span(key.span.start, node.span.end) for key, node in private]
    wrong = [whole_lines(document.text, problem.span) for problem in front.problems]
    return any(_touches(whole_lines(document.text, place), wrong) for place in places)


def private_parts(document: Document, reading: Reading, vocabulary: Vocabulary) -> tuple[Span, ...]:
    """The private parts of a note that is not private as a whole: disjoint, in order, whole lines but for comments."""
    text, start = document.text, document.front.body
    parts = [*_pairs(document, reading, vocabulary), *private_spans(text, start)]
    found = (*_SAYS_PRIVATE.finditer(text, start), *_LOOKS_PRIVATE.finditer(text, start))
    looking = [_paragraph(text, whole_lines(text, Span(*match.span())), start) for match in found]
    parts += looking
    for opened in _LOOKS_OPEN.finditer(text, start):  # also in code: one fence that is not closed makes all code
        closed = _CLOSE.search(text, opened.end())
        parts.append(whole_lines(text, Span(opened.start(), closed.end() if closed else len(text))))
    for line in reading.entry.lines:
        place = reading.places[line.anchor]
        if line.private or _touches(place, looking):
            parts.append(whole_lines(text, reading.places[f"{line.anchor}/all"]))
    places = (reading.places[paragraph.anchor] for paragraph in reading.entry.body.paragraphs)
    parts += [whole_lines(text, place) for place in places if _touches(place, looking)]
    parts += _sections(text, reading)
    return joined(parts)


def looks_private(text: str) -> bool:
    """Whether a list item with this text would be private by its label."""
    return bool(text) and _LOOKS_PRIVATE.match(f"- {text}") is not None


def whole_lines(text: str, span: Span) -> Span:
    """A span widened to the lines it stands on, with their line end."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", max(span.end - 1, span.start))
    return Span(start, len(text) if end < 0 else end + 1)


def _paragraph(text: str, lines: Span, start: int) -> Span:
    """Lines with those that go on with them, or that they go on with: in a quote, too, where nothing else is read."""
    while lines.start > start and not _BEGINS_A_BLOCK.match(_first_line(text, lines.start)):
        before = whole_lines(text, Span(lines.start - 1, lines.start - 1))
        if not text[before.start : before.end].strip(" \t>\n"):
            break
        lines = Span(before.start, lines.end)
    while lines.end < len(text) and not _BEGINS_A_BLOCK.match(_first_line(text, lines.end)):
        lines = Span(lines.start, whole_lines(text, Span(lines.end, lines.end)).end)
    return lines


def _first_line(text: str, start: int) -> str:
    return text[start : whole_lines(text, Span(start, start)).end].rstrip("\n")


def private_values(document: Document, reading: Reading, parts: Iterable[Span]) -> Iterator[tuple[str, int]]:
    """What the private parts of a note say, as it might be shown, each with its offset: lines as typed and as read,
    and the values of fields. A part may be the whole note."""
    text, parts = document.text, tuple(parts)

    def inside(at: int) -> bool:
        return any(part.start <= at < part.end for part in parts)

    for key, node in document.front.fields.pairs if document.front.fields else ():
        if inside(key.span.start):
            yield from _values(node)
    for line in reading.entry.lines:
        place = reading.places[line.anchor]
        if inside(place.start):
            yield from ((said, place.start) for said in (line.text, line.shown, _as_shown(line.shown)))
    for part in parts:
        at = max(part.start, document.front.body)
        for line_typed in text[at : part.end].split("\n"):
            typed = _MARKS.sub("", line_typed).strip()
            if typed and not _ONLY_A_MARK.fullmatch(typed):
                yield typed, at
                if not typed.isalnum():
                    yield _as_shown(typed), at
            at += len(line_typed) + 1


def _as_shown(line: str) -> str:
    """A line of Markdown as it reads on a page."""
    html = parse_markdown(line, 0)[0].html
    return " ".join(unescape(_TAG.sub("", _HOLE.sub("", html))).split())


def _values(node: Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, Scalar):
        yield node.text, node.span.start
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _values(item)
    else:
        for _, value in node.pairs:
            yield from _values(value)


def _touches(place: Span, spans: Iterable[Span]) -> bool:
    return any(place.start < span.end and span.start < place.end for span in spans)


def _pairs(document: Document, reading: Reading, vocabulary: Vocabulary) -> Iterator[Span]:
    """The pairs of the front matter that are private: the map `private:`, and the fields that a list of it names."""
    fields, text = document.front.fields, document.text
    if fields is None:
        return
    words, secret = dict(vocabulary.words), {"private", *reading.entry.private_keys}
    last = text.rfind("\n", 0, max(document.front.body - 1, 0)) + 1
    closed = text[last : document.front.body].strip() in ("---", "...")
    stop = last if closed else document.front.body
    starts = [text.rfind("\n", 0, key.span.start) + 1 for key, _ in fields.pairs] + [stop]
    for (key, node), (start, following) in zip(fields.pairs, pairwise(starts), strict=True):
        if canonical_key(key.text, reading.entry.type, words) in secret:
            end = whole_lines(text, Span(key.span.start, max(node.span.end, key.span.end))).end
            yield Span(start, min(max(end, following), stop))


def _sections(text: str, reading: Reading) -> Iterator[Span]:
    """Headings that say `private:yes`, each with what stands below it."""
    headings = reading.entry.body.headings
    for number, heading in enumerate(headings):
        if _SAYS_PRIVATE.search(heading.typed or heading.text):
            after = (other for other in headings[number + 1 :] if not other.quoted and other.level <= heading.level)
            following = next(after, None)
            start = whole_lines(text, reading.places[heading.anchor]).start
            end = whole_lines(text, reading.places[following.anchor]).start if following else len(text)
            yield Span(start, end)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, with those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        elif span.end > span.start:
            found.append(span)
    return tuple(found)
