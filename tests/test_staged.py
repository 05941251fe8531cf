"""`kith lint --staged`: what is about to be committed, as git holds it, and what of it is new."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands import command_line, kith, process
from repositories import ADA, MEETING, SETTINGS, WITH_ADA, WRONG, Repo, needs_git, new_repo
from site_builder.cli import group
from site_builder.config import Config
from site_builder.finding import Finding, Reported
from site_builder.lint.introduced import Baseline, fingerprint_of
from site_builder.workspace import Workspace
from site_builder.workspace.git import Blob, find_repository
from site_builder.workspace.git_index import GitJournal
from site_builder.workspace.git_walk import walk_blobs

pytestmark = needs_git


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository that is a journal, and the working directory in it."""
    made = new_repo(tmp_path / "journal", tmp_path)
    for key in [key for key in os.environ if key.startswith("GIT_")]:
        monkeypatch.delenv(key)
    for key, value in made.environment.items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(made.top)
    return made


def staged(*options: str | Path) -> Result:
    return kith("lint", "--staged", *options)


def rules(*options: str | Path) -> list[tuple[str, str]]:
    """The rules that find something new, and where."""
    found = json.loads(staged("--format", "json", *options).output)["findings"]
    return [(each["rule"], f"{each['path']}:{each['line']}") for each in found]


# ---------------------------------------------------------------- what is staged, and no more


def test_the_index_counts_and_not_the_disk(repo: Repo) -> None:
    repo.commit({"meetings/bo.md": MEETING})
    (repo.top / "meetings/bo.md").write_text(WRONG)
    assert staged().output == "Nothing to report in 0 staged notes.\n"
    repo.git("add", "-A")
    (repo.top / "meetings/bo.md").write_text(MEETING)
    told = staged()
    assert told.exit_code == 1
    assert told.output.startswith("meetings/bo.md:2:7: error: ")
    assert told.stdout.endswith(" [bad-value]\n1 error in 1 staged note.\n")


def test_names_are_known_to_git_in_every_locale(repo: Repo) -> None:
    repo.commit({"meetings/bo.md": MEETING, ".gitignore": "contacts/žofie.md\n"})
    repo.write(
        {"contacts/žofie.md": "---\nname: Žofie\n---\n", "meetings/ž.md": MEETING.replace("Bo Ashdown", "žofie")}
    )
    repo.git("add", "meetings")
    for locale in ({}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        done = process("lint", "--staged", **locale)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"Nothing to report in 1 staged note.\n", b"")


def test_places_are_those_of_the_staged_text(repo: Repo) -> None:
    repo.commit({"meetings/bo.md": MEETING})
    (repo.top / "meetings/bo.md").write_text(WRONG)
    repo.git("add", "-A")
    (repo.top / "meetings/bo.md").write_text("---\n# one\n# two\n" + WRONG[4:])
    assert rules() == [("bad-value", "meetings/bo.md:2")]
    assert staged("--format", "full").output.splitlines()[1] == "     2 | date: 2026-02-30"


