"""The page of the account: what was given and received, with whom it leans one way, what came back, what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from site_builder.journal.model import Resolved, Statement
from site_builder.journal.names import fold_name
from site_builder.relations.balance import LEAST, Leaning, leaning_of
from site_builder.relations.exchanges import (
    Ask,
    Exchange,
    Return,
    all_exchanges,
    asks_among,
    by_month,
    half_within,
    months_to,
    quarter_start,
    sides_of,
)
from site_builder.relations.words import length, number_words
from site_builder.site import charts
from site_builder.site.dates import day_and_month, month_and_year
from site_builder.site.page_id import PageId
from site_builder.site.pages.account import (
    asks_remark,
    back_lines,
    back_words,
    newest,
)
from site_builder.site.pages.common import frame
from site_builder.site.pages.figures import IN_LEDGER
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.ledger import (
    SECTION,
    ledger_kinds,
    ledger_rows,
    ledger_top,
    ledger_years,
    month_places,
    pairs,
    waits_with,
)
from site_builder.site.pages.links import link_to
from site_builder.site.views import Chart, ExchangesView, LinkTo, Remark, Words

MONTHS = 24
"""Months that the chart shows at most."""
PEOPLE = 12
"""People of whom it is told what came back, and by which lines it leans one way."""


def _exchange_pages(_: Site) -> Iterator[PageId]:
    yield PageId("exchanges", SECTION.href)


def view_exchanges(site: Site, which: PageId) -> ExchangesView:
    """What the account comes to, the newest lines of the ledger, and the way to all of it."""
    known = site.ask(all_exchanges)
    found = leanings_found(site)
    people = site.ask(pairs)
    waits = {key: site.ask(waits_with, key) for key in people}
    return ExchangesView(
        page=frame(site, which, SECTION.text, SECTION),
        quarter=quarter_remark(site, known),
        flow=flow_chart(site, known),
        taking=leaning_remarks(site, [each for each in found if each.way == "taking"]),
        giving=leaning_remarks(site, [each for each in found if each.way == "giving"]),
        back=all_back(by_thing_given(each for those in waits.values() for each in those)),
        back_people=tuple(back_remark(site, key, waits[key]) for key in _with_enough(site, waits)),
        asks=asks_remarks(site),
        rows=ledger_rows(site, site.ask(ledger_top)),
        lines=len(known),
        years=site.ask(ledger_years),
        kinds=site.ask(ledger_kinds),
    )


def quarter_remark(site: Site, known: Sequence[Exchange]) -> Remark | None:
    """What went each way since the quarter began, and, of five lines on, the share that was received."""
    begin = quarter_start(site.today)
    those = [each for each in known if each.day >= begin]
    if not those:
        return None
    gave, got = sides_of(those)
    given, received = (number_words(len(those)) if those else "none" for those in (gave, got))
    sentence = f"Since {day_and_month(begin)}: {given} given, {received} received"
    share = f", so that {round(100 * len(got) / len(those))} % of it came to you" if len(those) >= LEAST else ""
    return Remark((f"{sentence}{share}.",), newest(site, those))


def flow_chart(site: Site, known: Sequence[Exchange]) -> Chart | None:
    """What went each way by month, of the last two years; nothing before there are three months to compare."""
    if not known:
        return None
    first = known[0].day.replace(day=1)
    months = [month for month in months_to(site.today, MONTHS) if month >= first]
    if len(months) < 3 or known[-1].day < months[0]:
        return None
    counts = by_month(known, months)
    places = site.ask(month_places)
    return charts.month_flows(counts, flow_sentence(counts), {each: places[each] for each in months if each in places})


def flow_sentence(counts: Sequence[tuple[date, int, int]]) -> str:
    """What the bars say: how much each way, and when the most."""
    gave, got = sum(given for _, given, _ in counts), sum(received for _, _, received in counts)
    said = f"{gave} given and {got} received since {month_and_year(counts[0][0])}"
    parts = []
    for verb, column, total in (("given", 1, gave), ("received", 2, got)):
        most = max(row[column] for row in counts)
        fullest = [row[0] for row in counts if row[column] == most]
        if total and len(fullest) == 1:
            parts.append(f"most was {verb} in {month_and_year(fullest[0])} ({most})")
    return f"{said}; {' and '.join(parts)}." if parts else f"{said}."


def leanings_found(site: Site) -> tuple[Leaning, ...]:
    """The pairs that are found to be one-sided, the surest first."""
    found = (leaning_of(site, key, those) for key, those in site.ask(pairs).items() if len(those) >= LEAST)
    those = [each for each in found if each is not None]
    return tuple(sorted(those, key=lambda each: (-each.chance, site.name(each.key), each.key)))


def leaning_remarks(site: Site, found: Sequence[Leaning]) -> tuple[Remark, ...]:
    """`Ada: 9 received, 0 given, on 8 of 20 meetings since 2024`: of the surest with the lines, which of all stand on
    the page that the name leads to."""

    def remark(leaning: Leaning, is_told: bool) -> Remark:
        sentence: Words = (link_to(site, leaning.key), f": {leaning.evidence}.")
        return Remark(sentence, newest(site, leaning.lines, leaning.key) if is_told else ())

    return tuple(remark(each, number < PEOPLE) for number, each in enumerate(found))


def by_thing_given(waits: Iterable[Return]) -> tuple[Return, ...]:
    """What came back, once for each thing given: of one given to several people the first from any of them, as
    the ledger tells it."""
    found: dict[tuple[str, int], Return] = {}
    for each in waits:
        place = each.gave.statement.path, each.gave.statement.line.item
        known = found.setdefault(place, each)
        if each.came and (known.came is None or each.days < known.days):
            found[place] = each
    return tuple(found.values())


def all_back(waits: Iterable[Return]) -> Words:
    """What came back of all that was given, and how soon; nothing of a few, which stand by themselves."""
    those = tuple(waits)
    came = sum(each.came is not None for each in those)
    if len(those) < LEAST or not came:
        return ()
    half = half_within(those)
    within = f"; after half of them within {length(half)}" if half is not None else ""
    link = LinkTo(IN_LEDGER.href, f"{came} of {len(those)} things given", kind="page")
    return ("Something came later from the same person after ", link, f"{within}.")


def _with_enough(site: Site, waits: dict[str, tuple[Return, ...]]) -> list[str]:
    """To whom most was given, five things at least, by name; of all others it stands on their own pages."""
    keys = [key for key, those in waits.items() if len(those) >= LEAST]
    keys.sort(key=lambda key: (-len(waits[key]), fold_name(site.name(key)), key))
    return sorted(keys[:PEOPLE], key=lambda key: (fold_name(site.name(key)), key))


def back_remark(site: Site, key: str, waits: Sequence[Return]) -> Remark:
    """What came back from one person."""
    words = back_words(waits)
    return Remark((link_to(site, key), f": {words[:1].lower()}{words[1:]}"), back_lines(site, waits, key))


def all_asks(site: Site) -> tuple[Ask, ...]:
    """Every request until today, mine and theirs."""
    return asks_among((each for those in site.of_resolved(asks_in).values() for each in those), site.today)


def asks_in(resolved: Resolved) -> tuple[Statement, ...]:
    """The lines of a note that ask for something."""
    return tuple(each for each in resolved.statements if each.role == "ask")


def asks_remarks(site: Site) -> tuple[Remark, ...]:
    """What I asked and what others asked of me, with the outcomes."""
    asks = site.ask(all_asks)
    mine = [each for each in asks if not each.theirs]
    theirs = [each for each in asks if each.theirs]
    both = (asks_remark(site, mine, "You asked"), asks_remark(site, theirs, "You were asked"))
    return tuple(each for each in both if each is not None)


EXCHANGES = PageKind("exchanges", _exchange_pages, view_exchanges)
