"""What an event brought, as parts of its page: figures that unfold, observations, and what is not known yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from site_builder.journal.model import Statement
from site_builder.relations.events import Met
from site_builder.relations.returns import Followed, Observed, Returns, Unknown, minutes_of
from site_builder.relations.words import counted
from site_builder.site.pages.briefs import given_name
from site_builder.site.pages.figures import meeting_lines, said_lines
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.links import link_to
from site_builder.site.views import Figure, Line, LinkTo, Remark, Words


def event_figures(site: Site, brought: Returns) -> tuple[Figure, ...]:
    """The figures of an event that is over; what the note does not tell of is left out."""
    new, known = brought.new, brought.known
    found = []
    if brought.met:
        found.append(Figure(str(len(new)), "new", lines=_people(site, new)))
        found.append(Figure(str(len(known)), "known before", lines=_people(site, known)))
    if brought.timed:
        total, fresh = minutes_of(brought.timed), minutes_of([each for each in brought.timed if each.new])
        found.append(Figure(str(fresh), f"of {total} minutes with new people", lines=_people(site, brought.timed)))
        if brought.with_company:
            found.append(
                Figure(
                    str(minutes_of(brought.with_company)),
                    "with those I came with",
                    lines=_people(site, brought.with_company),
                )
            )
    if brought.followed:
        lines = tuple(line for each in brought.followed for line in _followed(site, each))
        met = len({each.key for each in brought.met})
        found.append(Figure(f"{len(brought.followed)} of {met}", "followed up within two days", lines=lines))
    for name, statements in (
        ("given", brought.gave),
        ("received", brought.got),
        ("learned", brought.learned),
    ):
        if statements:
            number = len(statements)
            found.append(Figure(str(number), name, an_hour(brought.per_hour(number)), own_lines(site, statements)))
    return tuple(found)


def own_lines(site: Site, statements: Sequence[Statement]) -> tuple[Line, ...]:
    """Lines of the page's own note as rows, each with the way down to where it stands."""
    lines = said_lines(site, statements)
    return tuple(
        replace(line, source=replace(line.source, text="in the note"), day=None) if line.source else line
        for line in lines
    )


def an_hour(rate: float | None) -> str:
    """`1.5 an hour`, `one in 8 hours`; nothing where the hours are not noted."""
    if not rate:
        return ""
    hours = round(1 / rate)
    return f"{rate:.1f} an hour" if rate >= 1 else f"one in {hours} hours" if hours > 1 else "about one an hour"


def _people(site: Site, met: Sequence[Met]) -> tuple[Line, ...]:
    return tuple(
        Line("met", (link_to(site, each.key), *((f", {counted(each.minutes, 'minute')}",) if each.minutes else ())))
        for each in met
    )


def _followed(site: Site, followed: Followed) -> tuple[Line, ...]:
    if followed.meeting:
        return meeting_lines(site, [followed.meeting])
    return said_lines(site, [followed.promise]) if followed.promise else ()


def brought_words(brought: Returns) -> str:
    """What came of an event in a few words, for the table of its series: `2 learned (0.2 an hour), 3 given`."""
    parts = []
    if brought.learned:
        rate = an_hour(brought.per_hour(len(brought.learned)))
        parts.append(f"{len(brought.learned)} learned" + (f" ({rate})" if rate else ""))
    parts += [f"{len(brought.gave)} given"] if brought.gave else []
    parts += [f"{len(brought.got)} received"] if brought.got else []
    parts += [f"{len(brought.followed)} followed up"] if brought.followed else []
    return ", ".join(parts)


def observation(site: Site, observed: Observed) -> Remark:
    """An observation in a sentence, with the minutes behind it."""
    people, total = observed.people, observed.total
    who = _names(site, people)
    lines = _people(site, people)
    if observed.kind == "companions":
        return Remark((f"{observed.minutes} of {total} minutes went to those you came with: ", *who, "."), lines)
    if observed.kind == "pinned":
        return Remark((f"{observed.minutes} of {total} minutes went to ", *who, "."))
    if observed.kind == "known":
        return Remark((f"All {total} minutes went to people you knew before.",), lines)
    if observed.kind == "unlearned":
        return Remark(("No note says what you learned there.",))
    if observed.kind == "series":
        return Remark(("The last three of this series brought nobody new, no exchange and no objective met.",))
    one = len(people) == 1
    of_each, they = ("", "it") if one else (" of each", "they")
    return Remark(("Of ", *who, f" little is noted{of_each}: is there more to remember, or may {they} go?"))


def _names(site: Site, people: Sequence[Met]) -> Words:
    parts: list[str | LinkTo] = []
    for number, each in enumerate(people):
        if number:
            parts.append(" and " if number + 1 == len(people) else ", ")
        parts.append(link_to(site, each.key))
    return tuple(parts)


def question(site: Site, unknown: Unknown) -> Line:
    """Something to find out there, as a question."""
    person, name = link_to(site, unknown.key), given_name(site, unknown.key)
    asked: dict[str, Words] = {
        "stance": ("Where does ", person, " stand on “", link_to(site, unknown.about), "”?")
        if unknown.about
        else ("Where does ", person, " stand?"),
        "does": ("What does ", person, " do?"),
        "here for": ("What brings ", person, " there?"),
        "wants": ("What is ", person, " looking for?"),
        "hopes": ("What is ", person, " hoping for? No note says so yet."),
        "offer": ("What could you offer ", person, f"? How {name} can help you is noted."),
    }
    return Line("question", asked[unknown.kind])
