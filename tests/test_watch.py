"""Watching: every way of saving is one change, seen when it is whole; reading, hidden files and our output are none."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent

from site_builder import watch
from site_builder.pace import SYSTEM_CLOCK, Clock, Pace
from site_builder.watch import Watcher

# pytest forgets the filter that the module sets, and a warning in a thread of watchdog would end that thread.
pytestmark = pytest.mark.filterwarnings("ignore:Callback with id .* already exists:RuntimeWarning")

PATIENCE = 30.0  # seconds, for a slow machine; nothing waits so long that works
NOON = datetime(2026, 3, 10, 12, 0)
State = dict[str, str]
Action = Callable[[Path], object]


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def notes_of(folder: Path) -> State:
    """The notes there are, as a reader of the journal sees them."""
    state = {}
    for path in folder.rglob("*.md"):
        with contextlib.suppress(OSError):
            state[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
    return {name: text for name, text in state.items() if not name.startswith((".", "output/")) and "/." not in name}


class Observed:
    """A journal under watch by a clock that stands still until `rest`: a slow machine splits no change in two."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.states: list[State] = []
        self.ready: list[bool] = []
        self.ahead: list[State] = []
        self.ends = 0
        self.time = 1000.0
        self.day = NOON
        self.during: Callable[[], object] = lambda: None
        self.is_well = True
        observed = self

        class Marked(Watcher):
            def _take(self, event: FileSystemEvent) -> None:
                super()._take(event)
                observed.ends += os.fsdecode(event.src_path).endswith("output/end.txt")

        clock = Clock(lambda: self.time, lambda: self.day, tick=0.02)
        self.watcher = Marked(
            folder, [folder / "output"], self.look, pytest.fail, self.look_ahead, clock, lambda: self.is_well
        )
        self.thread = threading.Thread(target=self.watcher.run)

    def look(self, ready: bool) -> None:
        self.ready.append(ready)
        self.states.append(notes_of(self.folder))
        self.during()

    def look_ahead(self) -> None:
        self.ahead.append(notes_of(self.folder))

    def delivered(self) -> None:
        """Wait until the events of all that was done have come: they come in order, and this adds a last one."""
        ends = self.ends
        (self.folder / "output/end.txt").write_text("", encoding="utf-8")
        wait_for(lambda: self.ends > ends)

    def is_hinted(self) -> bool:
        return self.watcher._pace.due() is not None

    def rest(self) -> None:
        """Let the quiet pass, and the call be made."""
        calls = len(self.states)
        self.time += 10
        wait_for(lambda: len(self.states) > calls)


@pytest.fixture
def observed(tmp_path: Path) -> Iterator[Observed]:
    folder = tmp_path / "journal"
    for name in ("contacts", "output", ".kith"):
        (folder / name).mkdir(parents=True)
    (folder / "contacts/ada.md").write_text("old\n", encoding="utf-8")
    (folder / "contacts/bob.md").write_text("old\n", encoding="utf-8")
    found = Observed(folder)
    found.thread.start()
    try:
        wait_for(lambda: found.states)
        yield found
    finally:
        found.watcher.stop()
        found.thread.join(PATIENCE)
    assert not found.thread.is_alive()


def run(*command: str | Path) -> None:
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"{command[0]} is not installed")
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE)


def write_anew(folder: Path) -> None:
    (folder / "contacts/ada.md").write_text("new\n", encoding="utf-8")


def write_in_pieces(folder: Path) -> None:
    with (folder / "contacts/ada.md").open("r+", encoding="utf-8") as note:
        note.truncate(0)
        note.flush()
        for character in "new\n":
            note.write(character)
            note.flush()
        os.fsync(note.fileno())


def write_as_vim(folder: Path) -> None:
    note, backup, probe = folder / "contacts/ada.md", folder / "contacts/ada.md~", folder / "contacts/4913"
    (folder / "contacts/.ada.md.swp").write_text("", encoding="utf-8")
    probe.touch()
    probe.unlink()
    note.rename(backup)
    note.write_text("new\n", encoding="utf-8")
    note.chmod(0o644)
    backup.unlink()
    (folder / "contacts/.ada.md.swp").unlink()


