"""`kith init` and `kith new`: the two commands that write notes."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commands import command_line, environment_with, kith, tree_of, write_journal
from site_builder.cli import init as init_command
from site_builder.cli.init import write_new
from site_builder.config import read_config
from site_builder.notes.references import half_linked, parse_ref, split_refs
from site_builder.session import Session
from site_builder.settings import Config

TODAY = "2026-06-05"  # a Friday


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty journal, and the working directory in it."""
    root = write_journal(tmp_path / "journal", {})
    monkeypatch.chdir(root)
    return root


def new(*arguments: str) -> str:
    """What `kith new` wrote, by the path that it tells."""
    kind, *rest = arguments
    result = kith("new", kind, "--no-edit", "--today", TODAY, *rest)
    assert result.exit_code == 0, result.output
    return result.output.strip()


# ---------------------------------------------------------------- kith init


def test_init_starts_a_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = kith("init", "my-network")
    assert result.exit_code == 0
    assert result.output == (
        "Started a journal in my-network.\n\n"
        "Next:  cd my-network && kith serve --open\nThen:  kith new meeting WHO --on yesterday\n"
    )
    root = tmp_path / "my-network"
    assert root.stat().st_mode & 0o777 == 0o700, "what is in it is nobody else's business"
    assert sorted(tree_of(root)) == [
        ".gitignore",
        "first-steps.md",
        "kith.toml",
        "me.md",
        "templates/contact.md",
        "templates/event.md",
        "templates/meeting.md",
        "templates/org.md",
    ]
    assert {path.name for path in root.iterdir() if path.is_dir()} == {
        "contacts",
        "meetings",
        "events",
        "orgs",
        "goals",
        "templates",
    }
    linted = kith("lint", "--journal", root, "--fail-on", "info")
    assert linted.exit_code == 0, linted.output
    built = kith("build", "--journal", root)
    assert built.exit_code == 0 and built.output.startswith("Built ")


def test_init_explains_every_setting_with_its_default() -> None:
    text = (init_command.STARTER / "kith.toml").read_text()
    assert read_config(text) == (Config(), ())
    # With the marks of comment gone each line is still a setting.
    wanted = re.sub(r"(?m)^# (?=[\w\[\"])", "", text.partition("\n\n")[2])
    config, findings = read_config(wanted)
    assert findings == (), findings
    assert config.circles == Config().circles


def test_init_here_needs_no_cd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert kith("init").output.startswith("Started a journal here.\n\nNext:  kith serve --open\n")


def test_init_says_where_to_go_as_a_shell_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Next:  cd 'my friends' && kith serve --open\n" in kith("init", "my friends").output


def test_init_refuses_a_journal(journal: Path) -> None:
    before = tree_of(journal)
    result = kith("init")
    assert (result.exit_code, result.output) == (
        2,
        "kith: This folder is a journal already. Edit its kith.toml, or choose another folder.\n",
    )
    assert tree_of(journal) == before


def test_init_adopts_a_folder_of_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = {
        "People/Bo Ashdown.md": "---\nemail: bo@example.org\n---\n",
        "Work/1-1s/2026-06-05.md": "---\nattendees: Bo Ashdown\n---\n",
        "Firms/One.md": "---\nindustry: paper\n---\n",
        "Firms/Two.md": "---\nindustry: glue\n---\n",
        "Firms/Three.md": "---\nindustry: string\n---\n",
        "Daily/2026-06-01.md": "Rain.\n",
    }
    root = write_journal(tmp_path / "vault", notes)
    (root / "kith.toml").unlink()
    before = tree_of(root)
    monkeypatch.chdir(tmp_path)
    result = kith("init", "vault")
    assert result.exit_code == 0
    assert result.output.startswith(
        "vault has 6 notes. Kith wrote kith.toml and nothing else.\n"
        "  Firms/** = org (3 of 3 notes look like it)\n"
        "  People/** = contact (by the folder's name)\n"
        "  Work/1-1s/** = meeting (by the folder's name)\n"
    )
    after = tree_of(root)
    assert after.pop("kith.toml") and after == before
    session = Session(root, date(2026, 6, 5))
    session.refresh()
    assert session.journal.paths("contact") == ("People/Bo Ashdown.md",)
    assert session.journal.paths("meeting") == ("Work/1-1s/2026-06-05.md",)
    assert len(session.journal.paths("org")) == 3
    assert len(session.journal.paths("note")) == 1
    assert session.journal.all_reported() == ()


