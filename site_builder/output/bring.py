"""A file of the site on its way to the disk, where it stays as it is unless it differs."""
# 12,000 files are looked at without an object for each.
# ruff: noqa: PTH101, PTH123

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable

from site_builder.output.folder import OutputError
from site_builder.output.manifest import Record, write_whole
from site_builder.text import digest_of
from site_builder.values import dataclass

_UNSETTLED = 2_000_000_000
"""Nanoseconds for which a page's mtime is not believed, as a change within one tick of the clock would not show."""
_NOT_PRIVATE = 0o077 if os.name == "posix" else 0


@dataclass(frozen=True, slots=True)
class Apart:
    """How another process makes a file: what of, and who is told the digest of what came of it."""

    draft: Callable[[], object]
    finished: Callable[[str], None]


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
    apart: Apart | None = None
    """How another process could make it."""

    @classmethod
    def of(cls, path: str, data: bytes) -> Published:
        return cls(path, lambda: digest_of(data), lambda: data)


@dataclass(frozen=True, slots=True)
class Brought:
    """A page that is on the disk as wanted: what to remember of it, and whether it had to be written."""

    record: Record
    written: bool


@dataclass(frozen=True, slots=True)
class Bringer:
    """Sees that a page is on the disk as wanted. Holds nothing that changes, as another process may have one, too:
    the folder, when it began (in nanoseconds), and what is known of the pages of earlier builds."""

    folder: str
    now: int
    known: dict[str, Record]

    def __call__(self, file: Published) -> Brought:
        place = f"{self.folder}/{file.path}"
        try:
            info = os.lstat(place)
        except FileNotFoundError:
            return Brought(write_whole(place, file.content()), True)
        mode, mtime = info.st_mode, info.st_mtime_ns
        if stat.S_ISDIR(mode):
            fact = f"A folder stands at {place}, where the site needs a file."
            raise OutputError(fact, "Move it out of the output folder.")
        if not stat.S_ISREG(mode):
            return Brought(write_whole(place, file.content()), True)
        digest, record = file.digest(), self.known.get(file.path)
        # What is known of a page holds if that is still its file, for long enough that a change would show.
        is_settled = (
            record and record.mtime_ns == mtime and record.size == info.st_size and self.now - mtime > _UNSETTLED
        )
        if not (record and is_settled and record.digest == digest):
            if _digest_on_disk(place) != digest:
                return Brought(write_whole(place, file.content()), True)
            record = Record(digest, info.st_size, mtime)
        if mode & _NOT_PRIVATE:
            with contextlib.suppress(OSError):
                os.chmod(place, 0o600)
        return Brought(record, False)


def _digest_on_disk(place: str) -> str:
    try:
        with open(place, "rb") as file:
            return digest_of(file.read())
    except OSError:
        return ""
