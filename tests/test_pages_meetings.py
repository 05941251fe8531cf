"""A meeting's page, and the table of meetings."""

from __future__ import annotations

from datetime import date

from journal_of import ADA, BO
from pages_of import names, said, view_of
from site_builder.site.views import MeetingView, NoteView

ADA_AT_WORK = """\
    ---
    name: Ada Lovelace
    org:
      - 2020: "[[engines]]"
    role:
      - 2020: Engineer
      - 2026-07: Head of Research
    met: 2026-06-05
    ---
    ## Next time
    - how did the move go?
    """
ENGINES = "---\nname: Analytical Engines\n---\n"
ME = "---\nname: Me\norg: '[[engines]]'\n---\n"

COFFEE = """\
    ---
    date: 2026-06-05
    with: [ada]
    kind: coffee
    initiative: them
    minutes: 90
    place: the Royal Society
    follow_up: +6w
    ---
    She leaves the committee in autumn.

    - gave link: the paper on loop notation
    - gave intro: [[bo]] for the engine
    - got lead: Turin is hiring
    - learned: her daughter starts school
    - ask: a review of chapter 3 outcome:yes
    - [ ] I'll send the table due:2026-06-12
    - [x] Ada will send the minutes due:2026-06-30 done:2026-07-02
    """


def test_a_meeting_says_who_they_were_that_day() -> None:
    notes = {"contacts/ada.md": ADA_AT_WORK, "orgs/engines.md": ENGINES, "meetings/a.md": COFFEE}
    view = view_of({**notes, "contacts/bo.md": BO}, "meetings/a.html")
    assert view.title == "Coffee with Ada Lovelace"
    assert [(each.person.text, each.role, each.first) for each in view.people] == [
        ("Ada Lovelace", "Engineer, Analytical Engines", True)
    ]
    assert [(fact.label, said(fact.values[0])) for fact in view.facts] == [
        ("Place", "the Royal Society"),
        ("Length", "90 minutes"),
        ("Whose idea", "theirs"),
    ]
    assert view.standing == ""


def test_an_org_that_is_also_mine_goes_without_saying() -> None:
    notes = {"contacts/ada.md": ADA_AT_WORK, "orgs/engines.md": ENGINES, "meetings/a.md": COFFEE, "me.md": ME}
    assert view_of(notes, "meetings/a.html").people[0].role == "Engineer"


def test_what_was_agreed_is_shown_with_its_state_now() -> None:
    notes = {"contacts/ada.md": ADA_AT_WORK, "contacts/bo.md": BO, "meetings/a.md": COFFEE}
    view = view_of(notes, "meetings/a.html", today="2026-07-10")
    assert [(said(each.text), each.whose, each.state, each.when) for each in view.agreed] == [
        ("I'll send the table", "mine", "late", "28 days late"),
        ("Ada will send the minutes", "theirs", "kept", "kept 2 days late"),
    ]
    assert [(each.direction, each.kind, said(each.text)) for each in view.exchanges] == [
        ("gave", "link", "the paper on loop notation"),
        ("gave", "intro", "Bo for the engine"),
        ("got", "lead", "Turin is hiring"),
    ]
    assert [said(each.text) for each in view.lines] == [
        "Learned: her daughter starts school",
        "Asked: a review of chapter 3",
    ]
    assert [chip.text for chip in view.lines[1].chips] == ["outcome: yes"]


def test_of_two_people_a_line_says_whom_it_is_of() -> None:
    notes = {
        "contacts/ada.md": ADA,
        "contacts/bo.md": BO,
        "meetings/a.md": """\
            ---
            date: 2026-06-05
            with: [ada, bo]
            ---
            - learned: @bo has twins
            - told: about the move
            - wants: a reviewer to:@ada
            - intro: @ada -> @bo for the engine
            """,
    }
    view = view_of(notes, "meetings/a.html")
    assert view.title == "Meeting with Ada and Bo"
    assert [said(each.text) for each in view.lines] == [
        "Learned of Bo: Bo has twins",
        "Told: about the move",
        "Ada wants: a reviewer",
    ]
    assert [said(each.text) for each in view.exchanges] == ["Ada to Bo for the engine"]


