"""What the pages have in common: links to keys, the frame, a note's body, and lines of the grammar as views."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import quote

from markupsafe import Markup

from site_builder.journal.model import Interaction, Statement
from site_builder.journal.names import CARD, ME, Found
from site_builder.notes.entry import Entry
from site_builder.notes.lines import STATES
from site_builder.relations.exchanges import Exchange as Given
from site_builder.relations.promises import Promise as Promised
from site_builder.relations.promises import promise_of
from site_builder.site import views
from site_builder.site.addresses import file_address
from site_builder.site.dates import day_and_month, written_day
from site_builder.site.pages.kinds import PageId, Site
from site_builder.site.render import fill_holes, image_hole, item_holes, link_holes, quieten_tokens, settle_headings
from site_builder.site.views import Banner, Chip, Encounter, Fact, ItemView, LinkTo, Page, Words

TODAY = LinkTo("index.html", "Today", kind="page")
SECTIONS = {
    "contact": LinkTo("people.html", "People", kind="page"),
    "card": LinkTo("people.html", "People", kind="page"),
    "meeting": LinkTo("meetings.html", "Meetings", kind="page"),
    "event": LinkTo("events.html", "Events", kind="page"),
    "org": LinkTo("orgs.html", "Orgs", kind="page"),
    "goal": LinkTo("goals.html", "Goals", kind="page"),
    "note": LinkTo("notes.html", "Notes", kind="page"),
}
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
ATTACHMENTS = PICTURES | {".pdf", ".txt"}
_WIDE = re.compile(
    r"(?P<wiki>!?\[\[(?P<target>[^\[\]|#]*)(?:#[^\[\]|]*)?(?:\\?\|(?P<label>[^\[\]]*))?\]\])"
    r"|(?P<link>!?\[(?P<text>[^\[\]]*)\]\((?P<to>[^()\s]*)\))"
    r"|(?P<at>(?<![^\s(\[{])@(?P<word>\w[\w\-]*))"
)
_TOKENS = re.compile(r"(?<!\S)(?:min|via|to|by|seen_by|due|done|on|size):\S+")
_MARKS = re.compile(r"(\*\*|__|~~|==|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")


def kind_of(site: Site, key: str) -> str:
    """The kind of thing a key names: the type of a note, `card` or `me`."""
    if key.startswith(CARD):
        return "card"
    return ME if key == ME else site.identity(key).type


def link_to(site: Site, key: str, text: str = "", fragment: str = "") -> LinkTo:
    """A link to the page of a person, an organisation or a note."""
    kind = kind_of(site, key)
    if kind == ME:
        mine = site.paths(ME)
        address = site.address(mine[0]) if mine else ""
        return LinkTo(address, text or "you", kind="me")
    address = site.address(key)
    shown = {"contact": "person"}.get(kind, kind)
    return LinkTo(address + (f"#{fragment}" if fragment and address else ""), text or title_of(site, key), kind=shown)


def title_of(site: Site, key: str) -> str:
    """What a page is called: the name; of a meeting its title, or what it was and with whom."""
    if not key.startswith(CARD) and key != ME and site.identity(key).type == "meeting":
        meetings = site.resolved(key).interactions
        own = [each for each in meetings if each.source == "meeting"]
        return meeting_title(site, own[0]) if own else site.name(key)
    return site.name(key)


def meeting_title(site: Site, meeting: Interaction) -> str:
    """`Coffee with Ada and Bo`, or the title that was given."""
    if meeting.title:
        return meeting.title[:1].upper() + meeting.title[1:]
    kind = meeting.kind or "meeting"
    if meeting.source in ("met", "company"):
        return site.name(meeting.path)
    names = [site.name(key) for key in (meeting.people or meeting.orgs)]
    return f"{kind[:1].upper()}{kind[1:]}" + (f" with {listed(names)}" if names else "")


def listed(names: Sequence[str], most: int = 3) -> str:
    """`Ada, Bo and Cy`; of many, the first and how many more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def meeting_link(site: Site, meeting: Interaction) -> LinkTo:
    """A link to a meeting, wherever it is told: a page of its own, or a part of another's."""
    return link_to(site, meeting.path, meeting_title(site, meeting), anchor_id(site, meeting.path, meeting.anchor))


