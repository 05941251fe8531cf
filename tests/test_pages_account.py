"""The pages of exchanges and promises, and the account on a person's page: every figure leads to its lines."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from journal_of import ADA, BO, journal
from pages_of import names, said, view_of
from site_builder import pipeline
from site_builder.pipeline import Asked
from site_builder.relations.balance import account_of, chance_above, leaning_of
from site_builder.relations.exchanges import all_exchanges, by_person
from site_builder.relations.promises import (
    all_promises,
    by_circle,
    dropped_without_why,
    first_kept,
    follow_ups,
    group_of,
    kept_rate,
)
from site_builder.relations.ties import tie
from site_builder.session import Session
from site_builder.site.views import LinkTo

SAMPLE = Path(__file__).parent.parent / "journal"
NOTES = {
    "contacts/ada.md": ADA,
    "contacts/bo.md": BO,
    "meetings/1.md": "---\ndate: 2026-08-03\nwith: ada\n---\n- gave link: the paper\n- ask: a word outcome:yes\n",
    "meetings/2.md": "---\ndate: 2026-09-14\nwith: ada\n---\n- got lead: the Turin group\n",
    "meetings/3.md": "---\ndate: 2026-10-05\nwith: [ada, bo]\n---\n"
    "- intro: @ada -> @bo for the engine\n- got: tea to:all\n",
    "meetings/4.md": "---\ndate: 2026-11-30\nwith: ada\n---\n- gave idea: of a day ahead\n",
}


@pytest.fixture(scope="module")
def sample() -> Asked:
    session = Session(SAMPLE)
    session.refresh()
    return pipeline.Asked(session.db)


# ---------------------------------------------------------------- the sample journal, counted by hand


def test_femke_by_hand(sample: Asked) -> None:
    key = "contacts/femke-dijkgraaf.md"
    known = by_person(all_exchanges(sample))[key]
    assert [(each.kind, each.day.isoformat()) for each in known if each.direction == "gave"] == [
        ("inside", "2025-04-29"),
        ("contact", "2025-10-07"),
        ("help", "2026-02-17"),
        ("time", "2026-09-22"),
    ]
    assert [(each.kind, each.day.isoformat()) for each in known if each.direction == "got"] == [
        ("idea", "2024-11-26"),
        ("feedback", "2026-02-17"),
        ("praise", "2026-06-11"),
        ("advice", "2026-09-22"),
    ]
    told = [(each.theirs, each.state) for each in all_promises(sample) if key in each.people]
    assert told == [(False, "kept"), (False, "kept late"), (True, "kept")]
    assert leaning_of(sample, key, known) is None


def test_saoirse_by_hand(sample: Asked) -> None:
    key = "contacts/saoirse-keating.md"
    known = by_person(all_exchanges(sample))[key]
    assert (sum(each.direction == "gave" for each in known), len(known)) == (3, 5)
    (promise,) = [each for each in all_promises(sample) if key in each.people]
    assert (promise.theirs, promise.state, promise.due) == (True, "open", date(2026, 9, 30))
    assert group_of(promise, sample.today) == "waiting"


def test_those_that_lean_by_hand(sample: Asked) -> None:
    people = by_person(all_exchanges(sample))
    found = [each for key, those in people.items() if (each := leaning_of(sample, key, those))]
    assert {each.key: (each.way, len(each.account.gave), len(each.account.got)) for each in found} == {
        "contacts/dermot-quilligan.md": ("giving", 20, 0),
        "contacts/bela-szentes.md": ("taking", 1, 14),
    }
    bela = account_of(people["contacts/bela-szentes.md"])
    assert [each.size for each in bela.gave] == [pytest.approx(1 / 7)]
    assert chance_above(0.6, bela.received, bela.given) == pytest.approx(0.99, abs=0.006)


# ---------------------------------------------------------------- exchanges


def test_the_ledger_has_every_exchange_with_its_line_and_what_came_back() -> None:
    view = view_of(NOTES, "exchanges.html")
    assert [(each.day.isoformat(), each.direction, each.kind, said(each.text)) for each in view.rows] == [
        ("2026-10-05", "gave", "intro", "Ada to Bo for the engine"),
        ("2026-10-05", "got", "", "tea"),
        ("2026-09-14", "got", "lead", "the Turin group"),
        ("2026-08-03", "gave", "link", "the paper"),
    ]
    assert [names(each.people) for each in view.rows[:2]] == [["Ada"], ["Ada", "Bo"]]
    assert [chip.text for chip in view.rows[1].chips] == ["among two"]
    assert all(each.source.href.startswith("meetings/") and "#line-" in each.source.href for each in view.rows)
    assert [each.back.text if each.back else "" for each in view.rows] == ["", "", "", "6 weeks later"]
    assert view.rows[3].back.href.startswith("meetings/2.html#line-")
    assert [each.slug for each in view.rows] == ["2026-10", "", "2026-09", "2026-08"]


def test_the_months_lead_to_the_ledger() -> None:
    view = view_of(NOTES, "exchanges.html")
    assert view.flow.sentence == ("2 given and 2 received since August 2026.")
    rows = [(getattr(row[0], "href", ""), row[1], row[2]) for row in view.flow.table.rows]
    assert rows == [
        ("exchanges/2026.html#2026-08", "1", "0"),
        ("exchanges/2026.html#2026-09", "0", "1"),
        ("exchanges/2026.html#2026-10", "1", "1"),
        ("", "0", "0"),
    ]


def test_the_quarter_says_a_share_from_five_lines_on() -> None:
    view = view_of(NOTES, "exchanges.html")
    assert said(view.quarter.sentence) == "Since 1 October: one given, one received."
    assert len(view.quarter.lines) == 2
    assert said(view_of(NOTES, "exchanges.html", today="2026-09-14").quarter.sentence) == (
        "Since 1 July: one given, one received."
    )
    assert said(view_of(NOTES, "exchanges.html", today="2026-08-14").quarter.sentence) == (
        "Since 1 July: one given, none received."
    )
    more = {"meetings/5.md": "---\ndate: 2026-10-06\nwith: bo\n---\n- got: a\n- got: b\n- got: c\n"}
    view = view_of(NOTES | more, "exchanges.html")
    assert said(view.quarter.sentence) == "Since 1 October: one given, four received, so that 80 % of it came to you."


def test_pairs_that_lean_are_told_both_ways_with_every_line() -> None:
    notes = {"contacts/ada.md": ADA, "contacts/bo.md": BO}
    for number in range(8):
        day = date(2026, 1, 5) + timedelta(days=7 * number)
        notes[f"meetings/a{number}.md"] = f"---\ndate: {day}\nwith: ada\n---\n- gave help: {number}\n"
        notes[f"meetings/b{number}.md"] = f"---\ndate: {day}\nwith: bo\n---\n- got advice: {number}\n"
    view = view_of(notes, "exchanges.html")
    (giving,), (taking,) = view.giving, view.taking
    assert said(giving.sentence) == "Ada: 8 given, 0 received, on 8 of 8 meetings since 2026."
    assert said(taking.sentence) == "Bo: 8 received, 0 given, on 8 of 8 meetings since 2026."
    assert (len(giving.lines), len(taking.lines)) == (8, 8)
    assert [said(each.sentence) for each in view.back_people] == [
        "Ada: eight things given, and nothing noted that came later."
    ]
    balance = view_of(notes, "people/bo.html").balance
    assert balance.leans
    assert said(balance.remarks[0].sentence).startswith("8 received, 0 given, on 8 of 8 meetings since 2026. By these")


def test_what_is_given_to_two_is_one_thing_of_which_something_came_back() -> None:
    """As the ledger has it: one row, with what came first from either."""
    notes = {
        f"meetings/{number}.md": f"---\ndate: 2026-0{number}-05\nwith: bo\n---\n- gave: a\n" for number in range(1, 5)
    }
    notes |= {
        "contacts/ada.md": ADA,
        "contacts/bo.md": BO,
        "meetings/5.md": "---\ndate: 2026-05-05\nwith: [ada, bo]\n---\n- gave: tea to:all\n",
        "meetings/6.md": "---\ndate: 2026-06-05\nwith: ada\n---\n- got: a loaf\n",
    }
    view = view_of(notes, "exchanges.html")
    assert said(view.back) == "Something came later from the same person after 1 of 5 things given."
    assert [row.back.text for row in view.rows if row.back] == ["4 weeks later"]


def test_a_long_ledger_has_pages_by_year_and_each_month_its_place() -> None:
    notes = {"contacts/ada.md": ADA}
    for number in range(130):
        day = date(2026, 1, 1) + timedelta(days=2 * number)
        notes[f"meetings/{number}.md"] = (
            f"---\ndate: {day}\nwith: ada\n---\n- g{'ave' if number % 2 else 'ot'}: {number}\n"
        )
    notes["meetings/old.md"] = "---\ndate: 2024-05-01\nwith: ada\n---\n- got lead: Turin\n"
    top = view_of(notes, "exchanges.html")
    assert (len(top.rows), top.kinds) == (100, ("lead",))
    assert [(each.link.href, each.gave, each.got) for each in top.years] == [
        ("exchanges/2026.html", 65, 65),
        ("exchanges/2024.html", 0, 1),
    ]
    first, second = view_of(notes, "exchanges/2026.html"), view_of(notes, "exchanges/2026-2.html")
    assert (len(first.rows), len(second.rows), second.pager.pages) == (100, 30, 2)
    assert first.sentence == second.sentence == "65 given, 65 received."
    places = {row[0].href for row in top.flow.table.rows if not isinstance(row[0], str)}
    pages = {"exchanges/2026.html": first, "exchanges/2026-2.html": second}
    for place in places:
        page, _, slug = place.partition("#")
        assert slug in {row.slug for row in pages[page].rows}
    old = view_of(notes, "exchanges/2024.html")
    assert (old.sentence, old.pager) == ("None given, one received.", None)
    one = LinkTo("exchanges.html#way=got&kind=lead&year=2024", "1", kind="page")
    assert old.kinds.rows == (("lead", "", one),)
    assert (old.earlier, old.later.href) == (None, "exchanges/2026.html")


def test_more_lines_than_unfold_are_counted() -> None:
    notes = {"contacts/ada.md": ADA}
    for number in range(120):
        notes[f"meetings/{number}.md"] = (
            f"---\ndate: {date(2026, 10, 1) + timedelta(days=number % 40)}\nwith: ada\n---\n- gave: {number}\n"
        )
    view = view_of(notes, "exchanges.html")
    for remark in (view.quarter, view.giving[0], view.back_people[0]):
        assert len(remark.lines) == 13
        assert said(remark.lines[-1].text) == "and 108 more, in the ledger"


def test_asks_have_their_outcomes_and_lines() -> None:
    view = view_of(NOTES, "exchanges.html")
    assert [said(each.sentence) for each in view.asks] == ["You asked once: one yes."]
    assert [said(line.text) for line in view.asks[0].lines] == ["Ada: a word"]


def test_where_nothing_is_written_down_nothing_is_said() -> None:
    notes = {"contacts/ada.md": ADA, "meetings/1.md": "---\ndate: 2026-08-03\nwith: ada\n---\nWe talked.\n"}
    view = view_of(notes, "exchanges.html")
    assert (view.quarter, view.flow, view.taking, view.giving, view.back, view.asks, view.rows) == (
        *(None, None), *((), (), (), (), ()),
    )  # fmt: skip
    view = view_of(notes, "promises.html")
    assert (view.sentence, view.mine, view.theirs, view.rate, view.events, view.remarks, view.past) == (
        *("", (), ()), *(None, None), *((), ()),
    )  # fmt: skip
    assert view_of(notes, "people/ada.html").balance is None


def test_the_balance_on_a_persons_page_unfolds() -> None:
    balance = view_of(NOTES, "people/ada.html").balance
    assert (balance.sentence, balance.hollow, balance.leans) == ("Two given, two received since 2026.", True, False)
    assert [(said(each.sentence), len(each.lines)) for each in balance.remarks] == [
        ("All four lines", 4),
        ("Something came later after 1 of 2 things given.", 2),
        ("You asked once: one yes.", 1),
        ("One given before you first asked.", 1),
    ]


# ---------------------------------------------------------------- promises


PROMISED = {
    "contacts/ada.md": ADA.replace("met:", "circle: close\nmet:"),
    "contacts/bo.md": BO.replace("met:", "follow_up: 2026-12-01\nmet:"),
    "meetings/1.md": """\
        ---
        date: 2026-10-01
        with: ada
        ---
        - [ ] I'll send one due:2026-11-01
        - [ ] I'll send two due:2026-10-10 moved:2026-10-20 moved:2026-11-25
        - [/] I'll send three due:2026-12-24
        - [ ] I'll send four
        - [ ] Ada will send five due:2026-11-10
        - [ ] Ada will send six due:2026-11-22
        - [x] I'll send seven due:2026-10-09 done:2026-10-08
        - [x] I'll send eight due:2026-10-09 done:2026-10-12
        - [-] I'll send nine due:2026-10-09
        - [-] I'll send ten due:2026-10-09 why:"bought"
        - [x] Ada will send eleven due:2026-10-09 done:2025-12-30
        - [x] I'll send twelve
        """,
    "events/2026-09-01-fair.md": """\
        ---
        title: The fair
        until: 2026-09-02
        ---
        ## Met
        - [[bo]]
          - [x] I'll write due:2026-09-20 done:2026-09-12
          - [x] I'll call due:2026-09-20 done:2026-09-14
        """,
}


def test_open_promises_stand_by_when_they_are_due() -> None:
    view = view_of(PROMISED, "promises.html")
    told = [(group.title, [said(each.text) for each in group.promises]) for group in (*view.mine, *view.theirs)]
    assert told == [
        ("Late", ["I'll send one"]),
        ("This week", ["I'll send two"]),
        ("Later", ["I'll send three"]),
        ("Without a date", ["I'll send four"]),
        ("Waiting", ["Ada will send five"]),
        ("This week", ["Ada will send six"]),
    ]
    assert view.sentence == "Four of mine and two of others are open."
    (chip,) = view.mine[1].promises[0].chips
    assert (chip.text, chip.title) == ("put off 2 times", "From 10 October 2026, then 20 October 2026")
    assert view.mine[2].promises[0].state == "begun"


def test_what_was_left_open_with_the_dead_is_not_brought_up() -> None:
    """It stands folded after all others, uncounted, and neither here nor in its meeting is said how late it is."""
    lines = "- [ ] I'll call her due:2025-12-24\n- [ ] Ada will send the recipe due:2025-12-24\n"
    notes = {
        "contacts/ada.md": "---\nname: Ada\nstatus: deceased\n---\n",
        "meetings/a.md": f"---\ndate: 2025-12-01\nwith: ada\n---\n{lines}",
        "meetings/b.md": "---\ndate: 2026-11-01\nwith: [ada, Bo]\n---\n- [ ] I'll send a map to:all due:2026-11-05\n",
    }
    view = view_of(notes, "promises.html")
    assert view.sentence == "One of mine is open."
    assert [(group.title, group.folded, len(group.promises)) for group in (*view.mine, *view.theirs)] == [
        ("Late", False, 1),
        ("Left open", True, 1),
        ("Left open", True, 1),
    ]
    assert {each.when for group in (*view.mine, *view.theirs)[1:] for each in group.promises} == {"left open"}
    meeting = view_of(notes, "meetings/a.html")
    assert "late" not in meeting.body and "waiting" not in meeting.body
    del notes["meetings/b.md"]
    assert view_of(notes, "promises.html").sentence == ""


def test_a_promise_in_a_persons_file_leads_to_the_meeting_where_it_was_made() -> None:
    """On Today and on the page of promises alike: the name of the file says who, which is said already."""
    ada = ADA + "\n## 2026-11-02 The paper comes back\n\n- [ ] I'll send the plan due:2026-11-10\n"
    for path, groups in (("index.html", lambda view: view.mine), ("promises.html", lambda view: view.mine[0].promises)):
        (shown,) = groups(view_of({"contacts/ada.md": ada}, path))
        assert shown.source.text == "The paper comes back", path


def test_what_became_of_promises_by_year() -> None:
    view = view_of(PROMISED, "promises.html")
    told = [(str(each.day), each.whose, said(each.text), each.outcome) for each in view.past]
    assert told == [
        ("2026-10-12", "mine", "I'll send eight", "kept 3 days late"),
        ("2026-10-09", "mine", "I'll send nine", "dropped"),
        ("2026-10-09", "mine", "I'll send ten", "dropped: bought"),
        ("2026-10-08", "mine", "I'll send seven", "kept"),
        ("2026-10-01", "mine", "I'll send twelve", "kept"),
        ("2026-09-14", "mine", "I'll call", "kept"),
        ("2026-09-12", "mine", "I'll write", "kept"),
        ("2025-12-30", "theirs", "Ada will send eleven", "kept"),
    ]
    assert [each.slug for each in view.past] == ["y2026", "", "", "", "", "", "", "y2025"]


def test_the_kept_rate_by_hand() -> None:
    """4 kept on time (seven, twelve, both of the fair), 1 late, 2 dropped: Beta(5, 4)."""
    site = journal(PROMISED)
    mine = [each for each in all_promises(site) if not each.theirs]
    rate = kept_rate(mine)
    assert rate is not None
    assert (rate.kept, rate.late, rate.dropped) == (4, 1, 2)
    assert (rate.low, rate.median, rate.high) == (
        pytest.approx(0.3446, abs=1e-4), pytest.approx(0.5598, abs=1e-4), pytest.approx(0.7603, abs=1e-4),
    )  # fmt: skip
    assert [(name, len(those)) for name, those in by_circle(site, mine)] == [("close", 5)]
    view = view_of(PROMISED, "promises.html")
    assert [getattr(row[0], "href", row[0]) for row in view.rate.table.rows] == ["promises.html#y2026", "All"]
    assert view.rate.sentence.startswith("Of 7 promises 4 were kept on time (1 late, 2 dropped): about 56 %")


def test_a_rate_of_few_promises_is_not_said() -> None:
    notes = {"contacts/ada.md": ADA, "meetings/1.md": "---\ndate: 2026-10-01\nwith: ada\n---\n- [-] I'll send it\n"}
    view = view_of(notes, "promises.html")
    assert view.rate is None
    assert kept_rate(()) is None
    assert [said(each.sentence) for each in view.remarks] == [
        "One was dropped without a word why; a why: would remember it."
    ]


def test_dropped_without_a_why() -> None:
    view = view_of(PROMISED, "promises.html")
    (remark,) = view.remarks
    assert [said(line.text) for line in remark.lines] == ["I'll send nine"]
    assert len(dropped_without_why(all_promises(journal(PROMISED)))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "[-] I'll send it why:she has one",
        "[x] I'll send it",
        "[ ] I'll send it due:2026-10-02",
        "[-] Ada will send it",
    ],
)
def test_nothing_is_said_of_what_was_not_dropped_without_a_why(line: str) -> None:
    """A why, a promise kept or open, and what others dropped: the page remarks on none of them."""
    notes = {"contacts/ada.md": ADA, "meetings/1.md": f"---\ndate: 2026-10-01\nwith: ada\n---\n- {line}\n"}
    assert view_of(notes, "promises.html").remarks == ()


def test_from_an_event_to_the_first_promise_kept() -> None:
    site = journal(PROMISED)
    (found,) = first_kept(site, all_promises(site))
    assert (found.days, found.promise.statement.line.shown) == (10, "I'll write")
    notes = dict(PROMISED)
    for month in ("07", "08"):
        notes[f"events/2026-{month}-01-fair.md"] = PROMISED["events/2026-09-01-fair.md"].replace(
            "until: 2026-09-02", ""
        )
    view = view_of(notes, "promises.html")
    assert said(view.events.sentence) == (
        "After three events a promise made there was kept; the first took 6 weeks, at the median."
    )
    assert len(view.events.lines) == 3


def test_wishes_to_be_in_touch() -> None:
    view = view_of(PROMISED, "promises.html")
    assert [said(each.text) for each in view.follow_ups] == ["Bo, 2026-12-01"]
    late = view_of(PROMISED, "promises.html", today="2026-12-11")
    assert [chip.text for chip in late.follow_ups[0].chips] == ["10 days ago"]
    site = journal(PROMISED, "2027-12-11")
    assert follow_ups(tie(site, key) for key in site.people()) == ()


def test_a_promise_kept_later_does_not_seem_to_tell_of_a_meeting_on_that_day() -> None:
    note = "---\ndate: 2026-06-05\nwith: ada\nkind: coffee\n---\n- [x] I'll send the table done:2026-06-12\n"
    notes = {"contacts/ada.md": ADA, "meetings/a.md": note}
    (line,) = view_of(notes, "people/ada.html").brief.since
    assert (line.day, line.source.text, line.noted) == (date(2026, 6, 12), "Coffee", date(2026, 6, 5))
    same = {**notes, "meetings/a.md": note.replace("06-12", "06-05")}
    (figure,) = [each for part in view_of(same, "timeline/2026-review.html").parts for each in part.figures]
    assert [(line.day, line.noted) for line in figure.lines] == [(date(2026, 6, 5), None)]
