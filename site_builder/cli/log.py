"""`kith log`: a meeting in one line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from textwrap import dedent

import click

from site_builder import pipeline
from site_builder.cli.change import change_options
from site_builder.cli.common import clean_lines, fail, open_session
from site_builder.cli.new import write_meeting
from site_builder.notes.document import decode_entry, parse_document
from site_builder.notes.lines import KIND_WORDS, KINDS
from site_builder.notes.reading import Vocabulary
from site_builder.text import Source

_ITEM = ("- ", "* ", "+ ")
_MAY_BE = re.compile(r"TODO|[:;\[\]–—]|\s-")
"""What a line of the format, or a slip from one, has near its beginning."""


@click.command("log", short_help="Note a meeting in one line, without an editor.")
@click.argument("who", nargs=-1, required=True)
@click.option(
    "--on", "when", default="today", metavar="WHEN", help="2026-06-05, yesterday, last tue, 3 days ago, next fri."
)
@click.option("--kind", default="", help="coffee, lunch, call, video, email, message, visit…")
@click.option("--minutes", type=click.IntRange(1, 9999), help="How long it took.")
@click.option("--message", "-m", "messages", multiple=True, required=True, metavar="TEXT", help="What to note; repeat.")
@change_options
def command(
    who: tuple[str, ...],
    when: str,
    kind: str,
    minutes: int | None,
    messages: tuple[str, ...],
    journal: Path | None,
    today: date | None,
) -> None:
    """Note a meeting with WHO (ids, names or aliases; people without a file are fine), and print the note's path.

    Each -m is a paragraph; a line in it that reads as one of the format, such as `learned: …`, `gave link: …` or
    `[ ] …`, becomes a list item. Nothing is ever overwritten.

    \b
      kith log ada --on "last tue" --kind coffee -m "She leaves the committee in autumn."
      kith log ada bo -m "learned: they are hiring" -m "[ ] I'll send the table due:fri"
    """
    session = open_session(journal, today)
    text = body_of(messages, pipeline.vocabulary(session.db))
    if not text:
        fail("There is nothing to note.", 'Say it: -m "She leaves the committee in autumn."')
    write_meeting(session, who, when, kind, minutes, text)


def body_of(messages: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """The body of a note: paragraphs with an empty line between them, and lines of the format as items of a list."""
    body, in_list = "", False
    for message in messages:
        text = dedent(clean_lines(message))
        if not text:
            continue
        if "```" not in text:
            text = "\n".join(f"- {line}" if _is_line(line, vocabulary) else line for line in text.split("\n"))
        body += ("\n" if body and not (in_list and text.startswith(_ITEM)) else "") + f"{text}\n"
        in_list = any(line.startswith(_ITEM) for line in text.rpartition("\n\n")[2].split("\n"))
    return body


def _is_line(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is no item yet, and as one is more than prose, or by a slip is prose (which `kith lint` tells)."""
    if text.startswith((*_ITEM, " ")) or not _MAY_BE.search(text[:80]):
        return False
    from site_builder.lint.rules.near_miss import slip_of  # a tenth of a second, which plain words need not wait for

    entry = decode_entry(parse_document(Source("", f"- {text}", "")), "meeting", vocabulary).entry
    kinds = frozenset((*KINDS, *KIND_WORDS, *vocabulary.kinds))
    return len(entry.lines) == 1 and (entry.lines[0].kind != "prose" or slip_of(entry.body.items[0], kinds) is not None)
