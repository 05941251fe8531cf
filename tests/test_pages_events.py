"""An event's page, before and after its day, and the table of events."""

from __future__ import annotations

from datetime import date

from journal_of import ADA, BO
from pages_of import names, said, view_of
from site_builder.site.views import NoteView

DAYS_2025 = """\
    ---
    date: 2025-05-20
    title: Compiler Days 2025
    series: compiler-days
    ---
    ## Objectives
    - [x] hear three talks

    ## Met
    - [[ada]] gave the second talk min:10
    - new: Eve Marsh | does: printer
    """

DAYS_2026 = """\
    ---
    date: 2026-05-20
    until: 2026-05-21
    title: Compiler Days 2026
    place: Berlin
    organiser: "[[society]]"
    audience: [engineers, writers]
    series: compiler-days
    hours: 9
    cost: 100 EUR
    went_with: ["[[bo]]"]
    ---
    We went by train.

    ## Objectives
    - [x] meet two people who run a compiler team
    - [/] learn how others fund research
    - [-] see the hall why:"it was full"

    ## Met
    - [[ada]] runs the engine group min:40
      - gave contact: number of the foundry
      - learned: she hums
      - [ ] I'll send the foundry's address due:+3d
    - new: Mary Somerville | does: translator | here for: [[turin]] jobs | wants: a reviewer | via:@ada min:20
    - new: Joe Plain min:5

    ## Signals
    - everybody says **notation**
    """

SOCIETY = "---\nname: The Society\n---\n"
NOTES = {
    "contacts/ada.md": ADA,
    "contacts/bo.md": BO,
    "contacts/cy.md": "---\nname: Cy\norg: '[[society]]'\n---\n",
    "orgs/society.md": SOCIETY,
    "orgs/turin.md": "---\nname: Turin\n---\n",
    "events/2025-05-20-days.md": DAYS_2025,
    "events/2026-05-20-days.md": DAYS_2026,
}
PAGE = "events/2026-05-20-days.html"


def test_an_event_says_what_became_of_it() -> None:
    view = view_of(NOTES, PAGE)
    assert (view.title, view.day, view.until, view.ahead) == (
        "Compiler Days 2026",
        date(2026, 5, 20),
        date(2026, 5, 21),
        False,
    )
    assert said(view.outcome) == "1 of 3 objectives met, 1 in part; 3 people, 2 new; 9 hours."
    assert [(said(each.text), each.state) for each in view.objectives] == [
        ("meet two people who run a compiler team", "met"),
        ("learn how others fund research", "partly"),
        ("see the hall (it was full)", "not"),
    ]
    assert [(fact.label, [said(value) for value in fact.values]) for fact in view.facts] == [
        ("Place", ["Berlin"]),
        ("Held by", ["The Society"]),
        ("For", ["engineers, writers"]),
        ("Went with", ["Bo"]),
        ("Time", ["9 hours"]),
        ("Cost", ["100 EUR"]),
    ]
    assert [said(each.text) for each in view.signals] == ["everybody says notation"]
    assert view.known == () and view.pitch == "" and view.chips == ()


def test_people_met_have_their_answers_and_stubs_what_is_missing() -> None:
    ada, mary, joe = view_of(NOTES, PAGE).met
    assert (ada.person.text, ada.minutes, said(ada.said)) == ("Ada", "40 min", "runs the engine group")
    assert [said(each.text) for each in ada.lines] == ["Learned: she hums"]
    assert [(each.direction, each.kind, said(each.text)) for each in ada.exchanges] == [
        ("gave", "contact", "number of the foundry")
    ]
    assert (ada.answers, ada.missing) == ((), ())
    assert [(each.question, said(each.text)) for each in mary.answers] == [
        ("does", "translator"),
        ("here for", "Turin jobs"),
        ("wants", "a reviewer"),
        ("via", "Ada"),
    ]
    assert mary.answers[3].text[0].href == "people/ada.html"
    assert (mary.missing, joe.answers) == ((), ())
    assert joe.missing == ("does", "here for", "wants", "via")


def test_what_was_promised_there_is_to_follow_up() -> None:
    view = view_of(NOTES, PAGE, today="2026-05-22")
    assert [(said(each.text), each.when, names(each.people)) for each in view.follow_ups] == [
        ("I'll send the foundry's address", "due tomorrow", ["Ada"])
    ]
    assert view.balance.sentence == "One given."
    assert view.balance.hollow
    assert view.exchanges == ()  # told under the person


def test_a_series_is_told_across_the_years() -> None:
    view = view_of(NOTES, PAGE)
    assert view.series == "Compiler Days"
    assert [(row.link.text, row.day.year, row.people, row.objectives, row.current) for row in view.series_rows] == [
        ("Compiler Days 2026", 2026, "3 people, 2 new", "1 of 3 met, 1 in part", True),
        ("Compiler Days 2025", 2025, "2 people, 1 new", "1 of 1 met", False),
    ]
    alone = {path: text for path, text in NOTES.items() if "2025" not in path}
    assert view_of(alone, PAGE).series_rows == ()


def test_before_its_day_it_is_a_sheet_to_prepare_by() -> None:
    """Bo comes along; Ada and Eve were there last year; Cy is of those who hold it."""
    ahead = (
        DAYS_2026.partition("    ## Met")[0]
        + "    ## Next time\n    - who pays for it?\n    - question: who decides?\n"
    )
    me = "---\nname: Me\npitch:\n  engineers: I keep the calendar honest.\n  clients: One page a month.\n---\n"
    view = view_of({**NOTES, "events/2026-05-20-days.md": ahead, "me.md": me}, PAGE, today="2026-05-10")
    assert view.ahead
    assert [chip.text for chip in view.chips] == ["in 10 days"]
    assert view.outcome == ()
    assert view.pitch == "I keep the calendar honest."
    assert [(each.person.text, each.role) for each in view.known] == [
        ("Bo", "going with you"),
        ("Ada", "met there in 2025"),
        ("Eve Marsh", "printer · met there in 2025"),
        ("Cy", "The Society · of those who hold it"),
    ]
    assert [said(each.text) for each in view.questions] == ["who pays for it?", "who decides?"]
    assert [fact.label for fact in view.facts][3] == "Going with"


