"""A year looked back on: one calm page a year, beside its months, each figure with the lines it was counted from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from site_builder.relations.exchanges import Exchange
from site_builder.relations.promises import Promise
from site_builder.relations.words import every, number_words
from site_builder.relations.years import (
    LEAST_LUNCHES,
    Kept,
    Newcomer,
    Quiet,
    Scope,
    Talk,
    YearReview,
    scopes,
    year_review,
)
from site_builder.site.dates import month_and_year, when_words
from site_builder.site.page_id import PageId
from site_builder.site.pages.common import frame
from site_builder.site.pages.figures import IN_LEDGER, IN_PEOPLE, IN_TIMELINE, PEOPLE, behind, meeting_lines
from site_builder.site.pages.gathered import introduced
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import line_view, noted_on, promise_state, source_link
from site_builder.site.pages.links import field_link, link_to, listed, meeting_link, title_of
from site_builder.site.pages.texts import words
from site_builder.site.pages.timeline import INDEX, review_address, year_address, years_reviewed, years_told
from site_builder.site.views import Chip, Figure, Line, LinkTo, Remark, ReviewPart, Words, YearReviewView

_IN_PROMISES = LinkTo("promises.html", "among the promises", kind="page")
LEDE = (
    "Who was new, what was given and received, which promises were kept: where notes of the year tell of it, it "
    "stands here."
)
QUIET = 8
"""Silences that are told one by one."""
_VERBS = ("kept", "late", "dropped", "past their day and open")


def scope_of(site: Site, year: int) -> Scope:
    """The notes and people that a year is made from: of all others its page asks nothing."""
    return site.ask(scopes)[year]


def _review_pages(site: Site) -> Iterator[PageId]:
    for year in site.ask(years_reviewed):
        yield PageId("year-review", review_address(year), number=year)


def view_year_review(site: Site, which: PageId) -> YearReviewView:
    """A year: who came and who went quiet, what went both ways, promises, what I learned, meals and stages."""
    year = which.number
    years = site.ask(years_reviewed)
    earlier = max((each for each in years if each < year), default=0)
    later = min((each for each in years if each > year), default=0)
    told = year_review(site, year, site.ask(scope_of, year))
    parts = (
        ReviewPart(slug="s-came", title="Who came in", remarks=tuple(_came(site, told.new))),
        ReviewPart(slug="s-quiet", title="Who went quiet", remarks=tuple(_went(site, told))),
        ReviewPart(slug="s-given", title="Given and received", figures=tuple(_exchanged(site, told))),
        ReviewPart(
            slug="s-promises",
            title="Promises",
            figures=(*_promised(site, told.mine, "of mine"), *_promised(site, told.theirs, "of theirs")),
        ),
        ReviewPart(slug="s-learned", title="What I learned most about", remarks=tuple(_learned(site, told))),
        ReviewPart(slug="s-table", title="At table and on stage", remarks=tuple(_together(site, told))),
    )
    shown = tuple(part for part in parts if part.figures or part.remarks)
    return YearReviewView(
        page=frame(site, which, f"{year} in review", INDEX),
        year=year,
        so_far=year == site.today.year,
        lede="" if shown else LEDE,
        parts=shown,
        timeline=LinkTo(year_address(year), "Month by month", kind="page") if year in site.ask(years_told) else None,
        earlier=LinkTo(review_address(earlier), str(earlier), kind="page") if earlier else None,
        later=LinkTo(review_address(later), str(later), kind="page") if later else None,
    )


def _names(site: Site, keys: Sequence[str], most: int = 8) -> Words:
    """Names as links; of many the first, and how many more."""
    shown = list(keys[:most]) if len(keys) > most + 1 else list(keys)
    found: list[str | LinkTo] = []
    for number, key in enumerate(shown):
        if number:
            found.append(" and " if number + 1 == len(keys) else ", ")
        found.append(link_to(site, key))
    if len(shown) < len(keys):
        found.append(f" and {len(keys) - len(shown)} more")
    return tuple(found)


def _came(site: Site, new: Sequence[Newcomer]) -> Iterator[Remark]:
    """The new people, by the event at which one met them; the others together."""
    groups: dict[str, list[Newcomer]] = {}
    for each in new:
        groups.setdefault(each.event, []).append(each)
    for event in sorted(groups, key=lambda each: (not each, list(groups).index(each))):
        those = groups[event]
        begin = f"At {title_of(site, event)}: " if event else "Elsewhere: " if len(groups) > 1 else ""
        names = listed([site.name(each.key) for each in those], 8 if len(those) != 9 else 9)
        yield Remark((f"{begin}{names}.",), behind(those, lambda each: _new(site, each), IN_PEOPLE, PEOPLE))


def _new(site: Site, each: Newcomer) -> Line:
    person = link_to(site, each.key)
    if each.meeting is None:
        return Line("person", (person, ", as the file says"))
    return Line("person", (person, ": ", meeting_link(site, each.meeting)), each.meeting.day)


def _went(site: Site, told: YearReview) -> Iterator[Remark]:
    for each in told.parted:
        when = when_words(each.since)
        died = f"died {'on' if each.since.exact else 'in'} {when}"
        dead = each.status == "deceased"
        said = field_link(site, each.key, "status", died if dead else f"{each.status} since {when}")
        yield Remark((link_to(site, each.key), " " if dead else ": ", said, "."))
    for spell in told.quiet[:QUIET]:
        yield Remark(_quiet_words(site, spell))
    if rest := told.quiet[QUIET:]:
        lines = behind(rest, lambda spell: Line("person", _quiet_words(site, spell)), IN_PEOPLE, PEOPLE)
        yield Remark((f"And {number_words(len(rest))} more, whom you met less often.",), lines)


def _quiet_words(site: Site, each: Quiet) -> Words:
    last = LinkTo(meeting_link(site, each.last).href, month_and_year(each.last.day), kind="meeting")
    pace = replace(link_to(site, each.key, f"about {every(each.gap)}", "s-timeline"), kind="page")
    said: Words = (link_to(site, each.key), ": you met ", pace, ", the last time in ", last)
    if each.again:
        again = LinkTo(meeting_link(site, each.again).href, month_and_year(each.again.day), kind="meeting")
        return (*said, "; again in ", again, ".")
    return (*said, ".")


def _exchanged(site: Site, told: YearReview) -> Iterator[Figure]:
    for those, word in ((told.given, "given"), (told.received, "received")):
        if those:
            people: dict[str, int] = {}
            for each in those:
                for key in each.statement.people:
                    people[key] = people.get(key, 0) + 1
            most = sorted(people, key=lambda key: (-people[key], site.name(key), key))
            way = "to" if word == "given" else "from"
            note = f"most {way} {listed([site.name(key) for key in most[:3]])}" if len(most) > 3 else ""
            yield Figure(
                str(len(those)), word, note, behind(those[::-1], lambda each: _exchange(site, each), IN_LEDGER)
            )


def _exchange(site: Site, each: Exchange) -> Line:
    statement = each.statement
    source = source_link(site, statement)
    if statement.line.private:
        return Line(each.direction, ("In private",), each.day, source, (Chip("private", "private"),))
    if statement.role == "intro":
        return Line(each.direction, introduced(site, statement), each.day, source, (Chip("intro"),))
    text = (*_names(site, statement.people), ": ", *words(site, statement.path, statement.line.shown))
    return Line(each.direction, text, each.day, source, (Chip(each.kind),) if each.kind else ())


def _promised(site: Site, kept: Kept, whose: str) -> Iterator[Figure]:
    for those, verb in zip((kept.kept, kept.late, kept.dropped, kept.open), _VERBS, strict=True):
        if those:
            label = f"{whose} kept late" if verb == "late" else f"{whose} {verb}"
            yield Figure(str(len(those)), label, lines=behind(those, lambda each: _promise(site, each), _IN_PROMISES))


def _promise(site: Site, each: Promise) -> Line:
    statement = each.statement
    said: Words = ("In private",) if statement.line.private else words(site, statement.path, statement.line.shown)
    state, when = promise_state(site, each)
    text = (*_names(site, each.people), ": ", *said)
    day = each.done or each.due or each.made
    return Line("promise", text, day, source_link(site, statement), (Chip(when, state),), noted_on(statement, day))


def _learned(site: Site, told: YearReview) -> Iterator[Remark]:
    for key, lines in told.learned:
        shown = [each for each in lines if not each.line.private]
        said = f": {number_words(len(lines))} things"
        if len(shown) < len(lines):
            said += f", {number_words(len(lines) - len(shown))} of them in private"
        page = LinkTo(site.address(key), "on their page", kind="page")
        yield Remark((f"{site.name(key)}{said}.",), behind(shown, lambda each: line_view(site, each), page, PEOPLE))


def _together(site: Site, told: YearReview) -> Iterator[Remark]:
    """Lunches alone and in company (said from five on), and presentations with those who saw them."""
    lunches = len(told.alone) + len(told.company)
    if lunches >= LEAST_LUNCHES:
        company, alone = number_words(len(told.company)), number_words(len(told.alone))
        said = f"All {lunches} lunches that are noted had company."
        if told.alone:
            verb = "was" if len(told.alone) == 1 else "were"
            said = f"Of {lunches} lunches that are noted, {company} had company and {alone} {verb} alone."
        yield Remark((said,), (*meeting_lines(site, told.alone), *meeting_lines(site, told.company)))
    if told.talks:
        number = len(told.talks)
        words_of = f"{number_words(number).capitalize()} presentation{'' if number == 1 else 's'}"
        often = [key for key, meetings in told.seen if len(meetings) > 1]
        names = listed([site.name(key) for key in (often or [key for key, _ in told.seen])], 4)
        seen = f", seen {'more than once ' if often else ''}by {names}" if names else ""
        yield Remark((f"{words_of}{seen}.",), behind(told.talks, lambda talk: _talk(site, talk), IN_TIMELINE))


def _talk(site: Site, talk: Talk) -> Line:
    link = meeting_link(site, talk.meeting)
    text: Words = (link, ": ", *_names(site, talk.audience)) if talk.audience else (link,)
    return Line("meeting", text, talk.meeting.day)


YEAR_REVIEW = PageKind("year-review", _review_pages, view_year_review)
