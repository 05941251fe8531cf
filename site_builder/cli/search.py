"""`kith search`: what the page Search finds, in the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from site_builder.cli.common import echo_utf8, fail, has_colour, journal_options, open_session, progress_bar
from site_builder.pipeline import Asked
from site_builder.site.search.answer import Excerpt, Person, answer, described, excerpt, people_of, remarks_on
from site_builder.site.search.asking import FILTERS, parse_question
from site_builder.site.search.asking import Asked as Question
from site_builder.site.search.folding import find_word, fold
from site_builder.site.search.names import tags_named
from site_builder.site.search.records import Record, card_record, person_ids, records_of
from site_builder.text import shown

LIMIT = 20
VERSION = 1
"""Of the JSON: raised when a key goes or changes its meaning; keys may come without."""


@click.command("search", short_help="Find words, people and days in all notes.")
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", "-n", type=click.IntRange(1), default=LIMIT, show_default=True, help="Show so many.")
@click.option("--json", "as_json", is_flag=True, help="All of it, for other programs: docs/json.md has the keys.")
@journal_options
def command(
    query: tuple[str, ...],
    limit: int,
    as_json: bool,
    journal: Path | None,
    today: date | None,
    as_of: date | None,
) -> None:
    """Find notes by their words, as the page Search does: `kith search loop "paper on" person:ada after:2026-01`.

    All words must be there, or words that begin so; accents and capitals do not matter. Besides words: "a phrase",
    person:, tag:, type:, after:, before:, and -word for what must not be there (after `--`, if it comes first). What is
    called so comes first, then people who are called so in part, then what says so, the newest first. Exits with 1
    where nothing is found.
    """
    question = parse_question(query[0] if len(query) == 1 else " ".join(map(_as_typed, query)))
    session = open_session(journal, today, as_of)
    with progress_bar("Reading") as tell:
        session.read(tell)
    asked = session.journal
    people = people_called(asked)
    found = answer(question, all_records(asked), people)
    if as_json:
        echo_utf8(json.dumps(as_data(asked, question, found), ensure_ascii=False, indent=2))
    else:
        for record in found[:limit]:
            click.echo(_line(asked, question, record), color=has_colour())
        if len(found) > limit:
            click.echo(f"and {len(found) - limit} more")
        _say(question, found, people, tags_named(asked))
    if not found:
        sys.exit(1)


def _as_typed(word: str) -> str:
    """One of several arguments as it would be typed in the page: the shell has taken the quotes off."""
    if '"' in word or not any(map(str.isspace, word)):
        return word
    minus, rest = ("-", word[1:]) if word.startswith("-") else ("", word)
    key, colon, value = rest.partition(":")
    return f'{minus}{key}:"{value}"' if colon and key.lower() in FILTERS else f'{minus}"{rest}"'


def all_records(asked: Asked) -> Iterator[Record]:
    """Everything that can be found."""
    for path in asked.paths():
        yield from records_of(asked, path)
    for key in asked.people():
        if not asked.person(key).path:
            yield card_record(asked, key)


def people_called(asked: Asked) -> tuple[Person, ...]:
    """Whom `person:` can mean."""
    people = [(key, asked.person(key)) for key in asked.people()]
    return people_of(
        (person_ids(asked, (key,))[0], each.name, (*each.aliases, *((each.id,) if each.path else ())))
        for key, each in people
    )


def _say(question: Question, found: Sequence[Record], people: Sequence[Person], tags: Sequence[str]) -> None:
    if not question.terms and not question.remarks:
        fail("There is nothing to search for.", "Give a word, or a filter such as person:ada.")
    if question.terms and not found:
        click.echo(f"Nothing found for {described(question)}.", err=True)
    for remark in remarks_on(question, bool(found), people, tags):
        offer = f" Did you mean {remark.instead}?" if remark.instead else ""
        click.echo(shown(remark.text + offer), err=True)


def _line(asked: Asked, question: Question, record: Record) -> str:
    """`meetings/a.md:7: Coffee with Ada · 5 June 2026 · … the words …`; of a person without a note, the name alone."""
    part = excerpt(question, record)
    place = f"{record.key}:{line_of(asked, question, record)}: " if record.key.endswith(".md") else ""
    facts = " · ".join(filter(None, (click.style(shown(record.title), bold=True), record.day, _marked(part))))
    return f"{click.style(shown(place), dim=True)}{facts}"


def _marked(part: Excerpt) -> str:
    text, pieces, at = shown(part.text), [], 0
    for start, end in part.marks:
        pieces += [text[at:start], click.style(text[start:end], fg="cyan", bold=True)]
        at = end
    return "".join((*pieces, text[at:]))


def line_of(asked: Asked, question: Question, record: Record) -> int:
    """The line of a note that says most of what was asked, the first of several; the first line where none does. A
    paragraph's words may stand on several lines, and a name where the note has an id."""
    first, last = _lines_of(asked, record)
    best, most = first, 0
    for number in range(first, last + 1):
        folded = fold(asked.line_text(record.key, number))
        count = sum(_begins(folded, term.value) for term in question.texts)
        if count > most:
            best, most = number, count
    return best


def _begins(folded: str, value: str) -> bool:
    return find_word(folded, value) >= 0 or (" " in value and find_word(folded, value.split(" ")[0]) >= 0)


def _lines_of(asked: Asked, record: Record) -> tuple[int, int]:
    """The first and the last line of a record: of a section, its own."""
    last = asked.line_count(record.key)
    entry, slug = asked.entry(record.key), record.href.partition("#")[2]
    if not slug:
        return 1, last
    starts = {part.heading: asked.locate(record.key, part.anchor).line for part in entry.sections}
    own = next(number for number, heading in enumerate(entry.body.headings) if heading.slug == slug)
    after = (line for line in starts.values() if line > starts[own])
    return starts[own], min(after, default=last + 1) - 1


def as_data(asked: Asked, question: Question, found: Sequence[Record]) -> dict[str, object]:
    """The answer as JSON has it (docs/json.md)."""
    people = {person_ids(asked, (key,))[0]: asked.person(key) for key in asked.people()}
    return {
        "version": VERSION,
        "found": [
            {
                "type": record.type,
                "title": record.title,
                "path": record.key if record.key.endswith(".md") else "",
                "line": line_of(asked, question, record) if record.key.endswith(".md") else None,
                "day": record.day or None,
                "people": [
                    {"id": each.id, "name": each.name, "card": not each.path}
                    for each in map(people.__getitem__, record.people[: record.present])
                ],
                "tags": list(record.tags),
                "text": excerpt(question, record).text,
            }
            for record in found
        ],
    }
