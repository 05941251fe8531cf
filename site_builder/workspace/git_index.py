"""A journal as git holds it: what is staged, and what a commit holds, as the same scan that the disk gives.

What git does not keep of a journal is not its commits' to change, and is taken from the disk on every side: files that
git was told to ignore, those of another repository within (a submodule), those outside the repository.
"""
# Byte-true names, which pathlib does not offer.
# ruff: noqa: PTH118

from __future__ import annotations

import os
import posixpath
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from site_builder.config import Config
from site_builder.finding import Finding
from site_builder.globs import fits
from site_builder.inventory import Attachment, Inventory
from site_builder.settings import CONFIG_NAME, MANIFEST_NAME
from site_builder.text import Source, decode_source
from site_builder.workspace import Scan, decode_baseline, decode_config, load_config, names, output_folder
from site_builder.workspace.disk import Trouble, read_regular
from site_builder.workspace.git import LINK, REPOSITORY, Blob, Repository
from site_builder.workspace.walk import File, Walk, part_namesakes, problem, skipped_folders, walk_journal

Settings = tuple[Config, tuple[Finding, ...], str]


@dataclass(frozen=True, slots=True)
class View:
    """A journal at one moment: its settings, and what a scan of it gives."""

    settings: Settings
    scan: Scan


@dataclass(slots=True)
class GitJournal:
    """The journal in a folder, in its repository. `staged` is what the next commit will hold of it."""

    root: Path
    repository: Repository
    staged: tuple[Blob, ...] = ()
    _bytes: dict[str, bytes | Trouble] = field(default_factory=dict)
    _sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    _on_disk: Walk = field(default_factory=Walk)
    _foreign: frozenset[str] = frozenset()
    _all_staged: tuple[Blob, ...] = ()

    @classmethod
    def of(cls, root: Path, repository: Repository) -> GitJournal:
        """Look at the index, and at the names on the disk. Raises `GitError`."""
        journal = cls(root, repository)
        journal._all_staged = repository.staged()
        journal.staged = journal._within(journal._all_staged)
        journal._look_at_the_disk()
        return journal

    def view(self, commit: str = "") -> View:
        """The journal as the next commit will leave it, or as a commit has it."""
        everything = self.repository.files_of(commit) if commit else self._all_staged
        blobs = self._within(everything) if commit else self.staged
        settings = self._settings(blobs)
        config = settings[0]
        found = walk_blobs(self._readable(blobs), self.root, config)
        for file in self._on_disk.notes:
            if file.path in self._foreign:
                found.notes.append(file)
        found.attachments += [file for file in self._on_disk.attachments if file.path in self._foreign]
        found.conflict_copies += [path for path in self._on_disk.conflict_copies if path in self._foreign]
        part_namesakes(found)
        scan = self._scan(found)
        pages = self._pages(everything, config)
        inventory = replace(scan.inventory, pages_in_git=pages)
        return View(settings, replace(scan, inventory=inventory, baseline=self._baseline(blobs, config)))

    def unstaged(self) -> dict[str, Source]:
        """The notes that lie on the disk and are in no commit yet, nor in the next."""
        known = {blob.path for blob in self.staged} | self._foreign
        sources = {}
        for file in self._on_disk.notes:
            if file.path not in known and isinstance(data := read_regular(file.real), bytes):
                sources[file.path] = decode_source(file.path, data)
        return sources

    def from_top(self, path: str) -> str:
        """The path of a note from the top of the repository, as a shell takes it."""
        inward, outward = self._offsets()
        return shlex.quote(inward + path.removeprefix(outward))

    def _within(self, blobs: Iterable[Blob]) -> tuple[Blob, ...]:
        """Of the repository's files those below the journal, with paths from its folder."""
        inward, outward = self._offsets()
        return tuple(
            Blob(names.shown(outward + blob.path[len(inward) :]), blob.mode, blob.oid, blob.unmerged)
            for blob in blobs
            if blob.path.startswith(inward)
        )

    def _offsets(self) -> tuple[str, str]:
        """What leads from the repository's top to the journal, and the other way where the journal is around it."""
        real, top = os.path.realpath(self.root), self.repository.top
        if real == top:
            return "", ""
        if os.path.commonpath([real, top]) == top:
            return os.path.relpath(real, top).replace(os.sep, "/") + "/", ""
        return "", os.path.relpath(top, real).replace(os.sep, "/") + "/"

    def _pages(self, blobs: Iterable[Blob], config: Config) -> tuple[str, ...]:
        """The built pages among the repository's files, by paths from the journal's folder."""
        top, real = self.repository.top, os.path.realpath(self.root)
        folder = os.path.relpath(output_folder(self.root, config), top).replace(os.sep, "/") + "/"
        kept = (blob.path for blob in blobs if blob.path.startswith(folder) and names.is_page(blob.path))
        return tuple(sorted({names.shown(os.path.relpath(os.path.join(top, path), real)) for path in kept}))

    def _look_at_the_disk(self) -> None:
        config = self._settings(self.staged)[0]
        self._on_disk = walk_journal(self.root, config)
        inward, outward = self._offsets()
        known = {blob.path for blob in self.staged}
        others = tuple(blob.path + "/" for blob in self.staged if blob.mode == REPOSITORY)
        foreign, unknown = set(), {}
        for path in (*(file.path for file in self._files()), *self._on_disk.conflict_copies):
            if path in known:
                continue
            if not path.startswith(outward) or path.startswith(others):
                foreign.add(path)
            elif "\ufffd" not in path:
                unknown[inward + path[len(outward) :]] = path
        foreign |= {unknown[path] for path in self.repository.ignored(tuple(unknown))}
        self._foreign = frozenset(foreign)

    def _files(self) -> tuple[File, ...]:
        return (*self._on_disk.notes, *self._on_disk.attachments)

    def _settings(self, blobs: Iterable[Blob]) -> Settings:
        """The settings in some files; those on the disk where git keeps none."""
        blob = next((blob for blob in blobs if blob.path == CONFIG_NAME and blob.mode != LINK), None)
        data = self._data(blob.oid) if blob else None
        return decode_config(data) if isinstance(data, bytes) else load_config(self.root)

    def _baseline(self, blobs: Iterable[Blob], config: Config) -> str:
        """The baseline in some files; that on the disk where git was told to ignore it."""
        path = config.lint.baseline
        if path in self._foreign:
            return decode_baseline(read_regular(os.path.join(os.path.realpath(self.root), path)))
        blob = next((blob for blob in blobs if blob.path == path and blob.mode != LINK), None)
        return decode_baseline(self._data(blob.oid) if blob else None)

    def _data(self, oid: str) -> bytes | Trouble:
        if oid not in self._bytes:
            self._bytes.update(self.repository.read((oid,)))
        return self._bytes[oid]

    def _readable(self, blobs: Iterable[Blob]) -> tuple[tuple[Blob, str], ...]:
        """Some files, and of links where they lead."""
        found = []
        for blob in blobs:
            data = self._data(blob.oid) if blob.mode == LINK else b""
            found.append((blob, os.fsdecode(data) if isinstance(data, bytes) else ""))
        return tuple(found)

    def _scan(self, found: Walk) -> Scan:
        wanted = {file.real for file in found.notes if file.path not in self._foreign}
        self._bytes.update(self.repository.read(sorted(wanted - self._bytes.keys())))
        sources: dict[str, Source] = {}
        for file in found.notes:
            cell = (file.path, file.real)
            if cell not in self._sources:
                data = read_regular(file.real) if file.path in self._foreign else self._bytes[file.real]
                if isinstance(data, Trouble):
                    found.problems.append(problem(file.path, data))
                    continue
                self._sources[cell] = decode_source(file.path, data)
            sources[file.path] = self._sources[cell]
        inventory = Inventory(
            notes=tuple(sources),
            attachments=tuple(Attachment(file.path, file.hint[0]) for file in found.attachments),
            conflict_copies=tuple(sorted(found.conflict_copies)),
            problems=tuple(sorted(found.problems)),
        )
        return Scan(inventory, sources)


