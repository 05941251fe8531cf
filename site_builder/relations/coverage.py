"""Coverage: whom one knows at an org, function by function, and who could introduce one where nobody is known."""

from __future__ import annotations

from datetime import date, timedelta

from site_builder.journal.model import Journal
from site_builder.journal.names import fold_name
from site_builder.notes.schema import Contact, Me, Org
from site_builder.relations.standing import GONE, SILENT, Standing, standing
from site_builder.values import dataclass

DEPTH = 3
"""People wanted in each function, where the org does not say."""
TRUSTED = 3
"""Trust from which one may ask somebody for an introduction."""
LATELY = timedelta(days=365)
"""How long ago a one-to-one may be that makes somebody a person to ask."""
INTRODUCERS = 3
_UNKNOWN = SILENT - {"dormant"}


@dataclass(frozen=True, slots=True)
class Spell:
    """A contact's time at an org; either end may be unknown. `now`: whether it lasts."""

    key: str
    begin: date | None
    end: date | None
    now: bool


def spells_at(journal: Journal, org: str) -> tuple[Spell, ...]:
    """Everybody's last time at an org, by path. Who has died is no longer there."""
    found = []
    for path in journal.about(org):
        entry = journal.entry(path)
        if isinstance(entry.fields, Contact) and (spell := _spell(journal, path, entry.fields, org)):
            found.append(spell)
    return tuple(found)


def _spell(journal: Journal, path: str, fields: Contact, org: str) -> Spell | None:
    today, resolved = journal.today, journal.resolved(path)
    entries = [each for each in fields.org.entries if each[0] is None or each[0].first <= today]
    there = [any(resolved.ref(ref.anchor) == org for ref in refs) for _, refs in entries]
    if not any(there):
        return None
    last = max(number for number, is_there in enumerate(there) if is_there)
    first = last
    while first and there[first - 1]:
        first -= 1
    since = entries[first][0]
    after = entries[last + 1][0] if last + 1 < len(entries) else None
    dead = fields.status.at(today) == "deceased"
    return Spell(path, since.first if since else None, after.first if after else None, after is None and not dead)


def is_own(journal: Journal, org: str) -> bool:
    """Whether the owner belongs to an org today."""
    for path in journal.paths("me"):
        fields = journal.entry(path).fields
        if isinstance(fields, Me):
            return any(journal.resolved(path).ref(ref.anchor) == org for ref in fields.org.all_at(journal.today))
    return False


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody and how things stand with them; the `last` time one met them, and the last time `alone`. `name`: folded,
    for putting people in order."""

    key: str
    standing: Standing
    last: date | None = None
    alone: date | None = None
    name: str = ""

    @property
    def counts(self) -> bool:
        """Whether one knows them: not those one only wishes to know, nor those with whom it is over. Whoever was wanted
        and has been met alone is known, whatever their file still says."""
        return self.standing.status not in _UNKNOWN or (self.standing.status == "wanted" and self.alone is not None)

    @property
    def order(self) -> tuple[int, int, str, str]:
        """The closest first, then whom one saw last, then by name."""
        return self.standing.closeness, -(self.last or date.min).toordinal(), self.name, self.key


@dataclass(frozen=True, slots=True)
class Depth:
    """A function that matters at an org: whom one knows in it, of how many wanted, and who could introduce one. Those
    one has met alone count as depth (`people`); `others` are known, but never alone."""

    function: str
    wanted: int
    people: tuple[str, ...] = ()
    introducers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def gap(self) -> int:
        """How many are still to find."""
        return max(0, self.wanted - len(self.people))


def known_at(journal: Journal, spells: tuple[Spell, ...]) -> tuple[Known, ...]:
    """The people of some spells, the closest first."""
    found = (known(journal, spell.key) for spell in spells)
    return tuple(sorted(found, key=lambda each: each.order))


def known(journal: Journal, key: str) -> Known:
    """How things stand with somebody today, and when one met them last, in company and alone."""
    return journal.ask(known_today, key)


def known_today(journal: Journal, key: str) -> Known:
    """How things stand with somebody, as `known` gives it."""
    today = journal.today
    met = [each for each in journal.interactions(key) if each.counts(today)]
    alone = [each.day for each in met if each.alone()]
    return Known(
        key,
        standing(journal, key, today),
        met[-1].day if met else None,
        alone[-1] if alone else None,
        fold_name(journal.name(key)),
    )


def is_known(journal: Journal, key: str) -> bool:
    """Whether one knows somebody today, as `Known.counts` has it."""
    status = standing(journal, key, journal.today).status
    return known(journal, key).counts if status == "wanted" else status not in _UNKNOWN


def functions_of(org: Org) -> tuple[str, ...]:
    """The functions in which an org's file wishes to know people, in its own order, each once."""
    return tuple(dict.fromkeys(name.strip() for name in org.functions if name.strip()))


def coverage_of(org: Org, here: tuple[Known, ...], today: date) -> tuple[Depth, ...]:
    """Function × depth of an org, in its own order: of those who are there now (`here`), whom one has met alone, out of
    how many wanted."""
    wanted = org.depth if org.depth and org.depth > 0 else DEPTH
    helpers = [each for each in here if each.counts and could_introduce(each, today)]
    helpers.sort(key=lambda each: (-(each.standing.trust or 0), *each.order))
    found = []
    for function in functions_of(org):
        those = [each for each in here if each.counts and _same(each.standing.function, function)]
        people = tuple(each.key for each in those if each.alone)
        gap = len(people) < wanted
        asked = [each.key for each in helpers if gap and not _same(each.standing.function, function)]
        # Whoever works in the function itself knows their colleagues best.
        inside = [each.key for each in helpers if gap and _same(each.standing.function, function)]
        others = tuple(each.key for each in those if not each.alone)
        found.append(Depth(function, wanted, people, tuple((*inside, *asked)[:INTRODUCERS]), others))
    return tuple(found)


def could_introduce(one: Known, today: date) -> bool:
    """Whether one may ask them: there is trust, or one has met them alone within a year."""
    if one.standing.status in GONE:
        return False
    trusted = (one.standing.trust or 0) >= TRUSTED
    return trusted or (one.alone is not None and today - one.alone <= LATELY)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
