"""What the commands that change a note share: making the change, telling a refusal, and the fields of a contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import click

from site_builder import pipeline
from site_builder.cli.common import Command, fail, journal_option, shown_path, today_option
from site_builder.cli.who import person_of
from site_builder.notes.changes import is_set, set_field
from site_builder.notes.edit import Refusal
from site_builder.session import Session

Value = TypeVar("Value")


def change_options(command: Command) -> Command:
    """The options of a command that changes a note: those of reading, but for the time travel."""
    return journal_option(today_option(command))


def who_and(words: tuple[str, ...], parse: Callable[[str], Value | None]) -> tuple[str, str, Value | None]:
    """Whom words name, what is said of them, and what that reads as: `Ada Lovelace next fri`, also without quotes."""
    if len(words) < 2:
        raise click.UsageError(f"After {words[0]!r} the time is missing.")
    for at in range(1, len(words)):
        said = " ".join(words[at:])
        if (value := parse(said)) is not None:
            return " ".join(words[:at]), said, value
    return words[0], " ".join(words[1:]), None


def refuse(session: Session, path: str, refused: Refusal) -> NoReturn:
    """Say why a note stays as it is, and exit."""
    fail(f"{shown_path(session.root / path)}: {refused.message}", refused.remedy)


def set_in_contact(session: Session, who: str, name: str, text: str, value: Any) -> tuple[str, str]:
    """Set a field in the front matter of a contact's file; returns the contact's name and the file's place.

    `text`: the value as written; `value`: as it reads. Exits for a person without a file, and for a refusal.
    """
    journal, key = session.journal, person_of(session, who)
    called, path = journal.name(key), journal.person(key).path
    if not path:
        fail(f"{called} has no file to write this in.", f'Start one: kith new contact "{called}"')
    document, before = pipeline.document(session.db, path), pipeline.reading(session.db, path)
    edits = set_field(document, before, name, text)
    if isinstance(edits, Refusal):
        refuse(session, path, edits)
    if refused := session.change(path, edits, lambda after: is_set(before, after, name, value)):
        refuse(session, path, refused)
    return called, shown_path(session.root / path)
