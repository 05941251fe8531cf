"""A rule: a name that reads as what it found, a severity, and a pure function of the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from site_builder.finding import Finding
from site_builder.journal.model import Journal
from site_builder.journal.names import Fits


class Checked(Journal, Protocol):
    """The journal, and what rules may ask besides."""

    def names_like(self, folded: str) -> Fits:
        """The notes that a folded name fits."""
        ...

    def cards(self) -> dict[str, tuple[str, ...]]:
        """All cards by folded name, with the ways in which they were typed."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue.

    `scope`: `note` (asked of each note), `journal` (asked once), or `reader`: found while a note is read or resolved, so
    that there is no function to ask. `nudge`: it depends on the day, and never blocks unless the settings say so.
    """

    name: str
    family: str
    severity: str
    scope: str
    about: str
    check: Callable[..., Iterable[Finding]] | None = None
    nudge: bool = False
    fixable: bool = False
