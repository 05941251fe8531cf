"""`kith new`: a note from a template, opened in the editor. It never overwrites a file."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import click

from site_builder import pipeline
from site_builder.cli.common import fail, journal_options, one_line, open_session, shown_path, words_argument
from site_builder.cli.init import STARTER, write_new
from site_builder.cli.who import people_like
from site_builder.journal.names import CARD, fold_name
from site_builder.notes.dates import parse_backwards, why_not
from site_builder.notes.nodes import quote
from site_builder.notes.references import half_linked, parse_ref, split_refs
from site_builder.notes.schema import Ref
from site_builder.session import Session
from site_builder.site.addresses import slug_of

_HOLE = re.compile(r"\{\{ ?(\w+) ?\}\}")
_DATED = re.compile(r"(?<![^/])(?:19|20)\d\d(?:([/-])\d\d)?(?![^/])")
"""A folder of a year (`2026`), or of a month (`2026-06`, `2026/06`)."""
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""Names that Windows keeps for its devices."""
_LONGEST = 150
"""Bytes of a file's name: systems allow 255, some programs that sync fewer."""


@click.group("new", short_help="Write a new note: a contact, a meeting, an event or an org.")
def command() -> None:
    """Write a new note from a template, and open it in $VISUAL or $EDITOR. Nothing is ever overwritten.

    The templates are `contact.md`, `meeting.md`, `event.md` and `org.md` in the journal's `templates/`; in them,
    {{name}}, {{date}}, {{with}} and {{kind}} are filled in.
    """


def _edit_option(function: click.decorators.FC) -> click.decorators.FC:
    return click.option("--edit/--no-edit", default=True, help="Open the note in your editor [default: yes].")(function)


@command.command("meeting", short_help="A meeting with WHO.")
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
    write_meeting(open_session(journal, today, as_of), who, when, kind, edit=edit)


def write_meeting(
    session: Session,
    who: tuple[str, ...],
    when: str,
    kind: str,
    minutes: int | None = None,
    body: str = "",
    edit: bool = False,
) -> None:
    """Write a meeting's note from its template, with `body` below, and print its path."""
    day = _day(when, session)
    names = list(dict.fromkeys(each for name in who for each in _references(session, name)))
    people = "[" + ", ".join(quote(reference) for reference, _ in names) + "]"
    kind = one_line(kind)
    stem = "-".join(filter(None, (day.isoformat(), *(_stem_of(each) for _, each in names[:3]), _stem_of(kind))))
    template = _template(session, "meeting.md")
    values = {"date": day.isoformat(), "with": people, "kind": _value(kind) if kind else ""}
    text = _filled(template, values)
    said = {"with": people if names else "", "kind": values["kind"], "minutes": str(minutes or "")}
    for key, value in {**said, "planned": "yes" if day > session.journal.today else ""}.items():
        if value and not any(hole[1] == key for hole in _HOLE.finditer(template)):
            text = _with_field(text, key, value)
    if body:
        # A template may have a body of its own, or no line end.
        text = text.rstrip("\n") + ("\n" if text.rstrip().endswith("\n---") else "\n\n") + body
    new = [name for _, name in names if not session.journal.find(Ref(name, "name", ""), "").kind]
    _write(session, _folder_of(session, "meeting", "meetings", day), stem, text, edit)
    near = {name: found for _, name in names if (found := people_like(session, name))}
    if new and len(names) > 1 and not near and not any(" " in name for name in new):
        told = f"These are {len(names)} people, and new: {', '.join(new)}. If they are one, put the name in quotes."
        click.echo(f"kith: {told}", err=True)
    for name, found in near.items():
        told = f"{name!r} is somebody new; if you meant {' or '.join(found[:3])}, correct `with:`."
        click.echo(f"kith: {told}", err=True)


