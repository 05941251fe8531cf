"""Which records answer a question, in which order, and the words of each that do.

The rules are those of `templates/assets/search.js`: what is called so comes first (people before the rest, meetings
after them), then people of whom a part of the question is the name, then what says so, each the newest first, undated
last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from site_builder.site.search.asking import TYPES, Asked, Remark, Term, fold_name, nearest
from site_builder.site.search.folding import find_word, fold, fold_with_places
from site_builder.site.search.records import Record
from site_builder.values import dataclass

LONGEST = 200
"""Characters of a line that are shown."""
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Person:
    """Whom `person:` can mean: an id as records have it, and the folded names."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of a record, cut to what can be shown, and where (start, end) the words in question stand in it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def people_of(named: Iterable[tuple[str, str, Sequence[str]]]) -> tuple[Person, ...]:
    """The people, from their id, name and other names."""
    return tuple(
        Person(each, tuple(dict.fromkeys(fold_name(text) for text in (name, *others, each))))
        for each, name, others in named
    )


def answer(asked: Asked, records: Iterable[Record], people: Sequence[Person]) -> tuple[Record, ...]:
    """The records for which all terms hold, in order. None where nothing was asked."""
    if not asked.terms:
        return ()
    meant = {term.value: _meant(term.value, people) for term in asked.terms if term.kind == "person"}
    texts = asked.texts
    whole = " ".join(term.value for term in texts)
    found = []
    for record in records:
        head = fold("\n".join((record.title, *record.names)))
        said = "\n".join((head, fold(record.text), *map(fold, record.tags)))
        if all(_holds(term, record, said, meant) for term in asked.terms):
            found.append((_tier(record, head, texts, whole), record))
    found.sort(key=lambda each: _address(each[1]))
    found.sort(key=lambda each: each[1].day, reverse=True)
    found.sort(key=lambda each: each[0])
    return tuple(record for _, record in found)


def _address(record: Record) -> str:
    """Pages by address; what stands in one page keeps its order, as sorting is stable."""
    return record.href.partition("#")[0]


def _meant(value: str, people: Sequence[Person]) -> frozenset[str]:
    return frozenset(each.id for each in people if any(find_word(name, value) >= 0 for name in each.names))


def _holds(term: Term, record: Record, said: str, meant: dict[str, frozenset[str]]) -> bool:
    match term.kind:
        case "text":
            holds = find_word(said, term.value, 0, term.whole) >= 0
        case "person":
            holds = not meant[term.value].isdisjoint(record.people)
        case "tag":
            holds = _has_tag(term.value, record.tags)
        case "type":
            holds = TYPES.get(term.value) == ("contact" if record.type == "card" else record.type)
        case "after":
            holds = record.day >= term.value
        case _:
            holds = "" < record.day < term.value
    return holds is not term.excluded


def _has_tag(value: str, tags: Sequence[str]) -> bool:
    """Whether a tag is the one in question, or one below it: `work/plans` is of `work`."""
    return any(tag == value or tag.startswith(value + "/") for tag in map(fold_name, tags))


def _tier(record: Record, head: str, texts: Sequence[Term], whole: str) -> int:
    """0 what is called exactly so; 1 people, 2 the rest, 3 meetings of whose name it is a part; 4 people who are called
    so in part, while their note says the rest (`ada turin`); 5 what says it."""
    called = sum(find_word(head, term.value, 0, term.whole) >= 0 for term in texts)
    is_person = record.type in ("contact", "card")
    if called < len(texts) or not texts:
        return 4 if called and is_person else 5
    if record.type == "meeting":
        return 3
    if whole in head.split("\n"):
        return 0
    return 1 if is_person else 2


