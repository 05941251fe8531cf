"""The timeline: an index of years, and a page for each year by months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from site_builder.journal.model import NOT_CONTACT, Interaction
from site_builder.relations.calendar import Occasion, all_occasions, days_met
from site_builder.relations.standing import contact_of
from site_builder.relations.words import counted
from site_builder.relations.years import scopes
from site_builder.site import charts
from site_builder.site.dates import MONTHS
from site_builder.site.page_id import PageId
from site_builder.site.pages.common import frame
from site_builder.site.pages.gathered import meeting_view
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.links import few, link_to, listed
from site_builder.site.pages.tables import pager, rows_on, table_pages
from site_builder.site.pages.texts import gist
from site_builder.site.views import (
    Apart,
    Chip,
    Encounter,
    LinkTo,
    Month,
    MonthView,
    TimelineView,
    Words,
    YearRow,
    YearView,
)

INDEX = LinkTo("timeline.html", "Timeline", kind="page")
LONG = 200
"""Encounters that the page of a year holds."""
LATEST = 10
"""Encounters that the index shows."""
OFTEN = 3
"""Days on which somebody was met, from which a year names them; and how many are named."""


def _timeline_pages(_: Site) -> Iterator[PageId]:
    yield PageId("timeline", INDEX.href)


def view_timeline(site: Site, which: PageId) -> TimelineView:
    """The years, newest first, and what happened lately."""
    occasions = site.ask(all_occasions)
    met = days_met(occasions, site.today)
    years = sorted({*site.ask(years_told), *site.ask(years_reviewed)}, reverse=True)
    lately = [each for each in reversed(occasions) if each.day <= site.today][:LATEST]
    return TimelineView(
        page=frame(site, which, INDEX.text, INDEX),
        years=tuple(_year_row(site, year, met, occasions) for year in years),
        latest=tuple(occasion_view(site, each) for each in lately),
    )


def _year_row(site: Site, year: int, met: dict[date, int], occasions: Sequence[Occasion]) -> YearRow:
    counts = [0] * 12
    for day in met:
        if day.year == year:
            counts[day.month - 1] += 1
    if year not in site.ask(years_told):
        return YearRow(link=LinkTo(review_address(year), str(year), kind="page"), sentence="No meeting and no event.")
    link = LinkTo(year_address(year), str(year), kind="page")
    sentence = often_words(site, days_by_person(site, (each for each in occasions if each.day.year == year)))
    if not any(counts):
        begun = any(each.day.year == year and each.day <= site.today for each in occasions)
        nothing = "No meeting with anybody took place." if begun else "Nothing has happened yet."
        return YearRow(link=link, sentence=sentence or nothing)
    chart = charts.month_bars(year, counts, months_sentence(counts, year, site.today))
    return YearRow(link=link, sentence=sentence, chart=chart)


def months_sentence(counts: Sequence[int], year: int, today: date) -> str:
    """What the bars of a year say: which months were the fullest, and which were quiet."""
    most = max(counts)
    fullest = [MONTHS[number] for number, days in enumerate(counts) if days == most]
    first = next(number for number, days in enumerate(counts) if days)
    end = today.month - 1 if year == today.year else 12
    quiet = [MONTHS[number] for number, days in enumerate(counts) if not days and first < number < end]
    if len(fullest) > 3:
        return f"At most {counted(most, 'day')} of a month."
    if most == 1:
        return f"One day{' each' if len(fullest) > 1 else ''} in {listed(fullest)}."
    said = f"Fullest in {listed(fullest)}, with {counted(most, 'day')}"
    return said + (f"; quiet in {listed(quiet)}." if 0 < len(quiet) <= 3 else ".")


def year_address(year: int) -> str:
    """The page of a year, from the site's root."""
    return f"timeline/{year:04d}.html"


def years_told(site: Site) -> tuple[int, ...]:
    """The years in which something happened, or will."""
    return tuple(sorted({day.year for each in site.ask(all_occasions) for day in each.days()}))


