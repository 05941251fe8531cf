"""Rules about people and their notes: names with a slip, two notes for one, relations that only one side tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.finding import Finding
from site_builder.journal.model import Resolved
from site_builder.journal.names import CARD, Found, fold_id, fold_name
from site_builder.journal.resolve import card_refs
from site_builder.lint.rule import Checked
from site_builder.lint.spelling import Lookalikes, slips
from site_builder.notes.entry import Entry
from site_builder.notes.schema import Contact, Ref

_SHORTEST_NAME, _LONG_NAME = 5, 8
INVERSE = {
    "manager": "report",
    "report": "manager",
    "mentor": "mentee",
    "mentee": "mentor",
    "parent": "child",
    "child": "parent",
    **{kind: kind for kind in ("spouse", "partner", "sibling", "friend", "colleague")},
}
_DESKS = frozenset({"info", "office", "hello", "contact", "mail", "team", "support", "admin", "sales", "press"})


def check_misspelt_person(journal: Checked) -> Iterator[Finding]:
    """A name without a note, used once, that is nearly the name of somebody who has one.

    Why: the meeting counts for a person who does not exist, and the one you met seems to be out of touch.

    Wrong:
        with: Ada Lovelase

    Right:
        with: Ada Lovelace

    Settings: none.

    Quiet: names of fewer than five letters, names used twice or made by a `new:` line, somebody who was there together
    with the one they resemble, and names with other digits (Team 3 is not Team 4). One slip is allowed, from eight
    letters on two. A given name is held against those of the people of its note, where one alone is near and nobody of
    that name was ever met; where it is right but no alias, it is told however often it is used. Of somebody there who
    has no note it has to be right.
    """
    near = dict(journal.ask(lookalikes_of_cards))
    for folded in journal.cards():
        if folded in near or _is_given_name(folded):
            uses = _uses(journal, folded)
            for path, ref in uses:
                if meant := meant_by(journal, path, folded, alone=len(uses) == 1):
                    name = journal.name(meant)
                    remedy = f"Did you mean {name}?"
                    if ref.form == "mention" and meant.startswith(CARD):
                        remedy += f" Write `@{as_mention(name)}`."
                    yield Finding(path, ref.anchor, "misspelt-person", f"No contact is called “{ref.target}”.", remedy)


def meant_by(journal: Checked, path: str, folded: str, *, alone: bool = True) -> str:
    """Who was probably meant by a name without a note; nothing where that is nobody. `alone`: it is used here only."""
    there = _people_of(journal, path)
    near = dict(journal.ask(lookalikes_of_cards)).get(folded, ()) if alone else ()
    if near and not (set(near) & there and CARD + folded in there):
        return near[0]
    if not _is_given_name(folded) or journal.interactions(CARD + folded):
        return ""
    given = {key: fold_name(journal.name(key)).split(" ")[0] for key in there if key != CARD + folded}
    most = (2 if len(folded) >= _LONG_NAME else 1) if alone and len(folded) >= _SHORTEST_NAME else 0
    fitting = [key for key, name in given.items() if _is_near(name, folded, 0 if key.startswith(CARD) else most)]
    return fitting[0] if len(fitting) == 1 else ""


def _is_near(name: str, folded: str, most: int) -> bool:
    return slips(name, folded, most) <= most


def as_mention(name: str) -> str:
    """A name as it can stand after an `@`."""
    return name.replace(" ", "-")


def _people_of(journal: Checked, path: str) -> frozenset[str]:
    """Those who were met, by a note; and whose file it is."""
    met = {key for meeting in journal.resolved(path).interactions for key in meeting.people}
    return frozenset(met | {path} if journal.identity(path).type == "contact" else met)


def _is_given_name(folded: str) -> bool:
    return len(folded) > 1 and folded.isalpha()


def lookalikes_of_cards(journal: Checked) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The cards whose names are nearly those of somebody with a note, and whose, the nearest first. It takes long
    where many are known; it depends on nothing but names."""
    names: dict[str, str] = {}
    for kind in ("contact", "org", "me"):
        for path in journal.paths(kind):
            identity = journal.identity(path)
            for name in (identity.id, identity.name, *identity.aliases):
                names.setdefault(fold_name(name), path)
    lookalikes = Lookalikes(names)
    found = []
    for folded in journal.cards():
        letters = sum(char.isalnum() for char in folded)
        if letters >= _SHORTEST_NAME:
            alike = lookalikes.near(folded, 2 if letters >= _LONG_NAME else 1)
            near = [name for name in alike if _digits(name) == _digits(folded)]
            found += [(folded, tuple(names[name] for name in near))] if near else []
    return tuple(found)


def _digits(name: str) -> list[str]:
    """The digits of a name, which are there to tell it from another: a slip is of letters."""
    return [char for char in name if char.isdigit()]


def _uses(journal: Checked, folded: str) -> list[tuple[str, Ref]]:
    """Where a card is named; nothing if a `new:` line says that there is somebody of that name."""
    uses = []
    for path in journal.about(CARD + folded):
        entry = journal.entry(path)
        if any(line.name and fold_name(line.name.target) == folded for line in entry.lines):
            return []
        uses += [(path, ref) for ref in card_refs(entry) if fold_name(ref.target) == folded]
    return uses


