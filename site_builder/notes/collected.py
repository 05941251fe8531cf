"""What has been read of a note's body so far, each thing under an anchor that lines inserted above do not change."""

from __future__ import annotations

from hashlib import blake2b

from site_builder.notes.body import Heading, Ignore, Item, Link, Paragraph, Trouble
from site_builder.text import Span

# How far around a comment its line is looked at: a line may hold thousands of comments.
_NEAR = 200
_NO_LINK = Link("", "", "", "", "")


class Collected:
    """The values of a body, growing, and the places of their anchors.

    Offsets given are of the body `raw`; `places` adds where in its file the body begins.
    """

    def __init__(self, raw: str, start: int) -> None:
        self.raw, self.start = raw, start
        self.links: list[Link] = []
        self.items: list[Item] = []
        self.headings: list[Heading] = []
        self.paragraphs: list[Paragraph] = []
        self.troubles: list[Trouble] = []
        self.ignores: list[Ignore] = []
        self.ignored: list[tuple[int, str]] = []
        self.places: dict[str, Span] = {}
        self._counts: dict[str, int] = {}

    def place(self, name: str, start: int, end: int) -> None:
        """Give a name its place."""
        self.places[name] = Span(start + self.start, end + self.start)

    def anchor(self, prefix: str, text: str, start: int, end: int) -> str:
        """A name for a place which stays when lines are inserted above: a hash of what stands there, counted."""
        key = f"{prefix}:{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=5).hexdigest()}"
        count = self._counts[key] = self._counts.get(key, 0) + 1
        name = key if count == 1 else f"{key}~{count}"
        self.place(name, start, end)
        return name

    def trouble(self, rule: str, start: int, end: int, message: str, remedy: str) -> None:
        """Note something to report, at a place."""
        anchor = self.anchor("trouble", f"{rule}\n{self.raw[start:end]}", start, end)
        self.troubles.append(Trouble(rule, anchor, message, remedy))

    def ignore(self, text: str, start: int, end: int) -> None:
        """Note a `kith-ignore` comment; they come in order."""
        before = self.raw[max(start - _NEAR, 0) : start].rpartition("\n")[2]
        after = self.raw[end : end + _NEAR].partition("\n")[0]
        alone = not (before + after).strip(" \t>")
        self.ignores.append(Ignore(text, self.anchor("ignore", text, start, end), alone))
        self.ignored.append((start, text))

    def reserve_link(self) -> int:
        """The number of a link whose label is still to be read."""
        self.links.append(_NO_LINK)
        return len(self.links) - 1


def shortened(text: str) -> str:
    """A text that fits in a message."""
    return text if len(text) <= 60 else text[:59] + "…"
