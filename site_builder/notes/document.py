"""From a source to a document, and from a document to an entry. Neither ever fails: what is wrong is a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from site_builder.finding import Finding
from site_builder.notes.body import Trouble
from site_builder.notes.dates import When, parse_when, why_not
from site_builder.notes.decode import Decoded, decode_fields, plain
from site_builder.notes.entry import Entry
from site_builder.notes.front_matter import FrontMatter, read_front_matter
from site_builder.notes.lines import KINDS, Line, parse_line
from site_builder.notes.markdown import parse_markdown
from site_builder.notes.nodes import Scalar, fold_key
from site_builder.notes.reading import Document, Reading, Vocabulary
from site_builder.notes.schema import TYPE_WORDS, TYPES, Event, Fields, Meeting
from site_builder.notes.secrets import find_secrets
from site_builder.notes.sections import read_sections
from site_builder.text import Source, Span

_CONFLICT = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
_NAME_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")


def parse_document(source: Source) -> Document:
    """Parse a note's text. The costly step, a function of the text alone, so that it can be remembered by content."""
    front = read_front_matter(source.text)
    body, places = parse_markdown(source.text, front.body)
    places = {"note": _first_words(source.text), **places}
    findings = []
    for number, fault in enumerate(source.faults):
        anchor = f"byte:{number}"
        places[anchor] = fault.span
        findings.append(Finding(source.path, anchor, "bad-encoding", fault.message, fault.remedy))
    for number, problem in enumerate(front.problems):
        anchor = f"front:{number}"
        places[anchor] = problem.span
        findings.append(Finding(source.path, anchor, problem.rule, problem.message, problem.remedy))
    if conflict := _CONFLICT.search(source.text, 0, front.body):
        places["front:conflict"] = Span(*conflict.span())
        findings.append(
            Finding(
                source.path,
                "front:conflict",
                "conflict-marker",
                "A merge left both versions here, between `<<<<<<<` and `>>>>>>>`.",
                "Keep the lines that are right and delete the three marker lines.",
            )
        )
    for number, (span, what) in enumerate(find_secrets(source.text)):
        places[f"secret:{number}"] = span
        message, remedy = f"This is {what}.", "Keep it where you keep passwords, and take it out of the note."
        findings.append(Finding(source.path, f"secret:{number}", "secret-number", message, remedy))
    findings += [_of_trouble(source.path, trouble) for trouble in _once(body.troubles)]
    return Document(source.path, source.text, front, body, places, tuple(findings))


def _first_words(text: str) -> Span:
    """Where a finding about a whole note points: its first line that says something."""
    match = re.search(r"\S[^\n]*", text)
    return Span(match.start(), match.end()) if match else Span(0, 0)


def _once(troubles: tuple[Trouble, ...]) -> Iterator[Trouble]:
    """What is wrong in a body; of many placeholders only the first, with their number: the note is a template."""
    left = [trouble for trouble in troubles if trouble.rule == "template-left"]
    for trouble in troubles:
        if len(left) < _MANY or trouble.rule != "template-left":
            yield trouble
        elif trouble is left[0]:
            message = trouble.message.replace(" was left", f" and {len(left) - 1} more were left")
            yield replace(
                trouble, message=message, remedy="Fill them in, or keep the note in the journal's own `templates/`."
            )


_MANY = 4


def _of_trouble(path: str, trouble: Trouble) -> Finding:
    return Finding(path, trouble.anchor, trouble.rule, trouble.message, trouble.remedy)


def declared_type(front: FrontMatter, vocabulary: Vocabulary) -> tuple[str, Scalar | None]:
    """The type that a note's own `type:` gives, in our words (empty if it has none), and the value as typed."""
    words = dict(vocabulary.words)
    for key, value in front.fields.pairs if front.fields else ():
        if fold_key(key.text) == "type" and (text := plain(value).strip()):  # `type: [contact]` is a list of one
            typed = fold_key(text)
            for word in (words.get(typed, typed), typed):
                word = TYPE_WORDS.get(word, word)
                if word in TYPES:
                    return word, Scalar(text, False, value.span)
            return "", Scalar(text, False, value.span)
    return "", None


