"""`kith build`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from site_builder.cli.common import fail, journal_options, open_session, progress_bar, shown_path
from site_builder.output import OutputError
from site_builder.session import Session


@click.command("build", short_help="Build the site.")
@journal_options
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="DIR", help="Where to [default: kith.toml's output]."
)
def command(journal: Path | None, today: date | None, as_of: date | None, output: Path | None) -> None:
    """Build the site of the journal. Open its index.html in a browser; it needs no server.

    Only pages that differ are written. Notes with mistakes are built too, with the mistakes on their pages.
    """
    session = open_session(journal, today, as_of, output, with_git=True)
    click.echo(build(session))
    if told := findings_sentence(session):
        click.echo(told)


def build(session: Session) -> str:
    """Build and tell it in a sentence; exits with 2 if the output folder refuses."""
    try:
        with progress_bar("Reading") as tell:
            session.read(tell)
        with progress_bar("Building") as tell:
            report = session.build(tell, lambda message: click.echo(message, err=True))
    except OutputError as error:
        fail(error.message, error.remedy)
    pages = sum(path.endswith(".html") for path in (*report.written, *report.kept))
    written = len(report.written)
    change = "nothing had changed" if not written and not report.removed else f"{written} files written"
    if report.removed:
        change += f", {len(report.removed)} removed"
    return f"Built {pages} pages in {shown_path(session.folder)}: {change}."


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
