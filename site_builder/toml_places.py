"""Where the keys of a TOML text are, and what can be read of a text with a mistake: `tomllib` keeps no places."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from site_builder.values import dataclass

Path = tuple[str, ...]

_KEY = r"(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')"
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_DOTTED})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})\s*=")
_STATEMENT = re.compile(rf"\s*(?:\[\[?\s*{_KEY}|{_DOTTED}\s*=)")
_INLINE = re.compile(rf"[{{,]\s*({_DOTTED})\s*=")
_TOO_DEEP = re.compile(rf"(?:^|[\[{{,])\s*{_KEY}(?:\s*\.\s*{_KEY}){{20}}", re.MULTILINE)
"""A key of so many parts: tomllib takes a minute for one of thousands."""
_MOST_STATEMENTS = 400
_MOST_TEXT = 256 * 1024


@dataclass(frozen=True, slots=True)
class Places:
    """The line, from 1, on which each key is set, keys as typed."""

    lines: dict[Path, int]

    def line(self, *path: str) -> int:
        """The line of a key, else of the nearest table around it, else the first."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1


@dataclass(frozen=True, slots=True)
class Skipped:
    """A mistake of syntax: its line, what is wrong, and what to do."""

    line: int
    message: str
    remedy: str


def places_of(text: str) -> Places:
    """Find the keys of a TOML text, line by line; the first place of a key counts."""
    lines: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            lines.setdefault(table, number)
        elif (assignment := _ASSIGNMENT.match(line)) and not _TOO_DEEP.match(line):
            path = table + _parts(assignment[1])
            for end in range(1, len(path) + 1):
                lines.setdefault(path[:end], number)
            for inner in _INLINE.finditer(line, assignment.end()):
                lines.setdefault(path + _parts(inner[1]), number)
    return Places(lines)


def without_broken_statement(text: str) -> tuple[dict[str, Any], Skipped | None]:
    """The data of a TOML text. One statement with a mistake is left out; with more than one there is no data."""
    data, problem = _parse(text)
    if problem is None:
        return data, None
    lines = text.split("\n")
    place = re.search(r"\(at line (\d+),", problem)
    at = min(int(place[1]), len(lines)) if place else len(lines)
    starts = [number for number, line in enumerate(lines, 1) if _STATEMENT.match(line)][:_MOST_STATEMENTS]
    # The mistake is where the parser stopped, or in an earlier statement that swallowed what follows it.
    for start in [at, *reversed([start for start in starts if start < at])]:
        # A heading that cannot be read takes its keys with it, or they would land in the table before.
        heading = lines[start - 1].lstrip().startswith("[")
        later = (line for line in starts if line > start and not (heading and lines[line - 1].lstrip()[:1] != "["))
        end = next(later, len(lines) + 1)
        data, again = _parse("\n".join(lines[: start - 1] + lines[end - 1 :]))
        if again is None:
            known = "Unclosed array" if "Invalid value" in problem and start < at else problem
            return data, Skipped(start, f"{_told(known)[0]} The setting was skipped.", _told(known)[1])
    return {}, Skipped(at, f"{_told(problem)[0]} All settings were skipped.", _told(problem)[1])


def _parse(text: str) -> tuple[dict[str, Any], str | None]:
    if len(text) > _MOST_TEXT:
        return {}, "Too large"
    if _TOO_DEEP.search(text):
        return {}, "Too deep"
    try:
        return tomllib.loads(text), None
    except RecursionError:
        return {}, "Too deep"
    except (ValueError, ArithmeticError) as error:  # besides syntax: a number of too many digits
        return {}, str(error)


def _parts(dotted: str) -> Path:
    return tuple(key.strip("\"'") for key in re.findall(_KEY, dotted))


def _told(problem: str) -> tuple[str, str]:
    """The parser's complaint in the user's words, and a remedy."""
    return next((words for known, words in _WORDS.items() if known in problem), _WORDS["Invalid statement"])


_WORDS = {
    "Expected '=' after a key": ("There is no = after the key.", 'Write it as key = "value".'),
    "Invalid statement": ("This line is no setting.", 'Write it as key = "value", or put # before it.'),
    "Invalid initial character for a key": ("A key is missing.", 'Write it as key = "value".'),
    "Invalid value": ("The value is not TOML.", 'Put text between quotes: key = "value".'),
    "Cannot overwrite a value": ("The key is set twice.", "Keep one of the two."),
    "Cannot declare": ("The table is opened twice.", "Put its keys together under one heading."),
    "Unclosed array": ("A list is not closed, or lacks a comma.", "Put commas between its items and ] at its end."),
    "Unclosed inline table": ("A { is not closed.", "End it with }."),
    "Duplicate inline table key": ("A key is set twice between the braces.", "Keep one of the two."),
    "Illegal character '\\n'": ("A quote is not closed.", "Close the quote on its line."),
    "Illegal character": ("There is an invisible control character in the text.", "Type the line anew."),
    "invalid character": ("There is an invisible control character in the comment.", "Type the line anew."),
    "Invalid hex value": ("A \\ in a text means a special character.", "Write \\\\ or /, or use 'single quotes'."),
    "Unterminated string": ("A quote is not closed.", "Close the quote on its line."),
    'Expected "\'"': ("A quote is not closed.", "Close the quote on its line."),
    "Expected ']'": ("The heading of a table is not closed.", "Write it as [name]."),
    "Expected newline or end of document": ("There is more on the line than one setting.", "Give each setting a line."),
    "Unescaped '\\' in a string": (
        "A \\ in a text means a special character.",
        "Write \\\\ or /, or use 'single quotes'.",
    ),
    "Invalid date": ("There is no such date.", 'Write it as "2026-11-20".'),
    "Too large": ("kith.toml is larger than 256 KB.", "Keep only settings in it."),
    "Too deep": ("The lists are nested too deeply.", "Keep only settings in it."),
}
