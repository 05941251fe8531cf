"""The table of all people, contacts and cards, by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from site_builder.relations.standing import SILENT, contact_of
from site_builder.relations.ties import Tie, tie
from site_builder.site.page_id import PageId
from site_builder.site.pages.briefs import cadence_words, headline_of_card, meeting_words, org_link
from site_builder.site.pages.common import SECTIONS, frame
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.links import link_to
from site_builder.site.pages.tables import LongTable
from site_builder.site.pages.texts import ago
from site_builder.site.views import PeopleView, PersonRow


def all_people(site: Site) -> tuple[str, ...]:
    """The keys of all people, by name."""
    return tuple(site.people())


_TABLE = LongTable("people", SECTIONS["contact"].href, all_people, by_name=True)


def view_people(site: Site, which: PageId) -> PeopleView:
    """The people that stand on one page of the table."""
    page = frame(site, which, "People", SECTIONS["contact"])
    rows = tuple(person_row(site, key) for key in _TABLE.on(site, which))
    return PeopleView(page=page, rows=rows, pager=_TABLE.pager(site, which))


def person_row(site: Site, key: str) -> PersonRow:
    """A person in the table: circle, last contact and the next by the cadence."""
    knot = site.ask(tie, key)
    stands, pace = knot.standing, knot.rhythm
    fields = contact_of(site, key)
    quiet = stands.status in SILENT
    due = next_by(knot)
    kind = meeting_words(site, replace(knot.last, people=(key,)), key).casefold() if knot.last else ""
    if knot.last and (knot.last.title or knot.last.source in ("met", "company")):
        kind = knot.last.kind or "meeting"
    return PersonRow(
        person=link_to(site, key),
        role=stands.role if fields else headline_of_card(site, key),
        org=org_link(site, key, fields.org.at(site.today)) if fields else None,
        circle=stands.circle,
        order=min(stands.closeness + 1, 9),
        status="" if stands.status == "active" else stands.status,
        last=pace.last,
        last_words=", ".join(filter(None, (kind, ago(pace.last, site.today)))) if pace.last else "",
        cadence="" if quiet else cadence_words(stands),
        next_due=pace.arranged.day if pace.arranged else due,
        state="arranged" if pace.arranged else "" if due is None else "due" if pace.overdue else "resting",
    )


def next_by(knot: Tie) -> date | None:
    """When the two are to be in touch by the cadence; nothing where nothing is said of it."""
    quiet = knot.standing.status in SILENT or (knot.rhythm.overdue and not knot.late_to_meet())
    return None if quiet else knot.rhythm.due


PEOPLE = PageKind("people", _TABLE.pages, view_people)
