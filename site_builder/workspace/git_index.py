"""A journal as git holds it: what is staged, and what a commit holds, as the same scan that the disk gives.

What git does not keep of a journal is not its commits' to change, and is taken from the disk on every side: files that
git was told to ignore, those of another repository within (a submodule), those outside the repository.
"""
# Byte-true names, which pathlib does not offer.
# ruff: noqa: PTH118

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from types import TracebackType

from site_builder.config import Config
from site_builder.finding import Finding
from site_builder.inventory import Attachment, Inventory
from site_builder.settings import CONFIG_NAME
from site_builder.text import Source, decode_source
from site_builder.values import dataclass
from site_builder.workspace import Scan, decode_baseline, decode_config, load_config, names, output_folder
from site_builder.workspace.disk import Trouble, read_regular
from site_builder.workspace.git import LINK, REPOSITORY, Blob, Repository
from site_builder.workspace.git_blobs import BlobReader, FileReader
from site_builder.workspace.git_walk import walk_blobs
from site_builder.workspace.walk import File, Walk, part_namesakes, problem, walk_journal

Settings = tuple[Config, tuple[Finding, ...], str]


@dataclass(frozen=True, slots=True)
class View:
    """A journal at one moment: its settings, and what a scan of it gives."""

    settings: Settings
    scan: Scan


