"""Changes to a note's text: edits, guarded by the digest of the bytes that they were computed from.

An edit is a span of `Source.text` and what shall stand there. It is applied to the file's own bytes, so that nothing
else changes: line ends, the byte-order mark, NUL bytes stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable

from site_builder.text import Span, digest_of_note
from site_builder.values import dataclass

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of a note's text, and what shall stand in its place, with `\\n` for the line ends of the file."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a note is left as it is, in the user's words, and what to do."""

    message: str
    remedy: str


CHANGED = Refusal("The note has changed since it was read, so it was left as it is.", "Run the command again.")
NOT_UTF8 = Refusal("The note is not UTF-8, so it was left as it is.", "Save it as UTF-8 in your editor.")
MISREAD = Refusal(
    "The note would not have read as meant after the change, so it was left as it is.", "Change it in your editor."
)


def apply_edits(
    data: bytes, edits: Iterable[Edit], digest: str, shows: Callable[[bytes], bool] = lambda _: True
) -> bytes | Refusal:
    """The bytes of a file with the edits made; or why they cannot be.

    `digest` names the bytes from which the edits were computed; `shows` tells whether the new bytes read as meant.
    Raises `ValueError` for edits that overlap or lie outside of the text, which are mistakes of ours.
    """
    if digest_of_note(data) != digest:
        return CHANGED
    mark = _BOM if data.startswith(_BOM) else b""
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError:
        return NOT_UTF8
    pairs = _pairs_before(text)
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda each: each.span):
        start, end = (offset + bisect_left(pairs, offset) for offset in (edit.span.start, edit.span.end))
        if not done <= start <= end <= len(text):
            raise ValueError(f"the edit at {edit.span} overlaps another, or lies outside of the text")
        parts += text[done:start], edit.text.replace("\n", _line_end_at(text, start))
        done = end
    new = mark + "".join((*parts, text[done:])).encode("utf-8")
    return new if shows(new) else MISREAD


def _pairs_before(text: str) -> list[int]:
    """Where in the normalised text, with one character for each line end, those stand that take two in the file."""
    if "\r\n" not in text:
        return []
    return [match.start() - number for number, match in enumerate(re.finditer("\r\n", text))]


def _line_end_at(text: str, offset: int) -> str:
    """The line end that a line written at an offset shall have: that of the line before, else the first in the file."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset))
    if start > 0 and text[start - 1 : start + 1] == "\r\n":
        start -= 1
    match = _LINE_END.search(text, max(start, 0))
    return match[0] if match else "\n"
