"""`kith new`: a note from a template, opened in the editor. It never overwrites a file."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import click

from site_builder import pipeline
from site_builder.cli.common import fail, journal_options, open_session, shown_path
from site_builder.cli.init import STARTER, write_new
from site_builder.notes.dates import parse_backwards
from site_builder.notes.nodes import quote
from site_builder.notes.references import parse_ref
from site_builder.session import Session
from site_builder.site.addresses import slug_of

_CONTROL = {ord(char): " " for char in "\r\n\t\0"}


@click.group("new", short_help="Write a new note: a contact, a meeting, an event or an org.")
def command() -> None:
    """Write a new note from a template, and open it in $VISUAL or $EDITOR. Nothing is ever overwritten.

    The templates are `contact.md`, `meeting.md`, `event.md` and `org.md` in the journal's `templates/`; in them,
    {{name}}, {{date}}, {{with}} and {{kind}} are filled in.
    """


def _edit_option(function: click.decorators.FC) -> click.decorators.FC:
    return click.option("--edit/--no-edit", default=True, help="Open the note in your editor [default: yes].")(function)


@command.command("meeting")
@click.argument("who", nargs=-1)
@click.option(
    "--on", "when", default="today", metavar="WHEN", help="2026-06-05, yesterday, last tue, 3 days ago, next fri."
)
@click.option("--kind", default="", help="coffee, lunch, call, video, email, message, visit…")
@_edit_option
@journal_options
def new_meeting(
    who: tuple[str, ...],
    when: str,
    kind: str,
    edit: bool,
    journal: Path | None,
    today: date | None,
    as_of: date | None,
) -> None:
    """A meeting with WHO (ids, names or aliases, as many as were there; people without a file are fine).

    A weekday looks backwards: on a Friday, `--on tue` is three days ago. A day ahead becomes `planned: yes`.
    """
    session = open_session(journal, today, as_of)
    day = _day(when, session)
    names = [_reference(session, name) for name in who]
    people = "[" + ", ".join(quote(reference) for reference, _ in names) + "]"
    stem = "-".join(filter(None, (day.isoformat(), *(slug for _, slug in names[:3]), slug_of(kind))))
    text = _fill(session, "meeting.md", {"date": day.isoformat(), "with": people, "kind": kind})
    if day > session.journal.today:
        text = text.replace("\n---", "\nplanned: yes\n---", 1) if text.startswith("---\n") else text
    _write(_meeting_folder(session, day), stem, text, edit)


@command.command("contact")
@click.argument("name")
@click.option("--on", "when", default="today", metavar="WHEN", help="When you met: a day, as for a meeting.")
@_edit_option
@journal_options
def new_contact(name: str, when: str, edit: bool, journal: Path | None, today: date | None, as_of: date | None) -> None:
    """A contact called NAME. If notes name them already, all of that belongs to the new file at once."""
    session = open_session(journal, today, as_of)
    path = _folder_of(session, "contact", "contacts")
    text = _fill(session, "contact.md", {"name": _value(name), "date": _day(when, session).isoformat()})
    _write(path, slug_of(name) or name, text, edit, unique=True)


@command.command("event")
@click.argument("name")
@click.option("--on", "when", default="today", metavar="WHEN", help="The (first) day of it.")
@_edit_option
@journal_options
def new_event(name: str, when: str, edit: bool, journal: Path | None, today: date | None, as_of: date | None) -> None:
    """An event called NAME."""
    session = open_session(journal, today, as_of)
    day = _day(when, session)
    text = _fill(session, "event.md", {"name": _value(name), "date": day.isoformat()})
    stem = f"{day.isoformat()}-{slug_of(name)}".strip("-")
    _write(_folder_of(session, "event", "events"), stem, text, edit)


@command.command("org")
@click.argument("name")
@_edit_option
@journal_options
def new_org(name: str, edit: bool, journal: Path | None, today: date | None, as_of: date | None) -> None:
    """An organisation called NAME."""
    session = open_session(journal, today, as_of)
    text = _fill(session, "org.md", {"name": _value(name), "date": session.journal.today.isoformat()})
    _write(_folder_of(session, "org", "orgs"), slug_of(name) or name, text, edit, unique=True)


def _day(words: str, session: Session) -> date:
    day = parse_backwards(words, session.journal.today)
    if day is None:
        fail(f"{words!r} is no day.", "Write 2026-06-05, yesterday, last tue, 3 days ago or next fri.")
    return day


def _reference(session: Session, name: str) -> tuple[str, str]:
    """What stands in `with` for somebody, and their part of the file's name; exits where a name fits two notes."""
    name = name.translate(_CONTROL).strip()
    ref = parse_ref(name, "command line")
    if ref is None:
        fail(f"{name!r} names nobody.", "Give a name or an id.")
    found = pipeline.find(session.db, ref, "")
    if found.rivals:
        fail(f"{name!r} could be {' or '.join(found.rivals)}.", "Give the id.")
    if found.kind in ("contact", "org"):
        stem = session.journal.identity(found.key).id
        return f"[[{stem}]]", slug_of(stem)
    return ref.target, slug_of(ref.target)


