"""The index of names, for the palette and the cards: people with the few words of their card, and all that has a name.

It holds days, never how long ago they were: a day that passes rewrites nothing.
"""

from __future__ import annotations

from site_builder.relations.standing import contact_of
from site_builder.relations.tags import all_tags
from site_builder.relations.ties import tie
from site_builder.site.addresses import tag_address
from site_builder.site.dates import written_day
from site_builder.site.pages.briefs import headline_of_card, org_link
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.people import next_by
from site_builder.site.views.common import NAVIGATION, SHARED_NAVIGATION
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A person: page, name, other names (aliases and id), `contact` or `card`, and what their card says."""

    href: str
    name: str
    names: tuple[str, ...]
    kind: str
    headline: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def named_person(site: Site, key: str) -> Named:
    """A person, by name and in a few words."""
    person, knot = site.person(key), site.ask(tie, key)
    stands, pace = knot.standing, knot.rhythm
    fields = contact_of(site, key)
    org = org_link(site, key, fields.org.at(site.today)) if fields else None
    role = stands.role if fields else headline_of_card(site, key)
    due = next_by(knot)
    facts = (
        ("Circle", ", ".join(filter(None, (stands.circle, "" if stands.status == "active" else stands.status)))),
        ("Last contact", written_day(pace.last) if pace.last else ""),
        ("Next", written_day(pace.arranged.day) if pace.arranged else f"by {written_day(due)}" if due else ""),
    )
    return Named(
        site.address(key),
        person.name,
        tuple(dict.fromkeys((*person.aliases, *((person.id,) if person.path else ())))),
        "contact" if person.path else "card",
        " · ".join(filter(None, (role, org.text if org else ""))),
        tuple(fact for fact in facts if fact[1]),
    )


def people_named(site: Site) -> tuple[Named, ...]:
    """All people, by name."""
    return tuple(site.ask(named_person, key) for key in site.people())


def tags_named(site: Site) -> tuple[str, ...]:
    """All tags, as they are mostly spelled."""
    return tuple(tag.spelled for tag in site.ask(all_tags).values())


def other_names(site: Site) -> tuple[tuple[str, str, tuple[str, ...], str], ...]:
    """Page, name, other names and type of every org, event, goal, note and tag."""
    found: list[tuple[str, str, tuple[str, ...], str]] = []
    for kind in ("org", "event", "goal", "note"):
        for path in site.paths(kind):
            identity = site.identity(path)
            others = tuple(dict.fromkeys(name for name in (*identity.aliases, identity.id) if name != identity.name))
            found.append((site.address(path), identity.name, others, kind))
    found += [(tag_address(tag), tag, (), "tag") for tag in tags_named(site)]
    return tuple(found)


def pages_named(site: Site) -> tuple[tuple[str, str], ...]:
    """The pages that the navigation leads to."""
    navigation = SHARED_NAVIGATION if site.is_shared else NAVIGATION
    return tuple((link.href, link.text) for group in navigation for link in group)