def walk_blobs(blobs: Iterable[tuple[Blob, str]], root: Path, config: Config) -> Walk:
    """Which of a journal's files are notes, as `walk_journal` finds on the disk. With each blob comes where it leads,
    if it is a link. A file's `real` is the name of its bytes; its size is not asked for."""
    listed = tuple(blobs)
    top = os.path.realpath(root)
    skipped = skipped_folders(root, config)
    built = {posixpath.dirname(blob.path) for blob, _ in listed if posixpath.basename(blob.path) == MANIFEST_NAME}
    by_path = {blob.path: blob for blob, _ in listed}
    folders = {folder for blob, _ in listed for folder in _folders_of(blob.path)}
    found = Walk()
    for blob, leads_to in listed:
        above = _folders_of(blob.path)
        name = posixpath.basename(blob.path)
        if (
            blob.mode == REPOSITORY
            or any(map(names.is_hidden, blob.path.split("/")))
            or (above and above[0].casefold() in names.SKIPPED_TOP_FOLDERS)
            or any(folder in built or os.path.join(top, *folder.split("/")) in skipped for folder in above)
            or any(fits(glob, path) for glob in config.exclude for path in (*above, blob.path))
        ):
            continue
        if blob.mode != LINK:
            found.add(_file(blob.path, blob.oid), name, True)
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(blob.path), leads_to))
        meant = by_path.get(target)
        if meant is not None and meant.mode not in (LINK, REPOSITORY):
            found.add(_file(blob.path, meant.oid), name, True)
        elif target in folders:
            fact = "This link leads to another folder of the journal. It was not followed."
            found.tell(blob.path, Trouble(fact, "Delete the link."))
        elif names.is_note(name):
            fact = "This link leads to no file that git keeps here."
            found.tell(blob.path, Trouble(fact, "Copy the note into the journal."))
    part_namesakes(found)
    return found


def is_note_at(path: str, root: Path, config: Config) -> bool:
    """Whether a file would be a note of the journal at a path from its folder."""
    return bool(walk_blobs([(Blob(path, "100644", ""), "")], root, config).notes)


def _file(path: str, oid: str) -> File:
    return File(path, oid, (0, 0, 0, 0))


def _folders_of(path: str) -> tuple[str, ...]:
    """The folders above a file, the topmost first."""
    parts = path.split("/")[:-1]
    return tuple("/".join(parts[: number + 1]) for number in range(len(parts)))
