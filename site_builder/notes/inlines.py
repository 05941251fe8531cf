"""The inline rules of a note: wikilinks, links, mentions, code and highlights, each with its place in its text.

One rule looks at a character and calls the few that can begin with it; what is no such character is plain text.
`meta["at"]` of a token is its span in the text that is parsed. The rules read `env`: `mentions` (whether `@ada` is a
mention here), and `steps`, the work that looking for the ends of labels may still cost: it is what makes 30,000
brackets harmless.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_inline import StateInline, backtick, emphasis, entity, escape, newline, strikethrough

InlineRule = Callable[[StateInline, bool], bool]

# CommonMark allows 999 characters in a link label; more in a wikilink would be no name either.
_LONGEST = 999
_ESCAPED_LINK = re.compile(r"\\\[\\?\[[^\[\]\n\\]{1,200}\\?\]\\?\]")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*)>")
_EMAIL = re.compile(r"<([\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)>", re.ASCII)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_SPACES = re.compile(r"[ \t\n]*")
_LAST_LABEL = -1  # a key of `state.cache` that is no position: where the last `](` stands


def find_target(destination: str) -> tuple[str, str]:
    """A Markdown destination as target and heading: see `Link.target`."""
    if _SCHEME.match(destination):
        return destination, ""
    path, _, fragment = destination.partition("#")
    return unquote(path), unquote(fragment)


def _wikilink(state: StateInline, silent: bool, start: int) -> bool:
    """`[[target#heading|text]]` at `start`; an embed if `!` stands before it."""
    opening = state.src.index("[", start)
    end = state.src.find("]]", opening + 2, min(state.posMax, opening + _LONGEST))
    if end < 0 or state.linkLevel:
        return False
    inner = state.src[opening + 2 : end]
    if "\n" in inner or "[[" in inner or not inner.strip():
        return False
    if not silent:
        target, pipe, label = inner.partition("|")
        if pipe:
            target = target.removesuffix("\\")
        target, _, heading = (part.strip() for part in target.partition("#"))
        shown = label.strip() or (f"{target} > {heading}" if target and heading else target or heading)
        token = state.push("embed" if opening > start else "wikilink", "", 0)
        token.meta = {"at": (start, end + 2), "target": target, "heading": heading}
        token.content = shown
    state.pos = end + 2
    return True


def _bracket(state: StateInline, silent: bool) -> bool:
    start = state.pos
    image = state.src[start] == "!"
    opening = start + 1 if image else start
    if image and not (opening < state.posMax and state.src[opening] == "["):
        return False
    if state.src.startswith("[[", opening) and _wikilink(state, silent, start):
        return True
    return _link(state, silent, start, opening, image)


def _link(state: StateInline, silent: bool, start: int, opening: int, image: bool) -> bool:
    """`[text](destination "title")`, `[text][label]`, `[label]`, and the same as images. After markdown-it's rules."""
    references = state.env.get("references")
    last = state.cache.get(_LAST_LABEL)
    if last is None:
        last = state.cache[_LAST_LABEL] = state.src.rfind("](")
    if not references and opening >= last:
        return False
    label_end = _label_end(state, opening, not image)
    if label_end < 0:
        return False
    found = _inline_destination(state, label_end + 1)
    if found is None and references:
        found = _reference_destination(state, references, opening, label_end)
    if found is None:
        return False
    end, destination = found
    if not silent:
        meta: dict[str, Any] = {"at": (start, end), "rest": (label_end + 1, end)}
        meta["target"], meta["heading"] = find_target(destination)
        if image:
            token = state.push("image", "", 0)
            token.meta = meta
            token.children = []
            state.md.inline.parse(state.src[opening + 1 : label_end], state.md, state.env, token.children)
        else:
            outer = state.posMax
            state.pos, state.posMax = opening + 1, label_end
            state.push("link_open", "a", 1).meta = meta
            state.linkLevel += 1
            state.md.inline.tokenize(state)
            state.linkLevel -= 1
            state.push("link_close", "a", -1)
            state.posMax = outer
    state.pos = end
    return True


def _label_end(state: StateInline, opening: int, unnested: bool) -> int:
    """Where the `]` of a label stands, or -1. `unnested`: a label that holds a link is none."""
    before, level, end = state.pos, 1, -1
    state.pos = opening + 1
    while state.pos < state.posMax:
        state.env["steps"] -= 1
        if state.env["steps"] < 0:
            break
        character = state.src[state.pos]
        if character == "]":
            level -= 1
            if level == 0:
                end = state.pos
                break
        at = state.pos
        state.md.inline.skipToken(state)
        if character == "[":
            if state.pos == at + 1:
                level += 1
            elif unnested:
                break
    state.pos = before
    return end


