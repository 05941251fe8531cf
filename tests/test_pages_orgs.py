"""The pages of orgs and goals, and their tables."""

from __future__ import annotations

from datetime import date

from pages_of import names, said, view_of


def contact(name: str, *lines: str) -> str:
    return "\n".join(("---", f"name: {name}", *lines, "---", ""))


NOTES = {
    "orgs/engines.md": "---\nname: Analytical Engines\nfunctions: [it, sales, research]\ndepth: 2\n---\n",
    "orgs/looms.md": "---\nname: Looms\n---\n",
    "contacts/ada.md": contact(
        "Ada", "org:", "  - 2020-03: '[[engines]]'", "role: Head", "function: research", "circle: inner", "trust: 4"
    ),
    "contacts/bo.md": contact("Bo", "org: '[[engines]]'", "function: IT", "circle: wide", "trust: 1"),
    "contacts/cy.md": contact(
        "Cy",
        "org:",
        "  - 2019: '[[engines]]'",
        "  - 2024-06: '[[looms]]'",
        "role:",
        "  - 2019: Clerk",
        "  - 2024-06: Director",
        "function: it",
        "trust: 5",
    ),
    "contacts/dee.md": contact("Dee", "org: '[[engines]]'", "function: sales", "status: wanted"),
    "contacts/eve.md": contact("Eve", "org: '[[engines]]'", "status: deceased", "role: Founder"),
    "meetings/1.md": "---\ndate: 2026-11-01\nwith: bo\n---\nTea.\n",
    "meetings/2.md": "---\ndate: 2020-02-01\nwith: ada\n---\nBefore she was there.\n",
    "meetings/3.md": "---\ndate: 2026-12-01\nwith: ada\n---\n",
}


def test_an_org_has_its_people_now_and_formerly() -> None:
    view = view_of(NOTES, "orgs/engines.html")
    assert [(each.person.text, each.role, each.function, each.circle, each.begin) for each in view.now] == [
        ("Ada", "Head", "research", "inner", date(2020, 3, 1)),
        ("Bo", "", "IT", "wide", None),
        ("Dee", "", "sales", "wanted", None),
    ]
    assert [(each.person.text, each.role, each.end, each.now) for each in view.formerly] == [
        ("Cy", "Clerk", date(2024, 6, 1), "Director, Looms"),
        ("Eve", "Founder", None, "has died"),
    ]
    assert view.now[1].last == date(2026, 11, 1)
    assert not view.own


def test_every_gap_is_named_with_those_who_could_introduce_me() -> None:
    """Dee is only wanted, so nobody is known in sales. Bo is trusted little, but was met alone this month."""
    view = view_of(NOTES, "orgs/engines.html")
    assert [(row.function, names(row.people), row.gap, names(row.introducers)) for row in view.coverage] == [
        ("IT", ["Bo"], "one more", ["Bo", "Ada"]),
        ("sales", [], "nobody yet", ["Ada", "Bo"]),
        ("research", ["Ada"], "one more", ["Ada", "Bo"]),
    ]
    assert view.coverage_sentence == "Nobody yet in sales; more to find in IT and research."
    later = view_of({**NOTES, "meetings/1.md": "---\ndate: 2024-11-01\nwith: bo\n---\n"}, "orgs/engines.html")
    assert names(later.coverage[1].introducers) == ["Ada"]


def test_a_function_that_is_known_in_depth_has_no_gap() -> None:
    org = "---\nname: AE\nfunctions: [research]\ndepth: 1\n---\n"
    view = view_of({**NOTES, "orgs/engines.md": org}, "orgs/engines.html")
    assert [(row.gap, row.introducers) for row in view.coverage] == [("", ())]
    assert view.coverage_sentence == "As many as you wished in research."


def test_meetings_with_people_who_were_there_that_day() -> None:
    view = view_of(NOTES, "orgs/engines.html")
    assert [each.gist for each in view.meetings] == ["Tea."]


def test_an_org_with_which_one_met_without_naming_anybody() -> None:
    notes = {**NOTES, "meetings/4.md": "---\ndate: 2026-10-01\nwith: '[[looms]]'\n---\nA tour.\n"}
    assert [each.gist for each in view_of(notes, "orgs/looms.html").meetings] == ["A tour."]


def test_the_table_of_orgs_has_ones_own_first() -> None:
    notes = {**NOTES, "me.md": "---\nname: Me\norg: '[[looms]]'\n---\n"}
    view = view_of(notes, "orgs.html")
    assert [(row.link.text, row.own, names(row.people), row.gaps, row.last) for row in view.rows] == [
        ("Looms", True, ["Cy"], "", None),
        (
            "Analytical Engines",
            False,
            ["Ada", "Bo", "Dee"],
            "nobody in sales; more in IT and research",
            date(2026, 11, 1),
        ),
    ]
    assert view_of(notes, "orgs/looms.html").own


