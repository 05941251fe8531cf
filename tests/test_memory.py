"""What is remembered between commands: the next one asks only what has changed, and a wrong memory costs time only."""

from __future__ import annotations

import io
import mmap
import os
import pickle
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from commands import command_line, environment_with, kith, process, tree_of, write_journal
from site_builder import crew, pipeline, renderer
from site_builder.cli import group
from site_builder.output import Bringer, OutputError, bring
from site_builder.query import Bundle, Damaged, Query
from site_builder.query.bundle import Packer
from site_builder.query.pickled import pickled, resolve
from site_builder.session import Session
from site_builder.site.theme import Theme, theme_folder
from site_builder.staged import check_commit
from site_builder.workspace import memory
from site_builder.workspace.disk import read_regular
from site_builder.workspace.git import find_repository
from site_builder.workspace.git_index import GitJournal
from site_builder.workspace.memory import Memory

NOTES = {
    "me.md": "---\nname: Mo\n---\n",
    "contacts/ada.md": "---\nname: Ada\norg: acme\n---\nKnows [[bo]].\n",
    "contacts/bo.md": "---\nname: Bo\n---\n",
    "meetings/2026-06-05-ada.md": "---\nwith: [Ada]\n---\n\n- learned: she moves\n- [ ] I'll call due:+7d\n",
    "meetings/2026-06-08-bo.md": "---\nwith: [Bo]\n---\n\n- gave link: a paper\n- gvae link: another\n",
    "orgs/acme.md": "---\nname: Acme\n---\n",
}
CLOCK = 'schema = 1\ntoday = "2026-06-30"\n'


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KITH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_journal(tmp_path / "journal", NOTES, CLOCK)
    settle(root)
    return root


def settle(root: Path) -> None:
    """Files that were touched in the last two seconds are read again: these were not."""
    for path in root.rglob("*.md"):
        os.utime(path, (1_700_000_000, 1_700_000_000 + len(path.read_bytes())))


class Ran(list[tuple[str, object]]):
    def names(self) -> set[str]:
        return {name for name, _ in self}


def build(root: Path, remember: bool = True) -> tuple[Session, Ran]:
    """A build in a process of its own, as far as the memory can tell: its session, and what it really asked."""
    session = Session(root, remember=remember)
    session.refresh()
    session.db.ran = []
    session.read(lambda *_: None)
    session.build()
    return session, Ran((name, args[0] if args else None) for name, args in session.db.ran)


def memory_file(cache: Path) -> Path:
    (found,) = cache.glob("*/memory")
    return found


def site(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree_of(root / "output").items() if not path.startswith(".")}


def clean_site(root: Path) -> dict[str, bytes]:
    shutil.rmtree(root / "output")
    build(root, remember=False)
    return site(root)


