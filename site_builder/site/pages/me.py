"""The owner's page: who one is now and was, what one says of oneself, and what others said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from site_builder.journal.model import Statement
from site_builder.notes.schema import Me
from site_builder.relations.briefs import newest_first
from site_builder.relations.everything import every_statement
from site_builder.site.page_id import PageId
from site_builder.site.pages.body import body
from site_builder.site.pages.briefs import org_link, source_with
from site_builder.site.pages.common import frame, more_facts
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import line_view
from site_builder.site.pages.person_facts import spells
from site_builder.site.views import Chip, Line, MeView, Pitch

MOST = 30
"""Lines of a kind that the page shows, the newest."""


def _me_pages(site: Site) -> Iterator[PageId]:
    for path in site.paths("me")[:1]:
        yield PageId("me", site.address(path), path)


def view_me(site: Site, which: PageId) -> MeView:
    """The owner, by their own note and by the lines of all others."""
    entry = site.entry(which.key)
    fields = entry.fields
    assert isinstance(fields, Me)
    return MeView(
        page=frame(site, which, site.name(which.key), note=which.key, key="me"),
        name=site.name(which.key),
        headline=fields.role.at(site.today) or "",
        org=org_link(site, which.key, fields.org.at(site.today)),
        spells=spells(site, which.key, fields, site.today),
        pitches=tuple(Pitch(audience, text) for audience, text in fields.pitch),
        said=_lines(site, "said"),
        wins=_lines(site, "win"),
        more=more_facts(entry),
        body=body(site, which.key),
    )


def _lines(site: Site, role: str) -> tuple[Line, ...]:
    found = [each for each in every_statement(site) if each.role == role]
    known = [each for each in found if each.day is None or each.day <= site.today]
    return tuple(_line(site, each) for each in newest_first(known)[:MOST])


def _line(site: Site, statement: Statement) -> Line:
    """A line with who said it, or who was there; of a person's own file, with the meeting it was of."""
    shown = line_view(site, statement)
    if site.entry(statement.path).type == "contact":
        shown = replace(shown, source=source_with(site, statement, statement.path))
    people = statement.people if statement.role == "said" and len(statement.people) < 3 else ()
    chips = tuple(Chip(site.name(key), "person", href=site.address(key)) for key in people)
    return replace(shown, chips=(*shown.chips, *chips))


ME = PageKind("me", _me_pages, view_me)