def test_a_follow_up_says_by_when_and_whether_it_came_to_that() -> None:
    notes = {"contacts/ada.md": ADA, "meetings/a.md": COFFEE}
    assert said(view_of(notes, "meetings/a.html", today="2026-07-10").follow_up) == "2026-07-17, in 7 days"
    assert said(view_of(notes, "meetings/a.html", today="2026-10-01").follow_up) == "2026-07-17"
    notes["meetings/b.md"] = "---\ndate: 2026-08-01\nwith: ada\nkind: call\n---\n"
    view = view_of(notes, "meetings/a.html", today="2026-10-01")
    assert said(view.follow_up) == "2026-07-17; you met on 1 August 2026"
    assert view.follow_up[2].href == "meetings/b.html"


def test_before_and_after_are_meetings_of_all_the_same_people() -> None:
    """Ada alone in May, both in June, Bo alone in July, both and Cy in August."""
    notes = {
        "contacts/ada.md": ADA,
        "contacts/bo.md": BO,
        "meetings/1.md": "---\ndate: 2026-05-01\nwith: ada\n---\nFirst words.\n\nLast words.\n",
        "meetings/2.md": "---\ndate: 2026-06-01\nwith: ada, bo\n---\n",
        "meetings/3.md": "---\ndate: 2026-07-01\nwith: bo\n---\n",
        "meetings/4.md": "---\ndate: 2026-08-01\nwith: ada, bo, Cy\nkind: lunch\n---\n",
        "meetings/5.md": "---\ndate: 2026-08-02\nwith: ada, bo\ncancelled: yes\n---\n",
    }
    both = view_of(notes, "meetings/2.html")
    assert both.earlier is None
    assert (both.later.link.text, both.later.day) == ("Lunch with Ada, Bo and Cy", date(2026, 8, 1))
    last = view_of(notes, "meetings/4.html")
    assert (last.earlier, last.later) == (None, None)
    alone = view_of({**notes, "meetings/2.md": "---\ndate: 2026-06-01\nwith: ada\n---\n"}, "meetings/2.html")
    assert alone.earlier.gist == "Last words."
    assert (alone.earlier.link.href, alone.earlier.link.text) == ("meetings/1.html", "Meeting")
    assert (alone.later.link.text, alone.later.people) == ("Lunch with Bo and Cy", ())


def test_a_dated_heading_is_a_neighbour_as_well() -> None:
    notes = {
        "contacts/ada.md": ADA + "## 2026-05-01 call\nShe was well.\n",
        "meetings/2.md": "---\ndate: 2026-06-01\nwith: ada\n---\n",
    }
    earlier = view_of(notes, "meetings/2.html").earlier
    assert (earlier.gist, earlier.link.text) == ("She was well.", "Call")
    assert earlier.link.href == "people/ada.html#2026-05-01-call"


def test_before_a_meeting_stands_what_to_have_in_mind() -> None:
    notes = {
        "contacts/ada.md": ADA_AT_WORK,
        "meetings/a.md": COFFEE,
        "meetings/b.md": "---\ndate: 2026-07-20\nwith: ada\n---\nTo ask: the minutes.\n",
    }
    view = view_of(notes, "meetings/b.html", today="2026-07-01")
    assert view.standing == "arranged, in 3 weeks"
    (brief,) = view.briefs
    assert [said(each.text) for each in brief.lines][:3] == [
        "Last words: She leaves the committee in autumn.",
        "Role: Head of Research since July 2026, before Engineer",
        "Bring up: how did the move go?",
    ]
    assert [(each.whose, said(each.text)) for each in brief.promises] == [
        ("mine", "I'll send the table"),
    ]
    assert view_of(notes, "meetings/b.html", today="2026-07-21").briefs == ()


