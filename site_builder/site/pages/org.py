"""Organisations: who is there, whom one knows in each function, and who could introduce one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from site_builder.journal.model import Interaction
from site_builder.notes.schema import Org
from site_builder.relations.calendar import MEETINGS, by_time
from site_builder.relations.coverage import Depth, Known, Spell, coverage_of, is_own, known_at, spells_at
from site_builder.relations.standing import contact_of
from site_builder.relations.words import number_words
from site_builder.site.page_id import PageId
from site_builder.site.pages.body import body
from site_builder.site.pages.briefs import role_words
from site_builder.site.pages.common import SECTIONS, facts, frame, more_facts
from site_builder.site.pages.gathered import ROOM, in_note, meeting_view, tasks_in
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.links import few, link_to, listed
from site_builder.site.pages.tables import ROWS, LongTable, first_of, pager, rest_of, rows_on, table_pages
from site_builder.site.views import (
    Fact,
    FunctionRow,
    LinkTo,
    OrgPeopleView,
    OrgPerson,
    OrgRow,
    OrgsView,
    OrgView,
    Words,
)

FORMERLY = 24
"""People who left that the page names; of those who are there it names as many as a table has rows."""
IN_A_CELL = 12
"""People that a cell of a table names."""
LATELY = 8
"""Meetings that the page shows."""


def _org_pages(site: Site) -> Iterator[PageId]:
    for path in site.paths("org"):
        yield PageId("org", site.address(path), path)


def view_org(site: Site, which: PageId) -> OrgView:
    """An organisation."""
    entry = site.entry(which.key)
    fields = entry.fields
    assert isinstance(fields, Org)
    name = site.name(which.key)
    spells = spells_at(site, which.key)
    now = known_at(site, tuple(each for each in spells if each.now))
    formerly = known_at(site, tuple(each for each in spells if not each.now))
    by_key = {spell.key: spell for spell in spells}
    depths = coverage_of(fields, now, site.today)
    tasks, note = tasks_in(site, site.resolved(which.key).statements), in_note(which.path)
    everybody = LinkTo(people_address(site, which.key), "in the list of all", kind="page")
    return OrgView(
        page=frame(site, which, name, SECTIONS["org"], which.key, which.key),
        name=name,
        own=is_own(site, which.key),
        now=_people(site, first_of(now, ROWS), by_key),
        now_rest=rest_of(now, ROWS, everybody),
        formerly=_people(site, first_of(formerly, FORMERLY), by_key),
        formerly_rest=rest_of(formerly, FORMERLY, everybody),
        coverage=tuple(_function(site, each) for each in depths),
        coverage_sentence=coverage_words(depths),
        meetings=tuple(
            meeting_view(site, each) for each in lately(site, which.key, [each.key for each in now], by_key)
        ),
        tasks=tuple(first_of(tasks, ROOM)),
        tasks_rest=rest_of(tasks, ROOM, note),
        facts=_facts(fields),
        more=more_facts(entry),
        tags=fields.tags,
        body=body(site, which.key, 2),
    )


def _facts(fields: Org) -> tuple[Fact, ...]:
    pages: list[tuple[str, str | Words]] = [
        ("Page", (LinkTo(url if url.startswith(("https://", "http://")) else "", url, kind="outside"),))
        for url in fields.url
    ]
    return facts((("Place", fields.place), *pages, ("Also called", listed(fields.aliases, 6))))


def people_address(site: Site, org: str) -> str:
    """The page of all who are or were at an org, from the site's root; a point is in no other address."""
    return f"{site.address(org).removesuffix('.html')}.people.html"


def people_of(site: Site, org: str) -> tuple[Spell, ...]:
    """All who are at an org, then those who were, the closest first."""
    spells = spells_at(site, org)
    by_key = {spell.key: spell for spell in spells}
    now = known_at(site, tuple(each for each in spells if each.now))
    formerly = known_at(site, tuple(each for each in spells if not each.now))
    return tuple(by_key[each.key] for each in (*now, *formerly))


def large_orgs(site: Site) -> tuple[tuple[str, int], ...]:
    """The orgs that have more people than their pages name, and how many."""
    found = []
    for org in site.paths("org"):
        spells = spells_at(site, org)
        there = sum(each.now for each in spells)
        if there > ROWS + 1 or len(spells) - there > FORMERLY + 1:
            found.append((org, len(spells)))
    return tuple(found)


def _org_people_pages(site: Site) -> Iterator[PageId]:
    for org, number in site.ask(large_orgs):
        for each in table_pages("org-people", people_address(site, org), number):
            yield replace(each, key=org)


def view_org_people(site: Site, which: PageId) -> OrgPeopleView:
    """The people of an org that stand on one page of the list."""
    everybody = site.ask(people_of, which.key)
    here = {spell.key: spell for spell in rows_on(which, everybody)}
    now = known_at(site, tuple(each for each in here.values() if each.now))
    formerly = known_at(site, tuple(each for each in here.values() if not each.now))
    of = link_to(site, which.key)
    page = frame(site, which, f"People of {of.text}", SECTIONS["org"])
    return OrgPeopleView(
        page=replace(page, crumbs=(*page.crumbs, of)),
        of=of,
        now=_people(site, now, here),
        formerly=_people(site, formerly, here),
        pager=pager(which, len(everybody), by_name=True),
    )


