"""The account with one person: what went each way, when it is found one-sided, and what follows what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, permutations
from math import comb

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from journal_of import journal
from site_builder.journal.model import Statement
from site_builder.notes.lines import Line
from site_builder.relations.balance import (
    HALF_LIFE,
    account_of,
    chance_above,
    chance_words,
    half_life_of,
    leaning_of,
    one_sided,
    weight,
)
from site_builder.relations.chances import beta_above, beta_below, beta_quantile
from site_builder.relations.exchanges import (
    Exchange,
    Return,
    all_exchanges,
    asks_among,
    balance_words,
    by_month,
    by_person,
    exchanges_with,
    given_before,
    half_within,
    months_to,
    outcome_words,
    quarter_start,
    returns,
)
from site_builder.relations.leanings import leanings, one_sided_initiative
from site_builder.settings import Balance

ADA = "contacts/ada.md"
FILE = "---\nname: Ada Byron\nmet: 2019-01-01\n{}---\n"
SETTINGS = Balance()
BEGIN = date(2024, 1, 1)


def exchange(direction: str, day: date, size: float = 1.0, item: int = 0) -> Exchange:
    line = Line(direction, f"line:{item}", item, "x", day=day)
    return Exchange(Statement(f"meetings/{day}.md", line, "exchange", (ADA,)), direction, "", size, day)


def pair(*lines: tuple[str, int]) -> tuple[Exchange, ...]:
    """Exchanges so many days after the beginning."""
    return tuple(exchange(way, BEGIN + timedelta(days=day), item=item) for item, (way, day) in enumerate(lines))


def meetings(*lines: str, first: date = BEGIN, gap: int = 7) -> dict[str, str]:
    """A meeting a week with Ada, each with its lines."""
    days = [first + timedelta(days=gap * number) for number in range(len(lines))]
    return {f"meetings/{day}-ada.md": f"---\nwith: ada\n---\n{line}\n" for day, line in zip(days, lines, strict=True)}


# ---------------------------------------------------------------- the beta distribution


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.floats(0.001, 0.999))
def test_the_incomplete_beta_function_is_a_binomial_sum(a: int, b: int, x: float) -> None:
    """I_x(a, b) = P(Bin(a + b - 1, x) ≥ a) for whole a and b."""
    number = a + b - 1
    exact = sum(comb(number, k) * x**k * (1 - x) ** (number - k) for k in range(a, number + 1))
    assert beta_below(x, a, b) == pytest.approx(exact, abs=1e-11)
    assert beta_above(x, a, b) == pytest.approx(1 - exact, abs=1e-11)


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.floats(1, 400), st.floats(1, 400))
def test_a_quantile_is_where_the_distribution_reaches_it(p: float, a: float, b: float) -> None:
    assert beta_below(beta_quantile(p, a, b), a, b) == pytest.approx(p, abs=1e-9)


def test_the_ends_of_the_beta_distribution() -> None:
    assert (beta_below(0, 2, 3), beta_below(1, 2, 3), beta_below(-1, 2, 3)) == (0.0, 1.0, 0.0)
    assert beta_quantile(0.5, 7, 7) == pytest.approx(0.5)


# ---------------------------------------------------------------- found or not


@pytest.mark.parametrize(
    ("this", "other", "chance", "found"),
    [
        (5, 0, 0.953, True),
        (8, 1, 0.954, True),
        (12, 2, 0.973, True),
        (4, 0, 0.922, False),
        (7, 1, 0.930, False),
        (9, 4, 0.721, False),
    ],
)
def test_the_numbers_of_the_rule(this: int, other: int, chance: float, found: bool) -> None:
    assert chance_above(0.6, this, other) == pytest.approx(chance, abs=0.001)
    assert (chance_above(0.6, this, other) > 0.95) is found


def test_five_one_way_on_three_days_of_a_week_are_found_and_on_two_days_are_not() -> None:
    three = pair(("got", 0), ("got", 0), ("got", 1), ("got", 2), ("got", 2))
    two = pair(("got", 0), ("got", 0), ("got", 1), ("got", 1), ("got", 1))
    assert one_sided(three, SETTINGS) == "taking"
    assert one_sided(two, SETTINGS) == ""
    assert one_sided(three, Balance(0.6, 0.96)) == ""
    assert one_sided(pair(("gave", 0), ("gave", 1), ("gave", 2), ("gave", 2), ("gave", 2)), SETTINGS) == "giving"


def test_spread_over_months_six_one_way_lines_are_needed() -> None:
    five = pair(*(("gave", 60 * number) for number in range(5)))
    six = pair(*(("gave", 60 * number) for number in range(6)))
    assert (one_sided(five, SETTINGS), one_sided(six, SETTINGS)) == ("", "giving")


def test_a_large_gift_does_not_open_the_guard_against_the_taking() -> None:
    """Four large things received weigh 8, and are four lines; one given makes five of both, and finds nothing."""
    four = tuple(replace(each, size=2.0) for each in pair(("got", 0), ("got", 1), ("got", 2), ("got", 2)))
    assert one_sided(four, SETTINGS) == ""
    assert one_sided((*four, exchange("gave", BEGIN, item=9)), SETTINGS) == ""


def test_weights_halve_with_the_half_life() -> None:
    assert weight(2, 0, 500) == 2.0
    assert weight(1, 500, 500) == 0.5
    assert half_life_of([BEGIN]) == HALF_LIFE == 547.875
    days = [BEGIN + timedelta(days=day) for day in (0, 0, 30, 90, 290)]  # gaps of 30, 60 and 200
    assert half_life_of(days) == 12 * 60
    found = account_of(pair(("gave", 0), ("gave", 90), ("got", 290)))  # gaps of 90 and 200: a half-life of 1740
    assert found.half_life == 1740
    assert found.given == pytest.approx(0.5 ** (290 / 1740) + 0.5 ** (200 / 1740))
    assert found.received == 1.0


exchanges = st.lists(
    st.tuples(st.sampled_from(("gave", "got")), st.integers(0, 1500), st.sampled_from((1.0, 2.0, 0.25))), max_size=25
)


def built(lines: Sequence[tuple[str, int, float]]) -> tuple[Exchange, ...]:
    return tuple(exchange(way, BEGIN + timedelta(days=day), size, item) for item, (way, day, size) in enumerate(lines))


@settings(deadline=None)
@given(exchanges, st.integers(0, 24), st.sampled_from((1.0, 2.0)))
def test_what_is_given_on_a_day_of_the_account_never_looks_like_taking(
    lines: list[tuple[str, int, float]], at: int, size: float
) -> None:
    """On a day up to the newest the ages stay, and so does the half-life of what was taken: the chance only falls."""
    if not lines:
        return
    more = [*lines, ("gave", lines[at % len(lines)][1], size)]
    before, after = (account_of(built(each), "taking") for each in (lines, more))
    assert chance_above(0.6, after.received, after.given) <= chance_above(0.6, before.received, before.given) + 1e-12


@st.composite
def lopsided(draw: st.DrawFn) -> tuple[str, list[tuple[str, int, float]]]:
    """A way, and an account that leans the other: many lines of that, a few of this."""
    way, other = draw(st.permutations(("gave", "got")))
    line = st.tuples(st.integers(0, 1500), st.sampled_from((1.0, 2.0)))
    most, few = draw(st.lists(line, min_size=5, max_size=14)), draw(st.lists(line, max_size=2))
    return way, [*((other, day, size) for day, size in most), *((way, day, size) for day, size in few)]


def test_many_lopsided_accounts_are_found() -> None:
    """So that the property below is about something."""

    def is_found(drawn: tuple[str, list[tuple[str, int, float]]]) -> bool:
        return all(one_sided(built(lines), SETTINGS) for lines in (drawn[1], [*drawn[1], (drawn[0], 1600, 1.0)]))

    assert find(lopsided(), is_found)


@settings(deadline=None, max_examples=300)
@given(lopsided(), st.integers(0, 2000), st.sampled_from((1.0, 2.0)))
def test_what_is_added_one_way_never_finds_the_other(
    drawn: tuple[str, list[tuple[str, int, float]]], day: int, size: float
) -> None:
    """Whenever it was, though it may be the newest and age all the rest."""
    way, lines = drawn
    other = "taking" if way == "gave" else "giving"
    before, after = (one_sided(built(each), SETTINGS) for each in (lines, [*lines, (way, day, size)]))
    assert after != other or before == other


def test_gifts_do_not_set_the_half_life_by_which_the_taking_is_judged() -> None:
    """Taken every 100 days: twelve gaps are 1200 days, whatever was given when. By the days of both, the half-life
    would go from twelve times 1 day (so 18 months) to twelve times 100 by two more gifts, and weigh old lines again."""
    taken = [("got", 100 * number, 1.0) for number in range(6)]
    gifts = [("gave", day, 1.0) for day in (501, 502, 503, 504, 505, 506)]
    more = [("gave", day, 1.0) for day in (1000, 1500)]
    those = [built([*taken, *given]) for given in ([], gifts, [*gifts, *more])]
    assert [account_of(each, "taking").half_life for each in those] == [1200.0, 1200.0, 1200.0]
    assert account_of(those[1]).half_life == HALF_LIFE < account_of(those[2]).half_life


@pytest.mark.parametrize("this", [1, 3, 5, 8, 12, 20, 60])
@pytest.mark.parametrize("other", [0, 0.5, 1, 2, 4, 9, 20])
def test_what_is_found_of_weights_is_found_of_greater_ones_in_the_same_proportion(this: float, other: float) -> None:
    """A newer line ages all others alike; what is found of the aged ones was found before, as evidence in the same
    proportion only grows surer once it is as sure as 0.95."""
    found = [chance_above(0.6, this * part / 50, other * part / 50) for part in range(1, 51)]
    first = next((number for number, chance in enumerate(found) if chance > 0.95), len(found))
    assert all(earlier <= later + 1e-12 for earlier, later in pairwise(found[first:]))


def test_taking_of_long_ago_is_not_said_where_the_last_years_go_the_other_way() -> None:
    """Taken every other year, four things at a time, by which a line halves in 24 years; a year after the last time six
    things were given."""
    taken = [("got", 730 * number, 1.0) for number in range(7) for _ in range(4)]
    given = [("gave", 6 * 730 + 400 + number, 1.0) for number in range(6)]
    account = account_of(built([*taken, *given]), "taking")
    assert account.half_life == 12 * 730
    assert chance_above(0.6, account.received, account.given) > 0.95
    assert one_sided(built(taken), SETTINGS) == "taking"
    assert one_sided(built([*taken, *given]), SETTINGS) == ""


@settings(deadline=None)
@given(exchanges, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(lines: list[tuple[str, int, float]], random: object) -> None:
    mixed = [*lines]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = account_of(built(lines)), account_of(built(mixed))
    assert (one.given, one.received, one.half_life) == (other.given, other.received, other.half_life)


# ---------------------------------------------------------------- a pair in a journal


def found_in(notes: dict[str, str], *fields: str, today: str = "2026-11-20") -> tuple[str, str]:
    site = journal({ADA: FILE.format("".join(f"{field}\n" for field in fields)), **notes}, today)
    found = leaning_of(site, ADA, exchanges_with(site.statements(ADA), ADA))
    return (found.way, found.evidence) if found else ("", "")


def test_a_finding_carries_its_evidence() -> None:
    notes = meetings(*["- got idea: one"] * 6, "Nothing but talk.", "- gave link: two")
    assert found_in(notes) == ("", "")  # 6 : 1
    notes |= meetings(*["- got idea: more\n- got: again"] * 3, first=date(2024, 6, 1))
    assert found_in(notes) == ("taking", "12 received, 1 given, on 9 of 11 meetings since 2024")


@pytest.mark.parametrize(
    "field",
    [
        *("mode: mentor", "mode: mentee", "mode: communal", "mode: service", "side: personal"),
        *("status: dormant", "status: estranged", "status: wanted", "cadence: none", "circle: wide"),
    ],
)
def test_nobody_keeps_an_account_there(field: str) -> None:
    notes = meetings(*["- gave idea: one"] * 8)
    assert found_in(notes)[0] == "giving"
    assert found_in(notes, field) == ("", "")


def test_nothing_is_found_in_the_first_month() -> None:
    notes = meetings(*["- gave idea: one"] * 8, first=date(2026, 11, 1), gap=1)
    site = journal(notes | {"meetings/2026-11-08-ada.md": "---\nwith: Ada Byron\n---\n- gave: x\n"}, "2026-11-29")
    assert all(leaning_of(site, key, those) is None for key, those in by_person(all_exchanges(site)).items())


def test_chances_in_plain_words() -> None:
    site = journal({ADA: FILE.format(""), **meetings(*["- got idea: one"] * 6)})
    found = leaning_of(site, ADA, exchanges_with(site.statements(ADA), ADA))
    assert found is not None
    assert chance_words(found, 0.6) == (
        "By these lines the chance is 97 in 100 that more than 60 % of what is exchanged comes to you."
    )


# ---------------------------------------------------------------- what came back, and what was asked


def test_what_came_back_is_the_next_thing_on_a_later_day() -> None:
    known = pair(("gave", 0), ("got", 0), ("gave", 10), ("got", 40), ("gave", 50))
    today = BEGIN + timedelta(days=60)
    assert [(each.days, each.came is not None) for each in returns(known, today)] == [
        (40, True),
        (30, True),
        (10, False),
    ]


def test_half_within_leaves_open_what_is_not_yet_known() -> None:
    """Of four, two saw something after 10 and 20 days; one has waited 5 days and one 40: the estimate goes from 1 to
    2/3 after 10 days (three were left) and to 1/3 after 20."""
    gave = exchange("gave", BEGIN)
    waits = [Return(gave, 10, gave), Return(gave, 20, gave), Return(gave, 5), Return(gave, 40)]
    assert half_within(waits) == 20
    assert half_within(waits[:1] + waits[2:]) is None or half_within(waits[:1] + waits[2:]) == 10
    assert half_within([]) is None
    assert all(half_within(order) == 20 for order in permutations(waits))


def test_asks_and_what_was_given_before() -> None:
    notes = meetings(
        "- gave link: one\n- ask: two outcome:yes\n- gave idea: three", "- ask: four", "- they asked: five outcome:no"
    )
    site = journal({ADA: FILE.format(""), **notes})
    said = site.statements(ADA)
    asks = asks_among(said, site.today)
    assert [(each.theirs, each.outcome) for each in asks] == [(False, "yes"), (False, ""), (True, "no")]
    before = given_before(asks[0], exchanges_with(said, ADA))
    assert [each.statement.line.text for each in before] == ["one"]
    assert outcome_words(asks) == "one yes, one no and one without an outcome so far"


def test_months_and_quarters() -> None:
    today = date(2026, 2, 14)
    months = months_to(today, 4)
    assert months == (date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
    counted = by_month([exchange("gave", date(2025, 12, 31)), exchange("got", today), exchange("got", today)], months)
    assert [(gave, got) for _, gave, got in counted] == [(0, 0), (1, 0), (0, 0), (0, 2)]
    assert [quarter_start(date(2026, month, 20)).month for month in (1, 3, 4, 11, 12)] == [1, 1, 4, 10, 10]


# ---------------------------------------------------------------- observations


def observed(notes: dict[str, str], *fields: str) -> list[str]:
    site = journal({ADA: FILE.format("".join(f"{field}\n" for field in fields)), **notes})
    return [each.sentence for each in leanings(site, ADA, site.statements(ADA))]


def test_asking_before_giving_is_said_only_where_gifts_are_noted() -> None:
    assert observed(meetings("- ask: one")) == []
    assert observed(meetings("- ask: one", "- got: two")) == [
        "You asked once before anything was given; nothing given is noted so far."
    ]
    assert observed(meetings("- gave: zero", "- ask: one", "- got: two")) == []
    assert observed(meetings("- ask: one\n- gave: two", "- ask: three", "- ask: four")) == [
        "You asked once before anything was given; one thing given since."
    ]
    assert observed(meetings("- ask: one", "- gave: two\n- gave: three")) == []
    assert observed(meetings("- ask: one", "- got: two"), "mode: mentor") == []


def test_telling_more_than_learning() -> None:
    assert observed(meetings(*["- told: a"] * 4)) == []
    assert observed(meetings(*["- told: a"] * 5)) == ["You told 5 things and learned none since 2024."]
    assert observed(meetings(*["- told: a"] * 5, "- learned: b")) == []


def test_one_sided_initiative_needs_eight_meetings() -> None:
    def asked(*who: str) -> list[str]:
        days = [BEGIN + timedelta(days=20 * number) for number in range(len(who))]
        return observed(
            {
                f"meetings/{day}.md": f"---\nwith: ada\ninitiative: {by}\n---\n"
                for day, by in zip(days, who, strict=True)
            }
        )

    assert asked(*["me"] * 7) == []
    assert asked(*["me"] * 8) == ["You asked for 8 of the 8 meetings whose notes say who did."]
    assert asked(*["them"] * 8) == ["Ada asked for 8 of the 8 meetings whose notes say who did."]
    assert asked(*["me"] * 8, "both") == []
    assert one_sided_initiative((), "Ada", BEGIN) is None


def test_what_could_i_offer() -> None:
    helps = "can_help_me: [proofs]"
    assert observed({}, helps) == ["Ada can help you with proofs. What could you offer in return?"]
    assert observed({}, helps, "i_can_help: [tea]") == []
    assert observed(meetings("- gave: a", "- gave: b"), helps) == []


# ---------------------------------------------------------------- the same, whatever things are called


bodies = st.lists(
    st.sampled_from(
        ("- gave link: a", "- got idea: b", "- got: c size:L", "- ask: d outcome:yes", "- gave: e to:all", "- told: f")
    ),
    max_size=4,
)
PEOPLE = ("Ada Byron", "Bo Ek", "Cy Dahl")
plans = st.lists(st.tuples(st.integers(0, 900), st.sampled_from(PEOPLE), bodies), max_size=12)


def figures(notes: dict[str, str], ids: dict[str, str]) -> dict[str, object]:
    site = journal(notes)
    told: dict[str, object] = {}
    for name, stem in ids.items():
        key = f"contacts/{stem}.md"
        said = site.statements(key)
        known = exchanges_with(said, key)
        account = account_of(known)
        waits = sorted((each.days, each.came is not None) for each in returns(known, site.today))
        sums = (round(account.given, 9), round(account.received, 9), account.half_life)
        found = leaning_of(site, key, known)
        told[name] = (sums, waits, balance_words(known), found and found.evidence, len(asks_among(said, site.today)))
        told[f"{name}, observed"] = tuple(each.sentence for each in leanings(site, key, said))
    return told


def written(plan: list[tuple[int, str, list[str]]], ids: dict[str, str], stems: Sequence[int]) -> dict[str, str]:
    notes = {f"contacts/{stem}.md": f"---\nname: {name}\nmet: 2019\n---\n" for name, stem in ids.items()}
    for number, (day, name, lines) in enumerate(plan):
        text = "\n".join(lines)
        head = f"date: {BEGIN + timedelta(days=day)}\nwith: {name}"
        notes[f"meetings/m{stems[number]}.md"] = f"---\n{head}\n---\n{text}\n"
    return notes


@settings(deadline=None)
@given(plans, st.permutations(range(12)), st.permutations(("one", "two", "three")))
def test_names_of_files_and_the_order_of_notes_change_no_figure(
    plan: list[tuple[int, str, list[str]]], stems: list[int], renamed: list[str]
) -> None:
    one, other = dict(zip(PEOPLE, ("ada", "bo", "cy"), strict=True)), dict(zip(PEOPLE, renamed, strict=True))
    plain = figures(written(plan, one, range(12)), one)
    assert figures(written(plan, other, stems), other) == plain