def write_as_emacs(folder: Path) -> None:
    note, lock = folder / "contacts/ada.md", folder / "contacts/.#ada.md"
    lock.symlink_to("ada@host.1234:1700000000")
    (folder / "contacts/#ada.md#").write_text("ne", encoding="utf-8")
    note.rename(folder / "contacts/ada.md~")
    note.write_text("new\n", encoding="utf-8")
    (folder / "contacts/#ada.md#").unlink()
    lock.unlink()


def write_and_rename(folder: Path) -> None:
    temporary = folder / "contacts/.ada.md.tmp"
    temporary.write_text("new\n", encoding="utf-8")
    temporary.replace(folder / "contacts/ada.md")


def write_elsewhere_and_move(folder: Path) -> None:
    temporary = folder.parent / "ada.tmp"
    temporary.write_text("new\n", encoding="utf-8")
    temporary.replace(folder / "contacts/ada.md")


def vim(*settings: str) -> Action:
    def save(folder: Path) -> None:
        commands = [word for setting in settings for word in ("-c", f"set {setting}")]
        run("vim", "-es", "-u", "NONE", *commands, "-c", "%s/old/new/", "-c", "wq", folder / "contacts/ada.md")

    return save


SAVES: dict[str, Action] = {
    "truncate and write, as VS Code does": write_anew,
    "in pieces": write_in_pieces,
    "by a backup, as vim does": write_as_vim,
    "with lock and autosave, as emacs does": write_as_emacs,
    "by a hidden file renamed over": write_and_rename,
    "by a file moved in from elsewhere": write_elsewhere_and_move,
    "sed -i": lambda folder: run("sed", "-i", "s/old/new/", folder / "contacts/ada.md"),
    "vim, copying": vim("backup", "backupcopy=yes"),
    "vim, renaming": vim("backup", "backupcopy=no"),
    "ex": lambda folder: run("ex", "-s", "-c", "%s/old/new/|wq", folder / "contacts/ada.md"),
}


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
def test_a_save_is_one_change(observed: Observed, save: Action) -> None:
    save(observed.folder)
    observed.delivered()
    observed.rest()
    old = {"contacts/ada.md": "old\n", "contacts/bob.md": "old\n"}
    assert observed.states == [old, old | {"contacts/ada.md": "new\n"}]


def make_and_fill(folder: Path) -> None:
    (folder / "meetings/2026/03").mkdir(parents=True)
    (folder / "meetings/2026/03/tea.md").write_text("tea\n", encoding="utf-8")


def move_away(folder: Path) -> None:
    (folder / "contacts").rename(folder.parent / "away")


