"""From saving a note to its page being there, and to the browser showing it, with a server that watches the notes."""

from __future__ import annotations

import contextlib
import importlib.util
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measure import CommandFailed, cpu_of

PATIENCE = 600.0
_LOOK = 0.002
_OWN_FIGURE = re.compile(r"Total in (\d+) ms")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@dataclass(slots=True)
class Server:
    """A server that runs: its process and what it has printed."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Take what it prints, until it ends."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)

    def wait_for(self, words: str) -> None:
        """Wait until it has printed some words. Raises `CommandFailed` if it ends before."""
        end = time.monotonic() + PATIENCE
        while not any(words in line for line in self.said):
            if self.process.poll() is not None or time.monotonic() > end:
                raise CommandFailed("".join(self.said))
            time.sleep(0.05)

    def rest(self) -> None:
        """Wait until it has done nothing for a second."""
        used, since = -1.0, time.monotonic()
        while time.monotonic() - since < 1:
            if (now := cpu_of(self.process.pid)) > used + 0.05:
                used, since = now, time.monotonic()
            time.sleep(0.1)

    def own_figures(self) -> list[float]:
        """The seconds that Hugo says each rebuild took, which leave out how long it waits before it begins. Of its
        first build it says "Built in"."""
        return [int(found[1]) / 1000 for line in list(self.said) if (found := _OWN_FIGURE.search(line))]


def free_port() -> int:
    """A port that nobody has at the moment."""
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def served(command: Sequence[str], folder: Path, environment: Mapping[str, str], ready: str) -> Iterator[Server]:
    """A server, from when it has said that it is ready and come to rest, until the end of the block."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    server = Server(process)
    listening = threading.Thread(target=server.listen, daemon=True)
    listening.start()
    try:
        server.wait_for(ready)
        server.rest()
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        listening.join(10)
        if process.stdout is not None:
            process.stdout.close()


def until_written(page: Path, word: str, save: Callable[[], None]) -> float:
    """Save, and the seconds until the page on the disk has the word."""
    begun = time.perf_counter()
    save()
    wanted = word.encode()
    while time.perf_counter() - begun < PATIENCE:
        with contextlib.suppress(OSError):  # between two versions of a page there may be none
            if wanted in page.read_bytes():
                return time.perf_counter() - begun
        time.sleep(_LOOK)
    raise CommandFailed(f"{word} did not come into the page {page.name}")


def why_no_browser() -> str:
    """What is missing for measuring with a browser; empty if nothing is."""
    if importlib.util.find_spec("playwright") is None:
        return "Playwright is not installed (the extra `browser`)"
    return "" if shutil.which("chromium") else "Chromium is not installed"


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        try:
            yield started
        finally:
            started.close()


def until_shown(tab: Any, word: str, save: Callable[[], None]) -> float:
    """Save, and the seconds until the page that is open in a tab shows the word."""
    begun = time.perf_counter()
    save()
    tab.wait_for_function(
        "word => document.body && document.body.textContent.includes(word)", arg=word, timeout=PATIENCE * 1000
    )
    return time.perf_counter() - begun
