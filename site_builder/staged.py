"""What a commit would bring: the journal as it will be, held against the journal as it is in the commits before."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, replace

from site_builder import pipeline
from site_builder.finding import Finding, Reported
from site_builder.journal.names import Found
from site_builder.journal.resolve import card_refs
from site_builder.lint.introduced import Baseline, Fingerprint, fingerprint_of
from site_builder.query import Database
from site_builder.session import Progress, Session
from site_builder.settings import CONFIG_NAME
from site_builder.text import Source
from site_builder.values import dataclass
from site_builder.workspace import Scan
from site_builder.workspace.git_index import GitJournal, View

Reference = tuple[str, str]
"""How a reference is written: its form, and its words. It stays the same wherever the line goes."""

FEW = 100
"""So many notes may be read twice, for the commit and for those before."""

_ABSENT = ("", "card")
"""What a reference leads to when no note has its name."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What there is to say about a commit. `new`: facts and nudges that it introduces; `old`: facts that were there
    before; `nudges`: all that are open; `notes`: the notes that it adds, changes or takes away."""

    new: tuple[Reported, ...] = ()
    old: tuple[Reported, ...] = ()
    nudges: tuple[Reported, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Side:
    """A commit before: its notes, and of the notes that matter what each reference in them led to."""

    notes: Mapping[str, Source]
    findings: tuple[Fingerprint, ...] = ()
    references: dict[str, dict[Reference, Found]] = field(default_factory=dict)


def check_commit(session: Session, journal: GitJournal, progress: Progress = lambda *_: None) -> Commit:
    """Check what is staged, within the journal as it will be. Afterwards the session is at that journal. `progress`
    hears how many of the notes that are not known yet are read."""
    staged = journal.view()
    now = staged.scan.digests
    views = [journal.view(commit) for commit in journal.repository.parents()]
    changed = tuple(path for path in now if all(view.scan.digests.get(path) != now[path] for view in views))
    sides = []
    # What is remembered goes from commit to commit, not back: what came before is looked at apart, if that is little.
    before = session.twin() if _are_known(views, session.known) else session
    for view in views:
        # Both sides are judged by the same rules and baseline, on the same day; what a note is, each says for itself.
        config = replace(view.settings[0], lint=staged.settings[0].lint, today=staged.settings[0].today)
        before.take(config, *view.settings[1:], replace(view.scan, baseline=staged.scan.baseline))
        before.read(progress)
        notes, asked = view.scan.sources, before.journal
        gone = notes.keys() - now.keys()
        reachable = set(changed) | {path for key in gone for path in (*asked.about(key), *asked.linked_from(key))}
        references = {path: _references(before.db, path) for path in reachable & notes.keys() & now.keys()}
        sides.append(_Side(notes, tuple(_fingerprints(before.db, asked.all_reported())), _found(references)))
    added_problems = [*_unmerged(journal), *_deleted(session, journal, staged, sides)]
    added_problems += _unstaged(session, before, journal, staged, sides, changed)
    session.take(*staged.settings, _with_problems(staged.scan, added_problems))
    session.read(progress)
    return _held_against(session.db, session.journal.all_reported(), sides, now, changed)


def _are_known(views: Iterable[View], known: Collection[str]) -> bool:
    """Whether all but a few of the notes of some commits have been read before."""
    found = frozenset(known)
    return all(sum(digest not in found for digest in view.scan.digests.values()) < FEW for view in views)


def _held_against(
    db: Database, found: Iterable[Reported], sides: list[_Side], now: Mapping[str, str], changed: tuple[str, ...]
) -> Commit:
    reported = _without_echoes(found)
    baseline = Baseline()
    added = {path for path in now if all(path not in side.notes for side in sides)}
    for side in sides:
        baseline.add(side.findings, side.notes.keys() - now.keys())
    told = list(zip(reported, _fingerprints(db, reported), strict=True))
    new, old = baseline.new_among(told, added)
    gone = {path for side in sides for path in side.notes.keys() - now.keys()}
    return Commit(
        new,
        tuple(each for each in old if not each.nudge),
        tuple(each for each in reported if each.nudge),
        (*changed, *sorted(gone)),
    )


def _without_echoes(found: Iterable[Reported]) -> list[Reported]:
    """The findings, each fact once: not also as the broken link that it makes, and a note that is deleted or not added
    at its first place with the number of the others."""
    found = tuple(found)
    places = {(each.finding.path, each.finding.anchor) for each in found if each.finding.rule in _OF_COMMITS}
    kept: list[Reported] = []
    told: dict[str, tuple[int, int]] = {}
    for each in found:
        finding = each.finding
        if finding.rule == "broken-link" and (finding.path, finding.anchor) in places:
            continue
        if finding.rule in _OF_COMMITS and finding.message in told:
            at, count = told[finding.message]
            told[finding.message] = (at, count + 1)
            continue
        if finding.rule in _OF_COMMITS:
            told[finding.message] = (len(kept), 0)
        kept.append(each)
    for at, count in told.values():
        if count:
            finding = kept[at].finding
            more = f"{finding.message[:-1]}, as {'does' if count == 1 else 'do'} {count} more."
            kept[at] = replace(kept[at], finding=replace(finding, message=more))
    return kept


_OF_COMMITS = ("deleted-note", "unstaged-note")


def _fingerprints(db: Database, found: Iterable[Reported]) -> list[Fingerprint]:
    def text_at(finding: Finding) -> str:
        span = pipeline.span_of(db, finding.path, finding.anchor)
        source = pipeline.source(db, finding.path)
        text = source.text[span.start : span.end].strip() if source and span else ""
        return text.split("\n")[0] or pipeline.line_text(
            db, finding.path, pipeline.located(db, finding.path, finding.anchor).line
        )

    return [fingerprint_of(each.finding, text_at) for each in found]


def _references(db: Database, path: str) -> dict[Reference, tuple[str, Found]]:
    """Every reference in a note: where it first stands, and what it leads to."""
    entry, resolved = pipeline.entry(db, path), pipeline.resolved(db, path)
    source = pipeline.source(db, path)
    found: dict[Reference, tuple[str, Found]] = {}
    for link, leads_to in zip(entry.body.links, resolved.links, strict=True):
        found.setdefault((link.kind, link.target), (link.anchor, leads_to))
    for anchor, leads_to in resolved.refs:
        span = pipeline.span_of(db, path, anchor)
        if source and span:
            found.setdefault(("field", source.text[span.start : span.end]), (anchor, leads_to))
    for ref in card_refs(entry):
        found.setdefault((ref.form, ref.target), (ref.anchor, pipeline.find(db, ref, path)))
    return found


def _found(references: dict[str, dict[Reference, tuple[str, Found]]]) -> dict[str, dict[Reference, Found]]:
    return {path: {key: found for key, (_, found) in each.items()} for path, each in references.items()}


def _is_absent(found: Found) -> bool:
    return found.kind in _ABSENT and not found.rivals


def _unmerged(journal: GitJournal) -> Iterable[Finding]:
    for blob in journal.staged:
        if blob.unmerged and (blob.path == CONFIG_NAME or blob.path.lower().endswith(".md")):
            remedy = f"Resolve it, and run `git add {journal.from_top(blob.path)}`."
            yield Finding(blob.path, "note", "conflict-marker", "git has not merged this file.", remedy)


def _deleted(session: Session, journal: GitJournal, staged: View, sides: list[_Side]) -> Iterable[Finding]:
    """`deleted-note`: references that led to a note before, and lead to none when it is gone."""
    now = staged.scan.digests
    if not any(side.notes.keys() - now.keys() for side in sides):
        return
    session.take(*staged.settings, staged.scan)
    by_digest = {digest: path for path, digest in now.items()}
    for path in sorted({path for side in sides for path in side.references}):
        for key, (anchor, found) in _references(session.db, path).items():
            before = [led for side in sides if (led := side.references.get(path, {}).get(key))]
            lost = next((led.key for led in before if led.key not in now and not _is_absent(led)), "")
            # Where one side of a merge had lost it already, that is no news.
            if _is_absent(found) and lost.endswith(".md") and not any(map(_is_absent, before)):
                source = next(side.notes[lost] for side in sides if lost in side.notes)
                new_name = by_digest.get(source.digest) if source.text.strip() else None
                what = f"renames `{lost}` to `{new_name}`" if new_name else f"deletes `{lost}`"
                yield Finding(
                    path,
                    anchor,
                    "deleted-note",
                    f"The commit {what}, and this refers to it.",
                    f"Write the new name here, and `git add {journal.from_top(path)}`."
                    if new_name
                    else f"Keep `{lost}`, or change this.",
                )


def _unstaged(
    session: Session,
    apart: Session,
    journal: GitJournal,
    staged: View,
    sides: list[_Side],
    changed: tuple[str, ...],
) -> Iterable[Finding]:
    """`unstaged-note`: references in what is staged that only a file outside of the commit answers; `apart` is asked
    what it would be with them. Drafts and attachments may be left out on purpose, and stop nothing."""
    unstaged, files = journal.unstaged(), journal.unstaged_files()
    if not unstaged and not files:
        return
    session.take(*staged.settings, staged.scan)
    absent = {
        path: {key: anchor for key, (anchor, found) in _references(session.db, path).items() if _is_absent(found)}
        for path in changed
    }
    digests = {**staged.scan.digests, **{path: source.digest for path, source in unstaged.items()}}
    inventory = staged.scan.inventory
    attachments = tuple(sorted((*inventory.attachments, *files)))
    more = replace(inventory, notes=tuple(sorted(digests)), attachments=attachments)
    sources = ChainMap(unstaged, staged.scan.sources)  # type: ignore[arg-type]  # nothing is set in it
    apart.take(*staged.settings, Scan(more, sources, digests=digests))
    outside = {*unstaged, *(file.path for file in files)}
    for path in changed:
        before = [side.references[path] for side in sides if path in side.references]
        for key, (_, found) in _references(apart.db, path).items():
            known = any(key in references and _is_absent(references[key]) for references in before)
            if key in absent[path] and found.key in outside and not known:
                yield Finding(
                    path,
                    absent[path][key],
                    "unstaged-note",
                    f"This refers to `{found.key}`, which is not part of the commit.",
                    f"Run `git add {journal.from_top(found.key)}`.",
                    severity="warning" if found.kind in ("note", "file") else "",
                )


def _with_problems(scan: Scan, problems: list[Finding]) -> Scan:
    told = tuple(sorted({*scan.inventory.problems, *problems}))
    return replace(scan, inventory=replace(scan.inventory, problems=told))
