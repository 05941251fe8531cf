"""The page of coverage: function × depth of each org with the ways to its gaps, and to the people one wishes to know;
then how one's contact is spread."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.journal.names import fold_name
from site_builder.notes.schema import Org
from site_builder.relations.breadth import (
    directions,
    internal_share,
    levels,
    meetings_lately,
    sponsors,
    threads,
    wanted_people,
    who_can_help,
)
from site_builder.relations.coverage import Depth, coverage_of, functions_of, is_own, known, known_at, spells_at
from site_builder.relations.mentions import unlinked_mentions
from site_builder.relations.paths import Bond, Path, best_of, graph_of, paths_of
from site_builder.relations.standing import contact_of
from site_builder.site.page_id import PageId
from site_builder.site.pages import breadth
from site_builder.site.pages.briefs import role_words
from site_builder.site.pages.common import frame
from site_builder.site.pages.figures import IN_PEOPLE, meeting_lines, slug_of
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import source_link
from site_builder.site.pages.links import field_link, link_to, meeting_link
from site_builder.site.pages.org import coverage_words, function_name, named
from site_builder.site.pages.tables import LongTable, first_of, rest_of
from site_builder.site.pages.texts import shortened
from site_builder.site.views import CoverageView, Figure, FunctionCover, LinkTo, OrgCover, Wanted, WayStep, Words

WANTED = 40
"""People one would like to know who are told with the way there."""


def functions_in_order(site: Site) -> tuple[tuple[str, str], ...]:
    """The rows of all tables: each org that names functions, one's own first, with each of its functions."""
    orgs = sorted(site.paths("org"), key=lambda path: (not is_own(site, path), fold_name(site.name(path)), path))
    found = []
    for path in orgs:
        fields = site.entry(path).fields
        assert isinstance(fields, Org)
        found += [(path, name) for name in functions_of(fields)]
    return tuple(found)


_TABLE = LongTable("coverage", "coverage.html", functions_in_order, by_name=True, room=30)


def best_ways(site: Site) -> dict[str, Path]:
    """The best path to each org that names functions, and to each person whom one wishes to know."""
    graph = graph_of(site)
    paths = paths_of(site, graph)
    orgs = dict.fromkeys(org for org, _ in site.ask(functions_in_order))
    ways = {org: path for org in orgs if (path := best_of(paths, graph.members.get(org, ())))}
    return ways | {key: paths[key] for key in wanted_people(site) if key in paths}


def view_coverage(site: Site, which: PageId) -> CoverageView:
    """Coverage, one's own org first; of many orgs, the others on pages of their own."""
    page = frame(site, which, "Coverage", LinkTo(_TABLE.address, "Coverage", kind="page"))
    rows = _TABLE.on(site, which)
    orgs = tuple(
        _org(site, org, [name for each, name in rows if each == org]) for org in dict.fromkeys(org for org, _ in rows)
    )
    turns = _TABLE.pager(site, which)
    if which.number:
        return CoverageView(page=page, orgs=orgs, pager=turns)
    meetings = meetings_lately(site)
    share, turned, hanging = internal_share(site, meetings), directions(site, meetings), threads(site)
    speaking = sponsors(site)
    wanted = tuple(wanted_people(site))
    own = [org for org in dict.fromkeys(org for org, _ in rows) if is_own(site, org)]
    return CoverageView(
        page=page,
        remarks=breadth.remarks(site, share, turned, hanging),
        orgs=orgs,
        pager=turns,
        wanted=tuple(_wanted(site, key) for key in first_of(wanted, WANTED)),
        wanted_rest=rest_of(wanted, WANTED, IN_PEOPLE),
        inside=breadth.inside_figures(site, share),
        inside_sentence=breadth.inside_sentence(share),
        share_chart=breadth.share_chart(share),
        levels=breadth.level_lists(site, levels(site)),
        directions=breadth.direction_figures(site, turned),
        sponsors=breadth.sponsor_lists(site, speaking),
        asked=breadth.sponsor_question(site, speaking, own),
        help=breadth.help_lists(site, who_can_help(site)),
        threads=breadth.hanging(site, hanging),
        threads_rest=rest_of(hanging, breadth.THREADS, None),
    )


