"""`kith brief`: what to know before meeting somebody, on one screen."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from site_builder.cli.common import echo_utf8, journal_options, open_session, say
from site_builder.cli.who import person_of
from site_builder.journal.model import Interaction, Statement
from site_builder.pipeline import Asked
from site_builder.relations.briefs import Brief, brief_of
from site_builder.relations.promises import Promise
from site_builder.relations.standing import GONE, contact_of, standing
from site_builder.relations.words import length
from site_builder.site.dates import written_day
from site_builder.site.pages.briefs import birthday_near, change_words, deed_words, meeting_words, role_words, wishes
from site_builder.site.pages.lines import promise_words
from site_builder.site.pages.person_facts import how_met, introduction_of
from site_builder.site.pages.texts import ago, gist_of, words
from site_builder.site.views import LinkTo, Words
from site_builder.values import dataclass

VERSION = 1
"""Of the JSON: raised when a key goes or changes its meaning; keys may come without."""
HEIGHT, WIDTH, WIDEST = 24, 80, 120
_LABEL = 9
_LONGEST_PLACE = 36
_LEAST_TEXT = 20
_FIRST = ("I owe", "They owe")
"""The labels whose rows are the first to take more lines than one."""
_KINDS = {"I owe": "mine", "They owe": "theirs"}
"""What JSON calls a row where that is not its label."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a brief: under which label, what it says, and the note and line where that stands."""

    label: str
    text: str
    place: str = ""


@click.command("brief", short_help="What to know before meeting somebody, on one screen.")
@click.argument("who", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="The same for other programs: docs/json.md has the keys.")
@journal_options
def command(who: tuple[str, ...], as_json: bool, journal: Path | None, today: date | None, as_of: date | None) -> None:
    """What to know before meeting WHO (ids, names, aliases or the beginning of one), on one screen for each.

    How you met, the last time, what has changed and what each of you has done since, what is open between you, what to
    raise and to ask, what they want and what you can offer, what you learned last: your own words, each line with the
    note and the line where it stands.

    \b
      kith brief ada
      kith brief "Ada Lovelace" bo
    """
    session = open_session(journal, today, as_of)
    keys = dict.fromkeys(person_of(session, name) for name in who)
    if as_json:
        asked = session.journal
        data = {"version": VERSION, "day": asked.today.isoformat(), "people": [as_data(asked, key) for key in keys]}
        echo_utf8(json.dumps(data, ensure_ascii=False, indent=2))
        return
    wide = shutil.get_terminal_size((WIDTH, HEIGHT)).columns if sys.stdout.isatty() else WIDTH
    screens = [screen(session.journal, key, min(max(wide, 40), WIDEST)) for key in keys]
    say("\n\n".join("\n".join(lines) for lines in screens).split("\n"))


def as_data(journal: Asked, key: str) -> dict[str, object]:
    """A brief as JSON has it (docs/json.md): all of its rows, whole."""
    person, stands = journal.person(key), standing(journal, key, journal.today)
    rows = [(row, row.place.rpartition(":")) for row in rows_of(journal, key, brief_of(journal, key))]
    return {
        "id": person.id,
        "name": person.name,
        "card": not person.path,
        "role": role_words(journal, key, stands),
        "circle": stands.circle,
        "status": stands.status,
        "lines": [
            {
                "kind": _KINDS.get(row.label, row.label.lower()),
                "text": row.text,
                "path": path or None,
                "line": int(line) if path else None,
            }
            for row, (path, _, line) in rows
        ]
        if stands.status not in GONE
        else [],
    }