def test_what_is_other_than_a_meeting_says_so() -> None:
    def standing(front: str, today: str = "2026-06-05") -> str:
        note = f"---\ndate: 2026-06-05\n{front}\n---\n"
        return str(view_of({"contacts/ada.md": ADA, "meetings/a.md": note}, "meetings/a.html", today).standing)

    assert standing("with: ada") == ""
    assert standing("with: ada\ncancelled: yes") == "cancelled"
    assert standing("with: ada\nplanned: yes", "2026-06-01") == "planned, in 4 days"
    assert standing("with: ada\nplanned: yes") == "planned for today"
    assert standing("with: ada\nplanned: yes", "2026-07-01") == "planned; no note says whether it took place"
    assert standing("with: ada\nkind: presentation") == "a presentation: it does not count as contact"
    assert (
        standing("with: Al, Bo, Cy, Dee, Eva, Flo, Gus") == "does not count as contact: more than six people were there"
    )
    assert standing("kind: lunch") == ""


def test_a_first_meeting_is_one_before_which_no_note_tells_of_any() -> None:
    notes = {
        "meetings/1.md": "---\ndate: 2026-05-01\nwith: Dee, ada\n---\n",
        "meetings/2.md": "---\ndate: 2026-06-01\nwith: Dee\n---\n",
        "contacts/ada.md": ADA,
    }
    assert [each.first for each in view_of(notes, "meetings/1.html").people] == [True, False]
    assert [each.first for each in view_of(notes, "meetings/2.html").people] == [False]


def test_a_running_note_shows_its_meetings() -> None:
    notes = {
        "contacts/ada.md": ADA,
        "meetings/ada-weekly.md": """\
            ---
            with: [ada]
            ---
            Every other week.

            ## 2026-05-01 min:30 the start
            - gave idea: begin
            - [x] I'll write it down

            ## 2026-06-01 min:30
            - [ ] I'll think about it due:2026-06-10
            """,
    }
    view = view_of(notes, "meetings/ada-weekly.html")
    assert isinstance(view, MeetingView)
    assert (view.title, view.day) == ("Meetings with Ada", date(2026, 6, 1))
    assert view.standing == "A running note: two meetings, from 1 May 2026 to 1 June 2026"
    assert [said(each.text) for each in view.agreed] == ["I'll think about it"]
    assert len(view.exchanges) == 1
    assert "Every other week." in view.body


def test_a_meeting_without_a_date_is_a_plain_note_with_its_finding() -> None:
    view = view_of({"meetings/some-day.md": "We should meet.\n"}, "meetings/some-day.html")
    assert isinstance(view, NoteView)
    assert view.title == "Some Day"
    assert [each.rule for each in view.page.banners] == ["missing-field"]


def test_a_note_of_date_people_and_prose_makes_a_page() -> None:
    view = view_of(
        {"meetings/2026-06-05.md": "---\nwith: Ada, Bo Ek\n---\nAbout engines.\n"}, "meetings/2026-06-05.html"
    )
    assert view.title == "Meeting with Ada and Bo Ek"
    assert [each.person.kind for each in view.people] == ["card", "card"]
    empty = (view.facts, view.agreed, view.exchanges, view.lines, view.briefs, view.follow_up, view.more, view.tags)
    assert empty == ((),) * 8


def test_a_crowd_is_named_in_part_but_on_its_own_page() -> None:
    people = ", ".join(f"Person {number:02}" for number in range(30))
    notes = {"meetings/a.md": f"---\ndate: 2026-12-05\nwith: {people}\n---\n"}
    assert [each.person.text for each in view_of(notes, "meetings/a.html").people][-2:] == ["Person 28", "Person 29"]
    (row,) = view_of(notes, "meetings.html", "2026-12-20").rows
    assert (row.people[-1].text, row.people[-1].href) == ("24 more", "meetings/a.html")
    assert view_of(notes, "meetings/a.html").briefs == ()


