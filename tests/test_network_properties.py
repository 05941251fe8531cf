"""Circles, introductions and years of any journal: what a file is called, and the order of notes, change no figure."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_of import journal
from site_builder.pipeline import Asked
from site_builder.relations.circles import circles_of, how_met, moves, without_reason
from site_builder.relations.introductions import brokers, introductions, leads, outcomes, statements_until_today, trees
from site_builder.relations.reviving import worth_reviving
from site_builder.relations.years import scopes, year_review

NAMES = ("Ada Vale", "Bo Ek", "Cy Day", "Di Moor", "Ed Wold")
LINES = (
    "learned: a word",
    "gave link: a paper",
    "got lead: a post outcome:yes",
    "got intro: Bo Ek",
    "got intro: [[Cy Day]]",
    "ask: a room outcome:no",
    "thanked: for it",
    "[x] I'll send it due:2025-06-10",
    "[ ] I'll call due:2025-03-01",
)


@st.composite
def contacts(draw: st.DrawFn, name: str) -> str:
    fields = [f"name: {name}"]
    history = draw(st.lists(st.sampled_from(("inner", "close", "active", "wide", "''")), max_size=3))
    fields += [
        "circle:",
        *(f"  - {2024 + number}-0{number + 2}: {circle}" for number, circle in enumerate(history)),
    ] * bool(history)
    fields += draw(
        st.lists(st.sampled_from(("trust: 4", "status: dormant", "met: 2023", "why: yes", "cadence: 6w")), unique=True)
    )
    if by := draw(st.sampled_from(("", "me", *NAMES))):
        fields.append(f"introduced_by: {by}")
    return "\n".join(("---", *fields, "---", ""))


@st.composite
def meetings(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(2024, 1, 1), date(2026, 12, 1)))
    people = draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
    kind = draw(st.sampled_from(("coffee", "lunch", "letter", "presentation")))
    lines = draw(st.lists(st.sampled_from(LINES), max_size=3)) if len(people) == 1 else []
    minutes = draw(st.sampled_from(("", "minutes: 30\n", "minutes: 90\n")))
    head = f"date: {day}\nwith: [{', '.join(people)}]\nkind: {kind}\n{minutes}"
    return f"---\n{head}---\n" + "".join(f"- {line}\n" for line in lines)


def figures(site: Asked) -> dict[str, Any]:
    """All that is said of a journal, with names in place of ids, and lists of lines as counts."""
    call = site.name
    found = circles_of(site)
    lines = statements_until_today(site)
    led = leads(site, lines)
    grown = trees(site, led)

    def rounded(number: float | None) -> float | None:
        return None if number is None else round(number, 9)

    years = {}
    for year, scope in scopes(site).items():
        told = year_review(site, year, scope)
        years[year] = (
            sorted(call(each.key) for each in told.new),
            sorted((call(each.key), each.last.day, each.gap) for each in told.quiet),
            (len(told.given), len(told.received), len(told.alone), len(told.company)),
            [
                len(each)
                for kept in (told.mine, told.theirs)
                for each in (kept.kept, kept.late, kept.dropped, kept.open)
            ],
            [(call(key), len(those)) for key, those in told.learned],
            [(call(key), len(those)) for key, those in told.seen],
        )
    met = how_met(site, found.circles, led)
    return {
        "circles": [
            (
                each.name,
                [call(m.key) for m in each.members],
                *map(rounded, (each.asked, each.had, each.intended, each.actual)),
            )
            for each in found.circles
        ],
        "moves": [(call(each.key), str(each.since), each.before, each.after) for each in moves(site)],
        "met": [sorted(map(call, keys)) for keys in (met.by_oneself, met.through_others, met.not_noted)],
        "reasons": sorted(map(call, without_reason(site, found.circles))),
        "reviving": [(call(each.key), rounded(each.worth)) for each in worth_reviving(site)],
        "led": {call(key): call(each.by) for key, each in led.items()},
        "brokers": [(call(each.key), sorted(map(call, each.all))) for each in brokers(site, grown)],
        "passed": sorted(
            (
                each.day,
                each.kind,
                each.mine,
                [call(key) for key in each.people],
                each.thanked,
                each.owes_thanks(site.today),
            )
            for each in introductions(site, lines)
        ),
        "outcomes": sorted(bool(each.through) for each in outcomes(lines, led)),
        "years": years,
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.tuples(*(contacts(name) for name in NAMES)),
    st.lists(meetings(), max_size=14),
    st.permutations(range(len(NAMES))),
    st.randoms(use_true_random=False),
)
def test_neither_ids_nor_the_order_of_notes_change_a_figure(
    people: tuple[str, ...], met: list[str], ids: list[int], random: Any
) -> None:
    order = list(range(len(met)))
    random.shuffle(order)
    plain = {f"contacts/p{n}.md": text for n, text in enumerate(people)} | {
        f"meetings/m{n:02}.md": text for n, text in enumerate(met)
    }
    moved = {f"contacts/x{ids[n]}.md": text for n, text in enumerate(people)}
    moved |= {f"meetings/m{order[n]:02}.md": text for n, text in enumerate(met)}
    first, second = figures(journal(plain, "2026-11-20")), figures(journal(moved, "2026-11-20"))
    assert first == second


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(*(contacts(name) for name in NAMES)), st.lists(meetings(), max_size=14))
def test_shares_are_shares_and_every_chain_ends(people: tuple[str, ...], met: list[str]) -> None:
    notes = {f"contacts/p{n}.md": text for n, text in enumerate(people)} | {
        f"meetings/m{n}.md": text for n, text in enumerate(met)
    }
    site = journal(notes, "2026-11-20")
    found = circles_of(site)
    if any(each.actual is not None for each in found.circles):
        whole = sum(each.actual or 0.0 for each in found.circles) + (found.others_share or 0.0)
        assert abs(whole - 1) < 1e-9
        assert abs(sum(each.intended or 0.0 for each in found.circles) - 1) < 1e-9
    led = leads(site, statements_until_today(site))
    for start in led:
        key, steps = start, 0
        while key in led:
            key, steps = led[key].by, steps + 1
            assert steps <= len(led)
    assert sum(1 + len(tree.keys()) for tree in trees(site, led)) == len({*led, *(each.by for each in led.values())})
