"""Rhythm, silence, windows, promises, plans and briefs, each case worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journal_of import journal
from site_builder.notes.dates import Duration
from site_builder.pipeline import Asked
from site_builder.relations.attention import reach_of
from site_builder.relations.briefs import brief_of
from site_builder.relations.exchanges import balance_words, exchanges_with
from site_builder.relations.plans import plan_of
from site_builder.relations.promises import promises_among
from site_builder.relations.standing import contact_of, standing
from site_builder.relations.ties import Tie, pace_words, tie
from site_builder.relations.words import every, every_span, has_been, length

ADA = "contacts/ada.md"


def contact(*fields: str, body: str = "") -> str:
    return "\n".join(("---", "name: Ada Byron", *fields, "---", body, ""))


def met_on(*days: str, **fields: str) -> dict[str, str]:
    """A meeting with Ada on each of the days."""
    more = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return {f"meetings/{day}.md": f"---\nwith: Ada Byron\n{more}---\nWe talked.\n" for day in days}


def ada(notes: dict[str, str], today: str, *fields: str, body: str = "") -> Tie:
    return tie(journal({ADA: contact(*fields, body=body), **notes}, today), ADA)


# Five meetings, 30 days apart: four gaps over 120 days, a median of 30.
MONTHLY = ("2026-01-01", "2026-01-31", "2026-03-02", "2026-04-01", "2026-05-01")


def after(days: int) -> str:
    """A day so long after the last of the monthly meetings."""
    return (date(2026, 5, 1) + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("days", "drifts"),
    [
        (60, 0),  # twice the gap is still usual
        (61, 1),
        (240, 180),  # eight times the gap: the last day on which it is brought up
        (241, 0),
    ],
)
def test_drifting_opens_after_twice_the_gap_and_closes_at_eight_times(days: int, drifts: int) -> None:
    assert ada(met_on(*MONTHLY), after(days)).drifting() == drifts


@pytest.mark.parametrize(
    ("gaps", "silence", "drifts"),
    [
        ((14, 14, 365, 14), 200, False),  # back after a year once: half a year says nothing
        ((14, 14, 365, 14), 366, False),  # and once it is longer, it is over (180 days)
        ((30, 30, 100, 30), 100, False),  # one of four was as long
        ((30, 30, 100, 30), 101, True),  # beyond it, and more than twice the gap
        ((30,) * 9 + (100,), 61, True),  # one of ten is an exception, not a habit
        ((30,) * 8 + (100, 100), 100, False),
        ((30,) * 8 + (100, 100), 101, True),
    ],
)
def test_no_silence_is_remarked_on_from_which_the_two_came_back_before(
    gaps: tuple[int, ...], silence: int, drifts: bool
) -> None:
    last = date(2026, 5, 1)
    days = [last - timedelta(days=sum(gaps[number:])) for number in range(len(gaps) + 1)]
    knot = ada(met_on(*(day.isoformat() for day in days)), after(silence))
    assert bool(knot.drifting()) is drifts


def test_drifting_needs_four_gaps_over_ninety_days() -> None:
    assert ada(met_on(*MONTHLY[1:]), after(100)).drifting() == 0  # three gaps
    weekly = ("2026-04-01", "2026-04-08", "2026-04-15", "2026-04-22", "2026-04-29")  # four gaps over 28 days
    assert ada(met_on(*weekly), after(100)).drifting() == 0


def test_a_median_above_a_year_is_never_judged() -> None:
    """Gaps of 396 or 397 days: 2 × 396 = 792 days of silence, and still nothing is said."""
    rare = ("2018-01-01", "2019-02-01", "2020-03-03", "2021-04-03", "2022-05-04")
    found = ada(met_on(*rare), "2024-08-01")
    assert found.rhythm.gap is not None and found.rhythm.gap > 365
    assert found.drifting() == 0


def test_three_weeks_of_silence_are_never_remarked_on() -> None:
    """Every 5 days for 100 days: twice the gap is 10 days, but 21 is the least."""
    days = [(date(2026, 1, 21) + timedelta(days=5 * number)).isoformat() for number in range(21)]
    assert days[-1] == "2026-05-01"
    assert ada(met_on(*days), after(21)).drifting() == 0
    assert ada(met_on(*days), after(22)).drifting() == 1


def test_personal_ties_bear_twice_the_silence_and_a_cadence_silences_drifting() -> None:
    assert ada(met_on(*MONTHLY), after(120), "side: personal").drifting() == 0
    assert ada(met_on(*MONTHLY), after(121), "side: personal").drifting() == 1
    assert ada(met_on(*MONTHLY), after(121), "cadence: 1y").drifting() == 0
    assert ada(met_on(*MONTHLY), after(121), "circle: close").drifting() == 0


def test_two_meetings_on_one_day_are_one_day() -> None:
    notes = met_on(*MONTHLY) | {"meetings/2026-05-01-again.md": "---\nwith: Ada Byron\n---\nAnd again.\n"}
    assert ada(notes, after(10)).rhythm.gap == 30.0


@pytest.mark.parametrize(
    ("today", "late"),
    [
        ("2026-06-12", 0),  # 1 May + 6 weeks: the day itself
        ("2026-06-13", 1),
        ("2028-05-01", 689),  # two years after the last contact: 731 days, less the 42 of the cadence
        ("2028-05-02", 0),
    ],
)
def test_time_to_meet_opens_the_day_after_and_closes_after_two_years(today: str, late: int) -> None:
    found = ada(met_on("2026-05-01"), today, "cadence: 6w")
    assert found.late_to_meet() == late


def test_time_to_meet_of_a_long_cadence_closes_after_twice_the_cadence() -> None:
    assert ada(met_on("2020-05-01"), "2026-05-01", "cadence: 3y").late_to_meet() == 1096  # 2023-05-01 to 2026-05-01
    assert ada(met_on("2020-05-01"), "2026-05-02", "cadence: 3y").late_to_meet() == 0


@pytest.mark.parametrize(
    ("fields", "silent"),
    [
        ((), False),
        (("status: dormant",), True),
        (("status: wanted",), True),
        (("status: deceased",), True),
        (("status: active",), False),
        (("cadence: none",), True),
        (("circle: wide",), True),  # whose cadence is none
        (("circle: close",), False),
        (("met: 2020-01-01",), False),
        (("follow_up: 2026-09-01",), True),  # ahead
        (("follow_up: 2026-07-01",), False),  # passed
    ],
)
def test_what_silences_a_rhythm(fields: tuple[str, ...], silent: bool) -> None:
    assert ada(met_on(*MONTHLY), "2026-08-01", *fields).rhythm_silent() is silent


def test_somebody_known_for_under_thirty_days_is_left_alone() -> None:
    assert ada(met_on("2026-07-03"), "2026-08-01", "cadence: 1w").rhythm_silent() is True  # 29 days
    assert ada(met_on("2026-07-02"), "2026-08-01", "cadence: 1w").rhythm_silent() is False  # 30 days
    assert ada(met_on("2026-07-20"), "2026-08-01", "met: 2019-01-01").rhythm_silent() is False


def test_an_arranged_meeting_silences_unless_it_is_cancelled_or_no_contact() -> None:
    assert ada(met_on(*MONTHLY, "2026-09-01"), "2026-08-01").rhythm_silent() is True
    assert ada(met_on(*MONTHLY) | met_on("2026-09-01", cancelled="yes"), "2026-08-01").rhythm_silent() is False
    assert ada(met_on(*MONTHLY) | met_on("2026-09-01", kind="broadcast"), "2026-08-01").rhythm_silent() is False


def test_a_promise_within_one_cadence_of_today_is_an_occasion_already() -> None:
    found = ada(met_on(*MONTHLY), "2026-08-01")  # no cadence: the gap of 30 days stands for it
    assert found.rhythm_silent((date(2026, 8, 31),)) is True
    assert found.rhythm_silent((date(2026, 9, 1),)) is False
    assert found.rhythm_silent((date(2026, 7, 2),)) is True
    assert found.rhythm_silent((date(2026, 7, 1),)) is False


@pytest.mark.parametrize(
    ("later", "today", "late"),
    [
        ((), "2026-05-22", 0),  # 1 May + 3 weeks: the day itself
        ((), "2026-05-23", 1),
        ((), "2026-11-18", 180),
        ((), "2026-11-19", 0),  # closed
        (("2026-05-10",), "2026-05-23", 0),  # contact after that meeting
        (("2026-06-10",), "2026-05-23", 0),  # arranged
    ],
)
def test_a_meetings_follow_up(later: tuple[str, ...], today: str, late: int) -> None:
    notes = met_on("2026-05-01", follow_up="+3w") | met_on(*later)
    assert ada(notes, today).late_to_follow_up() == late


@pytest.mark.parametrize(
    ("last", "today", "late"),
    [
        ("2026-05-17", "2026-06-02", 1),  # 15 days before: not yet an answer
        ("2026-05-18", "2026-06-02", 0),  # 14 days before
        ("2026-06-01", "2026-06-02", 0),  # on the day
        ("2026-01-01", "2026-11-28", 180),
        ("2026-01-01", "2026-11-29", 0),
    ],
)
def test_a_contacts_own_follow_up(last: str, today: str, late: int) -> None:
    assert ada(met_on(last), today, "follow_up: 2026-06-01").late_to_follow_up() == late


def test_a_follow_up_is_said_of_the_dormant_and_not_of_those_who_are_gone() -> None:
    notes = met_on("2026-05-01", follow_up="+3w")
    assert ada(notes, "2026-06-01", "status: dormant").late_to_follow_up() == 10
    assert ada(notes, "2026-06-01", "status: archived").late_to_follow_up() == 0


def test_one_reason_a_person_the_most_urgent() -> None:
    """On 1 August: 81 days past a monthly cadence (2.66 of it), 30 past the follow-up (0.99)."""
    found = ada(met_on("2026-04-12", follow_up="2026-07-02"), "2026-08-01", "cadence: 1m")
    reach = reach_of(found)
    assert reach is not None
    assert (reach.reason, reach.late, reach.sentence) == (
        "cadence",
        81,
        ("You wished for contact every month; it has been 4.",),
    )
    assert reach.urgency == pytest.approx(81 / (365.25 / 12))


def test_a_plain_value_holds_on_any_day_and_a_history_from_its_day_on() -> None:
    site = journal({ADA: contact("role: Engineer", "circle:", "  - 2026-03-01: close")})
    before, since = standing(site, ADA, date(2001, 1, 1)), standing(site, ADA, date(2026, 3, 1))
    assert (before.role, before.circle, before.cadence) == ("Engineer", "", None)
    assert (since.role, since.circle, since.cadence, since.near) == ("Engineer", "close", Duration(3, "m"), True)


def test_sides() -> None:
    """Who shares the owner's org is internal; another org is external; no org, no side."""
    notes = {
        "me.md": "---\nname: Vera\norg: '[[mill]]'\n---\n",
        "orgs/mill.md": "---\nname: The Mill\n---\n",
        "contacts/in.md": "---\nname: In\norg: The Mill\n---\n",
        "contacts/out.md": "---\nname: Out\norg: Elsewhere\n---\n",
        "contacts/free.md": "---\nname: Free\n---\n",
    }
    site = journal(notes)
    sides = [standing(site, f"contacts/{name}.md", site.today).side for name in ("in", "out", "free")]
    assert sides == ["internal", "external", ""]


