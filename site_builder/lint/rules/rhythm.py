"""Nudges about how often people meet, against what was wished and against their own past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from site_builder.finding import Finding
from site_builder.lint.nudges import days_since
from site_builder.lint.rule import Checked, Rule, nudge_of_person
from site_builder.lint.rules.dates import date_anchor
from site_builder.relations.attention import sentence_of
from site_builder.relations.balance import silent
from site_builder.relations.exchanges import Ask, asks_among, exchanges_with
from site_builder.relations.rhythm import SHORTEST_SILENCE
from site_builder.relations.standing import contact_of
from site_builder.relations.ties import Tie, promised_to, reasons
from site_builder.relations.words import counted

ONLY_WHEN_NEEDED = range(31)
BIRTHDAY = range(8)


def check_time_to_meet(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """More time has passed since you last met than you wished for.

    Why: you chose how often you want to see them; this is that day.

    Wrong:
        cadence: 6w (and nine weeks have passed)

    Right:
        cadence: 3m

    Settings: the `cadence` of a circle in `[circles]`.

    Quiet: two years after the last contact, or twice the cadence if that is longer; status wanted, dormant, archived,
    estranged or deceased; `cadence: none`; in the first 30 days; with a meeting arranged, a `follow_up` ahead, or a
    promise to them due within one cadence of today, before or after.
    """
    if "cadence" in _late(journal, knot):
        path = journal.person(knot.key).path
        anchor = "field:cadence" if "cadence" in journal.entry(path).written else "field:circle"
        yield _found(journal, knot, path, anchor, "time-to-meet", "cadence", "Meet, or change the cadence.")


def check_drifting(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """A silence of more than twice what is usual for the two of you.

    Why: people do not part, they drift; this is the moment at which a message is still easy.

    Wrong:
        A coffee every five weeks for a year, and then nothing for eleven.

    Right:
        status: dormant (when that is how you want it)

    Settings: none.

    Quiet: up to three weeks of silence, or up to the longest from which the two of you have come back before (one gap
    in ten is an exception, and does not count); fewer than five meetings, or four gaps within 90 days; a median gap
    above a year; after eight times the gap (180 days at least, three years at most); where a cadence is set; for
    `side: personal` twice the silence; status wanted, dormant, archived, estranged or deceased; with a meeting
    arranged, a `follow_up` ahead, or a promise to them due within one gap of today.
    """
    if "drifting" in _late(journal, knot) and knot.last:
        entry = journal.entry(knot.last.path)
        place = entry.path, date_anchor(entry) if knot.last.anchor == "note" else knot.last.anchor
        yield _found(journal, knot, *place, "drifting", "drifting", "Write a line, or set `status: dormant`.")


def _late(journal: Checked, knot: Tie) -> frozenset[str]:
    return frozenset(reason for reason, _ in reasons(knot, promised_to(journal.statements(knot.key), knot.key)))


def _found(journal: Checked, knot: Tie, path: str, anchor: str, rule: str, reason: str, remedy: str) -> Finding:
    said = "".join(str(part) for part in sentence_of(knot, reason))
    return Finding(path, anchor, rule, f"{journal.name(knot.key)}: {said[:1].lower()}{said[1:]}", remedy, knot.key)


def check_only_when_needed(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """Two of your last three contacts broke a long silence, and both asked for something.

    Why: whoever hears from you only when you need them learns to expect it.

    Wrong:
        - ask: a word with the committee (after half a year without a word, for the second time)

    Right:
        - gave link: the paper on loop notation

    Settings: the `cadence` of a circle in `[circles]`.

    Quiet: after 30 days; silences of up to twice the cadence (or your median gap) and of up to three weeks; when you
    gave something between the two; modes mentor, mentee, communal and service; status wanted, dormant, archived,
    estranged or deceased; `cadence: none`; in the first 30 days.
    """
    usual = usual_silence(knot)
    if usual is None or silent(knot):
        return
    met = knot.rhythm.met
    broke = {later for earlier, later in pairwise(met) if (later - earlier).days > usual}
    statements = journal.statements(knot.key)
    asked: dict[date, Ask] = {}
    for ask in asks_among(statements, journal.today):
        if not ask.theirs and knot.key in ask.statement.people and ask.day in met[-3:] and ask.day in broke:
            asked.setdefault(ask.day, ask)
    if len(asked) < 2:
        return
    before, last = list(asked.values())[-2:]
    given = any(
        each.direction == "gave" and before.day <= each.day <= last.day for each in exchanges_with(statements, knot.key)
    )
    if not given and days_since(journal, last.day) in ONLY_WHEN_NEEDED:
        name = journal.name(knot.key)
        message = f"On {before.day} and on {last.day} a long silence with {name} ended with a request of yours."
        place = last.statement.path, last.statement.line.anchor
        yield Finding(*place, "only-when-needed", message, "Be in touch once without one.", knot.key)


def usual_silence(knot: Tie) -> float | None:
    """The days of silence up to which nothing is out of the ordinary: twice the cadence, else twice the median gap, and
    three weeks at least; `None` where there is neither."""
    cadence = knot.standing.cadence
    usual = cadence.days if cadence and cadence.unit else knot.rhythm.gap
    return None if usual is None else max(2.0 * usual, float(SHORTEST_SILENCE))


def check_birthday_coming(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """The birthday of somebody close is within a week.

    Why: it is the one day on which nobody wonders why you write.

    Wrong:
        birthday: 12-10 (and it is the 5th)

    Right:
        A card, or a call on the day.

    Settings: `near` of a circle in `[circles]`.

    Quiet: circles that are not near, and people in none; once you were in touch on the day, or are to meet on it; those
    who are archived, estranged or have died.
    """
    fields = contact_of(journal, knot.key)
    if fields is None or fields.birthday is None or not knot.standing.near or knot.gone:
        return
    day = fields.birthday.next(journal.today)
    days = -days_since(journal, day)
    arranged = knot.rhythm.arranged
    if days in BIRTHDAY and day not in (knot.rhythm.last, arranged.day if arranged else None):
        age = fields.birthday.age(day)
        when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {counted(days, 'day')}, on {day}"
        which = f"turns {age}" if age else "has a birthday"
        message = f"{journal.name(knot.key)} {which} {when}."
        path = journal.person(knot.key).path
        yield Finding(path, "field:birthday", "birthday-coming", message, "Write, or ring them on the day.", knot.key)


RULES: tuple[Rule, ...] = (
    nudge_of_person(check_time_to_meet, "warning"),
    nudge_of_person(check_drifting, "info"),
    nudge_of_person(check_only_when_needed, "warning"),
    nudge_of_person(check_birthday_coming, "info"),
)
