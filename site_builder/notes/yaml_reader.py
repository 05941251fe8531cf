"""YAML read over its events: every scalar keeps the text that was typed, and every node its place in the note.

YAML's own typing is not used (`NO`, `0123`, `12:30` mean what they look like), nor are anchors, aliases, tags and
merges. Only as many events are asked for as eight levels allow: the C library crashes on composing 25,000 brackets.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from site_builder.notes.nodes import (
    Mapping,
    Node,
    Problem,
    Scalar,
    Sequence,
    find_duplicates,
    line_around,
    quote,
)
from site_builder.text import Span

MAX_DEPTH = 8


class UnreadableError(Exception):
    """No YAML map: where and why, in the user's words. `suspects`: offsets of what may be at fault, likeliest first."""

    def __init__(self, span: Span, message: str, remedy: str, suspects: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.span, self.message, self.remedy = span, message, remedy
        self.suspects = suspects


def read_yaml(text: str, start: int, end: int) -> tuple[Mapping, list[Problem]]:
    """The map in `text[start:end]` and what is wrong in it; spans are offsets into `text`. Raises `UnreadableError`."""
    reading = _Reading(text, start, end)
    try:
        return reading.root(), _told_once(reading.problems)
    except yaml.YAMLError as error:
        # In a block, YAML's context is where the whole block began; elsewhere it is where the broken thing began.
        names = ("context_mark", "problem_mark")
        in_block = str(getattr(error, "context", None) or "").startswith("while parsing a block")
        marks = (getattr(error, name, None) for name in (names[::-1] if in_block else names))
        places = tuple(min(start + mark.index, end) for mark in marks if mark is not None) or (start,)
        cause = _CAUSES.get(getattr(error, "problem", None) or "", "This is not YAML.")
        raise UnreadableError(line_around(text, places[0]), cause, WRITE_KEYS, places) from None
    finally:
        reading.events.dispose()


def _told_once(problems: list[Problem]) -> list[Problem]:
    """The problems, but of what YAML can do and front matter cannot only the first: a bomb has a hundred anchors."""
    first: dict[str, Problem] = {}
    return [
        problem
        for problem in problems
        if problem.rule != "bad-front-matter" or first.setdefault(problem.remedy, problem) is problem
    ]


WRITE_KEYS = "Write one `key: value` a line."
_CAUSES = {
    "could not find expected ':'": "This line is neither `key: value` nor part of the value above it.",
    "mapping values are not allowed in this context": "A colon and a space here start a second key on one line.",
    "did not find expected key": "Something follows the end of the value.",
    "did not find expected ',' or ']'": "A list that `[` opens is not closed by `]`.",
    "did not find expected ',' or '}'": "A map that `{` opens is not closed by `}`.",
    "found unexpected end of stream": "A quote is opened and not closed.",
    "found character that cannot start any token": "This character cannot begin a value in YAML.",
    "found unknown escape character": "A backslash inside double quotes begins a special character.",
}
_BARE_LINK = re.compile(r"\[\[(?![ \t]*[\"'])[^\[\]\n]+\]\]")
_PLACEHOLDER = re.compile(r"\{\{[^{}\n]*\}\}")
_PROPERTIES = re.compile(r"(?:[&!][^ \t\r\n,\[\]{}]*[ \t\r\n]*)+")
_FOLDED_ITEM = re.compile(r"\n[ \t]*(- [^\n]*)")
_COMMENT = re.compile(r"[ \t]+(#[^\n]*)")
# What YAML's reader refuses, and what it takes for a line end where Markdown and editors do not.
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Reading:
    """One pass over the events of `text[start:end]`: makes nodes, and gathers the problems met on the way."""

    __slots__ = ("events", "problems", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start = text, start
        self.problems: list[Problem] = []
        self.events = _Loader(_NOT_YAML.sub("\ufffd", text[start:end]))

    def root(self) -> Mapping:
        """The whole, which has to be a map (nothing at all is an empty one)."""
        take = self.events.get_event
        take()
        event = take()
        if event.__class__ is StreamEndEvent:
            return Mapping((), Span(self.start, self.start))
        event = take()
        at = self.start + event.start_mark.index
        if event.__class__ is not MappingStartEvent:
            raise UnreadableError(
                line_around(self.text, at), "The front matter is not a list of `key: value` lines.", WRITE_KEYS, (at,)
            )
        if event.anchor or event.tag:
            self._refuse_properties(at)
        node = self._mapping(at, 1)
        take()
        event = take()
        if event.__class__ is not StreamEndEvent:
            raise UnreadableError(
                line_around(self.text, self.start + event.start_mark.index),
                "The front matter has two parts.",
                WRITE_KEYS,
                (self.start + event.start_mark.index,),
            )
        return node

    def node(self, event: Any, depth: int) -> Node:
        """The node that an event begins."""
        kind = event.__class__
        start = self.start + event.start_mark.index
        if kind is ScalarEvent:
            return self._scalar(event, start)
        if kind is AliasEvent:
            span = Span(start, self.start + event.end_mark.index)
            typed = self.text[span.start : span.end]
            self._refuse(span, f"YAML reads `{typed}` as an alias, and front matter here has none.")
            return Scalar(typed, False, span)
        if depth > MAX_DEPTH:
            raise UnreadableError(
                Span(start, start + 1), f"The value is nested more than {MAX_DEPTH} levels deep.", "Write it flatter."
            )
        if event.anchor or event.tag:
            self._refuse_properties(start)
        if kind is SequenceStartEvent:
            if self.text.startswith("[[", start) and (link := _BARE_LINK.match(self.text, start)):
                return self._bare_link(Span(start, link.end()))
            return self._sequence(start, depth)
        # A block's map begins at its first key, without a sign of its own.
        flows = event.end_mark.index > event.start_mark.index
        if flows and self.text.startswith("{{", start) and (hole := _PLACEHOLDER.match(self.text, start)):
            return self._verbatim(Span(start, hole.end()))
        return self._mapping(start, depth)

    def _scalar(self, event: Any, start: int) -> Scalar:
        text, value, style = self.text, event.value, event.style
        end = self.start + event.end_mark.index
        if event.anchor or event.tag:
            properties = self._refuse_properties(start)
            if value:
                start = properties
            else:
                value = text[start:end]
        if style is None or style == "":
            cut = ""
            if text[end : end + 1] in (" ", "\t") and (comment := _COMMENT.match(text, end)):
                cut = comment[1].rstrip()
            if "\ufffd" in value:
                value = self._as_typed(value, start, end)
            if item := _FOLDED_ITEM.search(text, start, end):
                fact = "This item stands further in than the text above it, so YAML joins the two."
                self._report(Span(*item.span(1)), fact, "Put items under each other, and only items under a key.")
            return Scalar(value, False, Span(start, end), cut)
        if style in "|>":
            end = start + len(text[start:end].rstrip())
            value = value.rstrip("\n")
        return Scalar(value, True, Span(start, end))

    def _as_typed(self, value: str, start: int, end: int) -> str:
        typed = self.text[start:end]
        return typed if _NOT_YAML.sub("\ufffd", typed) == value else value

    def _sequence(self, start: int, depth: int) -> Sequence:
        take, items = self.events.get_event, list[Node]()
        event = take()
        while event.__class__ is not SequenceEndEvent:
            items.append(self.node(event, depth + 1))
            event = take()
        return Sequence(tuple(items), Span(start, self._end(event, items[-1].span.end if items else start)))

    def _mapping(self, start: int, depth: int) -> Mapping:
        take, pairs, end = self.events.get_event, list[tuple[Scalar, Node]](), start
        event = take()
        while event.__class__ is not MappingEndEvent:
            known = len(self.problems)
            key = self.node(event, depth + 1)
            value = self.node(take(), depth + 1)
            end = max(key.span.end, value.span.end)
            if not isinstance(key, Scalar):
                self._report(key.span, "A list or a map stands where a key should be.", "Write `key: value`.")
            elif key.text == "<<" and not key.quoted:
                del self.problems[known:]
                self._report(
                    key.span, "`<<` merges another map, which front matter here does not do.", "Write the keys out."
                )
            else:
                pairs.append((key, value))
            event = take()
        self.problems += find_duplicates(self.text, pairs)
        return Mapping(tuple(pairs), Span(start, self._end(event, end)))

    def _end(self, event: Any, last: int) -> int:
        """Where a collection ends. A block's own end mark lies at the next token, past blank lines and comments."""
        closed: bool = event.end_mark.index > event.start_mark.index
        return self.start + int(event.end_mark.index) if closed else last

    def _bare_link(self, span: Span) -> Scalar:
        link = self._verbatim(span)
        fix = f"Put it in quotes: `{quote(link.text)}`."
        self.problems.append(
            Problem(
                "unquoted-link",
                span,
                f"`{link.text}` has no quotes, so other programs read it as a list in a list.",
                fix,
            )
        )
        return link

    def _verbatim(self, span: Span) -> Scalar:
        """The text of a span that YAML reads as nested collections; their events are skipped."""
        depth = 1
        while depth:
            event = self.events.get_event()
            if event.__class__ is SequenceStartEvent or event.__class__ is MappingStartEvent:
                depth += 1
            elif event.__class__ is SequenceEndEvent or event.__class__ is MappingEndEvent:
                depth -= 1
            elif event.__class__ is StreamEndEvent:
                break
        if self.start + event.end_mark.index != span.end:
            raise UnreadableError(
                line_around(self.text, span.start),
                "The brackets or quotes here do not match.",
                "Put the value in quotes.",
            )
        comment = _COMMENT.match(self.text, span.end)
        return Scalar(self.text[span.start : span.end], False, span, comment[1].rstrip() if comment else "")

    def _refuse_properties(self, start: int) -> int:
        """Reports the anchor or tag at `start`; returns where the value begins."""
        match = _PROPERTIES.match(self.text, start)
        end = match.end() if match else start
        typed = self.text[start:end].rstrip()
        what = "an anchor" if typed.startswith("&") else "a tag"
        self._refuse(
            Span(start, start + len(typed)), f"YAML reads `{typed}` as {what}, and front matter here has none."
        )
        return end

    def _refuse(self, span: Span, message: str) -> None:
        self._report(span, message, "Delete it, or put the whole value in quotes if it is text.")

    def _report(self, span: Span, message: str, remedy: str) -> None:
        self.problems.append(Problem("bad-front-matter", span, message, remedy))
