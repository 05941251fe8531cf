"""Introductions and referrals: who led to whom, what was passed on both ways, what came of it, who was thanked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from site_builder.journal.model import Journal, Person, Statement
from site_builder.journal.names import CARD, ME, fold_name
from site_builder.notes.schema import Ref
from site_builder.relations.calendar import first_meeting
from site_builder.relations.everything import every_statement
from site_builder.relations.standing import GONE, contact_of, standing
from site_builder.values import dataclass

KINDS = ("intro", "referral", "lead")
THANKS_OPEN = 60
"""Days after which nobody is reminded to thank any more (RULES, thanks-owed)."""
OPEN = 120
"""Days after which an introduction of mine without an outcome is no longer waited for (RULES, open-introduction)."""
LEAST_ASKS = 5
"""Asks and leads with an outcome from which the share that was referred is said."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """Something passed on. `kind`: `intro`, `referral` or `lead`; `mine`: I gave it. `people`: of mine, whom it was
    given to; else who gave it. `other`: the key of the person introduced, where known. `thanked`: by the line itself,
    or by a later `thanked:` line about the same person."""

    statement: Statement
    day: date
    kind: str
    mine: bool
    people: tuple[str, ...]
    other: str = ""
    outcome: str = ""
    thanked: bool = False

    def is_open(self, today: date) -> bool:
        """Whether an introduction of mine may still come to something."""
        return self.mine and self.kind == "intro" and not self.outcome and (today - self.day).days <= OPEN

    def owes_thanks(self, today: date) -> bool:
        """Whether thanks are still in place: nothing says that they were given, nor what became of it."""
        return not (self.mine or self.thanked or self.outcome) and (today - self.day).days <= THANKS_OPEN


def statements_until_today(journal: Journal) -> tuple[Statement, ...]:
    """Every dated line of the journal up to today that `everything` looks for, oldest first."""
    found = [each for each in every_statement(journal) if each.day is not None and each.day <= journal.today]
    return tuple(sorted(found, key=lambda each: (each.day or date.max, each.path, each.line.item)))


def introductions(journal: Journal, statements: Iterable[Statement]) -> tuple[Introduction, ...]:
    """What was passed on both ways, oldest first: `intro:` lines, and gave or got of an intro, a referral or a lead."""
    lines = [each for each in statements if each.day is not None]
    thanks: dict[str, date] = {}
    for each in lines:
        if each.role == "thanked" and each.day:
            for key in each.people:
                thanks[key] = max(thanks.get(key, each.day), each.day)
    found = []
    for each in lines:
        line, other = each.line, each.sides[1] if len(each.sides) > 1 else ""
        if each.day is None:
            continue
        if each.role == "intro":
            # Without a name on the left it is still an introduction; whom it was given to is then in the line alone.
            found.append(
                Introduction(each, each.day, "intro", True, each.people, other, line.outcome, bool(line.thanked))
            )
        elif each.role == "exchange" and line.category in KINDS:
            gone = all(standing(journal, key, journal.today).status in GONE for key in each.people)
            thanked = bool(line.thanked) or gone or any(thanks.get(key, date.min) >= each.day for key in each.people)
            mine = line.kind == "gave"
            found.append(Introduction(each, each.day, line.category, mine, each.people, other, line.outcome, thanked))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Led:
    """Who led to a person, and where it is said: a line, or (without one) the person's own file."""

    by: str
    statement: Statement | None = None


def leads(journal: Journal, statements: Iterable[Statement]) -> dict[str, Led]:
    """For each person whom somebody led to: who. By `introduced_by`, else the first `got intro`, else a card's `via:`.

    `introduced_by: me` says that nobody did. Whoever leads to themself, or to somebody through whom they came, is left
    out: of a circle the person known first is the root, so that every chain ends.
    """
    found: dict[str, Led] = {}
    own: set[str] = set()
    for key in journal.people():
        fields = contact_of(journal, key)
        if fields and fields.introduced_by:
            by = journal.resolved(key).ref(fields.introduced_by.anchor)
            if is_person(journal, by):
                found[key] = Led(by)
            elif by == ME or fold_name(fields.introduced_by.target) == ME:
                own.add(key)
    named = Named(journal)
    said: dict[str, tuple[date, str, Led]] = {}
    for each in statements:
        if each.role == "exchange" and each.line.kind == "got" and each.line.category == "intro" and each.sides[1:]:
            pairs = [(each.sides[1], key) for key in each.people]
        elif each.role == "stub" and each.line.via:
            pairs = [(key, named.key(each.line.via[0])) for key in each.people]
        else:
            continue
        for key, by in pairs:
            if key and by and by != key and key not in own and key not in found:
                now = (each.day or date.max, journal.name(by), Led(by, each))
                said[key] = min(said.get(key, now), now, key=lambda one: one[:2])
    found |= {key: led for key, (_, _, led) in said.items()}
    return _without_circles(journal, {key: led for key, led in found.items() if led.by != key})


