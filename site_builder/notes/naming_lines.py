"""The lines that name people by their place: `intro: @ada -> @bo` and `new: Mary Somerville | does: translator`."""

from __future__ import annotations

import re
from dataclasses import replace

from site_builder.notes.body import Item
from site_builder.notes.line import Line
from site_builder.notes.references import parse_ref
from site_builder.notes.schema import Ref
from site_builder.notes.tokens import TOKEN, keys_of, without_tokens

_ARROW = re.compile(r"\s*(?:->|→)\s*")
_PART = re.compile(r"(?:\[\[[^\]]*\]\]|[^|])+")
_ANSWERS = ("does", "here for", "wants")


def read_introduction(
    line: Line, item: Item, text: str, typed: str, start: int, refs: tuple[tuple[int, int, Ref], ...]
) -> Line | None:
    """`intro: @ada -> @bo for the engine`: both sides, and the words after them; `None` if it names no two.

    `text` and `typed` are the item, blanked and as typed, `start` where the label ends.
    """
    arrow = _ARROW.search(text, start)
    if arrow is None:
        return None
    left = [ref for at, _, ref in refs if start <= at < arrow.end()]
    right = [(at, end, ref) for at, end, ref in refs if at >= arrow.end()]
    giver = left[0] if left else parse_ref(text[start : arrow.start()], item.anchor)
    if right and not text[arrow.end() : right[0][0]].strip():
        taker: Ref | None = right[0][2]
        rest = right[0][1]
    else:
        name = re.split(r"\s+for\s|,|\||\s[a-z_]+:", text[arrow.end() :], maxsplit=1)[0]
        taker = parse_ref(name, item.anchor)
        rest = arrow.end() + len(name)
    if giver is None or taker is None:
        return None
    text, shown = text[rest:].strip(), typed[rest:].strip()
    return replace(line, text=text, shown=shown, sides=(giver, taker), category="intro")


def read_stub(
    line: Line, item: Item, text: str, typed: str, start: int, refs: tuple[tuple[int, int, Ref], ...]
) -> Line | None:
    """`new: Mary Somerville | does: translator`: the name, the answers, and the other words; `None` without a name."""
    bounds = [part.span() for part in _PART.finditer(text, start)]
    end = bounds[0][1]
    inside = [(at, stop, ref) for at, stop, ref in refs if at >= start and not text[start:at].strip()]
    if inside:
        name: Ref | None = inside[0][2]
        rest = inside[0][1]
    else:
        token = TOKEN.search(text, start, end)
        head = text[start : token.start() if token else end]
        words = re.split(r",|\s[–—]\s|\s-\s", head, maxsplit=1)[0]
        name = parse_ref(words, item.anchor)
        rest = start + len(words)
    if name is None:
        return None
    answers = []
    said, shown = [text[rest:end]], [typed[rest:end]]
    for at, stop in bounds[1:]:
        asked, colon, answer = typed[at:stop].strip().partition(":")
        if colon and asked.strip().casefold() in _ANSWERS:
            answers.append((asked.strip().casefold(), without_tokens(answer, keys_of(False)).strip()))
        else:
            said.append(text[at:stop].strip())
            shown.append(typed[at:stop].strip())
    return replace(
        line,
        text=" ".join(said).strip(" ,"),
        shown=" ".join(shown).strip(" ,"),
        name=name,
        answers=tuple((asked, answer) for asked, answer in answers if answer),
    )
