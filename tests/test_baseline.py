"""The baseline: known facts stay quiet wherever their lines go, and come back when their words change."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import kith, write_journal
from journal_of import database
from repositories import Repo, needs_git, new_repo
from site_builder import pipeline
from site_builder.config import read_config
from site_builder.finding import Reported
from site_builder.lint.baseline import NEVER, read_baseline, render_baseline
from site_builder.query import Database

NAME = "kith-baseline.json"
TOML = 'schema = 1\ntoday = "2026-06-20"\n'
NOTES = {
    "contacts/ada.md": "---\nname: Ada\nmet: 2020\ncirlce: close\n---\n",
    "notes/a.md": "See [[nobody-here]].\n\n- one more of [[nobody-there]]\n",
    "meetings/2026-06-05-ada.md": "---\nwith: [ada]\n---\n- [ ] I'll send it due:2026-06-10\n- got lead – Turin\n",
}


def facts(found: tuple[Reported, ...]) -> list[tuple[str, str]]:
    return [(each.finding.rule, each.finding.path) for each in found if not each.nudge]


def baseline_of(db: Database) -> str:
    db.set(pipeline.baseline_text, "", "")
    return render_baseline(pipeline.findings(db), lambda each: pipeline.line_at(db, each))[0]


def with_baseline(notes: dict[str, str], text: str, today: str = "2026-06-20") -> Database:
    db = database(notes, today)
    db.set(pipeline.baseline_text, "", text)
    return db


# ---------------------------------------------------------------- what it is known by


def test_what_it_holds() -> None:
    """One fact a line, in order; hashes, and no word of the notes. Nudges and the settings' mistakes stay out."""
    db = database(NOTES, "2026-06-20", "outputt = 'x'\n")
    text = baseline_of(db)
    assert text.splitlines()[:2] == ["{", '  "schema": 1,']
    lines = [json.loads(line.rstrip(",")) for line in text.splitlines()[3:-2]]
    assert lines == json.loads(text)["facts"] == sorted(lines, key=lambda each: tuple(each.values()))
    assert {each["rule"] for each in lines} == {"broken-link", "near-miss", "unknown-field"}
    assert all(len(each["line"]) == 8 and int(each["line"], 16) >= 0 for each in lines)
    assert not any(word in text for word in ("nobody", "Turin", "cirlce", "Ada"))
    assert baseline_of(database(dict(reversed(NOTES.items())), "2026-06-20")) == text
    assert facts(pipeline.findings(with_baseline(NOTES, text))) == []


def test_nudges_are_reported_all_the_same() -> None:
    db = with_baseline(NOTES, baseline_of(database(NOTES, "2026-06-20")))
    assert [each.finding.rule for each in pipeline.findings(db)] == ["overdue-promise"]


ABOVE = ["", "More words.", "- told: x", "## 2026-06-07 call", "See [[ada]]."]
LINES = st.lists(st.sampled_from(ABOVE), max_size=5, unique=True)  # twice the same line would be a fact of its own


@settings(max_examples=60, deadline=None)
@given(LINES, st.permutations(sorted(NOTES)), st.integers(0, 800))
def test_lines_above_and_the_order_of_notes_bring_nothing_back(above: list[str], order: list[str], days: int) -> None:
    text = baseline_of(database(NOTES, "2026-06-20"))
    notes = {path: NOTES[path] for path in order}
    notes["notes/a.md"] = "".join(line + "\n" for line in above) + "\n" + NOTES["notes/a.md"]
    notes["contacts/ada.md"] = NOTES["contacts/ada.md"].replace("name:", "why: we met\nname:")
    db = with_baseline(notes, text, "2026-06-20")
    assert facts(pipeline.findings(db)) == []
    db.set(pipeline.today, "", pipeline.today(db).fromordinal(pipeline.today(db).toordinal() + days))
    assert facts(pipeline.findings(db)) == []


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["Now see [[nobody-here]].", "See [[nobody-here]]. Truly.", "See [[nobody-her]]."]))
def test_a_line_that_changes_is_reported_and_its_entry_is_stale(line: str) -> None:
    text = baseline_of(database(NOTES, "2026-06-20"))
    notes = {**NOTES, "notes/a.md": NOTES["notes/a.md"].replace("See [[nobody-here]].", line)}
    db = with_baseline(notes, text)
    assert facts(pipeline.findings(db)) == [("stale-baseline", NAME), ("broken-link", "notes/a.md")]
    stale = pipeline.findings(db)[0].finding
    at = pipeline.located(db, NAME, stale.anchor)
    said = pipeline.line_text(db, NAME, at.line)
    assert '"note": "notes/a.md"' in said and '"rule": "broken-link"' in said
    assert said.strip().rstrip(",") not in {x.strip().rstrip(",") for x in baseline_of(db).splitlines()}


