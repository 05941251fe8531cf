"""Pages rendered and written by a second process, while this one finds out what is on the next.

It knows nothing of the journal: through a pipe it gets views, and at the end it tells what came of each. So it is
small, where a fork would hold all that was found out until then; and what pages are made of is found out once.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from site_builder import crew
from site_builder.output import Bringer, Brought, Published, Record
from site_builder.query import Database
from site_builder.query.pickled import pickled

if TYPE_CHECKING:
    import subprocess

    from site_builder.site.theme import Theme

_TOGETHER = 8
"""So many views are packed at once: they share most of their words."""
_ROOM = 1 << 20
"""Bytes that may wait in the pipe, where the system lets us say so: pages differ in which of the two takes longer."""
_START = "import sys; sys.path[:] = sys.argv[1:]; from site_builder.renderer import main; main()"


def bring_each(
    db: Database, files: Sequence[Published], bring: Bringer, theme: Theme, tell: Callable[[int, int], None] | None
) -> list[Brought]:
    """Bring every file, those that can be made apart with the help of a second process where there are many. `tell`
    hears how many are done."""
    results: dict[str, Brought] = {}
    with _renderer(files, bring, theme) as renderer:
        for number, file in enumerate(files, 1):
            if not (renderer and renderer.takes(file)):
                results[file.path] = bring(file)
            if number % 50 == 0:  # as counting takes a moment
                db.let_go(least=crew.HELD)
            if tell:
                tell(number, len(files))
        if renderer:
            results |= renderer.brought()
    # Where the other process came to grief, its work is done here, and whatever was in the way is met here. What it
    # has written already counts as written.
    return [results.get(file.path) or replace(bring(file), written=True) for file in files]


@contextlib.contextmanager
def _renderer(files: Sequence[Published], bring: Bringer, theme: Theme) -> Iterator[_Renderer | None]:
    """A renderer, if it is worth it and there can be one. It ends with the block, however that ends."""
    is_worth_it = sum(file.apart is not None for file in files) >= crew.WORTH_IT and crew.hands() > 1
    if not is_worth_it or not sys.executable or getattr(sys, "frozen", False):
        yield None
        return
    import subprocess  # which few commands need

    # What this process was told not to write or read, that one leaves alone, too.
    told = {"-B": sys.flags.dont_write_bytecode, "-E": sys.flags.ignore_environment, "-I": sys.flags.isolated}
    command = [sys.executable, "-P", *(flag for flag, given in told.items() if given), "-c", _START, *sys.path]
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        yield None
        return
    try:
        yield _Renderer(process, bring, theme)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Renderer:
    """The other process as seen from here."""

    def __init__(self, process: subprocess.Popen[bytes], bring: Bringer, theme: Theme) -> None:
        assert process.stdin is not None and process.stdout is not None
        self._to, self._from = process.stdin, process.stdout
        self._theme = theme
        self._sent: list[Published] = []
        self._waiting: list[tuple[str, Record | None, object]] = []
        self._known = bring.known
        self._is_well = True
        _make_room(process.stdin.fileno())
        self._send((os.getpid(), theme, replace(bring, known={})))

    def takes(self, file: Published) -> bool:
        """Whether a file is made there."""
        if file.apart is None or not self._is_well:
            return False
        self._sent.append(file)
        self._waiting.append((file.path, self._known.get(file.path), file.apart.draft()))
        if len(self._waiting) == _TOGETHER:
            self._send_waiting()
        return True

    def _send_waiting(self) -> None:
        if self._waiting:
            self._send(self._waiting)
            self._waiting = []

    def _send(self, message: object) -> None:
        try:
            self._to.write(pickled(message))
            self._to.flush()
        except OSError:
            self._is_well = False

    def brought(self) -> dict[str, Brought]:
        """What came of all files that were taken, by path; nothing if it came to grief."""
        self._send_waiting()
        self._send([])
        try:
            self._to.close()
            results, packed = pickle.load(self._from)  # from our own child
        except Exception:  # cut short, or no pickle: whatever starts with Python there may print, too
            return {}
        codes = marshal.loads(packed)
        if codes.keys() != self._theme.codes.keys():
            self._theme.codes, self._theme.has_new_codes = codes, True
        for file, brought in zip(self._sent, results, strict=True):
            assert file.apart is not None
            file.apart.finished(brought.record.digest)
        return {file.path: brought for file, brought in zip(self._sent, results, strict=True)}


def _make_room(pipe: int) -> None:
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def main() -> None:
    """The other process."""
    gc.disable()
    _bring_drafts(sys.stdin.buffer, sys.stdout.buffer)


def _bring_drafts(source: BinaryIO, target: BinaryIO) -> None:
    """Render and bring what is sent, until all is there; then tell what came of it, and the compiled templates.
    Whatever goes wrong ends it, and is met again by who does the work then."""
    from site_builder.site.render import render_page

    parent, theme, bring = pickle.load(source)
    results: list[Brought] = []
    while batch := pickle.load(source):
        for path, record, view in batch:
            page = Published.of(path, render_page(theme, view))
            if os.name == "posix" and os.getppid() != parent:
                return  # who holds the lock is gone
            results.append(replace(bring, known={path: record} if record else {})(page))
    target.write(pickled((results, marshal.dumps(theme.codes))))
