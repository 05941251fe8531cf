"""Rules about how a note is written: what cannot be read, and what can be read but was probably meant otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.finding import Finding
from site_builder.lint.rule import Change, Checked, Fix, Fixer, Fixing, Rule, rule_of_journal, rule_of_note
from site_builder.lint.rules import line_fixes, reading
from site_builder.lint.rules.front_fixes import renamed_key
from site_builder.lint.rules.near_miss import check_near_miss
from site_builder.lint.rules.words import check_misspelt_word, check_repeated_line
from site_builder.lint.spelling import slips
from site_builder.notes.dates import parse_when
from site_builder.notes.entry import Entry
from site_builder.notes.nodes import fold_key
from site_builder.notes.schema import COMMON_KEYS, FIELD_WORDS, Field, Kind, fields_of
from site_builder.notes.sections import MEETING_KINDS, is_misdated

_SHORTEST_KEY = 6
_NEEDS_A_DAY = {"exchange": "exchange", "ask": "ask", "intro": "introduction", "conflict": "conflict"}


def check_unknown_field(journal: Checked) -> Iterator[Finding]:
    """A key in the front matter that is one slip from one of Kith's.

    Why: Kith keeps keys that are not its own, so `cirlce: inner` is shown and means nothing.

    Wrong:
        cirlce: inner

    Right:
        circle: inner

    Settings: `[words]` in kith.toml makes a key of your own mean one of Kith's.

    Quiet: keys further off, and plain notes. A key near one of fewer than six letters is told only where the note lacks
    that one, no more than two notes have it, and it has its letters (`kind::`), a value that it alone would have (a
    date, a link, a listed word) or the very text that another note has there. Told once for the journal.
    """
    first: dict[str, tuple[str, str, str, bool]] = {}
    counts: dict[str, int] = {}
    for path in journal.of_entries(has_more_keys):
        entry = journal.entry(path)
        for typed, value in entry.more:
            key = fold_key(typed)
            near = _known_key_near(key, entry.type, journal)
            short = "" if near else _short_key_near(journal, key, value, entry)
            if near or short:
                first.setdefault(key, (path, typed, near or short, not near))
                counts[key] = counts.get(key, 0) + 1
    for key, (path, typed, near, is_short) in first.items():
        others = counts[key] - 1
        if is_short and others > 1:
            continue
        more = f", here and in {others} more note{'s' if others > 1 else ''}" if others else ""
        yield Finding(
            path, f"more:{key}", "unknown-field", f"`{typed}` is no key of Kith's{more}.", f"Did you mean `{near}`?"
        )


def has_more_keys(entry: Entry) -> bool:
    """Whether a note of a type of ours has keys that are not."""
    return entry.type != "note" and bool(entry.more)


def _of_unknown_field(journal: Fixing, finding: Finding) -> Fix | None:
    """The key as Kith knows it, in every note that has it. A guess: it may be a key of one's own."""
    key = finding.anchor.removeprefix("more:")
    changes: list[Change] = []
    near = _known_key_near(key, journal.entry(finding.path).type, journal)
    for path in journal.of_entries(has_more_keys):
        entry = journal.entry(path)
        typed = any(fold_key(more) == key for more, _ in entry.more)
        if typed and near and _known_key_near(key, entry.type, journal) == near:
            changes += [change] if (change := renamed_key(journal, path, key, near)) else []
    return Fix(False, tuple(changes)) if changes else None


def _known_key_near(key: str, type_name: str, journal: Checked) -> str:
    fields = [field.name for field in fields_of(type_name)]
    words = [word for word, ours in (*FIELD_WORDS.items(), *journal.config.words) if ours in fields]
    known = [name for name in (*fields, *COMMON_KEYS, *words) if len(name) >= _SHORTEST_KEY]
    return next((name for name in known if slips(key, name, 1) == 1), "")


def _short_key_near(journal: Checked, key: str, value: str, entry: Entry) -> str:
    """A short key of Kith's that a note lacks and that this one was probably to be."""
    letters = "".join(char for char in key if char.isalnum() or char == "_")
    for field in fields_of(entry.type):
        if len(field.name) >= _SHORTEST_KEY or field.name in entry.written:
            continue
        if letters == field.name or (len(field.name) > 3 and _is_doubled_or_swapped(key, field.name)):
            return field.name
        if slips(key, field.name, 1) == 1 and (_only_fits(value, field) or _is_used(journal, value, field)):
            return field.name
    return ""