def test_words_for_lengths_of_time() -> None:
    assert [length(days) for days in (1, 13, 35, 67, 400, 800)] == [
        "1 day", "13 days", "5 weeks", "2 months", "13 months", "2 years",
    ]  # fmt: skip
    assert (every(35), every(1), every_span(Duration(6, "w")), every_span(Duration(1, "m"))) == (
        "every 5 weeks", "every day", "every 6 weeks", "every month",
    )  # fmt: skip
    assert has_been(67, "week") == "it has been 10"
    assert has_been(161, "week") == "it has been 5 months"
    assert has_been(0, "week") == "it was today"
    assert has_been(5, "week") == "it has been 5 days"


def test_the_rhythm_in_a_sentence() -> None:
    assert pace_words(ada({}, "2026-08-01")) == ""
    assert pace_words(ada(met_on("2026-05-01"), "2026-06-01")) == "You have met once; it has been 4 weeks."
    assert pace_words(ada(met_on(*MONTHLY), after(66))) == "You meet about every 4 weeks; it has been 9."
    assert pace_words(ada(met_on(*MONTHLY), after(800))) == "You used to meet about every 4 weeks; it has been 2 years."
    gone = ada(met_on(*MONTHLY), after(66), "status: deceased")
    assert pace_words(gone) == "The notes tell of meetings in 2026."


