"""`kith serve`, as a process: it answers, keeps up with the notes, and ends when told to."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from commands import command_line, environment_with, kith, write_journal
from site_builder.cli.serve import _Served
from site_builder.output import MANIFEST_NAME, OutputError
from site_builder.serve import SiteServer
from site_builder.serve.live import EVENTS
from site_builder.session import Session

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


def test_trouble_with_the_folder_is_told_with_what_to_do(root: Path) -> None:
    with served(root, "--port", "0") as (running, address):
        (root / "output").rename(root / ".moved")
        (root / "output").symlink_to(".moved")
        (root / "meetings/bo.md").write_text(NOTE.format("jam"))
        assert running.stdout is not None
        told = next(line for line in running.stdout if line.startswith("kith: "))
        assert told.endswith("output is a link. Name the folder that it leads to as output.\n")
        (root / "output").unlink()
        (root / ".moved").rename(root / "output")
        (root / "meetings/bo.md").write_text(NOTE.format("tea"))
        wait_for(address, "meetings/bo.html", "Coffee and tea.")


def test_it_goes_on_when_its_terminal_is_closed(root: Path) -> None:
    with served(root, "--port", "0") as (running, address):
        assert running.stdout is not None
        running.stdout.close()
        for word in ("jam", "tea"):
            (root / "meetings/bo.md").write_text(NOTE.format(word))
            wait_for(address, "meetings/bo.html", f"Coffee and {word}.")
        assert running.poll() is None


def test_a_journal_that_is_gone_takes_no_page_with_it(root: Path) -> None:
    """As when its drive is taken out, or a sync program puts kith.toml in place anew."""
    with served(root, "--port", "0") as (running, address):
        (root / "kith.toml").rename(root / "kith.old")
        assert running.stdout is not None
        told = next(line for line in running.stdout if line.startswith("kith: "))
        assert told == f"kith: There is no kith.toml in {root} any more. Put it, or the journal, back.\n"
        assert "Coffee and cake." in page(address, "meetings/bo.html")
        (root / "kith.old").rename(root / "kith.toml")
        assert next(line for line in running.stdout) == "That is over: the site is as the notes are.\n"


def test_what_passes_by_itself_is_tried_again_and_told_once(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session(root, remember=False)
    session.refresh()
    session.build()
    site = _Served(session)
    with closing(SiteServer(session.folder, site.names, 0)) as server:
        (root / "meetings/bo.md").write_text(NOTE.format("tea"))
        with monkeypatch.context() as full:
            full.setattr(os, "replace", refuse)
            for _ in range(3):
                site.rebuild(server)
                assert not site.is_well()
        assert capsys.readouterr().err.count("kith: ") == 1
        site.rebuild(server)
        assert site.is_well()
        assert "Coffee and tea." in (root / "output/meetings/bo.html").read_text()
        shutil.rmtree(root / "output")
        assert not site.is_well()
        site.rebuild(server)
        assert site.is_well()
        assert (root / "output/meetings/bo.html").is_file()


def refuse(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_journal_that_was_moved_is_not_made_anew_where_it_was(root: Path) -> None:
    session = Session(root, remember=False)
    session.refresh()
    root.rename(root.parent / "moved")
    with pytest.raises(OutputError, match=r"There is no kith\.toml"):
        session.build()
    assert not root.exists()


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


# ---------------------------------------------------------------- serve --share

PRIVATE = "::: private\nSecret: the orchard key.\n:::\n"

# Ways to ask for what lies beside the shared site, above it, or in it and in no manifest.
TRICKS = (
    *("/output/index.html", "/../output/index.html", "/../../output/index.html", "/%2e%2e/output/meetings/bo.html"),
    *("/..%2foutput/meetings/bo.html", "/.%2e/output/meetings/bo.html", "/meetings/../../output/meetings/bo.html"),
    *("//output/meetings/bo.html", "/..\\output\\meetings\\bo.html", "/%2e%2e%5coutput%5cmeetings%5cbo.html"),
    *("/..;/output/meetings/bo.html", "/..%00/output/meetings/bo.html", "/%252e%252e/output/meetings/bo.html"),
    *("/output-shared/../output/meetings/bo.html", "file://{root}/output/meetings/bo.html", "{root}/meetings/bo.md"),
    *("http://{host}/../output/meetings/bo.html", "/..%c0%af../output/meetings/bo.html", "/meetings/bo.md"),
    *("/health.html", "/.kith/key", "/../.kith/key", "/.gitignore", f"/{MANIFEST_NAME}", "/kith.toml", "/link.html"),
    *("/{private}/names.js", "/../output/{private}/names.js"),
)


def asked(address: str, target: str) -> bytes:
    """What the server says to a request line as it stands; clients would tidy it first."""
    host = address.removeprefix("http://").rstrip("/")
    port = int(host.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"GET {target.replace('{host}', host)} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_only_the_shared_site_is_served(root: Path) -> None:
    """The owner's own site lies beside it, with what is private, and nothing of it can be had, whatever is asked."""
    (root / "meetings/bo.md").write_text(NOTE.format("cake") + PRIVATE)
    assert kith("build", "--journal", root).exit_code == 0
    own = root / "output"
    assert "orchard" in (own / "meetings/bo.html").read_text()
    (names,) = own.glob("*/names.js")
    with served(root, "--share", "--port", "0") as (running, address):
        (root / "output-shared/link.html").symlink_to(own / "meetings/bo.html")
        shown = page(address, "meetings/bo.html")
        assert "Coffee and cake." in shown and "orchard" not in shown
        assert "What is private is left out." in shown
        for trick in TRICKS:
            answer = asked(address, trick.replace("{root}", str(root)).replace("{private}", names.parent.name))
            assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 404 ", b"HTTP/1.1 421 ")), trick
            assert b"orchard" not in answer and b"Bo" not in answer, trick
        for path in sorted(own.rglob("*")):
            if path.is_file():
                assert b"orchard" not in asked(address, f"/{path.relative_to(own).as_posix()}"), path
        running.send_signal(signal.SIGINT)
        running.wait(10)
    assert "orchard" in (own / "meetings/bo.html").read_text(), "the owner's site is as it was"


def test_what_becomes_private_while_it_is_served_goes(root: Path) -> None:
    """And what would leak is not published: the site of before stays, until the notes are mended."""
    write_journal(root, {"notes/orchard.md": "The orchard key.\n"}, 'schema = 1\ntoday = "2026-06-20"\n')
    with served(root, "--share", "--port", "0") as (running, address):
        assert "The orchard key." in page(address, "notes/orchard.html")
        (root / "notes/orchard.md").write_text(f"Trees.\n{PRIVATE}")
        wait_for(address, "notes/orchard.html", "orchard key", gone=True)
        assert "Trees." in page(address, "notes/orchard.html")
        (root / "notes/list.txt").write_text("Secret: the orchard key.")
        (root / "notes/orchard.md").write_text(f"[Bushes](list.txt).\n{PRIVATE}")
        assert running.stdout is not None
        assert any("[private-leak]" in line for line in running.stdout)
        assert "Trees." in page(address, "notes/orchard.html")
        (root / "notes/list.txt").write_text("Apples.")
        wait_for(address, "notes/orchard.html", "Bushes")
        (root / "notes/orchard.md").write_text(f"---\nprivate: true\n---\n{PRIVATE}")
        with pytest.raises(urllib.error.HTTPError):
            wait_for(address, "notes/orchard.html", "Bushes", gone=True)
