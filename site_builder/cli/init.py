"""`kith init`: a journal of a person's own, or a folder of notes that becomes one."""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from pathlib import Path

import click

from site_builder.cli.common import fail, shown_path
from site_builder.proposals import propose_types

STARTER = Path(__file__).resolve().parent.parent / "starter"
FOLDERS = ("contacts", "meetings", "events", "orgs", "goals", "templates")
TEMPLATES = ("contact.md", "meeting.md", "event.md", "org.md")


@click.command("init", short_help="Start a journal of your own, or make one of a folder of notes.")
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
def command(folder: Path) -> None:
    """Start a journal in DIR (here, by default): settings with every one explained, folders, templates, first steps.

    In a folder that already holds notes only kith.toml is written, with the types that Kith sees in it. Nothing that is
    there is ever changed.
    """
    if (folder / "kith.toml").exists():
        fail(f"{_named(folder)} is a journal already.", "Edit its kith.toml, or choose another folder.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what is new is for its owner's eyes only
        types, notes = propose_types(folder)
        told = _adopt(folder, types, notes) if notes else _start(folder)
    except OSError as error:
        fail(f"{error.filename or _named(folder)} cannot be written: {error.strerror}.")
    go = "" if _is_here(folder) else f"cd {shlex.quote(shown_path(folder))} && "
    click.echo("\n".join((*told, "", f"Next:  {go}kith serve --open", "Then:  kith new meeting WHO --on yesterday")))


def _adopt(folder: Path, types: tuple[tuple[str, str, str], ...], notes: int) -> list[str]:
    """Write the settings for a folder of notes; returns what there is to say."""
    text = (STARTER / "kith.toml").read_text(encoding="utf-8")
    if types:
        lines = [f'"{_toml(glob)}" = "{name}"  # {why}' for glob, name, why in types]
        proposed = "[types]                         # proposed by kith init: correct it as you like\n" + "\n".join(
            lines
        )
        start = text.index("# [types]")
        text = text[:start] + proposed + "\n" + text[text.index("\n# [words]") :]
    write_new(folder / "kith.toml", text)
    held = "1 note" if notes == 1 else f"{notes} notes"
    unseen = "  It saw no folder of people or meetings: say in kith.toml, under [types], which notes are what."
    return [
        f"{_named(folder)} has {held}. Kith wrote kith.toml and nothing else.",
        *([f"  {glob} = {name} ({why})" for glob, name, why in types] or [unseen]),
    ]


def _start(folder: Path) -> list[str]:
    """Write what a new journal holds; returns what there is to say."""
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    files = [(name, f"templates/{name}") for name in TEMPLATES]
    files += [("me.md", "me.md"), ("first-steps.md", "first-steps.md"), ("gitignore", ".gitignore")]
    for source, target in files:
        with suppress(FileExistsError):
            write_new(folder / target, (STARTER / source).read_text(encoding="utf-8"))
    write_new(folder / "kith.toml", (STARTER / "kith.toml").read_text(encoding="utf-8"))
    return ["Started a journal here." if _is_here(folder) else f"Started a journal in {shown_path(folder)}."]


def _is_here(folder: Path) -> bool:
    return folder.resolve() == Path.cwd().resolve()


def _named(folder: Path) -> str:
    """A folder at the beginning of a sentence."""
    return "This folder" if _is_here(folder) else shown_path(folder)


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all; `FileExistsError` if it is, and it stays as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except BaseException:
        path.unlink()  # a part of a note would look like one, and stand in the way of the next try
        raise


def _toml(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
