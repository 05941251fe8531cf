"""The baseline: facts that were there when a journal began to be checked, and are not reported. Each is known by its
rule, its note and a digest of its line, never by the line's number, so that only a change of the line brings it back.

A digest is short on purpose: 32 bits tell a line from what it was, and are too few to find out what it says.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from site_builder.finding import Finding, Reported
from site_builder.text import digest_of
from site_builder.values import dataclass

SCHEMA = 1
DIGITS = 8
NEVER = frozenset({"bad-config", "stale-baseline"})
"""What no baseline takes: what is wrong with the settings, and with the baseline."""
_NEAR = 12
"""Lines after an entry within which the next one is looked for."""
_ANEW = "Make it anew with `kith lint --write-baseline`."

Entry = tuple[str, str, str]
"""A note, a rule, and a digest of the line; nothing for the note as a whole."""

LineOf = Callable[[Finding], str]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a baseline, each with its line in the file; `problem`: why the file cannot be used."""

    path: str = ""
    entries: tuple[tuple[Entry, int], ...] = ()
    problem: Finding | None = None

    def line(self, entry: Entry) -> int:
        """The line on which an entry stands; 0 if there is none."""
        return next((line for known, line in self.entries if known == entry), 0)


def entry_of(finding: Finding, line_of: LineOf) -> Entry:
    """What a fact is known by. `line_of` gives the line on which it is reported."""
    words = "" if finding.anchor == "note" else " ".join(line_of(finding).split())
    return finding.path, finding.rule, digest_of(words.encode())[:DIGITS] if words else ""


def render_baseline(found: Iterable[Reported], line_of: LineOf) -> tuple[str, int]:
    """The text of a baseline that takes in these findings, one a line, and how many it has; nudges stay out."""
    facts = (each.finding for each in found if not each.nudge and each.finding.rule not in NEVER)
    entries = sorted(entry_of(finding, line_of) for finding in facts)
    lines = [json.dumps({"note": n, "rule": r, "line": line}, ensure_ascii=False) for n, r, line in entries]
    listed = ",\n    ".join(lines)
    inner = f"\n    {listed}\n  " if lines else ""
    return f'{{\n  "schema": {SCHEMA},\n  "facts": [{inner}]\n}}\n', len(lines)


def read_baseline(text: str, path: str) -> Baseline:
    """The baseline that a text is. Never fails: what cannot be used is left out as a whole, and told."""
    if not text.strip():
        return Baseline(path)
    try:
        data = json.loads(text)
    except RecursionError:
        return _unusable(path, 1, "This baseline is nested too deeply.")
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        return _unusable(path, line, "This baseline is no JSON from here on.")
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("facts"), list):
        return _unusable(path, 1, f'A baseline has `"schema": {SCHEMA}` and a list of `facts`.')
    entries: list[tuple[Entry, int]] = []
    lines = text.split("\n")
    at = 0
    for number, fact in enumerate(data["facts"], 1):
        entry = _entry(fact)
        if entry is None:
            return _unusable(path, at + 1, f"Fact {number} of this baseline is not a `note`, a `rule` and a `line`.")
        at = _next_line(lines, at, entry)
        entries.append((entry, max(at, 1)))
    return Baseline(path, tuple(entries))


def _next_line(lines: Sequence[str], at: int, entry: Entry) -> int:
    """The line, from 1, of an entry that stands after `at` lines: the one with all of it, as it is written; where a
    formatter has spread it over several, the one with its note."""
    words = [json.dumps(word, ensure_ascii=False) for word in entry]
    near = range(at, min(at + _NEAR, len(lines)))
    whole = next((n for n in near if all(word in lines[n] for word in words)), None)
    if whole is None:
        whole = next((n for n in near if words[0] in lines[n]), at - 1)
    return whole + 1


def _entry(fact: object) -> Entry | None:
    if not isinstance(fact, dict) or fact.keys() != {"note", "rule", "line"}:
        return None
    note, rule, line = fact["note"], fact["rule"], fact["line"]
    if isinstance(note, str) and isinstance(rule, str) and isinstance(line, str):
        return note, rule, line
    return None


def _unusable(path: str, line: int, message: str) -> Baseline:
    return Baseline(path, (), Finding(path, f"line:{line}", "bad-config", message, _ANEW))


def hold_against(
    baseline: Baseline, told: Sequence[Reported], silenced: Iterable[Reported], line_of: LineOf, clocked: Iterable[str]
) -> tuple[tuple[Reported, ...], tuple[Reported, ...], tuple[Finding, ...]]:
    """The findings that the baseline does not list, those that it does, and what it lists that occurs no more.

    An entry takes in one finding. One that something else silences is in no need of it, but occurs; `clocked` rules
    find things that pass by themselves.
    """
    left = Counter(entry for entry, _ in baseline.entries)
    listed = {(note, rule) for note, rule, _ in left}
    new, known = [], []
    for each in told:
        entry = _listed(each, listed, line_of)
        if entry is not None and left[entry]:
            left[entry] -= 1
            known.append(each)
        else:
            new.append(each)
    for each in silenced:
        entry = _listed(each, listed, line_of)
        if entry is not None and left[entry]:
            left[entry] -= 1
    return tuple(new), tuple(known), tuple(_stale(baseline, left, frozenset(clocked)))


def _listed(each: Reported, listed: set[tuple[str, str]], line_of: LineOf) -> Entry | None:
    """The entry of a finding, where the baseline may have it: of others the line is not asked for."""
    finding = each.finding
    if each.nudge or finding.rule in NEVER or (finding.path, finding.rule) not in listed:
        return None
    return entry_of(finding, line_of)


def _stale(baseline: Baseline, left: Counter[Entry], clocked: frozenset[str]) -> Iterator[Finding]:
    for entry, line in reversed(baseline.entries):
        note, rule, _ = entry
        if left[entry] and rule not in clocked:
            left[entry] -= 1
            message = f"`{rule}` finds this in `{note}` no more."
            remedy = "Delete the line, or run `kith lint --write-baseline`."
            yield Finding(baseline.path, f"line:{line}", "stale-baseline", message, remedy)
