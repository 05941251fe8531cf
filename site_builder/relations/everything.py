"""Every meeting and every line of the journal, note by note: for what is made from all of them."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.journal.model import Interaction, Journal, Statement


def interactions_in(journal: Journal, path: str) -> tuple[Interaction, ...]:
    """The meetings that a note tells of."""
    return journal.resolved(path).interactions


def statements_in(journal: Journal, path: str) -> tuple[Statement, ...]:
    """The lines of a note."""
    return journal.resolved(path).statements


def every_interaction(journal: Journal) -> Iterator[Interaction]:
    """All meetings, in the order of their notes."""
    for found in journal.of_notes(interactions_in).values():
        yield from found


def every_statement(journal: Journal) -> Iterator[Statement]:
    """All lines, in the order of their notes."""
    for found in journal.of_notes(statements_in).values():
        yield from found