@command.command("contact")
@words_argument("name")
@click.option(
    "--on", "when", default="", metavar="WHEN", help="When you met [default: the first meeting noted, or today]."
)
@_edit_option
@journal_options
def new_contact(name: str, when: str, edit: bool, journal: Path | None, today: date | None, as_of: date | None) -> None:
    """A contact called NAME. If notes name them already, all of that belongs to the new file at once."""
    session = open_session(journal, today, as_of)
    name = _new_name(session, name)
    met = _day(when, session) if when else _first_met(session, name)
    text = _filled(_template(session, "contact.md"), {"name": _value(name), "date": met.isoformat()})
    _write(session, _folder_of(session, "contact", "contacts"), _stem_of(name, "contact"), text, edit, unique=True)


def _first_met(session: Session, name: str) -> date:
    """The day of the first meeting with a card of that name; today where no note tells of one."""
    asked = session.journal
    met = [meeting.day for meeting in asked.interactions(CARD + fold_name(name)) if meeting.counts(asked.today)]
    return min(met, default=asked.today)


@command.command("event")
@words_argument("name")
@click.option("--on", "when", default="today", metavar="WHEN", help="The (first) day of it.")
@_edit_option
@journal_options
def new_event(name: str, when: str, edit: bool, journal: Path | None, today: date | None, as_of: date | None) -> None:
    """An event called NAME."""
    session = open_session(journal, today, as_of)
    name, day = _name(name), _day(when, session)
    text = _filled(_template(session, "event.md"), {"name": _value(name), "date": day.isoformat()})
    _write(session, _folder_of(session, "event", "events", day), f"{day.isoformat()}-{_stem_of(name)}", text, edit)


@command.command("org")
@words_argument("name")
@_edit_option
@journal_options
def new_org(name: str, edit: bool, journal: Path | None, today: date | None, as_of: date | None) -> None:
    """An organisation called NAME."""
    session = open_session(journal, today, as_of)
    name = _new_name(session, name)
    text = _filled(_template(session, "org.md"), {"name": _value(name), "date": session.journal.today.isoformat()})
    _write(session, _folder_of(session, "org", "orgs"), _stem_of(name, "org"), text, edit, unique=True)


def _day(words: str, session: Session) -> date:
    day = parse_backwards(words, session.journal.today)
    if day in (None, date.min, date.max):  # the ends of the calendar stand for what lies beyond
        wrong = why_not(words) or f"{words!r} is no day."
        fail(wrong, "Write 2026-06-05, yesterday, last tue, 3 days ago or next fri.")
    return day


def _references(session: Session, name: str) -> list[tuple[str, str]]:
    """What stands in `with` for those whom a text names (`Max; Eva` are two), and what to call each in the file's name;
    exits where it fits two notes."""
    name = _name(name)
    parts = split_refs(name, is_item=True)
    if len(parts) > 1:
        return [each for part in parts for each in _references(session, part)]
    meant = name.lstrip("@ ")
    while half := half_linked(meant):  # half a link, which would be an error in the note
        meant = half
    ref = parse_ref(meant, "command line")
    if ref is None:
        fail(f"{name!r} names nobody.", "Give a name or an id.")
    found = pipeline.find(session.db, ref, "")
    if found.rivals:
        fail(f"{name!r} could be {' or '.join(found.rivals)}.", "Give the id.")
    if found.kind in ("contact", "org"):
        stem = session.journal.identity(found.key).id
        return [(f"[[{stem}]]", stem)]
    return [(name, name)] if ref.target == name else _references(session, ref.target)


def _name(text: str) -> str:
    """A name, on one line; exits where there is no letter or digit in it."""
    name = one_line(text)
    if not any(char.isalnum() for char in name):
        fail(f"{text!r} names nobody.", "Give a name or an id.")
    return name


def _new_name(session: Session, text: str) -> str:
    """A name for a note that is not there yet; exits where a person or an organisation is called so."""
    name = _name(text)
    ref = parse_ref(name, "command line")
    found = pipeline.find(session.db, ref, "") if ref else None
    if found and (found.rivals or found.kind in ("contact", "org")):
        there = shown_path(session.root / (*found.rivals, found.key)[0])
        fail(f"{there} has this name already.", "Open it in your editor, or choose another name.")
    return name


