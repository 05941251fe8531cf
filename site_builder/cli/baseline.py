"""`kith lint --write-baseline`: take the facts that there are as known, so that only new ones are reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from site_builder.cli.common import fail, open_session
from site_builder.relations.words import counted


def write_baseline(journal: Path | None, today: date | None) -> None:
    """Write the baseline, and say how many facts it has; exits with 2 where it cannot be written."""
    session = open_session(journal, today, with_git=True, with_baseline=False)
    if broken := next((each for each in session.journal.all_reported() if each.finding.rule == "bad-config"), None):
        line = session.journal.locate(broken.finding.path, broken.finding.anchor).line
        fail(f"{broken.finding.path}:{line}: {broken.finding.message}", "Correct the settings first.")
    wrote = session.write_baseline()
    if isinstance(wrote, OSError):
        fail(f"{session.config.lint.baseline} cannot be written: {wrote.strerror}.")
    path, count = wrote
    click.echo(f"{path} lists {counted(count, 'fact')} that {'is' if count == 1 else 'are'} not reported any more.")