def screen(journal: Asked, key: str, width: int = WIDTH, height: int = HEIGHT) -> list[str]:
    """A brief as lines of text. Where there is room, what is long takes several; where there is none, it is cut, and of
    what there is most the last go."""
    stands = standing(journal, key, journal.today)
    status = stands.status if stands.status != "active" else ""
    heading = " · ".join(filter(None, (journal.name(key), role_words(journal, key, stands), stands.circle, status)))
    known = brief_of(journal, key)
    said = [*rows_of(journal, key, known)]
    if stands.status in GONE or not (known or any(row.label == "Met" for row in said)):
        no_more = f"No brief: {stands.status}." if stands.status in GONE else "No note says more yet."
        return [_cut(heading, width), no_more]
    rows = _fitted(said, height - 1)
    labels = [row.label for row in rows]
    rows = [replace(row, label="") if labels[n] in labels[max(n - 1, 0) : n] else row for n, row in enumerate(rows)]
    room = height - 1 - len(rows)
    shown = {}
    for number in sorted(range(len(rows)), key=lambda number: labels[number] not in _FIRST):
        shown[number] = _laid_out(rows[number], width, room)
        room -= len(shown[number]) - 1
    return [_cut(heading, width), *(line for number in range(len(rows)) for line in shown[number])]


def rows_of(journal: Asked, key: str, known: Brief) -> Iterator[Row]:
    """All that a brief says, in the order in which it is read."""
    today, path = journal.today, journal.person(key).path
    if met := how_met(journal, key, contact_of(journal, key), journal.interactions(key)):
        yield Row("Met", _plain(met).removeprefix("Met ").rstrip("."), _place_of_meeting_them(journal, key))
    if last := known.last:
        said = gist_of(journal, last, last=True)
        what = f"{meeting_words(journal, last, key)}, {written_day(last.day)}, {ago(last.day, today)}"
        yield Row("Last", f"{what}: {said}" if said else what, _place(journal, last.path, _words_of(journal, last)))
    for change in known.changes:
        yield Row("New", change_words(change), _place(journal, path, change.anchor))
    if known.birthday:
        yield Row("New", birthday_near(known, today), _place(journal, path, "field:birthday"))
    for deed in known.since:
        yield _row(journal, "Since", deed.statement, f"{deed_words(deed)}: ")
    yield from (_promise(journal, "I owe", each) for each in known.mine)
    yield from (_promise(journal, "They owe", each) for each in known.theirs)
    yield from (_row(journal, "Thank", each, f"for the {each.line.category}: ") for each in known.thanks)
    yield from (_row(journal, "Raise", each) for each in known.next_time if each.role != "question")
    yield from (_row(journal, "Ask", each) for each in known.questions)
    for each in known.asked:
        yield _row(journal, "Ask", each, "they asked: " if each.theirs else "you asked: ")
    if known.unknown:
        yield Row("Ask", "what they hope for: no note says", path and _place(journal, path, "note"))
    if known.fields_wanted:
        yield Row("Wants", ", ".join(known.fields_wanted), _place(journal, path, "field:wants"))
    from_lines = wishes(journal, known, key)[len(known.fields_wanted) :]
    written = [each for each in known.wants if each.line.shown.casefold() not in _folded(known.fields_wanted)]
    for line, statement in zip(from_lines, written, strict=True):
        yield Row("Wants", _plain(line.text), _place(journal, statement.path, statement.line.anchor))
    if known.offers:
        yield Row("Offer", ", ".join(known.offers), _place(journal, path, "field:i_can_help"))
    yield from (_row(journal, "Learned", each) for each in known.learned)


def _folded(texts: tuple[str, ...]) -> set[str]:
    return {text.casefold() for text in texts}


def _row(journal: Asked, label: str, statement: Statement, before: str = "") -> Row:
    text = _plain(words(journal, statement.path, statement.line.shown))
    return Row(label, before + text, _place(journal, statement.path, statement.line.anchor))


def _promise(journal: Asked, label: str, promise: Promise) -> Row:
    row = _row(journal, label, promise.statement)
    _, when = promise_words(promise, journal.today)
    old = (journal.today - promise.made).days if promise.made else 0
    return replace(row, text=" · ".join(filter(None, (row.text, when, f"{length(old)} old" if old > 0 else ""))))


