"""Nodes handed on: packed for a later process or for the parent of a forked one, and taken over there."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from site_builder.query.bundle import CHUNK, Bundle, Bytes, Numbers, Packer
from site_builder.query.cells import Input, asked_in, mark_of_cell
from site_builder.query.nodes import GONE, HELD, PACKED, STALE, TRANSIENT, UNKNOWN, Nodes
from site_builder.query.pickled import pack_value

_NOT_HELD = bytes(flags & ~HELD for flags in range(256))
_IS_GONE = bytes(bool(flags & GONE) for flags in range(256))
_IS_WAITING = bytes(flags & (STALE | TRANSIENT) == STALE for flags in range(256))


class Packs(Nodes):
    """Nodes that can be packed, and that take over what others have packed."""

    def pack(self, nodes: Iterable[int] | None = None, about: object = None) -> Iterable[Bytes]:
        """What is known, as the parts of a bundle, made as they are written: of some nodes, or all (then with their
        users); `about` goes with it."""
        packer = Packer()
        for node in range(len(self._values)) if nodes is None else nodes:
            cell = self._cells[node]
            if cell is None:
                bundle, at = self._place(node)
                asked = bundle.asked(at)
            else:
                asked = asked_in(cell)
            flags = self._flags[node] | (HELD if node in self._held else 0) | (STALE if node in self._pending else 0)
            if self._values[node] is UNKNOWN:
                flags |= GONE  # it was broken off: what it would ask is not known
            packer.add(node, self._heights[node], flags, self._needs_of(node), asked, self._answer_packed(node))
            if packer.waiting >= CHUNK:
                yield from packer.chunk()
        if nodes is None:
            self._touched.clear()
        yield from packer.packed(self._all_users if nodes is None else None, about)

    def _all_users(self) -> tuple[Numbers, Numbers]:
        if self._users is None or self._more_users or self._unseen:
            self._users = self._inverted()
        return self._users

    def pack_changes(self, about: object = None) -> Iterable[Bytes]:
        """What has become different since the last time, as a bundle that fits upon what was packed or taken over."""
        parts = self.pack(sorted(self._touched | self._pending), about)
        self._touched.clear()
        self.effort = 0
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
            self._take_over(bundle)
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
                self._is_again.append(0)
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
            self._pending.discard(node)
            self._values[node] = UNKNOWN if bundle.flags[at] & GONE else PACKED
            self._is_again[node] = 0
            self._rise(node, bundle.heights[at])
        for _, node in news:
            self._rise(node, 1 + max(map(self._heights.__getitem__, self._needs_of(node)), default=-1))
        self._held.update(numbers.get(node, node) for node in asked)

    def _take_over(self, bundle: Bundle) -> None:
        count = len(bundle)
        self._base = count
        self._cells = [None] * count
        self._values = [PACKED] * count
        self._needs = [None] * count
        self._is_again = bytearray(count)
        self._heights = array("I", bytes(bundle.heights))
        self._flags = bytearray(bytes(bundle.flags).translate(_NOT_HELD))
        self._places = array("Q", bytes(8 * count))
        if not bundle.is_indexed:
            self._by_mark = dict(zip(bundle.marks, range(count), strict=True))
        if len(bundle.users_from):
            self._users = bundle.users_from, bundle.users
        for node in _found_in(self._flags, _IS_GONE):
            self._values[node] = UNKNOWN
        self._pending.update(_found_in(self._flags, _IS_WAITING))

    def _append(self, bundle: Bundle, place: int) -> None:
        """Take over what has become different since: nodes have the same numbers there and here."""
        first, count = len(self._values), len(bundle)
        new = bisect_left(bundle.ids, first)
        for at in range(new):
            node = bundle.ids[at]
            needs = bundle.needs(at)
            if self._users is not None and bytes(needs) != self._needs_as_bytes(node):
                before = frozenset(self._needs_of(node))
                for need in needs:
                    if need not in before:
                        self._more_users.setdefault(need, []).append(node)
            self._needs[node] = None
            self._places[node] = place + at
            self._heights[node] = bundle.heights[at]
            self._flags[node] = bundle.flags[at] & ~HELD
            self._values[node] = UNKNOWN if bundle.flags[at] & GONE else PACKED
            self._is_again[node] = 0
        self._cells += [None] * (count - new)
        self._is_again += bytes(count - new)
        self._values += [UNKNOWN if flags & GONE else PACKED for flags in bundle.flags[new:]]
        self._needs += [None] * (count - new)
        self._heights.frombytes(bytes(bundle.heights[new:]))
        self._flags += bytes(bundle.flags[new:]).translate(_NOT_HELD)
        self._places.extend(range(place + new, place + count))
        self._by_mark.update(zip(bundle.marks[new:], bundle.ids[new:], strict=True))
        self._touched.update(bundle.ids)
        waiting = {bundle.ids[at] for at in _found_in(bytes(bundle.flags), _IS_WAITING)}
        self._pending = self._pending.difference(bundle.ids) | waiting
        self._unseen.append((bundle, new))

    def _answer_packed(self, node: int) -> Bytes:
        value = self._values[node]
        if value is UNKNOWN:
            return b""
        if value is PACKED or self._is_again[node]:
            if not self._is_placed(node):
                return b""
            bundle, at = self._place(node)
            return bundle.packed_answer(at)
        asked = self._cell(node)[0]
        if isinstance(asked, Input):
            return asked.mark(value)
        return b"" if asked.light else pack_value(value)


def _found_in(flags: bytes | bytearray, sought: bytes) -> Iterator[int]:
    """The places in a table of flags that a table by flags says yes to."""
    found = flags.translate(sought)
    place = found.find(1)
    while place >= 0:
        yield place
        place = found.find(1, place + 1)


def _is_gapless(bundle: Bundle, first: int) -> bool:
    """Whether the nodes of a bundle from a number on follow each other, as those do that one process has added."""
    new = len(bundle) - bisect_left(bundle.ids, first)
    return not new or bundle.ids[-1] == first + new - 1
