"""Changing a file of the journal on the disk: the one place where one is written over, whole or not at all."""
# File descriptors and byte-true names, which pathlib does not offer.
# ruff: noqa: PTH108, PTH116, PTH120

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress

from site_builder.in_place import put_in_place
from site_builder.notes.edit import CHANGED, Refusal
from site_builder.workspace.disk import Trouble, read_regular

Make = Callable[[bytes], bytes | Refusal]
"""From the bytes of a file to those that it shall have, or why it shall stay as it is."""


def change_file(root: str, real: str, make: Make) -> Refusal | None:
    """Give a file of the journal in `root` the bytes that `make` makes of its own. `real`: its name, links resolved.

    The new bytes are written beside it and take its place in one step, with its mode, owner and attributes: whoever
    looks sees the old file or the new one. Returns why nothing was changed, or `None`.
    """
    top = os.path.realpath(root)
    if os.path.realpath(real) != real or os.path.commonpath([top, real]) != top:
        return Refusal("The note lies outside the journal, so it was left as it is.", "Change it in your editor.")
    data = read_regular(real)
    if isinstance(data, Trouble):
        return Refusal(data.message, data.remedy)
    made = make(data)
    if isinstance(made, Refusal):
        return made
    if made == data:
        return None
    if not os.access(real, os.W_OK):
        return Refusal("You are not allowed to write this note.", "Change its permissions.")
    try:
        return _replace(real, data, made)
    except OSError as error:
        return Refusal(f"The note cannot be written: {error.strerror}.", "Nothing was changed.")


def _replace(real: str, data: bytes, made: bytes) -> Refusal | None:
    before = os.stat(real)
    handle, beside = tempfile.mkstemp(prefix=".", suffix=".kith", dir=os.path.dirname(real))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        own = os.stat(beside)
        if (own.st_uid, own.st_gid) != (before.st_uid, before.st_gid):
            os.chown(beside, before.st_uid, before.st_gid)
        shutil.copystat(real, beside)
        os.utime(beside)  # of what was copied, the time would be untrue
        if read_regular(real) != data:
            return CHANGED
        put_in_place(beside, real)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)
    return None


def write_whole(path: str, data: bytes) -> None:
    """Write a file of Kith's own in the journal, whole or not at all; for the user alone where it was not there before.
    Raises `OSError`, also where a link leads elsewhere."""
    if os.path.realpath(path) != path:
        raise OSError(errno.ELOOP, "it lies behind a link", path)
    handle, beside = tempfile.mkstemp(prefix=".", suffix=".kith", dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            shutil.copymode(path, beside)
        put_in_place(beside, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)
