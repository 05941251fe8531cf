"""Tags: the table of them, and of each what bears it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from site_builder.journal.names import fold_name
from site_builder.notes.schema import Contact
from site_builder.relations.tags import Tag, all_tags, find_tag
from site_builder.relations.ties import tie
from site_builder.relations.words import counted
from site_builder.site.addresses import tag_address
from site_builder.site.page_id import PageId
from site_builder.site.pages.common import day_of, frame
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.links import kind_of, link_to, listed
from site_builder.site.pages.tables import LongTable, pager, rows_on, table_pages
from site_builder.site.pages.texts import gist
from site_builder.site.views import LinkTo, TaggedRow, TagRow, TagsView, TagView

SECTION = LinkTo("tags.html", "Tags", kind="page")
KINDS = ("contact", "org", "goal", "event", "meeting", "note", "me")
"""What may bear a tag, in the order in which it is shown."""
_WORDS = {"contact": ("person", "people"), "me": ("page about you", "pages about you")}


def tags_in_order(site: Site) -> tuple[Tag, ...]:
    """All tags, by name."""
    return tuple(site.ask(all_tags).values())


_TABLE = LongTable("tags", SECTION.href, tags_in_order, by_name=True)


def view_tags(site: Site, which: PageId) -> TagsView:
    """The tags that stand on one page of the table."""
    rows = tuple(site.ask(tag_row, tag) for tag in _TABLE.on(site, which))
    return TagsView(page=frame(site, which, SECTION.text, SECTION), rows=rows, pager=_TABLE.pager(site, which))


def tag_row(site: Site, tag: Tag) -> TagRow:
    """A tag in the table: how much of each kind bears it, and when last."""
    counts = Counter(kind_of(site, path) for path in tag.paths)
    days = [day for path in tag.paths if (day := last_day(site, path)) is not None]
    return TagRow(
        link=LinkTo(tag_address(tag.spelled), tag.spelled, kind="tag"),
        people=counts["contact"],
        orgs=counts["org"],
        meetings=counts["meeting"],
        events=counts["event"],
        notes=counts["note"] + counts["goal"] + counts["me"],
        last=max(days, default=None),
    )


def last_day(site: Site, path: str) -> date | None:
    """When a note was last of use: a person by the last contact, everything else by its date; until today."""
    if isinstance(site.entry(path).fields, Contact):
        return site.ask(tie, path).rhythm.last
    day = day_of(site, path)
    return day if day is not None and day <= site.today else None


def _tag_pages(site: Site) -> Iterator[PageId]:
    for tag in site.ask(all_tags).values():
        for page in table_pages("tag", tag_address(tag.spelled), len(tag.paths)):
            yield PageId("tag", page.path, tag.folded, page.number)


def view_tag(site: Site, which: PageId) -> TagView:
    """What bears a tag: people first, then what has a day, the newest first."""
    tag = site.ask(find_tag, which.key)
    assert tag is not None, "a tag without notes has no page"
    paths = site.ask(in_order, tag)
    return TagView(
        page=frame(site, which, f"#{tag.spelled}", SECTION),
        tag=tag.spelled,
        sentence=site.ask(counted_kinds, tag),
        rows=tuple(site.ask(tagged_row, path) for path in rows_on(which, paths)),
        pager=pager(which, len(paths)),
    )


def in_order(site: Site, tag: Tag) -> tuple[str, ...]:
    """The notes that bear a tag, by kind; people and orgs by name, the others the newest first."""

    def place(path: str) -> tuple[int, int, str, str]:
        kind, day = kind_of(site, path), day_of(site, path)
        return KINDS.index(kind), -day.toordinal() if day else 0, fold_name(site.name(path)), path

    return tuple(sorted(tag.paths, key=place))


def counted_kinds(site: Site, tag: Tag) -> str:
    """`12 people, 1 org and 3 meetings`"""
    counts = Counter(kind_of(site, path) for path in tag.paths)
    return listed([counted(counts[kind], *_WORDS.get(kind, (kind,))) for kind in KINDS if counts[kind]], len(KINDS))


def tagged_row(site: Site, path: str) -> TaggedRow:
    """A note that bears a tag."""
    kind = kind_of(site, path)
    fields = site.entry(path).fields
    about = site.ask(tie, path).standing.role if isinstance(fields, Contact) else gist(site.entry(path))
    return TaggedRow(
        link=link_to(site, path),
        kind={"contact": "person", "me": "you"}.get(kind, kind),
        about=about,
        typed=kind != "contact",
        day=last_day(site, path) if kind == "contact" else day_of(site, path),
    )


TAGS = PageKind("tags", _TABLE.pages, view_tags)
TAG = PageKind("tag", _tag_pages, view_tag)
