"""What an output folder remembers of the site in it: the pages written, and those about to be."""
# Pages are many, and are written without an object for each.
# ruff: noqa: PTH108, PTH118, PTH120

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
from collections.abc import Collection
from pathlib import Path

from site_builder.in_place import put_in_place
from site_builder.settings import MANIFEST_NAME
from site_builder.text import digest_of
from site_builder.values import dataclass

__all__ = ["INTENT_NAME", "LOCK_NAME", "MANIFEST_NAME", "TAG_NAME", "Record"]

INTENT_NAME = ".kith-intent.json"
"""Names the new pages that a build is about to write, so that those of a killed build are known as ours."""
LOCK_NAME = ".lock"
TAG_NAME = "CACHEDIR.TAG"
_TEMPORARY_PREFIX = ".kith-tmp-"
_TEMPORARY = re.compile(re.escape(_TEMPORARY_PREFIX) + "[0-9a-f]{16}")
# An empty part, one led by a dot, or a character that is no part of a name.
_UNFIT = re.compile(r"(?:\A|/)(?:[./]|\Z)|[\\\x00-\x1f\x7f\ud800-\udfff" + (":" if os.name == "nt" else "") + "]")
# The same in many printable paths at once, each on its own line.
_UNFIT_PARTS = ("\n.", "\n/", "\n\n", "/.", "//", "/\n", "\\", *(":" if os.name == "nt" else ""))
_RECORD = [str, int, int]
_VERSION = 1
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """A page as it was written: the digest of its bytes, and the size and mtime (in nanoseconds) of its file."""

    digest: str
    size: int
    mtime_ns: int


def is_page_path(path: object) -> bool:
    """Whether a path may name a page: relative, with `/`, and no part that is empty, led by a dot or special."""
    return isinstance(path, str) and _UNFIT.search(path) is None


def are_page_paths(paths: Collection[str]) -> bool:
    """Whether all of some paths may name pages."""
    lines = "\n".join(("", *paths, ""))
    if lines.count("\n") != len(paths) + 1:
        return False
    if "".join(paths).isprintable() and not any(each in lines for each in _UNFIT_PARTS):
        return True  # as good as always, and told in a tenth of the time
    return all(map(is_page_path, paths))


def is_temporary(name: str) -> bool:
    """Whether a file name is one of ours for a page half written."""
    return name.startswith(_TEMPORARY_PREFIX) and _TEMPORARY.fullmatch(name) is not None


def read_manifest(folder: Path) -> dict[str, Record]:
    """The pages that the last build wrote; empty when nothing is known. What is damaged in it is left out."""
    data = _read_json(folder / MANIFEST_NAME)
    files = data.get("files") if isinstance(data, dict) and data.get("kith") == _VERSION else None
    records: dict[str, Record] = {}
    if not isinstance(files, dict):
        return records
    are_fit = are_page_paths(files)
    for path, record in files.items():
        # Not by `match`, which takes ten times as long, and there are 12,000.
        if type(record) is list and [*map(type, record)] == _RECORD and (are_fit or is_page_path(path)):
            records[path] = Record(*record)
    return records


def look_of_manifest(folder: Path) -> tuple[int, ...] | None:
    """What tells whether the manifest is still the same file: each is a new one, put in the place of the last."""
    try:
        info = (folder / MANIFEST_NAME).lstat()
    except OSError:
        return None
    return info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns


def write_manifest(folder: Path, records: dict[str, Record]) -> None:
    """Replace the manifest, whole or not at all."""
    files = {path: (record.digest, record.size, record.mtime_ns) for path, record in sorted(records.items())}
    text = json.dumps({"kith": _VERSION, "files": files}) + "\n"
    write_whole(folder / MANIFEST_NAME, text.encode())


def read_intent(folder: Path) -> tuple[str, ...]:
    """The new pages that a build which never finished may have written."""
    data = _read_json(folder / INTENT_NAME)
    return tuple(path for path in data if is_page_path(path)) if isinstance(data, list) else ()


def write_intent(folder: Path, paths: list[str]) -> None:
    """Say which new pages are about to be written."""
    write_whole(folder / INTENT_NAME, json.dumps(sorted(paths), indent=0).encode())


def write_whole(path: Path | str, data: bytes) -> Record:
    """Write a file for its owner's eyes only. A reader sees the old one or the new one, no part. Raises `OSError`."""
    folder = os.path.dirname(path)
    temporary = os.path.join(folder, f"{_TEMPORARY_PREFIX}{os.urandom(8).hex()}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
            info = os.fstat(handle)
        finally:
            os.close(handle)
        put_in_place(temporary, str(path))
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # not the temporary name, which nobody knows
        raise
    return Record(digest_of(data), info.st_size, info.st_mtime_ns)


def _read_json(path: Path) -> object:
    try:
        info = path.lstat()
        if not stat.S_ISREG(info.st_mode) or info.st_size > _MOST_BYTES:
            return None
        data: object = json.loads(path.read_bytes())
        return data
    except (OSError, ValueError, RecursionError):
        return None
