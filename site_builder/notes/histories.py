"""Dated values: what held since when, from the shapes that people write in front matter."""

from __future__ import annotations

import re
from datetime import date

from site_builder.notes.dates import When, parse_when, why_not
from site_builder.notes.nodes import Mapping, Node, Problem, Scalar, Sequence
from site_builder.text import Span
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class History:
    """Values and the date each began, earliest first. Without a date: it holds on any day, since when is unknown.

    An entry holds several scalars when several hold at once, and none when it is an end.
    """

    entries: tuple[tuple[When | None, tuple[Scalar, ...]], ...] = ()

    def at(self, day: date) -> tuple[str, ...] | None:
        """What held on a day: nothing after an end, `None` (unknown) before the first entry."""
        found = None
        for since, scalars in self.entries:
            if since is not None and since.first > day:
                break
            found = tuple(scalar.text for scalar in scalars)
        return found

    @property
    def latest(self) -> tuple[str, ...]:
        """What the last entry says, even if it lies ahead."""
        return tuple(scalar.text for scalar in self.entries[-1][1]) if self.entries else ()

    @property
    def dated(self) -> bool:
        """Whether it says since when, so that a rule may judge the past by it."""
        return any(since is not None for since, _ in self.entries)


def decode_history(node: Node) -> tuple[History, tuple[Problem, ...]]:
    """A plain value, a list of several at once, or a list (or map) of `DATE: value`. What does not fit is left out."""
    if isinstance(node, Scalar):
        return History(((None, (node,)),) if node.text.strip() else ()), ()
    problems: list[Problem] = []
    dated: list[tuple[When, Span, tuple[Scalar, ...]]] = []
    undated: list[Scalar] = []
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Mapping):
            for key, value in item.pairs:
                if when := _date_of(key, problems):
                    dated.append((when, key.span, _values(value, problems)))
        elif isinstance(item, Sequence):
            problems.append(_wrong(item.span, "A list stands inside the list.", "Write one value an item."))
        elif match := _DATE_AND_VALUE.fullmatch(item.text.strip()):
            if found := _split(item, match, problems):
                dated.append(found)
        elif item.text.strip():
            undated.append(item)
    if not dated:
        return History(((None, tuple(undated)),) if undated else ()), tuple(problems)
    if undated:
        message = f"`{undated[0].text}` has no date, and other items of this list have one."
        problems.append(_wrong(undated[0].span, message, f"Say since when: `- 2026-06: {undated[0].text}`."))
    seen: set[When] = set()
    entries = []
    for when, span, values in dated:
        if when in seen:
            problems.append(_wrong(span, f"{when} is given twice in this history.", "Keep one of the two."))
            continue
        seen.add(when)
        entries.append((when, values))
    entries.sort(key=lambda entry: entry[0])
    return History(tuple(entries)), tuple(problems)


_DATE_AND_VALUE = re.compile(
    r"(?P<date>\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?)?)?)?)(?:(?:\s*:\s*|\s+)(?P<value>.*))?",
    re.ASCII | re.DOTALL,
)


def _split(item: Scalar, match: re.Match[str], problems: list[Problem]) -> tuple[When, Span, tuple[Scalar, ...]] | None:
    """An item's text as a date, its place, and the value after it; a date that does not exist is a problem."""
    when = _date_of(Scalar(match["date"], item.quoted, item.span), problems)
    if when is None:
        return None
    value = (match["value"] or "").rstrip()
    # Only where the text stands as typed is the value's own place known.
    as_typed = item.span.end - item.span.start == len(item.text) and not item.quoted
    span = Span(item.span.start + match.start("value"), item.span.end) if value and as_typed else item.span
    return when, item.span, (Scalar(value, item.quoted, span, item.cut),) if value else ()


def _date_of(key: Scalar, problems: list[Problem]) -> When | None:
    when = parse_when(key.text)
    if when is None:
        message = why_not(key.text) or f"`{key.text}` is no date."
        problems.append(_wrong(key.span, message, "Write `DATE: value`, as in `2026-06: Head of Research`."))
    return when


def _values(node: Node, problems: list[Problem]) -> tuple[Scalar, ...]:
    if isinstance(node, Mapping):
        problems.append(_wrong(node.span, "A map stands where a value should be.", "Write one value after the date."))
        return ()
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(item for item in items if isinstance(item, Scalar) and item.text.strip())


def _wrong(span: Span, message: str, remedy: str) -> Problem:
    return Problem("bad-value", span, message, remedy)
