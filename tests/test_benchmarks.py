"""The benchmark beside Hugo: the same notes each time, both programs run, its page says how. No time is asserted."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from statistics import mean

import pytest

from benchmarks import speed
from benchmarks.cases import Row
from benchmarks.corpus import corpus
from benchmarks.hugo_site import LAYOUTS, HugoSite, hugo_path
from benchmarks.lab import hugo_binary
from benchmarks.measure import CommandFailed, Cost, run
from benchmarks.tables import Result, bars_table, growth_table, results_table, row_told, sites_sentence
from journal_of import journal

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/performance.md").read_text(encoding="utf-8")

on_linux = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="/proc does not tell what is measured"
)
with_hugo = pytest.mark.skipif(hugo_binary() is None, reason="Hugo is not installed (the extra `bench`)")


def test_the_same_number_gives_the_same_notes_whatever_the_hash_seed() -> None:
    said = "import benchmarks.corpus as c, hashlib; print(hashlib.sha256(repr(c.corpus(120)).encode()).hexdigest())"
    digests = {
        subprocess.run(
            [sys.executable, "-c", said],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_the_notes_are_as_many_and_as_long_as_was_asked_for() -> None:
    life = corpus(1200)
    meetings = [text for path, text in life.files.items() if path.startswith("meetings/")]
    assert len(meetings) == 1000
    assert 1000 <= mean(len(text.encode()) for text in meetings) <= 1200
    assert 1100 <= life.notes <= 1300
    assert life.files[life.meeting].count("date: 2026-11-") == 1
    assert life.contact in life.files


def test_the_notes_are_understood() -> None:
    """What is measured is reading notes, not telling what is wrong with them: the one kind of fact is an exchange with
    somebody without a file."""
    life = corpus(300)
    notes = {path: text for path, text in life.files.items() if path.endswith(".md")}
    facts = [each.finding for each in journal(notes, "2026-11-20").all_reported() if not each.nudge]
    assert len(facts) <= 3
    assert {each.rule for each in facts} <= {"broken-link"}


def test_every_note_is_a_page_of_the_hugo_site_and_no_link_is_left() -> None:
    life = corpus(300)
    site = dict(HugoSite(life.files).files())
    notes = [path for path in life.files if path.endswith(".md") and path != "me.md"]
    assert {hugo_path(path) for path in notes} <= site.keys() >= LAYOUTS.keys()
    texts = "".join(text for path, text in site.items() if path.startswith("content/"))
    assert "[[" not in texts
    linked = set(re.findall(r"\]\(/people/([\w-]+)/\)", texts))
    assert len(linked) > 20
    assert all(f"content/people/{who}/_index.md" in site for who in linked)


@on_linux
def test_a_command_and_what_it_starts_are_measured_together(tmp_path: Path) -> None:
    script = "head -c 3000000 /dev/zero | cat > copy; echo done"
    cost = run(["sh", "-c", script], tmp_path, os.environ)
    assert cost.said == "done\n"
    assert cost.wall > 0 and cost.cpu > 0 and cost.peak == 0
    assert cost.written >= 6_000_000 <= cost.read  # by head, and by cat
    child = "import os, time; x = bytearray(50_000_000); os.fork() and os.wait(); time.sleep(0.4)"
    watched = run([sys.executable, "-c", child], tmp_path, os.environ, watch_memory=True)
    assert 50_000_000 < watched.peak < 90_000_000  # what both processes have counts once
    with pytest.raises(CommandFailed, match="ended with 3"):
        run(["sh", "-c", "exit 3"], tmp_path, os.environ)


@on_linux
@pytest.mark.slow
def test_every_case_runs_without_hugo(tmp_path: Path) -> None:
    names = [name for name in speed.NAMES if name != "browser"]
    result = speed.measure_at(60, 1, names, tmp_path, None)
    assert {*names} <= result.rows.keys()
    assert all(row.kith for row in result.rows.values())
    assert not any(row.other for row in result.rows.values() if row.name != "version")
    assert result.rows["first"].kith_peak > 0
    assert result.sites[0][0] > 60 and result.sites[1] == (0, 0)
    assert list(tmp_path.iterdir()) == []


@on_linux
@with_hugo
@pytest.mark.slow
def test_both_are_run_side_by_side(tmp_path: Path) -> None:
    result = speed.measure_at(60, 1, ["first", "meeting", "template", "serve"], tmp_path, hugo_binary())
    assert all(row.kith and row.other for row in result.rows.values())
    assert len(result.rows["serve"].other) == len(result.rows["serve-own"].other)
    table = results_table(result)
    assert "first build" in table and "from save to the page being written" in table


def test_the_tables_hold_medians_ratios_growth_and_bars() -> None:
    def rows(kith: float, other: float) -> dict[str, Row]:
        first = Row("first", [Cost(kith, 2), Cost(2 * kith, 2), Cost(0, 2)], [Cost(other, 1)], 600, 1000)
        return {"first": first, "today": Row("today", [Cost(1, 1)])}

    small, large = (
        Result(12_000, 10, 1000, rows(3, 2), ((14, 2_000_000), (13, 900_000))),
        Result(100_000, 100, 9000, rows(60, 20)),
    )
    assert "| first build | 3.0 s | 2.0 s | 1.50 | 2.0 s | 1.0 s | 2.00 |" in results_table(small)
    assert "| `kith today` | 1.0 s | – | – | 1.0 s | – | – |" in results_table(small)
    assert "| first build | 2.00 | 1.00 |" in growth_table(small, large)
    told = "  first: Kith 3.0 s, CPU 2.0 s; Hugo 2.0 s, CPU 1.0 s; peaks 0.0 MB, 0.0 MB"
    assert row_told(small.rows["first"]) == told
    assert sites_sentence(small) == "Kith's site has 14 pages, 2.0 MB; Hugo's has 13 pages, 0.9 MB."
    assert sites_sentence(large) == ""
    bars = bars_table([small, large])
    assert "| first build ÷ Hugo's build | 1.50 | 2.00 | ≤ 1.5 | met |" in bars
    assert "| peak memory of a first build ÷ Hugo's | 0.60 | – | ≤ 0.7 | met |" in bars
    assert "| cost of a note at 100 ÷ at 10, first build | 2.00 | 0.10 | ≤ 1.3 | **not met** |" in bars


def test_the_commands_of_the_page_are_there() -> None:
    commands = re.findall(r"^(?:\S*/)?python -m benchmarks\.speed(.*)$", PAGE, re.M)
    assert commands
    for arguments in commands:
        speed.parser().parse_args(shlex.split(arguments))
    assert {name for name in re.findall(r"benchmarks/\w+\.py", PAGE) if not (ROOT / name).exists()} == set()
    assert "bench = [" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "'.[bench]'" in PAGE
