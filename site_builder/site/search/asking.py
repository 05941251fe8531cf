"""The question of a search: `loop "paper on" person:ada tag:x after:2026-01 -draft`, as a value.

`templates/assets/search.js` reads it the same way; `tests/test_search_browser.py` holds the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from site_builder.notes.dates import parse_when
from site_builder.site.search.folding import fold, fold_words
from site_builder.values import dataclass

FILTERS = ("person", "tag", "type", "after", "before")
TYPES = {
    **dict.fromkeys(("contact", "contacts", "person", "people", "card"), "contact"),
    **dict.fromkeys(("org", "orgs", "organisation", "organization", "company"), "org"),
    **dict.fromkeys(("meeting", "meetings"), "meeting"),
    **dict.fromkeys(("event", "events"), "event"),
    **dict.fromkeys(("goal", "goals"), "goal"),
    **dict.fromkeys(("note", "notes"), "note"),
    **dict.fromkeys(("me",), "me"),
}
"""What may stand after `type:`."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"'})
_PART = re.compile(r'(-?)(?:([A-Za-z]+):)?("[^"]*(?:"|$)|[^\s"]+|(?<=:))')
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Term:
    """One demand. `kind`: `text` or a filter. `value` is folded; of `after` and `before` the first day that the date
    covers. `whole`: a phrase that was closed ends where a word ends. `typed`: as it stands in the question."""

    kind: str
    value: str
    typed: str
    excluded: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to say about a question, and what to put (`instead`) in place of a part of it (`typed`)."""

    text: str
    typed: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was read: all its terms must hold."""

    terms: tuple[Term, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def texts(self) -> tuple[Term, ...]:
        """What must be said."""
        return tuple(term for term in self.terms if term.kind == "text" and not term.excluded)


def parse_question(text: str) -> Asked:
    """Read a question. Nothing is an error: what makes no filter is searched as text, and a remark says so."""
    terms: list[Term] = []
    remarks: list[Remark] = []
    for match in _PART.finditer(text.translate(_QUOTES)):
        minus, key, value = match[1], (match[2] or "").lower(), match[3]
        typed = match[0]
        quoted = value.startswith('"')
        inner = value.strip('"')
        if key in FILTERS:
            if inner.strip():
                _filter(key, inner, typed, bool(minus), terms, remarks)
            continue
        if key:
            if not value.startswith("//"):
                remarks.append(_no_filter(key, match[2], typed))
            inner, quoted = f"{match[2]}:{value}", False
        folded = fold_words(inner if quoted else inner.rstrip(",.;:!?") or inner)
        if folded.strip("-'\" "):
            terms.append(Term("text", folded, typed, bool(minus), quoted and len(value) > 1 and value.endswith('"')))
    return Asked(tuple(terms), tuple(remarks))


def _no_filter(key: str, as_typed: str, typed: str) -> Remark:
    near = nearest(key, FILTERS)
    fact = f"{as_typed}: is no filter, so it is searched as text. There are {_listed(FILTERS)}."
    return Remark(fact, typed, typed.replace(f"{as_typed}:", f"{near}:", 1) if near else "")


def _listed(filters: Sequence[str]) -> str:
    return ", ".join(f"{each}:" for each in filters[:-1]) + f" and {filters[-1]}:"


def _filter(key: str, value: str, typed: str, excluded: bool, terms: list[Term], remarks: list[Remark]) -> None:
    if key in ("after", "before"):
        value = value.strip()
        when = parse_when(value) if _DATE.fullmatch(value) else None
        if when is None:
            remarks.append(Remark(f"{value} is no date. Write {key}:2026, {key}:2026-06 or {key}:2026-06-05.", typed))
            return
        terms.append(Term(key, when.first.isoformat(), typed, excluded))
        return
    terms.append(Term(key, fold_words(value) if key == "type" else fold_name(value), typed, excluded))


def fold_name(text: str) -> str:
    """A name or a tag as filters compare it: an id and a name of the same words are one."""
    return " ".join(re.sub(r"[-_]", " ", fold(text).lstrip("@#")).split())


def nearest(typed: str, known: Iterable[str]) -> str:
    """Of some folded words, the one that differs by the fewest letters, at most a third of them (of two, one); or
    nothing: of a single letter nothing would be left."""
    most = min(3, max(1, len(typed) // 3)) if len(typed) > 1 else 0
    best = ""
    for word in known:
        if abs(len(word) - len(typed)) <= most:
            far = distance(typed, word)
            if far <= most and (far < most or not best):
                best = word
                most = far
    return best


def distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out, replaced or exchanged with their neighbour to get the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        earlier, before, row = before, row, [number]
        for at, wanted in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != wanted))
            if number > 1 and at > 1 and letter == other[at - 2] and one[number - 2] == wanted:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
    return row[-1]