def anchor_id(site: Site, path: str, anchor: str) -> str:
    """The id in the page of a note's line or heading; nothing for the note as a whole."""
    body = site.entry(path).body
    if anchor.startswith("heading:"):
        return next((heading.slug for heading in body.headings if heading.anchor == anchor), "")
    if anchor.startswith("line:"):
        return anchor.replace(":", "-").replace("~", "-")
    return ""


def edit_link(site: Site, path: str, line: int = 1) -> str:
    """The address that opens a note in the editor, if the settings give one."""
    template = site.config.edit_link
    return template.replace("{path}", quote(f"{site.root}/{path}")).replace("{line}", str(line)) if template else ""


def frame(site: Site, which: PageId, title: str, section: LinkTo | None = None, note: str = "", key: str = "") -> Page:
    """The frame of a page: where it stands, the findings of its note, and who mentions it."""
    banners = []
    for told in site.reported(note) if note else ():
        line = site.locate(note, told.finding.anchor).line
        banners.append(
            Banner(
                told.severity,
                told.finding.message,
                told.finding.remedy,
                told.finding.rule,
                line,
                edit_link(site, note, line),
            )
        )
    mentions = site.linked_from(key) if key else ()
    own = site.paths(ME)
    return Page(
        path=which.path,
        title=title,
        day=site.today,
        section=section.href if section else "",
        owner=site.name(ME) if own else "",
        as_of=site.is_as_of,
        crumbs=(TODAY, section) if section and section.href != which.path else (TODAY,),
        source=note,
        edit=edit_link(site, note) if note else "",
        banners=tuple(banners),
        backlinks=tuple(backlink(site, path, key) for path in newest_first(site, mentions)),
    )


def newest_first(site: Site, paths: Iterable[str]) -> list[str]:
    """Notes by their date, the newest first, undated ones last, by path."""
    return sorted(paths, key=lambda path: (-(day_of(site, path) or date.min).toordinal(), path))


def day_of(site: Site, path: str) -> date | None:
    return site.entry(path).date


def backlink(site: Site, path: str, key: str) -> views.Backlink:
    """A note that links to a key, with the words around the link."""
    entry, links = site.entry(path), site.resolved(path).links
    anchors = {link.anchor for link, found in zip(entry.body.links, links, strict=True) if found.key == key}
    context = ""
    for item in entry.body.items:
        if any(entry.body.links[reference.link].anchor in anchors for reference in item.references):
            context = spoken_text(site, path, item.typed)
            break
    else:
        labels = {link.label for link in entry.body.links if link.anchor in anchors and link.label}
        paragraphs = (p.text for p in entry.body.paragraphs if any(label in p.text for label in labels))
        context = with_names(site, path, next(paragraphs, ""))
    return views.Backlink(link_to(site, path), day_of(site, path), shortened(context))


def plain_text(text: str) -> str:
    """A line as typed, without its marks: for a title or a few words of context."""
    text = _WIDE.sub(lambda m: m["label"] or m["target"] or m["text"] or m["word"] or "", text)
    return _MARKS.sub("", text).strip()


def spoken_text(site: Site, path: str, text: str) -> str:
    """A line as typed, as one reads it aloud: names for references, no marks."""
    parts = words(site, path, _TOKENS.sub("", text))
    return "".join(part.text if isinstance(part, LinkTo) else str(part) for part in parts).strip()


def with_names(site: Site, path: str, text: str) -> str:
    """A paragraph, in which a link was typed as an id alone, with the names of those that are meant."""
    entry = site.entry(path)
    for link, found in zip(entry.body.links, site.resolved(path).links, strict=True):
        if link.kind == "wiki" and link.label == link.target and found.key and found.kind != "file":
            text = text.replace(link.label, site.name(found.key))
    return text


