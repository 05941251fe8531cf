"""Warm paths: through whom one could come to somebody, or to somewhere, where one knows nobody yet.

A breadth-first search over what the notes know of who knows whom: introductions and the relations that files name,
meetings that two had in one another's company, and the same org today. The shortest path is taken; of those the
warmest, by the trust and the recency of each step in turn; of those the first by name, so that one journal has one
answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from itertools import combinations

from site_builder.journal.model import NOT_CONTACT, Interaction, Journal, Statement
from site_builder.journal.names import CARD, fold_name
from site_builder.notes.schema import Org
from site_builder.relations.briefs import answer
from site_builder.relations.coverage import could_introduce, is_known, known
from site_builder.relations.everything import every_interaction, every_statement
from site_builder.relations.introductions import introductions, is_person, leads
from site_builder.relations.standing import GONE, NAMED, orgs_of, standing
from site_builder.values import dataclass

LONGEST = 4
"""Steps, the first of them mine: through more than three people nobody is introduced."""
STRENGTH = {"relation": 3, "introduction": 3, "meeting": 2, "org": 1}
NO_TRUST = 2
"""What stands for trust where the notes say nothing of it: neither cold nor warm."""
SHORTEST_NAME = 4
"""Letters that the name of an org needs to be recognised in a sentence."""
_LONG_AGO = 99_999

Warmth = tuple[int, int]
"""Strength or trust, the greater the warmer, with its sign changed; then days since the last occasion."""


@dataclass(frozen=True, slots=True)
class Bond:
    """Why two people probably know each other. `kind`: `introduction`, `relation`, `meeting` or `org`; `day`: the last
    such day, where there is one; and where that is written: a line, a meeting, or (`path`) a note."""

    kind: str
    day: date | None = None
    statement: Statement | None = None
    meeting: Interaction | None = None
    path: str = ""

    def warmth(self, today: date) -> Warmth:
        """How well it carries: its kind, then how recent it is."""
        return -STRENGTH[self.kind], (today - self.day).days if self.day else _LONG_AGO


@dataclass(frozen=True, slots=True)
class Path:
    """A way from me to somebody: the people on it, them the last, and the bond that leads to each but the first."""

    keys: tuple[str, ...]
    bonds: tuple[Bond, ...] = ()
    warmth: tuple[Warmth, ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    @property
    def cost(self) -> tuple[int, tuple[Warmth, ...], tuple[tuple[str, str], ...]]:
        """The shortest first, then the warmest, then by name."""
        return len(self.keys), self.warmth, self.names


@dataclass(slots=True)
class Graph:
    """Who probably knows whom. `bonds`: for each person the others, with the best bond; `members`: for each org who is
    there today, and `orgs` the reverse, so that an org of a thousand needs no million bonds."""

    today: date
    bonds: dict[str, dict[str, Bond]] = field(default_factory=dict)
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    orgs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    """Those whom one may be led to, but not through: only wanted so far."""

    def join(self, one: str, other: str, bond: Bond) -> None:
        """Note a bond between two, where it is better than what is known; of two alike, the first by its note."""
        if one == other:
            return
        for here, there in ((one, other), (other, one)):
            known = self.bonds.setdefault(here, {}).get(there)
            if known is None or (bond.warmth(self.today), _place(bond)) < (known.warmth(self.today), _place(known)):
                self.bonds[here][there] = bond


def _place(bond: Bond) -> str:
    return bond.statement.path if bond.statement else bond.meeting.path if bond.meeting else bond.path


def graph_of(journal: Journal) -> Graph:
    """Who probably knows whom, as far as the notes tell. Left out: those with whom it is over."""
    today = journal.today
    statuses = {key: standing(journal, key, today).status for key in journal.people()}
    here = {key for key, status in statuses.items() if status not in GONE}
    graph = Graph(today, closed=frozenset(key for key in here if not is_known(journal, key)))
    for one, other, bond in _bonds(journal):
        if one in here and other in here:
            graph.join(one, other, bond)
    graph.orgs = {key: orgs_of(journal, key, today) for key in sorted(here)}
    names = {name: org for orgs in graph.orgs.values() for org in orgs for name in _names_of(journal, org)}
    for key in (key for key in graph.orgs if key.startswith(CARD)):
        graph.orgs[key] = _orgs_said(journal, key, names)
    members: dict[str, list[str]] = {}
    for key, orgs in graph.orgs.items():
        for org in orgs:
            members.setdefault(org, []).append(key)
    graph.members = {org: tuple(keys) for org, keys in members.items()}
    return graph


def _names_of(journal: Journal, org: str) -> Iterator[str]:
    """What an org is called, folded: its name and aliases; of one without a note the name in its key."""
    names = (org.removeprefix(NAMED),) if org.startswith(NAMED) else (journal.name(org), *_aliases(journal, org))
    return (name for name in map(fold_name, names) if len(name) >= SHORTEST_NAME)


def _aliases(journal: Journal, org: str) -> tuple[str, ...]:
    fields = journal.entry(org).fields
    return fields.aliases if isinstance(fields, Org) else ()


def _orgs_said(journal: Journal, key: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The orgs that a `new:` line names where it says what somebody does: `does: translator at Analytical Engines`."""
    stubs = (each for each in journal.statements(key) if each.role == "stub" and key in each.people)
    told = " ".join(f" {fold_name(answer(each, 'does'))} " for each in stubs)
    return tuple(sorted({org for name, org in names.items() if f" {name} " in told}))