@dataclass(slots=True)
class GitJournal:
    """The journal in a folder, in its repository. `staged` is what the next commit will hold of it.

    Use it in a `with`: until its end a git is at hand that reads blobs.
    """

    root: Path
    repository: Repository
    staged: tuple[Blob, ...] = ()
    _blobs: BlobReader = field(init=False)
    _reader: FileReader = field(init=False)
    _digests: dict[str, str] = field(default_factory=dict)  # of the notes' blobs that can be read
    _sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    _settings_of: dict[str, Settings] = field(default_factory=dict)
    _on_disk: Walk = field(default_factory=Walk)
    _foreign: frozenset[str] = frozenset()
    _all_staged: tuple[Blob, ...] = ()

    def __post_init__(self) -> None:
        self._blobs = BlobReader(self.repository)
        self._reader = FileReader(self._blobs, self.repository, (), ())

    @classmethod
    def of(cls, root: Path, repository: Repository, known: Iterable[str] = ()) -> GitJournal:
        """Look at the index, and at the names on the disk. `known`: digests of notes that have been read before, whose
        blobs are not read again until somebody wants their text. Raises `GitError`."""
        journal = cls(root, repository)
        journal._digests.update((digest, digest) for digest in known)
        journal._all_staged, announced = repository.staged(*journal._places())
        journal.staged = journal._within(journal._all_staged)
        journal._reader = FileReader(journal._blobs, repository, journal._all_staged, journal._digests)
        if announced or journal._may_have_others():
            journal._look_at_the_disk()
        return journal

    def __enter__(self) -> GitJournal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._blobs.close()

    def view(self, commit: str = "") -> View:
        """The journal as the next commit will leave it, or as a commit has it."""
        everything = self.repository.files_of(commit, *self._folders()) if commit else self._all_staged
        blobs = self._within(everything) if commit else self.staged
        settings = self._settings(blobs)
        config = settings[0]
        found = walk_blobs(blobs, self.root, config, self._links(blobs))
        for file in self._on_disk.notes:
            if file.path in self._foreign:
                found.notes.append(file)
        found.attachments += [file for file in self._on_disk.attachments if file.path in self._foreign]
        found.conflict_copies += [path for path in self._on_disk.conflict_copies if path in self._foreign]
        part_namesakes(found)
        scan = self._scan(found)
        pages = self._pages(commit, everything, config)
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

    def unstaged_files(self) -> tuple[Attachment, ...]:
        """The attachments that lie on the disk and are in no commit yet, nor in the next."""
        known = {blob.path for blob in self.staged} | self._foreign
        return tuple(
            Attachment(file.path, file.hint[0]) for file in self._on_disk.attachments if file.path not in known
        )

    def from_top(self, path: str) -> str:
        """The path of a note from the top of the repository, as a shell takes it."""
        return shlex.quote(self._path_in_git(path))

    def _path_in_git(self, path: str) -> str:
        inward, outward = self._offsets()
        return inward + path.removeprefix(outward)

    def _within(self, blobs: Iterable[Blob]) -> tuple[Blob, ...]:
        """Of the repository's files those below the journal, with paths from its folder."""
        inward, outward = self._offsets()
        if not inward and not outward:
            return tuple(blob if blob.path.isascii() else blob._replace(path=names.shown(blob.path)) for blob in blobs)
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

    def _folders(self) -> tuple[str, ...]:
        """The folder of the repository that is looked at, where it is not all: a journal may lie beside much else."""
        inward, _ = self._offsets()
        return (inward,) if inward else ()

    def _places(self) -> tuple[str, ...]:
        """The same as pathspecs, with the files above it that may name filters."""
        inward, _ = self._offsets()
        parts = inward.split("/")[:-1]
        above = ("/".join((*parts[:number], ".gitattributes")) for number in range(len(parts)))
        return tuple(map(_literal, (*self._folders(), *above)))

    def _pages(self, commit: str, blobs: Iterable[Blob], config: Config) -> tuple[str, ...]:
        """The built pages among the files of the next commit, or of one; by paths from the journal's folder."""
        top, real = self.repository.top, os.path.realpath(self.root)
        folder = os.path.relpath(output_folder(self.root, config), top).replace(os.sep, "/") + "/"
        if not folder.startswith(self._offsets()[0]):
            if folder.startswith(("./", "../")):
                return ()
            git = self.repository
            blobs = git.files_of(commit, folder) if commit else git.staged(_literal(folder))[0]
        kept = (blob.path for blob in blobs if blob.path.startswith(folder) and names.is_page(blob.path))
        return tuple(sorted({names.shown(os.path.relpath(os.path.join(top, path), real)) for path in kept}))

    def _look_at_the_disk(self) -> None:
        self._on_disk = walk_journal(self.root, self._settings(self.staged)[0])
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

    def _may_have_others(self) -> bool:
        """Whether there may be notes or attachments on the disk that are not staged, by what git finds there."""
        inward, outward = self._offsets()
        if outward or any(blob.mode == REPOSITORY for blob in self.staged):
            return True
        others = [Blob(path[len(inward) :], "", "") for path in self.repository.others(inward)]
        # Of a folder that git does not know, a file might be one, if its name is not hidden.
        inside = [blob._replace(path=blob.path + "x") if blob.path[-1:] in ("", "/") else blob for blob in others]
        found = walk_blobs(inside, self.root, self._settings(self.staged)[0])
        return bool(found.notes or found.attachments or found.conflict_copies)

    def _settings(self, blobs: Iterable[Blob]) -> Settings:
        """The settings in some files; those on the disk where git keeps none."""
        blob = next((blob for blob in blobs if blob.path == CONFIG_NAME and blob.mode != LINK), None)
        if blob is None:
            return load_config(self.root)
        if blob.oid not in self._settings_of:
            data = self._data(blob.path, blob.oid)
            self._settings_of[blob.oid] = decode_config(data) if isinstance(data, bytes) else load_config(self.root)
        return self._settings_of[blob.oid]

    def _baseline(self, blobs: Iterable[Blob], config: Config) -> str:
        """The baseline in some files; that on the disk where git was told to ignore it."""
        path = config.lint.baseline
        if path in self._foreign:
            return decode_baseline(read_regular(os.path.join(os.path.realpath(self.root), path)))
        blob = next((blob for blob in blobs if blob.path == path and blob.mode != LINK), None)
        return decode_baseline(self._data(path, blob.oid) if blob else None)

    def _data(self, path: str, oid: str) -> bytes | Trouble:
        return self._reader.read({oid: self._path_in_git(path)})[oid]

    def _links(self, blobs: Iterable[Blob]) -> dict[str, str]:
        """Where the links among some files lead, by the names of their bytes."""
        found = self._blobs.read({blob.oid for blob in blobs if blob.mode == LINK})
        return {oid: os.fsdecode(data) for oid, data in found.items() if isinstance(data, bytes)}

    def source(self, path: str, real: str) -> Source:
        """A note of a view, by its path and what it is read from: read when it is wanted first."""
        cell = (path, real)
        if cell not in self._sources:
            data = read_regular(real) if path in self._foreign else self._data(path, real)
            self._sources[cell] = decode_source(path, data) if isinstance(data, bytes) else Source(path, "", "")
        return self._sources[cell]

    def _scan(self, found: Walk) -> Scan:
        """What there is of the notes found. Those that nobody knows are read, to see whether they can be."""
        troubles: dict[str, Trouble] = {}
        new = {file.real: file.path for file in found.notes if file.real not in self._digests}
        new = {real: path for real, path in new.items() if path not in self._foreign}
        for real, data in self._reader.read({real: self._path_in_git(path) for real, path in new.items()}).items():
            if isinstance(data, Trouble):
                troubles[real] = data
            else:
                source = self._sources[new[real], real] = decode_source(new[real], data)
                self._digests[real] = source.digest
        reals: dict[str, str] = {}
        digests: dict[str, str] = {}
        for path, real, _ in found.notes:
            if path in self._foreign:
                data = read_regular(real)
                if isinstance(data, Trouble):
                    found.problems.append(problem(path, data))
                    continue
                source = self._sources[path, real] = decode_source(path, data)
                digests[path] = source.digest
            elif real in troubles:
                found.problems.append(problem(path, troubles[real]))
                continue
            else:
                digests[path] = self._digests[real]
            reals[path] = real
        inventory = Inventory(
            notes=tuple(reals),
            attachments=tuple(Attachment(file.path, file.hint[0]) for file in found.attachments),
            conflict_copies=tuple(sorted(found.conflict_copies)),
            problems=tuple(sorted(found.problems)),
        )
        return Scan(inventory, _Sources(self, reals), digests=digests)


def _literal(path: str) -> str:
    """A path from the top as a pathspec."""
    return f":(top,literal){path}"


class _Sources(Mapping[str, Source]):
    """The notes of a view, each read when it is wanted first."""

    def __init__(self, journal: GitJournal, reals: dict[str, str]) -> None:
        self._journal = journal
        self._reals = reals

    def __getitem__(self, path: str) -> Source:
        return self._journal.source(path, self._reals[path])

    def __contains__(self, path: object) -> bool:
        return path in self._reals

    def __iter__(self) -> Iterator[str]:
        return iter(self._reals)

    def __len__(self) -> int:
        return len(self._reals)
