"""The check before a shared site is published: no private line or value stands in any byte of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote_to_bytes

from site_builder.share.phrases import Phrases, words_of
from site_builder.values import dataclass

SHORTEST = 12
"""Characters: what is shorter could stand anywhere by chance."""

_TAG = re.compile(r"<[^>]*>")
_INSIDE_A_WORD = re.compile(r"\w(?:</?(?:a|b|code|del|em|i|mark|s|span|strong|u)(?: [^<>]*)?>)+\w")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """A private line or value, with the note and the line that it stands on."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret that stands in a file of the site."""

    secret: Secret
    file: str


class LeakCheck:
    """Looks for secrets in the files of a site, and knows the files of which it was told that there is none."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self.secrets = tuple(secrets)
        by_words: dict[tuple[str, ...], Secret] = {}
        for secret in sorted(self.secrets):
            if words := tuple(words_of(secret.text)):
                by_words.setdefault(words, secret)
        self._phrases = Phrases(by_words.items())
        self._sound: set[tuple[str, str]] = set()

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._phrases)

    def leaks(self, path: str, data: bytes) -> tuple[Leak, ...]:
        """The secrets in a file's name and bytes, each once."""
        found = {secret for words in readings(path.encode() + b"\n" + data) for secret in self._in(words)}
        return tuple(Leak(secret, path) for secret in sorted(found))

    def remember(self, path: str, digest: str) -> None:
        """There is nothing in a file as it is now."""
        self._sound.add((path, digest))

    def knows(self, path: str, digest: str) -> bool:
        """Whether a file was looked through before, as it is now, and there was nothing in it."""
        return (path, digest) in self._sound

    def _in(self, words: list[str]) -> Iterator[Secret]:
        for _, _, secret in self._phrases.found_in(words):
            yield secret


def readings(data: bytes) -> Iterator[list[str]]:
    """The words of a file as whoever reads it may take them: in its code, and in its text without tags. Whatever is
    written as an entity of HTML, as `%C3` in an address or as `\\u00e9` in JSON is read as what it means."""
    text = (unquote_to_bytes(data) if b"%" in data else data).decode("utf-8", "replace")
    if "&" in text:
        text = unescape(text)
    if "\\u" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    yield words_of(text)
    if "<" in text:
        yield words_of(_TAG.sub(" ", text))
        if _INSIDE_A_WORD.search(text):
            yield words_of(_TAG.sub("", text))
