"""The way of the data, from sources to findings and pages, as questions: the program's table of contents.

    source → document → reading → entry → names → resolved → about → findings | pages

Each question below is asked of a `Database`, which remembers the answer and what it was made from. So there is one way
only: a full build, an incremental one, watch, lint and the hook set the inputs and ask the same.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Concatenate

from site_builder.finding import Finding, Reported
from site_builder.inventory import Inventory
from site_builder.journal.model import Args, Interaction, Person, Resolved, Statement, Value
from site_builder.journal.names import (
    CARD,
    ME,
    NOBODY,
    Fits,
    Found,
    Identity,
    Names,
    find_target,
    fold_name,
    fold_path,
    identify,
    index_names,
    spoken,
)
from site_builder.journal.resolve import card_refs, resolve_note
from site_builder.notes.entry import Entry
from site_builder.notes.reading import Document, Places, Reading, Vocabulary
from site_builder.notes.schema import Ref
from site_builder.query import (
    Database,
    Input,
    collected_query,
    drafted_query,
    keyed_query,
    late_query,
    light_query,
    query,
    transient_query,
)
from site_builder.settings import CONFIG_NAME, Config, type_by_path
from site_builder.site.addresses import give_addresses, search_address
from site_builder.text import LineIndex, Position, Source, Span

if TYPE_CHECKING:  # site, rules and parsers are imported where they are asked for: where nothing changed, none of them
    from site_builder.lint.baseline import Baseline
    from site_builder.site.page_id import PageId
    from site_builder.site.theme import Theme
    from site_builder.site.views import View

# ---------------------------------------------------------------- inputs: what the outer ring knows

source = Input[Source | None]("source", None, lambda found: found.digest.encode() if found else b"none")
inventory = Input[Inventory]("inventory", Inventory())
config = Input[Config]("config", Config())
config_findings = Input[tuple[Finding, ...]]("config findings", ())
config_text = Input[str]("config text", "")
baseline_text = Input[str]("baseline text", "")
today = Input[date]("today", date(1970, 1, 1))
is_as_of = Input[bool]("as of", False)
is_shared = Input[bool]("shared", False)
root = Input[str]("root", "")
key = Input[str]("key", "")
theme: Input[Theme | None] = Input("theme", None, lambda used: used.digest.encode() if used else b"none")


# ---------------------------------------------------------------- one note alone


@light_query
def document(db: Database, path: str) -> Document:
    """A note, parsed."""
    from site_builder.notes.document import parse_document

    return parse_document(source(db, path) or Source(path, "", ""))


@query
def vocabulary(db: Database) -> Vocabulary:
    """The settings that reading a note depends on."""
    settings = config(db)
    return Vocabulary(settings.words, settings.kinds)


@query
def types_by_glob(db: Database) -> tuple[tuple[str, str], ...]:
    """The settings that a note's type depends on."""
    return config(db).types


@light_query
def reading(db: Database, path: str) -> Reading:
    """A note's entry, the places of its anchors, and what is wrong in it."""
    from site_builder.notes.document import decode_entry

    return decode_entry(document(db, path), type_by_path(types_by_glob(db), path), vocabulary(db))


def read_as(db: Database, source: Source) -> tuple[Document, Reading]:
    """What a note would be with another source; not remembered."""
    from site_builder.notes.document import decode_entry, parse_document

    parsed = parse_document(source)
    return parsed, decode_entry(parsed, type_by_path(types_by_glob(db), source.path), vocabulary(db))


@query
def places(db: Database, path: str) -> Places:
    """Where the anchors of a note stand."""
    return Places.of(reading(db, path).places)


@query
def reading_findings(db: Database, path: str) -> tuple[Finding, ...]:
    """What is wrong in a note alone."""
    return reading(db, path).findings


@query
def entry(db: Database, path: str) -> Entry:
    """A note's entry. A line inserted above changes places and stops here."""
    return reading(db, path).entry


@query
def identity(db: Database, path: str) -> Identity:
    """What a note is called."""
    return identify(entry(db, path))


# ---------------------------------------------------------------- names


@query
def note_paths(db: Database) -> tuple[str, ...]:
    """All notes, by path."""
    return inventory(db).notes