def test_init_keeps_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "contact.md").write_text("mine\n")
    (tmp_path / ".gitignore").write_text("*.bak\n")
    assert kith("init", tmp_path).exit_code == 0
    assert (tmp_path / "templates" / "contact.md").read_text() == "mine\n"
    assert (tmp_path / ".gitignore").read_text() == "*.bak\n"
    assert (tmp_path / "templates" / "meeting.md").is_file()


def test_a_reader_that_goes_away_is_no_trouble_of_the_folder(tmp_path: Path) -> None:
    with subprocess.Popen(
        command_line("init", tmp_path / "journal"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert (tmp_path / "journal/kith.toml").is_file()


def test_init_counts_one_note_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("text\n")
    assert kith("init").output.startswith("This folder has 1 note. Kith wrote kith.toml and nothing else.\n")


def test_init_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for place in ("file", "file/below"):
        result = kith("init", tmp_path / place)
        assert result.exit_code == 2 and "cannot be written" in result.output

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / "x"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    result = kith("init", tmp_path / "x")
    assert result.exit_code == 2 and result.output.endswith("cannot be written: Permission denied.\n")


def test_what_cannot_be_written_whole_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_new(tmp_path / "a.md", "text " * 10_000 + "\udc80")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- kith new


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2026-06-05"),
        ("yesterday", "2026-06-04"),
        ("tue", "2026-06-02"),
        ("last fri", "2026-05-29"),
        ("3 days ago", "2026-06-02"),
        ("2 weeks ago", "2026-05-22"),
        ("28 may", "2026-05-28"),
        ("28 dec", "2025-12-28"),
        ("2026-05-01", "2026-05-01"),
    ],
)
def test_a_day_of_a_new_meeting_looks_backwards(journal: Path, words: str, day: str) -> None:
    path = new("meeting", "Bo", "--on", words)
    assert path == f"meetings/{day}-bo.md"
    assert (journal / path).read_text() == f'---\ndate: {day}\nwith: ["Bo"]\n---\n'


@pytest.mark.parametrize(
    ("words", "day"), [("next fri", "2026-06-12"), ("tomorrow", "2026-06-06"), ("+2w", "2026-06-19")]
)
def test_a_meeting_ahead_is_planned(journal: Path, words: str, day: str) -> None:
    path = new("meeting", "Bo", "--on", words)
    assert (journal / path).read_text() == f'---\ndate: {day}\nwith: ["Bo"]\nplanned: yes\n---\n'
    assert kith("lint", "--today", TODAY).exit_code == 0


@pytest.mark.parametrize("words", ["5/6", "someday", "", "2026-02-30", "999999 years ago", "-999999y", "+999999999d"])
def test_what_is_no_day_is_told(journal: Path, words: str) -> None:
    result = kith("new", "meeting", "Bo", f"--on={words}")
    wrong = "2026-02-30 does not exist: February 2026 has 28 days." if words == "2026-02-30" else "is no day."
    assert (result.exit_code, wrong in result.output) == (2, True), result.output
    assert sorted(tree_of(journal)) == ["kith.toml"]


def test_nothing_is_ever_overwritten(journal: Path) -> None:
    assert [new("meeting", "Bo", "--kind", "coffee") for _ in range(3)] == [
        "meetings/2026-06-05-bo-coffee.md",
        "meetings/2026-06-05-bo-coffee-2.md",
        "meetings/2026-06-05-bo-coffee-3.md",
    ]
    assert new("contact", "Bo Ashdown") == "contacts/bo-ashdown.md"
    (journal / "contacts/bo-ashdown.md").write_text("mine\n")
    result = kith("new", "contact", "Bo  Ashdown", "--no-edit")
    assert (result.exit_code, result.output) == (
        2,
        "kith: contacts/bo-ashdown.md has this name already. Open it in your editor, or choose another name.\n",
    )
    assert (journal / "contacts/bo-ashdown.md").read_text() == "mine\n"


@pytest.mark.parametrize("name", ["mary o'brien", "Mary O’Brien", "Moby", "mary"])
@pytest.mark.parametrize("kind", ["contact", "org"])
def test_nobody_gets_a_second_note(journal: Path, kind: str, name: str) -> None:
    """Two contacts of one name are nobody's any more: each line that names them has two meanings."""
    contact = "---\nname: Mary O'Brien\naliases: [Moby]\n---\n"
    write_journal(journal, {"contacts/guild/mary.md": contact, "contacts/guild/ada.md": "", "notes/x.md": "# Cy\n"})
    result = kith("new", kind, name, "--no-edit")
    told = "kith: contacts/guild/mary.md has this name already. Open it in your editor, or choose another name.\n"
    assert (result.exit_code, result.output) == (2, told)
    assert new(kind, "Cy") == {"contact": "contacts/guild/cy.md", "org": "orgs/cy.md"}[kind]


