"""The commands that read a journal, as a person at a terminal meets them: what they say, and how they end."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from commands import SAMPLE, command_line, environment_with, kith, process, tree_of, write_journal
from site_builder import __version__, pipeline
from site_builder.cli import COMMANDS
from site_builder.cli.rule import row, wrapped
from site_builder.lint.catalogue import RULES

MEETING = "---\ndate: 2026-06-05\nwith: [Bo Ashdown]\n---\nCoffee.\n"
WRONG = "---\ndate: 2026-02-30\nwith: [Bo Ashdown]\n---\n"
REMARK = "---\ndate: 2026-06-05\nwith: [Bo Ashdown]\ninitative: me\n---\n"
WARNING = MEETING + "\nSee [[nobody-at-all]].\n"


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with one meeting, and the working directory in it."""
    root = write_journal(tmp_path / "journal", {"meetings/bo.md": MEETING}, 'schema = 1\ntoday = "2026-06-20"\n')
    monkeypatch.chdir(root)
    return root


# ---------------------------------------------------------------- all commands


@pytest.mark.parametrize(
    "arguments", [(), *((name,) for name in COMMANDS), *(("new", kind) for kind in ("meeting", "org"))]
)
def test_every_command_explains_itself(arguments: tuple[str, ...]) -> None:
    result = kith(*arguments, "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Usage: kith")
    assert max(map(len, result.output.splitlines())) <= 100
    if not arguments:
        assert all(f"  {name} " in result.output for name in COMMANDS)


def test_the_version_is_told() -> None:
    assert process("--version").stdout.decode() == f"kith {__version__}\n"


def test_commands_that_do_not_exist_are_usage_errors() -> None:
    told = kith("bild")
    assert told.exit_code == 2 and "No such command 'bild'. Did you mean 'build'?" in told.output
    assert "No such command 'harvest'.\n" in kith("harvest").output
    assert kith("lint", "--format", "xml").exit_code == 2
    result = kith("lint", "--today", "yesterday")
    assert result.exit_code == 2 and "'yesterday' is no day; write it as 2026-06-05." in result.output


@pytest.mark.usefixtures("journal")
def test_the_ends_of_time() -> None:
    for day in ("1900-01-01", "2999-12-31"):
        assert kith("build", "--today", day).exit_code == 0
        assert kith("lint", "--as-of", day).exit_code == 0
        assert kith("today", "--today", day).exit_code == 0
    for day in ("1899-12-31", "3000-01-01", "0001-01-01", "9999-12-31"):
        result = kith("build", "--today", day)
        assert result.exit_code == 2
        assert f"{day} is too far away; take a day from 1900-01-01 to 2999-12-31." in result.output


@pytest.mark.parametrize("day", ["0001-01-01", "9999"])
def test_notes_from_the_ends_of_time(journal: Path, day: str) -> None:
    text = (
        f"---\ndate: {day}\nuntil: 9999-12-31\nmet: {day}\nname: N\nwith: [Zed, Ada Extreme]\nbirthday: 12-31\n"
        f"follow_up: +50y\ndue: {day}\nreview_by: {day}\ncadence: 900y\nreviewed: {day}\nrole:\n  - {day}: x\n---\n"
        "- [ ] I'll go due:+9000y\n- gave link: x on:9999-12-31 thanked:0001-01-01\n- hope: x watch:9999\n\n"
        f"## {day} call follow_up:+3w\n- [x] x done:9999-12-31 due:fri\n"
    )
    for folder in ("contacts", "meetings", "events", "orgs", "goals", "notes"):
        write_journal(journal, {f"{folder}/x.md": text}, 'today = "2026-06-20"\n')
    for options in ((), ("--as-of", "2026-06-20"), ("--today", "1900-01-01"), ("--today", "2999-12-31")):
        assert kith("lint", *options).exit_code == 1
        assert kith("build", *options).exit_code == 0
        assert kith("today", *options).exit_code == 0


def test_where_there_is_no_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("lint", "build", "today", "serve"):
        result = kith(command)
        assert (result.exit_code, result.output) == (
            2,
            "kith: There is no journal here. Run `kith init my-network` to start one, or name it with --journal DIR.\n",
        )
        assert kith(command, "--journal", "nowhere").output == "kith: There is no folder nowhere.\n"
        assert kith(command, "--journal", ".").exit_code == 2
    assert kith("new", "contact", "Bo").exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="a folder that somebody is in cannot be deleted there")
