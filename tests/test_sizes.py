"""Pages at the size of a lifetime: no page grows with the journal, and what does not fit has a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from journal_of import database
from pages_of import said, view_of
from site_builder import pipeline
from site_builder.site.theme import Theme, theme_folder

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


def pages(notes: dict[str, str], *those: str) -> Iterator[tuple[str, str]]:
    """Every page of the site of some notes (or `those` alone): its path, and its HTML."""
    db = database(notes)
    db.set(pipeline.theme, "", Theme(theme_folder()))
    for which in pipeline.page_ids(db):
        if not those or which.path in those:
            yield which.path, pipeline.page(db, which).decode()


def addresses(notes: dict[str, str]) -> set[str]:
    return {which.path for which in pipeline.page_ids(database(notes))}


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
    assert "in-touch.html" not in addresses(waiting(3))


# ---------------------------------------------------------------- what grows with one note


def test_of_a_note_with_hundreds_of_lines_its_page_lists_fifty_and_leads_to_the_note() -> None:
    """The note itself stands below, whole; a list of its lines beside it is not the place to read hundreds."""
    met = "".join(f"- [[p{n}]] told me of the loom\n" for n in range(70))
    tasks = "".join(f"- [ ] I'll send the card {n} to Ada\n- gave idea: card {n} to:@ada\n" for n in range(60))
    notes = {f"contacts/p{n}.md": f"---\nname: Person {n}\n---\n" for n in range(70)}
    notes |= {
        "contacts/ada.md": "---\nname: Ada\n---\n",
        "events/fair.md": f"---\ndate: 2026-03-02\n---\n## Met\n{met}\n## After\n{tasks}",
        "meetings/2026-03-03-ada.md": f"---\nwith: ada\n---\n{tasks}",
        "orgs/mill.md": f"---\nname: Mill\n---\n{tasks}",
    }
    event = view_of(notes, "events/fair.html")
    assert (len(event.met), said(event.met_rest)) == (50, "and 20 more, in the note")
    assert event.met_rest[-1].href == "events/fair.html#s-the-note"
    assert [len(event.follow_ups), len(event.exchanges)] == [50, 50]
    assert said(event.follow_ups_rest) == said(event.exchanges_rest) == "and 10 more, in the note"
    site = dict(pages(notes, "events/fair.html"))
    assert "s-the-note" in Places(site["events/fair.html"]).ids
    assert site["events/fair.html"].count("told me of the loom") >= 70 + 50
    meeting = view_of(notes, "meetings/2026-03-03-ada.html")
    assert [len(meeting.agreed), len(meeting.exchanges)] == [50, 50]
    assert said(meeting.agreed_rest) == "and 10 more, in the note"
    assert len(view_of(notes, "orgs/mill.html").tasks) == 50


def test_of_many_findings_a_page_tells_some_and_leads_to_all() -> None:
    notes = {"notes/n.md": "".join(f"See [[nobody {n}]].\n" for n in range(40))}
    page = view_of(notes, "notes/n.html").page
    assert (len(page.banners), said(page.banners_rest)) == (12, "and 28 more, on the page Health")
    assert page.banners_rest[-1].href == "health.html"


def test_a_huge_note_has_a_page_that_is_little_longer_than_itself() -> None:
    text = "The engine weaves algebraic patterns just as the loom weaves flowers. " * 12
    note = "# Huge\n\n" + f"{text}\n\n" * 300
    site = dict(pages({"notes/huge.md": note}))
    assert len(note) < len(site["notes/huge.html"]) < 1.2 * len(note) + 10_000
    assert {path: len(html) for path, html in site.items() if len(html) > 50_000}.keys() == {"notes/huge.html"}


# ---------------------------------------------------------------- what grows with other notes


def test_a_large_org_has_a_list_of_its_people_in_which_everybody_stands_once() -> None:
    notes = {"orgs/mill.md": "---\nname: Mill\n---\n", "orgs/loom.md": "---\nname: Loom\n---\n"}
    for number in range(130):
        notes[f"contacts/p{number}.md"] = f"---\nname: Person {number}\norg: mill\n---\n"
    for number in range(40):
        left = "---\nname: Former {}\norg:\n  - 2015-01-01: mill\n  - 2019-01-01: loom\n---\n"
        notes[f"contacts/f{number}.md"] = left.format(number)
    org = view_of(notes, "orgs/mill.html")
    assert [len(org.now), len(org.formerly)] == [100, 24]
    assert (said(org.now_rest), said(org.formerly_rest)) == (
        "and 30 more, in the list of all",
        "and 16 more, in the list of all",
    )
    first, second = (view_of(notes, f"orgs/mill.people{part}.html") for part in ("", "-2"))
    assert org.now_rest[-1].href == first.page.path
    assert [len(first.now), len(first.formerly), len(second.now), len(second.formerly)] == [100, 0, 30, 40]
    everybody = [each.person.text for view in (first, second) for each in (*view.now, *view.formerly)]
    assert len(set(everybody)) == len(everybody) == 170
    assert [each.person for each in org.now] == [each.person for each in first.now]
    assert "orgs/loom.people.html" not in addresses(notes)  # forty find room on its own page


def test_coverage_of_many_orgs_goes_by_pages_and_each_function_stands_once() -> None:
    notes = {f"orgs/o{n:02}.md": f"---\nname: Org {n:02}\nfunctions: [it, hr, law]\n---\n" for n in range(25)}
    views = [view_of(notes, path) for path in ("coverage.html", "coverage-2.html", "coverage-3.html")]
    rows = [(org.org.text, row.function) for view in views for org in view.orgs for row in org.rows]
    assert len(rows) == len(set(rows)) == 75
    assert [sum(len(org.rows) for org in view.orgs) for view in views] == [30, 30, 15]
    assert views[0].pager.pages == 3 and views[0].pager.older.text == "After"


def test_many_plans_and_goals_go_by_pages_and_links_to_a_plan_find_its_page() -> None:
    notes = {
        f"contacts/p{n:02}.md": f"---\nname: Person {n:02}\n---\n## Plan\n- [x] call tests:learns done:2026-11-01\n"
        f"- [ ] write due:2027-01-{n + 1:02} tests:invests\n"
        for n in range(25)
    }
    notes |= {f"goals/g{n}.md": f"---\ntitle: Goal {n}\n---\n" for n in range(120)}
    plans = [view_of(notes, path) for path in ("plans.html", "plans-2.html", "plans-3.html")]
    assert [len(view.plans) for view in plans] == [10, 10, 5]
    assert [len(view.steps) for view in plans] == [25, 0, 0]
    site = dict(pages(notes, *(view.page.path for view in plans)))
    for step in plans[0].steps:
        page, _, place = step.person.href.partition("#")
        assert place in Places(site[page]).ids
    assert [len(view_of(notes, path).rows) for path in ("goals.html", "goals-2.html")] == [100, 20]


def test_of_much_that_lies_ahead_today_and_the_tables_show_the_soonest() -> None:
    notes = {
        f"meetings/{n}.md": f"---\ndate: {LAST + timedelta(days=2 + n // 10)}\nwith: P {n}\nstatus: arranged\n---\n"
        for n in range(130)
    }
    today, table = view_of(notes, "index.html"), view_of(notes, "meetings.html")
    assert [len(today.ahead), len(table.ahead)] == [40, 100]
    assert (said(today.ahead_rest), said(table.ahead_rest)) == (
        "and 90 more, in the timeline",
        "and 30 more, in the timeline",
    )
    assert [each.day for each in today.ahead] == sorted(each.day for each in table.ahead)[:40]


def test_the_rest_of_what_is_open_is_on_the_page_that_today_names() -> None:
    """Mine come first in the list of all, so the rest of theirs begins pages later; moves of a plan are in it too."""
    notes = met_often(120)
    notes["meetings/theirs.md"] = "---\ndate: 2026-11-01\nwith: ada\n---\n" + "".join(
        f"- [ ] Ada will bring {n} due:{LAST}\n" for n in range(70)
    )
    notes["contacts/ada.md"] = "---\nname: Ada\n---\n## Plan\n- [ ] learn to ride due:2026-11-21 tests:learns\n"
    today = view_of(notes, "index.html")
    assert (said(today.theirs_rest), today.theirs_rest[-1].href) == (
        "and 20 more, in the list of all that is open",
        "promises-open-2.html",
    )
    there = view_of(notes, today.theirs_rest[-1].href).promises
    shown = {said(each.text) for each in today.theirs}
    assert len({said(each.text) for each in there if each.whose == "theirs"} - shown) == 20
    listed = [each for part in ("", "-2") for each in view_of(notes, f"promises-open{part}.html").promises]
    assert {said(each.text) for each in today.own} == {"learn to ride"} <= {said(each.text) for each in listed}


def test_of_many_who_lean_one_way_the_surest_have_their_lines_there() -> None:
    """The others are told with their numbers; their lines are on their own pages."""
    notes = {
        f"meetings/{day}-{n}.md": f"---\ndate: 2026-{day:02}-03\nwith: Person {n}\n---\n- got idea: a\n- got lead: b\n"
        for n in range(20)
        for day in range(3, 9)
    }
    taking = view_of(notes, "exchanges.html").taking
    assert len(taking) == 20
    assert [bool(each.lines) for each in taking] == [True] * 12 + [False] * 8