def is_person(journal: Journal, key: str) -> bool:
    """Whether a key is that of a contact or a card."""
    return key.startswith(CARD) or (bool(key) and key != ME and journal.identity(key).type == "contact")


class Named:
    """All people by what they are called: for references that stand in a line, which nobody has resolved."""

    def __init__(self, journal: Journal) -> None:
        self._keys: dict[str, str] = {}
        people = [journal.person(key) for key in journal.people()]
        for names in (_ids, _names, _aliases):
            for person in people:
                for name in names(person):
                    self._keys.setdefault(fold_name(name), person.key)

    def key(self, ref: Ref) -> str:
        """The person whom a reference names, or nothing."""
        return self._keys.get(fold_name(ref.target), "")


def _ids(person: Person) -> tuple[str, ...]:
    return (person.id,)


def _names(person: Person) -> tuple[str, ...]:
    return (person.name,)


def _aliases(person: Person) -> tuple[str, ...]:
    return person.aliases


def _without_circles(journal: Journal, found: dict[str, Led]) -> dict[str, Led]:
    kept = dict(found)
    settled: set[str] = set()
    for start in found:
        chain: dict[str, None] = {}
        key = start
        while key in kept and key not in settled and key not in chain:
            chain[key] = None
            key = kept[key].by
        if key in chain:
            keys = list(chain)
            first = min(
                keys[keys.index(key) :], key=lambda each: (known_since(journal, each), journal.name(each), each)
            )
            del kept[first]
        settled.update(chain)
    return kept


def known_since(journal: Journal, key: str) -> date:
    """The day on which somebody was met as far as the notes know; the last day there is where they do not."""
    fields = contact_of(journal, key)
    if fields and fields.met:
        return fields.met.first
    meeting = first_meeting(journal, key)
    return meeting.day if meeting else date.max


@dataclass(frozen=True, slots=True)
class Tree:
    """A person and those they led to, each with their own; `led` says where it is said that they came through whom.
    `below`: how many they led to in the end."""

    key: str
    led: Led | None = None
    children: tuple[Tree, ...] = ()
    below: int = 0

    def keys(self) -> tuple[str, ...]:
        """Everybody below, each before those they led to. No recursion: a chain may be long."""
        found, waiting = [], list(reversed(self.children))
        while waiting:
            tree = waiting.pop()
            found.append(tree.key)
            waiting += reversed(tree.children)
        return tuple(found)


def trees(journal: Journal, led: Mapping[str, Led]) -> tuple[Tree, ...]:
    """Who led to whom, from each root on: the largest first; branches in the order in which people were met.

    Built from the leaves up, so that a long chain needs no deep stack.
    """
    below: dict[str, list[str]] = {}
    for key, each in led.items():
        below.setdefault(each.by, []).append(key)
    order = [key for key in below if key not in led]
    for key in order:
        order += below.get(key, ())
    built: dict[str, Tree] = {}
    for key in reversed(order):
        ranked = sorted(below.get(key, ()), key=lambda each: (known_since(journal, each), journal.name(each), each))
        branches = tuple(built[child] for child in ranked)
        built[key] = Tree(key, led.get(key), branches, sum(1 + branch.below for branch in branches))
    roots = [built[key] for key in below if key not in led]
    return tuple(sorted(roots, key=lambda root: (-root.below, journal.name(root.key), root.key)))


@dataclass(frozen=True, slots=True)
class Broker:
    """Somebody who led to others: to `direct` themself, to `all` in the end."""

    key: str
    direct: tuple[str, ...]
    all: tuple[str, ...]


def brokers(journal: Journal, grown: Iterable[Tree], least: int = 2, most: int | None = None) -> tuple[Broker, ...]:
    """Who led to most people, those counted whom these led to in turn (the network worksheet of Uzzi & Dunlap, “How to
    Build Your Network”, Harvard Business Review, December 2005: whoever stands most often in the column of introducers
    is a broker). From `least` people on; at most so many."""
    found = []
    waiting = list(grown)
    while waiting:
        tree = waiting.pop()
        waiting += tree.children
        if tree.below >= least:
            found.append(tree)
    found.sort(key=lambda each: (-each.below, -len(each.children), journal.name(each.key), each.key))
    return tuple(Broker(each.key, tuple(child.key for child in each.children), each.keys()) for each in found[:most])


@dataclass(frozen=True, slots=True)
class Outcome:
    """An ask of mine, or a lead, of which the outcome is known. `through`: who led to the person concerned."""

    statement: Statement
    through: str = ""


def outcomes(statements: Iterable[Statement], led: Mapping[str, Led]) -> tuple[Outcome, ...]:
    """Asks and leads with an outcome. Referred are those that went to (or came from) somebody whom another person led
    to; the share of them is referred ÷ all, and is said from `LEAST_ASKS` on."""
    found = []
    for each in statements:
        ask = each.role == "ask" and not each.theirs
        lead = each.role == "exchange" and each.line.kind == "got" and each.line.category == "lead"
        if (ask or lead) and each.line.outcome:
            found.append(Outcome(each, next((led[key].by for key in each.people if key in led), "")))
    return tuple(found)
