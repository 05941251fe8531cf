"""Rhythm: how often two people meet, against what was wished and against their own past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from site_builder.journal.model import NOT_CONTACT, Interaction
from site_builder.notes.dates import Duration, add
from site_builder.values import dataclass

SHORTEST_SILENCE = 21
"""Days under which no silence is remarked on."""
UNUSUAL = 10
"""Of so many of a pair's gaps one may have been longer than what counts as their longest."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A pair's rhythm on a day.

    `met`: the distinct days on which they met, oldest first. `gap`: the median of the days between them, from two gaps
    on; `None` before. `longest`: the longest of those gaps, one in ten left out: so long a silence they have come back
    from. `silence`: days since the last. `due`: the day by which to be in touch, by the cadence; `None` without one.
    `arranged`: the next meeting that lies ahead.
    """

    met: tuple[date, ...] = ()
    gap: float | None = None
    longest: int = 0
    silence: int | None = None
    cadence: Duration | None = None
    due: date | None = None
    arranged: Interaction | None = None
    today: date = date.min

    @property
    def last(self) -> date | None:
        return self.met[-1] if self.met else None

    @property
    def overdue(self) -> int:
        """Days past the cadence; 0 within it, or without one."""
        return max(0, (self.today - self.due).days) if self.due else 0

    @property
    def urgency(self) -> float:
        """Days overdue, over the cadence (else the pair's median gap, else 90)."""
        wished = self.cadence.days if self.cadence and self.cadence.unit else None
        return self.overdue / (wished or self.gap or 90)

    @property
    def quiet(self) -> float:
        """The silence as a multiple of the pair's own median gap; 0 where there is none to compare with."""
        if self.gap is None or self.silence is None or self.silence < SHORTEST_SILENCE:
            return 0.0
        return self.silence / max(self.gap, 1.0)

    @property
    def settled(self) -> bool:
        """Whether the gap says something: four gaps over 90 days, and a median of at most a year."""
        long_enough = len(self.met) > 4 and (self.met[-1] - self.met[0]).days >= 90
        return long_enough and self.gap is not None and self.gap <= 365

    def usual(self, factor: float = 1.0) -> float:
        """Days of silence that are nothing out of the ordinary: twice the pair's own gap, three weeks at least, and as
        long as silences from which they have come back. Contact comes in bursts (Navarro et al. 2017), and of a burst
        the median knows the days within it only: two who work together for a month every other year have not parted
        half a year after the last."""
        return max(2 * (self.gap or 0.0) * factor, float(SHORTEST_SILENCE), float(self.longest))

    def over(self, factor: float = 1.0) -> bool:
        """Whether the silence is so long that things have changed: over eight times the gap, at which ties are
        likeliest to have decayed (Navarro et al. 2017), but 180 days at least and three years at most; and longer than
        those from which they have come back."""
        if self.gap is None or self.silence is None or self.silence <= self.longest:
            return False
        return self.silence > min(max(8 * self.gap * factor, 180.0), 3 * 365.0)

    def drifting(self, factor: float = 1.0) -> bool:
        """A silence longer than usual, until it is over. `factor` stretches the gap."""
        if not self.settled or self.silence is None:
            return False
        return self.usual(factor) < self.silence and not self.over(factor)


def rhythm(interactions: Sequence[Interaction], cadence: Duration | None, today: date) -> Rhythm:
    """The rhythm of a pair, from their meetings in order of time."""
    met = tuple(sorted({each.day for each in interactions if each.counts(today)}))
    gaps = sorted((later - earlier).days for earlier, later in pairwise(met))
    last = met[-1] if met else None
    return Rhythm(
        met,
        float(median(gaps)) if len(gaps) >= 2 else None,
        gaps[-1 - len(gaps) // UNUSUAL] if gaps else 0,
        (today - last).days if last else None,
        cadence,
        add(last, cadence) if last and cadence and cadence.unit else None,
        next((each for each in interactions if _will_count(each, today)), None),
        today,
    )


def _will_count(meeting: Interaction, today: date) -> bool:
    """Whether an arranged meeting will be contact, once it has taken place."""
    return meeting.arranged(today) and not meeting.group and meeting.kind not in NOT_CONTACT


def quiet_since(rhythms: dict[str, Rhythm], least: float = 1.5) -> list[str]:
    """Who has been quiet longest against their own rhythm: keys, the quietest first. Left out: those within it or back
    from as long a silence before, those with whom a meeting is arranged, and those with whom it is over (who would
    stand here for ever)."""
    quiet = [
        (key, each)
        for key, each in rhythms.items()
        if each.settled
        and each.quiet >= least
        and (each.silence or 0) > each.longest
        and not each.arranged
        and not each.over()
    ]
    return [key for key, each in sorted(quiet, key=lambda pair: (-pair[1].quiet, pair[0]))]
