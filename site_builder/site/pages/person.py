"""A person's page: a contact, or a card, made from what the notes say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from site_builder.journal.model import Interaction, Statement
from site_builder.notes.line import TESTS
from site_builder.notes.schema import Contact
from site_builder.relations.briefs import known_statements, newest_first
from site_builder.relations.plans import plan_of
from site_builder.relations.standing import SILENT, contact_of
from site_builder.relations.ties import Tie, pace_words, tie
from site_builder.site import charts, views
from site_builder.site.addresses import slug_of
from site_builder.site.dates import when_words, written_day
from site_builder.site.page_id import PageId
from site_builder.site.pages.account import balance_view, observations
from site_builder.site.pages.body import body
from site_builder.site.pages.briefs import (
    brief_view,
    cadence_words,
    headline_of_card,
    line_with,
    meeting_with,
    org_link,
    promise_with,
    rhythm_words,
)
from site_builder.site.pages.common import SECTIONS, frame, more_facts
from site_builder.site.pages.history import apart_links, encounters_of, exchange_rows, latest, past_promises, years_with
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import source_link
from site_builder.site.pages.links import field_link, link_to
from site_builder.site.pages.person_facts import details, how_met, relations, spells, trust_steps
from site_builder.site.pages.plans import hope_line, plan_address
from site_builder.site.pages.texts import spoken_text
from site_builder.site.views import Chart, ContactView, Fact, Known, Plan, PlanTest, Year

_KNOWN = (
    ("Told", ("told",), "nothing about me yet"),
    ("Asked", ("ask", "question"), "nothing yet"),
    ("Wants", ("wants",), "still to find out"),
)


def _person_pages(site: Site) -> Iterator[PageId]:
    for key in site.people():
        yield PageId("contact", site.address(key), key)


def view_person(site: Site, which: PageId) -> ContactView:
    """A person: who they are, what to read before meeting, and what was between the two of you."""
    key, today = which.key, site.today
    path = site.person(key).path
    fields = contact_of(site, key)
    entry = site.entry(path) if path else None
    knot = site.ask(tie, key)
    met = site.interactions(key)
    said = known_statements(site.statements(key), key, today)
    shown, apart = latest(years_with(site, key, met, said))
    role = knot.standing.role
    return ContactView(
        page=frame(site, which, site.name(key), SECTIONS["contact"], path, key),
        name=site.name(key),
        is_card=not path,
        headline=role if fields else headline_of_card(site, key),
        org=org_link(site, path, fields.org.at(today)) if fields else None,
        circle=knot.standing.circle,
        status="" if knot.standing.status == "active" else knot.standing.status,
        why=fields.why if fields else "",
        how_met=how_met(site, key, fields, met),
        facts=details(site, key, fields, knot.standing),
        spells=spells(site, path, fields, today) if fields else (),
        relations=relations(site, key),
        rhythm=rhythm_view(site, knot),
        brief=brief_view(site, key),
        balance=balance_view(site, said, key),
        trust=trust_chart(fields, today) if fields else None,
        known=() if knot.gone else known_dots(site, key, said, fields),
        said=tuple(line_with(site, each, key) for each in newest_first(each for each in said if each.role == "said")),
        plan=plan_view(site, key, fields, said, met),
        years=tuple(Year(each.year, encounters_of(site, each.met, key)) for each in shown if each.met),
        apart=apart_links(site, key, shown, apart),
        exchanges=exchange_rows(site, [row for each in shown for row in each.exchanges], key),
        kept=past_promises(site, [row for each in shown for row in each.past], key),
        observations=observations(site, key, said),
        hint="" if path else _hint(key),
        more=_more(site, path) if path else (),
        tags=fields.tags if fields else (),
        body=body(site, path, 2) if entry else Markup(""),
    )


def _hint(key: str) -> str:
    return f"Made from what the notes say; a file contacts/{slug_of(key.partition(':')[2])}.md would take it along."


def _more(site: Site, path: str) -> tuple[Fact, ...]:
    entry = site.entry(path)
    shown = []
    for fact in more_facts(entry):
        secret = fact.label.casefold().replace("-", "_").replace(" ", "_") in entry.private_keys
        shown.append(replace(fact, label=f"{fact.label} (private)") if secret else fact)
    return tuple(shown)


def rhythm_view(site: Site, knot: Tie) -> views.Rhythm | None:
    """How often the two meet, against what was wished; nothing where the notes know of no meeting and no wish."""
    pace, stands = knot.rhythm, knot.standing
    quiet = stands.status in SILENT
    ahead = knot.ahead.by if knot.ahead and not knot.gone else None
    told = pace_words(knot)
    link = replace(link_to(site, knot.key, told, "s-timeline"), kind="page") if told else None
    sentence = rhythm_words(link, ahead)
    if not sentence and not pace.arranged:
        return None
    due = None if quiet or (pace.overdue and not knot.late_to_meet()) else pace.due
    state = "arranged" if pace.arranged else "" if due is None else "due" if pace.overdue else "resting"
    strip = charts.rhythm_strip(
        pace.met, site.today, "The meetings of the last two years.", due, pace.arranged.day if pace.arranged else None
    )
    return views.Rhythm(
        sentence=sentence,
        state=state,
        cadence="" if quiet else cadence_words(stands),
        last=pace.last,
        next_due=due,
        arranged=meeting_with(site, pace.arranged, knot.key) if pace.arranged else None,
        chart=strip if len(pace.met) > 1 and not knot.gone else None,
    )


def trust_chart(fields: Contact, today: date) -> Chart | None:
    """Trust over time; nothing before there are two entries."""
    steps = trust_steps(fields, today)
    if not steps:
        return None
    (_, before), (since, now) = steps[-2:]
    sentence = f"{now} of 5 since {when_words(since)}; {before} before."
    levels = [(when.first, level) for when, level in steps]
    return charts.trust_steps(levels, today, sentence, [when_words(when) for when, _ in steps])


def known_dots(site: Site, key: str, said: Sequence[Statement], fields: Contact | None) -> tuple[Known, ...]:
    """Told, asked, wants: the latest line of each, which it leads to, or that there is none. Nothing where there is
    none of any."""
    dots = []
    for label, roles, unknown in _KNOWN:
        lines = newest_first(each for each in said if each.role in roles and (each.role == "wants" or not each.theirs))
        if lines:
            day = lines[0].day
            told = spoken_text(site, lines[0].path, lines[0].line.shown)
            shown = told + (f" ({written_day(day)})" if day else "")
            dots.append(Known(label, True, (replace(source_link(site, lines[0], shown), kind="page"),)))
        elif label == "Wants" and fields and fields.wants:
            dots.append(Known(label, True, (field_link(site, key, "wants", ", ".join(fields.wants)),)))
        else:
            dots.append(Known(label, False, (unknown,)))
    return tuple(dots) if any(each.known for each in dots) else ()


def plan_view(
    site: Site, key: str, fields: Contact | None, said: Sequence[Statement], met: Sequence[Interaction]
) -> Plan | None:
    """The aim, my moves, their hopes, and the three tests claimed and shown; nothing without a plan."""
    plan = plan_of(key, fields, said, met, site.today)
    if not plan:
        return None
    proof = plan_address(site, key)
    tests = tuple(
        PlanTest(test, test in plan.claimed, test in plan.shown, proof if test in plan.shown else "") for test in TESTS
    )
    return Plan(
        aim=plan.aim,
        review_by=plan.review_by,
        moves=tuple(replace(promise_with(site, each, key), whose="mine", source=None) for each in plan.moves),
        hopes=tuple(hope_line(site, key, each) for each in plan.hopes),
        tests=tests if plan.moves else (),
    )


CONTACT = PageKind("contact", _person_pages, view_person)
