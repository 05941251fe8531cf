"""Who is meant: ids, names and aliases, and the resolution of references, as Obsidian resolves links."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable

from site_builder.notes.entry import Entry
from site_builder.notes.schema import Contact, Goal, Me, Meeting, Note, Org, Ref
from site_builder.notes.schema import Event as EventFields
from site_builder.values import dataclass

ME = "me"
"""The key of the journal's owner, with or without a file."""

SOMEONE = "someone"
"""Whom a note does not name: `[[someone]]` makes no card, has no page, and stands for nobody else who was there."""

CARD = "card:"
"""What the keys of cards begin with; all other keys are the paths of notes, and end in `.md`."""

_APART = re.compile(r"[\s_\-\u2010-\u2015]+")
_APOSTROPHE = re.compile("[\u2018\u2019\u02bc]")
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.\-]*:")


def fold_name(text: str) -> str:
    """Names compare with case, spaces, `-`, `_` and diacritics folded, and with every apostrophe alike."""
    if text.isascii():
        return _APART.sub(" ", text).strip().lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _APART.sub(" ", _APOSTROPHE.sub("'", unicodedata.normalize("NFC", bare))).strip()


def fold_id(text: str) -> str:
    """Ids are unique after NFC and case folding."""
    return unicodedata.normalize("NFC", text).casefold()


def fold_path(path: str) -> str:
    """Paths compare as on a file system that ignores case and normalisation."""
    return fold_id(path)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a note is called: all that the names of the journal depend on."""

    path: str
    type: str
    id: str
    name: str
    aliases: tuple[str, ...] = ()


def identify(entry: Entry) -> Identity:
    """A note's identity; its name defaults to the title, the first heading, the file's stem."""
    fields = entry.fields
    name = ""
    aliases: tuple[str, ...] = ()
    if isinstance(fields, Contact | Org | Me):
        name, aliases = fields.name, fields.aliases
    elif isinstance(fields, Meeting | EventFields | Goal):
        name = fields.title
    elif isinstance(fields, Note):
        name, aliases = fields.title, fields.aliases
    if not name and entry.type not in ("meeting",):
        name = _first_heading(entry)
    if not name:
        name = spoken(entry.id) if entry.type == "contact" else entry.id
    return Identity(entry.path, entry.type, entry.id, name, aliases)


def _first_heading(entry: Entry) -> str:
    """The first heading that all may read, unless it has a meaning of its own."""
    for number, heading in enumerate(entry.body.headings):
        if not heading.private and not heading.quoted:
            dated = any(section.heading == number for section in entry.sections)
            return "" if dated or entry.meaning_of[number] else heading.text.strip()
    return ""


def spoken(stem: str) -> str:
    """An id written as a name: `ada-lovelace` is Ada Lovelace; what is not an id stays as it is."""
    if stem != stem.lower() or not re.search(r"[-_]", stem):
        return stem[:1].upper() + stem[1:] if stem.islower() and stem.isalpha() else stem
    return " ".join(word[:1].upper() + word[1:] for word in re.split(r"[-_]+", stem) if word)


@dataclass(frozen=True, slots=True)
class Fits:
    """The notes that a folded name fits, by step: ids, names and aliases of typed notes, stems of plain notes; and
    whether there is a card of that name."""

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    card: bool = False


NOBODY = Fits()


@dataclass(frozen=True, slots=True)
class Names:
    """All names of the journal, folded; and all paths, folded."""

    fits: dict[str, Fits]
    paths: dict[str, str]
    types: dict[str, str]


def index_names(identities: Iterable[Identity]) -> Names:
    """Make the index of names. Meetings have ids and no names: nobody calls a meeting by its title alone."""
    found: dict[str, tuple[list[str], list[str], list[str], list[str]]] = {}
    paths: dict[str, str] = {}
    types: dict[str, str] = {}
    for identity in identities:
        paths[fold_path(identity.path)] = identity.path
        types[identity.path] = identity.type
        steps: list[tuple[int, str]] = [(3 if identity.type == "note" else 0, identity.id)]
        if identity.type != "meeting":
            steps += [(1 if identity.type != "note" else 3, identity.name)]
            steps += [(2 if identity.type != "note" else 3, alias) for alias in identity.aliases]
        for step, name in steps:
            folded = fold_name(name)
            if folded and identity.path not in found.setdefault(folded, ([], [], [], []))[step]:
                found[folded][step].append(identity.path)
    fits = {
        name: Fits(tuple(sorted(ids)), tuple(sorted(names)), tuple(sorted(aliases)), tuple(sorted(stems)))
        for name, (ids, names, aliases, stems) in found.items()
    }
    return Names(fits, paths, types)


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference leads to: a key (a note's path, `card:name`, `me`), a file, or nothing.

    `kind`: the type of the note, `card`, `me`, `someone` (who is not named: without a key), `file` (an attachment),
    `outside` (another address), or empty.
    `rivals`: the notes that fit equally well, when that is why nothing was found.
    `shadowed`: notes that would have fitted at a later step.
    """

    key: str = ""
    kind: str = ""
    rivals: tuple[str, ...] = ()
    shadowed: tuple[str, ...] = ()


