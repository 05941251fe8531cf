"""The account as parts of a page: an exchange as a line, the balance with one person, what is to be observed of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from site_builder.journal.model import Statement
from site_builder.relations.balance import LEAST, chance_words, leaning_of
from site_builder.relations.exchanges import (
    Ask,
    Exchange,
    Return,
    asks_among,
    balance_words,
    exchanges_with,
    given_before,
    half_within,
    outcome_words,
    returns,
)
from site_builder.relations.habits import habits
from site_builder.relations.leanings import leanings
from site_builder.relations.words import length, number_words
from site_builder.site import charts
from site_builder.site.pages.figures import IN_LEDGER, IN_TIMELINE, behind
from site_builder.site.pages.gathered import introduced
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.lines import line_view, source_link
from site_builder.site.pages.links import link_to, meeting_link
from site_builder.site.pages.texts import words
from site_builder.site.views import Balance, Chip, Line, LinkTo, Remark, Words


def exchange_text(site: Site, exchange: Exchange) -> Words:
    """What was given or received, as it was typed; of an introduction, who was introduced to whom."""
    statement = exchange.statement
    if statement.role == "intro":
        return introduced(site, statement)
    return words(site, statement.path, statement.line.shown)


def exchange_chips(exchange: Exchange) -> tuple[Chip, ...]:
    """What is to be known of an exchange besides: among how many, twice the size, private."""
    line, statement = exchange.statement.line, exchange.statement
    among = round(1 / statement.share) if 0 < statement.share < 1 else 1
    chips = [Chip(f"among {number_words(among)}", "plain")] if among > 1 else []
    chips += [Chip("large", "plain", "Counts twice")] if line.size > 1 else []
    chips += [Chip("private", "private")] if line.private else []
    return tuple(chips)


def exchange_line(site: Site, exchange: Exchange, but: str = "") -> Line:
    """An exchange as a line behind a figure, with its note; `but`: whom it need not name."""
    people = [link_to(site, key) for key in exchange.people if key != but] if exchange.statement.share == 1 else []
    named: Words = (people[0], ": ") if people else ()
    kind: Words = (f"{exchange.kind}: ",) if exchange.kind and not named else ()
    source = source_link(site, exchange.statement)
    return Line(
        exchange.direction,
        (*named, *kind, *exchange_text(site, exchange)),
        exchange.day,
        source,
        exchange_chips(exchange),
    )


def newest(site: Site, exchanges: Iterable[Exchange], but: str = "") -> tuple[Line, ...]:
    """Exchanges as lines, the newest first."""
    order = sorted(exchanges, key=lambda x: (-x.day.toordinal(), x.statement.path, x.statement.line.item))
    return behind(order, lambda each: exchange_line(site, each, but), IN_LEDGER)


def ask_line(site: Site, ask: Ask, but: str = "") -> Line:
    """A request as a line, with what became of it."""
    shown = line_view(site, ask.statement)
    people = [link_to(site, key) for key in ask.statement.people if key != but]
    named: Words = (people[0], ": ") if people else ()
    chip = Chip(ask.outcome or "no outcome yet", "outcome")
    return replace(shown, kind="ask", text=(*named, *shown.text), chips=(chip, *shown.chips))


def asks_remark(site: Site, asks: Sequence[Ask], label: str, but: str = "") -> Remark | None:
    """`You asked 13 times: seven yes…`; nothing where nobody asked."""
    if not asks:
        return None
    times = {1: "once", 2: "twice"}.get(len(asks), f"{number_words(len(asks))} times")
    lines = behind(asks[::-1], lambda each: ask_line(site, each, but))
    return Remark((f"{label} {times}: {outcome_words(asks)}.",), lines)


def back_words(waits: Sequence[Return]) -> str:
    """`Something came later after 9 of 11 things given; after half of them within 7 weeks.`"""
    came = sum(each.came is not None for each in waits)
    if len(waits) == 1:
        return (
            f"After the one thing given something came {length(waits[0].days)} later." if came else "One thing given."
        )
    if not came:
        return f"{number_words(len(waits)).capitalize()} things given, and nothing noted that came later."
    half = half_within(waits) if len(waits) >= LEAST else None
    within = f"; after half of them within {length(half)}" if half is not None else ""
    return f"Something came later after {came} of {len(waits)} things given{within}."


def back_lines(site: Site, waits: Sequence[Return], but: str = "") -> tuple[Line, ...]:
    """Each thing given, with what came after it and when, the newest first."""

    def line(each: Return) -> Line:
        shown = exchange_line(site, each.gave, but)
        if each.came:
            link = came_link(site, each)
            shown = replace(shown, chips=(*shown.chips, Chip(link.text, "got", link.title, link.href)))
        return shown

    return behind(waits[::-1], line, IN_LEDGER)


def came_link(site: Site, wait: Return) -> LinkTo:
    """`9 weeks later`: a link to the line that came after something given."""
    assert wait.came is not None
    link = source_link(site, wait.came.statement, f"{length(wait.days)} later")
    return replace(link, title=wait.came.statement.line.text)


def balance_view(site: Site, said: Sequence[Statement], key: str) -> Balance | None:
    """What went each way with a person, what it comes to where that is found, and what followed what; nothing where
    nothing did. `said`: the lines that are known today."""
    known = exchanges_with(said, key)
    if not known:
        return None
    sentence = balance_words(known)
    weights = [(each.day, each.size if each.direction == "gave" else -each.size) for each in known]
    found = leaning_of(site, key, known)
    told = ""
    if found:
        told = f"{found.evidence[:1].upper()}{found.evidence[1:]}. {chance_words(found, site.config.balance.share)}"
    remarks = [Remark((told or all_lines(len(known)),), newest(site, known, key))]
    waits = returns(known, site.today)
    if waits and len(known) > len(waits):
        remarks.append(Remark((back_words(waits),), back_lines(site, waits, key)))
    asks = [each for each in asks_among(said, site.today) if key in each.statement.people]
    remarks += _asks(site, asks, known, key)
    return Balance(sentence, len(known) < LEAST, charts.balance_line(weights, sentence), bool(found), tuple(remarks))


def all_lines(number: int) -> str:
    """`All four lines`."""
    few = {1: "The one line", 2: "Both lines"}
    return few.get(number) or f"All {number_words(number)} lines"


def _asks(site: Site, asks: Sequence[Ask], known: Sequence[Exchange], key: str) -> list[Remark]:
    """My requests with what was given before the first of them, and theirs."""
    mine = [each for each in asks if not each.theirs]
    found = [asks_remark(site, mine, "You asked", key)]
    if mine and (before := given_before(mine[0], known)):
        lines = newest(site, before, key)
        counted = number_words(len(before)).capitalize()
        found.append(Remark((f"{counted} given before you first asked.",), lines))
    found.append(asks_remark(site, [each for each in asks if each.theirs], "You were asked", key))
    return [each for each in found if each is not None]


def observations(site: Site, key: str, said: Sequence[Statement]) -> tuple[Remark, ...]:
    """What is to be observed of how one meets somebody, and of the account; with the lines or meetings behind it."""
    found = []
    for each in (*habits(site, key), *leanings(site, key, said)):
        lines = behind(each.lines, lambda statement: line_view(site, statement), IN_LEDGER)
        met = behind(
            each.meetings, lambda meeting: Line("meeting", (meeting_link(site, meeting),), meeting.day), IN_TIMELINE
        )
        found.append(Remark((each.sentence,), (*lines, *met)))
    return tuple(found)