def _inline_destination(state: StateInline, at: int) -> tuple[int, str] | None:
    source, maximum = state.src, state.posMax
    if not source.startswith("(", at) or at >= maximum:
        return None
    at = _skip_spaces(source, at + 1, maximum)
    destination = ""
    found = parseLinkDestination(source, at, maximum)
    if found.ok:
        destination, at = found.str, found.pos
        after = _skip_spaces(source, at, maximum)
        if after > at and after < maximum and source[after] in "\"'(":
            title = parseLinkTitle(source, after, maximum)
            if title.ok:
                after = _skip_spaces(source, title.pos, maximum)
        at = after
    return (at + 1, destination) if at < maximum and source[at] == ")" else None


def _skip_spaces(source: str, at: int, maximum: int) -> int:
    found = _SPACES.match(source, at, maximum)
    return found.end() if found else at


def _reference_destination(
    state: StateInline, references: dict[str, Any], opening: int, label_end: int
) -> tuple[int, str] | None:
    end, label = label_end + 1, ""
    if end < state.posMax and state.src[end] == "[":
        close = _label_end(state, end, False)
        if close >= 0:
            label, end = state.src[end + 1 : close], close + 1
    label = label or state.src[opening + 1 : label_end]
    found = references.get(normalizeReference(label)) if len(label) <= _LONGEST else None
    return (end, str(found["href"])) if found else None


def _autolink(state: StateInline, silent: bool) -> bool:
    found = _AUTOLINK.match(state.src, state.pos, state.posMax)
    prefix = ""
    if not found:
        found, prefix = _EMAIL.match(state.src, state.pos, state.posMax), "mailto:"
    if not found:
        return False
    if not silent:
        token = state.push("autolink", "", 0)
        token.meta = {"at": found.span(), "target": prefix + found.group(1), "heading": ""}
        token.content = found.group(1)
    state.pos = found.end()
    return True


def _mention(state: StateInline, silent: bool) -> bool:
    if silent or not state.env["mentions"] or state.linkLevel:
        return False
    source, start = state.src, state.pos
    before = start
    while before and source[before - 1] in "*_~=" and start - before < 4:
        before -= 1  # **@ada**: the marks of emphasis are as good as the space before them
    if before and not (source[before - 1].isspace() or source[before - 1] in "([{<"):
        return False
    end = _word_end(source, start + 1, state.posMax)
    if end == start + 1:
        return False
    after = source[end : end + 2]
    if after[:1] in ("@", "/") or (after[:1] == "." and after[1:].isalnum()):
        return False
    token = state.push("mention", "", 0)
    token.meta = {"at": (start, end), "target": source[start + 1 : end], "heading": ""}
    token.content = source[start:end]
    state.pos = end
    return True


def _word_end(source: str, at: int, maximum: int) -> int:
    """The end of a word of letters, digits, `-` and `_` which ends in a letter or digit, with its combining marks."""
    end = at
    while at < maximum and (source[at].isalnum() or source[at] in "-_" or unicodedata.category(source[at])[0] == "M"):
        at += 1
        if source[at - 1] not in "-_":
            end = at
    return end


def _code(state: StateInline, silent: bool) -> bool:
    start = state.pos
    found = backtick(state, silent)
    if found and not silent and state.tokens and state.tokens[-1].type == "code_inline" and state.src[start] == "`":
        state.tokens[-1].meta.setdefault("at", (start, state.pos))
    return found


def _escape(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not escape(state, silent):
        return False
    if not silent and state.src.startswith(("\\[[", "\\[\\["), start):
        found = _ESCAPED_LINK.match(state.src, start, state.posMax)
        if found:
            state.tokens[-1].meta["escaped_link"] = found.span()
    return True


def _highlight(state: StateInline, silent: bool) -> bool:
    source, start = state.src, state.pos
    if not source.startswith("==", start) or source.startswith("===", start):
        return False
    end = source.find("==", start + 2, min(state.posMax, start + _LONGEST))
    if end <= start + 2 or source[start + 2].isspace() or source[end - 1].isspace() or source.startswith("===", end):
        return False
    if not silent:
        outer = state.posMax
        state.pos, state.posMax = start + 2, end
        state.push("mark_open", "mark", 1)
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1)
        state.posMax = outer
    state.pos = end + 2
    return True


_RULES: dict[str, InlineRule] = {
    "\n": newline,
    "\\": _escape,
    "`": _code,
    "*": emphasis.tokenize,
    "_": emphasis.tokenize,
    "~": strikethrough.tokenize,
    "[": _bracket,
    "!": _bracket,
    "<": _autolink,
    "&": entity,
    "@": _mention,
    "=": _highlight,
}
SPECIAL = re.compile("[" + re.escape("".join(_RULES)) + "]")


def _by_character(state: StateInline, silent: bool) -> bool:
    rule = _RULES.get(state.src[state.pos])
    return rule is not None and rule(state, silent)


def set_inline_rules(md: MarkdownIt) -> None:
    """Put the rules of this module in place of markdown-it's."""
    ruler = md.inline.ruler
    for name in ruler.get_active_rules():
        if name != "text":
            ruler.disable(name)
    ruler.push("by_character", _by_character)
    # A label is looked through for its end, so that too must stop the plain text.
    md.inline.terminator_re = re.compile("[" + re.escape("".join(_RULES) + "]") + "]")
    md.inline.ruler2.disable("fragments_join")
