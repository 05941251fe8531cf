"""What the pages have in common: the frame, with findings and backlinks, and lists of facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from site_builder.journal.names import ME
from site_builder.notes.entry import Entry
from site_builder.site import views
from site_builder.site.page_id import PageId
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.links import edit_link, link_to
from site_builder.site.pages.tables import first_of, rest_of
from site_builder.site.pages.texts import shortened, spoken_text, with_names
from site_builder.site.views import Banner, Fact, LinkTo, Page, Words
from site_builder.site.views.common import NAVIGATION, SHARED_NAVIGATION
from site_builder.values import dataclass

MENTIONS = 24
"""Notes that mention something, as its page names them; of more, the newest, and all on a page of their own."""
BANNERS = 12
"""Findings that the page of a note tells; all stand on the page Health."""
IN_HEALTH = LinkTo("health.html", "on the page Health", kind="page")
TODAY = LinkTo("index.html", "Today", kind="page")


SECTIONS = {
    "contact": LinkTo("people.html", "People", kind="page"),
    "card": LinkTo("people.html", "People", kind="page"),
    "meeting": LinkTo("meetings.html", "Meetings", kind="page"),
    "event": LinkTo("events.html", "Events", kind="page"),
    "org": LinkTo("orgs.html", "Orgs", kind="page"),
    "goal": LinkTo("goals.html", "Goals", kind="page"),
    "note": LinkTo("notes.html", "Notes", kind="page"),
}


def frame(site: Site, which: PageId, title: str, section: LinkTo | None = None, note: str = "", key: str = "") -> Page:
    """The frame of a page: where it stands, the facts found in its note, and who mentions it. Nudges are told on the
    home page and the page Health; what they follow from is on this one anyway."""
    banners = []
    told_of = [told for told in site.reported(note) if not told.nudge] if note else []
    for told in first_of(told_of, BANNERS):
        line = site.locate(note, told.finding.anchor).line
        banners.append(
            Banner(
                told.severity,
                told.finding.message,
                told.finding.remedy,
                told.finding.rule,
                line,
                edit_link(site, note, line),
            )
        )
    mentions = newest_first(site, site.linked_from(key)) if key else []
    few = first_of(mentions, MENTIONS)
    sheet = site.ask(sheet_of)
    return Page(
        path=which.path,
        title=title,
        day=sheet.day,
        section=section.href if section else "",
        owner=sheet.owner,
        as_of=sheet.as_of,
        search=sheet.search,
        shared=sheet.shared,
        crumbs=(TODAY, section) if section and section.href != which.path else (TODAY,),
        source=note,
        edit=edit_link(site, note) if note else "",
        banners=tuple(banners),
        banners_rest=rest_of(told_of, BANNERS, None if sheet.shared else IN_HEALTH),
        backlinks=tuple(backlink(site, path, key) for path in few),
        mentioned=mentions_link(site, key, len(mentions) - len(few)) if len(few) < len(mentions) else None,
        navigation=SHARED_NAVIGATION if sheet.shared else NAVIGATION,
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all pages have in common: the fields of `Page` of these names."""

    day: date
    owner: str
    as_of: bool
    search: str
    shared: bool


def sheet_of(site: Site) -> Sheet:
    """What all pages have in common."""
    owner = site.name(ME) if site.paths(ME) else ""
    return Sheet(site.today, owner, site.is_as_of, site.search_folder, site.is_shared)


def mentions_address(site: Site, key: str) -> str:
    """The page of all who mention something, from the site's root; a point is in no other address."""
    return f"{site.address(key).removesuffix('.html')}.mentions.html"


def mentions_link(site: Site, key: str, rest: int) -> LinkTo:
    """Where the other mentions stand."""
    return LinkTo(mentions_address(site, key), f"and {rest} more", kind="page")


def newest_first(site: Site, paths: Iterable[str]) -> list[str]:
    """Notes by their date, the newest first, undated ones last, by path."""
    return sorted(paths, key=lambda path: (-(day_of(site, path) or date.min).toordinal(), path))


def day_of(site: Site, path: str) -> date | None:
    """A note's own date."""
    return site.entry(path).date


def backlink(site: Site, path: str, key: str) -> views.Backlink:
    """A note that links to a key, with the words around the link."""
    entry, links = site.entry(path), site.resolved(path).links
    anchors = {link.anchor for link, found in zip(entry.body.links, links, strict=True) if found.key == key}
    context = ""
    for item in entry.body.items:
        if any(entry.body.links[reference.link].anchor in anchors for reference in item.references):
            context = spoken_text(site, path, item.typed)
            break
    else:
        labels = {link.label for link in entry.body.links if link.anchor in anchors and link.label}
        paragraphs = (p.text for p in entry.body.paragraphs if any(label in p.text for label in labels))
        context = with_names(site, path, next(paragraphs, ""))
    return views.Backlink(link_to(site, path), day_of(site, path), shortened(context))


def facts(pairs: Iterable[tuple[str, str | Words]]) -> tuple[Fact, ...]:
    """Rows of a description list, those without a value left out."""
    return tuple(Fact(label, ((value,) if isinstance(value, str) else value,)) for label, value in pairs if value)


def more_facts(entry: Entry) -> tuple[Fact, ...]:
    """The keys that the schema does not know, as they were typed."""
    return facts(entry.more)