@pytest.mark.usefixtures("journal")
def test_a_name_needs_no_quotes_where_it_can_be_but_one() -> None:
    assert new("contact", "Ada", "King", "Lovelace") == "contacts/ada-king-lovelace.md"
    assert new("event", "Compiler", "Days") == "events/2026-06-05-compiler-days.md"
    assert new("org", "Corvid", "&", "Sons") == "orgs/corvid-sons.md"
    told = kith("snooze", "Ada", "King", "Lovelace", "next", "fri", "--today", TODAY)
    assert told.output == "Ada King Lovelace: be in touch by 12 June 2026 (contacts/ada-king-lovelace.md)\n"
    told = kith("cadence", "Ada", "King", "Lovelace", "6", "weeks")
    assert told.output == "Ada King Lovelace: every 6 weeks (contacts/ada-king-lovelace.md)\n"
    assert kith("explain", "time-to-meet", "Ada", "King", "Lovelace").output.startswith("time-to-meet · Ada King Lov")
    assert "Error: After 'Ada' the time is missing.\n" in kith("snooze", "Ada").output
    assert kith("snooze", "Ada", "King", "soon").output.startswith("kith: 'King soon' is no time from now.")


def test_a_name_that_became_two_people_is_told(journal: Path) -> None:
    """Without quotes, a shell makes two words of it, and the note is about Mary and about Somerville."""
    write_journal(journal, {"contacts/ada.md": "---\nname: Ada\n---\n"})
    told = "kith: These are 2 people, and new: {}. If they are one, put the name in quotes.\n"
    assert kith("log", "Mary", "Somerville", "-m", "x").stderr == told.format("Mary, Somerville")
    assert kith("log", "Ada", "Smith", "-m", "x").stderr == told.format("Smith")
    for known in (("Mary", "Somerville"), ("Ada", "Mary"), ("Cy",), ("Mary Ash", "Eve"), ("ada", "someone")):
        assert kith("log", *known, "-m", "x").stderr == ""


def test_an_id_is_given_once_whatever_the_folder(journal: Path) -> None:
    notes = {f"meetings/2025/2025-01-0{day}-bo.md": "---\nwith: Bo\n---\n" for day in (1, 2)}
    notes |= {"meetings/2026-06-05-bo.md": "---\nwith: Bo\n---\n", "goals/berlin.md": "---\ntitle: Live there\n---\n"}
    write_journal(journal, notes)
    assert new("meeting", "Bo") == "meetings/2026/2026-06-05-bo-2.md"
    assert new("org", "Berlin Works") == "orgs/berlin-works.md"
    (journal / "goals/berlin.md").rename(journal / "goals/acme.md")
    assert new("org", "Acme") == "orgs/acme-2.md"
    assert "same-id" not in kith("lint").output


def test_who_is_found_by_id_name_or_alias_and_else_is_a_card(journal: Path) -> None:
    write_journal(journal, {"contacts/bo-ashdown.md": "---\nname: Bo Ashdown\naliases: [Bee]\n---\n"})
    path = new("meeting", "bee", "@bo-ashdown", "Mary Somerton", "--kind", "coffee")
    assert path == "meetings/2026-06-05-bo-ashdown-mary-somerton-coffee.md"
    session = Session(journal, date(2026, 6, 5))
    session.refresh()
    assert [session.journal.name(key) for key in session.journal.people()] == ["Bo Ashdown", "Mary Somerton"]


def test_a_name_that_fits_two_is_refused(journal: Path) -> None:
    write_journal(journal, {"contacts/bo-a.md": "---\nname: Bo\n---\n", "contacts/bo-b.md": "---\nname: Bo\n---\n"})
    result = kith("new", "meeting", "Bo", "--no-edit")
    assert (result.exit_code, result.output) == (
        2,
        "kith: 'Bo' could be contacts/bo-a.md or contacts/bo-b.md. Give the id.\n",
    )
    assert new("meeting", "bo-b") == "meetings/2026-06-05-bo-b.md"


