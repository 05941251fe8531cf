"""Front matter, read strictly over YAML events: every scalar keeps the text that was typed, and every node its place.

YAML's own typing is not used (`NO`, `0123`, `12:30` mean what they look like; the schema gives types), nor are anchors,
aliases, tags and merges. The reader stops in the stream: 64 KiB, eight levels.
"""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.text import Span

MAX_CHARACTERS = 65_536
MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as typed (after YAML's unquoting and folding). `quoted` when quotes or a block style were used.

    An unquoted `[[ada]]` is one Scalar with the text `[[ada]]`.
    """

    text: str
    quoted: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Pairs in the order typed; of a key given twice, all are kept here (and a problem says so)."""

    pairs: tuple[tuple[Scalar, Node], ...]
    span: Span


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: the rule's name, the place, the fact in the user's words, the remedy."""

    rule: str
    span: Span
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`fields` is `None` where there is no front matter, or none that can be read. The body starts at `body`."""

    fields: Mapping | None
    body: int
    problems: tuple[Problem, ...]


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter at the start of a note. Never fails; spans are offsets into `text`."""
    raise NotImplementedError
