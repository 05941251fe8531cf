"""One note for others to read: what is cut out of it, and what it says instead of those who are left out.

Every function of the journal here is a question, remembered like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from site_builder.journal.names import CARD, ME, SOMEONE, Found, fold_name
from site_builder.lint.rules.near_miss import nearly
from site_builder.lint.spelling import slips
from site_builder.notes.lines import KIND_WORDS, KINDS
from site_builder.notes.privacy import is_private, joined, looks_private, private_parts, whole_lines
from site_builder.notes.reading import Document, Reading
from site_builder.notes.references import parse_ref
from site_builder.pipeline import Asked
from site_builder.settings import type_by_path
from site_builder.share.names import LeftOut, NameFinder, given_parts, replaced
from site_builder.text import Span

SOMETHING = "something"
"""What a private meeting, goal or note is called elsewhere."""

_REFERENCE = re.compile(
    r"(?P<shown>!?)(?P<ref>\[\[[^\[\]\n]*\]\]|\[[^\[\]\n]*\]\(<?[^()<>\n]*>?\)|(?<![^\W_])@[^\W_][\w-]*)"
)
_READINGS = 5
"""How often a note is read again after a cut: what stood in a block of code may only then be a private line."""

_KEY = re.compile(r"""(?m)^["']?(?P<key>[^\W\d_]{6,8})["']?[ \t]*(?P<pair>:(?=\s))?(?![^\W_])""")
_LEADING = " \t>-*+0123456789.)"

Change = tuple[Span, str]


def left_out(journal: Asked) -> dict[str, LeftOut]:
    """The notes that are private as a whole, by path."""
    found: dict[str, LeftOut] = {}
    for path in journal.paths():
        if journal.ask(is_left_out, path):
            identity = journal.identity(path)
            names = (identity.id, identity.name, *identity.aliases) if identity.type in ("contact", "org") else ()
            found[path] = LeftOut(path, identity.type, names)
    return found


def is_left_out(journal: Asked, path: str) -> bool:
    """Whether a note is private as a whole."""
    document = journal.document(path)
    return is_private(document, journal.reading(path), journal.vocabulary) or _nearly_private(document)


def _nearly_private(document: Document) -> bool:
    """Whether a line of the front matter is one slip from saying that all or some of the note is private."""
    for match in _KEY.finditer(document.text, 0, document.front.body):
        word, pair = match["key"].casefold(), match["pair"] is not None
        if (word == "private") != pair and slips(word, "private", 1) <= 1:
            return True
    return False


def private_names(journal: Asked) -> tuple[str, ...]:
    """The names of people and organisations that are left out, as far as nobody else is called so, or partly so."""
    hidden = journal.ask(left_out)
    public = [
        f" {fold_name(name)} "
        for path in (*journal.paths("contact"), *journal.paths("org"), *journal.paths("me"))
        if path not in hidden
        for name in (journal.identity(path).id, journal.identity(path).name, *journal.identity(path).aliases)
    ]
    everybody = "\n".join(public)
    names = {name for each in hidden.values() for name in each.names}
    return tuple(sorted(name for name in names if f" {fold_name(name)} " not in everybody))


def name_finder(journal: Asked) -> NameFinder:
    """Finds the names of all who are left out."""
    return NameFinder(journal.ask(private_names))


def parts_of(journal: Asked, path: str) -> tuple[Span, ...]:
    """The private parts of a note that is not private as a whole."""
    document, reading = journal.document(path), journal.reading(path)
    parts = private_parts(document, reading, journal.vocabulary)
    return joined([*parts, *_slips(document, reading, journal.config.kinds)])


def _slips(document: Document, reading: Reading, kinds: tuple[str, ...]) -> Iterator[Span]:
    """Lines that a slip of the hand makes prose (`cautoin:`), where without it they would be private."""
    entry, known = reading.entry, frozenset((*KINDS, *KIND_WORDS, *kinds))
    for line in entry.lines:
        if line.kind == "prose" and looks_private(nearly(entry.body.items[line.item], known)):
            yield whole_lines(document.text, reading.places[f"{line.anchor}/all"])


def public_note(journal: Asked, path: str) -> tuple[str, str] | None:
    """The path and text of a note for others to read; `None` if there is nothing that they may."""
    hidden = journal.ask(left_out)
    if path in hidden:
        return None
    text = journal.document(path).text
    cuts = journal.ask(parts_of, path)
    changes = _changes(journal, path, hidden) if hidden else ()
    public = _changed(text, _cut(text, cuts), changes)
    for _ in range(_READINGS if cuts else 0):
        document, reading = journal.read_again(path, public)
        if is_private(document, reading, journal.vocabulary):
            return None
        again = private_parts(document, reading, journal.vocabulary)
        if not again:
            break
        public = _changed(public, _cut(public, again), ())
    else:
        if cuts:
            return None
    return journal.ask(public_paths)[path], public


def public_paths(journal: Asked) -> dict[str, str]:
    """The path of each public note for others to read: without names, for meetings are called after whom they were
    with."""
    hidden = journal.ask(left_out)
    given: dict[str, str] = {}
    taken: set[str] = set()
    for path in journal.paths():
        if path not in hidden:
            free = stem = journal.ask(nameless_stem, path) if hidden else path[:-3]
            number = 1
            while f"{free}.md" in taken:
                number += 1
                free = f"{stem}-{number}"
            given[path] = f"{free}.md"
            taken.add(given[path])
    return given


def nameless_stem(journal: Asked, path: str) -> str:
    """A path without its ending and without names."""
    stem, meant = path[:-3], _meant(journal, path, journal.ask(left_out))
    found = replaced(stem, _named_places(journal, path, meant, stem, True), SOMEONE)
    types = journal.config.types
    same_type = type_by_path(types, f"{found}.md") == type_by_path(types, path)
    return found if same_type else stem


# ---------------------------------------------------------------- changes of one note


def _cut(text: str, parts: Iterable[Span]) -> Iterator[Change]:
    """Private parts taken out: lines go; a block leaves an empty line, for it parted what stood around it; a comment
    inside a line leaves blanks, as where it is read."""
    for part in parts:
        typed = text[part.start : part.end]
        whole = text[part.start - 1 : part.start] in ("", "\n") and (typed.endswith("\n") or part.end == len(text))
        if not whole:
            yield _taken_out(text, part)
        else:
            yield part, "\n" if ":::" in typed or typed.lstrip().startswith(("<!--", "%%")) else ""


def _taken_out(text: str, part: Span) -> Change:
    """A comment that does not stand on lines of its own: what it leaves is too little to tell how long it was. One that
    begins its line goes with the blanks behind it, which would be the words' indent."""
    typed = text[part.start : part.end]
    before = text[text.rfind("\n", 0, part.start) + 1 : part.start]
    rest = text[part.end :].partition("\n")[0]
    if "\n" in typed or not (before.strip(_LEADING) or before[-1:].strip()):
        return Span(part.start, part.end + len(rest) - len(rest.lstrip(" \t"))), "\n" if "\n" in typed else ""
    return part, " " if rest.strip() else ""


def _changes(journal: Asked, path: str, hidden: Mapping[str, LeftOut]) -> Iterator[Change]:
    """Where a note speaks of those left out, and what it says instead."""
    document, reading = journal.document(path), journal.reading(path)
    text, body = document.text, document.front.body
    orgs = [span for anchor, span in reading.places.items() if anchor.startswith("field:org")]

    def instead(each: LeftOut, at: int, link: bool) -> str:
        if at < body:
            return SOMEONE if each.who and not any(org.start <= at < org.end for org in orgs) else ""
        return (f"[[{SOMEONE}]]" if link else SOMEONE) if each.who else SOMETHING

    resolved = journal.resolved(path)
    for link, found in zip(reading.entry.body.links, resolved.links, strict=True):
        if each := _hidden(found, hidden):
            span = reading.places[link.anchor]
            yield span, instead(each, span.start, link.kind not in ("image", "embed"))
    for match in _REFERENCE.finditer(text):
        ref = parse_ref(match["ref"], "")
        if ref and (each := _hidden(journal.find(ref, path), hidden)):
            yield Span(*match.span()), instead(each, match.start(), not match["shown"])
    for anchor, found in resolved.refs:
        if each := _hidden(found, hidden):
            span = reading.places[anchor]
            near = Span(max(0, span.start - 2), min(span.end + 2, body))
            for place in NameFinder(each.names).places(text[near.start : near.end], True):
                at = near.start + place.start
                yield Span(at, near.start + place.end), instead(each, at, False)
    meant = _meant(journal, path, hidden)
    for place in _named_places(journal, path, meant, text):
        yield place, SOMEONE
    yield from _moved_links(journal, path, meant)


def _named_places(
    journal: Asked, path: str, meant: tuple[LeftOut, ...], text: str, loosely: bool = False
) -> list[Span]:
    """Where those left out are named in a text that belongs to a note."""
    everybody, parts = journal.ask(name_finder), _parts(journal, path, meant)
    return _outermost((*everybody.places(text, loosely), *parts.places(text, loosely)))


def _moved_links(journal: Asked, path: str, meant: tuple[LeftOut, ...]) -> Iterator[Change]:
    """References to notes whose path holds a name."""
    paths, text = journal.ask(public_paths), journal.document(path).text
    for match in _REFERENCE.finditer(text):
        ref = parse_ref(match["ref"], "")
        key = journal.find(ref, path).key if ref else ""
        if key in paths and paths[key] != key:
            old, new = (each[:-3].rpartition("/")[2] for each in (key, paths[key]))
            typed = re.sub(re.escape(old), new, match[0], flags=re.IGNORECASE)
            yield Span(*match.span()), replaced(typed, _named_places(journal, path, meant, typed), SOMEONE)


def _hidden(found: Found, hidden: Mapping[str, LeftOut]) -> LeftOut | None:
    return next((hidden[key] for key in (found.key, *found.rivals) if key in hidden), None)


def _meant(journal: Asked, path: str, hidden: Mapping[str, LeftOut]) -> tuple[LeftOut, ...]:
    """Those left out of whom a note speaks."""
    resolved = journal.resolved(path)
    keys = {found.key: None for found in resolved.links} | dict.fromkeys(resolved.concerns())
    return tuple(hidden[key] for key in sorted(keys) if key in hidden)


def _is_somebody(journal: Asked, key: str) -> bool:
    return key.startswith(CARD) or journal.identity(key).type in ("contact", "org")


def _parts(journal: Asked, path: str, meant: tuple[LeftOut, ...]) -> NameFinder:
    """Finds a part of a name alone, of those of whom the note speaks, where nobody else in it has that name."""
    if not meant:
        return NameFinder(())
    resolved, hidden = journal.resolved(path), {each.path for each in meant}
    others = ({found.key for found in resolved.links} | set(resolved.concerns()) | {path}) - hidden - {""}
    people = [key for key in others if key == ME or _is_somebody(journal, key)]
    taken = {word for key in people for word in fold_name(journal.name(key)).split()}
    parts = {part for each in meant if each.type == "contact" for name in each.names for part in given_parts(name)}
    return NameFinder(part for part in parts if fold_name(part) not in taken)


def _changed(text: str, cuts: Iterable[Change], changes: Iterable[Change]) -> str:
    """A text with its changes made; where two overlap the wider holds, and a cut holds before all."""
    made: list[Change] = sorted(cuts)
    gone = [span for span, _ in made]
    others = dict(sorted(changes, reverse=True))
    outermost = set(_outermost(others))
    made += [
        (span, words)
        for span, words in others.items()
        if span in outermost and not any(cut.start < span.end and span.start < cut.end for cut in gone)
    ]
    for span, words in sorted(made, reverse=True):
        text = text[: span.start] + words + text[span.end :]
    return text


def _outermost(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
