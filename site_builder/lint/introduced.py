"""Which findings are new: known by what they are about, never by a line's number, so that moving a line makes none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from site_builder.finding import Finding, Reported
from site_builder.text import digest_of

Fingerprint = tuple[str, str, str]
"""A rule, a note, and a digest of the words that the finding is about; nothing for the note as a whole."""

TextAt = Callable[[Finding], str]


def fingerprint_of(finding: Finding, text_at: TextAt) -> Fingerprint:
    """What a finding is known by, whatever lines come and go above it."""
    words = "" if finding.anchor == "note" else " ".join(text_at(finding).split())
    return finding.rule, finding.path, digest_of(words.encode()) if words else ""


class Baseline:
    """What was there before: of several sides of a merge, what any of them had.

    `moved` are the notes that are gone: their findings may have moved to a note that is new.
    """

    def __init__(self) -> None:
        self._counts: Counter[Fingerprint] = Counter()

    def add(self, findings: Iterable[Fingerprint], gone: Collection[str]) -> None:
        """Take in the findings of one side, from which the notes in `gone` have disappeared since."""
        side: Counter[Fingerprint] = Counter()
        for rule, path, words in findings:
            side[(rule, "" if path in gone and words else path, words)] += 1
        self._counts |= side

    def new_among(
        self, found: Sequence[tuple[Reported, Fingerprint]], added: Collection[str]
    ) -> tuple[tuple[Reported, ...], tuple[Reported, ...]]:
        """The findings that were not there before, and those that were. `added` are the notes that are new."""
        left = Counter(self._counts)
        new, old = [], []
        for told, (rule, path, words) in found:
            for cell in ((rule, path, words), (rule, "", words)) if path in added else ((rule, path, words),):
                if left[cell]:
                    left[cell] -= 1
                    old.append(told)
                    break
            else:
                new.append(told)
        return tuple(new), tuple(old)