def _is_used(journal: Checked, value: str, field: Field) -> bool:
    """Whether another note has the same text in a field."""
    found = field.name, value.strip().casefold()
    return field.kind is Kind.TEXT and any(found in those for those in journal.of_entries(short_texts_in).values())


def short_texts_in(entry: Entry) -> frozenset[tuple[str, str]]:
    """The texts of a note in fields with short names, in small letters."""
    texts = (field.name for field in fields_of(entry.type) if field.kind is Kind.TEXT)
    short = [name for name in texts if len(name) < _SHORTEST_KEY and name in entry.written]
    return frozenset((name, getattr(entry.fields, name).strip().casefold()) for name in short)


_NUMBERS = re.compile(r"\s*(?:\d{4}(?:-\d\d){0,2}:?\s+)?[+-]?\d{1,2}(?!\S*\d)")


def _is_doubled_or_swapped(key: str, name: str) -> bool:
    """Whether a key has the letters of a name, one of them twice or two neighbours swapped: no other word has."""
    return slips(key, name, 1) == 1 and (
        sorted(key) == sorted(name) or (len(key) > len(name) and set(key) == set(name))
    )


def _only_fits(value: str, field: Field) -> bool:
    """Whether a value is such that only this field would have it."""
    if field.kind in (Kind.REF, Kind.REFS, Kind.DATED_REF):
        return "[[" in value
    if field.kind in (Kind.DATE, Kind.DATE_OR_DURATION):
        return parse_when(value) is not None
    if field.kind in (Kind.CHOICE, Kind.DATED_CHOICE):
        return value.strip().casefold() in field.choices
    if field.kind is Kind.DATED_NUMBER:
        return _NUMBERS.match(value) is not None
    return field.name == "kind" and value.strip().casefold() in MEETING_KINDS


def check_missing_date(journal: Checked, path: str) -> Iterator[Finding]:
    """An exchange, an ask, an introduction or a conflict that is of no day.

    Why: without a day it has no weight in the balance between you, and nothing can ask what came of it.

    Wrong:
        - gave link: the paper on loop notation (in Ada's own note, under no dated heading)

    Right:
        - gave link: the paper on loop notation on:2026-06-05

    Settings: none.

    Quiet: under a dated heading, and with `on:`, even those that are no date (each is a `bad-value`).
    """
    entry = journal.entry(path)
    if entry.type != "contact" and not (entry.type == "meeting" and entry.sections):
        return
    for statement in journal.resolved(path).statements:
        line = statement.line
        what = _NEEDS_A_DAY.get(statement.role)
        item = entry.body.items[line.item]
        dated = " on:" in item.text or _is_below_misdated(entry, item.heading)
        if what and statement.day is None and not dated:
            article = "An" if what[0] in "aei" else "A"
            yield Finding(
                path,
                line.anchor,
                "missing-date",
                f"{article} {what} without a date: this line stands under no dated heading.",
                "Add `on:` and the day, as in `on:2026-06-05`.",
            )


def _is_below_misdated(entry: Entry, number: int) -> bool:
    """Whether a heading, or one that it stands under, was to be a day and is none: that is told there."""
    level = 7
    for heading in reversed(entry.body.headings[: number + 1]):
        if heading.level < level and not heading.quoted:
            if is_misdated(heading.text):
                return True
            level = heading.level
    return False


RULES: tuple[Rule, ...] = (
    reading.BAD_FRONT_MATTER,
    reading.MISSING_FIELD,
    reading.BAD_VALUE,
    reading.DUPLICATE_KEY,
    reading.CONFLICT_MARKER,
    reading.BAD_ENCODING,
    reading.UNREADABLE_NOTE,
    reading.TOO_COMPLEX,
    reading.PRIVATE_BLOCK,
    reading.CUT_VALUE,
    reading.UNQUOTED_LINK,
    rule_of_journal(check_unknown_field, "info", fix=Fixer(_of_unknown_field, "unsafe")),
    rule_of_note(check_near_miss, "warning", fix=line_fixes.NEAR_MISS),
    rule_of_journal(check_misspelt_word, "warning"),
    rule_of_note(check_repeated_line, "info"),
    reading.UNATTRIBUTED,
    rule_of_note(check_missing_date, "error"),
    reading.ESCAPED_LINK,
    reading.TEMPLATE_LEFT,
)
