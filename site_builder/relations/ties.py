"""A tie: one person and the owner on a day, with all that decides whether anything is said of their rhythm.

The windows are those of the rule catalogue (RULES: time-to-meet, drifting, overdue-follow-up, and the family silences).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from site_builder.journal.model import Interaction, Journal, Statement
from site_builder.notes.dates import Duration, When, add
from site_builder.relations.rhythm import Rhythm, rhythm
from site_builder.relations.standing import GONE, SILENT, Standing, contact_of, standing
from site_builder.relations.words import every, has_been, measure
from site_builder.values import dataclass

NEWLY_KNOWN = 30
"""Days for which nothing is said of the rhythm with somebody new."""
FOLLOW_UP_OPEN = 180
"""Days after which a follow-up that has passed is no longer brought up."""
FOLLOW_UP_EARLY = 14
"""Days before a contact's own `follow_up` in which contact answers it."""
USUAL = 90.0
"""Days that stand for a cadence where there is neither one nor a rhythm."""
_TWO_YEARS = Duration(2, "y")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A wish to be in touch by a day: a meeting's `follow_up`, or (without `meeting`) the contact's own."""

    by: date
    meeting: Interaction | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """`since`: the day on which this person is first known of; `None` where no note says. `follow_up`: the wish to be
    in touch by a day that holds, ahead or passed, where no contact has answered it yet. `ahead`: the nearest such day
    that has not passed, which another that has does not hide. `ignored`: the reasons that are silenced today, by the
    person's file, by the note of the follow-up's meeting, or by the settings."""

    key: str
    day: date
    standing: Standing
    rhythm: Rhythm
    since: date | None = None
    last: Interaction | None = None
    follow_up: FollowUp | None = None
    ahead: FollowUp | None = None
    ignored: frozenset[str] = frozenset()

    @property
    def measure(self) -> float:
        """Days against which a delay is weighed: the cadence, else the pair's median gap, else 90."""
        cadence = self.standing.cadence
        return cadence.days if cadence and cadence.unit else self.rhythm.gap or USUAL

    @property
    def weight(self) -> int:
        """What the circle adds to urgency: 4, 3, 2, 1 from the closest on; 1 without a circle."""
        return max(1, 4 - self.standing.closeness)

    @property
    def gone(self) -> bool:
        """Archived, estranged or deceased: nothing is said at all."""
        return self.standing.status in GONE

    def rhythm_silent(self, promised: tuple[date, ...] = ()) -> bool:
        """Whether nothing is said of this rhythm. `promised`: the dates of my open promises to this person; one within
        a cadence of today, on either side, is an occasion already."""
        cadence = self.standing.cadence
        return (
            self.standing.status in SILENT
            or (cadence is not None and not cadence.unit)
            or (self.since is not None and (self.day - self.since).days < NEWLY_KNOWN)
            or self.rhythm.arranged is not None
            or self.ahead is not None
            or any(abs((due - self.day).days) <= self.measure for due in promised)
        )

    def late_to_meet(self) -> int:
        """Days past the cadence, for as long as that is brought up: until two years after the last contact, or twice
        the cadence if that is longer. 0 otherwise, and before."""
        cadence, last = self.rhythm.cadence, self.rhythm.last
        if cadence is None or not cadence.unit or last is None:
            return 0
        closes = max(add(last, _TWO_YEARS), add(last, Duration(cadence.count * 2, cadence.unit)))
        return self.rhythm.overdue if self.day <= closes else 0

    def late_to_follow_up(self) -> int:
        """Days past a follow-up that nothing has answered: for 180 days, and not while a meeting is arranged."""
        if self.follow_up is None or self.gone or self.rhythm.arranged is not None:
            return 0
        late = (self.day - self.follow_up.by).days
        return late if 0 < late <= FOLLOW_UP_OPEN else 0

    def drifting(self) -> int:
        """Days beyond the silence that is usual for this pair, while that is brought up; 0 otherwise. A cadence says
        what was wished, and silences this. Personal ties bear twice the silence."""
        if self.standing.cadence is not None or self.rhythm.silence is None:
            return 0
        over = self.rhythm.silence - int(self.rhythm.usual(self.standing.stretch))
        return over if self.rhythm.drifting(self.standing.stretch) else 0


Reason = tuple[str, int]
"""`follow-up`, `cadence` or `drifting`, and the days past it."""
RULE_OF = {"follow-up": "overdue-follow-up", "cadence": "time-to-meet", "drifting": "drifting"}
"""The rule of each reason."""


