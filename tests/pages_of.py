"""The view of one page of a journal that is written down in a test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journal_of import journal
from site_builder.site.pages import all_kinds
from site_builder.site.views import LinkTo, Words


def view_of(notes: Mapping[str, str], path: str, today: str = "2026-11-20", settings: str = "") -> Any:
    """What the template of the page at a path is given."""
    site = journal(notes, today, settings)
    kind, which = next((kind, which) for kind in all_kinds() for which in kind.pages(site) if which.path == path)
    return kind.view(site, which)


def said(words: Words) -> str:
    """A sentence as it reads."""
    return "".join(
        part if isinstance(part, str) else part.text if isinstance(part, LinkTo) else str(part) for part in words
    )


def names(links: tuple[LinkTo, ...]) -> list[str]:
    return [link.text for link in links]
