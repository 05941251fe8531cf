"""Words in a row, found however they are written: in capitals, without accents, with anything between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Generic, TypeVar

from site_builder.text import Span

Words = tuple[str, ...]
Value = TypeVar("Value")

# In these scripts no space parts the words: each character is one.
_DENSE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAS_DENSE = re.compile(f"[{_DENSE}]")
_WORD = re.compile(r"[^\W_]+")
_DENSE_WORD = re.compile(rf"[{_DENSE}]|(?:(?![{_DENSE}])[^\W_])+")

# What nobody sees, such as a soft hyphen, parts no word.
_UNSEEN = "\u00ad\u200c\u200d\u2060\ufeff"
_WITHOUT_UNSEEN = {ord(char): None for char in _UNSEEN}

# In a text that is not composed, an accent stands after its letter and goes on with its word.
_PLACED = re.compile(rf"[^\W_]+(?:[\u0300-\u036f{_UNSEEN}]+[^\W_]*)*")
_PLACED_DENSE = re.compile(rf"[{_DENSE}]|(?:(?![{_DENSE}])[^\W_])+(?:[\u0300-\u036f{_UNSEEN}]+[^\W_]*)*")


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    if text.isascii():
        return _WORD.findall(text.lower())
    text = unicodedata.normalize("NFC", text.translate(_WITHOUT_UNSEEN)).lower()
    words = (_DENSE_WORD if _HAS_DENSE.search(text) else _WORD).findall(text)
    return [word if word.isascii() else _folded(word) for word in words]


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    """A word as it is compared: without case and accents, whichever way Unicode composes them."""
    word = word.translate(_WITHOUT_UNSEEN)
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def placed_words(text: str) -> list[tuple[str, Span]]:
    """The folded words of a text, each with its place in it."""
    pattern = _PLACED_DENSE if _HAS_DENSE.search(text) else _PLACED
    return [(_folded(match[0]), Span(*match.span())) for match in pattern.finditer(text)]


class Phrases(Generic[Value]):
    """Many rows of words to be looked for at once, each with a value: as a tree, in which rows that begin alike are one
    branch. However many rows there are, a text is read once."""

    def __init__(self, phrases: Iterable[tuple[Words, Value]]) -> None:
        self._root: _Branch[Value] = _Branch()
        for words, value in phrases:
            branch = self._root
            for word in words:
                branch = branch.onward.setdefault(word, _Branch())
            branch.ends.append((words, value))

    def __bool__(self) -> bool:
        return bool(self._root.onward)

    def found_in(self, words: list[str]) -> Iterator[tuple[int, Words, Value]]:
        """Each row of words that stands in a text, as often as it does: where it begins, its words and its value."""
        first = self._root.onward
        for start in [number for number, word in enumerate(words) if word in first]:
            branch: _Branch[Value] | None = first[words[start]]
            at = start
            while branch:
                for phrase, value in branch.ends:
                    yield start, phrase, value
                at += 1
                branch = branch.onward.get(words[at]) if at < len(words) else None


class _Branch(Generic[Value]):
    """The rows that begin with some words: those that end there, and by the next word those that go on."""

    __slots__ = ("ends", "onward")

    def __init__(self) -> None:
        self.ends: list[tuple[Words, Value]] = []
        self.onward: dict[str, _Branch[Value]] = {}