@collected_query(note_paths, lambda path: (identity, (path,)))
def identities() -> None:
    """What each note is called."""


@light_query
def names(db: Database) -> Names:
    """The names of all notes."""
    return index_names(identities(db).values())


@query
def files_by_tail(db: Database) -> dict[str, tuple[str, ...]]:
    """All files, notes and attachments, by their folded file name."""
    tails: dict[str, list[str]] = {}
    files = inventory(db)
    for path in (*files.notes, *(attachment.path for attachment in files.attachments)):
        tails.setdefault(fold_path(posixpath.basename(path)), []).append(path)
    return {tail: tuple(paths) for tail, paths in tails.items()}


@query
def files_by_path(db: Database) -> dict[str, str]:
    """All files by their folded path."""
    files = inventory(db)
    return {fold_path(path): path for path in (*(item.path for item in files.attachments), *files.notes)}


@keyed_query(files_by_path)
def file_of(db: Database, folded: str) -> str:
    """The file of a path, in any case; or nothing."""
    return files_by_path(db).get(folded, "")


@keyed_query(files_by_tail)
def tail_of(db: Database, folded: str) -> tuple[str, ...]:
    """The files of a name, in any case."""
    return files_by_tail(db).get(folded, ())


@query
def types(db: Database) -> dict[str, str]:
    """The type of each note."""
    return names(db).types


@keyed_query(types)
def type_of(db: Database, path: str) -> str:
    """The type of a note; nothing for other files."""
    return types(db).get(path, "")


@query
def fits_by_name(db: Database) -> dict[str, Fits]:
    """The notes that each folded name fits."""
    return names(db).fits


@keyed_query(fits_by_name)
def filed(db: Database, folded: str) -> Fits:
    """The notes that a folded name fits."""
    return fits_by_name(db).get(folded, NOBODY)


@query
def cards_of(db: Database, path: str) -> tuple[tuple[str, str], ...]:
    """The names in a note, folded and as typed, that make a card because no contact or org has them."""
    found: dict[str, str] = {}
    for ref in card_refs(entry(db, path)):
        target = find(db, ref, path, with_cards=False)
        if target.kind in ("", "note", "file", "goal", "event", "meeting") and not target.rivals:
            folded = fold_name(ref.target)
            # A label is the name, better typed, or other words for it: `[[carla-diaz|Carla Díaz]]`, `[[carla|her]]`.
            found.setdefault(folded, ref.label if fold_name(ref.label) == folded else ref.target)
    return tuple(found.items())


@collected_query(note_paths, lambda path: (cards_of, (path,)))
def cards_by_note() -> None:
    """The cards that each note makes."""


@query
def cards(db: Database) -> dict[str, tuple[str, ...]]:
    """All cards by folded name, with the ways in which they were typed, the most frequent first."""
    typed: dict[str, dict[str, int]] = {}
    for made in cards_by_note(db).values():
        for folded, text in made:
            counts = typed.setdefault(folded, {})
            counts[text] = counts.get(text, 0) + 1
    return {folded: tuple(sorted(counts, key=lambda text: (-counts[text], text))) for folded, counts in typed.items()}


@keyed_query(cards)
def typed_as(db: Database, folded: str) -> tuple[str, ...]:
    """The ways in which the name of a card was typed."""
    return cards(db).get(folded, ())


@keyed_query(cards)
def has_card(db: Database, folded: str) -> bool:
    """Whether a folded name is that of a card."""
    return folded in cards(db)


def find(db: Database, ref: Ref, path: str, with_cards: bool = True) -> Found:
    """Resolve a reference made in a note (or, with an empty path, anywhere), `with_cards` also to a card."""

    def lookup(folded: str) -> Fits:
        fits = filed(db, folded)
        if with_cards and has_card(db, folded):
            return Fits(fits.ids, fits.names, fits.aliases, fits.stems, True)
        return fits

    return find_target(
        ref,
        path,
        lookup,
        lambda folded: file_of(db, folded),
        lambda tail: tail_of(db, tail),
        lambda at: type_of(db, at),
    )


# ---------------------------------------------------------------- the journal


