"""The bytes of files that git keeps: as it keeps them, and as programs read them where a filter stands between the two.

Who encrypts notes (git-crypt, transcrypt), or keeps them in another encoding, has other bytes in git than on the disk.
"""
# Byte-true names, which pathlib does not offer.
# ruff: noqa: PTH118

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import IO

from site_builder.workspace.disk import MOST_BYTES, Trouble, read_regular, too_large
from site_builder.workspace.git import Blob, GitError, Repository

_AT_ONCE = 50
"""So many names are asked for at once: few enough that a pipe of 4 KB takes them while nobody reads at its end."""


class BlobReader:
    """The bytes of blobs, by one git that waits for further names until it is closed."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._git: subprocess.Popen[bytes] | None = None

    def read(self, names: Iterable[str], most: int = MOST_BYTES) -> dict[str, bytes | Trouble]:
        """The bytes of some blobs by their names, or why they cannot be had."""
        found: dict[str, bytes | Trouble] = {}
        left = iter(names)
        while some := tuple(islice(left, _AT_ONCE)):
            stdin, stdout = self._pipes()
            with contextlib.suppress(OSError):  # it may have ended: what it said before is read
                stdin.write("".join(f"{name}\n" for name in some).encode())
                stdin.flush()
            for name in some:
                found[name] = _answer(stdout, most)
        return found

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._git is None:
            self._git = subprocess.Popen(
                ("git", "cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=self._repository.folder,
                env=self._repository.environment,
            )
        assert self._git.stdin is not None and self._git.stdout is not None
        return self._git.stdin, self._git.stdout

    def close(self) -> None:
        """Let git end."""
        if self._git is not None:
            with contextlib.suppress(OSError):
                self._git.communicate()
            self._git = None


def _answer(stdout: IO[bytes], most: int) -> bytes | Trouble:
    header = stdout.readline().split()
    if len(header) != 3:
        return Trouble("git does not hold the text of this note.", "Run `git fsck`.")
    left = int(header[2])
    if left <= most:
        data = stdout.read(left)
        stdout.read(1)
        return data
    while left and (more := stdout.read(min(left, 1 << 20))):
        left -= len(more)
    stdout.read(1)
    return too_large(most)


class FileReader:
    """The bytes of files as programs read them. `staged`: the files of the next commit, by paths from the top;
    `plain`: names of blobs that are known to need no filter.

    Filters are asked for only where a `.gitattributes` is staged. A filter is a process a file, so what lies on the
    disk as it is staged is read there.
    """

    def __init__(self, blobs: BlobReader, repository: Repository, staged: Iterable[Blob], plain: Iterable[str]) -> None:
        self._blobs = blobs
        self._repository = repository
        self._staged = {blob.path: blob.oid for blob in staged if not blob.unmerged}
        self._may_filter = any(path.endswith(".gitattributes") for path in self._staged)
        self._filtered = dict.fromkeys(plain, False)  # by the names of blobs
        self._changed: frozenset[str] | None = None

    def read(self, files: Mapping[str, str]) -> dict[str, bytes | Trouble]:
        """The bytes of some files, or why they cannot be had, by the names of their blobs; `files`: a path for each."""
        if self._may_filter and (unknown := {oid: path for oid, path in files.items() if oid not in self._filtered}):
            converted = self._repository.converted(tuple(unknown.values()))
            self._filtered.update((oid, path in converted) for oid, path in unknown.items())
        filtered = {oid: path for oid, path in files.items() if self._filtered.get(oid)}
        found = self._blobs.read(oid for oid in files if oid not in filtered)
        found.update((oid, self._as_read(path, oid)) for oid, path in filtered.items())
        return found

    def _as_read(self, path: str, oid: str) -> bytes | Trouble:
        if self._changed is None:
            self._changed = self._repository.changed()
        if self._staged.get(path) == oid and path not in self._changed:
            data = read_regular(os.path.join(self._repository.top, path))
            if isinstance(data, bytes):
                return data
        try:
            data = self._repository.ask("cat-file", "--filters", f"--path={path}", oid)
        except GitError as error:
            return Trouble(error.message, "`git checkout` has to be able to write it.")
        return data if len(data) <= MOST_BYTES else too_large()
