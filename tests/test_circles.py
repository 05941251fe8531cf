"""Circles, what they ask for and had, moves, ties worth reviving, and the sphere, each case worked out by hand."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import hypot

import pytest

from journal_of import journal
from pages_of import said, view_of
from site_builder.relations.circles import circles_of, how_met, moves, seen_least, without_reason
from site_builder.relations.introductions import leads, statements_until_today
from site_builder.relations.reviving import dormant, quarter_start, worth_reviving
from site_builder.site.sphere import (
    HEIGHT,
    NAMES,
    PITCH,
    RADIUS,
    Dot,
    placed,
    ring_edges,
    sector_angles,
    sphere,
    spread,
)
from site_builder.site.views import Table

TODAY = "2026-11-20"
DAY = date(2026, 11, 20)


def contact(name: str, *fields: str) -> str:
    return "\n".join(("---", f"name: {name}", *fields, "---", ""))


def met(name: str, *days_ago: int, **fields: str) -> dict[str, str]:
    """Coffee with somebody, so many days ago each."""
    found = {}
    for ago in days_ago:
        day = DAY - timedelta(days=ago)
        lines = {"date": day.isoformat(), "with": name, "kind": "coffee", **fields}
        text = "".join(f"{key}: {value}\n" for key, value in lines.items())
        found[f"meetings/{day}-{'-'.join(name.split())}-{lines['kind']}.md"] = f"---\n{text}---\nTalked.\n"
    return found


# Ada, asked every month: four coffees of half an hour, one lunch with Bo, one letter. Bo, every six weeks: six hours.
# The window is 26 weeks, 182 days: what was 182 days ago is out of it.
HALF_A_YEAR = {
    "contacts/ada.md": contact("Ada", "circle: inner"),
    "contacts/bo.md": contact("Bo", "circle: close", "cadence: 6w"),
    "contacts/cy.md": contact("Cy", "circle: wide"),
    **met("Ada", 10, 40, 70, 100, 182, minutes="30"),
    **met("Ada", 30, kind="letter"),
    **met("Ada, Bo", 20, kind="lunch"),
    **met("Bo", 5, 35, 65, 95, 125, 181, minutes="60"),
}


def test_what_circles_ask_for_and_had() -> None:
    """Ada 7 ÷ 30.4375 = 0.23 a week and six days; Bo 7 ÷ 42 = 0.167 and seven. Cy, wide, is asked nothing of."""
    found = circles_of(journal(HALF_A_YEAR, TODAY))
    assert [circle.name for circle in found.circles] == ["inner", "close", "active", "wide"]
    inner, close, active, wide = found.circles
    assert (inner.asked, inner.had) == (pytest.approx(7 / 30.4375), pytest.approx(6 / 26))
    assert (close.asked, close.had) == (pytest.approx(7 / 42), pytest.approx(7 / 26))
    assert (active.members, wide.asked, len(wide.members)) == ((), 0.0, 1)
    assert (found.asked, found.had) == (pytest.approx(7 / 30.4375 + 7 / 42), pytest.approx(13 / 26))


def test_time_alone_against_time_meant() -> None:
    """Ada 4 × 30 = 120 minutes, Bo 6 × 60 = 360; the letter takes no time and the lunch was not alone."""
    inner, close, _, wide = circles_of(journal(HALF_A_YEAR, TODAY)).circles
    assert (inner.actual, close.actual, wide.actual) == (0.25, 0.75, 0.0)
    whole = 7 / 30.4375 + 7 / 42
    assert (inner.intended, close.intended) == (pytest.approx(7 / 30.4375 / whole), pytest.approx(7 / 42 / whole))


def test_a_meeting_without_minutes_counts_for_the_median() -> None:
    """Of 30, 30, 30, 30 and six times 60 the median is 60: a coffee of no known length adds an hour to Ada."""
    found = circles_of(journal({**HALF_A_YEAR, **met("Ada", 50)}, TODAY))
    assert (found.typical, found.circles[0].actual) == (60.0, 180 / 540)


def test_shares_wait_for_ten_meetings_alone_and_touches_for_26_weeks() -> None:
    few = {path: text for path, text in HALF_A_YEAR.items() if "2026-05-23" not in path}
    assert circles_of(journal(few, TODAY)).circles[0].actual is None  # nine one-to-ones
    young = {path: text for path, text in HALF_A_YEAR.items() if "2026-05-22" not in path}
    found = circles_of(journal(young, TODAY))
    assert (found.compared, found.circles[0].actual) == (False, None)
    labels = [figure.label for row in view_of(young, "circles.html", TODAY).circles for figure in row.figures]
    assert "had a week" not in labels and "wished a week" in labels


def test_those_who_are_gone_or_only_wished_for_are_in_no_circle() -> None:
    notes = {
        f"contacts/{status}.md": contact(status.title(), "circle: inner", f"status: {status}")
        for status in ("active", "dormant", "wanted", "archived", "estranged", "deceased")
    }
    (inner, *_) = circles_of(journal(notes, TODAY)).circles
    assert [each.standing.status for each in inner.members] == ["active", "dormant"]
    assert inner.asked == pytest.approx(7 / 30.4375)  # of the dormant nothing is asked


def test_a_circle_of_the_users_own_spelling_and_one_that_nobody_defined() -> None:
    notes = {"contacts/a.md": contact("A", "circle: Inner"), "contacts/b.md": contact("B", "circle: choir")}
    found = circles_of(journal(notes, TODAY)).circles
    assert [(circle.name, len(circle.members), circle.room) for circle in found][::4] == [
        ("inner", 1, 5),
        ("choir", 1, 0),
    ]


def test_a_full_circle_names_the_two_seen_longest_ago() -> None:
    notes = {f"contacts/{n}.md": contact(f"P{n}", "circle: inner") for n in range(6)}
    for number in range(5):
        notes |= met(f"P{number}", 10 + number)
    (inner, *_) = circles_of(journal(notes, TODAY)).circles
    assert [each.key for each in seen_least(inner)] == ["contacts/5.md", "contacts/4.md"]


def test_moves_by_quarter() -> None:
    history = ("circle:", "  - 2024: wide", "  - 2025-03: close", "  - 2025-07-01: inner", "  - 2027-01: close")
    notes = {
        "contacts/ada.md": contact("Ada", *history),
        "contacts/bo.md": contact("Bo", "circle:", "  - 2023-01: close", "  - 2025-08: ''"),
        "contacts/cy.md": contact("Cy", "circle: inner"),
    }
    found = [(move.key[9:-3], move.quarter, move.before, move.after) for move in moves(journal(notes, TODAY))]
    assert found == [
        ("bo", (2025, 3), "close", ""),
        ("ada", (2025, 3), "close", "inner"),
        ("ada", (2025, 1), "wide", "close"),
        ("ada", (2024, 0), "", "wide"),
        ("bo", (2023, 1), "", "close"),
    ]
    view = view_of(notes, "circles.html", TODAY)
    assert [(figure.value, figure.note, len(figure.lines)) for figure in view.moves][:2] == [
        ("Third quarter of 2025", "inner 1 in; close 2 out", 2),
        ("First quarter of 2025", "close 1 in; wide 1 out", 1),
    ]
    assert [said(line.text) for line in view.moves[0].lines] == [
        "Bo from close to none, August 2025",
        "Ada from close to inner, 1 July 2025",
    ]


def near(number: int, *fields: str) -> dict[str, str]:
    return {
        f"contacts/{'-'.join(fields)[:2]}{n}.md": contact(f"N{fields[0][:1]}{n}", "circle: close", *fields)
        for n in range(number)
    }


def test_who_was_met_by_oneself() -> None:
    """Seven by a date alone or `me`, three through Grace: 70 %. Of two no note says how; they do not count."""
    notes = near(6, "met: 2020") | near(1, "introduced_by: me") | near(2, "why: a reason")
    for number in range(3):
        notes[f"contacts/g{number}.md"] = contact(f"G{number}", "circle: inner", "introduced_by: Grace")
    site = journal(notes, TODAY)
    found = how_met(site, circles_of(site).circles, leads(site, statements_until_today(site)))
    assert tuple(map(len, (found.by_oneself, found.through_others, found.not_noted))) == (7, 3, 2)
    assert found.share == 0.7
    remarks = [said(each.sentence) for each in view_of(notes, "circles.html", TODAY).remarks]
    assert any("introduced yourself to 70 %" in each and "Above 65 %" in each for each in remarks)
    del notes["contacts/g0.md"]
    site = journal(notes, TODAY)
    assert how_met(site, circles_of(site).circles, leads(site, statements_until_today(site))).share is None


def test_near_without_a_reason_is_asked_only_where_reasons_are_noted() -> None:
    site = journal(near(2, "met: 2020"), TODAY)
    assert without_reason(site, circles_of(site).circles) == ()
    notes = near(2, "met: 2020") | near(1, "why: thinks ahead") | near(1, "plan: work together")
    site = journal(notes, TODAY)
    assert without_reason(site, circles_of(site).circles) == ("contacts/me0.md", "contacts/me1.md")


def asleep(name: str, *fields: str, last: str = "2024-01-10", trust: int = 4) -> dict[str, str]:
    path = f"contacts/{name.lower()}.md"
    note = {path: contact(name, f"trust: {trust}", "status: dormant", *fields)}
    return note | {f"meetings/{last}-{name.lower()}.md": f"---\nwith: {name}\n---\nSaid goodbye.\n"}


def test_worth_reviving_by_trust_and_novelty() -> None:
    """Everybody one saw was of the Mill, in finance. Ed is of neither (novelty 1), Fay of the Mill but in research (½),
    Gus of both (0): with trust 3, 4 and 5 of 5 they come to 1.6, 1.3 and 1.0. Hal was never trusted."""
    notes = {
        "contacts/ada.md": contact("Ada", "org: The Mill", "function: finance"),
        **met("Ada", 60, 90),
        **asleep("Ed", "org: The Lock", "function: design", trust=3),
        **asleep("Fay", "org: The Mill", "function: research"),
        **asleep("Gus", "org: The Mill", "function: Finance", trust=5),
        **asleep("Hal", trust=2),
    }
    site = journal(notes, TODAY)
    found = {each.key: (each.novelty, round(each.worth, 6)) for each in dormant(site, quarter_start(DAY))}
    assert found == {"contacts/ed.md": (1.0, 1.6), "contacts/fay.md": (0.5, 1.3), "contacts/gus.md": (0.0, 1.0)}
    assert [each.key for each in worth_reviving(site)] == ["contacts/ed.md", "contacts/fay.md", "contacts/gus.md"]


def test_three_a_quarter_by_turns_and_the_same_all_quarter_long() -> None:
    notes: dict[str, str] = {}
    for name in ("Ed", "Fay", "Gus", "Hal", "Ida", "Jo"):
        notes |= asleep(name)
    chosen = {}
    for month, day in ((10, 1), (11, 20), (12, 31)):
        chosen[month] = [each.key for each in worth_reviving(journal(notes, f"2026-{month:02}-{day:02}"))]
    assert chosen[10] == chosen[11] == chosen[12] and len(chosen[10]) == 3
    after = [each.key for each in worth_reviving(journal(notes, "2027-01-01"))]
    assert not set(after) & set(chosen[10])
    written = {**notes, "meetings/2026-11-01-x.md": f"---\nwith: '[[{chosen[10][0][9:-3]}]]'\n---\nWrote.\n"}
    assert [each.key for each in worth_reviving(journal(written, TODAY))] == chosen[10][1:]


def test_a_journal_without_circles_says_what_one_is_for_and_nothing_else() -> None:
    view = view_of({"contacts/ada.md": contact("Ada"), **met("Ada", 10)}, "circles.html", TODAY)
    assert view.lede.startswith("A circle says how close")
    assert (view.sphere, view.remarks, view.circles, view.reviving, view.moves) == (None, (), (), (), ())


def test_every_figure_has_the_lines_it_was_counted_from() -> None:
    view = view_of(HALF_A_YEAR, "circles.html", TODAY)
    figures = [figure for row in view.circles for figure in row.figures]
    assert [(figure.value, figure.label) for figure in figures][:5] == [
        ("1 of 5", "members"),
        ("0.2", "wished a week"),
        ("0.2", "had a week"),
        ("58 %", "of the time meant"),
        ("25 %", "of the time spent"),
    ]
    for figure in figures:
        assert figure.lines or figure.value.startswith("0"), figure
    assert said(figures[2].lines[0].text).count(",") == 6  # her cadence, and six days
    assert all(remark.lines for remark in view.remarks)
    assert said(view.remarks[1].sentence) == (
        "Of your time alone with people, inner had 25 % (58 % is meant) and close had 75 % (42 % is meant)."
    )


def dots(number: int, sectors: int = 3, named: int = 0) -> list[Dot]:
    """People in four rings that fill up as circles do."""
    bounds = (5, 20, 70, 10_000)
    return [
        Dot(
            next(ring for ring, bound in enumerate(bounds) if n < bound),
            n * 7 % sectors,
            f"Name {n}" if n < named else "",
        )
        for n in range(number)
    ]


@pytest.mark.parametrize("number", [1, 10, 1000])
def test_the_sphere_has_room_for_all(number: int) -> None:
    """Every dot within the sphere, in its own ring, and no two upon each other."""
    those = dots(number)
    counts = [sum(dot.ring == ring for dot in those) for ring in range(4)]
    edges, angles = ring_edges(counts), sector_angles([sum(dot.sector == s for dot in those) for s in range(3)])
    places = placed(those, edges, angles)
    assert len(places) == number
    for each in places:
        radius = hypot(each.x - 430, each.y - HEIGHT / 2)
        assert each.size >= 1.5 and edges[0] < radius < RADIUS
    assert all(hypot(a.x - b.x, a.y - b.y) >= (a.size + b.size) * 0.95 for a, b in combinations(places, 2))


@pytest.mark.parametrize("number", [1, 10, 1000])
def test_names_stand_apart_and_are_at_most_forty(number: int) -> None:
    chart = sphere(
        dots(number, named=NAMES),
        [("inner", 5), ("close", 15), ("active", 50), ("wide", 150)],
        ["a", "b", "c"],
        "",
        Table((), ()),
    )
    heights = re.findall(r'class="label name (start|end)" x="[\d.]+" y="([\d.]+)"', chart.svg)
    assert len(heights) == min(number, NAMES)
    for side in ("start", "end"):
        column = sorted(float(y) for where, y in heights if where == side)
        assert all(later - earlier >= PITCH - 0.2 for earlier, later in pairwise(column))
        assert all(0 < y < HEIGHT for y in column)
    assert 'aria-hidden="true"' in chart.svg and "style=" not in chart.svg


def test_spread_moves_only_what_is_too_close() -> None:
    assert spread([50.0, 200.0]) == [50.0, 200.0]
    assert spread([50.0, 51.0, 480.0]) == [50.0, 50.0 + PITCH, 480.0]
    assert spread([470.0, 480.0]) == [480.0 - PITCH, 480.0]


def test_a_thousand_people_and_forty_names() -> None:
    notes = {
        f"contacts/{n}.md": contact(
            f"Person {n}",
            f"circle: {('inner', 'close', 'active', 'wide')[min(3, n // 50)]}",
            "side: personal" if n % 3 else "",
        )
        for n in range(1000)
    }
    for number in range(60):
        notes |= met(f"Person {number}", 200 + number)
    view = view_of(notes, "circles.html", TODAY)
    assert view.sphere.svg.count('class="label name') == NAMES
    assert view.sphere.svg.count('class="dot"') == 960
    assert [row[0].text for row in view.sphere.table.rows] == ["inner", "close", "active", "wide"]
    assert view.circles[3].figures[0].value == "850 of 150"
