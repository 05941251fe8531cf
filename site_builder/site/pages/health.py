"""The health of the notes: every open finding with its place, its rule and its remedy."""

from __future__ import annotations

from collections.abc import Iterable

from site_builder.lint.catalogue import RULES
from site_builder.lint.rule import SEVERITIES
from site_builder.relations.words import number_words
from site_builder.settings import CONFIG_NAME
from site_builder.site.page_id import PageId
from site_builder.site.pages.common import frame
from site_builder.site.pages.kinds import PageKind, Site, Told
from site_builder.site.pages.links import edit_link, link_to, listed
from site_builder.site.pages.tables import LongTable
from site_builder.site.views import HealthRow, HealthRule, HealthView, LinkTo

_SECTION = LinkTo("health.html", "Health", kind="page")
_NAMES = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("remark", "remarks")}


def findings_in_order(site: Site) -> tuple[Told, ...]:
    """Facts apart from nudges, each by rule, the gravest first."""
    told = site.all_reported()
    return (*by_rule(each for each in told if not each.nudge), *by_rule(each for each in told if each.nudge))


_TABLE = LongTable("health", _SECTION.href, findings_in_order)


def view_health(site: Site, which: PageId) -> HealthView:
    """Facts apart from nudges, each by rule, the gravest first; a hundred findings a page."""
    here = _TABLE.on(site, which)
    said = ""
    if not which.number:
        told = site.all_reported()
        said = health_sentence((each for each in told if not each.nudge), sum(each.nudge for each in told))
    return HealthView(
        page=frame(site, which, _SECTION.text, _SECTION),
        sentence=said,
        facts=_groups(site, [each for each in here if not each.nudge]),
        nudges=_groups(site, [each for each in here if each.nudge]),
        pager=_TABLE.pager(site, which),
    )


def health_sentence(facts: Iterable[Told], nudges: int) -> str:
    """What there is, in a sentence; nothing where there is nothing."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for each in facts:
        counts[each.severity] += 1
    parts = [f"{number_words(number)} {_NAMES[severity][number != 1]}" for severity, number in counts.items() if number]
    said = f"{listed(parts)} in the notes" if parts else ""
    if nudges:
        things = f"{number_words(nudges)} {'thing' if nudges == 1 else 'things'} to think of today"
        said = f"{said}, and {things}" if said else f"{things}; the notes themselves read as they should"
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def by_rule(told: Iterable[Told]) -> list[Told]:
    """Findings rule by rule: errors first, then in the order of the catalogue."""
    place = {rule.name: number for number, rule in enumerate(RULES)}
    groups: dict[str, list[Told]] = {}
    for each in told:
        groups.setdefault(each.finding.rule, []).append(each)

    def order(rule: str) -> tuple[int, int, str]:
        gravest = min(SEVERITIES.index(each.severity) for each in groups[rule])
        return gravest, place.get(rule, len(place)), rule

    return [each for rule in sorted(groups, key=order) for each in groups[rule]]


def _groups(site: Site, told: Iterable[Told]) -> tuple[HealthRule, ...]:
    about = {rule.name: rule.about.strip().partition("\n")[0] for rule in RULES}
    groups: dict[str, list[Told]] = {}
    for each in told:
        groups.setdefault(each.finding.rule, []).append(each)
    return tuple(
        HealthRule(
            rule=rule,
            severity=min((each.severity for each in those), key=SEVERITIES.index),
            about=about.get(rule, ""),
            rows=_rows(site, those),
        )
        for rule, those in groups.items()
    )


def _rows(site: Site, told: Iterable[Told]) -> tuple[HealthRow, ...]:
    notes = frozenset(site.paths())
    rows = []
    for each in told:
        finding = each.finding
        path = finding.path
        known = path in notes or path == CONFIG_NAME
        line = site.locate(path, finding.anchor).line if known and finding.anchor else 0
        rows.append(
            HealthRow(
                message=finding.message,
                remedy=finding.remedy,
                note=link_to(site, path) if path in notes else LinkTo("", path, kind="file"),
                path=path,
                line=line,
                edit=edit_link(site, path, line or 1) if known else "",
            )
        )
    return tuple(rows)


HEALTH = PageKind("health", _TABLE.pages, view_health, for_owner=True)
