"""When to look at what has changed: after quiet, and a little ahead of it; on a new day, and after sleep."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from enum import Enum

from site_builder.values import dataclass

QUIET_SECONDS = 0.1
AHEAD_SECONDS = 0.02
STORM_SECONDS = 1.0
TICK_SECONDS = 20.0
# Clocks are corrected by less than this, and what a shorter sleep hides is no day.
JUMP_SECONDS = 30.0


def _now() -> datetime:
    if hasattr(time, "tzset"):
        time.tzset()  # or a process would go on by the time zone it began in, for its whole life, after a journey
    return datetime.now()


@dataclass(frozen=True, slots=True)
class Clock:
    """The times by which a watcher waits; a test has its own."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now  # local, without a zone
    tick: float = TICK_SECONDS


SYSTEM_CLOCK = Clock()


class Due(Enum):
    """Which call is due: to look ahead, to take what has come to rest, perhaps already looked at, or no more."""

    AHEAD, QUIET, READY, NEVER = range(4)


@dataclass(slots=True)
class Pace:
    """When to call: after quiet, at the latest at the end of a storm's second, on a new day, after sleep."""

    monotonic: float
    now: datetime
    first: float | None = field(default=None)
    last: float = 0.0
    looked: float | None = field(default=None)

    def hint(self, monotonic: float) -> None:
        """Something changed."""
        if self.first is None:
            self.first = monotonic
        self.last = monotonic

    def look(self, monotonic: float, now: datetime) -> None:
        """Read the clocks, which must be done every few seconds: a new day or a leap of the wall clock is a hint."""
        asleep = (now - self.now).total_seconds() - (monotonic - self.monotonic)
        if now.date() != self.now.date() or abs(asleep) > JUMP_SECONDS:
            self.hint(monotonic)
        self.monotonic, self.now = monotonic, now

    def due(self) -> float | None:
        """The monotonic time at which to call, if any is known."""
        return None if self.first is None else min(self.last + QUIET_SECONDS, self.first + STORM_SECONDS)

    def ahead(self) -> float | None:
        """The monotonic time at which to look ahead, unless nothing has changed since that was done."""
        return None if self.first is None or self.is_ready() else self.last + AHEAD_SECONDS

    def look_ahead(self, monotonic: float) -> None:
        """One looks now, before it is quiet."""
        self.looked = monotonic

    def is_ready(self) -> bool:
        """Whether nothing has changed since one looked ahead."""
        return self.looked is not None and self.looked > self.last

    def called(self) -> None:
        """The hints until now are answered."""
        self.first = self.looked = None
