"""A text of a note, a paragraph or a cell, as HTML with holes and as plain text, with its links collected."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from site_builder.notes.blocks import TextMap
from site_builder.notes.body import Link
from site_builder.notes.collected import Collected, shortened
from site_builder.notes.inlines import SPECIAL

_URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\[\]|]+", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{[^{}\n]{1,200}\}\}")
_WHOLE_LINKS = {"wikilink": "wiki", "embed": "embed", "mention": "mention", "autolink": "auto", "image": "image"}


@dataclass(slots=True)
class Prose:
    """A text that was read. Spans are offsets of its content.

    `code`: its code spans. `unread`: what else the line grammar does not read (URLs, destinations). `links`: start,
    end and number of each link, in order.
    """

    html: str
    plain: str
    code: list[tuple[int, int]] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Reader:
    """What reading a text needs: the parser, its environment, and where to put what is found."""

    md: MarkdownIt
    env: dict[str, Any]
    found: Collected

    def read(self, content: str, text_map: TextMap, begin: int, end: int, mentions: bool) -> Prose:
        """Read the part of a content from `begin` to `end`. `mentions`: whether `@ada` is a mention in it."""
        source = content[begin:end]
        prose = Prose("", "")
        if "://" in source or "www." in source.lower():
            prose.unread += [(found.start() + begin, found.end() + begin) for found in _URL.finditer(source)]
        if SPECIAL.search(source):
            self.env["mentions"] = mentions
            tokens: list[Token] = []
            self.md.inline.parse(source, self.md, self.env, tokens)
            self._render(tokens, prose, text_map, begin)
        else:
            prose.html, prose.plain = escape(source), source
        if "{{" in source:
            self._find_templates(source, prose, text_map, begin)
        return prose

    def _render(self, tokens: list[Token], prose: Prose, text_map: TextMap, begin: int) -> None:
        out: list[str] = []
        plain: list[str] = []
        opened: list[tuple[int, int, Token]] = []
        for token in tokens:
            kind = token.type
            if kind in ("text", "text_special"):
                out.append(escape(token.content))
                plain.append(token.content)
                if "escaped_link" in token.meta:
                    self._find_escaped(text_map, begin, *token.meta["escaped_link"])
            elif kind in ("softbreak", "hardbreak"):
                out.append("\n" if kind == "softbreak" else "<br>\n")
                plain.append(" ")
            elif kind == "code_inline":
                start, stop = token.meta["at"]
                prose.code.append((start + begin, stop + begin))
                out.append(f"<code>{escape(token.content)}</code>")
                plain.append(token.content)
            elif kind == "link_open":
                number = self.found.reserve_link()
                opened.append((number, len(plain), token))
                out.append(f"\0L{number}\0")
            elif kind == "link_close":
                number, since, opening = opened.pop()
                self._link("link", number, opening, "".join(plain[since:]), prose, text_map, begin)
                out.append(f"\0/L{number}\0")
            elif kind in _WHOLE_LINKS:
                number = self.found.reserve_link()
                label = _plain(token.children or []) if kind == "image" else token.content
                self._link(_WHOLE_LINKS[kind], number, token, label, prose, text_map, begin)
                hole = kind in ("embed", "image")
                out.append(f"\0M{number}\0" if hole else f"\0L{number}\0{escape(label)}\0/L{number}\0")
                plain.append(label)
            else:
                out.append(f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>")
        prose.links.sort()
        prose.html, prose.plain = "".join(out), "".join(plain)

    def _link(
        self, kind: str, number: int, token: Token, label: str, prose: Prose, text_map: TextMap, begin: int
    ) -> None:
        start, end = (at + begin for at in token.meta["at"])
        target, heading = token.meta["target"], token.meta["heading"]
        name = "\n".join((kind, target, heading, label))
        anchor = self.found.anchor("link", name, text_map.source(start), text_map.source(end - 1) + 1)
        self.found.links[number] = Link(kind, target, heading, label, anchor)
        prose.links.append((start, end, number))
        if kind == "auto":
            prose.unread.append((start, end))
        elif "rest" in token.meta:
            prose.unread.append((token.meta["rest"][0] + begin, end))

    def _find_escaped(self, text_map: TextMap, begin: int, start: int, end: int) -> None:
        source, stop = text_map.source(start + begin), text_map.source(end + begin - 1) + 1
        typed = self.found.raw[source:stop]
        meant = typed.replace("\\", "")
        self.found.trouble(
            "escaped-link",
            source,
            stop,
            f"`{shortened(typed)}` is no link: its brackets are escaped.",
            f"Write `{shortened(meant)}`.",
        )

    def _find_templates(self, source: str, prose: Prose, text_map: TextMap, begin: int) -> None:
        code = iter(prose.code)
        span = next(code, None)
        for found in _TEMPLATE.finditer(source):
            start, end = found.start() + begin, found.end() + begin
            while span and span[1] <= start:
                span = next(code, None)
            if not span or span[0] >= end:
                self.found.trouble(
                    "template-left",
                    text_map.source(start),
                    text_map.source(end - 1) + 1,
                    f"`{shortened(found.group())}` was left by a template.",
                    "Write what belongs there, or delete it.",
                )


def _plain(tokens: list[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        else:
            parts.append(_plain(token.children) if token.children else token.content)
    return "".join(parts)
