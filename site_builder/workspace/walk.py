"""Walking a journal's folders: which files are notes, attachments and conflict copies, and what stands in the way."""
# Scandir and stat without objects around them: 12,000 files in a tenth of a second.
# ruff: noqa: PTH111, PTH116, PTH118, PTH119, PTH120, PTH206

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from site_builder.finding import Finding
from site_builder.globs import fits
from site_builder.settings import CONFIG_NAME, MANIFEST_NAME, Config
from site_builder.workspace import names
from site_builder.workspace.disk import NOT_REGULAR, Trouble, trouble_of

Hint = tuple[int, int, int, int]
"""Size, mtime, ctime (both in nanoseconds) and inode: if it differs, so may the bytes."""


class File(NamedTuple):
    """A file found: its path as shown, the name by which the system knows it, and a hint of its contents."""

    path: str
    real: str
    hint: Hint


@dataclass(slots=True)
class Walk:
    """What a walk has found so far, unsorted."""

    notes: list[File] = field(default_factory=list)
    attachments: list[File] = field(default_factory=list)
    conflict_copies: list[str] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)

    def tell(self, path: str, trouble: Trouble) -> None:
        self.problems.append(problem(path, trouble))

    def add(self, file: File, name: str, regular: bool) -> None:
        """Put a file where it belongs by its name; `regular` tells that it is no pipe, device or the like."""
        if names.is_conflict_copy(name):
            self.conflict_copies.append(file.path)
        elif names.is_note(name):
            if regular:
                self.notes.append(file)
            else:
                self.tell(file.path, NOT_REGULAR)
        elif regular and file.path != CONFIG_NAME and not names.is_editor_file(name):
            self.attachments.append(file)


def problem(path: str, trouble: Trouble) -> Finding:
    """A finding about a file or folder that cannot be read."""
    return Finding(path, "note", "unreadable-note", trouble.message, trouble.remedy)


def output_folder(root: Path, config: Config) -> Path:
    """Where the site goes: beside kith.toml unless absolute. The last part may be a link; the writer refuses that."""
    return Path(os.path.normpath(os.path.join(os.path.realpath(root), os.path.expanduser(config.output))))


def shared_folder(root: Path, config: Config) -> Path:
    """Where the shared site goes: beside the site, so that neither can be taken for the other."""
    site = output_folder(root, config)
    return site.parent / f"{site.name}-shared"


def skipped_folders(root: Path, config: Config) -> set[str]:
    """The folders of the site and of the theme, which hold no notes wherever they lie."""
    skipped = {names.shown(str(folder(root, config))) for folder in (output_folder, shared_folder)}
    if config.theme:
        top = os.path.realpath(root)
        skipped.add(names.shown(os.path.normpath(os.path.join(top, os.path.expanduser(config.theme)))))
    return skipped


def walk_journal(root: Path, config: Config) -> Walk:
    """All files of a journal. Folders that cannot be read, lead in a circle or lie behind a link become problems."""
    top = os.path.realpath(root)
    skipped = skipped_folders(root, config)
    skipped_identities = {identity for path in skipped if (identity := _identity(path))}
    found = Walk()
    visited: set[tuple[int, int]] = set()
    folders = [(top, "")]
    while folders:
        folder, prefix = folders.pop()
        identity = _identity(folder)
        if prefix and (identity in skipped_identities or folder in skipped):
            continue
        if identity is not None and identity in visited:
            found.tell(prefix.rstrip("/"), Trouble("This folder leads in a circle.", "Remove the mount or link."))
            continue
        if identity is not None:
            visited.add(identity)
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError as error:
            found.tell(prefix.rstrip("/") or ".", trouble_of(error))
            continue
        if prefix and any(entry.name == MANIFEST_NAME for entry in entries):
            continue  # a site built earlier, under another setting
        for entry in entries:
            name = entry.name
            if names.is_hidden(name):
                continue
            path = prefix + (name if name.isascii() else names.shown(name))
            if config.exclude and any(fits(glob, path) for glob in config.exclude):
                continue
            try:
                if entry.is_symlink():
                    _link(found, top, path, entry.path)
                elif entry.is_dir(follow_symlinks=False):
                    if prefix or name.casefold() not in names.SKIPPED_TOP_FOLDERS:
                        folders.append((entry.path, path + "/"))
                else:
                    _file(found, path, name, entry.path, entry.stat(follow_symlinks=False))
            except FileNotFoundError:
                continue  # gone since the folder was listed
            except OSError as error:
                found.tell(path, trouble_of(error))
    part_namesakes(found)
    return found


def _file(found: Walk, path: str, name: str, real: str, info: os.stat_result) -> None:
    hint = (info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino)
    found.add(File(path, real, hint), name, stat.S_ISREG(info.st_mode))


def _link(found: Walk, top: str, path: str, real: str) -> None:
    """A link to a file of the journal is that file under another name. Anything else behind a link stays unread: it may
    be somebody else's, or the same notes once more."""
    name = os.path.basename(real)
    target = os.path.realpath(real)
    try:
        info = os.stat(target)
    except OSError:
        if names.is_note(name):
            found.tell(path, Trouble("This link leads nowhere.", "Delete it, or put the file it names back."))
        return
    inside = os.path.commonpath([top, target]) == top if _one_drive(top, target) else False
    if stat.S_ISDIR(info.st_mode):
        if not inside:
            fact = "This link leads to a folder outside the journal, so its notes were not read."
            found.tell(path, Trouble(fact, "Move the folder into the journal."))
        else:
            circle = os.path.commonpath([target, os.path.dirname(real)]) == target
            fact = "This link leads in a circle." if circle else "This link leads to another folder of the journal."
            found.tell(path, Trouble(f"{fact} It was not followed.", "Delete the link."))
    elif not inside or any(part.startswith(".") for part in os.path.relpath(target, top).split(os.sep)):
        if names.is_note(name):
            where = "outside the journal" if not inside else "into a hidden folder"
            found.tell(
                path, Trouble(f"This link leads {where}, so it was not read.", "Copy the note into the journal.")
            )
    else:
        _file(found, path, name, target, info)


def _one_drive(one: str, other: str) -> bool:
    return os.path.splitdrive(one)[0].casefold() == os.path.splitdrive(other)[0].casefold()


def _identity(path: str) -> tuple[int, int] | None:
    try:
        info = os.stat(path)
    except OSError:
        return None
    return (info.st_dev, info.st_ino) if info.st_ino else None


def part_namesakes(found: Walk) -> None:
    """Sort the files. Two names that differ in undecodable bytes alone look the same; one of them can have the path."""
    taken: set[str] = set()
    for files in (found.notes, found.attachments):
        files.sort()
        for file in list(files):
            if file.path in taken:
                files.remove(file)
                fact = "Another file's name looks the same, as both hold characters that are not UTF-8."
                found.tell(file.path, Trouble(fact, "Rename one of them."))
            taken.add(file.path)