def test_a_user_s_own_template_is_used(journal: Path) -> None:
    own = "---\ndate: {{date}}\nwith: {{ with }}\nkind: {{kind}}\ntags: [{{project}}]\n---\n# {{date}}\n"
    write_journal(journal, {"templates/meeting.md": own, "templates/contact.md": "---\nname: {{name}}\n---\nHello.\n"})
    assert (journal / new("meeting", "Bo", "--kind", "call")).read_text() == (
        '---\ndate: 2026-06-05\nwith: ["Bo"]\nkind: call\ntags: [{{project}}]\n---\n# 2026-06-05\n'
    )
    assert (journal / new("contact", "{{date}}x")).read_text() == '---\nname: "{{date}}x"\n---\nHello.\n'


@pytest.mark.parametrize(
    ("template", "written"),
    [
        (
            "---\ndate: {{date}}\nwith: {{with}}\nMinutes:\nplanned: no\nkind: coffee\n---\n---\nminutes: of it\n",
            '---\ndate: 2026-06-06\nwith: ["Bo"]\nminutes: 30\nplanned: yes\nkind: call\n---\n---\nminutes: of it\n',
        ),
        (
            "---\ntags: [x]\n---\n",
            '---\ntags: [x]\nwith: ["Bo"]\nkind: call\nminutes: 30\nplanned: yes\n---\n',
        ),
        (
            "# Notes\n",
            '---\nwith: ["Bo"]\nkind: call\nminutes: 30\nplanned: yes\n---\n# Notes\n\n',
        ),
    ],
)
def test_a_template_loses_nothing_that_was_said(journal: Path, template: str, written: str) -> None:
    write_journal(journal, {"templates/meeting.md": template})
    arguments = ("--kind", "call", "--minutes", "30", "--on", "tomorrow", "-m", "Words.", "--today", TODAY)
    path = kith("log", "Bo", *arguments).output.strip()
    assert (journal / path).read_text().replace("\n\nWords", "\nWords").removesuffix("Words.\n") in (
        written,
        written.removesuffix("\n"),
    )
    assert [word for word in ("error", "warning") if word in kith("lint", "--today", TODAY).output] == []


