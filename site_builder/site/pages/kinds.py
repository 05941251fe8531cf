"""What a kind of page is: which pages there are of it, and the view function that makes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from site_builder.finding import Finding
from site_builder.journal.model import Journal
from site_builder.site.page_id import PageId
from site_builder.site.views import View
from site_builder.text import Position
from site_builder.values import dataclass


class Told(Protocol):
    """A finding as it is reported: with its severity, after suppression."""

    @property
    def finding(self) -> Finding: ...
    @property
    def severity(self) -> str: ...
    @property
    def nudge(self) -> bool: ...


class Site(Journal, Protocol):
    """The journal, and what pages may ask besides."""

    @property
    def root(self) -> str:
        """The journal's folder on this machine: for links to the editor, and for nothing else."""
        ...

    @property
    def is_as_of(self) -> bool:
        """Whether what was not yet known on the day is hidden."""
        ...

    @property
    def search_folder(self) -> str:
        """Where the search data are, from the site's root: a name that nobody can guess."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether what is private has been left out, for others to read."""
        ...

    def address(self, key: str) -> str:
        """The page of a key from the site's root, or nothing."""
        ...

    def reported(self, path: str) -> tuple[Told, ...]:
        """The open findings of a note."""
        ...

    def all_reported(self) -> tuple[Told, ...]:
        """All open findings: facts by place, then nudges."""
        ...

    def locate(self, path: str, anchor: str) -> Position:
        """The line and column of an anchor in a note. The last question a view asks: it depends on the note's lines."""
        ...


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page. `pages` lists those there are; `view` makes the view of one. `for_owner`: a shared site has
    none."""

    name: str
    pages: Callable[[Site], Iterable[PageId]]
    view: Callable[[Site, PageId], View]
    for_owner: bool = False
