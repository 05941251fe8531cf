"""Briefs: what to read before meeting somebody, on their own page and wherever they are expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from site_builder.journal.model import Interaction, Statement
from site_builder.notes.lines import Line as NoteLine
from site_builder.notes.schema import Ref
from site_builder.relations.briefs import Brief as Known
from site_builder.relations.briefs import Change, Deed, answer, brief_of
from site_builder.relations.calendar import MEETINGS
from site_builder.relations.exchanges import exchanges_with
from site_builder.relations.promises import Promise
from site_builder.relations.standing import Standing, contact_of, standing
from site_builder.relations.words import every_span
from site_builder.site import views
from site_builder.site.dates import day_and_month, month_and_year, written_day
from site_builder.site.pages.figures import behind
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.lines import encounter, line_view, noted_on, promise_view, source_link
from site_builder.site.pages.links import link_to, listed, ref_link, title_of
from site_builder.site.pages.open_promises import first_open, rest_open
from site_builder.site.pages.texts import ago, ahead, shortened, spoken_text, words
from site_builder.site.views import Chip, Encounter, Line, LinkTo, PersonBrief, Words

LINES = 24
"""Lines of each kind that a brief holds."""
BRIEFLY = 12
"""Promises of each side that a brief on another page holds; all stand on the person's own."""


def brief_view(site: Site, key: str) -> views.Brief | None:
    """The whole brief of a person; nothing where there is nothing to say."""
    known = brief_of(site, key)
    if not known:
        return None
    name = given_name(site, key)

    def with_them(each: Statement) -> Line:
        return line_with(site, each, key)

    return views.Brief(
        last=meeting_with(site, known.last, key, last=True) if known.last else None,
        last_ago=ago(known.last.day, site.today) if known.last else "",
        mine=tuple(promise_with(site, each, key) for each in first_open(known.mine)),
        mine_rest=rest_open(site, known.mine),
        theirs=tuple(promise_with(site, each, key) for each in first_open(known.theirs)),
        theirs_rest=rest_open(site, known.theirs),
        next_time=behind(known.next_time, with_them, most=LINES),
        wants=behind(wishes(site, known, key), lambda line: line, most=LINES),
        offers=field_lines(site, key, "i_can_help", "offer", known.offers),
        learned=behind(known.learned, with_them, most=LINES),
        question=f"What is {name} hoping for? No note says so yet." if known.unknown else "",
        since=behind(known.since, lambda each: deed_line(site, each, key), most=LINES),
        news=news_lines(site, known, key),
        asked=behind(known.asked, lambda each: asked_line(site, each, key), most=LINES),
        thanks=behind(known.thanks, with_them, most=LINES),
    )


def deed_line(site: Site, deed: Deed, key: str) -> Line:
    """What one side has done, in front of it who: `You kept: …`, `They gave: …`."""
    shown = line_with(site, deed.statement, key)
    text = (f"{deed_words(deed)}: ", *shown.text)
    return replace(shown, kind="since", day=deed.day, text=text, noted=noted_on(deed.statement, deed.day))


def deed_words(deed: Deed) -> str:
    """Who did what: `You kept`, `They gave lead`, `You introduced`."""
    line, who = deed.statement.line, "They" if deed.theirs else "You"
    if line.kind == "task":
        return f"{who} kept"
    said = {"gave": "gave", "got": "gave", "intro": "introduced", "they_asked": "asked", "ask": "asked"}
    kind = line.category if line.kind in ("gave", "got") else ""
    return " ".join(filter(None, (who, said.get(line.kind, line.kind), kind)))


def news_lines(site: Site, known: Known, key: str) -> tuple[Line, ...]:
    """What their file says has changed since the last meeting, and the birthday that is near."""
    secret = site.entry(site.person(key).path).private_keys if site.person(key).path else ()
    lines = []
    for each in known.changes:
        chips = (Chip("private", "private"),) if each.field in secret else ()
        lines.append(Line("changed", (change_words(each),), chips=chips))
    if known.birthday:
        chips = (Chip("private", "private"),) if "birthday" in secret else ()
        lines.append(Line("birthday", (birthday_near(known, site.today),), chips=chips))
    return tuple(lines)


def change_words(change: Change) -> str:
    """`Role: Head of Research since March 2026, before Engineer`."""
    since = change.since
    when = written_day(since.first) if since.exact else month_and_year(since.first) if since.month else str(since)
    field = change.field.capitalize()
    if not change.now:
        return f"{field}: no longer {change.before} since {when}"
    return f"{field}: {change.now} since {when}" + (f", before {change.before}" if change.before else "")


