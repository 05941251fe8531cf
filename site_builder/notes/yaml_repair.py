"""What a line of broken YAML was meant to say: the likely cause in plain words, and the line put right.

Works on text alone: a repair is a few edits in one line. Whoever tries it reads the result, and keeps the first that
reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from site_builder.notes.nodes import quote
from site_builder.text import Span
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """A way to put one line right: why it is wrong, and edits (a span and its replacement), in order, not overlapping.

    `place` is what to point at. `advice` begins the remedy; the corrected line follows it.
    """

    place: Span
    cause: str
    advice: str
    edits: tuple[tuple[Span, str], ...]


def apply_repair(text: str, repair: Repair) -> str:
    """The text with a repair made."""
    parts: list[str] = []
    at = 0
    for span, new in repair.edits:
        parts += text[at : span.start], new
        at = span.end
    return "".join(parts) + text[at:]


def origin_of(offset: int, repair: Repair) -> int:
    """Where an offset in the repaired text was before: inside a replacement, at its beginning."""
    shift = 0
    for span, new in repair.edits:
        start = span.start + shift
        if offset <= start:
            break
        if offset < start + len(new):
            return span.start
        shift += len(new) - (span.end - span.start)
    return offset - shift


def corrected_line(text: str, repair: Repair) -> str:
    """The line that a repair touches, put right; without its indent, unless that is what was wrong."""
    after = apply_repair(text, repair)
    first = repair.edits[0][0].start
    start = after.rfind("\n", 0, first) + 1
    line = after[start:].partition("\n")[0].rstrip()
    return line if first == start else line.lstrip()


def propose_repairs(text: str, line: Span, indent: int) -> Iterator[Repair]:
    """The repairs that may help the line at `line` (its whole extent), likeliest first.

    `indent` is the column at which top-level keys stand.
    """
    typed = text[line.start : line.end]
    match = _LINE.match(typed) if len(typed) <= _LONGEST else None
    if match is None:
        return
    at = line.start
    blank = typed[: len(typed) - len(typed.lstrip())]
    if "\t" in blank:
        # Further lines indented so are of the same cause: one repair for all of them.
        lines = _TABBED.match(text, at)
        tabs = (n for line in _INDENT.finditer(lines[0]) for n in range(*line.span())) if lines else ()
        edits = tuple((Span(at + n, at + n + 1), "  ") for n in tabs if text[at + n] == "\t")
        place = Span(at, at + len(blank))
        yield Repair(place, "This line is indented with a tab.", "YAML wants spaces:", edits)
    key = match["key"] or ""
    if glued := _GLUED.match(typed):
        after = at + glued.end()
        cause = f"There is no space after `{glued[1]}:`, so YAML sees no key here."
        yield Repair(Span(at + glued.start(1), after), cause, "Write", ((Span(after, after), " "),))
    if dashed := _DASHED.match(typed):
        after = at + dashed.end()
        cause = "There is no space after this dash, so YAML sees no item here."
        yield Repair(Span(after - 1, line.end), cause, "Write", ((Span(after, after), " "),))
    value = Span(at + match.start("value"), at + match.end("value"))
    if match["lead"].strip():
        yield from _repairs_of_indent(text, line, len(blank))
    yield from _repairs_of_hashes(text, Span(value.start, at + len(typed.rstrip())), value.end, key)
    if value.start < value.end and not _WHOLE_QUOTE.fullmatch(text, value.start, value.end):
        yield from _repairs_of_value(text, value, key, in_list="-" in match["lead"])
    if key and len(blank) > indent and not match["lead"].strip():
        place = Span(at + len(blank), at + len(blank) + len(key))
        cause = f"`{key}` stands further in than the keys above it."
        yield Repair(place, cause, "Take the spaces before it away:", ((Span(at + indent, at + len(blank)), ""),))
    if not key:
        place = Span(at + len(blank), line.end)
        cause = "This line is neither `key: value` nor part of the value above it."
        yield Repair(place, cause, "Indent it if it goes on from the line above:", ((Span(at, at), "  "),))


# The bullets and the indent; a key; the value; a comment.
_LINE = re.compile(
    r"(?P<lead>\s*(?:-[ \t]+)*)(?:(?P<key>\"[^\"]*\"|'[^']*'|\[\[[^\[\]]+\]\]|[^\s\[{\"'#][^:]*?)\s*:(?:[ \t]+|$))?"
    r"(?P<value>.*?)(?P<comment>\s+#.*)?\s*$"
)
_TABBED = re.compile(r"(?: *\t[^\n]*(?:\n|\Z)){1,100}")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_DASHED = re.compile(r" *-(?=[^\W\d]|\[\[|[\"'])")
_GLUED = re.compile(r"\s*(?:-[ \t]+)*([^\W\d][\w-]*):(?=[^\s/:])")
# A comma before more than a name is no list, but prose: `[[ada]], who said so`.
_LINK_OR_NAME = re.compile(r"\s*(?:\[\[[^\[\]]+\]\]|[^\s\[\]]+(?: [^\s\[\]]+)?)\s*")


def _repairs_of_indent(text: str, line: Span, indent: int) -> Iterator[Repair]:
    """An item that stands neither under the item above it nor under a text of that item."""
    above = text.rfind("\n", 0, max(line.start - 1, 0)) + 1
    item = _ITEM.match(text, above, max(line.start - 1, 0))
    if item and len(item[1]) != indent:
        further = "further in" if indent > len(item[1]) else "less far in"
        place = Span(line.start + indent, line.end)
        edits = ((Span(line.start, line.start + indent), item[1]),)
        yield Repair(place, f"This item stands {further} than the one above it.", "Put it under that one:", edits)


_ITEM = re.compile(r"( *)- ")
_WHOLE_QUOTE = re.compile(r"\"[^\"\\]*\"|'(?:[^']|'')*'")


def _repairs_of_hashes(text: str, whole: Span, end: int, key: str) -> Iterator[Repair]:
    """A list that ends in what YAML takes for a comment from `end` on: `[#one, #two]`."""
    typed = text[whole.start : whole.end]
    is_list = whole.end > end and typed.startswith("[") and typed.endswith("]") and "]" not in text[whole.start : end]
    if is_list and (edits := tuple(_quoted_items(whole.start, typed))):
        yield Repair(whole, f"{_owner(key)} has items that begin with `#`.", "Quote them:", edits)


def _owner(key: str) -> str:
    return f"The value of `{key.strip(_QUOTES)}`" if key else "This item"


def _repairs_of_value(text: str, value: Span, key: str, in_list: bool) -> Iterator[Repair]:
    typed = text[value.start : value.end]
    first = typed[0]
    owner = _owner(key)
    whole = _replaced(value, typed)
    if typed.startswith("[[") and not in_list and (parts := _links_in(typed)):
        edits = tuple(edit for part in parts for edit in _quoted_part(value.start, typed, part))
        edits = ((Span(value.start, value.start), "["), *edits, (Span(value.end, value.end), "]"))
        yield Repair(value, f"{owner} names several, and is no list.", "Make it one:", _joined(edits))
    if first in _QUOTES:
        if typed.count(first) == 1 and first == '"':
            end = Span(value.end, value.end)
            yield Repair(value, f"{owner} opens a quote and does not close it.", "Close it:", ((end, first),))
        elif "\\" in typed and typed.endswith('"') and len(typed) > 2:
            inner = "'" + typed[1:-1].replace("'", "''") + "'"
            cause = f"{owner} has a backslash in double quotes, where YAML gives it a meaning of its own."
            yield Repair(value, cause, "Use single quotes:", ((value, inner),))
        cause = f"{owner} begins with a quote that does not close at its end."
        yield Repair(value, cause, "Put quotes around all of it:", whole)
    elif (first in "[{" and not typed.startswith(("[[", "{{"))) or typed.startswith("[[["):
        opening, closing = first, "]" if first == "[" else "}"
        missing = typed.count(opening) - typed.count(closing)
        if missing > 0:
            end = Span(value.end, value.end)
            cause = f"{owner} opens `{opening}` and does not close it."
            yield Repair(value, cause, "Close it:", ((end, closing * missing),))
        elif missing < 0:
            cut = Span(value.end + missing, value.end)
            if text[cut.start : cut.end] == closing * -missing:
                cause = f"{owner} closes `{closing}` more often than it opens `{opening}`."
                yield Repair(cut, cause, "Take it away:", ((cut, ""),))
        if first == "[" and typed.endswith("]") and (edits := tuple(_quoted_items(value.start, typed))):
            yield Repair(value, f"{owner} has an item that YAML cannot read without quotes.", "Quote it:", edits)
        yield Repair(value, f"{owner} goes on after its closing `{closing}`.", "If it is text, quote it:", whole)
    elif first in "@`%&*!|>?,]}":
        yield Repair(
            value,
            f"{owner} begins with {_NAMES.get(first, f'`{first}`')}, which means something else in YAML.",
            "Quote it:",
            whole,
        )
    elif typed.startswith("[["):
        yield Repair(value, f"{owner} is a link and more text.", "Put quotes around all of it:", whole)
    elif ": " in typed or typed.endswith(":"):
        cause = f"{owner} has a colon in it, which YAML takes for a second key."
        yield Repair(value, cause, "Put quotes around it:", whole)
    else:
        yield Repair(value, f"{owner} cannot be read as YAML.", "Put quotes around it:", whole)


_QUOTES = "\"'"
_NAMES = {"`": "a backtick"}
_LONGEST = 1_000


def _replaced(span: Span, typed: str) -> tuple[tuple[Span, str], ...]:
    """Edits that quote all of a value; kept apart where they can be, so that places inside it survive."""
    quoted = quote(typed)
    if quoted[1:-1] == typed:
        mark = quoted[0]
        return (Span(span.start, span.start), mark), (Span(span.end, span.end), mark)
    return ((span, quoted),)


def _links_in(typed: str) -> list[Span]:
    """The parts between commas of a value that is links and names, or nothing if it is no such list."""
    parts = [Span(m.start(), m.end()) for m in re.finditer(r"(?:\[\[[^\[\]]*\]\]|[^,\[\]])+", typed)]
    between = "".join(typed[a.end : b.start] for a, b in pairwise(parts))
    plain = all(_LINK_OR_NAME.fullmatch(typed, part.start, part.end) for part in parts)
    return parts if plain and len(parts) > 1 and between == "," * (len(parts) - 1) else []


def _quoted_items(start: int, typed: str) -> Iterator[tuple[Span, str]]:
    for part in (Span(m.start(), m.end()) for m in re.finditer(r"(?:\[\[[^\[\]]*\]\]|[^,\[\]])+", typed[1:-1])):
        inner = Span(part.start + 1, part.end + 1)
        text = typed[inner.start : inner.end].strip()
        if text and text[0] not in _QUOTES and (text[0] in "@`%&*!|>?-#{}" or ": " in text or "[[" in text):
            yield from _quoted_part(start, typed, inner)


def _quoted_part(start: int, typed: str, part: Span) -> Iterable[tuple[Span, str]]:
    text = typed[part.start : part.end]
    inner = text.strip()
    if not inner or inner[0] in _QUOTES:
        return ()
    at = start + part.start + len(text) - len(text.lstrip())
    return _replaced(Span(at, at + len(inner)), inner)


def _joined(edits: tuple[tuple[Span, str], ...]) -> tuple[tuple[Span, str], ...]:
    """Edits at one place, made one, so that what was inserted there keeps its order."""
    joined: list[tuple[Span, str]] = []
    for span, new in edits:
        if joined and joined[-1][0] == span and span.start == span.end:
            joined[-1] = (span, joined[-1][1] + new)
        else:
            joined.append((span, new))
    return tuple(joined)
