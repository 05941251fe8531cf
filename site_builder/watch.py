"""Watch a journal: say when it is time to read it again, never what changed.

Events of the file system are hints: editors make dozens for one save, and some get lost. So a hint only starts a wait
for quiet, after which the whole journal is looked at. Mostly a save is over at once: so one looks ahead while one
waits, and looks again only if there was more. The day that ends and the machine that wakes are hints too.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import tempfile
import threading
import warnings
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserverVFS
from watchdog.utils import BaseThread

from site_builder.pace import SYSTEM_CLOCK, Clock, Due, Pace

POLLING_SECONDS = 2.0
# Linux keeps 16,384 events for a reader and drops the rest; so many may have hidden one that matters.
FLOOD_EVENTS = 8_000

# Reading is no change, and its events would drown the others; a folder's own time tells less than the events of what
# is in it. Named by their classes as older releases of watchdog have no `…AttribEvent`.
_CHANGES: list[type[FileSystemEvent]] = [
    getattr(events, name)
    for name in (
        *("FileCreatedEvent", "FileDeletedEvent", "FileModifiedEvent", "FileMovedEvent", "FileClosedEvent"),
        *("DirCreatedEvent", "DirDeletedEvent", "DirMovedEvent", "FileAttribEvent", "DirAttribEvent"),
    )
    if hasattr(events, name)
]
_LIMITS = frozenset({errno.ENOSPC, errno.EMFILE})


# It tells of harmless races, as it ends and as folders are made, on the terminal.
logging.getLogger("watchdog").addHandler(logging.NullHandler())
warnings.filterwarnings("ignore", "Callback with id .* already exists", RuntimeWarning)


class Watcher:
    """Calls `on_quiet` when something below `folder` has changed and come to rest, and `ahead` a little earlier.

    What `ahead` finds may be half a change: it is to prepare, and to show nothing. `on_quiet` is told whether nothing
    has changed since that began. What is at or below a path of `ignore` does not count, nor hidden files and folders
    (but `.gitignore`), nor the backups and autosaves of editors. `on_limit` is told once, in a sentence, when a limit
    of the system makes it poll. `is_well` is asked every tick of the clock, under the watcher's lock: where what the
    last call did came to nothing for a reason that no event tells of, `on_quiet` is called again.
    """

    def __init__(
        self,
        folder: Path,
        ignore: Collection[Path],
        on_quiet: Callable[[bool], None],
        on_limit: Callable[[str], None],
        ahead: Callable[[], None] = lambda: None,
        clock: Clock = SYSTEM_CLOCK,
        is_well: Callable[[], bool] = lambda: True,
    ) -> None:
        self._root = folder.resolve()
        self._folder = str(self._root)
        self._ignored = tuple(str(path.resolve()) for path in ignore)
        self._on_quiet = on_quiet
        self._on_limit = on_limit
        self._ahead = ahead
        self._is_well = is_well
        self._asked = 0.0
        self._clock = clock
        self._pace = Pace(self._clock.monotonic(), self._clock.now())
        self._handler = _Handler(self._take)
        self._observer: BaseObserver | None = None
        self._threads: tuple[threading.Thread, ...] = ()
        self._identity: tuple[int, int] | None = None
        self._polling = False
        # What follows is shared with the observer's threads and with `stop`, as is the pace.
        self._changed = threading.Condition()
        self._stopped = False
        self._events = 0
        self._folders_changed = False

    def run(self) -> None:
        """Watch until `stop`, calling `on_quiet` in this thread: at once when watching has begun, then after changes.

        The first call closes the gap between what the caller read before and the first event. Changes during a call
        lead to one more. What `on_quiet` raises ends the watch and is raised here.
        """
        try:
            self._observe()
            self._call(False)
            while (due := self._wait()) is not Due.NEVER:
                if due is Due.AHEAD:
                    self._ahead()
                else:
                    anew = self._renew()
                    self._call(due is Due.READY and not anew)
        finally:
            self._rest()

    def _call(self, ready: bool) -> None:
        self._on_quiet(ready)
        self._asked = self._clock.monotonic()

    def stop(self) -> None:
        """End `run`, after the call it may be in; from any thread."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _wait(self) -> Due:
        """Wait until a call is due; which."""
        clock, pace = self._clock, self._pace
        with self._changed:
            while not self._stopped:
                monotonic, now = clock.monotonic(), clock.now()
                pace.look(monotonic, now)
                if pace.due() is None and not (self._is_sound() and self._holds(monotonic)):
                    pace.hint(monotonic)
                due, ahead = pace.due(), pace.ahead()
                if due is not None and due <= monotonic:
                    ready = pace.is_ready()
                    pace.called()
                    return Due.READY if ready else Due.QUIET
                if ahead is not None and ahead <= monotonic:
                    pace.look_ahead(monotonic)
                    return Due.AHEAD
                tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time())
                patience = min(clock.tick, (tomorrow - now).total_seconds())
                soon = [at - monotonic for at in (due, ahead) if at is not None]
                self._changed.wait(max(min(soon, default=patience), 0.001))
        return Due.NEVER

    def _take(self, event: FileSystemEvent) -> None:
        """An event of the file system, in a thread of the observer."""
        paths = (event.src_path, event.dest_path) if event.dest_path else (event.src_path,)
        counts = not all(map(self._is_ignored, paths))
        with self._changed:
            self._events += 1
            self._folders_changed |= counts and event.is_directory
            if counts or self._events == FLOOD_EVENTS:
                if self._pace.due() is None:
                    self._changed.notify_all()
                self._pace.hint(self._clock.monotonic())

    def _is_ignored(self, path: bytes | str) -> bool:
        path = os.fsdecode(path)
        if path == self._folder:
            return False
        if not path.startswith(self._folder + os.sep):
            return True
        if any(path == ignored or path.startswith(ignored + os.sep) for ignored in self._ignored):
            return True
        *folders, name = Path(path[len(self._folder) + 1 :]).parts
        if any(folder.startswith(".") for folder in folders):
            return True
        is_scratch = name.endswith("~") or (name.startswith("#") and name.endswith("#"))
        return is_scratch or (name.startswith(".") and name != ".gitignore")

    def _is_sound(self) -> bool:
        """Whether the folder is the one that is watched, not another in its place, and nothing that watches it died."""
        return _identity(self._root) == self._identity and all(thread.is_alive() for thread in self._threads)

    def _holds(self, monotonic: float) -> bool:
        """Whether what the last call did still holds, as far as it is time to ask."""
        if monotonic - self._asked < self._clock.tick:
            return True
        self._asked = monotonic
        return self._is_well()

    def _renew(self) -> bool:
        """Before a call: watch what the observer may have lost sight of, so that no later change there is missed.

        Returns whether there was anything of that kind, so that a change may have been missed until now.
        """
        with self._changed:
            flooded, folders = self._events >= FLOOD_EVENTS, self._folders_changed
            self._events, self._folders_changed = 0, False
        # Of a folder that left the journal and came back the observer may keep two names, and tell of the hidden one.
        if flooded or (folders and not self._polling) or not self._is_sound():
            self._observe()
            return True
        return folders

    def _observe(self) -> None:
        """Watch the folder anew; one that is gone is watched when it is back."""
        self._rest()
        self._identity = _identity(self._root)
        if self._identity is None:
            return
        try:
            if self._polling or not self._is_told():
                self._rest()
                self._start(lambda: PollingObserverVFS(os.stat, self._list, polling_interval=POLLING_SECONDS))
        except FileNotFoundError:
            self._rest()
            self._identity = None

    def _is_told(self) -> bool:
        """Have the system tell of changes; False when a limit of it is reached."""
        try:
            self._start(Observer)
            if not _is_limit_reached(self._observer):
                return True
        except OSError as error:
            if error.errno not in _LIMITS:
                raise
        self._polling = True
        self._on_limit(
            f"This system watches no more folders, so changes are looked for every {POLLING_SECONDS:g} seconds; "
            "a higher fs.inotify.max_user_watches (or max_user_instances) lets them be seen at once."
        )
        return False

    def _start(self, make: Callable[[], BaseObserver]) -> None:
        others = frozenset(threading.enumerate())
        self._observer = make()
        self._observer.schedule(self._handler, self._folder, recursive=True, event_filter=_CHANGES)
        self._observer.start()
        # Some belong to no emitter, and an observer is alive without them.
        started = (thread for thread in threading.enumerate() if thread not in others)
        self._threads = tuple(thread for thread in started if isinstance(thread, BaseThread))

    def _rest(self) -> None:
        observer, self._observer, self._threads = self._observer, None, ()
        if observer is not None:
            observer.stop()
            # One that failed to start cannot be joined.
            with contextlib.suppress(RuntimeError):
                observer.join()

    def _list(self, path: str | None) -> Iterator[os.DirEntry[str]]:
        with os.scandir(path) as entries:
            return iter([entry for entry in entries if not self._is_ignored(entry.path)])


def watch(
    folder: Path,
    ignore: Collection[Path],
    on_quiet: Callable[[bool], None],
    on_limit: Callable[[str], None],
) -> None:
    """Watch until interrupted; the parameters are those of `Watcher`."""
    Watcher(folder, ignore, on_quiet, on_limit).run()


class _Handler(FileSystemEventHandler):
    def __init__(self, take: Callable[[FileSystemEvent], None]) -> None:
        self._take = take

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._take(event)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_limit_reached(observer: BaseObserver | None) -> bool:
    """Whether one more folder cannot be watched: folders below the first are then passed over without a word.

    Asked after the folders are watched, so that room for one more means that there was room for all of them.
    """
    try:
        spare = tempfile.TemporaryDirectory(prefix="kith-")
    except OSError:
        return False
    with spare as path:
        try:
            if observer is not None:
                observer.unschedule(observer.schedule(FileSystemEventHandler(), path))
        except OSError as error:
            return error.errno in _LIMITS
    return False