def check_ambiguous_name(journal: Checked) -> Iterator[Finding]:
    """A name used in a note that fits two notes.

    Why: the meeting would count for one of two people by chance, so it counts for neither. Where one of the two fits at
    an earlier step (an id before a name before an alias), that one is meant: it is told once for the journal, as info.

    Wrong:
        with: Ada (there are ada-lovelace.md and ada-byron.md, both called Ada)

    Right:
        with: "[[ada-lovelace]]"

    Settings: none.

    Quiet: where nobody uses the name.
    """
    # Two that fit equally well are found while the note is resolved; here are those of which one is passed over.
    told: set[str] = set()
    for path in journal.of_resolved(passes_over):
        for anchor, found in _shadowing_in(journal, path):
            if found.key not in told:
                told.add(found.key)
                other = found.shadowed[0]
                names = [f"{journal.name(key)} (`{key}`)" for key in (found.key, other)]
                message = f"This is {names[0]}, and it is a name of {names[1]} too."
                remedy = f"If the other is meant, write [[{journal.identity(other).id}]]."
                yield Finding(path, anchor, "ambiguous-name", message, remedy, severity="info")


def passes_over(resolved: Resolved) -> bool:
    """Whether some reference of a note fits two notes, of which one is passed over."""
    return any(found.shadowed for _, found in resolved.refs) or any(found.shadowed for found in resolved.links)


def _shadowing_in(journal: Checked, path: str) -> tuple[tuple[str, Found], ...]:
    """Such references, by anchor."""
    resolved = journal.resolved(path)
    links = ((link.anchor, found) for link, found in zip(journal.entry(path).body.links, resolved.links, strict=True))
    return tuple((anchor, found) for anchor, found in (*resolved.refs, *links) if found.shadowed)


def typed_id(entry: Entry) -> str:
    """The folded id of a note of a type of ours."""
    return "" if entry.type == "note" else fold_id(entry.id)


def check_same_id(journal: Checked) -> Iterator[Finding]:
    """Two notes with one id: the same file name in two folders, or one that only capitals or accents' bytes tell apart.

    Why: `[[ada]]` could mean either, so what you note about one of them counts for neither.

    Wrong:
        contacts/ada.md and orgs/Ada.md

    Right:
        contacts/ada.md and orgs/ada-ltd.md

    Settings: none.

    Quiet: plain notes, which are found as Obsidian finds them.
    """
    first: dict[str, str] = {}
    for path, folded in journal.of_entries(typed_id).items():
        other = first.setdefault(folded, path)
        if other != path:
            message = f"The id `{journal.identity(path).id}` is also that of `{other}`."
            yield Finding(path, "note", "same-id", message, "Rename one of the two files.")


def check_unreturned_relation(journal: Checked, path: str) -> Iterator[Finding]:
    """A relation that one of two contacts' notes tells, and the other does not, or tells the other way round.

    Why: whoever reads the other note before a meeting does not learn of it. If they contradict, one is wrong.

    Wrong:
        relations: [manager: "[[bo]]"] (in Ada's note, and Bo's note does not name her)

    Right:
        relations: [report: "[[ada]]"] (in Bo's note too)

    Settings: none.

    Quiet: kinds other than manager and report, mentor and mentee, parent and child, spouse, partner, sibling, friend,
    colleague; people without a note; another relation in the other note, if it does not contradict.
    """
    entry = journal.entry(path)
    if not isinstance(entry.fields, Contact):
        return
    for kind, key, anchor in journal.resolved(path).relations:
        if kind not in INVERSE or key == path or not isinstance(_fields(journal, key), Contact):
            continue
        returned = [theirs for theirs, back, _ in journal.resolved(key).relations if back == path]
        mine, other = journal.name(path), journal.name(key)
        inverse = INVERSE[kind]
        line = f'`- {inverse}: "[[{entry.id}]]"` under `relations:` in `{key}`'
        if not returned:
            message = f"{mine}'s note says {kind}: {other}, and {other}'s note does not name {mine}."
            yield Finding(path, anchor, "unreturned-relation", message, f"Write {line}, or drop this line.")
        elif kind != inverse and kind in returned and inverse not in returned and path < key:
            message = f"{mine} and {other} are each said to be the other's {kind}."
            remedy = f"Write {line}, or correct this one."
            yield Finding(path, anchor, "unreturned-relation", message, remedy, severity="error")


def _fields(journal: Checked, key: str) -> object:
    return journal.entry(key).fields if key.endswith(".md") else None


def check_same_person(journal: Checked) -> Iterator[Finding]:
    """One e-mail address or phone number in two contacts.

    Why: they may be one person with two notes, each telling half of what was between you.

    Wrong:
        email: ada@example.org (in contacts/ada.md and in contacts/ada-lovelace.md)

    Right:
        One note, with the other name among its `aliases`.

    Settings: none.

    Quiet: addresses of a desk (info@, office@), numbers of fewer than seven digits, and two who name each other in
    `relations`, as a household does.
    """
    first: dict[str, str] = {}
    for path in journal.paths("contact"):
        fields = journal.entry(path).fields
        if not isinstance(fields, Contact):
            continue
        told: set[str] = set()
        for key, folded, typed in _addresses(fields):
            other = first.setdefault(folded, path)
            if other == path or other in told or _related(journal, path, other):
                continue
            told.add(other)
            message = f"{typed} is also in the note of {journal.name(other)} (`{other}`)."
            yield Finding(path, f"field:{key}", "same-person", message, "If they are one, join the notes.")


def _addresses(fields: Contact) -> Iterator[tuple[str, str, str]]:
    for email in fields.email:
        folded = email.strip().casefold().removeprefix("mailto:")
        if "@" in folded and folded.partition("@")[0] not in _DESKS:
            yield "email", folded, email
    for phone in fields.phone:
        digits = re.sub(r"\D", "", re.sub(r"^\s*(?:\+|00)\s*", "", phone))
        if len(digits) >= 7:
            yield "phone", digits, phone


def _related(journal: Checked, one: str, other: str) -> bool:
    return any(
        key == there for here, there in ((one, other), (other, one)) for _, key, _ in journal.resolved(here).relations
    )
