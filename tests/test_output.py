"""Writing the site: only what differs, only what is ours, and never half a page."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder import in_place
from site_builder.output import (
    MANIFEST_NAME,
    Bringer,
    Brought,
    Output,
    OutputError,
    Published,
    Report,
    bring,
    check_output_folder,
)
from site_builder.output import manifest as manifests
from site_builder.output.folder import TAG
from site_builder.text import digest_of

posix = pytest.mark.skipif(os.name != "posix", reason="permissions and links as POSIX has them")
MARKS = ("CACHEDIR.TAG", "robots.txt")
LONG_AGO = 1_700_000_000_000_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "journal").mkdir()
    return tmp_path / "journal"


@pytest.fixture
def output(root: Path) -> Output:
    return Output(root / "output", root)


def pages(**texts: str) -> list[Published]:
    """`a__b="x"` is the page `a/b.html`."""
    return [Published.of(name.replace("__", "/") + ".html", text.encode()) for name, text in texts.items()]


def on_disk(folder: Path) -> dict[str, bytes]:
    """The pages, without what the folder keeps for itself."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.name not in MARKS}


def settle(output: Output) -> None:
    """Make every page look long unchanged, to the manifest too."""
    records = {}
    for path, record in output.pages().items():
        os.utime(output.folder / path, ns=(LONG_AGO, LONG_AGO))
        records[path] = manifests.Record(record.digest, record.size, LONG_AGO)
    manifests.write_manifest(output.folder, records)


def stats(folder: Path) -> dict[str, tuple[int, int, int]]:
    listed = {path: path.lstat() for path in [folder, *folder.rglob("*")]}
    return {str(path): (info.st_mtime_ns, info.st_ctime_ns, info.st_ino) for path, info in listed.items()}


