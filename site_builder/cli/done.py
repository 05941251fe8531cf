"""`kith done`: a promise kept, or dropped, written into its line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from site_builder import pipeline
from site_builder.cli.change import change_options, refuse
from site_builder.cli.common import fail, one_line, open_session, say, shown_path
from site_builder.journal.model import Statement
from site_builder.notes.changes import Closing, is_closed, ways_to_close
from site_builder.notes.edit import MISREAD, Refusal
from site_builder.notes.lines import Line
from site_builder.relations.attention import attention
from site_builder.relations.promises import Promise
from site_builder.session import Session
from site_builder.site.pages.texts import plain_text
from site_builder.site.search.folding import fold_words

_LISTED = 12


@click.command("done", short_help="Close a promise: by its number in `kith today`, or by its words.")
@click.argument("what", nargs=-1, required=True)
@click.option("--dropped", is_flag=True, help="It will not be done: the box becomes [-].")
@click.option("--why", default="", metavar="TEXT", help="Why it was dropped.")
@change_options
def command(what: tuple[str, ...], dropped: bool, why: str, journal: Path | None, today: date | None) -> None:
    """Close the open task WHAT with today's date: its number as `kith today` lists it, also several, or some of its
    words.

    `[ ]` becomes `[x]`, and the end of the line says `done:` and the day (or ✅, or `[done:: …]`, as the line has it).
    Nothing else in the note changes. Where the words fit more than one task, nothing is changed and all are listed.

    \b
      kith done 2
      kith done 1 4
      kith done "benchmark table"
      kith done minutes --dropped --why "she has them"
    """
    if why and not dropped:
        fail("--why says why something was dropped.", "Add --dropped.")
    session = open_session(journal, today)
    how = Closing(session.journal.today, dropped, one_line(why))
    numbers = sorted({int(word) for word in what if word.isascii() and word.isdigit()})
    if not all(word.isascii() and word.isdigit() for word in what):
        task = _worded(session, " ".join(" ".join(what).split()))
        _close(session, *_place_of(session, task), how)
        return
    # All are looked up before the first is closed, for then the numbers of the rest are others.
    listed = attention(session.journal).promises
    places = [_place_of(session, _numbered(listed, number)) for number in numbers]
    _close(session, *places[0], how)
    for path, line in places[1:]:
        session.refresh()
        _close(session, path, line, how)
    if numbers[0] <= len(listed) - len(numbers):
        click.echo("The promises after it are numbered anew: see `kith today`.")


def _close(session: Session, path: str, line: int, how: Closing) -> None:
    """Close the task on a line of a note, and say so; exits where that cannot be."""
    before, text = pipeline.reading(session.db, path), pipeline.document(session.db, path).text
    task = before.entry.lines[line]
    refused: Refusal | None = MISREAD
    for edits in ways_to_close(text, before, task, how):
        refused = session.change(path, edits, lambda after: is_closed(before, after, task, how))
        if refused != MISREAD:
            break
    if refused:
        refuse(session, path, refused)
    say([f"{'Dropped' if how.dropped else 'Kept'}: {_told(session, path, task)}"])


def _place_of(session: Session, task: Statement) -> tuple[str, int]:
    """The note of a task, and which of its lines it is: its anchor counts equal lines, and they change."""
    return task.path, session.journal.entry(task.path).lines.index(task.line)


def _numbered(listed: Sequence[Promise], number: int) -> Statement:
    if not 1 <= number <= len(listed):
        many = f"1 to {len(listed)}" if listed else "nothing"
        fail(f"There is no number {number}: `kith today` lists {many}.", "Give some of its words instead.")
    return listed[number - 1].statement


def _worded(session: Session, words: str) -> Statement:
    """The one open task whose text holds the words; one that is just these words before others that hold them."""
    journal, folded = session.journal, fold_words(words)
    tasks = [
        each
        for path in journal.paths()
        for each in journal.resolved(path).statements
        if each.line.kind == "task" and each.line.state in ("open", "begun")
    ]
    said = [fold_words(plain_text(each.line.shown)) for each in tasks]
    fitting = [each for each, text in zip(tasks, said, strict=True) if folded in text]
    exact = [each for each, text in zip(tasks, said, strict=True) if folded == text]
    if len(exact) == 1:
        return exact[0]
    if not fitting:
        fail(f"No open task says {words!r}.", "`kith today` lists what is due.")
    if len(fitting) > 1:
        lines = "".join(f"\n  {_told(session, each.path, each.line)}" for each in fitting[:_LISTED])
        more = f"\n  and {len(fitting) - _LISTED} more" if len(fitting) > _LISTED else ""
        fail(f"{words!r} fits {len(fitting)} open tasks. Give more of its words:{lines}{more}")
    return fitting[0]


def _told(session: Session, path: str, task: Line) -> str:
    line = session.journal.locate(path, task.anchor).line
    return f"{plain_text(task.shown)} ({shown_path(session.root / path)}:{line})"
