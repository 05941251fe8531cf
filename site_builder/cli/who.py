"""Whom a name on the command line means."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from site_builder import pipeline
from site_builder.cli.common import fail
from site_builder.journal.names import ME, fold_name
from site_builder.notes.references import parse_ref
from site_builder.session import Session
from site_builder.settings import CONFIG_NAME


def person_of(session: Session, typed: str) -> str:
    """The key of the person that an id, a name, an alias or the beginning of one means; exits where it is not one."""
    words = typed.strip().lstrip("@").strip()
    ref = parse_ref(words, "command line")
    if ref is None:
        fail(f"{typed!r} names nobody.", "Give a name or an id.")
    found = pipeline.find(session.db, ref, "")
    if found.rivals:
        person = pipeline.find(session.db, replace(ref, form="person"), "")
        found = person if person.kind == "contact" else found
    if found.rivals:
        fail(f"{typed!r} could be {' or '.join(found.rivals)}.", "Give the id.")
    if found.kind in ("contact", "card"):
        return found.key
    if found.key == ME:
        fail(f"{typed!r} is you.")
    return _begins_with(session, typed, fold_name(ref.target))


def subject_of(session: Session, typed: str) -> str:
    """The key of the person, or the path of the note, that is meant: as `person_of`, and also events, goals and other
    notes by name, id or path; exits where it is nothing."""
    paths = session.journal.paths()
    if typed.endswith((".md", CONFIG_NAME)):
        root, place = session.root.resolve(), Path(typed)
        below = place.resolve()
        given = below.relative_to(root).as_posix() if below.is_relative_to(root) else ""
        for path in (typed, given):
            if path in paths or path == CONFIG_NAME:
                return path
    ref = parse_ref(typed.strip(), "command line")
    found = pipeline.find(session.db, ref, "") if ref else None
    if found and not found.rivals and found.key in paths:
        return found.key
    if found and not found.kind and (begun := _titled(session, typed)):
        return begun
    return person_of(session, typed)


def _titled(session: Session, typed: str) -> str:
    """The one event or goal of whose name a word begins so, where no person's does."""
    journal, folded = session.journal, fold_name(typed)
    notes = [path for kind in ("event", "goal") for path in journal.paths(kind)]
    fitting = _fitting({path: (journal.name(path),) for path in notes}, folded)
    people = _fitting({key: (journal.name(key), *journal.person(key).aliases) for key in journal.people()}, folded)
    if len(fitting) > 1 and not people:
        listed = "".join(f"\n  {journal.name(path)} ({path})" for path in fitting)
        fail(f"{typed!r} could be {len(fitting)} notes. Give the path:{listed}")
    return fitting[0] if fitting and not people else ""


def _begins_with(session: Session, typed: str, folded: str) -> str:
    """The one person of whose names a word begins so."""
    journal = session.journal
    names = {key: (journal.name(key), *journal.person(key).aliases) for key in journal.people()}
    fitting = _fitting(names, folded)
    if len(fitting) > 1:
        listed = "".join(f"\n  {journal.name(key)} ({journal.person(key).id})" for key in fitting[:12])
        more = f"\n  and {len(fitting) - 12} more" if len(fitting) > 12 else ""
        fail(f"{typed!r} could be {len(fitting)} people. Give the name or the id:{listed}{more}")
    if not fitting:
        _unknown(typed, folded, names)
    return fitting[0]


_NEARLY = 0.85
"""How alike two names are of which one may be the other with a slip: one letter in seven."""


def people_like(session: Session, typed: str) -> tuple[str, ...]:
    """The people who might be meant by a name that nobody has: a word of theirs begins so, or theirs is nearly it."""
    journal, ref = session.journal, parse_ref(typed.strip().lstrip("@").strip(), "command line")
    found = pipeline.find(session.db, ref, "") if ref else None
    if ref is None or found is None or found.key or found.rivals:
        return ()
    names = {key: (journal.name(key), *journal.person(key).aliases) for key in journal.people()}
    folded = fold_name(ref.target)
    keys = _fitting(names, folded)
    if not keys:
        by_name = {fold_name(name): key for key, called in names.items() for name in called}
        keys = [by_name[name] for name in difflib.get_close_matches(folded, by_name, 1, _NEARLY)]
    return tuple(f"{journal.name(key)} ({journal.person(key).id})" for key in keys)


def _fitting(names: Mapping[str, tuple[str, ...]], folded: str) -> list[str]:
    if not folded:
        return []
    return [key for key, called in names.items() if any(f" {folded}" in f" {fold_name(name)}" for name in called)]


def _unknown(typed: str, folded: str, names: Mapping[str, tuple[str, ...]]) -> NoReturn:
    by_name = {fold_name(name): names[key][0] for key, called in names.items() for name in called}
    near = difflib.get_close_matches(folded, by_name, 1)
    fail(f"No note names {typed!r}.", f"Did you mean {by_name[near[0]]}?" if near else "")
