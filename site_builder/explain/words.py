"""An explanation in words, and as data for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from site_builder.explain import FAR, Explanation, Setting, Told
from site_builder.lint.suppression import Silencer
from site_builder.pipeline import Asked
from site_builder.relations.words import counted
from site_builder.settings import CONFIG_NAME
from site_builder.text import shown
from site_builder.values import dataclass

MOST_FOUND = 5
_LABEL = 13
_YEARS = FAR // 366


@dataclass(frozen=True, slots=True)
class Cited:
    """A line of a note as it stands."""

    path: str
    line: int
    text: str


def describe(journal: Asked, known: Explanation) -> list[str]:
    """An explanation as lines of text."""
    kind = "nudge" if known.rule.nudge else "fact"
    lines = [f"{known.rule.name} · {known.name} · {kind}, {known.severity}", "", *headline(known)]
    cite = _Citing(journal)
    for told in known.found[:MOST_FOUND]:
        lines += ["", *_told(journal, known, told, cite)]
    if len(known.found) > MOST_FOUND:
        lines += ["", f"And {len(known.found) - MOST_FOUND} more."]
    for quiet in known.quiet:
        lines += [f"  {quiet.words}", *cite(quiet.path, quiet.anchor, "    ")]
    lines += ahead(known)
    if known.figures:
        lines += ["", "Figures"]
        for each in known.figures:
            lines.append(f"  {each.label:<{_LABEL}} {each.text}".rstrip())
            lines += cite(each.path, each.anchor, " " * (_LABEL + 3))
    lines += ["", "Settings", *(f"  {setting_words(each)}" for each in known.settings)]
    return lines


class _Citing:
    """Quotes lines of notes, each once: `path:line: text`."""

    def __init__(self, journal: Asked) -> None:
        self._journal = journal
        self._cited: set[tuple[str, int]] = set()

    def __call__(self, path: str, anchor: str, indent: str) -> list[str]:
        line = self._journal.locate(path, anchor).line if path else 0
        if not line or (path, line) in self._cited:
            return []
        self._cited.add((path, line))
        return [f"{indent}{path}:{line}: {shown(self._journal.line_text(path, line).strip())}"]


def headline(known: Explanation) -> list[str]:
    """How it stands, in a sentence or two."""
    if known.found:
        if known.state == "silenced":
            return ["It is found, and silenced."]
        return ["It is open." if known.rule.nudge else "It is found: a fact, whatever the day."]
    if known.quiet:
        return ["It is not open, because something keeps it quiet:"]
    return ["It is not open." if known.rule.nudge else "Nothing of the kind is found there."]


def ahead(known: Explanation) -> list[str]:
    """When a nudge that is not open will be, and when it was."""
    if known.found or not known.rule.nudge:
        return []
    if known.rule.check_journal:
        return ["It has no days of its own: it holds while the notes say so."]
    lines = [f"If nothing more is written, no day of the next {_YEARS} years opens it."]
    if known.opens:
        days = counted((known.opens - known.today).days, "day")
        lines = [f"If nothing more is written, it opens on {known.opens}, in {days}."]
    if known.was:
        lines.append(f"By the notes as they are, it was open from {known.was[0]} to {known.was[1]}.")
    return lines


def _told(journal: Asked, known: Explanation, told: Told, cite: _Citing) -> Iterator[str]:
    yield f"  {shown(told.finding.message)}"
    yield from cite(told.finding.path, told.finding.anchor, "    ")
    yield from (f"  Silenced by {silencer_words(journal, known, each)}." for each in told.silenced)
    yield f"  {_since(known, told)}It stops {stop_words(known, told)}"
    yield f"  To stop it: {told.finding.remedy}"


def _since(known: Explanation, told: Told) -> str:
    if not known.rule.nudge or told.since is None:
        return ""
    days = (known.today - told.since).days
    return f"Open since {told.since}, {counted(days, 'day')} ago. " if days else "Open since today. "


def stop_words(known: Explanation, told: Told) -> str:
    """When a finding ends by itself, or that it does not."""
    if told.until:
        days = (told.until - known.today).days
        return f"by itself after {told.until}, in {counted(days, 'day')}." if days else "by itself after today."
    if not known.rule.nudge:
        return "when the notes change: a fact does not depend on the day."
    if known.rule.check_journal:
        return "when the notes or the settings change: it has no days of its own, and holds while they say so."
    return f"when the notes change: no day of the next {_YEARS} years closes it."


def silencer_words(journal: Asked, known: Explanation, each: Silencer) -> str:
    """What silences a finding, with its place."""
    until = f", until {each.until}" if each.until else ""
    if each.kind == "comment":
        return f"`kith-ignore` at {_place(journal, each.path, each.anchor)}"
    if each.kind == "note":
        return f"`lint-ignore` at {_place(journal, each.path, each.anchor)}{until}"
    if each.kind == "baseline":
        return f"the baseline at {_place(journal, each.path, each.anchor)}"
    if each.kind == "severity":
        line = next((setting.line for setting in known.settings if setting.keys[:2] == ("lint", "severity")), 0)
        return f'`{known.rule.name} = "off"` at {CONFIG_NAME}:{line or 1}'
    return f"`ignore` of [lint] in {CONFIG_NAME}"


def setting_words(each: Setting) -> str:
    """`[balance] share = 0.6 (kith.toml:14)`."""
    *table, key = each.keys
    where = f"{CONFIG_NAME}:{each.line}" if each.line else "default"
    name = f"[{'.'.join(table)}] {key.replace('_', '-')}" if table else key.replace("_", "-")
    return f"{name} = {each.value} ({where})"


def cited_lines(journal: Asked, known: Explanation) -> tuple[Cited, ...]:
    """The lines that an explanation went by, by note and line, each once."""
    places = [(told.finding.path, told.finding.anchor) for told in known.found]
    places += [(each.path, each.anchor) for each in known.figures if each.path]
    places += [(each.path, each.anchor) for each in known.quiet if each.path]
    found = {(path, journal.locate(path, anchor).line) for path, anchor in places}
    return tuple(Cited(path, line, journal.line_text(path, line)) for path, line in sorted(found))


def _place(journal: Asked, path: str, anchor: str) -> str:
    return f"{path}:{journal.locate(path, anchor).line}"


# ---------------------------------------------------------------- data


def as_data(journal: Asked, known: Explanation) -> dict[str, object]:
    """An explanation as JSON has it (docs/json.md)."""

    def place(path: str, anchor: str) -> dict[str, object]:
        return {"path": path or None, "line": journal.locate(path, anchor).line if path else None}

    return {
        "version": 1,
        "day": known.today.isoformat(),
        "rule": known.rule.name,
        "nudge": known.rule.nudge,
        "severity": known.severity,
        "subject": known.subject,
        "name": known.name,
        "state": known.state,
        "found": [
            {
                "message": told.finding.message,
                "remedy": told.finding.remedy,
                **place(told.finding.path, told.finding.anchor),
                "since": _iso(told.since),
                "until": _iso(told.until),
                "silenced": [
                    {
                        "by": each.kind,
                        **place(each.path, each.anchor),
                        "until": _iso(each.until),
                    }
                    for each in told.silenced
                ],
            }
            for told in known.found
        ],
        "quiet": [{"by": each.kind, "text": each.words, **place(each.path, each.anchor)} for each in known.quiet],
        "opens": _iso(known.opens),
        "was": [day.isoformat() for day in known.was] if known.was else None,
        "figures": [
            {
                "label": each.label,
                "text": each.text,
                **place(each.path, each.anchor),
                "setting": ".".join(each.setting) or None,
            }
            for each in known.figures
        ],
        "settings": [
            {"setting": ".".join(each.keys), "value": each.value, "line": each.line or None} for each in known.settings
        ],
        "lines": [{"path": each.path, "line": each.line, "text": each.text} for each in cited_lines(journal, known)],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