def excerpt(asked: Asked, record: Record) -> Excerpt:
    """The line of a record's text that says most of what was asked and its title does not say, the first of several,
    around its first mark: of `Lunch with Ada` one wants to read what it was about, not that it was with Ada. Where the
    title says all of it, a dated heading is passed over likewise."""
    title, lines = fold(record.title), record.text.split("\n")
    sought = [term for term in asked.texts if find_word(title, term.value, 0, term.whole) < 0]
    if not sought:
        dated = len(lines) > 1 and record.day and lines[0].startswith(record.day)
        lines = lines[1:2] if dated else lines[:1]
    best, most = "", -1
    for line in lines:
        count = marks_in(sought, line)[1]
        if count > most:
            best, most = line, count
            if count == len(sought):
                break
    return cut(best, marks_in(asked.texts, best)[0])


def marks_in(terms: Sequence[Term], line: str) -> tuple[tuple[tuple[int, int], ...], int]:
    """Where the words in question stand in a line, none within another, and how many terms it says."""
    folded, places = fold_with_places(line)
    spans: list[tuple[int, int]] = []
    count = 0
    for term in terms:
        at = find_word(folded, term.value, 0, term.whole)
        count += at >= 0
        while at >= 0:
            end = at + len(term.value)
            # The place after the last character: what is folded away behind a letter belongs to it.
            spans.append((places[at], max(places[end - 1] + 1, places[end])))
            at = find_word(folded, term.value, end, term.whole)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined), count


def cut(line: str, marks: tuple[tuple[int, int], ...]) -> Excerpt:
    """A line around its first mark, cut between words."""
    if len(line) <= LONGEST:
        return Excerpt(line, marks)
    start = max(0, marks[0][0] - _BEFORE) if marks else 0
    if start:
        space = line.find(" ", start, marks[0][0])
        start = space + 1 if space >= 0 else start
    end = min(len(line), start + LONGEST)
    if end < len(line):
        space = line.rfind(" ", start + LONGEST // 2, end)
        end = space if space >= 0 else end
    before, after = "… " if start else "", " …" if end < len(line) else ""
    shift = len(before) - start
    kept = tuple((at + shift, min(stop, end) + shift) for at, stop in marks if start <= at < end)
    return Excerpt(before + line[start:end] + after, kept)


def remarks_on(asked: Asked, found: bool, people: Sequence[Person], tags: Sequence[str]) -> tuple[Remark, ...]:
    """What is to say about a question and its answer: filters that are none, names that nobody has, and, where nothing
    was found, the nearest name."""
    remarks = list(asked.remarks)
    names = [name for each in people for name in each.names]
    words = [word for name in names for word in name.split(" ")]
    for term in asked.terms:
        if term.kind == "person" and not _meant(term.value, people):
            remarks.append(_nobody(term, "Nobody is called", nearest(term.value, (*names, *words))))
        elif term.kind == "tag" and not _has_tag(term.value, tags):
            remarks.append(_nobody(term, "No note has the tag", nearest(term.value, map(fold_name, tags))))
        elif term.kind == "type" and term.value not in TYPES:
            near = nearest(term.value, TYPES)
            kinds = ", ".join(dict.fromkeys(TYPES.values()))
            remarks.append(Remark(f"There is no type “{term.value}”. The types are {kinds}.", *_instead(term, near)))
    if not found and not remarks:
        for term in asked.texts:
            near = "" if " " in term.value else nearest(term.value, words)
            if near and near != term.value:
                remarks.append(Remark(f"Nothing says “{term.value}”.", term.typed, near))
    return tuple(remarks)


def _nobody(term: Term, fact: str, near: str) -> Remark:
    return Remark(f"{fact} “{term.value}”.", *_instead(term, near))


def _instead(term: Term, near: str) -> tuple[str, str]:
    if not near:
        return term.typed, ""
    value = f'"{near}"' if " " in near else near
    return term.typed, f"{'-' if term.excluded else ''}{term.kind}:{value}"


def described(asked: Asked) -> str:
    """What was searched, in words: `“loop”, person:ada`."""
    return ", ".join(
        f"{'not ' if term.excluded else ''}“{term.value}”" if term.kind == "text" else re.sub(r"[“”„]", '"', term.typed)
        for term in asked.terms
    )