def test_an_org_of_nothing_but_a_file_makes_a_page() -> None:
    view = view_of({"orgs/some-firm.md": ""}, "orgs/some-firm.html")
    assert (view.now, view.formerly, view.coverage, view.coverage_sentence, view.meetings) == ((), (), (), "", ())


GOAL = """\
    ---
    title: Phase two approved
    due: 2026-12-18
    stakeholders:
      - unknown: "[[dee]]"
      - for: "[[bo]]"
      - for: "[[ada]]"
      - against: Fay Stone
    ---
    - [ ] one page for the board due:2026-12-01
    - [x] the numbers done:2026-11-05
    - learned: it is decided elsewhere
    """


def test_a_goal_has_its_stakeholders_by_stance_with_the_next_step() -> None:
    notes = {
        **NOTES,
        "goals/two.md": GOAL,
        "contacts/ada.md": contact("Ada", "influence: high", "trust: 4"),
        "contacts/bo.md": contact("Bo") + "## Next time\n- the lift\n",
        "contacts/dee.md": contact("Dee"),
    }
    view = view_of(notes, "goals/two.html")
    assert (view.title, view.state, view.when) == ("Phase two approved", "open", "in 4 weeks")
    assert [(each.person.text, each.stance, each.influence, said(each.next)) for each in view.stakeholders] == [
        ("Ada", "for", "high", "Meeting with Ada"),
        ("Bo", "for", "", "the lift"),
        ("Fay Stone", "against", "", ""),
        ("Dee", "unknown", "", ""),
    ]
    ada, bo, *_ = view.stakeholders
    assert (ada.next_day, ada.last.text, ada.trust.value) == (date(2026, 12, 1), "1 Feb 2020", "4 of 5")
    assert (bo.next_day, bo.last.text, bo.trust) == (None, "1 Nov 2026", None)
    assert view.stakes_sentence == "Of high influence: one for it."
    assert not any(each.cold for each in view.stakeholders)
    assert [(said(each.text), each.when) for each in view.tasks] == [
        ("one page for the board", "by 1 December"),
        ("the numbers", "kept"),
    ]
    assert [each.gist for each in view.meetings] == ["Tea.", "Before she was there."]


def test_who_could_move_much_and_is_trusted_little_is_cold_until_a_move_is_open() -> None:
    def cold(*lines: str, body: str = "", goal: str = "title: G") -> bool:
        file = contact("Ada", *lines) + body
        notes = {"goals/g.md": f"---\n{goal}\nstakeholders:\n  - against: Ada\n---\n", "contacts/ada.md": file}
        return bool(view_of(notes, "goals/g.html").stakeholders[0].cold)

    assert cold("influence: high", "trust: 1")
    assert cold("influence: high", "trust: 1", body="## Plan\n- [x] call her\n")
    assert not cold("influence: high", "trust: 1", body="## Plan\n- [ ] call her\n")
    assert not cold("influence: high", "trust: 2")
    assert not cold("influence: some", "trust: 1")
    assert not cold("influence: high")  # nothing is noted of trust
    assert not cold("influence: high", "trust: 1", "status: deceased")
    assert not cold("influence: high", "trust: 1", goal="title: G\ndone: 2026-01-01")


def test_a_goal_is_open_until_it_is_done_or_its_day_has_gone_by() -> None:
    def state(front: str) -> tuple[str, str]:
        view = view_of({"goals/g.md": f"---\n{front}\n---\n"}, "goals/g.html")
        return view.state, view.when

    assert state("title: G") == ("open", "")
    assert state("due: 2026-12") == ("open", "by the end of December 2026")
    assert state("due: 2026-11-21") == ("open", "tomorrow")
    assert state("due: 2026-11-01") == ("past", "its day was 3 weeks ago")
    assert state("due: 2026-11-01\ndone: 2026-10-01") == ("done", "reached 7 weeks ago, before its day")
    assert state("done: 2026-12-01") == ("open", "")


def test_the_table_of_goals_has_open_ones_first_by_their_day() -> None:
    notes = {
        "goals/a.md": "---\ntitle: A\ndone: 2026-01-01\n---\n",
        "goals/b.md": "---\ntitle: B\n---\n",
        "goals/c.md": "---\ntitle: C\ndue: 2027-01-01\n---\n- [ ] begin\n",
        "goals/d.md": "---\ntitle: D\ndue: 2026-01-01\n---\n- [ ] begin\n",
    }
    view = view_of(notes, "goals.html")
    assert [(row.link.text, row.state, row.next) for row in view.rows] == [
        ("C", "open", "begin"),
        ("B", "open", ""),
        ("D", "past", ""),
        ("A", "done", ""),
    ]