def shortened(text: str, most: int = 160) -> str:
    """A text, cut at a word where it is longer than that."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(",;:–—") + "…"


def gist(entry: Entry, section: int = -1, last: bool = False) -> str:
    """The first words of a note (or of a dated section), or its last: what one reads before the next meeting."""
    inside = [
        paragraph.text
        for paragraph in entry.body.paragraphs
        if not paragraph.private
        and (section < 0 or (paragraph.heading >= 0 and entry.section_of[paragraph.heading] == section))
    ]
    return shortened(inside[-1 if last else 0], 220) if inside else ""


def gist_of(site: Site, meeting: Interaction, last: bool = False) -> str:
    """The words of a meeting's note, or of the line that tells of it."""
    entry = site.entry(meeting.path)
    if meeting.source == "met":
        line = next((line for line in entry.lines if line.anchor == meeting.anchor), None)
        return shortened(spoken_text(site, meeting.path, line.shown)) if line else ""
    section = next((n for n, part in enumerate(entry.sections) if part.anchor == meeting.anchor), -1)
    return with_names(site, meeting.path, gist(entry, section, last))


def encounter(site: Site, meeting: Interaction, but: str = "", last: bool = False) -> Encounter:
    """A meeting in a timeline; `but`: whose page it is, so that their own name is left out."""
    chips = []
    if meeting.cancelled:
        chips.append(Chip("cancelled", "dropped"))
    elif meeting.day > site.today:
        chips.append(Chip("planned" if meeting.planned else "arranged", "plain"))
    elif meeting.planned:
        chips.append(Chip("planned", "plain"))
    entry = site.entry(meeting.path)
    if meeting.source == "meeting":
        gave = sum(line.kind in ("gave", "intro") for line in entry.lines)
        got = sum(line.kind == "got" for line in entry.lines)
        chips += [Chip(f"{gave} given", "gave")] if gave else []
        chips += [Chip(f"{got} received", "got")] if got else []
    return Encounter(
        meeting.day,
        meeting_link(site, meeting),
        meeting.kind or "meeting",
        tuple(link_to(site, key) for key in (meeting.people or meeting.orgs) if key != but),
        gist_of(site, meeting, last),
        tuple(chips),
    )


def words(site: Site, path: str, text: str) -> Words:
    """A line as typed, as a sentence: references become links, marks of emphasis go."""
    found: dict[tuple[str, bool], Found] = {}
    entry = site.entry(path)
    for link, target in zip(entry.body.links, site.resolved(path).links, strict=True):
        found.setdefault((link.target, link.kind == "mention"), target)
    parts: list[str | date | LinkTo] = []
    at = 0
    for match in _WIDE.finditer(text):
        name = (match["target"] or match["to"] or match["word"] or "").strip()
        target = found.get((name, bool(match["at"])), Found())
        if match["at"] and not target.key:
            continue
        parts.append(_MARKS.sub("", text[at : match.start()]))
        label = (match["label"] or match["text"] or "").strip()
        if target.key and target.kind not in ("file", ""):
            parts.append(link_to(site, target.key, label))
        else:
            parts.append(label or name)
        at = match.end()
    parts.append(_MARKS.sub("", text[at:]))
    return tuple(part for part in parts if part)


def source_link(site: Site, statement: Statement, text: str = "") -> LinkTo:
    """A link to the line that a statement stands on, named by its note."""
    slug = anchor_id(site, statement.path, statement.line.anchor)
    return link_to(site, statement.path, text or title_of(site, statement.path), slug)


