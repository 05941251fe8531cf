"""Tokens: `key:value` on a line, from a short list of keys, in three dialects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from site_builder.notes.dates import When, parse_when, resolve_relative, why_not
from site_builder.notes.markdown import Item, Trouble
from site_builder.notes.references import parse_ref, split_refs
from site_builder.notes.schema import Ref

_KEYS = "due|done|moved|on|watch|to|by|via|seen_by|size|min|outcome|thanked|why|private|tests"
TOKEN = re.compile(
    rf"(?:(?<=\s)|^)(?P<key>{_KEYS}):"
    r"(?P<value>\"[^\"]*\"|“[^”]*”|(?:@?\[\[[^\]]*\]\]|\[[^\]]*\]\([^)]*\)|[^\s\"“|])(?:\[\[[^\]]*\]\]|[^\s|])*)"
)
_DATAVIEW = re.compile(rf"[\[(](?P<key>{_KEYS})::\s*(?P<value>[^\])]*)[\])]")
_EMOJI = re.compile(r"(?P<sign>📅|✅|❌)\ufe0f?\s*(?P<value>\d{4}-\d{2}-\d{2})")
_EMOJI_KEYS = {"📅": "due", "✅": "done", "❌": "dropped"}
SIZES = {"S": 1, "M": 2}
_DATE_KEYS = frozenset({"due", "done", "moved", "on", "watch"})
_TASK_KEYS = frozenset({"due", "done", "moved"})


@dataclass(slots=True)
class Tokens:
    """The tokens of one line while they are read."""

    item: Item
    base: date | None
    found: dict[str, list[str]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def take(self, key: str) -> str:
        """The last value of a key, or nothing."""
        return self.found.get(key, [""])[-1]

    def when(self, key: str) -> When | None:
        """The last date of a key."""
        dates = self.whens(key)
        return dates[-1] if dates else None

    def whens(self, key: str) -> tuple[When, ...]:
        """The dates of a key, counted from `base`; what is none becomes a trouble."""
        dates = []
        for value in self.found.get(key, []):
            day = resolve_relative(value, self.base) if self.base else parse_when(value)
            if day:
                dates.append(day)
            else:
                self.troubles.append(_no_date(self.item, key, value, self.base))
        return tuple(dates)

    def refs(self, key: str) -> tuple[tuple[Ref, ...], bool, bool]:
        """The references of a token, and whether it says `me` or `all`."""
        refs, me, everyone = [], False, False
        for value in self.found.get(key, []):
            for part in split_refs(value):
                word = part.lstrip("@").casefold()
                me, everyone = me or word == "me", everyone or word == "all"
                if word not in ("me", "all") and (ref := parse_ref(part, self.item.anchor)):
                    refs.append(ref)
        return tuple(refs), me, everyone


def find_tokens(item: Item, base: date | None, task: bool) -> Tokens:
    """The tokens of an item, of which `due:`, `done:`, `moved:` and the signs of other dialects are only for tasks."""
    tokens = Tokens(item, base)
    for pattern in (TOKEN, _DATAVIEW):
        for match in pattern.finditer(item.text):
            key, value = match["key"], match["value"].strip().rstrip(",;").strip('"“”')
            if (key not in _TASK_KEYS or task) and _fits(key, match["value"]):
                tokens.found.setdefault(key, []).append(value)
    if task:
        for match in _EMOJI.finditer(item.text):
            tokens.found.setdefault(_EMOJI_KEYS[match["sign"]], []).append(match["value"])
    return tokens


def _no_date(item: Item, key: str, value: str, base: date | None) -> Trouble:
    anchor = f"{item.anchor}/{key}:{value}"
    reason = why_not(value)
    if not reason and base is None and resolve_relative(value, date(2000, 1, 1)):
        reason = f"`{key}:{value}` counts from the line's date, and this line has none."
        return Trouble("bad-value", anchor, reason, f"Write the date out, such as `{key}:2026-06-05`.")
    message = reason or f"`{key}:{value}` is not a date."
    return Trouble("bad-value", anchor, message, f"Write `{key}:` with a date such as 2026-06-05, +3d or fri.")


def _fits(key: str, value: str) -> bool:
    """Whether a token is one: a misfit is text, except of dates, where it is an error (a lost deadline is loud)."""
    value = value.strip()
    if key in _DATE_KEYS:
        return bool(value)
    if key in ("to", "by", "via", "seen_by"):
        return value.startswith(("@", "[")) or value.casefold().rstrip(",;") in ("me", "all")
    if key == "size":
        return value.upper().rstrip(",;") in SIZES
    if key == "min":
        return value.rstrip(",;").isdecimal() and value.isascii()
    if key == "thanked":
        return value[:1].isdigit() or value.casefold() in ("yes", "today")
    if key == "private":
        return value.casefold().rstrip(",;") in ("yes", "true")
    return bool(value)


def without_tokens(text: str, task: bool = True) -> str:
    """A text without the tokens that were understood; a misfit stays."""

    def keep_misfit(match: re.Match[str]) -> str:
        own = match["key"] not in _TASK_KEYS or task
        return "" if own and _fits(match["key"], match["value"]) else match[0]

    text = _DATAVIEW.sub(keep_misfit, TOKEN.sub(keep_misfit, text))
    return re.sub(r"\s{2,}", " ", _EMOJI.sub("", text) if task else text)
