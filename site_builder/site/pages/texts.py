"""Words of notes as one reads them: lines with their links, first words, lengths of time."""

from __future__ import annotations

import re
from datetime import date

from site_builder.journal.model import Interaction
from site_builder.journal.names import Found
from site_builder.notes.entry import Entry
from site_builder.relations.words import length
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.links import link_to
from site_builder.site.views import LinkTo, Words
from site_builder.values import dataclass

_WIDE = re.compile(
    r"(?P<wiki>!?\[\[(?P<target>[^\[\]|#]*)(?:#[^\[\]|]*)?(?:\\?\|(?P<label>[^\[\]]*))?\]\])"
    r"|(?P<link>!?\[(?P<text>[^\[\]]*)\]\((?P<to>[^()\s]*)\))"
    r"|(?P<at>(?<![^\s(\[{])@(?P<word>\w[\w\-]*))"
)


_TOKENS = re.compile(r"(?<!\S)(?:min|via|to|by|seen_by|due|done|on|size):\S+")


_REFERENCE = re.compile(r"[\[@]")  # there is no reference without one of these, and no mark without one of those
_MARK = re.compile(r"[*_~=`]")
_MARKS = re.compile(r"(\*\*|__|~~|==|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")


def plain_text(text: str) -> str:
    """A line as typed, without its marks: for a title or a few words of context."""
    text = _WIDE.sub(lambda m: m["label"] or m["target"] or m["text"] or m["word"] or "", text)
    return without_marks(text).strip()


def without_marks(text: str) -> str:
    """A text without its marks of emphasis."""
    return _MARKS.sub("", text) if _MARK.search(text) else text


def spoken_text(site: Site, path: str, text: str) -> str:
    """A line as typed, as one reads it aloud: names for references, no marks."""
    parts = words(site, path, _TOKENS.sub("", text))
    return "".join(part.text if isinstance(part, LinkTo) else str(part) for part in parts).strip()


def with_names(site: Site, path: str, text: str) -> str:
    """A paragraph, in which a link was typed as an id alone, with the names of those that are meant."""
    entry = site.entry(path)
    for link, found in zip(entry.body.links, site.resolved(path).links, strict=True):
        if link.kind == "wiki" and link.label == link.target and found.key and found.kind != "file":
            text = text.replace(link.label, site.name(found.key))
    return text


def shortened(text: str, most: int = 160) -> str:
    """A text, cut at a word where it is longer than that."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(",;:–—") + "…"


def gist(entry: Entry, section: int = -1, last: bool = False) -> str:
    """The first words of a note (or of a dated section), or its last: what one reads before the next meeting."""
    inside = [
        paragraph.text
        for paragraph in entry.body.paragraphs
        if not paragraph.private
        and (section < 0 or (paragraph.heading >= 0 and entry.section_of[paragraph.heading] == section))
    ]
    return shortened(inside[-1 if last else 0], 220) if inside else ""


def gist_of(site: Site, meeting: Interaction, last: bool = False) -> str:
    """The words of a meeting's note, or of the line that tells of it."""
    if last and meeting.source != "met":
        return site.ask(last_told, meeting.path, meeting.anchor)
    return site.ask(told_of, meeting.path, meeting.anchor, meeting.source).first


@dataclass(frozen=True, slots=True)
class Told:
    """How a meeting is told of in any list: its first words, and how much its lines gave and got."""

    first: str
    gave: int
    got: int


def told_of(site: Site, path: str, anchor: str, source: str) -> Told:
    """How a meeting is told of, by where it stands."""
    entry = site.entry(path)
    kinds = [line.kind for line in entry.lines]
    gave, got = kinds.count("gave") + kinds.count("intro"), kinds.count("got")
    if source == "met":
        line = next((line for line in entry.lines if line.anchor == anchor), None)
        text = shortened(spoken_text(site, path, line.shown)) if line else ""
        return Told(text, gave, got)
    return Told(_gist_at(site, entry, anchor), gave, got)


def last_told(site: Site, path: str, anchor: str) -> str:
    """The last words of a meeting's note: asked apart, as they change where the first do not."""
    return _gist_at(site, site.entry(path), anchor, last=True)


def _gist_at(site: Site, entry: Entry, anchor: str, last: bool = False) -> str:
    section = next((n for n, part in enumerate(entry.sections) if part.anchor == anchor), -1)
    return with_names(site, entry.path, gist(entry, section, last))


def words(site: Site, path: str, text: str) -> Words:
    """A line as typed, as a sentence: references become links, marks of emphasis go."""
    if _REFERENCE.search(text) is None:
        return (said,) if (said := without_marks(text)) else ()
    found: dict[tuple[str, bool], Found] = {}
    entry = site.entry(path)
    for link, target in zip(entry.body.links, site.resolved(path).links, strict=True):
        found.setdefault((link.target, link.kind == "mention"), target)
    parts: list[str | date | LinkTo] = []
    at = 0
    for match in _WIDE.finditer(text):
        name = (match["target"] or match["to"] or match["word"] or "").strip()
        target = found.get((name, bool(match["at"])), Found())
        if match["at"] and not target.key:
            continue
        parts.append(without_marks(text[at : match.start()]))
        label = (match["label"] or match["text"] or "").strip()
        if target.key and target.kind not in ("file", ""):
            parts.append(link_to(site, target.key, label))
        else:
            parts.append(label or name)
        at = match.end()
    parts.append(without_marks(text[at:]))
    return tuple(part for part in parts if part)


def ago(day: date, today: date) -> str:
    """`today`, `yesterday`, `5 weeks ago`, rounded as a rhythm is: on one page both are said of one meeting."""
    passed = (today - day).days
    if passed < 0:
        return ahead(day, today)
    return ("today", "yesterday")[passed] if passed < 2 else f"{length(passed)} ago"


def ahead(day: date, today: date) -> str:
    """`today`, `tomorrow`, `in 3 days`, rounded likewise."""
    left = (day - today).days
    return ("today", "tomorrow")[max(left, 0)] if left < 2 else f"in {length(left)}"
