"""A wheel built from the repository works from any folder, with its templates and all it ships."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_wheel_works_from_any_folder(tmp_path: Path) -> None:
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, ROOT, cwd=tmp_path)
    (wheel,) = tmp_path.glob("kith-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {f"site_builder/{path.relative_to(ROOT)}" for path in (ROOT / "templates").rglob("*") if path.is_file()}
    shipped |= {str(path.relative_to(ROOT)) for path in (ROOT / "site_builder/starter").iterdir()}
    assert shipped <= names
    assert not [name for name in names if name.startswith(("journal/", "tests/", "output/"))]
    run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    run(tmp_path / "env/bin/pip", "install", "--quiet", wheel, cwd=tmp_path)
    kith = tmp_path / "env/bin/kith"
    run(kith, "init", "mine", cwd=tmp_path)
    run(kith, "new", "meeting", "Ada Lovelace", "--no-edit", cwd=tmp_path / "mine")
    assert "Built " in run(kith, "build", cwd=tmp_path / "mine")
    page = (tmp_path / "mine/output/people/ada-lovelace.html").read_text(encoding="utf-8")
    assert "Ada Lovelace" in page
    assert (tmp_path / "mine/output/assets/kith.css").is_file()
