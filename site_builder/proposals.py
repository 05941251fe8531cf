"""What an existing folder of notes seems to be: the `[types]` that `kith init` proposes for it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from site_builder.notes.front_matter import read_front_matter
from site_builder.notes.nodes import Scalar, fold_key
from site_builder.notes.schema import TYPE_WORDS, TYPES
from site_builder.settings import TYPE_FOLDERS, Config
from site_builder.workspace import Workspace

_NAMES = {
    "contact": {
        "people",
        "persons",
        "person",
        "contacts",
        "contact",
        "friends",
        "network",
        "crm",
        "colleagues",
        "team",
    },
    "meeting": {"meetings", "meeting", "calls", "1-1", "1-1s", "1on1", "1on1s", "one-on-ones", "conversations"},
    "org": {"orgs", "companies", "company", "organisations", "organizations", "clients", "customers", "vendors"},
    "event": {"events", "event", "conferences", "conference", "meetups"},
    "goal": {"goals", "objectives"},
}
_KEYS = {
    "contact": {"birthday", "bday", "email", "mail", "phone", "tel", "circle", "introduced_by", "last_name", "met"},
    "meeting": {"attendees", "participants", "with"},
    "org": {"industry", "functions"},
}
_SHARE = 0.5
_FEW = 3


def propose_types(folder: Path) -> tuple[tuple[tuple[str, str, str], ...], int]:
    """Globs, types and why, for the folders of notes that look like one type; and how many notes there are.

    A folder counts by its name, else by what at least half of its notes (three or more) have in their front matter.
    What Kith takes for that type anyway is not proposed.
    """
    scan = Workspace(folder, Config()).scan()
    keys: dict[str, Counter[str]] = {}
    totals: Counter[str] = Counter()
    for path in scan.inventory.notes:
        parts = path.split("/")[:-1]
        seen = _types_seen(scan.sources[path].text)
        for depth in range(1, min(len(parts), 3) + 1):
            place = "/".join(parts[:depth])
            totals[place] += 1
            keys.setdefault(place, Counter()).update(seen)
    proposals: list[tuple[str, str, str]] = []
    covered: list[str] = []
    for place in sorted(totals, key=lambda each: (each.count("/"), each)):
        if any(place.startswith(parent + "/") for parent in covered):
            continue
        found = _by_name(place) or _by_keys(keys[place], totals[place])
        if found is None:
            continue
        covered.append(place)
        if TYPE_FOLDERS.get(place.casefold()) != found[0]:
            proposals.append((f"{place}/**", *found))
    return tuple(proposals), len(scan.inventory.notes)


def _types_seen(text: str) -> set[str]:
    front = read_front_matter(text).fields
    seen: set[str] = set()
    for key, value in front.pairs if front else ():
        name = fold_key(key.text)
        if name == "type" and isinstance(value, Scalar):
            word = fold_key(value.text)
            seen.update({TYPE_WORDS.get(word, word)} & set(TYPES) - {"note", "me"})
        seen.update(kind for kind, words in _KEYS.items() if name in words)
    return seen


def _by_name(place: str) -> tuple[str, str] | None:
    name = place.rpartition("/")[2].casefold().strip(" 0123456789.-_")
    for kind, names in _NAMES.items():
        if name in names or place.rpartition("/")[2].casefold() in names:
            return kind, "by the folder's name"
    return None


def _by_keys(seen: Counter[str], total: int) -> tuple[str, str] | None:
    for kind, count in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        if count >= _FEW and count >= _SHARE * total:
            return kind, f"{count} of {total} notes look like it"
    return None
