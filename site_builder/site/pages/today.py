"""The home page: what I promised, what was promised to me, whom to be in touch with, what comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from site_builder.journal.model import Statement
from site_builder.notes.schema import Event, Meeting
from site_builder.relations.attention import Attention, Coming, Reach, attention
from site_builder.relations.briefs import brief_of
from site_builder.relations.promises import Promise
from site_builder.relations.words import counted
from site_builder.site.dates import day_and_month, written_day
from site_builder.site.page_id import PageId
from site_builder.site.pages.briefs import given_name, meeting_words, person_brief, promise_here, role_words
from site_builder.site.pages.common import frame
from site_builder.site.pages.figures import IN_TIMELINE
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.links import field_link, link_to, listed, meeting_link, meeting_title
from site_builder.site.pages.open_promises import first_open, rest_open
from site_builder.site.pages.tables import first_of, rest_of
from site_builder.site.pages.texts import ago, ahead, words
from site_builder.site.views import Ahead, LinkTo, ReviewLine, TodayView, Touch, Words

BRIEFS = 4
"""People of one meeting whose briefs are shown; of a larger one, the names."""
AHEAD = 40
"""Of what comes, what is listed."""
BRIEFS_IN_ALL = 24
BRIEFED = 14
"""Days before a meeting in which the briefs stand here, and not only on its page."""
NAMED = 8
ALL_IN_TOUCH = LinkTo("in-touch.html", "in the list of all", kind="page")
HEALTH = LinkTo("health.html", "See what and where", kind="page")


def _today_pages(_: Site) -> Iterator[PageId]:
    yield PageId("today", "index.html")


def view_today(site: Site, which: PageId) -> TodayView:
    """What asks for attention on the day."""
    now = attention(site)
    return TodayView(
        is_new=not site.people(),
        page=replace(frame(site, which, "Today"), section=which.path, crumbs=()),
        mine=tuple(promise_here(site, each) for each in first_open(now.mine)),
        mine_rest=rest_open(site, now.mine),
        theirs=tuple(promise_here(site, each) for each in first_open(now.theirs)),
        theirs_rest=rest_open(site, now.theirs),
        own=tuple(replace(promise_here(site, each), whose="own") for each in first_open(now.own)),
        own_rest=rest_open(site, now.own),
        touch=tuple(touch_view(site, each) for each in now.touch),
        touch_rest=(f"and {len(now.rest)} more, ", ALL_IN_TOUCH) if now.rest else (),
        quiet=tuple(touch_view(site, each) for each in now.quiet),
        ahead=ahead_views(site, first_of(now.ahead, AHEAD)),
        ahead_rest=rest_of(now.ahead, AHEAD, IN_TIMELINE),
        review=review_lines(site, now),
        health=health_words(site),
    )


def touch_view(site: Site, reach: Reach) -> Touch:
    """Somebody to be in touch with, and one thing to bring up."""
    stands, last = reach.tie.standing, reach.tie.last
    shown: Words = ()
    if last:  # a name in Arabic would draw the number over to its other side, within one link
        link = replace(meeting_link(site, last), text=meeting_words(site, last, reach.key))
        shown = (link, f", {ago(last.day, site.today)}")
    return Touch(
        person=link_to(site, reach.key),
        sentence=reach_words(site, reach),
        role=role_words(site, reach.key, stands, own=False),
        circle=stands.circle,
        last=shown,
        occasion=occasion(site, reach.key),
    )


def reach_words(site: Site, reach: Reach) -> Words:
    """Why to be in touch, with a link to what says so: the rhythm on their page, or where the day was set."""
    wish = reach.tie.follow_up
    if reach.reason != "follow-up" or wish is None:
        return tuple(
            replace(link_to(site, reach.key, part, "s-rhythm"), kind="page") if isinstance(part, str) else part
            for part in reach.sentence
        )
    by = day_and_month(wish.by) if wish.by.year == site.today.year else written_day(wish.by)
    meeting = replace(meeting_link(site, wish.meeting), text=by) if wish.meeting else None
    link = meeting or field_link(site, reach.key, "follow_up", by)
    return tuple(link if isinstance(part, date) else part for part in reach.sentence)


def occasion(site: Site, key: str) -> Words:
    """One thing to bring up: what I promised, what I meant to raise, what they said they would do, what they want."""
    known = brief_of(site, key)
    lines: list[tuple[str, Statement]] = []
    lines += [("You said: ", each.statement) for each in known.mine[:1]]
    lines += [("Bring up: ", each) for each in known.next_time[:1]]
    lines += [("Ask after: ", each.statement) for each in known.theirs[:1]]
    wish = f"{given_name(site, key)} wants: "
    lines += [(wish, each) for each in known.wants if each.role == "wants"]
    for said, each in (pair for pair in lines if not pair[1].line.private):
        return (said, *words(site, each.path, each.line.shown))
    return (wish, ", ".join(known.fields_wanted)) if known.fields_wanted else ()


def ahead_views(site: Site, coming: Sequence[Coming]) -> tuple[Ahead, ...]:
    """What comes; each person's brief stands once, at the next meeting with them."""
    shown: set[str] = set()
    found = []
    for each in coming:
        found.append(ahead_view(site, each, frozenset(shown), len(shown) < BRIEFS_IN_ALL))
        shown.update(brief.person.href for brief in found[-1].briefs)
    return tuple(found)