def test_those_with_whom_it_is_over_are_not_expected() -> None:
    ahead = DAYS_2026.partition("    ## Met")[0]
    notes = {**NOTES, "events/2026-05-20-days.md": ahead, "contacts/ada.md": "---\nname: Ada\nstatus: deceased\n---\n"}
    assert "Ada" not in [each.person.text for each in view_of(notes, PAGE, today="2026-05-10").known]


def test_on_the_day_it_is_a_sheet_until_somebody_was_met() -> None:
    ahead = DAYS_2026.partition("    ## Met")[0]
    assert view_of({**NOTES, "events/2026-05-20-days.md": ahead}, PAGE, today="2026-05-20").ahead
    assert view_of({**NOTES, "events/2026-05-20-days.md": ahead}, PAGE, today="2026-05-21").ahead
    on_the_day = view_of(NOTES, PAGE, today="2026-05-20")
    assert not on_the_day.ahead
    assert [chip.text for chip in on_the_day.chips] == ["today"]


def test_meetings_there_are_listed_and_count_as_company() -> None:
    meeting = "---\ndate: 2026-05-20\nwith: Dee Fox\nevent: '[[2026-05-20-days]]'\nkind: lunch\n---\nSoup.\n"
    view = view_of({**NOTES, "meetings/soup.md": meeting}, PAGE)
    assert [(each.link.text, each.gist) for each in view.meetings] == [("Lunch with Dee Fox", "Soup.")]
    view = view_of({**NOTES, "meetings/soup.md": meeting}, PAGE, today="2026-05-01")
    company = [(each.person.text, each.role) for each in view.known][:2]
    assert company == [("Bo", "going with you"), ("Dee Fox", "a meeting is arranged")]


def test_what_is_observed_is_guarded() -> None:
    """Said of an event that is over: thin cards, the time that went to one person, nothing learned."""
    met = "".join(f"- [[p{number}]] min:{minutes}\n" for number, minutes in enumerate((50, 10, 10, 10)))
    notes = {f"contacts/p{number}.md": f"---\nname: Pat {number}\n---\n" for number in range(4)}
    notes["events/2026-05-20-fair.md"] = f"## Met\n{met}- new: Joe Plain\n"
    page = "events/2026-05-20-fair.html"
    assert [said(each.sentence) for each in view_of(notes, page).observations] == [
        "50 of 80 minutes went to Pat 0.",
        "Of Joe Plain little is noted: is there more to remember, or may it go?",
        "No note says what you learned there.",
    ]
    assert view_of(notes, page, today="2026-05-20").observations == ()
    notes["events/2026-05-20-fair.md"] = "## Met\n- [[p0]] min:50\n  - learned: a thing\n"
    assert view_of(notes, page).observations == ()


def test_an_event_of_nothing_but_a_name_makes_a_page() -> None:
    view = view_of({"events/2026-05-20-port-fair.md": "Balloons.\n"}, "events/2026-05-20-port-fair.html")
    assert view.title == "Port Fair"
    assert view.outcome == () and view.met == () and view.series_rows == () and view.facts == ()
    assert "Balloons." in view.body
    assert isinstance(view_of({"events/fair.md": "Soon.\n"}, "events/fair.html"), NoteView)


def test_an_event_without_a_title_has_one_name_everywhere() -> None:
    """That of its file, without the date: in its heading, and wherever a page leads to it."""
    notes = {
        "events/2026-05-20-compiler-days.md": "---\nhours: 1\n---\n## Met\n- [[ada]] min:1\n  - gave link: a map\n",
        "meetings/2026-05-19.md": "---\nwith: ada\n---\n",
        "contacts/ada.md": ADA,
    }
    called = "Compiler Days"
    assert view_of(notes, "events/2026-05-20-compiler-days.html").title == called
    ada = view_of(notes, "people/ada.html")
    assert ada.brief.last.link.text == called
    assert ada.years[0].encounters[0].link.text == called
    assert view_of(notes, "meetings/2026-05-19.html").later.link.text == called
    assert view_of(notes, "events.html").rows[0].link.text == called
    brought = {each.label: each.lines for each in view_of(notes, "events/2026-05-20-compiler-days.html").figures}
    assert said(brought["known before"][0].text) == "Ada, 1 minute"


def test_the_table_has_what_comes_first() -> None:
    notes = {
        **NOTES,
        "events/2026-12-01-b.md": "---\ntitle: B\n---\n",
        "events/2026-11-25-a.md": "---\ntitle: A\n---\n## Objectives\n- [ ] listen\n",
        "events/2026-11-19-now.md": "---\ntitle: Now\nuntil: 2026-11-21\n---\n",
        "events/undated.md": "---\ntitle: Some day\n---\n",
    }
    view = view_of(notes, "events.html")
    assert [row.link.text for row in view.ahead] == ["Now", "A", "B"]
    assert [row.objectives for row in view.ahead] == ["", "1 open", ""]
    assert [(row.link.text, row.people, row.objectives, row.series) for row in view.rows] == [
        ("Compiler Days 2026", "3 people, 2 new", "1 of 3 met, 1 in part", "Compiler Days"),
        ("Compiler Days 2025", "2 people, 1 new", "1 of 1 met", "Compiler Days"),
    ]
