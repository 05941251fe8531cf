"""What is measured: each case is a command of Kith's, what it is held against, and what is done before it, untimed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.hugo_site import LAYOUTS
from benchmarks.lab import ROOT, Lab
from benchmarks.measure import Cost


@dataclass(slots=True)
class Row:
    """What came of a case: the runs of Kith, those of what it is held against, and the highest memory of either."""

    name: str
    kith: list[Cost] = field(default_factory=list)
    other: list[Cost] = field(default_factory=list)
    kith_peak: int = 0
    other_peak: int = 0


def _nothing(_: Lab) -> None: ...


@dataclass(frozen=True, slots=True)
class Case:
    """A case. `other`: what Kith is held against; `None`: the build of the case `unchanged`. `ready` and `done` are
    called once, `before` before each pair of runs. `times`: so many times the rounds, for what is short."""

    name: str
    about: str
    kith: Callable[[Lab], list[str]]
    other: Callable[[Lab], list[str]] | None = None
    before: Callable[[Lab], None] = _nothing
    ready: Callable[[Lab], None] = Lab.make_built
    done: Callable[[Lab], None] = _nothing
    codes: tuple[int, ...] = (0,)
    times: int = 1
    with_hugo: bool = True


def _bare(lab: Lab) -> list[str]:
    return [sys.executable, "-m", "benchmarks.bare", str(lab.site), str(lab.folder / "bare")]


def _lint(lab: Lab) -> list[str]:
    return lab.command("lint", "--journal", lab.journal)


def _lint_once(lab: Lab) -> None:
    lab.do(_lint(lab), codes=(0, 1))


def added(text: str, word: str) -> str:
    """A note with a paragraph more."""
    return f"{text}\nAdded later: {word}.\n"


def _edit_meeting(lab: Lab) -> None:
    path = lab.corpus.meeting
    lab.edit(path, added(lab.corpus.files[path], lab.word()))


def _edit_name(lab: Lab) -> None:
    path = lab.corpus.contact
    opening, name, rest = lab.corpus.files[path].split("\n", 2)
    lab.edit(path, f"{opening}\n{name} {lab.word()}\n{rest}")


def _own_theme(lab: Lab) -> None:
    """A theme of the user's own with the template of meetings, and a site built with it."""
    lab.make_built()
    with (lab.journal / "kith.toml").open("a", encoding="utf-8") as settings:
        settings.write('theme = "theme"\n')
    (lab.journal / "theme").mkdir()
    _edit_template(lab)
    lab.do(lab.build())


def _edit_template(lab: Lab) -> None:
    word = lab.word()
    template = (ROOT / "templates" / "meeting.html").read_text(encoding="utf-8")
    assert "{% block main %}" in template
    text = template.replace("{% block main %}", f"{{% block main %}}\n<p>{word}</p>")
    (lab.journal / "theme" / "meeting.html").write_text(text, encoding="utf-8")
    if lab.hugo is not None:
        layout = LAYOUTS["layouts/page.html"].replace("<dl>", f"<p>{word}</p><dl>")
        (lab.site / "layouts" / "page.html").write_text(layout, encoding="utf-8")


def _no_theme(lab: Lab) -> None:
    shutil.rmtree(lab.journal / "theme")
    (lab.journal / "kith.toml").write_text(lab.corpus.files["kith.toml"], encoding="utf-8")
    shutil.rmtree(lab.cache)
    shutil.rmtree(lab.output)


def _repository(lab: Lab) -> None:
    """The journal in git, everything committed, and checked once."""
    lab.make_built()
    _git(lab, "init", "--quiet")
    _git(lab, "add", "--all")
    _git(lab, "-c", "user.name=Mo", "-c", "user.email=mo@example.org", "commit", "--quiet", "--message", "All")
    _stage_meeting(lab)
    lab.do(_staged(lab), codes=(0, 1))


def _stage_meeting(lab: Lab) -> None:
    _edit_meeting(lab)
    _git(lab, "add", lab.corpus.meeting)


def _git(lab: Lab, *arguments: str) -> None:
    lab.do(["git", *arguments])


def _staged(lab: Lab) -> list[str]:
    return lab.command("lint", "--journal", lab.journal, "--staged")


CASES = (
    Case(
        "version",
        "`kith --version`, against `python -c \"import click\"`",
        lambda lab: lab.command("--version"),
        lambda _: [sys.executable, "-c", "import click"],
        ready=_nothing,
        times=10,
        with_hugo=False,
    ),
    Case("first", "first build", Lab.build, Lab.hugo_build, before=Lab.forget_all, ready=_nothing),
    Case("bare", "the packages alone: a bare page a note, and nothing else", _bare, Lab.hugo_build, ready=_nothing),
    Case("unchanged", "build, nothing changed", Lab.build, Lab.hugo_build),
    Case("meeting", "build, one meeting edited", Lab.build, Lab.hugo_build, before=_edit_meeting),
    Case("name", "build, a contact's name edited", Lab.build, Lab.hugo_build, before=_edit_name),
    Case("today", "`kith today`", lambda lab: lab.command("today", "--journal", lab.journal)),
    Case("brief", "`kith brief WHO`", lambda lab: lab.command("brief", "--journal", lab.journal, lab.corpus.who)),
    Case(
        "staged",
        "`kith lint --staged`, one meeting edited",
        _staged,
        before=_stage_meeting,
        ready=_repository,
        done=lambda lab: shutil.rmtree(lab.journal / ".git"),
        codes=(0, 1),
    ),
    Case(
        "lint",
        "`kith lint`, first",
        _lint,
        before=lambda lab: shutil.rmtree(lab.cache, ignore_errors=True),
        ready=_nothing,
        codes=(0, 1),
    ),
    Case(
        "lint-again",
        "`kith lint`, again",
        _lint,
        Lab.hugo_build,
        ready=_lint_once,
        codes=(0, 1),
    ),
    Case(
        "template",
        "build, the template of meetings edited",
        Lab.build,
        Lab.hugo_build,
        before=_edit_template,
        ready=_own_theme,
        done=_no_theme,
    ),
)  # fmt: skip
"""In the order in which they are run."""


def measure(case: Case, lab: Lab, rounds: int, memory: bool = True) -> Row:
    """The runs of a case, Kith's and the other's in turn, and one more of each if the memory is to be looked at."""
    row = Row(case.name)
    other = case.other if lab.hugo is not None or not case.with_hugo else None
    case.ready(lab)
    for number in range(rounds * case.times):
        case.before(lab)
        runs = [(row.kith, case.kith, case.codes), *([(row.other, other, (0,))] if other else [])]
        # Who is first changes, so that neither always finds the files warm.
        for costs, command, codes in runs if number % 2 == 0 else reversed(runs):
            costs.append(lab.do(command(lab), codes))
    if memory:
        case.before(lab)
        row.kith_peak = lab.do(case.kith(lab), case.codes, watch_memory=True).peak
        row.other_peak = lab.do(other(lab), watch_memory=True).peak if other else 0
    case.done(lab)
    return row
