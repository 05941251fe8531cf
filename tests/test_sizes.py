"""Pages at the size of a lifetime: no page grows with the journal, and what does not fit has a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from journal_of import database
from pages_of import said, view_of
from site_builder import pipeline
from site_builder.site.render import Theme, theme_folder

MOST = 300_000
"""Bytes of a page."""
LAST = date(2026, 11, 19)


def a_lifetime() -> dict[str, str]:
    """Ada, met 2,000 times in ten years, and 600 others of her org, whom she led to one another; with hundreds of
    promises open, links that lead nowhere, and a company in which everybody is mentioned."""
    notes = {
        "me.md": "---\nname: Grace\norg: analytical\n---\n",
        "orgs/analytical.md": "---\nname: Analytical\nfunctions: {finance: 3, it: 3}\n---\n",
        "contacts/ada.md": "---\nname: Ada Lovelace\norg: analytical\ncircle: inner\ncadence: 1w\nplan: 1\n---\n",
        "events/fair.md": "---\ndate: 2026-03-02\ntitle: The fair\n---\n## Met\n"
        + "".join(f"- [[p{number}]] told me of the engine in the hall\n" for number in range(600)),
    }
    for number in range(600):
        through = "ada" if number < 20 else f"p{number // 20}"
        function = ("it", "finance", "hr")[number % 3]
        notes[f"contacts/p{number}.md"] = (
            f"---\nname: Person {number} of the Works\norg: analytical\nfunction: {function}\ncircle: close\n"
            f"cadence: 4w\nintroduced_by: {through}\nwants: [a word with the engineer]\n---\nSee [[nobody {number}]].\n"
        )
    for number in range(2000):
        day = LAST - timedelta(days=int(number * 1.8))
        done = "x" if number % 3 else " "
        notes[f"meetings/{day.year}/ada-{number:04}.md"] = (
            f"---\ndate: {day}\nwith: ada\nkind: coffee\n---\n"
            "We spoke at length of the engine, of what it could weave, and of whom at [[analytical]] to ask for it.\n\n"
            f"- [{done}] I'll send her the table of numbers and the letter due:{day + timedelta(days=5)}\n"
            f"- [{done}] Ada will look for the drawing of the mill due:{day + timedelta(days=9)}\n"
            f"- gave idea: a way to punch the cards, number {number}\n- got lead: somebody who owns a loom\n"
            f"- learned: she rides on day {number}\n- next: ask of the winter\n- ask: for the key outcome:no\n"
        )
    for number in range(600):
        day = LAST - timedelta(days=number * 5)
        notes[f"meetings/{day.year}/p-{number:04}.md"] = (
            f"---\ndate: {day}\nwith: [p{number}, ada]\nkind: lunch\n---\n"
            f"- gave intro: p{number} -> [[p{number // 2}]]\n- [ ] I'll write to [[p{number}]] about the garden\n"
        )
    return notes


def pages(notes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every page of the site of some notes: its path, and its HTML."""
    db = database(notes)
    db.set(pipeline.theme, "", Theme(theme_folder()))
    for which in pipeline.page_ids(db):
        yield which.path, pipeline.page(db, which).decode()


class Places(HTMLParser):
    """The ids of a page, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")


@pytest.mark.slow
def test_no_page_of_a_lifetime_is_over_300_kilobytes() -> None:
    sizes = {path: len(html.encode()) for path, html in pages(a_lifetime())}
    assert {path: size for path, size in sizes.items() if size > MOST} == {}


def met_often(times: int) -> dict[str, str]:
    notes = {"contacts/ada.md": "---\nname: Ada\n---\n"}
    for number in range(times):
        day = LAST - timedelta(days=number * 2)
        notes[f"meetings/{number}.md"] = f"---\ndate: {day}\nwith: ada\n---\n- [ ] I'll write {number} due:{LAST}\n"
    return notes


def test_a_long_friendship_goes_on_by_years_and_its_links_live() -> None:
    """What the person's page does not hold is one click away, and back; `#y2025` leads there as before."""
    site = dict(pages(met_often(250)))
    here = Places(site["people/ada.html"])
    assert {"y2026", "y2025"} <= here.ids
    assert "../people/ada.2025.html" in here.links and "people/ada.2026.html" not in site
    there = Places(site["people/ada.2025.html"])
    assert "../people/ada.html" in there.links
    meetings = {link for html in site for link in Places(site[html]).links if "meetings/" in link and "ada" in html}
    assert len({link.partition("#")[0] for link in meetings}) == 250


def test_a_full_year_has_a_page_for_each_month_and_its_links_live() -> None:
    notes = met_often(180) | {
        f"meetings/more-{number}.md": f"---\ndate: {LAST - timedelta(days=number)}\nwith: Bo\n---\n"
        for number in range(180)
    }
    site = dict(pages(notes))
    assert {"2026-11", "2026-06"} <= Places(site["timeline/2026.html"]).ids
    assert "../timeline/2026-06.html" in Places(site["timeline/2026.html"]).links
    assert "../timeline/2026.html" in Places(site["timeline/2026-06.html"]).links


def test_what_is_open_is_counted_where_it_is_not_listed() -> None:
    """Today shows the first fifty, says how many more, and leads to the list of all."""
    notes = met_often(120)
    view = view_of(notes, "index.html")
    assert len(view.mine) == 50
    assert view.mine_rest[0] == "and 70 more, "
    listed = [view_of(notes, path).promises for path in ("promises-open.html", "promises-open-2.html")]
    assert [len(each) for each in listed] == [100, 20]


def test_mentions_beyond_the_newest_have_a_page() -> None:
    notes = {"notes/engine.md": "An engine.\n"} | {f"notes/n{number}.md": "See [[engine]].\n" for number in range(40)}
    assert len(view_of(notes, "notes/engine.html").page.backlinks) == 24
    assert len(view_of(notes, "notes/engine.mentions.html").rows) == 40


def waiting(people: int) -> dict[str, str]:
    notes: dict[str, str] = {}
    for number in range(people):
        notes[f"contacts/p{number}.md"] = f"---\nname: Person {number}\ncircle: close\ncadence: 4w\n---\n"
        notes[f"meetings/{number}.md"] = f"---\ndate: {LAST - timedelta(days=60 + number)}\nwith: p{number}\n---\nHi\n"
    return notes


def test_those_beyond_the_days_number_stand_on_a_page_in_the_same_order() -> None:
    notes = waiting(130)
    today = view_of(notes, "index.html")
    number = len(today.touch)
    assert said(today.touch_rest) == f"and {130 - number} more, in the list of all"
    assert today.touch_rest[-1].href == "in-touch.html"
    listed = [view_of(notes, path).people for path in ("in-touch.html", "in-touch-2.html")]
    assert [len(each) for each in listed] == [100, 30]
    assert listed[0][:number] == today.touch
    assert not view_of(waiting(3), "index.html").touch_rest
    assert "in-touch.html" not in dict(pages(waiting(3)))
