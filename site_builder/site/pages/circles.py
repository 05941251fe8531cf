"""Circles: who is how close, what that asks for and what it had, and who is worth writing to again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder.notes.dates import parse_duration
from site_builder.relations.attention import Reach, reach_of
from site_builder.relations.circles import (
    INBRED,
    WEEKS,
    Circle,
    Circles,
    Member,
    Move,
    circles_of,
    how_met,
    moves,
    seen_least,
    without_reason,
)
from site_builder.relations.promises import days_promised
from site_builder.relations.reviving import Dormant, worth_reviving
from site_builder.relations.standing import contact_of
from site_builder.relations.words import every_span, number_words
from site_builder.site.addresses import slug_of
from site_builder.site.dates import day_and_month, when_words
from site_builder.site.page_id import PageId
from site_builder.site.pages.briefs import org_link
from site_builder.site.pages.common import frame
from site_builder.site.pages.figures import IN_PEOPLE, PEOPLE, behind
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.links import field_link, link_to, listed, meeting_link
from site_builder.site.pages.texts import ago
from site_builder.site.pages.trees import all_leads
from site_builder.site.sphere import NAMES, Dot, sphere
from site_builder.site.views import Chart, CircleRow, CirclesView, Figure, Line, LinkTo, Remark, Reviving, Table, Words

SECTION = LinkTo("circles.html", "Circles", kind="page")
LEDE = (
    "A circle says how close you want somebody to be, and how often to be in touch: write `circle: close` into "
    "the file of a person, and they stand here."
)
FAR = 0.1
"""Difference of two shares from which it is pointed out."""
FUNCTIONS = 5
"""Sectors by function at most; the others are one."""
_SIDES = {"internal": "inside", "external": "outside", "personal": "personal"}
_QUARTERS = ("", "first", "second", "third", "last")


def _circles_pages(_: Site) -> Iterator[PageId]:
    yield PageId("circles", SECTION.href)


def view_circles(site: Site, which: PageId) -> CirclesView:
    """The circles; where nobody is in one, a sentence on what they are for, and nothing else."""
    page = frame(site, which, SECTION.text, SECTION)
    all_circles = circles_of(site)
    if not any(circle.members for circle in all_circles.circles):
        return CirclesView(page=page, lede=LEDE)
    revivals = tuple(_reviving(site, each) for each in worth_reviving(site))
    today = site.today
    quarter = quarter_words(today.year, (today.month + 2) // 3)
    return CirclesView(
        page=page,
        sphere=_sphere(site, all_circles.circles),
        remarks=tuple(_remarks(site, all_circles)),
        circles=tuple(circle_row(site, circle, all_circles) for circle in all_circles.circles),
        quarter=quarter if revivals else "",
        reviving=revivals,
        moves=tuple(_quarters(site, moves(site))),
    )


def circle_row(site: Site, circle: Circle, among: Circles) -> CircleRow:
    """A circle with its figures, each with the people it is made of."""
    members = circle.members
    room = f"of {circle.room}" if circle.room else ""
    figures = [Figure(f"{len(members)} {room}".strip(), "members", lines=_seen(site, members))]
    asking = [each for each in members if each.asked]
    if asking:
        wished = behind(asking, lambda each: _person_line(site, each, _wished_words(each)), IN_PEOPLE, PEOPLE)
        figures.append(Figure(_rate(circle.asked), "wished a week", lines=wished))
    if asking and among.compared:
        had = behind(asking, lambda each: _touches_line(site, each), IN_PEOPLE, PEOPLE)
        figures.append(Figure(_rate(circle.had), "had a week", lines=had))
    if circle.intended is not None and circle.actual is not None and (asking or circle.actual):
        spent = _alone(site, members)
        meant = behind(asking, lambda each: _person_line(site, each, _wished_words(each)), IN_PEOPLE, PEOPLE)
        figures.append(Figure(_percent(circle.intended), "of the time meant", lines=meant))
        figures.append(Figure(_percent(circle.actual), "of the time spent", lines=spent))
    setting = next((each for each in site.config.circles if each.name == circle.name), None)
    cadence = parse_duration(setting.cadence) if setting else None
    return CircleRow(
        name=circle.name,
        slug=circle_id(circle.name),
        wished=every_span(cadence) if cadence else "",
        figures=tuple(figures),
    )


def circle_id(name: str) -> str:
    """The id of a circle's row."""
    return f"circle-{slug_of(name)}"


def _seen(site: Site, members: Sequence[Member]) -> tuple[Line, ...]:
    return behind(members, lambda each: _person_line(site, each, _last_words(site, each)), IN_PEOPLE, PEOPLE)


def _alone(site: Site, members: Sequence[Member]) -> tuple[Line, ...]:
    met = [each for each in members if each.alone]
    return behind(met, lambda each: _minutes_line(site, each), IN_PEOPLE, PEOPLE)


def _wished_words(member: Member) -> str:
    return every_span(member.standing.cadence) if member.standing.cadence else ""


