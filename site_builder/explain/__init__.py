"""Why a rule says something of somebody today, or why not: its own check, asked again on other days and of a journal
without what may keep it quiet, and the figures it went by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from site_builder import pipeline
from site_builder.explain.catalogue import EVIDENCE
from site_builder.explain.figures import Figure
from site_builder.explain.supposed import Quiet, Supposed, quiets
from site_builder.finding import Finding
from site_builder.lint.baseline import entry_of
from site_builder.lint.catalogue import RULES, found_by
from site_builder.lint.rule import Rule
from site_builder.lint.suppression import Silencer, expired_in, severity_of, what_silences
from site_builder.notes.nodes import fold_key
from site_builder.query import Database
from site_builder.relations.introductions import is_person
from site_builder.relations.ties import tie
from site_builder.settings import CONFIG_NAME, Config
from site_builder.toml_places import places_of
from site_builder.values import dataclass

FAR = 3 * 366
"""Days that are looked at before and after today."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that applied: its keys, its value, and the line of kith.toml that says it (0: it is the default)."""

    keys: tuple[str, ...]
    value: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a rule finds today. `since`: the first day on which it was found, by the notes as they are now;
    `until`: the last; `None` where that is over three years away, or no day changes it. `silenced`: by what."""

    finding: Finding
    since: date | None = None
    until: date | None = None
    silenced: tuple[Silencer, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a rule has to say of a person or a note, and why.

    `found`: what it finds today, with what is silenced. Where it finds nothing: `quiet`, what keeps it so, without
    which it would; `opens`, the first day ahead on which it finds something, by the notes as they are now; `was`, the
    last days before today on which it did. `figures`: what it goes by; `settings`: of those what
    kith.toml has a say in.
    """

    rule: Rule
    subject: str
    name: str
    severity: str
    today: date
    found: tuple[Told, ...] = ()
    quiet: tuple[Quiet, ...] = ()
    opens: date | None = None
    was: tuple[date, date] | None = None
    figures: tuple[Figure, ...] = ()
    settings: tuple[Setting, ...] = ()

    @property
    def state(self) -> str:
        """`open`, `silenced`, `quiet`, `ahead`, `closed` or `nothing`."""
        if self.found:
            return "silenced" if all(each.silenced for each in self.found) else "open"
        if self.quiet:
            return "quiet"
        return "ahead" if self.opens else "closed" if self.was else "nothing"