def test_where_there_is_no_folder_any_more(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = journal.parent / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    for command in ("lint", "today"):
        result = kith(command)
        assert result.exit_code == 2
        assert result.output.startswith("kith: The current folder has been deleted. Go to another")
        assert kith(command, "--journal", journal).exit_code == 0


def test_a_journal_is_found_from_within_and_from_above(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (journal / "meetings", journal.parent):
        monkeypatch.chdir(place)
        assert kith("lint").output == "Nothing to report in 1 note.\n"


def test_two_days_cannot_be_today(journal: Path) -> None:
    result = kith("lint", "--today", "2026-06-20", "--as-of", "2026-06-21")
    assert (result.exit_code, result.output) == (2, "kith: --today and --as-of name two days. Give one of them.\n")
    assert kith("lint", "--journal", journal, "--today", "2026-06-20", "--as-of", "2026-06-20").exit_code == 0


# ---------------------------------------------------------------- kith build


def test_a_build_tells_what_it_did(journal: Path) -> None:
    first = kith("build")
    assert first.exit_code == 0
    pages = len(list((journal / "output").rglob("*.html")))
    assert first.output.startswith(f"Built {pages} pages in output: ") and first.output.endswith(" files written.\n")
    assert kith("build").output == f"Built {pages} pages in output: nothing had changed.\n"
    (journal / "output/index.html").unlink()
    assert kith("build").output == f"Built {pages} pages in output: 1 file written.\n"
    (journal / "meetings/bo.md").unlink()
    write_journal(journal, {"contacts/ada.md": "---\nname: Ada\nrole: [\n---\n"}, 'schema = 1\ntoday = "2026-06-20"\n')
    third = kith("build")
    assert third.exit_code == 0, "notes with mistakes are built too"
    assert " removed.\n" in third.output
    assert third.output.endswith("The notes have 1 error: `kith lint` shows them.\n")
    assert (journal / "output/people/ada.html").is_file()
    assert not (journal / "output/meetings/bo.html").exists()


def test_a_build_goes_where_it_is_told(journal: Path, tmp_path: Path) -> None:
    assert kith("build", "--output", tmp_path / "site").exit_code == 0
    assert (tmp_path / "site/index.html").is_file()
    assert not (journal / "output").exists()
    before = tree_of(journal)
    write_journal(journal, {}, 'output = "../elsewhere"\n')
    assert kith("build").exit_code == 0
    assert (tmp_path / "elsewhere/index.html").is_file()
    assert set(tree_of(journal)) == set(before)


@pytest.mark.parametrize("place", [".", "..", "/", "~", "meetings", "kith.toml", "kith.toml/below"])
def test_a_folder_that_is_not_for_a_site_is_refused(
    journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    before = tree_of(tmp_path)
    write_journal(journal, {}, f'output = "{place}"\ntoday = "2026-06-20"\n')
    result = kith("build")
    assert (result.exit_code, result.output.startswith("kith: ")) == (2, True), result.output
    assert set(tree_of(tmp_path)) == set(before)


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{% if %}", "The theme's meeting.html, line 1 cannot be used: Expected an expression"),
        ("\n{{ view.nonsense }}", "The theme's meeting.html, line 2 cannot be used: "),
        ("\n\n{{ 1/0 }}", "The theme's meeting.html, line 3 cannot be used: division by zero."),
        (
            '{% include "none.html" %}',
            "The theme's meeting.html, line 1 cannot be used: there is no template “none.html”.",
        ),
        ("{{ ''.__class__ }}", "The theme's meeting.html, line 1 cannot be used: access to attribute"),
    ],
)
def test_a_theme_that_fails_is_told(journal: Path, template: str, why: str) -> None:
    assert kith("build").exit_code == 0
    before = (journal / "output/meetings/bo.html").read_bytes()
    write_journal(journal, {"theme/meeting.html": template}, 'theme = "theme"\ntoday = "2026-06-20"\n')
    result = kith("build")
    assert (result.exit_code, result.output.startswith(f"kith: {why}")) == (2, True), result.output
    assert result.output.endswith(" Correct it.\n")
    assert (journal / "output/meetings/bo.html").read_bytes() == before, "the last good page stays"
    (journal / "theme/meeting.html").unlink()
    assert kith("build").exit_code == 0


def test_settings_that_are_wrong_cost_no_build(journal: Path) -> None:
    write_journal(journal, {}, 'today = "2026-06-20"\noutptu = "x"\nschema = [\n')
    built = kith("build")
    assert built.exit_code == 0 and "error" in built.output
    linted = kith("lint")
    assert linted.exit_code == 2 and linted.output.startswith("kith.toml:2:")


# ---------------------------------------------------------------- kith lint


@pytest.mark.parametrize(
    ("note", "options", "code"),
    [
        (MEETING, (), 0),
        (WRONG, (), 1),
        (WRONG, ("--fail-on", "never"), 0),
        (WARNING, (), 0),
        (WARNING, ("--fail-on", "warning"), 1),
        (WARNING, ("--fail-on", "info"), 1),
        (REMARK, (), 0),
        (REMARK, ("--fail-on", "warning"), 0),
        (REMARK, ("--fail-on", "info"), 1),
        (WRONG, ("--ignore", "bad-value"), 0),
        (WRONG, ("--ignore", "structure"), 0),
        (WRONG, ("--ignore", "links"), 1),
        (WRONG, ("--select", "links,dates"), 0),
        (WRONG, ("--select", " links , bad-value"), 1),
        (WRONG, ("--select", "structure", "--ignore", "bad-value"), 0),
        (WRONG, ("--select", "bad-valeu"), 2),
        (WRONG, ("--ignore", "nonsense"), 2),
        (WRONG, ("--today", "2030-01-01"), 1),
        (WRONG, ("nowhere.md",), 2),
    ],
)
def test_how_lint_ends(journal: Path, note: str, options: tuple[str, ...], code: int) -> None:
    (journal / "meetings/bo.md").write_text(note)
    result = kith("lint", *options)
    assert result.exit_code == code, result.output


def test_the_settings_say_what_fails(journal: Path) -> None:
    promise = MEETING + "- [ ] I'll send the table due:2026-06-12\n"
    (journal / "meetings/bo.md").write_text(promise)
    clock = 'today = "2026-06-20"\n'
    nudged = kith("lint", "--format", "json").output
    rules = [found["rule"] for found in json.loads(nudged)["findings"] if found["nudge"]]
    assert kith("lint").exit_code == 0, "a nudge blocks nothing of itself"
    if "overdue-promise" in rules:
        write_journal(journal, {}, clock + '[lint.severity]\noverdue-promise = "error"\n')
        assert kith("lint").exit_code == 1
        write_journal(journal, {}, clock + '[lint]\nfail-on = "warning"\n')
        assert kith("lint").exit_code == 1
    (journal / "meetings/bo.md").write_text(WRONG)
    write_journal(journal, {}, clock + '[lint]\nfail-on = "never"\n')
    assert kith("lint").exit_code == 0
    assert kith("lint", "--fail-on", "error").exit_code == 1
    write_journal(journal, {}, clock + '[lint]\nignore = ["meetings/**"]\n')
    assert kith("lint").output == "Nothing to report in 1 note.\n"


def test_a_finding_has_its_place_its_rule_and_a_remedy(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (journal / "meetings/bo.md").write_text(WRONG)
    told = kith("lint").output.splitlines()
    assert told[0].startswith("meetings/bo.md:2:7: error: ") and told[0].endswith(" [bad-value]")
    assert told[1:] == ["1 error in 1 note."]
    full = kith("lint", "--format", "full").output.splitlines()
    assert full[1:3] == ["     2 | date: 2026-02-30", "       |       ^"]
    monkeypatch.chdir(journal.parent)
    assert kith("lint").output.startswith("journal/meetings/bo.md:2:7: error: ")
    (found,) = json.loads(kith("lint", "--format", "json").output)["findings"]
    assert {key: found[key] for key in ("path", "line", "column", "severity", "rule", "nudge")} == {
        "path": "meetings/bo.md",
        "line": 2,
        "column": 7,
        "severity": "error",
        "rule": "bad-value",
        "nudge": False,
    }


def test_the_settings_are_shown_in_full_too(journal: Path) -> None:
    write_journal(journal, {}, '# mine\nschema = 1\noutptu = "site"\n')
    result = kith("lint", "--format", "full")
    assert result.exit_code == 2
    assert result.output.splitlines()[1] == '     3 | outptu = "site"'
    assert kith("lint", "meetings").exit_code == 2, "they concern every note"


def test_only_what_is_asked_for_is_told(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_journal(journal, {"meetings/bo.md": WRONG, "meetings/2025/cy.md": WRONG}, 'today = "2026-06-20"\n')
    assert kith("lint").output.endswith("2 errors in 2 notes.\n")
    assert kith("lint", "meetings/2025").output.endswith("1 error in 1 note.\n")
    assert kith("lint", journal / "meetings/bo.md").output.endswith("1 error in 1 note.\n")
    monkeypatch.chdir(journal / "meetings")
    assert kith("lint", "bo.md", "2025/cy.md").output.endswith("2 errors in 2 notes.\n")
    assert kith("lint", ".").output.endswith("2 errors in 2 notes.\n")
    monkeypatch.chdir(journal.parent)
    (journal.parent / "link").symlink_to(journal)
    assert kith("lint", "--journal", "link", "link/meetings/bo.md").output.endswith("1 error in 1 note.\n")


def test_colour_only_where_it_is_wanted(journal: Path) -> None:
    (journal / "meetings/bo.md").write_text(WRONG)
    assert b"\x1b" not in process("lint").stdout
    assert "\x1b[31merror:" in at_a_terminal("lint")
    assert "\x1b" not in at_a_terminal("lint", NO_COLOR="1")
    assert "\x1b" not in at_a_terminal("lint", TERM="dumb")
    assert "\x1b[36m" in at_a_terminal("search", "bo")
    assert "\x1b" not in at_a_terminal("search", "bo", NO_COLOR="1")


def at_a_terminal(*arguments: str, **environment: str) -> str:
    """What a command writes when its output is a terminal."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command_line(*arguments), stdout=theirs, env=environment_with({"TERM": "xterm", "NO_COLOR": "", **environment})
    ) as running:
        os.close(theirs)
        written = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:
                break
            if not more:
                break
            written += more
        running.wait(60)
    os.close(ours)
    return written.decode()


# ---------------------------------------------------------------- the rest


def test_rules_are_listed_and_explained() -> None:
    listed = kith("rule")
    assert listed.exit_code == 0 and "  bad-value " in listed.output
    explained = kith("rule", "bad-value")
    assert explained.exit_code == 0 and "\nWhy: " in explained.output and "\nWrong:\n" in explained.output
    missed = kith("rule", "bad-valeu")
    assert (missed.exit_code, missed.output) == (2, "kith: There is no rule 'bad-valeu'. Did you mean bad-value?\n")


def test_a_rule_s_page_fits_the_terminal() -> None:
    page = kith("rule", "near-miss").output
    assert max(map(len, page.splitlines())) <= 100 and "\n    - got lead – the Turin group is hiring\n" in page
    assert all(len(line) <= 80 for rule in RULES for line in row(rule, 80).splitlines())
    assert all(len(row(rule, width).splitlines()) == 1 for rule in RULES for width in (0, 40))
    narrow = wrapped(page, 40).splitlines()
    assert all(len(line) <= 40 for line in narrow if line[:4] != "    ")
    assert [line for line in narrow if line[:4] == "    "] == [line for line in page.splitlines() if line[:4] == "    "]


def test_today_tells_the_day(journal: Path) -> None:
    (journal / "meetings/bo.md").write_text(MEETING + "- [ ] I'll send the table due:2026-06-12\n")
    result = kith("today")
    assert result.exit_code == 0
    assert result.output.startswith("Saturday, 20 June 2026\n")
    assert "I'll send the table" in result.output and "Bo Ashdown" in result.output
    assert "Nothing is waiting." in kith("today", "--as-of", "2026-06-04").output


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    for arguments in (("rule",), ("lint", "--journal", SAMPLE, "--format", "json")):
        with subprocess.Popen(command_line(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            assert running.stdout is not None and running.stderr is not None
            running.stdout.close()
            assert running.stderr.read() == b""
            assert running.wait(60) in (0, 1)


@pytest.mark.skipif(os.name == "nt", reason="closes and fills the output as a Unix shell does")
def test_an_output_that_is_closed_or_full(journal: Path) -> None:
    for arguments in (("lint",), ("rule",), ("build",), ("--help",)):
        line = shlex.join(command_line(*arguments))
        closed = subprocess.run(f"{line} >&-", shell=True, cwd=journal, capture_output=True, check=False)
        assert (closed.returncode, closed.stderr) == (0, b"")
        if Path("/dev/full").exists():
            full = subprocess.run(f"{line} >/dev/full", shell=True, cwd=journal, capture_output=True, check=False)
            assert full.returncode == 2
            assert full.stderr == b"kith: The output cannot be written: No space left on device. Send it elsewhere.\n"


def test_a_terminal_that_is_not_utf8_shows_what_it_can(journal: Path) -> None:
    write_journal(journal, {"meetings/王.md": WRONG.replace("Bo", "Žofie")}, 'today = "2026-06-20"\n')
    for environment, shown in (
        # An ASCII terminal is mostly one whose locale nobody set: click writes UTF-8 to it.
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}, "王".encode()),
        ({"PYTHONIOENCODING": "ascii"}, "王".encode()),
        ({"PYTHONIOENCODING": "latin-1"}, b"?"),
    ):
        done = process("lint", **environment)
        assert (done.returncode, done.stderr) == (1, b"")
        assert done.stdout.startswith(b"meetings/" + shown + b".md:2:7: error: ")
    data = process("lint", "--format", "json", PYTHONIOENCODING="latin-1").stdout
    assert json.loads(data)["findings"][0]["path"] == "meetings/王.md", "programs get UTF-8"
    assert process("today", PYTHONIOENCODING="ascii").returncode == 0
    assert process("build", PYTHONIOENCODING="ascii").returncode == 0


HEAVY = ("jinja2", "markdown_it", "watchdog", "yaml", "http.server", "tomllib", "site_builder.session")


@pytest.mark.parametrize(
    ("arguments", "unused"),
    [
        (("--version",), HEAVY),
        (("--help",), HEAVY),
        (("rule",), ("jinja2", "watchdog", "http.server", "site_builder.session")),
        (("lint",), ("jinja2", "watchdog", "http.server", "site_builder.site.views")),
        (("new", "org", "Corvid"), ("jinja2", "watchdog", "http.server", "site_builder.site.views")),
        (("today",), ("watchdog", "http.server")),
        (("build",), ("watchdog", "http.server")),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) and value[0] not in HEAVY else "",
)
@pytest.mark.usefixtures("journal")
def test_a_command_imports_only_what_it_uses(arguments: tuple[str, ...], unused: tuple[str, ...]) -> None:
    script = (
        "import sys\n"
        "from site_builder.cli import main\n"
        f"sys.argv = ['kith', *{arguments!r}]\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"print([name for name in {unused!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"[]\n")


def test_after_an_edit_only_the_kinds_of_page_that_it_touches_are_imported(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_CACHE", str(journal.parent / "cache"))
    assert process("build").returncode == 0
    note = journal / "meetings/bo.md"
    note.write_text(note.read_text() + "\nMore words.\n")
    code = (
        "import sys; from site_builder.cli import group; group(['build'], standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True, text=True)
    modules = set(done.stdout.split())
    assert "site_builder.site.pages.meeting" in modules
    others = {f"site_builder.site.pages.{name}" for name in ("circles", "coverage", "goal", "health", "me", "search")}
    assert others & modules == set()


def test_what_is_broken_off_has_found_nothing(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.findings, "function", stopped)
    result = kith("lint", "--journal", journal)
    assert (result.exit_code, result.stderr) == (130, "\nBroken off.\n")


def test_what_is_broken_off_while_it_starts_says_so(tmp_path: Path) -> None:
    """As if Ctrl-C came while the first modules are imported."""
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    path = os.pathsep.join((str(tmp_path), str(Path(__file__).parent.parent)))
    done = process("lint", PYTHONPATH=path)
    assert (done.returncode, done.stderr.replace(b"\r", b"")) == (130, b"\nBroken off.\n")
