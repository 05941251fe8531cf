"""The journal on the disk: found, read into sources and an inventory, and changed where a command asks for it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path, PurePosixPath

from site_builder.config import Config, read_config
from site_builder.finding import Finding
from site_builder.inventory import Attachment, Inventory
from site_builder.notes.edit import Refusal
from site_builder.settings import CONFIG_NAME
from site_builder.text import LineIndex, Source, decode_source, digest_of
from site_builder.values import dataclass
from site_builder.workspace.disk import GONE, Trouble, read_regular
from site_builder.workspace.memory import Remembered
from site_builder.workspace.state import StateError, key, private_state
from site_builder.workspace.walk import File, Hint, output_folder, problem, shared_folder, walk_journal
from site_builder.workspace.write import Make, change_file

__all__ = [
    "Attachment",
    "Inventory",
    "Scan",
    "StateError",
    "Workspace",
    "as_known",
    "decode_baseline",
    "decode_config",
    "find_journal",
    "key",
    "load_config",
    "output_folder",
    "private_state",
    "shared_folder",
]

_UNSETTLED = 2_000_000_000
"""Nanoseconds for which a file's times are not believed: two writes may share a tick of the file system's clock."""


def find_journal(start: Path) -> Path | None:
    """The nearest folder that holds kith.toml, from `start` upward, else `journal/` in `start`."""
    start = Path(os.path.abspath(start))  # noqa: PTH100 - keeps links, so that upward is what the user sees
    for folder in (start, *start.parents, start / "journal"):
        if os.path.isfile(folder / CONFIG_NAME):  # noqa: PTH113 - answers no where Path.is_file may raise
            return folder
    return None


def load_config(root: Path) -> tuple[Config, tuple[Finding, ...], str]:
    """The settings of the journal in a folder, what is wrong with them, and the text that says them."""
    data = read_regular(os.path.realpath(root / CONFIG_NAME))
    if isinstance(data, Trouble):
        message = "There is no kith.toml here." if data == GONE else data.message
        remedy = "Run kith init to make a journal." if data == GONE else data.remedy
        return Config(), (Finding(CONFIG_NAME, "line:1", "bad-config", message, remedy),), ""
    return decode_config(data)


def decode_config(data: bytes) -> tuple[Config, tuple[Finding, ...], str]:
    """The settings that the bytes of kith.toml say, what is wrong with them, and their text."""
    source = decode_source(CONFIG_NAME, data)
    index = LineIndex.of(source.text)
    faults = tuple(
        Finding(
            CONFIG_NAME,
            f"line:{index.position(fault.span.start).line}",
            "bad-config",
            fault.message.replace("This note", "This file").replace("the note", "it"),
            fault.remedy,
        )
        for fault in source.faults
    )
    config, findings = read_config(source.text)
    return config, faults + findings, source.text


def decode_baseline(data: bytes | Trouble | None) -> str:
    """The text of a baseline; nothing where there is none."""
    return decode_source("", data).text if isinstance(data, bytes) else ""


@dataclass(frozen=True, slots=True)
class Scan:
    """A journal as it was on the disk: its inventory, the source of each of `inventory.notes`, and the text of the
    baseline.

    `digests`: those of the sources, where they are known without reading them.
    """

    inventory: Inventory
    sources: Mapping[str, Source]
    baseline: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Known:
    hint: Hint
    settled: bool  # whether the hint was old enough, when the bytes were read, to be believed
    digest: str
    source: Source | None = None


class _Sources(Mapping[str, Source]):
    """The notes of a scan, each read when it is asked for, unless it has been. One that has changed meanwhile is known
    as it was read: it may be by the next scan as it was before."""

    def __init__(self, known: dict[str, _Known], reals: dict[str, str], digests: dict[str, str]) -> None:
        self._known = known
        self._reals = reals
        self._digests = digests

    def __getitem__(self, path: str) -> Source:
        known = self._known[path]
        if known.source is None:
            data = read_regular(self._reals[path])
            # What cannot be read any more is seen by the next scan.
            source = decode_source(path, data) if isinstance(data, bytes) else Source(path, "", "")
            if source.digest != known.digest:
                known.digest = self._digests[path] = source.digest
                known.settled = False
            return source
        return known.source

    def __contains__(self, path: object) -> bool:
        return path in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


_NO_HINT = (-1, -1, -1, -1)
_WORTH_IT = 100
"""So many notes that were read for nothing are worth remembering how they look now, though nothing else is new."""


def as_known(before: tuple[int, int, int, int, str] | None, digest: str) -> tuple[int, int, int, int, str]:
    """What to remember of a note by its digest alone: its file, where it had that digest when it was read last."""
    return before if before is not None and before[-1] == digest else (*_NO_HINT, digest)


class Workspace:
    """A journal on the disk, remembering what it read. `clock` gives the time in nanoseconds."""

    def __init__(self, root: Path, config: Config, clock: Callable[[], int] = time.time_ns) -> None:
        self.root = root
        self.config = config
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._digests: dict[str, tuple[Hint, bool, str]] = {}
        self._attachments: dict[str, File] = {}
        self._reals: dict[str, str] = {}
        self._key = ""
        self._in_vain = 0  # so many notes of the last scan were read, and are as they were

    @property
    def looks_new(self) -> bool:
        """Whether many notes look new and are as they were: if that is not remembered, the next process reads them."""
        return self._in_vain >= _WORTH_IT

    def key(self) -> str:
        """The journal's random key, the same as long as this lives. Raises `StateError`."""
        self._key = self._key or key(self.root)
        return self._key

    def recall(self, notes: Remembered, attachments: Remembered) -> None:
        """Take over what another process knew of the files: a note that still looks the same need not be read."""
        self._known = {path: _Known((a, b, c, d), True, digest) for path, (a, b, c, d, digest) in notes.items()}
        self._digests = {path: ((a, b, c, d), True, digest) for path, (a, b, c, d, digest) in attachments.items()}

    def remembered(self) -> tuple[Remembered, Remembered]:
        """What another process may take over: of notes, and of attachments."""
        self._in_vain = 0
        notes = {
            path: (*(known.hint if known.settled else _NO_HINT), known.digest) for path, known in self._known.items()
        }
        digests = {path: (*hint, digest) for path, (hint, settled, digest) in self._digests.items() if settled}
        return notes, digests

    def scan(self) -> Scan:
        """Look at every file, and read the notes that may have changed since the last scan.

        An unchanged note that has been read is the same `Source` object as before.
        """
        found, self._in_vain = walk_journal(self.root, self.config), 0
        problems = found.problems
        known: dict[str, _Known] = {}
        for file in found.notes:
            before = self._known.get(file.path)
            if before is not None and before.settled and before.hint == file.hint:
                known[file.path] = before
                continue
            now = self._clock()
            data = read_regular(file.real)
            if data == GONE:
                continue  # deleted while we were looking
            if isinstance(data, Trouble):
                problems.append(problem(file.path, data))
                continue
            source = decode_source(file.path, data)
            if before is not None and before.source is not None and before.source == source:
                source = before.source
            settled = self._settled(file.hint, now)
            known[file.path] = _Known(file.hint, settled, source.digest, source)
            self._in_vain += settled and before is not None and before.digest == source.digest
        self._known = known
        self._reals = {file.path: file.real for file in found.notes}
        self._attachments = {file.path: file for file in found.attachments}
        listed = self.real(self.config.lint.baseline)
        baseline = read_regular(listed) if os.path.lexists(listed) else GONE
        if isinstance(baseline, Trouble) and baseline != GONE:
            problems.append(problem(self.config.lint.baseline, baseline))
        inventory = Inventory(
            notes=tuple(known),
            attachments=tuple(Attachment(file.path, file.hint[0]) for file in found.attachments),
            conflict_copies=tuple(sorted(found.conflict_copies)),
            problems=tuple(sorted(problems)),
        )
        digests = {path: each.digest for path, each in known.items()}
        return Scan(inventory, _Sources(known, self._reals, digests), decode_baseline(baseline), digests)

    def read(self, paths: Iterable[str]) -> dict[str, Source]:
        """The notes at some paths as they are on the disk now, without those that cannot be read.

        Raises `ValueError` for a path that leads out of the journal.
        """
        sources: dict[str, Source] = {}
        for path in paths:
            data = read_regular(self.real(path))
            if isinstance(data, bytes):
                sources[path] = decode_source(path, data)
        return sources

    def bytes_of(self, path: str) -> bytes | None:
        """The bytes of a note as they are on the disk now; `None` where they cannot be read."""
        data = read_regular(self.real(path))
        return data if isinstance(data, bytes) else None

    def change(self, path: str, make: Make) -> Refusal | None:
        """Change the file of a note of the last scan, whole or not at all; returns why it was not, or `None`."""
        return change_file(os.path.realpath(self.root), self.real(path), make)

    def attachment(self, path: str) -> bytes | None:
        """The bytes of an attachment of the last scan; `None` when it is gone or cannot be read."""
        file = self._attachments.get(path)
        data = read_regular(file.real, sys.maxsize - 1) if file else GONE
        return data if isinstance(data, bytes) else None

    def attachment_digest(self, path: str) -> str | None:
        """The digest of an attachment of the last scan, remembered as long as the file looks the same."""
        file = self._attachments.get(path)
        if file is None:
            return None
        before = self._digests.get(path)
        if before is not None and before[1] and before[0] == file.hint:
            return before[2]
        now = self._clock()
        data = self.attachment(path)
        if data is None:
            return None
        digest = digest_of(data)
        self._digests[path] = (file.hint, self._settled(file.hint, now), digest)
        return digest

    def _settled(self, hint: Hint, now: int) -> bool:
        _, mtime, ctime, _ = hint
        return now - max(mtime, ctime) > _UNSETTLED

    def real(self, path: str) -> str:
        """Where a file of the journal is, links resolved. Raises `ValueError` for a path that leads out of it."""
        known = self._reals.get(path)
        if known is not None:
            return known
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or ".." in parts or "\0" in path:
            raise ValueError(f"{path!r} is no path within the journal")
        return os.path.join(os.path.realpath(self.root), *parts)  # noqa: PTH118 - byte-true
