"""What is slow to change about a person, as it stands on their page: details, roles, relations, how one met."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar
from urllib.parse import quote

from site_builder.journal.model import Interaction, Statement
from site_builder.journal.names import ME
from site_builder.notes.dates import When
from site_builder.notes.schema import Contact, Dated, Me, Ref
from site_builder.relations.briefs import answer, newest_first
from site_builder.relations.standing import Standing, contact_of
from site_builder.relations.words import number_words
from site_builder.site.dates import day_and_month, month_and_year, when_words
from site_builder.site.pages.briefs import meeting_words, org_link
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.links import field_id, link_to, listed_links, meeting_link, ref_link
from site_builder.site.pages.tables import first_of
from site_builder.site.pages.texts import ahead, words
from site_builder.site.views import Fact, LinkTo, Relation, Spell, Words

T = TypeVar("T")

RELATIONS = 100
"""Relations of a person to others that their page names."""

INVERSE = {
    "manager": "report",
    "report": "manager",
    "mentor": "mentee",
    "mentee": "mentor",
    "parent": "child",
    "child": "parent",
    **{kind: kind for kind in ("spouse", "partner", "sibling", "friend", "colleague")},
}
"""What Bo is to Ada when Ada's relation to Bo is this; other kinds are told from one side only."""
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#].*)?")


def _period(since: When | None, until: When | None) -> str:
    if since and until:
        return f"{when_words(since)} to {when_words(until)}"
    return f"since {when_words(since)}" if since else f"until {when_words(until)}" if until else ""


def history(dated: Dated[T], day: date, show: Callable[[T], str | LinkTo] = str) -> tuple[Words, ...]:
    """What holds on a day first, since when if that is known, then what held before, the newest first."""
    entries = [entry for entry in dated.entries if entry[0] is None or entry[0].first <= day]
    told: list[Words] = []
    for number, (since, values) in enumerate(entries):
        until = entries[number + 1][0] if number + 1 < len(entries) else None
        period = _period(since, until)
        for value in values:
            told.append((show(value), f", {period}") if period else (show(value),))
    return tuple(reversed(told))


def spells(site: Site, path: str, fields: Contact | Me, day: date) -> tuple[Spell, ...]:
    """Roles and orgs, the newest first. A role without a date belongs to the last org alone: since when is unknown."""
    starts = sorted(
        {since for dated in (fields.org, fields.role) for since, _ in dated.entries if since and since.first <= day},
        key=lambda since: since.first,
    )
    if not starts:
        return ()
    found: list[Spell] = []
    for number, since in enumerate(starts):
        last = number + 1 == len(starts)
        roles = fields.role.all_at(since.first) if last or fields.role.is_dated_at(since.first) else ()
        orgs = fields.org.all_at(since.first) if last or fields.org.is_dated_at(since.first) else ()
        org = org_link(site, path, orgs[0] if orgs else None)
        if roles or org:
            period = _period(since, None if last else starts[number + 1])
            found.append(Spell(" and ".join(roles), org, period))
    return tuple(reversed(found))


def relations(site: Site, key: str) -> tuple[Relation, ...]:
    """Who is what to this person: by their own file, and by the files of others."""
    found: dict[tuple[str, str], Relation] = {}
    path = site.person(key).path
    fields = contact_of(site, key)
    for kind, ref in fields.relations if fields else ():
        person = ref_link(site, path, ref)
        found.setdefault((kind, site.resolved(path).ref(ref.anchor) or person.text), Relation(kind, person))
    for about in site.about(key):
        if site.identity(about).type != "contact":
            continue
        for kind, other, _ in site.resolved(about).relations:
            if other == key:
                shown = INVERSE.get(kind, f"{kind} of")
                found.setdefault((shown, about), Relation(shown, link_to(site, about)))
    order = sorted(found, key=lambda pair: (pair[0], found[pair].person.text, pair[1]))
    told = tuple(found[each] for each in first_of(order, RELATIONS))
    rest = len(order) - len(told)
    return (*told, Relation("and", LinkTo("", f"{rest} more", kind="plain"))) if rest else told


