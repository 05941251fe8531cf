"""Ties worth reviving: once trusted, long quiet, and unlike the people one sees; three a quarter.

Levin, Walter & Murnighan, “Dormant Ties: The Value of Reconnecting”, Organization Science 22 (2011): people one has
lost sight of know what one's present company does not, and the trust is still there; strong ones were worth the most.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from site_builder.journal.model import Interaction, Journal
from site_builder.notes.schema import Contact
from site_builder.relations.coverage import TRUSTED
from site_builder.relations.rhythm import rhythm
from site_builder.relations.standing import GONE, contact_of, orgs_of, standing
from site_builder.values import dataclass

THREE = 3
POOL = 12
"""Those who take turns: with three a quarter, everybody of them once a year."""
LONG = 3 * 365
"""Days of silence after which a tie is dormant whatever its rhythm was (Levin et al. ask for three years)."""
LATELY = 180
"""Days within which contact means that nothing needs reviving."""
YEAR = 365


@dataclass(frozen=True, slots=True)
class Dormant:
    """Somebody to write to. `trust`: the most there was, 0 to 5. `novelty`: 0 to 1, how unlike the people one sees;
    `same_org`, `same_function`: the shares of last year's person-days with people of theirs; `None` where not known."""

    key: str
    trust: int
    last: Interaction | None = None
    org: str = ""
    function: str = ""
    same_org: float | None = None
    same_function: float | None = None
    met_since: bool = False

    @property
    def novelty(self) -> float:
        known = [share for share in (self.same_org, self.same_function) if share is not None]
        return 1 - sum(known) / len(known) if known else 0.0

    @property
    def worth(self) -> float:
        """Trust and novelty, each from 0 to 1, count alike."""
        return self.trust / 5 + self.novelty


def quarter_start(day: date) -> date:
    """The first day of a day's quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_number(day: date) -> int:
    """Quarters since the year 0: what turns the wheel."""
    return day.year * 4 + (day.month - 1) // 3


def worth_reviving(journal: Journal) -> tuple[Dormant, ...]:
    """Three dormant people of this quarter, the most worth first, those left out whom one has met since it began.

    The dormant are judged as of the quarter's first day, ranked by `worth`, and the best twelve take turns: a function
    of the quarter and the notes, so that nobody's name changes from day to day.
    """
    start = quarter_start(journal.today)
    ranked = sorted(dormant(journal, start), key=lambda each: (-each.worth, journal.name(each.key), each.key))[:POOL]
    turn = THREE * quarter_number(start)
    chosen = {(turn + number) % len(ranked) for number in range(THREE)} if ranked else set()
    return tuple(ranked[number] for number in sorted(chosen) if not ranked[number].met_since)


def dormant(journal: Journal, start: date) -> tuple[Dormant, ...]:
    """Who was dormant on a day and had been trusted before: by their status, or by a silence beyond their rhythm."""
    seen = _seen(journal, start)
    found = []
    for path in journal.paths("contact"):
        fields = contact_of(journal, path)
        trust = _trust_once(fields, start) if fields else 0
        if trust < TRUSTED:
            continue
        stands = standing(journal, path, start)
        met = journal.interactions(path)
        before = [each for each in met if each.day < start and each.counts(start)]
        if stands.status in GONE or stands.status == "wanted" or not _asleep(stands.status, before, start):
            continue
        since = any(each.day >= start and not each.cancelled for each in met)
        last = before[-1] if before else None
        org, function = _placed(journal, path, start)
        found.append(
            Dormant(
                path,
                trust,
                last,
                org,
                stands.function,
                seen.share("org", org) if org else None,
                seen.share("function", function) if function else None,
                since,
            )
        )
    return tuple(found)


def _placed(journal: Journal, key: str, day: date) -> tuple[str, str]:
    """Somebody's org, the first of several, and their function, as they compare."""
    function = standing(journal, key, day).function.strip().casefold()
    return next(iter(orgs_of(journal, key, day)), ""), function


def _trust_once(fields: Contact, day: date) -> int:
    levels = [
        value for since, values in fields.trust.entries if since is None or since.first <= day for value in values
    ]
    return max(levels, default=0)


def _asleep(status: str, before: list[Interaction], start: date) -> bool:
    silence = (start - before[-1].day).days if before else None
    if silence is None:
        return status == "dormant"
    if silence < LATELY:
        return False
    return status == "dormant" or silence >= LONG or rhythm(before, None, start).over()


@dataclass(frozen=True, slots=True)
class _Seen:
    """The person-days of a year, by org and by function."""

    days: int
    by: Mapping[tuple[str, str], int]

    def share(self, of: str, value: str) -> float | None:
        return self.by.get((of, value), 0) / self.days if self.days else None


def _seen(journal: Journal, start: date) -> _Seen:
    total = 0
    by: dict[tuple[str, str], int] = {}
    for key in journal.people():
        met = {
            each.day
            for each in journal.interactions(key)
            if each.counts(start) and each.day < start and (start - each.day).days <= YEAR
        }
        if not met:
            continue
        total += len(met)
        org, function = _placed(journal, key, start)
        for of, value in (("org", org), ("function", function)):
            if value:
                by[of, value] = by.get((of, value), 0) + len(met)
    return _Seen(total, by)
