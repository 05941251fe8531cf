"""Dates, birthdays, lengths of time, and values with a history."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.notes.dates import (
    NEVER,
    Birthday,
    Duration,
    When,
    add,
    parse_backwards,
    parse_birthday,
    parse_duration,
    parse_when,
    resolve_relative,
    why_not,
)
from site_builder.notes.front_matter import read_front_matter
from site_builder.notes.histories import History, decode_history

FRIDAY = date(2026, 6, 5)


@pytest.mark.parametrize(
    ("typed", "canonical", "first", "last"),
    [
        ("2026-06-05", "2026-06-05", date(2026, 6, 5), date(2026, 6, 5)),
        (" 2026-06-05 ", "2026-06-05", date(2026, 6, 5), date(2026, 6, 5)),
        ("2026-06-05T18:00", "2026-06-05T18:00", date(2026, 6, 5), date(2026, 6, 5)),
        ("2026-06-05 9:30", "2026-06-05T09:30", date(2026, 6, 5), date(2026, 6, 5)),
        ("2026-06-05T18:00:30.5Z", "2026-06-05T18:00:30", date(2026, 6, 5), date(2026, 6, 5)),
        ("2026-06-05T18:00+02:00", "2026-06-05T18:00", date(2026, 6, 5), date(2026, 6, 5)),
        ("2026-06", "2026-06", date(2026, 6, 1), date(2026, 6, 30)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("9999", "9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_date_as_typed(typed: str, canonical: str, first: date, last: date) -> None:
    when = parse_when(typed)
    assert when is not None
    assert (str(when), when.first, when.last) == (canonical, first, last)
    assert when.exact is (first == last)
    assert why_not(typed) == ""


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2026-02-30", "2026-02-30 does not exist: February 2026 has 28 days."),
        ("2026-13-01", "2026-13-01 does not exist: months run from 01 to 12."),
        ("2026-00", "2026-00 does not exist: months run from 01 to 12."),
        ("2026-06-00", "2026-06-00 does not exist: days run from 01."),
        ("0000", "0000 does not exist: years run from 0001 to 9999."),
        (
            "2026-06-05T25:00",
            "2026-06-05T25:00 has no such time of day: hours run from 00 to 23, minutes from 00 to 59.",
        ),
        ("12-10", "12-10 has no year."),
        ("02-30", "02-30 does not exist: February has at most 29 days."),
        ("2026/6/5", "2026/6/5 is not how dates are written here: 2026-06-05."),
        ("5.6.2026", "5.6.2026 could be read in two ways: dates are written year-month-day, as in 2026-06-05."),
        ("soon", ""),
        ("", ""),
        ("٢٠٢٦", ""),
    ],
)
def test_what_is_no_date_and_why(typed: str, reason: str) -> None:
    assert parse_when(typed) is None
    assert why_not(typed) == reason


def test_dates_sort_by_time_and_the_vaguer_first() -> None:
    typed = ["2025-12-31", "2026", "2026-06", "2026-06-05", "2026-06-05T09:00", "2026-06-05T18:00", "2026-06-06"]
    whens = [when for when in map(parse_when, typed) if when]
    backwards = whens[::-1]
    backwards.sort()
    assert backwards == whens


def test_birthdays() -> None:
    ada = parse_birthday("1815-12-10")
    assert ada == Birthday(1815, 12, 10)
    assert parse_birthday("12-10") == parse_birthday("--12-10") == Birthday(None, 12, 10)
    assert ada.next(FRIDAY) == date(2026, 12, 10)
    assert ada.next(date(2026, 12, 10)) == date(2026, 12, 10)
    assert ada.next(date(2026, 12, 11)) == date(2027, 12, 10)
    assert (ada.age(date(2026, 12, 9)), ada.age(date(2026, 12, 10))) == (210, 211)
    assert Birthday(None, 12, 10).age(FRIDAY) is None
    assert (str(ada), str(Birthday(None, 1, 2))) == ("1815-12-10", "01-02")


def test_the_29th_of_february_falls_on_the_28th_in_common_years() -> None:
    leap = parse_birthday("02-29")
    assert leap is not None
    assert leap.next(date(2026, 1, 1)) == date(2026, 2, 28)
    assert leap.next(date(2028, 1, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize("typed", ["02-30", "13-01", "1815", "1815-12", "2026-02-29", "0000-01-01", "--1-2", "x", ""])
def test_what_is_no_birthday(typed: str) -> None:
    assert parse_birthday(typed) is None


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("10d", "10d"),
        ("6w", "6w"),
        ("6 weeks", "6w"),
        ("3M", "3m"),
        ("every 2 weeks", "2w"),
        ("every month", "1m"),
        ("a month", "1m"),
        ("two  years", "2y"),
        ("Weekly", "1w"),
        ("fortnightly", "2w"),
        ("monthly", "1m"),
        ("quarterly", "3m"),
        ("2 quarters", "6m"),
        ("half-yearly", "6m"),
        ("yearly", "1y"),
        ("none", "none"),
    ],
)
def test_a_length_of_time(typed: str, canonical: str) -> None:
    assert str(parse_duration(typed)) == canonical
    assert parse_duration(canonical) == parse_duration(typed)


@pytest.mark.parametrize("typed", ["", "0d", "0 weeks", "d", "6", "6x", "-3d", "sometimes", "1234567d", "²w"])
def test_what_is_no_length_of_time(typed: str) -> None:
    assert parse_duration(typed) is None


def test_lengths_of_time_added() -> None:
    assert add(date(2026, 1, 31), Duration(1, "m")) == date(2026, 2, 28)
    assert add(date(2024, 2, 29), Duration(1, "y")) == date(2025, 2, 28)
    assert add(date(2026, 12, 31), Duration(2, "w")) == date(2027, 1, 14)
    assert add(FRIDAY, NEVER) == add(FRIDAY, Duration(999_999, "y")) == date.max
    assert [Duration(1, unit).days for unit in "dwmy"] == [1, 7, 365.25 / 12, 365.25]
    assert NEVER.days > Duration(999_999, "y").days


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-06-12", "2026-06-12"),
        ("2026-07", "2026-07"),
        ("+3d", "2026-06-08"),
        ("+2w", "2026-06-19"),
        ("+1m", "2026-07-05"),
        ("+1y", "2027-06-05"),
        ("today", "2026-06-05"),
        ("Tomorrow", "2026-06-06"),
        ("fri", "2026-06-12"),
        ("sat", "2026-06-06"),
        ("Thursday", "2026-06-11"),
    ],
)
def test_a_date_on_a_line_of_a_friday(typed: str, meant: str) -> None:
    assert str(resolve_relative(typed, FRIDAY)) == meant


@pytest.mark.parametrize("typed", ["yesterday", "-3d", "3d", "soon", "last fri", "2026-02-30", ""])
def test_what_is_no_date_on_a_line(typed: str) -> None:
    assert resolve_relative(typed, FRIDAY) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", date(2026, 6, 5)),
        ("yesterday", date(2026, 6, 4)),
        ("tomorrow", date(2026, 6, 6)),
        ("fri", date(2026, 5, 29)),
        ("last Tue", date(2026, 6, 2)),
        ("on tuesday", date(2026, 6, 2)),
        ("next tue", date(2026, 6, 9)),
        ("3 days ago", date(2026, 6, 2)),
        ("two weeks ago", date(2026, 5, 22)),
        ("a month ago", date(2026, 5, 5)),
        ("-3d", date(2026, 6, 2)),
        ("+3d", date(2026, 6, 8)),
        ("5 june", date(2026, 6, 5)),
        ("6 June", date(2025, 6, 6)),
        ("june 5th", date(2026, 6, 5)),
        ("Dec 24, 2027", date(2027, 12, 24)),
        ("29 feb", date(2024, 2, 29)),
        ("2026-06-01", date(2026, 6, 1)),
        ("5/6", None),
        ("2026-06", None),
        ("30 february", None),
        ("last", None),
        ("", None),
    ],
)
def test_a_day_as_said_to_a_command(typed: str, meant: date | None) -> None:
    assert parse_backwards(typed, FRIDAY) == meant


_DAYS = st.dates()
_UNITS = st.sampled_from("dwmy")


@given(_DAYS)
def test_printing_then_parsing_gives_the_same_date(day: date) -> None:
    when = When.of(day)
    assert parse_when(str(when)) == when
    assert when.first == when.last == day
    month = When(day.year, day.month)
    assert parse_when(str(month)) == month
    assert (month.last - month.first).days + 1 == calendar.monthrange(day.year, day.month)[1]


@given(_DAYS, st.integers(1, 999_999), _UNITS)
def test_adding_never_fails_and_never_goes_back(day: date, count: int, unit: str) -> None:
    assert add(day, Duration(count, unit)) > day or day == date.max


@given(
    st.dates(min_value=date(1, 1, 8), max_value=date(9999, 12, 24)),
    st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
)
def test_a_weekday_lies_within_a_week_and_never_on_the_day_itself(day: date, name: str) -> None:
    later = resolve_relative(name, day)
    earlier = parse_backwards(name, day)
    assert later is not None and earlier is not None
    assert timedelta(1) <= later.first - day <= timedelta(7)
    assert timedelta(1) <= day - earlier <= timedelta(7)
    assert later.first.weekday() == earlier.weekday()


@given(st.text() | st.from_regex(r"[0-9+-]{1,9}[-/.: T]?[0-9a-z]{0,9}"), _DAYS)
def test_no_text_makes_any_of_it_fail(text: str, day: date) -> None:
    when = parse_when(text)
    assert when is None or why_not(text) == ""
    parse_birthday(text)
    parse_duration(text)
    resolve_relative(text, day)
    parse_backwards(text, day)


@given(_DAYS, _DAYS)
def test_the_next_birthday_is_within_the_year(born: date, today: date) -> None:
    upcoming = Birthday(born.year, born.month, born.day).next(today)
    assert today <= upcoming
    assert (upcoming - today).days <= 366


def history_of(fields: str) -> tuple[History, list[str]]:
    front = read_front_matter(f"---\nrole:{fields}\n---\n")
    assert front.fields is not None
    history, problems = decode_history(front.fields.pairs[0][1])
    return history, [problem.message for problem in problems]


def test_a_plain_value_holds_on_any_day() -> None:
    history, problems = history_of(" Head of Research")
    assert history.at(date(1990, 1, 1)) == history.latest == ("Head of Research",)
    assert (history.dated, problems) == (False, [])


def test_a_list_without_dates_is_several_at_once() -> None:
    assert history_of(" [Engineer, Teacher]")[0].at(FRIDAY) == ("Engineer", "Teacher")


@pytest.mark.parametrize(
    "fields",
    [
        "\n  - 2019-01: Engineer\n  - 2022-09: Head\n  - 2025:",
        "\n  - 2025:\n  - 2022-09 Head\n  - 2019-01 Engineer",
        "\n  2019-01: Engineer\n  2022-09: Head\n  2025:",
        '\n  - "2019-01: Engineer"\n  - {2022-09: Head}\n  - 2025',
    ],
)
def test_a_history_in_any_order_and_shape(fields: str) -> None:
    history, problems = history_of(fields)
    assert problems == []
    assert [str(since) for since, _ in history.entries] == ["2019-01", "2022-09", "2025"]
    assert history.at(date(2018, 12, 31)) is None
    assert history.at(date(2019, 1, 1)) == history.at(date(2022, 8, 31)) == ("Engineer",)
    assert history.at(date(2022, 9, 1)) == ("Head",)
    assert history.at(date(2025, 1, 1)) == history.latest == ()
    assert history.dated


def test_several_values_from_a_date_on() -> None:
    assert history_of("\n  - 2019: [Engineer, Teacher]")[0].at(FRIDAY) == ("Engineer", "Teacher")


def test_the_value_of_an_item_keeps_its_place() -> None:
    text = "---\nrole:\n  - 2019-01 Engineer\n  - 2022-09: Head\n---\n"
    front = read_front_matter(text)
    assert front.fields is not None
    history, _ = decode_history(front.fields.pairs[0][1])
    places = [scalar.span for _, scalars in history.entries for scalar in scalars]
    assert [text[place.start : place.end] for place in places] == ["Engineer", "Head"]


@pytest.mark.parametrize(
    ("fields", "message", "latest"),
    [
        ("\n  - 2019-01: A\n  - 2019-01: B", "2019-01 is given twice in this history.", ("A",)),
        ("\n  - 2019-01: A\n  - B", "`B` has no date, and other items of this list have one.", ("A",)),
        ("\n  - 2019-02-30: A", "2019-02-30 does not exist: February 2019 has 28 days.", ()),
        ("\n  - 2019-13 A", "2019-13 does not exist: months run from 01 to 12.", ()),
        ("\n  - since: A", "`since` is no date.", ()),
        ("\n  - 2019: {a: b}", "A map stands where a value should be.", ()),
        ("\n  - [a, b]", "A list stands inside the list.", ()),
    ],
)
def test_what_is_wrong_with_a_history(fields: str, message: str, latest: tuple[str, ...]) -> None:
    history, problems = history_of(fields)
    assert problems == [message]
    assert history.latest == latest
