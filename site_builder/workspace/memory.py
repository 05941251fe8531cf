"""What is remembered of a journal between commands: bundles in one private file in the user's cache folder.

It may be deleted at any time, and is worth nothing to another version of the program. It never lies in the journal,
whose folder may come from elsewhere.
"""
# File descriptors and byte-true names, which pathlib does not offer.
# ruff: noqa: PTH103, PTH116, PTH118

from __future__ import annotations

import contextlib
import marshal
import mmap
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from types import CodeType
from zlib import crc32

from site_builder.query.bundle import Bundle, Bytes
from site_builder.query.pickled import Damaged
from site_builder.text import digest_of
from site_builder.workspace.state import replace_privately

NAME, TEMPLATES = "memory", "templates"
_DAYS = 90
"""After so many days without a change, the memory of another journal is deleted."""
Remembered = dict[str, tuple[int, int, int, int, str]]
"""Of files: their hint, where it is to be believed, and the digest of their bytes."""

_PACKAGES = ("markdown_it", "mdurl", "jinja2", "markupsafe", "yaml")


def cache_folder() -> Path | None:
    """The user's folder for what can be made again: `KITH_CACHE` (empty for none), else as the system has it."""
    named = os.environ.get("KITH_CACHE")
    if named is not None:
        return Path(named) if named else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "kith"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "kith"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "kith"


def code_stamp() -> str:
    """A digest that is another for every version of the program and of what it reads and renders with."""
    from importlib.util import find_spec

    package = Path(__file__).parent.parent
    found = [sys.version, str(sys.flags.optimize), str(package)]  # optimized, it may know no docstrings
    for folder, folders, files in os.walk(package):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        for name in sorted(files):
            info = os.stat(os.path.join(folder, name))
            found.append(f"{folder}/{name} {info.st_size} {info.st_mtime_ns}")
    for name in _PACKAGES:
        spec = find_spec(name)
        if spec and spec.origin:
            info = os.stat(spec.origin)
            found.append(f"{spec.origin} {info.st_size} {info.st_mtime_ns}")
    return digest_of("\n".join(found).encode())


_CAREFUL = 0
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # those that the system knows
    _CAREFUL |= getattr(os, _name, 0)

_IS_MAPPED = os.name != "nt"
"""Windows gives no other file the place of one that is mapped, so the memory could never be written anew."""


class Memory:
    """The memory of one journal. What cannot be read or written is as if it were not there."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder = folder / digest_of(os.fsencode(os.path.realpath(root)))
        self._path = str(self._folder / NAME)
        self._stamp = f"kith memory {code_stamp()}\n".encode()
        self._known: tuple[int, int] | None = None  # the file as we know it: its inode, and how much of it is sound
        self._size = 0  # of the file, with what may follow the sound part
        self._base = 0  # the size of its first bundle
        self.is_lost = False  # whether something was not kept, so that later changes would not fit upon what was

    def load(self) -> list[Bundle]:
        """The bundles: one of everything, then those of later changes. None if there is no memory, or no sound one."""
        self._known = None
        found = _mapped(self._path, self._stamp)
        if found is None:
            return []
        (data, info), at = found, len(self._stamp)
        bundles: list[Bundle] = []
        while at < len(data):
            try:
                bundle = Bundle(data[at:])
            except Damaged:
                break  # a later change that was cut short is one not known yet
            bundles.append(bundle)
            at += bundle.length
            self._base = self._base or bundle.length
        if bundles:
            self._known, self._size = (info.st_ino, at), info.st_size
        return bundles

    @property
    def wants_all(self) -> bool:
        """Whether it is time to keep everything anew: nothing is kept, its end is not sound, or later changes outweigh
        it. The file is never made shorter: who has it mapped would be killed for looking where it was."""
        if self.is_lost or self._known is None:
            return not self.is_lost
        _, sound = self._known
        return sound < self._size or sound > 2 * self._base + 1_000_000

    def keep_all(self, parts: Iterable[Bytes]) -> None:
        """Remember a bundle of everything instead of what was remembered, unless another process was here meanwhile."""
        self.is_lost = True
        try:
            os.makedirs(self._folder.parent, mode=0o700, exist_ok=True)
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            with self._alone() as alone:
                if alone and (self._known is None or self._is_as_known(os.lstat(self._path))):
                    self._sweep()
                    info = replace_privately(self._path, chain((self._stamp,), parts))
                    self._base = info.st_size - len(self._stamp)
                    self._known, self._size = (info.st_ino, info.st_size), info.st_size
                    self.is_lost = False
        except OSError:
            return
        _forget_others(self._folder)

    def keep(self, parts: Iterable[Bytes]) -> None:
        """Remember a bundle of changes after the others, unless another process was here meanwhile: then, or if it
        cannot be written, this process keeps nothing more."""
        if self._known is None or self.is_lost:
            return
        self.is_lost = True
        with contextlib.suppress(OSError), self._alone() as alone:
            if not alone:
                return
            handle = os.open(self._path, os.O_RDWR | _CAREFUL)
            try:
                if not self._is_as_known(info := os.fstat(handle)):
                    return
                os.lseek(handle, 0, os.SEEK_END)
                with os.fdopen(os.dup(handle), "wb") as file:
                    self._size += sum(map(file.write, parts))
                self._known = (info.st_ino, self._size)
                self.is_lost = False
            finally:
                os.close(handle)

    def _is_as_known(self, info: os.stat_result) -> bool:
        return self._known is not None and (info.st_ino, info.st_size) == (self._known[0], self._size)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether nobody else is writing; nobody waits."""
        handle = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | _CAREFUL, 0o600)
        try:
            yield _try_lock(handle)
        finally:
            os.close(handle)

    def load_templates(self, theme: str) -> dict[str, CodeType]:
        """The compiled templates of the theme with a digest, as `keep_templates` was given them; none if they are not
        known, or not sound."""
        stamp = self._stamp + theme.encode()
        found = _mapped(str(self._folder / TEMPLATES), stamp)
        if found is None:
            return {}
        data = found[0][len(stamp) :]
        if len(data) < 4 or int.from_bytes(data[:4], "little") != crc32(data[4:]):
            return {}
        codes: dict[str, CodeType] = marshal.loads(data[4:])  # as Python does with its own, of a file as private
        return codes

    def keep_templates(self, theme: str, codes: dict[str, CodeType]) -> None:
        """Remember compiled templates, where there is a memory."""
        data = marshal.dumps(codes)
        parts = (self._stamp, theme.encode(), crc32(data).to_bytes(4, "little"), data)
        with contextlib.suppress(OSError), self._alone() as alone:
            if alone:
                replace_privately(str(self._folder / TEMPLATES), parts)

    def _sweep(self) -> None:
        """Delete what processes left that were killed while they wrote. Nobody else is writing now."""
        for name in (NAME, TEMPLATES):
            for left in self._folder.glob(f"{name}-*"):
                left.unlink()


