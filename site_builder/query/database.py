"""The engine: inputs are set, questions asked, and what a change reaches is asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from heapq import heapify, heappop, heappush
from typing import Any, TypeVar

from site_builder.query.answers import SAME, Answers, CycleError, is_same
from site_builder.query.cells import Args, Cell, Query, key_of
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


class Database(Answers):
    """Inputs, and the remembered answers to queries about them. Belongs to one thread."""

    def __init__(self) -> None:
        super().__init__()
        self._queue: list[tuple[int, int]] = []  # what is pending, by height, while settling
        self._frontier = 0  # while something is pending: all nodes lower than this are right, if they are early
        self._is_whole = True  # or not: those that are late, too
        self._right: set[int] = set()
        self._news: dict[int, dict[int, Any]] = {}  # what has changed of what a collected query asked: what it was
        self.is_torn = False
        """Whether asking again was broken off: what is known is not all right any more."""

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
        found = [self._find((question, (item,))) for item in items]
        self._held.update(node for node in found if node is not None)
        return [self._digest_at_hand(node) if node is not None else "" for node in found]

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
                self.is_torn = True
                raise
        if is_outside:
            self._held.add(node)
            if self._adding:
                self._need_early((node,))
        return node

    # ------------------------------------------------------------ what a change touches

    def settle(self) -> None:
        """Ask again all that the changed inputs reach."""
        self._settle(late=True)

    def _settle(self, late: bool) -> None:
        """Ask again what the changed inputs reach: the lowest first, and up only where an answer became different.
        `late`: what is needed for late queries alone, too, which otherwise stays pending."""
        if not self._changed and (not self._pending or (self._frontier and not late)):
            return
        self._last = None
        if self._changed:
            self._held.clear()
        changed, self._changed = self._changed, set()
        self._right.clear()
        self._queue = [(self._heights[node], node) for node in self._pending]
        heapify(self._queue)
        self._is_whole, self._adding = late, 0 if late else EARLY
        try:
            for node in changed:
                self._push(self._users_of(node), node, UNKNOWN)
            while self._queue:
                height, node = heappop(self._queue)
                if node not in self._pending or not (late or self._flags[node] & (EARLY | TRANSIENT)):
                    continue
                if self._heights[node] > height:
                    heappush(self._queue, (self._heights[node], node))
                    continue
                self._frontier = height
                self._again(node)
        except BaseException:
            self.is_torn = True
            self._pending.clear()
            raise
        finally:
            self._queue.clear()
            self._frontier = _BEYOND if self._pending else 0
            self._is_whole = not self._pending
            if not self._pending:
                self._news.clear()

    def _push(self, users: Iterable[int], changed: int, before: Any) -> None:
        for user in users:
            if self._flags[user] & COLLECTED:
                self._news.setdefault(user, {}).setdefault(changed, before)  # twice, where it was brought right early
            if user not in self._pending:
                self._pending.add(user)
                heappush(self._queue, (self._heights[user], user))

    def _again(self, node: int) -> None:
        self._pending.discard(node)
        flags = self._flags[node]
        if flags & GONE:
            return
        if flags & TRANSIENT:
            self._flags[node] |= STALE
            self._touched.add(node)
            return
        before = UNKNOWN
        try:
            # Of what was packed while it was pending, it is not known what has changed.
            before = self._collect(node) if flags & (COLLECTED | STALE) == COLLECTED else self._run(node)
        except Exception:
            # Perhaps nobody asks this any more (a note that is gone). Whoever does still ask will meet the error.
            self._drop(node)
        if before is SAME:
            return
        users = self._users_of(node)
        question = self._cell(node)[0]
        now = self._values[node]
        if question.readers and before is not UNKNOWN and now is not UNKNOWN:
            users = [user for user in users if not self._flags[user] & KEYED]
            keys = [key for key in before.keys() | now.keys() if before.get(key) != now.get(key)]
            found = (self._find((reader, (key,))) for reader in question.readers for key in keys)
            self._push((reader for reader in found if reader is not None), node, UNKNOWN)
        self._push(users, node, before)

    def _collect(self, node: int) -> Any:
        """Ask a collected query again, which looks only at what has changed; returns what the answer was before."""
        question, args = self._cell(node)
        over, cell_of, through = question.collects
        news, keys = self._news.pop(node, {}), self._find((over, ()))
        if keys is None:
            return self._run(node)
        is_relisted = keys in news
        earlier = news.pop(keys, ())
        if any(self._values[need] is UNKNOWN for need in news) and not is_relisted:
            return self._run(node)
        news = {need: was for need, was in news.items() if self._tells(need, was, lambda each: through(*args, each))}
        if not news and not is_relisted:
            return SAME
        before = self._values[node]
        if before is PACKED:
            before = self._unpacked(node)  # as it was: were it damaged, asking again would tell what it is now
        if before is UNKNOWN or earlier is UNKNOWN:
            return self._run(node)
        value, now = dict(before), self._value(keys)
        if is_relisted:
            gone, new = set(earlier).difference(now), set(now).difference(earlier)
            for key in gone:
                value.pop(key, None)
            unneeded = [self._find(cell_of(*args, key)) for key in gone]
            fresh = self._relist(node, unneeded, [cell_of(*args, key) for key in now if key in new])
            news = dict.fromkeys((need for need in (*news, *fresh) if need not in unneeded), UNKNOWN)
            if any(self._values[need] is UNKNOWN for need in news):
                return self._run(node)
        for need in news:
            key, answer = key_of(self._cell(need)), through(*args, self._value(need))
            if answer and (key in value or key in now):  # a note that is gone may still count us among its users
                value[key] = answer
            else:
                value.pop(key, None)
        if is_relisted or value.keys() - before.keys():
            value = {key: value[key] for key in now if key in value}
        if is_same(before, value):
            return SAME
        self._put(node, value)
        self._touched.add(node)
        return before

    def _tells(self, need: int, was: Any, of: Callable[[Any], Any]) -> bool:
        """Whether an answer that has become different says something else to whoever sees only a part of it."""
        now = self._values[need]
        return was is UNKNOWN or now is UNKNOWN or not is_same(of(was), of(self._value(need)))

    def _relist(self, node: int, unneeded: Iterable[int | None], new: Iterable[Cell]) -> tuple[int, ...]:
        """Ask what is new in what is collected, and need some nodes no more; returns the nodes of the new."""
        asked: dict[int, None] = {}
        self._running.add(node)
        self._asking.append(asked)
        try:
            found = tuple(self._up_to_date(cell) for cell in new)
        finally:
            self._asking.pop()
            self._running.discard(node)
        self._relink(node, asked | dict.fromkeys(found), {need for need in unneeded if need is not None})
        self._touched.add(node)  # even if it says the same: who has it from a bundle must know what it asked
        return found

    def _bring(self, node: int) -> None:
        """Bring right, while something is pending, a node that is asked before its turn."""
        is_lower = self._heights[node] < self._frontier
        if (is_lower and (self._is_whole or self._flags[node] & EARLY)) or node in self._right:
            return
        for need in self._needs_of(node):
            if need in self._running:
                self._pending.add(node)  # whether it still asks that will be seen
            else:
                self._bring(need)
        if node in self._pending:
            self._again(node)
        self._right.add(node)

    def _drop(self, node: int) -> None:
        self._put(node, UNKNOWN)
        self._flags[node] |= GONE
        self._touched.add(node)

    def let_go(self) -> None:
        """Hold no more what can be had again: from a bundle, or, of light queries, by asking."""
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


_BEYOND = 1 << 32  # higher than any node


def _flags_of(question: Query[Any, Any]) -> int:
    if question.transient:
        return TRANSIENT
    return KEYED if question.index else COLLECTED if question.collects else 0
