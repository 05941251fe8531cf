"""What the notes that are left out are called, and where other notes name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from site_builder.share.phrases import Words, placed_words, words_of
from site_builder.text import Span
from site_builder.values import dataclass

_APART = re.compile(r"(?:[\s_.>\-\u2010-\u2015]|%20){0,12}\Z")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A private note by what it is called. `names`: its id, name and aliases as typed, of a person or an organisation
    only: the names of other notes are words like any others."""

    path: str
    type: str
    names: tuple[str, ...] = ()

    @property
    def who(self) -> bool:
        """Whether it is somebody: what else is left out is something."""
        return self.type in ("contact", "org")


def given_parts(name: str) -> tuple[str, ...]:
    """The parts of a person's name, as a note that speaks of them may use one alone."""
    parts = name.split()
    return tuple(part for part in parts if len(part) > 2 and part[0].isupper()) if len(parts) > 1 else ()


class NameFinder:
    """Finds names in a text. A name of several words in any capitals, with anything that joins words between them; a
    single word only as typed and if it has a capital, for `will` and `mark` are words too, unless `loosely`."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[Words, str]]] = {}
        for name in sorted(names):
            if words := tuple(words_of(name)):
                self._by_first.setdefault(words[0], []).append((words, name.strip()))
        for found in self._by_first.values():
            found.sort(key=lambda each: -len(each[0]))

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def places(self, text: str, loosely: bool = False) -> Iterator[Span]:
        """Where the names stand in a text; of two that begin at one place, the longer."""
        if not self._by_first or self._by_first.keys().isdisjoint(words_of(text)):
            return
        words, after = placed_words(text), 0
        for number, (word, place) in enumerate(words):
            for name, typed in self._by_first.get(word, ()) if number >= after else ():
                run = words[number : number + len(name)]
                if tuple(each for each, _ in run) == name and _joined(text, run):
                    span = Span(place.start, run[-1][1].end)
                    if len(name) == 1 and not loosely and not _is_as_typed(text[span.start : span.end], typed):
                        continue
                    yield span
                    after = number + len(name)
                    break


def _joined(text: str, run: Sequence[tuple[str, Span]]) -> bool:
    return all(_APART.match(text[one.end : two.start]) for (_, one), (_, two) in pairwise(run))


def _is_as_typed(word: str, typed: str) -> bool:
    return word == typed if word != word.lower() else word.lower() == word.upper()


def replaced(text: str, spans: Iterable[Span], words: str) -> str:
    """A text with other words at some places, which do not overlap."""
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + words + text[span.end :]
    return text
