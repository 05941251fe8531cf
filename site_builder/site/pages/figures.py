"""Figures with the lines behind them: meetings and statements as the rows of what unfolds."""

from __future__ import annotations

from collections.abc import Iterable

from site_builder.journal.model import Interaction, Statement
from site_builder.relations.next_steps import Step
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.lines import line_view, source_link
from site_builder.site.pages.links import meeting_link
from site_builder.site.pages.texts import plain_text, shortened
from site_builder.site.views import Line, LinkTo, Words


def slug_of(site: Site, kind: str, key: str) -> str:
    """The id of the section about somebody, or some org, on a page of many: that of their own page."""
    return f"{kind}-{site.address(key).rpartition('/')[2].removesuffix('.html')}"


def meeting_lines(site: Site, meetings: Iterable[Interaction]) -> tuple[Line, ...]:
    """Meetings as rows, the newest first."""
    found = sorted(meetings, key=lambda each: (each.day, each.time, each.path, each.anchor), reverse=True)
    return tuple(Line("meeting", (meeting_link(site, each),), each.day) for each in found)


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
