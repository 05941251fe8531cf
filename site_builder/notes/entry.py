"""An entry: a typed note, with its fields and its lines. It holds no positions, only anchors."""

from __future__ import annotations

from datetime import date

from site_builder.notes.body import Markdown
from site_builder.notes.dates import Duration, When
from site_builder.notes.lines import Line
from site_builder.notes.schema import Fields, Ref
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A dated heading in a contact or a running note: a meeting, up to the next one.

    `heading` is its index in `Markdown.headings`, `anchor` the heading's.
    """

    anchor: str
    heading: int
    date: When
    kind: str = ""
    initiative: str = ""
    minutes: int | None = None
    with_: tuple[Ref, ...] = ()
    follow_up: When | Duration | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Ignore:
    """A suppression in front matter: a rule, and until when and why."""

    rule: str
    anchor: str
    until: When | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A note with its type's fields, the lines of its items (one an item, in order), and its dated sections.

    `id` is the file's stem. `day` is the note's own date. `section_of` and `meaning_of` tell of each heading the
    section it stands in (an index into `sections`, or -1) and its meaning (`plan`, `next`, `objectives`, `met`,
    `signals`, or nothing). `more`: keys that are not ours, with their text. `private_keys`: fields for no other eyes.
    """

    path: str
    type: str
    id: str
    fields: Fields
    body: Markdown
    lines: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()
    section_of: tuple[int, ...] = ()
    meaning_of: tuple[str, ...] = ()
    day: When | None = None
    private: bool = False
    private_keys: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    ignores: tuple[Ignore, ...] = ()
    written: tuple[str, ...] = ()
    """The keys that the front matter really holds, in our words."""

    @property
    def date(self) -> date | None:
        return self.day.first if self.day else None

    def meaning(self, line: Line) -> str:
        """The meaning of the heading that a line stands under."""
        heading = self.body.items[line.item].heading
        return self.meaning_of[heading] if heading >= 0 else ""

    def section(self, line: Line) -> Section | None:
        """The dated section that a line stands in."""
        heading = self.body.items[line.item].heading
        number = self.section_of[heading] if heading >= 0 else -1
        return self.sections[number] if number >= 0 else None
