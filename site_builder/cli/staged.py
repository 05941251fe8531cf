"""`kith lint --staged`: what a commit introduces, what was there before, and the nudges of the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.common import echo_utf8, fail, has_colour, journal_root, keep_at_end, progress_bar
from site_builder.cli.lint import failing, is_below, only, prefix_of
from site_builder.lint.report import render_github, render_json, render_nudges, render_text
from site_builder.relations.attention import attention
from site_builder.session import Session
from site_builder.settings import CONFIG_NAME
from site_builder.staged import Commit, check_commit
from site_builder.workspace import find_journal
from site_builder.workspace.git import GitError, Repository, find_repository, repository_here
from site_builder.workspace.git_index import GitJournal

if TYPE_CHECKING:
    from site_builder.finding import Reported
    from site_builder.pipeline import Asked

PROMISE = "overdue-promise"
MOST_PROMISES = 3
FAR = 1 << 30
WORTH_IT = 1500
"""What took fewer questions is found out again at the next commit in less time than it takes to remember it."""


def check_staged(
    journal: Path | None,
    today: date | None,
    rules: frozenset[str],
    paths: tuple[Path, ...],
    fail_on: str | None,
    style: str,
    with_baseline: bool,
) -> tuple[Reported, ...]:
    """Check what is staged, and print; returns the findings that stand in the way of the commit."""
    try:
        root = _root(journal)
        repository = find_repository(root) if root else None
        if root is None or (journal is None and repository and _is_within(repository)):
            click.echo("kith: No journal here belongs to this repository, so nothing was checked.", err=True)
            return ()
        if repository is None:
            fail("The journal is in no git repository, so nothing is staged.", "Run `kith lint`, or `git init`.")
        session = Session(root, today, with_baseline=with_baseline)
        session.recall()
        keep_at_end(session, WORTH_IT)
        with GitJournal.of(root, repository, session.known) as held:
            with progress_bar("Reading") as tell:
                commit = check_commit(session, held, tell)
            return _report(session, commit, rules, paths, fail_on, style)
    except GitError as error:
        fail(error.message, error.remedy)
    except OSError as error:
        if error.filename is None:  # what is printed could not be
            raise
        fail(f"{error.filename} cannot be read: {error.strerror}.")


def _report(
    session: Session, commit: Commit, rules: frozenset[str], paths: tuple[Path, ...], fail_on: str | None, style: str
) -> tuple[Reported, ...]:
    """Print what there is to say of a commit; returns the findings that stand in its way."""
    root = session.root
    new = only(commit.new, rules, root, paths)
    blocking = failing(session, new, fail_on)
    shown = tuple(each for each in new if not each.nudge or each in blocking)
    nudges = [each for each in only(commit.nudges, rules, root, paths) if each not in shown]
    old = only(commit.old, rules, root, paths)
    notes = sum(is_below(root.resolve() / path, paths) for path in commit.notes)
    _print(session, shown, of_the_day(session.journal, nudges), len(old), notes, style)
    if blocking and style in ("text", "full"):
        some = "One finding stands" if len(blocking) == 1 else f"{len(blocking)} findings stand"
        click.echo(f"{some} in the way of this commit. Without the check: git commit --no-verify", err=True)
    return blocking


def _root(journal: Path | None) -> Path | None:
    """The journal's folder: the one named, else the one found, else the only one that git knows of here."""
    if journal is not None:
        return journal_root(journal)
    if found := find_journal(Path.cwd()):
        return found
    repository = repository_here()
    if repository is None:
        fail("There is no journal here, and no git repository.", "Name a journal with --journal DIR.")
    folders = [Path(repository.top, blob.path).parent for blob in repository.staged(f":(top,glob)**/{CONFIG_NAME}")[0]]
    there = [folder for folder in folders if (folder / CONFIG_NAME).is_file()]
    if len(there) > 1:
        fail(f"This repository holds {len(there)} journals.", "Name one of them with --journal DIR.")
    return there[0] if there else None


def _is_within(repository: Repository) -> bool:
    """Whether this is another repository, within that of the journal: hooks may be the same for all."""
    top, here = Path(repository.top), Path.cwd()
    inner = (folder for folder in (here, *here.parents) if folder != top and folder.is_relative_to(top))
    return any((folder / ".git").exists() for folder in inner)


def of_the_day(journal: Asked, nudges: Iterable[Reported]) -> tuple[Reported, ...]:
    """The nudges of the day: one a person, at most three promises, the most urgent people first, as the home page has
    them; no more than a day may show."""
    found = attention(journal)
    urgent = {reach.key: number for number, reach in enumerate((*found.touch, *found.rest))}
    by_person: dict[str, Reported] = {}
    promises = 0
    for each in sorted(nudges, key=lambda each: (each.finding.rule != PROMISE, urgent.get(each.finding.subject, FAR))):
        who = each.finding.subject or f"{each.finding.path} {each.finding.anchor}"
        if who in by_person or (each.finding.rule == PROMISE and promises == MOST_PROMISES):
            continue
        promises += each.finding.rule == PROMISE
        by_person[who] = each
    return tuple(by_person.values())[: journal.config.nudges.per_day]


def _print(
    session: Session, new: tuple[Reported, ...], nudges: tuple[Reported, ...], before: int, notes: int, style: str
) -> None:
    asked, prefix = session.journal, prefix_of(session.root)
    if style == "json":
        echo_utf8(render_json((*new, *nudges), asked.locate, before))
        return
    if style == "github":
        found = (*new, *nudges)
        echo_utf8(render_github(found, asked.locate, prefix), nl=bool(found))
        return
    text = render_text(
        new,
        asked.locate,
        asked.line_text,
        prefix=prefix,
        notes=notes,
        of="staged note",
        full=style == "full",
        colour=has_colour(),
    )
    lines = [text]
    if before:
        lines.append(f"{before} finding{'s were' if before != 1 else ' was'} there before: `kith lint` shows all.")
    click.echo("\n".join((*lines, *render_nudges(nudges, asked.locate, prefix))), color=True)
