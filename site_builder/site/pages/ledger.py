"""The ledger: every exchange, by year, newest first; a year has as many pages as it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from site_builder.relations.exchanges import (
    Exchange,
    Return,
    all_exchanges,
    by_person,
    exchanges_with,
    returns,
    sides_of,
)
from site_builder.relations.words import number_words
from site_builder.site.page_id import PageId
from site_builder.site.pages.account import came_link, exchange_chips, exchange_text
from site_builder.site.pages.common import frame
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import source_link
from site_builder.site.pages.links import few, link_to
from site_builder.site.pages.tables import ROWS, pager, table_pages
from site_builder.site.views import LedgerRow, LedgerView, LedgerYear, LinkTo, Table

SECTION = LinkTo("exchanges.html", "Exchanges", kind="page")


def ledger(site: Site) -> dict[int, tuple[Exchange, ...]]:
    """Every exchange by year, the newest first; in a year too, and within a day in the order of the notes."""
    years: dict[int, list[Exchange]] = {}
    for each in sorted(site.ask(all_exchanges), key=lambda x: -x.day.toordinal()):
        years.setdefault(each.day.year, []).append(each)
    return {year: tuple(lines) for year, lines in years.items()}


def ledger_lengths(site: Site) -> tuple[tuple[int, int], ...]:
    """The years of the ledger, the newest first, and how many lines each has."""
    return tuple((year, len(lines)) for year, lines in site.ask(ledger).items())


def ledger_of(site: Site, year: int) -> tuple[Exchange, ...]:
    """The exchanges of a year, the newest first."""
    return site.ask(ledger).get(year, ())


def ledger_top(site: Site) -> tuple[Exchange, ...]:
    """The newest lines of the ledger, as many as stand on a page."""
    return tuple(each for lines in site.ask(ledger).values() for each in lines[:ROWS])[:ROWS]


def ledger_years(site: Site) -> tuple[LedgerYear, ...]:
    """The years of the ledger, the newest first, with what went each way."""
    found = []
    for year, lines in site.ask(ledger).items():
        gave, got = sides_of(lines)
        found.append(LedgerYear(year_link(year), len(gave), len(got)))
    return tuple(found)


def ledger_kinds(site: Site) -> tuple[str, ...]:
    """The kinds of what was given and received, the most frequent first."""
    counts = Counter(each.kind for each in site.ask(all_exchanges) if each.kind)
    return tuple(sorted(counts, key=lambda kind: (-counts[kind], kind)))


def year_link(year: int) -> LinkTo:
    """The first page of a year of the ledger."""
    return LinkTo(f"exchanges/{year}.html", str(year), kind="page")


def _ledger_pages(site: Site) -> Iterator[PageId]:
    for year, count in site.ask(ledger_lengths):
        for page in table_pages("ledger", year_link(year).href, count):
            yield PageId("ledger", page.path, str(year), page.number)


def view_ledger(site: Site, which: PageId) -> LedgerView:
    """A page of a year of the ledger."""
    year = int(which.key)
    count, sentence, kinds = site.ask(year_summed, year)
    earlier, later = site.ask(years_beside, year)
    return LedgerView(
        page=frame(site, which, f"Exchanges of {year}", SECTION),
        year=year,
        sentence=sentence,
        kinds=kinds,
        rows=ledger_rows(site, site.ask(ledger_at, year, which.number * ROWS)),
        pager=pager(which, count),
        earlier=earlier,
        later=later,
    )


def ledger_at(site: Site, year: int, first: int) -> tuple[Exchange, ...]:
    """The exchanges of a year that stand on one page, from a number on."""
    return site.ask(ledger_of, year)[first : first + ROWS]


def year_summed(site: Site, year: int) -> tuple[int, str, Table]:
    """How many exchanges a year has, what went each way in a sentence, and by kind."""
    lines = site.ask(ledger_of, year)
    return len(lines), both_ways(lines), kinds_table(year, lines)


def years_beside(site: Site, year: int) -> tuple[LinkTo | None, LinkTo | None]:
    """The year before and the year after, of those that have lines."""
    years = [other for other, _ in site.ask(ledger_lengths)]
    at = years.index(year)
    return (
        year_link(years[at + 1]) if at + 1 < len(years) else None,
        year_link(years[at - 1]) if at else None,
    )


def both_ways(lines: Sequence[Exchange]) -> str:
    """`Nine given, twelve received.`"""
    gave, got = (number_words(len(side)).replace("no", "none") for side in sides_of(lines))
    return f"{gave} given, {got} received.".capitalize()


def kinds_table(year: int, lines: Sequence[Exchange]) -> Table:
    """What went each way, by kind, the most frequent first, what has no kind last. Each number leads to its lines in
    the ledger, which its script filters; those without a kind are found by no filter."""
    gave, got = (Counter(each.kind for each in side) for side in sides_of(lines))
    kinds = sorted({*gave, *got}, key=lambda kind: (not kind, -gave[kind] - got[kind], kind))
    return Table(
        ("Kind", "Given", "Received"),
        tuple(
            (kind or "without a kind", _counted(year, "gave", kind, gave[kind]), _counted(year, "got", kind, got[kind]))
            for kind in kinds
        ),
    )


def _counted(year: int, way: str, kind: str, number: int) -> str | LinkTo:
    if not number or not kind:
        return str(number or "")
    return LinkTo(f"{SECTION.href}#way={way}&kind={quote(kind)}&year={year}", str(number), kind="page")


def month_places(site: Site) -> dict[date, str]:
    """Where in the ledger each month begins, the newest line of it first."""
    places: dict[date, str] = {}
    for year, lines in site.ask(ledger).items():
        pages = [page.path for page in table_pages("ledger", year_link(year).href, len(lines))]
        for number, each in enumerate(lines):
            places.setdefault(each.day.replace(day=1), f"{pages[number // ROWS]}#{each.day:%Y-%m}")
    return places


def pairs(site: Site) -> dict[str, tuple[Exchange, ...]]:
    """The exchanges with each person, oldest first."""
    return by_person(site.ask(all_exchanges))


def waits_with(site: Site, key: str) -> tuple[Return, ...]:
    """What came back from a person, by what was given. It asks for that person's lines alone."""
    lines = exchanges_with(site.statements(key), key)
    return returns([each for each in lines if each.day <= site.today], site.today)