def _people(site: Site, people: Sequence[Known], spells: dict[str, Spell]) -> tuple[OrgPerson, ...]:
    return tuple(_person(site, each, spells[each.key]) for each in people)


def _person(site: Site, known: Known, spell: Spell) -> OrgPerson:
    stands = known.standing
    fields = contact_of(site, known.key)
    # Of the past, what they were when they left; the day before the next entry is still theirs.
    day = site.today if spell.now or spell.end is None else date.fromordinal(spell.end.toordinal() - 1)
    gone = "" if spell.now else {"deceased": "has died"}.get(stands.status, role_words(site, known.key, stands))
    return OrgPerson(
        person=link_to(site, known.key),
        role=(fields.role.at(day) or "") if fields else "",
        function=function_name((fields.function.at(day) or "") if fields else ""),
        circle=stands.circle if stands.status == "active" else stands.status,
        begin=spell.begin,
        end=spell.end,
        now=gone,
        last=known.last,
    )


def _function(site: Site, depth: Depth) -> FunctionRow:
    return FunctionRow(
        function=function_name(depth.function),
        wanted=depth.wanted,
        people=named(site, depth.people, "", depth.wanted),
        gap=gap_words(depth),
        introducers=tuple(link_to(site, key) for key in depth.introducers),
        others=named(site, depth.others, "", depth.wanted),
    )


def named(site: Site, keys: Sequence[str], where: str, wanted: int) -> tuple[LinkTo, ...]:
    """People in a cell of a table by function; all of them are `where` (the address of a page, empty: this one)."""
    return few([link_to(site, key) for key in keys], where, max(IN_A_CELL, wanted))


def function_name(name: str) -> str:
    """A function as it is read: `it` and `hr` are abbreviations, whatever their case."""
    return name.upper() if len(name) <= 2 else name


def gap_words(depth: Depth) -> str:
    """`nobody yet`, `two more`, or (of those known from company only) `somebody to meet alone`; nothing where there are
    as many as wanted."""
    if not depth.gap:
        return ""
    if depth.people:
        return f"{number_words(depth.gap)} more"
    return "somebody to meet alone" if depth.others else "nobody yet"


def by_depth(depths: Sequence[Depth]) -> tuple[list[str], list[str], list[str]]:
    """The functions in which nobody is known, those in which more are wanted, and those that are as wished."""
    empty = [function_name(each.function) for each in depths if not each.people and not each.others]
    thin = [function_name(each.function) for each in depths if (each.people or each.others) and each.gap]
    return empty, thin, [function_name(each.function) for each in depths if not each.gap]


def coverage_words(depths: Sequence[Depth]) -> str:
    """The table in a sentence: where nobody is known, where more are wanted, and what is as wished."""
    empty, thin, full = by_depth(depths)
    parts = [f"nobody yet in {listed(empty, 9)}"] if empty else []
    parts += [f"more to find in {listed(thin, 9)}"] if thin else []
    parts += [f"as many as you wished in {listed(full, 9)}"] if full else []
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def lately(site: Site, org: str, keys: Sequence[str], spells: dict[str, Spell]) -> list[Interaction]:
    """The latest meetings with those who are there, while they were there, or with the org itself; newest first."""
    found: dict[tuple[str, str], Interaction] = {}
    for key in (org, *keys):
        begin = spells[key].begin if key in spells else None
        for each in site.interactions(key):
            happened = each.day <= site.today and not (each.cancelled or each.planned)
            if happened and each.source in MEETINGS and (begin is None or each.day >= begin):
                found.setdefault((each.path, each.anchor), each)
    return sorted(found.values(), key=by_time, reverse=True)[:LATELY]


def orgs_in_order(site: Site) -> tuple[str, ...]:
    """All organisations: the owner's own, then by name."""
    return tuple(sorted(site.paths("org"), key=lambda path: (not is_own(site, path), site.name(path).casefold(), path)))


_TABLE = LongTable("orgs", SECTIONS["org"].href, orgs_in_order, by_name=True)


def view_orgs(site: Site, which: PageId) -> OrgsView:
    """The table of organisations: the owner's own, then by name."""
    return OrgsView(
        page=frame(site, which, "Orgs", SECTIONS["org"]),
        rows=tuple(_row(site, path) for path in _TABLE.on(site, which)),
        pager=_TABLE.pager(site, which),
    )


def _row(site: Site, path: str) -> OrgRow:
    fields = site.entry(path).fields
    assert isinstance(fields, Org)
    now = known_at(site, tuple(each for each in spells_at(site, path) if each.now))
    depths = coverage_of(fields, now, site.today)
    empty, thin, _ = by_depth(depths)
    parts = [f"nobody in {listed(empty, 9)}"] if empty else []
    parts += [f"more in {listed(thin, 9)}"] if thin else []
    return OrgRow(
        link=link_to(site, path),
        own=is_own(site, path),
        people=few([link_to(site, each.key) for each in now], site.address(path)),
        gaps="; ".join(parts),
        last=max((each.last for each in now if each.last), default=None),
    )


ORG = PageKind("org", _org_pages, view_org)
ORG_PEOPLE = PageKind("org-people", _org_people_pages, view_org_people)
ORGS = PageKind("orgs", _TABLE.pages, view_orgs)
