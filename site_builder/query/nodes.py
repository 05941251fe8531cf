"""Inputs and answers as numbered nodes, in tables: what each asked, who asked it, and how high it stands above that."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from site_builder.query.bundle import Bundle, Bytes, Damaged, Packer, pack_value
from site_builder.query.cells import Cell, Input, asked_in, cell_of, mark_of_cell

UNKNOWN: Any = object()
"""Never asked, or forgotten."""
PACKED: Any = object()
"""Known, and lies in a bundle; of a light query, it can be had by asking again."""

INPUT, TRANSIENT, STALE, GONE, KEYED, HELD, COLLECTED = 1, 2, 4, 8, 16, 32, 64
NOT_AT_HAND = TRANSIENT | STALE | GONE

_NOT_HELD = bytes(flags & ~HELD for flags in range(256))
_IS_GONE = bytes(bool(flags & GONE) for flags in range(256))


class Nodes:
    """The nodes of a database. Tables instead of objects, as there are hundreds of thousands.

    A node is *higher* than all that it needs. A *touched* one has become different since it was packed or taken over; a
    *held* one was asked from outside.
    """

    def __init__(self) -> None:
        self._nodes: dict[Cell, int] = {}
        self._by_mark: dict[int, int] = {}  # the nodes that came in bundles
        self._cells: list[Cell | None] = []
        self._values: list[Any] = []
        self._needs: list[bytes | None] = []  # numbers of nodes, in the order asked; None: as in the bundle
        self._heights: list[int] = []
        self._flags = bytearray()
        self._places = array("Q")  # the bundle that a node came in, and its place there
        self._bundles: list[Bundle] = []
        # Who needs each node: where in the second table its users start, and the users; and those since.
        self._users: tuple[Sequence[int], Sequence[int]] | None = None
        self._more_users: dict[int, list[int]] = {}
        self._late: list[tuple[Bundle, int]] = []  # bundles, and from which place on nobody has looked at its needs yet
        self._touched: set[int] = set()
        self._held: set[int] = set()

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self._values)

    @property
    def is_touched(self) -> bool:
        """Whether anything has become different since it was packed or taken over."""
        return bool(self._touched)

    def _find(self, cell: Cell) -> int | None:
        node = self._nodes.get(cell)
        if node is None and self._by_mark:
            node = self._by_mark.get(mark_of_cell(cell))
            if node is not None:
                self._nodes[cell] = node
                self._cells[node] = cell
        return node

    def _add(self, cell: Cell, flags: int) -> int:
        node = self._nodes[cell] = len(self._values)
        self._cells.append(cell)
        self._values.append(UNKNOWN)
        self._needs.append(b"")
        self._heights.append(0)
        self._flags.append(flags)
        self._places.append(0)
        self._touched.add(node)
        return node

    def _cell(self, node: int) -> Cell:
        cell = self._cells[node]
        if cell is None:
            bundle, at = self._place(node)
            cell = self._cells[node] = cell_of(*bundle.question(at))
            self._nodes[cell] = node
        return cell

    def _needs_of(self, node: int) -> Iterable[int]:
        needs = self._needs[node]
        if needs is None:
            bundle, at = self._place(node)
            return bundle.needs(at)
        return memoryview(needs).cast("I") if needs else ()

    def _place(self, node: int) -> tuple[Bundle, int]:
        place = self._places[node]
        return self._bundles[(place >> 32) - 1], place & 0xFFFFFFFF

    def _unpacked(self, node: int) -> Any:
        """The answer in the bundle; unknown where it is damaged, or was never packed."""
        bundle, at = self._place(node)
        try:
            return bundle.answer(at)
        except Damaged:
            return UNKNOWN

    def _packed_mark(self, node: int) -> bytes:
        bundle, at = self._place(node)
        return bundle.mark(at)

    def _link(self, node: int, asked: dict[int, None]) -> None:
        """Record what a node asked, and see that it is higher than all of that, and its users than itself."""
        if self._users is not None:
            before = frozenset(self._needs_of(node))
            for need in asked:
                if need not in before:
                    self._more_users.setdefault(need, []).append(node)
        self._needs[node] = array("I", asked).tobytes()
        self._rise(node, 1 + max(map(self._heights.__getitem__, asked), default=0))

    def _rise(self, node: int, height: int) -> None:
        """See that a node is at least so high, and its users higher."""
        heights = self._heights
        if heights[node] >= height:
            return
        if not heights[node]:  # a new node has no users yet
            heights[node] = height
            return
        rising = [(node, height)]
        while rising:
            node, height = rising.pop()
            if heights[node] < height:
                heights[node] = height
                self._touched.add(node)
                rising += [(user, height + 1) for user in self._users_of(node)]

    def _users_of(self, node: int) -> Iterable[int]:
        if self._users is None:
            self._users = self._inverted()
        while self._late:
            self._look_at(*self._late.pop())
        starts, users = self._users
        more = self._more_users.get(node, ())
        if node + 1 >= len(starts):
            return more
        packed = users[starts[node] : starts[node + 1]]
        return [*packed, *more] if more else packed

    def _inverted(self) -> tuple[Sequence[int], Sequence[int]]:
        """Who needs each node: where its users start in the second table, and the users."""
        counts = [0] * (len(self._values) + 1)
        for node in range(len(self._values)):
            for need in self._needs_of(node):
                counts[need + 1] += 1
        starts = array("I", accumulate(counts))
        at = list(starts)
        users = array("I", bytes(4 * starts[-1]))
        for node in range(len(self._values)):
            for need in self._needs_of(node):
                users[at[need]] = node
                at[need] += 1
        self._more_users = {}
        self._late.clear()
        return starts, users

    def _look_at(self, bundle: Bundle, new: int) -> None:
        for at in range(new, len(bundle)):
            node = bundle.ids[at]
            for need in bundle.needs(at):
                self._more_users.setdefault(need, []).append(node)

    def pack(self, nodes: Iterable[int] | None = None, about: object = None) -> Iterable[Bytes]:
        """What is known, as the parts of a bundle: of some nodes, or all (then with their users); `about` goes with
        it."""
        packer = Packer()
        for node in range(len(self._values)) if nodes is None else nodes:
            cell = self._cells[node]
            if cell is None:
                bundle, at = self._place(node)
                asked = bundle.asked(at)
            else:
                asked = asked_in(cell)
            flags = self._flags[node] | (HELD if node in self._held else 0)
            packer.add(node, self._heights[node], flags, self._needs_of(node), asked, self._answer_packed(node))
        users = None
        if nodes is None:
            if self._users is None or self._more_users or self._late:
                self._users = self._inverted()
            users = self._users
            self._touched.clear()
        return packer.packed(users, about)

    def pack_changes(self, about: object = None) -> Iterable[Bytes]:
        """What has become different since the last time, as a bundle that fits upon what was packed or taken over."""
        parts = self.pack(sorted(self._touched), about)
        self._touched.clear()
        return parts

    def forget_touched(self) -> None:
        """Take everything for packed: what is found out from now on is what `pack_changes` packs."""
        self._touched.clear()

    def absorb(self, bundle: Bundle, first: int, held: bool = False) -> None:
        """Take over what another database has found out, which had its first nodes, so many, in common with this one.

        `held`: what was asked there from outside counts as asked here.
        """
        self._bundles.append(bundle)
        place = len(self._bundles) << 32
        if not self._values:
            self._take_over(bundle, place)
            return
        if first == len(self._values) and not held and _is_gapless(bundle, first):
            self._append(bundle, place)
            return
        own = {mark_of_cell(self._cell(node)): node for node in range(first, len(self._values))}
        numbers: dict[int, int] = {}  # of the nodes that are not in common: their number there, and here
        news: list[tuple[int, int]] = []
        asked: list[int] = []
        for at, node in enumerate(bundle.ids):
            if held and bundle.flags[at] & HELD:
                asked.append(node)
            if node >= first:
                mark = bundle.marks[at]
                here = own.get(mark)
                if here is not None:
                    numbers[node] = here
                    continue
                here = numbers[node] = len(self._values)
                self._by_mark[mark] = here
                self._cells.append(None)
                self._values.append(PACKED)
                self._needs.append(None)
                self._heights.append(0)
                self._flags.append(0)
                self._places.append(0)
                news.append((at, here))
            else:
                news.append((at, node))
        for at, node in news:
            needs = bundle.needs(at)
            if self._users is not None:
                before = frozenset(self._needs_of(node)) if node < first else frozenset()
                for need in needs:
                    need = numbers.get(need, need)
                    if need not in before:
                        self._more_users.setdefault(need, []).append(node)
            moved = any(numbers.get(need, need) != need for need in needs)
            self._needs[node] = array("I", [numbers.get(need, need) for need in needs]).tobytes() if moved else None
            self._places[node] = place + at
            self._flags[node] = bundle.flags[at] & ~HELD
            self._touched.add(node)
            self._values[node] = UNKNOWN if bundle.flags[at] & GONE else PACKED
            self._rise(node, bundle.heights[at])
        for _, node in news:
            self._rise(node, 1 + max(map(self._heights.__getitem__, self._needs_of(node)), default=-1))
        self._held.update(numbers.get(node, node) for node in asked)

    def _take_over(self, bundle: Bundle, place: int) -> None:
        count = len(bundle)
        self._cells = [None] * count
        self._values = [PACKED] * count
        self._needs = [None] * count
        self._heights = list(bundle.heights)
        self._flags = bytearray(bytes(bundle.flags).translate(_NOT_HELD))
        self._places = array("Q", range(place, place + count))
        self._by_mark = dict(zip(bundle.marks, range(count), strict=True))
        if len(bundle.users_from):
            self._users = bundle.users_from, bundle.users
        gone = self._flags.translate(_IS_GONE)
        node = gone.find(1)
        while node >= 0:
            self._values[node] = UNKNOWN
            node = gone.find(1, node + 1)

    def _append(self, bundle: Bundle, place: int) -> None:
        """Take over what has become different since: nodes have the same numbers there and here."""
        first, count = len(self._values), len(bundle)
        new = bisect_left(bundle.ids, first)
        for at in range(new):
            node = bundle.ids[at]
            if self._users is not None:
                before = frozenset(self._needs_of(node))
                for need in bundle.needs(at):
                    if need not in before:
                        self._more_users.setdefault(need, []).append(node)
            self._needs[node] = None
            self._places[node] = place + at
            self._heights[node] = bundle.heights[at]
            self._flags[node] = bundle.flags[at] & ~HELD
            self._values[node] = UNKNOWN if bundle.flags[at] & GONE else PACKED
        self._cells += [None] * (count - new)
        self._values += [UNKNOWN if flags & GONE else PACKED for flags in bundle.flags[new:]]
        self._needs += [None] * (count - new)
        self._heights += bundle.heights[new:]
        self._flags += bytes(bundle.flags[new:]).translate(_NOT_HELD)
        self._places.extend(range(place + new, place + count))
        self._by_mark.update(zip(bundle.marks[new:], bundle.ids[new:], strict=True))
        self._touched.update(bundle.ids)
        self._late.append((bundle, new))

    def _answer_packed(self, node: int) -> Bytes:
        value = self._values[node]
        if value is PACKED:
            bundle, at = self._place(node)
            return bundle.packed_answer(at)
        if value is UNKNOWN:
            return b""
        asked = self._cell(node)[0]
        if isinstance(asked, Input):
            return asked.mark(value)
        return b"" if asked.light else pack_value(value)


def _is_gapless(bundle: Bundle, first: int) -> bool:
    """Whether the nodes of a bundle from a number on follow each other, as those do that one process has added."""
    new = len(bundle) - bisect_left(bundle.ids, first)
    return not new or bundle.ids[-1] == first + new - 1
