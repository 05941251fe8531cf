"""The results as Markdown: medians, ratios, memory and bytes, growth, and the bars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.cases import CASES, Row
from benchmarks.measure import Cost
from benchmarks.saving import OWN_FIGURE, SERVED

REFERENCE = 12_000
_ABOUT = {case.name: case.about for case in CASES} | SERVED


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured at a size: how many notes there really were, their bytes, and the rows by their case."""

    size: int
    notes: int
    bytes: int
    rows: dict[str, Row]

    def wall(self, name: str, is_kith: bool) -> float | None:
        """The median of a case by the clock, in seconds. What is held against nothing of its own is held against the
        build of the case `unchanged`."""
        row = self.rows.get(name)
        if row is None or is_kith or row.other:
            return _median(row, is_kith, lambda cost: cost.wall)
        return _median(self.rows.get("unchanged"), False, lambda cost: cost.wall)

    def ratio(self, name: str) -> float | None:
        """Kith's median divided by the other's."""
        return _divided(self.wall(name, True), self.wall(name, False))


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
        walls = result.wall(name, True), result.wall(name, False)
        cpus = _median(row, True, lambda cost: cost.cpu), _median(row, False, lambda cost: cost.cpu)
        cells = [_seconds(walls[0]), _seconds(walls[1] if row.other else None), _times(_divided(*walls))]
        cells += [_seconds(cpus[0]), _seconds(cpus[1]), _times(_divided(*cpus))]
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
        for part in (lambda cost: cost.read, lambda cost: cost.written):
            cells += [_bytes(_median(row, True, part)), _bytes(_median(row, False, part))]
        lines.append(f"| {_ABOUT[name]} | {' | '.join(cells)} |")
    return "\n".join(lines)


def growth_table(small: Result, large: Result) -> str:
    """What a note costs at one size divided by what it costs at another; 1 is a cost that grows as the notes do."""
    lines = [f"| a note at {large.notes:,} ÷ at {small.notes:,} | Kith | Hugo |", "|---|--:|--:|"]
    for name in ("first", "unchanged", "meeting", "name", "lint", "lint-again"):
        if name in small.rows and name in large.rows:
            held = bool(small.rows[name].other and large.rows[name].other)
            grown = [growth(small, large, name), growth(small, large, name, is_kith=False) if held else None]
            lines.append(f"| {_ABOUT[name]} | {' | '.join(map(_times, grown))} |")
    return "\n".join(lines)


def growth(small: Result, large: Result, name: str, is_kith: bool = True) -> float | None:
    """A row of that table."""
    times = _divided(large.wall(name, is_kith), small.wall(name, is_kith))
    return times * small.notes / large.notes if times else None


def bars_table(results: Sequence[Result]) -> str:
    """What was aimed at, and whether it is met, at the size nearest to 12,000 notes."""
    at = min(results, key=lambda each: abs(each.size - REFERENCE))
    largest = max(results, key=lambda each: each.size)
    first = at.rows.get("first", Row("first"))
    found: list[tuple[str, float | None, float]] = [
        ("first build ÷ Hugo's build", at.ratio("first"), 1.5),
        ("unchanged build ÷ Hugo's", at.ratio("unchanged"), 0.15),
        ("build after one meeting edited ÷ Hugo's", at.ratio("meeting"), 0.25),
        ("serve, save to page written ÷ the same of Hugo's server", at.ratio("serve"), 0.15),
        ("serve, save to page written ÷ the rebuild as Hugo's server tells it", at.ratio(OWN_FIGURE), 0.15),
        ("lint again ÷ Hugo's build", at.ratio("lint-again"), 0.2),
        ("peak memory of a first build ÷ Hugo's", _divided(first.kith_peak or None, first.other_peak or None), 0.7),
        ('`kith --version` ÷ `python -c "import click"`', results[0].ratio("version"), 1.5),
    ]
    if largest.size > at.size:
        for name, what in (("first", "first build"), ("meeting", "one meeting edited")):
            words = f"cost of a note at {largest.notes:,} ÷ at {at.notes:,}, {what}"
            found.append((words, growth(at, largest, name), 1.3))
    aside = "" if at.size == REFERENCE else f" (the bars are for {REFERENCE:,})"
    lines = [f"| at {at.notes:,} notes{aside} | measured | bar | |", "|---|--:|--:|---|"]
    for what, measured, bar in found:
        if measured is not None:
            lines.append(f"| {what} | {_times(measured)} | ≤ {bar:g} | {'met' if measured <= bar else '**not met**'} |")
    return "\n".join(lines)


def _median(row: Row | None, is_kith: bool, part: Callable[[Cost], float]) -> float | None:
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
