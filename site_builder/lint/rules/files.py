"""Rules about files: copies that a sync program left, and names that do not travel."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.finding import Finding
from site_builder.journal.names import fold_id, fold_path
from site_builder.lint.rule import Checked

_NOT_ON_WINDOWS = re.compile(r"[<>:\"|?*\\\x00-\x1f]")
# What most paths are like, in which nothing can be wrong: letters, digits and dashes, and no device.
_PLAIN = re.compile(r"(?ai)(?:{0}[\w-]+/)*{0}[\w-]+\.\w+".format(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)[./])"))
_NOT_IN_LINKS = re.compile(r"[#^\[\]|]")
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
_LONGEST = 240


def check_conflict_copy(journal: Checked) -> Iterator[Finding]:
    """A copy of a note that a sync program or a merge left, because two versions could not be one.

    Why: it is not read, so what you wrote in it on the train is in no list; if it were read, all would count twice.

    Wrong:
        contacts/ada-lovelace (conflicted copy 2026-06-05).md

    Right:
        contacts/ada-lovelace.md, with the lines of both.

    Settings: `exclude` in kith.toml.

    Quiet: notes that only have the word in their name, such as `conflict-with-bo.md`.
    """
    for path in journal.inventory.conflict_copies:
        yield Finding(
            path,
            "note",
            "conflict-copy",
            "This is the copy of a note that could not be merged, and is not read.",
            "Move the lines that matter into the note, and delete the copy.",
        )


def check_unsafe_filename(journal: Checked) -> Iterator[Finding]:
    """A file name that another system or Obsidian cannot have, or cannot tell from another.

    Why: the day you move to another computer, the note of somebody you know does not arrive.

    Wrong:
        meetings/2026-06-05 Ada: coffee?.md

    Right:
        meetings/2026-06-05-ada-coffee.md

    Settings: `exclude` in kith.toml.

    Quiet: letters of any script, spaces inside a name; `#`, `^` and brackets in the names of attachments.
    """
    seen: dict[str, str] = {}
    notes = set(journal.inventory.notes)
    for path in sorted((*journal.inventory.notes, *(each.path for each in journal.inventory.attachments))):
        twin = seen.setdefault(fold_path(path), path)
        if twin != path and not _same_id(journal, path, twin, notes):
            message = f"Only capitals or the way of writing accents tell this name from `{twin}`."
            yield Finding(path, "note", "unsafe-filename", message, "Rename one of the two.")
        elif wrong := _wrong_in(path, path in notes):
            yield Finding(path, "note", "unsafe-filename", wrong, "Rename the file.")


def _same_id(journal: Checked, path: str, twin: str, notes: set[str]) -> bool:
    """Whether `same-id` tells of the two."""
    if path not in notes or twin not in notes:
        return False
    one, other = journal.identity(path), journal.identity(twin)
    return "note" not in (one.type, other.type) and fold_id(one.id) == fold_id(other.id)


def _wrong_in(path: str, is_note: bool) -> str:
    if len(path) <= _LONGEST and _PLAIN.fullmatch(path):
        return ""
    for part in path.split("/"):
        if match := _NOT_ON_WINDOWS.search(part):
            what = f"`{match[0]}`" if match[0].isprintable() else "a control character"
            return f"{what} in “{part}” cannot be in a file's name on Windows."
        if _DEVICE.match(part):
            return f"“{part}” is the name of a device on Windows."
        if part != part.strip(" ") or part.endswith("."):
            return f"“{part}” begins or ends with a space or ends with a dot, which Windows takes away."
        if "\ufffd" in part:
            return f"“{part}” holds bytes that are not UTF-8."
        if len(part.encode("utf-8", "replace")) > _LONGEST:
            return f"A name of {len(part.encode('utf-8', 'replace'))} bytes is too long for some systems."
    name = path.rpartition("/")[2]
    if is_note and (match := _NOT_IN_LINKS.search(name)):
        return f"`{match[0]}` in “{name}” means something in a link, so no link can name this note."
    if is_note and name[:-3].rstrip(" ") != name[:-3]:
        return f"“{name}” has a space before `.md`, which a link cannot have."
    return ""
