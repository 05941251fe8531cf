"""Plans worked out by hand: what shows a move, what is observed, the asset against a year ago, and the page."""

from __future__ import annotations

from datetime import date

from journal_of import journal
from pages_of import said, view_of
from site_builder.relations.next_steps import next_step
from site_builder.relations.plans import Plan, plan_for, plan_remarks, planned_for, trend_of

ADA = "contacts/ada.md"
TODAY = "2026-06-20"


def contact(*fields: str, body: str = "") -> str:
    return "\n".join(("---", "name: Ada Byron", *fields, "---", body, ""))


def plan(body: str, today: str = TODAY, **notes: str) -> Plan:
    """The plan for Ada, from the body of her file, and meetings by day (`m2026_06_05`)."""
    meetings = {
        f"meetings/{name[1:].replace('_', '-')}.md": f"---\nwith: '[[ada]]'\n---\n{text}"
        for name, text in notes.items()
    }
    return plan_for(journal({ADA: contact(body=f"## Plan\n{body}"), **meetings}, today), ADA)


def told(found: Plan, today: str = TODAY) -> list[tuple[str, tuple[str, ...], date | None]]:
    return [(each.kind, each.tests, each.day) for each in plan_remarks(found, date.fromisoformat(today))]


def test_a_kept_move_is_linked_to_what_proves_it_on_its_day() -> None:
    found = plan(
        "- [x] show her the draft done:2026-06-05 tests:invests,learns,illustrates\n",
        m2026_06_05="- gave idea: the draft\n- gave link: the paper\n- learned: she is moving\n",
    )
    assert [(each.test, len(each.meetings), [line.line.text for line in each.lines]) for each in found.evidence] == [
        ("invests", 1, []),
        ("learns", 0, ["she is moving"]),
        ("illustrates", 0, ["the draft", "the paper"]),
    ]
    assert found.shown == found.claimed == ("invests", "learns", "illustrates")


def test_what_is_of_another_day_or_another_direction_proves_nothing() -> None:
    found = plan(
        "- [x] show her the draft done:2026-06-05 tests:learns,illustrates\n",
        m2026_06_05="- got idea: a title\n",
        m2026_06_06="- gave idea: the draft\n- learned: she is moving\n",
    )
    assert found.evidence == ()


def test_a_move_that_is_open_dropped_or_of_no_day_proves_nothing_and_is_not_remarked_on() -> None:
    found = plan(
        "- [ ] a due:2026-06-05 tests:invests,learns,illustrates\n- [x] b tests:invests\n- [-] c tests:invests\n",
        m2026_06_05="Tea.\n",
    )
    assert found.evidence == ()
    assert told(found) == []


def test_a_test_that_no_move_covers_and_one_that_was_claimed_and_not_shown() -> None:
    found = plan("- [x] call her done:2026-06-05 tests:invests,learns\n", m2026_06_05="Tea.\n")
    assert told(found) == [("uncovered", ("illustrates",), None), ("unshown", ("learns",), date(2026, 6, 5))]
    assert told(plan("- [ ] call her due:2026-07-01\n- hope: she calls\n")) == []  # no test named: nothing to say


def test_a_quarter_without_a_move() -> None:
    """The last was made on 19 March: on 19 June that is a quarter, on the 20th it is more."""
    done = "- [x] call her done:2026-03-19\n"
    assert told(plan(done, "2026-06-19"), "2026-06-19") == []
    assert told(plan(done)) == [("idle", (), date(2026, 3, 19))]
    assert told(plan(done + "- [ ] write due:2026-07-01\n")) == []
    assert told(plan(done + "- [ ] write due:2026-02-01\n")) == [("idle", (), date(2026, 3, 19))]
    for line, was in ((done, "was on"), ("- [ ] write due:2026-03-19\n", "was meant for")):
        page = view_of({ADA: contact(body=f"## Plan\n{line}")}, "plans.html", today=TODAY)
        assert [said(each.sentence) for each in page.plans[0].remarks][-1:] == [
            f"The last move {was} 2026-03-19. What could the next one be?"
        ]
    assert told(plan(done + "- [ ] write\n")) == []  # open, and no day was set
    assert told(plan(done + "- [x] write\n")) == []  # may have been this quarter
    assert told(plan("- hope: she calls\n")) == []


def test_hopes_are_apart_and_never_late() -> None:
    found = plan("- [ ] call her due:2026-07-01\n- hope: she calls watch:2026-01\n")
    assert [each.line.shown for each in found.hopes] == ["she calls"]
    assert [move.statement.line.shown for move in found.moves] == ["call her"]
    assert found.next_move == found.moves[0]


