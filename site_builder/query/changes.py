"""What a change reaches is asked again: the lowest first, and up only where an answer became different."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from typing import Any

from site_builder.query.answers import SAME, Answers, is_same
from site_builder.query.cells import Cell, key_of
from site_builder.query.nodes import COLLECTED, EARLY, GONE, KEYED, PACKED, STALE, TRANSIENT, UNKNOWN


class Changes(Answers):
    """Answers of which those are asked again that a change has reached."""

    def __init__(self) -> None:
        super().__init__()
        self._queue: list[tuple[int, int]] = []  # what is pending, by height, while settling
        self._frontier = 0  # while something is pending: all nodes lower than this are right, if they are early
        self._is_whole = True  # or not: those that are late, too
        self._right: set[int] = set()
        self._news: dict[int, dict[int, Any]] = {}  # what has changed of what a collected query asked: what it was
        self._is_broken_off = False  # or not: asking again, what is known is not all right any more

    @property
    def is_torn(self) -> bool:
        """Whether what is known is not all right: asking again was broken off, or has yet to begin."""
        return self._is_broken_off or bool(self._changed)

    def _up_to_date(self, cell: Cell) -> int:
        """The node of a question, its answer up to date."""
        raise NotImplementedError

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
            self._is_broken_off = True
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


_BEYOND = 1 << 32  # higher than any node
