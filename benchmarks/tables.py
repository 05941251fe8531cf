"""The results as Markdown: medians, ratios, memory and bytes, growth, and the bars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median

from benchmarks.cases import CASES, Row
from benchmarks.measure import Cost
from benchmarks.saving import OWN_FIGURE, SERVE, SERVED

REFERENCE = 12_000
Part = Callable[[Cost], float]
"""One of the figures of a run."""
WALL: Part = attrgetter("wall")
CPU: Part = attrgetter("cpu")

_ABOUT = {case.name: case.about for case in CASES} | SERVED


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured at a size: how many notes there really were, their bytes, the rows by their case, and of the
    sites of Kith and of Hugo how many pages they have and the bytes of all their files."""

    size: int
    notes: int
    bytes: int
    rows: dict[str, Row]
    sites: tuple[tuple[int, int], ...] = ()

    def median(self, name: str, is_kith: bool, part: Part = WALL) -> float | None:
        """The median of a case, in seconds. What is held against nothing of its own is held against the build of the
        case `unchanged`."""
        row = self.rows.get(name)
        if row is None or is_kith or row.other:
            return _median(row, is_kith, part)
        return _median(self.rows.get("unchanged"), False, part)

    def ratio(self, name: str, part: Part = WALL) -> float | None:
        """Kith's median divided by the other's."""
        return _divided(self.median(name, True, part), self.median(name, False, part))


def results_table(result: Result) -> str:
    """Medians by the clock and of the processors, and their ratios."""
    lines = [
        f"{result.notes:,} notes, {result.bytes / 1e6:.1f} MB:",
        "",
        "| | Kith | Hugo | ÷ | Kith, CPU | Hugo, CPU | ÷ |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, row in result.rows.items():
        if name == OWN_FIGURE:
            continue
        cells = []
        for part in (WALL, CPU):
            other = result.median(name, False, part) if row.other else None
            cells += [_seconds(result.median(name, True, part)), _seconds(other), _times(result.ratio(name, part))]
        lines.append(f"| {_ABOUT[name]} | {' | '.join(cells)} |")
    return "\n".join(lines)


def memory_table(result: Result) -> str:
    """The highest memory of all processes together, and the bytes that went through system calls."""
    lines = [
        "| | Kith, peak | Hugo, peak | ÷ | Kith reads | Hugo reads | Kith writes | Hugo writes |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, row in result.rows.items():
        if not row.kith_peak:
            continue
        ratio = _divided(row.kith_peak, row.other_peak or None)
        cells = [_bytes(row.kith_peak), _bytes(row.other_peak or None), _times(ratio)]
        for part in (attrgetter("read"), attrgetter("written")):
            cells += [_bytes(_median(row, True, part)), _bytes(_median(row, False, part))]
        lines.append(f"| {_ABOUT[name]} | {' | '.join(cells)} |")
    return "\n".join(lines)


def row_told(row: Row) -> str:
    """What came of a case in a line, for whoever waits: a run that is stopped was not for nothing."""
    parts = []
    for name, is_kith in (("Kith", True), ("Hugo", False)):
        if (wall := _median(row, is_kith, WALL)) is not None:
            parts.append(f"{name} {_seconds(wall)}, CPU {_seconds(_median(row, is_kith, CPU))}")
    peaks = f"; peaks {_bytes(row.kith_peak)}, {_bytes(row.other_peak or None)}" if row.kith_peak else ""
    return f"  {row.name}: {'; '.join(parts)}{peaks}"


def sites_sentence(result: Result) -> str:
    """How large both sites are."""
    told = [
        f"{whose} has {pages:,} pages, {size / 1e6:.1f} MB"
        for whose, (pages, size) in zip(("Kith's site", "Hugo's"), result.sites, strict=False)
        if pages
    ]
    return "; ".join(told) + "." if told else ""


def growth_table(small: Result, large: Result) -> str:
    """What a note costs at one size divided by what it costs at another; 1 is a cost that grows as the notes do."""
    lines = [f"| a note at {large.notes:,} ÷ at {small.notes:,} | Kith | Hugo |", "|---|--:|--:|"]
    for name in ("first", "unchanged", "meeting", "name", "lint", "lint-again"):
        if name in small.rows and name in large.rows:
            held = bool(small.rows[name].other and large.rows[name].other)
            grown = [growth(small, large, name), growth(small, large, name, is_kith=False) if held else None]
            lines.append(f"| {_ABOUT[name]} | {' | '.join(map(_times, grown))} |")
    return "\n".join(lines)


def growth(small: Result, large: Result, name: str, is_kith: bool = True, part: Part = WALL) -> float | None:
    """A row of that table."""
    times = _divided(large.median(name, is_kith, part), small.median(name, is_kith, part))
    return times * small.notes / large.notes if times else None


def bars_table(results: Sequence[Result]) -> str:
    """What was aimed at, and whether it is met, at the size nearest to 12,000 notes."""
    at = min(results, key=lambda each: abs(each.size - REFERENCE))
    largest = max(results, key=lambda each: each.size)
    first = at.rows.get("first", Row("first"))
    peaks = _divided(first.kith_peak or None, first.other_peak or None)
    found: list[tuple[str, float | None, float | None, float]] = []
    for words, name, bar in (
        ("first build ÷ Hugo's build", "first", 1.5),
        ("unchanged build ÷ Hugo's", "unchanged", 0.15),
        ("build after one meeting edited ÷ Hugo's", "meeting", 0.25),
        ("lint again ÷ Hugo's build", "lint-again", 0.2),
    ):
        found.append((words, at.ratio(name), at.ratio(name, CPU), bar))
    found += [
        ("serve, save to page written ÷ the same of Hugo's server", at.ratio(SERVE), None, 0.15),
        ("serve, save to page written ÷ the rebuild as Hugo's server tells it", at.ratio(OWN_FIGURE), None, 0.15),
        ("peak memory of a first build ÷ Hugo's", peaks, None, 0.7),
    ]
    start = results[0]
    words = '`kith --version` ÷ `python -c "import click"`'
    found.append((words, start.ratio("version"), start.ratio("version", CPU), 1.5))
    if largest.size > at.size:
        for name, what in (("first", "first build"), ("meeting", "one meeting edited")):
            words = f"cost of a note at {largest.notes:,} ÷ at {at.notes:,}, {what}"
            found.append((words, growth(at, largest, name), growth(at, largest, name, part=CPU), 1.3))
    aside = "" if at.size == REFERENCE else f" (the bars are for {REFERENCE:,})"
    lines = [f"| at {at.notes:,} notes{aside} | measured | CPU alone | bar | |", "|---|--:|--:|--:|---|"]
    for words, measured, cpu, bar in found:
        if measured is not None:
            verdict = "met" if measured <= bar else "**not met**"
            lines.append(f"| {words} | {_times(measured)} | {_times(cpu)} | ≤ {bar:g} | {verdict} |")
    return "\n".join(lines)


def _median(row: Row | None, is_kith: bool, part: Part) -> float | None:
    costs = (row.kith if is_kith else row.other) if row else []
    return median(map(part, costs)) if costs else None


def _divided(one: float | None, other: float | None) -> float | None:
    return one / other if one is not None and other else None


def _seconds(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s" if value < 100 else f"{value:.0f} s"


def _bytes(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value / 1e6:.1f} MB" if value < 100e6 else f"{value / 1e6:.0f} MB"


def _times(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}" if value < 10 else f"{value:.0f}"
