"""Tags: which there are, how they are spelled, and what bears them."""

from __future__ import annotations

from collections import Counter

from site_builder.journal.model import Journal
from site_builder.journal.names import fold_name
from site_builder.notes.entry import Entry
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: as names are folded, as it is mostly spelled, and the notes that bear it, by path."""

    folded: str
    spelled: str
    paths: tuple[str, ...]


def fold_tag(tag: str) -> str:
    """Tags compare as names do; one of signs alone is itself."""
    return fold_name(tag) or tag


def tags_of(entry: Entry) -> tuple[str, ...]:
    """The tags of a note, as typed."""
    return entry.fields.tags


def all_tags(journal: Journal) -> dict[str, Tag]:
    """Every tag of the journal by its folded form, in that order."""
    spelled: dict[str, Counter[str]] = {}
    paths: dict[str, dict[str, None]] = {}
    for path, tags in journal.of_entries(tags_of).items():
        for tag in tags:
            folded = fold_tag(tag)
            spelled.setdefault(folded, Counter())[tag] += 1
            paths.setdefault(folded, {})[path] = None
    return {
        folded: Tag(folded, min(counts, key=lambda tag: (-counts[tag], tag)), tuple(paths[folded]))
        for folded, counts in sorted(spelled.items())
    }


def find_tag(journal: Journal, folded: str) -> Tag | None:
    """One tag, or `None` where nothing bears it."""
    return journal.ask(all_tags).get(folded)