def test_nothing_is_written_or_read_through_a_link_out_of_the_journal(journal: Path, tmp_path: Path) -> None:
    """A journal may come from elsewhere; and what lies behind the link would be read by nobody."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/own.md").write_text("not for a note\n")
    (journal / "meetings").symlink_to("../elsewhere")
    for words in (("new", "meeting", "Bo", "--no-edit"), ("log", "Bo", "-m", "words")):
        result = kith(*words)
        assert result.exit_code == 2 and "meetings is a link that leads out of the journal" in result.output
    (journal / "templates").mkdir()
    (journal / "templates/org.md").symlink_to("../../elsewhere/own.md")
    result = kith("new", "org", "Acme", "--no-edit")
    assert result.exit_code == 2 and "org.md is a link that leads out of the journal" in result.output
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["own.md"]


def test_notes_go_where_their_like_are(journal: Path) -> None:
    write_journal(
        journal,
        {
            "meetings/2025/2025-06-05-bo.md": "---\ndate: 2025-06-05\nwith: [Bo]\n---\n",
            "network/people/ada.md": "---\ntype: contact\n---\n",
        },
    )
    assert new("meeting", "Bo") == "meetings/2026/2026-06-05-bo.md"
    assert new("contact", "Mary Somerton") == "network/people/mary-somerton.md"
    assert new("org", "Corvid & Sons") == "orgs/corvid-sons.md"
    assert new("event", "Compiler Days", "--on", "20 may") == "events/2026-05-20-compiler-days.md"


@pytest.mark.parametrize(
    ("folder", "own"),
    [
        ("2024", "2026"),
        ("2024/2024-11", "2026/2026-06"),
        ("2024/11", "2026/06"),
        ("old/2024", "old/2026"),
        ("x2024", "x2024"),
    ],
)
@pytest.mark.parametrize("kind", ["event", "meeting"])
def test_a_note_of_a_day_goes_into_the_folder_of_its_time(journal: Path, kind: str, folder: str, own: str) -> None:
    write_journal(journal, {f"{kind}s/{folder}/2024-11-0{day}-x.md": "---\ntitle: X\n---\n" for day in (1, 2)})
    assert new(kind, "Fair") == f"{kind}s/{own}/2026-06-05-fair.md"


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Zoë Brontë", "zoe-bronte"),
        ("Łukasz Nowak", "łukasz-nowak"),
        ("王小明", "王小明"),
        ("हिन्दी", "हिन्दी"),
        ('O\'Brien: the "second" #2', "o-brien-the-second-2"),
        ("../../etc/passwd", "etc-passwd"),
        ("Con", "con-contact"),
        ("x" * 300, "x" * 80),
        ("王" * 300, "王" * 50),
    ],
)
@pytest.mark.usefixtures("journal")
def test_a_file_name_is_safe_everywhere(name: str, stem: str) -> None:
    assert new("contact", "--", name) == f"contacts/{stem}.md"


@pytest.mark.parametrize("kind", ["contact", "meeting", "event", "org"])
@pytest.mark.parametrize("name", ["", " ", "!?", "\0", "@", "[[]]"])
def test_what_names_nobody_is_told(journal: Path, kind: str, name: str) -> None:
    result = kith("new", kind, "--no-edit", "--", name)
    assert result.exit_code == 2 and "names nobody. Give a name or an id." in result.output
    assert sorted(tree_of(journal)) == ["kith.toml"]


def test_letters_that_were_lost_on_the_way_are_told(journal: Path) -> None:
    """What a terminal with another encoding sends reaches a program in this shape."""
    for arguments in (
        ("new", "contact", "Ren\udce9"),
        ("log", "Bo", "-m", "na\udcefve"),
        ("log", "Ren\udce9", "-m", "x"),
    ):
        result = kith(*arguments)
        assert result.exit_code == 2 and "�" in result.output and "is in another encoding than " in result.output
    assert sorted(tree_of(journal)) == ["kith.toml"]


NAMES = st.one_of(
    st.text(min_size=1, max_size=30),
    st.text(alphabet="aé1:#'\"[]{}|,&*!%@`->? \\/\n\t.~", min_size=1, max_size=12),
    st.sampled_from(
        ["null", "true", "2026-01-01", "12:30", "0123", "- a", "Ada: Lovelace", "C # and F#", "nul", "王小明"]
    ),
)


@settings(max_examples=150, deadline=None)
@example("0;", "meeting")
@example("0]]", "meeting")
@example("a]] b]]", "meeting")
@example("[[a", "meeting")
@example("0&@", "meeting")
@example("Max; @Eva & [[Bo]]", "meeting")
@example("[[a&@b;c]]", "meeting")
@given(NAMES, st.sampled_from(["contact", "event", "org", "meeting"]))
def test_whatever_the_name_the_note_is_right_and_reads_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, kind: str
) -> None:
    root = write_journal(tmp_path_factory.mktemp("journal"), {})
    result = kith("new", kind, "--no-edit", "--journal", root, "--today", TODAY, "--", name)
    shown = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]", " ", name).split())
    if result.exit_code == 2:
        assert "names nobody" in result.output
        return
    assert result.exit_code == 0
    session = Session(root, date(2026, 6, 5))
    session.refresh()
    assert [told for told in session.journal.all_reported() if not told.nudge] == []
    (path,) = session.journal.paths(kind)
    if kind == "meeting":
        fields = session.journal.entry(path).fields
        assert [ref.target for ref in fields.with_] == list(dict.fromkeys(named_in(shown)))  # type: ignore[union-attr]
    else:
        assert session.journal.identity(path).name == shown


def named_in(text: str) -> list[str]:
    parts = split_refs(text, is_item=True)
    if parts != [text]:
        return [name for part in parts for name in named_in(part)]
    meant = text.lstrip("@ ")
    while half := half_linked(meant):
        meant = half
    ref = parse_ref(meant, "")
    assert ref is not None
    return [text] if ref.target == text else named_in(ref.target)


def test_the_editor_is_opened_at_a_terminal(journal: Path, tmp_path: Path) -> None:
    editor = tmp_path / "my editor"
    editor.write_text(f"#!{sys.executable}\nimport sys\nopen(sys.argv[-1], 'a').write('edited ' + sys.argv[1])\n")
    editor.chmod(0o700)
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            command_line("new", "contact", "Bo", "--today", TODAY),
            stdin=theirs,
            capture_output=True,
            env=environment_with({"EDITOR": f"'{editor}' --wait", "VISUAL": ""}),
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout.strip(), done.stderr) == (0, b"contacts/bo.md", b"")
        assert (journal / "contacts/bo.md").read_text().endswith("---\nedited --wait")
        done = subprocess.run(
            command_line("new", "contact", "Cy"),
            stdin=theirs,
            capture_output=True,
            env=environment_with({"VISUAL": "/no/such/editor"}),
            timeout=60,
            check=False,
        )
        assert done.returncode == 2 and b"cannot be started: " in done.stderr and b"Errno" not in done.stderr
        assert (journal / "contacts/cy.md").is_file(), "the note was written all the same"
    finally:
        os.close(ours)
        os.close(theirs)