def years_reviewed(site: Site) -> tuple[int, ...]:
    """The years that are looked back on. In some nothing took place, but a promise was kept, or somebody died."""
    return tuple(site.ask(scopes))


def review_address(year: int) -> str:
    """The page of a year's review, from the site's root."""
    return f"timeline/{year:04d}-review.html"


def _year_pages(site: Site) -> Iterator[PageId]:
    for year in site.ask(years_told):
        yield PageId("year", year_address(year), number=year)


def occasions_of(site: Site, year: int) -> tuple[Occasion, ...]:
    """The meetings and events of a year: of all others its page asks nothing."""
    return tuple(each for each in site.ask(all_occasions) if any(day.year == year for day in each.days()))


def first_years(site: Site) -> dict[str, int]:
    """The year in which each person was first met, in that order."""
    found: dict[str, int] = {}
    for each in site.ask(all_occasions):
        for meeting in meetings_of(site, each) if each.took_place(site.today) else ():
            for key in meeting.people if meeting.kind not in NOT_CONTACT else ():
                found.setdefault(key, each.day.year)
    return found


def new_in(site: Site, year: int) -> tuple[str, ...]:
    """Who was new in a year; of the first year nobody: whom one knew before, no note says."""
    if year == min(site.ask(years_told), default=year):
        return ()
    return tuple(key for key, first in site.ask(first_years).items() if first == year)


def view_year(site: Site, which: PageId) -> YearView:
    """A year by months, newest first."""
    year = which.number
    occasions = site.ask(occasions_of, year)
    years = site.ask(years_told)
    earlier = max((each for each in years if each < year), default=0)
    later = min((each for each in years if each > year), default=0)
    met = {day: number for day, number in days_met(occasions, site.today).items() if day.year == year}
    shown, apart = latest_months(by_month(occasions, year))
    counts = [sum(day.month == month for day in met) for month in range(1, 13)]
    page = frame(site, which, str(year), INDEX)
    sections = {month: f"#{year:04d}-{month:02d}" for month in (*shown, *apart)}
    return YearView(
        page=page,
        year=year,
        sentence=year_sentence(site, occasions, year, site.ask(new_in, year)),
        heat=charts.heat_map(year, met, months_sentence(counts, year, site.today), site.today, sections)
        if met
        else None,
        review=LinkTo(review_address(year), "The year in review", kind="page")
        if year in site.ask(years_reviewed)
        else None,
        months=tuple(
            Month(MONTHS[month - 1], f"{year:04d}-{month:02d}", tuple(occasion_view(site, each) for each in there))
            for month, there in shown.items()
        ),
        apart=tuple(
            Apart(month_link(year, month), f"{year:04d}-{month:02d}", f"{len(there)}") for month, there in apart.items()
        ),
        earlier=LinkTo(year_address(earlier), str(earlier), kind="page") if earlier else None,
        later=LinkTo(year_address(later), str(later), kind="page") if later else None,
    )


def by_month(occasions: Sequence[Occasion], year: int) -> dict[int, list[Occasion]]:
    """What began in a year, by month, all newest first."""
    months: dict[int, list[Occasion]] = {}
    for each in reversed(occasions):
        if each.day.year == year:
            months.setdefault(each.day.month, []).append(each)
    return dict(sorted(months.items(), reverse=True))


def latest_months(
    months: dict[int, list[Occasion]],
) -> tuple[dict[int, list[Occasion]], dict[int, list[Occasion]]]:
    """The months that the page of their year holds, and those of a full year that have pages of their own."""
    shown: dict[int, list[Occasion]] = {}
    for month, there in months.items():
        if sum(map(len, shown.values())) + len(there) > LONG:
            break
        shown[month] = there
    return shown, {month: there for month, there in months.items() if month not in shown}


def months_apart(site: Site, year: int) -> dict[int, list[Occasion]]:
    """The months of a year that have pages of their own."""
    return latest_months(by_month(site.ask(occasions_of, year), year))[1]


def month_link(year: int, month: int) -> LinkTo:
    """The page of a month."""
    return LinkTo(f"timeline/{year:04d}-{month:02d}.html", MONTHS[month - 1], kind="page")


