"""The settings of a journal, with every default, and what follows from a note's place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import date

from site_builder.globs import fits
from site_builder.values import dataclass

CONFIG_NAME = "kith.toml"
MANIFEST_NAME = ".kith-manifest.json"
"""What a folder of built pages holds, and by which it is known wherever it lies."""
STATE_NAME = ".kith"
SCHEMA = 1
FIRST_TODAY, LAST_TODAY = date(1900, 1, 1), date(2999, 12, 31)
"""Which days may be today: years are counted from it in both directions."""
TYPE_FOLDERS = {"contacts": "contact", "meetings": "meeting", "events": "event", "orgs": "org", "goals": "goal"}


@dataclass(frozen=True, slots=True)
class Circle:
    """How close somebody is: a name, the cadence wished for (as a `Duration` prints itself), the most members it has
    room for, and whether birthdays and missing reasons matter in it (`near`)."""

    name: str
    cadence: str = "none"
    max: int = 150
    near: bool = False


CIRCLES = (
    Circle("inner", "1m", 5, True),
    Circle("close", "3m", 15, True),
    Circle("active", "6m", 50),
    Circle("wide", "none", 150),
)


@dataclass(frozen=True, slots=True)
class Targets:
    """`internal_share`: the part of all meetings, 0 to 1, that is meant to be with people of the owner's own org."""

    internal_share: float = 0.33


@dataclass(frozen=True, slots=True)
class Nudges:
    """`per_day`: how many nudges a day may show."""

    per_day: int = 5


@dataclass(frozen=True, slots=True)
class LintSettings:
    """`fail_on`: the mildest severity that fails a check, or `never`. `ignore`: globs of notes nothing is said about.
    `severity`: pairs of a rule's name and `error`, `warning`, `info` or `off`. `baseline`: the file, from the journal's
    folder, of the facts that are known."""

    fail_on: str = "error"
    baseline: str = "kith-baseline.json"
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Balance:
    """A pair is one-sided when P(its share > `share`) > `confidence`; both 0 to 1."""

    share: float = 0.6
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a journal. `edit_link` and `theme` are empty when off; `words` pairs folded keys or types of the
    user's with ours; `types` pairs globs with types; `circles` are in order of closeness."""

    schema: int = SCHEMA
    output: str = "output"
    today: date | None = None
    exclude: tuple[str, ...] = ()
    group_max: int = 6
    kinds: tuple[str, ...] = ()
    edit_link: str = ""
    theme: str = ""
    types: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    circles: tuple[Circle, ...] = CIRCLES
    targets: Targets = field(default_factory=Targets)
    nudges: Nudges = field(default_factory=Nudges)
    lint: LintSettings = field(default_factory=LintSettings)
    balance: Balance = field(default_factory=Balance)


def type_by_path(types: Iterable[tuple[str, str]], path: str) -> str:
    """The type that a note has by its place: the first fitting glob of `[types]`, else the top folder, else `note`."""
    for glob, type_name in types:
        if fits(glob, path):
            return type_name
    top, slash, _ = path.partition("/")
    if not slash:
        return "me" if path.casefold() == "me.md" else "note"
    return TYPE_FOLDERS.get(top.casefold(), "note")
