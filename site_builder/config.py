"""kith.toml: from text to settings and findings. Bad settings never stop a build: they are told, and defaults hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from site_builder.finding import Finding
from site_builder.notes.dates import parse_duration
from site_builder.notes.nodes import fold_key
from site_builder.notes.schema import COMMON_KEYS, TYPE_WORDS, TYPES, fields_of
from site_builder.settings import (
    CIRCLES,
    CONFIG_NAME,
    FIRST_TODAY,
    LAST_TODAY,
    SCHEMA,
    Balance,
    Circle,
    Config,
    LintSettings,
    Nudges,
    Targets,
    type_by_path,
)
from site_builder.toml_places import Places, places_of, without_broken_statement
from site_builder.values import dataclass

__all__ = ["Balance", "Circle", "Config", "LintSettings", "Nudges", "Targets", "read_config", "type_by_path"]

SEVERITIES = ("error", "warning", "info", "off")
FAIL_ON = ("error", "warning", "info", "never")


def read_config(text: str) -> tuple[Config, tuple[Finding, ...]]:
    """kith.toml to settings. Never fails: what cannot be used keeps its default and becomes a `bad-config` finding."""
    text = text.removeprefix("\ufeff")
    data, skipped = without_broken_statement(text)
    reader = _Reader(places_of(text))
    if skipped is not None:
        reader.tell(skipped.line, skipped.message, skipped.remedy)
    config = reader.config(data)
    return config, tuple(sorted(reader.findings, key=lambda finding: int(finding.anchor.removeprefix("line:"))))


@dataclass(frozen=True, slots=True)
class Setting:
    """What a key may hold: the words for it, and a function that gives its value, or `None` for a misfit."""

    wanted: str
    example: str
    read: Callable[[Any], Any]


def _whole(low: int, value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= low else None


def _share(value: Any) -> float | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and 0 <= value <= 1 else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() and "\0" not in value else None


def _path(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() and value.isprintable() else None


def _json_file(value: Any) -> str | None:
    path = _path(value)
    if path is None or not path.endswith(".json") or path.startswith("/") or "\\" in path or ":" in path:
        return None
    return None if {"", ".", ".."} & set(path.split("/")) else path


def _texts(value: Any) -> tuple[str, ...] | None:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or any(_text(item) is None for item in items):
        return None
    return tuple(dict.fromkeys(items))


def _kinds(value: Any) -> tuple[str, ...] | None:
    words = _texts(value)
    if words is None or not all(re.fullmatch(r"[^\W\d_][\w-]*", word) for word in words):
        return None
    return tuple(dict.fromkeys(word.casefold() for word in words))


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == 10 else None
        except ValueError:
            return None
    return value if isinstance(value, date) and FIRST_TODAY <= value <= LAST_TODAY else None


def _edit_link(value: Any) -> str | None:
    if value == "":
        return ""
    shape = (
        isinstance(value, str)
        and value.isprintable()
        and re.match(r"(?!javascript|data|vbscript)[a-z][\w+.-]*:", value)
    )
    return value if shape and "{path}" in value and not set(re.findall(r"{([^}]*)}", value)) - _PLACEHOLDERS else None


def _choice(choices: tuple[str, ...], value: Any) -> str | None:
    return value.casefold() if isinstance(value, str) and value.casefold() in choices else None


def _cadence(value: Any) -> str | None:
    duration = parse_duration(value) if isinstance(value, str) else None
    return None if duration is None else str(duration)


_severity_of = partial(_choice, SEVERITIES)
_PLACEHOLDERS = {"path", "line", "column"}
_TOP = {
    "output": Setting("the path of a folder", 'output = "output"', _path),
    "today": Setting("a date", 'today = "2026-11-20"', _day),
    "exclude": Setting("a list of path patterns", 'exclude = ["Archive/**"]', _texts),
    "group_max": Setting("a whole number from 1", "group-max = 6", partial(_whole, 1)),
    "kinds": Setting("a list of single words", 'kinds = ["book"]', _kinds),
    "edit_link": Setting(
        "an address with {path} in it, and {line} if you like", 'edit-link = "vscode://file{path}:{line}"', _edit_link
    ),
    "theme": Setting("the path of a folder", 'theme = "theme"', _path),
}
_TABLES: dict[str, tuple[Callable[..., Any], dict[str, Setting]]] = {
    "targets": (Targets, {"internal_share": Setting("a share from 0 to 1", "internal-share = 0.33", _share)}),
    "nudges": (Nudges, {"per_day": Setting("a whole number from 0", "per-day = 5", partial(_whole, 0))}),
    "lint": (
        LintSettings,
        {
            "fail_on": Setting("one of " + ", ".join(FAIL_ON), 'fail-on = "error"', partial(_choice, FAIL_ON)),
            "ignore": Setting("a list of path patterns", 'ignore = ["Archive/**"]', _texts),
            "baseline": Setting("a .json file of the journal", 'baseline = "kith-baseline.json"', _json_file),
        },
    ),
    "balance": (
        Balance,
        {
            "share": Setting("a share from 0 to 1", "share = 0.6", _share),
            "confidence": Setting("a share from 0 to 1", "confidence = 0.95", _share),
        },
    ),
}
_CIRCLE = {
    "cadence": Setting("a duration or none", 'cadence = "3m"', _cadence),
    "max": Setting("a whole number from 1", "max = 15", partial(_whole, 1)),
    "near": Setting("true or false", "near = true", lambda value: value if isinstance(value, bool) else None),
}


Path = tuple[str, ...]
Handler = Callable[[Path, Any], Any]


@dataclass(slots=True)
class _Reader:
    """Reads a table at a time, telling what does not fit. A handler gives a value, or `None` after telling why."""

    places: Places
    findings: list[Finding] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)

    def tell(self, line: int, message: str, remedy: str) -> None:
        self.findings.append(Finding(CONFIG_NAME, f"line:{line}", "bad-config", message, remedy))

    def config(self, data: Mapping[str, Any]) -> Config:
        handlers: dict[str, Handler] = {name: self._setting(setting) for name, setting in _TOP.items()}
        handlers |= {"schema": self._schema, "types": self._types, "words": self._words, "circles": self._circles}
        for name, (make, settings) in _TABLES.items():
            handlers[name] = self._group(make, {key: self._setting(setting) for key, setting in settings.items()})
        # Types may be said in the user's own words, so these are read first.
        ordered = dict(sorted(data.items(), key=lambda item: fold_key(item[0]) != "words"))
        return Config(**self._keys((), ordered, handlers))

    def _keys(self, path: Path, table: Mapping[str, Any], handlers: Mapping[str, Handler]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for typed, item in table.items():
            name = fold_key(typed)
            where = (*path, typed)
            if name not in handlers:
                known = [key.replace("_", "-") for key in handlers]
                self._unknown(where, f"{_in(path)} has no setting called {typed}", name.replace("_", "-"), known)
            elif name in values:
                self.tell(self.places.line(*where), f"{typed} is set twice, in two spellings.", "Keep one of them.")
            elif (value := handlers[name](where, item)) is not None:
                values[name] = value
        return values

    def _unknown(self, where: Path, fact: str, word: str, known: Iterable[str]) -> None:
        near = nearest(word, known)
        message = f"{fact}; did you mean {near}?" if near else f"{fact}."
        remedy = f"Write {near}, or delete the line." if near else f"Use one of {', '.join(sorted(known))}."
        self.tell(self.places.line(*where), message, remedy)

    def _setting(self, setting: Setting) -> Handler:
        def read(where: Path, value: Any) -> Any:
            result = setting.read(value)
            if result is None:
                fact = f"{where[-1]} is {_shown(value)}, which is not {setting.wanted}."
                self.tell(self.places.line(*where), fact, f"Write for example {setting.example}.")
            return result

        return read

    def _group(self, make: Callable[..., Any], handlers: Mapping[str, Handler]) -> Handler:
        def read(where: Path, value: Any) -> Any:
            table = self._table(where, value)
            more = {"severity": self._severity} if make is LintSettings else {}
            return None if table is None else make(**self._keys(where, table, {**handlers, **more}))

        return read

    def _table(self, where: Path, value: Any) -> dict[str, Any] | None:
        if isinstance(value, dict):
            return value
        name = ".".join(where)
        self.tell(self.places.line(*where), f"{name} is {_shown(value)}, which is not a table.", f"Write [{name}].")
        return None

    def _schema(self, where: Path, value: Any) -> int | None:
        if value == SCHEMA and not isinstance(value, bool):
            return SCHEMA
        remedy = "Update Kith." if isinstance(value, int) and value > SCHEMA else f"Write schema = {SCHEMA}."
        fact = f"schema is {_shown(value)}; this Kith knows schema {SCHEMA}."
        self.tell(self.places.line(*where), fact, remedy)
        return None

    def _types(self, where: Path, value: Any) -> tuple[tuple[str, str], ...] | None:
        found: list[tuple[str, str]] = []
        for glob, word in (self._table(where, value) or {}).items():
            name = fold_key(word) if isinstance(word, str) else ""
            name = self.words.get(name, name)
            name = TYPE_WORDS.get(name, name)
            if name in TYPES:
                found.append((glob, name))
            else:
                fact = f"{_shown(word)} is no type of note"
                self._unknown((*where, glob), fact, name, TYPES)
        return tuple(found)

    def _words(self, where: Path, value: Any) -> tuple[tuple[str, str], ...] | None:
        keys = {key.name for name in TYPES for key in fields_of(name)}
        for typed, ours in (self._table(where, value) or {}).items():
            name = fold_key(ours) if isinstance(ours, str) else ""
            if name in keys or name in TYPES or name in COMMON_KEYS:
                self.words[fold_key(typed)] = name
            else:
                fact = f"{typed} is to mean {_shown(ours)}, which is neither a key nor a type of Kith's"
                self._unknown((*where, typed), fact, name, keys | set(TYPES))
        return tuple(self.words.items())

    def _circles(self, where: Path, value: Any) -> tuple[Circle, ...] | None:
        """Circles named like built-in ones change these; with a new name among them, the table is the whole list."""
        known = {circle.name: circle for circle in CIRCLES}
        handlers = {name: self._setting(setting) for name, setting in _CIRCLE.items()}
        found: dict[str, Circle] = {}
        for typed, item in (self._table(where, value) or {}).items():
            name = typed.strip().casefold()
            if (table := self._table((*where, typed), item)) is not None:
                values = self._keys((*where, typed), table, handlers)
                found[name] = replace(known.get(name, Circle(name)), **values)
            elif name in known:
                found[name] = known[name]
        if found.keys() < known.keys():
            found = known | found
        return tuple(found.values())

    def _severity(self, where: Path, value: Any) -> tuple[tuple[str, str], ...] | None:
        wanted = self._setting(Setting("one of " + ", ".join(SEVERITIES), 'overdue-promise = "warning"', _severity_of))
        table = self._table(where, value) or {}
        read = {fold_key(rule).replace("_", "-"): wanted((*where, rule), level) for rule, level in table.items()}
        return tuple((rule, level) for rule, level in read.items() if level is not None)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was likeliest meant to be, or nothing."""
    from difflib import get_close_matches  # only a mistake needs it

    return next(iter(get_close_matches(word.casefold(), sorted(known), 1, 0.6)), "")


def _in(path: Path) -> str:
    return f"[{'.'.join(path)}]" if path else CONFIG_NAME


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 40 and value.isprintable() else "a long text"
    return str(value).casefold() if isinstance(value, bool) else str(value)[:40]