def promise_view(site: Site, promise: Promised) -> views.Promise:
    """A promise in a list, with its state in words."""
    line = promise.statement.line
    state, when = promise_words(promise, site.today)
    whose = "theirs" if promise.theirs else "mine" if promise.people else "own"
    chips = [Chip("begun", "plain")] if promise.state == "begun" and state != "begun" else []
    chips += [Chip(f"put off {len(line.moved)} times", "moved")] if len(line.moved) > 1 else []
    chips += [Chip("private", "private")] if line.private else []
    return views.Promise(
        words(site, promise.statement.path, line.shown),
        whose,
        state,
        when,
        promise.due,
        tuple(link_to(site, key) for key in promise.people),
        promise.made,
        source_link(site, promise.statement),
        tuple(chips),
    )


def promise_words(promise: Promised, today: date) -> tuple[str, str]:
    """The state that a promise is shown in, and the same in words."""
    due = promise.due
    if promise.state in ("kept", "kept late"):
        late = (promise.done - due).days if promise.done and due else 0
        return "kept", f"kept {count(late, 'day')} late" if late > 0 else "kept"
    if promise.state == "dropped":
        why = promise.statement.line.why
        return "dropped", f"dropped: {why}" if why else "dropped"
    if due is None:
        return "begun" if promise.state == "begun" else "open", "no date"
    if promise.overdue:
        if promise.theirs:
            return "waiting", f"waiting since {day_and_month(due) if due.year == today.year else written_day(due)}"
        return "late", f"{count(promise.overdue, 'day')} late"
    left = (due - today).days
    if left <= 7:
        return "due", "due today" if left == 0 else "due tomorrow" if left == 1 else f"due in {left} days"
    state = "begun" if promise.state == "begun" else "open"
    return state, f"by {day_and_month(due) if due.year == today.year else written_day(due)}"


def count(number: int, word: str, plural: str = "") -> str:
    """`1 day`, `3 days`."""
    return f"{number} {word if number == 1 else plural or word + 's'}"


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


def line_view(site: Site, statement: Statement) -> views.Line:
    """A line of the grammar outside its note."""
    line = statement.line
    chips = [Chip("private", "private")] if line.private else []
    text = words(site, statement.path, line.shown)
    return views.Line(line.kind, text, line.day, source_link(site, statement), tuple(chips))


def facts(pairs: Iterable[tuple[str, str | Words]]) -> tuple[Fact, ...]:
    """Rows of a description list, those without a value left out."""
    return tuple(Fact(label, ((value,) if isinstance(value, str) else value,)) for label, value in pairs if value)


def more_facts(entry: Entry) -> tuple[Fact, ...]:
    """The keys that the schema does not know, as they were typed."""
    return facts(entry.more)


def ago(day: date, today: date) -> str:
    """`today`, `yesterday`, `5 weeks ago`."""
    passed = (today - day).days
    if passed < 0:
        return ahead(day, today)
    if passed < 2:
        return ("today", "yesterday")[passed]
    if passed < 14:
        return f"{passed} days ago"
    if passed < 61:
        return f"{passed // 7} weeks ago"
    if passed < 730:
        return f"{round(passed / 30.44)} months ago"
    return f"{passed // 365} years ago"


def ahead(day: date, today: date) -> str:
    """`today`, `tomorrow`, `in 3 days`."""
    left = (day - today).days
    if left < 2:
        return ("today", "tomorrow")[max(left, 0)]
    if left < 14:
        return f"in {left} days"
    return f"in {left // 7} weeks" if left < 61 else f"in {round(left / 30.44)} months"


