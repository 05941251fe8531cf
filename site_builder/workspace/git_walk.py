"""Which of the files that git keeps are notes, attachments and conflict copies: as on the disk, by their names."""
# Byte-true names, which pathlib does not offer.
# ruff: noqa: PTH118

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from site_builder.config import Config
from site_builder.globs import fits
from site_builder.settings import MANIFEST_NAME
from site_builder.workspace import names
from site_builder.workspace.disk import Trouble
from site_builder.workspace.git import LINK, REPOSITORY, Blob
from site_builder.workspace.walk import File, Walk, part_namesakes, skipped_folders


def walk_blobs(blobs: Collection[Blob], root: Path, config: Config, links: Mapping[str, str] | None = None) -> Walk:
    """Which of a journal's files are notes, as `walk_journal` finds on the disk. A file's `real` is the name of its
    bytes; its size is not asked for. `links`: where links lead, by the names of their bytes."""
    top = os.path.realpath(root)
    skipped = skipped_folders(root, config)
    built = {posixpath.dirname(blob.path) for blob in blobs if blob.path.endswith("/" + MANIFEST_NAME)}

    def is_apart(folder: str) -> bool:
        """Whether a folder holds no notes, whatever lies in it."""
        above, _, name = folder.rpartition("/")
        return (
            names.is_hidden(name)
            or (not above and name.casefold() in names.SKIPPED_TOP_FOLDERS)
            or folder in built
            or os.path.join(top, *folder.split("/")) in skipped
            or any(fits(glob, folder) for glob in config.exclude)
        )

    apart = {"": False}
    found = Walk()
    linked: list[Blob] = []
    for blob in blobs:
        path, mode, oid, _ = blob
        folder, _, name = path.rpartition("/")
        if folder not in apart:
            apart[folder] = any(map(is_apart, _folders_of(path)))
        if apart[folder] or mode == REPOSITORY or names.is_hidden(name):
            continue
        if config.exclude and any(fits(glob, path) for glob in config.exclude):
            continue
        if mode == LINK:
            linked.append(blob)
        else:
            found.add(File(path, oid, _NO_HINT), name, True)
    if linked:
        _follow(linked, links or {}, blobs, found)
    part_namesakes(found)
    return found


_NO_HINT = (0, 0, 0, 0)


def _follow(linked: Iterable[Blob], links: Mapping[str, str], blobs: Collection[Blob], found: Walk) -> None:
    """A link to a file of the journal is that file under another name."""
    by_path = {blob.path: blob for blob in blobs}
    folders = {folder for blob in blobs for folder in _folders_of(blob.path)}
    for blob in linked:
        name = posixpath.basename(blob.path)
        target, passed = blob.path, set[str]()
        meant: Blob | None = blob
        while meant is not None and meant.mode == LINK and target not in passed:
            passed.add(target)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(target), links.get(meant.oid, "")))
            meant = by_path.get(target)
        if meant is not None and meant.mode not in (LINK, REPOSITORY):
            found.add(File(blob.path, meant.oid, _NO_HINT), name, True)
        elif target in folders:
            fact = "This link leads to another folder of the journal. It was not followed."
            found.tell(blob.path, Trouble(fact, "Delete the link."))
        elif names.is_note(name):
            fact = "This link leads to no file that git keeps here."
            found.tell(blob.path, Trouble(fact, "Copy the note into the journal."))


def is_note_at(path: str, root: Path, config: Config) -> bool:
    """Whether a file would be a note of the journal at a path from its folder."""
    return bool(walk_blobs([Blob(path, "100644", "")], root, config).notes)


def _folders_of(path: str) -> tuple[str, ...]:
    """The folders above a file, the topmost first."""
    parts = path.split("/")[:-1]
    return tuple("/".join(parts[: number + 1]) for number in range(len(parts)))
