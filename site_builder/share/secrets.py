"""What must not stand in any byte of a shared site: the private lines and values that are not public as well."""

from __future__ import annotations

from collections.abc import Iterable

from site_builder.notes.privacy import private_values
from site_builder.pipeline import Asked
from site_builder.share.leaks import SHORTEST, Secret
from site_builder.share.notes import left_out, parts_of, private_names
from site_builder.share.phrases import Phrases, words_of
from site_builder.text import LineIndex, Span


def all_secrets(journal: Asked) -> tuple[Secret, ...]:
    """What must stand in no byte of the site. The names of those left out are secrets though others name them; any
    other line or value only if it is not also public."""
    hidden = journal.ask(left_out)
    found: list[Secret] = []
    private: list[str] = []
    for path in journal.paths():
        told, texts = journal.ask(secrets_of, path)
        found += told
        private += texts
    everything = (f"{path[:-3]}\n{journal.document(path).text}" for path in journal.paths())
    names = [
        Secret(each.path, 1, name)
        for each in hidden.values()
        for name in each.names
        if name in journal.ask(private_names) and (len(name) >= SHORTEST or len(name.split()) > 1)
    ]
    return tuple(sorted({*not_public(found, everything, private), *names}))


def secrets_of(journal: Asked, path: str) -> tuple[tuple[Secret, ...], tuple[str, ...]]:
    """The private lines and values of a note, and the private parts of its text."""
    document, reading = journal.document(path), journal.reading(path)
    text = document.text
    whole = path in journal.ask(left_out)
    parts = (Span(0, len(text)),) if whole else journal.ask(parts_of, path)
    if not parts or any(each.rule == "private-leak" for each in reading.entry.ignores):
        return (), ()
    index = LineIndex.of(text)
    found = [Secret(path, index.position(at).line, said) for said, at in private_values(document, reading, parts)]
    if whole:
        identity = journal.identity(path)
        found += [Secret(path, 1, said) for said in (identity.id, identity.name, *identity.aliases)]
    texts = tuple(text[part.start : part.end] for part in parts)
    return tuple(found), (f"{path[:-3]}\n{texts[0]}",) if whole else texts


def not_public(secrets: Iterable[Secret], everything: Iterable[str], private: Iterable[str]) -> tuple[Secret, ...]:
    """The secrets that are no public text as well: that stand in all of the notes no more often than in what is private
    of them. Counted in the notes as they are, so that what a cut missed is no reason to call it public."""
    long = [secret for secret in secrets if len(secret.text.strip()) >= SHORTEST and words_of(secret.text)]
    phrases = Phrases((words, words) for words in {tuple(words_of(secret.text)): None for secret in long})
    if not phrases:
        return ()
    counts: dict[tuple[str, ...], int] = {}
    for texts, sign in ((everything, 1), (private, -1)):
        for text in texts:
            for _, words, _ in phrases.found_in(words_of(text)):
                counts[words] = counts.get(words, 0) + sign
    return tuple(secret for secret in long if counts.get(tuple(words_of(secret.text)), 0) <= 0)