def _last_words(site: Site, member: Member) -> str:
    last = member.tie.rhythm.last
    status = "" if member.standing.status == "active" else f"{member.standing.status}, "
    return f"{status}{ago(last, site.today)}" if last else f"{status}no meeting noted yet"


def _person_line(site: Site, member: Member, said: str) -> Line:
    person = link_to(site, member.key)
    return Line("person", (person, f": {said}") if said else (person,))


def _touches_line(site: Site, member: Member) -> Line:
    days = [LinkTo(meeting_link(site, each).href, day_and_month(each.day), kind="meeting") for each in member.touches]
    said: list[str | LinkTo] = [link_to(site, member.key), f", {_wished_words(member)}: "]
    return Line("person", (*said, *(_joined(days) if days else ("none",))))


def _minutes_line(site: Site, member: Member) -> Line:
    days = [
        LinkTo(meeting_link(site, each).href, f"{day_and_month(each.day)} ({minutes:.0f})", kind="meeting")
        for each, minutes in member.alone
    ]
    return Line("person", (link_to(site, member.key), f", {member.minutes:.0f} minutes: ", *_joined(days)))


def _joined(links: Sequence[LinkTo]) -> Iterator[str | LinkTo]:
    for number, link in enumerate(links):
        if number:
            yield ", "
        yield link


def _rate(touches: float) -> str:
    return f"{touches:.1f}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _remarks(site: Site, among: Circles) -> Iterator[Remark]:
    """What is to be observed, each with its guard (RULES, Observations: Circles)."""
    members = [each for circle in among.circles for each in circle.members]
    asking = [each for each in members if each.asked]
    if asking and among.compared:
        said = f"Your circles wish for {_rate(among.asked)} touches a week; in the last {WEEKS} weeks the same people "
        said += f"had {_rate(among.had) if among.had >= 0.05 else 'hardly any'}."
        if among.had < 0.75 * among.asked:
            said += " A longer cadence for some of them would make the wish one that can be kept."
        yield Remark((said,), behind(asking, lambda each: _touches_line(site, each), IN_PEOPLE, PEOPLE))
    apart = [
        circle
        for circle in among.circles
        if circle.intended is not None and circle.actual is not None and abs(circle.actual - circle.intended) >= FAR
    ]
    if apart:
        parts = [
            f"{circle.name} had {_percent(circle.actual or 0.0)} ({_percent(circle.intended or 0.0)} is meant)"
            for circle in apart
        ]
        if (among.others_share or 0.0) >= FAR:
            parts.append(f"people in no circle had {_percent(among.others_share or 0.0)}")
        lines = _alone(site, [each for circle in apart for each in circle.members])
        lines += _alone(site, among.others) if len(parts) > len(apart) else ()
        yield Remark((f"Of your time alone with people, {listed(parts, len(parts))}.",), lines)
    for circle in among.circles:
        if least := seen_least(circle):
            names = listed([site.name(each.key) for each in least])
            held = f"{circle.name} holds {number_words(len(circle.members))}, where you allow "
            said = f"{held[:1].upper()}{held[1:]}{number_words(circle.room)}; {names} you have not seen for longest."
            yield Remark((said,), _seen(site, circle.members))
    yield from _reasons(site, among.circles)


def _reasons(site: Site, circles: Sequence[Circle]) -> Iterator[Remark]:
    led = site.ask(all_leads)
    met = how_met(site, circles, led)
    if met.share is not None:
        own, through = len(met.by_oneself), len(met.through_others)
        said = f"Of the {own + through} people near to you of whom it is noted how you met, "
        said += f"you introduced yourself to {_percent(met.share)} and met {_percent(1 - met.share)} through others."
        if met.share > INBRED:
            said += f" Above {_percent(INBRED)} a network may grow too much like oneself (Uzzi and Dunlap)."

        def line(key: str) -> Line:
            alone = key in met.by_oneself
            how: Words = (": by yourself",) if alone else (": through ", link_to(site, led[key].by))
            return Line("person", (link_to(site, key), *how))

        yield Remark((said,), behind((*met.by_oneself, *met.through_others), line, IN_PEOPLE, PEOPLE))
    if lacking := without_reason(site, circles):
        names = listed([site.name(key) for key in lacking], 4)
        said = f"Why {names} {'is' if len(lacking) == 1 else 'are'} near to you, no note says yet."
        yield Remark((said,), behind(lacking, lambda key: Line("person", (link_to(site, key),)), IN_PEOPLE, PEOPLE))


