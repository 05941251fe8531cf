"""Nudges about what goes each way. Nothing here is an account that has to be settled: each has its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from site_builder.finding import Finding
from site_builder.lint.nudges import days_since
from site_builder.lint.rule import Checked, Rule, nudge_of_person
from site_builder.relations.balance import Leaning, leaning_of, silent
from site_builder.relations.exchanges import asks_among, exchanges_with, given_before
from site_builder.relations.ties import Tie

ONE_SIDED = range(61)
ASK_AFTER_ASK = range(31)
HALF_A_YEAR = 180


def check_one_sided_taking(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """You receive nearly everything that is exchanged, over many lines and days.

    Why: generous people do not say when it is enough; they answer later, and then less.

    Wrong:
        - got advice: on the contract (the ninth time, and nothing given)

    Right:
        - gave lead: a tender that suits her

    Settings: `share` and `confidence` in `[balance]`: found when the chance that more than 0.6 of it comes to you is
    above 0.95. Older lines weigh less: half after 18 months, or after twelve of the median gaps between the
    days of receiving if that is longer; at 18 months, too, there has to be more that way.

    Quiet: 60 days after the newest exchange; fewer than five lines that way, or three days; modes mentor, mentee,
    communal (so `side: personal`) and service; status wanted, dormant, archived, estranged or deceased;
    `cadence: none`; in the first 30 days.
    """
    for leaning in _leaning(journal, knot, "taking"):
        message = f"{journal.name(knot.key)}: {leaning.evidence}."
        yield _at_newest(leaning, "one-sided-taking", message, "Give something that they want.")


def check_one_sided_giving(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """You give nearly everything that is exchanged, over many lines and days.

    Why: that is allowed, as many times as you like; only, you should know it, and may ask for something too.

    Wrong:
        - gave lead: a tender that suits him (the ninth time, and nothing received)

    Right:
        - ask: a word with his sister outcome:yes

    Settings: `share` and `confidence` in `[balance]`: found when the chance that more than 0.6 of it comes from you is
    above 0.95. Older lines weigh less: half after 18 months, or after twelve of the median gaps between the
    days of giving if that is longer; at 18 months, too, there has to be more that way.

    Quiet: 60 days after the newest exchange; fewer than five lines that way, or three days; modes mentor, mentee,
    communal (so `side: personal`) and service; status wanted, dormant, archived, estranged or deceased;
    `cadence: none`; in the first 30 days.
    """
    for leaning in _leaning(journal, knot, "giving"):
        message = f"{journal.name(knot.key)}: {leaning.evidence}."
        yield _at_newest(leaning, "one-sided-giving", message, "Go on if you like it so; else let them help you once.")


def _leaning(journal: Checked, knot: Tie, way: str) -> Iterator[Leaning]:
    exchanges = exchanges_with(journal.statements(knot.key), knot.key)
    known = [each for each in exchanges if each.day <= journal.today]
    if known and days_since(journal, known[-1].day) in ONE_SIDED:
        leaning = leaning_of(journal, knot.key, known)
        if leaning and leaning.way == way:
            yield leaning


def _at_newest(leaning: Leaning, rule: str, message: str, remedy: str) -> Finding:
    newest = leaning.lines[0].statement
    return Finding(newest.path, newest.line.anchor, rule, message, remedy, leaning.key)


def check_ask_after_ask(journal: Checked, knot: Tie) -> Iterator[Finding]:
    """Two requests of yours within half a year, and nothing given between them.

    Why: the second is heard as part of the first, and both weigh more.

    Wrong:
        - ask: a word with the committee (and in March an ask, too)

    Right:
        - gave feedback: on her draft

    Settings: none.

    Quiet: 30 days after the second; two on one day; a `gave` between them; modes mentor, mentee, communal (so
    `side: personal`) and service; status wanted, dormant, archived, estranged or deceased; `cadence: none`; in the
    first 30 days.
    """
    if silent(knot):
        return
    statements = journal.statements(knot.key)
    exchanges = exchanges_with(statements, knot.key)
    asks = asks_among(statements, journal.today)
    mine = [each for each in asks if not each.theirs and knot.key in each.statement.people]
    for before, ask in reversed(list(pairwise(mine))):
        days = (ask.day - before.day).days
        if not (0 < days <= HALF_A_YEAR and days_since(journal, ask.day) in ASK_AFTER_ASK):
            continue
        if not set(given_before(ask, exchanges)) - set(given_before(before, exchanges)):
            name = journal.name(knot.key)
            message = f"You asked {name} on {before.day} and on {ask.day}, and gave nothing between."
            place = ask.statement.path, ask.statement.line.anchor
            yield Finding(*place, "ask-after-ask", message, "What you give first makes the next one lighter.", knot.key)
            return


RULES: tuple[Rule, ...] = (
    nudge_of_person(check_one_sided_taking, "warning"),
    nudge_of_person(check_one_sided_giving, "info"),
    nudge_of_person(check_ask_after_ask, "warning"),
)
