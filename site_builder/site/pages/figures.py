"""Figures with the lines behind them: meetings and statements as the rows of what unfolds.

What unfolds says what was counted, and is no list of its own: of much, the first dozen stand there, and where the
others are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from site_builder.journal.model import Interaction, Statement
from site_builder.relations.next_steps import Step
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.lines import line_view, source_link
from site_builder.site.pages.links import meeting_link
from site_builder.site.pages.tables import first_of, rest_of
from site_builder.site.pages.texts import plain_text, shortened
from site_builder.site.views import Line, LinkTo, Words

T = TypeVar("T")

SHOWN: Final = 12
"""Lines that unfold behind a figure at most."""
PEOPLE: Final = 40
"""The same of people, who are a name each."""
IN_LEDGER: Final = LinkTo("exchanges.html#s-ledger", "in the ledger", kind="page")
IN_TIMELINE: Final = LinkTo("timeline.html", "in the timeline", kind="page")
IN_PEOPLE: Final = LinkTo("people.html", "in the table of people", kind="page")


def behind(
    those: Sequence[T], line: Callable[[T], Line], where: LinkTo | None = None, most: int = SHOWN
) -> tuple[Line, ...]:
    """What a figure was counted from as lines, in the order given; of more than `most` the first, how many more there
    are, and where all of them stand."""
    lines = tuple(line(each) for each in first_of(those, most))
    more = rest_of(those, most, where)
    return (*lines, Line("more", more)) if more else lines


def slug_of(site: Site, kind: str, key: str) -> str:
    """The id of the section about somebody, or some org, on a page of many: that of their own page."""
    return f"{kind}-{site.address(key).rpartition('/')[2].removesuffix('.html')}"


def meeting_line(site: Site, meeting: Interaction) -> Line:
    """A meeting as a row."""
    return Line("meeting", (meeting_link(site, meeting),), meeting.day)


def meeting_lines(site: Site, meetings: Iterable[Interaction]) -> tuple[Line, ...]:
    """Meetings as rows, the newest first."""
    found = sorted(meetings, key=lambda each: (each.day, each.time, each.path, each.anchor), reverse=True)
    return behind(found, lambda each: meeting_line(site, each), IN_TIMELINE)


def said_lines(site: Site, statements: Iterable[Statement]) -> tuple[Line, ...]:
    """Lines of notes as rows, each with its note, in the order given."""
    return tuple(line_view(site, each) for each in statements)


def step_words(site: Site, step: Step | None) -> Words:
    """A step as a link to where it is written; nothing where there is none."""
    if step is None:
        return ()
    if step.meeting:
        return (meeting_link(site, step.meeting),)
    assert step.statement is not None
    text = shortened(plain_text(step.statement.line.shown), 90)
    link = source_link(site, step.statement, text)
    return (LinkTo(link.href, text, kind="note"),)
