"""Whether a relationship has become one-sided, with the evidence for it (RULES.md, One-sided relationships)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from site_builder.journal.model import Journal
from site_builder.relations.chances import beta_above
from site_builder.relations.exchanges import Exchange, sides_of
from site_builder.relations.standing import SILENT
from site_builder.relations.ties import NEWLY_KNOWN, Tie, tie
from site_builder.settings import Balance
from site_builder.values import dataclass

LEAST = 5
"""Lines that went one way before anything is found; with fewer a balance is drawn hollow."""
LEAST_DAYS = 3
"""Days on which they did."""
HALF_LIFE = 1.5 * 365.25
"""Days after which a line weighs half: 18 months, or longer where a pair exchanges rarely."""
GAPS = 12
EXEMPT = frozenset({"mentor", "mentee", "communal", "service"})
"""Modes in which nobody keeps an account."""


@dataclass(frozen=True, slots=True)
class Account:
    """What went each way between a pair. `given`, `received`: the sums G and T of decayed weights; `half_life` in days.
    `lately`: what was received beyond what was given when every line halves in 18 months. `gave`, `got`: the lines,
    oldest first."""

    given: float = 0.0
    received: float = 0.0
    half_life: float = HALF_LIFE
    lately: float = 0.0
    gave: tuple[Exchange, ...] = ()
    got: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaning:
    """A pair found to be one-sided. `way`: `giving` or `taking`; `chance`: P(share that way > the share of the
    settings). `days`: on how many of the `meetings` (days of contact) since `since` something went that way."""

    key: str
    way: str
    chance: float
    account: Account
    since: int
    days: int = 0
    meetings: int = 0

    @property
    def lines(self) -> tuple[Exchange, ...]:
        """All lines of the account, newest first."""
        both = (*self.account.gave, *self.account.got)
        return tuple(sorted(both, key=lambda x: (-x.day.toordinal(), x.statement.path, x.statement.line.item)))

    @property
    def evidence(self) -> str:
        """`9 received, 0 given, on 8 of 20 meetings since 2024`."""
        gave, got = len(self.account.gave), len(self.account.got)
        said = f"{got} received, {gave} given" if self.way == "taking" else f"{gave} given, {got} received"
        on = f", on {self.days} of {self.meetings} meetings" if self.days else ""
        return f"{said}{on} since {self.since}"


def half_life_of(days: Iterable[date]) -> float:
    """A half-life in days: the longer of 18 months and twelve of the median gaps between these days."""
    distinct = sorted(set(days))
    gaps = [(later - earlier).days for earlier, later in pairwise(distinct)]
    return max(HALF_LIFE, GAPS * float(median(gaps))) if gaps else HALF_LIFE


def weight(size: float, age: int, half_life: float) -> float:
    """The weight of a line: size × 0.5^(age / half-life), age and half-life in days."""
    return float(size * 0.5 ** (age / half_life))


def account_of(exchanges: Sequence[Exchange], way: str = "") -> Account:
    """The account of a pair. A line's age is counted from the pair's newest exchange, so that silence neither accuses
    nor absolves. The half-life follows from the days of all exchanges; where `giving` or `taking` is to be judged, from
    the days on which something went that way."""
    if not exchanges:
        return Account()
    newest = max(each.day for each in exchanges)
    gave, got = sides_of(exchanges)
    half = half_life_of(each.day for each in {"giving": gave, "taking": got}.get(way, exchanges))

    def summed(those: Sequence[Exchange], half_life: float = half) -> float:
        return sum(sorted(weight(each.size, (newest - each.day).days, half_life) for each in those))

    return Account(summed(gave), summed(got), half, summed(got, HALF_LIFE) - summed(gave, HALF_LIFE), gave, got)


def chance_above(share: float, this_way: float, other_way: float) -> float:
    """P(the share that went this way > share), of which the posterior is Beta(1 + this way, 1 + other way): every share
    was equally likely before the first line (Bayes 1763)."""
    return beta_above(share, 1 + this_way, 1 + other_way)


def one_sided(exchanges: Sequence[Exchange], settings: Balance) -> str:
    """`giving` or `taking` where a pair is found to be one-sided, else nothing: P(share > 0.6) > 0.95, with five lines
    that way on three days, and more that way than the other at a half-life of 18 months.

    A thing given shall never be what makes the taking visible. So nothing of the other way counts towards the five, nor
    sets the half-life by which this way is judged; and as 18 months are the same for both, no pair is found both ways.
    """
    return next((way for way in ("giving", "taking") if _found(account_of(exchanges, way), way, settings)), "")


def _found(account: Account, way: str, settings: Balance) -> bool:
    lines, this, other = account.gave, account.given, account.received
    if way == "taking":
        lines, this, other = account.got, account.received, account.given
    if len(lines) < LEAST or len({each.day for each in lines}) < LEAST_DAYS:
        return False
    lately = account.lately > 0 if way == "taking" else account.lately < 0
    return lately and chance_above(settings.share, this, other) > settings.confidence


def silent(knot: Tie) -> bool:
    """Whether nothing is said of balance: by status, where no contact is wished for, in the first month, and in a mode
    in which nobody keeps an account."""
    cadence = knot.standing.cadence
    return (
        knot.standing.status in SILENT
        or knot.standing.mode in EXEMPT
        or (cadence is not None and not cadence.unit)
        or (knot.since is not None and (knot.day - knot.since).days < NEWLY_KNOWN)
    )


def leaning_of(journal: Journal, key: str, exchanges: Sequence[Exchange]) -> Leaning | None:
    """What is found of a pair, with its evidence; nothing where the account is even, thin, or not to be spoken of."""
    settings = journal.config.balance
    way = one_sided(exchanges, settings)
    if not way or silent(journal.ask(tie, key)):
        return None
    account = account_of(exchanges, way)
    lines, this, other = account.gave, account.given, account.received
    if way == "taking":
        lines, this, other = account.got, account.received, account.given
    since = min(each.day for each in exchanges).year
    met = {each.day for each in journal.interactions(key) if each.counts(journal.today) and each.day.year >= since}
    days = len(met & {each.day for each in lines})
    return Leaning(key, way, chance_above(settings.share, this, other), account, since, days, len(met))


def chance_words(leaning: Leaning, share: float) -> str:
    """The posterior in plain words: `By these lines the chance is 99 in 100 that more than 60 % … comes to you.`"""
    number = int(leaning.chance * 100)
    said = "over 99 in 100" if leaning.chance > 0.995 else f"{number} in 100"
    goes = "comes to you" if leaning.way == "taking" else "comes from you"
    return f"By these lines the chance is {said} that more than {round(share * 100)} % of what is exchanged {goes}."