MOVES: dict[str, Action] = {
    "a folder renamed": lambda folder: (folder / "contacts").rename(folder / "people"),
    "a folder made and filled": make_and_fill,
    "a folder moved out": move_away,
    "a note removed": lambda folder: (folder / "contacts/ada.md").unlink(),
    "a note made unreadable": lambda folder: (folder / "contacts/ada.md").chmod(0),
    ".gitignore written": lambda folder: (folder / ".gitignore").write_text("output\n", encoding="utf-8"),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_other_changes_are_one_too(observed: Observed, move: Action) -> None:
    move(observed.folder)
    observed.delivered()
    observed.rest()
    assert observed.states[1:] == [notes_of(observed.folder)]


def test_a_new_folder_is_watched_too(observed: Observed) -> None:
    make_and_fill(observed.folder)
    (observed.folder / "contacts").rename(observed.folder / "people")
    observed.delivered()
    observed.rest()
    for name in ("meetings/2026/03/tea.md", "people/ada.md"):
        (observed.folder / name).write_text("changed\n", encoding="utf-8")
        wait_for(observed.is_hinted)
        observed.delivered()
        observed.rest()
        assert observed.states[-1][name] == "changed\n"


def test_a_folder_that_left_and_came_back_is_watched_by_its_new_name(observed: Observed) -> None:
    folder, away = observed.folder, observed.folder.parent / "away"
    (folder / "contacts/old").mkdir()
    (folder / "contacts/old/cy.md").write_text("old\n", encoding="utf-8")
    observed.delivered()
    observed.rest()
    (folder / "contacts").rename(away)
    away.rename(folder / "people")
    observed.delivered()
    observed.rest()
    (folder / "contacts").mkdir()
    (folder / "contacts").rename(folder / ".trash")
    observed.delivered()
    observed.rest()
    assert not observed.is_hinted()
    (folder / "people/old/cy.md").write_text("new\n", encoding="utf-8")
    wait_for(observed.is_hinted)


def test_a_git_checkout_is_one_change(observed: Observed) -> None:
    def git(*arguments: str) -> None:
        run("git", "-C", observed.folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *arguments)

    def write_all(text: str) -> None:
        for number in range(200):
            path = observed.folder / f"{text}/{number % 5}/{number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        write = observed.folder / "contacts/ada.md"
        write.write_text(text, encoding="utf-8")

    git("init", "--quiet", "--initial-branch=first")
    write_all("one")
    git("add", "contacts", "one")
    git("commit", "--quiet", "--message=one")
    git("checkout", "--quiet", "-b", "second")
    git("mv", "one", "two")
    write_all("two")
    git("add", "contacts", "two")
    git("commit", "--quiet", "--message=two")
    second = notes_of(observed.folder)
    observed.delivered()
    observed.rest()
    git("checkout", "--quiet", "first")
    first = notes_of(observed.folder)
    observed.delivered()
    observed.rest()
    git("checkout", "--quiet", "second")
    observed.delivered()
    observed.rest()
    assert first != second
    assert observed.states[1:] == [second, first, second]


IDLE: dict[str, Action] = {
    "reading": notes_of,
    "our output": lambda folder: (folder / "output/ada.html").write_text("page", encoding="utf-8"),
    "our memory": lambda folder: (folder / ".kith/key").write_text("key", encoding="utf-8"),
    "a hidden folder": lambda folder: (folder / ".git/objects").mkdir(parents=True),
    "a swap file": lambda folder: (folder / "contacts/.ada.md.swp").write_text("", encoding="utf-8"),
    "a lock": lambda folder: (folder / "contacts/.#ada.md").symlink_to("ada@host"),
    "an autosave": lambda folder: (folder / "contacts/#ada.md#").write_text("", encoding="utf-8"),
    "a change beside the journal": lambda folder: (folder.parent / "journal-2.md").touch(),
}


@pytest.mark.parametrize("act", IDLE.values(), ids=IDLE)
def test_what_changes_no_note_is_no_change(observed: Observed, act: Action) -> None:
    act(observed.folder)
    observed.delivered()
    assert not observed.is_hinted()


def test_a_change_during_a_call_leads_to_one_more(observed: Observed) -> None:
    entered, released = threading.Event(), threading.Event()

    def linger() -> None:
        entered.set()
        released.wait(PATIENCE)

    observed.during = linger
    write_anew(observed.folder)
    observed.delivered()
    observed.rest()
    assert entered.wait(PATIENCE)
    write_as_vim(observed.folder)
    (observed.folder / "contacts/bob.md").write_text("new\n", encoding="utf-8")
    observed.delivered()
    observed.time += 10
    assert len(observed.states) == 2  # the call goes on
    released.set()
    wait_for(lambda: len(observed.states) == 3)
    observed.delivered()
    assert not observed.is_hinted()
    assert observed.states[-1] == {"contacts/ada.md": "new\n", "contacts/bob.md": "new\n"}


def test_the_new_day_is_a_change(observed: Observed) -> None:
    observed.day += timedelta(hours=12)
    wait_for(observed.is_hinted)
    observed.day += timedelta(seconds=10)
    observed.rest()
    assert len(observed.states) == 2


def test_what_came_to_nothing_is_tried_again_every_tick(observed: Observed) -> None:
    """A disk that was full has room again, and no event of the journal tells so."""
    observed.is_well = False
    for calls in (2, 3):
        observed.time += 1
        wait_for(observed.is_hinted)
        observed.rest()
        assert len(observed.states) == calls
    observed.is_well = True
    observed.time += 1
    observed.delivered()
    assert not observed.is_hinted()


def test_a_folder_put_in_place_of_the_journal_is_watched(observed: Observed) -> None:
    folder = observed.folder
    folder.rename(folder.parent / "before")
    shutil.copytree(folder.parent / "before", folder)
    wait_for(observed.is_hinted)
    observed.rest()
    write_anew(folder)
    wait_for(observed.is_hinted)
    observed.delivered()
    observed.rest()
    assert observed.states[-1]["contacts/ada.md"] == "new\n"


def test_a_journal_that_is_gone_is_watched_again_when_it_is_back(observed: Observed) -> None:
    folder = observed.folder
    folder.rename(folder.parent / "away")
    wait_for(observed.is_hinted)
    observed.rest()
    assert observed.states[-1] == {}
    (folder.parent / "away").rename(folder)
    wait_for(observed.is_hinted)
    observed.rest()
    write_anew(folder)
    wait_for(observed.is_hinted)
    observed.delivered()
    observed.rest()
    assert observed.states[-1]["contacts/ada.md"] == "new\n"


def test_a_thread_of_the_observer_that_died_is_replaced(observed: Observed) -> None:
    dead = threading.Thread()
    observed.watcher._threads = (*observed.watcher._threads, dead)
    wait_for(observed.is_hinted)
    observed.rest()
    assert dead not in observed.watcher._threads
    assert observed.watcher._threads
    write_anew(observed.folder)
    wait_for(observed.is_hinted)


def test_what_was_seen_ahead_holds_if_nothing_changes_any_more(observed: Observed) -> None:
    write_anew(observed.folder)
    observed.delivered()
    observed.time += 0.03
    wait_for(lambda: observed.ahead)
    assert observed.ahead[-1]["contacts/ada.md"] == "new\n" and len(observed.states) == 1
    observed.rest()
    assert observed.ready == [False, True]


def test_what_was_seen_ahead_is_looked_at_again_if_there_was_more(observed: Observed) -> None:
    write_anew(observed.folder)
    observed.delivered()
    observed.time += 0.03
    wait_for(lambda: observed.ahead)
    (observed.folder / "contacts/bob.md").write_text("new\n", encoding="utf-8")
    observed.delivered()
    observed.rest()
    assert observed.ready == [False, False] and observed.states[-1]["contacts/bob.md"] == "new\n"


def test_what_a_new_folder_holds_is_looked_at_again(observed: Observed) -> None:
    """Files may have come into it before it was watched."""
    (observed.folder / "meetings").mkdir()
    observed.delivered()
    observed.time += 0.03
    wait_for(lambda: observed.ahead)
    observed.rest()
    assert observed.ready == [False, False]


def test_by_the_clock_on_the_wall(tmp_path: Path) -> None:
    states: list[State] = []
    watcher = Watcher(tmp_path, [], lambda _: states.append(notes_of(tmp_path)), pytest.fail)
    thread = threading.Thread(target=watcher.run)
    thread.start()
    try:
        for text in ("one", "two"):
            (tmp_path / "ada.md").write_text(text, encoding="utf-8")
            wait_for(lambda text=text: states and states[-1] == {"ada.md": text})
    finally:
        watcher.stop()
        thread.join(PATIENCE)


def test_what_a_call_raises_ends_the_watch(tmp_path: Path) -> None:
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError):
        watch.watch(tmp_path, [], lambda _: print(1 // 0), pytest.fail)
    wait_for(lambda: threading.active_count() == before)


class Refusing:
    """An observer on a system that watches no more."""

    number = errno.ENOSPC
    emitters: tuple[()] = ()

    def schedule(self, *_: object, **__: object) -> None:
        raise OSError(self.number, "inotify watch limit reached")

    def stop(self) -> None: ...

    def join(self) -> None:
        raise RuntimeError("cannot join thread before it is started")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE])