def test_an_entry_takes_in_one_finding() -> None:
    """A copy of a line is new; when one of two goes, one entry is stale."""
    once = {"notes/a.md": "See [[nobody]].\n"}
    twice = {"notes/a.md": "See [[nobody]].\n\nSee [[nobody]].\n"}
    db = with_baseline(twice, baseline_of(database(once)))
    assert facts(pipeline.findings(db)) == [("broken-link", "notes/a.md")]
    db = with_baseline(once, baseline_of(database(twice)))
    assert facts(pipeline.findings(db)) == [("stale-baseline", NAME)]
    assert pipeline.located(db, NAME, pipeline.findings(db)[0].finding.anchor).line == 5


def test_a_formatter_may_spread_it_over_lines() -> None:
    """It means the same, and what is stale is told at the line with its note."""
    text = json.dumps(json.loads(baseline_of(database(NOTES, "2026-06-20"))), indent=2)
    assert facts(pipeline.findings(with_baseline(NOTES, text))) == []
    db = with_baseline({**NOTES, "notes/a.md": ""}, text)
    stale = [each.finding for each in pipeline.findings(db) if not each.nudge]
    lines = [pipeline.line_text(db, NAME, pipeline.located(db, NAME, each.anchor).line).strip() for each in stale]
    assert lines == ['"note": "notes/a.md",'] * 2
    assert len({each.anchor for each in stale}) == 2


def test_a_note_that_is_gone_leaves_its_entries_stale() -> None:
    text = baseline_of(database(NOTES, "2026-06-20"))
    notes = {path: note for path, note in NOTES.items() if path != "notes/a.md"}
    assert facts(pipeline.findings(with_baseline(notes, text))) == [("stale-baseline", NAME)] * 2


def test_what_something_else_silences_is_not_stale() -> None:
    text = baseline_of(database({"notes/a.md": "See [[nobody]]. <!-- why -->\n"}))
    line = "See [[nobody]]. <!-- kith-ignore broken-link: why -->\n"
    ignored = baseline_of(database({"notes/a.md": line.replace("kith-ignore broken-link: ", "")}))
    assert text == ignored
    db = with_baseline({"notes/a.md": "---\nlint-ignore: [broken-link]\n---\nSee [[nobody]]. <!-- why -->\n"}, text)
    assert facts(pipeline.findings(db)) == []


def test_facts_that_pass_with_time_are_never_stale() -> None:
    text = baseline_of(database({"events/f.md": "---\ndate: 2032-01-01\n---\n"}, "2026-06-20"))
    assert "odd-year" in text
    db = with_baseline({"events/f.md": "---\ndate: 2032-01-01\n---\n"}, text, "2031-06-20")
    assert facts(pipeline.findings(db)) == []


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("[lint.severity]\nstale-baseline = 'warning'\n", [("stale-baseline", "warning")]),
        ("[lint.severity]\nstale-baseline = 'off'\n", []),
    ],
)
def test_stale_entries_have_a_severity(settings: str, found: list[tuple[str, str]]) -> None:
    db = database({}, "2026-06-20", settings)
    db.set(pipeline.baseline_text, "", baseline_of(database(NOTES)).replace("broken-link", "odd-year"))
    assert {(each.finding.rule, each.severity) for each in pipeline.findings(db)} == set(found)


