"""The front matter of a note: where it is, what it holds, and what can be saved of it when the YAML is broken.

Spans are offsets into the whole note. Where the YAML breaks, the line at fault is read as it was probably meant, or its
key given up, and the rest is read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from site_builder.notes.front_bounds import (
    CLOSING,
    KEY_LINE,
    MAX_CHARACTERS,
    end_of_fields,
    find_nearly_closing,
    find_opening,
)
from site_builder.notes.nodes import (
    Mapping,
    Node,
    Problem,
    Scalar,
    Sequence,
    find_duplicates,
    fold_key,
    line_around,
    quote,
)
from site_builder.notes.yaml_reader import MAX_DEPTH, WRITE_KEYS, UnreadableError, read_yaml
from site_builder.notes.yaml_repair import Repair, apply_repair, corrected_line, origin_of, propose_repairs
from site_builder.text import Span
from site_builder.values import dataclass

__all__ = [
    "MAX_CHARACTERS",
    "MAX_DEPTH",
    "FrontMatter",
    "Mapping",
    "Node",
    "Problem",
    "Scalar",
    "Sequence",
    "fold_key",
    "quote",
    "read_front_matter",
]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`fields` is `None` where there is no front matter, or none that can be read. The body starts at `body`.

    `lost` holds the keys whose values could not be read: no rule should call them missing, and a note whose `private`
    is lost, or whose front matter cannot be read at all, is not public.
    """

    fields: Mapping | None
    body: int
    problems: tuple[Problem, ...]
    lost: tuple[Scalar, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter at the start of a note. Never fails; spans are offsets into `text`."""
    opening = find_opening(text)
    if opening is None:
        return FrontMatter(None, 0, ())
    front = _read_from(text, opening.fields)
    return replace(front, problems=(opening.slip, *front.problems)) if opening.slip else front


def _read_from(text: str, start: int) -> FrontMatter:
    """Read the front matter whose fields begin at `start`."""
    closing = CLOSING.search(text, start, start + MAX_CHARACTERS)
    limit = closing.start() if closing else start + MAX_CHARACTERS
    if nearly := find_nearly_closing(text, start, limit, indented=closing is None):
        return _read_between(text, start, nearly[0], (nearly[1],))
    if closing is None:
        return _read_unclosed(text, start)
    return _read_between(text, start, Span(closing.start(), min(closing.end() + 1, len(text))))


def _read_between(text: str, start: int, closing: Span, slips: tuple[Problem, ...] = ()) -> FrontMatter:
    """Read the fields between `start` and the line that closes them."""
    end, body = closing.start, closing.end
    try:
        fields, problems = read_yaml(text, start, end)
    except UnreadableError as error:
        if (ours := _without_conflicts(text, start, end)) is not None:
            settled = read_front_matter(ours)
            return _kept_private(text[:end], start, end, FrontMatter(settled.fields, body, slips, settled.lost))
        if _stops_at_prose(text, start, end):
            return _read_unclosed(text, start)
        saved = _recover(text, start, end, body, error)
        return _kept_private(text[:end], start, end, replace(saved, problems=(*slips, *saved.problems)))
    return FrontMatter(fields, body, (*slips, *problems))


_PRIVATE = re.compile(r"(?<![\w-])(private)[\"']?[ \t]*:", re.IGNORECASE)
_PRIVATE_LINE = re.compile(r"^(private)[ \t]*:", re.MULTILINE | re.IGNORECASE)
_BLANK_LINE = re.compile(r"^[ \t]*\n", re.MULTILINE)
_CONFLICT = re.compile(r"^<{7}(?: |$)", re.MULTILINE)
_MOST_REPAIRS = 10


def _read_unclosed(text: str, start: int) -> FrontMatter:
    """Front matter without a closing line: the lines up to the first that cannot belong to it, and one problem.

    A first line `---` that no `key:` follows is a rule across the page.
    """
    end = end_of_fields(text, start)
    if KEY_LINE.search(text, start, end) is None:
        return FrontMatter(None, 0, ())
    opening = Span(0, 3)
    if len(text) - start > MAX_CHARACTERS and CLOSING.search(text, start + MAX_CHARACTERS):
        message = f"The front matter is not closed within {MAX_CHARACTERS:,} characters."
    else:
        message = "The front matter that begins here is not closed."
    line = text.count("\n", 0, end) + 1
    remedy = f"Write a line `---` after its last field, before line {line}."
    closed = "---\n" if text[end - 1] == "\n" else "\n---"
    problem = Problem("bad-front-matter", opening, message, remedy, ((Span(end, end), closed),))
    try:
        fields, _ = read_yaml(text, start, end)
    except UnreadableError as error:
        saved = _recover(text, start, end, end, error)
        return _kept_private(text, start, end, FrontMatter(saved.fields, end, (problem,), saved.lost))
    return _kept_private(text, start, end, FrontMatter(fields, end, (problem,)))


def _kept_private(text: str, start: int, end: int, front: FrontMatter) -> FrontMatter:
    """Adds `private` to what is lost if the text has such a key that was not read: privacy must not fail open."""
    read = (key for key, _ in front.fields.pairs) if front.fields else ()
    match = _PRIVATE.search(text, start, end) or _PRIVATE_LINE.search(text, end)
    if match is None or any(fold_key(key.text) == "private" for key in (*read, *front.lost)):
        return front
    key = Scalar(match[1], False, Span(*match.span(1)))
    return replace(front, lost=(*front.lost, key))


def _stops_at_prose(text: str, start: int, end: int) -> bool:
    """Whether the closing line is a rule of the body: fields that read, then a blank line, then no field."""
    fields = end_of_fields(text, start)
    if fields >= end or not _BLANK_LINE.match(text, fields):
        return False
    rest = text[fields:end].lstrip("\n \t")
    if KEY_LINE.match(rest) or not rest:
        return False
    try:
        return bool(read_yaml(text, start, fields)[0].pairs)
    except UnreadableError:
        return False


def _without_conflicts(text: str, start: int, end: int) -> str | None:
    """The text with one side of each merge conflict in the front matter blanked, or `None` if there is none.

    That the conflict is there is found over the whole note, by a rule of its own; here it costs no further finding.
    """
    if not _CONFLICT.search(text, start, end):
        return None
    lines = []
    theirs = False
    for line in text[start:end].splitlines(keepends=True):
        mark = line[:7]
        theirs = mark in ("|||||||", "=======") or (theirs and mark not in ("<<<<<<<", ">>>>>>>"))
        blank = theirs or mark in ("<<<<<<<", ">>>>>>>")
        lines.append(" " * (len(line) - 1) + "\n" if blank else line)
    return text[:start] + "".join(lines) + text[end:]


def _recover(text: str, start: int, end: int, body: int, error: UnreadableError) -> FrontMatter:
    """Reads what it can, each top-level key by itself, after the whole broke with `error`."""
    keys = list(KEY_LINE.finditer(text, start, end))
    if not keys:
        problem = Problem("bad-front-matter", error.span, error.message, error.remedy)
        return FrontMatter(None, body, (problem,))
    indent = min(len(key[1]) for key in keys)
    bounds = [key.start() for key in keys if len(key[1]) == indent] + [end]
    pairs: list[tuple[Scalar, Node]] = []
    problems: list[Problem] = []
    lost: list[Scalar] = []
    head = text[start : bounds[0]]
    at = start + len(head) - len(head.lstrip())
    if at < bounds[0] and (deeper := KEY_LINE.match(text, text.rfind("\n", 0, at) + 1)):
        name = deeper[2].strip()
        message = f"`{name}` stands further in than the keys below it."
        line = line_around(text, at)
        remedy = f"Take the spaces before it away: `{text[line.start : line.end]}`."
        edit = Span(text.rfind("\n", 0, at) + 1, at), " " * indent
        problems.append(Problem("bad-front-matter", Span(at, at + len(name)), message, remedy, (edit,)))
        bounds.insert(0, deeper.start())
    elif any(line.strip() and not line.lstrip().startswith("#") for line in head.splitlines()):
        message = "This line is not `key: value`."
        problems.append(Problem("bad-front-matter", line_around(text, at), message, WRITE_KEYS))
    for at, until in pairwise(bounds):
        chunk = _read_chunk(text[:end], at, until, indent)
        problems += chunk.problems
        if chunk.fields is not None:
            pairs += chunk.fields.pairs
        lost += chunk.lost
    problems += find_duplicates(text, pairs)
    if not problems:
        problems.append(Problem("bad-front-matter", error.span, error.message, error.remedy))
    span = Span(pairs[0][0].span.start, max(value.span.end for _, value in pairs)) if pairs else Span(start, start)
    return FrontMatter(Mapping(tuple(pairs), span), body, tuple(problems), tuple(lost))


def _read_chunk(text: str, start: int, end: int, indent: int) -> FrontMatter:
    """One top-level key with what hangs on it, repaired line by line for as long as each repair leads further."""
    known = text
    repairs: list[Repair] = []
    problems: list[Problem] = []
    while True:
        try:
            fields, more = read_yaml(text, start, end)
        except UnreadableError as error:
            found = _find_repair(text, start, end, indent, error) if len(repairs) < _MOST_REPAIRS else None
            if found is None:
                return _give_up(known, start, problems, _moved_back(error.span, repairs), error)
            place = _moved_back(found.place, repairs)
            if any(problem.span == place and problem.message == found.cause for problem in problems):
                return _give_up(known, start, problems, _moved_back(error.span, repairs), error)  # it leads nowhere
            line = corrected_line(text, found)
            edits = () if repairs else found.edits  # a second repair has its place in what the first one made
            problems.append(Problem("bad-front-matter", place, found.cause, f"{found.advice} `{line}`.", edits))
            repairs.append(found)
            end += sum(len(new) - (span.end - span.start) for span, new in found.edits)
            text = apply_repair(text, found)
            continue
        break
    if not repairs:
        return FrontMatter(fields, end, tuple(more))
    broken = {known.count("\n", start, problem.span.start) for problem in problems}
    for problem in more:
        span = _moved_back(problem.span, repairs)
        if known.count("\n", start, span.start) not in broken:
            problems.append(Problem(problem.rule, span, problem.message, problem.remedy))
    moved = _node_moved_back(fields, repairs, known)
    assert isinstance(moved, Mapping)
    return FrontMatter(moved, end, tuple(problems))


def _give_up(text: str, start: int, problems: list[Problem], span: Span, error: UnreadableError) -> FrontMatter:
    match = KEY_LINE.match(text, start)
    assert match is not None  # a chunk begins with its key
    typed = match[2].rstrip()
    key = Scalar(typed.strip("\"'"), typed[0] in "\"'", Span(match.start(2), match.start(2) + len(typed)))
    problems.append(Problem("bad-front-matter", span, error.message, error.remedy))
    return FrontMatter(None, start, tuple(problems), (key,))


def _find_repair(text: str, start: int, end: int, indent: int, error: UnreadableError) -> Repair | None:
    """The first repair of a suspected line after which the text reads, or at least breaks only further down."""
    seen = set()
    for suspect in error.suspects:
        for offset in (suspect, text.rfind("\n", start, suspect)):
            if not start <= offset <= end:
                continue
            first = max(text.rfind("\n", start, offset) + 1, start)
            last = text.find("\n", first, end)
            line = Span(first, last if last >= 0 else end)
            if line in seen:
                continue
            seen.add(line)
            for repair in propose_repairs(text, line, indent):
                after = apply_repair(text, repair)
                longer = len(after) - len(text)
                try:
                    read_yaml(after, start, end + longer)
                except UnreadableError as again:
                    if not again.suspects or again.suspects[0] <= line.end + longer:
                        continue
                return repair
    return None


def _moved_back(span: Span, repairs: list[Repair]) -> Span:
    start, end = span.start, span.end
    for repair in reversed(repairs):
        start, end = origin_of(start, repair), origin_of(end, repair)
    return Span(start, max(start, end))


def _node_moved_back(node: Node, repairs: list[Repair], text: str) -> Node:
    span = _moved_back(node.span, repairs)
    if isinstance(node, Scalar):
        return Scalar(node.text, node.quoted and text[span.start : span.end] != node.text, span, node.cut)
    if isinstance(node, Sequence):
        return Sequence(tuple(_node_moved_back(item, repairs, text) for item in node.items), span)
    pairs = []
    for key, value in node.pairs:
        moved = _node_moved_back(key, repairs, text)
        assert isinstance(moved, Scalar)
        pairs.append((moved, _node_moved_back(value, repairs, text)))
    return Mapping(tuple(pairs), span)