def _stem_of(name: str, type_name: str = "note") -> str:
    """A file name for somebody: in ASCII where the letters allow it, else in their own script (`łukasz`, `王小明`)."""
    stem = slug_of(name)
    if not all(char.isascii() for char in unicodedata.normalize("NFKD", name) if char.isalnum()):
        folded = unicodedata.normalize("NFC", name.casefold())
        # A vowel sign of an Indic script is no letter to Python, but a part of one.
        kept = "".join(char if char.isalnum() or unicodedata.category(char)[0] == "M" else " " for char in folded)
        stem = "-".join(kept.split()).encode()[:_LONGEST].decode(errors="ignore").strip("-")
    return f"{stem}-{type_name}" if _DEVICE.fullmatch(stem) else stem


def _value(text: str) -> str:
    """A line of text as a YAML value: in quotes where it needs them."""
    plain = text and text[0].isalpha() and not any(mark in text for mark in (": ", " #", '"')) and text[-1] != ":"
    return text if plain else quote(text)


def _template(session: Session, name: str) -> str:
    own = session.root / "templates" / name
    if not own.resolve().is_relative_to(session.root.resolve()):
        fail(f"{shown_path(own)} is a link that leads out of the journal.", "Put a copy in its place.")
    try:
        return (own if own.is_file() else STARTER / name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{shown_path(own)} cannot be read: {_why(error)}.")


def _filled(template: str, values: dict[str, str]) -> str:
    text = _HOLE.sub(lambda hole: values.get(hole[1], hole[0]), template)
    # A line whose value nobody gave says nothing: it goes, so that no template is left in a note.
    return "".join(line for line in text.splitlines(keepends=True) if line.rstrip() != "kind:")


def _with_field(text: str, key: str, value: str) -> str:
    """A note with a value in its front matter: where its template has the key, else at the end."""
    field, end = f"{key}: {value}\n", text.find("\n---", 3) + 1
    if not text.startswith("---\n") or not end:
        return f"---\n{field}---\n{text}"
    head, found = re.subn(rf"(?mi)^{key}:.*\n", lambda _: field, text[:end], count=1)
    return head + ("" if found else field) + text[end:]


def _folder_of(session: Session, type_name: str, usual: str, day: date | None = None) -> Path:
    """Where notes of a type are kept in this journal: where most of them are, else the usual folder. For a note of a
    day, folders of years and months are one, and it goes into its own."""
    folders = (path.rpartition("/")[0] for path in session.journal.paths(type_name))
    counts = Counter(_DATED.sub(_undated, folder) if day else folder for folder in folders)
    best = max(counts, key=lambda folder: (counts[folder], folder), default=usual)
    if day:
        best = best.replace("\0Y", f"{day.year:04d}").replace("\0M", f"{day.month:02d}")
    return session.root / best


def _undated(match: re.Match[str]) -> str:
    return "\0Y" + (f"{match[1]}\0M" if match[1] else "")


def _write(session: Session, folder: Path, stem: str, text: str, edit: bool, unique: bool = False) -> None:
    path = folder / f"{stem}.md"
    if not folder.resolve().is_relative_to(session.root.resolve()):
        # Nothing is read there, so the note would be lost; and a journal may come from elsewhere.
        fail(f"{shown_path(folder)} is a link that leads out of the journal.", "Put a folder in its place.")
    try:
        for number in range(2, 100):
            try:
                # A note in another folder may have this id.
                if not session.journal.names_like(fold_name(path.stem)).ids:
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
        if os.name == "nt":  # whose commands are one text, with backslashes that mean themselves
            subprocess.run(f"{editor} {subprocess.list2cmdline([str(path)])}", check=False)
        else:
            subprocess.run([*shlex.split(editor), str(path)], check=False)
    except (OSError, ValueError) as error:
        fail(f"The editor {editor!r} cannot be started: {_why(error)}.", "Set VISUAL or EDITOR.")


def _why(error: Exception) -> str:
    """The reason in words, without the number and the path that Python puts beside it."""
    return getattr(error, "strerror", None) or str(error)
