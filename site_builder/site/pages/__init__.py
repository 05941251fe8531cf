"""The pages of the site, each kind in a module: an explicit list, in the order of the navigation."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Final

from site_builder.site.page_id import PageId
from site_builder.site.pages.kinds import PageKind, Site

__all__ = ["KINDS", "PageId", "PageKind", "Site", "all_kinds", "kind_of"]

KINDS: Final = {
    "today": "today",
    "in-touch": "in_touch",
    "timeline": "timeline",
    "year": "timeline",
    "month": "timeline",
    "year-review": "year_review",
    "exchanges": "exchanges",
    "ledger": "ledger",
    "promises": "promises",
    "open-promises": "open_promises",
    "contact": "person",
    "contact-year": "history",
    "people": "people",
    "circles": "circles",
    "introductions": "introductions",
    "me": "me",
    "meeting": "meeting",
    "meetings": "meetings",
    "event": "event",
    "events": "events",
    "org": "org",
    "org-people": "org",
    "orgs": "org",
    "coverage": "coverage",
    "goal": "goal",
    "goals": "goal",
    "plans": "plans",
    "note": "note",
    "notes": "note",
    "mentions": "mentions",
    "tag": "tags",
    "tags": "tags",
    "health": "health",
    "search": "search",
}
"""The kinds by name, and the module of each. It is imported where it is asked for, as an edit touches few kinds."""


@cache
def kind_of(name: str) -> PageKind:
    """The kind of page with a name."""
    module = import_module(f"{__name__}.{KINDS[name]}")
    return next(each for each in vars(module).values() if isinstance(each, PageKind) and each.name == name)


def all_kinds() -> tuple[PageKind, ...]:
    """Every kind of page."""
    return tuple(map(kind_of, KINDS))
