"""Work shared among processes: each has the same database, does its part, and hands over what it has found out."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from site_builder.query import Database
from site_builder.query.bundle import Bundle
from site_builder.query.pickled import Damaged

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH_IT = 500
"""So many pieces of work are shared; for fewer, a process of their own would cost more than it saves."""

AT_ONCE = 1000
"""After so many pieces of work, what can be had again is held no more."""

HELD = 25_000
"""So many answers that can be had again are held while pages are made, and by a server that waits: about 100 MB."""


def hands() -> int:
    """How many processes there should be."""
    try:
        return min(len(os.sched_getaffinity(0)), 8)
    except AttributeError:
        return min(os.cpu_count() or 1, 8)


def share_out(
    db: Database,
    items: Sequence[Item],
    work: Callable[[Item], Result],
    tell: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """What `work`, which may ask the database, gives for each item, in order. `tell` hears how many are done."""
    can_fork = hasattr(os, "fork") and threading.active_count() == 1
    count = hands() if len(items) >= WORTH_IT and can_fork else 1
    if count > 1:
        db.settle()
    first = db.size
    parts = [items[number::count] for number in range(count)]
    if count > 1:
        gc.freeze()  # pages of memory that the collector does not touch stay shared
    children: list[tuple[int, int]] = []
    results: list[list[Result]] = []
    try:
        with contextlib.suppress(OSError):  # the system has no room for more: what is left over is done here
            for part in parts[1:]:
                children.append(_fork(db, part, work))
        results.append(_own(db, parts[0], work, tell, count))
        for part in parts[1:]:
            done: list[Result] | None = _handed_over(db, *children.pop(0), first) if children else None
            results.append(done or [work(item) for item in part])
    finally:
        for child, pipe in children:  # broken off: nobody goes on behind our back
            os.close(pipe)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            _ended_well(child)
    found: list[Result] = [None] * len(items)  # type: ignore[list-item]
    for number, result in enumerate(results):
        found[number::count] = result
    return found


def _own(
    db: Database,
    part: Sequence[Item],
    work: Callable[[Item], Result],
    tell: Callable[[int, int], None] | None,
    count: int,
) -> list[Result]:
    results: list[Result] = []
    for item in part:
        results.append(work(item))
        if len(results) % AT_ONCE == 0:
            db.let_go()
        if tell:
            tell(len(results) * count, len(part) * count)
    return results


def _fork(db: Database, part: Sequence[Item], work: Callable[[Item], Result]) -> tuple[int, int]:
    """Start a process; returns its number, and where it will write its results and what it has learnt."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code = 1
    try:
        os.close(reading)
        db.forget_touched()
        results = pickle.dumps([work(item) for item in part], 5)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(len(results).to_bytes(8, "little"))
            pipe.write(results)
            pipe.writelines(db.pack_changes())
        code = 0
    except BaseException:
        code = 1  # the parent does the work itself, and meets whatever was in the way
    finally:
        os._exit(code)


def _ended_well(child: int) -> bool:
    """Wait for the end of a process; whether it had no trouble, as far as can be known."""
    try:
        return os.waitpid(child, 0)[1] == 0
    except ChildProcessError:  # whoever started us wants to hear of no child's end; what it wrote tells enough
        return True


def _handed_over(db: Database, child: int, pipe: int, first: int) -> list[Result] | None:
    """The results of a process, what it has learnt taken over; nothing if it came to grief."""
    with os.fdopen(pipe, "rb") as stream:
        data = memoryview(stream.read())
    if not _ended_well(child) or len(data) < 8:
        return None
    size = int.from_bytes(data[:8], "little")
    try:
        db.absorb(Bundle(data[8 + size :]), first, held=True)
    except Damaged:
        return None
    results: list[Result] = pickle.loads(data[8 : 8 + size])  # from our own child
    return results
