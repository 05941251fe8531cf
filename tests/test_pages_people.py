"""Pages of people: contacts, cards, the owner, the table and Today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from journal_of import ADA, BO, database, journal
from pages_of import said, view_of
from site_builder import pipeline
from site_builder.pipeline import Asked
from site_builder.query import Database
from site_builder.site.pages import PageId, kind_of
from site_builder.site.pages.me import view_me
from site_builder.site.pages.people import view_people
from site_builder.site.pages.person import view_person
from site_builder.site.pages.today import view_today
from site_builder.site.theme import Theme, theme_folder
from site_builder.site.views import ContactView, LinkTo, TodayView, Words
from site_builder.workspace import Workspace, load_config

SAMPLE = Path(__file__).parent.parent / "journal"


def contact_page(site: Asked, key: str) -> ContactView:
    return view_person(site, PageId("contact", site.address(key), key))


def today_page(site: Asked) -> TodayView:
    return view_today(site, PageId("today", "index.html"))


def told(words: Words) -> str:
    """A sentence as plain text."""
    return "".join(part.text if isinstance(part, LinkTo) else str(part) for part in words)


def facts(view: ContactView) -> dict[str, tuple[str, ...]]:
    return {fact.label: tuple(told(value) for value in fact.values) for fact in view.facts}


def html(db: Database) -> dict[str, str]:
    """Every page of a journal, rendered."""
    db.set(pipeline.theme, "", Theme(theme_folder()))
    return {which.path: pipeline.page(db, which).decode() for which in pipeline.page_ids(db)}


# ---------------------------------------------------------------- a new user


MINIMAL = {
    f"meetings/{day}-ada.md": f"---\ndate: {day}\nwith: Ada Byron\n---\nCoffee by the river.\n\nShe talked of {what}.\n"
    for day, what in (("2026-08-10", "looms"), ("2026-09-14", "her aunt"), ("2026-09-21", "the sea"))
}


def test_dates_with_and_prose_make_a_useful_page() -> None:
    """Gaps of 35 and 7 days: the median is 21, three weeks; 60 days since are nine, rounded."""
    view = contact_page(journal(MINIMAL), "card:ada byron")
    assert (view.name, view.is_card) == ("Ada Byron", True)
    assert view.brief is not None and view.brief.last is not None
    assert (view.brief.last.gist, view.brief.last_ago) == ("She talked of the sea.", "9 weeks ago")
    assert view.rhythm is not None
    assert told(view.rhythm.sentence) == "You meet about every 3 weeks; it has been 9."
    assert [(encounter.day.isoformat(), encounter.gist) for year in view.years for encounter in year.encounters] == [
        ("2026-09-21", "Coffee by the river."),
        ("2026-09-14", "Coffee by the river."),
        ("2026-08-10", "Coffee by the river."),
    ]
    assert view.hint == "Made from what the notes say; a file contacts/ada-byron.md would take it along."
    assert (view.facts, view.known, view.balance, view.plan, view.exchanges, view.kept) == ((), (), None, None, (), ())


def test_a_contact_without_any_meeting_has_no_empty_parts() -> None:
    view = contact_page(journal({"contacts/bo.md": "---\nname: Bo\n---\n"}), "contacts/bo.md")
    assert (view.brief, view.rhythm, view.how_met, view.years, view.hint) == (None, None, (), (), "")


# ---------------------------------------------------------------- cards


EVENT = """\
---
title: Compiler days
---
## Met
- new: Mary Somerville, Ada's friend | does: translator | here for: Turin jobs | wants: a reviewer | via:@ada min:20
  - learned: she learns Italian
  - [ ] I'll send the address due:2026-11-25
