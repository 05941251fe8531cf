"""A build that is killed tears no page, and the next one puts all right."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands import SAMPLE, command_line, process
from test_determinism import site_in

pytestmark = pytest.mark.slow


SHARED = """
from site_builder import crew
from site_builder.cli import main
crew.WORTH_IT, crew.hands = 2, lambda: 2
main()
"""
"""A command that shares its work among processes, however little it is."""


@pytest.mark.parametrize("begin", [command_line(), [sys.executable, "-c", SHARED]], ids=["alone", "shared"])
def test_kill_9_at_any_moment(tmp_path: Path, begin: list[str]) -> None:
    root, site, clean = (tmp_path / name for name in ("journal", "site", "clean"))
    shutil.copytree(SAMPLE, root)
    assert process("build", "--journal", root, "--output", clean).returncode == 0
    lasts, killed, chance = 1.0, 0, random.Random(20)
    for number in range(60):
        if number % 3 == 0:
            shutil.rmtree(site, ignore_errors=True)
        begun = time.monotonic()
        with subprocess.Popen(
            # Another day writes most pages anew.
            [*begin, "build", "--journal", root, "--output", site, "--today", f"2026-11-{number % 28 + 1:02}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as building:
            try:
                building.wait(lasts * chance.uniform(0.2, 1.0))
            except subprocess.TimeoutExpired:
                building.kill()
                killed += 1
            else:
                lasts = time.monotonic() - begun
        for page in site.rglob("*.html"):
            assert page.read_text(encoding="utf-8").endswith(("</html>", "</html>\n")), page
        if killed == 20:
            break
    assert killed > 10
    assert process("build", "--journal", root, "--output", site).returncode == 0
    assert site_in(site) == site_in(clean)
    assert not list(site.rglob(".kith-tmp-*"))
    assert not list(site.rglob(".kith-intent.json"))
