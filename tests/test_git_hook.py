"""`kith hook`: the hooks that it writes, run by git in the ways in which people commit."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commands import environment_with, kith
from repositories import ADA, MEETING, SETTINGS, WITH_ADA, WRONG, Repo, git_environment, needs_git, new_repo
from site_builder.hooks import HOOKS, hook_text, journals_of, line_to_add, runs_kith

pytestmark = [needs_git, pytest.mark.skipif(sys.platform == "win32", reason="the hooks are tested with a POSIX shell")]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository that is a journal with one commit, the hooks in it, and the working directory there."""
    made = new_repo(tmp_path / "journal", tmp_path)
    made.environment["PYTHONPATH"] = str(ROOT)
    use(made, monkeypatch)
    made.commit({"contacts/ada-lovelace.md": ADA, "meetings/ada.md": WITH_ADA})
    assert kith("hook", "install").exit_code == 0
    return made


def use(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in [key for key in os.environ if key.startswith("GIT_")]:
        monkeypatch.delenv(key)
    for key, value in repo.environment.items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(repo.top)


def refused(ended: subprocess.CompletedProcess[str], rule: str) -> bool:
    """Whether a commit did not come about because of a rule."""
    return ended.returncode == 1 and f"[{rule}]" in ended.stdout + ended.stderr


# ---------------------------------------------------------------- committing


def test_a_commit_is_stopped_and_the_corrected_one_is_made(repo: Repo) -> None:
    repo.write({"meetings/bo.md": WRONG})
    repo.git("add", "-A")
    assert refused(repo.run("commit", "-qm", "x"), "bad-value")
    repo.write({"meetings/bo.md": MEETING})
    assert refused(repo.run("commit", "-qm", "x"), "bad-value"), "what is staged is still wrong"
    repo.git("add", "-A")
    repo.git("commit", "-qm", "x")
    assert repo.count() == 2


def test_commit_all_and_commit_of_a_path(repo: Repo) -> None:
    repo.commit({"meetings/bo.md": MEETING, "meetings/cy.md": MEETING})
    repo.write({"meetings/bo.md": WRONG, "meetings/cy.md": MEETING + "Tea.\n"})
    assert refused(repo.run("commit", "-aqm", "x"), "bad-value")
    assert refused(repo.run("commit", "-qm", "x", "--", "meetings/bo.md"), "bad-value")
    repo.git("add", "meetings/bo.md")
    repo.git("commit", "-qm", "x", "--", "meetings/cy.md")
    assert repo.git("status", "--short") == "M  meetings/bo.md\n", "what else is staged stays so"


def test_a_commit_of_a_part_both_ways(repo: Repo) -> None:
    repo.write({"meetings/bo.md": WRONG})
    repo.git("add", "-A")
    repo.write({"meetings/bo.md": MEETING})
    assert refused(repo.run("commit", "-qm", "x"), "bad-value"), "right on the disk, wrong in the index"
    repo.git("add", "-A")
    repo.write({"meetings/bo.md": WRONG})
    repo.git("commit", "-qm", "x")
    assert (repo.top / "meetings/bo.md").read_text() == WRONG, "the work tree is left alone"


def test_from_a_folder_below(repo: Repo) -> None:
    repo.write({"meetings/bo.md": WRONG})
    below = repo.top / "meetings"
    repo.git("add", "bo.md", cwd=below)
    assert refused(repo.run("commit", "-qm", "x", cwd=below), "bad-value")
    assert refused(repo.run("commit", "-qm", "x", "--", "bo.md", cwd=below), "bad-value")
    repo.write({"meetings/bo.md": MEETING})
    repo.git("commit", "-qam", "x", cwd=below)


def test_contacts_that_are_missing(repo: Repo) -> None:
    repo.write({"contacts/cy.md": ADA.replace("Ada", "Cy"), "meetings/tea.md": WITH_ADA.replace("ada-lovelace", "cy")})
    repo.git("add", "meetings")
    assert refused(repo.run("commit", "-qm", "x"), "unstaged-note")
    repo.git("rm", "-q", "contacts/ada-lovelace.md")
    repo.git("add", "-A")
    assert refused(repo.run("commit", "-qm", "x"), "deleted-note")
    repo.git("reset", "-q", "--hard")
    repo.commit({"contacts/ada-lovelace.md": "---\nname: Ada\n---\n"})
    repo.git("mv", "contacts/ada-lovelace.md", "contacts/ada-king.md")
    renamed = repo.run("commit", "-qm", "x")
    assert refused(renamed, "deleted-note")
    assert "renames `contacts/ada-lovelace.md` to `contacts/ada-king.md`" in renamed.stdout + renamed.stderr


def test_merges(repo: Repo) -> None:
    repo.git("checkout", "-qb", "other")
    repo.commit({"meetings/old.md": WRONG, "meetings/too.md": WITH_ADA})
    repo.git("checkout", "-qb", "third", "main")
    repo.commit({"notes/x.md": "x\n"})
    repo.git("merge", "-q", "--no-edit", "other")
    repo.git("checkout", "-q", "main")
    repo.git("rm", "-q", "contacts/ada-lovelace.md", "meetings/ada.md")
    repo.git("commit", "-qm", "x")
    merged = repo.run("merge", "-q", "--no-edit", "other")
    assert refused(merged, "deleted-note") and "bad-value" not in merged.stdout + merged.stderr
    assert "1 finding was there before" in merged.stdout + merged.stderr


def test_a_merge_with_a_conflict(repo: Repo) -> None:
    repo.git("checkout", "-qb", "other")
    repo.commit({"meetings/ada.md": WITH_ADA + "Tea.\n", "meetings/old.md": WRONG})
    repo.git("checkout", "-q", "main")
    repo.commit({"meetings/ada.md": WITH_ADA + "Water.\n"})
    assert repo.run("merge", "-q", "other").returncode == 1
    repo.git("add", "-A")
    assert refused(repo.run("commit", "-q", "--no-edit"), "conflict-marker")
    repo.write({"meetings/ada.md": WITH_ADA + "Tea and water.\n"})
    repo.git("add", "-A")
    repo.git("commit", "-q", "--no-edit")


def test_the_first_commit_and_a_detached_head(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = new_repo(tmp_path / "journal", tmp_path)
    repo.environment["PYTHONPATH"] = str(ROOT)
    use(repo, monkeypatch)
    repo.write({"meetings/bo.md": WRONG})
    assert kith("hook", "install").exit_code == 0
    repo.git("add", "-A")
    assert refused(repo.run("commit", "-qm", "x"), "bad-value")
    repo.write({"meetings/bo.md": MEETING})
    repo.git("commit", "-qam", "x")
    repo.git("checkout", "-q", "--detach")
    repo.write({"meetings/bo.md": WRONG})
    assert refused(repo.run("commit", "-qam", "x"), "bad-value")


def test_as_a_program_with_windows_starts_git(repo: Repo) -> None:
    bare = {key: value for key, value in repo.environment.items() if key.startswith(("GIT_", "PYTHONPATH"))}
    bare |= {"PATH": "/usr/bin:/bin"}
    if shutil.which("git", path=bare["PATH"]) is None:
        pytest.skip("git is not in /usr/bin or /bin")
    alone = Repo(repo.top, bare)
    names = ("meetings/with space.md", "meetings/zoë – 茶.md", "meetings/new\nline.md", "meetings/'quoted' $x.md")
    alone.write(dict.fromkeys(names, WRONG))
    alone.git("add", "-A")
    stopped = alone.run("commit", "-qm", "x")
    assert refused(stopped, "bad-value") and "zoë – 茶.md:2:7: error" in stopped.stdout + stopped.stderr
    alone.write(dict.fromkeys(names, MEETING))
    alone.git("commit", "-qam", "x")


def test_work_trees_share_the_hooks(repo: Repo, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", tmp_path / "second", "-b", "second")
    second = Repo(tmp_path / "second", repo.environment)
    second.write({"meetings/bo.md": WRONG})
    second.git("add", "-A")
    stopped = second.run("commit", "-qm", "x")
    assert refused(stopped, "bad-value"), stopped.stdout + stopped.stderr
    os.chdir(second.top)
    assert kith("hook", "status").exit_code == 0
    assert kith("hook", "install").output.count("is there already") == 2


def test_a_journal_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = new_repo(tmp_path / "code", tmp_path)
    repo.environment["PYTHONPATH"] = str(ROOT)
    use(repo, monkeypatch)
    # A package of our own name at the top, which must not be the one that runs.
    (repo.top / "site_builder").mkdir()
    (repo.top / "site_builder/__init__.py").write_text("raise SystemExit(3)\n")
    inner = Repo(repo.top / "my people/2026", repo.environment)
    inner.write({"meetings/bo.md": WRONG})
    assert kith("hook", "install", "--journal", inner.top).exit_code == 0
    text = (repo.top / ".git/hooks/pre-commit").read_text()
    assert "--journal 'my people/2026'" in text and journals_of(text) == ("my people/2026",)
    repo.git("add", "-A")
    assert refused(repo.run("commit", "-qm", "x"), "bad-value")
    repo.git("rm", "-rq", "--cached", "my people")
    shutil.rmtree(repo.top / "my people")
    repo.git("commit", "-qm", "on a branch without the journal")


def test_several_journals_in_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = new_repo(tmp_path / "all", tmp_path)
    repo.environment["PYTHONPATH"] = str(ROOT)
    use(repo, monkeypatch)
    home, work = (Repo(repo.top / name, repo.environment) for name in ("at home", "work"))
    for each in (home, work):
        each.write({"meetings/bo.md": MEETING})
    repo.commit()
    hook = repo.top / ".git/hooks/pre-commit"
    assert kith("hook", "install", "--journal", home.top).exit_code == 0
    assert kith("hook", "status", "--journal", work.top).output.count("checks another journal") == len(HOOKS)
    assert kith("hook", "install", "--journal", work.top).output.splitlines()[0] == "Wrote .git/hooks/pre-commit."
    assert kith("hook", "install", "--journal", home.top).exit_code == 0  # in the other order now
    assert journals_of(hook.read_text()) == ("work", "at home")
    for each in (home, work):
        assert kith("hook", "status", "--journal", each.top).exit_code == 0
        each.write({"meetings/bo.md": WRONG})
        repo.git("add", "-A")
        assert refused(repo.run("commit", "-qm", "x"), "bad-value")
        each.write({"meetings/bo.md": MEETING})
    told = kith("hook", "uninstall", "--journal", home.top)
    assert told.output.splitlines()[0] == ".git/hooks/pre-commit stays for another journal."
    assert journals_of(hook.read_text()) == ("work",)
    work.top.rename(repo.top / "office")  # what was there under another name is not kept
    assert kith("hook", "install", "--journal", repo.top / "office").exit_code == 0
    assert journals_of(hook.read_text()) == ("office",)
    assert kith("hook", "uninstall", "--journal", repo.top / "office").exit_code == 0
    assert not hook.exists()


# ---------------------------------------------------------------- installing


def test_installing_twice_and_taking_away(repo: Repo) -> None:
    folder = repo.top / ".git/hooks"
    assert all((folder / name).stat().st_mode & 0o111 == 0o111 for name in HOOKS)
    again = kith("hook", "install")
    assert again.output == "".join(f".git/hooks/{name} is there already.\n" for name in HOOKS)
    assert kith("hook", "status").output == "".join(f".git/hooks/{name} checks the notes.\n" for name in HOOKS)
    (folder / "pre-commit").write_text(hook_text("/elsewhere/python"))
    assert kith("hook", "status").output.splitlines()[0].endswith("by another Kith than this one.")
    (folder / "pre-commit").chmod(0o644)
    assert kith("hook", "status").exit_code == 1
    assert kith("hook", "install").output.splitlines()[0] == "Wrote .git/hooks/pre-commit."
    assert kith("hook", "uninstall").output == "".join(f"Deleted .git/hooks/{name}.\n" for name in HOOKS)
    assert kith("hook", "uninstall").output == ""
    assert kith("hook", "status").exit_code == 1
    assert not [path for path in folder.iterdir() if path.suffix != ".sample"]


def test_another_s_hook_is_left_alone(repo: Repo) -> None:
    hook = repo.top / ".git/hooks/pre-commit"
    theirs = "#!/bin/sh\necho theirs\n"
    hook.write_text(theirs)
    told = kith("hook", "install")
    assert told.exit_code == 1
    line = line_to_add(sys.executable)
    assert f"is not Kith's, and stays as it is. Add this line to it, below its first:\n  {line}\n" in told.output
    assert "does not check the notes itself" in kith("hook", "status").output
    assert kith("hook", "uninstall").exit_code == 0
    assert hook.read_text() == theirs
    hook.write_text(theirs + line + "\n")
    assert kith("hook", "install").exit_code == 0
    assert kith("hook", "status").output.splitlines()[0].endswith("is not Kith's, and checks the notes.")
    repo.write({"meetings/bo.md": WRONG})
    repo.git("add", "-A")
    assert refused(repo.run("commit", "-qm", "x"), "bad-value")
    hook.unlink()
    hook.symlink_to("nowhere")
    assert kith("hook", "install").exit_code == 1 and hook.is_symlink()


def test_where_git_looks_for_hooks(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kith("hook", "uninstall")
    repo.git("config", "core.hooksPath", "tools/git hooks")
    monkeypatch.chdir(repo.top / "meetings")
    assert kith("hook", "install").exit_code == 0
    assert (repo.top / "tools/git hooks/pre-commit").is_file()
    repo.write({"meetings/bo.md": WRONG})
    repo.git("add", "-A")
    assert refused(repo.run("commit", "-qm", "x"), "bad-value")
    repo.git("config", "core.hooksPath", str(tmp_path / "shared"))
    assert kith("hook", "install").exit_code == 0
    assert "--journal" not in (tmp_path / "shared/pre-commit").read_text()
    other = new_repo(tmp_path / "other", tmp_path)
    other.environment["PYTHONPATH"] = str(ROOT)
    other.git("config", "core.hooksPath", str(tmp_path / "shared"))
    (other.top / "readme.md").write_text(WRONG)
    other.git("add", "-A")
    other.git("commit", "-qm", "a repository without a journal is left in peace")
    repo.git("config", "core.hooksPath", os.devnull)
    assert kith("hook", "install").exit_code == 2


def test_without_a_repository_or_a_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert kith("hook", "install").exit_code == 2
    (tmp_path / "kith.toml").write_text(SETTINGS)
    for name in ("install", "status", "uninstall"):
        told = kith("hook", name)
        assert (told.exit_code, told.output) == (
            2,
            "kith: The journal is in no git repository. Run `git init` there first.\n",
        )


def test_a_kith_that_went_away(repo: Repo, tmp_path: Path) -> None:
    hook = repo.top / ".git/hooks/pre-commit"
    hook.write_text(hook_text(str(tmp_path / "gone/python")))
    bare = Repo(repo.top, {**repo.environment, "PATH": "/usr/bin:/bin"})
    lost = bare.run("commit", "-qm", "x", "--allow-empty")
    assert lost.returncode == 1 and "Run kith hook install again" in lost.stderr
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/kith"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m site_builder "$@"\n')
    program.chmod(0o755)
    found = Repo(repo.top, {**bare.environment, "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"})
    found.git("commit", "-qm", "x", "--allow-empty")


@pytest.mark.parametrize("python", ["/usr/bin/python3", "/a b/it's/python", "/neu\nzeile/c#/πύθων"])
@pytest.mark.parametrize("journals", [("",), ("my people",), ("$(touch x)", "", "[", "exit || a\nb")])
def test_what_is_ours(python: str, journals: tuple[str, ...]) -> None:
    text = hook_text(python, journals)
    assert journals_of(text) == journals and runs_kith(text)
    others = (text + "\necho more\n", text + "echo more\n", "#!/bin/sh\n" + text, text.replace("return 1", "return 0"))
    assert not any(map(journals_of, others))
    assert all(runs_kith(line_to_add(python, journal)) for journal in journals)
    checked = subprocess.run(["sh", "-n"], input=text, text=True, check=False)
    assert checked.returncode == 0


@pytest.mark.parametrize("line", ["# kith lint --staged", "npm run lint -- --staged", "golangci-lint run --staged"])
def test_a_line_that_does_not_run_kith(line: str) -> None:
    assert not runs_kith(f"#!/bin/sh\n{line}\n")


# ---------------------------------------------------------------- other programs


@pytest.mark.slow
@pytest.mark.parametrize("program", ["pre-commit", "prek"])
def test_programs_that_run_hooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    found = shutil.which(program) or shutil.which(program, path=str(Path(sys.executable).parent))
    if found is None:
        pytest.skip(f"{program} is not installed")
    source = tmp_path / "kith"
    for name in ("site_builder", "templates"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, source / name)
    environment = git_environment(tmp_path)
    Repo(source, environment).git("init", "-q")
    Repo(source, environment).commit()
    revision = Repo(source, environment).git("rev-parse", "HEAD").strip()
    repo = new_repo(tmp_path / "journal", tmp_path)
    use(repo, monkeypatch)
    config = f"repos:\n- repo: {source}\n  rev: {revision}\n  hooks:\n  - id: kith\n"
    repo.commit({".pre-commit-config.yaml": config, "contacts/ada-lovelace.md": ADA, "meetings/ada.md": WITH_ADA})
    installed = subprocess.run(
        [found, "install", "-t", "pre-commit", "-t", "pre-merge-commit"], env=environment_with({}), check=False
    )
    assert installed.returncode == 0
    repo.write({"meetings/bo.md": WRONG})
    repo.git("add", "-A")
    assert refused(repo.run("commit", "-qm", "x"), "bad-value")
    repo.write({"meetings/bo.md": MEETING})
    repo.git("commit", "-qam", "x")
    repo.git("rm", "-q", "contacts/ada-lovelace.md")
    assert refused(repo.run("commit", "-qm", "x"), "deleted-note"), "a commit that only deletes is checked too"
