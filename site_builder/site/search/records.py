"""What can be found: each note as a record of plain text, and each meeting that is told in another's note."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from html import unescape

from site_builder.journal.model import Interaction
from site_builder.journal.names import CARD
from site_builder.notes.entry import Entry
from site_builder.notes.schema import Dated, Kind, Ref
from site_builder.site.pages.body import shown_labels
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.links import anchor_id, meeting_title, title_of
from site_builder.values import dataclass

_HEADING = re.compile(r'(?=<h[2-6] id=")')
_CELL = re.compile(r"</t[dh]>")
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h\d|blockquote|pre|div|table|thead|tbody|tr|hr|br|dl|dt|dd)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_CHOICES = frozenset({Kind.CHOICE, Kind.DATED_CHOICE})
_SAID_ELSEWHERE = frozenset({"name", "title", "aliases", "tags"})


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that can be found: a note, a person without one, or a dated section of a note.

    `key` is the note's (or card's) key, `href` its page from the site's root, with the place in it. `names`: what else
    it is called. `day`: `2026-06-05`, or empty. `people`: the ids of all whom it concerns, those who were `present`
    first. `text`: one line a paragraph, item or cell row, one space between words.
    """

    key: str
    href: str
    type: str
    title: str
    names: tuple[str, ...] = ()
    day: str = ""
    people: tuple[str, ...] = ()
    present: int = 0
    tags: tuple[str, ...] = ()
    text: str = ""


def records_of(site: Site, path: str) -> tuple[Record, ...]:
    """A note as records: itself first, then its dated sections."""
    entry, resolved, identity = site.entry(path), site.resolved(path), site.identity(path)
    texts = _texts(site, entry)
    own = [each for each in resolved.interactions if each.source == "meeting"]
    present = person_ids(site, (key for each in own for key in each.people))
    linked = (found.key for found in resolved.links if found.kind in ("contact", "card"))
    people = person_ids(site, (*((path,) if entry.type == "contact" else ()), *resolved.concerns(), *linked))
    whole = Record(
        path,
        site.address(path),
        entry.type,
        title_of(site, path),
        () if entry.type == "meeting" else tuple(dict.fromkeys((*identity.aliases, identity.id))),
        entry.date.isoformat() if entry.date else "",
        tuple(dict.fromkeys((*present, *people))),
        len(present),
        getattr(entry.fields, "tags", ()),
        "\n".join(filter(None, (texts.get(-1, ""), *_field_lines(site, entry)))),
    )
    met = {each.anchor: each for each in resolved.interactions if each.source == "section"}
    sections = (
        _section(site, entry, number, met[section.anchor], texts.get(number, ""))
        for number, section in enumerate(entry.sections)
        if section.anchor in met
    )
    return (whole, *sections)


def card_record(site: Site, key: str) -> Record:
    """A person without a note, who can be found by name alone."""
    person = site.person(key)
    return Record(key, site.address(key), "card", person.name, person.aliases, people=person_ids(site, (key,)))


def person_ids(site: Site, keys: Iterable[str]) -> tuple[str, ...]:
    """The names of the pages of those keys that are people's, each once: `ada-lovelace`."""
    found = dict.fromkeys(keys)
    return tuple(
        site.address(key).removeprefix("people/").removesuffix(".html")
        for key in found
        if key.startswith(CARD) or (key.endswith(".md") and site.identity(key).type == "contact")
    )


def _section(site: Site, entry: Entry, number: int, met: Interaction, text: str) -> Record:
    section = entry.sections[number]
    said = (
        key
        for statement in site.resolved(entry.path).statements
        if entry.section(statement.line) is section
        for key in (*statement.people, *statement.sides)
    )
    present = person_ids(site, met.people)
    return Record(
        entry.path,
        f"{site.address(entry.path)}#{anchor_id(site, entry.path, section.anchor)}",
        "meeting",
        meeting_title(site, met),
        (),
        met.day.isoformat(),
        tuple(dict.fromkeys((*present, *person_ids(site, said)))),
        len(present),
        (),
        text,
    )


def _texts(site: Site, entry: Entry) -> dict[int, str]:
    """The plain text of each dated section of a note, and (-1) of what stands in none that is a meeting."""
    meetings = {each.anchor for each in site.resolved(entry.path).interactions if each.source == "section"}
    # What a hole stands for does not depend on the day: labels, and the names of those whose id was typed.
    pieces = entry.body.html.split("\0")
    labels = shown_labels(site, entry.path)
    for at in range(1, len(pieces), 2):
        code = pieces[at]
        if code in labels:
            pieces[at + 1] = _escaped(labels[code])
        link = entry.body.links[int(code[1:])] if code[:1] == "M" else None
        pieces[at] = _escaped(link.label or link.target) if link else ""
    texts: dict[int, list[str]] = {}
    first, *under = _HEADING.split("".join(pieces))
    texts[-1] = [first]
    for number, html in enumerate(under):
        section = entry.section_of[number]
        if section >= 0 and entry.sections[section].anchor not in meetings:
            section = -1
        texts.setdefault(section, []).append(html)
    return {section: plain_lines("".join(parts)) for section, parts in texts.items()}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_lines(html: str) -> str:
    """The text of HTML that the parser of notes wrote, a line a block."""
    html = _BLOCK.sub("\n", _CELL.sub(" ", html.replace("\n", " ")))
    lines = (" ".join(line.split()) for line in unescape(_TAG.sub("", html)).split("\n"))
    return "\n".join(line for line in lines if line)


def _field_lines(site: Site, entry: Entry) -> Iterator[str]:
    """The words of the front matter, a line a field. Nobody looks for what is chosen from a list, dates and numbers."""
    for field in dataclasses.fields(entry.fields):
        if field.name not in _SAID_ELSEWHERE and field.metadata["kind"] not in _CHOICES:
            said = " · ".join(dict.fromkeys(_words(site, entry.path, getattr(entry.fields, field.name))))
            if said:
                yield f"{field.name.rstrip('_').replace('_', ' ')}: {said}"
    for key, text in entry.more:
        if said := " ".join(text.split()):
            yield f"{key}: {said}"


def _words(site: Site, path: str, value: object) -> Iterator[str]:
    if isinstance(value, str):
        if said := " ".join(value.split()):
            yield said
    elif isinstance(value, Ref):
        key = site.resolved(path).ref(value.anchor)
        yield (site.name(key) if key else "") or value.label or value.target
    elif isinstance(value, Dated):
        for _, values in value.entries:
            yield from _words(site, path, values)
    elif isinstance(value, tuple):
        for each in value:
            yield from _words(site, path, each)
