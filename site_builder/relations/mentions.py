"""Where the notes speak of somebody in plain words, without a link: somebody wanted may be nearer than one knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.journal.model import Journal
from site_builder.values import dataclass

SHORTEST = 5
"""Letters of a name below which plain words say too little."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the plain words of a note, and the sentence around it."""

    path: str
    text: str


def unlinked_mentions(journal: Journal, key: str) -> tuple[Mention, ...]:
    """The notes that name somebody without linking to them or counting them among their people, by path."""
    names = tuple(name for name in (journal.name(key), *journal.person(key).aliases) if len(name) >= SHORTEST)
    known = {*journal.linked_from(key), *journal.about(key), journal.person(key).path}
    found = (journal.ask(first_mention, path, names) for path in journal.paths() if path not in known)
    return tuple(each for each in found if each is not None)


def first_mention(journal: Journal, path: str, names: tuple[str, ...]) -> Mention | None:
    """The first words of a note that hold one of the names, as a word of its own in any case."""
    if not names:
        return None
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    return next((Mention(path, text) for text in _texts(journal, path) if pattern.search(text)), None)


def _texts(journal: Journal, path: str) -> Iterator[str]:
    body = journal.entry(path).body
    yield from (paragraph.text for paragraph in body.paragraphs)
    yield from (item.text for item in body.items)
