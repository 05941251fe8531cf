"""Nudges about what is left open between people: promises, follow-ups, thanks, introductions, requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from site_builder.finding import Finding
from site_builder.journal.model import Interaction, Statement
from site_builder.lint.nudges import all_gone, days_since, named
from site_builder.lint.rule import Checked, Rule, nudge_of_note, nudge_of_person, rule_of_suppression
from site_builder.lint.rules.events import nothing_followed
from site_builder.lint.rules.promised import (
    UNDATED,
    check_overdue_promise,
    check_stale_promise,
    check_undated_promise,
    check_waiting_on,
)
from site_builder.relations.calendar import MEETINGS, first_meeting
from site_builder.relations.exchanges import Ask, asks_among, exchanges_with
from site_builder.relations.introductions import Introduction, introductions
from site_builder.relations.ties import Tie, promised_to, reasons
from site_builder.relations.words import counted, length

DID_YOU_MEET = range(1, 15)
NO_FOLLOW_UP = range(7, 31)
THANKS = range(14, 61)
INTRODUCTION = range(30, 121)
ASK = range(21, 91)


def check_overdue_follow_up(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """A day by which you wanted to be in touch again has passed.

    Why: you chose the day when you knew why it mattered.

    Wrong:
        follow_up: 2026-06-12 (in a meeting's note, with no contact since)

    Right:
        follow_up: 2026-07-10

    Settings: `group-max` in kith.toml: a crowd follows nobody up.

    Quiet: after half a year; once there was contact after that meeting, or, for a contact's own `follow_up`, on or
    after its day or in the 14 days before; while a meeting is arranged, or a contact's own `follow_up` lies ahead;
    those who are archived, estranged or have died.
    """
    late = dict(reasons(knot)).get("follow-up", 0)
    if not late or knot.follow_up is None:
        return
    meeting = knot.follow_up.meeting
    anchor = "field:follow_up" if meeting is None or meeting.source == "meeting" else meeting.anchor
    path = meeting.path if meeting else journal.person(knot.key).path
    name = journal.name(knot.key)
    message = f"You wanted to be in touch with {name} by {knot.follow_up.by}, {counted(late, 'day')} ago."
    yield Finding(path, anchor, "overdue-follow-up", message, "Be in touch, or set another day.", knot.key)


def check_did_you_meet(journal: Checked, path: str) -> Iterator[Finding]:
    """A meeting with `planned: yes` whose day has passed.

    Why: while it is only planned it counts for nobody, and in a month you will not remember whether it took place.

    Wrong:
        planned: yes (on a day that has passed)

    Right:
        cancelled: yes

    Settings: none.

    Quiet: on its day, and after 14 days; when it was cancelled; when another note of that day tells of contact with
    those who were to come; those who are archived, estranged or have died.
    """
    for each in journal.resolved(path).interactions:
        if each.source not in MEETINGS or not each.planned or each.cancelled:
            continue
        if days_since(journal, each.day) in DID_YOU_MEET and not all_gone(journal, each.people):
            if each.people and all(_met_that_day(journal, key, each) for key in each.people):
                continue
            who = f" with {named(journal, each.people)}" if each.people else ""
            message = f"A meeting{who} was planned for {each.day}; the note does not say whether it took place."
            remedy = "If it did, take `planned` away; else write `cancelled: yes`."
            yield Finding(path, "field:planned", "did-you-meet", message, remedy, each.people[0] if each.people else "")


def _met_that_day(journal: Checked, key: str, planned: Interaction) -> bool:
    return any(
        each.day == planned.day and each.path != planned.path and each.counts(journal.today)
        for each in journal.interactions(key)
    )


def check_no_follow_up(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """A first meeting at which something was wanted or promised, and nothing since.

    Why: after a first meeting people forget each other within weeks; a line about what was wanted keeps the door open.

    Wrong:
        - new: Mary Somerville | wants: a reviewer (two weeks ago, and no word since)

    Right:
        follow_up: +2w

    Settings: none.

    Quiet: in the first week, and after 30 days; once a later note tells of them, or something is arranged, kept, or (by
    either of you) set for a day; your own request, of which `unanswered-ask` tells, after two weeks your promise
    without a date, of which `undated-promise` does, and a whole event, of which `nothing-followed` does; those you have
    met before, `side: personal`, or who are archived, estranged or have died.
    """
    about = [each for each in journal.statements(knot.key) if knot.key in each.people]
    path, day = _first_met(journal, knot.key, about)
    days = days_since(journal, day)
    if days not in NO_FOLLOW_UP or knot.gone or knot.follow_up or knot.standing.side == "personal":
        return
    said = [each for each in about if each.path == path and each.day == day]
    opened = [each for each in said if _wanted_or_promised(each, days)]
    kept = any(each.role == "promise" and each.line.state == "kept" for each in said)
    later = any(each.day > day and not each.cancelled for each in journal.interactions(knot.key))
    later = later or any(each.day and each.day > day for each in about)
    set_for = promised_to(about, knot.key) or promised_to(about, knot.key, theirs=True)
    if opened and not (kept or later or set_for or nothing_followed(journal, path)):
        message = f"You met {journal.name(knot.key)} {length(days)} ago; the notes know of nothing since."
        remedy = "Write to them, or set a day with `follow_up:`."
        yield Finding(path, opened[0].line.anchor, "no-follow-up", message, remedy, knot.key)


def _first_met(journal: Checked, key: str, about: Sequence[Statement]) -> tuple[str, date]:
    """The note and the day of a first meeting, else of a `new:` line; a day long ago where there is neither."""
    if first := journal.ask(first_meeting, key):
        return first.path, first.day
    card = not journal.person(key).path and not journal.interactions(key)
    return next(((each.path, each.day) for each in about if card and each.role == "stub" and each.day), ("", date.min))


def _wanted_or_promised(each: Statement, days: int) -> bool:
    """Whether a line leaves something open. My own request, and after two weeks my promise without a date, have nudges
    of their own."""
    if each.role == "promise":
        return each.line.state in ("open", "begun") and (each.theirs or days not in UNDATED)
    if each.role == "stub":
        return bool(dict(each.line.answers).get("wants"))
    return each.role == "wants" or (each.role == "ask" and each.theirs and not each.line.outcome)


def check_thanks_owed(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """An introduction, a referral or a lead that you were given, without a word of thanks.

    Why: who put their name in for you wants to hear what came of it, and gives again if they do.

    Wrong:
        - got intro: [[charles-babbage]] (three weeks ago)

    Right:
        - got intro: [[charles-babbage]] thanked:2026-06-12

    Settings: none.

    Quiet: in the first two weeks, and after 60 days; with `thanked:` or `outcome:`, or a later `thanked:` line about
    the same person; those who are archived, estranged or have died.
    """
    for each in _passed_on(journal, knot.key):
        if each.owes_thanks(journal.today) and days_since(journal, each.day) in THANKS:
            what = {"intro": "an introduction"}.get(each.kind, f"a {each.kind}")
            message = f"{journal.name(knot.key)} gave you {what} on {each.day}; the notes know of no thanks."
            yield _of_line(each.statement, "thanks-owed", message, "Say thanks, and note it with `thanked:`.", knot)


def check_open_introduction(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """An introduction that you made, without an outcome after a month.

    Why: one of the two may be waiting for the other, and only you know both.

    Wrong:
        - intro: @ada -> @bo for the engine (two months ago)

    Right:
        - intro: @ada -> @bo for the engine outcome:met

    Settings: none.

    Quiet: in the first 30 days, and after 120; with `outcome:`; where it was made for somebody who is archived,
    estranged or has died.
    """
    for each in _passed_on(journal, knot.key):
        if each.is_open(journal.today) and days_since(journal, each.day) in INTRODUCTION and not knot.gone:
            to = f" to {journal.name(each.other)}" if each.other else ""
            message = f"You introduced {journal.name(knot.key)}{to} on {each.day}; what came of it is open."
            remedy = "Ask, and note it with `outcome:met` or `outcome:none`."
            yield _of_line(each.statement, "open-introduction", message, remedy, knot)


def _passed_on(journal: Checked, key: str) -> Iterator[Introduction]:
    """What was passed on between a person and the owner; what concerns several, with the first of them."""
    known = [each for each in journal.statements(key) if each.day is not None and each.day <= journal.today]
    for each in introductions(journal, known):
        if each.people and each.people[0] == key:
            yield each


def check_unanswered_ask(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """Something you asked for, without an outcome after three weeks.

    Why: a second, lighter question is welcome more often than one thinks; and a no is an outcome too.

    Wrong:
        - ask: a word with the committee (a month ago)

    Right:
        - ask: a word with the committee outcome:later

    Settings: none.

    Quiet: in the first 21 days, and after 90; with `outcome:`, or once you got something from them; those who are
    archived, estranged or have died.
    """
    statements = journal.statements(knot.key)
    for ask in asks_among(statements, journal.today):
        mine = not ask.theirs and ask.statement.people[:1] == (knot.key,)
        if not mine or ask.outcome or days_since(journal, ask.day) not in ASK or knot.gone:
            continue
        if not _got_since(journal, ask, statements, knot.key):
            message = f"You asked {journal.name(knot.key)} this on {ask.day}; no answer is noted."
            remedy = "Ask again, or note `outcome:yes`, `no` or `later`."
            yield _of_line(ask.statement, "unanswered-ask", message, remedy, knot)


def _got_since(journal: Checked, ask: Ask, statements: tuple[Statement, ...], key: str) -> bool:
    place = ask.statement.path, ask.statement.line.item
    return any(
        each.direction == "got"
        and each.day <= journal.today
        and (
            each.day > ask.day
            or (each.day == ask.day and each.statement.path == place[0] and each.statement.line.item > place[1])
        )
        for each in exchanges_with(statements, key)
    )


def _of_line(statement: Statement, rule: str, message: str, remedy: str, knot: Tie) -> Finding:
    return Finding(statement.path, statement.line.anchor, rule, message, remedy, knot.key)


EXPIRED_IGNORE = rule_of_suppression(
    "expired-ignore",
    "info",
    """
    A suppression whose last day has passed.

    Why: you wanted to be left alone until then, and from now on the nudge is told again.

    Wrong:
        lint-ignore: [{rule: time-to-meet, until: 2026-06-05}] (and it is the 10th)

    Right:
        lint-ignore: [{rule: time-to-meet, until: 2026-09-01}]

    Settings: none.

    Quiet: up to its last day, and after 14 days more; suppressions without `until`.
    """,
    nudge=True,
)

RULES: tuple[Rule, ...] = (
    nudge_of_note(check_overdue_promise, "warning"),
    nudge_of_person(check_overdue_follow_up, "warning"),
    nudge_of_note(check_waiting_on, "info"),
    nudge_of_note(check_undated_promise, "info"),
    nudge_of_note(check_stale_promise, "info"),
    nudge_of_note(check_did_you_meet, "info"),
    nudge_of_person(check_no_follow_up, "info"),
    nudge_of_person(check_thanks_owed, "info"),
    nudge_of_person(check_open_introduction, "info"),
    nudge_of_person(check_unanswered_ask, "info"),
    EXPIRED_IGNORE,
)
