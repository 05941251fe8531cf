"""What a command costs, as a whole process with all that it starts. Linux only: it asks `/proc`.

Memory is PSS, where a page that several processes share counts once (in parts), as the sum of their RSS counts a page
of a forked process twice. Looking for it takes time from the command, so a run is either timed or looked at.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of the processors; bytes read and written by system calls (files, pipes between its
    processes; not what is mapped); the highest PSS in bytes, 0 where it was not looked for; what was printed."""

    wall: float
    cpu: float
    read: int = 0
    written: int = 0
    peak: int = 0
    said: str = ""


class CommandFailed(Exception):
    """A command that is measured ended with a code that it should not have."""


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    codes: Collection[int] = (0,),
    watch_memory: bool = False,
) -> Cost:
    """Run a command to its end. Raises `CommandFailed` for a code that is not among `codes`."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            with _Looking(process.pid) if watch_memory else contextlib.nullcontext() as looking:
                # A process that has ended and was not waited for still tells what it and its children have read.
                os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
                wall = time.perf_counter() - begun
        except BaseException:
            process.kill()
            process.wait()
            raise
        read, written = _moved(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if process.returncode not in codes:
        raise CommandFailed(f"{' '.join(command)} ended with {process.returncode}:\n{text}")
    return Cost(wall, used.ru_utime + used.ru_stime, read, written, looking.peak if looking else 0, text)


def cpu_of(pid: int) -> float:
    """The seconds of the processors that a process, its living descendants and those it has waited for have used."""
    return sum(sum(map(int, _stat(each)[11:15])) for each in _tree(pid)) / os.sysconf("SC_CLK_TCK")


class _Looking:
    """Looks at the memory of a process and its descendants now and then, in a thread; `peak` is the highest sum."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> _Looking:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        pause = 0.0
        while not self._ended.wait(pause):
            begun = time.perf_counter()
            self.peak = max(self.peak, sum(_pss(each) for each in _tree(self._pid)))
            pause = max(LOOK_SECONDS, 3 * (time.perf_counter() - begun))  # large processes are slow to ask


def _moved(pid: int) -> tuple[int, int]:
    try:
        lines = Path(f"/proc/{pid}/io").read_text().splitlines()
    except OSError:
        return 0, 0
    counts = {name: int(count) for name, _, count in (line.partition(": ") for line in lines)}
    return counts["rchar"], counts["wchar"]


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0  # it has ended
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _stat(pid: int) -> list[str]:
    """The fields of a process after its name, which may hold anything; zeros if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["0"] * 50


def _tree(pid: int) -> set[int]:
    """A process and its descendants."""
    parents = {int(name): int(_stat(int(name))[1]) for name in os.listdir("/proc") if name.isdigit()}  # noqa: PTH208
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found
