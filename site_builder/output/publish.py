"""Bringing an output folder to hold exactly the given pages, touching only what differs."""
# 12,000 files are looked at without an object for each.
# ruff: noqa: PTH102, PTH106, PTH108

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import field
from pathlib import Path

from site_builder.output.bring import Bringer, Brought, Published
from site_builder.output.folder import OutputError
from site_builder.output.manifest import (
    INTENT_NAME,
    Record,
    are_page_paths,
    is_page_path,
    is_temporary,
    look_of_manifest,
    read_intent,
    write_intent,
    write_manifest,
)
from site_builder.values import dataclass

_UNKNOWN = Record("", -1, -1)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did to the output folder, as sorted paths."""

    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


Each = Callable[[Sequence[Published], Bringer], list[Brought]]
"""Brings every page, in whatever order, perhaps in several processes; gives what came of each."""


def one_by_one(files: Sequence[Published], bring: Bringer) -> list[Brought]:
    """Each after the other, here."""
    return [bring(file) for file in files]


def publish_into(
    folder: Path,
    marks: Sequence[Published],
    files: Iterable[Published],
    before: dict[str, Record],
    each: Each = one_by_one,
    clock: Callable[[], int] = time.time_ns,
) -> tuple[Report, dict[str, Record]]:
    """Write what differs, the `marks` by which the folder is known first, then the costly; then remove the pages of the
    last build (`before`) that are not among `files`; then write the manifest. Returns what that says, too.

    The caller holds the lock. Whatever happens meanwhile, every page is whole, and what may have been written is known.
    Raises `OutputError` when the disk refuses, `ValueError` for a path that can be no page.
    """
    known = {**dict.fromkeys(read_intent(folder), _UNKNOWN), **before}
    wanted = _by_path((*marks, *files), known)
    site = _Site(folder, wanted, known, dict(known))
    bring = Bringer(str(folder), clock(), known)
    try:
        if not wanted.keys() <= known.keys():
            write_intent(folder, [path for path in {**wanted, **known} if path not in before])
        site.make_folders()
        site.make_way()
        plain = [file for file in wanted.values() if not file.is_costly]
        for file in plain[: len(marks)]:  # which come before all others
            site.take(file, bring(file))
        costly = [file for file in wanted.values() if file.is_costly]
        for file, brought in zip(costly, each(costly, bring), strict=True):
            site.take(file, brought)
        for file in plain[len(marks) :]:
            site.take(file, bring(file))
        site.sweep_temporary()
        site.sweep_stale()
    except OSError as error:
        with contextlib.suppress(OSError):
            site.remember(before, marks, bring)
        raise _trouble(folder, error) from error
    except BaseException:
        with contextlib.suppress(OSError):
            site.remember(before, marks, bring)
        raise
    try:
        site.remember(before, marks, bring)
        site.forget_intent()
    except OSError as error:
        raise _trouble(folder, error) from error
    report = Report(tuple(sorted(site.written)), tuple(sorted(site.kept)), tuple(sorted(site.removed)))
    return report, site.records


def _by_path(files: Iterable[Published], known: Collection[str]) -> dict[str, Published]:
    """The files by path. Those that are `known` have been pages."""
    wanted: dict[str, Published] = {}
    for file in files:
        if file.path in wanted:
            raise ValueError(f"{file.path!r} is published twice")
        wanted[file.path] = file
    new = [path for path in wanted if path not in known]
    if not are_page_paths(new):
        wrong = next(path for path in new if not is_page_path(path))
        raise ValueError(f"{wrong!r} can be no page")
    return wanted


def _parents(path: str) -> list[str]:
    """The folders that hold a path, outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def _folders(paths: Iterable[str]) -> frozenset[str]:
    """All folders of some paths."""
    direct = {path.rpartition("/")[0] for path in paths} - {""}
    return frozenset(parent for folder in direct for parent in _parents(folder + "/"))


def _trouble(folder: Path, error: OSError) -> OutputError:
    where = f" ({error.strerror})" if error.strerror else ""
    fact = f"{error.filename or folder} could not be written{where}."
    return OutputError(fact, "Make room on the disk, or make the output folder writable, and build again.")