def reasons(tie: Tie, promised: tuple[date, ...] = ()) -> tuple[Reason, ...]:
    """Why to be in touch with somebody: a day that was set has passed, what was wished has, or the silence is long for
    this pair. What the home page shows and what `kith lint` prints both come from here."""
    found = [("follow-up", tie.late_to_follow_up())]
    if not tie.rhythm_silent(promised):
        found += [("cadence", tie.late_to_meet()), ("drifting", tie.drifting())]
    return tuple((reason, late) for reason, late in found if late and reason not in tie.ignored)


def promised_to(statements: Iterable[Statement], key: str, *, theirs: bool = False) -> tuple[date, ...]:
    """The days of my open promises to a person; or of `theirs` to me."""
    return tuple(
        each.line.deadline
        for each in statements
        if each.role == "promise"
        and each.theirs == theirs
        and key in each.people
        and each.line.state in ("open", "begun")
        and each.line.deadline
    )


def tie(journal: Journal, key: str) -> Tie:
    """How it stands between a person and the owner today."""
    today = journal.today
    stands = standing(journal, key, today)
    met = journal.interactions(key)
    counting = [each for each in met if each.counts(today)]
    pace = rhythm(met, stands.cadence, today)
    fields = contact_of(journal, key)
    first = min((each.day for each in met if each.day <= today), default=None)
    if fields and fields.met and fields.met.first <= today:
        first = min(fields.met.first, first or today)
    own = fields.follow_up if fields else None
    last = counting[-1] if counting else None
    wishes = unanswered_wishes(met, last.day if last else None, own if isinstance(own, When) else None, today)
    wish = wish_that_holds(wishes, today)
    ahead = next((each for each in wishes if each.by >= today), None)
    ignored = _ignored(journal, journal.person(key).path, wish)
    return Tie(key, today, stands, pace, first, last, wish, ahead, ignored)


def _ignored(journal: Journal, path: str, wish: FollowUp | None) -> frozenset[str]:
    """The reasons that the user does not want to hear of today."""
    off = {rule for rule, severity in journal.config.lint.severity if severity == "off"}
    meeting = wish.meeting.path if wish and wish.meeting else ""
    for note, rules in ((path, frozenset(RULE_OF.values())), (meeting, frozenset({RULE_OF["follow-up"]}))):
        for each in journal.entry(note).ignores if note else ():
            if each.rule in rules and (each.until is None or journal.today <= each.until.last):
                off.add(each.rule)
    return frozenset(reason for reason, rule in RULE_OF.items() if rule in off)


def unanswered_wishes(
    met: tuple[Interaction, ...], last: date | None, own: When | None, today: date
) -> tuple[FollowUp, ...]:
    """The wishes to be in touch that no contact has answered, the earlier day first: of the meetings after which there
    was no contact (on a later day) the last one's, and the contact's own, which is answered on or after its day, and up
    to 14 days before. A crowd follows nobody up."""
    found: list[FollowUp] = []
    for each in reversed(met):
        if each.follow_up and not each.group and each.day <= today and (last is None or each.day >= last):
            found.append(FollowUp(each.follow_up, each))
            break
    if own is not None and (last is None or last < own.last - timedelta(days=FOLLOW_UP_EARLY)):
        found.append(FollowUp(own.last))
    return tuple(sorted(found, key=lambda wish: (wish.by, wish.meeting is None)))


def wish_that_holds(wishes: tuple[FollowUp, ...], today: date) -> FollowUp | None:
    """The earlier of the wishes. But until the contact's own day nothing is said of a meeting's that has passed (who
    snoozes somebody has seen it); and one that is no longer brought up hides none that is."""
    snoozed = any(each.meeting is None and each.by >= today for each in wishes)
    spoken_of = [
        each for each in wishes if each.by >= today or (not snoozed and (today - each.by).days <= FOLLOW_UP_OPEN)
    ]
    return next(iter((*spoken_of, *wishes)), None)


def pace_words(tie: Tie) -> str:
    """The rhythm in a sentence: `You meet about every 5 weeks; it has been 9.` Nothing where the two never met."""
    pace = tie.rhythm
    if pace.last is None or pace.silence is None:
        return ""
    if tie.gone:
        first, last = pace.met[0].year, pace.last.year
        return f"The notes tell of meetings {f'in {first}' if first == last else f'from {first} to {last}'}."
    if pace.gap is None:
        return f"You have met {'once' if len(pace.met) == 1 else 'twice'}; {has_been(pace.silence)}."
    unit = measure(pace.gap)[1]
    if pace.over() and pace.arranged is None:
        return f"You used to meet about {every(pace.gap)}; {has_been(pace.silence, unit)}."
    return f"You meet about {every(pace.gap)}; {has_been(pace.silence, unit)}."
