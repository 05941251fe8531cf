"""A note on its page reads as what it means: dated headings, tokens, the word that says what a line is."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pages_of import names, view_of
from site_builder.site.spoken import Dated, say_headings, say_lines


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def heading(typed: str, told: Dated) -> str:
    return plain(say_headings(f'<h3 id="x">{typed}</h3>', {"x": told}))


DAY = date(2026, 6, 5)


@pytest.mark.parametrize(
    ("typed", "told", "said"),
    [
        ("2026-06-05", Dated(DAY), "5 June 2026"),
        ("2026-06-05 call", Dated(DAY, "call"), "5 June 2026 call"),
        ("2026-06-05 call: the pilot", Dated(DAY, "call"), "5 June 2026 call the pilot"),
        ("2026-06-05T10:30 the pilot", Dated(DAY), "5 June 2026, 10:30 the pilot"),
        ("2026-06-05 visit by:me min:90 first tour", Dated(DAY, "visit"), "5 June 2026 visit first tour by me 90 min"),
        ("2026-06-05 call with:@bo", Dated(DAY, "call"), "5 June 2026 call with @bo"),
        ("2026-06-05 18:00-19:30 - call", Dated(DAY, "call"), "5 June 2026, 18:00–19:30 call"),
        (
            "2026-06-05 call follow_up:+3w",
            Dated(DAY, "call", date(2026, 6, 26)),
            "5 June 2026 call again by 26 June 2026",
        ),
        ("The year 2026-06-05", Dated(DAY), "The year 2026-06-05"),
    ],
)
def test_a_dated_heading_says_its_day_and_its_tokens(typed: str, told: Dated, said: str) -> None:
    assert heading(typed, told) == said


def test_other_headings_stay_as_they_were_typed() -> None:
    html = '<h3 id="a">2026-06-05 min:5</h3>'
    assert say_headings(html, {"b": Dated(DAY)}) == html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("learned: she sails", '<span class="says">learned:</span> she sails'),
        ("got advice: wait min:15", '<span class="says">got advice:</span> wait <span class="token">15 min</span>'),
        ("I'll call due:2026-06-12", 'I\'ll call <span class="token">due 12 June 2026</span>'),
        ("I'll call due:soon", 'I\'ll call <span class="token">due:soon</span>'),
        ("I'll call due:2026-13-40", 'I\'ll call <span class="token">due:2026-13-40</span>'),
        ("I'll call due:+3d", 'I\'ll call <span class="token">due 8 June 2026</span>'),
        ("I'll call due:2026-12", 'I\'ll call <span class="token">due December 2026</span>'),
        ("hope: she asks watch:2027", '<span class="says">hope:</span> she asks <span class="token">watch 2027</span>'),
        ("Call tests:invests,learns", 'Call <span class="token">tests invests, learns</span>'),
        ("I said: no", "I said: no"),
    ],
)
def test_a_line_of_the_grammar_reads_as_a_sentence(typed: str, said: str) -> None:
    assert say_lines(f"\0B0\0{typed}\0E0\0", {0: DAY}) == f"\0B0\0{said}\0E0\0"
    assert say_lines(f"\0B0\0{typed}\0E0\0", {}) == f"\0B0\0{typed}\0E0\0", "prose keeps its words"


def test_who_saw_a_success_stands_with_the_line_and_with_the_presentation() -> None:
    notes = {
        "contacts/ada.md": "---\nname: Ada Lovelace\n---\n",
        "meetings/2026-06-05-talk.md": "---\nkind: presentation\n---\n- win: nobody left seen_by:@ada,@cy\n",
    }
    view = view_of(notes, "meetings/2026-06-05-talk.html")
    assert "seen by Ada Lovelace" in plain(view.body)
    assert "seen_by" not in plain(view.body)
    told = next(fact for fact in view.facts if fact.label == "Seen by")
    assert names(tuple(link for words in told.values for link in words)) == ["Ada Lovelace", "cy"]
    assert told.values[1][0].href == "", "whom no note knows makes no card"


def test_who_saw_a_success_is_told_though_the_note_links_to_them_elsewhere_and_what_names_nobody_stays() -> None:
    notes = {
        "contacts/ada.md": "---\nname: Ada Lovelace\n---\n",
        "meetings/2026-06-05-talk.md": "---\nkind: presentation\n---\nAs @ada and [[ada]] said.\n\n"
        "- win: nobody left seen_by:@ada\n- learned: @ada has twins\n- win: it was good seen_by:all-hands\n",
    }
    body = plain(view_of(notes, "meetings/2026-06-05-talk.html").body)
    assert body.count("seen by Ada Lovelace") == 1
    assert "it was good seen_by:all-hands" in " ".join(body.split())


def test_emphasis_that_goes_beyond_a_token_leaves_it_alone() -> None:
    body = "\0B1\0send <em>it why:&quot;a</em> b&quot; due:2026-06-12 why:&quot;an <em>o</em>&quot;\0E1\0"
    assert say_lines(body, {1: None}) == (
        '\0B1\0send <em>it why:&quot;a</em> b&quot; <span class="token">due 12 June 2026</span> '
        '<span class="token">why:&quot;an <em>o</em>&quot;</span>\0E1\0'
    )
