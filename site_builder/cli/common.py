"""What the commands share: finding the journal, options, progress, and how trouble is told."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from site_builder.settings import FIRST_TODAY, LAST_TODAY
from site_builder.text import shown

if TYPE_CHECKING:  # `kith rule` and `kith --help` read no journal
    from site_builder.session import Session

_NOT_A_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
_NOT_READ = re.compile(r"[\ud800-\udfff]")

Command = TypeVar("Command", bound=Callable[..., object])

PATIENCE = 1.0
"""Seconds of work after which a bar shows how far it is."""


class Day(click.ParamType[date]):
    """A day on the command line, as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2026-06-05.", param, ctx)
        if not FIRST_TODAY <= day <= LAST_TODAY:
            self.fail(f"{day} is too far away; take a day from {FIRST_TODAY} to {LAST_TODAY}.", param, ctx)
        return day


today_option = click.option("--today", type=Day(), metavar="DATE", help="Take DATE for today.")
journal_option = click.option(
    "--journal",
    "-j",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The journal's folder [default: the nearest kith.toml upward, else ./journal].",
)


def journal_options(command: Command) -> Command:
    """The options of every command that reads a journal."""
    for option in (
        click.option("--as-of", type=Day(), metavar="DATE", help="The same, and hide what was not yet known that day."),
        today_option,
        journal_option,
    ):
        command = option(command)
    return command


def words_argument(name: str) -> Callable[[Command], Command]:
    """An argument that may have several words, as a name has, also without quotes."""
    return click.argument(
        name, nargs=-1, required=True, metavar=name.upper(), callback=lambda _ctx, _param, words: " ".join(words)
    )


def share_option(command: Command) -> Command:
    """The option of a command that builds the site."""
    about = "Leave out what is private, for others to read [in output-shared]."
    return click.option("--share", is_flag=True, help=about)(command)


def fail(message: str, remedy: str = "") -> NoReturn:
    """Say what is in the way, and what to do; exit with 2."""
    told = f"kith: {message}" + (f" {remedy}" if remedy else "")
    click.echo("\n".join(map(shown, told.split("\n"))), err=True)
    sys.exit(2)


def say(lines: Iterable[str]) -> None:
    """Print lines that hold words of notes."""
    click.echo("\n".join(map(shown, lines)))


def has_colour() -> bool:
    """Whether the output is a terminal that shows colours, and whose owner wants them."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def journal_root(journal: Path | None) -> Path:
    """The journal's folder: the one named, else the one found. Exits with 2 if there is none."""
    if journal is not None:
        if not journal.is_dir():
            fail(f"There is no folder {journal}.")
        if not (journal / "kith.toml").is_file():
            fail(f"{journal} holds no kith.toml.", f"Run `kith init {journal}` to make it a journal.")
        return journal
    from site_builder.workspace import find_journal

    try:
        found = find_journal(Path.cwd())
    except FileNotFoundError:
        fail("The current folder has been deleted.", "Go to another, or name the journal with --journal DIR.")
    if found is None:
        fail("There is no journal here.", "Run `kith init my-network` to start one, or name it with --journal DIR.")
    return found


def open_session(
    journal: Path | None,
    today: date | None = None,
    as_of: date | None = None,
    output: Path | None = None,
    *,
    with_git: bool = False,
    with_baseline: bool = True,
    share: bool = False,
) -> Session:
    """A journal with its inputs set; with what git keeps of its site where findings will be reported, without the facts
    of the baseline, and without what is private where others will read it."""
    from site_builder.session import Session

    if today and as_of and today != as_of:
        fail("--today and --as-of name two days.", "Give one of them.")
    session = Session(journal_root(journal), today, as_of, output, with_git, with_baseline, share)
    try:
        session.refresh()
    except OSError as error:
        fail(f"{error.filename or session.root} cannot be read: {error.strerror}.")
    keep_at_end(session)
    return session


def keep_at_end(session: Session, least: int = 0) -> None:
    """Remember, when the command is done, what was found out; `least`: if it took so many questions."""
    if context := click.get_current_context(silent=True):
        context.call_on_close(lambda: session.keep(least=least))


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A function to tell how many are done; on a terminal it shows a bar once the work has lasted a second."""
    begun = time.monotonic()
    shown = 0.0
    width = 0

    def tell(done: int, of: int) -> None:
        nonlocal shown, width
        now = time.monotonic()
        if not sys.stderr.isatty() or now - begun < PATIENCE or (now - shown < 0.1 and done < of):
            return
        shown = now
        filled = 30 * done // max(of, 1)
        text = f"{what} {'━' * filled}{'╌' * (30 - filled)} {done}/{of}"
        width = max(width, len(text))
        click.echo(f"\r{text:<{width}}", nl=False, err=True)

    try:
        yield tell
    finally:
        if width:
            click.echo("\r" + " " * width + "\r", nl=False, err=True)


def shown_path(path: Path) -> str:
    """A path as the user would write it: relative to the current folder where it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve())) or "."
    except (ValueError, OSError):
        return str(path)


def echo_utf8(text: str, *, nl: bool = True, err: bool = False) -> None:
    """Print what other programs read: in UTF-8 whatever the terminal's, as they would not know what is lost."""
    click.echo(text.encode("utf-8", "replace"), nl=nl, err=err)


def one_line(text: str) -> str:
    """A text as it can stand in a note, without what is no character, on one line. Exits with 2 where letters of it
    were lost."""
    return " ".join(_NOT_A_CHARACTER.sub(" ", _read_whole(text)).split())


def _read_whole(text: str) -> str:
    if _NOT_READ.search(text):
        fail(
            f"“{_NOT_READ.sub('�', text)}” is in another encoding than {sys.getfilesystemencoding().upper()}.",
            "Set the terminal to UTF-8, or write the note in your editor.",
        )
    return text


def clean_lines(text: str) -> str:
    """A text as it can stand in a note's body: without what is no character, its lines as they are. Exits as
    `one_line` does."""
    text = _read_whole(text)
    lines = (_NOT_A_CHARACTER.sub(" ", line.replace("\t", "    ")).rstrip() for line in text.splitlines())
    return "\n".join(lines).strip("\n")