def how_met(site: Site, key: str, fields: Contact | None, met: tuple[Interaction, ...]) -> Words:
    """When, where and through whom: by the file, else by the first meeting known."""
    first = next((each for each in met if each.counts(site.today)), None)
    through = _through(site, key, fields)
    if fields and fields.met:
        known = fields.met
        if first and known.exact and first.day == known.first:
            return ("Met on ", first.day, ": ", _meeting(site, first, key), *through, ".")
        day: Words = ("on ", known.first) if known.exact else (f"in {when_words(known)}",)
        return ("Met ", *day, *through, ".")
    if first:
        new = any(each.role == "stub" and each.day == first.day for each in site.statements(key))
        return ("Met on " if new else "First noted on ", first.day, ": ", _meeting(site, first, key), *through, ".")
    led = None if fields and fields.introduced_by else introduction_of(site, key)
    if led:
        return ("Introduced by ", *listed_links(site, led.people), " on ", led.day or "", ".")
    return ("Known", *through, ".") if through else ()


def introduction_of(site: Site, key: str) -> Statement | None:
    """The line `got intro: [[bo]]` by which somebody led to a person, the first of them; none that is private."""
    led = [
        each
        for each in site.statements(key)
        if each.role == "exchange" and each.line.kind == "got" and each.sides[1:] == (key,) and each.day
        if each.day <= site.today and not each.line.private
    ]
    return min(led, key=lambda each: each.day or site.today, default=None)


def _meeting(site: Site, meeting: Interaction, key: str) -> LinkTo:
    return replace(meeting_link(site, meeting), text=meeting_words(site, meeting, key))


def _through(site: Site, key: str, fields: Contact | None) -> Words:
    if fields and fields.introduced_by:
        ref = fields.introduced_by
        if site.resolved(key).ref(ref.anchor) == ME:
            return (", on your own initiative",)
        return (", through ", ref_link(site, key, ref))
    if led := introduction_of(site, key):
        return (", through ", *listed_links(site, led.people))
    for each in site.statements(key):
        if each.role == "stub" and key in each.people and each.via:
            return (", through ", *listed_links(site, each.via))
    return ()


def details(site: Site, key: str, fields: Contact | None, stands: Standing) -> tuple[Fact, ...]:
    """The rows of the description list, in the order shown; those that the file keeps private say so."""
    path = site.person(key).path
    secret = site.entry(path).private_keys if path else ()
    rows: list[Fact] = []
    for name, label, values in (*_of_file(site, key, fields, stands), *_of_notes(site, key)):
        if values:
            shown = f"{label} (private)" if name in secret else label
            rows.append(Fact(shown, tuple(values), field_id(name) if name else ""))
    if path and site.entry(path).private:
        rows.append(Fact("Private", (("This note stays out of a shared site",),)))
    return tuple(rows)


Row = tuple[str, str, Iterable[Words]]


def _of_file(site: Site, key: str, fields: Contact | None, stands: Standing) -> Iterator[Row]:
    if fields is None:
        return
    today = site.today

    def ref_shown(ref: Ref) -> str | LinkTo:
        return org_link(site, key, ref) or ""

    yield "function", "Function", history(fields.function, today)
    yield "grade", "Level", history(fields.grade, today, level_words)
    yield "side", "Side", [("personal",)] if stands.side == "personal" else ()
    yield "circle", "Circle", history(fields.circle, today) if _tells_time(fields.circle) else ()
    yield "status", "Status", history(fields.status, today) if _tells_time(fields.status) else ()
    yield "mode", "Account", [(fields.mode,)] if fields.mode not in ("", "exchange") else ()
    orgs = fields.org.all_at(today)
    yield "org", "Also at", [(ref_shown(ref),) for ref in orgs[1:]]
    yield "place", "Place", history(fields.place, today)
    yield "birthday", "Birthday", [birthday_words(fields, today, stands)] if fields.birthday else ()
    yield "email", "E-mail", [(_mail(text),) for text in fields.email]
    yield "phone", "Phone", [(_telephone(text),) for text in fields.phone]
    yield "url", "Web", [(_web(text),) for text in fields.url]
    yield "can_help_me", "Helps me with", [(text,) for text in fields.can_help_me]
    yield "sponsor", "Speaks for me", [(fields.sponsor,)] if fields.sponsor else ()
    yield "influence", "Influence", [(fields.influence,)] if fields.influence else ()
    trust = () if trust_steps(fields, today) else history(fields.trust, today, lambda level: f"{level} of 5")
    yield "trust", "Trust", trust
    yield "aliases", "Also called", [(", ".join(fields.aliases),)] if _other_names(site, key, fields) else ()
    wish = fields.follow_up
    yield "follow_up", "Be in touch", [("by ", wish.last)] if isinstance(wish, When) else ()
    yield "reviewed", "Looked over", [(when_words(fields.reviewed),)] if fields.reviewed else ()