def came_with(site: Site, key: str) -> dict[tuple[str, int], Return]:
    """What came back from a person, by the note and the line of what was given."""
    waits = (each for each in site.ask(waits_with, key) if each.came)
    return {(each.gave.statement.path, each.gave.statement.line.item): each for each in waits}


def ledger_rows(site: Site, exchanges: Sequence[Exchange]) -> tuple[LedgerRow, ...]:
    """Exchanges as rows; the first of each month has an id, to which the chart's table leads."""
    rows = []
    months: set[date] = set()
    for each in exchanges:
        month = each.day.replace(day=1)
        slug = "" if month in months else f"{month:%Y-%m}"
        months.add(month)
        rows.append(replace(row_of(site, each), slug=slug))
    return tuple(rows)


def row_of(site: Site, exchange: Exchange) -> LedgerRow:
    """An exchange as a row of the ledger."""
    back, source = _came_after(site, exchange), source_link(site, exchange.statement)
    return LedgerRow(
        day=exchange.day,
        direction=exchange.direction,
        kind=exchange.kind,
        text=exchange_text(site, exchange),
        people=few([link_to(site, key) for key in exchange.people], source.href, 3),
        source=source,
        chips=exchange_chips(exchange),
        back=came_link(site, back) if back else None,
        back_days=back.days if back else 0,
    )


def _came_after(site: Site, exchange: Exchange) -> Return | None:
    """The first thing that came from one of those to whom something was given."""
    if exchange.direction != "gave":
        return None
    place = exchange.statement.path, exchange.statement.line.item
    came = [found for key in exchange.people if (found := site.ask(came_with, key).get(place))]
    return min(came, key=lambda each: each.days, default=None)


LEDGER = PageKind("ledger", _ledger_pages, view_ledger)
