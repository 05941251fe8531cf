"""The health of the notes: every open finding with its place, its rule and its remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_builder.lint import RULES
from site_builder.lint.rule import SEVERITIES
from site_builder.relations.words import number_words
from site_builder.settings import CONFIG_NAME
from site_builder.site.pages.common import frame
from site_builder.site.pages.kinds import PageId, PageKind, Site, Told
from site_builder.site.pages.links import edit_link, link_to, listed
from site_builder.site.views import HealthRow, HealthRule, HealthView, LinkTo

SHOWN = 500
"""Findings of one rule that are shown; an imported folder may have thousands, all of them alike."""
_SECTION = LinkTo("health.html", "Health", kind="page")
_NAMES = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("remark", "remarks")}


def _health_pages(_: Site) -> Iterator[PageId]:
    yield PageId("health", _SECTION.href)


def view_health(site: Site, which: PageId) -> HealthView:
    """Facts apart from nudges, each by rule, the gravest first."""
    told = site.all_reported()
    facts = [each for each in told if not each.nudge]
    nudges = [each for each in told if each.nudge]
    return HealthView(
        page=frame(site, which, _SECTION.text, _SECTION),
        sentence=health_sentence(facts, len(nudges)),
        facts=by_rule(site, facts),
        nudges=by_rule(site, nudges),
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


def by_rule(site: Site, told: Iterable[Told]) -> tuple[HealthRule, ...]:
    """Findings under their rules: errors first, then in the order of the catalogue."""
    about = {rule.name: rule.about.strip().partition("\n")[0] for rule in RULES}
    place = {name: number for number, name in enumerate(about)}
    groups: dict[str, list[Told]] = {}
    for each in told:
        groups.setdefault(each.finding.rule, []).append(each)
    found = []
    for rule, those in groups.items():
        severity = min((each.severity for each in those), key=SEVERITIES.index)
        said = about.get(rule, "")
        if len(those) > SHOWN:
            said = f"{said} The first {SHOWN} of {len(those)} are shown; kith lint prints them all.".strip()
        found.append(HealthRule(rule=rule, severity=severity, about=said, rows=_rows(site, those[:SHOWN])))
    found.sort(key=lambda each: (SEVERITIES.index(each.severity), place.get(each.rule, len(place)), each.rule))
    return tuple(found)


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


HEALTH = PageKind("health", _health_pages, view_health)
