"""`kith snooze`: be in touch with somebody by a later day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from site_builder.cli.change import change_options, set_in_contact, who_and
from site_builder.cli.common import fail, open_session, say
from site_builder.notes.dates import When, add, parse_backwards, parse_duration, why_not
from site_builder.settings import LAST_TODAY
from site_builder.site.dates import written_day


@click.command("snooze", short_help="Be in touch with somebody later: sets `follow_up:` in their file.")
@click.argument("words", nargs=-1, required=True, metavar="WHO WHEN")
@change_options
def command(words: tuple[str, ...], journal: Path | None, today: date | None) -> None:
    """Be in touch with WHO in WHEN: a length of time (4w, 10d, 3 months) or a day (2026-12-01, next fri).

    Writes `follow_up:` with that day into the front matter of their file, and changes nothing else in it. Until then
    nothing is said of the rhythm with them; after it, `kith today` names them.

    \b
      kith snooze ada 4w
      kith snooze Ada Lovelace next fri
    """
    session = open_session(journal, today)
    now = session.journal.today

    def day_of(text: str) -> date | None:
        length = parse_duration(text)
        return add(now, length) if length and length.unit else parse_backwards(text, now)

    who, said, day = who_and(words, day_of)
    if day is None:
        fail(why_not(said) or f"{said!r} is no time from now.", "Write 4w, 10d, 3 months, 2026-12-01 or next fri.")
    if day <= now:
        fail(f"{written_day(day)} is not ahead.", "Give a later day.")
    if day > LAST_TODAY:
        fail(f"{said!r} is too far away.", "Give an earlier day.")
    name, path = set_in_contact(session, who, "follow_up", day.isoformat(), When.of(day))
    say([f"{name}: be in touch by {written_day(day)} ({path})"])
