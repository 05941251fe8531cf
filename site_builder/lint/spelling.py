"""How far apart two words are, and which of many words lie near one: for names and keys with a slip in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def slips(one: str, other: str, most: int = 2) -> int:
    """How many letters were put in, left out, changed or swapped with their neighbour; `most + 1` if more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


class Lookalikes:
    """Many words, by their parts: a word with at most two slips still has one of its five parts
    untouched (a swap may touch two neighbouring parts).
    """

    PARTS = 5

    def __init__(self, words: Iterable[str]) -> None:
        self._by_part: dict[tuple[int, int, str], list[tuple[str, int]]] = {}
        self._bits: dict[tuple[str, int], int] = {}
        for word in dict.fromkeys(words):
            known = word, self._letters(word)
            for number, (start, end) in enumerate(_parts(len(word), self.PARTS)):
                self._by_part.setdefault((len(word), number, word[start:end]), []).append(known)

    def _letters(self, word: str) -> int:
        """The letters of a word, a bit for the first of each, one for the second, and so on: a slip changes two bits
        at most, so that most words need not be compared letter by letter."""
        found, counts = 0, dict.fromkeys(word, 0)
        for letter in word:
            found |= 1 << self._bits.setdefault((letter, counts[letter]), len(self._bits))
            counts[letter] += 1
        return found

    def near(self, word: str, most: int) -> tuple[str, ...]:
        """The words with one slip at least and `most` (1 or 2) at most, the nearest first."""
        letters = self._letters(word)
        near = {name for name, others in self._candidates(word, most) if (letters ^ others).bit_count() <= 2 * most}
        found = {name: slips(word, name, most) for name in near - {word}}
        return tuple(sorted((name for name, far in found.items() if far <= most), key=lambda name: (found[name], name)))

    def _candidates(self, word: str, most: int) -> Iterator[tuple[str, int]]:
        for length in range(max(1, len(word) - most), len(word) + most + 1):
            for number, (start, end) in enumerate(_parts(length, self.PARTS)):
                for shift in range(-most, most + 1):
                    if start + shift >= 0 and end + shift <= len(word):
                        yield from self._by_part.get((length, number, word[start + shift : end + shift]), ())


def _parts(length: int, count: int) -> list[tuple[int, int]]:
    """A word of some length in `count` parts, the first ones longer, without the empty ones."""
    size, longer = divmod(length, count)
    parts, at = [], 0
    for number in range(count):
        end = at + size + (number < longer)
        if end > at:
            parts.append((at, end))
        at = end
    return parts