def body(site: Site, path: str, page: str, under: int = 1) -> Markup:
    """A note's body with its holes filled: links resolved, list items shown as what they mean.

    `under`: the level of the heading that it stands under on the page.
    """
    entry, resolved = site.entry(path), site.resolved(path)
    html = entry.body.html
    if not html.strip():
        return Markup("")
    holes: dict[str, Markup] = {}
    labels: dict[str, str] = {}
    for number, (link, found) in enumerate(zip(entry.body.links, resolved.links, strict=True)):
        if link.kind in ("image", "embed"):
            holes.update(_picture(site, number, link.label or link.target, found, page))
        else:
            holes.update(link_holes(number, _body_link(site, link.kind, link.target, link.heading, found), page))
            if link.kind in ("wiki", "mention") and link.label.lstrip("@") == link.target and found.key:
                labels[f"L{number}"] = site.name(found.key) if found.kind != "file" else link.label
    stated = {statement.line.item: statement for statement in resolved.statements}
    for number in range(len(entry.body.items)):
        holes.update(item_holes(number, _item(site, entry, number, stated.get(number)), page))
    html = quieten_tokens(settle_headings(html, under), stated)
    return fill_holes(html, holes, labels)


def _picture(site: Site, number: int, label: str, found: Found, page: str) -> dict[str, Markup]:
    suffix = posixpath.splitext(found.key)[1].lower()
    if found.kind == "file" and suffix in PICTURES:
        return image_hole(number, file_address(found.key), label, page)
    if found.key:
        shown = _body_link(site, "wiki", label, "", found)
        pair = link_holes(number, shown, page)
        return {f"M{number}": pair[f"L{number}"] + Markup.escape(label) + pair[f"/L{number}"]}
    return image_hole(number, "", label, page)


def _body_link(site: Site, kind: str, target: str, heading: str, found: Found) -> LinkTo:
    if found.kind == "outside":
        scheme = target.partition(":")[0].casefold()
        known = scheme in ("http", "https", "mailto", "tel")
        title = "" if known else "Not a kind of address that is linked"
        return LinkTo(target if known else "", target, title, "outside")
    if found.kind == "file":
        suffix = posixpath.splitext(found.key)[1].lower()
        return LinkTo(file_address(found.key) if suffix in ATTACHMENTS else "", found.key, found.key, "file")
    if found.key:
        slug = ""
        if heading and found.kind not in ("card", ME):
            headings = site.entry(found.key).body.headings
            slug = next((each.slug for each in headings if each.text.casefold() == heading.casefold()), "")
        return link_to(site, found.key, fragment=slug)
    if kind == "mention":
        return LinkTo("", target, kind="plain")
    if kind == "auto" or (kind == "link" and not target):
        return LinkTo("", target, kind="plain")
    return LinkTo("", target, "No note of this name yet", "broken")


_TASK_CLASSES = {"open": "open", "begun": "begun", "kept": "kept", "dropped": "dropped"}


def _item(site: Site, entry: Entry, number: int, statement: Statement | None) -> ItemView:
    item, line = entry.body.items[number], entry.lines[number]
    slug = item.anchor.replace(":", "-").replace("~", "-")
    state = STATES.get(item.box or "", "")
    if statement is None:
        return ItemView(("task", state) if state else (), state, (), slug)
    chips: list[Chip] = []
    classes = ["line", line.kind] if line.kind != "task" else ["task", state]
    if line.kind == "task" and statement.role in ("promise", "work", "move", "item"):
        promise = promise_of(statement, site.today)
        shown, when = promise_words(promise, site.today)
        if shown in ("late", "waiting"):
            classes.append("late" if shown == "late" else "waiting")
        if promise.due or shown in ("kept", "dropped"):
            kind = {"open": "due", "begun": "due", "due": "soon"}.get(shown, shown)
            chips += [Chip(when, kind)] if when not in ("kept", "no date") else []
        classes.append("theirs" if statement.theirs else "mine")
    if line.private:
        classes.append("private")
        chips.append(Chip("private", "private"))
    others = statement.people if set(statement.people) != set(statement.present) else ()
    if statement.role == "intro":
        others = tuple(side for side in statement.sides if side)
    chips += [Chip(site.name(key), "person", href=site.address(key)) for key in others if key != entry.path]
    if line.outcome:
        chips.append(Chip(f"outcome: {line.outcome}", "outcome"))
    return ItemView(tuple(classes), state, tuple(chips), slug)
