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

    def __repr__(self) -> str:
        # As a dataclass would have it, in a third of the time: by this each page is found again in the memory.
        return f"PageId({self.kind!r}, {self.path!r}, {self.key!r}, {self.number}, {self.year})"
