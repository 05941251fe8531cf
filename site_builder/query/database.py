"""The engine: questions are asked, from outside and by one another."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any, TypeVar

from site_builder.query.answers import CycleError
from site_builder.query.cells import Args, Cell, Query
from site_builder.query.changes import Changes
from site_builder.query.nodes import (
    COLLECTED,
    EARLY,
    GONE,
    INPUT,
    KEYED,
    NOT_AT_HAND,
    PACKED,
    STALE,
    TRANSIENT,
    UNKNOWN,
)

Item = TypeVar("Item")


class Database(Changes):
    """Inputs, and the remembered answers to queries about them. Belongs to one thread."""

    def __init__(self) -> None:
        super().__init__()
        # What `digests` was asked for last, and its nodes: a server asks for the same 12,000 pages after each save.
        self._together: tuple[Any, Sequence[Any], list[int | None]] = (None, (), [])

    # ------------------------------------------------------------ from outside

    def twin(self) -> Database:
        """Another database that knows the same and goes its own way, with other inputs. Before anything is asked."""
        made = Database()
        vars(made).update((name, copy(value)) for name, value in vars(self).items())
        made._more_users = {node: list(users) for node, users in self._more_users.items()}
        made.ran = self.ran
        return made

    def digest(self, question: Query[Args, bytes], *args: Args.args, **kwargs: Args.kwargs) -> str:
        """The digest of a transient query's answer, which is computed only if something that it asked has changed."""
        assert question.transient and not kwargs
        node = self._up_to_date((question, args))
        return str(self._value(node))

    def digests(self, question: Query[[Item], bytes], items: Sequence[Item]) -> list[str]:
        """The digests of a transient query's answers, each for one argument; nothing where it has to be computed."""
        assert question.transient
        self._settle(late=True)
        if self._together[0] is question and self._together[1] is items:
            found = self._together[2]
        else:
            found = [self._find((question, (item,))) for item in items]
            if None not in found:
                self._together = question, items, found
        self._held.update(node for node in found if node is not None)
        return [self._digest_at_hand(node) if node is not None else "" for node in found]

    def draft(self, question: Query[Args, bytes], *args: Args.args, **kwargs: Args.kwargs) -> Any:
        """What a transient query's answer is made of, for somebody else to make it, and to tell its digest to
        `finished`. Until then it is as if it had not been asked."""
        assert question.transient and not kwargs and not self._asking
        self._settle(late=True)
        self._adding = 0
        node = self._find((question, args))
        if node is None:
            node = self._add((question, args), TRANSIENT)
        value, asked = self._given(node)
        self._link(node, asked)
        self._put(node, UNKNOWN)
        self._flags[node] &= ~(STALE | GONE)
        self._touched.add(node)
        self._held.add(node)
        return value

    def finished(self, question: Query[Args, bytes], digest: str, *args: Args.args, **kwargs: Args.kwargs) -> None:
        """Be told the digest of what was made of a draft. If something that it asked has changed since, that holds."""
        assert not kwargs
        self._put(self._nodes[question, args], digest)

    def _digest_at_hand(self, node: int) -> str:
        value = self._values[node]
        if value is PACKED:
            value = self._values[node] = self._unpacked(node)
            self._is_again[node] = value is not UNKNOWN
        return "" if value is UNKNOWN or self._flags[node] & STALE else value

    def is_known(self, question: Query[Args, Any], *args: Args.args, **kwargs: Args.kwargs) -> bool:
        """Whether there is an answer that need not be asked for again, as far as is known so far."""
        assert not kwargs
        self._settle(question.late)
        node = self._find((question, args))
        if node is None or self._values[node] is UNKNOWN:
            return False
        return not self._flags[node] & STALE and node not in self._pending

    # ------------------------------------------------------------ asking

    def _ask(self, question: Query[Any, Any], args: tuple[Any, ...]) -> Any:
        node = self._nodes.get((question, args))
        if node is not None and self._asking and not self._frontier and not self._flags[node] & NOT_AT_HAND:
            value = self._values[node]
            if value is not UNKNOWN and value is not PACKED:
                self._asking[-1][node] = None
                return value
        node = self._up_to_date((question, args))
        if self._asking:
            self._asking[-1][node] = None
        value = self._values[node]
        if question.transient:
            if self._last is None or self._last[0] != node:
                self._run(node)
            assert self._last is not None
            return self._last[1]
        return self._value(node) if value is PACKED else value

    def _up_to_date(self, cell: Cell) -> int:
        is_outside = not self._asking
        if is_outside:
            self._settle(cell[0].late)
            self._adding = 0 if cell[0].late else EARLY
        node = self._find(cell)
        if node is None:
            node = self._add(cell, _flags_of(cell[0]))
            if self._frontier:
                self._right.add(node)
            self._run(node)
        elif self._values[node] is UNKNOWN or (self._flags[node] & STALE and node not in self._pending):
            self._run(node)
        elif node in self._running:
            raise CycleError(f"{cell[0].name}{cell[1]} asked itself")
        elif self._frontier:
            try:
                self._bring(node)
            except BaseException:
                self._is_broken_off = True
                raise
        if is_outside:
            self._held.add(node)
            if self._adding:
                self._need_early((node,))
        return node

    # ------------------------------------------------------------ letting go

    def let_go(self, least: int = 0) -> None:
        """Hold no more what can be had again, from a bundle, or, of light queries, by asking: if that is so much."""
        if self._is_again.count(1) < least:
            return
        node = self._is_again.find(1)
        while node >= 0:
            self._values[node] = PACKED
            self._is_again[node] = 0
            node = self._is_again.find(1, node + 1)

    def sweep(self) -> None:
        """Drop what was not needed for any question from outside since the inputs last changed."""
        self.settle()
        alive = bytearray(len(self._values))
        waiting = list(self._held)
        for node in waiting:
            alive[node] = 1
        while waiting:
            for need in self._needs_of(waiting.pop()):
                if not alive[need]:
                    alive[need] = 1
                    waiting.append(need)
        for node, living in enumerate(alive):
            if not living and not self._flags[node] & (INPUT | GONE):
                self._drop(node)
                self._needs[node] = b""
        self._last = None


def _flags_of(question: Query[Any, Any]) -> int:
    if question.transient:
        return TRANSIENT
    return KEYED if question.index else COLLECTED if question.collects else 0
