"""What a file's name says about it: a note, a sync program's conflict copy, an editor's own file."""

from __future__ import annotations

import os
import re

SKIPPED_TOP_FOLDERS = frozenset({"templates", "theme"})

# Only forms that a program writes and a person does not: a note called "Conflict with Bo.md" must stay a note.
_CONFLICT_COPY = re.compile(
    r""".*(?:
        \([^()]*(?:conflicted\ copy|case\ conflict|SFConflict\ )[^()]*\)   # Dropbox, Nextcloud, Obsidian Sync, Seafile
      | \([^()]*(?:konflikt|en\ conflit|en\ conflicto|in\ conflitto)[^()]*\d{4}-\d\d-\d\d[^()]*\)  # Dropbox
      | [._-]sync-conflict-\d{8}.*                                                # Syncthing
      | _conflict-\d{8}-\d{6}                                                     # ownCloud
      | ~HEAD(?:_\d+)?                                                            # git
      | _(?:BASE|LOCAL|REMOTE|BACKUP)_\d+                                         # git mergetool
    )\.md | .*\.md~\w[\w.-]*                                                      # git again: note.md~HEAD""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def is_page(name: str) -> bool:
    """Whether a file of the output folder is a built page."""
    return name.lower().endswith(".html")


def is_note(name: str) -> bool:
    """Whether a file of this name is a note, if nothing else speaks against it."""
    return name[-3:].lower() == ".md"


def is_hidden(name: str) -> bool:
    """Whether a file or folder is hidden, which also takes in `._x.md` and `.#x.md`."""
    return name.startswith(".")


def is_conflict_copy(name: str) -> bool:
    """Whether a program made this file because two versions of a note could not be one."""
    may_be = "(" in name or "~" in name or "_" in name or "conflict" in name.lower()
    return may_be and _CONFLICT_COPY.fullmatch(name) is not None


def is_editor_file(name: str) -> bool:
    """Whether an editor or office program keeps this file for itself."""
    return name.endswith("~") or name.startswith("~$") or (name.startswith("#") and name.endswith("#"))


def shown(name: str) -> str:
    """A file name as text that can be written out: read as UTF-8 in any locale, with U+FFFD for bytes that are not."""
    if name.isascii():
        return name
    if os.name == "posix":
        name = os.fsencode(name).decode("utf-8", "surrogateescape")
    return _SURROGATE.sub("\ufffd", name)
