"""What to know before meeting somebody: chosen from the lines that concern them, on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from site_builder.journal.model import Interaction, Journal, Statement
from site_builder.notes.dates import When
from site_builder.notes.schema import Contact, Dated, Ref
from site_builder.relations.introductions import introductions
from site_builder.relations.promises import Promise, promises_among
from site_builder.relations.standing import GONE, contact_of, standing
from site_builder.values import dataclass

LEARNED = 3
WISHES = 5
ASKED = 365
"""Days for which something asked, of which no line says what came of it, may be asked after."""
BIRTHDAY_NEAR = 30
_RAISED = ("kept", "dropped")
_DEEDS = frozenset({"exchange", "intro", "ask", "thanked", "said"})


@dataclass(frozen=True, slots=True)
class Deed:
    """What one side has done: a promise kept, an exchange, an introduction, something asked, said or thanked for."""

    statement: Statement
    theirs: bool
    day: date


@dataclass(frozen=True, slots=True)
class Change:
    """A field of their file (`role`, `org` or `place`) that holds something else since a day. Empty where nothing was
    known before, or holds now."""

    field: str
    anchor: str
    since: When
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Brief:
    """Lines newest first, promises by deadline.

    `last`: the last meeting that counts; `since`: what each side has done after its day; `changes`: what their file
    says is new after it. `next_time`: what to raise, of the contact's list first; `asked`: what was asked, either way,
    without a word of what came of it; `thanks`: what they led me to, up to the last meeting, for which no line says
    thanks. `fields_wanted`, `offers`: what the contact's file says they want, and what I can offer; `wants`: what their
    lines say. `unknown`: no note says what they want. `birthday`: the next one, if it is near, and `age`, which it is.
    """

    last: Interaction | None = None
    mine: tuple[Promise, ...] = ()
    theirs: tuple[Promise, ...] = ()
    next_time: tuple[Statement, ...] = ()
    fields_wanted: tuple[str, ...] = ()
    wants: tuple[Statement, ...] = ()
    offers: tuple[str, ...] = ()
    learned: tuple[Statement, ...] = ()
    unknown: bool = False
    since: tuple[Deed, ...] = ()
    changes: tuple[Change, ...] = ()
    asked: tuple[Statement, ...] = ()
    thanks: tuple[Statement, ...] = ()
    birthday: date | None = None
    age: int | None = None

    @property
    def questions(self) -> tuple[Statement, ...]:
        """What I want to find out, of what is to be raised."""
        return tuple(each for each in self.next_time if each.role == "question")

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        said = self.last or self.mine or self.theirs or self.next_time or self.wants or self.learned
        return bool(said or self.fields_wanted or self.offers or self.since or self.asked or self.birthday)


def brief_of(journal: Journal, key: str) -> Brief:
    """What to know before meeting this person; of the dead, and of those one has parted from, nothing."""
    today = journal.today
    if standing(journal, key, today).status in GONE:
        return Brief()
    fields = contact_of(journal, key)
    met = [each for each in journal.interactions(key) if each.counts(today)]
    last = met[-1] if met else None
    known = known_statements(journal.statements(key), key, today)
    open_ones = [each for each in promises_among(known, today) if each.is_open]
    wished = fields.wants if fields else ()
    stubs = [each for each in known if each.role == "stub" and answer(each, "wants")]
    since = deeds_since(known, last.day, today) if last else ()
    owed = (each.statement for each in introductions(journal, known) if each.owes_thanks(today))
    wants = newest_first(each for each in known if each.role == "wants")
    return Brief(
        last,
        tuple(each for each in open_ones if not each.theirs),
        tuple(each for each in open_ones if each.theirs),
        to_raise(known, key, last.day if last else None),
        wished,
        (*wants, *newest_first(stubs))[:WISHES],
        fields.i_can_help if fields else (),
        newest_first(each for each in known if each.role == "learned")[:LEARNED],
        not (wished or wants or stubs),
        since,
        changes_since(journal, key, last.day) if last else (),
        newest_first(each for each in known if _unanswered(each, today)),
        newest_first(each for each in owed if all(each != deed.statement for deed in since)),
        *_birthday(fields, today),
    )


def deeds_since(known: Sequence[Statement], day: date, today: date) -> tuple[Deed, ...]:
    """What each side has done after a day, the newest first."""
    found = []
    for each in known:
        line, done = each.line, each.line.done.first if each.line.done else None
        if each.role in ("promise", "move") and line.state == "kept" and done and day < done <= today:
            found.append(Deed(each, each.theirs, done))
        elif each.role in _DEEDS and each.day and day < each.day <= today:
            found.append(Deed(each, each.theirs or line.kind == "got", each.day))
    return tuple(sorted(found, key=lambda deed: (-deed.day.toordinal(), *_newest(deed.statement))))


def changes_since(journal: Journal, key: str, day: date) -> tuple[Change, ...]:
    """What their file says of role, org and place that began after a day, up to today."""
    fields = contact_of(journal, key)
    if fields is None:
        return ()
    found: list[Change] = []
    histories: tuple[tuple[str, Dated[Any]], ...] = (
        ("role", fields.role),
        ("org", fields.org),
        ("place", fields.place),
    )
    for name, history in histories:
        before = ""
        for number, (since, values) in enumerate(history.entries):
            now = " and ".join(_written(journal, key, value) for value in values)
            if since and day < since.first <= journal.today and now != before:
                found.append(Change(name, f"field:{name}.{number}" if values else f"key:{name}", since, before, now))
            before = now
    return tuple(found)


def _written(journal: Journal, key: str, value: str | Ref) -> str:
    if isinstance(value, str):
        return value
    org = journal.resolved(key).ref(value.anchor)
    return value.label or (journal.name(org) if org else value.target)


def _unanswered(statement: Statement, today: date) -> bool:
    """Whether this was asked within a year, and no line says what came of it."""
    if statement.role != "ask" or statement.line.outcome not in ("", "later") or statement.day is None:
        return False
    return 0 <= (today - statement.day).days <= ASKED


def _birthday(fields: Contact | None, today: date) -> tuple[date | None, int | None]:
    if fields is None or fields.birthday is None:
        return None, None
    day = fields.birthday.next(today)
    return (day, fields.birthday.age(day)) if (day - today).days <= BIRTHDAY_NEAR else (None, None)


def known_statements(statements: Sequence[Statement], key: str, today: date) -> tuple[Statement, ...]:
    """The lines that concern a person by today; what is written into a note of a later day is not known yet, but tasks
    and items to raise were written to be seen before it."""
    ahead = ("promise", "move", "item", "next", "question")
    return tuple(
        each
        for each in statements
        if key in each.people and (each.day is None or each.day <= today or each.role in ahead)
    )


def newest_first(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Lines by day, the newest first, undated ones last; within a day in the order of the note."""
    return tuple(sorted(statements, key=_newest))


def to_raise(known: Sequence[Statement], key: str, last: date | None) -> tuple[Statement, ...]:
    """What to bring up next time: items with an open box until they are ticked; `next:`, `question:` and items without
    a box, if no meeting on a later day has had the chance; those of the contact's own list until they are removed."""
    found = []
    for each in known:
        if each.role == "item" and each.line.state:
            fresh = each.line.state not in _RAISED
        elif each.role in ("item", "next", "question"):
            fresh = each.day is None or last is None or each.day >= last
        else:
            continue
        if fresh:
            found.append(each)
    return tuple(sorted(found, key=lambda each: (each.path != key, *_newest(each))))


def _newest(statement: Statement) -> tuple[int, str, int]:
    return -(statement.day or date.min).toordinal(), statement.path, statement.line.item


def answer(stub: Statement, question: str) -> str:
    """What a `new:` line answers to `does`, `here for` or `wants`; nothing where it leaves that out."""
    return next((text for asked, text in stub.line.answers if asked == question), "")
