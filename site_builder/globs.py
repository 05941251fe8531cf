"""Path patterns as kith.toml writes them: `*`, `?` and `**` against paths with `/`, case-sensitive."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def fits(glob: str, path: str) -> bool:
    """Whether a pattern fits a path relative to the journal.

    `*` and `?` stay within one part, `**` spans any number of them; everything else, brackets too, is itself. A pattern
    whose last part has no wildcard may also name a folder: `People` and `People/` fit all that is below it.
    """
    return _pattern(glob).fullmatch(_normal(path)) is not None


def _normal(text: str) -> str:
    # macOS may hand out decomposed names; an editor writes composed ones.
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=256)
def _pattern(glob: str) -> re.Pattern[str]:
    parts = [part for part in _normal(glob).replace("\\", "/").split("/") if part not in ("", ".")]
    wanted: list[str] = []
    for number, part in enumerate(parts):
        if part == "**":
            if number and parts[number - 1] == "**":
                continue
            wanted.append(".+" if number == len(parts) - 1 else "(?:.+/)?")
        else:
            wanted.append(_part(part))
            wanted.append("/" if number < len(parts) - 1 else "")
    names_folder = bool(parts) and not set("*?") & set(parts[-1])
    return re.compile("".join(wanted) + ("(?:/.+)?" if names_folder else ""), re.DOTALL)


def _part(part: str) -> str:
    pieces = re.split(r"(\*+|\?)", part)
    return "".join(
        "[^/]" if piece == "?" else "[^/]*" if piece.startswith("*") else re.escape(piece) for piece in pieces
    )
