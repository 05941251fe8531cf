"""A journal written down in a test: notes by path, asked as the program asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from textwrap import dedent

from site_builder import pipeline
from site_builder.config import read_config
from site_builder.finding import Reported
from site_builder.inventory import Inventory
from site_builder.query import Database
from site_builder.text import decode_source

ADA = "---\nname: Ada\nmet: 2020-01-01\n---\n"
BO = "---\nname: Bo\nmet: 2020-01-01\n---\n"


def database(notes: Mapping[str, str | bytes], today: str = "2026-11-20", settings: str = "") -> Database:
    """A database whose inputs are these notes."""
    db = Database()
    config, findings = read_config(settings)
    db.set(pipeline.config, "", config)
    db.set(pipeline.config_findings, "", findings)
    db.set(pipeline.today, "", date.fromisoformat(today))
    put(db, notes)
    return db


def put(db: Database, notes: Mapping[str, str | bytes]) -> None:
    """Make these the notes of the journal."""
    old = pipeline.inventory(db).notes
    for path in old:
        if path not in notes:
            db.forget(pipeline.source, path)
    for path, text in notes.items():
        data = text if isinstance(text, bytes) else dedent(text).encode()
        db.set(pipeline.source, path, decode_source(path, data))
    db.set(pipeline.inventory, "", Inventory(tuple(sorted(notes))))


def journal(notes: Mapping[str, str | bytes], today: str = "2026-11-20", settings: str = "") -> pipeline.Asked:
    return pipeline.Asked(database(notes, today, settings))


def facts(asked: pipeline.Asked) -> list[Reported]:
    """What is wrong with the notes, whatever the day has to remind of."""
    return [each for each in asked.all_reported() if not each.nudge]
