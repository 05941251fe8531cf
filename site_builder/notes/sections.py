"""Headings with a meaning: dated ones begin a meeting, a few words name a list that the grammar knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.notes.dates import Duration, When, parse_duration, parse_when, why_not
from site_builder.notes.entry import Section
from site_builder.notes.markdown import Heading, Trouble
from site_builder.notes.references import parse_ref, split_refs

MEANINGS = {
    "contact": {"plan": "plan", "next time": "next"},
    "meeting": {"next time": "next"},
    "event": {"objectives": "objectives", "met": "met", "signals": "signals", "next time": "next"},
}
DATED_TYPES = ("contact", "meeting")
MEETING_KINDS = frozenset(
    (
        *("coffee", "lunch", "dinner", "breakfast", "drinks", "walk", "call", "video", "email", "mail", "message"),
        *("chat", "letter", "presentation", "talk", "visit", "broadcast", "meeting", "workshop", "interview", "1:1"),
    )
)
INITIATIVES = {"me": "me", "them": "them", "both": "both"}

_DATED = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?)(?=$|[\s,:–—])[\s,:–—]*(?P<rest>.*)", re.S
)
_TOKEN = re.compile(r"(?:(?<=\s)|^)(by|min|with|follow_up):(\[\[[^\]]*\]\](?:,\s*\[\[[^\]]*\]\])*|\S+)")


def read_sections(
    headings: Sequence[Heading], type_name: str, has_date: bool
) -> tuple[tuple[Section, ...], tuple[int, ...], tuple[str, ...], tuple[Trouble, ...]]:
    """The dated sections, of each heading the section and the meaning it stands under, and what is wrong."""
    words = MEANINGS.get(type_name, {})
    dated_here = type_name in DATED_TYPES and not (type_name == "meeting" and has_date)
    sections: list[Section] = []
    section_of: list[int] = []
    meaning_of: list[str] = []
    troubles: list[Trouble] = []
    section, section_level = -1, 0
    meaning, meaning_level = "", 0
    for number, heading in enumerate(headings):
        if heading.level <= section_level:
            section, section_level = -1, 0
        if heading.level <= meaning_level:
            meaning, meaning_level = "", 0
        match = _DATED.fullmatch(heading.text) if dated_here else None
        if match:
            day = parse_when(match["date"])
            if day is None:
                reason = why_not(match["date"]) or f"{match['date']} is not a date."
                troubles.append(Trouble("bad-value", heading.anchor, reason, "Correct the date of this heading."))
            else:
                sections.append(_section(heading, number, day, match["rest"], troubles))
                section, section_level = len(sections) - 1, heading.level
                meaning, meaning_level = "", 0
        elif word := words.get(heading.text.strip(" :").casefold()):
            meaning, meaning_level = word, heading.level
        section_of.append(section)
        meaning_of.append(meaning)
    return tuple(sections), tuple(section_of), tuple(meaning_of), tuple(troubles)


def _section(heading: Heading, number: int, day: When, rest: str, troubles: list[Trouble]) -> Section:
    tokens: dict[str, list[str]] = {}
    for key, value in _TOKEN.findall(rest):
        tokens.setdefault(key, []).append(value)
    title = re.sub(r"\s{2,}", " ", _TOKEN.sub("", rest)).strip()
    first, _, after = title.partition(" ")
    kind = first.strip(",:").casefold()
    if kind in MEETING_KINDS:
        title = after.strip()
    else:
        kind = ""
    follow_up: When | Duration | None = None
    for value in tokens.get("follow_up", []):
        follow_up = parse_when(value) or parse_duration(value.removeprefix("+"))
        if follow_up is None:
            message = why_not(value) or f"`follow_up:{value}` is neither a date nor a time such as +3w."
            troubles.append(Trouble("bad-value", heading.anchor, message, "Write `follow_up:+3w` or a date."))
    minutes = tokens.get("min", [""])[-1]
    refs = (parse_ref(part, heading.anchor) for value in tokens.get("with", []) for part in split_refs(value))
    return Section(
        heading.anchor,
        number,
        day,
        kind,
        INITIATIVES.get(tokens.get("by", [""])[-1].casefold(), ""),
        int(minutes) if minutes.isascii() and minutes.isdigit() else None,
        tuple(ref for ref in refs if ref),
        follow_up,
        re.sub(r"^about\s+", "", title),
    )
