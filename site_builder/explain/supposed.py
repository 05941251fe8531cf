"""The journal as it would be on another day, or without what keeps a rule quiet: the same rules are asked of it, so
that an explanation computes nothing a second time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Concatenate

from site_builder.journal.model import Args, Interaction, Journal, Statement, Value
from site_builder.lint.rules.dates import date_anchor
from site_builder.notes.dates import When
from site_builder.notes.entry import Entry
from site_builder.notes.schema import Contact, Dated
from site_builder.pipeline import Asked
from site_builder.query import Database
from site_builder.relations.balance import EXEMPT
from site_builder.relations.standing import SILENT
from site_builder.relations.ties import NEWLY_KNOWN, Tie, promised_to, tie
from site_builder.relations.words import counted
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Quiet:
    """Something that may keep a nudge about a person quiet: which (`status`, `cadence`, `mode`, `new`, `arranged`,
    `ahead`, `promise`, `theirs`), in words, and where it stands."""

    kind: str
    words: str
    path: str = ""
    anchor: str = "note"


def quiets(journal: Journal, key: str) -> tuple[Quiet, ...]:
    """All of it that there is about a person today; whether it matters to a rule is for the rule to say."""
    knot, path, today = journal.ask(tie, key), journal.person(key).path, journal.today
    stands, arranged, wish = knot.standing, knot.rhythm.arranged, knot.ahead
    found = []
    if stands.status in SILENT:
        found.append(Quiet("status", f"Their status is {stands.status}.", path, "key:status"))
    if stands.cadence is not None and not stands.cadence.unit:
        own = path and "cadence" in journal.entry(path).written
        found.append(Quiet("cadence", "No contact is wished for.", path, "key:cadence" if own else "key:circle"))
    if stands.mode in EXEMPT:
        written = journal.entry(path).written if path else ()
        found.append(
            Quiet("mode", f"The mode is {stands.mode}.", path, "key:mode" if "mode" in written else "key:side")
        )
    if knot.since and (today - knot.since).days < NEWLY_KNOWN:
        days = counted((today - knot.since).days, "day")
        found.append(Quiet("new", f"You have known them for {days}, since {knot.since}."))
    if arranged:
        at = date_anchor(journal.entry(arranged.path)) if arranged.anchor == "note" else arranged.anchor
        found.append(Quiet("arranged", f"A meeting is arranged for {arranged.day}.", arranged.path, at))
    if wish:
        at = wish.meeting.anchor if wish.meeting and wish.meeting.source == "section" else "field:follow_up"
        where = wish.meeting.path if wish.meeting else path
        found.append(Quiet("ahead", f"You want to be in touch by {wish.by}.", where, at))
    for kind, whose, theirs in (("promise", "yours to them", False), ("theirs", "theirs to you", True)):
        said = journal.statements(key)
        promises = [(due, each) for each in said for due in promised_to((each,), key, theirs=theirs)]
        if promises:
            due, nearest = min(promises, key=lambda pair: abs((pair[0] - today).days))
            found.append(Quiet(kind, f"A promise of {whose} is due on {due}.", nearest.path, nearest.line.anchor))
    return tuple(found)


class Supposed(Asked):
    """The journal, supposing that it is `day`, that no suppression holds, and that of what is there about the person
    `key` the kinds of `Quiet` in `without` were not."""

    def __init__(self, db: Database, day: date, key: str = "", without: frozenset[str] = frozenset()) -> None:
        super().__init__(db)
        self._day, self._key, self._without = day, key, without
        self._answers: dict[tuple[object, ...], Any] = {}

    @property
    def today(self) -> date:
        return self._day

    def ask(self, function: Callable[Concatenate[Any, Args], Value], *args: Args.args, **kwargs: Args.kwargs) -> Value:
        assert not kwargs
        cell = (function, *args)
        if cell not in self._answers:
            answer: Any = function(self, *args, **kwargs)
            self._answers[cell] = self._unsilenced(answer) if isinstance(answer, Tie) else answer
        return self._answers[cell]  # type: ignore[no-any-return]

    def _unsilenced(self, knot: Tie) -> Tie:
        new = knot.key == self._key and "new" in self._without
        return replace(knot, ignored=frozenset(), since=None if new else knot.since)

    def entry(self, path: str) -> Entry:
        entry = super().entry(path)
        if path != self._key or not self._without or not isinstance(entry.fields, Contact):
            return entry
        fields = entry.fields
        if "status" in self._without:
            fields = replace(fields, status=Dated())
        if "mode" in self._without:
            fields = replace(fields, mode="exchange")
        if "cadence" in self._without and fields.cadence and not fields.cadence.unit:
            fields = replace(fields, cadence=None)
        if "ahead" in self._without and isinstance(fields.follow_up, When) and fields.follow_up.last >= self._day:
            fields = replace(fields, follow_up=None)
        return replace(entry, fields=fields)

    def interactions(self, key: str) -> tuple[Interaction, ...]:
        found = super().interactions(key)
        if key != self._key:
            return found
        if "arranged" in self._without:
            found = tuple(each for each in found if not each.arranged(self._day))
        if "ahead" in self._without:
            found = tuple(
                replace(each, follow_up=None) if each.follow_up and each.follow_up >= self._day else each
                for each in found
            )
        return found

    def statements(self, key: str) -> tuple[Statement, ...]:
        found = super().statements(key)
        if key == self._key and "promise" in self._without:
            found = tuple(each for each in found if not promised_to((each,), key))
        if key == self._key and "theirs" in self._without:
            found = tuple(
                replace(each, line=replace(each.line, due=None, moved=()))
                if promised_to((each,), key, theirs=True)
                else each
                for each in found
            )
        return found
