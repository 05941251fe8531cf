"""Journals in real git repositories, for tests: away from the settings of whoever runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from commands import write_journal

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

SETTINGS = 'schema = 1\ntoday = "2026-06-20"\n'
ADA = "---\nname: Ada Lovelace\nmet: 2020-01-01\n---\n"
MEETING = "---\ndate: 2026-06-05\nwith: [Bo Ashdown]\n---\nCoffee.\n"
WITH_ADA = '---\ndate: 2026-06-05\nwith: ["[[ada-lovelace]]"]\n---\nCoffee.\n'
WRONG = "---\ndate: 2026-02-30\nwith: [Bo Ashdown]\n---\n"


@dataclass
class Repo:
    """A repository in a folder, and the environment that git gets in it."""

    top: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str | Path, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        """git, however it ends."""
        return subprocess.run(
            ["git", *map(str, arguments)],
            cwd=cwd or self.top,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            errors="surrogateescape",
            timeout=120,
            check=False,
        )

    def git(self, *arguments: str | Path, cwd: Path | None = None, **more: str) -> str:
        """git, which has to do it."""
        ended = self.run(*arguments, cwd=cwd, **more)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def write(self, notes: Mapping[str, str | bytes]) -> None:
        write_journal(self.top, notes, SETTINGS)

    def commit(self, notes: Mapping[str, str | bytes] | None = None) -> None:
        """Write notes, and commit all there is, unchecked."""
        if notes is not None:
            self.write(notes)
        self.git("add", "-A")
        self.git("commit", "-qm", "notes", "--no-verify", "--allow-empty")

    def count(self) -> int:
        """How many commits there are."""
        return int(self.git("rev-list", "--count", "--all"))


def git_environment(home: Path) -> dict[str, str]:
    """An environment in which git knows of no settings but a repository's own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {
        **kept,
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Hanne",
        "GIT_AUTHOR_EMAIL": "hanne@example.org",
        "GIT_COMMITTER_NAME": "Hanne",
        "GIT_COMMITTER_EMAIL": "hanne@example.org",
        "NO_COLOR": "1",
    }


def new_repo(top: Path, home: Path) -> Repo:
    """An empty repository."""
    top.mkdir(parents=True, exist_ok=True)
    found = Repo(top, git_environment(home))
    found.git("init", "-q", "-b", "main")
    return found
