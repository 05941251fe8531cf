"""The block rules of a note: markdown-it's, bounded in depth, which record where each text stands; and private blocks.

A block of text is an `inline` token. Its `meta["map"]` is a `TextMap`: how offsets into its content become offsets
into the source. The rules read `env`: `raw` (the text before comments were blanked, or empty if there are none),
`tables` and `colons` (whether there can be any); and set `deep`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock, blockquote, code, heading, list_block, reference, table

from site_builder.values import dataclass

BlockRule = Callable[[StateBlock, int, int, bool], bool]

# Each level costs a few Python frames and a pass over the lines inside. What is deeper is read as the text of a
# paragraph.
DEEPEST = 48

_PRIVATE = re.compile(r"[\s\u200b\u2060\ufeff]*([:：]{3,})[ \t]*(.*?)[\s:：]*\Z", re.DOTALL)
# Where lists and quotes are no longer opened, their markers may still stand before the colons.
_PRIVATE_DEEP = re.compile(r"(?:[\s>*+-]|\d{1,9}[.)])*" + _PRIVATE.pattern, re.DOTALL)
# What can begin a block that interrupts a paragraph; anything else there goes on with it.
_STARTERS = frozenset("`~>*-_+#|0123456789")


@dataclass(frozen=True, slots=True)
class TextMap:
    """Runs of content that stand in the source as they are: where they start, and what to add to reach the source."""

    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    def source(self, offset: int) -> int:
        """Where a character of the content stands in the source."""
        if len(self.starts) == 1:
            return offset + self.shifts[0]
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]


def text_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A paragraph, or a heading underlined by `===` or `---`. markdown-it's two rules in one, with two changes:
    a line of colons always ends it, however far it is indented, and the places of its lines are recorded."""
    del silent  # nothing asks for text in order to interrupt text
    source, next_line, level = state.src, start_line + 1, 0
    rules = state.md.block.ruler.getRules("paragraph")
    tables, colons = state.env["tables"], state.env["colons"]
    parent, state.parentType = state.parentType, "paragraph"
    while next_line < state.lineMax and not state.isEmpty(next_line):
        at = state.bMarks[next_line] + state.tShift[next_line]
        first, indent = source[at], state.sCount[next_line]
        deep = indent - state.blkIndent > 3
        if deep or indent < 0:
            if deep and _opens_colons(state, next_line):
                break
            next_line += 1
            continue
        if first in "=-" and indent >= state.blkIndent and next_line < end_line:
            line = source[at : state.eMarks[next_line]].rstrip(" \t")
            if not line.strip(first):
                level = 1 if first == "=" else 2
                break
        may_end = first in _STARTERS or tables or (colons and not first.isalnum())
        if may_end and any(rule(state, next_line, end_line, True) for rule in rules):
            break
        next_line += 1
    state.parentType = parent
    state.line = next_line + (1 if level else 0)
    kind, tag = ("heading", f"h{level}") if level else ("paragraph", "p")
    state.push(f"{kind}_open", tag, 1).map = [start_line, state.line]
    token = state.push("inline", "", 0)
    token.map = [start_line, next_line]
    token.content, token.meta = _lines_text(state, start_line, next_line)
    state.push(f"{kind}_close", tag, -1)
    return True


def _lines_text(state: StateBlock, start_line: int, end_line: int) -> tuple[str, dict[str, Any]]:
    raw = state.env["raw"]
    lines: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    length = 0
    for number in range(start_line, end_line):
        at = state.bMarks[number] + state.tShift[number]
        line = state.src[at : state.eMarks[number]]
        if raw and line.endswith(" ") and raw[state.eMarks[number] - 1] != " ":
            line = line.rstrip(" ")  # a comment was there: its blanks are no hard line break
        starts.append(length)
        shifts.append(at - length)
        lines.append(line)
        length += len(line) + 1
    content = "\n".join(lines).rstrip(MD_TRIM_CHARS)
    lead = len(content) - len(content.lstrip(MD_TRIM_CHARS))
    if lead:
        content = content[lead:]
        starts = [max(start - lead, 0) for start in starts]
        shifts = [shift + lead for shift in shifts]
    return content, {"map": TextMap(tuple(starts), tuple(shifts))}


