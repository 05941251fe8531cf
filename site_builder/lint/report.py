"""Findings as text for people and as JSON for programs: pure functions, which the command prints."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from site_builder.finding import Finding, Reported
from site_builder.text import Position, shown

Locate = Callable[[str, str], Position]
LineText = Callable[[str, int], str]

_COLOURS = {"error": "31", "warning": "33", "info": "36"}
_BOLD, _FAINT = "1", "2"
_WORDS = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("remark", "remarks")}
_WIDEST = 160
_VERY_MANY = 100


def render_text(
    found: Sequence[Reported],
    locate: Locate,
    line_text: LineText,
    *,
    prefix: str = "",
    notes: int,
    of: str = "note",
    full: bool = False,
    colour: bool = False,
    fixable: Collection[Finding] = (),
    listed: int = 0,
) -> str:
    """One finding a line, `path:line:column: severity: message remedy [rule]`, and a line that sums up.

    `prefix` leads from the current folder to the journal; `notes` is how many were checked, and `of` what they are;
    `full` shows the line of the note with a caret below the place; `fixable` are marked with `[*]` at the end; `listed`
    is how many facts the baseline holds back.
    """
    parts = []
    for told in found:
        at = locate(told.finding.path, told.finding.anchor)
        parts.append(_one_line(told, at, prefix, colour) + (" [*]" if told.finding in fixable else ""))
        if full:
            parts += _excerpt(line_text(told.finding.path, at.line), at, colour)
    return "\n".join((*parts, summary(found, notes, of, listed), *_mostly(found)))


def _mostly(found: Iterable[Reported]) -> list[str]:
    """What most of very many findings are: an old vault has the same thing hundreds of times."""
    rules = Counter(told.finding.rule for told in found if not told.nudge)
    if rules.total() < _VERY_MANY:
        return []
    most = ", ".join(f"{count} {rule}" for rule, count in rules.most_common(3))
    return [f"Most of it: {most}. With --write-baseline, what is there is known, and only what is new is told."]


def render_nudges(nudges: Iterable[Reported], locate: Locate, prefix: str = "") -> list[str]:
    """Nudges of the day, a line each, with the place last: they are about people."""
    lines = []
    for told in nudges:
        finding = told.finding
        line = locate(finding.path, finding.anchor).line
        lines.append(shown(f"Today: {finding.message} {finding.remedy}".strip() + f" ({prefix}{finding.path}:{line})"))
    return lines


def _one_line(told: Reported, at: Position, prefix: str, colour: bool) -> str:
    finding = told.finding
    place = _painted(shown(f"{prefix}{finding.path}") + f":{at.line}:{at.column}:", _BOLD, colour)
    severity = _painted(f"{told.severity}:", _COLOURS.get(told.severity, _BOLD), colour)
    said = shown(f"{finding.message} {finding.remedy}".strip())
    return f"{place} {severity} {said} {_painted(f'[{finding.rule}]', _FAINT, colour)}"


def _excerpt(line: str, at: Position, colour: bool) -> list[str]:
    """The line of a note with its number, and a caret below the place; of a long line the part around it."""
    if not line.strip():
        return []
    first = max(0, at.column - 1 - _WIDEST // 2) if len(line) > _WIDEST else 0
    text = line[first : first + _WIDEST]
    number = f"{at.line:>6} | "
    text = "".join(char if char == "\t" else shown(char) for char in text)
    before = text[: at.column - 1 - first]
    blank = "".join("\t" if char == "\t" else " " * _width(char) for char in before)
    gutter = _painted(number, _FAINT, colour), _painted(" " * 6 + " | ", _FAINT, colour)
    return [gutter[0] + text, gutter[1] + blank + _painted("^", _COLOURS["error"], colour)]


def _width(char: str) -> int:
    """How many cells of a terminal a character takes."""
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _painted(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def summary(found: Iterable[Reported], notes: int, of: str = "note", listed: int = 0) -> str:
    """What was found, in one line, nudges apart: `3 errors, 5 warnings in 394 notes; 12 things to think of.` At the end
    stands how many facts the baseline holds back."""
    found = tuple(found)
    severities = [told.severity for told in found if not told.nudge]
    nudges = sum(told.nudge for told in found)
    counts = [(severities.count(severity), words) for severity, words in _WORDS.items()]
    said = ", ".join(f"{count} {words[count != 1]}" for count, words in counts if count)
    besides = f"; {nudges} {'thing' if nudges == 1 else 'things'} to think of" if nudges else ""
    besides += f"; {listed} more in the baseline" if listed else ""
    return f"{said or 'Nothing to report'} in {notes} {of}{'s' if notes != 1 else ''}{besides}."


def render_github(found: Iterable[Reported], locate: Locate, prefix: str = "") -> str:
    """Findings as GitHub's workflow commands: annotations at their lines. `prefix` leads from the repository's top."""
    lines = []
    for told in found:
        finding = told.finding
        at = locate(finding.path, finding.anchor)
        where = _escaped(f"{prefix}{finding.path}", ":,")
        said = _escaped(f"{finding.message} {finding.remedy}".strip())
        lines.append(
            f"::{_LEVELS[told.severity]} file={where},line={at.line},col={at.column},title={finding.rule}::{said}"
        )
    return "\n".join(lines)


_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(char):02X}" if char in "%\r\n" + more else char for char in text)


def render_json(
    found: Sequence[Reported],
    locate: Locate,
    before: int | None = None,
    fixes: Mapping[Finding, object] | None = None,
) -> str:
    """Findings for programs. The shape is stable: keys may be added, and keep their meaning.

    An object with `schema` (1) and `findings`, a list in the order of the text. Of each: `path` (from the journal's
    folder, with `/`), `line` and `column` (from 1, in characters), `severity` (`error`, `warning`, `info`), `rule`,
    `message`, `remedy`, `nudge` (whether it depends on the day), `subject` (for a nudge about somebody: the path of
    their note, or `card:` and their name; else empty), `fix` (docs/json.md; null where there is none).
    """
    findings = []
    for told in found:
        finding = told.finding
        at = locate(finding.path, finding.anchor)
        findings.append(
            {
                "path": finding.path,
                "line": at.line,
                "column": at.column,
                "severity": told.severity,
                "rule": finding.rule,
                "message": finding.message,
                "remedy": finding.remedy,
                "nudge": told.nudge,
                "subject": finding.subject,
                "fix": (fixes or {}).get(finding),
            }
        )
    told_before = {} if before is None else {"before": before}
    return json.dumps({"schema": 1, "findings": findings, **told_before}, ensure_ascii=False, indent=2)
