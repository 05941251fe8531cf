"""`kith serve`, as a process: it answers, keeps up with the notes, and ends when told to."""

from __future__ import annotations

import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from commands import command_line, environment_with, write_journal
from site_builder.serve.live import EVENTS

NOTE = "---\ndate: 2026-06-05\nwith: [Bo Ashdown]\n---\nCoffee and {}.\n"


@contextmanager
def served(root: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server and its address; it is killed if it has not ended by then."""
    running = subprocess.Popen(
        command_line("serve", "--journal", root, *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment_with({"PYTHONUNBUFFERED": "1"}),
        # What a shell puts in the background is deaf to Ctrl-C, and so would its children be; at a terminal it is not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield running, _address(running)
    finally:
        running.kill()
        running.wait(10)
        assert running.stdout is not None
        running.stdout.close()


def _address(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    for line in running.stdout:
        if line.startswith("Serving "):
            return line.split()[1]
    raise AssertionError("it ended before it served")


def page(address: str, path: str = "") -> str:
    with urllib.request.urlopen(address + path, timeout=10) as answer:
        return str(answer.read().decode())


def wait_for(address: str, path: str, text: str, gone: bool = False) -> None:
    """Wait until a page says something, or no longer does."""
    end = time.monotonic() + 30
    while (text in page(address, path)) == gone:
        assert time.monotonic() < end, f"{text} did not {'go' if gone else 'come'}"
        time.sleep(0.1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_journal(
        tmp_path / "journal", {"meetings/bo.md": NOTE.format("cake")}, 'schema = 1\ntoday = "2026-06-20"\n'
    )


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_keeps_up_and_ends(root: Path, how: signal.Signals) -> None:
    with served(root, "--port", "0") as (running, address):
        assert address.startswith("http://127.0.0.1:")
        assert "<title>" in page(address)
        assert "Coffee and cake." in page(address, "meetings/bo.html")
        (root / "meetings/bo.md").write_text(NOTE.format("tea"))
        wait_for(address, "meetings/bo.html", "Coffee and tea.")
        (root / "meetings/bo.md").write_bytes(b"---\nwith: [\n\xff\n")
        wait_for(address, "meetings/bo.html", "Coffee and tea.", gone=True)
        (root / "meetings/bo.md").write_text(NOTE.format("jam"))
        wait_for(address, "meetings/bo.html", "Coffee and jam.")
        begun = time.monotonic()
        running.send_signal(how)
        assert running.wait(10) in ((0, 130) if how == signal.SIGINT else (0, 143, -signal.SIGTERM))
        assert time.monotonic() - begun < 3


def test_what_is_served_stays_where_it_is(root: Path) -> None:
    with served(root, "--port", "0") as (_, address):
        write_journal(root, {"meetings/bo.md": NOTE.format("tea")}, 'output = "elsewhere"\n')
        wait_for(address, "meetings/bo.html", "Coffee and tea.")
        (root / "kith.toml").write_text("[[[\n")
        (root / "meetings/bo.md").write_text(NOTE.format("jam"))
        wait_for(address, "meetings/bo.html", "Coffee and jam.")
    assert not (root / "elsewhere").exists()


def test_it_ends_while_a_page_listens(root: Path) -> None:
    with served(root, "--port", "0") as (running, address):
        listening = urllib.request.urlopen(address + EVENTS, timeout=10)
        begun = time.monotonic()
        running.send_signal(signal.SIGINT)
        assert running.wait(10) in (0, 130)
        assert time.monotonic() - begun < 3
        listening.close()


def test_a_second_one_takes_the_next_port(root: Path, tmp_path: Path) -> None:
    other = write_journal(tmp_path / "other", {"meetings/cy.md": NOTE.format("pie")})
    with served(root) as (_, first), served(other) as (_, second):
        assert first != second
        assert "cake" in page(first, "meetings/bo.html")
        assert "pie" in page(second, "meetings/cy.html")


def test_a_port_that_is_taken_is_told(root: Path) -> None:
    with served(root, "--port", "0") as (_, address):
        port = address.rstrip("/").rpartition(":")[2]
        done = subprocess.run(
            command_line("serve", "--journal", root, "--port", port),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.startswith(f"kith: Port {port} cannot be had: ")
