"""What a note's body holds: the value types that parsing Markdown gives, none of which knows a position."""

from __future__ import annotations

from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a note's body, as typed.

    `kind`: `wiki` (`[[…]]`), `embed` (`![[…]]`), `link` (`[text](target)`, `[text][ref]`), `image`, `auto`
    (`<https://…>`), `mention` (`@ada`). `target`: a wikilink's part before `#` and `|`; a mention's word without `@`;
    a Markdown link's destination: whole if it has a scheme or starts with `//`, else percent-decoded with the
    fragment taken off. `heading`: the part after `#` (`^id` for a block). `label`: what is shown, as plain text.
    """

    kind: str
    target: str
    heading: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A link inside a list item's text: offsets into `Item.text`, and the number of the link in `Markdown.links`."""

    start: int
    end: int
    link: int


@dataclass(frozen=True, slots=True)
class Item:
    """The first paragraph of a list item that the line grammar may read (never in a quote, callout, code or comment).

    `text`: its source lines joined by one space, without the bullet and the task box, with code spans, comments,
    URLs, block ids and link destinations blanked by spaces (so that offsets within a source line hold). `typed`: the
    same, nothing blanked, of the same length. `box`: the character of the task box (`[x]` gives `x`), or `None`.
    `parent`: the nearest enclosing item, an index into `Markdown.items`, or -1. `heading`: the nearest heading above,
    an index into `Markdown.headings`, or -1. `private`: inside a private block. `ignored`: what follows `kith-ignore`
    in each `<!-- kith-ignore … -->` comment on its source lines.

    Places: `anchor` is the paragraph with its box, `anchor + "/all"` the item from its bullet to the end of its last
    child, `anchor + "/box"` the character of the box.
    """

    anchor: str
    text: str
    typed: str
    box: str | None
    parent: int
    heading: int
    private: bool
    references: tuple[Reference, ...]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1–6, its text as plain text and as typed, the id it has in the HTML, whether it is in a private
    block, and whether in a quote or callout, where it is a heading to the eye alone."""

    level: int
    text: str
    slug: str
    anchor: str
    private: bool
    typed: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside lists, quotes and tables, as plain text, under a heading (an index, or -1)."""

    text: str
    heading: int
    anchor: str
    private: bool


@dataclass(frozen=True, slots=True)
class Ignore:
    """A `<!-- kith-ignore … -->` comment: what follows `kith-ignore`, and whether nothing else stands on its lines.

    One that stands alone speaks of the next line, any other of its own.
    """

    text: str
    anchor: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that a rule will report: the rule's name, an anchor, the fact, the remedy."""

    rule: str
    anchor: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Markdown:
    """The body of a note. Holds no positions: `places` (kept beside it) gives each anchor its span."""

    html: str
    links: tuple[Link, ...]
    items: tuple[Item, ...]
    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]
    troubles: tuple[Trouble, ...]
    ignores: tuple[Ignore, ...] = ()
