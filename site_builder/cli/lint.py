"""`kith lint`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.common import echo_utf8, fail, has_colour, journal_options, open_session, progress_bar, shown_path
from site_builder.settings import CONFIG_NAME

if TYPE_CHECKING:
    from site_builder.cli.fix import Wish
    from site_builder.finding import Reported
    from site_builder.session import Session

_SEVERITIES = ("error", "warning", "info")


@click.command("lint", short_help="Check the notes, as a compiler would.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@journal_options
@click.option("--staged", is_flag=True, help="Check the next commit, as git holds it: what it introduces.")
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Check the note PATH alone, with the text that comes from standard input.",
)
@click.option("--select", metavar="RULES", default="", help="Only these rules or families, with commas between.")
@click.option("--ignore", metavar="RULES", default="", help="All but these rules or families.")
@click.option("--fix", is_flag=True, help="Correct what can be corrected safely, in the files.")
@click.option("--unsafe-fixes", is_flag=True, help="Show, and with --fix make, corrections that are guesses, too.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing; exit with 1 if anything.")
@click.option(
    "--write-baseline", is_flag=True, help="List the facts that there are in the baseline: known from now on."
)
@click.option("--no-baseline", is_flag=True, help="Report the facts that the baseline lists, too.")
@click.option("--fail-on", type=click.Choice((*_SEVERITIES, "never")), help="From which severity on to exit with 1.")
@click.option(
    "--distribution", is_flag=True, help="Print how the figures and findings are spread, to judge the settings by."
)
@click.option(
    "--format", "style", type=click.Choice(("text", "full", "json", "github")), default="text", help="How to print."
)
def command(
    paths: tuple[Path, ...],
    journal: Path | None,
    today: date | None,
    as_of: date | None,
    staged: bool,
    stdin_filename: Path | None,
    select: str,
    ignore: str,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    write_baseline: bool,
    no_baseline: bool,
    fail_on: str | None,
    style: str,
    distribution: bool,
) -> None:
    """Check the notes of the journal, or only those at PATHS: one finding a line, with its place and a remedy.

    Exits with 1 when there are errors (see --fail-on), 2 when the settings are wrong. `kith rule NAME` explains a rule.
    """
    from site_builder.lint.catalogue import RULES, chosen_rules

    if (stdin_filename and (staged or paths or as_of)) or (staged and as_of):
        fail("--staged, --stdin-filename and --as-of do not go together, nor PATHS with a note from standard input.")
    try:
        rules = chosen_rules(RULES, _names(select), _names(ignore))
    except LookupError as error:
        fail(str(error.args[0]), "`kith rule` lists them.")
    from site_builder.cli.fix import Wish, refuse_to_fix

    wish = Wish(fix, diff, unsafe_fixes)
    if wish:
        refuse_to_fix(staged, bool(as_of), distribution)
    if write_baseline:
        from site_builder.cli import baseline

        if staged or stdin_filename or as_of or paths or select or ignore or wish:
            fail("--write-baseline takes in the journal as it is: no PATHS, no rules, no other day.")
        baseline.write_baseline(journal, today)
        return
    if distribution:
        from site_builder.cli.distribution import describe_spreads

        click.echo(describe_spreads(open_session(journal, today, as_of).journal))
        return
    if staged:
        from site_builder.cli.staged import check_staged

        told = check_staged(journal, today, rules, paths, fail_on, style, not no_baseline)
    else:
        told = _check_files(paths, journal, today, as_of, stdin_filename, rules, fail_on, style, wish, not no_baseline)
    if any(each.finding.rule == "bad-config" and each.severity == "error" for each in told):
        sys.exit(2)
    if told:
        sys.exit(1)


def _check_files(
    paths: tuple[Path, ...],
    journal: Path | None,
    today: date | None,
    as_of: date | None,
    stdin_filename: Path | None,
    rules: frozenset[str],
    fail_on: str | None,
    style: str,
    wish: Wish,
    with_baseline: bool,
) -> tuple[Reported, ...]:
    """Check the files as they are, or as they are once fixed, and print; returns the findings that fail the check."""
    from site_builder.cli.fix import make_fixes, told_of

    if missing := next((path for path in paths if not path.exists()), None):
        fail(f"There is no {missing}.")
    session = open_session(journal, today, as_of, with_git=stdin_filename is None, with_baseline=with_baseline)
    given: dict[str, bytes] = {}
    if stdin_filename is not None:
        given = _read_stdin(session, stdin_filename)
        paths = (stdin_filename,)
    asked = session.journal
    with progress_bar("Reading") as tell:
        session.read(tell)
    with progress_bar("Checking") as tell:
        session.check(tell)
    real = session.root.resolve()
    fixed = None
    if wish:
        fixed = make_fixes(
            session,
            wish,
            lambda found: only(found, rules, session.root, paths),
            lambda path: is_below(real / path, paths),
            given,
            prefix_of(session.root),
        )
    if fixed is not None and wish.diff:
        sys.exit(1 if fixed else 0)
    chosen = only(asked.all_reported(), rules, session.root, paths)
    apart = bool(wish and given)  # standard output holds the text of the note
    count = sum(is_below(real / path, paths) for path in asked.paths())
    listed = len(only(asked.listed(), rules, session.root, paths))
    print_findings(session, chosen, style, count, unsafe=wish.unsafe, err=apart, listed=listed)
    if fixed is not None:
        click.echo(told_of(fixed), err=apart or style in ("json", "github"))
    told = failing(session, chosen, fail_on)
    if fixed is not None and fixed.left and not told:
        sys.exit(1)
    return told


def only(found: Iterable[Reported], rules: frozenset[str], root: Path, paths: tuple[Path, ...]) -> tuple[Reported, ...]:
    """The findings that were asked for; what is wrong with the settings concerns every note."""
    real = root.resolve()
    return tuple(
        told
        for told in found
        if told.finding.rule in rules
        and (
            told.finding.path == CONFIG_NAME
            or told.finding.rule == "bad-config"
            or is_below(real / told.finding.path, paths)
        )
    )


def print_findings(
    session: Session,
    found: tuple[Reported, ...],
    style: str,
    notes: int,
    *,
    unsafe: bool = False,
    err: bool = False,
    listed: int = 0,
) -> None:
    """Print findings in one of the formats; `notes` is how many notes were looked at. `unsafe`: mark what can be fixed
    by a guess, too; `err`: on standard error; `listed`: how many facts the baseline holds back."""
    from site_builder import pipeline
    from site_builder.lint.fixes import fixes_of, fixes_told, summary_of_fixes
    from site_builder.lint.report import render_github, render_json, render_text

    asked = session.journal
    fixes = fixes_of(asked, found) if style != "github" else {}
    if style == "json":
        told = fixes_told(fixes, lambda path: pipeline.source(session.db, path))
        echo_utf8(render_json(found, asked.locate, fixes=told), err=err)
    elif style == "github":
        echo_utf8(render_github(found, asked.locate, prefix_of(session.root)), nl=bool(found), err=err)
    else:
        text = render_text(
            found,
            asked.locate,
            asked.line_text,
            prefix=prefix_of(session.root),
            notes=notes,
            full=style == "full",
            colour=has_colour(),
            fixable={finding for finding, fix in fixes.items() if fix.safe or unsafe},
            listed=listed,
        )
        click.echo(text, color=True, err=err)
        if fixes:
            click.echo(summary_of_fixes(fixes.values(), unsafe), err=err)


def failing(session: Session, found: Iterable[Reported], fail_on: str | None) -> tuple[Reported, ...]:
    """The findings that are grave enough to fail the check; wrong settings always are."""
    least = fail_on or session.config.lint.fail_on
    grave = _SEVERITIES[: _SEVERITIES.index(least) + 1] if least != "never" else ()
    return tuple(
        told
        for told in found
        if told.severity in grave or (told.finding.rule == "bad-config" and told.severity == "error")
    )


def _read_stdin(session: Session, path: Path) -> dict[str, bytes]:
    """Take the text of a note from standard input; its path and its bytes. Exits with 2 where no note can be."""
    data = sys.stdin.buffer.read()
    if not session.show(path, data):
        fail(f"{path} is no note of this journal.", "Name a file that ends in .md below its folder.")
    return {(path.parent.resolve() / path.name).relative_to(session.root.resolve()).as_posix(): data}


def prefix_of(root: Path) -> str:
    """What leads from the current folder to the journal, to stand before a path."""
    shown = shown_path(root)
    return "" if shown == "." else shown + "/"


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def is_below(path: Path, places: tuple[Path, ...]) -> bool:
    """Whether a file is one of these places or lies below one; where there are none, every file does."""
    return not places or any(path.is_relative_to(place.resolve()) for place in places)
