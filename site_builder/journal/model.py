"""What the journal knows of one note once its references are resolved, and the questions that may be asked of all.

People, organisations and notes are named by *keys*: the path of a note, `card:name` for a person without a file, `me`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from site_builder.finding import Finding
from site_builder.inventory import Inventory
from site_builder.journal.names import Found, Identity
from site_builder.notes.entry import Entry
from site_builder.notes.lines import Line
from site_builder.settings import Config
from site_builder.values import dataclass

Args = ParamSpec("Args")
Value = TypeVar("Value")

NOT_CONTACT = frozenset({"broadcast", "presentation"})
WRITTEN = frozenset({"letter", "email", "e-mail", "mail", "message", "chat"})
"""Kinds of contact that take no time together, unless their minutes are noted."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """A meeting as the notes tell it: who met whom, when, how.

    `source`: what makes it: `meeting` (a note), `section` (a dated heading), `met` (an item of an event's Met list),
    `company` (whom one went to an event with). `group`: whether more people were there than make a contact of it.
    `unnamed`: whether somebody besides was there whom the note does not name (`someone`).
    """

    path: str
    anchor: str
    source: str
    day: date
    people: tuple[str, ...] = ()
    orgs: tuple[str, ...] = ()
    time: str = ""
    kind: str = ""
    initiative: str = ""
    minutes: int | None = None
    title: str = ""
    planned: bool = False
    cancelled: bool = False
    group: bool = False
    event: str = ""
    follow_up: date | None = None
    unnamed: bool = False

    def counts(self, today: date) -> bool:
        """Whether it is contact (FORMAT.md, Who counts as contact)."""
        return (
            self.day <= today
            and not (self.planned or self.cancelled or self.group)
            and self.kind not in NOT_CONTACT
            and bool(self.people)
        )

    def one_to_one(self) -> bool:
        return len(self.people) == 1 and not self.unnamed and self.kind != "broadcast"

    def together(self) -> bool:
        """Whether it took time together: by a letter nobody is met."""
        return self.kind not in WRITTEN or bool(self.minutes)

    def alone(self) -> bool:
        """Whether the two had time for each other alone."""
        return self.one_to_one() and self.together()

    def arranged(self, today: date) -> bool:
        """Whether it lies ahead."""
        return self.day > today and not self.cancelled


@dataclass(frozen=True, slots=True)
class Statement:
    """A line, and whom it concerns.

    `role`: what it is for the journal: `exchange`, `promise`, `work`, `move`, `item` (to raise next time), `objective`,
    `ask`, `intro`, `stub`, or the line's own kind. `theirs`: a promise or ask of theirs, not mine. `sides`: of an
    introduction, the keys of both. `share`: what one person has of an exchange with everybody (1/n). `via`: through
    whom it came. `seen`: for each reference of `seen_by:`, the key of the person, or nothing.
    """

    path: str
    line: Line
    role: str
    people: tuple[str, ...] = ()
    theirs: bool = False
    present: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    share: float = 1.0
    via: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def day(self) -> date | None:
        return self.line.day


@dataclass(frozen=True, slots=True)
class Resolved:
    """One note among all others.

    `links`: for each link of the body, what it leads to. `refs`: for each reference of the front matter, by anchor.
    `relations`: kinds and keys. `attendees`: the keys of `with` (or of the contact himself).
    """

    path: str
    links: tuple[Found, ...] = ()
    refs: tuple[tuple[str, Found], ...] = ()
    attendees: tuple[str, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[tuple[str, str, str], ...] = ()
    """(kind, key, anchor) of each relation or stakeholder."""
    findings: tuple[Finding, ...] = ()

    def ref(self, anchor: str) -> str:
        """The key that the reference at an anchor leads to, or nothing."""
        return next((found.key for at, found in self.refs if at == anchor), "")

    def concerns(self) -> tuple[str, ...]:
        """The keys of everybody and everything that figures in this note, beyond links in prose."""
        keys: dict[str, None] = {}
        for interaction in self.interactions:
            keys.update(dict.fromkeys((*interaction.people, *interaction.orgs)))
            keys.setdefault(interaction.event)
        for statement in self.statements:
            keys.update(dict.fromkeys((*statement.people, *statement.sides, *statement.via)))
        keys.update(dict.fromkeys(found.key for _, found in self.refs))
        keys.pop("", None)
        return tuple(sorted(keys))

    def linked(self) -> tuple[str, ...]:
        """The keys to which the prose of this note links."""
        return tuple(sorted({found.key for found in self.links if found.key} - {self.path}))


@dataclass(frozen=True, slots=True)
class Person:
    """A contact, or a card. `path` is empty for a card; `card_from` tells whether only `new:` lines name it."""

    key: str
    name: str
    id: str
    aliases: tuple[str, ...] = ()
    path: str = ""


class Journal(Protocol):
    """The questions that relations, rules and views may ask. Who asks depends on the answer, and on nothing else."""

    @property
    def today(self) -> date: ...
    @property
    def config(self) -> Config: ...
    @property
    def inventory(self) -> Inventory: ...

    def paths(self, type_name: str = "") -> tuple[str, ...]:
        """The notes, of one type or all, in order of their paths."""
        ...

    def ask(self, function: Callable[Concatenate[Any, Args], Value], *args: Args.args, **kwargs: Args.kwargs) -> Value:
        """What a pure function of the journal gives, remembered like any other answer.

        For what is costly and of which many ask for a part: a change stops at those whose part comes out equal.
        """
        ...

    def of_entries(self, function: Callable[[Entry], Value]) -> Mapping[str, Value]:
        """What a pure function gives for the entry of each note, where that is not empty; by path, in their order.

        For what is made from all notes and needs little of each: after a change, only what differs is looked at.
        """
        ...

    def of_resolved(self, function: Callable[[Resolved], Value]) -> Mapping[str, Value]:
        """The same for each note with its references resolved."""
        ...

    def of_people(self, function: Callable[[Any, str], Value]) -> Mapping[str, Value]:
        """What a pure function of the journal gives for each person, by key, in the order of their names."""
        ...

    def entry(self, path: str) -> Entry: ...
    def identity(self, path: str) -> Identity: ...
    def resolved(self, path: str) -> Resolved: ...

    def people(self) -> tuple[str, ...]:
        """The keys of all people, contacts and cards, by name."""
        ...

    def person(self, key: str) -> Person: ...

    def name(self, key: str) -> str:
        """What a person, an organisation or a note is called."""
        ...

    def about(self, key: str) -> tuple[str, ...]:
        """The notes in which a key figures beyond links in prose."""
        ...

    def linked_from(self, key: str) -> tuple[str, ...]:
        """The notes whose prose links to a key."""
        ...

    def interactions(self, key: str) -> tuple[Interaction, ...]:
        """The meetings in which a person, an organisation or an event figures, oldest first."""
        ...

    def statements(self, key: str) -> tuple[Statement, ...]:
        """The lines that concern a person, oldest first, undated ones last."""
        ...