def birthday_near(known: Known, today: date) -> str:
    """`Birthday on 24 November, in 4 days, turns 39`."""
    assert known.birthday is not None
    turns = f", turns {known.age}" if known.age else ""
    return f"Birthday on {day_and_month(known.birthday)}, {ahead(known.birthday, today)}{turns}"


def asked_line(site: Site, statement: Statement, key: str) -> Line:
    """Something asked of which no line says what came of it, in front of it who asked."""
    shown = line_with(site, statement, key)
    return replace(shown, text=("They asked: " if statement.theirs else "You asked: ", *shown.text))


def wishes(site: Site, known: Known, key: str) -> tuple[Line, ...]:
    """What somebody wants: their file first, then their lines."""
    lines = [*field_lines(site, key, "wants", "wants", known.fields_wanted)]
    written = {text.casefold() for text in known.fields_wanted}
    for each in known.wants:
        if each.line.shown.casefold() in written:
            continue  # a wish that went from a line into the file is one wish
        line = line_with(site, each, key)
        if each.role == "stub":
            line = replace(line, kind="wants", text=words(site, each.path, answer(each, "wants")))
        lines.append(line)
    return tuple(lines)


def field_lines(site: Site, key: str, name: str, kind: str, texts: tuple[str, ...]) -> tuple[Line, ...]:
    """The values of a field as lines, marked where the file keeps them private."""
    path = site.person(key).path
    chips = (Chip("private", "private"),) if path and name in site.entry(path).private_keys else ()
    return tuple(Line(kind, (text,), chips=chips) for text in texts)


def person_brief(site: Site, key: str, stands: Standing | None = None) -> PersonBrief:
    """A brief in a few lines: open promises, what is new and was done since the last meeting, what to raise, what I
    learned last, their wish.

    It stands on pages that others may see over one's shoulder: private lines wait on the person's own page.
    """
    known = brief_of(site, key)
    raised = [each for each in known.next_time if not each.line.private]
    learned = [each for each in known.learned if not each.line.private]
    wished = [line for line in wishes(site, known, key) if not line.chips]
    news = [line for line in news_lines(site, known, key) if not line.chips]
    done = [each for each in known.since if not each.statement.line.private]
    lines = [*news, *(deed_line(site, each, key) for each in done[:2])]
    lines += [_said("Bring up", line_with(site, each, key)) for each in raised[:2]]
    lines += [_said("Learned", line_with(site, each, key)) for each in learned[:1]]
    lines += [_said("Wants", line) for line in wished[:1]]
    promises = tuple(
        replace(promise_with(site, each, key), people=()) for each in (*known.mine[:BRIEFLY], *known.theirs[:BRIEFLY])
    )
    stands = stands or standing(site, key, site.today)
    return PersonBrief(link_to(site, key), role_words(site, key, stands, own=False), tuple(lines), promises)


def _said(label: str, line: Line) -> Line:
    return replace(line, text=(f"{label}: ", *line.text))


def given_name(site: Site, key: str) -> str:
    """What one calls somebody: the first word of the name."""
    name = site.name(key)
    return name.split()[0] if name.split() else name


def role_words(site: Site, key: str, stands: Standing | None = None, own: bool = True) -> str:
    """`Head of Research, Analytical Engines`; nothing where neither is known. Not `own`: without the org where it is
    the owner's too."""
    fields = contact_of(site, key)
    if fields is None:
        return headline_of_card(site, key)
    role = stands.role if stands else fields.role.at(site.today) or ""
    inside = not own and stands is not None and stands.side == "internal"
    org = None if inside else org_link(site, key, fields.org.at(site.today))
    return ", ".join(filter(None, (role, org.text if org else "")))


def headline_of_card(site: Site, key: str) -> str:
    """What the latest `new:` line says that somebody does."""
    stubs = [each for each in site.statements(key) if each.role == "stub" and key in each.people]
    return next((text for each in reversed(stubs) if (text := answer(each, "does"))), "")


def org_link(site: Site, path: str, ref: Ref | None) -> LinkTo | None:
    """An org as a field of a note names it."""
    return ref_link(site, path, ref, "org") if ref else None


