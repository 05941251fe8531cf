"""The same notes, the same day, the same site: whatever the machine, and however often it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from commands import SAMPLE, command_line, environment_with, process, tree_of

ENVIRONMENTS = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
    {
        "PYTHONHASHSEED": "2",
        "TZ": "America/Los_Angeles",
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "COLUMNS": "40",
    },
    {"PYTHONHASHSEED": "3", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
)


def site_in(folder: Path) -> dict[str, bytes]:
    """The files of a site by path, without Kith's own notes about it, which hold times."""
    return {path: data for path, data in tree_of(folder).items() if not path.split("/")[-1].startswith(".")}


def times_in(folder: Path) -> dict[str, int]:
    """When each file of a site was last written."""
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample journal, with a name that is not ASCII, by itself."""
    root = tmp_path_factory.mktemp("sample") / "journal"
    shutil.copytree(SAMPLE, root)
    (root / "notes" / "Žofie İı.md").write_text("# Žofie\n\n[[zofie]]\n", encoding="utf-8")
    return root


def test_the_same_bytes_in_every_environment(sample: Path, tmp_path: Path) -> None:
    running = [
        subprocess.Popen(
            command_line("build", "--journal", sample, "--output", tmp_path / str(number)),
            env=environment_with(environment),
            stdout=subprocess.DEVNULL,
        )
        for number, environment in enumerate(ENVIRONMENTS)
    ]
    assert [each.wait(120) for each in running] == [0] * len(running)
    first, *others = [site_in(tmp_path / str(number)) for number in range(len(ENVIRONMENTS))]
    assert len(first) > 400
    for number, other in enumerate(others, 1):
        assert set(other) == set(first)
        assert [path for path, data in other.items() if data != first[path]] == [], ENVIRONMENTS[number]


def test_a_second_build_writes_nothing(sample: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert process("build", "--journal", sample, "--output", site).returncode == 0
    before = times_in(site)
    again = process("build", "--journal", sample, "--output", site)
    assert again.stdout.decode().partition(": ")[2].startswith("nothing had changed.")
    assert times_in(site) == before
    # Nor when the notes were touched, and nothing in them changed.
    for path in sample.rglob("*.md"):
        os.utime(path)
    assert process("build", "--journal", sample, "--output", site).returncode == 0
    assert times_in(site) == before


def test_findings_come_in_one_order(sample: Path) -> None:
    told = {process("lint", "--journal", sample, PYTHONHASHSEED=seed).stdout for seed in "12"}
    assert len(told) == 1
