"""Markdown, parsed once for every purpose: HTML with holes, links, list items, headings and paragraphs, all located.

The HTML of a note depends on other notes (does this link resolve?) and on the day (is this promise late?). So it is made
here with *holes*: `\\0` + a code + `\\0`, which the site fills in when the page is rendered. A `\\0` cannot come from the
text (`text.decode_source` removed it), so `html.split("\\0")` has text at even and hole codes at odd places:

    L3  /L3    around the (already escaped) label of link 3; the site puts `<a href=…>` and `</a>`, or a mark for a broken link
    M3         link 3 is an image or an embed: stands for all of it
    A3         inside `<li…>` of item 3: attributes, with a leading space, or nothing
    B3         at the start of item 3's first paragraph: its task box, or nothing (the `[ ]` itself is left out of the HTML
               when its character is one of ours)
    E3         at the end of item 3's first paragraph: chips such as "due 12 June"
"""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.text import Span


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a note's body, as typed.

    `kind`: `wiki` (`[[…]]`), `embed` (`![[…]]`), `link` (`[text](target)`), `image`, `auto` (`<https://…>`), `mention` (`@ada`).
    `target`: a wikilink's part before `#` and `|`; a Markdown link's destination, percent-decoded if it is relative, with
    the fragment taken off; a mention's word without `@`. `heading`: the part after `#`. `label`: what is shown, as plain text.
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

    `text`: its source lines joined by one space, without the bullet and the task box, with code spans, comments, URLs and
    link destinations blanked by spaces (so that offsets within a source line hold). `typed`: the same, nothing blanked.
    `box`: the character of the task box (`[x]` gives `x`), or `None`. `parent`: the nearest enclosing item, an index
    into `Markdown.items`, or -1. `heading`: the nearest heading above, an index into `Markdown.headings`, or -1.
    `private`: inside a private block. `ignored`: the text of a `<!-- kith-ignore … -->` comment on its source lines.
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
    """A heading: level 1–6, its text as plain text, the id it has in the HTML, and whether it is in a private block."""

    level: int
    text: str
    slug: str
    anchor: str
    private: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside lists, quotes and tables, as plain text, under a heading (an index, or -1)."""

    text: str
    heading: int
    anchor: str
    private: bool


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


def parse_markdown(text: str, start: int) -> tuple[Markdown, dict[str, Span]]:
    """Parse the body of a note, which begins at offset `start` of `text`. Never fails, whatever the text.

    Returns the body and the place of every anchor in it, as spans of `text`.
    """
    raise NotImplementedError
