"""Where the front matter of a note begins and ends, also where the lines `---` around it have a slip.

Front matter that nobody takes for such loses who was met and when, and what was private: so a slip is a problem, and
what was meant is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.notes.nodes import Problem, fold_key
from site_builder.notes.schema import COMMON_KEYS, FIELD_WORDS, TYPES, fields_of
from site_builder.text import Span
from site_builder.values import dataclass

MAX_CHARACTERS = 65_536

CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
# A line that begins a pair. Without the space after its colon YAML sees no key, but people do (not in `https://…`).
KEY_LINE = re.compile(
    r"^( *)(\"[^\"\n]*\"[ \t]*|'[^'\n]*'[ \t]*|\[\[[^\[\]\n]+\]\][ \t]*|[^\s#\-\[\]{},\"'&*!|>%@`?:][^:\n]*)"
    r":(?=\s|(?<=\w:)(?!//)|\Z)",
    re.MULTILINE,
)
_RULE = re.compile(r"---[ \t]*(?:\n|\Z)")
_BLANK = re.compile(r"(?:[ \t]*\n)+")
_KEYS = {field.name for name in TYPES for field in fields_of(name)} | set(FIELD_WORDS) | set(COMMON_KEYS)


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the fields begin, and what is wrong with the line above them."""

    fields: int
    slip: Problem | None = None


def find_opening(text: str) -> Opening | None:
    """Where the front matter of a note begins; `None` where it has none, nor anything that was meant as such."""
    if rule := _RULE.match(text):
        second = _RULE.match(text, rule.end())
        if second and _holds_fields(text, second.end()):
            message = "`---` stands twice above the front matter."
            slip = _problem(second.span(), message, "Delete one of the two.", (Span(*second.span()), ""))
            return Opening(second.end(), slip)
        return Opening(rule.end())
    blank = _BLANK.match(text)
    at = blank.end() if blank else 0
    end = text.find("\n", at) + 1
    if not end:
        return None
    line = text[at:end].strip()
    place = (at + text[at:end].index(line), end - 1)
    if line == "---" and at and _holds_fields(text, end):
        message = "The front matter is not at the top of the note."
        return Opening(end, _problem(place, message, "Delete what is above.", (Span(0, at), "")))
    if _is_nearly_rule(text[at:end]) and _holds_fields(text, end):
        fact = f"The front matter begins with `{text[at : end - 1].rstrip()}`, not with `---`."
        edit = Span(0, end - 1), "---"
        return Opening(end, _problem(place, fact, "Write `---` there, at the start of the line.", edit))
    if _holds_fields(text, at, least=2):
        message = "No line `---` stands above the front matter."
        return Opening(at, _problem(place, message, "Write one above this.", (Span(0, at), "---\n")))
    return None


def find_nearly_closing(text: str, start: int, limit: int, *, indented: bool) -> tuple[Span, Problem] | None:
    """The first line between `start` and `limit` that was probably to close the front matter: where it is, and what is
    wrong with it. Where `indented` is not set, it has to begin at the first column."""
    for at, end in _lines(text, start, limit):
        line = text[at:end]
        if len(line.strip()) > 1 and _is_nearly_rule(line) and (indented or line[0] not in " \t"):
            place = (at + len(line) - len(line.lstrip()), at + len(line.rstrip()))
            fact = f"The front matter ends with `{line.rstrip()}`, not with `---`."
            edit = Span(at, place[1]), "---"
            return Span(at, end), _problem(place, fact, "Write `---` there, at the start of the line.", edit)
        if not _is_of_fields(line):
            break
    return None


def end_of_fields(text: str, start: int) -> int:
    """Where fields give way to something else: a blank line, a heading, a line that is no field, item or indented."""
    limit = start + MAX_CHARACTERS
    for at, end in _lines(text, start, limit):
        if not _is_of_fields(text[at:end]) or end > limit:
            return at
        start = end
    return start


def _is_of_fields(line: str) -> bool:
    return bool(line.strip()) and (line[0] in " \t-]}" or KEY_LINE.match(line) is not None)


def _holds_fields(text: str, start: int, least: int = 1) -> bool:
    """Whether lines that can only be front matter stand here, up to one that closes it: at least so many keys known to
    some type of note, or one in small letters, as keys are."""
    known: list[str] = []
    for at, end in _lines(text, start, start + MAX_CHARACTERS):
        if CLOSING.match(text, at):
            return len(known) >= least or any(key.islower() for key in known)
        line = text[at:end]
        if not _is_of_fields(line) and not line.startswith("#"):
            return False
        if (key := KEY_LINE.match(line)) and fold_key(key[2].strip().strip("\"'")) in _KEYS:
            known.append(key[2])
    return False


def _lines(text: str, start: int, limit: int) -> Iterator[tuple[int, int]]:
    """Where the lines begin and end, their line ends with them."""
    limit = min(len(text), limit)
    while start < limit:
        end = text.find("\n", start) + 1 or len(text)
        yield start, end
        start = end


def _is_nearly_rule(line: str) -> bool:
    """Whether a line is `---` with a slip: a dash more or less, another character in it, spaces before, or the long
    dashes that some programs put in their place."""
    typed = line.strip()
    if typed == "---":
        return line[0] in " \t"
    strange = [char for char in typed if char not in "-–—"]
    return typed in ("-", "–", "—") or (2 <= len(typed) - len(strange) <= 5 and len(strange) <= 1 and strange != [" "])


def _problem(place: tuple[int, int], message: str, remedy: str, edit: tuple[Span, str]) -> Problem:
    return Problem("bad-front-matter", Span(*place), message, remedy, (edit,))
