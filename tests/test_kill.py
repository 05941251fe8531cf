"""A build that is killed tears no page, and the next one puts all right."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from commands import SAMPLE, command_line, process
from test_determinism import site_in

pytestmark = pytest.mark.slow


def test_kill_9_at_any_moment(tmp_path: Path) -> None:
    root, site, clean = (tmp_path / name for name in ("journal", "site", "clean"))
    shutil.copytree(SAMPLE, root)
    begun = time.monotonic()
    assert process("build", "--journal", root, "--output", clean).returncode == 0
    lasts = time.monotonic() - begun
    chance = random.Random(20)
    killed = 0
    for number in range(20):
        # Every page says which notes link to it, or at least differs in its date: a new day writes all of them.
        day = f"2026-11-{number % 28 + 1:02}"
        if number % 4 == 0:
            shutil.rmtree(site, ignore_errors=True)
        with subprocess.Popen(
            command_line("build", "--journal", root, "--output", site, "--today", day),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as building:
            try:
                building.wait(lasts * chance.uniform(0.3, 1.1))
            except subprocess.TimeoutExpired:
                building.kill()
                killed += 1
        for page in site.rglob("*.html"):
            assert page.read_text(encoding="utf-8").endswith(("</html>", "</html>\n")), page
    assert killed > 10
    assert process("build", "--journal", root, "--output", site).returncode == 0
    assert site_in(site) == site_in(clean)
    assert not list(site.rglob(".kith-tmp-*"))
    assert not list(site.rglob(".kith-intent.json"))