# ---------------------------------------------------------------- a file that cannot be used


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("{\n", 2, "no JSON"),
        ('{\n  "schema": 1,\n<<<<<<< HEAD\n', 3, "no JSON"),
        ("[]", 1, '"schema": 1'),
        ('{"schema": 2, "facts": []}', 1, '"schema": 1'),
        ('{"schema": 1, "facts": 3}', 1, '"schema": 1'),
        ('{\n"schema": 1, "facts": [\n{"note": "a", "rule": "b", "line": "c"},\n{"note": 1}]}', 4, "Fact 2"),
        ("[" * 100_000, 1, "nested"),
    ],
)
def test_a_malformed_baseline_is_one_error_at_its_place(text: str, line: int, part: str) -> None:
    known = read_baseline(text, NAME)
    assert known.problem is not None and known.entries == ()
    assert (known.problem.rule, known.problem.anchor) == ("bad-config", f"line:{line}")
    assert part in known.problem.message
    db = with_baseline({"notes/a.md": "See [[nobody]].\n"}, text)
    assert facts(pipeline.findings(db)) == [("bad-config", NAME), ("broken-link", "notes/a.md")]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60) | st.text('{}[]",:schemafacts1 \n', max_size=80))
def test_no_text_makes_reading_fail(text: str) -> None:
    known = read_baseline(text, NAME)
    assert bool(known.problem) <= (not known.entries)


@pytest.mark.parametrize("value", ["../x.json", "/x.json", "notes/x.md", "a/../../x.json", ".", "c:\\\\x.json", ""])
def test_the_file_lies_in_the_journal(value: str) -> None:
    config, found = read_config(f'[lint]\nbaseline = "{value}"\n')
    assert config.lint.baseline == NAME
    assert [each.rule for each in found] == ["bad-config"]
    assert "bad-config" in NEVER


# ---------------------------------------------------------------- the command


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return write_journal(tmp_path / "j", NOTES, TOML)


def test_writing_it_makes_the_check_quiet(journal: Path) -> None:
    before = kith("lint", "-j", journal)
    assert "\n3 warnings, 1 remark in 3 notes; 1 thing to think of.\n" in before.stdout
    said = kith("lint", "--write-baseline", "-j", journal)
    assert (said.exit_code, said.stdout) == (0, f"{NAME} lists 4 facts that are not reported any more.\n")
    assert kith("lint", "-j", journal).stdout.endswith(
        "Nothing to report in 3 notes; 1 thing to think of; 4 more in the baseline.\n"
    )
    assert kith("lint", "--no-baseline", "-j", journal).stdout == before.stdout
    text = (journal / NAME).read_bytes()
    assert kith("lint", "--write-baseline", "-j", journal).exit_code == 0
    assert (journal / NAME).read_bytes() == text, "the same facts, the same bytes"
    assert stat.S_IMODE((journal / NAME).stat().st_mode) == 0o600
    (journal / NAME).chmod(0o644)
    kith("lint", "--write-baseline", "-j", journal)
    assert stat.S_IMODE((journal / NAME).stat().st_mode) == 0o644
    assert [path.name for path in journal.iterdir() if path.name.endswith(".kith")] == []


def test_it_lies_where_the_settings_say(journal: Path) -> None:
    (journal / "kith.toml").write_text(TOML + '[lint]\nbaseline = "meetings/known.json"\n')
    assert kith("lint", "--write-baseline", "-j", journal).stdout.startswith("meetings/known.json lists 4 facts ")
    assert "Nothing to report" in kith("lint", "-j", journal).stdout
    known = kith("explain", "unknown-field", "ada", "-j", journal).stdout
    assert "It is found, and silenced." in known
    assert "Silenced by the baseline at meetings/known.json:4." in known


