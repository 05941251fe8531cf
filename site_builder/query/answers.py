"""Inputs as they are set, and functions as they are run: what stands in the nodes, right or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from site_builder.query.cells import Input, Value
from site_builder.query.nodes import GONE, INPUT, PACKED, STALE, UNKNOWN
from site_builder.query.packs import Packs
from site_builder.text import digest_of

SAME: Any = object()
"""What an answer was before, where it is the same."""


class CycleError(RuntimeError):
    """A query asked itself, through others: a bug in the pipeline, never a matter of the notes."""


class Answers(Packs):
    """Nodes whose values are set, run and read."""

    def __init__(self) -> None:
        super().__init__()
        self._supplies: dict[Input[Any], Callable[[str], Any]] = {}
        self._changed: set[int] = set()  # inputs, since the last time that a change was followed
        self._asking: list[dict[int, None]] = []
        self._running: set[int] = set()
        self._last: tuple[int, bytes] | None = None
        self.ran: list[tuple[str, tuple[Any, ...]]] | None = None
        """What really ran, for tests that assert it; `None` keeps no record."""

    def set(self, kind: Input[Value], key: str, value: Value) -> None:
        """Set an input. The same value again changes nothing."""
        node = self._find((kind, key))
        if node is None:
            node = self._add((kind, key), INPUT)
            self._values[node] = value
            return  # nobody has asked for it yet, so nothing follows from it
        before = self._values[node]
        if before is value:
            return
        if before is PACKED:
            same = self._packed_mark(node) == kind.mark(value)
        else:
            same = before == value
            if same:
                return
        self._values[node] = value
        if not same:
            self._changed.add(node)
            self._touched.add(node)

    def supply(self, kind: Input[Value], get: Callable[[str], Value]) -> None:
        """Say where the values of inputs of a kind are to be had that came in a bundle and have not been set since."""
        self._supplies[kind] = get

    def forget(self, kind: Input[Any], key: str) -> None:
        """Take an input away: from now on it is absent."""
        self.set(kind, key, kind.absent)

    def _read(self, kind: Input[Any], key: str) -> Any:
        cell = (kind, key)
        node = self._find(cell)
        if node is None:
            node = self._add(cell, INPUT)
            self._values[node] = kind.absent
        if self._asking:
            self._asking[-1][node] = None
        value = self._values[node]
        return self._fetched(node, kind, key) if value is PACKED else value

    def _fetched(self, node: int, kind: Input[Any], key: str) -> Any:
        get = self._supplies.get(kind)
        value = get(key) if get is not None else kind.absent
        if kind.mark(value) != self._packed_mark(node):
            # It changed since it was packed: what follows from it is asked again with the next question from outside.
            self._changed.add(node)
            self._touched.add(node)
        self._values[node] = value
        return value

    def _run(self, node: int) -> Any:
        """Ask a query's function; returns what the answer was before. Of a transient query, the value is its digest,
        and the answer is the last one."""
        question = self._cell(node)[0]
        value, asked = self._given(node)
        if question.transient:
            value = question.finish(value)
            self._last = (node, value)
            value = digest_of(value)
        self._link(node, asked)
        before = self._values[node]
        was_packed = before is PACKED
        if was_packed:
            before = UNKNOWN if question.light else self._unpacked(node)
        self._flags[node] &= ~(STALE | GONE)
        self._touched.add(node)
        if before is not UNKNOWN and is_same(before, value):
            self._values[node] = before
            self._is_again[node] |= was_packed
            return SAME
        self._put(node, value)
        self._is_again[node] = question.light
        return before

    def _given(self, node: int) -> tuple[Any, dict[int, None]]:
        """What a query's function gives, and the nodes that it asked."""
        question, args = self._cell(node)
        if node in self._running:
            raise CycleError(f"{question.name}{args} asked itself")
        self._running.add(node)
        self._asking.append({})
        try:
            if self.ran is not None:
                self.ran.append((question.name, args))
            value = question.function(self, *args)
        finally:
            asked = self._asking.pop()
            self._running.discard(node)
        assert not question.index or len(asked) == 1, "a keyed query asks for nothing but its index"
        return value, asked

    def _put(self, node: int, value: Any) -> None:
        """Give a node an answer that is another than before."""
        self._values[node] = value
        self._is_again[node] = 0

    def _value(self, node: int) -> Any:
        """An answer that is up to date."""
        value = self._values[node]
        if value is not PACKED:
            return value
        value = self._unpacked(node)
        self._is_again[node] = value is not UNKNOWN
        if value is UNKNOWN:
            question, args = self._cell(node)
            self._is_again[node] = question.light
            self._asking.append({})  # what it asks is known
            try:
                value = question.function(self, *args)
            finally:
                self._asking.pop()
            if question.transient:
                value = digest_of(question.finish(value))
        self._values[node] = value
        return value


def is_same(before: Any, now: Any) -> bool:
    """Whether an answer is what it was; of what is told by key, the order counts."""
    return bool(before == now) and (type(now) is not dict or list(before) == list(now))
