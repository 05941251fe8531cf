"""Rules about words that are read twice: one that is nearly another, and a line that stands there a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from site_builder.finding import Finding
from site_builder.lint.rule import Checked
from site_builder.lint.rules.people import INVERSE
from site_builder.lint.spelling import slips
from site_builder.notes.entry import Entry
from site_builder.notes.schema import Contact, Event, Meeting, Org
from site_builder.notes.sections import MEETING_KINDS

_SHORTEST = 5
_COMMON = 3
_FEWEST_WORDS = 4

Use = tuple[str, str, str, str]
"""A word as it is used: the kind of word, the word in small letters, the note, the anchor."""


def check_misspelt_word(journal: Checked) -> Iterator[Finding]:
    """A kind of meeting or relation, a function, a series or a circle that one note has, one slip from a usual one.

    Why: any word may stand there, so one with a slip makes a group of its own, and the broadcast counts as a meeting.

    Wrong:
        kind: cofee

    Right:
        kind: coffee

    Settings: `[circles]` in kith.toml.

    Quiet: words that two notes have, a plural beside its singular, and words near those of fewer than five letters
    (but for a digit that looks like a letter, as in `ca1l`) or near those that fewer than three notes have. The usual
    kinds of meetings and relations and the circles are always known, and so are the functions that an org wants, where
    that is not the word in question.
    """
    uses = [use for those in journal.of_entries(uses_in).values() for use in those]
    counts = Counter((what, word) for what, word, _, _ in uses)
    usual = {what: set[str]() for what in _WHAT}
    for (what, word), count in counts.items():
        if count >= _COMMON:
            usual[what].add(word)
    usual["kind"] |= MEETING_KINDS
    usual["relation"] |= frozenset(INVERSE)
    usual["circle"] = {circle.name.casefold() for circle in journal.config.circles}
    usual["function"] |= {word for (what, word), count in counts.items() if what == "wanted" and count}
    usual["wanted"] = {word for word in usual["function"] if counts["function", word] + counts["wanted", word] > 1}
    for what, word, path, anchor in uses:
        if counts[what, word] == 1 and word not in usual[what]:
            if what == "wanted" and counts["function", word]:
                continue
            near = [known for known in sorted(usual[what]) if _is_slip(word, known)]
            if near:
                message = f"No other note has the {'function' if what == 'wanted' else what} `{word}`."
                yield Finding(path, anchor, "misspelt-word", message, f"Did you mean {near[0]}?")


# Digits, and the letters that they look like.
_LETTERS = tuple(str.maketrans("01345789", letters) for letters in ("oleastbg", "oieastbg"))
_WHAT = ("kind", "relation", "function", "wanted", "series", "circle")


def _is_slip(word: str, known: str) -> bool:
    if word != known and known in (word.translate(letters) for letters in _LETTERS):
        return True
    return len(known) >= _SHORTEST and f"{word}s" != known != word.removesuffix("s") and slips(word, known, 1) == 1


def uses_in(entry: Entry) -> tuple[Use, ...]:
    """The words of a note that others may have too: what it is about, the word in small letters, and where."""
    fields, path = entry.fields, entry.path
    if isinstance(fields, Meeting):
        said = [("kind", fields.kind, "field:kind")]
    elif isinstance(fields, Event):
        said = [("series", fields.series, "field:series")]
    elif isinstance(fields, Contact):
        histories = (("function", fields.function), ("circle", fields.circle))
        said = [
            (what, value, f"field:{what}.{number}")
            for what, history in histories
            for number, (_, values) in enumerate(history.entries)
            for value in values
        ]
        said += [("relation", kind, ref.anchor) for kind, ref in fields.relations]
    elif isinstance(fields, Org):
        said = [("wanted", value, "field:functions") for value in fields.functions]
    else:
        return ()
    folded = ((what, word.strip().casefold(), at) for what, word, at in said)
    return tuple({(what, word): (what, word, path, at) for what, word, at in folded if word}.values())


def check_repeated_line(journal: Checked, path: str) -> Iterator[Finding]:
    """A line of the grammar that stands a second time under the same heading, word for word.

    Why: a merge or a paste leaves it, and what you gave once counts twice.

    Wrong:
        - gave link: the paper on loop notation
        - gave link: the paper on loop notation

    Right:
        - gave link: the paper on loop notation

    Settings: none.

    Quiet: prose; lines under two headings or below two people; lines of fewer than four words.
    """
    entry = journal.entry(path)
    seen: set[tuple[object, ...]] = set()
    for line in entry.lines:
        item = entry.body.items[line.item]
        words = item.typed.casefold().split()
        if line.kind == "prose" or len(words) < _FEWEST_WORDS:
            continue
        same = (item.heading, item.parent, item.box, *words)
        if same in seen:
            message = "This line stands here a second time, and counts twice."
            yield Finding(path, line.anchor, "repeated-line", message, "Delete one of the two.")
        seen.add(same)
