"""Running Kith's commands in tests: in this process, which is quick, or in one of their own, as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from click.testing import CliRunner, Result

from site_builder.cli import group

SAMPLE = Path(__file__).parent.parent / "journal"


def kith(*arguments: str | Path, colour: bool = False) -> Result:
    """A command run in this process. What it raises beyond leaving is raised here. `colour`: what would colour the
    output is left in it."""
    result = CliRunner().invoke(group, [str(argument) for argument in arguments], prog_name="kith", color=colour)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command run in a process of its own."""
    return subprocess.run(
        command_line(*arguments), capture_output=True, env=environment_with(environment), timeout=120, check=False
    )


def command_line(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "site_builder", *map(str, arguments)]


def environment_with(changes: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, **changes}


def write_journal(root: Path, notes: Mapping[str, str | bytes], settings: str = "schema = 1\n") -> Path:
    """A journal on the disk."""
    for path, text in {"kith.toml": settings, **notes}.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())
    return root


def tree_of(root: Path) -> dict[str, bytes]:
    """Every file below a folder by path, with its bytes."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
