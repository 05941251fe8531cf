"""What was between the owner and a person, by years: the latest on the person's page, of a long friendship the earlier
ones on pages of their own.

A year keeps its page (`people/ada.2019.html`) whatever is added later; a point is in no other address.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from site_builder.journal.model import Interaction, Statement
from site_builder.relations.briefs import known_statements
from site_builder.relations.exchanges import Exchange, exchanges_with
from site_builder.relations.promises import Promise, promises_among
from site_builder.relations.words import counted
from site_builder.site import views
from site_builder.site.page_id import PageId
from site_builder.site.pages.account import exchange_text
from site_builder.site.pages.briefs import meeting_with, promise_with, source_with
from site_builder.site.pages.common import SECTIONS, frame
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import exchange_view
from site_builder.site.pages.links import link_to
from site_builder.site.pages.tables import pager, rows_on, table_pages
from site_builder.site.views import Apart, ContactYearView, Encounter, LinkTo
from site_builder.values import dataclass

LONG = 200
"""Meetings, exchanges and promises that a person's page holds."""


@dataclass(frozen=True, slots=True)
class YearWith:
    """What was between the two in a year, the newest first: meetings, exchanges, and promises no longer open."""

    year: int
    met: tuple[Interaction, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    past: tuple[Promise, ...] = ()

    def __len__(self) -> int:
        return len(self.met) + len(self.exchanges) + len(self.past)


def years_with(site: Site, key: str, met: Sequence[Interaction], said: Sequence[Statement]) -> tuple[YearWith, ...]:
    """All that was between the two, the newest year first. A promise that nobody dated goes with the first year."""
    given = exchanges_with(said, key)[::-1]
    past = sorted((each for each in promises_among(said, site.today) if not each.is_open), key=_lately)
    days = [*(each.day for each in met), *(each.day for each in given), *filter(None, map(_day, past))]
    first = min(days, default=site.today).year
    years: dict[int, tuple[list[Interaction], list[Exchange], list[Promise]]] = {}
    for each in sorted({*(day.year for day in days), *((first,) if past else ())}, reverse=True):
        years[each] = ([], [], [])
    for meeting in reversed(met):
        years[meeting.day.year][0].append(meeting)
    for exchange in given:
        years[exchange.day.year][1].append(exchange)
    for promise in past:
        day = _day(promise)
        years[day.year if day else first][2].append(promise)
    return tuple(
        YearWith(year, tuple(meetings), tuple(exchanges), tuple(promises))
        for year, (meetings, exchanges, promises) in years.items()
    )


def _day(promise: Promise) -> date | None:
    return promise.done or promise.due or promise.made


def _lately(promise: Promise) -> int:
    return -(_day(promise) or date.min).toordinal()


def latest(years: Sequence[YearWith]) -> tuple[tuple[YearWith, ...], tuple[YearWith, ...]]:
    """The years that a person's page holds, and those with pages of their own. Of a year that is too long by itself
    the page holds the newest, and all of it stands on its own."""
    shown = 0
    for number, each in enumerate(years):
        shown += len(each)
        if shown > LONG:
            if number:
                return tuple(years[:number]), tuple(years[number:])
            part = YearWith(each.year, each.met[: LONG // 2], each.exchanges[: LONG // 4], each.past[: LONG // 4])
            return (part,), tuple(years)
    return tuple(years), ()


def years_apart(site: Site, key: str) -> tuple[tuple[int, int], ...]:
    """The years with a person that have pages of their own, and how many pages."""
    met, statements = site.interactions(key), site.statements(key)
    if len(met) + len(statements) <= LONG:
        return ()
    _, apart = latest(years_with(site, key, met, known_statements(statements, key, site.today)))
    return tuple((each.year, _rows(each)) for each in apart)


def _rows(year: YearWith) -> int:
    """How long the longest of the three lists is: each page holds a hundred of each."""
    return max(len(year.met), len(year.exchanges), len(year.past))


def year_address(site: Site, key: str, year: int) -> str:
    """The page of a year with a person, from the site's root."""
    return f"{site.address(key).removesuffix('.html')}.{year:04d}.html"


def apart_links(site: Site, key: str, shown: Sequence[YearWith], apart: Sequence[YearWith]) -> tuple[Apart, ...]:
    """The way to the earlier years, with what they hold."""
    here = {each.year for each in shown if each.met}
    return tuple(
        Apart(
            LinkTo(year_address(site, key, each.year), str(each.year), kind="page"),
            "" if each.year in here else f"y{each.year}",
            counted(len(each.met), "meeting") if each.met else counted(len(each), "line"),
        )
        for each in apart
    )


def encounters_of(site: Site, met: Sequence[Interaction], key: str) -> tuple[Encounter, ...]:
    """Meetings with a person, in the order given."""
    return tuple(meeting_with(site, each, key) for each in met)


def exchange_rows(site: Site, exchanges: Sequence[Exchange], key: str) -> tuple[views.Exchange, ...]:
    """The account with a person, in the order given."""
    return tuple(
        replace(
            exchange_view(site, each, key),
            text=exchange_text(site, each),
            source=source_with(site, each.statement, key),
        )
        for each in exchanges
    )


def past_promises(site: Site, promises: Sequence[Promise], key: str) -> tuple[views.Promise, ...]:
    """Promises both ways that are no longer open, in the order given."""
    return tuple(promise_with(site, each, key) for each in promises)


def _year_pages(site: Site) -> Iterator[PageId]:
    for key in site.people():
        for year, rows in site.ask(years_apart, key):
            for each in table_pages("contact-year", year_address(site, key, year), rows):
                yield replace(each, key=key, year=year)


def view_year_with(site: Site, which: PageId) -> ContactYearView:
    """A year with a person, a hundred rows of each list a page."""
    key = which.key
    said = known_statements(site.statements(key), key, site.today)
    years = {each.year: each for each in latest(years_with(site, key, site.interactions(key), said))[1]}
    year, order = years[which.year], list(years)
    at = order.index(which.year)
    person = link_to(site, key)
    page = frame(site, which, f"{which.year} with {person.text}", SECTIONS["contact"])
    return ContactYearView(
        page=replace(page, crumbs=(*page.crumbs, person)),
        year=which.year,
        person=person,
        encounters=encounters_of(site, rows_on(which, year.met), key),
        exchanges=exchange_rows(site, rows_on(which, year.exchanges), key),
        kept=past_promises(site, rows_on(which, year.past), key),
        earlier=_year_link(site, key, order[at + 1]) if at + 1 < len(order) else None,
        later=_year_link(site, key, order[at - 1]) if at else replace(person, text="Since then", kind="page"),
        pager=pager(which, _rows(year)),
    )


def _year_link(site: Site, key: str, year: int) -> LinkTo:
    return LinkTo(year_address(site, key, year), str(year), kind="page")


CONTACT_YEAR = PageKind("contact-year", _year_pages, view_year_with)
