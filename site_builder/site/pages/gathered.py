"""What was said and done at a meeting or an event, from the lines of its note, as views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from site_builder.journal.model import Interaction, Statement
from site_builder.relations.exchanges import Exchange as Given
from site_builder.relations.promises import promise_of
from site_builder.site import views
from site_builder.site.pages.figures import behind
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.lines import encounter, exchange_view, line_view, promise_view
from site_builder.site.pages.links import few, link_to
from site_builder.site.pages.texts import words
from site_builder.site.views import Encounter, Line, LinkTo, Words

TASKS = ("promise", "work")
EXCHANGES = ("exchange", "intro")
ROOM = 50
"""Tasks and exchanges of a note, and people met, that its page lists beside the note's own text, which has all."""
NAMED = 3
"""People that a title made of their names can hold."""
_APART = ("objective", "move", "hope", "stub")
_LABELS = {
    "learned": "Learned",
    "told": "Told",
    "ask": "Asked",
    "they_asked": "Was asked",
    "wants": "Wants",
    "question": "To find out",
    "next": "Next time",
    "item": "Next time",
    "win": "A success",
    "said": "Said",
    "thanked": "Thanked",
    "conflict": "Between us",
    "repaired": "Settled",
    "caution": "Careful",
}


def tasks_in(site: Site, statements: Iterable[Statement]) -> tuple[views.Promise, ...]:
    """The tasks made there with their state now, in the order of the note; the note itself is not named again."""
    tasks = [promise_of(each, site.today) for each in statements if each.role in TASKS]
    return tuple(replace(promise_view(site, each), made=None, source=None) for each in tasks)


def in_note(page: str, place: str = "s-the-note") -> LinkTo:
    """Where a page of a note has its text."""
    return LinkTo(f"{page}#{place}", "in the note", kind="page")


def exchanges_in(site: Site, statements: Iterable[Statement]) -> tuple[views.Exchange, ...]:
    """What went each way there, in the order of the note."""
    found = []
    for each in statements:
        if each.role in EXCHANGES and each.day is not None:
            line = each.line
            direction = "got" if line.kind == "got" else "gave"
            given = Given(each, direction, line.category, line.size * each.share, each.day)
            shown = exchange_view(site, given)
            if each.role == "intro":
                shown = replace(shown, text=introduced(site, each))
            found.append(shown)
    return tuple(found)


def introduced(site: Site, statement: Statement) -> Words:
    """`Ada to Bo for the engine`: an introduction as it was made."""
    line, sides = statement.line, statement.sides
    names: list[str | LinkTo] = []
    for number, ref in enumerate(line.sides):
        key = sides[number] if number < len(sides) else ""
        names.append(link_to(site, key) if key else ref.label or ref.target)
    if len(names) < 2:
        return words(site, statement.path, line.shown)
    after = words(site, statement.path, line.text)
    return (names[0], " to ", names[1], *((" ", *after) if after else ()))


def lines_in(
    site: Site, statements: Iterable[Statement], alone: str = "", where: LinkTo | None = None
) -> tuple[Line, ...]:
    """What was learned, told, asked or said there. `alone`: the key of the one person there, who need not be named;
    `where`: where all of it stands, if it is too much."""
    those = [each for each in statements if each.role not in (*TASKS, *EXCHANGES, *_APART)]
    return behind(those, lambda each: labelled(site, each, alone), where, ROOM)


def labelled(site: Site, statement: Statement, alone: str = "") -> Line:
    """A line that says of itself what it is: `Learned of Ada: …`."""
    kind = statement.line.kind if statement.line.kind in _LABELS else statement.role
    said: list[str | LinkTo] = [_LABELS.get(kind, kind.capitalize())]
    who = [key for key in statement.people if key != alone]
    if len(who) == 1 and set(statement.people) != set(statement.present):
        said += [{"learned": " of ", "wants": " for "}.get(kind, " "), link_to(site, who[0])]
        if kind in ("wants", "said", "they_asked"):
            # Of what others do, they are the subject: `Ada wants`, `Ada said`.
            verb = {"wants": " wants", "said": " said", "they_asked": " asked"}[kind]
            said = [link_to(site, who[0]), verb]
    shown = line_view(site, statement)
    outcome = (views.Chip(f"outcome: {statement.line.outcome}", "outcome"),) if statement.line.outcome else ()
    return replace(shown, text=(*said, ": ", *shown.text), day=None, source=None, chips=(*outcome, *shown.chips))


def meeting_view(site: Site, meeting: Interaction) -> Encounter:
    """A meeting in a list: what its title says already (`Coffee with Ada`) is not said again."""
    shown = encounter(site, meeting)
    told = not meeting.title and len(shown.people) <= NAMED
    kind = meeting.kind if not told else ""
    return replace(shown, kind=kind, people=() if told else few(shown.people, shown.link.href))
