"""Which files beside the notes are part of the site."""

from __future__ import annotations

import posixpath

from site_builder.journal.model import Resolved

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
ATTACHMENTS = PICTURES | {".pdf", ".txt"}
"""The kinds of file that are published, where a note shows or links to them."""


def files_used_in(resolved: Resolved) -> tuple[str, ...]:
    """The attachments that a note shows or links to, of the kinds that are published."""
    used = {found.key for found in resolved.links if found.kind == "file"}
    return tuple(sorted(file for file in used if posixpath.splitext(file)[1].lower() in ATTACHMENTS))