def test_a_reader_that_goes_away_ends_it_quietly(repo: Repo) -> None:
    repo.write({"meetings/bo.md": WRONG})
    repo.git("add", "-A")
    with subprocess.Popen(
        command_line("lint", "--staged"), cwd=repo.top, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""


def test_an_empty_repository(repo: Repo) -> None:
    assert staged().exit_code == 0, "nothing is there at all"
    repo.write({"meetings/bo.md": WRONG})
    assert staged().output == "Nothing to report in 0 staged notes.\n"
    repo.git("add", "-A")
    assert rules() == [("bad-value", "meetings/bo.md:2")]


def test_a_file_that_was_only_announced_is_not_staged(repo: Repo) -> None:
    repo.commit({"empty.md": "", "contacts/cy.md": ADA.replace("Ada", "Cy")})
    repo.write({"contacts/ada-lovelace.md": ADA, "meetings/ada.md": WITH_ADA, "also-empty.md": ""})
    repo.git("add", "--intent-to-add", "contacts/ada-lovelace.md")
    repo.git("add", "meetings", "also-empty.md")
    assert rules() == [("unstaged-note", "meetings/ada.md:3")]
    assert staged().stdout.endswith("1 error in 2 staged notes.\n")


def test_the_settings_are_staged_too(repo: Repo) -> None:
    repo.commit({"meetings/bo.md": MEETING})
    (repo.top / "kith.toml").write_text(SETTINGS + "outptu = 1\n")
    assert staged().exit_code == 0
    repo.git("add", "-A")
    assert staged().exit_code == 2
    repo.git("commit", "-qm", "x", "--no-verify")
    assert staged().exit_code == 0, "old errors of the settings stop nothing"


def test_settings_that_git_does_not_keep_hold_all_the_same(repo: Repo) -> None:
    repo.write({"People/ada.md": "---\nname: Ada\n---\n"})
    (repo.top / "kith.toml").write_text(SETTINGS + '[lint]\nfail-on = "never"\n')
    repo.write({"meetings/bo.md": WRONG})
    (repo.top / "kith.toml").write_text(SETTINGS + '[lint]\nfail-on = "never"\n')
    repo.git("add", "meetings", "People")
    assert staged().exit_code == 0
    assert rules() == [("bad-value", "meetings/bo.md:2")]


def test_the_same_files_are_notes_as_on_the_disk(repo: Repo) -> None:
    names = [
        *("a.md", "B.MD", "contacts/x.md", "contacts/.hidden.md", ".obsidian/y.md", "templates/t.md", "Theme/t.md"),
        *("sub/templates/t.md", "output/p.md", "old/.kith-manifest.json", "old/p.md", "Archive/z.md", "img/a.png"),
        *("note (conflicted copy 2026-01-02).md", "draft.md~", "with space.md", "zoë.md", "new\nline.md", "skin/s.md"),
    ]
    for name in names:
        (repo.top / name).parent.mkdir(parents=True, exist_ok=True)
        (repo.top / name).write_text(f"{name!r}\n")
    (repo.top / "link.md").symlink_to("a.md")
    (repo.top / "folder.md").symlink_to("contacts")
    (repo.top / "lost.md").symlink_to("../elsewhere.md")
    (repo.top / "kith.toml").write_text(SETTINGS + 'exclude = ["Archive/**"]\ntheme = "skin"\n')
    (repo.top / os.fsdecode(b"b\xff.md")).write_text("bytes\n")
    repo.git("add", "-A")
    repository = find_repository(repo.top)
    assert repository is not None
    with GitJournal.of(repo.top, repository) as journal:
        view = journal.view()
        disk = Workspace(repo.top, view.settings[0]).scan()
        held = view.scan.inventory
        assert held.notes == disk.inventory.notes and "new\nline.md" in held.notes
        assert dict(view.scan.sources) == dict(disk.sources)
    assert view.scan.digests == disk.digests
    assert [each.path for each in held.attachments] == [each.path for each in disk.inventory.attachments]
    assert held.conflict_copies == disk.inventory.conflict_copies
    assert [each.path for each in held.problems] == [each.path for each in disk.inventory.problems]


def test_a_link_in_the_index_leads_to_a_file_of_the_index() -> None:
    listed = [Blob("a.md", "100644", "1"), Blob("sub/l.md", "120000", "2"), Blob("lib", "160000", "3")]
    found = walk_blobs(listed, Path("journal"), Config(), {"2": "../a.md"})
    assert [(file.path, file.real) for file in found.notes] == [("a.md", "1"), ("sub/l.md", "1")]


def test_a_link_to_a_link() -> None:
    links = {"2": "../b.md", "3": "a.md", "4": "y.md", "5": "x.md"}
    listed = [Blob("a.md", "100644", "1"), Blob("sub/l.md", "120000", "2"), Blob("b.md", "120000", "3")]
    circle = [Blob("x.md", "120000", "4"), Blob("y.md", "120000", "5")]
    found = walk_blobs([*listed, *circle], Path("journal"), Config(), links)
    assert [(file.path, file.real) for file in found.notes] == [("a.md", "1"), ("b.md", "1"), ("sub/l.md", "1")]
    assert [each.path for each in found.problems] == ["x.md", "y.md"]


def test_a_note_that_is_too_large(repo: Repo) -> None:
    repo.commit({"meetings/bo.md": MEETING})
    repo.write({"big.md": "x" * (4 * 1024 * 1024 + 1), "meetings/cy.md": MEETING.replace("Bo", "Cy")})
    repo.git("add", "-A")
    assert ("unreadable-note", "big.md:1") in rules()


# ---------------------------------------------------------------- what is new


def test_an_old_error_elsewhere_stops_nothing(repo: Repo) -> None:
    repo.commit({"meetings/old.md": WRONG})
    repo.write({"meetings/bo.md": MEETING})
    repo.git("add", "-A")
    told = staged()
    assert told.exit_code == 0
    assert told.output == ("Nothing to report in 1 staged note.\n1 finding was there before: `kith lint` shows all.\n")
    assert json.loads(staged("--format", "json").output)["before"] == 1


def test_an_old_error_stays_old_when_lines_move_and_the_note_too(repo: Repo) -> None:
    repo.commit({"meetings/old.md": WRONG})
    repo.write({"meetings/old.md": "---\nkind: coffee\n" + WRONG[4:] + "More words.\n"})
    repo.git("add", "-A")
    assert staged().exit_code == 0
    repo.git("mv", "meetings/old.md", "meetings/new.md")
    assert staged().exit_code == 0
    repo.write({"meetings/new.md": WRONG.replace("-30", "-31")})
    repo.git("add", "-A")
    assert staged().exit_code == 1, "another value is another error"


def test_the_second_of_two_equal_errors_is_new(repo: Repo) -> None:
    line = "- gave link: x on:2026-13-01\n"
    repo.commit({"meetings/bo.md": MEETING + line})
    before = len(rules("--select", "bad-value"))
    repo.write({"meetings/bo.md": MEETING + line + line})
    repo.git("add", "-A")
    assert (before, len(rules("--select", "bad-value"))) == (0, 1)


def test_severities_are_judged_alike_on_both_sides(repo: Repo) -> None:
    repo.commit({"meetings/bo.md": MEETING + "\nSee [[nobody-at-all]].\n"})
    (repo.top / "kith.toml").write_text(SETTINGS + '[lint.severity]\nbroken-link = "error"\n')
    repo.git("add", "-A")
    assert staged().exit_code == 0, "a stricter journal is no reason to stop the commit that makes it so"


def test_warnings_stop_only_where_the_settings_say_so(repo: Repo) -> None:
    repo.commit({})
    repo.write({"meetings/bo.md": MEETING + "\nSee [[nobody-at-all]].\n"})
    repo.git("add", "-A")
    assert staged().exit_code == 0
    assert staged("--fail-on", "warning").exit_code == 1
    assert staged("--fail-on", "warning", "--ignore", "links").exit_code == 0
    assert staged("--fail-on", "warning", "contacts").exit_code == 0


def test_a_baseline_counts() -> None:
    def told(path: str, anchor: str) -> Reported:
        return Reported(Finding(path, anchor, "bad-value", "x"), "error")

    words = {"a": "one", "b": "one", "c": "two"}
    found = [told("n.md", anchor) for anchor in "abc"]
    prints = [fingerprint_of(each.finding, lambda finding: words[finding.anchor]) for each in found]
    baseline = Baseline()
    baseline.add(prints[:1], ())
    baseline.add([prints[2]], ())
    new, old = baseline.new_among(list(zip(found, prints, strict=True)), ())
    assert ([each.finding.anchor for each in new], [each.finding.anchor for each in old]) == (["b"], ["a", "c"])


# ---------------------------------------------------------------- notes that the commit leaves out or takes away


def test_a_contact_that_was_not_added_stops_the_commit(repo: Repo) -> None:
    repo.commit({})
    repo.write({"contacts/ada-lovelace.md": ADA, "meetings/ada.md": WITH_ADA})
    repo.git("add", "meetings")
    told = staged()
    assert told.exit_code == 1
    assert (
        "meetings/ada.md:3:" in told.output and "Run `git add contacts/ada-lovelace.md`. [unstaged-note]" in told.output
    )
    repo.git("add", "-A")
    assert staged().exit_code == 0


@pytest.mark.parametrize(
    "line", ["with: [Ada Lovelace]", 'event: "[[fair]]"', "with: [Bo]\norg: Engines", "introduced_by: ada-lovelace"]
)
def test_every_way_to_refer_to_a_note_that_was_not_added(repo: Repo, line: str) -> None:
    repo.commit({})
    folder = "contacts" if line.startswith("introduced") else "meetings"
    repo.write({"contacts/ada-lovelace.md": ADA, "events/fair.md": "---\ndate: 2026-06-05\n---\n"})
    repo.write(
        {"orgs/engines.md": "---\nname: Engines\n---\n", f"{folder}/x.md": f"---\ndate: 2026-06-05\n{line}\n---\n"}
    )
    repo.git("add", f"{folder}/x.md")
    found = rules("--select", "unstaged-note,broken-link")
    assert found == ([("unstaged-note", f"{folder}/x.md:3")] if "org" not in line else [])


def test_what_stays_out_on_purpose_is_not_missed(repo: Repo) -> None:
    repo.write({".gitignore": "contacts/private-*\n", "contacts/private-ada.md": ADA})
    repo.git("add", "-A")
    repo.write({"meetings/ada.md": WITH_ADA.replace("ada-lovelace", "private-ada"), "notes/draft.md": "# Draft\n"})
    repo.write({"meetings/bo.md": MEETING + "See [[draft]].\n"})
    repo.git("add", "meetings")
    told = staged()
    assert told.exit_code == 0, "a plain note that is still being written stops nothing"
    assert "warning: This refers to `notes/draft.md`, which is not part of the commit. " in told.output


def test_an_attachment_that_was_not_added_is_told_and_stops_nothing(repo: Repo) -> None:
    repo.commit({"files/old.png": "x"})
    links = (
        "![](../files/old.png) ![](../files/the%20dog.png) [her letter](../files/letter.pdf) ![](../files/nope.png)\n"
    )
    repo.write({"files/the dog.png": "x", "files/letter.pdf": "x", "meetings/bo.md": MEETING + links})
    repo.git("add", "meetings")
    told = staged()
    assert told.exit_code == 0
    assert "Run `git add 'files/the dog.png'`. [unstaged-note]" in told.output
    assert "Run `git add files/letter.pdf`. [unstaged-note]" in told.output
    assert told.output.count("[broken-link]") == 1 and "There is no file `../files/nope.png`" in told.output
    repo.git("add", "-A")
    assert [rule for rule, _ in rules()] == ["broken-link"]


def test_a_contact_that_was_not_added_is_told_once(repo: Repo) -> None:
    repo.commit({})
    repo.write({"contacts/ada-lovelace.md": ADA})
    repo.write({f"meetings/{day}.md": WITH_ADA.replace("-05\n", f"-0{day}\n") for day in (1, 2, 3)})
    repo.git("add", "meetings")
    told = staged()
    assert told.exit_code == 1 and told.output.count("[unstaged-note]") == 1
    assert "which is not part of the commit, as do 2 more." in told.output


def test_a_reference_that_led_to_nothing_before_stops_nothing(repo: Repo) -> None:
    repo.commit({"meetings/ada.md": WITH_ADA})
    repo.write({"contacts/ada-lovelace.md": ADA, "meetings/ada.md": WITH_ADA + "And tea.\n"})
    repo.git("add", "meetings")
    assert staged().exit_code == 0


def test_deleting_a_contact_that_others_refer_to(repo: Repo) -> None:
    more = {f"meetings/{day}.md": WITH_ADA.replace("-05\n", f"-0{day}\n") for day in (1, 2, 3)}
    repo.commit({"contacts/ada-lovelace.md": ADA, **more})
    repo.git("rm", "-q", "--cached", "contacts/ada-lovelace.md")
    told = staged()
    assert told.exit_code == 1
    assert told.output.count("[deleted-note]") == 1 and "this refers to it, as do 2 more." in told.output
    (repo.top / "contacts/ada-lovelace.md").unlink()
    assert rules() == [("deleted-note", "meetings/1.md:3")]
    repo.git("rm", "-qr", "meetings")
    assert staged().exit_code == 0, "nobody refers to it any more"


def test_a_deletion_that_is_meant(repo: Repo) -> None:
    repo.commit({"contacts/ada-lovelace.md": ADA, "meetings/ada.md": WITH_ADA})
    repo.git("rm", "-q", "contacts/ada-lovelace.md")
    silenced = WITH_ADA.replace("---\n", "---\nlint-ignore: [deleted-note]\n", 1)
    repo.write({"meetings/ada.md": silenced})
    repo.git("add", "-A")
    assert staged().exit_code == 0
    assert "unused-ignore" not in kith("lint").output


def test_renaming_a_contact(repo: Repo) -> None:
    named = WITH_ADA.replace('"[[ada-lovelace]]"', "Ada Lovelace")
    repo.commit({"contacts/ada-lovelace.md": ADA, "meetings/ada.md": WITH_ADA, "meetings/named.md": named})
    repo.git("mv", "contacts/ada-lovelace.md", "contacts/ada-king.md")
    found = staged()
    assert found.exit_code == 0, "her name still leads to her"
    repo.write({"contacts/ada-king.md": ADA.replace("Ada Lovelace", "Ada King")})
    repo.git("add", "-A")
    assert rules() == [("deleted-note", "meetings/ada.md:3")]
    repo.write({"contacts/ada-king.md": ADA.replace("name: Ada Lovelace", "name: Ada King\naliases: [Ada Lovelace]")})
    repo.git("add", "-A")
    assert staged().exit_code == 0


# ---------------------------------------------------------------- git in all its ways


def test_a_merge_is_held_against_both_sides(repo: Repo) -> None:
    repo.commit({"contacts/ada-lovelace.md": ADA})
    repo.git("checkout", "-qb", "other")
    repo.commit({"meetings/old.md": WRONG, "meetings/ada.md": WITH_ADA})
    repo.git("checkout", "-q", "main")
    repo.git("rm", "-q", "contacts/ada-lovelace.md")
    repo.git("commit", "-qm", "x", "--no-verify")
    repo.git("merge", "-q", "--no-commit", "--no-ff", "other")
    assert rules() == [("deleted-note", "meetings/ada.md:3")], "the error of the other side is old"


def test_a_merge_that_is_not_resolved(repo: Repo) -> None:
    repo.commit({"meetings/bo.md": MEETING})
    repo.git("checkout", "-qb", "other")
    repo.commit({"meetings/bo.md": MEETING + "Tea.\n"})
    repo.git("checkout", "-q", "main")
    repo.commit({"meetings/bo.md": MEETING + "Water.\n"})
    assert repo.run("merge", "-q", "other").returncode == 1
    told = staged()
    assert told.exit_code == 1
    assert "git has not merged this file. Resolve it, and run `git add meetings/bo.md`." in told.output
    (repo.top / "meetings/bo.md").write_text(MEETING + "Tea and water.\n")
    repo.git("add", "-A")
    assert staged().exit_code == 0


def test_a_detached_head(repo: Repo) -> None:
    repo.commit({"meetings/old.md": WRONG})
    repo.git("checkout", "-q", "--detach")
    repo.write({"meetings/bo.md": WRONG})
    repo.git("add", "-A")
    assert rules() == [("bad-value", "meetings/bo.md:2")]


def test_line_ends_are_git_s_affair(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.commit({"meetings/old.md": WRONG.replace("\n", "\r\n").encode(), "contacts/ada-lovelace.md": ADA})
    repo.write({"meetings/bo.md": WITH_ADA.replace("\n", "\r\n").encode()})
    repo.git("add", "-A")
    assert staged().exit_code == 0


def test_notes_that_git_keeps_encrypted(repo: Repo) -> None:
    for way in ("clean", "smudge"):
        repo.git("config", f"filter.secret.{way}", "tr a-zA-Z n-za-mN-ZA-M")
    repo.git("config", "filter.secret.required", "true")
    repo.write({".gitattributes": "* filter=secret\n.gitattributes !filter\n", "contacts/ada-lovelace.md": ADA})
    repo.write({"meetings/ada.md": WITH_ADA, "meetings/bo.md": MEETING})
    repo.git("add", "-A")
    assert "anzr: Nqn" in repo.git("show", ":contacts/ada-lovelace.md")
    assert staged().output == "Nothing to report in 3 staged notes.\n"
    repo.commit()
    (repo.top / "meetings/bo.md").write_text(WRONG)
    repo.git("add", "-A")
    assert rules() == [("bad-value", "meetings/bo.md:2")]
    (repo.top / "meetings/bo.md").write_text(MEETING)  # the index counts, and not the disk
    assert rules() == [("bad-value", "meetings/bo.md:2")]
    repo.git("rm", "-q", "contacts/ada-lovelace.md")
    assert ("deleted-note", "meetings/ada.md:3") in rules()
    repo.write({"meetings/new.md": WRONG})
    repo.git("add", "-A")
    (repo.top / "meetings/new.md").unlink()
    repo.git("config", "filter.secret.smudge", "false")  # the key is gone
    assert "meetings/new.md:1:1: error: git cat-file refuses" in staged().output


def test_a_filter_of_the_folder_above(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for way in ("clean", "smudge"):
        repo.git("config", f"filter.secret.{way}", "tr a-zA-Z n-za-mN-ZA-M")
    (repo.top / ".gitattributes").write_text("*.md filter=secret\n")
    (repo.top / "beside.md").write_text(WRONG)
    inner = Repo(repo.top / "my people/mine", repo.environment)
    inner.write({"meetings/bo.md": MEETING})
    repo.commit()
    (inner.top / "meetings/bo.md").write_text(WRONG)
    repo.git("add", "-A")
    (inner.top / "meetings/bo.md").unlink()
    monkeypatch.chdir(inner.top)
    assert rules() == [("bad-value", "meetings/bo.md:2")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
def test_a_full_disk_is_told_as_one(repo: Repo) -> None:
    repo.commit({"meetings/bo.md": MEETING})
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            command_line("lint", "--staged"), cwd=repo.top, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ended.returncode == 2 and ended.stderr.startswith("kith: The output cannot be written")


def test_a_submodule_is_another_s(repo: Repo, tmp_path: Path) -> None:
    shared = new_repo(tmp_path / "shared", tmp_path)
    shared.commit({"ada-lovelace.md": "---\ntype: contact\nname: Ada Lovelace\n---\n", "meetings/x.md": WRONG})
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(shared.top), "shared")
    repo.write({"meetings/ada.md": WITH_ADA})
    repo.git("add", "-A")
    assert staged().exit_code == 0, "what it holds is known, and what is wrong in it is not this commit's"
    inner = repo.top / "shared"
    (inner / "meetings/y.md").write_text(WRONG)
    assert staged().exit_code == 0
    os.chdir(inner)
    repo.git("add", "-A", cwd=inner)
    assert rules("--journal", ".") == [("bad-value", "meetings/y.md:2")], "it is a journal too, with its own commits"


# ---------------------------------------------------------------- the site


def lint_rules(*options: str | Path) -> list[tuple[str, str]]:
    found = json.loads(kith("lint", "--format", "json", *options).output)["findings"]
    return [(each["rule"], each["path"]) for each in found]


def test_a_site_that_git_keeps(repo: Repo) -> None:
    repo.commit({"meetings/bo.md": MEETING})
    assert kith("build").exit_code == 0
    repo.git("add", "-A")
    assert repo.git("ls-files", "output") == "output/.gitignore\n", "what a build leaves keeps git away"
    assert lint_rules() == rules() == []
    repo.git("add", "--force", "output/index.html")
    assert rules() == [("site-in-git", "output/index.html:1")]
    assert lint_rules() == [("site-in-git", "output/index.html")]
    repo.commit()
    assert kith("lint").exit_code == 1
    assert staged().exit_code == 0, "it is no news"
    assert kith("build").exit_code == 0
    health = (repo.top / "output/health.html").read_text(encoding="utf-8")
    assert "git keeps this built page" in health
    repo.git("rm", "-rq", "--cached", "output")
    assert lint_rules() == rules() == []


def test_pages_that_the_commit_takes_out_are_those_of_the_index(repo: Repo) -> None:
    repo.write({"output/index.html": "<!doctype html>"})
    repo.commit()
    (repo.top / "output/index.html").unlink()
    assert lint_rules() == [("site-in-git", "output/index.html")], "git keeps it all the same"
    repo.git("add", "-A")
    assert lint_rules() == rules() == []


def test_a_site_elsewhere_that_git_keeps(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write({"me.md": "# Me\n", "output/index.html": "a page of somebody's own"})
    inner = Repo(repo.top / "people", repo.environment)
    inner.write({"meetings/bo.md": MEETING})
    (repo.top / "people/kith.toml").write_text(SETTINGS + 'output = "../site of all"\n')
    (repo.top / "kith.toml").unlink()
    inner.write({"../site of all/index.html": "<!doctype html>", "../site of all/a.css": ""})
    (repo.top / "people/kith.toml").write_text(SETTINGS + 'output = "../site of all"\n')
    (repo.top / "kith.toml").unlink(missing_ok=True)
    repo.git("add", "-A")
    monkeypatch.chdir(repo.top / "people/meetings")
    assert rules() == [("site-in-git", "../site of all/index.html:1")]
    assert lint_rules() == [("site-in-git", "../site of all/index.html")]
    said = staged().output
    assert "Run `git rm -r --cached '../site of all'` in the journal's folder, and commit." in said
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("<!doctype html>")
    (repo.top / "people/kith.toml").write_text(SETTINGS + f'output = "{outside.as_posix()}"\n')
    repo.git("add", "-A")
    assert lint_rules() == rules() == []


def test_whether_git_keeps_the_site_cannot_be_known(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write({"output/index.html": "<!doctype html>"})
    repo.git("add", "-A")
    assert lint_rules() == [("site-in-git", "output/index.html")]
    (repo.top / ".git/index").write_bytes(b"broken")
    assert lint_rules() == []
    monkeypatch.setenv("PATH", "/nowhere")
    assert lint_rules() == []


# ---------------------------------------------------------------- where the journal is


def test_a_journal_in_a_folder_of_the_repository(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({})
    (repo.top / "kith.toml").unlink()
    inner = Repo(repo.top / "docs/my people", repo.environment)
    inner.write({"meetings/bo.md": WRONG})
    (repo.top / "other.md").write_text(WRONG)
    repo.git("add", "-A")
    for place in (repo.top, repo.top / "docs", inner.top, inner.top / "meetings"):
        monkeypatch.chdir(place)
        assert rules() == [("bad-value", "meetings/bo.md:2")], place
    monkeypatch.chdir(repo.top)
    assert staged().output.startswith("docs/my people/meetings/bo.md:2:7: ")
    inner.write({"contacts/ada-lovelace.md": ADA, "meetings/ada.md": WITH_ADA})
    repo.git("add", "docs/my people/meetings/ada.md")
    assert "`git add 'docs/my people/contacts/ada-lovelace.md'`." in staged().output
    repo.git("reset", "-q", "docs/my people/meetings/ada.md")
    second = Repo(repo.top / "more", repo.environment)
    second.write({})
    repo.git("add", "-A")
    told = staged()
    assert (told.exit_code, told.output) == (
        2,
        "kith: This repository holds 2 journals. Name one of them with --journal DIR.\n",
    )
    assert staged("--journal", "more").exit_code == 0


def test_a_repository_in_a_journal(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "kith.toml").write_text(SETTINGS)
    (tmp_path / "contacts").mkdir()
    (tmp_path / "contacts/ada-lovelace.md").write_text(ADA)
    repo.write({"meetings/ada.md": WITH_ADA, "bo.md": WRONG.replace("---\n", "---\ntype: meeting\n", 1)})
    (repo.top / "kith.toml").unlink()
    repo.git("add", "-A")
    assert rules() == [("bad-value", "journal/bo.md:3")], "its people are those of the journal around it"


def test_a_repository_in_that_of_the_journal(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write({"meetings/bo.md": WRONG})
    repo.git("add", "-A")
    inner = new_repo(repo.top / "projects/loom", repo.top.parent)
    (inner.top / "src").mkdir()
    nothing = "kith: No journal here belongs to this repository, so nothing was checked.\n"
    for folder, output in (("projects", ""), ("projects/loom", nothing), ("projects/loom/src", nothing)):
        monkeypatch.chdir(repo.top / folder)
        told = staged()
        assert (told.exit_code == 0, told.output if output else "") == (bool(output), output), folder
    assert staged("--journal", repo.top).exit_code == 1


def test_no_journal_and_no_repository(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repo.top / "readme.md").write_text(WRONG)
    repo.git("add", "-A")
    told = staged()
    assert (told.exit_code, told.output) == (
        0,
        "kith: No journal here belongs to this repository, so nothing was checked.\n",
    )
    alone = tmp_path / "alone"
    alone.mkdir()
    monkeypatch.chdir(alone)
    assert staged().exit_code == 2
    (alone / "kith.toml").write_text(SETTINGS)
    told = staged()
    assert (told.exit_code, told.output) == (
        2,
        "kith: The journal is in no git repository, so nothing is staged. Run `kith lint`, or `git init`.\n",
    )


def test_without_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write({})
    monkeypatch.setenv("PATH", "/nowhere")
    assert staged().output == "kith: There is no git here. Install git, or add it to the PATH.\n"


def test_options_that_do_not_go_together(repo: Repo) -> None:
    repo.write({"meetings/bo.md": MEETING})
    for options in (("--as-of", "2026-06-01"), ("--stdin-filename", "meetings/bo.md")):
        assert staged(*options).exit_code == 2
    assert kith("lint", "--stdin-filename", "meetings/bo.md", "meetings").exit_code == 2


# ---------------------------------------------------------------- days, nudges, formats


@pytest.mark.parametrize("days", ["2026-06-21", "2026-07-20", "2026-12-20", "2027-06-20", "2028-08-28"])
def test_what_may_be_committed_today_may_be_committed_later(repo: Repo, days: str) -> None:
    repo.commit({})
    promise = MEETING + "- [ ] I'll send the table due:2026-06-25\n- [ ] Bo will answer due:2026-06-12\n"
    born = ADA.replace("---\n", "---\nfollow_up: 2026-07-01\ncircle: inner\nbirthday: 06-22\n", 1)
    ahead = MEETING.replace("2026-06-05", "2026-06-30").replace("---\n", "---\nplanned: yes\n", 1)
    repo.write({"contacts/ada-lovelace.md": born, "meetings/bo.md": promise, "meetings/ahead.md": ahead})
    repo.git("add", "-A")
    assert staged("--today", "2026-06-20").exit_code == 0
    assert staged("--today", days).exit_code == 0


def test_the_day_s_nudges_come_last_and_are_few(repo: Repo) -> None:
    repo.commit({})
    people = ("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus")
    for name in people:
        text = f"---\ndate: 2026-06-05\nwith: [{name} Ashdown]\n---\n- [ ] I'll send the table due:2026-06-12\n"
        repo.write({f"meetings/2026-06-05-{name.lower()}.md": text})
    repo.git("add", "-A")
    told = staged()
    lines = told.output.splitlines()
    assert told.exit_code == 0
    assert lines[0] == "Nothing to report in 7 staged notes."
    assert len(lines) == 1 + 3, "of seven promises three"
    assert all(line.startswith("Today: ") for line in lines[1:])
    (repo.top / "kith.toml").write_text(SETTINGS + "[nudges]\nper-day = 0\n")
    repo.git("add", "-A")
    assert len(staged().output.splitlines()) == 1
    (repo.top / "kith.toml").write_text(SETTINGS + '[lint.severity]\noverdue-promise = "error"\n')
    repo.git("add", "-A")
    assert staged().exit_code == 1
    repo.commit()
    assert staged().exit_code == 0, "what was late before stops nothing"


def test_annotations_for_github(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write({"meetings/50%, a:b.md": WRONG})
    repo.git("add", "-A")
    for line in (
        staged("--format", "github").output,
        kith("lint", "--format", "github", "--select", "bad-value").output,
    ):
        assert "::error file=meetings/50%25%2C a%3Ab.md,line=2,col=7,title=bad-value::" in line
    monkeypatch.chdir(repo.top.parent)
    assert "::error file=journal/meetings/50" in kith("lint", "--format", "github").output


def test_a_note_from_standard_input(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write({"contacts/ada-lovelace.md": ADA, "meetings/old.md": WRONG})

    def checked(path: str, text: str) -> tuple[int, str]:
        result = CliRunner().invoke(group, ["lint", "--stdin-filename", path], input=text, prog_name="kith")
        return result.exit_code, result.output

    assert checked("meetings/new.md", WITH_ADA) == (0, "Nothing to report in 1 note.\n")
    assert checked("meetings/old.md", MEETING) == (0, "Nothing to report in 1 note.\n")
    code, output = checked("contacts/ada-lovelace.md", "---\nrole: [\n---\n")
    assert code == 1 and output.startswith("contacts/ada-lovelace.md:")
    monkeypatch.chdir(repo.top / "meetings")
    assert checked("../contacts/new.md", "See [[nobody]].\n")[1].endswith("[broken-link]\n1 warning in 1 note.\n")
    for path in ("new.txt", "../../outside.md", "../.obsidian/x.md", "../templates/x.md"):
        assert checked(path, MEETING)[0] == 2, path


def test_what_is_quickly_found_out_again_is_not_written_down(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_CACHE", str(tmp_path / "cache"))
    repo.commit({f"meetings/{number}.md": MEETING for number in range(9)})
    assert staged().exit_code == 0
    (memory,) = (tmp_path / "cache").glob("*/memory")
    before = memory.read_bytes()
    repo.write({"meetings/new.md": WRONG})
    repo.git("add", "-A")
    for _ in range(2):
        assert rules() == [("bad-value", "meetings/new.md:2")]
        assert memory.read_bytes() == before
    monkeypatch.setattr("site_builder.cli.staged.WORTH_IT", 1)
    assert rules() == [("bad-value", "meetings/new.md:2")]
    assert len(memory.read_bytes()) > len(before)