def meeting_with(site: Site, meeting: Interaction, key: str, last: bool = False) -> Encounter:
    """A meeting on the page of a person, who need not be named in its title: `Coffee`, `Call with Bo`."""
    shown = encounter(site, meeting, key, last)
    if not shown.gist:
        shown = _told_by_line(site, meeting, shown)
    if meeting.source in MEETINGS:
        shown = replace(shown, chips=(*shown.chips, *_exchanged(site, meeting, key)))
    if meeting.title or meeting.source in ("met", "company"):
        return shown
    return replace(shown, link=replace(shown.link, text=meeting_words(site, meeting, key)), kind="", people=())


def _inside(site: Site, meeting: Interaction) -> Iterator[NoteLine]:
    """The lines of a meeting that are not private: of its note, or of its section."""
    entry = site.entry(meeting.path)
    for line in entry.lines:
        section = entry.section(line)
        inside = meeting.source == "meeting" or (section is not None and section.anchor == meeting.anchor)
        if inside and not line.private:
            yield line


def _told_by_line(site: Site, meeting: Interaction, shown: Encounter) -> Encounter:
    """Where a note has no sentence of its own, its first line will do; what was learned before what was agreed."""
    lines = sorted(_inside(site, meeting), key=lambda line: line.kind in ("task", "gave", "got", "intro"))
    if not lines:
        return shown
    text = spoken_text(site, meeting.path, site.entry(meeting.path).body.items[lines[0].item].typed)
    return replace(shown, gist=shortened(text), way=lines[0].kind if lines[0].kind in ("gave", "got") else "")


def _exchanged(site: Site, meeting: Interaction, key: str) -> tuple[Chip, ...]:
    """What went each way between the two at a meeting: of what others gave and got there their page says nothing."""
    items = {line.item for line in _inside(site, meeting)}
    known = exchanges_with(site.resolved(meeting.path).statements, key)
    ways = [each.direction for each in known if each.statement.line.item in items]
    gave, got = ways.count("gave"), ways.count("got")
    given = (Chip(f"{gave} given", "gave"),) if gave else ()
    return (*given, Chip(f"{got} received", "got")) if got else given


def meeting_words(site: Site, meeting: Interaction, key: str) -> str:
    """What a meeting with a person was: `Coffee`, `Call with Bo`, or its title."""
    if meeting.title:
        return meeting.title[:1].upper() + meeting.title[1:]
    if meeting.source in ("met", "company"):
        return title_of(site, meeting.path)
    kind = meeting.kind or "meeting"
    names = [site.name(each) for each in meeting.people if each != key]
    return f"{kind[:1].upper()}{kind[1:]}" + (f" with {listed(names)}" if names else "")


def source_with(site: Site, statement: Statement, key: str) -> LinkTo:
    """Where a line stands, said on the page of a person: their own file is `the note`, a meeting what it was."""
    if statement.path != key:
        own = [each for each in site.resolved(statement.path).interactions if each.source == "meeting"]
        return source_link(site, statement, meeting_words(site, own[0], key) if own else "")
    section = site.entry(key).section(statement.line)
    if section is None:
        return source_link(site, statement, "the plan" if statement.role == "move" else "the note")
    meeting = next(each for each in site.resolved(key).interactions if each.anchor == section.anchor)
    return source_link(site, statement, meeting_words(site, meeting, key))


def promise_here(site: Site, promise: Promise) -> views.Promise:
    """A promise among those of all people; its source is the meeting where it was made, also in a person's own file."""
    shown, statement = promise_view(site, promise), promise.statement
    if site.entry(statement.path).type == "contact":
        return replace(shown, source=source_with(site, statement, statement.path))
    return shown


def line_with(site: Site, statement: Statement, key: str) -> Line:
    """A line on the page of a person; what to raise is `next`, whichever way it was written down."""
    shown = line_view(site, statement)
    kind = "next" if statement.role == "item" else shown.kind
    return replace(shown, kind=kind, source=source_with(site, statement, key))


def promise_with(site: Site, promise: Promise, key: str) -> views.Promise:
    """A promise on the page of a person: `to Bo` only where it was made to others as well."""
    shown = promise_view(site, promise)
    people = shown.people if len(promise.people) > 1 else ()
    return replace(shown, people=people, source=source_with(site, promise.statement, key))


def rhythm_words(pace: LinkTo | None, follow_up: date | None) -> Words:
    """The rhythm in a sentence that leads to the meetings, and the day by which to be in touch where one was set."""
    wish: Words = ("You want to be in touch by ", follow_up, ".") if follow_up else ()
    return (pace, *((" ",) if wish else ()), *wish) if pace else wish


def cadence_words(stands: Standing) -> str:
    """The cadence that was wished, `every 6 weeks`; nothing without one."""
    return every_span(stands.cadence) if stands.cadence else ""
