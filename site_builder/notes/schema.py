"""The entry types. Their fields are the schema: decoding, unknown keys, completion and the reference come from here.

A field is declared once, with the kind of value it holds and a sentence for the person who writes it. Entries hold no
positions: a value that a finding may point at carries an anchor (`field:with.1`).
"""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import Any, Generic, TypeVar

from site_builder.notes.dates import Birthday, Duration, When
from site_builder.values import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference as typed: a name, `[[id#Heading|label]]`, `[label](path)` or `@word`.

    `form` is `name`, `wiki`, `link` or `mention`. A Markdown link's target is relative to the note's folder.
    """

    target: str
    form: str
    anchor: str
    heading: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value and its history: entries from a day on, oldest first; an entry without a date was always so.

    An entry holds several values when the field holds several at once, and none where the value ended.
    """

    entries: tuple[tuple[When | None, tuple[T, ...]], ...] = ()

    def all_at(self, day: Any) -> tuple[T, ...]:
        """What holds on a day; empty before the first dated entry and after an end."""
        holding: tuple[T, ...] = ()
        for since, values in self.entries:
            if since is None or since.first <= day:
                holding = values
        return holding

    def at(self, day: Any) -> T | None:
        values = self.all_at(day)
        return values[0] if values else None

    def is_dated_at(self, day: Any) -> bool:
        """Whether what holds on that day is known to have begun by then (a plain value judges no past day)."""
        return any(since is not None and since.first <= day for since, _ in self.entries)

    def __bool__(self) -> bool:
        return bool(self.entries)


