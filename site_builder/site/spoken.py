"""A note's HTML made to read as what it means: tokens, the words that say what a line is, and dated headings.

What was typed stays, in its place and order, as a sentence: only its notation goes. The text between holes is looked at
alone (`render.fill_holes`), so that nothing of another note is read as notation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final

from site_builder.notes.dates import parse_when, resolve_relative
from site_builder.site import dates, html
from site_builder.values import dataclass

_KEYS: Final = "due|done|moved|on|watch|to|by|via|seen_by|size|min|outcome|thanked|why|private|tests"
_DATES: Final = frozenset({"due", "done", "moved", "on", "watch", "thanked"})
_TOKEN: Final = re.compile(rf"(?:(?<=\s)|^)(?P<key>(?i:{_KEYS})):(?:(?P<value>&quot;.*?&quot;|[^\s<]+)|$)")
_LABEL: Final = re.compile(
    r"^(\s*(?:<p>)?)((?i:they asked|(?:gave|got)(?: [\w-]+)?|asked|ask|intro|learned|told|wants|next|question|win|said|"
    r"thanked|conflict|repaired|caution|hope|new) ?::?)(?=\s|$)"
)
_TAG: Final = re.compile(r"<(/?)(?!br\b)(\w+)")
_HEADING: Final = re.compile(r'(<h([2-6]) id="([^"]+)"[^>]*>)(.*?)(</h\2>)', re.DOTALL)
_DAY: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ](?P<time>\d{1,2}:\d{2})(?::\d{2})?(?:\s*[-–—]\s*(?P<until>\d{1,2}:\d{2})\b)?)?"
    r"(?:[\s,:–—]|-(?=\s|$))*"
)
_OF_HEADING: Final = re.compile(r"(?:(?<=\s)|^)(?P<key>(?i:by|min|follow_up)):(?P<value>[^\s<\0]+)\s*")
_NAMES: Final = ("@", "&quot;", "“")
_WITH: Final = re.compile(r"(?:(?<=\s)|^)(?i:with):(?=\S)")


@dataclass(frozen=True, slots=True)
class Dated:
    """What a dated heading means: its day, the kind of meeting or nothing, and by when to be in touch again."""

    day: date
    kind: str = ""
    again: date | None = None


def say_lines(body: str, items: Mapping[int, date | None]) -> str:
    """The same HTML, in some items the word that says what a line is and its tokens marked and without their notation:
    `due:2026-06-12` is `due 12 June 2026`.

    `items`: by number, with the day from which `due:+3d` counts, if the line has one.
    """
    pieces = body.split("\0")
    inside = ""
    for at, piece in enumerate(pieces):
        if at % 2:
            if piece[:1] == "B" and int(piece[1:]) in items:
                inside = piece[1:]
                pieces[at + 1] = _LABEL.sub(r'\1<span class="says">\2</span>', pieces[at + 1])
            elif piece == f"E{inside}":
                inside = ""
        elif inside:
            pieces[at] = _TOKEN.sub(partial(_spoken, base=items[int(inside)]), pieces[at])
    return "\0".join(pieces)


def say_headings(body: str, dated: Mapping[str, Dated]) -> str:
    """The same HTML, its dated headings (by id) with their day written out, and their tokens as labels at the end."""
    if not dated:
        return body

    def say(found: re.Match[str]) -> str:
        told = dated.get(found[3])
        return f"{found[1]}{_heading(found[4], told)}{found[5]}" if told else found[0]

    return _HEADING.sub(say, body)


def _heading(typed: str, told: Dated) -> str:
    when = _DAY.match(typed)
    if when is None:
        return typed
    rest = typed[when.end() :]
    labels = [_label(token, told) for token in _OF_HEADING.finditer(rest)]
    rest = _WITH.sub("with ", _OF_HEADING.sub("", rest)).strip()
    kind, after = rest[: len(told.kind)], rest[len(told.kind) :].lstrip(" ,:")
    if told.kind and kind.casefold() == told.kind and after:
        rest = f'<span class="quiet">{kind}</span> {after}'
    day = (
        html.day(told.day)
        + (f", {when['time']}" if when["time"] else "")
        + (f"–{when['until']}" if when["until"] else "")
    )
    chips = f' <span class="chips">{" ".join(labels)}</span>' if labels else ""
    return f'<span class="quiet">{day}</span> {rest}'.rstrip() + chips


def _label(token: re.Match[str], told: Dated) -> str:
    key, value = token["key"].casefold(), token["value"]
    said = {"by": f"by {value}", "min": f"{value} min"}.get(key, f"again by {value}")
    if key == "follow_up" and told.again:
        said = f"again by {dates.written_day(told.again)}"
    return f'<span class="chip plain">{said}</span>'


def _spoken(token: re.Match[str], base: date | None) -> str:
    if not _is_whole(token[0]):
        return token[0]
    if token["key"].casefold() == "seen_by" and (token["value"] or "").startswith(_NAMES):
        return ""  # who it was is a label after the line
    return f'<span class="token">{_said(token, base)}</span>'


def _is_whole(token: str) -> bool:
    """Whether no emphasis begins or ends in a token that reaches beyond it."""
    opened: list[str] = []
    for end, tag in _TAG.findall(token):
        if not end:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            return False
    return not opened


def _said(token: re.Match[str], base: date | None) -> str:
    key, value = token["key"], token["value"] or ""
    if not value:
        return key.replace("_", " ") + " "  # a link follows
    if key.casefold() == "min" and value.isdigit():
        return f"{value} min"
    if key.casefold() == "tests":
        return f"{key} {', '.join(filter(None, value.split(',')))}"
    if key.casefold() not in _DATES:
        return token[0]
    own = key.casefold() == "on"  # and it is the base of the others
    when = resolve_relative(value, base) if base and not own else parse_when(value)
    return f"{key} {dates.when_words(when)}" if when else token[0]