def ahead_view(site: Site, coming: Coming, told: frozenset[str] = frozenset(), briefly: bool = True) -> Ahead:
    """Something to come, with a brief of each person where they are few; `told`: addresses of whom one was given;
    `briefly`: whether there is room for briefs."""
    when = ahead(coming.day, site.today)
    if coming.kind == "birthday":
        link = link_to(site, coming.key)
        detail = f"Turns {coming.age}" if coming.age else ""
        return Ahead(
            day=coming.day,
            kind="birthday",
            link=replace(link, text=f"{link.text}’s birthday"),
            when=when,
            detail=(detail,) if detail else (),
        )
    if coming.meeting:
        meeting, fields = coming.meeting, site.entry(coming.key).fields
        few = briefly and len(coming.people) <= BRIEFS and (coming.day - site.today).days <= BRIEFED
        place = fields.place if isinstance(fields, Meeting) else ""
        fresh = [key for key in coming.people if few and site.address(key) not in told]
        others = [key for key in coming.people if key not in fresh and (meeting.title or len(coming.people) > BRIEFS)]
        names = f"with {listed([site.name(key) for key in others], NAMED)}" if others else ""
        return Ahead(
            day=coming.day,
            kind="meeting",
            link=replace(meeting_link(site, meeting), text=meeting_title(site, meeting)),
            when=when,
            time=meeting.time,
            detail=_detail(place, "planned, not yet arranged" if meeting.planned else "", names),
            briefs=tuple(person_brief(site, key) for key in fresh),
        )
    entry = site.entry(coming.key)
    fields = entry.fields
    assert isinstance(fields, Event)
    objectives = [each for each in site.resolved(coming.key).statements if each.role == "objective"]
    company = listed([site.name(key) for key in coming.people])
    return Ahead(
        day=coming.day,
        kind="event",
        link=link_to(site, coming.key),
        when="now" if coming.day < site.today else when,
        detail=_detail(
            fields.place,
            f"with {company}" if company else "",
            counted(len(objectives), "objective") if objectives else "no objectives yet",
        ),
    )


def _detail(*parts: str) -> Words:
    text = ", ".join(part for part in parts if part)
    return (text[:1].upper() + text[1:],) if text else ()


def review_lines(site: Site, now: Attention) -> tuple[ReviewLine, ...]:
    """On Mondays: what has no day, and what has not been looked at for a while."""
    if now.review is None:
        return ()
    lines = []
    if undated := now.review.undated:
        keys = dict.fromkeys(key for each in undated for key in each.people)
        sentence = f"{_count(undated, 'has', 'have')} no day yet."
        lines.append(_review_line(site, "Promises", sentence, tuple(keys), "promises.html"))
    if cards := now.review.cards:
        sentence = f"{_people(cards, 'was', 'were')} met again lately and {_verb(cards, 'has', 'have')} no file yet."
        lines.append(_review_line(site, "Cards", sentence, cards))
    if quiet := now.review.quiet:
        sentence = f"{_people(quiet, 'has', 'have')} been quiet for longer than usual."
        lines.append(_review_line(site, "Quiet", sentence, quiet))
    if plans := now.review.plans:
        sentence = f"{counted(len(plans), 'plan')} {_verb(plans, 'was', 'were')} to be looked at again by now."
        lines.append(_review_line(site, "Plans", sentence, plans, "plans.html"))
    return tuple(lines)


def _verb(things: Sequence[object], one: str, many: str) -> str:
    return one if len(things) == 1 else many


def _people(keys: Sequence[str], one: str, many: str) -> str:
    return f"{counted(len(keys), 'person', 'people')} {_verb(keys, one, many)}"


def _count(promises: Sequence[Promise], one: str, many: str) -> str:
    return f"{counted(len(promises), 'promise')} of yours {_verb(promises, one, many)}"


def _review_line(site: Site, label: str, sentence: str, keys: Sequence[str], rest: str = "people.html") -> ReviewLine:
    links = [link_to(site, key) for key in keys[:NAMED]]
    if len(keys) > NAMED:
        links.append(LinkTo(rest, f"{len(keys) - NAMED} more", kind="page"))
    return ReviewLine(label, (sentence,), tuple(links))


def health_words(site: Site) -> Words:
    """How many findings there are in the notes themselves, by severity, and where to see them; nothing without any."""
    facts = [each.severity for each in site.all_reported() if not each.nudge]
    names = (("error", "error"), ("warning", "warning"), ("info", "remark"))
    counts = [counted(number, name) for severity, name in names if (number := facts.count(severity))]
    return (f"In the notes: {listed(counts)}. ", HEALTH, ".") if counts else ()


TODAY = PageKind("today", _today_pages, view_today)
