"""The changes that commands make to a note: a task closed, a field of its front matter set. Each as edits, and as a
check that the note with the edits made says just that, and all else as before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Any

from site_builder.notes.dates import When
from site_builder.notes.edit import Edit, Refusal
from site_builder.notes.lines import Line
from site_builder.notes.nodes import Mapping, Node, Scalar, fold_key
from site_builder.notes.reading import Document, Reading
from site_builder.text import Span
from site_builder.values import dataclass

_BLOCK_ID = re.compile(r"(?<=\s)\^[A-Za-z0-9-]+\Z")
_COMMENT = re.compile(r"(?:<!--(?:(?!-->).)*-->|%%(?:(?!%%).)*%%)\Z", re.DOTALL)
_SIGN = re.compile("[📅✅❌]\ufe0f?\\s*\\d{4}-\\d{2}-\\d{2}")
_DATAVIEW = re.compile(r"[\[(](?:due|done|moved)::[^\])]*[\])]")

BROKEN = Refusal("The front matter of this note cannot be read.", "Correct it first: `kith lint` says where.")


@dataclass(frozen=True, slots=True)
class Closing:
    """How a task ends: kept on a day, or dropped on it and why."""

    day: date
    dropped: bool = False
    why: str = ""

    @property
    def box(self) -> str:
        return "-" if self.dropped else "x"

    @property
    def state(self) -> str:
        return "dropped" if self.dropped else "kept"


def ways_to_close(text: str, reading: Reading, line: Line, how: Closing) -> Iterator[tuple[Edit, ...]]:
    """Tick the box of a task, and say when: in the dialect of the line, at the end of its first paragraph. Where that
    would be swallowed or change what the words are: in our own, there or at the end of the first source line."""
    place, box = reading.places[line.anchor], reading.places[f"{line.anchor}/box"]
    item = reading.entry.body.items[line.item]
    why = f' why:"{_unquoted(how.why)}"' if how.why else ""
    end = _end_of_words(text, box.end + 1, place.end)
    if _SIGN.search(item.text):
        yield _closed(box, how, end, f"{'❌' if how.dropped else '✅'} {how.day}{why}")
    elif _DATAVIEW.search(item.text):
        yield _closed(box, how, end, f"[done:: {how.day}]{why}")
    yield _closed(box, how, end, f"done:{how.day}{why}")
    first = text.find("\n", box.end, end)
    if first >= 0:
        yield _closed(box, how, _end_of_words(text, box.end + 1, first), f"done:{how.day}{why}")


def _closed(box: Span, how: Closing, end: int, said: str) -> tuple[Edit, ...]:
    return Edit(box, how.box), Edit(Span(end, end), f" {said}")


def _unquoted(text: str) -> str:
    """A text that can stand between quotes, on one line."""
    return " ".join(text.replace('"', "'").split())


def _end_of_words(text: str, start: int, end: int) -> int:
    """Where a task's words end: before the block id, and the comments before that. Those after it are no part of the
    paragraph, which ends at `end`."""
    words = text[start:end].rstrip()
    trailing = _BLOCK_ID.search(words)
    while trailing:
        words = words[: trailing.start()].rstrip()
        trailing = _COMMENT.search(words) if words.count("%%") in (0, 2) else None
    return start + len(words)


def is_closed(before: Reading, after: Reading, line: Line, how: Closing) -> bool:
    """Whether a note, read again, says that the task is closed as was said, and everything else as before."""
    old, new = before.entry, after.entry
    if (old.fields, old.more, old.private) != (new.fields, new.more, new.private) or len(old.lines) != len(new.lines):
        return False
    for was, now in zip(old.lines, new.lines, strict=True):
        if was is line or was == line:
            same = gist_of(replace(was, state=now.state, done=now.done, dropped=now.dropped, why=now.why))
            said = (now.dropped or now.done, now.state) == (When.of(how.day), how.state)
            if not said or same != gist_of(now) or (how.why and now.why != _unquoted(how.why)):
                return False
        elif (gist_of(was), old.body.items[was.item].typed) != (gist_of(now), new.body.items[now.item].typed):
            return False
    return [part.text for part in old.body.paragraphs] == [part.text for part in new.body.paragraphs]


def gist_of(line: Line) -> tuple[object, ...]:
    """What a line says, without its number and anchors: those of equal lines are counted, and one has changed."""
    words = " ".join(line.text.split())
    dates = (line.day, line.due, line.done, line.moved, line.dropped, line.watch)
    refs = tuple(ref.target for refs in (line.to, line.by, line.via, line.mentions) for ref in refs)
    return line.kind, line.category, words, line.state, line.private, line.why, dates, refs


def meaning_of(line: Line) -> tuple[str, str]:
    """What a line is: its kind, and of an exchange its own kind, of a task its deadline."""
    return line.kind, str(line.due or "") if line.kind == "task" else line.category


def is_kept(before: Reading, after: Reading, touched: Sequence[Span]) -> bool:
    """Whether a note, read again after edits at some places, says what it said wherever they did not touch it: its
    fields and other keys, its lines, headings and links. What was private still is."""
    spans = sorted(touched)
    ends = list(accumulate((span.end for span in spans), max))

    def is_touched(anchor: str) -> bool:
        place = before.places.get(anchor)
        number = bisect_right(spans, place.end, key=lambda span: span.start) if place else 0
        return place is not None and number > 0 and ends[number - 1] >= place.start

    old, new = before.entry, after.entry
    fields = {name for name in old.written if is_touched(f"field:{name}") or is_touched(f"key:{name}")}
    for name in (name for name in old.written if name not in fields):
        attribute = "with_" if name == "with" else name
        if getattr(old.fields, attribute, None) != getattr(new.fields, attribute, None):
            return False
    more = [pair for pair in old.more if not is_touched(f"more:{fold_key(pair[0])}")]
    old_heads, new_heads = ([heading.text for heading in each.body.headings] for each in (old, new))
    gained = len(new_heads) - len(old_heads)
    dated = "date" in fields or gained > 0  # then each line is of another day

    def gists(lines: Iterable[Line]) -> Counter[object]:
        return Counter(gist[:6] + gist[7:] if dated else gist for gist in map(gist_of, lines))

    lines = gists(line for line in old.lines if not is_touched(line.anchor)) - gists(new.lines)
    links = Counter((link.kind, link.target) for link in old.body.links if not is_touched(link.anchor))
    return (
        (old.type, old.private, set(old.private_keys)) == (new.type, new.private, set(new.private_keys))
        and not Counter(more) - Counter(new.more)
        and not lines
        and not links - Counter((link.kind, link.target) for link in new.body.links)
        and gained <= sum(is_touched(paragraph.anchor) for paragraph in old.body.paragraphs)
        and _is_among(old_heads, new_heads)
    )


def _is_among(some: Sequence[str], all_: Iterable[str]) -> bool:
    """Whether all of some words are among others, in their order."""
    rest = iter(all_)
    return all(word in rest for word in some)


def set_field(document: Document, reading: Reading, name: str, value: str) -> tuple[Edit, ...] | Refusal:
    """Give a field of the front matter a plain value: in place of the one it has, else on a line of its own."""
    text, front = document.text, document.front
    if front.fields is None:
        return BROKEN if front.body else (Edit(Span(0, 0), f"---\n{name}: {value}\n---\n"),)
    if name in reading.entry.written:
        key = reading.places.get(f"key:{name}")
        node = value_of(front.fields, key) if key else None
        if key is None or node is None:
            return BROKEN
        after = text.find(":", key.end) + 1
        if isinstance(node, Scalar) and node.span.start > after and node.span.end > node.span.start:
            return (Edit(node.span, value),)
        return (Edit(Span(after, max(after, node.span.end)), f" {value}"),)
    closing = text.rfind("\n", 0, front.body - 1) + 1
    if text[closing : front.body].strip() not in ("---", "..."):
        return BROKEN
    first = front.fields.pairs[0][0].span.start if front.fields.pairs else closing
    indent = text[text.rfind("\n", 0, first) + 1 : first]
    return BROKEN if indent.strip() else (Edit(Span(closing, closing), f"{indent}{name}: {value}\n"),)


def value_of(fields: Mapping, key: Span) -> Node | None:
    """The value of the pair whose key stands at a place, also inside a map such as `private:`."""
    for each, value in fields.pairs:
        if each.span == key:
            return value
        if isinstance(value, Mapping) and (found := value_of(value, key)):
            return found
    return None


def is_set(before: Reading, after: Reading, name: str, value: Any) -> bool:
    """Whether a note, read again, has this value in this field, and everything else as before."""
    old, new = before.entry, after.entry
    return (
        new.fields == replace(old.fields, **{name: value})
        and (old.more, old.private, old.private_keys) == (new.more, new.private, new.private_keys)
        and old.body == new.body
        and len(after.findings) <= len(before.findings)
    )
