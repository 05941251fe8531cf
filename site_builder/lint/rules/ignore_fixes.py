"""Taking away a suppression that silences nothing."""

from __future__ import annotations

import re
from collections import Counter

from site_builder.finding import Finding
from site_builder.lint.rule import Again, Change, Fix, Fixer, Fixing
from site_builder.lint.suppression import nothing_silenced
from site_builder.notes.edit import Edit
from site_builder.notes.nodes import Mapping, Node, Scalar, Sequence, fold_key
from site_builder.notes.reading import Document, Reading
from site_builder.settings import CONFIG_NAME
from site_builder.text import Span

_NAMES = re.compile(r"<!--\s*kith-ignore\s+(?P<names>[\w-]+(?:\s*,\s*[\w-]+)*)")
_NAME = re.compile(r"[\w-]+")
_UNKNOWN = re.compile(r"No rule is called `([^`]+)`\.")
_MEANT = re.compile(r"Did you mean `([\w-]+)`\?")


def _of_unused_ignore(journal: Fixing, finding: Finding) -> Fix | None:
    """The suppression taken away, or the rule's name from among others in it."""
    path = finding.path
    document, before = journal.document(path), journal.reading(path)
    span = before.places.get(finding.anchor)
    if span is None:
        return None
    in_front = finding.anchor.startswith("field:")
    edit = _in_front(document, span, finding) if in_front else _in_comment(document.text, span, finding)
    if edit is None:
        return None
    return Fix(True, (Change(path, (edit,), _silences_less),))


def _silences_less(again: Again) -> bool:
    return _count(again.reading) < _count(again.before)


def _count(reading: Reading) -> int:
    """How many rules a note silences, each time it does so."""
    return _names_of(reading).total()


def _in_comment(text: str, span: Span, finding: Finding) -> Edit | None:
    names = _NAMES.match(text, span.start, span.end)
    if names is None:
        return None
    words = list(_NAME.finditer(text, *names.span("names")))
    number = next((n for n, word in enumerate(words) if nothing_silenced(word[0]) == finding.message), -1)
    if number < 0:
        return None
    if len(words) > 1:
        after = number + 1 < len(words)
        start = words[number].start() if after else words[number - 1].end()
        return Edit(Span(start, words[number + 1].start() if after else words[number].end()), "")
    start, end = span.start, span.end
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    if not text[first:start].strip() and not text[end:last].strip():
        return Edit(Span(first, min(last + 1, len(text))), "")
    start = first + len(text[first:start].rstrip())
    return Edit(Span(start, end), "") if start > first else Edit(Span(span.start, end), "")


def _in_front(document: Document, span: Span, finding: Finding) -> Edit | None:
    """Of `lint-ignore:` in front matter, the item that names the rule; the whole field where it names no other."""
    for key, value in document.front.fields.pairs if document.front.fields else ():
        if fold_key(key.text) != "lint_ignore":
            continue
        items = value.items if isinstance(value, Sequence) else (value,)
        number = next((n for n, item in enumerate(items) if item.span == span), -1)
        if number < 0 or not _names(items[number], finding):
            return None
        if len(items) == 1:
            return _lines(document.text, key.span.start, value.span.end)
        start, end = items[number].span.start, items[number].span.end
        if isinstance(value, Sequence) and document.text[value.span.start] == "[":
            after = number + 1 < len(items)
            start = start if after else items[number - 1].span.end
            return Edit(Span(start, items[number + 1].span.start if after else end), "")
        return _lines(document.text, start, end)
    return None


def _names(item: Node, finding: Finding) -> bool:
    """Whether an item names the rule of a finding, and no other."""
    if isinstance(item, Mapping):
        rule = next((value for key, value in item.pairs if fold_key(key.text) == "rule"), None)
        return isinstance(rule, Scalar) and nothing_silenced(rule.text) == finding.message
    return isinstance(item, Scalar) and nothing_silenced(item.text.strip()) == finding.message


def _lines(text: str, start: int, end: int) -> Edit:
    """The lines on which a span stands, taken away."""
    last = text.find("\n", end)
    return Edit(Span(text.rfind("\n", 0, start) + 1, len(text) if last < 0 else last + 1), "")


def _of_unknown_rule(journal: Fixing, finding: Finding) -> Fix | None:
    """The nearest name of a rule in a note, where one is near. A guess: it then silences something."""
    typed, meant = _UNKNOWN.fullmatch(finding.message), _MEANT.fullmatch(finding.remedy)
    if typed is None or meant is None or finding.path == CONFIG_NAME:
        return None
    document, before = journal.document(finding.path), journal.reading(finding.path)
    span = before.places.get(finding.anchor)
    places = list(re.finditer(rf"(?<![\w-]){re.escape(typed[1])}(?![\w-])", document.text)) if span else []
    inside = [each for each in places if span and span.start <= each.start() and each.end() <= span.end]
    if len(inside) != 1:
        return None

    def shows(again: Again) -> bool:
        return _names_of(again.reading)[meant[1]] > _names_of(again.before)[meant[1]]

    return Fix(False, (Change(finding.path, (Edit(Span(*inside[0].span()), meant[1]),), shows),))


def _names_of(reading: Reading) -> Counter[str]:
    comments = (name for each in reading.entry.body.ignores for name in _NAME.findall(each.text.partition(":")[0]))
    return Counter((*(each.rule for each in reading.entry.ignores), *comments))


UNKNOWN_RULE = Fixer(_of_unknown_rule, "unsafe")
UNUSED_IGNORE = Fixer(_of_unused_ignore, "safe")
