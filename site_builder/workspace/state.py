"""The journal's private folder `.kith/`: what Kith remembers, outside its git; deleting it costs only time."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from site_builder.in_place import put_in_place
from site_builder.settings import STATE_NAME

_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)


class StateError(Exception):
    """The private folder cannot be used; `remedy` says what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class ReadOnlyError(StateError):
    """The private folder cannot be made, as the journal may not be written to."""


def private_state(root: Path) -> Path:
    """The folder for what Kith remembers of a journal, made when missing. Only its owner may look into it.

    Raises `StateError` if something else stands in its place or it cannot be made, a `ReadOnlyError` if nothing may be
    written there.
    """
    folder = root / STATE_NAME
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        mode = folder.lstat().st_mode
        if not stat.S_ISDIR(mode):
            raise FileExistsError
        if mode & 0o077:
            with contextlib.suppress(OSError):  # a memory stick knows no owners
                folder.chmod(0o700)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            _replace(ignore, "*\n")
    except FileExistsError:
        raise StateError(f"{STATE_NAME} is not a folder of Kith's own.", f"Delete {folder}.") from None
    except OSError as error:
        fact = f"{STATE_NAME} cannot be used ({error.strerror})."
        kind = ReadOnlyError if error.errno in _READ_ONLY else StateError
        raise kind(fact, "Make the journal's folder writable.") from None
    return folder


def key(root: Path) -> str:
    """The journal's random key, 32 hexadecimal digits: made once, known to nobody else. Raises `StateError`.

    Where nothing may be written it is a new one each time, and so are the pages.
    """
    try:
        path = private_state(root) / "key"
    except ReadOnlyError:
        return os.urandom(16).hex()
    try:
        for _ in range(3):
            if found := _read_key(path):
                return found
            _offer(path, os.urandom(16).hex() + "\n")
    except OSError as error:
        raise StateError(f"{path.name} cannot be used ({error.strerror}).", f"Delete {path}.") from None
    raise StateError("The journal's key cannot be kept.", f"Delete {path}.")


def _read_key(path: Path) -> str:
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            raise StateError("The journal's key is not a regular file.", f"Delete {path}.")
        text = path.read_bytes()[:64].decode("ascii", "replace").strip()
    except FileNotFoundError:
        return ""
    if mode & 0o077:
        with contextlib.suppress(OSError):
            path.chmod(0o600)
    if not re.fullmatch("[0-9a-f]{32}", text):
        path.unlink(missing_ok=True)
        return ""
    return text


def _offer(path: Path, text: str) -> None:
    """Put a file in place unless another process was first; never half a file."""
    temporary = _temporary(path, text)
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def replace_privately(path: str, parts: Iterable[bytes | memoryview]) -> os.stat_result:
    """Put a file of these bytes in place, whole or not at all, for its owner's eyes only. Raises `OSError`."""
    temporary = f"{path}-{os.urandom(6).hex()}"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            info = os.fstat(file.fileno())
        put_in_place(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    return info


def _replace(path: Path, text: str) -> None:
    _temporary(path, text).replace(path)


def _temporary(path: Path, text: str) -> Path:
    temporary = path.with_name(f".{path.name}-{os.urandom(6).hex()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(text)
    return temporary
