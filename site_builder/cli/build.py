"""`kith build`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from site_builder.cli.common import (
    fail,
    journal_options,
    one_line,
    open_session,
    progress_bar,
    share_option,
    shown_path,
)
from site_builder.output import OutputError, Report
from site_builder.session import Session
from site_builder.share import LeakError


@click.command("build", short_help="Build the site.")
@journal_options
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="DIR", help="Where to [default: kith.toml's output]."
)
@share_option
def command(journal: Path | None, today: date | None, as_of: date | None, output: Path | None, share: bool) -> None:
    """Build the site of the journal. Open its index.html in a browser; it needs no server.

    Only pages that differ are written. Notes with mistakes are built too, with the mistakes on their pages.

    With --share it is a site for others to read, in a folder of its own (output-shared). If any private line would show
    in it, that is told, nothing is published, and the exit code is 1.
    """
    session = open_session(journal, today, as_of, output, with_git=not share, share=share)
    click.echo(build(session))
    if told := findings_sentence(session):
        click.echo(told)


def build(session: Session) -> str:
    """Build and tell it in a sentence; exits with 2 if the output folder refuses, with 1 if something private would
    show in a shared site."""
    try:
        with progress_bar("Reading") as tell:
            session.read(tell)
        with progress_bar("Checking") as tell:
            session.check(tell)
        with progress_bar("Building") as tell:
            report = session.build(tell, lambda message: click.echo(message, err=True))
    except OutputError as error:
        fail(error.message, error.remedy)
    except LeakError as error:
        for told in leaks_told(error, session):
            click.echo(told)
        sys.exit(1)
    pages = sum(path.endswith(".html") for path in (*report.written, *report.kept))
    return f"Built {pages} pages in {shown_path(session.folder)}: {change_told(report) or 'nothing had changed'}."


def change_told(report: Report) -> str:
    """What a build did to the files of the site; nothing where it did nothing."""
    written, removed = len(report.written), len(report.removed)
    parts = [f"{written} {'file' if written == 1 else 'files'} written"] if written or removed else []
    return ", ".join([*parts, f"{removed} removed"] if removed else parts)


def leaks_told(error: LeakError, session: Session) -> list[str]:
    """What would have shown, a line each, as findings are told, and a line that sums up."""
    root = shown_path(session.root)
    prefix = "" if root == "." else f"{root}/"
    lines = [
        f"{prefix}{leak.secret.path}:{leak.secret.line}:1: error: What is private here would show in {leak.file}: "
        f"“{one_line(leak.secret.text)[:60]}”. Say it in other words there, or take it out. [private-leak]"
        for leak in error.leaks
    ]
    return [*lines, f"{len(lines)} private {'line' if len(lines) == 1 else 'lines'} would show; nothing was published."]


def findings_sentence(session: Session) -> str:
    """How many facts there are, by severity, and how many nudges; nothing where there are none."""
    counts: dict[str, int] = {}
    reported = session.journal.all_reported()
    for told in reported:
        if not told.nudge:
            counts[told.severity] = counts.get(told.severity, 0) + 1
    nudges = sum(told.nudge for told in reported)
    parts = [
        f"{counts[severity]} {word if counts[severity] == 1 else word + 's'}"
        for severity, word in (("error", "error"), ("warning", "warning"), ("info", "remark"))
        if counts.get(severity)
    ]
    said = [f"The notes have {', '.join(parts)}: `kith lint` shows them."] if parts else []
    if nudges:
        said.append(f"{nudges} {'thing' if nudges == 1 else 'things'} to think of: see the page Health.")
    return " ".join(said)
