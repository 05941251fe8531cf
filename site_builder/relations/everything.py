"""Every meeting of the journal, and every line of some roles, note by note: for what is made from all of them."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.journal.model import Interaction, Journal, Resolved, Statement

ROLES = frozenset({"intro", "exchange", "stub", "thanked", "ask", "said", "win"})
"""The roles of lines that are looked for in all notes: another line of a note changes nothing that is made from all."""


def interactions_in(resolved: Resolved) -> tuple[Interaction, ...]:
    """The meetings that a note tells of."""
    return resolved.interactions


def statements_in(resolved: Resolved) -> tuple[Statement, ...]:
    """The lines of a note that have one of `ROLES`."""
    return tuple(each for each in resolved.statements if each.role in ROLES)


def every_interaction(journal: Journal) -> Iterator[Interaction]:
    """All meetings, in the order of their notes."""
    for found in journal.of_resolved(interactions_in).values():
        yield from found


def every_statement(journal: Journal) -> Iterator[Statement]:
    """All lines that have one of `ROLES`, in the order of their notes."""
    for found in journal.of_resolved(statements_in).values():
        yield from found
