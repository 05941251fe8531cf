"""Charts as SVG strings: attributes, classes and the style sheet's variables (the CSP forbids style attributes).

Each chart comes with the sentence and the table that say the same, and is hidden from the accessibility tree beside
them. Nothing is told by colour alone: a mark that means something else has another shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from markupsafe import Markup, escape

from site_builder.site.dates import MONTHS, month_and_year, written_day
from site_builder.site.views import Chart, LinkTo, Table

HEAT_STEPS = (1, 2, 3, 5)  # encounters a day from which the next shade of the heat map is used


STEPS = 140
"""Steps of a line that can still be told apart, and rows of the table that says the same."""


def balance_line(weights: Sequence[tuple[date, float]], sentence: str) -> Chart | None:
    """What went each way, added up: given (positive weights) lifts the line, received lowers it.

    Fewer than two exchanges draw nothing; fewer than five are drawn hollow, as too few to judge by.
    """
    if len(weights) < 2:
        return None
    total = 0.0
    sums = [0.0]
    for number, (_, weight) in enumerate(weights, 1):
        total += weight
        if number % -(-len(weights) // STEPS) == 0 or number == len(weights):
            sums.append(total)
    low, high = min(sums), max(sums)
    width, height = 280.0, 40.0
    scale = (height - 12) / max(1.0, high - low)
    base = 6 + high * scale
    step = (width - 12) / (len(sums) - 1)
    points = [(6 + number * step, base - value * scale) for number, value in enumerate(sums)]
    steps = f"M{_n(points[0][0])} {_n(points[0][1])}" + "".join(f"H{_n(x)}V{_n(y)}" for x, y in points[1:])
    hollow = " hollow" if len(weights) < 5 else ""
    marks = [
        _line(6, base, width - 6, base, "base"),
        f'<path class="stroke{hollow}" d="{steps}"/>',
        _circle(*points[-1], 3.5, f"mark{hollow}"),
    ]
    return Chart(_svg(width, height, "balance", marks), sentence, _balance_table(weights))


def _balance_table(weights: Sequence[tuple[date, float]]) -> Table:
    """The exchanges by day; of many, what went each way by year."""
    if len(weights) <= STEPS:
        days = ((written_day(day), "given" if weight > 0 else "received", _n(abs(weight))) for day, weight in weights)
        return Table(("Day", "Direction", "Weight"), tuple(days))
    years: dict[int, list[float]] = {}
    for day, weight in weights:
        years.setdefault(day.year, [0.0, 0.0])[weight < 0] += abs(weight)
    rows = ((str(year), _n(given), _n(received)) for year, (given, received) in years.items())
    return Table(("Year", "Given", "Received"), tuple(rows))


def trust_steps(
    levels: Sequence[tuple[date, int]], today: date, sentence: str, written: Sequence[str] = ()
) -> Chart | None:
    """Trust, 0 to 5, as steps from its first entry to today. A single entry draws nothing. `written`: each day as it
    was written, which may be a month or a year alone."""
    if len(levels) < 2:
        return None
    width, height = 280.0, 56.0
    begin = levels[0][0]
    days = max(1, (today - begin).days)

    def place(day: date, level: int) -> tuple[float, float]:
        return 6 + (day - begin).days / days * (width - 12), height - 6 - level / 5 * (height - 12)

    points = [place(day, level) for day, level in levels]
    steps = f"M{_n(points[0][0])} {_n(points[0][1])}" + "".join(f"H{_n(x)}V{_n(y)}" for x, y in points[1:])
    marks = [_line(6, place(begin, level)[1], width - 6, place(begin, level)[1], "base") for level in (0, 5)]
    marks.append(f'<path class="stroke" d="{steps}H{_n(width - 6)}"/>')
    marks += [_circle(x, y, 3, "mark") for x, y in points]
    days_told = written or [written_day(day) for day, _ in levels]
    rows = tuple((told, f"{level} of 5") for told, (_, level) in zip(days_told, levels, strict=True))
    return Chart(_svg(width, height, "trust", marks), sentence, Table(("Since", "Trust"), rows))


def rhythm_strip(
    met: Sequence[date], today: date, sentence: str, due: date | None = None, arranged: date | None = None
) -> Chart | None:
    """The days two people met in the last two years, as dots on a line; a ring where the next is due or arranged.

    `due` draws a hollow ring, `arranged` a hollow square. A due day that has passed stands at its own place.
    """
    begin = today - timedelta(days=730)
    days = sorted(day for day in met if begin <= day <= today)
    if not days:
        return None
    end = max(today + timedelta(days=60), *(day for day in (due, arranged, today) if day is not None))
    width, height, middle = 280.0, 44.0, 16.0

    def place(day: date) -> float:
        return 8 + (day - begin).days / (end - begin).days * (width - 16)

    marks = [_line(8, middle, place(today), middle, "base"), _line(place(today), middle, width - 8, middle, "ahead")]
    for year in range(begin.year + 1, end.year + 1):
        x = place(date(year, 1, 1))
        marks.append(_line(x, middle - 4, x, middle + 4, "tick"))
        marks.append(f'<text x="{_n(x)}" y="{_n(height - 4)}" class="label">{year}</text>')
    marks.append(_line(place(today), 4, place(today), 28, "today"))
    marks += [_circle(place(day), middle, 3.5, "mark") for day in days]
    if due is not None and due >= begin:
        marks.append(_circle(place(due), middle, 5, "mark hollow"))
    if arranged is not None:
        x = place(arranged)
        marks.append(f'<rect class="mark hollow" x="{_n(x - 4.5)}" y="{_n(middle - 4.5)}" width="9" height="9"/>')
    rows = [(written_day(day), "met") for day in days]
    rows += [(written_day(day), name) for day, name in ((due, "due"), (arranged, "arranged")) if day is not None]
    return Chart(_svg(width, height, "rhythm", marks), sentence, Table(("Day", ""), tuple(rows)))


def month_bars(year: int, counts: Sequence[int], sentence: str) -> Chart:
    """A bar for each month of a year; `counts` has twelve numbers."""
    width, height = 240.0, 40.0
    most = max(1, *counts)
    slot = width / 12
    marks = [_line(0, height - 0.5, width, height - 0.5, "base")]
    for number, count in enumerate(counts):
        if count:
            tall = max(2.0, count / most * (height - 4))
            marks.append(
                f'<rect class="bar" x="{_n(number * slot + 3)}" y="{_n(height - tall)}" width="{_n(slot - 6)}" '
                f'height="{_n(tall)}"><title>{MONTHS[number]} {year}: {count}</title></rect>'
            )
    rows = tuple((f"{MONTHS[number]} {year}", str(count)) for number, count in enumerate(counts))
    return Chart(_svg(width, height, "bars", marks), sentence, Table(("Month", "Days met"), rows))


def heat_map(
    year: int,
    counts: Mapping[date, int],
    sentence: str,
    today: date | None = None,
    sections: Mapping[int, str] = MappingProxyType({}),
) -> Chart:
    """A calendar of a year: a column a week, Monday on top, darker and larger where there was more.

    `counts`: encounters a day. Days after `today` are left blank. The table has a row for each month; `sections`: where
    it leads, by the month's number.
    """
    first, cell, left, top = date(year, 1, 1), 13.0, 30.0, 18.0
    offset = first.weekday()
    length = (date(year + 1, 1, 1) - first).days
    marks = [
        f'<text x="0" y="{_n(top + row * cell + 9)}" class="label start">{name}</text>'
        for row, name in ((0, "Mon"), (2, "Wed"), (4, "Fri"))
    ]
    for month in range(1, 13 if today is None or today.year != year else today.month + 1):
        week = ((date(year, month, 1) - first).days + offset + 6) // 7
        marks.append(f'<text x="{_n(left + week * cell)}" y="10" class="label start">{MONTHS[month - 1][:3]}</text>')
    for number in range(length):
        day = first + timedelta(days=number)
        if today is not None and day > today:
            break
        week, row = divmod(number + offset, 7)
        x, y, count = left + week * cell, top + row * cell, counts.get(day, 0)
        shade = sum(count >= least for least in HEAT_STEPS)
        side = (5.0, 7.0, 8.5, 10.0, 11.0)[shade]
        inset = (11.0 - side) / 2
        tip = f"<title>{escape(written_day(day))}: {count}</title>" if count else ""
        marks.append(
            f'<rect class="heat-{shade}" x="{_n(x + inset)}" y="{_n(y + inset)}" width="{_n(side)}" '
            f'height="{_n(side)}" rx="2">{tip}</rect>'
        )
    weeks = (length + offset + 6) // 7
    months: list[tuple[str | LinkTo, ...]] = []
    for month in range(1, 13):
        those = {day: count for day, count in counts.items() if (day.year, day.month) == (year, month) and count}
        if those:
            listed = ", ".join(
                f"{day.day} ({count})" if count > 1 else str(day.day) for day, count in sorted(those.items())
            )
            where = sections.get(month, "")
            name = LinkTo(where, MONTHS[month - 1], kind="page") if where else MONTHS[month - 1]
            months.append((name, listed, str(sum(those.values()))))
    table = Table(("Month", "Days", "Encounters"), tuple(months))
    return Chart(_svg(left + weeks * cell, top + 7 * cell, "heat", marks), sentence, table)


def month_flows(
    months: Sequence[tuple[date, int, int]], sentence: str, links: Mapping[date, str] | None = None
) -> Chart:
    """What went each way by month: given (full bars) above the line, received (hollow bars) below it.

    `links`: where the lines of a month stand; its name in the table leads there.
    """
    slot, left, top, half = 14.0, 52.0, 6.0, 44.0
    width, middle = left + slot * len(months), top + half
    most = max(1, *(max(given, received) for _, given, received in months))
    marks = [
        f'<text x="0" y="{_n(top + half / 2 + 3)}" class="label start">given</text>',
        f'<text x="0" y="{_n(middle + half / 2 + 3)}" class="label start">received</text>',
        _line(left, middle, width, middle, "tick"),
    ]
    for number, (month, given, received) in enumerate(months):
        x = left + number * slot
        for count, name, up in ((given, "bar", True), (received, "bar hollow", False)):
            tall = count / most * half
            if count:
                y = middle - tall if up else middle
                marks.append(
                    f'<rect class="{name}" x="{_n(x + 2.5)}" y="{_n(y)}" width="{_n(slot - 5)}" height="{_n(tall)}">'
                    f"<title>{month_and_year(month)}: {count} {'given' if up else 'received'}</title></rect>"
                )
        soon = any(each.month == 1 for each, _, _ in months[1:4])
        if month.month == 1 or (number == 0 and not soon):
            marks.append(
                f'<text x="{_n(x)}" y="{_n(middle + half + 14)}" class="label start">{month_label(month)}</text>'
            )
    rows = tuple(
        (
            LinkTo(links[month], month_and_year(month), kind="page")
            if links and month in links
            else month_and_year(month),
            str(given),
            str(received),
        )
        for month, given, received in months
    )
    return Chart(_svg(width, middle + half + 18, "flows", marks), sentence, Table(("Month", "Given", "Received"), rows))


def month_label(month: date) -> str:
    """`2026` for a January, `Nov` for another month."""
    return str(month.year) if month.month == 1 else MONTHS[month.month - 1][:3]


def rate_intervals(rates: Sequence[tuple[str, float, float, float, bool]], sentence: str, table: Table) -> Chart:
    """A rate, 0 to 1, with its interval, in a row for each label: (label, low, middle, high, hollow), where `hollow` is
    one of too few cases to say much."""
    left, right, row, width = 44.0, 16.0, 24.0, 320.0
    base = 8 + row * len(rates)

    def place(share: float) -> float:
        return left + share * (width - left - right)

    marks = [_line(place(share), 4, place(share), base, "base") for share in (0, 0.25, 0.5, 0.75, 1)]
    marks += [
        f'<text x="{_n(place(share))}" y="{_n(base + 14)}" class="label">{round(share * 100)} %</text>'
        for share in (0, 0.5, 1)
    ]
    for number, (label, low, middle, high, hollow) in enumerate(rates):
        y = 8 + row * number + row / 2 - 4
        name = " hollow" if hollow else ""
        marks.append(f'<text x="0" y="{_n(y + 3.5)}" class="label start">{escape(label)}</text>')
        marks.append(_line(place(low), y, place(high), y, f"stroke{name}"))
        marks.append(_circle(place(middle), y, 4, f"mark{name}"))
    return Chart(_svg(width, base + 18, "rates", marks), sentence, table)


def _svg(width: float, height: float, name: str, marks: Sequence[str]) -> Markup:
    return Markup(
        f'<svg class="chart {name}" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}" '
        f'aria-hidden="true" focusable="false">{"".join(marks)}</svg>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, name: str) -> str:
    return f'<line class="{name}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'


def _circle(x: float, y: float, radius: float, name: str) -> str:
    return f'<circle class="{name}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'


def _n(number: float) -> str:
    """A number with one decimal at most, and none that says nothing: the same text on every machine."""
    return f"{number:.1f}".removesuffix(".0")
