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

# In a text that is not composed, an accent stands after its letter and goes on with its word.
_PLACED = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_PLACED_DENSE = re.compile(rf"[{_DENSE}]|(?:(?![{_DENSE}])[^\W_])+(?:[\u0300-\u036f]+[^\W_]*)*")


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    if text.isascii():
        return _WORD.findall(text.lower())
    text = unicodedata.normalize("NFC", text).lower()
    words = (_DENSE_WORD if _HAS_DENSE.search(text) else _WORD).findall(text)
    return [word if word.isascii() else _folded(word) for word in words]


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    """A word as it is compared: without case and accents, whichever way Unicode composes them."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def placed_words(text: str) -> list[tuple[str, Span]]:
    """The folded words of a text, each with its place in it."""
    pattern = _PLACED_DENSE if _HAS_DENSE.search(text) else _PLACED
    return [(_folded(match[0]), Span(*match.span())) for match in pattern.finditer(text)]


class Phrases(Generic[Value]):
    """Many rows of words to be looked for at once, each with a value. The longest word of a row leads to it."""

    def __init__(self, phrases: Iterable[tuple[Words, Value]]) -> None:
        self._by_anchor: dict[str, list[tuple[int, Words, Value]]] = {}
        for words, value in phrases:
            at = max(range(len(words)), key=lambda number: len(words[number]))
            self._by_anchor.setdefault(words[at], []).append((at, words, value))

    def __bool__(self) -> bool:
        return bool(self._by_anchor)

    def found_in(self, words: list[str]) -> Iterator[tuple[int, Words, Value]]:
        """Each row of words that stands in a text, as often as it does: where it begins, its words and its value."""
        anchors = self._by_anchor
        for number in [number for number, word in enumerate(words) if word in anchors]:
            for at, phrase, value in anchors[words[number]]:
                start = number - at
                if start >= 0 and tuple(words[start : start + len(phrase)]) == phrase:
                    yield start, phrase, value