def notes_with(body: str, day: str = "2026-06-05", *fields: str) -> Asked:
    return journal(
        {ADA: contact(*fields), f"meetings/{day}-ada.md": f"---\nwith: '[[ada]]'\n---\n{body}"}, "2026-06-20"
    )


def test_what_became_of_promises() -> None:
    site = notes_with(
        "- [ ] one due:2026-06-12\n- [ ] two due:2026-06-12 moved:2026-07-01\n"
        "- [x] three due:2026-06-10 done:2026-06-12\n- [x] four\n- [-] five\n"
        "- [ ] Ada will send six due:2026-06-30\n- [/] seven\n"
    )
    found = promises_among(site.statements(ADA), site.today)
    told = {each.statement.line.shown: (each.state, each.theirs, each.overdue) for each in found}
    assert told == {
        "three": ("kept late", False, 0),
        "one": ("open", False, 8),
        "Ada will send six": ("open", True, 0),
        "two": ("open", False, 0),
        "four": ("kept", False, 0),
        "five": ("dropped", False, 0),
        "seven": ("begun", False, 0),
    }
    assert [each.due for each in found[:4]] == [
        date(2026, 6, 10), date(2026, 6, 12), date(2026, 6, 30), date(2026, 7, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Prose.\n", ""),
        ("- gave link: a\n", "One given and nothing received since 2026."),
        ("- got link: a\n- got: b\n", "Two received and nothing given since 2026."),
        ("- gave link: a\n- intro: @ada -> @bo for c\n- got: b\n", "Two given, one received since 2026."),
    ],
)
def test_the_balance_in_words(body: str, words: str) -> None:
    assert balance_words(exchanges_with(notes_with(body).statements(ADA), ADA)) == words


