"""Dates, birthdays and lengths of time as people write them. Pure: what "today" is, is always said by the caller.

Every date is a calendar day where the writer was; time zones are read and ignored. Arithmetic stays within the years 1
to 9999 and never fails: what would lie beyond is the first or the last day there is.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import total_ordering
from math import inf

from site_builder.values import dataclass


@total_ordering
@dataclass(frozen=True, slots=True)
class When:
    """A date as typed: a year, month or day, perhaps with a time (`18:00`). Sorts by time, `2026` before `2026-01`."""

    year: int
    month: int | None = None
    day: int | None = None
    time: str | None = None

    @classmethod
    def of(cls, day: date) -> When:
        return cls(day.year, day.month, day.day)

    @property
    def first(self) -> date:
        """The first day that it covers."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it covers, which is the deadline: of `2026-06`, 2026-06-30."""
        month = self.month or 12
        return date(self.year, month, self.day or _days_in(self.year, month))

    @property
    def exact(self) -> bool:
        """Whether it says the day."""
        return self.day is not None

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        for part in (self.month, self.day):
            if part is not None:
                text += f"-{part:02d}"
        return f"{text}T{self.time}" if self.time else text

    def __lt__(self, other: When) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[int, int, int, str]:
        return self.year, self.month or 0, self.day or 0, self.time or ""


def parse_when(text: str) -> When | None:
    """`2026-06-05`, also with a time after `T` or a space; `2026-06`; `2026`. `None` if it is no date (`why_not`)."""
    match = _WHEN.fullmatch(text.strip())
    if match is None or _impossible(match):
        return None
    year, month, day, hour, minute, second = match.groups()
    time = f"{int(hour):02d}:{minute}" + (f":{second}" if second else "") if hour else None
    return When(int(year), int(month) if month else None, int(day) if day else None, time)


def why_not(text: str) -> str:
    """Why a text that looks like a date is none, as a sentence; empty if it does not look like one, or is one."""
    text = text.strip()
    if match := _WHEN.fullmatch(text):
        return _impossible(match)
    if match := _MONTH_DAY.fullmatch(text):
        month, day = int(match[1]), int(match[2])
        return _no_such_day(text, 2000, month, day, "at most ") or f"{text} has no year."
    if match := _LOOSE_DAY.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
        written = f"{year:04d}-{month:02d}-{day:02d}"
        return _no_such_day(text, year, month, day) or f"{text} is not how dates are written here: {written}."
    if (meant := in_digits(text)) and len(meant) > len("06-05"):
        return f"{text} is not how dates are written here: {meant}."
    if _DAY_FIRST.fullmatch(text):
        return f"{text} could be read in two ways: dates are written year-month-day, as in 2026-06-05."
    return ""


