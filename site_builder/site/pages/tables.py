"""Long tables, a hundred rows a page; and lists that show the first of many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from site_builder.site.page_id import PageId
from site_builder.site.pages.kinds import Site
from site_builder.site.views import LinkTo, Pager, Words
from site_builder.values import dataclass

ROWS = 100

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class LongTable(Generic[Row]):
    """A table that has as many pages as it needs: `notes.html`, `notes-2.html`… At least one, even of no rows.

    `rows` is the question of all its rows. Each of its pages asks for its own and for how many there are: a row that
    changes elsewhere is nothing to it. `by_name`: in the order of names, not of days; `room`:
    rows a page.
    """

    kind: str
    address: str
    rows: Callable[[Any], Sequence[Row]]
    by_name: bool = False
    room: int = ROWS

    def pages(self, site: Site) -> Iterator[PageId]:
        """Its pages."""
        return table_pages(self.kind, self.address, self.length(site), self.room)

    def length(self, site: Site) -> int:
        """How many rows it has."""
        return site.ask(length_of, self.rows)

    def on(self, site: Site, which: PageId) -> tuple[Row, ...]:
        """The rows that stand on a page."""
        return site.ask(rows_at, self.rows, which.number * self.room, self.room)

    def pager(self, site: Site, which: PageId) -> Pager | None:
        """Where a page stands among all of the table."""
        return pager(which, self.length(site), self.by_name, self.room)

    def page_of(self, number: int) -> str:
        """The page on which a row stands, counted from 0."""
        return _path(self.address, number // self.room)


def length_of(site: Site, rows: Callable[[Any], Sequence[Row]]) -> int:
    """How many rows a question gives."""
    return len(site.ask(rows))


def rows_at(site: Site, rows: Callable[[Any], Sequence[Row]], first: int, most: int) -> tuple[Row, ...]:
    """Of the rows that a question gives, so many from one on."""
    return tuple(site.ask(rows)[first : first + most])


def table_pages(kind: str, path: str, rows: int, room: int = ROWS) -> Iterator[PageId]:
    """The pages of a table of so many rows."""
    for number in range(_pages(rows, room)):
        yield PageId(kind, _path(path, number), number=number)


def _pages(rows: int, room: int) -> int:
    return max(1, -(-rows // room))


def _path(path: str, number: int) -> str:
    return path if number == 0 else f"{path.removesuffix('.html')}-{number + 1}.html"


def rows_on(which: PageId, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows that stand on a page."""
    return rows[which.number * ROWS : (which.number + 1) * ROWS]


def pager(which: PageId, rows: int, by_name: bool = False, room: int = ROWS) -> Pager | None:
    """Where the page stands among all of its table; nothing where it is the only one."""
    pages, number = _pages(rows, room), which.number
    if pages == 1:
        return None
    first = which.path if not number else f"{which.path.removesuffix(f'-{number + 1}.html')}.html"
    before, after = ("Before", "After") if by_name else ("Newer", "Older")
    newer = LinkTo(_path(first, number - 1), before, kind="page") if number else None
    older = LinkTo(_path(first, number + 1), after, kind="page") if number + 1 < pages else None
    return Pager(number + 1, pages, newer, older)


def first_of(rows: Sequence[Row], most: int) -> Sequence[Row]:
    """The rows that a list shows which has room for `most`: one more is shown before it is counted."""
    return rows if len(rows) <= most + 1 else rows[:most]


def rest_of(rows: Sequence[object], most: int, where: LinkTo | None) -> Words:
    """How many more there are than a list shows, and where they stand; nothing where it shows all."""
    rest = len(rows) - len(first_of(rows, most))
    if not rest:
        return ()
    return (f"and {rest} more, ", where) if where else (f"and {rest} more",)