YEARS = {
    ADA: contact("trust:", "  - 2023-01: 2", "  - 2025-09: 4", "plan: Write together"),
    "meetings/2024-06-20.md": "---\nwith: ada\n---\n- gave link: too early, the day before that year begins\n",
    "meetings/2024-06-21.md": "---\nwith: ada\n---\n- gave link: the year before\n- learned: a\n",
    "meetings/2025-06-20.md": "---\nwith: ada\n---\n- got lead: its last day\n",
    "meetings/2025-06-21.md": "---\nwith: ada\n---\n- gave link: this year\n- got lead: a\n- got lead: b\n",
    "meetings/2026-05-01.md": "---\nwith: [ada, Bo Diggle]\n---\n- learned: @ada hums\n- learned: both are old\n",
}


def test_the_asset_against_a_year_ago() -> None:
    found = trend_of(journal(YEARS, TODAY), ADA)
    assert (found.trust, found.trust_before) == (4, 2)
    assert found.before is not None
    assert (found.before.first, found.before.last) == (date(2024, 6, 21), date(2025, 6, 20))
    assert (found.year.first, found.year.last) == (date(2025, 6, 21), date(2026, 6, 20))

    def counts(year: object) -> list[int]:
        return [len(getattr(year, name)) for name in ("gave", "got", "alone", "learned")]

    assert counts(found.before) == [1, 1, 2, 1]
    assert counts(found.year) == [1, 2, 1, 2]


def test_notes_that_do_not_reach_back_judge_no_year_before() -> None:
    late = {path: text for path, text in YEARS.items() if path != "meetings/2024-06-20.md"}
    assert trend_of(journal(late, TODAY), ADA).before is None
    plain = {**YEARS, ADA: contact("trust: 4")}
    found = trend_of(journal(plain, TODAY), ADA)
    assert (found.trust, found.trust_before) == (4, None)


def test_the_next_step_is_a_move_then_a_meeting_then_a_promise_then_what_to_raise() -> None:
    body = "## Plan\n- [ ] call her due:2026-07-05\n## Next time\n- the lift\n"
    notes = {
        ADA: contact(body=body),
        "meetings/2026-07-01.md": "---\nwith: ada\n---\n",
        "meetings/2026-06-01.md": "---\nwith: ada\n---\n- [ ] I'll send the table due:2026-06-30\n",
    }

    def step(*without: str) -> tuple[str, date | None]:
        left = {path: text for path, text in notes.items() if path not in without}
        if ADA in without:
            left[ADA] = contact(body="## Next time\n- the lift\n")
        found = next_step(journal(left, TODAY), ADA)
        assert found is not None
        return found.kind, found.day

    assert step() == ("move", date(2026, 7, 5))
    assert step(ADA) == ("meeting", date(2026, 7, 1))
    assert step(ADA, "meetings/2026-07-01.md") == ("promise", date(2026, 6, 30))
    assert step(ADA, "meetings/2026-07-01.md", "meetings/2026-06-01.md") == ("item", None)
    assert next_step(journal({ADA: contact("status: deceased", body=body)}, TODAY), ADA) is None


def test_the_page_has_every_plan_by_its_next_step_and_each_figure_its_lines() -> None:
    notes = {
        **YEARS,
        "contacts/bo.md": "---\nname: Bo\n---\n## Plan\n- [ ] write to him due:2026-06-25 tests:invests\n",
        "contacts/cy.md": "---\nname: Cy\nstatus: archived\nplan: Over\n---\n",
        "contacts/dee.md": "---\nname: Dee\n---\n",
    }
    view = view_of(notes, "plans.html", TODAY)
    assert [(each.person.href, each.person.text, said(each.next), each.when) for each in view.steps] == [
        ("plans.html#p-bo", "Bo", "write to him", "in 5 days"),
        ("plans.html#p-ada", "Ada Byron", "", ""),
    ]
    bo, ada = view.plans
    assert [said(each.sentence) for each in bo.remarks] == ["No move is meant to learn or illustrate yet."]
    assert bo.asset == ()
    assert [(each.value, each.label, each.note, len(each.lines)) for each in ada.asset] == [
        ("4 of 5", "trust", "2 a year ago", 2),
        ("1", "given", "1 the year before", 2),
        ("2", "received", "1 the year before", 3),
        ("1", "one-to-one", "2 the year before", 3),
        ("2", "things learned", "1 the year before", 3),
    ]
    assert planned_for(journal({}, TODAY)) == ()
    assert view_of({}, "plans.html").plans == ()
