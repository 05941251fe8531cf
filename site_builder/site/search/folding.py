"""How texts compare in a search: case, accents and widths folded. `templates/assets/search.js` folds the same way.

Both are made of what Unicode promises never to change (normalisation, lower case) and of the lists below, so that the
terminal and the browser, with different versions of Unicode, agree on every character that both know.
"""

from __future__ import annotations

import re
import unicodedata

# Accents, points and vowel signs that are written above or below; joiners and other characters that nobody sees. The
# vowels of Indian scripts are marks too, and stay: they are the word.
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]"
)
_LETTERS = {
    "ß": "ss", "ς": "σ", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h",
    "ŧ": "t", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "\u2010": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
}  # fmt: skip
_TABLE = str.maketrans(_LETTERS)

# Scripts that put no space between words: any of their characters may begin one.
_NO_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def fold(text: str) -> str:
    """A text for comparing: `Łódź`, `LODZ` and `lodz` are one. Offsets do not hold, line ends stay."""
    if text.isascii():
        return text.lower()
    bare = _UNSEEN.sub("", unicodedata.normalize("NFKD", text)).lower()
    return unicodedata.normalize("NFC", _UNSEEN.sub("", bare).translate(_TABLE))


def fold_words(text: str) -> str:
    """The same, without more than one space anywhere: for what was typed."""
    return " ".join(fold(text).split())


def is_word(character: str) -> bool:
    """Whether a folded character goes on a word, so that none begins after it."""
    return unicodedata.category(character)[0] in "LNM" and not _NO_SPACES.match(character)


def find_word(text: str, word: str, start: int = 0, whole: bool = False) -> int:
    """Where, from `start`, a word of a folded text begins so, or -1. `whole`: it must end there too."""
    inner = is_word(word[0])
    at = text.find(word, start)
    while at >= 0:
        end = at + len(word)
        if not (inner and at and is_word(text[at - 1])) and not (
            whole and end < len(text) and is_word(word[-1]) and is_word(text[end])
        ):
            return at
        at = text.find(word, at + 1)
    return -1


def fold_with_places(line: str) -> tuple[str, list[int]]:
    """A line folded character by character, and for each folded character, and the end, its place in the line."""
    pieces: list[str] = []
    places: list[int] = []
    for number, character in enumerate(line):
        piece = fold(character)
        pieces.append(piece)
        places += [number] * len(piece)
    return "".join(pieces), [*places, len(line)]
