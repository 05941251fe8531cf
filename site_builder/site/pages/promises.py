"""The page of promises: mine and theirs, those past, and how often mine are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from statistics import median

from site_builder.relations.promises import (
    FirstKept,
    KeptRate,
    Promise,
    all_promises,
    by_circle,
    by_year,
    dropped_without_why,
    first_kept,
    follow_ups,
    group_of,
    is_over,
    kept_rate,
)
from site_builder.relations.ties import FollowUp, Tie, tie
from site_builder.relations.words import counted, length, number_words
from site_builder.site import charts, views
from site_builder.site.dates import written_day
from site_builder.site.page_id import PageId
from site_builder.site.pages.briefs import promise_here
from site_builder.site.pages.common import frame
from site_builder.site.pages.figures import IN_PEOPLE, behind
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import noted_on, source_link
from site_builder.site.pages.links import link_to, meeting_link
from site_builder.site.pages.open_promises import first_open, rest_open
from site_builder.site.pages.tables import LongTable
from site_builder.site.pages.texts import words
from site_builder.site.views import (
    Chart,
    Chip,
    Line,
    LinkTo,
    PastPromise,
    PromiseGroup,
    PromisesView,
    Remark,
    Table,
    Words,
)

SECTION = LinkTo("promises.html", "Promises", kind="page")
GROUPS = {
    "late": "Late",
    "waiting": "Waiting",
    "week": "This week",
    "later": "Later",
    "undated": "Without a date",
    "left": "Left open",
}
_CAN_WAIT = ("later", "undated")
OPEN = 12
"""Promises of a group that are shown at once; a longer group that can wait is folded."""
IN_TABLE = LinkTo(f"{SECTION.href}#s-past", "in the table", kind="page")
LEAST = 5
"""Closed promises below which a rate is drawn hollow."""


def past(site: Site) -> tuple[Promise, ...]:
    """Promises that were kept or dropped, the latest first."""
    closed = [each for each in site.ask(all_promises) if not each.is_open]
    return tuple(sorted(closed, key=lambda each: -(each.closed or date.min).toordinal()))


_TABLE = LongTable("promises", SECTION.href, past)


def view_promises(site: Site, which: PageId) -> PromisesView:
    """A page of the promises past; on the first, the open ones, and how often mine are kept."""
    page = frame(site, which, SECTION.text, SECTION)
    rows = past_rows(site, _TABLE.on(site, which))
    pages = _TABLE.pager(site, which)
    if which.number:
        return PromisesView(page=page, past=rows, pager=pages)
    known = site.ask(all_promises)
    mine = [each for each in known if not each.theirs]
    still = [each for each in known if each.is_open]
    asking = [each for each in still if not is_over(site, each)]
    return PromisesView(
        page=page,
        sentence=open_sentence([each for each in asking if not each.theirs], [each for each in asking if each.theirs]),
        mine=groups(site, [each for each in still if not each.theirs], "mine"),
        theirs=groups(site, [each for each in still if each.theirs], "theirs"),
        follow_ups=behind(
            follow_ups(site.of_people(tie).values()),
            lambda each: follow_up_line(site, *each),
            IN_PEOPLE,
            OPEN * 4,
        ),
        rate=rate_chart(site, mine),
        circles=circle_remarks(site, mine),
        events=events_remark(site, first_kept(site, mine)),
        remarks=dropped_remark(site, dropped_without_why(mine)),
        past=rows,
        pager=pages,
    )


def open_sentence(mine: Sequence[Promise], theirs: Sequence[Promise]) -> str:
    """How many are open, in words; nothing where none is."""
    parts = [f"{number_words(len(mine))} of mine"] if mine else []
    parts += [f"{number_words(len(theirs))} of others"] if theirs else []
    said = " and ".join(parts)
    return f"{said[:1].upper()}{said[1:]} {'is' if len(mine) + len(theirs) == 1 else 'are'} open." if said else ""


def groups(site: Site, promises: Sequence[Promise], whose: str) -> tuple[PromiseGroup, ...]:
    """Open promises by when they are due; the order within is that of their dates. Last, and folded, those to people
    with whom it is over."""
    found: dict[str, list[Promise]] = {}
    for each in promises:
        found.setdefault("left" if is_over(site, each) else group_of(each, site.today), []).append(each)
    return tuple(
        PromiseGroup(
            title if len(found[name]) <= OPEN else f"{title}: {len(found[name])}",
            f"{whose}-{name}",
            tuple(open_view(site, each) for each in first_open(found[name])),
            name == "left" or (name in _CAN_WAIT and len(found[name]) > OPEN),
            rest_open(site, found[name]),
        )
        for name, title in GROUPS.items()
        if name in found
    )


def open_view(site: Site, promise: Promise) -> views.Promise:
    """An open promise, with the dates it was put off from."""
    shown = promise_here(site, promise)
    chips = tuple(each for each in shown.chips if each.kind != "moved")
    return replace(shown, chips=(*put_off_chips(promise), *chips))


def put_off_chips(promise: Promise) -> tuple[Chip, ...]:
    """`put off from 12 June 2026`; of several, how often, with the dates as its title."""
    dates = [written_day(day) for day in promise.put_off]
    if not promise.statement.line.moved:
        return ()
    if len(promise.statement.line.moved) == 1:
        return (Chip(f"put off from {dates[0]}" if dates else "put off", "moved"),)
    return (Chip(f"put off {len(promise.statement.line.moved)} times", "moved", f"From {', then '.join(dates)}"),)


def follow_up_line(site: Site, knot: Tie, wish: FollowUp) -> Line:
    """Somebody to be in touch with by a day, and the meeting at which that was wished."""
    late = (site.today - wish.by).days
    chips = (Chip(f"{counted(late, 'day')} ago", "waiting"),) if late > 0 else ()
    source = meeting_link(site, wish.meeting) if wish.meeting else None
    return Line("next", (link_to(site, knot.key), ", ", wish.by), None, source, chips)


def past_rows(site: Site, promises: Sequence[Promise]) -> tuple[PastPromise, ...]:
    """Promises past as rows; the first of each year has an id, to which the chart's table leads."""
    rows = []
    years: set[int] = set()
    for each in promises:
        shown = promise_here(site, each)
        year = each.closed.year if each.closed else 0
        slug = "" if year in years or not year else f"y{year}"
        years.add(year)
        rows.append(
            PastPromise(
                day=each.closed,
                state=shown.state,
                outcome=shown.when,
                text=shown.text,
                whose="theirs" if each.theirs else "mine",
                people=shown.people,
                source=shown.source,
                chips=(*put_off_chips(each), *(chip for chip in shown.chips if chip.kind != "moved")),
                slug=slug,
            )
        )
    return tuple(rows)


