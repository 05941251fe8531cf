"""Charts of one, ten and a thousand things: labels stand apart, and a sentence and a table say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from site_builder.session import Session
from site_builder.site import charts
from site_builder.site.share_bar import share_bar
from site_builder.site.views import Chart, Table

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 20)
_TEXT = re.compile(r'<text(?: class="([^"]*)"| x="([-\d.]+)"| y="([-\d.]+)")+>([^<]*)</text>')


def drawn(number: int) -> Iterator[Chart | None]:
    days = sorted(TODAY - timedelta(days=n * 13 % 3650) for n in range(number))
    months = [date(2025 + n // 12, n % 12 + 1, 1) for n in range(min(24, number))]
    counts = {day: n % 9 + 1 for n, day in enumerate(days)}
    yield charts.balance_line([(day, (-1.0) ** n) for n, day in enumerate(days)], "S.")
    yield charts.trust_steps([(day, n % 6) for n, day in enumerate(days)], TODAY, "S.")
    yield charts.rhythm_strip(days, TODAY, "S.", TODAY + timedelta(days=9), TODAY + timedelta(days=5))
    yield charts.month_bars(2026, [number * n % 37 for n in range(12)], "S.")
    yield charts.heat_map(2026, counts, "S.")
    yield charts.heat_map(2026, counts, "S.", TODAY)
    yield charts.month_flows([(month, number * n % 41, n) for n, month in enumerate(months)], "S.")
    rates = [(str(2026 - n), 0.1, 0.5, 0.9, n > 3) for n in range(min(12, number))]
    yield charts.rate_intervals(rates, "S.", Table(("Year",), tuple((label,) for label, *_ in rates)))
    yield share_bar(number, number // 3, 0.4, "S.")


def boxes(svg: str) -> Iterator[tuple[float, float, float, float]]:
    """About where the labels are: letters of 10 pixels are six wide."""
    for text in re.findall(r"<text [^>]*>[^<]*</text>", svg):
        said = re.sub(r"<[^>]+>", "", text)
        x, y = (float(re.search(rf' {axis}="([-\d.]+)"', text)[1]) for axis in "xy")  # type: ignore[index]
        wide = 5.5 * len(said)
        left = x if " start" in text or "label start" in text else x - wide if " end" in text else x - wide / 2
        yield left, y - 8, left + wide, y + 2


@pytest.mark.parametrize("number", [1, 10, 1000])
def test_labels_stand_apart(number: int) -> None:
    for chart in filter(None, drawn(number)):
        for a, b in combinations(boxes(chart.svg), 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (chart.svg[:60], a, b)


@pytest.mark.parametrize("number", [1, 10, 1000])
def test_a_sentence_and_a_table_say_the_same(number: int) -> None:
    for chart in filter(None, drawn(number)):
        assert chart.sentence and chart.table.head and chart.table.rows, chart.svg[:60]
        assert 'aria-hidden="true"' in chart.svg and "style=" not in chart.svg


def test_no_chart_of_the_sample_stands_alone(tmp_path: Path) -> None:
    session = Session(ROOT / "journal", output=tmp_path / "site", remember=False)
    session.refresh()
    session.build()
    shown = 0
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        figures = re.findall(r'<figure class="chart">(.*?)</figure>', text, re.DOTALL)
        assert text.count('<svg class="chart') == sum(figure.count('<svg class="chart') for figure in figures), page
        for figure in figures:
            shown += 1
            assert re.search(r"<figcaption>\s*\S", figure), page
            assert re.search(r"<tbody>\s*<tr>", figure), page
    assert shown > 50
