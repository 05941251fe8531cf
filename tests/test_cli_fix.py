"""`kith lint --fix`, `--unsafe-fixes` and `--diff`, as they are typed."""

from __future__ import annotations

import json
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands import kith, process, tree_of, write_journal
from site_builder.cli import group
from site_builder.notes.edit import Edit, apply_edits
from site_builder.session import Session
from site_builder.text import Span, digest_of_note

MEETING = "meetings/2026-06-04-coffee.md"
NOTES = {
    MEETING: "---\r\nwith: Ada\r\n---\r\n- got lead – Turin\r\n- gave back: the book\r\n- told: about [[nobody]]",
    "contacts/ada.md": "---\nname: Ada\norg: [[looms]]\n---\n",
    "orgs/looms.md": "---\nname: Looms\n---\n",
}
SAFE = {
    **NOTES,
    MEETING: NOTES[MEETING].replace("lead –", "lead:"),
    "contacts/ada.md": NOTES["contacts/ada.md"].replace("[[looms]]", '"[[looms]]"'),
}
ALL = {**SAFE, MEETING: SAFE[MEETING].replace("gave back:", "gave:")}


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_journal(tmp_path / "j", {path: text.encode() for path, text in NOTES.items()})
    monkeypatch.chdir(root)
    return root


def notes_in(root: Path) -> dict[str, str]:
    return {path: data.decode() for path, data in tree_of(root).items() if path.endswith(".md")}


def test_findings_say_whether_they_can_be_fixed(journal: Path) -> None:
    told = kith("lint", "--today", "2026-06-05").output.splitlines()
    assert [line.endswith(" [*]") for line in told[:4]] == [True, True, False, False]
    assert told[4:] == ["4 warnings in 3 notes.", "[*] 2 can be fixed with --fix (1 more with --unsafe-fixes)."]
    told = kith("lint", "--today", "2026-06-05", "--unsafe-fixes").output.splitlines()
    assert [line.endswith(" [*]") for line in told[:4]] == [True, True, True, False]
    assert told[5] == "[*] 3 can be fixed with --fix --unsafe-fixes."
    assert notes_in(journal) == NOTES


def test_safe_fixes_are_made_and_the_rest_is_told(journal: Path) -> None:
    (journal / MEETING).chmod(0o600)
    result = kith("lint", "--fix", "--today", "2026-06-05")
    told = result.output.splitlines()
    assert [line.partition(" ")[0] for line in told[:2]] == [f"{MEETING}:5:3:", f"{MEETING}:6:15:"]
    assert told[2:] == [
        "2 warnings in 3 notes.",
        "1 can be fixed with --fix --unsafe-fixes.",
        "Fixed 2 in 2 notes.",
    ]
    assert result.exit_code == 0 and notes_in(journal) == SAFE
    assert stat.S_IMODE((journal / MEETING).stat().st_mode) == 0o600
    times = {path: (journal / path).stat().st_mtime_ns for path in NOTES}
    assert kith("lint", "--fix", "--today", "2026-06-05").output.endswith("Nothing was fixed.\n")
    assert {path: (journal / path).stat().st_mtime_ns for path in NOTES} == times
    assert kith("lint", "--fix", "--today", "2026-06-05", "--fail-on", "warning").exit_code == 1


def test_guesses_are_made_when_asked_for(journal: Path) -> None:
    assert kith("lint", "--fix", "--unsafe-fixes").output.endswith("\nFixed 3 in 2 notes.\n")
    assert notes_in(journal) == ALL


def test_paths_and_rules_say_what_is_fixed(journal: Path) -> None:
    assert kith("lint", "--fix", "contacts").output == "Nothing to report in 1 note.\nFixed 1 in 1 note.\n"
    assert notes_in(journal) == {**NOTES, "contacts/ada.md": SAFE["contacts/ada.md"]}
    assert kith("lint", "--fix", "--ignore", "near-miss").output.endswith("Nothing was fixed.\n")
    assert kith("lint", "--fix", "--unsafe-fixes", "--select", "near-miss").output.endswith("Fixed 2 in 1 note.\n")
    assert notes_in(journal) == ALL


def test_a_diff_changes_nothing_and_can_be_applied(journal: Path) -> None:
    before = tree_of(journal)
    result = process("lint", "--diff", "--unsafe-fixes", "--journal", journal)
    assert result.returncode == 1 and not result.stderr and tree_of(journal) == before
    assert result.stdout.decode() == (
        "--- contacts/ada.md\n+++ contacts/ada.md\n@@ -1,4 +1,4 @@\n"
        ' ---\n name: Ada\n-org: [[looms]]\n+org: "[[looms]]"\n ---\n'
        f"--- {MEETING}\n+++ {MEETING}\n@@ -1,6 +1,6 @@\n"
        " ---\r\n with: Ada\r\n ---\r\n-- got lead – Turin\r\n-- gave back: the book\r\n"
        "+- got lead: Turin\r\n+- gave: the book\r\n - told: about [[nobody]]\n\\ No newline at end of file\n"
    )
    applied = subprocess.run(["git", "apply", "-p0", "-"], cwd=journal, input=result.stdout, check=False)
    assert applied.returncode == 0 and notes_in(journal) == ALL
    result = kith("lint", "--diff", "--unsafe-fixes")
    assert (result.exit_code, result.output) == (0, "")


