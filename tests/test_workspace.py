"""Reading a journal from the disk: what is a note, what is not, and what no reader should be caught by."""

import errno
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.config import Config
from site_builder.finding import Finding
from site_builder.session import Session
from site_builder.settings import MANIFEST_NAME
from site_builder.workspace import (
    StateError,
    Workspace,
    disk,
    find_journal,
    key,
    load_config,
    names,
    output_folder,
    private_state,
    walk,
)
from site_builder.workspace.state import ReadOnlyError

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


def later() -> int:
    """A clock at which every file of a test has settled."""
    return time.time_ns() + 60_000_000_000


def write(root: Path, *paths: str, text: str = "A note.\n") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def notes(root: Path, config: Config | None = None) -> tuple[str, ...]:
    scan = Workspace(root, config or Config()).scan()
    assert tuple(scan.sources) == scan.inventory.notes
    return scan.inventory.notes


def faults(root: Path, config: Config | None = None) -> list[tuple[str, str]]:
    problems = Workspace(root, config or Config()).scan().inventory.problems
    assert all((found.rule, found.anchor) == ("unreadable-note", "note") and found.remedy for found in problems)
    return [(found.path, found.message) for found in problems]


# What is a note.


def test_every_markdown_file_is_a_note(tmp_path: Path) -> None:
    write(tmp_path, "kith.toml", "me.md", "contacts/ada.md", "meetings/2026/x.MD", "a/b/c/d.md", "a/pic.png", "x.pdf")
    scan = Workspace(tmp_path, Config()).scan()
    assert scan.inventory.notes == ("a/b/c/d.md", "contacts/ada.md", "me.md", "meetings/2026/x.MD")
    assert [(file.path, file.size) for file in scan.inventory.attachments] == [("a/pic.png", 8), ("x.pdf", 8)]
    assert scan.inventory.problems == ()
    assert scan.sources["me.md"].text == "A note.\n"


def test_what_is_hidden_built_or_a_template_is_no_note(tmp_path: Path) -> None:
    write(
        tmp_path, ".obsidian/a.md", "._ada.md", ".#ada.md", "x/.git/a.md", "output/a.md", "templates/a.md", "Theme/a.md"
    )
    write(tmp_path, "TEMPLATES/x/a.md", "#ada.md#", "ada.md~", "~$plan.docx", "x/templates/mine.md", "x/output/mine.md")
    scan = Workspace(tmp_path, Config()).scan()
    assert scan.inventory.notes == ("x/output/mine.md", "x/templates/mine.md")
    assert scan.inventory.attachments == scan.inventory.conflict_copies == scan.inventory.problems == ()


def test_the_output_folder_is_known_under_any_name(tmp_path: Path) -> None:
    write(tmp_path, "built/site/a.md", "built/mine.md", "look/a.md", f"old/{MANIFEST_NAME}", "old/a.md", "old/pic.png")
    assert notes(tmp_path, Config(output="./built/site/", theme="look")) == ("built/mine.md",)
    assert notes(tmp_path, Config(output=str(tmp_path / "built" / "site"), theme="look")) == ("built/mine.md",)


def test_exclude_takes_files_and_folders(tmp_path: Path) -> None:
    write(tmp_path, "Archive/a.md", "Archive/x/b.md", "archive.md", "drafts/c.md", "x/draft-1.md", "x/final.md")
    config = Config(exclude=("Archive/**", "drafts", "**/draft-*.md"))
    assert notes(tmp_path, config) == ("archive.md", "x/final.md")


@pytest.mark.parametrize(
    "name",
    [
        "ada (conflicted copy 2024-01-02 030405).md",
        "ada (Ada's conflicted copy 2024-01-02).md",
        "ada (Conflicted copy MacBook 202401020304).md",
        "ada (Adas in Konflikt stehende Kopie 2024-01-02).md",
        "ada (SFConflict ada@example.org 2024-01-02-03-04-05).md",
        "ada (Case Conflict).md",
        "ada.sync-conflict-20240102-030405-ABCDEFG.md",
        "ada_conflict-20240102-030405.md",
        "ada~HEAD.md",
        "ada~HEAD_0.md",
        "ada.md~HEAD",
        "ada_LOCAL_1234.md",
    ],
)
def test_conflict_copies_are_listed_apart(tmp_path: Path, name: str) -> None:
    write(tmp_path, "contacts/ada.md", f"contacts/{name}")
    inventory = Workspace(tmp_path, Config()).scan().inventory
    assert (inventory.notes, inventory.conflict_copies) == (("contacts/ada.md",), (f"contacts/{name}",))
    assert inventory.attachments == ()


