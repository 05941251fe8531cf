"""Lengths of time as they are said in a sentence: `5 weeks`, `every 6 weeks`, and a rhythm against a silence."""

from __future__ import annotations

from site_builder.notes.dates import Duration

_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number_words(number: int) -> str:
    """`three`; figures above twelve."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def counted(number: int, word: str, plural: str = "") -> str:
    """`1 day`, `3 days`; `2 people` with a plural of its own."""
    return f"{number} {word if number == 1 else plural or word + 's'}"


def measure(days: float) -> tuple[int, str]:
    """A length of time in the unit in which one would say it: days up to two weeks, weeks up to two months, months up
    to two years, then years. Rounded; at least one."""
    if days < 14:
        return max(1, round(days)), "day"
    if days < 61:
        return round(days / 7), "week"
    if days < 730:
        return round(days / 30.44), "month"
    return int(days // 365), "year"


def length(days: float) -> str:
    """`9 weeks`."""
    return counted(*measure(days))


def every(days: float) -> str:
    """`every 5 weeks`, `every day`."""
    number, unit = measure(days)
    return f"every {unit}" if number == 1 else f"every {number} {unit}s"


def every_span(cadence: Duration) -> str:
    """A cadence as it was wished: `every 6 weeks`, `every month`; nothing for one that never comes due."""
    if not cadence.unit:
        return ""
    unit = _UNITS[cadence.unit]
    return f"every {unit}" if cadence.count == 1 else f"every {cadence.count} {unit}s"


def has_been(silence: int, unit: str = "") -> str:
    """`it has been 9 weeks`, rounded as `measure` does. `unit`: the last word before; a silence of up to twenty of it
    is told in the same, which then goes without saying: `every 5 weeks; it has been 9`."""
    if silence < 2:
        return ("it was today", "it was yesterday")[max(silence, 0)]
    number = round(silence / _DAYS[unit]) if unit else 0
    if 1 <= number <= 20 and silence >= 7:
        return f"it has been {number}"
    return f"it has been {length(silence)}"
