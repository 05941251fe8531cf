"""Who led to whom, as rows that pages can be made of: trees in order, each row a person and how deep they stand.

A tree is drawn to a depth that a narrow window holds. Whoever stands there and led to others begins a tree again, after
the one in which they stand.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from site_builder.relations.introductions import (
    Introduction,
    Led,
    Tree,
    introductions,
    leads,
    statements_until_today,
    trees,
)
from site_builder.site.dates import month_and_year, written_day
from site_builder.site.page_id import PageId
from site_builder.site.pages.figures import slug_of
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.lines import source_link
from site_builder.site.pages.links import link_to
from site_builder.site.pages.tables import LongTable
from site_builder.site.views import Branch, GrownTree, LinkTo, Words
from site_builder.values import dataclass

DEEP = 8
"""Generations that are drawn in one another."""


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A person in a tree: `above` through whom, from the root on. `further`: how many stand below who are drawn
    elsewhere, in the tree that begins at the row `place`."""

    key: str
    above: tuple[str, ...] = ()
    led: Led | None = None
    further: int = 0
    place: int = -1


def all_passed(site: Site) -> tuple[Introduction, ...]:
    """What was passed on until today, both ways, oldest first."""
    return introductions(site, statements_until_today(site))


def all_leads(site: Site) -> dict[str, Led]:
    """For each person whom somebody led to: who."""
    return leads(site, statements_until_today(site))


def tree_rows(site: Site) -> tuple[TreeRow, ...]:
    """All trees, the largest first, row by row."""
    rows: list[TreeRow] = []
    begins: dict[str, int] = {}
    pieces = deque(trees(site, site.ask(all_leads)))
    while pieces:
        root = pieces.popleft()
        begins[root.key] = len(rows)
        waiting: list[tuple[Tree, tuple[str, ...]]] = [(root, ())]
        later: list[Tree] = []
        while waiting:
            tree, above = waiting.pop()
            cut = len(above) + 1 == DEEP and bool(tree.children)
            rows.append(TreeRow(tree.key, above, tree.led, tree.below if cut else 0))
            if cut:
                later.append(tree)
            else:
                waiting += ((child, (*above, tree.key)) for child in reversed(tree.children))
        pieces.extendleft(reversed(later))
    return tuple(replace(row, place=begins[row.key]) if row.further else row for row in rows)


TABLE = LongTable("introductions", "introductions.html", tree_rows, by_name=True)


def led_onward(site: Site) -> dict[str, tuple[Introduction, ...]]:
    """For each person whom I introduced to somebody: all that I passed on so, but what is private."""
    onward: dict[str, tuple[Introduction, ...]] = {}
    for each in site.ask(all_passed):
        if each.mine and each.kind == "intro" and each.other and not each.statement.line.private:
            for key in each.people:
                onward[key] = (*onward.get(key, ()), each)
    return onward


def trees_on(site: Site, which: PageId) -> tuple[GrownTree, ...]:
    """The trees that stand on a page. One begun on the page before has at its top through whom it came here."""
    onward = site.ask(led_onward)
    rows = list(TABLE.on(site, which))
    again = len(rows[0].above) if rows else 0
    rows[:0] = [TreeRow(key, rows[0].above[:depth]) for depth, key in enumerate(rows[0].above)] if rows else []
    depths = [len(row.above) for row in rows]
    found: list[list[Branch]] = []
    for number, row in enumerate(rows):
        if not row.above:
            found.append([])
        after = depths[number + 1] if number + 1 < len(rows) else 0
        found[-1].append(
            Branch(
                person=link_to(site, row.key),
                note=() if number < again else tuple(_note(site, row, onward.get(row.key, ()))),
                opens=after > len(row.above),
                closes=max(0, len(row.above) - after),
                slug="" if row.above or number < again else _slug(site, row.key),
            )
        )
    return tuple(GrownTree(branches=tuple(each)) for each in found)


def _slug(site: Site, key: str) -> str:
    return slug_of(site, "t", key)


def _note(site: Site, row: TreeRow, onward: Sequence[Introduction]) -> Iterator[str | date | LinkTo]:
    """Where it is said, whom I introduced this person to, and where the tree goes on."""
    parts: list[Words] = []
    if row.led and row.led.statement and row.led.statement.day:
        day, source = row.led.statement.day, source_link(site, row.led.statement)
        parts.append((LinkTo(source.href, month_and_year(day), written_day(day), "note"),))
    for each in onward:
        met = ", and they met" if each.outcome == "met" else ""
        parts.append(("you introduced them to ", link_to(site, each.other), *filter(None, (met,))))
    if row.further:
        there = f"{TABLE.page_of(row.place)}#{_slug(site, row.key)}"
        parts.append((LinkTo(there, f"led to {row.further} more", kind="page"),))
    for number, part in enumerate(parts):
        if number:
            yield "; "
        yield from part
