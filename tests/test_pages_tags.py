"""The pages of tags: one for each, whatever its spelling, and the table of all of them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from journal_of import database, journal
from pages_of import view_of
from site_builder import pipeline
from site_builder.site.addresses import tag_address
from site_builder.site.theme import Theme, theme_folder

NOTES = {
    "contacts/ada.md": "---\nname: Ada\nmet: 2020-01-01\nrole: Analyst\ntags: [Café, sailing]\n---\n",
    "contacts/bo.md": "---\nname: Bo\nmet: 2020-01-01\ntags: cafe\n---\n",
    "meetings/1.md": "---\ndate: 2026-08-03\nwith: ada\ntags: [Café]\n---\nWe talked.\n",
    "meetings/2.md": "---\ndate: 2026-12-03\nwith: bo\ntags: [sailing]\n---\n",
    "orgs/o.md": "---\nname: Engine Works\ntags: [sailing]\n---\n",
    "notes/n.md": "---\ntitle: On boats\ntags: [sailing, '#knots']\n---\nA boat is a tool.\n",
}
HOSTILE = (
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "con",
    "index",
    "🎈",
    "C++",
    'a"onclick=x',
    "covid-19",
    "..",
    "x" * 300,
)


def test_the_table_counts_each_tag_by_kind_however_it_is_spelled() -> None:
    rows = view_of(NOTES, "tags.html").rows
    assert [(r.link.text, r.people, r.orgs, r.meetings, r.events, r.notes, r.last) for r in rows] == [
        ("Café", 2, 0, 1, 0, 0, date(2026, 8, 3)),
        ("knots", 0, 0, 0, 0, 1, None),
        ("sailing", 1, 1, 1, 0, 1, date(2026, 8, 3)),  # the meeting of December is still to come
    ]


def test_a_tag_lists_people_first_then_what_has_a_day() -> None:
    view = view_of(NOTES, "tags/sailing.html")
    assert view.sentence == "1 person, 1 org, 1 meeting and 1 note"
    assert [(r.link.text, r.kind, r.about) for r in view.rows] == [
        ("Ada", "person", "Analyst"),
        ("Engine Works", "org", ""),
        ("Meeting with Bo", "meeting", ""),
        ("On boats", "note", "A boat is a tool."),
    ]
    assert [r.day for r in view.rows] == [date(2026, 8, 3), None, date(2026, 12, 3), None]


def test_a_tag_of_many_notes_has_pages() -> None:
    notes = {f"notes/{n:03}.md": "---\ntags: [x]\n---\n" for n in range(230)}
    pages = [which for which in pipeline.page_ids(database(notes)) if which.kind == "tag"]
    assert [page.path for page in pages] == ["tags/x.html", "tags/x-2.html", "tags/x-3.html"]
    assert [len(view_of(notes, page.path).rows) for page in pages] == [100, 100, 30]


def test_the_second_page_says_so() -> None:
    db = database({f"notes/{n:03}.md": "---\ntags: [x]\n---\n" for n in range(130)})
    db.set(pipeline.theme, "", Theme(theme_folder()))
    shown = [pipeline.page(db, which).decode() for which in pipeline.page_ids(db) if which.kind == "tag"]
    assert ["<title>#x · Kith</title>" in page for page in shown] == [True, False]
    assert ["<title>#x, page 2 · Kith</title>" in page for page in shown] == [False, True]


@pytest.mark.parametrize("tag", HOSTILE)
def test_the_address_of_a_tag_is_safe_everywhere(tag: str) -> None:
    assert re.fullmatch(r"tags/[a-z0-9][a-z0-9-]{0,100}\.html", tag_address(tag))


def test_no_two_tags_share_a_page_and_each_shown_one_leads_to_its_own() -> None:
    notes = {f"notes/{n}.md": f"---\ntags: [{tag!r}, x, x-2]\n---\n" for n, tag in enumerate(HOSTILE)}
    notes |= {f"notes/more{n}.md": "---\ntags: [x]\n---\n" for n in range(150)}
    db = database(notes)
    db.set(pipeline.theme, "", Theme(theme_folder()))
    pages = [which for which in pipeline.page_ids(db) if which.kind in ("tag", "tags")]
    assert len({page.path.casefold() for page in pages}) == len(pages)
    paths = {page.path for page in pages}
    for path in journal(notes).paths():
        shown = pipeline.page(db, next(which for which in pipeline.page_ids(db) if which.key == path)).decode()
        links = re.findall(r'<a class="tag" href="\.\./(tags/[^"]+)"', shown)
        assert links and set(links) <= paths


def test_a_journal_without_tags_says_how_one_is_made() -> None:
    assert view_of({"contacts/ada.md": "---\nname: Ada\n---\n"}, "tags.html").rows == ()