class Kind(Enum):
    """What a field holds, in the words of the format reference."""

    TEXT = "text"
    TEXTS = "one text, or a list"
    REF = "a reference"
    REFS = "references: a list, or names with commas between"
    DATE = "a date"
    DATE_OR_DURATION = "a date, or a time from the note's date (+3w)"
    DURATION = "a length of time (6w, monthly, none)"
    BIRTHDAY = "a birthday (1815-12-10 or 12-10)"
    NUMBER = "a number"
    YES = "yes or no"
    CHOICE = "one of the listed words"
    DATED_TEXT = "text, or its history"
    DATED_REF = "a reference, or its history"
    DATED_CHOICE = "one of the listed words, or its history"
    DATED_NUMBER = "a whole number, or its history"
    PAIRS = "a list of `kind: reference`"
    TEXT_BY_KEY = "text, or a map of texts"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry type, as the decoder and the reference see it."""

    name: str
    kind: Kind
    about: str
    choices: tuple[str, ...]


_EMPTY: dict[Kind, Any] = {
    Kind.TEXT: "",
    Kind.TEXTS: (),
    Kind.REFS: (),
    Kind.YES: False,
    Kind.CHOICE: "",
    Kind.PAIRS: (),
    Kind.TEXT_BY_KEY: (),
    **{kind: Dated() for kind in Kind if kind.name.startswith("DATED")},
}


def _field(kind: Kind, about: str, *choices: str) -> Any:
    return dataclasses.field(default=_EMPTY.get(kind), metadata={"kind": kind, "about": about, "choices": choices})


@dataclass(frozen=True, slots=True)
class Contact:
    name: str = _field(Kind.TEXT, "What they are called; otherwise the title, the first heading or the file's name.")
    aliases: tuple[str, ...] = _field(Kind.TEXTS, "Other names that mean this person.")
    org: Dated[Ref] = _field(Kind.DATED_REF, "The organisation they belong to.")
    role: Dated[str] = _field(Kind.DATED_TEXT, "What they do there.")
    function: Dated[str] = _field(Kind.DATED_TEXT, "Their function: it, finance, marketing…")
    side: str = _field(Kind.CHOICE, "Only `personal` need be said.", "personal", "internal", "external")
    grade: Dated[int] = _field(Kind.DATED_NUMBER, "Levels above or below you (+2 is your boss's boss).")
    circle: Dated[str] = _field(Kind.DATED_TEXT, "How close: one of the circles of kith.toml.")
    cadence: Duration | None = _field(Kind.DURATION, "How often you want to be in touch; overrides the circle's.")
    mode: str = _field(
        Kind.CHOICE, "What kind of account this is.", "exchange", "mentor", "mentee", "communal", "service"
    )
    trust: Dated[int] = _field(Kind.DATED_NUMBER, "How far you trust each other, 0 to 5.", "0", "1", "2", "3", "4", "5")
    influence: str = _field(Kind.CHOICE, "How much they can move.", "low", "some", "high")
    why: str = _field(Kind.TEXT, "One line: why this person.")
    met: When | None = _field(Kind.DATE, "When you met.")
    introduced_by: Ref | None = _field(Kind.REF, "Who introduced you, or `me`.")
    wants: tuple[str, ...] = _field(Kind.TEXTS, "What they are looking for.")
    i_can_help: tuple[str, ...] = _field(Kind.TEXTS, "What you can offer them.")
    can_help_me: tuple[str, ...] = _field(Kind.TEXTS, "What they could offer you.")
    sponsor: str = _field(Kind.TEXT, "In what they speak up for you.")
    birthday: Birthday | None = _field(Kind.BIRTHDAY, "Their birthday, with or without the year.")
    email: tuple[str, ...] = _field(Kind.TEXTS, "Their addresses.")
    phone: tuple[str, ...] = _field(Kind.TEXTS, "Their numbers.")
    url: tuple[str, ...] = _field(Kind.TEXTS, "Their pages.")
    place: Dated[str] = _field(Kind.DATED_TEXT, "Where they live or work.")
    status: Dated[str] = _field(
        Kind.DATED_CHOICE,
        "How things stand.",
        "active",
        "wanted",
        "dormant",
        "archived",
        "estranged",
        "deceased",
    )
    relations: tuple[tuple[str, Ref], ...] = _field(Kind.PAIRS, '`manager: "[[bo]]"`: Bo is their manager.')
    plan: str = _field(Kind.TEXT, "The aim of your plan for this relationship, one line.")
    review_by: When | None = _field(Kind.DATE, "When to look at the plan again.")
    follow_up: When | Duration | None = _field(Kind.DATE_OR_DURATION, "Be in touch by then.")
    reviewed: When | None = _field(Kind.DATE, "All of this was true on that day.")
    tags: tuple[str, ...] = _field(Kind.TEXTS, "Tags.")


@dataclass(frozen=True, slots=True)
class Meeting:
    date: When | None = _field(Kind.DATE, "The day; otherwise the date that starts the file's name.")
    with_: tuple[Ref, ...] = _field(Kind.REFS, "Who was there, besides you.")
    kind: str = _field(Kind.TEXT, "coffee, lunch, call, video, email, message, letter, presentation, visit…")
    initiative: str = _field(Kind.CHOICE, "Who proposed it.", "me", "them", "both")
    minutes: int | None = _field(Kind.NUMBER, "How long it took.")
    place: str = _field(Kind.TEXT, "Where.")
    event: Ref | None = _field(Kind.REF, "The event it was part of.")
    title: str = _field(Kind.TEXT, "A title; otherwise one is made of the kind and the people.")
    follow_up: When | Duration | None = _field(Kind.DATE_OR_DURATION, "Be in touch again by then.")
    planned: bool = _field(Kind.YES, "It was only planned.")
    cancelled: bool = _field(Kind.YES, "It did not take place.")
    tags: tuple[str, ...] = _field(Kind.TEXTS, "Tags.")


@dataclass(frozen=True, slots=True)
class Event:
    date: When | None = _field(Kind.DATE, "The (first) day; otherwise the date that starts the file's name.")
    until: When | None = _field(Kind.DATE, "The last day.")
    title: str = _field(Kind.TEXT, "What it is called.")
    place: str = _field(Kind.TEXT, "Where.")
    organiser: Ref | None = _field(Kind.REF, "Who holds it.")
    audience: tuple[str, ...] = _field(Kind.TEXTS, "Whom it is for.")
    series: str = _field(Kind.TEXT, "The series it belongs to.")
    hours: float | None = _field(Kind.NUMBER, "How long you were there.")
    cost: str = _field(Kind.TEXT, "What it cost.")
    went_with: tuple[Ref, ...] = _field(Kind.REFS, "Whom you went with.")
    pitch: tuple[tuple[str, str], ...] = _field(Kind.TEXT_BY_KEY, "What you would say of yourself there.")
    tags: tuple[str, ...] = _field(Kind.TEXTS, "Tags.")


@dataclass(frozen=True, slots=True)
class Org:
    name: str = _field(Kind.TEXT, "What it is called.")
    aliases: tuple[str, ...] = _field(Kind.TEXTS, "Other names that mean it.")
    functions: tuple[str, ...] = _field(Kind.TEXTS, "The functions in which you want to know people.")
    depth: int | None = _field(Kind.NUMBER, "How many people you want to know in each (3).")
    url: tuple[str, ...] = _field(Kind.TEXTS, "Its pages.")
    place: str = _field(Kind.TEXT, "Where it is.")
    tags: tuple[str, ...] = _field(Kind.TEXTS, "Tags.")


@dataclass(frozen=True, slots=True)
class Goal:
    title: str = _field(Kind.TEXT, "What you want to reach.")
    due: When | None = _field(Kind.DATE, "By when.")
    done: When | None = _field(Kind.DATE, "When it was reached.")
    stakeholders: tuple[tuple[str, Ref], ...] = _field(
        Kind.PAIRS, "Who matters to it, by stance.", "for", "neutral", "against", "unknown"
    )
    tags: tuple[str, ...] = _field(Kind.TEXTS, "Tags.")


@dataclass(frozen=True, slots=True)
class Me:
    name: str = _field(Kind.TEXT, "What you are called.")
    aliases: tuple[str, ...] = _field(Kind.TEXTS, "Other names that mean you.")
    org: Dated[Ref] = _field(Kind.DATED_REF, "The organisation you belong to.")
    role: Dated[str] = _field(Kind.DATED_TEXT, "What you do there.")
    pitch: tuple[tuple[str, str], ...] = _field(Kind.TEXT_BY_KEY, "What you say of yourself, by audience.")
    tags: tuple[str, ...] = _field(Kind.TEXTS, "Tags.")


@dataclass(frozen=True, slots=True)
class Note:
    title: str = _field(Kind.TEXT, "The title.")
    aliases: tuple[str, ...] = _field(Kind.TEXTS, "Other names that mean this note.")
    tags: tuple[str, ...] = _field(Kind.TEXTS, "Tags.")


Fields = Contact | Meeting | Event | Org | Goal | Me | Note

TYPES: dict[str, type[Fields]] = {
    "contact": Contact,
    "meeting": Meeting,
    "event": Event,
    "org": Org,
    "goal": Goal,
    "me": Me,
    "note": Note,
}

TYPE_WORDS = {
    "person": "contact",
    "people": "contact",
    "organisation": "org",
    "organization": "org",
    "company": "org",
}

FIELD_WORDS = {
    "attendees": "with",
    "people": "with",
    "participants": "with",
    "who": "with",
    "guests": "with",
    "company": "org",
    "employer": "org",
    "organization": "org",
    "organisation": "org",
    "bday": "birthday",
    "mail": "email",
    "tel": "phone",
    "alias": "aliases",
    "tag": "tags",
    "by": "initiative",
    "job_title": "role",
    "position": "role",
    "location": "place",
    "where": "place",
}

COMMON_KEYS = ("type", "lint_ignore", "private")
"""Keys that every type understands, besides its fields."""


def _declared(entry_type: type[Fields]) -> tuple[Field, ...]:
    return tuple(
        Field(item.name.rstrip("_"), item.metadata["kind"], item.metadata["about"], item.metadata["choices"])
        for item in dataclasses.fields(entry_type)
    )


_FIELDS = {name: _declared(entry_type) for name, entry_type in TYPES.items()}


def fields_of(type_name: str) -> tuple[Field, ...]:
    """The fields of an entry type, in the order of the reference."""
    return _FIELDS[type_name]
