"""The rule `broken-link`: links that lead to nothing, in prose and in the fields that need a note."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from site_builder.finding import Finding
from site_builder.globs import fits
from site_builder.journal.names import Found, fold_name
from site_builder.lint.rule import Checked
from site_builder.notes.body import Item, Link, Paragraph
from site_builder.notes.schema import Contact, Dated, Event, Goal, Me, Meeting, Ref

_NOT_NOTES = ("templates", "theme")
_OF_OBSIDIAN = (".base", ".canvas")
_LINKS = ("wiki", "link")
_SHOWN = ("embed", "image")


def check_broken_link(journal: Checked, path: str) -> Iterator[Finding]:
    """A link that leads to no note, an image that is not there.

    Why: the way back to what you noted is lost. In `event:` and `org:` it is an error: the meeting is not among the
    event's, the person not among the organisation's.

    Wrong:
        She spoke of [[the-turin-group]], of which there is no note.

    Right:
        She spoke of the Turin group.

    Settings: `exclude` in kith.toml; a link into what it names is left alone.

    Quiet: addresses in the network; links to people without a note who are named elsewhere; links out of the journal,
    to a folder, or into a hidden one, `templates/` or `theme/`; `{{placeholders}}`, for which there is `template-left`;
    Obsidian's own views, `.base` and `.canvas`.
    """
    entry = journal.entry(path)
    resolved = journal.resolved(path)
    for link, found in zip(entry.body.links, resolved.links, strict=True):
        if link.kind in (*_LINKS, *_SHOWN) and _leads_nowhere(found) and not _beyond(journal, path, link.target):
            yield _of_link(path, link)
    yield from _half_links(journal, path)
    needed = {ref.anchor: (key, ref) for key, ref in _references(entry.fields)}
    for anchor, found in resolved.refs:
        if anchor in needed and _leads_nowhere(found) and not found.key:
            key, ref = needed[anchor]
            if key == "event" or ref.form in ("wiki", "link"):
                yield _of_reference(path, key, ref)


def _half_links(journal: Checked, path: str) -> Iterator[Finding]:
    """Links that lack a bracket, of names that some note has."""
    body = journal.entry(path).body
    for text, anchor in (*_texts(body.items), *_texts(body.paragraphs)):
        for match in _HALF_LINK.finditer(text):
            whole = "".join(part for part in match.groups() if part)
            name = re.split(r"[|#]", whole)[0].strip()
            fits = journal.names_like(fold_name(name))
            if fits.ids or fits.names or fits.aliases:
                message = f"`{match[0]}` is no link, as a bracket is missing or misplaced."
                yield Finding(path, anchor, "broken-link", message, f"Write `[[{whole}]]`.")


def _texts(parts: Iterable[Item | Paragraph]) -> Iterator[tuple[str, str]]:
    return ((part.text, part.anchor) for part in parts if "[" in part.text)


# A bracket too few on either side, or swapped with the letter beside it.
_HALF_LINK = re.compile(
    r"(?<![\[:@])\[\[([^\[\]]+)\](?![\](])(?:(\w)\])?|(?<![\[\w\]])\[(?:(\w)\[)?([^\[\]]+)\]\](?!\])"
)


def _leads_nowhere(found: Found) -> bool:
    return not found.key and not found.kind and not found.rivals


def _of_link(path: str, link: Link) -> Finding:
    if link.kind in _SHOWN:
        return Finding(
            path, link.anchor, "broken-link", f"There is no file `{link.target}`.", "Correct its name, or add the file."
        )
    if link.kind == "link":
        return Finding(
            path, link.anchor, "broken-link", f"There is no note or file `{link.target}`.", "Correct the link."
        )
    return Finding(
        path,
        link.anchor,
        "broken-link",
        f"No note is called “{link.target}”.",
        "Correct the link, write the note, or take the brackets away.",
    )


def _of_reference(path: str, key: str, ref: Ref) -> Finding:
    what = {"event": "event", "org": "organisation"}.get(key, "note")
    folder = {"event": "events/", "org": "orgs/"}.get(key)
    remedy = f"Write its note in `{folder}`" if folder else "Write the note"
    remedy += ", or correct the name." if key == "event" else ", correct the link, or take the brackets away."
    severity = "error" if key in ("event", "org", "with", "went_with") else ""
    return Finding(
        path, ref.anchor, "broken-link", f"`{key}` names no {what}: “{ref.target}”.", remedy, severity=severity
    )


def _references(fields: object) -> Iterator[tuple[str, Ref]]:
    """The references of the front matter that make no card when there is no note."""
    if isinstance(fields, Contact | Me):
        yield from (("org", ref) for ref in _all(fields.org))
    if isinstance(fields, Contact):
        yield from (("relations", ref) for _, ref in fields.relations)
        if fields.introduced_by:
            yield "introduced_by", fields.introduced_by
    elif isinstance(fields, Meeting):
        if fields.event:
            yield "event", fields.event
        yield from (("with", ref) for ref in fields.with_)
    elif isinstance(fields, Event):
        if fields.organiser:
            yield "organiser", fields.organiser
        yield from (("went_with", ref) for ref in fields.went_with)
    elif isinstance(fields, Goal):
        yield from (("stakeholders", ref) for _, ref in fields.stakeholders)


def _all(history: Dated[Ref]) -> tuple[Ref, ...]:
    return tuple(ref for _, values in history.entries for ref in values)


def _beyond(journal: Checked, path: str, target: str) -> bool:
    """Whether a link leads where Kith does not look, so that nothing can be said about it."""
    if "{{" in target or target.casefold().endswith(_OF_OBSIDIAN):
        return True
    here = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    top = posixpath.normpath(target.lstrip("/")) if target.strip("/") else ""
    if here.split("/")[0] == "..":
        return True
    for candidate in (here, top):
        parts = [part for part in candidate.split("/") if part not in (".", "..")]
        if any(part.startswith(".") for part in parts) or (len(parts) > 1 and parts[0].casefold() in _NOT_NOTES):
            return True
        if any(fits(glob, name) for glob in journal.config.exclude for name in (candidate, candidate + ".md")):
            return True
    return _is_folder(journal, (here, top))


def _is_folder(journal: Checked, names: tuple[str, ...]) -> bool:
    files = journal.inventory
    starts = tuple(f"{name}/" for name in names if name and name != ".")
    return any(path.startswith(starts) for path in (*files.notes, *(each.path for each in files.attachments)))