def decode_entry(document: Document, type_by_path: str, vocabulary: Vocabulary) -> Reading:
    """Decode a document into an entry of its type: its `type:`, else the one that its path has."""
    own_type, typed = declared_type(document.front, vocabulary)
    type_name = own_type or type_by_path
    fields, decoded = decode_fields(document.front, type_name, dict(vocabulary.words))
    if typed is not None and not own_type:
        # Any other `type:` is a plain note's own business (Obsidian vaults are full of them).
        decoded.more.append(("type", typed.text))
    stem = PurePosixPath(document.path).name.rpartition(".")[0]
    findings: list[Finding] = []
    day, day_anchor = _own_day(fields, stem, decoded)
    sections, section_of, meaning_of, troubles = read_sections(document.body.headings, type_name, day is not None)
    lines: list[Line] = []
    kinds = frozenset((*KINDS, *vocabulary.kinds))
    for number, item in enumerate(document.body.items):
        base: date | None = day.first if day else None
        if item.heading >= 0 and section_of[item.heading] >= 0:
            base = sections[section_of[item.heading]].date.first
        meaning = meaning_of[item.heading] if item.heading >= 0 else ""
        line, line_troubles = parse_line(number, item, document.body.links, base, kinds, meaning)
        lines.append(line)
        troubles += line_troubles
    if type_name in ("meeting", "event") and day is None and not sections and not day_anchor:
        decoded.wrong(
            _front_start(document),
            f"This {type_name} has no date.",
            "Write `date: 2026-06-05` in the front matter, or begin the file's name with the date.",
            "missing-field",
        )
    places = {**document.places, **decoded.places}
    for number, problem in enumerate(decoded.problems):
        anchor = f"value:{number}"
        places[anchor] = problem.span
        findings.append(Finding(document.path, anchor, problem.rule, problem.message, problem.remedy))
    for trouble in troubles:
        places.setdefault(trouble.anchor, _token_place(document, trouble.anchor))
        findings.append(_of_trouble(document.path, trouble))
    entry = Entry(
        document.path,
        type_name,
        stem,
        fields,
        document.body,
        tuple(lines),
        sections,
        section_of,
        meaning_of,
        day,
        decoded.private,
        tuple(decoded.private_keys),
        tuple(decoded.more),
        tuple(decoded.ignores),
        tuple(decoded.written),
    )
    return Reading(entry, places, document.findings + tuple(findings))


def _token_place(document: Document, anchor: str) -> Span:
    """The place of a token of a line, whose anchor is the line's, `/` and the token; else that of the line."""
    line, _, token = anchor.partition("/")
    place = document.places.get(line, document.places["note"])
    key, _, value = token.partition(":")
    written = re.compile(rf"(?i)\b{re.escape(key)}::?\s*[\"“]?{re.escape(value)}")  # also `[due:: soon]`
    match = written.search(document.text, place.start, place.end) if token else None
    return Span(*match.span()) if match else place


def _own_day(fields: Fields, stem: str, decoded: Decoded) -> tuple[When | None, bool]:
    """A note's own date, from its field or its file's name; and whether a date was at least attempted."""
    if isinstance(fields, Meeting | Event):
        if fields.date is not None:
            return fields.date, True
        if match := _NAME_DATE.match(stem):
            day = parse_when(match[1])
            if day is None and "date" not in decoded.written:
                decoded.wrong(Span(0, 0), why_not(match[1]) or f"{match[1]} is no date.", "Rename the file.")
            return day, True
        return None, "date" in decoded.written
    return None, False


def _front_start(document: Document) -> Span:
    return document.front.fields.span if document.front.fields else document.places["note"]
