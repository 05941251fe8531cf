"""What asks for attention on a day: promises, the budget of people and their order, what is quiet, and what comes."""

from __future__ import annotations

from datetime import date, timedelta

from journal_of import journal
from site_builder.relations.attention import Attention, attention

FRIDAY = "2026-11-20"


def on(notes: dict[str, str], today: str = FRIDAY, settings: str = "") -> Attention:
    return attention(journal(notes, today, settings))


def contact(name: str, *fields: str, body: str = "") -> dict[str, str]:
    text = "\n".join(("---", f"name: {name}", *fields, "---", body, ""))
    return {f"contacts/{name.lower()}.md": text}


def meeting(day: str, name: str, body: str = "We talked.", **fields: str) -> dict[str, str]:
    more = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return {f"meetings/{day}-{name.lower()}.md": f"---\nwith: '{name}'\n{more}---\n{body}\n"}


def keys(found: Attention) -> list[str]:
    return [each.key.removeprefix("contacts/").removesuffix(".md") for each in found.touch]


def shown(promises: tuple[object, ...]) -> list[str]:
    return [each.statement.line.shown for each in promises]  # type: ignore[attr-defined]


def test_an_empty_journal_asks_for_nothing() -> None:
    assert on({}) == Attention(date(2026, 11, 20))


def test_promises_late_or_due_within_a_week() -> None:
    body = """\
- [ ] late due:2026-11-01
- [ ] in a week due:2026-11-27
- [ ] in eight days due:2026-11-28
- [ ] some day
- [x] kept due:2026-11-01
- [ ] put off due:2026-11-01 moved:2027-01-01
- [ ] Bo will send it due:2026-10-01
- [ ] tidy up due:2026-11-21 to:me
"""
    found = on(contact("Bo") | meeting("2026-10-01", "Bo", body))
    assert shown(found.mine) == ["late", "in a week"]
    assert shown(found.theirs) == ["Bo will send it"]
    assert shown(found.own) == ["tidy up"]


def test_a_move_of_a_plan_is_own_work() -> None:
    found = on(contact("Bo", "plan: Work together", body="## Plan\n- [ ] call him due:2026-11-22\n"))
    assert shown(found.own) == ["call him"]
    assert found.mine == ()


def test_promises_to_those_who_are_gone_are_not_brought_up() -> None:
    body = "- [ ] send it due:2026-11-01\n"
    assert shown(on(contact("Bo", "status: dormant") | meeting("2026-10-01", "Bo", body)).mine) == ["send it"]
    assert on(contact("Bo", "status: deceased") | meeting("2026-10-01", "Bo", body)).mine == ()


def test_the_order_is_urgency_times_the_weight_of_the_circle() -> None:
    """Last seen 100 days ago, on 12 August.

    Ann, inner (weight 4), cadence 90d: 10 days late, 10/90 × 4 = 0.44.
    Bo, close (3), cadence 50d: 50/50 × 3 = 3.
    Cy, active (2), cadence 80d: 20/80 × 2 = 0.5.
    Di, no circle (1), cadence 40d: 60/40 × 1 = 1.5.
    """
    notes = (
        contact("Ann", "circle: inner", "cadence: 90d")
        | contact("Bo", "circle: close", "cadence: 50d")
        | contact("Cy", "circle: active", "cadence: 80d")
        | contact("Di", "cadence: 40d")
    )
    for name in ("Ann", "Bo", "Cy", "Di"):
        notes |= meeting("2026-08-12", name)
    found = on(notes)
    assert keys(found) == ["bo", "di", "cy", "ann"]
    assert [round(each.rank, 2) for each in found.touch] == [3.0, 1.5, 0.5, 0.44]
    assert [each.late for each in found.touch] == [50, 60, 20, 10]


def test_the_budget_and_ties_by_id() -> None:
    notes: dict[str, str] = {}
    for name in ("Gil", "Fay", "Eve", "Dan", "Cem", "Bea", "Ann"):
        notes |= contact(name, "cadence: 1m") | meeting("2026-08-12", name)
    found = on(notes)
    assert keys(found) == ["ann", "bea", "cem", "dan", "eve"]
    assert [each.key for each in found.rest] == ["contacts/fay.md", "contacts/gil.md"]
    assert len(on(notes, settings="[nudges]\nper-day = 2\n").touch) == 2


def test_one_entry_a_person() -> None:
    """Past the cadence and past a follow-up: one reason, the more urgent."""
    notes = contact("Bo", "cadence: 1m") | meeting("2026-06-01", "Bo", follow_up="2026-11-10")
    assert [each.reason for each in on(notes).touch] == ["cadence"]


