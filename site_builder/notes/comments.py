"""Comments, `<!-- … -->` and `%% … %%`, blanked by spaces before Markdown is parsed, so that every offset holds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import field

from site_builder.text import Span
from site_builder.values import dataclass

_MARK = re.compile(r"<!--|%%|`+")
_TICKS = re.compile(r"`+")
_NOT_NEWLINE = re.compile(r"[^\n]+")
_CLOSING = {"<!--": "-->", "%%": "%%"}
_LINE_LEAD = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*\Z")
_WORDS_AFTER = re.compile(r"[ \t]*[^ \t\n]")
_NO_INDENT = "\v"
"""Stands for a comment that begins a block: blanks would be an indent, and make code of the words after it. Markdown
trims it from a paragraph as it does blanks."""
_COLONS = re.compile(r"[ \t>]*:{3,}(.*)")

# A comment over several lines changes what the lines after it are, so the blocks are read again after each: but only
# this often, for a note can hold thousands. From then on code is not respected and every comment is blanked.
_READINGS = 40
_CHARACTERS_READ = 2_000_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """The lines of a block that holds text (or code), as offsets."""

    start: int
    end: int
    code: bool


@dataclass(slots=True)
class _Leaves:
    """The leaves of a text, found by offset, with the backtick runs of each."""

    leaves: list[Leaf]
    starts: list[int] = field(init=False)
    runs: dict[int, dict[int, list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.starts = [leaf.start for leaf in self.leaves]

    def number(self, offset: int) -> int:
        """The number of the leaf at an offset, or -1."""
        number = bisect_right(self.starts, offset) - 1
        return number if number >= 0 and offset < self.leaves[number].end else -1

    def closing(self, number: int, text: str, offset: int, length: int) -> int:
        """The end of the code span opened by `length` backticks before `offset`, or -1."""
        if number not in self.runs:
            found: dict[int, list[int]] = {}
            for run in _TICKS.finditer(text, self.leaves[number].start, self.leaves[number].end):
                found.setdefault(run.end() - run.start(), []).append(run.start())
            self.runs[number] = found
        same = self.runs[number].get(length, [])
        at = bisect_left(same, offset)
        return same[at] + length if at < len(same) else -1


def blank_comments(text: str, read_leaves: Callable[[str], list[Leaf]]) -> tuple[str, tuple[Span, ...], int]:
    """The text with its comments blanked, where they were, and where one begins that is never closed (else -1).

    Not in code; an opening that is never closed is text. `%%` opens a comment of several blocks only at the start of
    a line, for elsewhere it is likelier to be a percentage. A `::: private` line inside a comment which does not
    close there is kept: what follows must not become public.
    """
    if "<!--" not in text and "%%" not in text:
        return text, (), -1
    leaves = _Leaves(read_leaves(text))
    comments: list[Span] = []
    parts: list[str] = []
    unclosed: set[str] = set()
    readings, read, position, done, open_at, led = 1, len(text), 0, 0, -1, 0
    while mark := _MARK.search(text, position):
        at, typed = mark.start(), mark.group()
        number = leaves.number(at)
        leaf = leaves.leaves[number] if number >= 0 else None
        if leaf and leaf.code:
            position = leaf.end
            continue
        position = mark.end()
        if _escaped(text, at):
            position = at + 1
            continue
        if typed[0] == "`":
            end = leaves.closing(number, text, position, len(typed)) if leaf else -1
            position = end if end >= 0 else position
            continue
        if typed in unclosed:
            continue
        end = _comment_end(text, at, typed, leaf)
        if end < 0:
            if text.find(_CLOSING[typed], position) < 0:
                unclosed.add(typed)
                if open_at < 0 and (typed == "<!--" or _leads_line(text, at)):
                    open_at = at
            continue
        comments.append(Span(at, end))
        blanked = _blanked(text[at:end])
        if leaf and _LINE_LEAD.fullmatch(text, max(leaf.start, led), at):
            led = end
            if _WORDS_AFTER.match(text, end):
                before, newline, last = blanked.rpartition("\n")
                blanked = before + newline + _NO_INDENT * len(last)
        parts += text[done:at], blanked
        position = done = end
        if "\n" in text[at:end]:
            readings, read = readings + 1, read + len(text)
            within = readings <= _READINGS and read <= _CHARACTERS_READ
            leaves = _Leaves(read_leaves("".join(parts) + text[end:]) if within else [])
    return "".join(parts) + text[done:], tuple(comments), open_at


def _escaped(text: str, at: int) -> bool:
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def _comment_end(text: str, at: int, opening: str, leaf: Leaf | None) -> int:
    closing, until = _CLOSING[opening], len(text)
    if opening == "%%" and leaf and not _leads_line(text, at):
        until = leaf.end
    close = text.find(closing, at + len(opening), until)
    return close + len(closing) if close >= 0 else -1


def _leads_line(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    return at - line < 200 and bool(_LINE_LEAD.match(text[line:at]))


def _blanked(comment: str) -> str:
    if ":::" not in comment:
        return _NOT_NEWLINE.sub(lambda part: " " * len(part.group()), comment)
    lines = comment.split("\n")
    lines[-1] = lines[-1][:-3] + "   " if comment.endswith("-->") else lines[-1][:-2] + "  "
    open_lines: list[int] = []
    for number, line in enumerate(lines[1:], 1):
        if colons := _COLONS.match(line):
            if colons.group(1).strip(" \t:"):
                open_lines.append(number)
            elif open_lines:
                open_lines.pop()
    return "\n".join(line if number in open_lines else " " * len(line) for number, line in enumerate(lines))
