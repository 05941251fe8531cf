"""What to know before meeting somebody: chosen from the lines that concern them, on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from site_builder.journal.model import Interaction, Journal, Statement
from site_builder.relations.promises import Promise, promises_among
from site_builder.relations.standing import GONE, contact_of, standing

LEARNED = 3
WISHES = 5
_RAISED = ("kept", "dropped")


@dataclass(frozen=True, slots=True)
class Brief:
    """Lines newest first, promises by deadline.

    `last`: the last meeting that counts. `next_time`: what to raise, of the contact's list first. `fields_wanted`,
    `offers`: what the contact's file says they want, and what I can offer; `wants`: what their lines say.
    `unknown`: no note says what they want.
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

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        said = self.last or self.mine or self.theirs or self.next_time or self.wants or self.learned
        return bool(said or self.fields_wanted or self.offers)


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
    )


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
