"""Measure Kith side by side with Hugo, on the same notes: `python -m benchmarks.speed`.

Both run in turn, as whole processes, on tmpfs, where the noise of a disk does not hide what they do. What it prints is
Markdown. Figures of one run may be held against each other; of two runs only their ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

from benchmarks.cases import CASES, Row, measure
from benchmarks.corpus import corpus
from benchmarks.lab import Lab, hugo_binary
from benchmarks.saving import BROWSER, SERVED, measure_serving
from benchmarks.serving import why_no_browser
from benchmarks.tables import (
    REFERENCE,
    Result,
    bars_table,
    growth_table,
    memory_table,
    results_table,
    row_told,
    sites_sentence,
)

NAMES = (*(case.name for case in CASES), *SERVED)
TMPFS = Path("/dev/shm")


def parser() -> argparse.ArgumentParser:
    """The options."""
    about = "Measure Kith side by side with Hugo."
    found = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=about)
    found.add_argument("--notes", type=_numbers, default=[1200, 12_000, 100_000], metavar="N,N", help="the sizes")
    found.add_argument("--rounds", type=_numbers, default=[3], metavar="N,N", help="for all sizes, or one for each")
    found.add_argument("--only", type=_names, default=NAMES, metavar="CASE,CASE", help=", ".join(NAMES))
    found.add_argument("--memory", type=int, metavar="N", help="look at the memory up to this size only")
    found.add_argument("--folder", type=Path, default=TMPFS, metavar="DIR", help="where to work [%(default)s]")
    found.add_argument("--disk", type=Path, metavar="DIR", help="then one round there, at the size nearest to 12,000")
    return found


def main() -> None:
    """The command line."""
    chosen = parser().parse_args()
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("This measures by what Linux tells in /proc, which is not here.")
    if len(chosen.rounds) not in (1, len(chosen.notes)):
        parser().error("--rounds takes one number, or one for each size.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # so that what is begun is ended and deleted
    hugo = hugo_binary()
    tell("" if hugo else "Hugo is not installed (the extra `bench`): Kith is measured alone.")
    print(machine(hugo), "\n")
    results: list[Result] = []
    for size, rounds in zip(chosen.notes, chosen.rounds * len(chosen.notes), strict=False):
        names = [name for name in chosen.only if not results or name != "version"]  # which knows nothing of notes
        memory = chosen.memory is None or size <= chosen.memory
        results.append(measure_at(size, rounds, names, chosen.folder, hugo, memory))
        print(f"{times_of(rounds)}. {results_table(results[-1])}\n\n{sites_sentence(results[-1])}\n", flush=True)
        if memory:
            print(f"{memory_table(results[-1])}\n", flush=True)
    for small, large in pairwise(results):
        print(f"{growth_table(small, large)}\n")
    print(f"{bars_table(results)}\n", flush=True)
    if chosen.disk:
        size = min(chosen.notes, key=lambda each: abs(each - REFERENCE))
        names = [name for name in chosen.only if name not in ("version", BROWSER)]
        result = measure_at(size, 1, names, chosen.disk, hugo, memory=False)
        print(f"On disk, {times_of(1).lower()}. {results_table(result)}\n")
    print(f"Load at the end: {load()}.")


def times_of(rounds: int) -> str:
    """How many rounds, in words for the results."""
    return "One round" if rounds == 1 else f"Medians of {rounds} rounds"


def measure_at(
    size: int, rounds: int, names: Collection[str], folder: Path, hugo: Path | None, memory: bool = True
) -> Result:
    """Measure some cases with about so many notes, in a new folder in `folder` that is deleted afterwards."""
    tell(f"{size:,} notes: writing")
    life = corpus(size)
    with tempfile.TemporaryDirectory(prefix="kith-speed-", dir=folder) as place:
        lab = Lab(Path(place), life, hugo)
        lab.write()
        _warm_up(lab)
        rows: dict[str, Row] = {}
        for case in CASES:
            if case.name in names:
                tell(f"{size:,} notes: {case.name}")
                rows[case.name] = measure(case, lab, rounds, memory)
                tell(row_told(rows[case.name]))
        served = [name for name in SERVED if name in names]
        if BROWSER in served and (missing := why_no_browser()):
            tell(f"{missing}: nothing is measured with a browser.")
            served.remove(BROWSER)
        if served:
            tell(f"{size:,} notes: {', '.join(served)}")
            rows |= {row.name: row for row in measure_serving(lab, served, rounds)}
            tell("\n".join(row_told(rows[name]) for name in served))
        return Result(size, life.notes, life.size, rows, tuple(map(_size_of, (lab.output, lab.public))))


def _size_of(site: Path) -> tuple[int, int]:
    """How many pages a site has, and the bytes of all its files."""
    files = [path for path in site.rglob("*") if path.is_file()]
    return sum(path.suffix == ".html" for path in files), sum(path.stat().st_size for path in files)


def _warm_up(lab: Lab) -> None:
    """Have Python's compiled files written, and both programs in the cache of files."""
    with tempfile.TemporaryDirectory(prefix="kith-speed-", dir=lab.folder) as place:
        small = Lab(Path(place), corpus(60), lab.hugo)
        small.write()
        small.make_built()
        small.do(small.command("lint", "--journal", small.journal), codes=(0, 1))


def machine(hugo: Path | None) -> str:
    """What it is measured on."""
    parts = [
        f"{len(os.sched_getaffinity(0))} cores",
        f"Linux {platform.release().split('-')[0]}",
        f"Python {platform.python_version()}",
    ]
    if hugo:
        from importlib.metadata import version

        parts.append(f"Hugo {version('hugo')}")
    return f"{', '.join(parts)}; load at the start: {load()}."


def load() -> str:
    """The load of the machine over 1, 5 and 15 minutes; what measures is a part of it."""
    return ", ".join(f"{each:.1f}" for each in os.getloadavg())


def tell(words: str) -> None:
    """Say something on standard error, so that standard output holds the results alone."""
    if words:
        print(words, file=sys.stderr, flush=True)


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if unknown := sorted({*names} - {*NAMES}):
        raise argparse.ArgumentTypeError(f"There is no case {', '.join(unknown)}; there are {', '.join(NAMES)}.")
    return names


if __name__ == "__main__":
    main()
