"""Plain notes: each rendered and linked, and the table of them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from site_builder.notes.schema import Note
from site_builder.site.page_id import PageId
from site_builder.site.pages.body import body
from site_builder.site.pages.common import SECTIONS, day_of, frame, more_facts, newest_first
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.links import link_to
from site_builder.site.pages.tables import LongTable
from site_builder.site.pages.texts import gist
from site_builder.site.views import NoteRow, NotesView, NoteView

TAGS = 8
"""Tags of a note that the table shows; its page has all."""


def _note_pages(site: Site) -> Iterator[PageId]:
    for path in site.paths("note"):
        yield PageId("note", site.address(path), path)


def view_note(site: Site, which: PageId) -> NoteView:
    """A plain note: its words, and who links to it."""
    entry = site.entry(which.key)
    assert isinstance(entry.fields, Note)
    title = site.name(which.key)
    return NoteView(
        page=frame(site, which, title, SECTIONS["note"], which.key, which.key),
        title=title,
        day=entry.date,
        facts=more_facts(entry),
        tags=entry.fields.tags,
        body=body(site, which.key),
    )


def notes_in_order(site: Site) -> tuple[str, ...]:
    """The plain notes, newest first."""
    return tuple(newest_first(site, site.paths("note")))


_TABLE = LongTable("notes", SECTIONS["note"].href, notes_in_order)


def view_notes(site: Site, which: PageId) -> NotesView:
    """The table of plain notes."""
    rows = []
    for path in _TABLE.on(site, which):
        entry = site.entry(path)
        assert isinstance(entry.fields, Note)
        rows.append(
            NoteRow(
                link=link_to(site, path),
                folder=posixpath.dirname(path),
                gist=gist(entry),
                day=day_of(site, path),
                tags=entry.fields.tags[:TAGS],
            )
        )
    page = frame(site, which, "Notes", SECTIONS["note"])
    return NotesView(page=page, rows=tuple(rows), pager=_TABLE.pager(site, which))


NOTE = PageKind("note", _note_pages, view_note)
NOTES = PageKind("notes", _TABLE.pages, view_notes)