def _reviving(site: Site, each: Dormant) -> Reviving:
    said: list[str | LinkTo] = ["Trust was ", field_link(site, each.key, "trust", f"{each.trust} of 5")]
    if each.last:
        said.append(f"; the last contact was {ago(each.last.day, site.today)}")
    fields = contact_of(site, each.key)
    org = org_link(site, each.key, fields.org.at(site.today)) if fields and each.org else None
    if org and each.same_org is not None:
        said += [f". Of your meetings in the year before this quarter, {_part(each.same_org)} with people of ", org]
    elif each.function and each.same_function is not None:
        part = _part(each.same_function)
        said.append(f". Of your meetings in the year before this quarter, {part} with people in {each.function}")
    return Reviving(
        person=link_to(site, each.key),
        sentence=(*said, "."),
        last=meeting_link(site, each.last) if each.last else None,
    )


def _part(share: float) -> str:
    return "none was" if not share else f"{_percent(share)} were" if share >= 0.01 else "hardly any were"


def quarter_words(year: int, quarter: int) -> str:
    """`Third quarter of 2026`; `2026` where only the year is known."""
    return f"{_QUARTERS[quarter].capitalize()} quarter of {year}" if quarter else str(year)


def _quarters(site: Site, all_moves: Sequence[Move]) -> Iterator[Figure]:
    """The moves of each quarter: how many went into and out of each circle."""
    groups: dict[tuple[int, int], list[Move]] = {}
    for move in all_moves:
        groups.setdefault(move.quarter, []).append(move)
    order = {circle.name.casefold(): number for number, circle in enumerate(site.config.circles)}
    for (year, quarter), those in sorted(groups.items(), reverse=True):
        names = {name.casefold(): name for move in those for name in (move.before, move.after) if name}
        parts = []
        for folded in sorted(names, key=lambda each: (order.get(each, len(order)), each)):
            into = sum(move.after.casefold() == folded for move in those)
            out = sum(move.before.casefold() == folded for move in those)
            ways = [f"{into} in"] * bool(into) + [f"{out} out"] * bool(out)
            parts.append(f"{names[folded]} {', '.join(ways)}")
        lines = behind(those, lambda move: Line("person", move_words(site, move)), IN_PEOPLE, PEOPLE)
        yield Figure(quarter_words(year, quarter), "", "; ".join(parts), lines)


def move_words(site: Site, move: Move) -> Words:
    """`Ada from close to inner, June 2026`."""
    person = link_to(site, move.key)
    way = f" from {move.before}" if move.before else ""
    way += f" to {move.after}" if move.after and move.before else f" into {move.after}" if move.after else " to none"
    return (person, f"{way}, {when_words(move.since)}")


def _sphere(site: Site, circles: Sequence[Circle]) -> Chart:
    """The sphere of all who are in a circle; those to be in touch with have their names, the most urgent first."""
    members = [(number, each) for number, circle in enumerate(circles) for each in circle.members]
    found = [(reach, site.name(each.key)) for _, each in members if (reach := _reach(site, each))]
    found.sort(key=lambda pair: (-pair[0].rank, pair[1], pair[0].key))
    named = [reach.key for reach, _ in found[:NAMES]]
    sectors, sector_of = _sectors([each for _, each in members])
    dots = [
        Dot(number, sector_of[each.key], site.name(each.key) if each.key in named else "") for number, each in members
    ]
    rows: list[tuple[str | LinkTo, ...]] = []
    for number, circle in enumerate(circles):
        here = [sector_of[each.key] for at, each in members if at == number]
        counts = [str(here.count(at) or "") for at in range(len(sectors))]
        names = ", ".join(site.name(each.key) for each in circle.members if each.key in named)
        place = LinkTo(f"{SECTION.href}#{circle_id(circle.name)}", circle.name, kind="page")
        rows.append((place, *counts, names))
    table = Table(("Circle", *(sectors if len(sectors) > 1 else ("People",)), "To be in touch with"), tuple(rows))
    said = f"To be in touch with: {listed([site.name(key) for key in named], 8)}." if named else "Nobody is waiting."
    return sphere(dots, [(each.name, each.room) for each in circles], sectors, said, table)


def _reach(site: Site, member: Member) -> Reach | None:
    """Why to be in touch with a member, if there is a reason (as on the home page)."""
    return reach_of(member.tie, site.ask(days_promised, member.key))


def _sectors(members: Sequence[Member]) -> tuple[list[str], dict[str, int]]:
    """The sectors, and each person's: by side where sides are known, else by function, else one for all."""
    sides = {each.key: _SIDES.get(each.standing.side, "") for each in members}
    functions = {each.key: each.standing.function.strip().casefold() for each in members}
    for known in (sides, functions):
        counts: dict[str, int] = {}
        for value in known.values():
            counts[value] = counts.get(value, 0) + 1
        order = sorted((value for value in counts if value), key=lambda value: (-counts[value], value))
        if len(order) > 1:
            shown = order[:FUNCTIONS]
            names = [*shown, *(["others"] if len(order) > FUNCTIONS or "" in counts else [])]
            places = {value: number for number, value in enumerate(shown)}
            return names, {key: places.get(value, len(shown)) for key, value in known.items()}
    return ["all"], dict.fromkeys(sides, 0)


CIRCLES = PageKind("circles", _circles_pages, view_circles)
