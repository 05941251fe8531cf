"""What would put names and relations right: both are guesses, for only the writer knows who was meant."""

from __future__ import annotations

import re

from site_builder.finding import Finding
from site_builder.journal.names import CARD, fold_name
from site_builder.journal.resolve import card_refs
from site_builder.lint.rule import Again, Change, Fix, Fixer, Fixing
from site_builder.lint.rules.people import INVERSE, as_mention, meant_by
from site_builder.lint.spelling import slips
from site_builder.notes.changes import set_field, value_of
from site_builder.notes.edit import Edit, Refusal
from site_builder.notes.nodes import Mapping, Scalar, Sequence
from site_builder.notes.reading import Document, Reading
from site_builder.notes.schema import Contact, Ref
from site_builder.text import Span

_BULLET = re.compile(r"[ \t]*-[ \t]+")


def _of_misspelt_person(journal: Fixing, finding: Finding) -> Fix | None:
    """The name of somebody who has a note, as a link has it or as prose has it."""
    document, before = journal.document(finding.path), journal.reading(finding.path)
    ref = next((each for each in card_refs(before.entry) if each.anchor == finding.anchor), None)
    place = before.places.get(finding.anchor)
    if ref is None or place is None or document.text.count(ref.target, place.start, place.end) != 1:
        return None
    key = meant_by(journal, finding.path, fold_name(ref.target))
    if not key:
        return None
    meant, at = _spelt(journal, key, ref), document.text.index(ref.target, place.start)

    def shows(again: Again) -> bool:
        old, new = ([at.target for at in card_refs(each.entry)] for each in (again.before, again.reading))
        return new.count(meant) > old.count(meant)

    edit = Edit(Span(at, at + len(ref.target)), meant)
    return Fix(False, (Change(finding.path, (edit,), shows),))


def _spelt(journal: Fixing, path: str, ref: Ref) -> str:
    """How somebody is named where a slip stands: links and mentions have the id, other places the nearest name; who has
    no note, their name."""
    if path.startswith(CARD):
        return as_mention(journal.name(path)) if ref.form == "mention" else journal.name(path)
    identity = journal.identity(path)
    if ref.form != "name":
        return identity.id
    folded = fold_name(ref.target)
    return min((identity.name, *identity.aliases), key=lambda name: slips(folded, fold_name(name)))


def _of_unreturned_relation(journal: Fixing, finding: Finding) -> Fix | None:
    """The relation told the other way round, in the other's note; nothing where the two contradict."""
    told = journal.resolved(finding.path).relations
    kind, other = next(((kind, key) for kind, key, anchor in told if anchor == finding.anchor), ("", ""))
    if not kind or any(back == finding.path for _, back, _ in journal.resolved(other).relations):
        return None
    document, before = journal.document(other), journal.reading(other)
    pair = f'{INVERSE[kind]}: "[[{journal.identity(finding.path).id}]]"'
    edits = _with_relation(document, before, pair)
    wanted = (INVERSE[kind], journal.identity(finding.path).id)

    def shows(again: Again) -> bool:
        fields = again.reading.entry.fields
        told = [(kind, ref.target) for kind, ref in fields.relations] if isinstance(fields, Contact) else []
        return wanted in told

    return Fix(False, (Change(other, edits, shows),)) if edits else None


def _with_relation(document: Document, reading: Reading, pair: str) -> tuple[Edit, ...]:
    """A relation after those that a note has, in the form that these have."""
    text, key = document.text, reading.places.get("key:relations")
    if document.front.fields is None or key is None:
        edits = set_field(document, reading, "relations", f"[{pair}]")
        return () if isinstance(edits, Refusal) else edits
    value = value_of(document.front.fields, key)
    if isinstance(value, Scalar) and not value.text.strip():
        edits = set_field(document, reading, "relations", f"[{pair}]")
        return () if isinstance(edits, Refusal) else edits
    if isinstance(value, Sequence) and text[value.span.start] == "[":
        end = value.span.end - 1
        return (Edit(Span(end, end), f", {pair}" if value.items else pair),)
    first, last = None, 0
    if isinstance(value, Sequence) and value.items:
        first, last = value.items[0].span.start, value.items[-1].span.end
    elif isinstance(value, Mapping) and value.pairs and text[value.span.start] != "{":
        first, last = value.pairs[0][0].span.start, value.span.end
    if first is None:
        return ()
    lead = text[text.rfind("\n", 0, first) + 1 : first]
    if isinstance(value, Sequence) and not _BULLET.fullmatch(lead):
        return ()
    end = text.find("\n", last)
    end = len(text) if end < 0 else end
    return (Edit(Span(end, end), f"\n{lead}{pair}"),)


MISSPELT_PERSON = Fixer(_of_misspelt_person, "unsafe")
UNRETURNED_RELATION = Fixer(_of_unreturned_relation, "unsafe")
