"""Lines and meetings as parts of a page: promises, exchanges, what was learned, a timeline's entries."""

from __future__ import annotations

from datetime import date

from site_builder.journal.model import Interaction, Statement
from site_builder.journal.names import SOMEONE
from site_builder.relations.exchanges import Exchange as Given
from site_builder.relations.promises import Promise as Promised
from site_builder.relations.promises import is_over
from site_builder.relations.words import counted
from site_builder.site import views
from site_builder.site.dates import day_and_month, written_day
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.links import anchor_id, few, link_to, meeting_link, title_of
from site_builder.site.pages.texts import gist_of, told_of, words
from site_builder.site.views import Chip, Encounter, LinkTo


def encounter(site: Site, meeting: Interaction, but: str = "", last: bool = False) -> Encounter:
    """A meeting in a timeline, with what went each way there; `but`: whose page it is, so that their own name is left
    out, and what went between others with it."""
    told = site.ask(told_of, meeting.path, meeting.anchor, meeting.source)
    chips = []
    if meeting.cancelled:
        chips.append(Chip("cancelled", "dropped"))
    elif meeting.day > site.today:
        chips.append(Chip("planned" if meeting.planned else "arranged", "plain"))
    elif meeting.planned:
        chips.append(Chip("planned", "plain"))
    if meeting.source == "meeting" and not but:
        chips += [Chip(f"{told.gave} given", "gave")] if told.gave else []
        chips += [Chip(f"{told.got} received", "got")] if told.got else []
    return Encounter(
        meeting.day,
        meeting_link(site, meeting),
        meeting.kind or "meeting",
        tuple(link_to(site, key) for key in (meeting.people or meeting.orgs) if key != but),
        gist_of(site, meeting, last),
        tuple(chips),
    )


def source_link(site: Site, statement: Statement, text: str = "") -> LinkTo:
    """A link to the line that a statement stands on, named by its note."""
    slug = anchor_id(site, statement.path, statement.line.anchor)
    return link_to(site, statement.path, text or title_of(site, statement.path), slug)


def noted_on(statement: Statement, day: date | None) -> date | None:
    """The day on which a line was noted, where another day is shown of it: a promise that was kept a week after the
    coffee shall not seem to tell of a coffee on that day."""
    return statement.line.day if day is not None and statement.line.day != day else None


def promise_view(site: Site, promise: Promised) -> views.Promise:
    """A promise in a list, with its state in words."""
    line = promise.statement.line
    state, when = promise_state(site, promise)
    whose = "theirs" if promise.theirs else "mine" if promise.people else "own"
    chips = [Chip("begun", "plain")] if promise.state == "begun" and state != "begun" else []
    chips += [Chip(f"put off {len(line.moved)} times", "moved")] if len(line.moved) > 1 else []
    chips += [Chip("private", "private")] if line.private else []
    source = source_link(site, promise.statement)
    return views.Promise(
        words(site, promise.statement.path, line.shown),
        whose,
        state,
        when,
        promise.due,
        few([link_to(site, key) for key in promise.people], source.href),
        promise.made,
        source,
        tuple(chips),
    )


def promise_state(site: Site, promise: Promised) -> tuple[str, str]:
    """The same as `promise_words`, but for one that was left open: nobody hears how late it is to keep a promise to the
    dead."""
    return ("open", "left open") if is_over(site, promise) else promise_words(promise, site.today)


def promise_words(promise: Promised, today: date) -> tuple[str, str]:
    """The state that a promise is shown in, and the same in words."""
    due = promise.due
    if promise.state in ("kept", "kept late"):
        late = (promise.done - due).days if promise.done and due else 0
        return "kept", f"kept {counted(late, 'day')} late" if late > 0 else "kept"
    if promise.state == "dropped":
        why = promise.statement.line.why
        return "dropped", f"dropped: {why}" if why else "dropped"
    if due is None:
        return "begun" if promise.state == "begun" else "open", "no date"
    if promise.overdue:
        if promise.theirs:
            return "waiting", f"waiting since {day_and_month(due) if due.year == today.year else written_day(due)}"
        return "late", f"{counted(promise.overdue, 'day')} late"
    left = (due - today).days
    if left <= 7:
        return "due", "due today" if left == 0 else "due tomorrow" if left == 1 else f"due in {left} days"
    state = "begun" if promise.state == "begun" else "open"
    return state, f"by {day_and_month(due) if due.year == today.year else written_day(due)}"


def exchange_view(site: Site, given: Given, but: str = "") -> views.Exchange:
    """A gave or got line in a list; `but`: whose page it is."""
    statement = given.statement
    chips = [Chip("private", "private")] if statement.line.private else []
    return views.Exchange(
        given.direction,
        given.kind,
        words(site, statement.path, statement.line.shown),
        given.day,
        tuple(link_to(site, key) for key in statement.people if key != but),
        source_link(site, statement),
        tuple(chips),
    )


def seen_by(site: Site, statement: Statement) -> tuple[LinkTo, ...]:
    """Who saw a success of mine; whom the notes do not know stands there as typed."""
    return tuple(
        LinkTo("", ref.label or ref.target, kind="plain") if key in ("", SOMEONE) else link_to(site, key)
        for ref, key in zip(statement.line.seen_by, statement.seen, strict=True)
    )


def line_view(site: Site, statement: Statement) -> views.Line:
    """A line of the grammar outside its note."""
    line = statement.line
    chips = [Chip("private", "private")] if line.private else []
    chips += [Chip(f"seen by {each.text}", "person", href=each.href) for each in seen_by(site, statement)]
    text = words(site, statement.path, line.shown)
    return views.Line(line.kind, text, line.day, source_link(site, statement), tuple(chips))