@dataclass(slots=True)
class _Site:
    """An output folder on its way from what it held (`known`) to what it is to hold (`wanted`).

    `records` is at all times what the manifest must say if the build ended now.
    """

    folder: Path
    wanted: dict[str, Published]
    known: dict[str, Record]
    records: dict[str, Record]
    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    _wanted_folders: frozenset[str] = frozenset()
    _known_folders: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._wanted_folders, self._known_folders = _folders(self.wanted), _folders(self.known)
        for name in self._wanted_folders & self.wanted.keys():
            raise ValueError(f"{name!r} is published as a page and as a folder")

    def _at(self, path: str) -> str:
        return f"{self.folder}/{path}"

    def sweep_temporary(self) -> None:
        """Delete the half-written pages of a killed build; holding the lock, nobody else is writing one."""
        for name in ["", *sorted(self._wanted_folders | self._known_folders)]:
            place = self._at(name) if name else str(self.folder)
            if not name or self._is_real_folder(name):
                with os.scandir(place) as entries:
                    left = [entry.path for entry in entries if is_temporary(entry.name) and not entry.is_dir()]
                for path in left:
                    os.unlink(path)

    def _is_real_folder(self, name: str) -> bool:
        return all(stat.S_ISDIR(_mode(self._at(part))) for part in [*_parents(name), name])

    def make_folders(self) -> None:
        """Make the folders; a page of the last build may stand in the way of one. Never goes through a link."""
        for name in sorted(self._wanted_folders):
            place = self._at(name)
            mode = _mode(place)
            if mode and not stat.S_ISDIR(mode):
                if name not in self.known or stat.S_ISLNK(mode):
                    what = "A link" if stat.S_ISLNK(mode) else "A file"
                    fact = f"{what} stands at {place}, where the site needs a folder."
                    raise OutputError(fact, "Move it out of the output folder.")
                self._remove(name)
                mode = 0
            if not mode:
                os.mkdir(place, 0o700)

    def make_way(self) -> None:
        """Make way for the pages where the last build had a folder."""
        for path in sorted(self._known_folders & self.wanted.keys()):
            self._clear_folder(path)

    def take(self, file: Published, brought: Brought) -> None:
        """Remember what became of a page."""
        self.records[file.path] = brought.record
        (self.written if brought.written else self.kept).append(file.path)

    def _clear_folder(self, path: str) -> None:
        below = path + "/"
        for old in [old for old in self.known if old.startswith(below)]:
            self._remove(old)
        self._remove_empty_folders(name for name in self._known_folders if (name + "/").startswith(below))

    def sweep_stale(self) -> None:
        """Remove the pages of the last build that the site no longer has, and the folders that this leaves empty."""
        stale = [path for path in self.known if path not in self.wanted]
        for path in stale:
            self._remove(path)
        self._remove_empty_folders(_folders(stale) - self._wanted_folders)

    def _remove(self, path: str) -> None:
        parents = _parents(path)
        if not parents or self._is_real_folder(parents[-1]):
            mode = _mode(self._at(path))
            if mode and not stat.S_ISDIR(mode):
                os.unlink(self._at(path))
                self.removed.append(path)
        self.records.pop(path, None)

    def _remove_empty_folders(self, names: Iterable[str]) -> None:
        for name in sorted(names, reverse=True):
            if self._is_real_folder(name):
                with contextlib.suppress(OSError):  # somebody keeps a file in it
                    os.rmdir(self._at(name))

    def remember(self, before: dict[str, Record], marks: Iterable[Published], bring: Bringer) -> None:
        """Write the manifest if it says something new. Whoever deletes the folder while it is written may have taken
        manifest and marks along, and left what came after: the next build would take that for somebody's work."""
        for mark in marks:
            bring(mark)
        if self.records != before or look_of_manifest(self.folder) is None:
            write_manifest(self.folder, self.records)

    def forget_intent(self) -> None:
        """All is as wanted, and the manifest says so. A build that is broken off leaves its intent to the next one."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.folder / INTENT_NAME)


def _mode(place: str) -> int:
    try:
        return os.lstat(place).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0
