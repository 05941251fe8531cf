"""The search data as scripts: `names`, `segments` (which segments there are), and the segments.

From disk a page may load scripts and nothing else, so each is one call of `kithData` with JSON text, as a string that
`JSON.parse` reads: twice as quick as JavaScript's own parser, and never more than data. A dated note is in
the segment of its month, any other in one of sixteen by a hash of its path: a changed note rewrites one segment.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from site_builder.notes.entry import Entry
from site_builder.site.pages.kinds import Site
from site_builder.site.scripts import call_of, json_text
from site_builder.site.search.names import other_names, pages_named, people_named, tags_named
from site_builder.site.search.records import Record, records_of

NAMES: Final = "names"
SEGMENTS: Final = "segments"


def segments(site: Site) -> dict[str, tuple[str, ...]]:
    """The notes of each segment, by path; the newest month first, those without a date last."""
    found: dict[str, list[str]] = {}
    for path, name in site.of_entries(segment_in).items():
        found.setdefault(name, []).append(path)
    ordered = sorted((name for name in found if name[0] != "n"), reverse=True)
    return {name: tuple(found[name]) for name in (*ordered, *sorted(found.keys() - set(ordered)))}


def segment_in(entry: Entry) -> str:
    """The segment of a note: its month, or one for those without a date."""
    return entry.date.isoformat()[:7] if entry.date else segment_of(entry.path)


def segment_of(path: str) -> str:
    """The segment of a note without a date: `n0` to `nf`."""
    return "n" + blake2b(path.encode("utf-8", "surrogatepass"), digest_size=1).hexdigest()[0]


def notes_of_segment(site: Site, name: str) -> tuple[str, ...]:
    """The notes of a segment, by path."""
    return site.ask(segments).get(name, ())


def segment_names(site: Site) -> tuple[str, ...]:
    """Which segments there are."""
    return tuple(site.ask(segments))


def file_names(site: Site) -> tuple[str, ...]:
    """All scripts of the search data."""
    return (NAMES, SEGMENTS, *site.ask(segment_names))


def search_script(site: Site, name: str) -> bytes:
    """The script of a name."""
    if name == NAMES:
        return script(name, _names_data(site))
    if name == SEGMENTS:
        return script(name, site.ask(segment_names))
    records = (record for path in site.ask(notes_of_segment, name) for record in records_of(site, path))
    return script(name, [_row(record) for record in records])


def _row(record: Record) -> tuple[object, ...]:
    # A text goes as its lines: a `\\n` would stand before the first word of each as a letter, and whoever looks through
    # the bytes for a word (as the check of a shared site does) would miss it.
    return (
        *(record.href, record.type, record.title, record.names, record.day, record.people, record.present, record.tags),
        record.text.split("\n"),
    )


def _names_data(site: Site) -> dict[str, object]:
    people = site.ask(people_named)
    return {
        "people": [(each.href, each.name, each.names, each.kind, each.headline, each.facts) for each in people],
        "others": site.ask(other_names),
        "tags": site.ask(tags_named),
        "pages": pages_named(site),
    }


def script(name: str, data: object) -> bytes:
    """A script that hands over data, as JSON text."""
    return call_of("kithData", name, json_text(data))
