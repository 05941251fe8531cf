"""How things stand with a person on a day: circle, status, org, side, mode and the cadence that was wished."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from site_builder.journal.model import Journal
from site_builder.journal.names import fold_name
from site_builder.notes.dates import Duration, parse_duration
from site_builder.notes.schema import Contact, Dated, Me, Ref
from site_builder.values import dataclass

SILENT = frozenset({"wanted", "dormant", "archived", "estranged", "deceased"})
"""Statuses in which nothing is said of rhythm and balance."""
GONE = frozenset({"archived", "estranged", "deceased"})
"""Statuses in which nothing is said at all."""
NAMED = "org:"
"""What the key of an org without a note starts with; its folded name follows."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's slowly changing facts on a day. `org` is the key of a note; `cadence` is empty when none was wished,
    or one that never comes due. `closeness`: the circle's place from 0, the closest; a large number without one."""

    circle: str = ""
    closeness: int = 99
    near: bool = False
    status: str = "active"
    role: str = ""
    org: str = ""
    function: str = ""
    place: str = ""
    side: str = ""
    mode: str = "exchange"
    trust: int | None = None
    cadence: Duration | None = None

    @property
    def stretch(self) -> float:
        """By how much the pair's own gap is stretched before a silence is remarked on: personal ties bear twice."""
        return 2.0 if self.side == "personal" else 1.0


def contact_of(journal: Journal, key: str) -> Contact | None:
    """The fields of a contact; nothing for a card or any other note."""
    return journal.ask(fields_of_contact, key)


def fields_of_contact(journal: Journal, key: str) -> Contact | None:
    """The fields of a contact, as `contact_of` gives them."""
    path = journal.person(key).path
    fields = journal.entry(path).fields if path else None
    return fields if isinstance(fields, Contact) else None


def own_orgs(journal: Journal, day: date) -> tuple[str, ...]:
    """The keys of the owner's orgs on a day, as `orgs_at` gives them."""
    return journal.ask(orgs_of_owner).all_at(day)


def orgs_of_owner(journal: Journal) -> Dated[str]:
    """The keys of the owner's orgs through time, as `orgs_at` gives them."""
    for path in journal.paths("me"):
        fields = journal.entry(path).fields
        if isinstance(fields, Me):
            return Dated(tuple((since, org_keys(journal, path, refs)) for since, refs in fields.org.entries))
    return Dated()


def orgs_at(journal: Journal, path: str, orgs: Dated[Ref], day: date) -> tuple[str, ...]:
    """The orgs that a note's `org` names on a day, by key; one without a note by its folded name (`org:name`)."""
    return org_keys(journal, path, orgs.all_at(day))


def org_keys(journal: Journal, path: str, refs: Iterable[Ref]) -> tuple[str, ...]:
    """The orgs that references of a note mean, each once, as `orgs_at` gives them."""
    resolved = journal.resolved(path)
    keys = (resolved.ref(ref.anchor) or f"{NAMED}{fold_name(ref.label or ref.target)}" for ref in refs if ref.target)
    return tuple(dict.fromkeys(keys))


def orgs_of(journal: Journal, key: str, day: date) -> tuple[str, ...]:
    """The orgs that somebody belongs to on a day, as `orgs_at` gives them."""
    fields = contact_of(journal, key)
    return orgs_at(journal, journal.person(key).path, fields.org, day) if fields else ()


def org_on(journal: Journal, path: str, fields: Contact, day: date) -> str:
    """The key of the org that a contact belongs to on a day; nothing for one without a note."""
    orgs = fields.org.all_at(day)
    return journal.resolved(path).ref(orgs[0].anchor) if orgs else ""


def side_on(journal: Journal, path: str, fields: Contact, day: date) -> str:
    """`internal` for whom an org was the owner's too on a day, else `external`, unless the file says it."""
    if fields.side or not fields.org.entries:
        return fields.side
    mine = own_orgs(journal, day)
    if mine and not set(mine).isdisjoint(orgs_at(journal, path, fields.org, day)):
        return "internal"
    return "external" if fields.org.at(day) else ""


def standing(journal: Journal, key: str, day: date) -> Standing:
    """How things stand with a person on a day."""
    # Many ask about today, hardly two about the same day of the past.
    return journal.ask(standing_on, key, day) if day == journal.today else standing_on(journal, key, day)


def standing_on(journal: Journal, key: str, day: date) -> Standing:
    """How things stand with a person on a day, as `standing` gives it."""
    fields = contact_of(journal, key)
    if fields is None:
        return Standing()
    path = journal.person(key).path
    circles = {circle.name.casefold(): (number, circle) for number, circle in enumerate(journal.config.circles)}
    name = (fields.circle.at(day) or "").casefold()
    number, circle = circles.get(name, (99, None))
    side = side_on(journal, path, fields, day)
    return Standing(
        fields.circle.at(day) or "",
        number,
        bool(circle and circle.near),
        fields.status.at(day) or "active",
        fields.role.at(day) or "",
        org_on(journal, path, fields, day),
        fields.function.at(day) or "",
        fields.place.at(day) or "",
        side,
        fields.mode or ("communal" if side == "personal" else "exchange"),
        fields.trust.at(day),
        fields.cadence or (parse_duration(circle.cadence) if circle else None),
    )
