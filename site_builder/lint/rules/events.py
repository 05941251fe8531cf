"""Nudges about events: what to go there for, and what to write down and do afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.finding import Finding
from site_builder.lint.nudges import days_since, named
from site_builder.lint.rule import Checked, Rule, nudge_of_note
from site_builder.lint.rules.dates import date_anchor
from site_builder.notes.entry import Entry
from site_builder.relations.calendar import event_days
from site_builder.relations.events import Met, objectives, people_met
from site_builder.relations.standing import contact_of
from site_builder.relations.words import counted

BEFORE = range(8)
NOTES = range(2, 31)
SCORES = range(3, 31)
FOLLOWED = range(14, 46)


def check_no_objective(journal: Checked, path: str) -> Iterator[Finding]:
    """An event within a week, and no word of what you go there for.

    Why: two lines written before are worth more than two hours there.

    Wrong:
        date: 2026-06-12 (and it is the 8th)

    Right:
        ## Objectives
        - [ ] meet two people who run a compiler team

    Settings: none.

    Quiet: until a week before, and once it has begun; with anything under `## Objectives`.
    """
    days = event_days(journal, path)
    if days is None or -days_since(journal, days[0]) not in BEFORE:
        return
    entry = journal.entry(path)
    if not _has_words(entry, "objectives"):
        when = -days_since(journal, days[0])
        begins = "is today" if when == 0 else f"begins in {counted(when, 'day')}, on {days[0]}"
        message = f"{journal.name(path)} {begins}, and has no objectives."
        yield Finding(path, date_anchor(entry), "no-objective", message, "Write one or two under `## Objectives`.")


def check_late_notes(journal: Checked, path: str) -> Iterator[Finding]:
    """An event that was two days ago, without a list of whom you met.

    Why: names go within days, and with them the reason why you went.

    Wrong:
        date: 2026-06-05 (and nothing under `## Met`)

    Right:
        ## Met
        - new: Mary Somerville | does: translator

    Settings: none.

    Quiet: up to two days after its end, and after 30; with anything under `## Met`, or a meeting's note that names the
    event.
    """
    entry = journal.entry(path)
    days = event_days(journal, path)
    if days is None or days_since(journal, days[1]) not in NOTES or _has_words(entry, "met"):
        return
    told_elsewhere = any(each.path != path for each in journal.interactions(path))
    if not told_elsewhere:
        message = f"{journal.name(path)} ended {counted(days_since(journal, days[1]), 'day')} ago; nobody is noted."
        yield Finding(path, date_anchor(entry), "late-notes", message, "Write under `## Met` whom you spoke to.")


def check_unscored_objectives(journal: Checked, path: str) -> Iterator[Finding]:
    """An event that is over, with objectives still open.

    Why: what became of them tells you whether to go again.

    Wrong:
        - [ ] meet two people who run a compiler team (a week after)

    Right:
        - [/] meet two people who run a compiler team

    Settings: none.

    Quiet: up to three days after its end, and after 30. Told once an event.
    """
    days = event_days(journal, path)
    if days is None or days_since(journal, days[1]) not in SCORES:
        return
    found = [each for each, state in objectives(journal.resolved(path).statements) if state == "open"]
    if found:
        number = f"{counted(len(found), 'objective')} {'is' if len(found) == 1 else 'are'}"
        message = f"{journal.name(path)} is over, and {number} still open."
        remedy = "Tick what you met (`[x]`), `[/]` for partly, `[-]` for not."
        yield Finding(path, found[0].line.anchor, "unscored-objectives", message, remedy)


def check_nothing_followed(journal: Checked, path: str) -> Iterator[Finding]:
    """An event at which you met new people, with no follow-up made or kept after two weeks.

    Why: a new name that hears nothing from you is a stranger again by the next time.

    Wrong:
        - new: Mary Somerville | wants: a reviewer (two weeks ago, and no promise)

    Right:
        - new: Mary Somerville | wants: a reviewer
          - [ ] I'll send her the list due:+1w

    Settings: none.

    Quiet: up to two weeks after its end, and after 45 days; where nobody was new; once there is a promise to one of
    them, a `follow_up`, or a later word with or about one of them. Told once an event.
    """
    if new := nothing_followed(journal, path):
        message = f"You met {named(journal, [each.key for each in new])} there as new, and nothing followed."
        remedy = "Write to one of them, or set a promise with a date."
        yield Finding(path, new[0].line.anchor, "nothing-followed", message, remedy)


def nothing_followed(journal: Checked, path: str) -> list[Met]:
    """The new people of an event that is some weeks old, where nothing followed with any of them; else nobody."""
    days = event_days(journal, path)
    if days is None or days_since(journal, days[1]) not in FOLLOWED:
        return []
    new = [each for each in people_met(journal, path) if each.new]
    return [] if any(_followed(journal, each) for each in new) else new


def _followed(journal: Checked, met: Met) -> bool:
    fields = contact_of(journal, met.key)
    day = met.line.day
    return (
        bool(fields and fields.follow_up)
        or any(each.role == "promise" and not each.theirs for each in journal.statements(met.key))
        or any(day and each.day > day and not each.cancelled for each in journal.interactions(met.key))
        or any(day and each.day and each.day > day for each in journal.statements(met.key))
    )


def _has_words(entry: Entry, meaning: str) -> bool:
    """Whether anything stands under a heading with a meaning."""
    words = [*((item.heading, item.text) for item in entry.body.items)]
    words += [(paragraph.heading, paragraph.text) for paragraph in entry.body.paragraphs]
    return any(heading >= 0 and entry.meaning_of[heading] == meaning and text.strip() for heading, text in words)


RULES: tuple[Rule, ...] = (
    nudge_of_note(check_no_objective, "info"),
    nudge_of_note(check_late_notes, "warning"),
    nudge_of_note(check_unscored_objectives, "info"),
    nudge_of_note(check_nothing_followed, "info"),
)