@pytest.mark.parametrize(
    "name",
    [
        "Talk (conflict with Bo).md",
        "Bo (Konflikt).md",
        "sync-conflict.md",
        "ada (copy).md",
        "ada 2.md",
        "~.md",
        "#1.md",
    ],
)
def test_what_a_person_may_call_a_note_stays_a_note(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    assert notes(tmp_path) == (name,)
    assert not names.is_conflict_copy(name)


def test_a_folder_called_like_a_note_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "a.md/b.md")
    assert notes(tmp_path) == ("a.md/b.md",)


# What stands in the way.


@needs_links
def test_pipes_sockets_and_devices_are_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "good.md")
    os.mkfifo(tmp_path / "pipe.md")
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "device.md").symlink_to("/dev/zero")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.md")
        assert notes(tmp_path) == ("good.md",)
        assert faults(tmp_path) == [
            ("device.md", "This link leads outside the journal, so it was not read."),
            ("pipe.md", "This is not a regular file, so it was not opened."),
            ("socket.md", "This is not a regular file, so it was not opened."),
        ]


@needs_links
def test_a_file_that_turns_into_a_pipe_or_link_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    write(tmp_path, "real.md")
    (tmp_path / "link.md").symlink_to("real.md")
    assert disk.read_regular(str(tmp_path / "pipe.md")) == disk.NOT_REGULAR
    assert isinstance(disk.read_regular(str(tmp_path / "link.md")), disk.Trouble)
    assert disk.read_regular(str(tmp_path)) != b""


@needs_links
def test_a_link_to_a_note_of_the_journal_is_read(tmp_path: Path) -> None:
    write(tmp_path, "contacts/ada.md", "pic.png")
    (tmp_path / "ada.md").symlink_to("contacts/ada.md")
    (tmp_path / "contacts" / "pic.png").symlink_to("../pic.png")
    scan = Workspace(tmp_path, Config()).scan()
    assert scan.inventory.notes == ("ada.md", "contacts/ada.md")
    assert scan.sources["ada.md"].text == "A note.\n"
    assert [file.path for file in scan.inventory.attachments] == ["contacts/pic.png", "pic.png"]


@needs_links
def test_a_link_out_of_the_journal_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "journal"
    write(tmp_path, "secret.md", "other/note.md", "journal/.kith/key.md", "journal/mine.md")
    (root / "secret.md").symlink_to(tmp_path / "secret.md")
    (root / "pic.png").symlink_to(tmp_path / "secret.md")
    (root / "key.md").symlink_to(".kith/key.md")
    (root / "gone.md").symlink_to("nowhere.md")
    (root / "gone.png").symlink_to("nowhere.png")
    (root / "self.md").symlink_to("self.md")
    (root / "other").symlink_to(tmp_path / "other")
    scan = Workspace(root, Config()).scan()
    assert scan.inventory.notes == ("mine.md",) and scan.inventory.attachments == ()
    assert faults(root) == [
        ("gone.md", "This link leads nowhere."),
        ("key.md", "This link leads into a hidden folder, so it was not read."),
        ("other", "This link leads to a folder outside the journal, so its notes were not read."),
        ("secret.md", "This link leads outside the journal, so it was not read."),
        ("self.md", "This link leads nowhere."),
    ]


@needs_links
def test_links_to_folders_of_the_journal_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "contacts/ada.md")
    (tmp_path / "contacts" / "up").symlink_to("..")
    (tmp_path / "a-people").symlink_to("contacts")
    assert notes(tmp_path) == ("contacts/ada.md",)
    assert faults(tmp_path) == [
        ("a-people", "This link leads to another folder of the journal. It was not followed."),
        ("contacts/up", "This link leads in a circle. It was not followed."),
    ]


@needs_links
def test_a_journal_behind_a_link_is_read(tmp_path: Path) -> None:
    write(tmp_path, "real/me.md", "real/output/a.md")
    (tmp_path / "link").symlink_to("real")
    assert notes(tmp_path / "link") == ("me.md",)


def test_a_folder_met_twice_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a/x.md", "b/x.md")
    monkeypatch.setattr(walk, "_identity", lambda path: (1, len(Path(path).name) == 1))
    assert len(notes(tmp_path)) == 1
    assert [message for _, message in faults(tmp_path)] == ["This folder leads in a circle."]


def fail_for(name: str, error: OSError, real: Callable[..., int]) -> Callable[..., int]:
    def open_or_fail(path: str, *rest: int) -> int:
        if str(path).endswith(name):
            raise error
        return real(path, *rest)

    return open_or_fail


def test_a_note_that_may_not_be_read_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.md", "b.md")
    monkeypatch.setattr(disk.os, "open", fail_for("a.md", PermissionError(errno.EACCES, "Permission denied"), os.open))
    assert notes(tmp_path) == ("b.md",)
    assert faults(tmp_path) == [("a.md", "You are not allowed to read this.")]
    monkeypatch.setattr(disk.os, "open", fail_for("b.md", OSError(errno.EIO, "Input/output error"), os.open))
    assert ("b.md", "This cannot be read (Input/output error).") in faults(tmp_path)


