"""`kith lint`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from site_builder.cli.common import fail, journal_options, open_session, progress_bar, shown_path
from site_builder.settings import CONFIG_NAME

_SEVERITIES = ("error", "warning", "info")


@click.command("lint", short_help="Check the notes, as a compiler would.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@journal_options
@click.option("--select", metavar="RULES", default="", help="Only these rules or families, with commas between.")
@click.option("--ignore", metavar="RULES", default="", help="All but these rules or families.")
@click.option("--fail-on", type=click.Choice((*_SEVERITIES, "never")), help="From which severity on to exit with 1.")
@click.option("--format", "style", type=click.Choice(("text", "full", "json")), default="text", help="How to print.")
def command(
    paths: tuple[Path, ...],
    journal: Path | None,
    today: date | None,
    as_of: date | None,
    select: str,
    ignore: str,
    fail_on: str | None,
    style: str,
) -> None:
    """Check the notes of the journal, or only those at PATHS: one finding a line, with its place and a remedy.

    Exits with 1 when there are errors (see --fail-on), 2 when the settings are wrong. `kith rule NAME` explains a rule.
    """
    from site_builder import pipeline
    from site_builder.lint import RULES, chosen_rules
    from site_builder.lint.report import render_json, render_text

    places = tuple(path.resolve() for path in paths)
    if missing := next((path for path in paths if not path.exists()), None):
        fail(f"There is no {missing}.")
    session = open_session(journal, today, as_of)
    try:
        rules = chosen_rules(RULES, _names(select), _names(ignore))
    except LookupError as error:
        fail(str(error.args[0]), "`kith rule` lists them.")
    asked = session.journal
    notes = asked.paths()
    with progress_bar("Checking") as tell:
        for number, path in enumerate(notes, 1):
            pipeline.raw_findings(session.db, path)
            tell(number, len(notes))
    root = session.root.resolve()
    found = [
        told
        for told in asked.all_reported()
        if told.finding.rule in rules
        # What is wrong with the settings concerns every note.
        and (told.finding.path == CONFIG_NAME or _is_below(root / told.finding.path, places))
    ]
    prefix = shown_path(session.root)
    if style == "json":
        click.echo(render_json(found, asked.locate))
    else:
        text = render_text(
            found,
            asked.locate,
            asked.line_text,
            prefix="" if prefix == "." else prefix + "/",
            notes=sum(_is_below(root / path, places) for path in notes),
            full=style == "full",
            colour=_has_colour(),
        )
        click.echo(text, color=True)
    if any(told.finding.rule == "bad-config" and told.severity == "error" for told in found):
        sys.exit(2)
    least = fail_on or session.config.lint.fail_on
    if least != "never":
        failing = _SEVERITIES[: _SEVERITIES.index(least) + 1]
        if any(told.severity in failing for told in found):
            sys.exit(1)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _is_below(path: Path, places: tuple[Path, ...]) -> bool:
    """Whether a file is one of these places or lies below one; where there are none, every file does."""
    return not places or any(path.is_relative_to(place) for place in places)


def _has_colour() -> bool:
    import os

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
