"""Long tables, a hundred rows a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from site_builder.site.pages.kinds import PageId
from site_builder.site.views import LinkTo, Pager

ROWS = 100

Row = TypeVar("Row")


def table_pages(kind: str, path: str, rows: int) -> Iterator[PageId]:
    """The pages of a table of so many rows: `notes.html`, `notes-2.html`… At least one, even of no rows."""
    for number in range(max(1, -(-rows // ROWS))):
        yield PageId(kind, _path(path, number), number=number)


def _path(path: str, number: int) -> str:
    return path if number == 0 else path.replace(".html", f"-{number + 1}.html")


def rows_on(which: PageId, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows that stand on a page."""
    return rows[which.number * ROWS : (which.number + 1) * ROWS]


def pager(which: PageId, rows: int) -> Pager | None:
    """Where the page stands among all of its table; nothing where it is the only one."""
    pages = max(1, -(-rows // ROWS))
    if pages == 1:
        return None
    first = which.path if which.number == 0 else which.path.replace(f"-{which.number + 1}.html", ".html")
    newer = LinkTo(_path(first, which.number - 1), "Newer", kind="page") if which.number else None
    older = LinkTo(_path(first, which.number + 1), "Older", kind="page") if which.number + 1 < pages else None
    return Pager(which.number + 1, pages, newer, older)
