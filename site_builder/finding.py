"""A finding: what a rule has to say about a place in a note. Problems in notes are values, never exceptions."""

from __future__ import annotations

from site_builder.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A rule's name, a place by note and anchor, the fact in the user's words, and one remedy.

    `anchor` is a key into the note's places (`field:org`, `line:3f2a…`, `link:…`): it survives a line inserted above,
    and is turned into line and column last. `subject` is the person, by key, whom a nudge concerns.
    `severity` is empty unless this one is graver or milder than its rule says.
    """

    path: str
    anchor: str
    rule: str
    message: str
    remedy: str = ""
    subject: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding as it is told: `error`, `warning` or `info`; and whether it is a nudge."""

    finding: Finding
    severity: str
    nudge: bool = False
