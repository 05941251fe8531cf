"""Source text and places in it: the only code that turns bytes into text and offsets into lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import field
from hashlib import blake2b, sha1

from site_builder.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of character offsets into `Source.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place as people count it: line and column from 1, the column in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the bytes of a file, told in the user's words, with the place in `Source.text`."""

    span: Span
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one note.

    `path` is relative to the journal, with `/`; `text` has no byte-order mark, only `\\n` as line end (as a Markdown
    parser sees it; lines and columns stay those of the file) and no NUL; `digest` names the bytes but for their line
    ends. `lines`: where lines of the file were left out, the number in the file of each line of the text.
    """

    path: str
    text: str
    digest: str
    faults: tuple[Fault, ...] = ()
    lines: tuple[int, ...] = ()

    def in_file(self, line: int) -> int:
        """The number in the file of a line of the text."""
        return self.lines[line - 1] if self.lines else line

    def in_text(self, line: int) -> int:
        """The number in the text of a line of the file; 0 where it was left out."""
        at = bisect_left(self.lines, line) if self.lines else line - 1
        return at + 1 if not self.lines or self.lines[at : at + 1] == (line,) else 0


def digest_of(data: bytes) -> str:
    """The name of some bytes: 32 hexadecimal digits."""
    return blake2b(data, digest_size=16).hexdigest()


def digest_of_note(data: bytes) -> str:
    """The name of a note's bytes, with `\\n` for `\\r\\n`: 40 hexadecimal digits.

    It is the name that git gives them in its index (SHA-1), so that what git holds is known without being read.
    """
    if b"\r\n" in data:
        data = data.replace(b"\r\n", b"\n")
    return sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


def decode_source(path: str, data: bytes) -> Source:
    """Bytes to text. Never fails: what is not UTF-8 is read as the likeliest other encoding, and becomes a fault."""
    faults: list[Fault] = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
        faults.append(Fault(Span(0, 0), "This file is UTF-16, not UTF-8.", "Save it as UTF-8."))
    else:
        body = data.removeprefix(b"\xef\xbb\xbf")
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            before = len(_normal(body[: error.start].decode("utf-8", "replace")))
            faults.append(
                Fault(
                    Span(before, before + 1),
                    f"The byte 0x{body[error.start]:02x} is not UTF-8; the note was read as Windows-1252.",
                    "Save the file as UTF-8.",
                )
            )
            text = body.decode("cp1252", "replace")
    text = _normal(text)
    nul = text.find("\0")
    if nul >= 0:
        count = text.count("\0")
        what = "a NUL byte" if count == 1 else f"{count} NUL bytes"
        faults.append(Fault(Span(nul, nul + 1), f"This note holds {what}.", "Delete what is not text."))
        text = text.replace("\0", "\ufffd")
    return Source(path, text, digest_of_note(data), tuple(faults))


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(text: str) -> str:
    """A line without the control characters that could change a terminal: a note may be anybody's. What joins or parts
    letters (in an emoji, a Persian word), and the space that does not break, are part of the words, and stay."""
    return text if text.isprintable() else _CONTROL.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class LineIndex:
    """Where the lines of a text start; made once a text, when something has to be located."""

    text: str
    starts: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> LineIndex:
        starts = [0]
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        return cls(text, tuple(starts))

    def position(self, offset: int) -> Position:
        """The line and column of an offset; an offset past the end is the end."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)

    def offset(self, line: int, column: int = 1) -> int:
        """The offset of a place; the inverse of `position` for places that exist."""
        return self.starts[line - 1] + column - 1

    def line_text(self, line: int) -> str:
        """The text of a line, without its line end."""
        start = self.starts[line - 1]
        end = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
        return self.text[start:end]
