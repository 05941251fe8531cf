"""Which folder the site may be written to, and the lock that lets one builder at a time write there."""
# Links must not be followed by surprise, and locks need file descriptors.
# ruff: noqa: PTH111, PTH113, PTH114, PTH116, PTH118, PTH120, PTH121, PTH123, PTH208

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from site_builder.output.manifest import INTENT_NAME, LOCK_NAME, MANIFEST_NAME, TAG_NAME, is_temporary

TAG = """Signature: 8a477f597d28d172789f06886806bc55
# This folder holds a site built by Kith. Backups may leave it out: it can be built again.
"""
SHARED_TAG = TAG + "# It is a shared site: what is private in the notes is left out.\n"
_COUNTS_AS_EMPTY = {".gitignore", LOCK_NAME, ".DS_Store", "Thumbs.db", "desktop.ini", ".directory"}


class OutputError(Exception):
    """The site cannot be written: the fact, and what to do about it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def check_output_folder(folder: Path, root: Path, shared: bool = False) -> None:
    """Raise `OutputError` unless `folder` may be filled with the site of the journal in `root`.

    A site for all to read and one for its owner never take each other's folder: old pages might stay, or be published.
    """
    elsewhere = 'Name another folder as output in kith.toml, such as "output".'
    if os.path.islink(folder):
        raise OutputError(f"The output folder {folder} is a link.", "Name the folder that it leads to as output.")
    real, journal, home = (os.path.realpath(path) for path in (folder, root, os.path.expanduser("~")))
    if os.path.dirname(real) == real:
        raise OutputError(f"The output folder is {real}, the root of the file system.", elsewhere)
    if _same(real, home):
        raise OutputError(f"The output folder is the home folder {real}.", elsewhere)
    if _same(real, journal):
        raise OutputError("The output folder is the journal itself.", elsewhere)
    if any(_same(real, str(parent)) for parent in Path(journal).parents):
        raise OutputError(f"The output folder {real} holds the journal.", elsewhere)
    try:
        names = os.listdir(real)
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise OutputError(f"{folder} is a file, or lies below one, not a folder.", elsewhere) from None
    except OSError as error:
        raise OutputError(f"The output folder {folder} cannot be read ({error.strerror}).", elsewhere) from None
    others = [name for name in names if name not in _COUNTS_AS_EMPTY and not is_temporary(name)]
    if others and not _is_ours(real):
        what = f"{len(others)} files or folders" if len(others) > 1 else f'"{others[0]}"'
        fact = f"The output folder {folder} holds {what} and no mark of Kith's, so it may be somebody's work."
        raise OutputError(fact, "Name an empty or new folder as output in kith.toml.")
    if others and _holds_shared(real) != shared:
        if shared:
            fact = f"The folder {folder} holds the site of a build without --share, with what is private in it."
        else:
            fact = f"The folder {folder} holds a shared site, without what is private."
        raise OutputError(fact, "Name another folder with --output, or delete this one.")


def _same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return os.path.normcase(one) == os.path.normcase(other)


def _is_ours(real: str) -> bool:
    if any(os.path.isfile(os.path.join(real, name)) for name in (MANIFEST_NAME, INTENT_NAME)):
        return True
    try:  # other programs mark their folders with a file of this name too
        with open(os.path.join(real, TAG_NAME), encoding="utf-8", errors="replace") as file:
            return file.read(len(TAG)) == TAG
    except OSError:
        return False


def _holds_shared(real: str) -> bool:
    try:
        with open(os.path.join(real, TAG_NAME), encoding="utf-8", errors="replace") as file:
            return file.read() == SHARED_TAG
    except OSError:
        return False


def prepare(folder: Path) -> None:
    """Make the output folder, for its owner's eyes only. Raises `OutputError`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.lstat().st_mode & 0o077:
            with contextlib.suppress(OSError):  # a memory stick knows no owners
                folder.chmod(0o700)
    except OSError as error:
        fact = f"The output folder {folder} cannot be made or used ({error.strerror})."
        raise OutputError(fact, "Make the folder that holds it writable, or name another with --output.") from None


@contextlib.contextmanager
def locked(
    folder: Path, timeout: float = 60.0, waiting: Callable[[str], None] = lambda _: None, pause: float = 0.05
) -> Iterator[None]:
    """Hold the lock of an output folder; the system lets go of it when the process ends, however it ends.

    While somebody else has it, wait up to `timeout` seconds, after telling `waiting` once; then raise `OutputError`.
    """
    path = folder / LOCK_NAME
    end = time.monotonic() + timeout
    told = False
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError as error:
            raise OutputError(f"{path} cannot be opened ({error.strerror}).", f"Delete {path}.") from None
        try:
            if _try_lock(handle) and _is_still(handle, path):
                yield
                return
        finally:
            os.close(handle)
        if time.monotonic() >= end:
            fact = f"Another kith is still writing to {folder}."
            raise OutputError(fact, "Wait until it has finished, or stop it.")
        if not told:
            waiting(f"Another kith is writing to {folder}; waiting for it.")
            told = True
        time.sleep(pause)


def _is_still(handle: int, path: Path) -> bool:
    """Whether the lock file is the one in the folder: somebody may have deleted the folder while we waited."""
    try:
        held, there = os.fstat(handle), os.stat(path, follow_symlinks=False)
    except OSError:
        return False
    return stat.S_ISREG(there.st_mode) and (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks; going on alone is all that is left
        return True
