"""Somebody who writes only dates, names and prose: what Kith makes of that, and what it does not say."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest

from commands import kith, write_journal
from site_builder.session import Session

NOTES = {
    "meetings/2026-02-10-nia.md": """\
        ---
        date: 2026-02-10
        with: Nia Farrow
        ---
        Coffee by the canal. She restores harmoniums.
        """,
    "meetings/2026-03-10-nia.md": """\
        ---
        date: 2026-03-10
        with: Nia Farrow
        ---
        Lunch. The bellows came back from Leiden.
        """,
    "meetings/2026-04-09-nia-and-otto.md": """\
        ---
        date: 2026-04-09
        with: [Nia Farrow, Otto Brill]
        ---
        She brought Otto, who tunes them. He left early for a train.
        """,
    "meetings/2026-05-08-nia.md": """\
        ---
        date: 2026-05-08
        with: Nia Farrow
        ---
        A walk. The church in Delft says yes.
        """,
    "meetings/2026-05-20-pim.md": """\
        ---
        date: 2026-05-20
        with: Pim Okonjo
        ---
        Met at the market. He sells felt, which is what hammers want.
        """,
    "meetings/2026-06-05-nia.md": """\
        ---
        date: 2026-06-05
        with: Nia Farrow
        ---
        She played the first one through.
        """,
}
LAST = date(2026, 6, 5)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_journal(tmp_path / "journal", NOTES)


def text_of(site: Path, path: str) -> str:
    """What a page says, as words."""
    html = (site / path).read_text(encoding="utf-8")
    html = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def built(root: Path, today: date) -> Path:
    result = kith("build", "--journal", root, "--today", today.isoformat())
    assert result.exit_code == 0
    assert "kith lint" not in result.output, "there is nothing to correct"
    return root / "output"


def test_everybody_has_a_page_with_who_when_and_the_last_words(root: Path) -> None:
    site = built(root, LAST)
    assert {path.name for path in (site / "people").glob("*.html")} >= {
        "nia-farrow.html",
        "otto-brill.html",
        "pim-okonjo.html",
    }
    nia = text_of(site, "people/nia-farrow.html")
    assert "Nia Farrow" in nia
    assert "She played the first one through." in nia, "the last words"
    for day in ("5 June 2026", "8 May 2026", "9 April 2026", "10 March 2026", "10 February 2026"):
        assert day in nia or day.replace(" 2026", "") in nia, day
    assert nia.index("5 June") < nia.index("10 February"), "newest first"
    pim = text_of(site, "people/pim-okonjo.html")
    assert "which is what hammers want" in pim
    people = text_of(site, "people.html")
    assert all(name in people for name in ("Nia Farrow", "Otto Brill", "Pim Okonjo"))


def test_a_meeting_leads_to_the_one_before_and_the_one_after(root: Path) -> None:
    site = built(root, LAST)
    page = (site / "meetings/2026-03-10-nia.html").read_text(encoding="utf-8")
    for other in ("2026-02-10-nia.html", "2026-04-09-nia-and-otto.html", "../people/nia-farrow.html"):
        assert other in page
    both = (site / "meetings/2026-04-09-nia-and-otto.html").read_text(encoding="utf-8")
    assert "../people/nia-farrow.html" in both and "../people/otto-brill.html" in both


def test_today_names_who_has_gone_quiet(root: Path) -> None:
    early = text_of(built(root, LAST), "index.html")
    assert "5 June 2026" in early and "Nia Farrow" not in early
    # A month between meetings, usually; now it is more than two.
    late = text_of(built(root, date(2026, 8, 14)), "index.html")
    assert "Nia Farrow" in late
    assert "Nia Farrow" in kith("today", "--journal", root, "--today", "2026-08-14").output
    assert "Pim Okonjo" not in kith("today", "--journal", root, "--today", "2026-08-14").output, "met once is no rhythm"


def test_no_page_is_empty_or_broken(root: Path) -> None:
    site = built(root, LAST)
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    for page in pages:
        html = (site / page).read_text(encoding="utf-8")
        assert len(text_of(site, page)) > 40
        for href in re.findall(r'href="([^"#]+\.html)', html):
            if not href.startswith(("http:", "https:")):
                target = (site / page).parent / href
                assert target.resolve().is_file(), f"{page} leads to {href}"


def test_lint_says_nothing_but_who_is_drifting_on_any_day(root: Path) -> None:
    session = Session(root)
    said = set()
    for days in (*range(60), *range(60, 1200, 7)):
        session.today = LAST + timedelta(days)
        session.refresh()
        said |= {(told.finding.rule, told.finding.subject) for told in session.journal.all_reported()}
    assert {rule for rule, _ in said} <= {"drifting"}
    assert kith("lint", "--journal", root, "--today", LAST.isoformat(), "--fail-on", "info").output == (
        "Nothing to report in 6 notes.\n"
    )


EMPTY = {
    "index.html": "kith new meeting Ada",
    "people.html": "Name somebody in a meeting note",
    "meetings.html": "A note with a date and a name",
    "events.html": "kith new event",
    "orgs.html": "kith new org",
    "goals.html": "A file in <code>goals</code>",
    "me.html": "<code>me.md</code>",
    "plans.html": "<code>plan:</code>",
    "circles.html": "<code>circle: close</code>",
    "coverage.html": "<code>functions: [it, finance]</code>",
    "tags.html": "<code>tags: [sailing, berlin]</code>",
}


def test_a_page_that_is_empty_says_what_would_fill_it(tmp_path: Path) -> None:
    kith("init", tmp_path / "journal")
    session = Session(tmp_path / "journal", date(2026, 7, 1))
    session.refresh()
    session.build()
    for path, hint in EMPTY.items():
        assert hint in unescape((session.folder / path).read_text()), path
    write_journal(tmp_path / "journal", {"meetings/a.md": NOTES["meetings/2026-05-20-pim.md"]})
    session.refresh()
    session.build()
    assert "Nothing is due" in (session.folder / "index.html").read_text(), (
        "somebody is here, and nothing is to be done"
    )
