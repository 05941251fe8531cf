"""What one list item says, as the line grammar reads it: a value."""

from __future__ import annotations

from datetime import date

from site_builder.notes.dates import When
from site_builder.notes.schema import Ref
from site_builder.values import dataclass

TESTS = ("invests", "learns", "illustrates")
"""The three tests that a move may pass."""


@dataclass(frozen=True, slots=True)
class Line:
    """One list item, as the grammar reads it.

    `kind`: a label's canonical word (`gave`, `got`, `task`, `ask`, `they_asked`, `intro`, `learned`, …) or `prose`.
    `text`: what is left of the sentence without box, label and tokens, code and addresses blanked; `shown`: the same as
    typed, for people to read. `day`: the line's own date, where it has one.
    `who`: the reference it begins with (before the label, or at the start of a task or of prose). `before`: plain words
    there, which are a person only if the journal knows them at that place (else the line is prose, or my own task).
    `pledges`: a task whose beginning goes on with "will", "is to", "owes"…: theirs, if it begins with a person.
    """

    kind: str
    anchor: str
    item: int
    text: str
    shown: str = ""
    day: date | None = None
    category: str = ""
    state: str = ""
    who: Ref | None = None
    before: str = ""
    pledges: bool = False
    to: tuple[Ref, ...] = ()
    to_me: bool = False
    to_all: bool = False
    by: tuple[Ref, ...] = ()
    by_me: bool = False
    via: tuple[Ref, ...] = ()
    seen_by: tuple[Ref, ...] = ()
    due: When | None = None
    done: When | None = None
    moved: tuple[When, ...] = ()
    dropped: When | None = None
    watch: When | None = None
    thanked: When | None = None
    outcome: str = ""
    size: int = 1
    minutes: int | None = None
    why: str = ""
    tests: tuple[str, ...] = ()
    private: bool = False
    sides: tuple[Ref, ...] = ()
    name: Ref | None = None
    answers: tuple[tuple[str, str], ...] = ()
    mentions: tuple[Ref, ...] = ()

    @property
    def deadline(self) -> date | None:
        """The date in force: the last one it was put off to, else the one it was made with."""
        last = self.moved[-1] if self.moved else self.due
        return last.last if last else None
