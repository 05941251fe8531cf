"""How one's contact is spread, as parts of the page of coverage: shares, levels, sponsors, help, single threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from site_builder.journal.model import Interaction
from site_builder.notes.schema import Org
from site_builder.relations.breadth import THREAD, Directions, Help, InternalShare, Levels, Thread, grade_of
from site_builder.relations.standing import contact_of, standing
from site_builder.site.dates import short_day
from site_builder.site.pages.briefs import org_link
from site_builder.site.pages.figures import IN_PEOPLE, IN_TIMELINE, PEOPLE, behind, meeting_line, meeting_lines
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.links import few, field_link, link_to, listed, meeting_link
from site_builder.site.pages.org import function_name
from site_builder.site.pages.person_facts import level_words
from site_builder.site.pages.tables import first_of, rest_of
from site_builder.site.share_bar import share_bar
from site_builder.site.views import Chart, Chip, Figure, Hanging, Line, LinkTo, PeopleList, Placed, Remark, Words

REMARKED = 5
"""Single threads that are remarked upon."""
THREADS = 20
"""Single threads that are listed."""
CHIPS = 3
"""People who are named beside a meeting for their org."""
_YES = ("yes", "true", "ja", "oui")


def remarks(
    site: Site, share: InternalShare | None, turned: Directions, hanging: Sequence[Thread]
) -> tuple[Remark, ...]:
    """What is to be observed: beside the target, upward only, a single thread."""
    found = []
    if share and share.beside:
        more = "more" if share.beside == "above" else "fewer"
        count = len(share.inside) + len(share.outside)
        said = f" in 180 days were inside, {more} than the {_percent(share.target)} you wished for."
        link = LinkTo("coverage.html#s-inside", f"{len(share.inside)} of {count} meetings", kind="page")
        found.append(Remark((link, said)))
    if turned.upward_only:
        said = f"All {turned.total} meetings with people whose level is noted went upwards."
        found.append(Remark((said,), meeting_lines(site, turned.up)))
    for thread in hanging[:REMARKED]:
        if len(thread.people) >= THREAD:
            names = listed([site.name(key) for key in thread.people], 8)
            said = f" alone leads you to {len(thread.people)} people: {names}. Whom of them could you meet without?"
            found.append(Remark((link_to(site, thread.key), said), meeting_lines(site, thread.meetings)))
    return tuple(found)


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"


def inside_figures(site: Site, share: InternalShare | None) -> tuple[Figure, ...]:
    """Both counts, each with its meetings and whose org decided; nothing where one's own org is not known, or there was
    no such meeting."""
    if share is None or not (share.inside or share.outside):
        return ()
    return (
        Figure(str(len(share.inside)), "inside", lines=_by_side(site, share.inside, "internal")),
        Figure(str(len(share.outside)), "outside", lines=_by_side(site, share.outside, "external")),
    )


def _by_side(site: Site, meetings: Sequence[Interaction], side: str) -> tuple[Line, ...]:
    """Meetings as rows, the newest first, each with those whose org (or `side`) made it one inside or outside."""

    def line(meeting: Interaction) -> Line:
        keys = [key for key in meeting.people if standing(site, key, meeting.day).side == side]
        return replace(
            meeting_line(site, meeting), chips=tuple(_placed(site, key, meeting.day) for key in keys[:CHIPS])
        )

    return behind(meetings[::-1], line, IN_TIMELINE)


def _placed(site: Site, key: str, day: date) -> Chip:
    fields = contact_of(site, key)
    org = org_link(site, site.person(key).path, fields.org.at(day)) if fields else None
    now = fields is not None and fields.org.at(site.today) is not None
    place = field_link(site, key, "org", "") if now else link_to(site, key)
    said = f"{site.name(key)}: {org.text}" if org else f"{site.name(key)}: {fields.side}" if fields else site.name(key)
    return Chip(said, "person", href=place.href)


def inside_sentence(share: InternalShare | None) -> str:
    """The internal share against the target; nothing of no meeting."""
    if share is None or not (share.inside or share.outside):
        return ""
    count = len(share.inside) + len(share.outside)
    meetings, were = ("meeting", "was") if count == 1 else ("meetings", "were")
    compared = f"; you wished for {_percent(share.target)}"
    return f"{_percent(share.share)} of {count} {meetings} in the last 180 days {were} inside your own org{compared}."


def share_chart(share: InternalShare | None) -> Chart | None:
    """The internal share as a bar with its target; nothing of no meeting."""
    if share is None:
        return None
    return share_bar(len(share.inside), len(share.outside), share.target, inside_sentence(share))


def level_lists(site: Site, found: Levels) -> tuple[PeopleList, ...]:
    """Whom one knows above, beside and below; nothing where no level is noted."""
    rows = (("Above me", found.above), ("Beside me", found.beside), ("Below me", found.below))
    if not any(keys for _, keys in rows):
        return ()
    return tuple(_list(label, keys, lambda key: _at_level(site, key)) for label, keys in rows)


def _list(label: str, keys: Sequence[str], placed: Callable[[str], Placed]) -> PeopleList:
    return PeopleList(label, tuple(placed(key) for key in first_of(keys, PEOPLE)), rest_of(keys, PEOPLE, IN_PEOPLE))


def _at_level(site: Site, key: str) -> Placed:
    grade = grade_of(site, key, site.today)
    about = field_link(site, key, "grade", level_words(grade)) if grade is not None else None
    return Placed(link_to(site, key), (about,) if about else (), last_met(site, key))


def last_met(site: Site, key: str) -> LinkTo | None:
    """The last contact with somebody, named by its day; nothing where there was none."""
    met = [each for each in site.interactions(key) if each.counts(site.today)]
    if not met:
        return None
    link = meeting_link(site, met[-1])
    return replace(link, text=short_day(met[-1].day), title=link.text)


def direction_figures(site: Site, turned: Directions) -> tuple[Figure, ...]:
    """The meetings of half a year by level; nothing where no level is noted of anybody there."""
    if not turned.total:
        return ()
    rows = (("with people above me", turned.up), ("beside", turned.level), ("below", turned.down))
    return tuple(Figure(str(len(each)), label, lines=_by_level(site, each)) for label, each in rows)


def _by_level(site: Site, meetings: Sequence[Interaction]) -> tuple[Line, ...]:
    """Meetings as rows, each with whoever stood lowest there, whose file says so."""

    def line(meeting: Interaction) -> Line:
        grades = {key: grade for key in meeting.people if (grade := grade_of(site, key, meeting.day)) is not None}
        lowest = min(grades.values())
        chips = (
            Chip(f"{site.name(key)}: {level_words(grade)}", "person", href=field_link(site, key, "grade", "").href)
            for key, grade in grades.items()
            if grade == lowest
        )
        return replace(meeting_line(site, meeting), chips=tuple(chips))

    return behind(meetings[::-1], line, IN_TIMELINE)


def sponsor_lists(site: Site, found: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[PeopleList, ...]:
    """Who speaks for me, by function, and in what."""
    return tuple(
        _list(
            function_name(function)[:1].upper() + function_name(function)[1:] if function else "Function not noted",
            keys,
            lambda key: _sponsor(site, key),
        )
        for function, keys in found
    )


def _sponsor(site: Site, key: str) -> Placed:
    fields = contact_of(site, key)
    said = fields.sponsor.strip() if fields else ""
    about = field_link(site, key, "sponsor", "as the file says" if said.casefold() in _YES else said)
    return Placed(link_to(site, key), (about,), last_met(site, key))


def sponsor_question(site: Site, found: Sequence[tuple[str, tuple[str, ...]]], own: Sequence[str]) -> str:
    """In which functions of one's own org nobody speaks for one, as a question; nothing where nobody does at all."""
    spoken_for = {function.casefold() for function, _ in found}
    missing = []
    for path in own:
        fields = site.entry(path).fields
        for function in fields.functions if isinstance(fields, Org) else ():
            if function.strip() and function.strip().casefold() not in spoken_for:
                missing.append(function_name(function.strip()))
    if not found or not missing:
        return ""
    return f"Who could speak for you in {listed(list(dict.fromkeys(missing)), 9).replace(' and ', ' or ')}?"


