"""`kith done`: a promise kept, or dropped, written into its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from site_builder import pipeline
from site_builder.cli.change import change_options, refuse
from site_builder.cli.common import fail, one_line, open_session, shown_path
from site_builder.journal.model import Statement
from site_builder.notes.changes import Closing, is_closed, ways_to_close
from site_builder.notes.edit import MISREAD, Refusal
from site_builder.relations.attention import attention
from site_builder.session import Session
from site_builder.site.pages.texts import plain_text

_LISTED = 12


@click.command("done", short_help="Close a promise: by its number in `kith today`, or by its words.")
@click.argument("what", nargs=-1, required=True)
@click.option("--dropped", is_flag=True, help="It will not be done: the box becomes [-].")
@click.option("--why", default="", metavar="TEXT", help="Why it was dropped.")
@change_options
def command(what: tuple[str, ...], dropped: bool, why: str, journal: Path | None, today: date | None) -> None:
    """Close the open task WHAT with today's date: a number as `kith today` lists it, or some of its words.

    `[ ]` becomes `[x]`, and the end of the line says `done:` and the day (or ✅, or `[done:: …]`, as the line has it).
    Nothing else in the note changes. Where the words fit more than one task, nothing is changed and all are listed.

    \b
      kith done 2
      kith done "benchmark table"
      kith done minutes --dropped --why "she has them"
    """
    if why and not dropped:
        fail("--why says why something was dropped.", "Add --dropped.")
    session = open_session(journal, today)
    words = " ".join(" ".join(what).split())
    task = _numbered(session, int(words)) if words.isascii() and words.isdigit() else _worded(session, words)
    how = Closing(session.journal.today, dropped, one_line(why))
    before = pipeline.reading(session.db, task.path)
    text = pipeline.document(session.db, task.path).text
    refused: Refusal | None = MISREAD
    for edits in ways_to_close(text, before, task.line, how):
        refused = session.change(task.path, edits, lambda after: is_closed(before, after, task.line, how))
        if refused != MISREAD:
            break
    if refused:
        refuse(session, task.path, refused)
    click.echo(f"{'Dropped' if dropped else 'Kept'}: {_told(session, task)}")


def _numbered(session: Session, number: int) -> Statement:
    listed = attention(session.journal).promises
    if not 1 <= number <= len(listed):
        many = f"1 to {len(listed)}" if listed else "nothing"
        fail(f"There is no number {number}: `kith today` lists {many}.", "Give some of its words instead.")
    return listed[number - 1].statement


def _worded(session: Session, words: str) -> Statement:
    """The one open task whose text holds the words; one that is just these words before others that hold them."""
    journal, folded = session.journal, words.casefold()
    tasks = [
        each
        for path in journal.paths()
        for each in journal.resolved(path).statements
        if each.line.kind == "task" and each.line.state in ("open", "begun")
    ]
    said = [" ".join(plain_text(each.line.shown).casefold().split()) for each in tasks]
    fitting = [each for each, text in zip(tasks, said, strict=True) if folded in text]
    exact = [each for each, text in zip(tasks, said, strict=True) if folded == text]
    if len(exact) == 1:
        return exact[0]
    if not fitting:
        fail(f"No open task says {words!r}.", "`kith today` lists what is due.")
    if len(fitting) > 1:
        lines = "".join(f"\n  {_told(session, each)}" for each in fitting[:_LISTED])
        more = f"\n  and {len(fitting) - _LISTED} more" if len(fitting) > _LISTED else ""
        fail(f"{words!r} fits {len(fitting)} open tasks. Give more of its words:{lines}{more}")
    return fitting[0]


def _told(session: Session, task: Statement) -> str:
    line = session.journal.locate(task.path, task.line.anchor).line
    return f"{plain_text(task.line.shown)} ({shown_path(session.root / task.path)}:{line})"
