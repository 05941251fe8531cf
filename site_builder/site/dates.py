"""Days as they are written on a page: English, whatever the locale."""

from __future__ import annotations

from datetime import date

from site_builder.notes.dates import When

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def written_day(day: date) -> str:
    """`5 June 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """`5 Jun 2026`: for tables."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def near_day(day: date) -> str:
    """`Fri 5 Jun`: for days whose year is plain from the place where they stand."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def day_of_week(day: date) -> str:
    """`Friday`."""
    return WEEKDAYS[day.weekday()]


def day_and_month(day: date) -> str:
    """`5 June`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def month_and_year(day: date) -> str:
    """`June 2026`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def when_words(when: When) -> str:
    """`5 June 2026`, `June 2026` or `2026`: as exact as it was written."""
    if when.exact:
        return written_day(when.first)
    return month_and_year(when.first) if when.month else str(when.year)
