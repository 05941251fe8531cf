"""Rules about days that cannot be right, as two notes or two parts of one note contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from site_builder.finding import Finding
from site_builder.journal.model import NOT_CONTACT, Interaction
from site_builder.lint.rule import Checked, Rule, rule_of_note
from site_builder.lint.rules.front_fixes import NAME_DATE_MISMATCH
from site_builder.notes.dates import Duration, When, add, parse_when
from site_builder.notes.entry import Entry
from site_builder.notes.lines import Line
from site_builder.notes.schema import Contact, Dated, Event, Me, Meeting

_AT_A_DISTANCE = frozenset({"email", "message", "mail", "chat", "letter", "phone", "call", "video"})
_FIRST_YEAR = 1900
_DAY = 24 * 60
_AHEAD = Duration(5, "y")


def check_name_date_mismatch(journal: Checked, path: str) -> Iterator[Finding]:
    """A meeting or an event whose file is named for another day than its `date:`.

    Why: one of them is wrong, and the page of the person says that you met on the wrong day.

    Wrong:
        date: 2026-06-06 (in meetings/2026-06-05-ada-coffee.md)

    Right:
        date: 2026-06-05

    Settings: none.

    Quiet: a month or year that holds the day; a day between an event's `date:` and `until:`.
    """
    entry = journal.entry(path)
    fields = entry.fields
    named = parse_when(entry.id[:10]) if len(entry.id) >= 10 and not entry.id[10:11].isdigit() else None
    if not isinstance(fields, Meeting | Event) or fields.date is None or named is None or not named.exact:
        return
    last = fields.until.last if isinstance(fields, Event) and fields.until else fields.date.last
    if not fields.date.first <= named.first <= last:
        message = f"The file is named for {named}, and its `date:` is {fields.date}."
        yield Finding(path, "field:date", "name-date-mismatch", message, "Correct the one that is wrong.")


def check_before_you_met(journal: Checked, path: str) -> Iterator[Finding]:
    """A meeting before the day on which you met, as the contact's `met:` has it.

    Why: one of the two days is wrong, and how long you have known somebody is counted from the first.

    Wrong:
        met: 2026-06-05 (and a coffee with Ada in meetings/2026-01-05-ada.md)

    Right:
        met: 2026-01-05

    Settings: none.

    Quiet: letters, messages, calls and video, which come before meeting; broadcasts, presentations and crowds; what was
    planned or cancelled. Told once a contact.
    """
    fields = journal.entry(path).fields
    if not isinstance(fields, Contact) or fields.met is None:
        return
    met = fields.met.first
    before = [
        each
        for each in journal.interactions(path)
        if each.day < met and _took_place(each) and not each.group and each.kind not in (NOT_CONTACT | _AT_A_DISTANCE)
    ]
    if before:
        message = f"`met` says {fields.met}, and {_listed(before)} earlier."
        yield Finding(path, "field:met", "before-you-met", message, "Correct the day that is wrong.")


def _took_place(interaction: Interaction) -> bool:
    return not (interaction.planned or interaction.cancelled)


def _listed(interactions: list[Interaction]) -> str:
    """The first of some meetings, and how many there are."""
    first = interactions[0]
    if len(interactions) == 1:
        return f"the meeting of {first.day} (`{first.path}`) is"
    return f"{len(interactions)} meetings, the first of {first.day} (`{first.path}`), are"


def check_after_closing(journal: Checked, path: str) -> Iterator[Finding]:
    """A meeting with somebody after the day on which they died, where `status` says the day.

    Why: the meeting was with somebody else, or the day is wrong; neither should stay.

    Wrong:
        status:
          - 2025-03-02: deceased (and a coffee with them in meetings/2025-11-20-coffee.md)

    Right:
        The meeting with whom it was.

    Settings: none.

    Quiet: a status without a date; what was planned or cancelled.
    """
    fields = journal.entry(path).fields
    if not isinstance(fields, Contact):
        return
    for number, (since, values) in enumerate(fields.status.entries):
        if since is None or "deceased" not in values:
            continue
        later = (date.max, *(next_one.first for next_one, _ in fields.status.entries[number + 1 :] if next_one))
        after = [
            each for each in journal.interactions(path) if since.last < each.day < min(later) and _took_place(each)
        ]
        if after:
            message = f"`status` says deceased since {since}, and {_listed(after)} later."
            remedy = "If a day is wrong, correct it; a farewell is no meeting with them: tell it in words."
            yield Finding(path, f"field:status.{number}", "after-closing", message, remedy)


def check_done_before_made(journal: Checked, path: str) -> Iterator[Finding]:
    """A task with a `done:` before the day of its line.

    Why: a promise kept before it was made is a slip of the pen, and spoils how reliably you keep them.

    Wrong:
        - [x] send the slides done:2025-06-07 (in a note of 2026-06-05)

    Right:
        - [x] send the slides done:2026-06-07

    Settings: none.

    Quiet: where the line has no day; in an event outside `## Met`, and in a meeting that was planned or cancelled,
    where tasks are what was to be done before.
    """
    for line in _tasks_after(journal.entry(path)):
        if line.done and line.day and line.done.last < line.day:
            message = f"This was done on {line.done}, before its own day, {line.day}."
            yield Finding(path, line.anchor, "done-before-made", message, "Correct `done:`, or add `on:` with its day.")


def check_due_before_made(journal: Checked, path: str) -> Iterator[Finding]:
    """A task with a `due:` before the day of its line.

    Why: a deadline that had passed when it was made is a slip of the pen, and the promise would be late from the start.

    Wrong:
        - [ ] send the slides due:2025-06-12 (in a note of 2026-06-05)

    Right:
        - [ ] send the slides due:2026-06-12

    Settings: none.

    Quiet: where the line has no day; in an event outside `## Met`, and in a meeting that was planned or cancelled,
    where tasks are what was to be done before.
    """
    for line in _tasks_after(journal.entry(path)):
        if line.due and line.day and line.due.last < line.day:
            message = f"This is due on {line.due}, before its own day, {line.day}."
            yield Finding(path, line.anchor, "due-before-made", message, "Correct `due:`, or add `on:` with its day.")


def _tasks_after(entry: Entry) -> Iterator[Line]:
    """The tasks of a note that came out of a meeting, and not before it."""
    fields = entry.fields
    if isinstance(fields, Meeting) and (fields.planned or fields.cancelled):
        return
    for line in entry.lines:
        if line.kind == "task" and not (isinstance(fields, Event) and entry.meaning(line) != "met"):
            yield line


def check_odd_year(journal: Checked, path: str) -> Iterator[Finding]:
    """A day before 1900, or more than five years ahead, on which something is said to have happened or begun.

    Why: a year with a digit wrong puts a meeting where nobody looks for it.

    Wrong:
        date: 2206-06-05

    Right:
        date: 2026-06-05

    Settings: none.

    Quiet: deadlines, birthdays, and dates inside prose. It passes by itself when the day comes near.
    """
    entry = journal.entry(path)
    latest = add(journal.today, _AHEAD)
    dated: list[tuple[When | date | None, str]] = [(entry.day, date_anchor(entry))]
    dated += [(section.date, section.anchor) for section in entry.sections]
    known = {when.first for when in (entry.day, *(section.date for section in entry.sections)) if when}
    dated += [(line.day, line.anchor) for line in entry.lines if line.day not in known]
    dated += [(since, f"field:{name}.{number}") for name, number, since in _histories(entry.fields)]
    if isinstance(entry.fields, Contact):
        dated += [(entry.fields.met, "field:met"), (entry.fields.reviewed, "field:reviewed")]
    for when, anchor in dated:
        day = when.first if isinstance(when, When) else when
        if day and (day.year < _FIRST_YEAR or day > latest):
            which = f"before {_FIRST_YEAR}" if day.year < _FIRST_YEAR else "more than five years ahead"
            yield Finding(path, anchor, "odd-year", f"{when} is {which}.", "Correct the year.")


def _histories(fields: object) -> Iterator[tuple[str, int, When | None]]:
    """From when each value of a field with a history held."""
    for name in fields.__slots__ if isinstance(fields, Contact | Me) else ():
        value = getattr(fields, name)
        if isinstance(value, Dated):
            yield from ((name, number, since) for number, (since, _) in enumerate(value.entries))


def date_anchor(entry: Entry) -> str:
    """Where a note says its own day: in its field, else (as the file's name has no line) the note."""
    return "field:date" if "date" in entry.written else "note"


def check_outcome_in_future(journal: Checked, path: str) -> Iterator[Finding]:
    """A meeting more than a day ahead in which something was already given, received or kept.

    Why: it has taken place, so its day is wrong; until that day comes, nothing in it counts.

    Wrong:
        date: 2027-06-05 (today is 2026-06-06, and the note says what Ada gave you)

    Right:
        date: 2026-06-05

    Settings: none.

    Quiet: tasks done before the meeting, which say so with `done:`; what was planned or cancelled. It passes by
    itself when the day comes.
    """
    entry = journal.entry(path)
    limit = journal.today + timedelta(days=1) if journal.today < date.max else date.max
    fields = entry.fields
    if isinstance(fields, Meeting) and (fields.planned or fields.cancelled):
        return
    days: list[tuple[date, str, list[Line]]] = []
    if isinstance(fields, Meeting) and entry.day:
        days.append((entry.day.first, date_anchor(entry), list(entry.lines)))
    for section in entry.sections:
        lines = [line for line in entry.lines if entry.section(line) is section]
        days.append((section.date.first, section.anchor, lines))
    for day, anchor, lines in days:
        if day > limit and any(_tells_outcome(line, limit) for line in lines):
            # Without their number, which would change from day to day.
            message = f"This meeting is on {day}, which lies ahead, and what came of it is told already."
            yield Finding(path, anchor, "outcome-in-future", message, "Correct the date.")


def check_odd_minutes(journal: Checked, path: str) -> Iterator[Finding]:
    """A meeting that took no time at all, or longer than a day.

    Why: a digit too few or too many makes one coffee the time that you had for somebody all year, or none.

    Wrong:
        minutes: 6000

    Right:
        minutes: 60

    Settings: none.

    Quiet: meetings without `minutes`, and up to 24 hours.
    """
    entry = journal.entry(path)
    lengths = [(entry.fields.minutes, "field:minutes")] if isinstance(entry.fields, Meeting) else []
    for minutes, anchor in (*lengths, *((section.minutes, section.anchor) for section in entry.sections)):
        if minutes is not None and not 0 < minutes <= _DAY:
            more = f", which is {minutes / 60:.0f} hours" if minutes else ""
            message = f"This meeting took {minutes} minutes{more}."
            yield Finding(path, anchor, "odd-minutes", message, "Correct the number, or take it out.")


def _tells_outcome(line: Line, limit: date) -> bool:
    if line.kind in ("gave", "got"):
        return line.day is None or line.day > limit
    return line.state == "kept" and (line.done is None or line.done.first > limit)


RULES: tuple[Rule, ...] = (
    rule_of_note(check_name_date_mismatch, "warning", fix=NAME_DATE_MISMATCH),
    rule_of_note(check_before_you_met, "warning"),
    rule_of_note(check_done_before_made, "warning"),
    rule_of_note(check_due_before_made, "warning"),
    rule_of_note(check_after_closing, "warning"),
    rule_of_note(check_odd_year, "warning", clocked=True),
    rule_of_note(check_odd_minutes, "warning"),
    rule_of_note(check_outcome_in_future, "warning", clocked=True),
)