def test_a_name_that_is_taken_for_a_moment_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, where no other file takes the place of one that a virus scanner has open."""
    rename, refused = os.replace, [PermissionError(13, "Access is denied")] * 3

    def refuse_first(finished: str, path: str) -> None:
        if refused:
            raise refused.pop()
        rename(finished, path)

    monkeypatch.setattr(os, "replace", refuse_first)
    monkeypatch.setattr(in_place, "PATIENCE", 30.0)
    manifests.write_whole(tmp_path / "page.html", b"new")
    assert (on_disk(tmp_path), refused) == ({"page.html": b"new"}, [])
    refused = [PermissionError(13, "Access is denied")]
    monkeypatch.setattr(in_place, "PATIENCE", 0.0)
    with pytest.raises(PermissionError):
        manifests.write_whole(tmp_path / "page.html", b"newer")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"], "nothing half done is left"


def test_the_page_that_cannot_be_written_is_named(output: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    output.publish(pages(a="1"))

    def refuse(finished: str, path: str) -> None:
        raise PermissionError(13, "Access is denied", finished, None, path)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputError) as caught:
        output.publish(pages(a="2"))
    assert str(caught.value) == f"{output.folder}/a.html could not be written (Access is denied)."


# What is written.


def test_a_first_build_makes_a_private_folder(output: Output) -> None:
    report = output.publish(pages(index="home", people__ada="Ada"))
    assert report == Report(("CACHEDIR.TAG", "index.html", "people/ada.html", "robots.txt"))
    assert on_disk(output.folder) == {"index.html": b"home", "people/ada.html": b"Ada"}
    assert (output.folder / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert (output.folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert (output.folder / ".gitignore").read_text().endswith("\n*\n!.gitignore\n")
    assert output.pages()["people/ada.html"].digest == digest_of(b"Ada")
    names = {path.name for path in output.folder.iterdir()}
    assert names == {".gitignore", ".lock", MANIFEST_NAME, *MARKS, "index.html", "people"}


@posix
def test_nobody_else_may_look(output: Output) -> None:
    old = os.umask(0)
    try:
        output.publish(pages(people__ada="Ada"))
    finally:
        os.umask(old)
    for path in [output.folder, *output.folder.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
    (output.folder / "people" / "ada.html").chmod(0o644)
    output.folder.chmod(0o755)
    assert output.publish(pages(people__ada="Ada")).written == ()
    assert (output.folder / "people" / "ada.html").stat().st_mode & 0o777 == 0o600
    assert output.folder.stat().st_mode & 0o777 == 0o700


def test_only_what_differs_is_written(output: Output) -> None:
    output.publish(pages(a="1", b="2", c="3"))
    report = output.publish(pages(a="1", b="two", d="4"))
    assert report == Report(("b.html", "d.html"), ("CACHEDIR.TAG", "a.html", "robots.txt"), ("c.html",))
    assert on_disk(output.folder) == {"a.html": b"1", "b.html": b"two", "d.html": b"4"}


@pytest.mark.parametrize("settled", [True, False])
def test_nothing_changed_means_nothing_written(output: Output, settled: bool) -> None:
    output.publish(pages(a="1", people__ada="Ada"))
    if settled:
        settle(output)
    before = stats(output.folder)

    def unwanted() -> bytes:
        raise AssertionError("asked for bytes that are on the disk")

    files = [Published(file.path, file.digest, unwanted) for file in pages(a="1", people__ada="Ada")]
    assert output.publish(files).written == ()
    assert stats(output.folder) == before


def test_settled_pages_are_not_even_read(output: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    output.publish(pages(a="1", b="2"))
    settle(output)
    (output.folder / "b.html").write_bytes(b"?")
    read: list[str] = []
    real = bring._digest_on_disk
    monkeypatch.setattr(bring, "_digest_on_disk", lambda place: read.append(Path(place).name) or real(place))
    assert output.publish(pages(a="1", b="2")).written == ("b.html",)
    assert read == ["b.html"]


def test_what_somebody_changed_in_the_folder_is_put_right(output: Output) -> None:
    output.publish(pages(a="1", b="2", c="3"))
    (output.folder / "a.html").write_bytes(b"x")
    (output.folder / "b.html").unlink()
    os.utime(output.folder / "c.html", ns=(LONG_AGO, LONG_AGO))
    assert output.publish(pages(a="1", b="2", c="3")).written == ("a.html", "b.html")
    assert on_disk(output.folder) == {"a.html": b"1", "b.html": b"2", "c.html": b"3"}
    assert output.pages()["c.html"].mtime_ns == LONG_AGO


@pytest.mark.parametrize(
    "path", ["", "/a", "a//b", "../a", "a/../b", ".a", "a/.b", "a\\b", "a\0b", "a\nb", "a/", "\udce9"]
)
def test_a_path_that_can_be_no_page_is_a_bug(output: Output, path: str) -> None:
    with pytest.raises(ValueError, match="can be no page"):
        output.publish([Published.of(path, b"")])


def test_a_page_twice_is_a_bug(output: Output) -> None:
    with pytest.raises(ValueError, match="published twice"):
        output.publish(pages(a="1") + pages(a="2"))
    with pytest.raises(ValueError, match="as a page and as a folder"):
        output.publish([Published.of("a", b""), Published.of("a/b", b"")])


# What is removed.


def test_stale_pages_go_and_nothing_else(output: Output) -> None:
    output.publish(pages(a__b__c="1", a__d="2", e="3", index="home"))
    for mine in ("mine.html", "a/b/mine.txt", ".mine"):
        (output.folder / mine).write_bytes(b"mine")
    assert output.publish(pages(index="home")).removed == ("a/b/c.html", "a/d.html", "e.html")
    assert on_disk(output.folder) == {"index.html": b"home", "mine.html": b"mine", "a/b/mine.txt": b"mine"}
    assert (output.folder / ".mine").exists()


def test_folders_left_empty_go(output: Output) -> None:
    output.publish(pages(a__b__c="1", a__d="2", x__y="3"))
    (output.folder / "empty").mkdir()
    output.publish(pages(a__d="2"))
    assert sorted(path.name for path in output.folder.iterdir() if path.is_dir()) == ["a", "empty"]
    assert [path.name for path in (output.folder / "a").iterdir()] == ["d.html"]


def test_a_page_and_a_folder_may_change_places(output: Output) -> None:
    output.publish([Published.of("a/b/c", b"1"), Published.of("d", b"2")])
    output.publish([Published.of("a", b"3"), Published.of("d/e", b"4")])
    assert on_disk(output.folder) == {"a": b"3", "d/e": b"4"}


def test_what_stands_in_the_way_and_is_not_ours_is_told(output: Output) -> None:
    output.publish(pages(index="home"))
    (output.folder / "a").write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"A file stands at .*a, where the site needs a folder") as caught:
        output.publish(pages(index="new", a__b="1"))
    assert caught.value.remedy == "Move it out of the output folder."
    (output.folder / "b.html" / "mine").mkdir(parents=True)
    with pytest.raises(OutputError, match="where the site needs a file"):
        output.publish(pages(index="new", b="1"))
    assert (output.folder / "a").read_bytes() == b"mine" and (output.folder / "b.html" / "mine").is_dir()


@posix
def test_links_are_never_written_through(output: Output, tmp_path: Path) -> None:
    output.publish(pages(a="1", people__ada="Ada", old__x="x"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.html").write_bytes(b"mine")
    (outside / "a.html").write_bytes(b"1")
    (output.folder / "a.html").unlink()
    (output.folder / "a.html").symlink_to(outside / "a.html")
    (output.folder / "old").rename(tmp_path / "old")
    (output.folder / "old").symlink_to(outside)
    assert output.publish(pages(a="1", people__ada="Ada")).written == ("a.html",)
    assert not (output.folder / "a.html").is_symlink()
    assert (outside / "x.html").read_bytes() == b"mine"
    (output.folder / "people").rename(tmp_path / "people")
    (output.folder / "people").symlink_to(outside)
    with pytest.raises(OutputError, match="A link stands at"):
        output.publish(pages(a="1", people__ada="New"))
    assert sorted(path.name for path in outside.iterdir()) == ["a.html", "x.html"]


@posix
def test_a_pipe_in_place_of_a_page_is_replaced(output: Output) -> None:
    output.publish(pages(a="1"))
    (output.folder / "a.html").unlink()
    os.mkfifo(output.folder / "a.html")
    assert output.publish(pages(a="1")).written == ("a.html",)


def test_a_stale_page_that_became_a_folder_stays(output: Output) -> None:
    output.publish(pages(a="1", b="2"))
    (output.folder / "a.html").unlink()
    (output.folder / "a.html").mkdir()
    assert output.publish(pages(b="2")).removed == ()
    assert (output.folder / "a.html").is_dir()


def test_a_manifest_cannot_name_what_is_outside(output: Output, root: Path) -> None:
    output.publish(pages(a="1"))
    (root / "note.md").write_text("mine")
    record = ["", 4, 0]
    files = {
        "../note.md": record,
        ".gitignore": record,
        "a.html": "?",
        "b.html": [1, 2, 3],
        str(root / "note.md"): record,
    }
    (output.folder / MANIFEST_NAME).write_text(json.dumps({"kith": 1, "files": files}))
    assert output.pages() == {}
    output.publish(pages(a="1"))
    assert (root / "note.md").exists() and (output.folder / ".gitignore").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"kith": 1}', '{"kith": 2, "files": {}}', "[" * 100_000])
def test_a_damaged_manifest_costs_no_page(output: Output, text: str) -> None:
    output.publish(pages(a="1"))
    (output.folder / MANIFEST_NAME).write_text(text)
    assert output.publish(pages(a="1", b="2")).written == ("b.html",)
    assert set(output.pages()) == {*MARKS, "a.html", "b.html"}


def test_the_ignore_file_is_left_as_it_is(output: Output) -> None:
    output.folder.mkdir()
    (output.folder / ".gitignore").write_text("*\n!.gitignore\n")
    output.publish(pages(a="1"))
    assert (output.folder / ".gitignore").read_text() == "*\n!.gitignore\n"


# Where the site may go.


def refused(folder: Path, root: Path) -> str:
    with pytest.raises(OutputError) as caught:
        check_output_folder(folder, root)
    assert caught.value.remedy.endswith(".") and str(caught.value) == caught.value.message
    return caught.value.message


def test_folders_that_must_not_be_filled(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = root.parent / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert "root of the file system" in refused(Path(root.anchor), root)
    assert "home folder" in refused(home, root)
    assert "journal itself" in refused(root, root)
    assert "journal itself" in refused(root / "x" / "..", root)
    assert "holds the journal" in refused(root.parent, root)
    (root / "file").write_text("")
    assert "is a file" in refused(root / "file", root)
    assert "is a file" in refused(root / "file" / "below", root)
    (root / "contacts").mkdir()
    (root / "contacts" / "ada.md").write_text("")
    assert 'holds "ada.md" and no mark of Kith' in refused(root / "contacts", root)
    (root / "contacts" / "bo.md").write_text("")
    assert "holds 2 files or folders" in refused(root / "contacts", root)


@posix
def test_links_in_the_way_are_refused(root: Path, output: Output) -> None:
    (root / "real").mkdir()
    (root / "link").symlink_to("real")
    assert "is a link" in refused(root / "link", root)
    (root / "dangling").symlink_to("nowhere")
    assert "is a link" in refused(root / "dangling", root)
    (root.parent / "same").symlink_to(root)
    assert "journal itself" in refused(root.parent / "same" / "x" / "..", root)
    assert "journal itself" in refused(root, root.parent / "same")
    output.folder.mkdir()
    (output.folder / ".lock").symlink_to(root / "victim")
    with pytest.raises(OutputError, match="cannot be opened"):
        output.publish(pages(a="1"))
    assert not (root / "victim").exists()


def test_another_program_s_cache_is_not_ours(root: Path) -> None:
    (root / "target").mkdir()
    (root / "target" / "CACHEDIR.TAG").write_text(TAG.splitlines()[0] + "\n# This file was made by cargo.\n")
    assert "no mark of Kith" in refused(root / "target", root)


@pytest.mark.parametrize(
    "names", [(), (".gitignore",), (".gitignore", ".lock", ".DS_Store", ".kith-tmp-0123456789abcdef")]
)
def test_an_empty_folder_may_be_filled(output: Output, names: tuple[str, ...]) -> None:
    output.folder.mkdir()
    for name in names:
        (output.folder / name).write_text("")
    output.publish(pages(a="1"))
    output.publish(pages(a="1"))
    assert not list(output.folder.glob(".kith-tmp-*"))


def test_a_folder_that_we_marked_may_be_filled(output: Output) -> None:
    output.publish(pages(a="1"))
    (output.folder / MANIFEST_NAME).unlink()
    assert output.publish(pages(a="1")).written == ()
    (output.folder / "CACHEDIR.TAG").unlink()
    assert output.publish(pages(a="1")).written == ("CACHEDIR.TAG",)


def test_a_folder_that_cannot_be_made_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", denied)
    with pytest.raises(OutputError, match=r"cannot be made or used \(Permission denied\)"):
        Output(root / "output", root).publish([])


# One builder at a time.


def test_a_second_builder_waits(output: Output, root: Path) -> None:
    messages: list[str] = []
    done = threading.Event()

    def second() -> None:
        other = Output(output.folder, root)
        with other.lock(10, messages.append):
            other.publish(pages(a="2"))
        done.set()

    with output.lock():
        thread = threading.Thread(target=second)
        thread.start()
        while not messages:
            time.sleep(0.01)
        output.publish(pages(a="1"))
        assert not done.is_set()
    thread.join(10)
    assert messages == [f"Another kith is writing to {output.folder}; waiting for it."]
    assert on_disk(output.folder) == {"a.html": b"2"}


def test_a_second_builder_gives_up(output: Output, root: Path) -> None:
    other = Output(output.folder, root)
    with output.lock(), pytest.raises(OutputError, match="Another kith is still writing"), other.lock(timeout=0.1):
        raise AssertionError
    output.publish(pages(a="1"))


def test_the_lock_dies_with_its_process(output: Output, root: Path) -> None:
    child = run_child(output.folder, root, "with output.lock():\n    print('held', flush=True)\n    time.sleep(60)")
    assert child.stdout is not None and child.stdout.readline() == "held\n"
    with pytest.raises(OutputError), output.lock(timeout=0):
        pass
    child.kill()
    child.wait()
    child.stdout.close()
    output.publish(pages(a="1"))


# When it goes wrong.


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_page_that_cannot_be_made_loses_nothing(output: Output, error: type[BaseException]) -> None:
    def fail() -> bytes:
        raise error

    output.publish(pages(a="1", b="2", c="3"))
    with pytest.raises(error):
        output.publish([*pages(a="new", d="4"), Published("b.html", lambda: "?", fail)])
    assert on_disk(output.folder) == {"a.html": b"new", "b.html": b"2", "c.html": b"3", "d.html": b"4"}
    assert set(output.pages()) == {*MARKS, "a.html", "b.html", "c.html", "d.html"}
    assert output.pages()["a.html"].digest == digest_of(b"new")
    assert output.publish(pages(b="2")).removed == ("a.html", "c.html", "d.html")
    assert not (output.folder / manifests.INTENT_NAME).exists()


def test_a_first_build_that_breaks_off_leaves_a_folder_that_is_known(output: Output) -> None:
    def each(files: Sequence[Published], bring: Bringer) -> list[Brought]:
        bring(files[0])
        raise OutputError("A template is wrong.", "Correct it.")

    costly = [Published(name, str, name.encode, is_costly=True) for name in ("a.html", "b.html")]
    with pytest.raises(OutputError, match="template"):
        output.publish(costly, each)
    assert on_disk(output.folder) == {"a.html": b"a.html"}
    again = Output(output.folder, output.root)
    assert again.publish(pages(c="1")).removed == ("a.html",), "it is known to be ours"
    assert on_disk(output.folder) == {"c.html": b"1"}


@pytest.mark.parametrize("shared", [False, True])
def test_a_folder_that_is_deleted_while_it_is_written_stays_known(root: Path, shared: bool) -> None:
    """`rm -rf` while a server builds: what it had listed is gone, and what was written meanwhile is left."""
    output = Output(root / "output", root, shared)
    output.publish([Published.of("index.html", b"one"), Published.of("people/ada.html", b"one")])

    def delete() -> bytes:
        for path in (*output.folder.glob("[!i]*.*"), *output.folder.glob("people/*"), output.folder / "people"):
            path.rmdir() if path.is_dir() else path.unlink()
        return b"two"

    with pytest.raises(OutputError):
        output.publish([Published.of("index.html", b"one"), Published("people/ada.html", lambda: "", delete)])
    assert sorted(on_disk(output.folder)) == ["index.html"]
    output.publish([Published.of("people/ada.html", b"three")])
    assert on_disk(output.folder) == {"people/ada.html": b"three"}


def test_a_full_disk_is_told(output: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    output.publish(pages(a="1"))
    real = os.write

    def full(handle: int, data: bytes) -> int:
        if bytes(data[:3]) == b"big":
            real(handle, data[:1])
            raise OSError(28, "No space left on device")
        return real(handle, data)

    monkeypatch.setattr(manifests.os, "write", full)
    with pytest.raises(OutputError, match="No space left on device") as caught:
        output.publish(pages(a="new", b="big page"))
    assert caught.value.remedy.startswith("Make room on the disk")
    assert on_disk(output.folder) == {"a.html": b"new"}
    assert not list(output.folder.glob(".kith-tmp-*"))


def run_child(folder: Path, root: Path, code: str) -> subprocess.Popen[str]:
    head = f"""
        import time
        from pathlib import Path
        from site_builder.output import Output, Published
        output = Output(Path({str(folder)!r}), Path({str(root)!r}))
    """
    command = [sys.executable, "-c", textwrap.dedent(head) + code]
    package = Path(__file__).resolve().parent.parent
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=package)


PUBLISH = """
round = {round}
print("go", flush=True)
output.publish(
    Published.of(f"{{number % 7}}/{{round if number % 3 == 0 else 'x'}}-{{number}}.html", body(round, number))
    for number in range(1500)
)
"""
BODY = """
def body(round, number):
    return f"round {round} page {number} ".encode() * 400 + b"end"