"""


def test_a_card_says_what_its_new_line_answers() -> None:
    site = journal({"events/2026-11-10-days.md": EVENT, "contacts/ada.md": "---\nname: Ada\n---\n"})
    view = contact_page(site, "card:mary somerville")
    assert view.headline == "translator"
    assert facts(view) == {"Was there for": ("Turin jobs",), "Noted": ("Ada's friend",)}
    assert told(view.how_met) == "Met on 2026-11-10: Compiler days, through Ada."
    assert view.brief is not None
    assert [told(line.text) for line in view.brief.wants] == ["a reviewer"]
    assert [told(line.text) for line in view.brief.learned] == ["she learns Italian"]
    assert [told(each.text) for each in view.brief.mine] == ["I'll send the address"]
    assert view.brief.question == ""


def test_a_file_takes_the_lines_of_its_card_along() -> None:
    notes = {"events/2026-11-10-days.md": EVENT, "contacts/mary.md": "---\nname: Mary Somerville\n---\n"}
    view = contact_page(journal(notes), "contacts/mary.md")
    assert (view.is_card, view.hint) == (False, "")
    assert facts(view)["Does"] == ("translator",)


# ---------------------------------------------------------------- contacts


FULL = """\
---
name: Ada Byron
aliases: [Countess]
org:
  - 2019: "[[mill]]"
  - 2022-09: Analytical Engines
role:
  - 2019: Engineer
  - 2022-09: Head of Research
  - 2027-01: Director
place:
  - 2020-05-01: Turin
circle: close
birthday: 1990-11-25
grade: +2
email: ada@example.org
url: javascript:alert(1)
phone: "+351 210 000"
wants: [translators]
private:
  salary: a lot
  phone: "+351 910 000"
relations:
  - manager: "[[bo]]"
  - muse: "[[cy]]"
  - child: Leo
trust:
  - 2020: 2
  - 2023-02: 4