def _value(text: str) -> str:
    """A name as a YAML value: in quotes where it needs them."""
    text = text.translate(_CONTROL).strip()
    plain = text and text[0].isalpha() and not any(mark in text for mark in (": ", " #", '"')) and text[-1] != ":"
    return text if plain else quote(text)


def _fill(session: Session, name: str, values: dict[str, str]) -> str:
    own = session.root / "templates" / name
    try:
        text = (own if own.is_file() else STARTER / name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{shown_path(own)} cannot be read: {error}.")
    for key, value in values.items():
        text = text.replace("{{" + key + "}}", value).replace("{{ " + key + " }}", value)
    # A line whose value nobody gave says nothing: it goes, so that no template is left in a note.
    return "".join(line for line in text.splitlines(keepends=True) if line.rstrip() != "kind:")


def _folder_of(session: Session, type_name: str, usual: str) -> Path:
    """Where notes of a type are kept in this journal: where most of them are, else the usual folder."""
    counts: dict[str, int] = {}
    for path in session.journal.paths(type_name):
        folder = path.rpartition("/")[0]
        counts[folder] = counts.get(folder, 0) + 1
    best = max(counts, key=lambda folder: (counts[folder], folder), default=usual)
    return session.root / best


def _meeting_folder(session: Session, day: date) -> Path:
    """The meetings' folder; the one of the year, in a journal that has those."""
    folder = _folder_of(session, "meeting", "meetings")
    if folder.name.isdigit() and len(folder.name) == 4:
        return folder.parent / str(day.year)
    return folder


def _write(folder: Path, stem: str, text: str, edit: bool, unique: bool = False) -> None:
    path = folder / f"{stem}.md"
    try:
        for number in range(2, 100):
            try:
                write_new(path, text)
                break
            except FileExistsError:
                if unique:
                    fail(f"{shown_path(path)} is there already.", "Open it in your editor, or choose another name.")
                path = folder / f"{stem}-{number}.md"
        else:
            fail(f"{shown_path(path)} is there already.")
    except OSError as error:
        fail(f"{shown_path(path)} cannot be written: {error.strerror}.")
    click.echo(shown_path(path))
    if edit:
        open_in_editor(path)


def open_in_editor(path: Path) -> None:
    """Open a file in $VISUAL or $EDITOR, where there is one and somebody to use it."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor or not sys.stdin.isatty():
        return
    try:
        subprocess.run([*shlex.split(editor), str(path)], check=False)
    except (OSError, ValueError) as error:
        fail(f"The editor {editor!r} cannot be started: {error}.", "Set VISUAL or EDITOR.")