def _plain(parts: Words) -> str:
    said = (
        part.text if isinstance(part, LinkTo) else written_day(part) if isinstance(part, date) else part
        for part in parts
    )
    return " ".join("".join(said).split())


def _place(journal: Asked, path: str, anchor: str) -> str:
    return f"{path}:{journal.locate(path, anchor).line}"


def _words_of(journal: Asked, meeting: Interaction) -> str:
    """The anchor of the last words of a meeting's note or section; of the meeting where it has none."""
    entry = journal.entry(meeting.path)
    section = next((number for number, each in enumerate(entry.sections) if each.anchor == meeting.anchor), -1)
    said = [
        each.anchor
        for each in entry.body.paragraphs
        if not each.private and (section < 0 or (each.heading >= 0 and entry.section_of[each.heading] == section))
    ]
    return said[-1] if said and meeting.source in ("meeting", "section") else meeting.anchor


def _place_of_meeting_them(journal: Asked, key: str) -> str:
    """Where it stands how one met: in their file, else in the first note that tells of them."""
    path, fields = journal.person(key).path, contact_of(journal, key)
    if fields and fields.met:
        return _place(journal, path, "field:met")
    first = next((each for each in journal.interactions(key) if each.counts(journal.today)), None)
    if first:
        return _place(journal, first.path, first.anchor)
    if fields and fields.introduced_by:
        return _place(journal, path, "field:introduced_by")
    if led := introduction_of(journal, key):
        return _place(journal, led.path, led.line.anchor)
    stubs = (each for each in journal.statements(key) if each.role == "stub")
    return next((_place(journal, each.path, each.line.anchor) for each in stubs), "")


# ---------------------------------------------------------------- on the screen


def _fitted(rows: list[Row], room: int) -> list[Row]:
    """As many rows as there is room for: of the label with the most rows the last goes, until they fit; the row before
    says how many went."""
    gone: dict[str, int] = {}
    kept = list(rows)
    while len(kept) > room:
        counts: dict[str, int] = {}
        for row in kept:
            counts[row.label] = counts.get(row.label, 0) + 1
        most = max(counts, key=lambda label: counts[label])
        if counts[most] == 1:
            break
        last = max(number for number, row in enumerate(kept) if row.label == most)
        del kept[last]
        gone[most] = gone.get(most, 0) + 1
    for label, number in gone.items():
        last = max(at for at, row in enumerate(kept) if row.label == label)
        kept[last] = replace(kept[last], text=f"(and {number} more) {kept[last].text}")
    return kept


def _laid_out(row: Row, width: int, room: int) -> list[str]:
    """A row as lines, its place at the right: on one line, cut where it is too long; or on up to `room` lines more."""
    indent = " " * _LABEL
    label = f"{row.label:<{_LABEL}}"
    place = _shortened_place(row.place)
    left = width - _LABEL
    if len(row.text) + 2 + len(place) <= left or not place:
        return [_beside(label + (row.text if place else _cut(row.text, left)), place, width)]
    lines = textwrap.wrap(row.text, left, break_long_words=True)
    if len(lines[-1]) + 2 + len(place) > left:
        lines.append("")
    if len(lines) - 1 > min(room, 2):
        lines = [_cut(row.text, max(left - 2 - len(place), _LEAST_TEXT))]
    shown = [(indent if number else label) + line for number, line in enumerate(lines)]
    return [*shown[:-1], _beside(shown[-1], place, width)]


def _beside(text: str, place: str, width: int) -> str:
    return f"{text}{' ' * max(2, width - len(text) - len(place))}{place}" if place else text.rstrip()


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _shortened_place(place: str) -> str:
    """`meetings/2026-….md:12`: the folder and the beginning of the name, and the line."""
    if len(place) <= _LONGEST_PLACE:
        return place
    tail = ".md:" + place.rpartition(":")[2]
    return place[: _LONGEST_PLACE - 1 - len(tail)] + "…" + tail
