"""Inputs and answers as numbered nodes, in tables: what each asked, who asked it, and how high it stands above that."""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable
from itertools import accumulate
from typing import Any

from site_builder.query.bundle import Bundle, Numbers
from site_builder.query.cells import Cell, cell_of, mark_of_cell
from site_builder.query.pickled import Damaged

UNKNOWN: Any = object()
"""Never asked, or forgotten."""
PACKED: Any = object()
"""Known, and lies in a bundle; of a light query, it can be had by asking again."""

INPUT, TRANSIENT, STALE, GONE, KEYED, HELD, COLLECTED, EARLY = 1, 2, 4, 8, 16, 32, 64, 128
NOT_AT_HAND = TRANSIENT | STALE | GONE


class Nodes:
    """The nodes of a database. Tables instead of objects, as there are hundreds of thousands.

    A node is *higher* than all that it needs. A *touched* one has become different since it was packed or taken over; a
    *held* one was asked from outside; a *pending* one is to be asked again. *Early* is what is needed for more than
    late queries: the others wait until a late query is asked.
    """

    def __init__(self) -> None:
        self._nodes: dict[Cell, int] = {}
        self._by_mark: dict[int, int] = {}  # the nodes that came in bundles, but for the first
        self._cells: list[Cell | None] = []
        self._values: list[Any] = []
        self._needs: list[bytes | None] = []  # numbers of nodes, in the order asked; None: as in the bundle
        self._heights = array("I")
        self._flags = bytearray()
        self._is_again = bytearray()  # whether the value can be had again: it lies in a bundle, or the query is light
        self._places = array("Q")  # the bundle that a node came in, and its place there, but for the first
        self._base = 0  # how many nodes came in the first bundle, where each has its number for its place
        self._bundles: list[Bundle] = []
        # Who needs each node: where in the second table its users start, and the users; and those since.
        self._users: tuple[Numbers, Numbers] | None = None
        self._more_users: dict[int, list[int]] = {}
        # Bundles, and from which place on nobody has looked at what their nodes need.
        self._unseen: list[tuple[Bundle, int]] = []
        self._touched: set[int] = set()
        self._held: set[int] = set()
        self._pending: set[int] = set()
        self.effort = 0
        """How many questions were asked to find out what has become different."""
        self._adding = 0  # the flags of what is asked for the first time

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
        if node is None and self._bundles:
            mark = mark_of_cell(cell)
            node = self._by_mark.get(mark)
            if node is None and self._base:
                node = self._bundles[0].place_of(mark)
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
        self._flags.append(flags | self._adding)
        self._is_again.append(0)
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

    def _needs_as_bytes(self, node: int) -> bytes:
        needs = self._needs[node]
        if needs is None:
            bundle, at = self._place(node)
            return bytes(bundle.needs(at))
        return needs

    def _place(self, node: int) -> tuple[Bundle, int]:
        place = self._places[node]
        return (self._bundles[(place >> 32) - 1], place & 0xFFFFFFFF) if place else (self._bundles[0], node)

    def _is_placed(self, node: int) -> bool:
        """Whether a node came in a bundle."""
        return bool(self._places[node]) or node < self._base

    def _unpacked(self, node: int) -> Any:
        """The answer in the bundle; unknown where it is damaged, or was never packed."""
        if not self._is_placed(node):
            return UNKNOWN
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
        self.effort += len(asked)
        if self._flags[node] & EARLY:
            self._need_early(asked)
        self._rise(node, 1 + max(map(self._heights.__getitem__, asked), default=0))

    def _relink(self, node: int, asked: dict[int, None], unneeded: Container[int]) -> None:
        """Record what a node has asked besides what it had, and that it needs some nodes no more."""
        needs = array("I", self._needs_as_bytes(node))
        before = frozenset(needs)
        news = array("I", [need for need in asked if need not in before])
        if self._users is not None:
            for need in news:
                self._more_users.setdefault(need, []).append(node)
        self.effort += len(news)
        kept = array("I", [need for need in needs if need not in unneeded]) if unneeded else needs
        self._needs[node] = (kept + news).tobytes()
        if self._flags[node] & EARLY:
            self._need_early(news)
        self._rise(node, 1 + max(map(self._heights.__getitem__, news), default=0))

    def _need_early(self, nodes: Iterable[int]) -> None:
        """Take nodes, and all that they need, for early; an input never waits anyway."""
        flags = self._flags
        late = [node for node in nodes if not flags[node] & (EARLY | INPUT)]
        while late:
            node = late.pop()
            if not flags[node] & EARLY:
                flags[node] |= EARLY
                self._touched.add(node)
                late += [need for need in self._needs_of(node) if not flags[need] & (EARLY | INPUT)]

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
        while self._unseen:
            self._look_at(*self._unseen.pop())
        starts, users = self._users
        more = self._more_users.get(node, ())
        if node + 1 >= len(starts):
            return more
        packed = users[starts[node] : starts[node + 1]]
        return [*packed, *more] if more else packed

    def _inverted(self) -> tuple[Numbers, Numbers]:
        """Who needs each node: where its users start in the second table, and the users."""
        counts = array("I", bytes(4 * (len(self._values) + 1)))
        for node in range(len(self._values)):
            for need in self._needs_of(node):
                counts[need + 1] += 1
        starts = array("I", accumulate(counts))
        at = starts[:]
        users = array("I", bytes(4 * starts[-1]))
        for node in range(len(self._values)):
            for need in self._needs_of(node):
                users[at[need]] = node
                at[need] += 1
        self._more_users = {}
        self._unseen.clear()
        return starts, users

    def _look_at(self, bundle: Bundle, new: int) -> None:
        for at in range(new, len(bundle)):
            node = bundle.ids[at]
            for need in bundle.needs(at):
                self._more_users.setdefault(need, []).append(node)
