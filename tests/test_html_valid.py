"""Every page is valid HTML, by the checker of the W3C: of a site with every kind of page, and of a hostile journal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from commands import write_journal
from every_kind import built, write_every_kind
from hostile import hostile_notes, hostile_settings

pytestmark = pytest.mark.slow
JAR = Path(os.environ.get("VNU_JAR") or Path(__file__).parent.parent / ".cache/vnu/package/build/dist/vnu.jar")

if not JAR.is_file():
    pytest.skip("needs vnu.jar, of npm's vnu-jar: name it in VNU_JAR", allow_module_level=True)
if shutil.which("java") is None:
    pytest.skip("needs Java: apt-get install default-jre-headless", allow_module_level=True)


def errors_of(folder: Path) -> list[str]:
    """What the checker says of all pages below a folder."""
    told = subprocess.run(
        ["java", "-Xss4m", "-jar", str(JAR), "--errors-only", "--skip-non-html", "--format", "json", str(folder)],
        capture_output=True,
        timeout=300,
        check=False,
    )
    found = json.loads(told.stderr)["messages"]
    return sorted({f"{each.get('url', '').rpartition('output/')[2]}: {each['message']}" for each in found})


def test_every_kind_of_page(tmp_path: Path) -> None:
    assert errors_of(built(write_every_kind(tmp_path / "journal")).folder) == []


def test_a_hostile_journal(tmp_path: Path) -> None:
    assert errors_of(built(write_journal(tmp_path / "journal", hostile_notes(), hostile_settings())).folder) == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!doctype html><html lang=en><title>A</title><ul><p>a</p></ul>", encoding="utf-8")
    assert len(errors_of(tmp_path)) == 1