@query
def called(db: Database, key: str) -> tuple[str, ...]:
    """The name and aliases of a person, an organisation or a note."""
    if key.startswith(CARD):
        folded = key.removeprefix(CARD)
        typed = typed_as(db, folded) or (folded,)
        return (spoken(typed[0]), *typed[1:])
    if key == ME:
        mine = paths_of(db, "me")
        own = identity(db, mine[0]) if mine else None
        return (own.name, *own.aliases) if own else ("You",)
    about_note = identity(db, key)
    return (about_note.name, *about_note.aliases)


@query
def resolved(db: Database, path: str) -> Resolved:
    """A note with its references resolved, its meetings, and whom its lines concern."""
    return _resolved(db, entry(db, path))


def _resolved(db: Database, note: Entry) -> Resolved:
    path = note.path
    return resolve_note(note, lambda ref: find(db, ref, path), lambda key: called(db, key), config(db).group_max)


@query
def paths_of(db: Database, type_name: str) -> tuple[str, ...]:
    """The notes of a type, by path."""
    type_of_each = names(db).types
    return tuple(path for path in note_paths(db) if type_of_each[path] == type_name)


@query
def people(db: Database) -> tuple[str, ...]:
    """The keys of all people, contacts and cards, by name."""
    keys = [*paths_of(db, "contact"), *(CARD + folded for folded in cards(db))]
    return tuple(sorted(keys, key=lambda key: (fold_name(called(db, key)[0]), key)))


@query
def person(db: Database, key: str) -> Person:
    """A contact, or a card."""
    name, *aliases = called(db, key)
    if key.startswith(CARD) or key == ME:
        return Person(key, name, key.removeprefix(CARD).replace(" ", "-"), tuple(aliases))
    return Person(key, name, identity(db, key).id, tuple(aliases), key)


@collected_query(note_paths, lambda path: (resolved, (path,)), Resolved.concerns)
def concerns_by_note() -> None:
    """The keys that figure in each note."""


@query
def about_index(db: Database) -> dict[str, tuple[str, ...]]:
    """For each key, the notes in which it figures."""
    return _inverted(concerns_by_note(db).items())


@keyed_query(about_index)
def about(db: Database, key: str) -> tuple[str, ...]:
    """The notes in which a key figures, its own left out."""
    return tuple(path for path in about_index(db).get(key, ()) if path != key)


@collected_query(note_paths, lambda path: (resolved, (path,)), Resolved.linked)
def links_by_note() -> None:
    """The keys to which the prose of each note links."""


@query
def link_index(db: Database) -> dict[str, tuple[str, ...]]:
    """For each key, the notes whose prose links to it."""
    return _inverted(links_by_note(db).items())


@keyed_query(link_index)
def linked_from(db: Database, key: str) -> tuple[str, ...]:
    """The notes whose prose links to a key."""
    return link_index(db).get(key, ())


def _inverted(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for path, keys in pairs:
        for key in keys:
            index.setdefault(key, []).append(path)
    return {key: tuple(paths) for key, paths in index.items()}


@query
def interactions(db: Database, key: str) -> tuple[Interaction, ...]:
    """The meetings in which a person, an organisation or an event figures, oldest first."""
    own = (key,) if type_of(db, key) else ()
    found = [
        interaction
        for path in dict.fromkeys((*own, *about(db, key)))
        for interaction in resolved(db, path).interactions
        if key in interaction.people or key in interaction.orgs or key == interaction.event
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.time, each.path, each.anchor)))


@query
def statements(db: Database, key: str) -> tuple[Statement, ...]:
    """The lines that concern a person, oldest first, undated ones last."""
    own = (key,) if type_of(db, key) else ()
    found = [
        statement
        for path in dict.fromkeys((*own, *about(db, key)))
        for statement in resolved(db, path).statements
        if key in statement.people or key in statement.sides
    ]
    return tuple(sorted(found, key=lambda each: (each.day or date.max, each.path, each.line.item)))


