"""Which files a journal holds: what rules and pages may know of the disk, as a value."""

from __future__ import annotations

from dataclasses import field

from site_builder.finding import Finding
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Attachment:
    """A file that is no note: its path relative to the journal, with `/`, and its size in bytes."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """The files of a journal, sorted by path. `notes` are those that can be read; `conflict_copies` were left by a sync
    program or a merge and are not read; `pages_in_git` are the built pages that git keeps, if that is known; `problems`
    tell of files and folders that cannot be."""

    notes: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    conflict_copies: tuple[str, ...] = ()
    pages_in_git: tuple[str, ...] = ()
    problems: tuple[Finding, ...] = field(default=())