---
Prefers letters.
"""


@pytest.fixture
def full() -> ContactView:
    notes = {
        "contacts/ada.md": FULL,
        "contacts/bo.md": "---\nname: Bo\nrelations:\n  - friend: '[[ada]]'\n---\n",
        "contacts/cy.md": "---\nname: Cy\nrelations:\n  - mentor: '[[ada]]'\n  - cook: '[[ada]]'\n---\n",
        "orgs/mill.md": "---\nname: The Mill\n---\n",
    }
    return contact_page(journal(notes), "contacts/ada.md")


def test_what_holds_now_and_what_held_before(full: ContactView) -> None:
    assert (full.headline, full.org and full.org.text, full.circle) == (
        "Head of Research",
        "Analytical Engines",
        "close",
    )
    assert [(spell.role, spell.org and spell.org.text, spell.period) for spell in full.spells] == [
        ("Head of Research", "Analytical Engines", "since September 2022"),
        ("Engineer", "The Mill", "2019 to September 2022"),
    ]


def test_facts(full: ContactView) -> None:
    shown = facts(full)
    assert shown["Birthday"] == ("25 November 1990, turns 36 in 5 days",)
    assert shown["Level"] == ("two levels above you",)
    assert shown["Place"] == ("Turin, since 1 May 2020",)
    assert shown["Also called"] == ("Countess",)
    assert "Trust" not in shown and full.trust is not None
    assert full.trust.sentence == "4 of 5 since February 2023; 2 before."


def test_private_keys_are_shown_and_marked(full: ContactView) -> None:
    assert [fact.label for fact in full.facts if "private" in fact.label] == ["Phone (private)"]
    assert [fact.label for fact in full.more] == ["salary (private)"]


def test_addresses_that_could_run_are_text(full: ContactView) -> None:
    links = {fact.label: fact.values[0][0] for fact in full.facts}
    assert links["Web"] == LinkTo("", "javascript:alert(1)", kind="outside")
    assert links["E-mail"] == LinkTo("mailto:ada@example.org", "ada@example.org", kind="outside")


def test_relations_are_told_from_both_sides(full: ContactView) -> None:
    assert [(relation.kind, relation.person.text) for relation in full.relations] == [
        ("child", "Leo"),
        ("cook of", "Cy"),
        ("friend", "Bo"),
        ("manager", "Bo"),
        ("mentee", "Cy"),
        ("muse", "Cy"),
    ]


def test_a_plain_role_belongs_to_the_present_org_alone() -> None:
    text = "---\nname: Ada\norg:\n  - 2019: Mill\n  - 2022: Works\nrole: Engineer\n---\n"
    view = contact_page(journal({"contacts/ada.md": text}), "contacts/ada.md")
    assert [(spell.role, spell.period) for spell in view.spells] == [("Engineer", "since 2022"), ("", "2019 to 2022")]


def test_a_running_file_names_its_meetings() -> None:
    text = "---\nname: Ada\n---\n## 2026-06-05 call by:me\n- gave idea: a loom\n- learned: she sails\n"
    text += "\n## 2026-07-05 coffee the sea\n"
    view = contact_page(journal({"contacts/ada.md": text}), "contacts/ada.md")
    encounters = [encounter for year in view.years for encounter in year.encounters]
    assert [(each.link.text, each.gist) for each in encounters] == [("The sea", ""), ("Call", "learned: she sails")]
    assert [chip.text for chip in encounters[1].chips] == ["1 given"]
    assert view.exchanges[0].source is not None and view.exchanges[0].source.text == "Call"


# ---------------------------------------------------------------- hostile names


HOSTILE = """\
---
with: ["<script>alert(1)", "Ann \\"Q\\" O'Hara & <b>Co</b>"]
---
- [ ] @me send <img src=x onerror=alert(1)> due:2026-11-21
- learned: <script>alert(2)
"""


def test_hostile_names_and_lines_are_shown_and_never_run() -> None:
    contact = "---\nname: \"<img src=x onerror=alert('3')>\"\nrole: '<i>'\nmystery: '<u>'\ntags: ['<s>']\n---\n"
    notes = {"meetings/2026-10-10-h.md": HOSTILE, "contacts/q.md": contact}
    pages = html(database(notes))
    assert any("&lt;script&gt;alert(1)" in page for page in pages.values())
    for path, page in pages.items():
        for bad in ("<script>alert", "<img src=x", "<b>Co", "<i>", "<u>", "<s>"):
            assert bad not in page, (path, bad)


# ---------------------------------------------------------------- the owner, the table, Today


def test_the_owner_has_a_page_only_with_a_note() -> None:
    kind = kind_of("me")
    assert list(kind.pages(journal({}))) == []
    notes = {
        "me.md": "---\nname: Vera\nrole:\n  - 2020: Weaver\n  - 2024-05: Owner\npitch:\n  friends: I weave.\n---\n",
        "contacts/ada.md": "---\nname: Ada\n---\n## 2026-06-05 call\n- said: you listen\n- win: the loom runs\n",
    }
    site = journal(notes)
    [which] = kind.pages(site)
    view = view_me(site, which)
    assert (view.name, view.headline) == ("Vera", "Owner")
    assert [(told(line.text), [chip.text for chip in line.chips]) for line in view.said] == [("you listen", ["Ada"])]
    assert [told(line.text) for line in view.wins] == ["the loom runs"]


def test_the_table_of_people() -> None:
    notes = {
        "contacts/ada.md": "---\nname: Ada\ncircle: close\nrole: Weaver\n---\n## 2026-06-05 call\nHello.\n",
        "contacts/bo.md": "---\nname: Bo\nstatus: dormant\ncadence: 1m\n---\n## 2026-06-05 call\nHello.\n",
        "meetings/2026-06-06.md": "---\nwith: Cy\nkind: coffee\n---\nHello.\n",
    }
    view = view_people(journal(notes), PageId("people", "people.html"))
    rows = [(row.person.text, row.role, row.circle, row.order, row.status, row.last_words) for row in view.rows]
    assert rows == [
        ("Ada", "Weaver", "close", 2, "", "call, 6 months ago"),
        ("Bo", "", "", 9, "dormant", "call, 6 months ago"),
        ("Cy", "", "", 9, "", "coffee, 5 months ago"),
    ]
    due = [(row.next_due, row.state, row.cadence) for row in view.rows]
    assert due == [(date(2026, 9, 5), "due", "every 3 months"), (None, "", ""), (None, "", "")]


def test_a_long_table_has_pages() -> None:
    notes = {f"contacts/p{number:03}.md": f"---\nname: P{number:03}\n---\n" for number in range(101)}
    site = journal(notes)
    kind = kind_of("people")
    first, second = kind.pages(site)
    view = view_people(site, second)
    assert (first.path, second.path, [row.person.text for row in view.rows]) == (
        "people.html",
        "people-2.html",
        ["P100"],
    )


def test_today_shows_nothing_private_and_each_brief_once() -> None:
    notes = {
        "contacts/ada.md": "---\nname: Ada\n---\n## Next time\n- the sea\n",
        "meetings/2026-10-01.md": "---\nwith: Ada\n---\n- learned: she moves\n- learned: she is ill private:yes\n",
        "meetings/2026-11-24.md": "---\nwith: Ada\nkind: coffee\n---\n",
        "meetings/2026-11-26.md": "---\nwith: Ada\nkind: lunch\n---\n",
    }
    view = today_page(journal(notes))
    assert [(ahead.link.text, len(ahead.briefs)) for ahead in view.ahead] == [
        ("Coffee with Ada", 1),
        ("Lunch with Ada", 0),
    ]
    assert [told(line.text) for line in view.ahead[0].briefs[0].lines] == ["Bring up: the sea", "Learned: she moves"]


def test_today_says_one_quiet_line_of_health() -> None:
    assert today_page(journal({})).health == ()
    view = today_page(journal({"meetings/2026-10-01.md": "---\ndate: 2026-13-01\nwith: Ada\n---\nHello.\n"}))
    assert told(view.health).startswith("In the notes: ")
    assert any(isinstance(part, LinkTo) and part.href == "health.html" for part in view.health)


# ---------------------------------------------------------------- the sample, by hand


@pytest.fixture(scope="module")
def sample() -> Asked:
    config = load_config(SAMPLE)[0]
    scan = Workspace(SAMPLE, config).scan()
    db = Database()
    db.set(pipeline.config, "", config)
    db.set(pipeline.inventory, "", scan.inventory)
    db.set(pipeline.today, "", config.today or date.min)
    for path, source in scan.sources.items():
        db.set(pipeline.source, path, source)
    return Asked(db)


def test_the_sample_a_sister_in_one_file(sample: Asked) -> None:
    """Kerstin: 37 dated headings (2 in 2023, 12 in 2024, 12 in 2025, 11 in 2026), so 36 gaps. In order: six under 28
    (14 19 20 21 22 25), eleven of 28, then four of 29; the 18th and the 19th are 29: every four weeks. Last on 15
    November, five days ago; inner, a month: next by 15 December. Given: the roof, the clock, one advice; received: one
    advice, one help, the key. Born on 24 November 1987: 39 in four days."""
    view = contact_page(sample, "contacts/kerstin-lund.md")
    assert [len(year.encounters) for year in view.years] == [11, 12, 12, 2]
    assert view.rhythm is not None
    assert told(view.rhythm.sentence) == "You meet about every 4 weeks; it has been 5 days."
    assert (view.rhythm.next_due, view.rhythm.state) == (date(2026, 12, 15), "resting")
    assert view.balance is not None
    assert (view.balance.sentence, view.balance.hollow) == ("Three given, three received since 2024.", False)
    assert facts(view)["Birthday"] == ("24 November 1987, turns 39 in 4 days",)
    assert view.brief is not None
    assert [(told(each.text), each.when) for each in view.brief.mine] == [
        ("I'll book the train for January", "due in 2 days")
    ]


def test_the_sample_a_friend_who_drifts(sample: Asked) -> None:
    """Hugo: 17 lunches (that of 9 May 2025, of eight people, is a crowd), so 16 gaps: four of 42 days, seven of 49, two
    of 56, two of 70, one of 91; the median is 49, seven weeks. Last on 12 June 2026: 18 + 31 + 31 + 30 + 31 + 20 = 161
    days, 63 more than twice 49. Given: 9 (advice 3, contact 2, feedback, inside, time, gift); received: 7 (gift 3, idea
    2, advice, feedback)."""
    hugo = "contacts/hugo-lammens.md"
    view = contact_page(sample, hugo)
    assert view.rhythm is not None
    assert told(view.rhythm.sentence) == "You meet about every 7 weeks; it has been 5 months."
    assert view.balance is not None and view.balance.sentence == "Nine given, seven received since 2024."
    assert [spell.period for spell in view.spells] == ["since May 2025", "2018 to May 2025"]
    touch = {each.person.text: told(each.sentence) for each in today_page(sample).touch}
    assert touch["Hugo Lammens"] == "You meet about every 7 weeks; it has been 5 months."


def test_what_was_asked_last_names_people_as_one_says_them() -> None:
    notes = {
        "contacts/ada.md": ADA,
        "contacts/bo.md": BO,
        "meetings/2026-06-05-a.md": "---\ndate: 2026-06-05\nwith: ada\n---\n- ask: a word with @bo to:@ada\n",
    }
    asked = next(each for each in view_of(notes, "people/ada.html").known if each.label == "Asked")
    assert said(asked.sentence).startswith("a word with Bo")
