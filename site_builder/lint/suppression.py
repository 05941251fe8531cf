"""Which findings are open: severities, suppressions in notes and settings, and the order of telling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from datetime import date
from difflib import get_close_matches
from typing import Protocol

from site_builder.finding import Finding, Reported
from site_builder.globs import fits
from site_builder.lint.rule import Checked, Rule
from site_builder.notes.entry import Entry
from site_builder.settings import CONFIG_NAME
from site_builder.text import Position
from site_builder.values import dataclass


class Placed(Checked, Protocol):
    """The journal, and where its anchors stand: asked only of notes whose comments silence something."""

    @property
    def config_text(self) -> str: ...

    def locate(self, path: str, anchor: str) -> Position: ...

    def lines(self, path: str, anchor: str) -> tuple[int, int]:
        """The first and the last line of an anchor."""
        ...

    def line_text(self, path: str, line: int) -> str:
        """A line of a note as it stands; nothing beyond its end."""
        ...


@dataclass(slots=True)
class _Suppression:
    """A rule's name in one suppression, where it is written, and whether it was of use.

    In front matter it is for the whole note, perhaps `until` a day. In a comment it is for `lines`; an item knows the
    comments on its own lines by their text, so there positions need not be asked.
    """

    rule: str
    path: str
    anchor: str
    until: date | None = None
    comment: str | None = None
    lines: tuple[int, int] = (0, 0)
    used: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class Silencer:
    """Something that silences a finding: a `comment` on its line, or the front matter of a `note`, perhaps `until` a
    day; `severity` or `ignore` in the settings, without a place here; the `baseline`."""

    kind: str
    path: str = ""
    anchor: str = ""
    until: date | None = None


def what_silences(finding: Finding, journal: Placed, rules: Iterable[Rule]) -> tuple[Silencer, ...]:
    """All that silences one finding."""
    silence = _Silence(journal, {rule.name: rule for rule in rules})
    for path in dict.fromkeys((finding.path, finding.subject)):
        if path in journal.paths():
            silence.collect(path)
    return tuple(silence.silencers(finding))


def expired_in(path: str, journal: Placed, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """The suppressions of a note whose last day has passed lately."""
    silence = _Silence(journal, {rule.name: rule for rule in rules})
    silence.collect(path)
    return tuple(finding for finding in silence.about_suppressions() if finding.rule == "expired-ignore")


def severity_of(rule: Rule, journal: Placed) -> tuple[str, int]:
    """The severity that a rule has, and the line of kith.toml that says so; 0 where none does."""
    wanted = dict(journal.config.lint.severity).get(rule.name)
    return (wanted, _line_of(journal.config_text, rule.name)) if wanted else (rule.severity, 0)


def silences(entry: Entry) -> bool:
    """Whether there is any suppression in a note."""
    return bool(entry.ignores or entry.body.ignores)


def apply_suppressions(
    findings: Iterable[Finding], journal: Placed, rules: Iterable[Rule]
) -> tuple[tuple[Reported, ...], tuple[Reported, ...]]:
    """The open findings, facts by place and nudges by person, and the suppressed ones.

    What is wrong with the suppressions themselves is among them: `unknown-rule`, `unused-ignore`.
    """
    silence = _Silence(journal, {rule.name: rule for rule in rules})
    for path in journal.of_entries(silences):
        silence.collect(path)
    found = [(finding, silence.keeps_back(finding)) for finding in findings]
    found += [(finding, silence.keeps_back(finding)) for finding in tuple(silence.about_suppressions())]
    told = [(silence.reported(finding), back) for finding, back in found]
    in_order = sorted(told, key=lambda each: _order(each[0], journal))
    return tuple(each for each, back in in_order if not back), tuple(each for each, back in in_order if back)


def told_besides(
    told: Sequence[Reported], more: Iterable[Finding], journal: Placed, rules: Iterable[Rule]
) -> tuple[Reported, ...]:
    """The open findings with some that no note can silence, in the order of telling."""
    silence = _Silence(journal, {rule.name: rule for rule in rules})
    besides = [silence.reported(finding) for finding in more if not silence.keeps_back(finding)]
    return tuple(sorted((*told, *besides), key=lambda each: _order(each, journal))) if besides else tuple(told)


def _order(reported: Reported, journal: Placed) -> tuple[object, ...]:
    finding = reported.finding
    at = journal.locate(finding.path, finding.anchor)
    where = (finding.path, at.line, at.column, finding.rule, finding.message)
    return (True, finding.subject, *where) if reported.nudge else (False, *where)


@dataclass(slots=True)
class _Silence:
    """What is silenced, and by what."""

    journal: Placed
    rules: dict[str, Rule]
    by_note: dict[str, list[_Suppression]] = field(default_factory=dict)
    unclear: list[Finding] = field(default_factory=list)

    def collect(self, path: str) -> None:
        """Read the suppressions of a note."""
        entry = self.journal.entry(path)
        for ignore in entry.ignores:
            suppression = _Suppression(ignore.rule, path, ignore.anchor)
            if ignore.until and self._may_end(suppression):
                suppression.until = ignore.until.last
            self._add(suppression)
        for number, comment in enumerate(entry.body.ignores):
            match = _COMMENT.match(comment.text)
            lines = self._lines_of(entry, number)
            for rule in re.split(r"\s*,\s*", match[0]) if match else [""]:
                self._add(_Suppression(rule, path, comment.anchor, comment=comment.text, lines=lines))

    def _add(self, suppression: _Suppression) -> None:
        if suppression.rule in self.rules:
            self.by_note.setdefault(suppression.path, []).append(suppression)
            return
        what = f"No rule is called `{suppression.rule}`." if suppression.rule else "This suppression names no rule."
        self.unclear.append(
            Finding(suppression.path, suppression.anchor, "unknown-rule", what, self._nearest(suppression.rule))
        )

    def _nearest(self, name: str) -> str:
        near = get_close_matches(name.casefold().replace("_", "-"), self.rules, 1) if name else []
        return f"Did you mean `{near[0]}`?" if near else "`kith rule` lists them."

    def _may_end(self, suppression: _Suppression) -> bool:
        rule = self.rules.get(suppression.rule)
        if rule is None or rule.nudge:
            return True
        self.unclear.append(
            Finding(
                suppression.path,
                suppression.anchor,
                "bad-value",
                f"`until` goes with nudges only, and `{rule.name}` is a fact.",
                "Leave `until` out: a fact does not change with the day.",
            )
        )
        return False

    def _lines_of(self, entry: Entry, number: int) -> tuple[int, int]:
        """The lines that a comment speaks of: its own, or, where it stands alone, the next that is not blank."""
        ignore = entry.body.ignores[number]
        first, last = self.journal.lines(entry.path, ignore.anchor)
        if not ignore.alone:
            return first, last
        alone = [self.journal.lines(entry.path, each.anchor) for each in entry.body.ignores if each.alone]
        commented = {line for start, end in alone for line in range(start, end + 1)}
        line = last + 1
        while line < last + _FAR and (line in commented or not self.journal.line_text(entry.path, line).strip(" \t>")):
            line += 1
        return line, line

    def keeps_back(self, finding: Finding) -> bool:
        """Whether something silences a finding; the suppressions in its note that do so are marked as used."""
        back = self._silencing(finding)
        for suppression in back:
            if suppression.path == finding.path:
                suppression.used = True
        return bool(back) or self._off(finding) or bool(self._ignored(finding))

    def silencers(self, finding: Finding) -> Iterator[Silencer]:
        """What silences a finding, each with its place."""
        for each in self._silencing(finding):
            yield Silencer("comment" if each.comment is not None else "note", each.path, each.anchor, each.until)
        if self._off(finding):
            yield Silencer("severity")
        if self._ignored(finding):
            yield Silencer("ignore")

    def _silencing(self, finding: Finding) -> list[_Suppression]:
        """The suppressions that cover a finding. What is said of a person may be silenced in the front matter of their
        file, too, wherever it stands."""
        other = self.by_note.get(finding.subject, []) if finding.subject != finding.path else []
        near = [*self.by_note.get(finding.path, ()), *(each for each in other if each.comment is None)]
        return [each for each in near if each.rule == finding.rule and self._covers(each, finding)]

    def _off(self, finding: Finding) -> bool:
        return dict(self.journal.config.lint.severity).get(finding.rule) == "off"

    def _ignored(self, finding: Finding) -> bool:
        return any(fits(glob, finding.path) for glob in self.journal.config.lint.ignore)

    def _covers(self, suppression: _Suppression, finding: Finding) -> bool:
        if suppression.comment is None:
            return suppression.until is None or self.journal.today <= suppression.until
        for item in self.journal.entry(finding.path).body.items:
            if item.anchor == finding.anchor and suppression.comment in item.ignored:
                return True
        first, last = self.journal.lines(finding.path, finding.anchor)
        return first <= suppression.lines[1] and suppression.lines[0] <= last

    def reported(self, finding: Finding) -> Reported:
        """A finding with the severity that holds for it: the user's, its own, its rule's."""
        rule = self.rules.get(finding.rule)
        usual = finding.severity or (rule.severity if rule else "error")
        wanted = dict(self.journal.config.lint.severity).get(finding.rule, usual)
        return Reported(finding, usual if wanted == "off" else wanted, bool(rule and rule.nudge))

    def about_suppressions(self) -> Iterator[Finding]:
        """What is wrong with the suppressions, once all other findings have been held against them."""
        yield from self.unclear
        for rule, _ in self.journal.config.lint.severity:
            if rule not in self.rules:
                anchor = f"line:{_line_of(self.journal.config_text, rule)}"
                yield Finding(CONFIG_NAME, anchor, "unknown-rule", f"No rule is called `{rule}`.", self._nearest(rule))
        for suppression in (each for note in self.by_note.values() for each in note):
            rule_of_it = self.rules[suppression.rule]
            if expired := self._expired(suppression):
                yield expired
            if suppression.used or rule_of_it.nudge or rule_of_it.clocked or suppression.rule == "unused-ignore":
                continue
            message = nothing_silenced(suppression.rule)
            yield Finding(suppression.path, suppression.anchor, "unused-ignore", message, "Delete the suppression.")

    def _expired(self, suppression: _Suppression) -> Finding | None:
        """A suppression whose last day has passed within the last two weeks."""
        until, path = suppression.until, suppression.path
        if until is None or not 0 < (self.journal.today - until).days <= _EXPIRED_FOR:
            return None
        message = f"The suppression of `{suppression.rule}` ended on {until}."
        subject = path if self.journal.identity(path).type == "contact" else ""
        remedy = "Delete it, or give it another day."
        return Finding(path, suppression.anchor, "expired-ignore", message, remedy, subject)


def nothing_silenced(rule: str) -> str:
    """What is said of a suppression that silences nothing: several of one comment are told apart by the rule alone."""
    return f"`{rule}` finds nothing here, so there is nothing to silence."


def _line_of(text: str, rule: str) -> int:
    """The line of kith.toml that sets a rule's severity."""
    typed = "[-_ ]".join(map(re.escape, rule.split("-")))
    key = re.compile(rf"\s*[\"']?{typed}[\"']?\s*=", re.IGNORECASE)
    inside = re.compile(rf".*severity.*\b{typed}\b", re.IGNORECASE)
    lines = text.split("\n")
    return next((n for pattern in (key, inside) for n, line in enumerate(lines, 1) if pattern.match(line)), 1)


_COMMENT = re.compile(r"[\w-]+(?:\s*,\s*[\w-]+)*")
_FAR = 40
_EXPIRED_FOR = 14