def located_heading(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """markdown-it's heading, with the place of its text."""
    if not heading(state, start_line, end_line, silent):
        return False
    if not silent:
        token, opening = state.tokens[-2], state.tokens[-3]
        after = state.bMarks[start_line] + state.tShift[start_line] + len(opening.markup)
        token.meta = {"map": TextMap((0,), (state.src.find(token.content, after),))}
    return True


def located_table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """markdown-it's table, with the places of its cells."""
    if not state.env["tables"]:
        return False
    first = len(state.tokens)
    if not table(state, start_line, end_line, silent):
        return False
    cells: list[tuple[str, TextMap]] = []
    column = 0
    for token in state.tokens[first:]:
        if token.type == "tr_open" and token.map:
            line = token.map[0]
            at = state.bMarks[line] + state.tShift[line]
            cells, column = _cells(state.src[at : state.eMarks[line]], at), 0
        elif token.type == "inline":
            found = cells[column] if column < len(cells) else ("", TextMap((0,), (0,)))
            column += 1
            # Should the two ways of cutting a row ever differ, its links are placed at the start of the row.
            shift = state.bMarks[token.map[0]] if token.map else 0
            token.meta = {"map": found[1] if found[0] == token.content else TextMap((0,), (shift,))}
    return True


def _cells(row: str, at: int) -> list[tuple[str, TextMap]]:
    at += len(row) - len(row.lstrip(MD_TRIM_CHARS))
    row = row.strip(MD_TRIM_CHARS)
    pieces: list[list[tuple[int, str]]] = [[]]
    last, escaped = 0, False
    for position, character in enumerate(row):
        if character == "|":
            pieces[-1].append((at + last, row[last : position - 1 if escaped else position]))
            last = position if escaped else position + 1
            if not escaped:
                pieces.append([])
        escaped = character == "\\"
    pieces[-1].append((at + last, row[last:]))
    cells = [_cell(piece) for piece in pieces]
    if not any(text for _, text in pieces[0]):
        cells = cells[1:]
    if cells and not any(text for _, text in pieces[-1]):
        cells = cells[:-1]
    return cells


def _cell(pieces: list[tuple[int, str]]) -> tuple[str, TextMap]:
    content = "".join(text for _, text in pieces)
    lead = len(content) - len(content.lstrip(MD_TRIM_CHARS))
    starts: list[int] = []
    shifts: list[int] = []
    length = -lead
    for at, text in pieces:
        starts.append(max(length, 0))
        shifts.append(at - length)
        length += len(text)
    return content.strip(MD_TRIM_CHARS), TextMap(tuple(starts), tuple(shifts))


def located_list(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """markdown-it's list, with the place of its first bullet (the others stand first on their lines)."""
    first = len(state.tokens)
    bullet = state.bMarks[start_line] + state.tShift[start_line]
    if not _bounded(list_block, state, start_line, end_line, silent):
        return False
    if not silent:
        state.tokens[first + 1].meta["bullet"] = bullet
    return True


def bounded_quote(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """markdown-it's block quote, to a depth."""
    return _bounded(blockquote, state, start_line, end_line, silent)


def _bounded(rule: BlockRule, state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.level < DEEPEST:
        return rule(state, start_line, end_line, silent)
    if rule(state, start_line, end_line, True):
        state.env["deep"] = True
    return False


def private_reference(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """markdown-it's link definition; never of a footnote, and never over a line of colons."""
    at = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("[", at) or state.src.startswith(("[[", "[^"), at):
        return False
    if not reference(state, start_line, end_line, silent):
        return False
    if any(_opens_colons(state, line) for line in range(start_line + 1, state.line)):
        state.line = start_line
        return False
    return True


def private_mark(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A line of three colons or more, at any indent: it opens or closes a private block.

    It is a token of its own, not a container: what is private is all between two marks in the order of the source,
    whatever lists and quotes begin or end there, so that an unlucky indent never makes a line public. `info` is the
    word, in lower case, or empty where a block closes.
    """
    if not _opens_colons(state, start_line):
        return False
    if silent:
        return True
    if state.is_code_block(start_line):
        _outdent(state, start_line, end_line)
    line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    found = _PRIVATE.match(line) or _PRIVATE_DEEP.match(line)
    token = state.push("private_mark", "", 0)
    token.map = [start_line, start_line + 1]
    token.info = found.group(2) if found else ""
    state.line = start_line + 1
    return True


def _outdent(state: StateBlock, start_line: int, end_line: int) -> None:
    """Let the lines below a deeply indented mark count as indented from there, so that they are no code."""
    indent, extra, depth = state.sCount[start_line], state.sCount[start_line] - state.blkIndent, 1
    for line in range(start_line + 1, end_line):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < indent or depth == 0:
            break
        state.sCount[line] -= extra
        if _opens_colons(state, line):
            at = state.bMarks[line] + state.tShift[line]
            found = _PRIVATE.match(state.src[at : state.eMarks[line]])
            depth += 1 if found and found.group(2) else -1


def indented_code(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """markdown-it's indented code, which ends at a line of colons."""
    if not state.is_code_block(start_line):
        return False
    line = start_line + 1
    while state.env["colons"] and line < end_line and (state.isEmpty(line) or state.is_code_block(line)):
        if _opens_colons(state, line):
            end_line = line
        line += 1
    return code(state, start_line, end_line, silent)


def _opens_colons(state: StateBlock, line: int) -> bool:
    if not state.env["colons"]:
        return False
    at = state.bMarks[line] + state.tShift[line]
    pattern = _PRIVATE if state.level < DEEPEST else _PRIVATE_DEEP
    return at < state.eMarks[line] and bool(pattern.match(state.src[at : state.eMarks[line]]))


def set_block_rules(md: MarkdownIt) -> None:
    """Put the rules of this module in place of markdown-it's."""
    ruler = md.block.ruler
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    ruler.before("table", "private", private_mark, {"alt": interrupts})
    ruler.at("table", located_table, {"alt": ["paragraph", "reference"]})
    ruler.at("code", indented_code, {"alt": []})
    ruler.at("blockquote", bounded_quote, {"alt": interrupts})
    ruler.at("list", located_list, {"alt": ["paragraph", "reference", "blockquote"]})
    ruler.at("reference", private_reference, {"alt": []})
    ruler.at("heading", located_heading, {"alt": ["paragraph", "reference", "blockquote"]})
    ruler.at("paragraph", text_block, {"alt": []})
    ruler.disable(["lheading", "html_block"])
