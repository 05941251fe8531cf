"""Links to keys, and what things are called on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from site_builder.journal.model import Interaction
from site_builder.journal.names import CARD, ME, SOMEONE, spoken
from site_builder.notes.schema import Ref
from site_builder.site.pages.kinds import Site
from site_builder.site.views import LinkTo, Words

_DATED_NAME = re.compile(r"\d{4}-\d{2}-\d{2}[-_ ]*")


def kind_of(site: Site, key: str) -> str:
    """The kind of thing a key names: the type of a note, `card` or `me`."""
    if key.startswith(CARD):
        return "card"
    return ME if key == ME else site.identity(key).type


def link_to(site: Site, key: str, text: str = "", fragment: str = "") -> LinkTo:
    """A link to the page of a person, an organisation or a note."""
    own = site.ask(own_link, key)
    if not text and not fragment:
        return own
    place = f"#{fragment}" if fragment and own.href and own.kind != ME else ""
    return LinkTo(own.href + place, text or own.text, kind=own.kind)


def ref_link(site: Site, path: str, ref: Ref, kind: str = "plain") -> LinkTo:
    """What a field of a note names: a link if it has a page, its name alone if not."""
    found = site.resolved(path).ref(ref.anchor)
    return link_to(site, found, ref.label) if found else LinkTo("", ref.label or ref.target, kind=kind)


def own_link(site: Site, key: str) -> LinkTo:
    """A link to a page by its own name."""
    kind = kind_of(site, key)
    if kind == ME:
        mine = site.paths(ME)
        return LinkTo(site.address(mine[0]) if mine else "", "you", kind="me")
    return LinkTo(site.address(key), own_title(site, key), kind="person" if kind == "contact" else kind)


def title_of(site: Site, key: str) -> str:
    """What a page is called: the name; of a meeting its title, or what it was and with whom."""
    own = site.ask(own_link, key)
    return site.name(key) if own.kind == ME else own.text


def own_title(site: Site, key: str) -> str:
    """What a page is called, as `title_of` gives it."""
    if kind_of(site, key) == "meeting":
        meetings = site.resolved(key).interactions
        own = [each for each in meetings if each.source == "meeting"]
        return meeting_title(site, own[0]) if own else site.name(key)
    return event_title(site, key) if kind_of(site, key) == "event" else site.name(key)


def event_title(site: Site, path: str) -> str:
    """What an event is called: its title, else its file's name without the date."""
    own, name = site.identity(path).id, site.name(path)
    return (spoken(_DATED_NAME.sub("", own, count=1)) or name) if name == own else name


def meeting_title(site: Site, meeting: Interaction) -> str:
    """`Coffee with Ada and Bo`, or the title that was given."""
    if meeting.title:
        return meeting.title[:1].upper() + meeting.title[1:]
    kind = meeting.kind or "meeting"
    if meeting.source in ("met", "company"):
        return title_of(site, meeting.path)
    names = [site.name(key) for key in (meeting.people or meeting.orgs)] + [SOMEONE] * meeting.unnamed
    return f"{kind[:1].upper()}{kind[1:]}" + (f" with {listed(names)}" if names else "")


def listed(names: Sequence[str], most: int = 3) -> str:
    """`Ada, Bo and Cy`; of many, the first and how many more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def listed_links(site: Site, keys: Sequence[str]) -> Words:
    """Links to several, as one says them: `Ada, Bo and Cy`."""
    parts: list[str | LinkTo] = []
    for number, key in enumerate(keys):
        if number:
            parts.append(" and " if number + 1 == len(keys) else ", ")
        parts.append(link_to(site, key))
    return tuple(parts)


def few(links: Sequence[LinkTo], where: str, most: int = 6) -> tuple[LinkTo, ...]:
    """Of many people the first, and how many more with a link to where they stand: a crowd does not fill a page."""
    if len(links) <= most + 1:
        return tuple(links)
    return (*links[:most], LinkTo(where, f"{len(links) - most} more", kind="page" if where else "plain"))


def meeting_link(site: Site, meeting: Interaction) -> LinkTo:
    """A link to a meeting, wherever it is told: a page of its own, or a part of another's."""
    if meeting.source == "meeting":
        return link_to(site, meeting.path)
    return link_to(site, meeting.path, meeting_title(site, meeting), anchor_id(site, meeting.path, meeting.anchor))


def field_id(name: str) -> str:
    """The id in a person's page of the place where a field of their file is told."""
    return f"field-{name}"


def field_link(site: Site, key: str, name: str, text: str) -> LinkTo:
    """A link to a field of somebody's file (`grade`, `sponsor`…), where their page tells it."""
    return replace(link_to(site, key, text, field_id(name)), kind="page")


def anchor_id(site: Site, path: str, anchor: str) -> str:
    """The id in the page of a note's line or heading; nothing for the note as a whole."""
    if anchor.startswith("heading:"):
        return site.ask(slug_of, path, anchor)
    if anchor.startswith("line:"):
        return anchor.replace(":", "-").replace("~", "-")
    return ""


def slug_of(site: Site, path: str, anchor: str) -> str:
    """The id of a heading: all that a link to it needs of the note."""
    return next((heading.slug for heading in site.entry(path).body.headings if heading.anchor == anchor), "")


def edit_link(site: Site, path: str, line: int = 1) -> str:
    """The address that opens a note in the editor, if the settings give one."""
    template = site.config.edit_link
    return template.replace("{path}", quote(f"{site.root}/{path}")).replace("{line}", str(line)) if template else ""