def _mapped(path: str, stamp: bytes) -> tuple[memoryview, os.stat_result] | None:
    """A file that nobody else can have written and that begins with a stamp, and how it looks."""
    try:
        handle = os.open(path, os.O_RDONLY | _CAREFUL)
    except OSError:
        return None
    try:
        info = os.fstat(handle)
        if not stat.S_ISREG(info.st_mode) or not _is_private(info) or info.st_size <= len(stamp):
            return None
        if _IS_MAPPED:
            data = memoryview(mmap.mmap(handle, info.st_size, access=mmap.ACCESS_READ))
        else:
            with os.fdopen(os.dup(handle), "rb") as file:
                data = memoryview(file.read())
    except OSError:
        return None
    finally:
        os.close(handle)
    return (data, info) if data[: len(stamp)] == stamp else None


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_private(info: os.stat_result) -> bool:
    """Whether only its owner, who we are, can have written a file."""
    if not hasattr(os, "geteuid"):
        return True
    return info.st_uid == os.geteuid() and not info.st_mode & 0o022


def _forget_others(folder: Path) -> None:
    """Delete the memories of journals that nobody has worked with for long."""
    with contextlib.suppress(OSError):
        for other in folder.parent.iterdir():
            memory = other / NAME
            if other.is_symlink() or not memory.is_file() or time.time() - memory.stat().st_mtime < _DAYS * 86_400:
                continue
            memory.unlink()
            for name in (TEMPLATES, "lock"):
                (other / name).unlink(missing_ok=True)
            other.rmdir()


def files_in(bundles: Iterable[Bundle]) -> tuple[Remembered, Remembered]:
    """What some bundles tell of notes and of attachments, each later one of what is different since."""
    found: tuple[Remembered, Remembered] = ({}, {})
    for bundle in bundles:
        for known, news in zip(found, bundle.about, strict=True):
            known.update((path, tuple(each)) for path, each in news.items() if each)
            for path in [path for path, each in news.items() if not each]:
                known.pop(path, None)
    return found


def different_files(before: Remembered, now: Remembered) -> dict[str, tuple[int | str, ...]]:
    """What is remembered of files in another way than before; nothing of those that are not there any more."""
    gone: dict[str, tuple[int | str, ...]] = dict.fromkeys(before.keys() - now.keys(), ())
    return gone | {path: known for path, known in now.items() if before.get(path) != known}
