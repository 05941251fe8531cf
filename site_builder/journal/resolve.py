"""One note among all others: its references resolved, its meetings, and whom each of its lines concerns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from site_builder.finding import Finding
from site_builder.journal.model import Interaction, Resolved, Statement
from site_builder.journal.names import ME, SOMEONE, Found, fold_name
from site_builder.notes.dates import Duration, When, add
from site_builder.notes.entry import Entry, Section
from site_builder.notes.lines import Line
from site_builder.notes.references import MARKS
from site_builder.notes.schema import Contact, Dated, Event, Goal, Me, Meeting, Ref

Find = Callable[[Ref], Found]
NamesOf = Callable[[str], tuple[str, ...]]

PERSON_KINDS = ("contact", "card", "me")
OWN_WORK = ("note", "org", "goal", "me")
"""The types of notes in which a task is the writer's own, and a line that names nobody is nobody's."""
_PUNCTUATION = re.compile(rf"[^\w\s{MARKS}-]")
_PRONOUNS = frozenset({"she", "he", "they"})
_SHARED = frozenset({"learned", "told", "next", "question", "wants", "win", "said"})
_TO_RAISE = frozenset({"prose", "task", "next", "question", "ask"})
"""What is an item under `Next time`; any other line means there what it means elsewhere."""
_ROLES = {"gave": "exchange", "got": "exchange", "ask": "ask", "they_asked": "ask", "intro": "intro", "new": "stub"}


def _in_words(text: str) -> str:
    """A text as its words alone, with a blank around each: so `O'Brien` is found in a sentence as she is written."""
    return f" {fold_name(_PUNCTUATION.sub(' ', text))} "


def card_refs(entry: Entry) -> tuple[Ref, ...]:
    """The references at the places where a name without a file makes a card (FORMAT.md, Identity)."""
    refs: list[Ref] = []
    fields = entry.fields
    if isinstance(fields, Meeting):
        refs += fields.with_
    elif isinstance(fields, Event):
        refs += fields.went_with
    elif isinstance(fields, Contact) and fields.introduced_by:
        refs.append(fields.introduced_by)
    for section in entry.sections:
        refs += section.with_
    for line in entry.lines:
        if line.kind == "prose":
            continue
        refs += (*line.to, *line.by, *line.via, *line.sides)
        if line.category == "intro":  # `got intro: [[bo]]` says the same as an `intro:` line
            refs += [ref for ref in line.mentions if ref.form == "wiki"][:1]
        if line.name:
            refs.append(line.name)
        promises = line.kind == "task" and entry.type not in OWN_WORK
        if promises and line.who and line.who.form == "mention":
            refs.append(line.who)
    return tuple(ref for ref in refs if ref.form == "name" or (ref.form != "link" and "/" not in ref.target))


@dataclass(slots=True)
class _Note:
    """One note while it is resolved."""

    entry: Entry
    find: Find
    names_of: NamesOf
    group_max: int
    findings: list[Finding] = field(default_factory=list)
    refs: dict[str, Found] = field(default_factory=dict)
    told: set[tuple[str, str]] = field(default_factory=set)
    voices: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def person(self, ref: Ref) -> str:
        """The key of the person a reference means, `someone` of one who is not named; nothing if it means no person."""
        found = self.meant(ref)
        if found.kind == SOMEONE:
            return SOMEONE
        return found.key if found.kind in PERSON_KINDS else ""

    def party(self, ref: Ref) -> str:
        """The key of the person or organisation a reference means."""
        found = self.meant(ref)
        return found.key if found.kind == "org" else self.person(ref)

    def speaker(self, ref: Ref, present: tuple[str, ...]) -> str:
        """The key of the person a reference means, or of an organisation that is among those present."""
        key = self.party(ref)
        return key if key in present else self.person(ref)

    def meant(self, ref: Ref) -> Found:
        """What a reference leads to where a person is wanted: of notes that fit equally well the one of a person,
        and a card before a note of any other type."""
        found = self.find(ref)
        if found.rivals:
            person = self.find(replace(ref, form="person"))
            found = person if person.kind in ("contact", "org", "me") else self.found(ref)
        if found.kind in ("note", "file", "meeting", "event", "goal") and ref.form in ("wiki", "name"):
            card = self.find(replace(ref, form="person"))
            return card if card.kind == "card" else found
        return found

    def found(self, ref: Ref) -> Found:
        found = self.find(ref)
        if found.rivals and (ref.anchor, ref.target) not in self.told:
            self.told.add((ref.anchor, ref.target))
            choices = " and ".join(f"`{path}`" for path in found.rivals[:3])
            ids = {path.rpartition("/")[2][:-3] for path in found.rivals}
            same = len({fold_name(each) for each in ids}) == 1
            self.findings.append(
                Finding(
                    self.entry.path,
                    ref.anchor,
                    "ambiguous-name",
                    f"“{ref.target}” could be {choices}.",
                    "Rename one of the files." if same else f"Write the id, such as [[{min(ids)}]].",
                )
            )
        return found

    def people(self, refs: Iterable[Ref]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The people and the organisations among references, the owner left out, each once."""
        people: dict[str, None] = {}
        orgs: dict[str, None] = {}
        for ref in refs:
            found = self.meant(ref)
            if found.kind in ("contact", "card"):
                people.setdefault(found.key)
            elif found.kind == "org":
                orgs.setdefault(found.key)
        return tuple(people), tuple(orgs)

    def unnamed(self, refs: Iterable[Ref]) -> bool:
        """Whether there is somebody among references who is not named."""
        return any(self.meant(ref).kind == SOMEONE for ref in refs)

    def names(self, key: str) -> tuple[str, ...]:
        """The name and aliases of a person."""
        return (SOMEONE,) if key == SOMEONE else self.names_of(key)

    def named_in(self, text: str, people: tuple[str, ...]) -> tuple[str, ...]:
        """The people, of those given, whom a text names in plain words."""
        folded = _in_words(text)
        spoken = self.spoken(people)
        return tuple(key for key in people if any(_in_words(name) in folded for name in spoken[key]))

    def spoken(self, people: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """What each may be called in a note of the people given: name, aliases, and a given name nobody shares."""
        if people not in self.voices:
            called = {key: tuple(fold_name(name) for name in self.names(key)) for key in people}
            given = {key: names[0].split(" ")[0] for key, names in called.items() if names}
            bearers = Counter(given.values())
            self.voices[people] = {
                key: (*names, given[key]) if len(given.get(key, "")) > 1 and bearers[given[key]] == 1 else names
                for key, names in called.items()
            }
        return self.voices[people]

    def one_called(self, text: str, people: tuple[str, ...], above: str) -> str:
        """The one of the people given, or the person of the item above, whom plain words name exactly; where there is
        only one, or one above, also a pronoun."""
        folded = fold_name(text)
        if above == ME:
            above = ""
        if folded in _PRONOUNS:
            return above or (people[0] if len(people) == 1 else "")
        if above and above not in people:
            people = (*people, above)
        spoken = self.spoken(people)
        fitting = [key for key in people if folded in spoken[key]]
        return fitting[0] if len(fitting) == 1 else ""


def resolve_note(entry: Entry, find: Find, names_of: NamesOf, group_max: int) -> Resolved:
    """Resolve a note. `find` resolves a reference made in it; `names_of` gives a person's name and aliases."""
    note = _Note(entry, find, names_of, group_max)
    links = tuple(find(_link_ref(entry, number)) for number in range(len(entry.body.links)))
    attendees, orgs, unnamed = _attendees(note)
    relations = _front_refs(note)
    interactions = list(_own_meeting(note, attendees, orgs, unnamed))
    present: dict[int, tuple[str, ...]] = {}
    for number, section in enumerate(entry.sections):
        people, section_orgs = note.people(section.with_)
        people = tuple(dict.fromkeys((*attendees, *people)))
        others = unnamed or note.unnamed(section.with_)
        present[number] = _with_someone(people or section_orgs, others)
        interactions.append(_section_meeting(note, section, people, section_orgs, others))
    statements, met = _statements(note, _with_someone(attendees or orgs, unnamed), present)
    interactions += met
    return Resolved(
        entry.path,
        links,
        tuple(note.refs.items()),
        attendees or orgs,
        tuple(interactions),
        statements,
        relations,
        tuple(note.findings),
    )


def _link_ref(entry: Entry, number: int) -> Ref:
    link = entry.body.links[number]
    form = {"wiki": "wiki", "embed": "wiki", "mention": "mention"}.get(link.kind, "link")
    return Ref(link.target, form, link.anchor, link.heading)


def _attendees(note: _Note) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """The people and organisations present, and whether there was somebody besides who is not named."""
    fields = note.entry.fields
    if isinstance(fields, Contact):
        return (note.entry.path,), (), False
    if isinstance(fields, Meeting):
        for ref in fields.with_:
            note.refs[ref.anchor] = note.meant(ref)
        return *note.people(fields.with_), note.unnamed(fields.with_)
    return (), (), False


def _with_someone(present: tuple[str, ...], unnamed: bool) -> tuple[str, ...]:
    """Those present to whom a line may refer: who is not named is one of them, so that no other is meant instead."""
    return (*present, SOMEONE) if unnamed else present


def _front_refs(note: _Note) -> tuple[tuple[str, str, str], ...]:
    """Resolve the references of the front matter into `note.refs`; returns relations and stakeholders."""
    fields = note.entry.fields
    single: list[Ref | None] = []
    pairs: tuple[tuple[str, Ref], ...] = ()
    if isinstance(fields, Contact):
        single = [fields.introduced_by, *_dated_refs(fields.org)]
        pairs = fields.relations
    elif isinstance(fields, Me):
        single = list(_dated_refs(fields.org))
    elif isinstance(fields, Meeting):
        single = [fields.event]
    elif isinstance(fields, Event):
        single = [fields.organiser, *fields.went_with]
    elif isinstance(fields, Goal):
        pairs = fields.stakeholders
    for ref in (*single, *(ref for _, ref in pairs)):
        if ref:
            note.refs[ref.anchor] = note.found(ref)
    return tuple((kind, note.refs[ref.anchor].key, ref.anchor) for kind, ref in pairs)


def _dated_refs(history: Dated[Ref]) -> tuple[Ref, ...]:
    return tuple(ref for _, values in history.entries for ref in values)


def follow_up_day(follow_up: When | Duration | None, day: date) -> date | None:
    """The day by which to be in touch again, for a field that holds a date or a time from the note's own."""
    if isinstance(follow_up, When):
        return follow_up.last
    return add(day, follow_up) if follow_up and follow_up.unit else None


def _own_meeting(note: _Note, people: tuple[str, ...], orgs: tuple[str, ...], unnamed: bool) -> Iterable[Interaction]:
    entry, fields = note.entry, note.entry.fields
    if entry.day is None:
        return
    if isinstance(fields, Meeting):
        event = note.refs[fields.event.anchor].key if fields.event else ""
        yield Interaction(
            entry.path,
            "note",
            "meeting",
            entry.day.first,
            people,
            orgs,
            entry.day.time or "",
            fields.kind.casefold(),
            fields.initiative,
            fields.minutes,
            fields.title,
            fields.planned,
            fields.cancelled,
            len(people) + unnamed > note.group_max,
            event,
            follow_up_day(fields.follow_up, entry.day.first),
            unnamed,
        )
    elif isinstance(fields, Event) and fields.went_with:
        company, company_orgs = note.people(fields.went_with)
        if company:
            unnamed = note.unnamed(fields.went_with)
            group = len(company) + unnamed > note.group_max
            yield Interaction(
                entry.path,
                "note",
                "company",
                entry.day.first,
                company,
                company_orgs,
                kind="event",
                group=group,
                event=entry.path,
                unnamed=unnamed,
            )


def _section_meeting(
    note: _Note, section: Section, people: tuple[str, ...], orgs: tuple[str, ...], unnamed: bool
) -> Interaction:
    return Interaction(
        note.entry.path,
        section.anchor,
        "section",
        section.date.first,
        people,
        orgs,
        section.date.time or "",
        section.kind,
        section.initiative,
        section.minutes,
        section.title,
        group=len(people) + unnamed > note.group_max,
        follow_up=follow_up_day(section.follow_up, section.date.first),
        unnamed=unnamed,
    )


def _statements(
    note: _Note, attendees: tuple[str, ...], sections: dict[int, tuple[str, ...]]
) -> tuple[tuple[Statement, ...], list[Interaction]]:
    """The lines with the people they concern, and the meetings that an event's Met list tells of."""
    entry = note.entry
    statements: list[Statement] = []
    met: list[Interaction] = []
    openers: dict[int, str] = {}
    for line in entry.lines:
        item = entry.body.items[line.item]
        number = entry.section_of[item.heading] if item.heading >= 0 else -1
        present = sections.get(number, attendees)
        meaning = entry.meaning_of[item.heading] if item.heading >= 0 else ""
        above = _opener_above(entry, item.parent, openers)
        statement = _of_the_named(_state(note, line, present, meaning, above))
        opener = _opener(note, line)
        if opener:
            openers[line.item] = opener
        if statement:
            via = tuple(dict.fromkeys(key for ref in line.via if (key := note.party(ref)) not in ("", SOMEONE)))
            seen = tuple(note.person(ref) for ref in line.seen_by)
            statements.append(replace(statement, via=via, seen=seen) if via or seen else statement)
        if (
            meaning == "met"
            and opener
            and opener not in (ME, SOMEONE)
            and not above
            and line.day
            and line.state in ("", "kept")
        ):
            met.append(
                Interaction(
                    entry.path,
                    line.anchor,
                    "met",
                    line.day,
                    (opener,),
                    kind="event",
                    minutes=line.minutes,
                    event=entry.path,
                )
            )
    return tuple(statements), met


def _of_the_named(statement: Statement | None) -> Statement | None:
    """A statement without whom the note does not name; nothing where it concerns nobody else."""
    if statement is None or SOMEONE not in (*statement.people, *statement.sides):
        return statement
    people = tuple(key for key in statement.people if key != SOMEONE)
    return replace(statement, people=people) if people and SOMEONE not in statement.sides else None


def _opener(note: _Note, line: Line) -> str:
    """The person an item starts with, or whom its `new:` names: its sub-items concern them."""
    if line.kind == "new" and line.name:
        return note.person(line.name)
    return note.person(line.who) if line.who else ""


def _opener_above(entry: Entry, parent: int, openers: dict[int, str]) -> str:
    while parent >= 0:
        if parent in openers:
            return openers[parent]
        parent = entry.body.items[parent].parent
    return ""


def _state(note: _Note, line: Line, present: tuple[str, ...], meaning: str, above: str) -> Statement | None:
    if line.kind in ("task", "prose") and not line.shown:
        return None
    if meaning == "objectives" and line.state:
        return Statement(note.entry.path, line, "objective", present=present)
    if meaning == "next" and line.kind in _TO_RAISE:
        people = _concerned(note, line, present, above) or present
        return Statement(note.entry.path, line, "item", people, present=present)
    if line.kind == "prose":
        return None
    if line.kind == "task":
        return _task(note, line, present, meaning, above)
    if line.kind == "intro":
        sides = tuple(note.person(ref) for ref in line.sides)
        sides = tuple(side if side != ME else "" for side in sides)
        people = tuple(side for side in sides[:1] if side)
        return Statement(note.entry.path, line, "intro", people, present=present, sides=sides)
    if line.kind == "new":
        key = note.person(line.name) if line.name else ""
        return Statement(note.entry.path, line, "stub", (key,) if key and key != ME else (), present=present)
    if (line.before and not note.one_called(line.before, present, above)) or (
        line.who and not note.speaker(line.who, present)
    ):
        return None  # what stands before the label is no person here: prose
    return _labelled(note, line, present, above)


def _labelled(note: _Note, line: Line, present: tuple[str, ...], above: str) -> Statement | None:
    path = note.entry.path
    role = _ROLES.get(line.kind, line.kind)
    theirs = line.kind in ("they_asked", "hope", "said", "wants")
    if line.to_all and role == "exchange":
        share = 1 / max(1, len(present))
        return Statement(path, line, role, present, present=present, share=share)
    people = _concerned(note, line, present, above)
    if people:
        sides = _offered_side(note, line, people)
        return Statement(path, line, role, people, theirs, present, sides)
    if line.kind in _SHARED or line.kind == "hope":
        return Statement(path, line, role, present, theirs, present)
    if note.entry.type in OWN_WORK:
        return None  # a plain note concerns nobody unless a line says so
    _report_unattributed(note, line, present)
    return None


def _offered_side(note: _Note, line: Line, people: tuple[str, ...]) -> tuple[str, ...]:
    """Of `gave intro: [[bo]]`, the person introduced; empty first, as the other side is whom the line concerns."""
    if line.category != "intro":
        return ()
    keys = (note.person(ref) for ref in line.mentions)
    key = next((key for key in keys if key and key != ME and key not in people), "")
    return ("", key) if key else ()


def _concerned(note: _Note, line: Line, present: tuple[str, ...], above: str) -> tuple[str, ...]:
    """Whom a line concerns, by the steps of FORMAT.md; empty where no step says."""
    named = tuple(dict.fromkeys(key for ref in (*line.to, *line.by) if (key := note.party(ref)) and key != ME))
    if named:
        return named
    if line.to_all:
        return present
    who = note.speaker(line.who, present) if line.who else ""
    if not who and line.before:
        who = note.one_called(line.before, present, above)
    if who and who != ME:
        return (who,)
    if above and above != ME:
        return (above,)
    if len(present) == 1:
        return present
    mentioned = {note.find(ref).key for ref in line.mentions}
    mentioned.update(note.named_in(line.text, present))
    texts = tuple(key for key in present if key in mentioned)
    return texts if len(texts) == 1 else ()


def _task(note: _Note, line: Line, present: tuple[str, ...], meaning: str, above: str) -> Statement:
    path = note.entry.path
    if note.entry.type in OWN_WORK:
        return Statement(path, line, "work", present=present)
    promiser = next((key for ref in line.by if (key := note.party(ref)) and key != ME), "")
    if not promiser and line.pledges:
        promiser = note.speaker(line.who, present) if line.who else note.one_called(line.before, present, above)
    if promiser and promiser != ME:
        return Statement(path, line, "promise", (promiser,), True, present)
    if meaning == "plan":
        return Statement(path, line, "move", present, present=present)
    if line.to_me:
        return Statement(path, line, "work", present=present)
    people = _concerned(note, line, present, above)
    return Statement(path, line, "promise" if people else "work", people, present=present)


def _report_unattributed(note: _Note, line: Line, present: tuple[str, ...]) -> None:
    said = "you asked" if line.kind == "ask" else line.kind.replace("_", " ")
    if present:
        names = [note.names(key)[0] for key in present]
        listed = ", ".join(names[:-1]) + " or " + names[-1] if len(names) > 1 else names[0]
        message = f"This `{said}` line could concern {listed}."
        remedy = f"Say whom: add `{'by' if line.kind in ('got', 'they_asked') else 'to'}:@{_word(names[0])}`."
    elif note.told:
        return  # somebody is named, by a name that could be two people's: that is told
    else:
        message = f"This `{said}` line concerns nobody: the note names no one."
        remedy = "Add `to:@name`, or name the people in `with:`."
    severity = "warning" if len(present) > note.group_max else ""
    note.findings.append(Finding(note.entry.path, line.anchor, "unattributed", message, remedy, severity=severity))


def _word(name: str) -> str:
    return fold_name(name).replace(" ", "-")
