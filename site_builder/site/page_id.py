"""What a page is known by: all that is needed of it where nothing is rendered."""

from __future__ import annotations

from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class PageId:
    """One page: its kind, its path from the site's root, and what it is a page of: a key, a year, a part of many."""

    kind: str
    path: str
    key: str = ""
    number: int = 0
    year: int = 0