def in_digits(text: str) -> str:
    """How a day or month in words, or one that begins with its day (which can be no month), is written here:
    `20 Nov 2026` is 2026-11-20, `3 May` is 05-03, `May 2024` is 2024-05. Nothing for what is none, or can be two."""
    words = " ".join(text.casefold().replace(",", " ").split())
    if match := _MONTH_YEAR.fullmatch(words):
        return f"{match['year']}-{_MONTHS[match['month'][:3]]:02d}"
    if match := _DAY_MONTH.fullmatch(words) or _MONTH_DAY_NAMED.fullmatch(words):
        year, month, day = match["year"], _MONTHS[match["month"][:3]], int(match["day"])
    elif (match := _DAY_FIRST.fullmatch(words)) and len(match["year"]) == 4 and int(match["day"]) > 12:
        year, month, day = match["year"], int(match["month"]), int(match["day"])
    else:
        return ""
    if _no_such_day(text, int(year or 2000), month, day):
        return ""
    return f"{year}-{month:02d}-{day:02d}" if year else f"{month:02d}-{day:02d}"


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year, with the year of birth where it is known."""

    year: int | None
    month: int
    day: int

    def next(self, today: date) -> date:
        """The next one, today included. In common years 29 February falls on the 28th, as months clamp everywhere."""
        for year in (today.year, today.year + 1):
            if year > date.max.year:
                break
            day = date(year, self.month, min(self.day, _days_in(year, self.month)))
            if day >= today:
                return day
        return date.max

    def age(self, day: date) -> int | None:
        """How many years old on a day; `None` where the year is unknown or lies ahead."""
        if self.year is None:
            return None
        birthday = date(day.year, self.month, min(self.day, _days_in(day.year, self.month)))
        years = day.year - self.year - (day < birthday)
        return years if years >= 0 else None

    def __str__(self) -> str:
        year = "" if self.year is None else f"{self.year:04d}-"
        return f"{year}{self.month:02d}-{self.day:02d}"


def parse_birthday(text: str) -> Birthday | None:
    """`1815-12-10`, `12-10` or `--12-10`; `None` for anything else (`why_not` says why)."""
    match = _BIRTHDAY.fullmatch(text.strip())
    if match is None:
        return None
    year = int(match[1]) if match[1] else None
    month, day = int(match[2]), int(match[3])
    # Without a year, a leap year must do: 29 February is somebody's birthday.
    if year == 0 or _no_such_day("", year or 2000, month, day):
        return None
    return Birthday(year, month, day)


@dataclass(frozen=True, slots=True)
class Duration:
    """A count of days, weeks, months or years (`d`, `w`, `m`, `y`). `NEVER` is what `none` means: no rhythm at all."""

    count: int
    unit: str

    @property
    def days(self) -> float:
        """About how many days, for comparing; infinite for `NEVER`."""
        return self.count * _DAYS[self.unit] if self.unit else inf

    def __str__(self) -> str:
        return f"{self.count}{self.unit}" if self.unit else "none"


NEVER = Duration(0, "")


def parse_duration(text: str) -> Duration | None:
    """`10d`, `6 weeks`, `a month`, `every 2 weeks`, `quarterly`, `none` (that is `NEVER`); `None` for anything else."""
    words = " ".join(text.casefold().split())
    if words in _RHYTHMS:
        return _RHYTHMS[words]
    match = _SHORT.fullmatch(words) or _DURATION.fullmatch(words)
    if match is None:
        return None
    count, unit = _COUNTS.get(match[1] or "a") or int(match[1]), match[2][0]
    if unit == "q":
        count, unit = count * 3, "m"
    return Duration(count, unit) if count else None


def minutes_in(text: str) -> int:
    """The minutes in `90 min`, `1h`, `1h30`, `1.5 hours`; 0 where it is no such time."""
    match = _HOURS.fullmatch(text.casefold().strip())
    hours, minutes = (match["hours"] or "0", match["minutes"] or "0") if match else ("0", "0")
    return round(float(hours.replace(",", ".")) * 60) + int(minutes)


def add(day: date, duration: Duration) -> date:
    """A day, so much later. Months clamp: 31 January + 1m is 28 February. With `NEVER`, the last day there is."""
    return _shift(day, duration.count, duration.unit) if duration.unit else date.max


def resolve_relative(text: str, base: date) -> When | None:
    """A date on a line of the day `base`: absolute, `+3d`, `today`, `tomorrow`, a weekday (the first after `base`)."""
    word = text.strip().casefold()
    if match := _PLUS.fullmatch(word):
        return When.of(_shift(base, int(match[1]), match[2]))
    if word in _NEAR and word != "yesterday":
        return When.of(_shift(base, _NEAR[word], "d"))
    if word in _WEEKDAYS:
        return When.of(_weekday(base, _WEEKDAYS[word], 1))
    return parse_when(text)


def parse_backwards(text: str, today: date) -> date | None:
    """A day as said to a command, of what has mostly happened: `yesterday`, `last tue`, `3 days ago`, `5 june`, a date.

    A weekday alone is the last before `today`, a day of a month the last that is not after it; `tomorrow`, `next tue`
    and `+3d` look ahead. `5/6` is nobody's day: `None`, as for everything else.
    """
    words = " ".join(text.casefold().replace(",", " ").split())
    if words in _NEAR:
        return _shift(today, _NEAR[words], "d")
    if match := _SIGNED.fullmatch(words):
        return _shift(today, int(match[1] + match[2]), match[3])
    if match := _AGO.fullmatch(words):
        count = _COUNTS.get(match[1]) or int(match[1])
        return _shift(today, -count, match[2][0])
    direction, _, name = words.rpartition(" ")
    if name in _WEEKDAYS and direction in ("", "on", "last", "next"):
        return _weekday(today, _WEEKDAYS[name], 1 if direction == "next" else -1)
    if match := _DAY_MONTH.fullmatch(words) or _MONTH_DAY_NAMED.fullmatch(words):
        parts = match.groupdict()
        return _day_of_month(int(parts["day"]), _MONTHS[parts["month"][:3]], parts["year"], today)
    when = parse_when(text)
    return when.first if when and when.exact else None


_WHEN = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)"
    r"(?:[T ](\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?)?)?",
    re.ASCII | re.IGNORECASE,
)
_MONTH_DAY = re.compile(r"(?:--)?(\d\d)-(\d\d)", re.ASCII)
_BIRTHDAY = re.compile(r"(?:--|(\d{4})-)?(\d\d)-(\d\d)", re.ASCII)
_LOOSE_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d\d)", re.ASCII)

_DAYS = {"d": 1.0, "w": 7.0, "m": 365.25 / 12, "y": 365.25}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {word: number for number, word in enumerate(_NUMBERS, 1)} | {"a": 1, "an": 1}
_COUNT = rf"\d{{1,6}}|{'|'.join(_COUNTS)}"
_SHORT = re.compile(r"(\d{1,6}) ?([dwmy])", re.ASCII)
_DURATION = re.compile(rf"(?:every )?(?:({_COUNT}) ?)?(days?|weeks?|months?|quarters?|years?)", re.ASCII)
_HOURS = re.compile(
    r"(?:(?P<hours>\d{1,3}(?:[.,]\d{1,2})?) ?h(?:ours?|rs?)?\s*)?(?:(?P<minutes>\d{1,4}) ?(?:m(?:in(?:ute)?s?)?\.?)?)?",
    re.ASCII,
)
_RHYTHMS = {
    "none": NEVER,
    "never": NEVER,
    "daily": Duration(1, "d"),
    "weekly": Duration(1, "w"),
    "fortnightly": Duration(2, "w"),
    "a fortnight": Duration(2, "w"),
    "monthly": Duration(1, "m"),
    "quarterly": Duration(3, "m"),
    "half-yearly": Duration(6, "m"),
    "half yearly": Duration(6, "m"),
    "half a year": Duration(6, "m"),
    "yearly": Duration(1, "y"),
    "annually": Duration(1, "y"),
}
_NEAR = {"today": 0, "tomorrow": 1, "yesterday": -1}
_PLUS = re.compile(r"\+(\d{1,6})([dwmy])", re.ASCII)
_SIGNED = re.compile(r"([+-])(\d{1,6})([dwmy])", re.ASCII)
_AGO = re.compile(rf"({_COUNT}) ?(days?|weeks?|months?|years?) ago", re.ASCII)
# English whatever the locale: `calendar.month_name` is translated.
_MONTH_WORDS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTHS = {name[:3].casefold(): number for number, name in enumerate(_MONTH_WORDS, 1)}
_MONTH_NAMES = "|".join((*(name.casefold() for name in _MONTH_WORDS), "sept", *_MONTHS))
_DAY_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.? (?:of )?(?P<month>{_MONTH_NAMES})\.?(?: (?P<year>\d{{4}}))?", re.ASCII
)
_MONTH_DAY_NAMED = re.compile(
    rf"(?P<month>{_MONTH_NAMES})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: (?P<year>\d{{4}}))?", re.ASCII
)
_MONTH_YEAR = re.compile(rf"(?P<month>{_MONTH_NAMES})\.? (?P<year>\d{{4}})", re.ASCII)
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday"),
            ("tue", "tues", "tuesday"),
            ("wed", "weds", "wednesday"),
            ("thu", "thur", "thurs", "thursday"),
            ("fri", "friday"),
            ("sat", "saturday"),
            ("sun", "sunday"),
        )
    )
    for name in names
}


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _impossible(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups())
    if wrong := _no_such_day(match[0], year or 0, 1 if month is None else month, 1 if day is None else day):
        return wrong
    if (hour or 0) > 23 or (minute or 0) > 59 or (second or 0) > 59:
        return f"{match[0]} has no such time of day: hours run from 00 to 23, minutes from 00 to 59."
    return ""


def _no_such_day(typed: str, year: int, month: int, day: int, hedge: str = "") -> str:
    if year < 1:
        return f"{typed} does not exist: years run from 0001 to 9999."
    if not 1 <= month <= 12:
        return f"{typed} does not exist: months run from 01 to 12."
    most = _days_in(year, month)
    if day > most:
        which = _MONTH_WORDS[month - 1] if hedge else f"{_MONTH_WORDS[month - 1]} {year}"
        return f"{typed} does not exist: {which} has {hedge}{most} days."
    return f"{typed} does not exist: days run from 01." if day < 1 else ""


def _shift(day: date, count: int, unit: str) -> date:
    if unit in "dw":
        number = day.toordinal() + count * (7 if unit == "w" else 1)
        return date.fromordinal(min(max(number, 1), date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if year > date.max.year:
        return date.max
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def _weekday(base: date, weekday: int, direction: int) -> date:
    """The nearest such weekday strictly after (1) or before (-1) a day."""
    return _shift(base, direction * ((direction * (weekday - base.weekday()) - 1) % 7 + 1), "d")


def _day_of_month(day: int, month: int, year: str | None, today: date) -> date | None:
    # Eight years back, since 29 February may be missing for seven.
    years = [int(year)] if year else range(today.year, max(today.year - 9, 0), -1)
    for candidate in years:
        if candidate >= 1 and 1 <= day <= _days_in(candidate, month):
            found = date(candidate, month, day)
            if year or found <= today:
                return found
    return None