def _month_pages(site: Site) -> Iterator[PageId]:
    for year in site.ask(years_told):
        for month, there in site.ask(months_apart, year).items():
            for each in table_pages("month", month_link(year, month).href, len(there)):
                yield PageId("month", each.path, f"{month}", each.number, year)


def view_month(site: Site, which: PageId) -> MonthView:
    """A month of a full year, newest first."""
    year, month = which.year, int(which.key)
    months = site.ask(months_apart, year)
    order = list(months)
    at = order.index(month)
    whole = LinkTo(year_address(year), str(year), kind="page")
    name = f"{MONTHS[month - 1]} {year}"
    page = frame(site, which, name, INDEX)
    return MonthView(
        page=replace(page, crumbs=(*page.crumbs, whole)),
        year=whole,
        name=name,
        encounters=tuple(occasion_view(site, each) for each in rows_on(which, months[month])),
        earlier=month_link(year, order[at + 1]) if at + 1 < len(order) else None,
        later=month_link(year, order[at - 1]) if at else whole,
        pager=pager(which, len(months[month])),
    )


def occasion_view(site: Site, occasion: Occasion) -> Encounter:
    """A meeting, or an event with those who were met there."""
    if occasion.meeting is not None:
        return meeting_view(site, occasion.meeting)
    people = [key for each in site.resolved(occasion.path).interactions for key in each.people]
    link = link_to(site, occasion.path)
    chips = (Chip("ahead"),) if occasion.day > site.today else ()
    return Encounter(
        occasion.day,
        link,
        "event",
        few([link_to(site, key) for key in dict.fromkeys(people)], link.href),
        gist(site.entry(occasion.path)),
        chips,
    )


def meetings_of(site: Site, occasion: Occasion) -> tuple[Interaction, ...]:
    """The meeting that an occasion is; of an event, those that its note tells of."""
    return (occasion.meeting,) if occasion.meeting else site.resolved(occasion.path).interactions


def days_by_person(site: Site, occasions: Iterable[Occasion]) -> dict[str, set[date]]:
    """The days on which each person was met, crowds left out."""
    days: dict[str, set[date]] = {}
    for each in occasions:
        if each.took_place(site.today):
            for meeting in meetings_of(site, each):
                for key in () if meeting.group else meeting.people:
                    days.setdefault(key, set()).add(each.day)
    return days


def often_words(site: Site, days: dict[str, set[date]]) -> str:
    """With whom the days were spent: names, not numbers."""
    often = sorted((key for key in days if len(days[key]) >= OFTEN), key=lambda key: (-len(days[key]), site.name(key)))
    return f"Most often with {listed([site.name(key) for key in often[:OFTEN]])}." if often else ""


def year_sentence(site: Site, occasions: Sequence[Occasion], year: int, new: Sequence[str]) -> Words:
    """With whom a year was spent, and who was new in it (of the first year nobody: whom one knew before, no note
    says); of many, the rest are named where the year is reviewed."""
    days = days_by_person(site, (each for each in occasions if each.day.year == year))
    said = often_words(site, days)
    keys = [key for key in new if key in days and not _known_before(site, key, min(days[key]))]
    if not keys:
        return (said,) if said else ()
    most = 5 if len(keys) == 5 else 4
    names = listed([site.name(key) for key in keys], most)
    begin = f"{said} For the first time with ".lstrip()
    if len(keys) <= most:
        return (begin, f"{names}.")
    text, more = names.rsplit(" and ", 1)
    return (begin, f"{text} and ", LinkTo(review_address(year), more, kind="page"), ".")


def _known_before(site: Site, key: str, day: date) -> bool:
    """Whether somebody's file says that one had met them before that day."""
    fields = contact_of(site, key)
    return bool(fields and fields.met and fields.met.last < day)


TIMELINE = PageKind("timeline", _timeline_pages, view_timeline)
MONTH = PageKind("month", _month_pages, view_month)
YEAR = PageKind("year", _year_pages, view_year)
