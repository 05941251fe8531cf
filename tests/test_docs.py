"""The documentation is true: its examples run, its lists are those of the program."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from journal_of import journal
from site_builder import pipeline
from site_builder.cli import COMMANDS
from site_builder.hooks import HOOKS as NAMES
from site_builder.lint.reference import rule_reference
from site_builder.notes.reference import field_reference
from site_builder.site.pages import all_kinds

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMAT = (ROOT / "docs/format.md").read_text(encoding="utf-8")
HOOKS = (ROOT / "docs/hooks.md").read_text(encoding="utf-8")
DESIGN = (ROOT / "docs/design.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"<!-- tested -->\n```{language}\n(.*?)```", text, re.S)


def test_the_commands_of_the_readme(tmp_path: Path) -> None:
    commands = blocks(README, "sh")[0]
    kith = tmp_path / "bin" / "kith"
    kith.parent.mkdir()
    kith.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m site_builder "$@"\n')
    kith.chmod(0o755)
    environment = {**os.environ, "PATH": f"{kith.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    environment.pop("EDITOR", None), environment.pop("VISUAL", None)
    run = subprocess.run(
        ["sh", "-e"], input=commands, text=True, capture_output=True, cwd=tmp_path, env=environment, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert (tmp_path / "my-network/output/people/ada-lovelace.html").is_file()
    assert "Built " in run.stdout


def test_the_notes_of_the_readme_mean_what_it_says() -> None:
    for number, note in enumerate(blocks(README, "markdown")):
        asked = journal({f"meetings/{number}.md": note}, today="2026-06-06")
        assert [told.finding.message for told in asked.all_reported()] == []
        assert asked.people() == ("card:ada lovelace",)
    roles = [said.role for said in asked.statements("card:ada lovelace")]
    assert roles == ["exchange", "exchange", "learned", "promise", "promise"]


def test_the_hook_of_the_readme_checks_a_commit(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    (command,) = blocks(README, "sh")[1].splitlines()
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "kith.toml").write_text("schema = 1\n")
    hook = [sys.executable, "-m", "site_builder", *command.split()[1:]]
    assert subprocess.run(hook, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    assert "lint --staged" in (tmp_path / ".git/hooks/pre-commit").read_text()


def test_the_hooks_for_pre_commit_run_a_command_that_is_there() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == "kith lint --staged" in HOOKS
    assert hook["stages"] == list(NAMES)


def test_the_three_notes_of_the_format_are_notes() -> None:
    section = FORMAT.split("## Three notes")[1].split("## Forty")[0]
    notes = dict(re.findall(r"`([\w/.-]+\.md)`\n\n```markdown\n(.*?)```", section, re.S))
    assert len(notes) == 3
    for name in ("grace-hopper", "charles-babbage"):
        notes[f"contacts/{name}.md"] = f"---\nname: {name.title()}\n---\n"
    notes["orgs/analytical-engines.md"] = "---\nname: Analytical Engines\n---\n"
    asked = journal(notes, today="2026-06-06")
    assert [(told.finding.path, told.finding.message) for told in asked.all_reported() if not told.nudge] == []


def test_the_fields_in_the_format_are_those_of_the_schema() -> None:
    begin, end = "<!-- fields: begin -->\n", "<!-- fields: end -->"
    before, _, rest = FORMAT.partition(begin)
    wanted = before + begin + field_reference() + end + rest.partition(end)[2]
    if os.environ.get("KITH_REWRITE"):
        (ROOT / "docs/format.md").write_text(wanted, encoding="utf-8")
    assert wanted == FORMAT, "run the tests once with KITH_REWRITE=1 and look at the diff"


def test_the_rules_in_the_documentation_are_those_of_the_catalogue() -> None:
    page = ROOT / "docs/rules.md"
    if os.environ.get("KITH_REWRITE"):
        page.write_text(rule_reference(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == rule_reference(), "run the tests once with KITH_REWRITE=1"


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_readme_or_the_design(command: str) -> None:
    assert f"kith {command}" in README + DESIGN


def test_the_rooms_in_the_design_are_there() -> None:
    named = set(re.findall(r"`((?:site_builder|templates|tests|docs|\.ci)/[\w/.-]*)`", DESIGN))
    missing = sorted(path for path in named if not (ROOT / path).exists())
    assert named
    assert missing == []


def test_every_kind_of_page_is_in_the_design() -> None:
    missing = [kind.name for kind in all_kinds() if f"`{kind.name}`" not in DESIGN]
    assert missing == []


def test_every_question_of_the_pipeline_has_a_sentence_or_a_name_that_is_one() -> None:
    from site_builder.query import Query

    questions = [value for value in vars(pipeline).values() if isinstance(value, Query)]
    assert len(questions) > 20
    silent = [each.name for each in questions if not each.__doc__ and not each.name.endswith(("index", "card"))]
    assert silent == []
