"""The journal for others to read: a step from sources to sources, before anything is parsed for good.

What is private goes, and who is private becomes `someone`. What is left is a journal like any other, so that no page,
index or figure can show what it never knew. Beside it go the secrets: what must not stand in any byte of the site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only looks out for the error shares nothing
    from site_builder.share.leaks import Leak


class LeakError(Exception):
    """Something private would show in a shared site."""

    def __init__(self, leaks: tuple[Leak, ...]) -> None:
        what = "1 private line or value" if len(leaks) == 1 else f"{len(leaks)} private lines or values"
        super().__init__(f"{what} would show in the shared site; nothing is published.")
        self.leaks = leaks
