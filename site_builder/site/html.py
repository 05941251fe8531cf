"""The smallest pieces of a page (addresses, links, days, sentences, chips), each made once for a value and kept.

An address starts with a mark where the way up to the site's root goes, so that a piece reads the same on every page;
`settle_addresses` puts the way there, once for a page. A note cannot write the mark: its text is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from markupsafe import Markup, escape

from site_builder.site import dates
from site_builder.site.views import Chip, LinkTo, Words

ROOT: Final = "<root>/"
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSAFE_SCHEMES: Final = frozenset({"javascript", "data", "vbscript", "file", "blob"})
_CONTROLS: Final = bytes((*range(9), 11, *range(14, 32), 127))
_CONTROLS_AS_NUL: Final = bytes.maketrans(_CONTROLS, bytes(len(_CONTROLS)))
_NO_CHARACTERS: Final = tuple(
    re.compile(part) for part in (rb"\xc2[\x80-\x9f]", rb"\xef\xb7[\x90-\xaf]", rb"\xef\xbf[\xbe\xbf]")
)
_IN_NO_ADDRESS: Final = frozenset(' "<>[\\]^`{|}\ufffd')
_AUTHORITY: Final = re.compile(r"\w+://\[[0-9a-f:.]+\]|", re.IGNORECASE)
_ODD_PERCENT: Final = re.compile(r"%(?![0-9a-fA-F]{2})")
_FRAGMENT_SAFE: Final = "/=&."
_KEPT: Final = 8192
"""Pieces of a kind that are kept: neighbouring pages name the same people, meetings and days."""


@lru_cache(_KEPT)
def href(target: str) -> Markup:
    """The address of `target` for an attribute. Those with a scheme stay; unsafe ones become `#`."""
    scheme = _SCHEME.match(target)
    if scheme is not None:
        return Markup("#") if scheme[1].lower() in _UNSAFE_SCHEMES else escape(_quoted(target))
    if target.startswith("#"):
        return escape(target)
    path, anchor, fragment = target.partition(".html#")
    path = path + ".html" if anchor else path
    return Markup(ROOT) + quote(path) + (f"#{quote(fragment, safe=_FRAGMENT_SAFE)}" if fragment else "")


def _quoted(address: str) -> str:
    """A whole address with what may stand in none written as `%22`: quotes, blanks, and what nobody sees."""
    start = _AUTHORITY.match(address)
    assert start is not None
    rest, mark, fragment = _ODD_PERCENT.sub("%25", address[start.end() :]).partition("#")
    rest += mark + fragment.replace("#", "%23")
    return start[0] + "".join(
        quote(each) if each in _IN_NO_ADDRESS or not each.isprintable() else each for each in rest
    )


def without_controls(page: bytes) -> bytes:
    """The page with a mark (U+FFFD) for each control and each number that is no character: HTML has no way to write
    them. What they do to a file's text is said by the linter; here they are only shown."""
    if len(page.translate(None, _CONTROLS)) < len(page):
        page = page.translate(_CONTROLS_AS_NUL).replace(b"\0", b"\xef\xbf\xbd")
    for part in _NO_CHARACTERS:
        page = part.sub(b"\xef\xbf\xbd", page)
    return page


def settle_addresses(html: str, page: str) -> str:
    """The HTML of the page at a path, its addresses made relative to it; to places on itself by the place alone."""
    return html.replace(f"{ROOT}{quote(page)}#", "#").replace(ROOT, "../" * page.count("/"))


@lru_cache(_KEPT)
def opening(link: LinkTo) -> Markup:
    """What stands before the words of a link. A broken link is a mark with its title, an unlinked one plain text."""
    title = f' title="{escape(link.title)}"' if link.title else ""
    if not link.href:
        return Markup(f'<span class="{escape(link.kind)}"{title}>')
    outside = ' rel="noreferrer"' if link.kind == "outside" else ""
    return Markup(f'<a class="{escape(link.kind)}" href="{href(link.href)}"{title}{outside}>')


def closing(link: LinkTo) -> Markup:
    """What stands after the words of a link."""
    return Markup("</a>" if link.href else "</span>")


@lru_cache(_KEPT)
def link(to: LinkTo) -> Markup:
    """A link with its words."""
    shown = escape(to.text)
    if to.href.startswith("mailto:"):  # where there is no room for it all, it breaks here and not within a word
        shown = shown.replace("@", Markup("@<wbr>"))
    return Markup(f"{opening(to)}{shown}{closing(to)}")


def names(links: Sequence[LinkTo]) -> Markup:
    """Links to several, as one says them: `Ada, Bo and Cy`."""
    shown = [link(each) for each in links]
    return Markup(f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown))


@lru_cache(_KEPT)
def day(at: date) -> Markup:
    """A day, written out."""
    return Markup(f'<time datetime="{at.isoformat()}">{dates.written_day(at)}</time>')


@lru_cache(_KEPT)
def short_day(at: date) -> Markup:
    """A day, for tables."""
    return Markup(f'<time datetime="{at.isoformat()}">{dates.short_day(at)}</time>')


@lru_cache(_KEPT)
def near_day(at: date) -> Markup:
    """A day whose year is plain from the place."""
    return Markup(f'<time datetime="{at.isoformat()}" title="{dates.written_day(at)}">{dates.near_day(at)}</time>')


def words(sentence: Words) -> Markup:
    """A sentence."""
    return Markup("".join(_word(each) for each in sentence))


def is_linking(sentence: Words) -> bool:
    """Whether there is a link in a sentence."""
    return any(isinstance(each, LinkTo) and each.href for each in sentence)


def _word(part: str | date | LinkTo) -> Markup:
    if isinstance(part, str):
        return escape(part)
    return link(part) if isinstance(part, LinkTo) else day(part)


@lru_cache(_KEPT)
def chip(label: Chip) -> Markup:
    """A small label."""
    title = f' title="{escape(label.title)}"' if label.title else ""
    kind, text = escape(label.kind), escape(label.text)
    if label.href:
        return Markup(f'<a class="chip {kind}" href="{href(label.href)}"{title}>{text}</a>')
    return Markup(f'<span class="chip {kind}"{title}>{text}</span>')


def chips(labels: Iterable[Chip]) -> Markup:
    """The labels beside a line, with the space before them; nothing where there are none."""
    shown = " ".join(chip(each) for each in labels)
    return Markup(f' <span class="chips">{shown}</span>' if shown else "")