"""


def killed_while_building(output: Output, root: Path, times: int, pause: Callable[[], float]) -> int:
    """Start builds and kill them; afterwards every page must be whole. Gives the number that were killed at work."""
    at_work = 0
    for number in range(times):
        child = run_child(output.folder, root, BODY + PUBLISH.format(round=number))
        assert child.stdout is not None and child.stdout.readline() == "go\n"
        time.sleep(pause())
        child.kill()
        at_work += child.wait() == -signal.SIGKILL
        child.stdout.close()
        for path, data in on_disk(output.folder).items():
            words = b" ".join(data.split()[:4])
            assert data == (words + b" ") * 400 + b"end", path
    return at_work


@posix
@pytest.mark.slow
def test_no_kill_tears_a_page_and_the_next_build_puts_all_right(output: Output, root: Path) -> None:
    chance = random.Random(7)
    assert killed_while_building(output, root, 20, lambda: chance.uniform(0, 0.25)) >= 10
    output.publish(pages(index="home", people__ada="Ada"))
    assert on_disk(output.folder) == {"index.html": b"home", "people/ada.html": b"Ada"}
    names = {path.name for path in output.folder.iterdir()}
    assert names == {".gitignore", ".lock", MANIFEST_NAME, *MARKS, "index.html", "people"}


@posix
@pytest.mark.parametrize("pages_written", [0, 1, 2, 5])
def test_what_a_killed_build_left_is_swept(output: Output, root: Path, pages_written: int) -> None:
    output.publish(pages(old="1"))
    kill = "Published('die.html', str, lambda: __import__('os').kill(__import__('os').getpid(), 9))"
    code = f"output.publish([*(Published.of(f'new/{{n}}.html', b'x') for n in range({pages_written})), {kill}])"
    child = run_child(output.folder, root, code)
    assert child.wait() == -signal.SIGKILL
    assert child.stdout is not None
    child.stdout.close()
    (output.folder / ".kith-tmp-00112233445566ff").write_bytes(b"half a pa")
    assert len(on_disk(output.folder)) == 1 + pages_written
    assert output.publish(pages(old="1")).written == ()
    assert on_disk(output.folder) == {"old.html": b"1"}
    assert not (output.folder / "new").exists()
    assert not list(output.folder.glob(".kith-*")) or {path.name for path in output.folder.glob(".kith-*")} == {
        MANIFEST_NAME
    }


SITES = st.lists(
    st.dictionaries(st.sampled_from(["a", "a/b", "a/b/c", "d", "d/e", "f.html"]), st.sampled_from([b"1", b"22"])),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(SITES)
def test_after_any_series_of_builds_the_folder_holds_the_last_site(sites: list[dict[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        output = Output(Path(place) / "output", Path(place) / "journal")
        for site in sites:
            site = {
                path: data for path, data in site.items() if not any(other.startswith(path + "/") for other in site)
            }
            output.publish([Published.of("mine/kept.html", b"")])
            (output.folder / "mine" / "own.txt").write_bytes(b"own")
            output.publish(Published.of(path, data) for path, data in site.items())
            assert on_disk(output.folder) == {"mine/own.txt": b"own", **site}
            assert set(output.pages()) == {*MARKS, *site}


PATHS = st.text(st.sampled_from("ab/.:\\\n\r\t\x00\x1f\x7f\ud800\x85\u2028é "), max_size=5)


@given(st.lists(PATHS, max_size=4, unique=True))
def test_many_paths_are_judged_as_each_is(paths: list[str]) -> None:
    assert manifests.are_page_paths(paths) == all(map(manifests.is_page_path, paths))