def _org(site: Site, path: str, names: Sequence[str]) -> OrgCover:
    """An org with those of its functions that stand on a page."""
    fields = site.entry(path).fields
    assert isinstance(fields, Org)
    depths = coverage_of(fields, known_at(site, tuple(each for each in spells_at(site, path) if each.now)), site.today)
    return OrgCover(
        org=link_to(site, path),
        slug=slug_of(site, "o", path),
        own=is_own(site, path),
        sentence=coverage_words(depths),
        rows=tuple(_function(site, path, each) for each in depths if each.function in names),
    )


def _function(site: Site, org: str, depth: Depth) -> FunctionCover:
    met = []
    for key in depth.people:
        alone = [each for each in site.interactions(key) if each.counts(site.today) and each.alone()]
        met.append(alone[-1])
    path = site.ask(best_ways).get(org) if depth.gap and not depth.introducers else None
    return FunctionCover(
        function=function_name(depth.function),
        wanted=depth.wanted,
        depth=Figure(f"{len(depth.people)} of {depth.wanted}", "", lines=meeting_lines(site, met)),
        people=named(site, depth.people, site.address(org), depth.wanted),
        others=named(site, depth.others, site.address(org), depth.wanted),
        question=question(depth),
        introducers=tuple(link_to(site, key) for key in depth.introducers),
        way=way(site, path) if path else (),
    )


def question(depth: Depth) -> str:
    """A gap as a question; nothing where there is none."""
    name = function_name(depth.function)
    if not depth.gap:
        return ""
    if depth.people:
        return f"Who else in {name}?"
    return f"Whom could you meet alone in {name}?" if depth.others else f"Who is there in {name}?"


def _wanted(site: Site, key: str) -> Wanted:
    fields = contact_of(site, key)
    path = site.ask(best_ways).get(key)
    if any(each.counts(site.today) and each.together() for each in site.interactions(key)):
        path = Path((key,))  # whom one has met, if only in company, one needs nobody to be led to
    return Wanted(
        person=link_to(site, key),
        role=role_words(site, key),
        why=fields.why if fields else "",
        way=way(site, path) if path else (),
        mentions=tuple((link_to(site, each.path), shortened(each.text)) for each in unlinked_mentions(site, key)),
    )


def way(site: Site, path: Path) -> tuple[WayStep, ...]:
    """A path as one would go it: whom to ask first and how one stands with them, then why each knows the next."""
    steps = [WayStep(link_to(site, path.keys[0]), first_words(site, path.keys[0]))]
    for key, bond in zip(path.keys[1:], path.bonds, strict=True):
        steps.append(WayStep(link_to(site, key), bond_words(site, bond)))
    return tuple(steps)


def first_words(site: Site, key: str) -> Words:
    """How one stands with whom one would ask: `trust 4 of 5, last met on 3 May 2026`."""
    one = known(site, key)
    met = [each for each in site.interactions(key) if each.counts(site.today)]
    parts: list[Sequence[str | LinkTo]] = []
    if one.standing.trust is not None:
        parts.append(("trust ", field_link(site, key, "trust", f"{one.standing.trust} of 5")))
    if met:
        parts.append(("last met: ", meeting_link(site, met[-1])))
    said: list[str | LinkTo] = []
    for part in parts:
        said += [", ", *part] if said else part
    return (*said, *((", ", met[-1].day) if met else ()))


def bond_words(site: Site, bond: Bond) -> Words:
    """Why two probably know each other, with a link to where it is written."""
    if bond.kind == "meeting" and bond.meeting:
        return ("both at ", meeting_link(site, bond.meeting), ", ", bond.meeting.day)
    if bond.kind == "org":
        name = link_to(site, bond.path) if bond.path.endswith(".md") else bond.path.removeprefix("org:").title()
        return ("both at ", name)
    if bond.statement:
        day: Words = (", ", bond.day) if bond.day else ()
        return ("introduced: ", source_link(site, bond.statement), *day)
    told = "introduced" if bond.kind == "introduction" else "known to each other"
    return (f"{told}, by the file of ", link_to(site, bond.path))


COVERAGE = PageKind("coverage", _TABLE.pages, view_coverage)
