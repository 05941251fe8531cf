"""The figures of nudges about rhythm and balance, from the values by which their rules decide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from site_builder.explain.figures import Figure, days_ago, newest, of_line, of_meeting, statements_of, status_figures
from site_builder.lint.rule import Checked
from site_builder.lint.rules.rhythm import usual_silence
from site_builder.relations.balance import LEAST, LEAST_DAYS, account_of, chance_above, weight
from site_builder.relations.exchanges import Ask, Exchange, asks_among, exchanges_with
from site_builder.relations.rhythm import UNUSUAL
from site_builder.relations.standing import contact_of
from site_builder.relations.ties import Tie, tie
from site_builder.relations.words import counted, every_span

_GAPS = 10


def last_figures(journal: Checked, knot: Tie) -> Iterator[Figure]:
    """The last contact that counts, and a meeting arranged."""
    if knot.last is None:
        yield Figure("Last contact", "none is noted")
    else:
        kind = f", {knot.last.kind}" if knot.last.kind else ""
        text = f"{knot.last.day}{kind}, {days_ago(journal, knot.last.day)}"
        yield of_meeting("Last contact", text, knot.last, journal)
    if knot.rhythm.arranged:
        yield of_meeting("Arranged", str(knot.rhythm.arranged.day), knot.rhythm.arranged, journal)


def cadence_figures(journal: Checked, knot: Tie) -> Iterator[Figure]:
    """The cadence, and whether it is the person's own or their circle's."""
    cadence, fields, path = knot.standing.cadence, contact_of(journal, knot.key), journal.person(knot.key).path
    words = (every_span(cadence) or "none is wished") if cadence else "none"
    if fields and fields.cadence:
        yield Figure("Cadence", f"{words}, their own", path, "key:cadence")
    elif cadence:
        yield Figure("Circle", knot.standing.circle, path, "key:circle")
        setting = ("circles", knot.standing.circle.casefold(), "cadence")
        yield Figure("Cadence", f"{words}, that of the circle", setting=setting)
    else:
        yield Figure("Cadence", "none, of theirs or of a circle")


def pace_figures(knot: Tie) -> Iterator[Figure]:
    """The gaps between the days on which the two met, and their median."""
    pace = knot.rhythm
    gaps = [(later - earlier).days for earlier, later in pairwise(pace.met)]
    if gaps:
        shown = ", ".join(map(str, gaps[-_GAPS:]))
        older = f" (the last {_GAPS} of {len(gaps)})" if len(gaps) > _GAPS else ""
        yield Figure("Days between", shown + older)
    if pace.longest:
        left_out = f", one gap in {UNUSUAL} left out" if len(gaps) >= UNUSUAL else ""
        yield Figure("Came back", f"after {pace.longest} days{left_out}")
    if pace.gap is not None:
        yield Figure("Median", f"{pace.gap:g} days, over {counted(len(pace.met), 'meeting day')}")


def of_time_to_meet(journal: Checked, key: str) -> Iterator[Figure]:
    """Last contact, cadence and the day by which to meet."""
    knot = journal.ask(tie, key)
    yield from last_figures(journal, knot)
    yield from cadence_figures(journal, knot)
    if knot.rhythm.due:
        late = knot.rhythm.overdue
        yield Figure("Due", f"{knot.rhythm.due}" + (f", {counted(late, 'day')} past" if late else ""))


def of_drifting(journal: Checked, key: str) -> Iterator[Figure]:
    """Silence, gaps, and from when on it is long."""
    knot = journal.ask(tie, key)
    yield from last_figures(journal, knot)
    yield from pace_figures(knot)
    factor = knot.standing.stretch
    if knot.rhythm.gap is not None:
        twice = ", doubled for `side: personal`" if factor > 1 else ""
        yield Figure("Usual up to", f"{int(knot.rhythm.usual(factor))} days of silence{twice}")
    if not knot.rhythm.settled:
        yield Figure("Too little", "five meeting days over 90 days are needed, with a median of at most a year")
    if knot.standing.cadence is not None:
        yield from cadence_figures(journal, knot)
        yield Figure("", "Where a cadence is set, `time-to-meet` tells instead.")


def of_follow_up(journal: Checked, key: str) -> Iterator[Figure]:
    """The day that was set, and whether anything has answered it."""
    knot = journal.ask(tie, key)
    wish = knot.follow_up
    if wish is None:
        yield Figure("Follow-up", "none is open")
    elif wish.meeting is None:
        yield Figure("Follow-up", f"{wish.by}, {days_ago(journal, wish.by)}", journal.person(key).path, "key:follow_up")
    else:
        anchor = wish.meeting.anchor if wish.meeting.source == "section" else "field:follow_up"
        text = f"{wish.by}, {days_ago(journal, wish.by)}; set on {wish.meeting.day}"
        yield Figure("Follow-up", text, wish.meeting.path, anchor)
    yield from last_figures(journal, knot)
    yield Figure("Crowd", f"over {journal.config.group_max} people follow nobody up", setting=("group_max",))


def of_birthday(journal: Checked, key: str) -> Iterator[Figure]:
    """The birthday, and whether their circle is near."""
    fields, knot = contact_of(journal, key), journal.ask(tie, key)
    if fields and fields.birthday:
        day = fields.birthday.next(journal.today)
        yield Figure("Birthday", f"{day}, {days_ago(journal, day)}", journal.person(key).path, "field:birthday")
    else:
        yield Figure("Birthday", "none is noted")
    circle = knot.standing.circle
    near = f"{circle} is {'near' if knot.standing.near else 'not near'}" if circle else "none"
    yield Figure("Circle", near, setting=("circles", circle.casefold(), "near") if circle else ())
    yield from status_figures(journal, key)


# ---------------------------------------------------------------- requests and the balance


def _asks(journal: Checked, key: str) -> list[Ask]:
    found = asks_among(statements_of(journal, key), journal.today)
    return [each for each in found if not each.theirs and key in each.statement.people]


def _given(journal: Checked, key: str) -> Iterator[Figure]:
    for each in exchanges_with(journal.statements(key), key):
        if each.direction == "gave" and each.day <= journal.today:
            yield of_line("You gave", f"{each.day}, {each.kind}", each.statement)


def _asked(journal: Checked, key: str) -> Iterator[Figure]:
    for each in _asks(journal, key):
        outcome = f", outcome {each.outcome}" if each.outcome else ", without an outcome"
        yield of_line("You asked", f"{each.day}, {days_ago(journal, each.day)}{outcome}", each.statement)


def of_asks(journal: Checked, key: str) -> Iterator[Figure]:
    """My requests, and what I gave."""
    yield from newest(_asked(journal, key), "You asked")
    yield from newest(_given(journal, key), "You gave")


def of_unanswered(journal: Checked, key: str) -> Iterator[Figure]:
    """My requests, and the last that came from them."""
    yield from newest(_asked(journal, key), "You asked")
    exchanges = exchanges_with(journal.statements(key), key)
    got = [each for each in exchanges if each.direction == "got" and each.day <= journal.today]
    yield from (of_line("You got", f"{each.day}, {each.kind}", each.statement) for each in got[-1:])
    yield from status_figures(journal, key)


def of_only_when_needed(journal: Checked, key: str) -> Iterator[Figure]:
    """The last contacts, what is a long silence, requests and what was given."""
    knot = journal.ask(tie, key)
    met = knot.rhythm.met[-4:]
    for earlier, later in pairwise(met):
        yield Figure("Contact", f"{later}, after {counted((later - earlier).days, 'day')}")
    usual = usual_silence(knot)
    if usual is not None:
        yield Figure("Long is over", f"{usual:g} days")
    yield from cadence_figures(journal, knot)
    yield from of_asks(journal, key)


def of_balance(journal: Checked, key: str) -> Iterator[Figure]:
    """The account: sums of weights, the share and the chance that the settings ask for, and every line's weight."""
    known = [each for each in exchanges_with(journal.statements(key), key) if each.day <= journal.today]
    settings = journal.config.balance
    taken, gave = account_of(known, "taking"), account_of(known, "giving")
    account = taken if len(taken.got) >= len(gave.gave) else gave
    share, confidence = f"{settings.share:g}", f"{settings.confidence:g}"
    for label, those, weighing in (
        ("Given", account.gave, account.given),
        ("Received", account.got, account.received),
    ):
        days = counted(len({each.day for each in those}), "day")
        yield Figure(label, f"{counted(len(those), 'line')} on {days}, weighing {weighing:.2f}")
    yield Figure("Needed", f"{counted(LEAST, 'line')} one way on {counted(LEAST_DAYS, 'day')}")
    taking = chance_above(settings.share, taken.received, taken.given)
    giving = chance_above(settings.share, gave.given, gave.received)
    yield Figure("Chance", f"{taking:.3f} that over {share} comes to you, {giving:.3f} that over {share} is yours")
    yield Figure("Share", share, setting=("balance", "share"))
    yield Figure("Found above", confidence, setting=("balance", "confidence"))
    yield Figure("Half-life", f"{account.half_life:.0f} days, from the newest line")
    yield from newest((_weighed(each, account.half_life, known[-1]) for each in known), "Lines")


def _weighed(each: Exchange, half_life: float, last: Exchange) -> Figure:
    heavy = weight(each.size, (last.day - each.day).days, half_life)
    return of_line("Gave" if each.direction == "gave" else "Got", f"{each.day}, weight {heavy:.2f}", each.statement)
