"""How one's contact is spread: inside one's own org and outside, above, beside and below; what hangs on one person,
who speaks for one, and who can help whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from site_builder.journal.model import Interaction, Journal
from site_builder.relations.calendar import by_time
from site_builder.relations.chances import beta_above, beta_below
from site_builder.relations.coverage import is_known
from site_builder.relations.everything import every_interaction
from site_builder.relations.standing import contact_of, own_orgs, standing
from site_builder.values import dataclass

WINDOW = timedelta(days=180)
"""The time that shares are of."""
MEETINGS_INSIDE = 30
"""Meetings in the window below which nothing is said of the internal share."""
SURE = 0.9
"""How probable it must be that the share is beside its target."""
MEETINGS_UP = 20
"""Meetings with people of a known level below which nothing is said of their direction."""
THREAD = 5
"""People who hang on one person, from which that is pointed out."""


def meetings_lately(journal: Journal) -> tuple[Interaction, ...]:
    """All that counts as contact in the last 180 days (the day 180 days ago not among them), oldest first."""
    today = journal.today
    found = [
        meeting for meeting in every_interaction(journal) if meeting.counts(today) and meeting.day > today - WINDOW
    ]
    return tuple(sorted(found, key=by_time))


# ---------------------------------------------------------------- inside and outside


@dataclass(frozen=True, slots=True)
class InternalShare:
    """The meetings of 180 days with people of one's own org alone, and those with somebody of another. `target`: what
    part of both was meant to be inside. `beside`: `above` or `below` it where that is as good as sure; else empty."""

    inside: tuple[Interaction, ...] = ()
    outside: tuple[Interaction, ...] = ()
    target: float = 0.0
    beside: str = ""

    @property
    def share(self) -> float:
        """The internal part, 0 to 1; of no meeting at all, 0."""
        return len(self.inside) / (len(self.inside) + len(self.outside) or 1)


def internal_share(journal: Journal, meetings: Iterable[Interaction]) -> InternalShare | None:
    """The internal share of some meetings against the target; nothing where the owner's org is not known. An
    org needs no note: it is known by its name.

    A meeting is outside when one person there belonged to another org that day, inside when all whose org is known
    shared the owner's; personal contact, and people without an org, are neither. Of n inside and m outside the share
    has the posterior Beta(1 + n, 1 + m); it is beside the target when P(share > target), or P(share < target), is over
    0.9 and n + m is at least 30.
    """
    if not own_orgs(journal, journal.today):
        return None
    inside, outside = [], []
    for meeting in meetings:
        sides = {standing(journal, key, meeting.day).side for key in meeting.people}
        if "external" in sides:
            outside.append(meeting)
        elif "internal" in sides:
            inside.append(meeting)
    found = InternalShare(tuple(inside), tuple(outside), journal.config.targets.internal_share)
    return replace(found, beside=beside(len(inside), len(outside), found.target))


def beside(inside: int, outside: int, target: float) -> str:
    """`above` or `below` where the share is so with a probability over 0.9, by the Beta posterior; else nothing."""
    if inside + outside < MEETINGS_INSIDE:
        return ""
    if beta_above(target, 1 + inside, 1 + outside) > SURE:
        return "above"
    return "below" if beta_below(target, 1 + inside, 1 + outside) > SURE else ""


# ---------------------------------------------------------------- above, beside and below


@dataclass(frozen=True, slots=True)
class Directions:
    """The meetings of 180 days with people whose level is known, by the one who stands lowest there: `up` were with
    people above me alone."""

    up: tuple[Interaction, ...] = ()
    level: tuple[Interaction, ...] = ()
    down: tuple[Interaction, ...] = ()

    @property
    def total(self) -> int:
        """Meetings with somebody whose level is known."""
        return len(self.up) + len(self.level) + len(self.down)

    @property
    def upward_only(self) -> bool:
        """Whether there were 20 meetings, and all of them upward."""
        return len(self.up) >= MEETINGS_UP and len(self.up) == self.total


def directions(journal: Journal, meetings: Iterable[Interaction]) -> Directions:
    """In which direction some meetings went: by the lowest `grade` there, as it was that day."""
    rows: tuple[list[Interaction], list[Interaction], list[Interaction]] = ([], [], [])
    for meeting in meetings:
        grades = [grade for key in meeting.people if (grade := grade_of(journal, key, meeting.day)) is not None]
        if grades:
            lowest = min(grades)
            rows[0 if lowest > 0 else 1 if lowest == 0 else 2].append(meeting)
    return Directions(*map(tuple, rows))


def grade_of(journal: Journal, key: str, day: date) -> int | None:
    """How many levels above me somebody stood on a day; nothing where that is not known."""
    fields = contact_of(journal, key)
    return fields.grade.at(day) if fields else None


@dataclass(frozen=True, slots=True)
class Levels:
    """Whom one knows above, beside and below: keys, the highest first, then by name."""

    above: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


def levels(journal: Journal) -> Levels:
    """Everybody with a `grade`, except those one only wishes to know and those with whom it is over."""
    graded = [
        (grade, key) for key in known_people(journal) if (grade := grade_of(journal, key, journal.today)) is not None
    ]
    graded.sort(key=lambda each: -each[0])
    return Levels(
        tuple(key for grade, key in graded if grade > 0),
        tuple(key for grade, key in graded if grade == 0),
        tuple(key for grade, key in graded if grade < 0),
    )


def known_people(journal: Journal) -> tuple[str, ...]:
    """The contacts and cards one knows, by name: not those one only wishes to know, nor those with whom it is over."""
    return tuple(key for key in journal.people() if is_known(journal, key))


# ---------------------------------------------------------------- what hangs on one person


@dataclass(frozen=True, slots=True)
class Thread:
    """Somebody without whom one has never met the `people`: by key, by name. `meetings`: those that all of them were
    at."""

    key: str
    people: tuple[str, ...]
    meetings: tuple[Interaction, ...]


def threads(journal: Journal, least: int = 2) -> tuple[Thread, ...]:
    """What is reachable through one person only: people whom one has met, but never without that person there. Those
    on whom most hangs first, then by name; `least`: people from which somebody is listed."""
    today = journal.today
    known = known_people(journal)
    hanging: dict[str, list[str]] = {}
    shared: dict[str, dict[tuple[str, str], Interaction]] = {}
    for key in known:
        met = [each for each in journal.interactions(key) if each.counts(today) and key in each.people]
        always = set.intersection(*(set(each.people) for each in met)) - {key} if met else set()
        if len(always) == 1:  # with two who were always there, either could still lead to them
            by = always.pop()
            hanging.setdefault(by, []).append(key)
            shared.setdefault(by, {}).update({(each.path, each.anchor): each for each in met})
    found = [
        Thread(key, tuple(hanging[key]), tuple(sorted(shared[key].values(), key=by_time)))
        for key in known
        if len(hanging.get(key, ())) >= least
    ]
    return tuple(sorted(found, key=lambda each: -len(each.people)))


# ---------------------------------------------------------------- help


@dataclass(frozen=True, slots=True)
class Help:
    """Who can help whom, as four lists of keys: each of us the other, I them, they me, and (of those in near circles)
    nothing noted yet."""

    both: tuple[str, ...] = ()
    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def who_can_help(journal: Journal) -> Help:
    """The four lists, by the fields `i_can_help` and `can_help_me`; by name. Of people outside the near circles nobody
    asks what one could do for another."""
    lists: dict[tuple[bool, bool], list[str]] = {}
    for key in known_people(journal):
        fields = contact_of(journal, key)
        if fields is None:
            continue
        ways = bool(fields.i_can_help), bool(fields.can_help_me)
        if any(ways) or standing(journal, key, journal.today).near:
            lists.setdefault(ways, []).append(key)
    return Help(*(tuple(lists.get(ways, ())) for ways in ((True, True), (True, False), (False, True), (False, False))))


def sponsors(journal: Journal) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who speaks for me, by their function: functions by name, one that is not known last; people by name."""
    found: dict[str, list[str]] = {}
    spelt: dict[str, str] = {}
    for key in known_people(journal):
        fields = contact_of(journal, key)
        if fields and fields.sponsor and fields.sponsor.strip().casefold() not in ("no", "none", "false"):
            function = (fields.function.at(journal.today) or "").strip()
            spelt.setdefault(function.casefold(), function)
            found.setdefault(function.casefold(), []).append(key)
    return tuple((spelt[name], tuple(found[name])) for name in sorted(found, key=lambda name: (not name, name)))


def wanted_people(journal: Journal) -> Iterator[str]:
    """Those one wishes to know, and does not yet, by name."""
    wanted = (key for key in journal.people() if standing(journal, key, journal.today).status == "wanted")
    return (key for key in wanted if not is_known(journal, key))