def test_stale_entries_are_told_at_their_lines(journal: Path) -> None:
    kith("lint", "--write-baseline", "-j", journal)
    (journal / "notes/a.md").write_text("Nothing.\n")
    shown = kith("lint", "-j", journal, "--format", "full").stdout
    assert "kith-baseline.json:6:1: info: `broken-link` finds this in `notes/a.md` no more." in shown
    assert '     6 |     {"note": "notes/a.md", "rule": "broken-link", "line": "' in shown
    as_of = kith("lint", "-j", journal, "--as-of", "2026-06-01").stdout
    assert "stale-baseline" not in as_of


def test_a_broken_baseline_is_wrong_settings(journal: Path) -> None:
    (journal / NAME).write_text("{\n  oops\n}\n")
    told = kith("lint", "-j", journal)
    assert told.exit_code == 2
    assert f"{NAME}:2:1: error: This baseline is no JSON from here on." in told.stdout.replace(str(journal) + "/", "")
    assert kith("lint", "-j", journal, journal / "contacts").exit_code == 2
    assert kith("lint", "-j", journal, "--no-baseline").exit_code == 0
    assert kith("lint", "--write-baseline", "-j", journal).exit_code == 0


@pytest.mark.parametrize("more", [["--staged"], ["--select", "links"], ["--as-of", "2026-06-01"], ["contacts"]])
def test_it_takes_in_the_whole_journal(journal: Path, more: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(journal)
    told = kith("lint", "--write-baseline", *more)
    assert told.exit_code == 2 and not (journal / NAME).exists()


def test_it_is_never_written_through_a_link(journal: Path, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("keep\n")
    (journal / NAME).symlink_to(tmp_path / "other.json")
    assert "cannot be written" in kith("lint", "--write-baseline", "-j", journal).stderr
    assert (tmp_path / "other.json").read_text() == "keep\n"


# ---------------------------------------------------------------- in a commit


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = new_repo(tmp_path / "r", tmp_path)
    for key, value in made.environment.items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(made.top)
    return made


WRONG = "---\ndate: 2026-02-30\n---\n"


@needs_git
def test_a_commit_honours_the_baseline_that_is_staged(repo: Repo) -> None:
    repo.commit({"notes/fine.md": "Words.\n"})
    repo.write({"meetings/bo.md": WRONG})
    repo.git("add", "meetings/bo.md")
    assert kith("lint", "--staged").exit_code == 1
    assert kith("lint", "--write-baseline").exit_code == 0
    assert kith("lint", "--staged").exit_code == 1, "the baseline lies on the disk, and is in no commit"
    repo.git("add", NAME)
    assert kith("lint", "--staged").exit_code == 0
    assert kith("lint", "--staged", "--no-baseline").exit_code == 1
    (repo.top / NAME).unlink()
    assert kith("lint", "--staged").exit_code == 0, "it is in the index"


@needs_git
def test_a_baseline_that_git_ignores_comes_from_the_disk(repo: Repo) -> None:
    repo.commit({"notes/fine.md": "Words.\n", ".gitignore": NAME + "\n"})
    repo.write({"meetings/bo.md": WRONG})
    repo.git("add", "meetings/bo.md")
    assert kith("lint", "--write-baseline").exit_code == 0
    assert kith("lint", "--staged").exit_code == 0


@needs_git
def test_what_a_commit_puts_right_is_told_as_stale_once(repo: Repo) -> None:
    repo.write({"meetings/bo.md": WRONG})
    kith("lint", "--write-baseline")
    repo.commit()
    repo.write({"meetings/bo.md": WRONG.replace("02-30", "02-20")})
    repo.git("add", "-A")
    told = kith("lint", "--staged")
    assert told.exit_code == 0 and f"{NAME}:4:1: info: `bad-value` finds this in" in told.stdout
    repo.commit()
    assert "stale" not in kith("lint", "--staged").stdout