def trust_steps(fields: Contact, today: date) -> list[tuple[When, int]]:
    """The levels of trust with the days since which they held; nothing before there are two, as there is no step."""
    steps = [(since, values[0]) for since, values in fields.trust.entries if since and values and since.first <= today]
    return steps if len(steps) > 1 else []


def _tells_time(dated: Dated[str]) -> bool:
    return any(since is not None for since, _ in dated.entries)


def _other_names(site: Site, key: str, fields: Contact) -> bool:
    """Whether an alias is more than a part of the name."""
    words_of = site.name(key).casefold().split()
    return any(word not in words_of for alias in fields.aliases for word in alias.casefold().split())


def _of_notes(site: Site, key: str) -> Iterator[Row]:
    """What `new:` lines say of a person, and the goals they have a part in."""
    stubs = newest_first(each for each in site.statements(key) if each.role == "stub" and key in each.people)
    card = not site.person(key).path
    told = [text for each in stubs if (text := answer(each, "does"))]
    yield "", "Does", [(text,) for text in (told[1:] if card else told)]
    yield "", "Was there for", [words(site, each.path, text) for each in stubs if (text := answer(each, "here for"))]
    yield "", "Noted", [words(site, each.path, each.line.text) for each in stubs if each.line.text]
    goals: list[Words] = []
    for path in site.about(key):
        if site.identity(path).type == "goal":
            stances = [kind for kind, other, _ in site.resolved(path).relations if other == key]
            goals += [(link_to(site, path), f", {stance}") for stance in stances]
    yield "", "In my goals", goals


def level_words(grade: int) -> str:
    """`two levels above you`."""
    if grade == 0:
        return "your level"
    number = abs(grade)
    return f"{number_words(number)} {'level' if number == 1 else 'levels'} {'above' if grade > 0 else 'below'} you"


def birthday_words(fields: Contact, today: date, stands: Standing) -> Words:
    """`24 November 1987, turns 39 in 4 days`."""
    birthday = fields.birthday
    assert birthday is not None
    next_one = birthday.next(today)
    shown = day_and_month(next_one) if birthday.day == next_one.day else f"29 {month_and_year(next_one).split()[0]}"
    if birthday.year is not None:
        shown = f"{shown} {birthday.year}"
    if stands.status == "deceased":
        return (shown,)
    age = birthday.age(next_one)
    when = ahead(next_one, today)
    return (shown, f", turns {age} {when}" if age else f", {when}")


def _mail(text: str) -> LinkTo:
    plain = "@" in text and not re.search(r"\s", text)
    return LinkTo(f"mailto:{quote(text, safe='@+._-')}" if plain else "", text, kind="outside")


def _telephone(text: str) -> LinkTo:
    digits = re.sub(r"[^\d+]", "", text)
    return LinkTo(f"tel:{digits}" if len(digits) > 2 else "", text, kind="outside")


def _web(text: str) -> LinkTo:
    if text.casefold().startswith(("http://", "https://")):
        return LinkTo(text, text.partition("//")[2].rstrip("/"), kind="outside")
    return LinkTo(f"https://{text}" if _DOMAIN.fullmatch(text) else "", text, kind="outside")
