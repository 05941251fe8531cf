"""What reading a note gives, and what that depends on: values, apart from the parsers, which few commands need."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from site_builder.finding import Finding
from site_builder.notes.body import Markdown
from site_builder.notes.entry import Entry
from site_builder.text import Span
from site_builder.values import dataclass

if TYPE_CHECKING:  # it would bring the reader of YAML along
    from site_builder.notes.front_matter import FrontMatter


@dataclass(frozen=True, slots=True)
class Document:
    """What the text of a note says before anybody asks what type it is: front matter and body, and where all stands."""

    path: str
    text: str
    front: FrontMatter
    body: Markdown
    places: dict[str, Span]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry, the place of each of its anchors, and what is wrong in the note alone."""

    entry: Entry
    places: dict[str, Span]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the anchors of a note stand, kept small, as every note has many and few are ever asked for. `bounds`: the
    starts and ends, by turns, as machine integers of 32 bits."""

    anchors: tuple[str, ...] = ()
    bounds: bytes = b""

    @staticmethod
    def of(places: dict[str, Span]) -> Places:
        bounds = array("I", [offset for span in places.values() for offset in (span.start, span.end)])
        return Places(tuple(places), bounds.tobytes())

    def get(self, anchor: str) -> Span | None:
        """Where an anchor stands, if the note has it."""
        if anchor not in self.anchors:
            return None
        at = 2 * self.anchors.index(anchor)
        start, end = memoryview(self.bounds).cast("I")[at : at + 2]
        return Span(start, end)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The settings that reading one note depends on: folded keys and types to ours, and more kinds of exchange."""

    words: tuple[tuple[str, str], ...] = ()
    kinds: tuple[str, ...] = ()