def rate_chart(site: Site, mine: Sequence[Promise]) -> Chart | None:
    """The kept-rate by year with its 80 % intervals; nothing before five promises are kept or dropped."""
    whole = kept_rate(mine)
    if whole is None or whole.number < LEAST:
        return None
    places: dict[int, str] = {}
    for number, each in enumerate(site.ask(past)):
        if day := each.closed:
            places.setdefault(day.year, f"{_TABLE.page_of(number)}#y{day.year}")
    rates = [(year, rate) for year, those in by_year(mine) if (rate := kept_rate(those))]
    rows: list[tuple[str | LinkTo, ...]] = [
        (LinkTo(places[year], str(year), kind="page"), *rate_cells(rate)) for year, rate in rates
    ]
    head = ("Year", "On time", "Late", "Dropped", "Rate", "80 % interval")
    table = Table(head, (*rows, ("All", *rate_cells(whole))))
    drawn = [(str(year), rate.low, rate.median, rate.high, rate.number < LEAST) for year, rate in rates]
    return charts.rate_intervals(drawn, rate_sentence(whole), table)


def rate_cells(rate: KeptRate) -> tuple[str, ...]:
    """Counts, median and interval of a rate."""
    interval = f"{percent(rate.low)} to {percent(rate.high)} %"
    return str(rate.kept), str(rate.late), str(rate.dropped), f"{percent(rate.median)} %", interval


def percent(share: float) -> int:
    """A share in whole hundredths."""
    return round(share * 100)


def rate_sentence(rate: KeptRate) -> str:
    """`Of 45 promises 35 were kept on time: about 77 %, with 80 % certainty between 68 and 84.`"""
    rest = [f"{rate.late} late"] if rate.late else []
    rest += [f"{rate.dropped} dropped"] if rate.dropped else []
    besides = f" ({', '.join(rest)})" if rest else ""
    return (
        f"Of {rate.number} promises {rate.kept} were kept on time{besides}: about {percent(rate.median)} %, "
        f"and with 80 % certainty between {percent(rate.low)} and {percent(rate.high)} %. Open ones are not counted."
    )


def circle_remarks(site: Site, mine: Sequence[Promise]) -> tuple[Remark, ...]:
    """The kept-rate by the circle of those to whom the promises were made, each with its promises."""
    found = []
    for circle, those in by_circle(site, mine):
        rate = kept_rate(those)
        if rate is not None and rate.number >= LEAST:
            sentence = (
                f"{circle}: {rate.kept} of {rate.number} on time, about {percent(rate.median)} % "
                f"({percent(rate.low)} to {percent(rate.high)})."
            )
            lines = sorted(those, key=lambda each: -(each.closed or date.min).toordinal())
            found.append(Remark((f"{sentence[:1].upper()}{sentence[1:]}",), _lines(site, lines)))
    return tuple(found) if len(found) > 1 else ()


def _lines(site: Site, promises: Sequence[Promise]) -> tuple[Line, ...]:
    """Promises as the lines behind a figure."""
    return behind(promises, lambda each: promise_line(site, each), IN_TABLE)


def promise_line(site: Site, promise: Promise) -> Line:
    """A closed promise as a line: what was said, and what became of it."""
    shown = promise_here(site, promise)
    noted = noted_on(promise.statement, promise.closed)
    return Line("task", shown.text, promise.closed, shown.source, (Chip(shown.when, "kept"),), noted)


def events_remark(site: Site, found: Sequence[FirstKept]) -> Remark | None:
    """How long it took from an event to the first promise kept; nothing before there are three."""
    if len(found) < 3:
        return None
    days = median(each.days for each in found)

    def line(each: FirstKept) -> Line:
        text: Words = (
            link_to(site, each.path),
            ": ",
            *words(site, each.promise.statement.path, each.promise.statement.line.shown),
        )
        chip = Chip(f"after {length(each.days)}" if each.days else "the same day", "kept")
        statement, done = each.promise.statement, each.promise.done
        return Line("task", text, done, source_link(site, statement), (chip,), noted_on(statement, done))

    often = f"After {number_words(len(found))} events a promise made there was kept"
    return Remark((f"{often}; the first took {length(days)}, at the median.",), behind(found, line, IN_TABLE))


def dropped_remark(site: Site, dropped: Sequence[Promise]) -> tuple[Remark, ...]:
    """Promises that were dropped without a why; nothing where none was."""
    if not dropped:
        return ()
    number = number_words(len(dropped)).capitalize()
    said = f"{number} {'was' if len(dropped) == 1 else 'were'} dropped without a word why; a `why:` would remember it."
    return (Remark((said.replace("`", ""),), _lines(site, dropped)),)


PROMISES = PageKind("promises", _TABLE.pages, view_promises)
