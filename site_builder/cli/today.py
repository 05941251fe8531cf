"""`kith today`: the home page, in the terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from site_builder.cli.common import journal_options, open_session
from site_builder.pipeline import Asked
from site_builder.relations.attention import Coming, Reach, attention
from site_builder.relations.promises import Promise
from site_builder.site.dates import day_of_week, near_day, written_day
from site_builder.site.pages.lines import promise_words
from site_builder.site.pages.links import title_of
from site_builder.site.pages.texts import ahead, plain_text


@click.command("today", short_help="What you promised, whom to be in touch with, what comes.")
@journal_options
def command(journal: Path | None, today: date | None, as_of: date | None) -> None:
    """What you promised, what was promised to you, whom to be in touch with, and what comes.

    Promises are all there; people at most as many as kith.toml's [nudges] say, the rest as a count.
    """
    session = open_session(journal, today, as_of)
    click.echo("\n".join(describe(session.journal)))


def describe(journal: Asked) -> list[str]:
    """The day as lines of text."""
    found = attention(journal)
    lines = [f"{day_of_week(found.day)}, {written_day(found.day)}"]
    for title, promises in (
        ("You promised", found.mine),
        ("Promised to you", found.theirs),
        ("Your own work", found.own),
    ):
        lines += _section(title, [_promise(journal, each) for each in promises])
    touch = [_reach(journal, each) for each in found.touch]
    if found.rest:
        touch.append(f"and {len(found.rest)} more")
    lines += _section("Be in touch with", touch)
    lines += _section("Quiet longer than usual", [_reach(journal, each) for each in found.quiet])
    lines += _section("Ahead", [_coming(journal, each) for each in found.ahead])
    if len(lines) == 1:
        lines += ["", "Nothing is waiting."]
    return lines


def _section(title: str, items: list[str]) -> list[str]:
    return ["", title, *(f"  {item}" for item in items)] if items else []


def _promise(journal: Asked, promise: Promise) -> str:
    _, when = promise_words(promise, journal.today)
    who = ", ".join(journal.name(key) for key in promise.people)
    text = plain_text(promise.statement.line.shown)
    return " · ".join(filter(None, (text, who, when)))


def _reach(journal: Asked, reach: Reach) -> str:
    said = "".join(part if isinstance(part, str) else written_day(part) for part in reach.sentence)
    return f"{journal.name(reach.key)} · {said}"


def _coming(journal: Asked, coming: Coming) -> str:
    if coming.kind == "birthday":
        what = f"{journal.name(coming.key)}'s birthday" + (f" ({coming.age})" if coming.age else "")
    else:
        what = title_of(journal, coming.key)
    return f"{near_day(coming.day)} · {what} · {ahead(coming.day, journal.today)}"
