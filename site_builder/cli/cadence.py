"""`kith cadence`: how often to be in touch with somebody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from site_builder.cli.change import change_options, set_in_contact, who_and
from site_builder.cli.common import fail, open_session, say
from site_builder.notes.dates import parse_duration
from site_builder.relations.words import every_span


@click.command("cadence", short_help="How often to be in touch with somebody: sets `cadence:` in their file.")
@click.argument("words", nargs=-1, required=True, metavar="WHO OFTEN")
@change_options
def command(words: tuple[str, ...], journal: Path | None, today: date | None) -> None:
    """Be in touch with WHO every OFTEN: 10w, 6 weeks, monthly, quarterly; `none` means never to be reminded.

    Writes `cadence:` into the front matter of their file, over what their circle says, and changes nothing else in it.

    \b
      kith cadence ada 10w
      kith cadence Ada Lovelace none
    """
    who, said, length = who_and(words, parse_duration)
    if length is None:
        fail(f"{said!r} is no length of time.", "Write 10w, 6 weeks, monthly or none.")
    session = open_session(journal, today)
    name, path = set_in_contact(session, who, "cadence", str(length), length)
    say([f"{name}: {every_span(length) or 'no cadence'} ({path})"])
