"""Circles and attention: who is how close, how much that asks for, and what the last half year gave.

Nothing here is a score: each figure keeps the people and meetings it was counted from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median

from site_builder.journal.model import Interaction, Journal
from site_builder.notes.dates import When
from site_builder.relations.introductions import Led
from site_builder.relations.standing import GONE, SILENT, Standing, contact_of
from site_builder.relations.ties import Tie, tie
from site_builder.values import dataclass

WEEKS = 26
"""The weeks over which attention is counted, and the weeks of notes there have to be before it is."""
LEAST_ALONE = 10
"""One-to-one meetings from which the shares of time are compared."""
LEAST_KNOWN = 10
"""Close people of whom it is known how one met, from which the share met by oneself is said."""
INBRED = 0.65
"""Share of one's own introductions above which Uzzi & Dunlap suspect a network too much like oneself."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """When contact with somebody began, and the meetings of the last 26 weeks, oldest first."""

    first: date
    lately: tuple[Interaction, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A person, and the attention of the last 26 weeks. `asked`: touches a week, by the cadence; 0 where nothing is
    wished. `touches`: one meeting a day. `alone`: the one-to-ones, with the minutes each counts for."""

    key: str
    tie: Tie
    asked: float = 0.0
    touches: tuple[Interaction, ...] = ()
    alone: tuple[tuple[Interaction, float], ...] = ()

    @property
    def standing(self) -> Standing:
        return self.tie.standing

    @property
    def minutes(self) -> float:
        return sum(minutes for _, minutes in self.alone)


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle and who is in it, the latest contact first. `room`: the most it is meant to hold; 0 where nothing says.

    `asked`, `had`: touches a week, of those members of whom any are wished. `intended`, `actual`: shares of one-to-one
    time, 0 to 1, where they can be compared.
    """

    name: str
    members: tuple[Member, ...] = ()
    room: int = 0
    near: bool = False
    asked: float = 0.0
    had: float = 0.0
    intended: float | None = None
    actual: float | None = None


@dataclass(frozen=True, slots=True)
class Circles:
    """The circles, closest first, and all together. `others`: people in no circle with whom there was time alone, and
    `others_share` theirs of it. `compared`: whether there are notes of 26 weeks; else `had` says nothing yet.
    `typical`: the minutes that a one-to-one without minutes counts for; 0 where every one counts alike."""

    circles: tuple[Circle, ...] = ()
    others: tuple[Member, ...] = ()
    others_share: float | None = None
    asked: float = 0.0
    had: float = 0.0
    compared: bool = False
    typical: float = 0.0


def circles_of(journal: Journal) -> Circles:
    """How much each circle asks for and had.

    asked = Σ 7 ÷ cadence in days, over the members of whom contact is wished; had = the days of contact with the same
    people in the last 26 weeks ÷ 26. The intended share of a circle is its part of what is asked, the actual its part
    of one-to-one time, where a meeting without minutes counts for the median of those that have them. (What one gives
    to each layer of closeness is limited and uneven: Saramäki et al., “Persistence of social signatures in human
    communication”, PNAS 111, 2014.)
    """
    today = journal.today
    contacts = {key: had for key, had in journal.of_people(contact_with).items() if had}
    compared = min((each.first for each in contacts.values()), default=today) <= today - timedelta(weeks=WEEKS)
    alone = {key: tuple(each for each in had.lately if each.alone()) for key, had in contacts.items()}
    noted = [each.minutes for meetings in alone.values() for each in meetings if each.minutes]
    typical = float(median(noted)) if noted else 0.0
    members = []
    for key, knot in journal.of_people(tie).items():
        if knot.standing.status not in GONE and knot.standing.status != "wanted":
            had = contacts.get(key)
            days = {each.day: each for each in reversed(had.lately)} if had else {}
            timed = tuple((each, float(each.minutes or typical or 1.0)) for each in alone.get(key, ()))
            touches = tuple(days[day] for day in sorted(days))
            members.append(Member(key, knot, asked_of(knot.standing), touches, timed))
    return _gathered(journal, members, compared, typical)


def contact_with(journal: Journal, key: str) -> Contacts | None:
    """The contact with somebody that counts; `None` where there was none."""
    today = journal.today
    counting = [each for each in journal.interactions(key) if each.counts(today)]
    if not counting:
        return None
    since = today - timedelta(weeks=WEEKS)
    return Contacts(counting[0].day, tuple(each for each in counting if each.day > since))


def asked_of(standing: Standing) -> float:
    """The touches a week that are wished with somebody: 7 ÷ cadence in days; none of the dormant, or without one."""
    if standing.cadence is None or not standing.cadence.unit or standing.status in SILENT:
        return 0.0
    return 7 / standing.cadence.days


def _gathered(journal: Journal, members: Sequence[Member], compared: bool, typical: float) -> Circles:
    grouped: dict[str, list[Member]] = {circle.name.casefold(): [] for circle in journal.config.circles}
    named = {circle.name.casefold(): circle for circle in journal.config.circles}
    for each in members:
        if each.standing.circle:
            grouped.setdefault(each.standing.circle.casefold(), []).append(each)
    inside = [each for group in grouped.values() for each in group]
    others = [each for each in members if not each.standing.circle and each.alone]
    meetings = sum(len(each.alone) for each in (*inside, *others))
    asked = sum(each.asked for each in inside)
    time = sum(each.minutes for each in (*inside, *others))
    shares = compared and meetings >= LEAST_ALONE and asked > 0 and time > 0
    circles = []
    for name, group in grouped.items():
        setting = named.get(name)
        wished = sum(each.asked for each in group)
        if not group and setting is None:
            continue
        circles.append(
            Circle(
                setting.name if setting else group[0].standing.circle,
                tuple(sorted(group, key=lambda each: latest_first(journal, each))),
                setting.max if setting else 0,
                bool(setting and setting.near),
                wished,
                sum(len(each.touches) for each in group if each.asked) / WEEKS,
                wished / asked if shares else None,
                sum(each.minutes for each in group) / time if shares else None,
            )
        )
    return Circles(
        tuple(circles),
        tuple(sorted(others, key=lambda each: latest_first(journal, each))),
        sum(each.minutes for each in others) / time if shares else None,
        asked,
        sum(circle.had for circle in circles),
        compared,
        typical,
    )


def latest_first(journal: Journal, member: Member) -> tuple[int, str, str]:
    """The order by the last contact, then by name."""
    last = member.tie.rhythm.last
    return -(last or date.min).toordinal(), journal.name(member.key), member.key


@dataclass(frozen=True, slots=True)
class Move:
    """A change of circle; `before` or `after` is empty when somebody came from none, or went to none."""

    key: str
    since: When
    before: str
    after: str

    @property
    def quarter(self) -> tuple[int, int]:
        """The year and the quarter, 1 to 4; quarter 0 where only the year is known."""
        return self.since.year, (self.since.month + 2) // 3 if self.since.month else 0


def moves(journal: Journal) -> tuple[Move, ...]:
    """The moves that dated `circle:` histories tell of, the latest first."""
    found = []
    for path in journal.paths("contact"):
        fields = contact_of(journal, path)
        before = ""
        for since, values in fields.circle.entries if fields else ():
            after = values[0] if values else ""
            if since is not None and since.first > journal.today:
                break
            if since is not None and after.casefold() != before.casefold():
                found.append(Move(path, since, before, after))
            before = after
    found.sort(key=lambda each: (journal.name(each.key), each.key))
    return tuple(sorted(found, key=lambda each: each.since, reverse=True))


@dataclass(frozen=True, slots=True)
class Met:
    """How one came to know the people of the near circles: by oneself, through others, or it is not noted.

    `share`: by oneself ÷ (by oneself + through others); nothing below `LEAST_KNOWN` known.
    """

    by_oneself: tuple[str, ...] = ()
    through_others: tuple[str, ...] = ()
    not_noted: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        known = len(self.by_oneself) + len(self.through_others)
        return len(self.by_oneself) / known if known >= LEAST_KNOWN else None


def how_met(journal: Journal, circles: Iterable[Circle], led: Mapping[str, Led]) -> Met:
    """By oneself: `introduced_by: me`, or a file that says when one met and names nobody. Without either it is not
    noted, and does not count. (Uzzi & Dunlap, “How to Build Your Network”, Harvard Business Review, December 2005:
    whoever introduced themself to more than 65 % of their key contacts may have a network that is inbred.)"""
    groups: dict[str, list[str]] = {"own": [], "through": [], "": []}
    for circle in circles:
        for each in circle.members if circle.near else ():
            fields = contact_of(journal, each.key)
            noted = bool(fields and (fields.introduced_by or fields.met))
            groups["through" if each.key in led else "own" if noted else ""].append(each.key)
    return Met(tuple(groups["own"]), tuple(groups["through"]), tuple(groups[""]))


def without_reason(journal: Journal, circles: Iterable[Circle]) -> tuple[str, ...]:
    """Near people of whom no note says why, nor what the plan is. Nothing where nobody near has either: then it is not
    how this journal is kept."""
    near = [each.key for circle in circles if circle.near for each in circle.members]
    lacking = [key for key in near if not journal.ask(has_reason, key)]
    return tuple(lacking) if len(lacking) < len(near) else ()


def has_reason(journal: Journal, key: str) -> bool:
    """Whether a note says why somebody is near, or what the plan with them is."""
    fields = contact_of(journal, key)
    moves_open = (each for each in journal.statements(key) if each.role in ("move", "hope") and key in each.people)
    return bool(fields and (fields.why or fields.plan)) or any(True for _ in moves_open)


def seen_least(circle: Circle) -> tuple[Member, ...]:
    """Of a circle with more members than room, the two with the longest silence."""
    if not circle.room or len(circle.members) <= circle.room:
        return ()
    return tuple(reversed(circle.members[-2:]))