def help_lists(site: Site, found: Help) -> tuple[PeopleList, ...]:
    """Who can help whom; lists of nobody are left out."""
    lists = (
        ("Each the other", found.both, "both"),
        ("I can help them", found.mine, "mine"),
        ("They can help me", found.theirs, "theirs"),
        ("Not noted yet, of those who are near", found.open, ""),
    )
    return tuple(_list(label, keys, partial(_helping, site, which)) for label, keys, which in lists if keys)


def _helping(site: Site, which: str, key: str) -> Placed:
    return Placed(link_to(site, key), _help(site, key, which))


def _help(site: Site, key: str, which: str) -> Words:
    fields = contact_of(site, key)
    if fields is None or not which:
        return ()
    mine = field_link(site, key, "i_can_help", ", ".join(fields.i_can_help))
    theirs = field_link(site, key, "can_help_me", ", ".join(fields.can_help_me))
    return ("I: ", mine, "; they: ", theirs) if which == "both" else (mine if which == "mine" else theirs,)


def hanging(site: Site, found: Sequence[Thread]) -> tuple[Hanging, ...]:
    """What would be left without somebody."""
    return tuple(
        Hanging(
            person=link_to(site, each.key),
            people=few([link_to(site, key) for key in each.people], "", PEOPLE),
            count=len(each.meetings),
            lines=meeting_lines(site, each.meetings),
        )
        for each in first_of(found, THREADS)
    )
