"""The timeline, its years, and the health of the notes."""

from __future__ import annotations

from datetime import date

from journal_of import ADA
from pages_of import names, said, view_of

NOTES = {
    "contacts/ada.md": ADA + "## 2025-05-01 call\nShe was well.\n",
    "events/2026-03-10-fair.md": """\
        ---
        title: The fair
        until: 2026-03-11
        ---
        Balloons.

        ## Met
        - new: Joe Plain
        - [[ada]]
        """,
    "meetings/1.md": "---\ndate: 2025-12-30\nwith: ada\nkind: coffee\n---\nLast of the year.\n",
    "meetings/2.md": "---\ndate: 2026-03-10\nwith: ada\n---\n",
    "meetings/3.md": "---\ndate: 2026-06-01\nwith: Bo Ek\ntitle: a walk\nkind: walk\n---\n",
    "meetings/4.md": "---\ndate: 2026-07-01\nwith: Cy Day\ncancelled: yes\n---\n",
    "meetings/5.md": "---\ndate: 2026-12-24\nwith: ada\n---\n",
    "meetings/6.md": "---\ndate: 2027-02-01\nwith: ada\nplanned: yes\n---\n",
    "meetings/7.md": "---\ndate: 2026-06-02\nkind: broadcast\ntitle: to all\n---\n",
}


def test_a_year_is_told_by_months_newest_first() -> None:
    view = view_of(NOTES, "timeline/2026.html")
    assert [(month.name, month.slug, [each.link.text for each in month.encounters]) for month in view.months] == [
        ("December", "2026-12", ["Meeting with Ada"]),
        ("July", "2026-07", ["Meeting with Cy Day"]),
        ("June", "2026-06", ["To all", "A walk"]),
        ("March", "2026-03", ["Meeting with Ada", "The fair"]),
    ]
    assert (view.earlier.href, view.later.href) == ("timeline/2025.html", "timeline/2027.html")


def test_an_encounter_says_nothing_twice() -> None:
    view = view_of(NOTES, "timeline/2026.html")
    (meeting, fair), walk = view.months[3].encounters, view.months[2].encounters[1]
    assert (meeting.kind, meeting.people) == ("", ())
    assert (walk.kind, names(walk.people)) == ("walk", ["Bo Ek"])
    assert (fair.kind, names(fair.people), fair.gist) == ("event", ["Joe Plain", "Ada"], "Balloons.")
    assert [[chip.text for chip in month.encounters[0].chips] for month in view.months[:2]] == [
        ["arranged"],
        ["cancelled"],
    ]


def test_the_heat_map_counts_what_took_place() -> None:
    """The fair has two days, on the first of which there was a meeting too; letters to all and plans bring nobody."""
    view = view_of(NOTES, "timeline/2026.html")
    march, june = view.heat.table.rows
    assert (march[0].text, march[0].href, *march[1:]) == ("March", "#2026-03", "10 (2), 11", "3")
    assert (june[0].text, june[0].href, *june[1:]) == ("June", "#2026-06", "1", "1")
    assert view.heat.sentence == "Fullest in March, with 2 days."
    view = view_of(NOTES, "timeline/2026.html", today="2026-06-20")
    assert view.heat.sentence == "Fullest in March, with 2 days; quiet in April and May."
    assert view_of(NOTES, "timeline/2027.html").heat is None


def test_a_year_names_those_who_were_new() -> None:
    view = view_of(NOTES, "timeline/2026.html")
    assert said(view.sentence) == "For the first time with Joe Plain and Bo Ek."
    assert view_of(NOTES, "timeline/2025.html").sentence == ()
    before = {**NOTES, "contacts/bo-ek.md": "---\nname: Bo Ek\nmet: 2019\n---\n"}
    assert said(view_of(before, "timeline/2026.html").sentence) == "For the first time with Joe Plain."


def test_a_year_names_those_one_met_most_often() -> None:
    notes = {f"meetings/{day}.md": f"---\ndate: 2026-02-{day:02}\nwith: ada\n---\n" for day in range(1, 4)}
    notes |= {f"meetings/b{day}.md": f"---\ndate: 2026-02-{day:02}\nwith: Bo Ek\n---\n" for day in range(1, 3)}
    assert said(view_of({**notes, "contacts/ada.md": ADA}, "timeline/2026.html").sentence) == "Most often with Ada."


def test_the_index_has_the_years_and_what_happened_lately() -> None:
    view = view_of(NOTES, "timeline.html")
    assert [row.link.text for row in view.years] == ["2027", "2026", "2025"]
    assert [row.chart is None for row in view.years] == [True, False, False]
    assert view.years[1].chart.table.rows[2] == ("March 2026", "2")
    assert [each.day for each in view.latest][:2] == [date(2026, 7, 1), date(2026, 6, 2)]


def test_a_year_in_which_nobody_was_met_has_not_yet_to_happen() -> None:
    notes = {
        "meetings/a.md": "---\ndate: 2025-03-01\nkind: walk\n---\nAlone.\n",
        "meetings/b.md": "---\ndate: 2027-03-01\nwith: Ada\n---\n",
    }
    said = {row.link.text: row.sentence for row in view_of(notes, "timeline.html").years}
    assert said == {"2027": "Nothing has happened yet.", "2025": "No meeting with anybody took place."}


def test_a_slip_in_until_does_not_fill_a_year() -> None:
    notes = {"events/2026-01-01-fair.md": "---\nuntil: 2036-01-01\n---\n"}
    view = view_of(notes, "timeline/2026.html")
    january, february = (row[0] for row in view.heat.table.rows)
    assert (january.text, january.href, february) == ("January", "#2026-01", "February")  # February has no section


def test_an_empty_journal_has_a_timeline() -> None:
    view = view_of({}, "timeline.html")
    assert (view.years, view.latest) == ((), ())


def test_health_tells_every_finding_with_place_rule_and_remedy() -> None:
    notes = {
        "contacts/ada.md": "---\nname: Ada\nbirthday: 2026-02-30\n---\nSee [[nobody-here]].\n",
        "meetings/a.md": "No date.\n",
        "meetings/b.md": "---\ndate: 2026-01-01\nwith: ada\nminuets: 30\n---\n",
    }
    view = view_of(notes, "health.html", settings='edit-link = "vscode://file{path}:{line}"\n')
    assert view.sentence == "Two errors, one warning and one remark in the notes."
    assert [(group.rule, group.severity) for group in view.facts] == [
        ("missing-field", "error"),
        ("bad-value", "error"),
        ("broken-link", "warning"),
        ("unknown-field", "info"),
    ]
    (row,) = view.facts[1].rows
    assert (row.path, row.line, row.note.href) == ("contacts/ada.md", 3, "people/ada.html")
    assert "2026-02-30" in row.message and row.remedy
    assert row.edit.endswith("contacts/ada.md:3")
    assert view.facts[2].about.startswith("A link")
    assert view.nudges == ()


def test_health_of_sound_notes_says_nothing() -> None:
    view = view_of({"contacts/ada.md": ADA}, "health.html")
    assert (view.sentence, view.facts, view.nudges) == ("", (), ())
