"""A note's body on its page: its holes filled with what depends on other notes and on the day."""

from __future__ import annotations

import posixpath

from markupsafe import Markup

from site_builder.journal.model import Statement
from site_builder.journal.names import ME, SOMEONE, Found
from site_builder.notes.entry import Entry
from site_builder.notes.lines import STATES
from site_builder.relations.promises import promise_of
from site_builder.site.addresses import file_address
from site_builder.site.attachments import ATTACHMENTS, PICTURES
from site_builder.site.pages.kinds import Site
from site_builder.site.pages.lines import promise_state, seen_by
from site_builder.site.pages.links import link_to
from site_builder.site.render import fill_holes, image_hole, item_holes, link_holes, settle_headings
from site_builder.site.spoken import Dated, say_headings, say_lines
from site_builder.site.views import Chip, ItemView, LinkTo


def body(site: Site, path: str, under: int = 1) -> Markup:
    """A note's body with its holes filled: links resolved, list items shown as what they mean.

    `under`: the level of the heading that it stands under on the page.
    """
    entry, resolved = site.entry(path), site.resolved(path)
    html = entry.body.html
    if not html.strip():
        return Markup("")
    holes: dict[str, Markup] = {}
    for number, (link, found) in enumerate(zip(entry.body.links, resolved.links, strict=True)):
        if link.kind in ("image", "embed"):
            holes.update(_picture(site, number, link.label or link.target, found))
        else:
            holes.update(link_holes(number, _body_link(site, link.kind, link.target, link.heading, found)))
    stated = {statement.line.item: statement for statement in resolved.statements}
    for number in range(len(entry.body.items)):
        holes.update(item_holes(number, _item(site, entry, number, stated.get(number))))
    days = {number: statement.line.day for number, statement in stated.items()}
    html = say_headings(say_lines(settle_headings(html, under), days), dated_headings(site, entry))
    return fill_holes(html, holes, shown_labels(site, path))


def dated_headings(site: Site, entry: Entry) -> dict[str, Dated]:
    """The headings of a note that begin a meeting, by their ids."""
    again = {each.anchor: each.follow_up for each in site.resolved(entry.path).interactions if each.source == "section"}
    slugs = entry.body.headings
    return {
        slugs[each.heading].slug: Dated(each.date.first, each.kind, again.get(each.anchor)) for each in entry.sections
    }


def shown_labels(site: Site, path: str) -> dict[str, str]:
    """The links of a note that are shown by a name instead of the id that was typed, by their holes."""
    links = zip(site.entry(path).body.links, site.resolved(path).links, strict=True)
    return {
        f"L{number}": site.name(found.key) if found.kind != "file" else link.label
        for number, (link, found) in enumerate(links)
        if link.kind in ("wiki", "mention") and link.label.lstrip("@") == link.target and found.key
    }


def _picture(site: Site, number: int, label: str, found: Found) -> dict[str, Markup]:
    suffix = posixpath.splitext(found.key)[1].lower()
    if found.kind == "file" and suffix in PICTURES:
        return image_hole(number, file_address(found.key), label)
    if found.key:
        shown = _body_link(site, "wiki", label, "", found)
        pair = link_holes(number, shown)
        return {f"M{number}": pair[f"L{number}"] + Markup.escape(label) + pair[f"/L{number}"]}
    return image_hole(number, "", label)


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
    if kind == "mention" or found.kind == SOMEONE:
        return LinkTo("", target, kind="plain")
    if kind == "auto" or (kind == "link" and not target):
        return LinkTo("", target, kind="plain")
    return LinkTo("", target, "No note of this name yet", "broken")


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
        shown, when = promise_state(site, promise)
        if shown in ("late", "waiting"):
            classes.append("late" if shown == "late" else "waiting")
        # A day that lies further ahead is said by the line itself.
        if (promise.due and shown not in ("open", "begun")) or shown == "dropped":
            chips += [Chip(when, "soon" if shown == "due" else shown)] if when != "kept" else []
        classes.append("theirs" if statement.theirs else "mine")
    if line.private:
        classes.append("private")
        chips.append(Chip("private", "private"))
    others = statement.people if set(statement.people) != set(statement.present) else ()
    if statement.role == "intro":
        others = tuple(side for side in statement.sides if side)
    chips += [Chip(site.name(key), "person", href=site.address(key)) for key in others if key != entry.path]
    written = entry.body.items[line.item].references if line.seen_by else ()
    linked = {entry.body.links[each.link].target for each in written}
    chips += [
        Chip(f"seen by {shown.text}", "person", href=shown.href)
        for ref, shown in zip(line.seen_by, seen_by(site, statement), strict=True)
        if ref.target not in linked
    ]
    if line.outcome:
        chips.append(Chip(f"outcome: {line.outcome}", "outcome"))
    return ItemView(tuple(classes), state, tuple(chips), slug)