@query
def derived(db: Database, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    """What a pure function of the journal gives."""
    return function(Asked(db), *args)


@collected_query(note_paths, lambda _, path: (entry, (path,)), lambda function, found: function(found))
def of_entries(function: Callable[[Entry], Any]) -> None:
    """What a pure function of an entry gives for each note."""


@collected_query(note_paths, lambda _, path: (resolved, (path,)), lambda function, found: function(found))
def of_resolved(function: Callable[[Resolved], Any]) -> None:
    """What a pure function of a resolved note gives for each."""


@collected_query(people, lambda function, key: (derived, (function, (key,))))
def of_people(function: Callable[..., Any]) -> None:
    """What a pure function of the journal gives for each person."""


class Asked:
    """The journal as relations, rules and views see it: every question goes to the database, and is recorded there."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @property
    def today(self) -> date:
        return today(self._db)

    @property
    def config(self) -> Config:
        return config(self._db)

    @property
    def root(self) -> str:
        return root(self._db)

    @property
    def is_as_of(self) -> bool:
        return is_as_of(self._db)

    @property
    def is_shared(self) -> bool:
        return is_shared(self._db)

    @property
    def inventory(self) -> Inventory:
        return inventory(self._db)

    def paths(self, type_name: str = "") -> tuple[str, ...]:
        return paths_of(self._db, type_name) if type_name else note_paths(self._db)

    def ask(self, function: Callable[Concatenate[Any, Args], Value], *args: Args.args, **kwargs: Args.kwargs) -> Value:
        assert not kwargs, "questions take positional arguments, so that each has one spelling"
        return derived(self._db, function, args)  # type: ignore[no-any-return]

    def of_entries(self, function: Callable[[Entry], Value]) -> Mapping[str, Value]:
        return of_entries(self._db, function)

    def of_resolved(self, function: Callable[[Resolved], Value]) -> Mapping[str, Value]:
        return of_resolved(self._db, function)

    def of_people(self, function: Callable[[Any, str], Value]) -> Mapping[str, Value]:
        return of_people(self._db, function)

    def entry(self, path: str) -> Entry:
        return entry(self._db, path)

    def document(self, path: str) -> Document:
        return document(self._db, path)

    def reading(self, path: str) -> Reading:
        return reading(self._db, path)

    def found_in(self, path: str) -> tuple[Finding, ...]:
        return raw_findings(self._db, path)

    def suppose(self, path: str, text: str) -> Asked:
        return _Supposed(self._db, *read_as(self._db, Source(path, text, "")))

    def read_again(self, path: str, text: str) -> tuple[Document, Reading]:
        """What a note would say if this were its text."""
        return read_as(self._db, Source(path, text, ""))

    @property
    def vocabulary(self) -> Vocabulary:
        return vocabulary(self._db)

    def find(self, ref: Ref, path: str) -> Found:
        return find(self._db, ref, path)

    def identity(self, path: str) -> Identity:
        return identity(self._db, path)

    def resolved(self, path: str) -> Resolved:
        return resolved(self._db, path)

    def people(self) -> tuple[str, ...]:
        return people(self._db)

    def person(self, key: str) -> Person:
        return person(self._db, key)

    def name(self, key: str) -> str:
        return called(self._db, key)[0]

    def names_like(self, folded: str) -> Fits:
        return filed(self._db, folded)

    def cards(self) -> dict[str, tuple[str, ...]]:
        return cards(self._db)

    def about(self, key: str) -> tuple[str, ...]:
        return about(self._db, key)

    def linked_from(self, key: str) -> tuple[str, ...]:
        return linked_from(self._db, key)

    def interactions(self, key: str) -> tuple[Interaction, ...]:
        return interactions(self._db, key)

    def statements(self, key: str) -> tuple[Statement, ...]:
        return statements(self._db, key)

    @property
    def search_folder(self) -> str:
        return search_folder(self._db)

    def address(self, key: str) -> str:
        return address(self._db, key)

    def reported(self, path: str) -> tuple[Reported, ...]:
        return findings_of(self._db, path)

    def listed(self) -> tuple[Reported, ...]:
        """The facts that the baseline lists, and that are not reported."""
        return reported(self._db)[2]

    def all_reported(self) -> tuple[Reported, ...]:
        return findings(self._db)

    @property
    def config_text(self) -> str:
        return config_text(self._db)

    def locate(self, path: str, anchor: str) -> Position:
        return located(self._db, path, anchor)

    def lines(self, path: str, anchor: str) -> tuple[int, int]:
        return lines_of(self._db, path, anchor)

    def line_count(self, path: str) -> int:
        return len(line_index(self._db, path).starts)

    def line_text(self, path: str, line: int) -> str:
        return line_text(self._db, path, line)


class _Supposed(Asked):
    """The journal with one note as it would be with another text. Nothing of that note is remembered."""

    def __init__(self, db: Database, document: Document, reading: Reading) -> None:
        super().__init__(db)
        self._document, self._reading = document, reading
        self._resolved = _resolved(db, reading.entry)
        self._answers: dict[tuple[object, ...], Any] = {}

    def ask(self, function: Callable[Concatenate[Any, Args], Value], *args: Args.args, **kwargs: Args.kwargs) -> Value:
        cell = (function, *args)
        if cell not in self._answers:
            self._answers[cell] = function(self, *args, **kwargs)
        return self._answers[cell]  # type: ignore[no-any-return]

    def entry(self, path: str) -> Entry:
        return self._reading.entry if path == self._document.path else super().entry(path)

    def document(self, path: str) -> Document:
        return self._document if path == self._document.path else super().document(path)

    def reading(self, path: str) -> Reading:
        return self._reading if path == self._document.path else super().reading(path)

    def resolved(self, path: str) -> Resolved:
        return self._resolved if path == self._document.path else super().resolved(path)

    def found_in(self, path: str) -> tuple[Finding, ...]:
        if path != self._document.path:
            return super().found_in(path)
        from site_builder.lint.catalogue import check_note

        return (*self._reading.findings, *self._resolved.findings, *check_note(self, path))


# ---------------------------------------------------------------- findings


@query
def raw_findings(db: Database, path: str) -> tuple[Finding, ...]:
    """What is to say about a note, by reading it, resolving it, and by each rule that looks at one note."""
    from site_builder.lint.catalogue import check_note

    alone = reading_findings(db, path)
    return (*alone, *resolved(db, path).findings, *check_note(Asked(db), path))


@query
def journal_findings(db: Database) -> tuple[Finding, ...]:
    """What is to say about the journal as a whole: its settings, its files, and rules that compare notes."""
    from site_builder.lint.catalogue import check_journal

    return (*config_findings(db), *inventory(db).problems, *check_journal(Asked(db)))


@query
def baseline(db: Database) -> Baseline:
    """The facts that are known, and not reported."""
    from site_builder.lint.baseline import read_baseline

    return read_baseline(baseline_text(db), config(db).lint.baseline)


def line_at(db: Database, finding: Finding) -> str:
    """The line on which a finding is reported."""
    return line_text(db, finding.path, located(db, finding.path, finding.anchor).line)


@collected_query(note_paths, lambda path: (raw_findings, (path,)))
def found_in_notes() -> None:
    """What there is to say about each note."""


@query
def reported(db: Database) -> tuple[tuple[Reported, ...], tuple[Reported, ...], tuple[Reported, ...]]:
    """All findings with their severities, after suppression; those that were suppressed; and those that the baseline
    lists."""
    from site_builder.lint.baseline import hold_against
    from site_builder.lint.catalogue import RULES
    from site_builder.lint.suppression import apply_suppressions, told_besides

    found = [finding for each in found_in_notes(db).values() for finding in each]
    known = baseline(db)
    wrong = (known.problem,) if known.problem else ()
    told, silenced = apply_suppressions((*found, *journal_findings(db), *wrong), Asked(db), RULES)
    if not known.entries:
        return told, silenced, ()
    new, old, stale = hold_against(
        known, told, silenced, lambda each: line_at(db, each), (rule.name for rule in RULES if rule.clocked)
    )
    return told_besides(new, () if is_as_of(db) else stale, Asked(db), RULES), silenced, old


@query
def findings(db: Database) -> tuple[Reported, ...]:
    """All open findings, facts by place, then nudges by person. A shared site has none: they are for the owner."""
    return () if is_shared(db) else reported(db)[0]


@query
def findings_index(db: Database) -> dict[str, tuple[Reported, ...]]:
    """The open findings by note."""
    index: dict[str, list[Reported]] = {}
    for each in findings(db):
        index.setdefault(each.finding.path, []).append(each)
    return {path: tuple(found) for path, found in index.items()}


@keyed_query(findings_index)
def findings_of(db: Database, path: str) -> tuple[Reported, ...]:
    """The open findings of one note."""
    return findings_index(db).get(path, ())


@query
def line_index(db: Database, path: str) -> LineIndex:
    """Where the lines of a note start."""
    text = source(db, path)
    return LineIndex.of(text.text if text else "")


@query
def span_of(db: Database, path: str, anchor: str) -> Span | None:
    """Where an anchor stands in its note."""
    return places(db, path).get(anchor) if source(db, path) else None


@query
def located(db: Database, path: str, anchor: str) -> Position:
    """The line and column of an anchor in its file; of the settings file, anchors are `line:N`."""
    text = source(db, path)
    if text is None:
        number = anchor.removeprefix("line:")
        return Position(int(number), 1) if number.isdigit() else Position(1, 1)
    span = span_of(db, path, anchor)
    at = line_index(db, path).position(span.start) if span else Position(1, 1)
    return Position(text.in_file(at.line), at.column)


@query
def lines_of(db: Database, path: str, anchor: str) -> tuple[int, int]:
    """The first and the last line of an anchor in its file."""
    text = source(db, path)
    span = span_of(db, path, anchor) if text else None
    if text is None or span is None:
        line = located(db, path, anchor).line
        return line, line
    index = line_index(db, path)
    first, last = index.position(span.start).line, index.position(max(span.start, span.end - 1)).line
    return text.in_file(first), text.in_file(last)


@query
def line_text(db: Database, path: str, line: int) -> str:
    """A line of a note, of the settings file or of the baseline, as it stands; nothing beyond the end, and of a line
    that was left out."""
    text = source(db, path)
    if text:
        index, line = line_index(db, path), text.in_text(line)
    else:
        others = {CONFIG_NAME: config_text, config(db).lint.baseline: baseline_text}
        index = LineIndex.of(others[path](db) if path in others else "")
    return index.line_text(line) if 1 <= line <= len(index.starts) else ""


# ---------------------------------------------------------------- pages


@query
def addresses(db: Database) -> dict[str, str]:
    """The path of the page of each note and card, from the site's root."""
    return give_addresses(identities(db).items(), tuple(cards(db)))


@keyed_query(addresses)
def address(db: Database, key: str) -> str:
    """The page of a key, from the site's root; nothing if it has none."""
    return addresses(db).get(key, "")


@late_query
def page_ids(db: Database) -> tuple[PageId, ...]:
    """Every page of the site: its path and what it is a page of."""
    from site_builder.site.pages import all_kinds

    asked, kinds = Asked(db), [kind for kind in all_kinds() if not (kind.for_owner and is_shared(db))]
    return tuple(page for kind in kinds for page in kind.pages(asked))


def _rendered(draft: tuple[Theme, View]) -> bytes:
    from site_builder.site.render import render_page

    return render_page(*draft)


@drafted_query(_rendered)
def page(db: Database, which: PageId) -> tuple[Theme, View]:
    """A page: rendered from its view, which is all that is asked for."""
    from site_builder.site.pages import kind_of

    used = theme(db)
    assert used is not None, "a page is asked for only after the theme is set"
    return used, kind_of(which.kind).view(Asked(db), which)


@late_query
def search_folder(db: Database) -> str:
    """The folder of the search data."""
    return search_address(key(db))


@late_query
def ledger_files(db: Database) -> tuple[str, ...]:
    """The scripts that hold the ledger, by name: one a year."""
    from site_builder.site.pages.ledger_data import file_names

    return file_names(Asked(db))


@transient_query
def ledger_file(db: Database, name: str) -> bytes:
    """A year of the ledger, as a script."""
    from site_builder.site.pages.ledger_data import ledger_script

    return ledger_script(Asked(db), name)


@late_query
def search_files(db: Database) -> tuple[str, ...]:
    """The scripts that hold the search data, by name."""
    from site_builder.site.search.files import file_names

    return file_names(Asked(db))


@transient_query
def search_file(db: Database, name: str) -> bytes:
    """A script of search data."""
    from site_builder.site.search.files import search_script

    return search_script(Asked(db), name)


@late_query
def used_files(db: Database) -> tuple[str, ...]:
    """The attachments that some note shows or links to, of the kinds that are published."""
    from site_builder.site.attachments import files_used_in

    return tuple(sorted({path for used in of_resolved(db, files_used_in).values() for path in used}))
