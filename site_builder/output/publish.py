"""Bringing an output folder to hold exactly the given pages, touching only what differs."""
# 12,000 files are looked at without an object for each.
# ruff: noqa: PTH101, PTH102, PTH106, PTH108, PTH123

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from pathlib import Path

from site_builder.output.folder import OutputError
from site_builder.output.manifest import (
    INTENT_NAME,
    Record,
    are_page_paths,
    is_page_path,
    is_temporary,
    read_intent,
    write_intent,
    write_manifest,
    write_whole,
)
from site_builder.text import digest_of
from site_builder.values import dataclass

_UNSETTLED = 2_000_000_000
"""Nanoseconds for which a page's mtime is not believed, as a change within one tick of the clock would not show."""
_NOT_PRIVATE = 0o077 if os.name == "posix" else 0
_UNKNOWN = Record("", -1, -1)


@dataclass(frozen=True, slots=True)
class Published:
    """A file of the site: its path with `/`, the digest of its bytes, and the bytes.

    Both are asked for one after the other, when the file's turn has come: a page need not be kept, nor made twice.
    """

    path: str
    digest: Callable[[], str]
    content: Callable[[], bytes]
    is_costly: bool = False
    """Whether the content is still to be made, and that is work."""

    @classmethod
    def of(cls, path: str, data: bytes) -> Published:
        return cls(path, lambda: digest_of(data), lambda: data)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did to the output folder, as sorted paths."""

    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """A page that is on the disk as wanted: what to remember of it, and whether it had to be written."""

    record: Record
    written: bool


Bring = Callable[[Published], Brought]
Each = Callable[[Sequence[Published], Bring], list[Brought]]
"""Brings every page, in whatever order, perhaps in several processes; gives what came of each."""


def one_by_one(files: Sequence[Published], bring: Bring) -> list[Brought]:
    """Each after the other, here."""
    return [bring(file) for file in files]


def publish_into(
    folder: Path,
    files: Iterable[Published],
    before: dict[str, Record],
    each: Each = one_by_one,
    clock: Callable[[], int] = time.time_ns,
) -> tuple[Report, dict[str, Record]]:
    """Write what differs, the costly first, then remove the pages of the last build (`before`) that are not among
    `files`, then the manifest. Returns what that says, too.

    The caller holds the lock. Whatever happens meanwhile, every page is whole, and what was written is remembered.
    Raises `OutputError` when the disk refuses, `ValueError` for a path that can be no page.
    """
    wanted = _by_path(files)
    known = {**dict.fromkeys(read_intent(folder), _UNKNOWN), **before}
    site = _Site(folder, clock(), wanted, known, dict(known))
    try:
        site.sweep_temporary()
        if any(path not in known for path in wanted):
            write_intent(folder, [path for path in {**wanted, **known} if path not in before])
        site.make_folders()
        for file in wanted.values():
            site.make_way(file.path)
        costly = [file for file in wanted.values() if file.is_costly]
        for file, brought in zip(costly, each(costly, site.bring), strict=True):
            site.take(file, brought)
        for file in wanted.values():
            if not file.is_costly:
                site.take(file, site.bring(file))
        site.sweep_stale()
    except OSError as error:
        with contextlib.suppress(OSError):
            site.remember(before)
        raise _trouble(folder, error) from error
    except BaseException:
        with contextlib.suppress(OSError):
            site.remember(before)
        raise
    try:
        site.remember(before)
    except OSError as error:
        raise _trouble(folder, error) from error
    report = Report(tuple(sorted(site.written)), tuple(sorted(site.kept)), tuple(sorted(site.removed)))
    return report, site.records


def _by_path(files: Iterable[Published]) -> dict[str, Published]:
    wanted: dict[str, Published] = {}
    for file in files:
        if file.path in wanted:
            raise ValueError(f"{file.path!r} is published twice")
        wanted[file.path] = file
    if not are_page_paths(wanted):
        wrong = next(path for path in wanted if not is_page_path(path))
        raise ValueError(f"{wrong!r} can be no page")
    for name in _folders(wanted):
        if name in wanted:
            raise ValueError(f"{name!r} is published as a page and as a folder")
    return wanted


def _parents(path: str) -> list[str]:
    """The folders that hold a path, outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def _folders(paths: Iterable[str]) -> list[str]:
    """All folders of some paths, each after the one that holds it."""
    direct = {path.rpartition("/")[0] for path in paths} - {""}
    return sorted({parent for folder in direct for parent in _parents(folder + "/")})


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
    now: int
    wanted: dict[str, Published]
    known: dict[str, Record]
    records: dict[str, Record]
    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    _known_folders: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._known_folders = frozenset(_folders(self.known))

    def _at(self, path: str) -> str:
        return f"{self.folder}/{path}"

    def sweep_temporary(self) -> None:
        """Delete the half-written pages of a killed build; holding the lock, nobody else is writing one."""
        for name in ["", *_folders({*self.wanted, *self.known})]:
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
        for name in _folders(self.wanted):
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

    def make_way(self, path: str) -> None:
        """Make way for a page where the last build had a folder."""
        if path in self._known_folders:
            self._clear_folder(path)

    def bring(self, file: Published) -> Brought:
        """See that a page is on the disk as wanted. Changes nothing here, as it may run in another process."""
        place = self._at(file.path)
        try:
            info = os.lstat(place)
        except FileNotFoundError:
            info = None
        if info is not None and stat.S_ISDIR(info.st_mode):
            fact = f"A folder stands at {place}, where the site needs a file."
            raise OutputError(fact, "Move it out of the output folder.")
        if info is not None and stat.S_ISREG(info.st_mode):
            digest, record = file.digest(), self._settled_record(file.path, info)
            if record is None or record.digest != digest:
                now = Record(digest, info.st_size, info.st_mtime_ns)
                record = now if _digest_on_disk(place) == digest else None
            if record is not None:
                if info.st_mode & _NOT_PRIVATE:
                    with contextlib.suppress(OSError):
                        os.chmod(place, 0o600)
                return Brought(record, False)
        return Brought(write_whole(place, file.content()), True)

    def _settled_record(self, path: str, info: os.stat_result) -> Record | None:
        """What is known of a page, if that is still its file, for long enough that a change would show."""
        record = self.known.get(path)
        if record is None or record.size != info.st_size or record.mtime_ns != info.st_mtime_ns:
            return None
        return record if self.now - info.st_mtime_ns > _UNSETTLED else None

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
        self._remove_empty_folders(set(_folders(stale)) - set(_folders(self.wanted)))

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

    def remember(self, before: dict[str, Record]) -> None:
        """Write the manifest if it says something new, then forget the intent."""
        if self.records != before:
            write_manifest(self.folder, self.records)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.folder / INTENT_NAME)


def _mode(place: str) -> int:
    try:
        return os.lstat(place).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _digest_on_disk(place: str) -> str:
    try:
        with open(place, "rb") as file:
            return digest_of(file.read())
    except OSError:
        return ""
