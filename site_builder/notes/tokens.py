"""Tokens: `key:value` on a line, from a short list of keys, in three dialects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from site_builder.notes.body import Trouble
from site_builder.notes.dates import When, parse_when, resolve_relative, why_not
from site_builder.notes.line import TESTS
from site_builder.notes.references import half_linked, parse_ref, split_refs
from site_builder.notes.schema import Ref

_KEYS = "due|done|moved|on|watch|to|by|via|seen_by|size|min|outcome|thanked|why|private|tests"
TOKEN = re.compile(
    rf"(?:(?<=\s)|^)(?P<key>(?i:{_KEYS})):"
    r"(?P<value>\"[^\"]*\"|“[^”]*”|(?:@?\[\[[^\]]*\]\]|\[[^\]]*\]\([^)]*\)|[^\s\"“|])(?:\[\[[^\]]*\]\]|[^\s|])*)"
)
_DATAVIEW = re.compile(rf"[\[(](?P<key>(?i:{_KEYS}))::\s*(?P<value>(?:\[\[[^\]]*\]\]|[^\])])*)[\])]")
_EMOJI = re.compile(r"(?P<sign>📅|✅|❌)\ufe0f?\s*(?P<value>\d{4}-\d{2}-\d{2})")
_EMOJI_KEYS = {"📅": "due", "✅": "done", "❌": "dropped"}
SIZES = {"S": 1, "M": 2}
_DATE_KEYS = frozenset({"due", "done", "moved", "on", "watch", "thanked"})
_REF_KEYS = frozenset({"to", "by", "via", "seen_by"})
OUTCOMES = frozenset({"yes", "no", "later", "met", "none"})
_OF_MOVES = frozenset(_KEYS.split("|"))
_OF_TASKS = _OF_MOVES - {"tests"}
_OF_LINES = _OF_TASKS - {"due", "done", "moved"}
OF_MET = frozenset({"on", "min"})
"""The tokens of an item of an event's Met list, which is else prose."""


def keys_of(task: bool, meaning: str = "") -> frozenset[str]:
    """The keys that make a token on a line under a heading of a meaning: some only of tasks, one only of moves."""
    if not task:
        return _OF_LINES
    return _OF_MOVES if meaning == "plan" else _OF_TASKS


@dataclass(slots=True)
class Tokens:
    """The tokens of one line while they are read, and where they stand in its text."""

    anchor: str
    base: date | None
    keys: frozenset[str]
    found: dict[str, list[str]] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def take(self, key: str) -> str:
        """The last value of a key, or nothing."""
        return self.found.get(key, [""])[-1]

    def when(self, key: str) -> When | None:
        """The date of a key; of several the last, and a trouble."""
        dates = self.whens(key)
        if len(set(dates)) > 1:
            fact = f"`{key}:` stands on this line twice, with {dates[0]} and {dates[-1]}."
            remedy = "Keep one of them." if key != "due" else "Keep one of them; `moved:` puts a promise off."
            self.troubles.append(Trouble("bad-value", f"{self.anchor}/{key}:{self.take(key)}", fact, remedy))
        return dates[-1] if dates else None

    def whens(self, key: str) -> tuple[When, ...]:
        """The dates of a key, counted from `base`; what is none becomes a trouble."""
        dates = []
        for value in self.found.get(key, []):
            day = resolve_relative(value, self.base) if self.base else parse_when(value)
            if day:
                dates.append(day)
            else:
                self.troubles.append(_no_date(self.anchor, key, value, self.base))
        return tuple(dates)

    def refs(self, key: str) -> tuple[tuple[Ref, ...], bool, bool]:
        """The references of a token, and whether it says `me` or `all`."""
        refs, me, everyone = [], False, False
        for value in self.found.get(key, []):
            for part in split_refs(value):
                if meant := half_linked(part):
                    fact = f"`{key}:{part}` is no link: its brackets do not match."
                    trouble = Trouble("bad-value", f"{self.anchor}/{key}:{part}", fact, f"Write `{key}:[[{meant}]]`.")
                    self.troubles.append(trouble)
                    part = f"[[{meant}]]"
                word = part.lstrip("@").casefold()
                me, everyone = me or word == "me", everyone or word == "all"
                if word not in ("me", "all") and (ref := parse_ref(part, self.anchor)):
                    refs.append(ref)
        return tuple(refs), me, everyone


def find_tokens(text: str, typed: str, anchor: str, base: date | None, keys: frozenset[str]) -> Tokens:
    """The tokens of a line with one of these keys; signs of other dialects stand for `due:`, `done:` and a drop."""
    tokens = Tokens(anchor, base, keys)
    for pattern in (TOKEN, _DATAVIEW):
        for match in pattern.finditer(text):
            key, value = match["key"].casefold(), match["value"]
            if key not in keys or not _fits(key, value):
                continue
            # The destination of a link is blanked in the text; here it says who is meant.
            whole = pattern.match(typed, match.start()) if key in _REF_KEYS else None
            value = _trimmed(whole["value"] if whole else value).strip('"“”')
            tokens.found.setdefault(key, []).append(value)
            tokens.spans.append(match.span())
    if "due" in keys:
        for match in _EMOJI.finditer(text):
            tokens.found.setdefault(_EMOJI_KEYS[match["sign"]], []).append(match["value"])
            tokens.spans.append(match.span())
    tokens.spans.sort()
    return tokens


def _no_date(line: str, key: str, value: str, base: date | None) -> Trouble:
    anchor = f"{line}/{key}:{value}"
    reason = why_not(value)
    if not reason and base is None and resolve_relative(value, date(2000, 1, 1)):
        reason = f"`{key}:{value}` counts from the line's date, and this line has none."
        return Trouble("bad-value", anchor, reason, f"Write the date out, such as `{key}:2026-06-05`.")
    message = reason or f"`{key}:{value}` is not a date."
    return Trouble("bad-value", anchor, message, f"Write `{key}:` with a date such as 2026-06-05, +3d or fri.")


def _fits(key: str, value: str) -> bool:
    """Whether a token is one: a misfit is text, except of dates, where it is an error (a lost deadline is loud)."""
    typed, value = value.strip(), _trimmed(value).casefold()
    if key in _REF_KEYS:
        return typed.startswith(("@", "[", '"', "“")) or value in ("me", "all")
    if key == "size":
        return value.upper() in SIZES
    if key == "min":
        return value.isdecimal() and value.isascii()
    if key == "outcome":
        return value in OUTCOMES
    if key == "private":
        return value in ("yes", "true")
    if key == "tests":
        return all(word.strip() in TESTS for word in value.split(","))
    return bool(typed)


def _trimmed(value: str) -> str:
    """A value without the marks that end a phrase or a sentence."""
    return value.strip().rstrip(",;.!?")


def without_tokens(text: str, keys: frozenset[str]) -> str:
    """A text without the tokens that were understood; a misfit stays."""

    def keep_misfit(match: re.Match[str]) -> str:
        key = match["key"].casefold()
        return "" if key in keys and _fits(key, match["value"]) else match[0]

    text = _DATAVIEW.sub(keep_misfit, TOKEN.sub(keep_misfit, text))
    return re.sub(r"\s{2,}", " ", _EMOJI.sub("", text) if "due" in keys else text)
