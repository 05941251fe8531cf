"""`kith hook`: checking the notes before each commit, as a hook of git's."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

import click

from site_builder.cli.common import fail, journal_option, journal_root, shown_path
from site_builder.hooks import HOOKS, hook_text, journals_of, line_to_add, runs_kith
from site_builder.settings import CONFIG_NAME
from site_builder.values import dataclass
from site_builder.workspace import find_journal
from site_builder.workspace.git import GitError, Repository, find_repository


@click.group("hook", short_help="Check the notes before each commit.")
def command() -> None:
    """Have git check the notes before each commit (`kith lint --staged`), by hooks that Kith writes."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the hooks go; from there the journal as a hook names it; and the interpreter that is to run."""

    folder: Path
    top: Path
    journal: str
    python: str

    def others(self, text: str) -> tuple[str, ...]:
        """The other journals that a hook of ours checks, but for those that are not there any more."""
        return tuple(each for each in journals_of(text) if each != self.journal and self._is_there(each))

    def _is_there(self, journal: str) -> bool:
        return (self.top / journal / CONFIG_NAME).is_file() if journal else find_journal(self.top) is not None


@command.command("install")
@journal_option
def install(journal: Path | None) -> None:
    """Write the hooks. Another's hook is never changed: Kith prints the line to add to it, and exits with 1."""
    place = _place(journal)
    refused = []
    for name in HOOKS:
        file = place.folder / name
        text = _read(file)
        if text is not None and not journals_of(text):
            if runs_kith(text):
                click.echo(f"{shown_path(file)} is not Kith's, and checks the notes already.")
            else:
                refused.append(file)
            continue
        wanted = hook_text(place.python, (*place.others(text or ""), place.journal))
        if text == wanted and os.access(file, os.X_OK):
            click.echo(f"{shown_path(file)} is there already.")
        else:
            _write(file, wanted)
            click.echo(f"Wrote {shown_path(file)}.")
    for file in refused:
        click.echo(f"{shown_path(file)} is not Kith's, and stays as it is. Add this line to it, below its first:")
        click.echo(f"  {line_to_add(place.python, place.journal)}")
    if refused:
        click.echo(
            "If pre-commit, husky or another program wrote it, have that program run `kith lint --staged` instead."
        )
        sys.exit(1)


@command.command("status")
@journal_option
def status(journal: Path | None) -> None:
    """Tell which hooks are there. Exits with 1 when a commit would not be checked."""
    place = _place(journal)
    checked = True
    for name in HOOKS:
        file = place.folder / name
        text = _read(file)
        journals = journals_of(text or "")
        may_run = text is not None and os.access(file, os.X_OK)
        runs = may_run and (place.journal in journals if journals else runs_kith(text or ""))
        checked = checked and runs
        if text is None:
            said = "is not there: `kith hook install` writes it"
        elif not journals:
            said = "is not Kith's, and " + ("checks the notes" if runs else "does not check the notes itself")
        elif not may_run:
            said = "is Kith's, but git may not run it: `kith hook install` corrects that"
        elif not runs:
            said = "checks another journal: `kith hook install` adds this one"
        else:
            said = "checks the notes" + (
                "" if text == hook_text(place.python, journals) else ", by another Kith than this one"
            )
        click.echo(f"{shown_path(file)} {said}.")
    if not checked:
        sys.exit(1)


@command.command("uninstall")
@journal_option
def uninstall(journal: Path | None) -> None:
    """Take the hooks away that Kith wrote, and no others. Those of another journal in the repository stay."""
    place = _place(journal)
    for name in HOOKS:
        file = place.folder / name
        text = _read(file)
        if text is None:
            continue
        if not journals_of(text):
            click.echo(f"{shown_path(file)} is not Kith's, and stays as it is.")
        elif others := place.others(text):
            _write(file, hook_text(place.python, others))
            click.echo(f"{shown_path(file)} stays for {'another journal' if len(others) == 1 else 'other journals'}.")
        else:
            try:
                file.unlink()
            except OSError as error:
                fail(f"{shown_path(file)} cannot be deleted: {error.strerror}.")
            click.echo(f"Deleted {shown_path(file)}.")


def _place(journal: Path | None) -> _Place:
    root = journal_root(journal)
    try:
        repository = find_repository(root)
    except GitError as error:
        fail(error.message, error.remedy)
    if repository is None:
        fail("The journal is in no git repository.", "Run `git init` there first.")
    folder = _hooks_folder(repository)
    if folder.exists() and not folder.is_dir():
        fail(f"{folder}, where git looks for hooks, is no folder.", "`git config core.hooksPath` names it.")
    named = _from_top(repository, root, folder)
    return _Place(folder, Path(repository.top), named, Path(sys.executable).as_posix())


def _hooks_folder(repository: Repository) -> Path:
    """Where git looks for hooks: `core.hooksPath`, or the folder that all work trees share."""
    # Asked at the top: a relative core.hooksPath is meant from there.
    at_top = Repository(repository.top, repository.top, repository.environment)
    return Path(repository.top, at_top.text("rev-parse", "--git-path", "hooks"))


def _from_top(repository: Repository, root: Path, folder: Path) -> str:
    """The journal as a hook has to name it; nothing where Kith finds it anyway, or where the hooks are for many
    repositories."""
    top = Path(repository.top)
    found = find_journal(top)
    common = Path(top, repository.text("rev-parse", "--git-common-dir")).resolve()
    own = any(folder.resolve().is_relative_to(each) for each in (top, common))
    if not own or (found is not None and found.resolve() == root.resolve()):
        return ""
    return Path(os.path.relpath(root.resolve(), top)).as_posix()


def _read(file: Path) -> str | None:
    """The text of a hook; nothing if there is none. What is no plain file is somebody else's."""
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            return ""
        return file.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        fail(f"{shown_path(file)} cannot be read: {error.strerror}.")


def _write(file: Path, text: str) -> None:
    """Put a hook in place whole, so that git never runs half of it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=".kith-", dir=file.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as written:
                written.write(text)
            Path(beside).chmod(0o755)
            Path(beside).replace(file)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as error:
        fail(f"{shown_path(file)} cannot be written: {error.strerror}.")
