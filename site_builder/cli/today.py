"""`kith today`: the home page, in the terminal, and as JSON for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from site_builder.cli.common import echo_utf8, journal_options, open_session, say
from site_builder.pipeline import Asked
from site_builder.relations.attention import Attention, Coming, Reach, Review, attention
from site_builder.relations.promises import Promise
from site_builder.site.dates import day_of_week, near_day, written_day
from site_builder.site.pages.lines import promise_words
from site_builder.site.pages.links import own_title
from site_builder.site.pages.texts import ahead, plain_text
from site_builder.site.pages.today import review_lines
from site_builder.site.views import ReviewLine

VERSION = 1
"""Of the JSON: raised when a key goes or changes its meaning; keys may come without."""


@click.command("today", short_help="What you promised, whom to be in touch with, what comes.")
@click.option("--json", "as_json", is_flag=True, help="The same for other programs: docs/json.md has the keys.")
@journal_options
def command(as_json: bool, journal: Path | None, today: date | None, as_of: date | None) -> None:
    """What you promised, what was promised to you, whom to be in touch with, and what comes.

    Promises are all there, with the numbers that `kith done` takes; people at most as many as kith.toml's [nudges] say,
    the rest as a count.
    """
    asked = open_session(journal, today, as_of).journal
    if as_json:
        echo_utf8(json.dumps(as_data(asked, attention(asked)), ensure_ascii=False, indent=2))
    else:
        say(describe(asked))


def describe(journal: Asked) -> list[str]:
    """The day as lines of text."""
    found = attention(journal)
    lines = [f"{day_of_week(found.day)}, {written_day(found.day)}"]
    numbers = iter(range(1, len(found.promises) + 1))
    width = len(str(len(found.promises)))
    for title, promises in (
        ("You promised", found.mine),
        ("Promised to you", found.theirs),
        ("Your own work", found.own),
    ):
        lines += _section(title, [f"{next(numbers):>{width}}  {_promise(journal, each)}" for each in promises])
    touch = [_reach(journal, each) for each in found.touch]
    if found.rest:
        touch.append(f"and {len(found.rest)} more")
    lines += _section("Be in touch with", touch)
    lines += _section("Quiet longer than usual", [_reach(journal, each) for each in found.quiet])
    lines += _section("Ahead", [_coming(journal, each) for each in found.ahead])
    lines += _section("Monday's review", [_review(each) for each in review_lines(journal, found)])
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
    return f"{journal.name(reach.key)} · {_sentence(reach)}"


def _sentence(reach: Reach) -> str:
    return "".join(part if isinstance(part, str) else written_day(part) for part in reach.sentence)


def _coming(journal: Asked, coming: Coming) -> str:
    if coming.kind == "birthday":
        what = f"{journal.name(coming.key)}'s birthday" + (f" ({coming.age})" if coming.age else "")
    else:
        what = own_title(journal, coming.key)
    return f"{near_day(coming.day)} · {what} · {ahead(coming.day, journal.today)}"


def _review(line: ReviewLine) -> str:
    sentence = "".join(part for part in line.sentence if isinstance(part, str))
    return f"{sentence.rstrip('.')}: {', '.join(link.text for link in line.links)}"


def as_data(journal: Asked, found: Attention) -> dict[str, object]:
    """The day as JSON has it (docs/json.md)."""
    whose = [*(["mine"] * len(found.mine)), *(["theirs"] * len(found.theirs)), *(["own"] * len(found.own))]
    return {
        "version": VERSION,
        "day": found.day.isoformat(),
        "promises": [
            _promise_data(journal, number, owner, each)
            for number, (owner, each) in enumerate(zip(whose, found.promises, strict=True), 1)
        ],
        "touch": [_reach_data(journal, each) for each in found.touch],
        "more": len(found.rest),
        "quiet": [_reach_data(journal, each) for each in found.quiet],
        "ahead": [
            {
                "day": each.day.isoformat(),
                "kind": each.kind,
                "title": journal.name(each.key) if each.kind == "birthday" else own_title(journal, each.key),
                "path": each.meeting.path if each.meeting else each.key if each.key.endswith(".md") else "",
                "people": _people(journal, each.people),
                "age": each.age,
            }
            for each in found.ahead
        ],
        "review": _review_data(journal, found.review) if found.review else None,
    }


def _review_data(journal: Asked, review: Review) -> dict[str, object]:
    return {
        "undated": [_promise_data(journal, None, "mine", each) for each in review.undated],
        "cards": _people(journal, review.cards),
        "quiet": _people(journal, review.quiet),
        "plans": _people(journal, review.plans),
    }


def _promise_data(journal: Asked, number: int | None, whose: str, promise: Promise) -> dict[str, object]:
    statement = promise.statement
    return {
        "number": number,
        "whose": whose,
        "text": plain_text(statement.line.shown),
        "people": _people(journal, promise.people),
        "state": promise.state,
        "made": promise.made.isoformat() if promise.made else None,
        "due": promise.due.isoformat() if promise.due else None,
        "overdue": promise.overdue,
        "path": statement.path,
        "line": journal.locate(statement.path, statement.line.anchor).line,
    }


def _reach_data(journal: Asked, reach: Reach) -> dict[str, object]:
    last = reach.tie.last
    return {
        **_people(journal, (reach.key,))[0],
        "reason": reach.reason,
        "sentence": _sentence(reach),
        "late": reach.late,
        "last": last.day.isoformat() if last else None,
    }


def _people(journal: Asked, keys: Iterable[str]) -> list[dict[str, object]]:
    return [{"id": each.id, "name": each.name, "card": not each.path} for each in map(journal.person, keys)]
