"""Answers packed as bytes, to be kept on disk or handed from one process to another. Knows nothing of what they mean.

A bundle holds numbered *nodes*, each with its question, what it asked and its answer. All but the answers is checked
when a bundle is opened; an answer is checked, and unpickled, when it is wanted, and can be had by asking again. Nothing
but values of this package's own types and a few plain ones is ever unpickled.

The answers come first, in chunks, each after its length: they are written as they are packed, as there are too many to
hold them all. After a chunk of length 0 come the tables, which say where each answer lies, and what JSON can say.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Literal, TypeAlias
from zlib import crc32

from site_builder.query.pickled import ONE_TEXT, Damaged, Kind, resolve, unpacked

_MAGIC = b"kithbndl"
_LENGTH = struct.Struct("<I")
_HEAD = struct.Struct("<II")  # length of a table, its checksum
CHUNK = 1 << 20
_TABLES: dict[str, Literal["B", "H", "I", "Q"]] = {
    "ids": "I",
    "marks": "Q",
    "slots": "I",
    "kinds": "H",
    "heights": "I",
    "flags": "B",
    "needs_from": "I",
    "needs": "I",
}
_TABLES |= {"questions_from": "I", "questions": "B", "texts_from": "I", "texts": "B"}
_TABLES |= {"answers_from": "Q", "answers_size": "I", "sums": "I", "users_from": "I", "users": "I"}

_NUMBERED = b"#"  # a question about one text: the number of that text, as many ask about the same

Bytes = bytes | memoryview
Numbers: TypeAlias = "array[int] | memoryview"
"""A table of numbers."""


@dataclass(slots=True)
class Packer:
    """What is to be a bundle, node by node. `waiting`: how many bytes of answers the next chunk would have."""

    tables: dict[str, array[int]] = field(default_factory=lambda: {name: array(code) for name, code in _TABLES.items()})
    kinds: dict[Kind, int] = field(default_factory=dict)
    texts: dict[bytes, int] = field(default_factory=dict)
    waiting: int = 0
    _answers: list[Bytes] = field(default_factory=list)
    _at: int = len(_MAGIC)

    def add(
        self, node: int, height: int, flags: int, needs: Iterable[int], asked: tuple[int, Kind, Bytes], answer: Bytes
    ) -> None:
        """A node: its number, the mark, the kind and the arguments of its question, the rest; `needs` are nodes."""
        tables, (mark, kind, question) = self.tables, asked
        tables["ids"].append(node)
        tables["marks"].append(mark)
        tables["kinds"].append(self.kinds.setdefault(kind, len(self.kinds)))
        tables["heights"].append(height)
        tables["flags"].append(flags)
        tables["needs_from"].append(len(tables["needs"]))
        tables["needs"].extend(needs)
        tables["questions_from"].append(len(tables["questions"]))
        if question[:1] == ONE_TEXT:
            number = self.texts.setdefault(bytes(question), len(self.texts))
            question = _NUMBERED + number.to_bytes(4, "little")
        tables["questions"].frombytes(question)
        tables["answers_from"].append(self._at + _LENGTH.size + self.waiting)
        tables["answers_size"].append(len(answer))
        tables["sums"].append(crc32(answer))
        if answer:
            self._answers.append(answer)
            self.waiting += len(answer)

    def chunk(self) -> tuple[Bytes, ...]:
        """What there is to write so far, in parts."""
        begin = () if self._at > len(_MAGIC) else (_MAGIC,)
        if not self.waiting:
            return begin
        parts = (*begin, _LENGTH.pack(self.waiting), *self._answers)
        self._at += _LENGTH.size + self.waiting
        self.waiting = 0
        self._answers.clear()
        return parts

    def packed(
        self, users: Callable[[], tuple[Numbers, Numbers]] | None = None, about: object = None
    ) -> Iterator[Bytes]:
        """The bundle, or the rest of it, in parts. `users`: gives who needs each node, as two tables, if these are all
        nodes; then they can be found by their marks, too. `about`: what JSON can hold, to be kept with it."""
        yield from self.chunk()
        yield _LENGTH.pack(0)
        tables = self.tables
        tables["needs_from"].append(len(tables["needs"]))
        tables["questions_from"].append(len(tables["questions"]))
        tables["texts_from"].extend(accumulate(map(len, self.texts), initial=0))
        tables["texts"].frombytes(b"".join(self.texts))
        if users is not None:
            tables["slots"] = _slots_of(tables["marks"])
        for name in _TABLES:
            if name == "users_from":
                break
            yield from _framed(tables.pop(name))  # written, it need not be held while the others are made
        for table in (array("I"), array("I")) if users is None else users():
            yield from _framed(table)
        yield from _framed(json.dumps({"kinds": list(self.kinds), "order": sys.byteorder, "about": about}).encode())


def _framed(table: Bytes | Numbers) -> Iterator[Bytes]:
    data = memoryview(table).cast("B")
    yield _HEAD.pack(len(data), crc32(data))
    yield data


def _slots_of(marks: array[int]) -> array[int]:
    """Where to look for a question: at the slot of its mark's last bits, then at those after it until one is empty. A
    slot holds the place in the bundle and one, or 0; half of them are empty, at least."""
    count = 1 << (2 * len(marks)).bit_length()
    slots = array("I", bytes(4 * count))
    for place, mark in enumerate(marks, 1):
        at = mark & (count - 1)
        while slots[at]:
            at = (at + 1) & (count - 1)
        slots[at] = place
    return slots


def _after_answers(data: memoryview) -> int:
    """Where the header of a bundle stands."""
    if data[: len(_MAGIC)] != _MAGIC:
        raise Damaged("not a bundle")
    at = len(_MAGIC)
    while size := int.from_bytes(data[at : at + _LENGTH.size], "little"):
        at += _LENGTH.size + size
    return at + _LENGTH.size


class Bundle:
    """A bundle, opened. `length` is how many bytes of the data are its own. Raises `Damaged`."""

    def __init__(self, data: memoryview) -> None:
        at = _after_answers(data)
        tables: dict[str, memoryview] = {}
        for name, code in (*_TABLES.items(), ("", "B")):
            try:
                length, check = _HEAD.unpack_from(data, at)
            except struct.error:
                raise Damaged("too short") from None
            at += _HEAD.size
            part = data[at : at + length]
            if len(part) < length or crc32(part) != check:
                raise Damaged(f"its table of {name} is damaged")
            tables[name] = part.cast(code)
            at += length
        self.length: int = at
        try:
            said = json.loads(bytes(tables[""]))
        except ValueError:
            raise Damaged("empty") from None  # zeros are sound tables, as a disk leaves them that lost its power
        if said["order"] != sys.byteorder:
            raise Damaged("from another machine")
        self.about: Any = said["about"]
        self._data = data
        self.ids, self.marks, self._kinds = tables["ids"], tables["marks"], tables["kinds"]
        self._named = [tuple(kind) for kind in said["kinds"]]
        self._resolved: dict[int, tuple[Any, ...]] = {}
        self.heights, self.flags = tables["heights"], tables["flags"]
        self._needs_from, self._needs = tables["needs_from"], tables["needs"]
        self.users_from, self.users = tables["users_from"], tables["users"]
        self._slots = tables["slots"]
        self._questions_from, self._questions = tables["questions_from"], tables["questions"]
        self._texts_from, self._texts = tables["texts_from"], tables["texts"]
        self._answers_from, self._answers_size = tables["answers_from"], tables["answers_size"]
        self._sums = tables["sums"]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def is_indexed(self) -> bool:
        """Whether its questions can be found by their marks: it was packed as one of all nodes."""
        return bool(self._slots)

    def place_of(self, mark: int) -> int | None:
        """The place of the question with a mark, in a bundle that is indexed."""
        slots, marks = self._slots, self.marks
        at = mark & (len(slots) - 1)
        while found := slots[at]:
            if marks[found - 1] == mark:
                return found - 1
            at = (at + 1) & (len(slots) - 1)
        return None

    def needs(self, at: int) -> memoryview:
        """The nodes that the node at a place asked, in order."""
        return self._needs[self._needs_from[at] : self._needs_from[at + 1]]

    def asked(self, at: int) -> tuple[int, Kind, Bytes]:
        """What the node at a place asks, as packed: its mark, its kind, and its arguments."""
        question = self._questions[self._questions_from[at] : self._questions_from[at + 1]]
        if question[:1] == _NUMBERED:
            number = int.from_bytes(question[1:], "little")
            question = self._texts[self._texts_from[number] : self._texts_from[number + 1]]
        return self.marks[at], self._named[self._kinds[at]], question

    def packed_answer(self, at: int) -> Bytes:
        """The answer of the node at a place, as packed, unchecked; nothing where none is kept."""
        return self._data[(start := self._answers_from[at]) : start + self._answers_size[at]]

    def mark(self, at: int) -> bytes:
        """The answer of the node at a place, if it is an input: what its value is known by; nothing if damaged."""
        answer = bytes(self.packed_answer(at))
        return answer if crc32(answer) == self._sums[at] else b""

    def question(self, at: int) -> tuple[tuple[Any, ...], Any]:
        """What the node at a place asks: the functions and queries of its kind, and its arguments. Raises `Damaged`."""
        kind = self._kinds[at]
        if kind not in self._resolved:
            self._resolved[kind] = resolve(self._named[kind])
        _, _, packed = self.asked(at)
        return self._resolved[kind], unpacked(bytes(packed))

    def answer(self, at: int) -> Any:
        """The answer of the node at a place. Raises `Damaged` where none is kept, or it is damaged."""
        answer = self.mark(at)
        if not answer:
            raise Damaged("no answer is kept")
        return unpacked(answer)