def test_the_table_holds_notes_and_dated_headings_newest_first() -> None:
    notes = {
        "contacts/ada.md": ADA + "## 2026-05-01 call about the engine\nShe was well.\n",
        "events/2026-05-20-fair.md": "## Met\n- [[ada]] was there\n",
        "meetings/1.md": "---\ndate: 2026-04-01\nwith: ada\nkind: coffee\nplace: Turin\n---\n",
        "meetings/2.md": "---\ndate: 2026-06-01\nwith: Bo\ncancelled: yes\n---\n",
        "meetings/3.md": "---\ndate: 2026-12-05\nwith: ada\n---\n",
        "meetings/4.md": "---\ndate: 2026-12-01\nwith: ada\nplanned: yes\n---\n",
    }
    view = view_of(notes, "meetings.html")
    assert [(row.day.isoformat(), row.link.text, row.link.href) for row in view.rows] == [
        ("2026-06-01", "Meeting with Bo", "meetings/2.html"),
        ("2026-05-01", "The engine", "people/ada.html#2026-05-01-call-about-the-engine"),
        ("2026-04-01", "Coffee with Ada", "meetings/1.html"),
    ]
    assert [[chip.text for chip in row.chips] for row in view.rows] == [["cancelled"], [], []]
    assert (view.rows[2].place, names(view.rows[2].people)) == ("Turin", ["Ada"])
    assert [row.day.day for row in view.ahead] == [1, 5]
    assert view.pager is None


def test_a_long_table_has_pages_of_a_hundred_and_the_first_holds_what_lies_ahead() -> None:
    notes = {
        f"meetings/{n}.md": f"---\ndate: 2024-{1 + n // 28:02}-{1 + n % 28:02}\nwith: Ada\n---\n" for n in range(201)
    }
    notes["meetings/ahead.md"] = "---\ndate: 2026-12-05\nwith: Ada\n---\n"
    first, second, third = (view_of(notes, f"meetings{end}.html") for end in ("", "-2", "-3"))
    assert [len(page.rows) for page in (first, second, third)] == [100, 100, 1]
    assert [len(page.ahead) for page in (first, second, third)] == [1, 0, 0]
    assert third.rows[0].day == date(2024, 1, 1)
    assert (second.pager.page, second.pager.pages) == (2, 3)
    assert (second.pager.newer.href, second.pager.older.href) == ("meetings.html", "meetings-3.html")


def test_the_tab_of_a_meeting_says_its_day_and_that_of_a_running_note_none() -> None:
    notes = {
        "contacts/ada.md": ADA,
        "meetings/a.md": COFFEE,
        "meetings/b.md": "---\nwith: ada\n---\n## 2026-06-05 call\n",
    }
    assert view_of(notes, "meetings/a.html").page.title == "Coffee with Ada, 5 June 2026"
    assert view_of(notes, "meetings/b.html").page.title == "Meetings with Ada"


def test_a_promise_to_a_crowd_names_some_and_says_how_many_more() -> None:
    crowd = ", ".join(f"Person {number}" for number in range(40))
    notes = {"meetings/a.md": f"---\ndate: 2026-06-05\nwith: [{crowd}]\n---\n- [ ] I'll write due:2026-06-12 to:all\n"}
    (promise,) = view_of(notes, "index.html").mine
    assert names(promise.people)[-1] == "34 more"
    assert promise.people[-1].href == promise.source.href
    assert len(promise.people) == 7


def test_when_somebody_was_met_last_stands_beside_the_name_of_the_meeting() -> None:
    """In one link with a name in Arabic, the number would be drawn to the other side of it."""
    notes = {
        "contacts/ada.md": "---\nname: Ada\ncadence: 1m\n---\n",
        "meetings/a.md": "---\ndate: 2026-05-01\nwith: [ada, محمد]\n---\n",
    }
    (touch,) = view_of(notes, "index.html").touch
    assert touch.last[0].text == "Meeting with محمد"
    assert touch.last[1:] == (", 7 months ago",)
