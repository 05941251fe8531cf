"""From markdown-it's tokens to a note's body: one walk that writes the HTML and collects what the note says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from site_builder.notes.blocks import TextMap
from site_builder.notes.body import Heading, Ignore, Item, Link, Paragraph, Reference, Trouble
from site_builder.notes.inlines import SPECIAL
from site_builder.text import Span

OUR_BOXES = frozenset(" /xX-")
_PRIVATE_DIV = '<div class="private" role="note" aria-label="Private">\n'
_BOX = re.compile(r"\[([^\n\[\]])\](?:\s+|\Z)")
_BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^[A-Za-z0-9-]+\Z")
_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*([^\n]*)(?:\n|\Z)")
_URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\[\]|]+", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{[^{}\n]{1,200}\}\}")
_NOT_SLUG = re.compile(r"[^\w\- ]")
_NO_MAP = TextMap((0,), (0,))


@dataclass(slots=True)
class _Container:
    """A list, item or quote that is open: where its opening tag is in the output, and which item it became."""

    kind: str
    opening: int
    token: Token
    item: int = -1


@dataclass(slots=True)
class _Text:
    """A text that was rendered: its HTML, its plain text, its code spans, what else to blank, and its links."""

    html: str
    plain: str
    code: list[tuple[int, int]]
    blank: list[tuple[int, int]]
    links: list[tuple[int, int, int]]


class Reader:
    """What has been read of a note so far. Offsets are of the body; `places` adds where the body begins."""

    def __init__(self, md: MarkdownIt, raw: str, marks: list[int], env: dict[str, object], start: int) -> None:
        self.md, self.raw, self.marks, self.env, self.start = md, raw, marks, env, start
        self.out: list[str] = []
        self.links: list[Link] = []
        self.items: list[Item] = []
        self.headings: list[Heading] = []
        self.paragraphs: list[Paragraph] = []
        self.troubles: list[Trouble] = []
        self.ignores: list[Ignore] = []
        self.places: dict[str, Span] = {}
        self.code: list[tuple[int, int]] = []
        self.comments: list[tuple[int, str]] = []
        self._counts: dict[str, int] = {}
        self._slugs: dict[str, int] = {}
        self._stack: list[_Container] = []
        self._quotes = 0
        self._open_private: list[tuple[int, str]] = []
        self._div: int | None = None

    # Anchors and places

    def anchor(self, prefix: str, text: str, start: int, end: int) -> str:
        """A name for a place which stays when lines are inserted above: a hash of what stands there, counted."""
        key = f"{prefix}:{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=5).hexdigest()}"
        count = self._counts[key] = self._counts.get(key, 0) + 1
        name = key if count == 1 else f"{key}~{count}"
        self.places[name] = Span(start + self.start, end + self.start)
        return name

    def trouble(self, rule: str, start: int, end: int, message: str, remedy: str) -> None:
        """Note something to report, at a place."""
        anchor = self.anchor("trouble", f"{rule}\n{self.raw[start:end]}", start, end)
        self.troubles.append(Trouble(rule, anchor, message, remedy))

    def ignore(self, text: str, start: int, end: int) -> None:
        """Note a `kith-ignore` comment."""
        line = self.raw.rfind("\n", 0, start) + 1
        after = self.raw.find("\n", end)
        rest = self.raw[line:start] + (self.raw[end:after] if after >= 0 else self.raw[end:])
        self.ignores.append(Ignore(text, self.anchor("ignore", text, start, end), not rest.strip(" \t>")))
        self.comments.append((start, text))

    # The walk

    def read(self, tokens: list[Token]) -> None:
        """Read a note's tokens."""
        number = 0
        while number < len(tokens):
            handler = _HANDLERS.get(tokens[number].type)
            number += handler(self, tokens, number) if handler else self._tag(tokens, number)
        self._end_private()

    def _tag(self, tokens: list[Token], number: int) -> int:
        token = tokens[number]
        self.out.append(f"</{token.tag}>\n" if token.nesting < 0 else f"<{token.tag}>\n")
        return 1

    def _paragraph(self, tokens: list[Token], number: int) -> int:
        opening, inline = tokens[number], tokens[number + 1]
        self._flow()
        text_map: TextMap = inline.meta["map"]
        content = inline.content
        end = len(content)
        block_id = _BLOCK_ID.search(content) if "^" in content else None
        if block_id:
            end = len(content[: block_id.start()].rstrip())
        container = self._stack[-1] if self._stack else None
        if container and container.kind == "item" and container.item < 0 and not self._quotes:
            self._item(container, opening, inline, end)
        else:
            text = self._inline(content, text_map, 0, end)
            if not self._stack and content:
                start, stop = text_map.source(0), text_map.source(len(content) - 1) + 1
                anchor = self.anchor("text", text.plain, start, stop)
                heading = len(self.headings) - 1
                self.paragraphs.append(Paragraph(text.plain, heading, anchor, bool(self._open_private)))
            if text.html:
                self.out.append(text.html if opening.hidden else f"<p>{text.html}</p>\n")
        if opening.hidden and tokens[number + 3].nesting >= 0:
            self.out.append("\n")
        return 3

    def _item(self, container: _Container, opening: Token, inline: Token, end: int) -> None:
        content, text_map = inline.content, inline.meta["map"]
        box = _BOX.match(content)
        begin = box.end() if box else 0
        begin = min(begin, end)
        ours = box is not None and box.group(1) in OUR_BOXES
        text = self._inline(content, text_map, begin if ours else 0, end)
        number = container.item = len(self.items)
        first = self._source_start(container.token)
        bottom = self.marks[container.token.map[1]] if container.token.map else first
        while bottom > first and self.raw[bottom - 1] in " \t\n":
            bottom -= 1
        blanked = _blanked(content, text.code + text.blank + ([(end, len(content))] if end < len(content) else []))
        typed, shown, references = self._lines(content, blanked, text_map, begin, text.links)
        start = text_map.source(0) if content else bottom
        stop = text_map.source(len(content) - 1) + 1 if content else bottom
        anchor = self.anchor("line", typed, start, stop)
        self.places[anchor + "/all"] = Span(first + self.start, max(bottom, stop) + self.start)
        if box:
            at = text_map.source(1) + self.start
            self.places[anchor + "/box"] = Span(at, at + 1)
        parents = (held.item for held in reversed(self._stack[:-1]) if held.item >= 0)
        self.items.append(
            Item(
                anchor,
                shown,
                typed,
                box.group(1) if box else None,
                next(parents, -1),
                len(self.headings) - 1,
                bool(self._open_private),
                references,
                self._ignored(opening) if self.comments else (),
            )
        )
        self.out[container.opening] = self.out[container.opening].replace(">", f"\0A{number}\0>")
        html = f"\0B{number}\0{text.html}\0E{number}\0"
        self.out.append(html if opening.hidden else f"<p>{html}</p>\n")

    def _source_start(self, token: Token) -> int:
        bullet = token.meta.get("bullet")
        if isinstance(bullet, int):
            return bullet
        at = self.marks[token.map[0]] if token.map else 0
        while self.raw[at : at + 1] in (" ", "\t"):
            at += 1
        return at

    def _lines(
        self, content: str, blanked: str, text_map: TextMap, begin: int, links: list[tuple[int, int, int]]
    ) -> tuple[str, str, tuple[Reference, ...]]:
        """A content from `begin` as one line: as typed, as the grammar reads it, and its links in that line."""
        typed: list[str] = []
        shown: list[str] = []
        joins: list[tuple[int, int]] = []
        length = 0
        bounds = [*text_map.starts, len(content) + 1]
        for number, line in enumerate(text_map.starts):
            first, last = max(line, begin), bounds[number + 1] - 1
            if last <= first:
                continue
            shift = text_map.shifts[number]
            last = first + len(content[first:last].rstrip(" \t"))
            typed.append(self.raw[first + shift : last + shift])
            shown.append(blanked[first:last])
            joins.append((first, length - first))
            length += last - first + 1
        references = []
        for start, end, link in links:
            if start >= begin:
                shift = joins[bisect_right(joins, (start, len(content))) - 1][1]
                stop = joins[bisect_right(joins, (end - 1, len(content))) - 1][1]
                references.append(Reference(start + shift, end + stop, link))
        return " ".join(typed), " ".join(shown), tuple(references)

    def _ignored(self, opening: Token) -> tuple[str, ...]:
        if not opening.map:
            return ()
        first, last = self.marks[opening.map[0]], self.marks[opening.map[1]]
        return tuple(text for at, text in self.comments if first <= at < last)

    def _heading(self, tokens: list[Token], number: int) -> int:
        opening, inline = tokens[number], tokens[number + 1]
        self._flow()
        content, text_map = inline.content, inline.meta["map"]
        text = self._inline(content, text_map, 0, len(content))
        level = int(opening.tag[1])
        base = _NOT_SLUG.sub("", text.plain.strip().lower()).replace(" ", "-") or "section"
        slug = base
        while slug in self._slugs:
            self._slugs[base] += 1
            slug = f"{base}-{self._slugs[base]}"
        self._slugs[slug] = 1
        start = text_map.source(0) if content else self.marks[opening.map[0]] if opening.map else 0
        stop = text_map.source(len(content) - 1) + 1 if content else start
        anchor = self.anchor("heading", text.plain, start, stop)
        self.headings.append(Heading(level, text.plain, slug, anchor, bool(self._open_private)))
        tag = f"h{min(level + 1, 6)}"
        self.out.append(f'<{tag} id="{escape(slug)}">{text.html}</{tag}>\n')
        return 3

    def _open_list(self, tokens: list[Token], number: int) -> int:
        token = tokens[number]
        self._flow()
        start = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
        self.out.append(f"<{token.tag}{start}>\n")
        self._stack.append(_Container("list", len(self.out) - 1, token))
        return 1

    def _open_item(self, tokens: list[Token], number: int) -> int:
        self.out.append("<li>")
        self._stack.append(_Container("item", len(self.out) - 1, tokens[number]))
        if not tokens[number + 1].hidden and tokens[number + 1].nesting >= 0:
            self.out.append("\n")
        return 1

    def _open_quote(self, tokens: list[Token], number: int) -> int:
        self._flow()
        self._stack.append(_Container("quote", len(self.out), tokens[number]))
        self._quotes += 1
        inline = tokens[number + 2] if number + 2 < len(tokens) else None
        found = None
        if inline is not None and tokens[number + 1].type == "paragraph_open":
            found = _CALLOUT.match(inline.content)
        if not found or inline is None:
            self.out.append("<blockquote>\n")
            return 1
        kind = found.group(1).lower()
        title = self._inline(inline.content, inline.meta["map"], found.start(2), found.end(2)).html
        title = title or escape(kind.replace("-", " ").capitalize())
        self.out.append(f'<blockquote class="callout" data-callout="{escape(kind)}">\n')
        self.out.append(f'<p class="callout-title">{title}</p>\n')
        rest = self._inline(inline.content, inline.meta["map"], found.end(), len(inline.content)).html
        if rest:
            self.out.append(f"<p>{rest}</p>\n")
        return 4

    def _close(self, tokens: list[Token], number: int) -> int:
        if self._div == len(self._stack):
            self.out.append("</div>\n")
            self._div = None
        if self._stack.pop().kind == "quote":
            self._quotes -= 1
        self.out.append(f"</{tokens[number].tag}>\n")
        self._close_div()
        return 1

    def _rule(self, tokens: list[Token], number: int) -> int:
        del tokens, number
        self._flow()
        self.out.append("<hr>\n")
        return 1

    def _code(self, tokens: list[Token], number: int) -> int:
        token = tokens[number]
        self._flow()
        if token.map:
            self.code.append((self.marks[token.map[0]], self.marks[token.map[1]]))
        words = token.info.split()
        language = f' class="language-{escape(words[0])}"' if words else ""
        self.out.append(f'<pre tabindex="0"><code{language}>{escape(token.content)}</code></pre>\n')
        return 1

    def _table(self, tokens: list[Token], number: int) -> int:
        self._flow()
        self.out.append('<div class="scroll"><table>\n')
        del tokens, number
        return 1

    def _close_table(self, tokens: list[Token], number: int) -> int:
        del tokens, number
        self.out.append("</table></div>\n")
        return 1

    def _cell(self, tokens: list[Token], number: int) -> int:
        opening, inline = tokens[number], tokens[number + 1]
        style = str(opening.attrs.get("style", ""))
        align = f' class="{style.partition(":")[2]}"' if style else ""
        text = self._inline(inline.content, inline.meta.get("map", _NO_MAP), 0, len(inline.content))
        self.out.append(f"<{opening.tag}{align}>{text.html}</{opening.tag}>\n")
        return 3

    # Private blocks

    def _private(self, tokens: list[Token], number: int) -> int:
        token = tokens[number]
        start, end = (self.marks[line] for line in token.map or (0, 0))
        line = self.raw[start:end].strip()
        if token.info:
            self._open_private.append((start, line))
            if token.info.lower() != "private":
                self.trouble(
                    "private-block",
                    start,
                    start + len(self.raw[start:end].rstrip()),
                    f'"{_short(line)}" is no block that Kith knows; what follows is treated as private.',
                    "Write `::: private`, or take the colons away.",
                )
        elif self._open_private:
            self._private_place(self._open_private.pop()[0], end)
            self._close_div()
        else:
            self.trouble(
                "private-block",
                start,
                start + len(self.raw[start:end].rstrip()),
                "This `:::` closes a private block that was never opened.",
                "Write `::: private` where the block begins, or delete this line.",
            )
        return 1

    def _private_place(self, start: int, end: int) -> None:
        number = sum(1 for name in self.places if name.startswith("private:"))
        self.places[f"private:{number}"] = Span(start + self.start, end + self.start)

    def _flow(self) -> None:
        """Before a block: a private one stands in a `<div>`, opened anew in each list or quote that cut it."""
        if self._open_private and self._div is None:
            self.out.append(_PRIVATE_DIV)
            self._div = len(self._stack)

    def _close_div(self) -> None:
        if not self._open_private and self._div == len(self._stack):
            self.out.append("</div>\n")
            self._div = None

    def _end_private(self) -> None:
        for start, line in self._open_private:
            self.trouble(
                "private-block",
                start,
                start + len(self.raw[start:].partition("\n")[0].rstrip()),
                f'"{_short(line)}" is not closed, so the rest of the note is treated as private.',
                "Write `:::` on a line of its own where the private part ends.",
            )
            self._private_place(start, len(self.raw))
        if self._div is not None:
            self.out.append("</div>\n")

    # Text

    def _inline(self, content: str, text_map: TextMap, begin: int, end: int) -> _Text:
        source = content[begin:end]
        blank: list[tuple[int, int]] = []
        if "://" in source or "www." in source.lower():
            blank = [(found.start() + begin, found.end() + begin) for found in _URL.finditer(source)]
        if not SPECIAL.search(source):
            if "{{" in source:
                self._templates(source, [], text_map, begin)
            return _Text(escape(source), source, [], blank, [])
        return self._marked(source, text_map, begin, blank)

    def _marked(self, source: str, text_map: TextMap, begin: int, blank: list[tuple[int, int]]) -> _Text:
        self.env["mentions"] = not self._quotes and any(held.kind == "item" for held in self._stack)
        children: list[Token] = []
        self.md.inline.parse(source, self.md, self.env, children)
        out: list[str] = []
        plain: list[str] = []
        code: list[tuple[int, int]] = []
        links: list[tuple[int, int, int]] = []
        opened: list[tuple[int, int, Token]] = []
        for token in children:
            kind = token.type
            if kind == "text":
                out.append(escape(token.content))
                plain.append(token.content)
            elif kind == "softbreak" or kind == "hardbreak":
                out.append("\n" if kind == "softbreak" else "<br>\n")
                plain.append(" ")
            elif kind == "text_special":
                out.append(escape(token.content))
                plain.append(token.content)
                if "escaped_link" in token.meta:
                    self._escaped(text_map, begin, *token.meta["escaped_link"])
            elif kind == "code_inline":
                start, stop = token.meta["at"]
                code.append((start + begin, stop + begin))
                out.append(f"<code>{escape(token.content)}</code>")
                plain.append(token.content)
            elif kind == "link_open":
                opened.append((self._reserve(), len(plain), token))
                out.append(f"\0L{opened[-1][0]}\0")
            elif kind == "link_close":
                number, since, opening = opened.pop()
                self._link("link", number, opening, "".join(plain[since:]), text_map, begin, blank, links)
                out.append(f"\0/L{number}\0")
            elif kind in _WHOLE_LINKS:
                number = self._reserve()
                label = token.content if kind != "image" else _plain(token.children or [])
                self._link(_WHOLE_LINKS[kind], number, token, label, text_map, begin, blank, links)
                if kind in ("embed", "image"):
                    out.append(f"\0M{number}\0")
                else:
                    out.append(f"\0L{number}\0{escape(label)}\0/L{number}\0")
                plain.append(label)
            else:
                out.append(f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>")
        if "{{" in source:
            self._templates(source, code, text_map, begin)
        links.sort()
        return _Text("".join(out), "".join(plain), code, blank, links)

    def _reserve(self) -> int:
        self.links.append(_NO_LINK)
        return len(self.links) - 1

    def _link(
        self,
        kind: str,
        number: int,
        token: Token,
        label: str,
        text_map: TextMap,
        begin: int,
        blank: list[tuple[int, int]],
        links: list[tuple[int, int, int]],
    ) -> None:
        meta = token.meta
        start, end = meta["at"]
        target, heading = meta["target"], meta["heading"]
        source, stop = text_map.source(start + begin), text_map.source(end + begin - 1) + 1
        anchor = self.anchor("link", "\n".join((kind, target, heading, label)), source, stop)
        self.links[number] = Link(kind, target, heading, label, anchor)
        links.append((start + begin, end + begin, number))
        rest = meta["at"] if kind == "auto" else meta.get("rest")
        if rest:
            blank.append((rest[0] + begin, rest[1] + begin))

    def _escaped(self, text_map: TextMap, begin: int, start: int, end: int) -> None:
        source, stop = text_map.source(start + begin), text_map.source(end + begin - 1) + 1
        typed = self.raw[source:stop]
        meant = typed.replace("\\", "")
        self.trouble(
            "escaped-link", source, stop, f"`{typed}` is shown as typed: its brackets are escaped.", f"Write `{meant}`."
        )

    def _templates(self, source: str, code: list[tuple[int, int]], text_map: TextMap, begin: int) -> None:
        for found in _TEMPLATE.finditer(source):
            start, end = found.start() + begin, found.end() + begin
            if not any(first < end and start < last for first, last in code):
                self.trouble(
                    "template-left",
                    text_map.source(start),
                    text_map.source(end - 1) + 1,
                    f"`{_short(found.group())}` was left by a template.",
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


def _blanked(content: str, spans: list[tuple[int, int]]) -> str:
    if not spans:
        return content
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        start = max(start, done)
        if end > start:
            parts += content[done:start], " " * (end - start)
            done = end
    return "".join(parts) + content[done:]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


_NO_LINK = Link("", "", "", "", "")
_WHOLE_LINKS = {"wikilink": "wiki", "embed": "embed", "mention": "mention", "autolink": "auto", "image": "image"}
_HANDLERS: dict[str, Callable[[Reader, list[Token], int], int]] = {
    "paragraph_open": Reader._paragraph,
    "heading_open": Reader._heading,
    "bullet_list_open": Reader._open_list,
    "ordered_list_open": Reader._open_list,
    "list_item_open": Reader._open_item,
    "blockquote_open": Reader._open_quote,
    "bullet_list_close": Reader._close,
    "ordered_list_close": Reader._close,
    "list_item_close": Reader._close,
    "blockquote_close": Reader._close,
    "hr": Reader._rule,
    "fence": Reader._code,
    "code_block": Reader._code,
    "table_open": Reader._table,
    "table_close": Reader._close_table,
    "th_open": Reader._cell,
    "td_open": Reader._cell,
    "private_mark": Reader._private,
}