def test_at_the_limit_it_polls_and_says_so_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(Refusing, "number", number)
    monkeypatch.setattr(watch, "Observer", Refusing)
    monkeypatch.setattr(watch, "POLLING_SECONDS", 0.05)
    (tmp_path / "output").mkdir()
    states: list[State] = []
    messages: list[str] = []
    look: Callable[[bool], None] = lambda _: states.append(notes_of(tmp_path))  # noqa: E731
    watcher = Watcher(tmp_path, [tmp_path / "output"], look, messages.append, clock=Clock(tick=0.05))
    thread = threading.Thread(target=watcher.run)
    thread.start()
    try:
        wait_for(lambda: states)
        for name in ("ada.md", "new/bob.md", "new/eve.md"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("new", encoding="utf-8")
            wait_for(lambda name=name: name in states[-1])
    finally:
        watcher.stop()
        thread.join(PATIENCE)
    assert len(messages) == 1
    assert "every 0.05 seconds" in messages[0]


def test_another_failure_is_not_taken_for_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Refusing, "number", errno.EIO)
    monkeypatch.setattr(watch, "Observer", Refusing)
    with pytest.raises(OSError, match="limit"):
        watch.watch(tmp_path, [], lambda _: None, pytest.fail)


IN_NAMESPACE = """
import sys
from pathlib import Path
from site_builder.watch import watch
Path("/proc/sys/user/max_inotify_watches").write_text("5")
def stop(_): raise SystemExit
watch(Path(sys.argv[1]), [], stop, print)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is of Linux")
def test_a_limit_met_below_the_first_folder_is_noticed(tmp_path: Path) -> None:
    """watchdog passes over subfolders it cannot watch; a limit of our own needs a user namespace."""
    if subprocess.run(["unshare", "-Ur", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no user namespace to be had")
    for number in range(10):
        (tmp_path / str(number)).mkdir()
    command = ["unshare", "-Ur", sys.executable, "-c", IN_NAMESPACE, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(Path(watch.__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=PATIENCE)
    if "PermissionError" in done.stderr:
        pytest.skip("the limit cannot be set here")
    assert (done.stdout.count("watches no more folders"), done.stderr) == (1, "")


def pace() -> Pace:
    return Pace(0.0, NOON)


def test_quiet_is_counted_from_the_last_hint() -> None:
    at = pace()
    assert at.due() is None
    at.hint(10.0)
    at.hint(10.1)
    assert at.due() == pytest.approx(10.2)


def test_one_looks_ahead_while_one_waits() -> None:
    at = pace()
    assert at.ahead() is None
    at.hint(10.0)
    assert at.ahead() == pytest.approx(10.02)
    at.look_ahead(10.02)
    assert at.ahead() is None and at.is_ready()
    at.hint(10.05)
    assert at.ahead() == pytest.approx(10.07) and not at.is_ready()
    at.look_ahead(10.07)
    assert at.due() == pytest.approx(10.15) and at.is_ready()
    at.called()
    assert at.ahead() is None and not at.is_ready()


def test_a_storm_waits_a_second_at_most() -> None:
    at = pace()
    for step in range(100):
        at.hint(10.0 + step / 10)
    assert at.due() == pytest.approx(11.0)


def test_a_call_answers_the_hints_before_it() -> None:
    at = pace()
    at.hint(10.0)
    at.called()
    assert at.due() is None
    at.hint(20.0)
    assert at.due() == pytest.approx(20.1)


@pytest.mark.parametrize(
    ("passed", "on_the_wall", "hinted"),
    [
        (20, timedelta(seconds=20), False),
        (20, timedelta(seconds=45), False),  # a correction of the clock
        (3600, timedelta(hours=1), False),  # a long call
        (20, timedelta(hours=7), True),  # sleep
        (20, timedelta(hours=-2), True),  # another time zone
        (20, timedelta(hours=12), True),
        (12 * 3600, timedelta(hours=12), True),  # midnight
        (20, timedelta(days=1), True),
    ],
)
def test_a_new_day_and_a_leap_of_the_clock_are_hints(passed: float, on_the_wall: timedelta, hinted: bool) -> None:
    at = pace()
    at.look(passed, NOON + on_the_wall)
    assert (at.due() is not None) is hinted
    at.called()
    at.look(passed + 1, NOON + on_the_wall + timedelta(seconds=1))
    assert at.due() is None


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system tells a process of another time zone")
def test_the_clock_follows_the_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody travels with a laptop on which a server is open: its today is the day where they are."""
    try:
        monkeypatch.setenv("TZ", "EAST-12")
        east = SYSTEM_CLOCK.now()
        monkeypatch.setenv("TZ", "WEST+11")
        assert timedelta(hours=22) < east - SYSTEM_CLOCK.now() < timedelta(hours=24)
    finally:
        monkeypatch.undo()
        time.tzset()
