"""Private blocks, `::: private` … `:::`: from the marks in the order of the source to what is private, and its HTML."""

from __future__ import annotations

from markdown_it.token import Token

from site_builder.notes.collected import Collected, shortened

_DIV = '<div class="private" role="note" aria-label="Private">\n'


class PrivateBlocks:
    """The private blocks that are open at a point of the walk over a note, and the `<div>` that shows them.

    A block may begin in a list and end outside it, while a `<div>` cannot: it is closed with the list, and opened
    anew before the next block that is private. Where a block ends inside a list that began in it, the `<div>` stays
    open until the list ends: it may show too much as private, never too little.
    """

    def __init__(self, found: Collected, out: list[str]) -> None:
        self._found, self._out = found, out
        self._open: list[tuple[int, int]] = []
        self._closed = 0
        self._div: int | None = None

    def __bool__(self) -> bool:
        return bool(self._open)

    def mark(self, token: Token, start: int, end: int, depth: int) -> None:
        """A line of colons, from `start` to `end`, inside `depth` lists, items and quotes."""
        raw = self._found.raw
        last = start + len(raw[start:end].rstrip())
        if token.info:
            self._open.append((start, last))
            if token.info.lower() != "private":
                line = shortened(raw[start:last].strip())
                fact = f'"{line}" is no block that Kith knows; what follows is treated as private.'
                self._trouble(start, last, fact, "Write `::: private`, or take the colons away.")
        elif self._open:
            self._place(self._open.pop()[0], end)
            self.settle(depth)
        else:
            fact = "This `:::` closes a private block that was never opened."
            self._trouble(start, last, fact, "Write `::: private` where the block begins, or delete this line.")

    def before_block(self, depth: int) -> None:
        """Open the `<div>` where a private block needs it."""
        if self._open and self._div is None:
            self._out.append(_DIV)
            self._div = depth

    def before_close(self, depth: int) -> None:
        """Close the `<div>` with the list, item or quote in which it was opened."""
        if self._div == depth:
            self._out.append("</div>\n")
            self._div = None

    def settle(self, depth: int) -> None:
        """Close the `<div>` if nothing is private any more and this is where it was opened."""
        if not self._open:
            self.before_close(depth)

    def end(self) -> None:
        """The note ends: what is open is private to here."""
        raw = self._found.raw
        for start, last in self._open:
            line = shortened(raw[start:last].strip())
            fact = f'"{line}" is not closed, so the rest of the note is treated as private.'
            self._trouble(start, last, fact, "Write `:::` on a line of its own where the private part ends.")
            self._place(start, len(raw))
        self._open.clear()
        self.before_close(0)

    def _trouble(self, start: int, last: int, fact: str, remedy: str) -> None:
        self._found.trouble("private-block", start, last, fact, remedy)

    def _place(self, start: int, end: int) -> None:
        self._found.place(f"private:{self._closed}", start, end)
        self._closed += 1