def test_a_promise_within_the_cadence_is_the_occasion() -> None:
    notes = contact("Bo", "cadence: 1m") | meeting("2026-08-12", "Bo", "- [ ] send it due:2026-11-30")
    found = on(notes)
    assert found.touch == () and found.rest == ()


def weeks(name: str, gap: int, silence: int, count: int = 6, end: date = date(2026, 11, 20)) -> dict[str, str]:
    """Meetings so many weeks apart, the last so many days before the end."""
    last = end - timedelta(days=silence)
    notes: dict[str, str] = {}
    for number in range(count):
        notes |= meeting((last - timedelta(weeks=gap * number)).isoformat(), name)
    return notes


def test_a_new_users_journal_is_told_of_drifting_and_of_nothing_else() -> None:
    """Dates, `with` and prose: Ada every 5 weeks (25 weeks in all) and 9 weeks ago; 63 days are under twice 35, so she
    is quiet and not drifting; of Bo, 11 weeks ago (77 days), the 7 days beyond are said."""
    found = on(weeks("Ada", 5, 63) | weeks("Bo", 5, 77))
    assert [(each.key, each.reason, each.late) for each in found.touch] == [("card:bo", "drifting", 7)]
    assert found.touch[0].sentence == ("You meet about every 5 weeks; it has been 11.",)
    assert [(each.key, each.sentence) for each in found.quiet] == [
        ("card:ada", ("You meet about every 5 weeks; it has been 9.",))
    ]


def test_the_quiet_are_five_the_quietest_first_and_nobody_for_ever() -> None:
    """Gaps of 70 days; silences of 110 to 135 days are 1.57 to 1.93 gaps; 1,000 days are over eight gaps (560)."""
    notes: dict[str, str] = {}
    for number, name in enumerate(("Ann", "Bea", "Cem", "Dan", "Eve", "Fay")):
        notes |= weeks(name, 10, 110 + 5 * number)
    notes |= weeks("Old", 10, 1000)
    assert [each.key for each in on(notes).quiet] == [
        "card:fay", "card:eve", "card:dan", "card:cem", "card:bea",
    ]  # fmt: skip


def test_what_lies_ahead() -> None:
    notes = (
        contact("Bo", "circle: inner", "birthday: 1980-12-01")
        | contact("Cy", "circle: wide", "birthday: 11-21")
        | contact("Di", "circle: close", "birthday: 12-05")
        | contact("Ed", "circle: close", "birthday: 11-30", "status: deceased")
        | meeting("2026-11-25", "Bo", time="18:00")
        | meeting("2026-11-26", "Cy", cancelled="yes")
        | meeting("2027-01-10", "Di")
        | {
            "events/2026-12-20-fair.md": "---\ntitle: The fair\n---\n",
            "events/2026-12-21-ball.md": "---\ntitle: The ball\n---\n",
            "events/2026-11-18-week.md": "---\ntitle: The week\nuntil: 2026-11-22\n---\n",
        }
    )
    found = on(notes)
    assert [(each.day.isoformat(), each.kind, each.key, each.age) for each in found.ahead] == [
        ("2026-11-18", "event", "events/2026-11-18-week.md", None),  # not over
        ("2026-11-25", "meeting", "meetings/2026-11-25-bo.md", None),
        ("2026-12-01", "birthday", "contacts/bo.md", 46),
        ("2026-12-20", "event", "events/2026-12-20-fair.md", None),  # 30 days; the ball is 31
    ]


def test_the_next_meeting_is_shown_however_far() -> None:
    found = on(meeting("2027-06-01", "Bo") | meeting("2027-08-01", "Bo"))
    assert [each.day for each in found.ahead] == [date(2027, 6, 1)]


def test_a_meeting_of_today_is_ahead_until_its_note_has_words() -> None:
    assert [each.kind for each in on(meeting(FRIDAY, "Bo", "")).ahead] == ["meeting"]
    assert on(meeting(FRIDAY, "Bo", "She was tired.")).ahead == ()


def test_the_review_is_on_mondays() -> None:
    notes = (
        contact("Bo", "plan: Work together", "review_by: 2026-11-01")
        | meeting("2026-10-01", "Bo", "- [ ] send it some day")
        | meeting("2026-10-02", "Tom")
        | meeting("2026-11-02", "Tom")
    )
    assert on(notes).review is None
    review = on(notes, "2026-11-23").review
    assert review is not None
    assert shown(review.undated) == ["send it some day"]
    assert (review.cards, review.plans) == (("card:tom",), ("contacts/bo.md",))
    later = on(notes, "2026-12-07").review
    assert later is not None and later.cards == (), "whom one has met for years without a file needs none"


def test_a_monday_with_nothing_to_review_has_no_review() -> None:
    assert on({}, "2026-11-23").review is None