def test_a_note_deleted_while_scanning_is_simply_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.md", "b.md")
    monkeypatch.setattr(disk.os, "open", fail_for("a.md", FileNotFoundError(errno.ENOENT, "gone"), os.open))
    assert notes(tmp_path) == ("b.md",) and faults(tmp_path) == []


def test_a_folder_that_may_not_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a/x.md", "b.md")
    denied = fail_for("a", PermissionError(errno.EACCES, "Permission denied"), os.scandir)  # type: ignore[arg-type]
    monkeypatch.setattr(os, "scandir", denied)
    assert notes(tmp_path) == ("b.md",)
    assert faults(tmp_path) == [("a", "You are not allowed to read this.")]


def test_a_huge_note_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "limit.md").write_bytes(b"a" * disk.MOST_BYTES)
    (tmp_path / "huge.md").write_bytes(b"a" * (disk.MOST_BYTES + 1))
    assert notes(tmp_path) == ("limit.md",)
    assert faults(tmp_path) == [("huge.md", "This file is larger than 4 MiB, too large for a note.")]


def test_a_missing_journal_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path / "nowhere") == [(".", "This file does not exist.")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf8_can_be_shown_and_read(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name in (b"caf\xe9.md", b"caf\xe8.md"):
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(b"Coffee")
    workspace = Workspace(tmp_path, Config())
    scan = workspace.scan()
    assert scan.inventory.notes == ("caf\ufffd.md",)
    assert scan.sources["caf\ufffd.md"].text == "Coffee"
    assert workspace.read(["caf\ufffd.md"])["caf\ufffd.md"].text == "Coffee"
    assert [found.path.encode() for found in scan.inventory.problems] == ["caf\ufffd.md".encode()]


# Remembering.


class Reads:
    """Counts what is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths: list[str] = []
        real = os.open

        def counted(path: str, *rest: int) -> int:
            self.paths.append(Path(path).name)
            return real(path, *rest)

        monkeypatch.setattr(disk.os, "open", counted)

    def take(self) -> list[str]:
        taken, self.paths = sorted(self.paths), []
        return taken


def test_only_what_looks_different_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.md", "b.md", "c.md")
    workspace = Workspace(tmp_path, Config(), clock=later)
    reads = Reads(monkeypatch)
    first = workspace.scan()
    assert reads.take() == ["a.md", "b.md", "c.md"]
    assert workspace.scan() == first and reads.take() == []
    write(tmp_path, "b.md", text="Changed.\n")
    (tmp_path / "c.md").unlink()
    write(tmp_path, "d.md")
    second = workspace.scan()
    assert reads.take() == ["b.md", "d.md"]
    assert second.inventory.notes == ("a.md", "b.md", "d.md")
    assert second.sources["a.md"] is first.sources["a.md"]
    assert second.sources["b.md"].text == "Changed.\n"


def test_a_change_with_size_and_time_put_back_is_seen(tmp_path: Path) -> None:
    write(tmp_path, "a.md", text="one")
    before = (tmp_path / "a.md").stat()
    workspace = Workspace(tmp_path, Config(), clock=later)
    workspace.scan()
    time.sleep(0.02)
    write(tmp_path, "a.md", text="two")
    os.utime(tmp_path / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert workspace.scan().sources["a.md"].text == "two"


def test_a_file_just_touched_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.md")
    now = (tmp_path / "a.md").stat().st_mtime_ns
    clock = [now + 1_000_000_000]
    workspace = Workspace(tmp_path, Config(), clock=lambda: clock[0])
    reads = Reads(monkeypatch)
    first = workspace.scan()
    reads.take()
    clock[0] = now + 3_000_000_000
    assert workspace.scan().sources["a.md"] is first.sources["a.md"]
    assert reads.take() == ["a.md"]
    workspace.scan()
    assert reads.take() == []


def test_a_note_can_be_read_as_it_is_now(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    workspace = Workspace(tmp_path, Config())
    workspace.scan()
    write(tmp_path, "a.md", text="Now.")
    assert {path: source.text for path, source in workspace.read(["a.md", "gone.md"]).items()} == {"a.md": "Now."}
    for path in ("../x.md", "/etc/passwd", "", "a\0.md"):
        with pytest.raises(ValueError, match="no path within"):
            workspace.read([path])


def test_attachments_are_read_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "pic.png", text="picture")
    workspace = Workspace(tmp_path, Config(), clock=later)
    reads = Reads(monkeypatch)
    workspace.scan()
    assert reads.take() == []
    assert workspace.attachment("pic.png") == b"picture"
    digest = workspace.attachment_digest("pic.png")
    reads.take()
    assert workspace.attachment_digest("pic.png") == digest and reads.take() == []
    write(tmp_path, "pic.png", text="another")
    workspace.scan()
    assert workspace.attachment_digest("pic.png") != digest
    (tmp_path / "pic.png").unlink()
    assert workspace.attachment("pic.png") is None
    assert workspace.attachment("../x.png") is None and workspace.attachment_digest("nowhere.png") is None


EDITS = st.lists(
    st.tuples(st.sampled_from(["a.md", "b.MD", "x/a.md", "x/y.png"]), st.sampled_from(["", "1", "2", "gone", "moved"])),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(EDITS)
def test_after_any_series_of_edits_a_scan_is_what_a_first_scan_would_be(edits: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        workspace = Workspace(root, Config())
        for path, edit in edits:
            if edit == "gone":
                (root / path).unlink(missing_ok=True)
            elif edit == "moved" and (root / path).exists():
                (root / path).replace(root / "a.md")
            else:
                write(root, path, text=edit)
            assert workspace.scan() == Workspace(root, Config()).scan()


# The journal around the notes.


def test_a_journal_is_found_upward_then_below(tmp_path: Path) -> None:
    assert find_journal(tmp_path) is None
    write(tmp_path, "repo/journal/kith.toml", "repo/src/x", "repo/journal/contacts/ada.md")
    assert find_journal(tmp_path / "repo") == tmp_path / "repo" / "journal"
    assert find_journal(tmp_path / "repo" / "journal" / "contacts") == tmp_path / "repo" / "journal"
    assert find_journal(tmp_path / "repo" / "src") is None


def test_settings_come_from_kith_toml(tmp_path: Path) -> None:
    (tmp_path / "kith.toml").write_bytes(b'# caf\xe9\noutput = "../site"\nx = 1\n')
    config, findings, text = load_config(tmp_path)
    assert text.startswith("# café\n")
    assert config.output == "../site"
    assert [(found.anchor, found.rule) for found in findings] == [("line:1", "bad-config"), ("line:3", "bad-config")]
    assert output_folder(tmp_path, config) == tmp_path.resolve().parent / "site"
    assert output_folder(tmp_path, Config(output="/a/../b")) == Path("/b")


def test_missing_settings_are_the_defaults(tmp_path: Path) -> None:
    config, findings, _ = load_config(tmp_path)
    assert config == Config()
    assert findings == (
        Finding("kith.toml", "line:1", "bad-config", "There is no kith.toml here.", "Run kith init to make a journal."),
    )


def test_the_private_folder_is_private(tmp_path: Path) -> None:
    folder = private_state(tmp_path)
    assert folder == tmp_path / ".kith"
    assert (folder / ".gitignore").read_text() == "*\n"
    made = key(tmp_path)
    assert len(made) == 32 and key(tmp_path) == made
    assert sorted(entry.name for entry in folder.iterdir()) == [".gitignore", "key"]
    if os.name == "posix":
        folder.chmod(0o755)
        (folder / "key").chmod(0o644)
        assert key(tmp_path) == made
        assert [path.stat().st_mode & 0o777 for path in (folder, folder / "key")] == [0o700, 0o600]


def test_a_damaged_key_is_made_anew(tmp_path: Path) -> None:
    (private_state(tmp_path) / "key").write_text("")
    assert len(key(tmp_path)) == 32


def test_a_journal_that_may_not_be_written_to_is_built_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "journal/kith.toml", text='today = "2026-06-05"')
    make = Path.mkdir

    def refuse(path: Path, *arguments: Any, **options: Any) -> None:
        if path.parent == tmp_path / "journal":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        make(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ReadOnlyError, match="Permission denied"):
        private_state(tmp_path / "journal")
    session = Session(tmp_path / "journal", None, None, tmp_path / "site")
    session.refresh()
    assert "index.html" in session.build().written
    assert session.build().written == (), "the key holds as long as the session"
    assert [path.name for path in (tmp_path / "journal").iterdir()] == ["kith.toml"]


def test_a_private_folder_that_is_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".kith").write_text("")
    with pytest.raises(StateError, match="not a folder of Kith's own") as caught:
        key(tmp_path)
    assert caught.value.remedy.startswith("Delete ")


@needs_links
def test_a_private_folder_behind_a_link_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "other/x")
    (tmp_path / ".kith").symlink_to("other")
    with pytest.raises(StateError, match="not a folder of Kith's own"):
        private_state(tmp_path)
    (tmp_path / ".kith").unlink()
    (private_state(tmp_path) / "key").symlink_to("../other/x")
    with pytest.raises(StateError, match="not a regular file"):
        key(tmp_path)
