"""Headings with a meaning: dated ones begin a meeting, a few words name a list that the grammar knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.notes.body import Heading, Trouble
from site_builder.notes.dates import Duration, When, parse_duration, parse_when, why_not
from site_builder.notes.entry import Section
from site_builder.notes.references import parse_ref, split_refs
from site_builder.notes.schema import Ref

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
INITIATIVES = ("me", "them", "both")

_DATED = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?)"
    r"(?:(?<=:\d\d)\s*[-–—]\s*(?P<until>(?:[01]?\d|2[0-3]):[0-5]\d)\b)?"
    r"(?=$|[\s,:–—])(?:[\s,:–—]|-(?=\s|$))*(?P<rest>.*)",
    re.S,
)
# Digits in a day's shape at the start of a heading are nothing else; `2019-2024` is a time of years.
_NEARLY_DATED = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{4}(?!\d)|\d{3,5}-\d\d-\d\d(?!\d)"
    r"|\d{4}-?(?:0\d|1[0-2])-?[0-3]\d(?!\d)|(?=[\dOolI]*[OolI])[12][\dOo]{3}-[01OolI][\dOolI]-[\dOolI]{2}(?!\w)"
)
_TOKEN = re.compile(
    r"(?:(?<=\s)|^)(?P<key>(?i:by|min|with|follow_up|private)):"
    r"(?P<value>(?:\"[^\"]*\"|“[^”]*”|@?\[\[[^\]]*\]\]|\[[^\]]*\]\([^)]*\)|(?<=\]\]),\s+(?=\[\[)|\S)+)"
)
_REFERENCE = re.compile(r"\[\[(?P<target>[^\]|]*)(?:\|(?P<label>[^\]]*))?\]\]|\[(?P<text>[^\]]*)\]\([^)]*\)")


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
        said = "" if heading.quoted else heading.text
        if heading.level <= section_level and not heading.quoted:
            section, section_level = -1, 0
        if heading.level <= meaning_level and not heading.quoted:
            meaning, meaning_level = "", 0
        match = _DATED.fullmatch(said) if dated_here else None
        if match:
            day = parse_when(match["date"])
            if day is None:
                reason = why_not(match["date"]) or f"{match['date']} is not a date."
                troubles.append(Trouble("bad-value", heading.anchor, reason, "Correct the date of this heading."))
            else:
                minutes = _minutes(day.time or "", match["until"] or "")
                sections.append(_section(heading, number, day, minutes, match["rest"], troubles))
                section, section_level = len(sections) - 1, heading.level
                meaning, meaning_level = "", 0
        elif dated_here and (nearly := _NEARLY_DATED.match(said)):
            message = f"“{nearly[0]}” is not read as a date, so no meeting begins here."
            troubles.append(
                Trouble("bad-value", heading.anchor, message, "Begin this heading as in `2026-06-05 call`.")
            )
        elif word := words.get(said.strip(" :").casefold()):
            meaning, meaning_level = word, heading.level
        section_of.append(section)
        meaning_of.append(meaning)
    return tuple(sections), tuple(section_of), tuple(meaning_of), tuple(troubles)


def is_misdated(text: str) -> bool:
    """Whether the text of a heading begins with what was to be a day, and is none."""
    match = _DATED.fullmatch(text)
    return parse_when(match["date"]) is None if match else _NEARLY_DATED.match(text) is not None


def _minutes(start: str, end: str) -> int | None:
    """How long a meeting took by its hours, as in `18:00-19:30`."""
    if not (start and end):
        return None
    hour, minute, later, past = (int(part) for time in (start, end) for part in time.split(":")[:2])
    return ((later - hour) * 60 + past - minute) % (24 * 60) or None


def _section(
    heading: Heading, number: int, day: When, minutes: int | None, rest: str, troubles: list[Trouble]
) -> Section:
    follow_up: When | Duration | None = None
    initiative, refs = "", list[Ref]()
    for match in _TOKEN.finditer(heading.typed):
        key, value = match["key"].casefold(), re.sub('["“”]', "", match["value"]).rstrip(",;.")
        if key == "with":
            refs += [ref for part in split_refs(value) if (ref := parse_ref(part, heading.anchor))]
        elif key == "by" and value.casefold().lstrip("@") in INITIATIVES:
            initiative = value.casefold().lstrip("@")
        elif key == "private" and value.casefold() in ("yes", "true"):
            pass  # no title: sharing reads it in the heading as typed
        elif key == "min" and value.isascii() and value.isdigit():
            minutes = int(value)
        elif key == "follow_up":
            follow_up = parse_when(value) or parse_duration(value.removeprefix("+"))
            if follow_up is None:
                message = why_not(value) or f"`follow_up:{value}` is neither a date nor a time such as +3w."
                troubles.append(Trouble("bad-value", heading.anchor, message, "Write `follow_up:+3w` or a date."))
        else:
            continue  # any other misfit is text
        rest = rest.replace(_REFERENCE.sub(_label, match[0]), "", 1)
    title = re.sub(r"\s{2,}", " ", rest).strip()
    first, _, after = title.partition(" ")
    kind = first.strip(",:").casefold()
    if kind in MEETING_KINDS:
        title = after.strip()
    else:
        kind = ""
    return Section(
        heading.anchor,
        number,
        day,
        kind,
        initiative,
        minutes,
        tuple(refs),
        follow_up,
        re.sub(r"^about\s+", "", title),
    )


def _label(reference: re.Match[str]) -> str:
    """What a heading's plain text shows of a reference."""
    return reference["label"] or reference["text"] or (reference["target"] or "").replace("#", " > ").strip()