def explain(db: Database, rule: Rule, subject: str) -> Explanation:
    """Explain a rule of a person (by key) or a note (by path), as of today."""
    journal = pipeline.Asked(db)
    today, moves = journal.today, (rule.nudge or rule.clocked) and rule.check_journal is None
    paths = _paths(journal, rule, subject)

    def on(day: date, where: Iterable[str] = paths, without: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
        return _found(db, Supposed(db, day, subject, without), rule, subject, where)

    now = on(today)
    found = [Told(each, None, None, (*what_silences(each, journal, RULES), *_listed(db, rule, each))) for each in now]
    quiet: tuple[Quiet, ...] = ()
    opens, was = None, None
    if moves and now:
        where = tuple(dict.fromkeys(each.path for each in now))
        first, last = (_last_days(lambda day: _keys(on(day, where)), _keys(now), today, way) for way in (-1, 1))
        found = [replace(each, since=first[_key(each.finding)], until=last[_key(each.finding)]) for each in found]
    elif rule.nudge and not now:
        quiet = _kept_quiet_by(journal, subject, lambda without: bool(on(today, paths, without)))
        if moves:
            opens = next((day for day in _days(today, 1) if on(day)), None)
            was = None if quiet else _last_window(lambda day: bool(on(day)), today)
    evidence = EVIDENCE.get(rule.name) if rule.nudge and subject != CONFIG_NAME else None
    figures = tuple(evidence(Supposed(db, today), subject)) if evidence else ()
    return Explanation(
        rule,
        subject,
        subject if subject == CONFIG_NAME else journal.name(subject),
        severity_of(rule, journal)[0],
        today,
        tuple(found),
        quiet,
        opens,
        was,
        figures,
        _settings(db, rule, figures),
    )


def _paths(journal: pipeline.Asked, rule: Rule, subject: str) -> tuple[str, ...]:
    """The notes in which a rule is asked: that of a person and those that tell of them, for a fact their own alone."""
    if subject == CONFIG_NAME or not is_person(journal, subject):
        return (subject,)
    own = journal.person(subject).path
    if own and not rule.nudge:
        return (own,)
    return (*((own,) if own else ()), *journal.about(subject))


def _found(db: Database, journal: Supposed, rule: Rule, subject: str, paths: Iterable[str]) -> tuple[Finding, ...]:
    """What a rule finds about somebody or in a note, on the day of a journal."""
    person = subject != CONFIG_NAME and is_person(journal, subject)
    if rule.check_person:
        keys = (subject,) if person else tuple(_people_of(journal, subject))
        found = [each for key in keys for each in rule.check_person(journal, journal.ask(tie, key))]
    elif rule.check_note:
        found = [each for path in paths if path != CONFIG_NAME for each in rule.check_note(journal, path)]
    elif rule.check_journal:
        found = list(found_by(journal, rule.name))
    elif rule.nudge:
        found = [each for path in paths if path != CONFIG_NAME for each in expired_in(path, journal, RULES)]
    elif rule.scope == "reader":
        told = [each for path in paths if path != CONFIG_NAME for each in pipeline.raw_findings(db, path)]
        found = [*told, *pipeline.inventory(db).problems, *pipeline.config_findings(db)]
    else:
        found = [each.finding for told in pipeline.reported(db) for each in told]
    wanted = set(paths)
    about = person and rule.nudge
    return tuple(
        each
        for each in found
        if each.rule == rule.name and (_concerns(journal, each, subject) if about else each.path in wanted)
    )


def _listed(db: Database, rule: Rule, finding: Finding) -> tuple[Silencer, ...]:
    """The baseline, where it has a fact."""
    known = pipeline.baseline(db)
    if rule.nudge or not known.entries:
        return ()
    line = known.line(entry_of(finding, lambda each: pipeline.line_at(db, each)))
    return (Silencer("baseline", known.path, f"line:{line}"),) if line else ()


def _people_of(journal: Supposed, path: str) -> Iterable[str]:
    people = set(journal.people())
    return (key for key in (path, *journal.resolved(path).concerns()) if key in people) if path != CONFIG_NAME else ()


def _concerns(journal: Supposed, finding: Finding, key: str) -> bool:
    """Whether a nudge is about a person: by name, in their file, by a line that is about them, or as nobody's own."""
    if finding.subject == key or finding.path == key or not finding.subject:
        return True
    statements = journal.resolved(finding.path).statements
    return any(each.line.anchor == finding.anchor and key in each.people for each in statements)


# ---------------------------------------------------------------- days


def _days(today: date, way: int) -> Iterable[date]:
    limits = (today - date.min).days, (date.max - today).days
    return (today + timedelta(days=way * number) for number in range(1, min(FAR, limits[way > 0]) + 1))


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.path, finding.anchor, finding.subject


def _keys(found: Iterable[Finding]) -> set[tuple[str, str, str]]:
    return {_key(each) for each in found}


def _last_days(
    found: Callable[[date], set[tuple[str, str, str]]], wanted: set[tuple[str, str, str]], today: date, way: int
) -> dict[tuple[str, str, str], date | None]:
    """The last day, from today on or back, on which each is found without a day between; `None` for beyond the days
    that are looked at."""
    ends: dict[tuple[str, str, str], date | None] = dict.fromkeys(wanted)
    left, before = set(wanted), today
    for day in _days(today, way):
        there = found(day)
        for key in left - there:
            ends[key] = before
        left &= there
        if not left:
            break
        before = day
    return ends


def _last_window(found: Callable[[date], bool], today: date) -> tuple[date, date] | None:
    """The last days before today on which something was found."""
    days = iter(_days(today, -1))
    last = next((day for day in days if found(day)), None)
    if last is None:
        return None
    first = last
    for day in days:
        if not found(day):
            break
        first = day
    return first, last


def _kept_quiet_by(journal: pipeline.Asked, subject: str, found: Callable[[frozenset[str]], bool]) -> tuple[Quiet, ...]:
    """What keeps a rule quiet about a person: without all of it something is found, and not with any of these."""
    if subject == CONFIG_NAME or not is_person(journal, subject):
        return ()
    there = quiets(journal, subject)
    kinds = frozenset(each.kind for each in there)
    if not kinds or not found(kinds):
        return ()
    holding = {kind for kind in kinds if not found(kinds - {kind})}
    return tuple(each for each in there if each.kind in (holding or kinds))


# ---------------------------------------------------------------- settings


def _settings(db: Database, rule: Rule, figures: Iterable[Figure]) -> tuple[Setting, ...]:
    """The settings behind an explanation, each with the line that says it."""
    severity, line = severity_of(rule, pipeline.Asked(db))
    keys: tuple[str, ...] = ("lint", "severity", rule.name)
    found = {keys: Setting(keys, severity, line)}
    for each in figures:
        if each.setting:
            value = _value(pipeline.config(db), each.setting)
            found.setdefault(each.setting, Setting(each.setting, value, line_of_setting(db, each.setting)))
    return tuple(found.values())


def _value(config: Config, keys: tuple[str, ...]) -> str:
    """The value of a setting, as kith.toml would have it."""
    holder: object = config
    if keys[0] == "circles":
        holder = next(circle for circle in config.circles if circle.name.casefold() == keys[1])
    for key in keys[2:] if keys[0] == "circles" else keys:
        holder = getattr(holder, key)
    return str(holder).lower() if isinstance(holder, bool) else str(holder)


def line_of_setting(db: Database, keys: tuple[str, ...]) -> int:
    """The line of kith.toml that sets something; 0 where the default holds, also because the line cannot be used."""
    wanted = tuple(fold_key(key) for key in keys)
    lines = places_of(pipeline.config_text(db)).lines
    line = next((line for path, line in lines.items() if tuple(fold_key(key) for key in path) == wanted), 0)
    unusable = {each.anchor for each in pipeline.config_findings(db)}
    return 0 if f"line:{line}" in unusable else line