def test_a_diff_is_of_the_wanted_alone_and_wins_over_fix(journal: Path) -> None:
    result = kith("lint", "--diff", "--fix", "--select", "unquoted-link")
    assert result.exit_code == 1 and result.output.count("@@ -") == 1
    assert notes_in(journal) == NOTES


def test_from_elsewhere_a_diff_has_the_paths_to_the_journal(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(journal.parent)
    assert kith("lint", "--diff", "--journal", "j").output.startswith("--- j/contacts/ada.md\n+++ j/contacts/ada.md\n")


def test_text_from_standard_input_is_given_back_fixed(journal: Path) -> None:
    """An editor's note goes to standard output, byte for byte but for the fixes; the file and other notes stay."""
    typed = NOTES[MEETING].replace("Turin", "Milan").encode()
    arguments = ["lint", "--fix", "--unsafe-fixes", "--stdin-filename", MEETING, "--today", "2026-06-05"]
    result = CliRunner().invoke(group, arguments, input=typed, prog_name="kith")
    assert result.stdout_bytes == ALL[MEETING].replace("Turin", "Milan").encode()
    assert result.stderr.splitlines()[-2:] == ["1 warning in 1 note.", "Fixed 2 in 1 note."]
    assert notes_in(journal) == NOTES
    clean = b"---\r\nwith: Ada\n---\nTea."
    result = CliRunner().invoke(group, arguments, input=clean, prog_name="kith")
    assert (result.stdout_bytes, result.exit_code) == (clean, 0)
    result = CliRunner().invoke(group, [*arguments, "--diff"], input=typed, prog_name="kith")
    assert result.exit_code == 1 and "\n+- got lead: Milan\n" in result.output and "org:" not in result.output
    assert notes_in(journal) == NOTES


def test_standard_input_that_is_not_utf_8_comes_back_as_it_was(journal: Path) -> None:
    typed = b"---\nwith: Ada\n---\n- gave links: caf\xe9\n"
    result = CliRunner().invoke(group, ["lint", "--fix", "--stdin-filename", MEETING], input=typed, prog_name="kith")
    assert result.stdout_bytes == typed and "The note is not UTF-8, so it was left as it is." in result.stderr
    assert notes_in(journal) == NOTES


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--staged",), "--staged checks what git holds"),
        (("--as-of", "2026-06-04"), "--as-of hides a part of the notes"),
        (("--distribution",), "--distribution prints figures"),
    ],
)
def test_what_does_not_go_together_is_refused(journal: Path, options: tuple[str, ...], why: str) -> None:
    for wish in ("--fix", "--diff"):
        result = kith("lint", wish, *options)
        assert result.exit_code == 2 and why in result.output
    assert notes_in(journal) == NOTES


def test_a_note_that_changed_while_it_was_read_is_left_and_told(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor saves one note after Kith has read it: that one stays as saved, the other is fixed."""
    saved = NOTES[MEETING].encode() + b"\r\n- and more"
    read = Session.refresh

    def and_saved(session: Session) -> None:
        read(session)
        (journal / MEETING).write_bytes(saved)

    monkeypatch.setattr(Session, "refresh", and_saved)
    result = kith("lint", "--fix")
    assert result.exit_code == 1
    assert f"kith: {MEETING}: The note has changed since it was read, so it was left as it is." in result.output
    assert "Fixed 1 in 1 note.\n" in result.output
    assert (journal / MEETING).read_bytes() == saved and '"[[looms]]"' in (journal / "contacts/ada.md").read_text()


def test_a_note_that_cannot_be_written_is_told_and_counts_as_it_was(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, _: not str(path).endswith("coffee.md"))
    result = kith("lint", "--fix")
    assert f"kith: {MEETING}: You are not allowed to write this note." in result.output
    assert "got lead" in result.output and "Fixed 1 in 1 note.\n" in result.output
    assert notes_in(journal)[MEETING] == NOTES[MEETING]


def test_json_tells_the_edits(journal: Path) -> None:
    """What `--format json` says can be applied by another program, guarded by the digest."""
    found = json.loads(kith("lint", "--format", "json", "--today", "2026-06-05").output)["findings"]
    assert [each["fix"] and each["fix"]["safe"] for each in found] == [True, True, False, None]
    data = {path: (journal / path).read_bytes() for path in NOTES}
    edits: dict[str, list[Edit]] = {}
    for each in found[:3]:
        for edit in each["fix"]["edits"]:
            assert edit["digest"] == digest_of_note(data[edit["path"]])
            edits.setdefault(edit["path"], []).append(Edit(Span(edit["start"], edit["end"]), edit["text"]))
    made = {path: apply_edits(data[path], edits.get(path, ()), digest_of_note(data[path])) for path in NOTES}
    assert made == {path: text.encode() for path, text in ALL.items()}
    fixed = process("lint", "--fix", "--format", "json", "--journal", journal)
    assert len(json.loads(fixed.stdout)["findings"]) == 2 and fixed.stderr == b"Fixed 2 in 2 notes.\n"


def test_a_rule_says_how_it_is_fixed() -> None:
    assert kith("rule", "unquoted-link").output.endswith("\n\nFix: `kith lint --fix`.\n")
    assert "`kith lint --fix --unsafe-fixes`; it is a guess" in kith("rule", "cut-value").output
    assert "where the line can be meant in one way only" in kith("rule", "near-miss").output
    assert "Fix:" not in kith("rule", "broken-link").output
