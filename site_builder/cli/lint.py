"""`kith lint`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from site_builder.cli.common import fail, journal_options, open_session, progress_bar, shown_path

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
    found = [
        told
        for told in asked.all_reported()
        if told.finding.rule in rules and (not paths or _is_below(session.root / told.finding.path, paths))
    ]
    prefix = shown_path(session.root)
    if style == "json":
        click.echo(render_json(found, asked.locate))
    else:
        checked = len(notes) if not paths else sum(_is_below(session.root / path, paths) for path in notes)
        text = render_text(
            found,
            asked.locate,
            lambda path, line: pipeline.line_index(session.db, path).line_text(line),
            prefix="" if prefix == "." else prefix + "/",
            notes=checked,
            full=style == "full",
            colour=_has_colour(),
        )
        click.echo(text, color=True)
    if any(told.finding.rule == "bad-config" and told.severity == "error" for told in found):
        sys.exit(2)
    least = fail_on or session.config.lint.fail_on
    if least != "never":
        failing = _SEVERITIES[: _SEVERITIES.index(least) + 1]
        facts_only = fail_on is None and session.config.lint.fail_on == "error"
        if any(told.severity in failing and not (facts_only and told.nudge) for told in found):
            sys.exit(1)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _is_below(path: Path, places: tuple[Path, ...]) -> bool:
    resolved = path.resolve()
    return any(resolved == place.resolve() or place.resolve() in resolved.parents for place in places)


def _has_colour() -> bool:
    import os

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