Lookup = Callable[[str], Fits]
ByPath = Callable[[str], str]
"""From a path, in any case, to the note or attachment of that path, or nothing."""


def find_target(
    ref: Ref, source: str, lookup: Lookup, by_path: ByPath, by_tail: Callable[[str], tuple[str, ...]], type_of: ByPath
) -> Found:
    """Resolve a reference made in the note `source`. The form `person` asks for people and organisations only.

    `by_tail` gives all notes and attachments whose file name, folded, is the one asked for.
    """
    target = ref.target.strip()
    if ref.form == "link" and (target.startswith("//") or _SCHEME.match(target)):
        return Found(kind="outside")
    if not target:
        return Found(source, type_of(source) or "note") if ref.heading else Found()
    if ref.form == "link" or "/" in target:
        found = _by_path(target, ref.form, source, by_path, by_tail, type_of)
        if not found.kind and ref.form != "link":
            found = _by_folder(target, lookup, type_of)
        if ref.form not in ("name", "person") or found.kind or found.rivals:
            return found  # else it is a name with a stroke in it
    if fold_name(target) == ME and ref.form in ("mention", "name"):
        return Found(ME, "me")
    name = target[:-3] if target.lower().endswith(".md") else target
    fits = lookup(fold_name(name))
    for number, step in enumerate((fits.ids, fits.names, fits.aliases)):
        if ref.form == "person":
            step = tuple(path for path in step if type_of(path) in ("contact", "org", "me"))
        if len(step) > 1:
            # The same text typed with its own capitals and accents is more than a folded match.
            exact = tuple(path for path in step if number == 0 and fold_id(_stem(path)) == fold_id(name))
            if len(exact) != 1:
                return Found(rivals=step)
            step = exact
        if step:
            later = {*fits.names, *fits.aliases} - {step[0]} if number == 0 else set(fits.aliases) - {step[0]}
            return _found(step[0], type_of, tuple(sorted(later)))
    if ref.form in ("wiki", "name") and fits.stems:
        return _found(_nearest(fits.stems, source), type_of)
    if fold_name(target) == SOMEONE:
        return Found(kind=SOMEONE)
    if fits.card:
        return Found(CARD + fold_name(name), "card")
    if ref.form == "wiki" and "." in target and (files := by_tail(fold_path(target))):
        return _found(_nearest(files, source), type_of)
    return Found()


def _stem(path: str) -> str:
    return posixpath.basename(path).rpartition(".")[0]


def _found(path: str, type_of: ByPath, shadowed: tuple[str, ...] = ()) -> Found:
    kind = type_of(path) or "file"
    return Found(ME, "me") if kind == "me" else Found(path, kind, shadowed=shadowed)


def _nearest(paths: tuple[str, ...], source: str) -> str:
    """Of plain notes of one name, the one that Obsidian takes: below the same folder first, then the shortest path."""
    folder = posixpath.dirname(source)
    return min(paths, key=lambda path: (not path.startswith(folder), len(path), path))


def _by_path(
    target: str,
    form: str,
    source: str,
    by_path: ByPath,
    by_tail: Callable[[str], tuple[str, ...]],
    type_of: ByPath,
) -> Found:
    folder = posixpath.dirname(source)
    relative = posixpath.normpath(posixpath.join(folder, target))
    absolute = posixpath.normpath(target.lstrip("/")) if target.strip("/") else ""
    rooted = target.startswith("/")
    explicit = target.startswith(("./", "../"))
    if form == "link":
        order = (absolute,) if rooted else (relative, absolute)
    else:
        order = (relative,) if explicit else (absolute, relative)
    for candidate in order:
        for path in (candidate, candidate + ".md"):
            if path and not path.startswith("..") and (found := by_path(fold_path(path))):
                return _found(found, type_of)
    if explicit and form != "link":
        return Found()
    tail = fold_path(absolute)
    name = posixpath.basename(tail)
    ending = []
    for wanted, file_name in ((tail, name), (tail + ".md", name + ".md")):
        ending += [path for path in by_tail(file_name) if ("/" + fold_path(path)).endswith("/" + wanted)]
    return _found(_nearest(tuple(ending), source), type_of) if ending else Found()


def _by_folder(target: str, lookup: Lookup, type_of: ByPath) -> Found:
    """Resolve `folder/id` where either is typed as names may be: `contacts/Ada Lovelace`."""
    *folders, name = (fold_name(part) for part in target.removesuffix(".md").strip("/").split("/"))
    fits = lookup(name)
    ending = tuple(
        path
        for path in (*fits.ids, *fits.stems)
        if [fold_name(part) for part in path.split("/")[-len(folders) - 1 : -1]] == folders
        and fold_name(_stem(path)) == name
    )
    return _found(ending[0], type_of) if len(ending) == 1 else Found(rivals=ending)
