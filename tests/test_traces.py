"""A figure that comes from a field leads to that field on the person's page, one that comes from lines to the lines."""

from __future__ import annotations

import re
from typing import Any

from journal_of import database
from pages_of import said, view_of
from site_builder.site.views import LinkTo, Words
from test_site_links import site_of

NOTES = {
    "me.md": "---\nname: Me\norg: Mill\n---\n",
    "contacts/ada.md": (
        "---\nname: Ada\ngrade: 2\ncircle: close\nsponsor: every board paper\ni_can_help: [maps]\n"
        "can_help_me: [a desk]\ntrust: 4\nfollow_up: 2026-11-01\n---\n"
    ),
    "contacts/bo.md": "---\nname: Bo\ngrade: 1\nsponsor: yes\ncan_help_me: [a lift]\n---\n",
    "contacts/cy.md": "---\nname: Cy\nstatus:\n  - 2020: active\n  - 2026-05-03: deceased\n---\n",
    "contacts/dee.md": "---\nname: Dee\nwants: [peace]\nfollow_up: 2027-01-01\ncadence: 1m\n---\n- told: a tale @dee\n",
    "meetings/2026-08-01.md": "---\nwith: [ada, bo]\n---\n- told: I sing to:@dee\n",
    "meetings/2026-06-02.md": "---\nwith: dee\n---\n- told: I dance\n",
}


def view(path: str) -> Any:
    return view_of(NOTES, path)


def leads(words: Words) -> list[tuple[str, str]]:
    return [(part.text, part.href) for part in words if isinstance(part, LinkTo)]


def test_levels_sponsors_and_help_lead_to_the_field_that_says_so() -> None:
    page = view("coverage.html")
    above = page.levels[0].people
    assert leads(above[0].about) == [("two levels above you", "people/ada.html#field-grade")]
    assert [leads(each.about) for each in page.sponsors[0].people] == [
        [("every board paper", "people/ada.html#field-sponsor")],
        [("as the file says", "people/bo.html#field-sponsor")],
    ]
    both, theirs = page.help[0].people[0], page.help[1].people[0]
    assert leads(both.about) == [
        ("maps", "people/ada.html#field-i_can_help"),
        ("a desk", "people/ada.html#field-can_help_me"),
    ]
    assert leads(theirs.about) == [("a lift", "people/bo.html#field-can_help_me")]


def test_a_meeting_counted_as_upward_names_whose_level_decided() -> None:
    (line,) = view("coverage.html").directions[0].lines
    assert [(chip.text, chip.href) for chip in line.chips] == [
        ("Bo: one level above you", "people/bo.html#field-grade")
    ]


def test_a_wish_to_be_in_touch_leads_to_where_it_was_set() -> None:
    touch = {each.person.text: each for each in view("index.html").touch}
    assert said(touch["Ada"].sentence) == "You wanted to be in touch by 1 November."
    assert leads(touch["Ada"].sentence) == [("1 November", "people/ada.html#field-follow_up")]
    meeting = {"meetings/2026-10-01.md": "---\nwith: bo\nfollow_up: 2026-11-02\n---\n"}
    (bo,) = (each for each in view_of(NOTES | meeting, "index.html").touch if each.person.text == "Bo")
    assert leads(bo.sentence) == [("2 November", "meetings/2026-10-01.html")]


def test_a_rhythm_leads_to_the_meetings() -> None:
    assert leads(view("people/dee.html").rhythm.sentence)[0][1] == "people/dee.html#s-timeline"
    without = {path: text.replace("follow_up: 2027-01-01\n", "") for path, text in NOTES.items()}
    (dee,) = (each for each in view_of(without, "index.html").touch if each.person.text == "Dee")
    assert leads(dee.sentence) == [(said(dee.sentence), "people/dee.html#s-rhythm")]


def test_what_is_known_leads_to_the_line_or_the_field() -> None:
    told, _, wants = view("people/dee.html").known
    assert leads(told.sentence)[0][1].startswith("meetings/2026-08-01.html#line-")
    assert leads(wants.sentence) == [("peace", "people/dee.html#field-wants")]


def test_a_death_leads_to_the_status() -> None:
    went = next(part for part in view("timeline/2026-review.html").parts if "went" in part.title.casefold())
    assert leads(went.remarks[0].sentence)[1] == ("died on 3 May 2026", "people/cy.html#field-status")


def test_every_field_that_is_led_to_is_on_the_page() -> None:
    pages = site_of(database(NOTES))
    found = {
        (path, fragment)
        for html in pages.values()
        for path, fragment in re.findall(r'href="(?:\.\./)?(people/[^"#]+)#(field-[^"]+)"', html)
    }
    assert len(found) >= 8
    assert [(path, fragment) for path, fragment in found if f'id="{fragment}"' not in pages[path]] == []


def test_on_a_persons_page_a_meeting_counts_what_went_between_the_two() -> None:
    """A gift of Bo's at a lunch with Ada is none of Ada's; a private line counts on nobody's timeline."""
    notes = NOTES | {
        "meetings/2026-11-02.md": "---\nwith: [ada, bo]\n---\n- got gift: a lamp by:@bo\n- gave time: an hour to:@ada\n"
        "- gave inside: the news to:@ada\n"
    }
    chips = {
        name: [chip.text for chip in view_of(notes, f"people/{name}.html").years[0].encounters[0].chips]
        for name in ("ada", "bo")
    }
    assert chips == {"ada": ["1 given"], "bo": ["1 received"]}