def _bonds(journal: Journal) -> Iterator[tuple[str, str, Bond]]:
    today = journal.today
    statements = [
        each
        for each in every_statement(journal)
        if each.role in ("intro", "exchange", "stub") and each.day is not None and each.day <= today
    ]
    for passed in introductions(journal, statements):
        for key in passed.people if passed.kind == "intro" and passed.other else ():
            yield key, passed.other, Bond("introduction", passed.day, passed.statement)
    for key, led in leads(journal, statements).items():
        said = led.statement
        yield key, led.by, Bond("introduction", said.day if said else None, said, path="" if said else key)
    for path in journal.paths("contact"):
        for _, other, _ in journal.resolved(path).relations:
            if is_person(journal, other):
                yield path, other, Bond("relation", path=path)
    for meeting in every_interaction(journal):
        if _together(meeting, today):
            for one, other in combinations(meeting.people, 2):
                yield one, other, Bond("meeting", meeting.day, meeting=meeting)


def _together(meeting: Interaction, today: date) -> bool:
    """Whether those at a meeting met each other there: not in a crowd, nor as the readers of one letter."""
    if len(meeting.people) < 2 or meeting.day > today or meeting.group or meeting.kind in NOT_CONTACT:
        return False
    return not (meeting.planned or meeting.cancelled)


def first_steps(journal: Journal) -> dict[str, Warmth]:
    """Whom one has met and may ask for an introduction, and how warmly: by trust, then by the days since."""
    today = journal.today
    found = {}
    for key in journal.people():
        one = known(journal, key)
        if one.last and one.counts and could_introduce(one, today):
            trust = one.standing.trust
            found[key] = (-(NO_TRUST if trust is None else trust), (today - one.last).days)
    return found


def paths_of(journal: Journal, graph: Graph) -> dict[str, Path]:
    """The best path to everybody who can be reached."""
    names = {key: fold_name(journal.name(key)) for key in journal.people()}
    return reach(graph, first_steps(journal), names)


def reach(graph: Graph, first: Mapping[str, Warmth], names: Mapping[str, str]) -> dict[str, Path]:
    """The best path to everybody who can be reached in so many steps. `first`: whom one may ask, and how warmly;
    `names`: for ties. Breadth first; since the best path to somebody goes on from the best path to whoever leads to
    them, one pass a layer finds it."""
    layer = {key: Path((key,), (), (warmth,), ((names[key], key),)) for key, warmth in first.items()}
    found = dict(layer)
    passed: set[str] = set()
    while layer and len(next(iter(layer.values())).keys) < LONGEST:
        ahead: dict[str, Path] = {}
        open_ones = [path for key, path in layer.items() if key not in graph.closed]
        for path, other, bond in (*_by_bonds(graph, open_ones), *_by_orgs(graph, open_ones, passed)):
            if other in found:
                continue
            longer = Path(
                (*path.keys, other),
                (*path.bonds, bond),
                (*path.warmth, bond.warmth(graph.today)),
                (*path.names, (names[other], other)),
            )
            if other not in ahead or longer.cost < ahead[other].cost:
                ahead[other] = longer
        found |= ahead
        layer = ahead
    return found


def _by_bonds(graph: Graph, layer: Iterable[Path]) -> Iterator[tuple[Path, str, Bond]]:
    for path in layer:
        for other, bond in graph.bonds.get(path.keys[-1], {}).items():
            yield path, other, bond


def _by_orgs(graph: Graph, layer: Sequence[Path], passed: set[str]) -> Iterator[tuple[Path, str, Bond]]:
    """From each org that this layer comes to first, its best path on to all who are there."""
    best: dict[str, Path] = {}
    for path in layer:
        for org in graph.orgs.get(path.keys[-1], ()):
            if org not in passed and (org not in best or path.cost < best[org].cost):
                best[org] = path
    passed.update(best)
    for org, path in best.items():
        for other in graph.members[org]:
            yield path, other, Bond("org", path=org)


def best_of(paths: Mapping[str, Path], keys: Collection[str]) -> Path | None:
    """The best of the paths to some people: the way to a place where each of them is."""
    return min((paths[key] for key in keys if key in paths), key=lambda path: path.cost, default=None)
