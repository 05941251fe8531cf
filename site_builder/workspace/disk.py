"""Reading one file safely: no waiting on a pipe, no link followed by surprise, no end of memory."""
# File descriptors and byte-true names, which pathlib does not offer.

from __future__ import annotations

import os
import stat

from site_builder.values import dataclass

MOST_BYTES = 4 * 1024 * 1024
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOCTTY"):  # those that the system knows
    _FLAGS |= getattr(os, _name, 0)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file or folder cannot be read, in the user's words, and what to do."""

    message: str
    remedy: str


NOT_REGULAR = Trouble("This is not a regular file, so it was not opened.", "Move it out of the journal.")
GONE = Trouble("This file does not exist.", "Save it again, or run the command again.")


def read_regular(path: str, most: int = MOST_BYTES) -> bytes | Trouble:
    """The bytes of a regular file that is not a link, or why they cannot be had."""
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        return trouble_of(error)
    try:
        info = os.fstat(handle)
        if not stat.S_ISREG(info.st_mode):
            return NOT_REGULAR
        data = b""
        while len(data) <= most:
            wanted = min(max(info.st_size, len(data)) + 1, most + 1)
            data += (more := os.read(handle, wanted))
            if not more or info.st_size <= len(data) < wanted:
                return data
        return too_large(most)
    except OSError as error:
        return trouble_of(error)
    finally:
        os.close(handle)


def too_large(most: int = MOST_BYTES) -> Trouble:
    """What is said of a file of more than `most` bytes."""
    limit = f"{most // (1024 * 1024)} MiB"
    return Trouble(f"This file is larger than {limit}, too large for a note.", "Split it, or exclude it in kith.toml.")


def trouble_of(error: OSError) -> Trouble:
    """An error of the system in the user's words."""
    if isinstance(error, FileNotFoundError):
        return GONE
    if isinstance(error, PermissionError):
        return Trouble("You are not allowed to read this.", "Change its permissions, or exclude it in kith.toml.")
    reason = error.strerror or "unknown reason"
    return Trouble(f"This cannot be read ({reason}).", "Check the disk, or exclude it in kith.toml.")