def test_a_second_build_asks_nothing_and_reads_no_note(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(root)
    session, ran = build(root)
    assert not ran
    assert session.journal.all_reported()
    monkeypatch.setattr("site_builder.workspace.read_regular", lambda path: pytest.fail(f"{path} was read"))
    again = Session(root)
    again._workspace = None
    assert memory_file(cache).stat().st_size > 1000


@pytest.mark.parametrize("is_mapped", [True, False])
def test_a_memory_with_a_torn_end_is_made_anew_and_never_shorter(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, is_mapped: bool
) -> None:
    """Who has it mapped would be killed for looking where it was; on Windows, where nobody has, it is read."""
    if not is_mapped:
        monkeypatch.setattr(memory, "_IS_MAPPED", False)
        monkeypatch.setattr(mmap, "mmap", lambda *_, **__: pytest.fail("mapped"))
    build(root)
    with memory_file(cache).open("ab") as torn:
        torn.write(b"kithbndl" + bytes(9))
    with memory_file(cache).open("rb") as mapped:
        before = os.fstat(mapped.fileno())
        note = root / "contacts/bo.md"
        note.write_text("---\nname: Bo\nrole: engineer\n---\n")
        _, ran = build(root)
        assert "names" not in ran.names(), "what was sound was taken over"
        assert os.fstat(mapped.fileno()).st_size == before.st_size
        assert memory_file(cache).stat().st_ino != before.st_ino
    settle(root)
    build(root)
    _, ran = build(root)
    assert not ran
    assert site(root) == clean_site(root)


@pytest.mark.parametrize("is_torn", [False, True])
def test_a_memory_that_another_process_has_added_to_stays_its_own(root: Path, cache: Path, is_torn: bool) -> None:
    build(root)
    with memory_file(cache).open("ab") as torn:
        torn.write(b"kithbndl" * is_torn)
    late = Session(root)
    late.refresh()
    with memory_file(cache).open("ab") as more:
        more.write(b"more")
    before = memory_file(cache).read_bytes()
    (root / "contacts/bo.md").write_text("---\nname: Bo\nrole: engineer\n---\n")
    late.refresh()
    late.build()
    assert memory_file(cache).read_bytes() == before
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("cache")
def test_a_build_that_looked_before_another_published_looks_again(root: Path) -> None:
    """Or the site would be as the notes were before, until the next change."""
    build(root)
    late = Session(root)
    late.refresh()
    (root / "contacts/bo.md").write_text("---\nname: Bo\nrole: engineer\n---\n")
    build(root)
    assert late.build().written == ()
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("cache")
def test_notes_that_were_too_new_to_be_believed_are_read_once_more_and_then_no_more(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a checkout, where all notes are of this second."""
    monkeypatch.setattr("site_builder.workspace._WORTH_IT", len(NOTES))
    for path in root.rglob("*.md"):
        os.utime(path)
    build(root)
    time.sleep(2.1)
    read: list[str] = []
    monkeypatch.setattr(
        "site_builder.workspace.read_regular", lambda path, *most: (read.append(path), read_regular(path, *most))[1]
    )
    _, ran = build(root)
    assert not ran and len([path for path in read if path.endswith(".md")]) == len(NOTES)
    read.clear()
    _, ran = build(root)
    assert not ran and not [path for path in read if path.endswith(".md")]


@pytest.mark.usefixtures("cache")
def test_after_one_edit_only_what_it_touches_is_asked(root: Path) -> None:
    build(root)
    note = root / "meetings/2026-06-05-ada.md"
    note.write_text(note.read_text().replace("she moves", "she moves to Turin"))
    _, ran = build(root)
    assert ("reading", "meetings/2026-06-05-ada.md") in ran
    assert {which for name, which in ran if name == "reading"} == {"meetings/2026-06-05-ada.md"}
    pages = {which.key for name, which in ran if name == "page"}  # type: ignore[attr-defined]
    assert "contacts/ada.md" in pages
    assert "contacts/bo.md" not in pages
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("cache")
def test_what_lint_finds_out_is_remembered_and_the_pages_wait(root: Path) -> None:
    build(root)
    note = root / "contacts/bo.md"
    note.write_text("---\nname: Bo\nrole: engineer\n---\n")
    looked = Session(root)
    looked.refresh()
    looked.db.ran = []
    assert looked.journal.all_reported()
    assert looked.db.ran and "page" not in {name for name, _ in looked.db.ran}
    looked.keep()
    _, ran = build(root)
    assert "reading" not in ran.names(), "lint has read it"
    assert "page" in ran.names(), "and left the pages to the build"
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("cache")
def test_what_only_pages_need_waits_while_notes_come_and_are_checked(root: Path) -> None:
    build(root)
    for name in ("Cy", "Dee"):
        (root / f"meetings/2026-06-1{len(name)}-{name}.md").write_text(f"---\nwith: [{name}]\n---\nCoffee.\n")
        looked = Session(root)
        looked.refresh()
        looked.db.ran = []
        assert looked.journal.all_reported()
        assert {name for name, _ in looked.db.ran} & {"resolved", "page_ids", "addresses"} == {"resolved"}
        looked.keep()
    _, ran = build(root)
    assert {"page_ids", "addresses"} <= ran.names()
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("cache")
def test_a_note_taken_away_is_gone(root: Path) -> None:
    build(root)
    (root / "contacts/bo.md").unlink()
    (root / "contacts/cy.md").write_text("---\nname: Cy\n---\n")
    build(root)
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("cache")
def test_a_note_that_was_new_and_is_gone(root: Path) -> None:
    (root / "contacts/cy.md").write_text("---\nname: Cy\n---\nKnows [[ada]].\n")
    build(root)
    (root / "contacts/cy.md").unlink()
    session, _ = build(root)
    assert pipeline.source(session.db, "contacts/cy.md") is None
    assert site(root) == clean_site(root)


def test_another_day_is_another_day(root: Path) -> None:
    build(root)
    (root / "kith.toml").write_text(CLOCK.replace("06-30", "09-30"))
    build(root)
    assert site(root) == clean_site(root)


def test_the_memory_is_private(root: Path, cache: Path) -> None:
    build(root)
    file = memory_file(cache)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert not list(root.rglob("memory")), "and not in the journal"


@pytest.mark.parametrize("how", ["others may write", "a link", "another version", "a pipe"])
def test_a_memory_that_may_be_somebody_elses_is_not_read(root: Path, cache: Path, how: str) -> None:
    build(root)
    file = memory_file(cache)
    if how == "others may write":
        file.chmod(0o622)
    elif how == "a link":
        file.rename(file.with_name("other"))
        file.symlink_to("other")
    elif how == "another version":
        data = file.read_bytes()
        file.write_bytes(data.replace(b"kith memory ", b"kith memorx ", 1))
    else:
        file.unlink()
        os.mkfifo(file)
    _, ran = build(root)
    assert "page" in ran.names()
    assert site(root) == clean_site(root)


def test_templates_are_compiled_once(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    monkeypatch.setattr(Environment, "compile", lambda *_, **__: pytest.fail("compiled again"))
    (root / "contacts/ada.md").write_text("---\nname: Ada\nrole: poet\n---\n")
    build(root)
    monkeypatch.undo()
    assert site(root) == clean_site(root)
    kept = next(cache.glob("*/templates"))
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize("how", ["damaged", "cut", "others may write", "a link"])
def test_compiled_templates_that_may_not_be_ours_are_not_used(root: Path, cache: Path, how: str) -> None:
    build(root)
    kept = next(cache.glob("*/templates"))
    data = kept.read_bytes()
    if how == "damaged":
        kept.write_bytes(data[:-100] + bytes([data[-100] ^ 1]) + data[-99:])
    elif how == "cut":
        kept.write_bytes(data[:-100])
    elif how == "others may write":
        kept.chmod(0o666)
    else:
        (other := cache / "other").write_bytes(data)
        kept.unlink()
        kept.symlink_to(other)
    memory = Memory(cache, root)
    theme = Theme(theme_folder(), None)
    assert memory.load_templates(theme.digest) == {}
    (root / "contacts/ada.md").write_text("---\nname: Ada\nrole: poet\n---\n")
    build(root)
    assert site(root) == clean_site(root)
    assert memory.load_templates(theme.digest)


def test_a_theme_of_ones_own_has_compiled_templates_of_its_own(root: Path, cache: Path) -> None:
    """An empty one has the same files; but its templates run in a sandbox, for which they are compiled otherwise."""
    build(root)
    (root / "theme").mkdir()
    before = Memory(cache, root).load_templates(Theme(theme_folder(), None).digest)
    own = Theme(theme_folder(), root / "theme")
    own.codes |= before
    own.environment.get_template("contact.html")
    assert own.has_new_codes and own.codes.keys() > before.keys()


def test_no_memory_where_none_is_wanted(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    build(root)
    assert not (tmp_path / "xdg").exists()
    monkeypatch.delenv("KITH_CACHE")
    build(root)
    assert list((tmp_path / "xdg/kith").glob("*/memory"))


def test_what_a_killed_process_left_is_swept(root: Path, cache: Path) -> None:
    build(root)
    for name in ("memory-0123456789ab", "templates-0123456789ab"):
        (memory_file(cache).parent / name).write_bytes(b"half")
    memory_file(cache).unlink()
    build(root)
    assert {path.name for path in memory_file(cache).parent.iterdir()} == {"memory", "templates", "lock"}


def test_a_memory_is_of_programs_that_know_their_docstrings_or_of_those_that_do_not() -> None:
    ask = "from site_builder.workspace.memory import code_stamp; print(code_stamp())"
    told = {subprocess.check_output([sys.executable, *flags, "-c", ask]) for flags in ([], ["-OO"])}
    assert len(told) == 2


def test_a_cache_that_cannot_be_written_is_no_trouble(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KITH_CACHE", str(tmp_path / "file"))
    build(root)
    assert site(root) == clean_site(root)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), how=st.sampled_from(("flip", "cut", "zero")))
def test_a_damaged_memory_costs_time_only(root: Path, cache: Path, where: float, how: str) -> None:
    (root / "contacts/bo.md").write_text("---\nname: Bo\n---\n")
    build(root)
    (root / "contacts/bo.md").write_text("---\nname: Bo\nrole: engineer\n---\n")
    build(root)
    file = memory_file(cache)
    data = bytearray(file.read_bytes())
    at = int(where * len(data))
    if how == "flip":
        data[at] ^= 16
    elif how == "cut":
        del data[at:]
    else:
        data[at : at + 64] = bytes(len(data[at : at + 64]))
    file.write_bytes(data)
    (root / "meetings/2026-06-08-bo.md").write_text("---\nwith: [Bo, Ada]\n---\nOf maps.\n")
    build(root)
    assert site(root) == clean_site(root)
    (root / "meetings/2026-06-08-bo.md").write_text("---\nwith: [Bo]\n---\nOf roofs.\n")
    build(root)
    assert site(root) == clean_site(root)


def test_later_changes_are_kept_after_the_first_until_they_outweigh_it(root: Path, cache: Path) -> None:
    build(root)
    first = memory_file(cache).read_bytes()
    (root / "contacts/bo.md").write_text("---\nname: Bo\nrole: engineer\n---\n")
    build(root)
    second = memory_file(cache).read_bytes()
    assert second.startswith(first) and len(second) > len(first)


def test_a_memory_that_another_process_wrote_meanwhile_is_left_as_it_is(root: Path, cache: Path) -> None:
    build(root)
    one = Memory(cache, root)
    other = Memory(cache, root)
    assert one.load() and other.load()
    other.keep(tuple(Packer().packed()))
    size = memory_file(cache).stat().st_size
    one.keep(tuple(Packer().packed()) * 2)
    assert memory_file(cache).stat().st_size == size


@pytest.mark.usefixtures("cache")
def test_a_staged_check_knows_what_a_build_has_read(root: Path) -> None:
    git = ("git", "-C", str(root), "-c", "user.name=Mo", "-c", "user.email=mo@example.org")
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "contacts", "meetings", "orgs", "me.md", "kith.toml"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "all"], check=True)
    build(root)
    (root / "contacts/bo.md").write_text("---\nname: Bo\ncadence: soon\n---\n")
    subprocess.run([*git, "add", "contacts/bo.md"], check=True)
    repository = find_repository(root)
    assert repository is not None
    told = {}
    for remember in (False, True):
        session = Session(root, remember=remember)
        session.recall()
        session.db.ran = ran = []
        with GitJournal.of(root, repository, session.known) as journal:
            told[remember] = check_commit(session, journal)
        read = {args[0] for name, args in ran if name == "reading"}
        assert read == {"contacts/bo.md"} if remember else len(read) == len(NOTES)
    assert told[True] == told[False]
    assert [each.finding.rule for each in told[True].new] == ["bad-value"]


@pytest.mark.usefixtures("cache")
def test_what_a_staged_check_finds_out_is_remembered_of_the_index_and_not_of_the_disk(root: Path) -> None:
    git = ("git", "-C", str(root), "-c", "user.name=Mo", "-c", "user.email=mo@example.org")
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "all"], check=True)
    (root / "contacts/bo.md").write_text("---\nname: Bo\ncadence: soon\n---\n")
    (root / "contacts/cy.md").write_text("---\nname: Cy\ncadence: often\n---\n")
    subprocess.run([*git, "add", "."], check=True)
    (root / "contacts/bo.md").write_text("---\nname: Bo\ncadence: rarely\n---\n")
    (root / "contacts/cy.md").unlink()
    settle(root)
    first = kith("lint", "--staged", "-j", root).output
    assert "soon" in first and "often" in first
    repository = find_repository(root)
    assert repository is not None
    session = Session(root)
    session.recall()
    session.db.ran = ran = []
    with GitJournal.of(root, repository, session.known) as journal:
        check_commit(session, journal)
    # The index is remembered: all that is asked again is what the commit before had otherwise, and once.
    assert sorted(args[0] for name, args in ran if name == "reading") == ["contacts/bo.md", "contacts/cy.md"]
    told = kith("lint", "-j", root).output
    assert "rarely" in told and "soon" not in told and "often" not in told
    assert kith("lint", "--staged", "-j", root).output == first


@pytest.mark.usefixtures("cache")
def test_a_text_that_is_not_on_the_disk_is_not_remembered(root: Path) -> None:
    (root / "meetings/2026-06-09-bo.md").write_text("---\nwith: [Bo]\n---\n\n- got lead – a mill\n")
    settle(root)
    told = kith("lint", "-j", root).output
    assert "near-miss" in told
    assert "+- got lead: a mill" in kith("lint", "--diff", "-j", root).output
    assert kith("lint", "-j", root).output == told
    note = root / "meetings/2026-06-09-bo.md"
    CliRunner().invoke(group, ["lint", "-j", str(root), "--stdin-filename", str(note)], input="---\nwith: [Bo]\n---\n")
    assert kith("lint", "-j", root).output == told
    kith("lint", "--fix", "-j", root)
    assert "got lead – a mill" not in kith("lint", "-j", root).output


def test_what_was_broken_off_is_not_remembered(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    before = memory_file(cache).read_bytes()
    (root / "contacts/bo.md").write_text("---\nname: Bo\nrole: engineer\n---\n")

    def stopped(*_: object) -> object:
        raise KeyboardInterrupt

    session = Session(root)
    session.refresh()
    monkeypatch.setattr(pipeline.resolved, "function", stopped)
    with pytest.raises(KeyboardInterrupt):
        session.journal.all_reported()
    session.keep()
    monkeypatch.undo()
    monkeypatch.setenv("KITH_CACHE", str(cache))
    assert memory_file(cache).read_bytes() == before
    build(root)
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("cache")
def test_what_was_broken_off_before_anything_was_asked_is_not_remembered(root: Path) -> None:
    build(root)
    (root / "contacts/bo.md").write_text("---\nname: Bo\nrole: engineer\n---\n")
    session = Session(root)
    session.refresh()
    session.keep()
    build(root)
    assert site(root) == clean_site(root)


@pytest.mark.parametrize("empty", ["all", "most", "half", "the last bytes"])
def test_a_memory_of_zeros_costs_time_only(root: Path, cache: Path, empty: str) -> None:
    """As a disk may leave it that has lost its power."""
    build(root)
    file = memory_file(cache)
    size = file.stat().st_size
    begin = file.read_bytes().index(b"kithbndl")
    at = {"all": begin, "most": begin + 100, "half": size // 2, "the last bytes": size - 40}[empty]
    file.write_bytes(file.read_bytes()[:at] + bytes(size - at))
    build(root)
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("question", [pipeline.reading, pipeline.entry, pipeline.findings, pipeline.names])
def test_what_was_broken_off_at_first_is_asked_again_with_all_that_it_asks(
    root: Path, monkeypatch: pytest.MonkeyPatch, question: Query[..., object]
) -> None:
    def stopped(*_: object) -> object:
        raise KeyboardInterrupt

    session = Session(root)
    session.refresh()
    monkeypatch.setattr(question, "function", stopped)
    with pytest.raises(KeyboardInterrupt):
        session.journal.all_reported()
    session.keep()
    monkeypatch.undo()
    monkeypatch.setenv("KITH_CACHE", str(root.parent / "cache"))
    build(root)
    for note in (root / "contacts").glob("*.md"):
        note.write_text(note.read_text().replace("name: ", "name: Dr. "))
    build(root)
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("is_kept", [False, True])
@pytest.mark.parametrize("meanwhile", [None, "---\nname: Bo\nrole: engineer\n---\n"], ids=["gone", "another"])
def test_a_note_that_is_another_for_a_moment(
    root: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str | None, is_kept: bool
) -> None:
    """As where git goes to another branch and back while the site is built."""
    monkeypatch.setattr("site_builder.workspace._UNSETTLED", -1)  # notes are known by their times at once
    build(root)
    note, text = root / "contacts/bo.md", (root / "contacts/bo.md").read_text()
    (root / "kith.toml").write_text(f'{CLOCK}kinds = ["regatta"]\n')  # by which all notes are read again
    session = Session(root)
    session.refresh()
    note.unlink()
    if meanwhile:
        note.write_text(meanwhile)
    session.build()
    note.write_text(text)
    settle(root)
    if is_kept:
        build(root)
    else:
        session.refresh()
        session.build()
    assert site(root) == clean_site(root)


def test_after_something_was_not_kept_nothing_more_is(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, _ = build(root)
    before = memory_file(cache).read_bytes()
    for role, alone in (("engineer", False), ("head", True)):
        (root / "contacts/bo.md").write_text(f"---\nname: Bo\nrole: {role}\n---\n")
        monkeypatch.setattr("site_builder.workspace.memory._try_lock", lambda _, alone=alone: alone)
        session.refresh()
        session.build()
    assert memory_file(cache).read_bytes() == before, "the second change would not fit without the first"
    build(root)
    assert site(root) == clean_site(root)


@pytest.mark.slow
def test_commands_at_once_neither_break_nor_wait_for_long(root: Path, cache: Path) -> None:
    process("build", "-j", root)
    environment = environment_with({"KITH_CACHE": str(cache)})
    for turn in range(4):
        (root / "contacts/bo.md").write_text(f"---\nname: Bo\nrole: engineer {turn}\n---\n")
        lines = [command_line(*words, "-j", root) for words in (["build"], ["lint"], ["build"], ["today"])]
        running = [
            subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for line in lines
        ]
        for each in running:
            _, told = each.communicate(timeout=60)
            assert each.returncode in (0, 1), told
    build(root)
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("cache")
def test_work_is_shared_among_processes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "WORTH_IT", 2)
    monkeypatch.setattr(crew, "hands", lambda: 3)
    monkeypatch.setattr(crew, "AT_ONCE", 1)
    session, ran = build(root)
    read = [which for name, which in ran if name == "reading"]
    assert 0 < len(read) < len(NOTES), "the rest was read elsewhere"
    assert site(root) == clean_site(root)
    session.db.ran = []
    for which in pipeline.page_ids(session.db):
        session.db.digest(pipeline.page, which)
    assert session.db.ran == [], "what the others found out is known here"
    _, ran = build(root)
    assert not ran


@pytest.mark.skipif(not hasattr(signal, "SIGCHLD"), reason="no process is forked here")
@pytest.mark.usefixtures("cache")
def test_work_is_shared_where_nobody_hears_of_the_end_of_processes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "WORTH_IT", 2)
    monkeypatch.setattr(crew, "hands", lambda: 2)
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        build(root)
    finally:
        signal.signal(signal.SIGCHLD, before)
    monkeypatch.undo()
    assert site(root) == clean_site(root)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process is forked here")
@pytest.mark.parametrize("most", [0, 1])
@pytest.mark.usefixtures("cache")
def test_where_there_is_no_room_for_processes_work_is_done_here(
    root: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(crew, "WORTH_IT", 2)
    monkeypatch.setattr(crew, "hands", lambda: 3)
    fork, forked = os.fork, []

    def fork_at_most() -> int:
        if len(forked) == most:
            raise BlockingIOError
        forked.append(1)
        return fork()

    monkeypatch.setattr("os.fork", fork_at_most)
    session = Session(root)
    session.refresh()
    session.read(lambda *_: None)
    assert len(forked) == most
    monkeypatch.undo()
    session.build()
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("cache")
def test_what_a_process_cannot_do_is_done_here(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "WORTH_IT", 2)
    monkeypatch.setattr(crew, "hands", lambda: 3)
    here = os.getpid()
    work = pipeline.entry.function

    def die_elsewhere(db: object, path: str) -> object:
        if os.getpid() != here:
            os._exit(9)
        return work(db, path)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline.entry, "function", die_elsewhere)
    build(root)
    monkeypatch.undo()
    assert site(root) == clean_site(root)


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are made by a second process however few they are; what others share stays here."""
    monkeypatch.setattr(crew, "WORTH_IT", 2)
    monkeypatch.setattr(crew, "hands", lambda: 2)
    monkeypatch.setattr("site_builder.session.share_out", lambda _, items, work, *__: [work(item) for item in items])


@pytest.mark.usefixtures("apart")
def test_pages_are_made_by_another_process(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.site.render.render_page", lambda *_: pytest.fail("a page was rendered here"))
    session, ran = build(root)
    assert list(cache.glob("*/templates")), "what it has compiled is kept"
    asked = [which for name, which in ran if name == "page"]
    assert len(asked) == len(set(asked)) == len(pipeline.page_ids(session.db))
    session.db.ran = []
    assert all(session.db.digests(pipeline.page, pipeline.page_ids(session.db)))
    assert session.build().written == ()
    _, ran = build(root)
    assert not ran, "nor is it forgotten what came of them"
    monkeypatch.undo()
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("apart", "cache")
def test_a_page_that_another_process_finds_as_it_is_stays(root: Path) -> None:
    build(root)
    looks = {path: path.stat().st_mtime_ns for path in (root / "output").rglob("*.html")}
    session = Session(root, remember=False)
    session.refresh()
    report = session.build()
    assert (report.written, report.removed) == ((), ())
    assert {path: path.stat().st_mtime_ns for path in (root / "output").rglob("*.html")} == looks


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pages", "start"),
    [
        (0, "raise SystemExit(3)"),
        (0, "import sys; sys.stdin.buffer.read(); raise SystemExit(3)"),
        (0, "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'half')"),
        (0, "import os; os.close(0)"),
        (0, "import sys; sys.stdin.buffer.read(); print('I am here')"),
        (
            3,
            "import sys; sys.path[:] = sys.argv[1:]; from site_builder import renderer; from site_builder.output "
            "import Bringer; n = []; call = Bringer.__call__; Bringer.__call__ = lambda self, file: "
            "(n.append(1), call(self, file))[1] if len(n) < 3 else sys.exit(3); renderer.main()",
        ),
    ],
)
@pytest.mark.usefixtures("apart", "cache")
def test_where_the_other_process_comes_to_grief_pages_are_made_here(
    root: Path, monkeypatch: pytest.MonkeyPatch, pages: int, start: str
) -> None:
    made_here: list[str] = []
    write = bring.write_whole
    monkeypatch.setattr(bring, "write_whole", lambda place, data: (made_here.append(place), write(place, data))[1])
    monkeypatch.setattr("site_builder.renderer._START", start)
    session = Session(root)
    session.refresh()
    report = session.build()
    assert sum(place.endswith(".html") for place in made_here) == len(pipeline.page_ids(session.db)) - pages
    assert not report.kept, "what the other had written before counts, too: who looks at it is to see it"
    assert not list((root / "output").rglob(".kith-tmp-*"))
    _, ran = build(root)
    assert not ran
    monkeypatch.undo()
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("apart", "cache")
def test_what_this_process_was_told_holds_for_the_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin, begun = subprocess.Popen, []
    monkeypatch.setattr("subprocess.Popen", lambda command, **how: (begun.append(command), begin(command, **how))[1])
    monkeypatch.setattr(
        "sys.flags", SimpleNamespace(dont_write_bytecode=1, ignore_environment=1, isolated=0, optimize=0)
    )
    build(root)
    assert begun[0][1:4] == ["-P", "-B", "-E"]


@pytest.mark.skipif(os.name != "posix", reason="no process is told of another's end here")
def test_the_other_process_writes_nothing_once_its_parent_is_gone(root: Path, tmp_path: Path) -> None:
    session, _ = build(root, remember=False)
    home = next(which for which in pipeline.page_ids(session.db) if which.path == "index.html")
    _, view = session.db.draft(pipeline.page, home)
    sent = (os.getpid(), pipeline.theme(session.db), Bringer(str(tmp_path), 0, {}))  # who is no parent of this process
    told = io.BytesIO()
    renderer._bring_drafts(io.BytesIO(pickled(sent) + pickled([("index.html", None, view)]) + pickled([])), told)
    assert not (tmp_path / "index.html").exists() and not told.getvalue()


@pytest.mark.usefixtures("apart", "cache")
def test_where_there_can_be_no_other_process_pages_are_made_here(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(root / "none"))
    build(root)
    monkeypatch.undo()
    assert site(root) == clean_site(root)


@pytest.mark.usefixtures("apart", "cache")
def test_a_template_that_fails_elsewhere_is_told_here(root: Path) -> None:
    (root / "theme").mkdir()
    (root / "theme/meeting.html").write_text("{{ view.nonsense }}\n")
    (root / "kith.toml").write_text(CLOCK + 'theme = "theme"\n')
    with pytest.raises(OutputError, match=r"meeting\.html, line 1 cannot be used"):
        build(root)
    (root / "theme/meeting.html").write_text("<p>{{ view.page.title }}</p>\n")
    build(root)
    assert site(root) == clean_site(root)


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/kith-was-here",)


@pytest.mark.parametrize(
    "packed",
    [
        pickle.dumps(Evil(), 5),
        b"\x80\x05\x8c\x0csite_builder\x8c\x0a__main__\x93.",
        b"\x80\x05\x8c\x1esite_builder.workspace.memory \x8c\x09os.system\x93.",
        b"\x80\x05\x8c\x1dsite_builder.workspace.memory\x8c\x09os.unlink\x93\x8c\x01x\x85R.",
        b"\x80\x05\x8c\x1dsite_builder.workspace.memory\x8c\x0acode_stamp\x93)R.",
        b"not a pickle",
    ],
)
def test_nothing_but_our_own_values_is_unpickled(packed: bytes) -> None:
    packer = Packer()
    packer.add(0, 0, 0, (), (1, ("site_builder.pipeline", "entry"), b""), packed)
    with pytest.raises(Damaged):
        Bundle(memoryview(b"".join(packer.packed()))).answer(0)


def test_only_what_is_ours_is_found_by_name() -> None:
    for name in (("os", "system"), ("site_builder.session", "Path.unlink"), ("site_builder.none", "x")):
        with pytest.raises(Damaged):
            resolve(name)