PLAN = """\
## Plan
- [x] show her the draft done:2026-06-05 tests:invests,learns,illustrates
- [x] read her paper done:2026-06-06 tests:learns
- [ ] invite her due:2026-07-01
- hope: she asks me first watch:2026-12
"""


def test_a_move_shows_what_the_notes_of_its_day_bear_out() -> None:
    """On 5 June they met and something was given, and nothing learned; on 6 June there is nothing at all."""
    site = journal(
        {
            ADA: contact("plan: Work together", body=PLAN),
            "meetings/2026-06-05-ada.md": "---\nwith: '[[ada]]'\n---\n- gave idea: the draft\n",
        },
        "2026-06-20",
    )
    plan = plan_of(ADA, contact_of(site, ADA), site.statements(ADA), site.interactions(ADA), site.today)
    assert (plan.aim, plan.claimed, plan.shown) == (
        "Work together",
        ("invests", "learns", "illustrates"),
        ("invests", "illustrates"),
    )
    assert [move.statement.line.shown for move in plan.moves] == ["invite her", "show her the draft", "read her paper"]
    assert [hope.line.shown for hope in plan.hopes] == ["she asks me first"]


def test_a_brief_tells_what_was_not_raised_yet() -> None:
    """Bare items and `next:` lines are raised by a later meeting; open boxes only when they are ticked."""
    body = "## Next time\n- the house\n- [ ] the dog\n- [x] the cat\n"
    first = "---\nwith: '[[ada]]'\n---\n- next: the garden\n- learned: one\n\n## Next time\n- [ ] the boat\n"
    last = "---\nwith: '[[ada]]'\n---\n- next: the roof\n- learned: two\n- wants: a dry roof\n"
    notes = {
        ADA: contact("i_can_help: [tiles]", body=body),
        "meetings/2026-05-05-a.md": first,
        "meetings/2026-06-05-b.md": last,
    }
    brief = brief_of(journal(notes, "2026-06-20"), ADA)
    assert [each.line.shown for each in brief.next_time] == ["the house", "the dog", "the roof", "the boat"]
    assert [each.line.shown for each in brief.learned] == ["two", "one"]
    assert [each.line.shown for each in brief.wants] == ["a dry roof"]
    assert (brief.offers, brief.unknown) == (("tiles",), False)
    assert brief.last is not None and brief.last.day == date(2026, 6, 5)


def test_of_those_who_are_gone_there_is_no_brief() -> None:
    notes = {ADA: contact("status: deceased", "wants: [peace]"), **met_on("2026-05-05")}
    assert not brief_of(journal(notes, "2026-06-20"), ADA)
