"""What reading a note gives, and what that depends on: values, apart from the parsers, which few commands need."""

from __future__ import annotations

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
class Vocabulary:
    """The settings that reading one note depends on: folded keys and types to ours, and more kinds of exchange."""

    words: tuple[tuple[str, str], ...] = ()
    kinds: tuple[str, ...] = ()
