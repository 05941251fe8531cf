"""From the block tokens of a note to its body: one walk that writes the HTML and collects what the note says."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from markdown_it.token import Token

from site_builder.notes.blocks import TextMap
from site_builder.notes.body import Heading, Item, Paragraph, Reference
from site_builder.notes.collected import Collected
from site_builder.notes.private_blocks import PrivateBlocks
from site_builder.notes.prose import Prose
from site_builder.notes.prose import Reader as ProseReader

OUR_BOXES = frozenset(" /xX-")
_BOX = re.compile(r"\[([^\n\[\]])\](?:\s+|\Z)")
_BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^[A-Za-z0-9-]+\Z")
_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*([^\n]*)(?:\n|\Z)")
_NOT_SLUG = re.compile(r"[^\w\- ]")
_NO_MAP = TextMap((0,), (0,))


@dataclass(slots=True)
class _Container:
    """A list, item or quote that is open: where its opening tag is in the output, and which item it became."""

    kind: str
    opening: int
    token: Token
    item: int = -1


class BlockReader:
    """A walk over the tokens of a body. `marks` are the offsets of its lines; `code` the spans of its code blocks."""

    def __init__(self, found: Collected, prose: ProseReader, marks: list[int]) -> None:
        self.found, self.raw, self.marks, self._prose = found, found.raw, marks, prose
        self.out: list[str] = []
        self.code: list[tuple[int, int]] = []
        self._slugs: dict[str, int] = {}
        self._stack: list[_Container] = []
        self._quotes = 0
        self._items = 0
        self._private = PrivateBlocks(found, self.out)

    def read(self, tokens: list[Token]) -> None:
        """Read a note's tokens."""
        number = 0
        while number < len(tokens):
            handler = _HANDLERS.get(tokens[number].type, BlockReader._tag)
            number += handler(self, tokens, number)
        self._private.end()

    def _text(self, content: str, text_map: TextMap, begin: int, end: int) -> Prose:
        return self._prose.read(content, text_map, begin, end, bool(self._items) and not self._quotes)

    def _tag(self, tokens: list[Token], number: int) -> int:
        token = tokens[number]
        self.out.append(f"</{token.tag}>\n" if token.nesting < 0 else f"<{token.tag}>\n")
        return 1

    def _paragraph(self, tokens: list[Token], number: int) -> int:
        opening, inline = tokens[number], tokens[number + 1]
        self._private.before_block(len(self._stack))
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
            text = self._text(content, text_map, 0, end)
            if not self._stack and content:
                start, stop = text_map.source(0), text_map.source(len(content) - 1) + 1
                anchor = self.found.anchor("text", text.plain, start, stop)
                heading = len(self.found.headings) - 1
                self.found.paragraphs.append(Paragraph(text.plain, heading, anchor, bool(self._private)))
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
        text = self._text(content, text_map, begin if ours else 0, end)
        number = container.item = len(self.found.items)
        first = self._source_start(container.token)
        bottom = self.marks[container.token.map[1]] if container.token.map else first
        while bottom > first and self.raw[bottom - 1] in " \t\n":
            bottom -= 1
        blanked = _blanked(content, text.code + text.unread + ([(end, len(content))] if end < len(content) else []))
        typed, shown, references = self._lines(content, blanked, text_map, begin, text.links)
        start = text_map.source(0) if content else bottom
        stop = text_map.source(len(content) - 1) + 1 if content else bottom
        anchor = self.found.anchor("line", typed, start, stop)
        self.found.place(anchor + "/all", first, max(bottom, stop))
        if box:
            self.found.place(anchor + "/box", text_map.source(1), text_map.source(1) + 1)
        parents = (held.item for held in reversed(self._stack[:-1]) if held.item >= 0)
        self.found.items.append(
            Item(
                anchor,
                shown,
                typed,
                box.group(1) if box else None,
                next(parents, -1),
                len(self.found.headings) - 1,
                bool(self._private),
                references,
                self._ignored(opening) if self.found.ignored else (),
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
        as_typed, as_read = " ".join(typed), " ".join(shown)
        return as_read if as_typed == as_read else as_typed, as_read, tuple(references)

    def _ignored(self, opening: Token) -> tuple[str, ...]:
        if not opening.map:
            return ()
        first, last = self.marks[opening.map[0]], self.marks[opening.map[1]]
        ignored = self.found.ignored
        return tuple(text for _, text in ignored[bisect_left(ignored, (first, "")) : bisect_left(ignored, (last, ""))])

    def _heading(self, tokens: list[Token], number: int) -> int:
        opening, inline = tokens[number], tokens[number + 1]
        self._private.before_block(len(self._stack))
        content, text_map = inline.content, inline.meta["map"]
        text = self._text(content, text_map, 0, len(content))
        level = int(opening.tag[1])
        base = _NOT_SLUG.sub("", text.plain.strip().lower()).replace(" ", "-") or "section"
        slug = base
        while slug in self._slugs:
            self._slugs[base] += 1
            slug = f"{base}-{self._slugs[base]}"
        self._slugs[slug] = 1
        start = text_map.source(0) if content else self.marks[opening.map[0]] if opening.map else 0
        stop = text_map.source(len(content) - 1) + 1 if content else start
        anchor = self.found.anchor("heading", text.plain, start, stop)
        private, quoted = bool(self._private), bool(self._quotes)
        self.found.headings.append(Heading(level, text.plain, slug, anchor, private, content, quoted))
        tag = f"h{min(level + 1, 6)}"
        self.out.append(f'<{tag} id="{escape(slug)}">{text.html}</{tag}>\n')
        return 3

    def _open_list(self, tokens: list[Token], number: int) -> int:
        token = tokens[number]
        self._private.before_block(len(self._stack))
        start = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
        self.out.append(f"<{token.tag}{start}>\n")
        self._stack.append(_Container("list", len(self.out) - 1, token))
        return 1

    def _open_item(self, tokens: list[Token], number: int) -> int:
        self.out.append("<li>")
        self._stack.append(_Container("item", len(self.out) - 1, tokens[number]))
        self._items += 1
        if not tokens[number + 1].hidden and tokens[number + 1].nesting >= 0:
            self.out.append("\n")
        return 1

    def _open_quote(self, tokens: list[Token], number: int) -> int:
        self._private.before_block(len(self._stack))
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
        title = self._text(inline.content, inline.meta["map"], found.start(2), found.end(2)).html
        title = title or escape(kind.replace("-", " ").capitalize())
        self.out.append(f'<blockquote class="callout" data-callout="{escape(kind)}">\n')
        self.out.append(f'<p class="callout-title">{title}</p>\n')
        rest = self._text(inline.content, inline.meta["map"], found.end(), len(inline.content)).html
        if rest:
            self.out.append(f"<p>{rest}</p>\n")
        return 4

    def _close(self, tokens: list[Token], number: int) -> int:
        self._private.before_close(len(self._stack))
        kind = self._stack.pop().kind
        self._quotes -= kind == "quote"
        self._items -= kind == "item"
        self.out.append(f"</{tokens[number].tag}>\n")
        self._private.settle(len(self._stack))
        return 1

    def _rule(self, tokens: list[Token], number: int) -> int:
        del tokens, number
        self._private.before_block(len(self._stack))
        self.out.append("<hr>\n")
        return 1

    def _code(self, tokens: list[Token], number: int) -> int:
        token = tokens[number]
        self._private.before_block(len(self._stack))
        if token.map:
            self.code.append((self.marks[token.map[0]], self.marks[token.map[1]]))
        words = token.info.split()
        language = f' class="language-{escape(words[0])}"' if words else ""
        self.out.append(f'<pre tabindex="0"><code{language}>{escape(token.content)}</code></pre>\n')
        return 1

    def _table(self, tokens: list[Token], number: int) -> int:
        self._private.before_block(len(self._stack))
        self.out.append('<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>\n')
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
        text = self._text(inline.content, inline.meta.get("map", _NO_MAP), 0, len(inline.content))
        self.out.append(f"<{opening.tag}{align}>{text.html}</{opening.tag}>\n")
        return 3

    def _private_mark(self, tokens: list[Token], number: int) -> int:
        first, after = tokens[number].map or (0, 0)
        self._private.mark(tokens[number], self.marks[first], self.marks[after], len(self._stack))
        return 1


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


_HANDLERS: dict[str, Callable[[BlockReader, list[Token], int], int]] = {
    "paragraph_open": BlockReader._paragraph,
    "heading_open": BlockReader._heading,
    "bullet_list_open": BlockReader._open_list,
    "ordered_list_open": BlockReader._open_list,
    "list_item_open": BlockReader._open_item,
    "blockquote_open": BlockReader._open_quote,
    "bullet_list_close": BlockReader._close,
    "ordered_list_close": BlockReader._close,
    "list_item_close": BlockReader._close,
    "blockquote_close": BlockReader._close,
    "hr": BlockReader._rule,
    "fence": BlockReader._code,
    "code_block": BlockReader._code,
    "table_open": BlockReader._table,
    "table_close": BlockReader._close_table,
    "th_open": BlockReader._cell,
    "td_open": BlockReader._cell,
    "private_mark": BlockReader._private_mark,
}
