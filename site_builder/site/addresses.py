"""The address of each page: made from the id alone, safe on every file system, and the same in ten years."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from site_builder.journal.names import CARD, Identity, fold_name

FOLDERS = {
    "contact": "people",
    "card": "people",
    "meeting": "meetings",
    "event": "events",
    "org": "orgs",
    "goal": "goals",
    "note": "notes",
}
_LONGEST = 80
_NUMBERED = re.compile(r"-\d{1,6}$")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|index)(?:\.|$)")


def slug_of(text: str) -> str:
    """A file name in ASCII: lower case, digits and hyphens, at most 80 characters. It may be empty."""
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:_LONGEST].strip("-")


def _hashed(text: str) -> str:
    return blake2b(unicodedata.normalize("NFC", text).encode("utf-8", "replace"), digest_size=4).hexdigest()


def file_address(path: str) -> str:
    """Where an attachment of the journal is published: by a name that is safe everywhere, and its own alone."""
    stem, dot, suffix = path.rpartition("/")[2].rpartition(".")
    return f"files/{slug_of(stem) or 'file'}-{_hashed(path)}{dot}{slug_of(suffix)}"


def search_address(key: str) -> str:
    """The folder of the search data, from the journal's random key: a page on disk can load a script whose path it can
    guess, so this one cannot be guessed. It does not tell the key."""
    return f"search-{blake2b(key.encode(), digest_size=16, person=b'kith search').hexdigest()}"


def tag_address(tag: str) -> str:
    """The page of a tag, the same for every spelling of it. A name that does not spell the tag, that a file system
    keeps for itself, or that the second page of another tag could have, ends in a hash."""
    folded = fold_name(tag) or tag
    name = folded.replace(" ", "-")
    slug = slug_of(name)
    plain = slug == name and not _RESERVED.match(slug) and not _NUMBERED.search(slug)
    return f"tags/{slug if plain else '-'.join(filter(None, (slug, _hashed(folded))))}.html"


def give_addresses(notes: Iterable[tuple[str, Identity]], cards: Sequence[str]) -> dict[str, str]:
    """The page of every note (by path) and card. Of several that would share one, the note whose id it spells has it;
    the others' names end in a hash of their path, so that adding a note moves nobody else's page."""
    wanted: dict[str, list[tuple[bool, str, str]]] = {}
    for path, identity in notes:
        if identity.type == "me":
            wanted.setdefault("me.html", []).append((True, path, "me"))
            continue
        name = path[:-3].removeprefix("notes/") if identity.type == "note" else identity.id
        slug = slug_of(name)
        exact = slug == name and not _RESERVED.match(slug)
        wanted.setdefault(f"{FOLDERS[identity.type]}/{slug}.html", []).append((exact, path, path))
    for folded in cards:
        slug = slug_of(folded)
        wanted.setdefault(f"people/{slug}.html", []).append((False, CARD + folded, CARD + folded))
    given: dict[str, str] = {}
    for address, claims in wanted.items():
        claims.sort(key=lambda claim: (not claim[0], claim[1].startswith(CARD), claim[1]))
        usable = not address.endswith("/.html") and not _RESERVED.match(address.rpartition("/")[2])
        for number, (_, key, text) in enumerate(claims):
            stem = address[: -len(".html")]
            given[key] = (
                address if number == 0 and usable else f"{stem}{'' if stem.endswith('/') else '-'}{_hashed(text)}.html"
            )
    return given
