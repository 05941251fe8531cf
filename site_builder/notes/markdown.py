"""Markdown, parsed once for every purpose: HTML with holes, links, list items, headings and paragraphs, all located.

The HTML of a note depends on other notes (does this link resolve?) and on the day (is this promise late?). So it is
made here with *holes*: `\\0` + a code + `\\0`, which the site fills in when the page is rendered. A `\\0` cannot come
from the text (`text.decode_source` removed it), so `html.split("\\0")` has text at even and hole codes at odd places:

    L3  /L3    around the (already escaped) label of link 3; the site puts `<a href=…>` and `</a>`, or a mark for a
               broken link
    M3         link 3 is an image or an embed: stands for all of it
    A3         inside `<li…>` of item 3: attributes, with a leading space, or nothing
    B3         at the start of item 3's first paragraph: its task box, or nothing (the `[ ]` itself is left out of the
               HTML when its character is one of ours)
    E3         at the end of item 3's first paragraph: chips such as "due 12 June"
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from site_builder.notes.blocks import set_block_rules
from site_builder.notes.body import Markdown
from site_builder.notes.collected import Collected
from site_builder.notes.comments import Leaf, blank_comments
from site_builder.notes.inlines import set_inline_rules
from site_builder.notes.prose import Reader
from site_builder.notes.reader import BlockReader
from site_builder.text import Span

_IGNORE = re.compile(r"<!--\s*kith-ignore\b\s*(.*?)\s*-->", re.DOTALL)
_CONFLICT = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
# Work for looking at brackets, in steps of about a microsecond: far more than any note that was written by hand needs.
_STEPS = 300_000


class _Parser(MarkdownIt):
    """markdown-it with the rules of a note. Destinations stay as typed: the site decides which become links."""

    def __init__(self) -> None:
        super().__init__("js-default", {"maxNesting": 64})
        set_block_rules(self)
        set_inline_rules(self)

    def normalizeLink(self, url: str) -> str:
        return url

    def validateLink(self, url: str) -> bool:
        del url
        return True


_PARSER = _Parser()


def parse_markdown(text: str, start: int) -> tuple[Markdown, dict[str, Span]]:
    """Parse the body of a note, which begins at offset `start` of `text`. Never fails, whatever the text.

    Returns the body and the place of every anchor in it, as spans of `text`. Anchors: those of the values, `…/all`
    and `…/box` of an item, and `private:0`, `private:1`… for the private blocks, from the line that opens one to the
    end of the line that closes it.
    """
    raw = text[start:].replace("\0", "\ufffd")
    body, comments, _ = blank_comments(raw, _leaves)
    tokens, marks, env = _blocks(body, raw if comments else "")
    found = Collected(raw, start)
    for comment in comments:
        if ignore := _IGNORE.fullmatch(raw, comment.start, comment.end):
            found.ignore(ignore.group(1), comment.start, comment.end)
    reader = BlockReader(found, Reader(_PARSER, env, found), marks)
    reader.read(tokens)
    _find_conflicts(found, body, reader.code)
    if env["deep"] or env["steps"] < 0:
        found.trouble(
            "too-complex",
            0,
            len(raw.partition("\n")[0]),
            "This note nests lists, quotes or brackets too deeply; the deepest are shown as plain text.",
            "Nest less deeply.",
        )
    markdown = Markdown(
        "".join(reader.out),
        tuple(found.links),
        tuple(found.items),
        tuple(found.headings),
        tuple(found.paragraphs),
        tuple(found.troubles),
        tuple(found.ignores),
    )
    return markdown, found.places


def private_spans(text: str, start: int) -> tuple[Span, ...]:
    """What a shared build cuts out of the body before it is parsed: private blocks, whole lines, and comments.

    Disjoint, in order, as spans of `text`.
    """
    raw = text[start:].replace("\0", "\ufffd")
    body, comments, open_at = blank_comments(raw, _leaves)
    tokens, marks, _ = _blocks(body, "")
    spans = list(comments)
    if open_at >= 0:  # here it is text, but in other programs the rest of the note does not show
        spans.append(Span(open_at, len(raw)))
    opened: list[int] = []
    for token in tokens:
        if token.type == "private_mark" and token.map:
            if token.info:
                opened.append(marks[token.map[0]])
            elif opened:
                spans.append(Span(opened.pop(), marks[token.map[1]]))
    spans += [Span(at, len(raw)) for at in opened]
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(Span(span.start + start, span.end + start) for span in joined)


def _blocks(body: str, raw: str) -> tuple[list[Token], list[int], dict[str, Any]]:
    """The block tokens of a body, and where its lines start (with one more, the end)."""
    env: dict[str, Any] = {
        "raw": raw,
        "tables": "|" in body,
        "colons": ":::" in body or "：" in body,
        "mentions": False,
        "steps": _STEPS + len(body),
        "deep": False,
    }
    tokens: list[Token] = []
    state = StateBlock(body, _PARSER, env, tokens)
    marks = state.bMarks.copy()
    _PARSER.block.tokenize(state, 0, state.lineMax)
    return tokens, marks, env


def _leaves(body: str) -> list[Leaf]:
    tokens, marks, _ = _blocks(body, "")
    return [
        Leaf(marks[token.map[0]], marks[token.map[1]], token.type != "inline")
        for token in tokens
        if token.map and token.type in ("inline", "fence", "code_block")
    ]


def _find_conflicts(found: Collected, body: str, code: list[tuple[int, int]]) -> None:
    if "<<<<<<<" not in body:
        return
    spans = iter(code)
    span = next(spans, None)
    for mark in _CONFLICT.finditer(body):
        while span and span[1] <= mark.start():
            span = next(spans, None)
        if not span or mark.start() < span[0]:
            found.trouble(
                "conflict-marker",
                mark.start(),
                mark.end(),
                "A merge left both versions here, between `<<<<<<<` and `>>>>>>>`.",
                "Keep the lines that are right and delete the three marker lines.",
            )
