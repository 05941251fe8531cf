"""Changing a note: only the bytes of the edit differ, and where that cannot be done the note stays as it is."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import tree_of, write_journal
from site_builder.notes.changes import BROKEN, Closing, is_closed, is_set, set_field, ways_to_close
from site_builder.notes.dates import parse_duration
from site_builder.notes.document import decode_entry, parse_document
from site_builder.notes.edit import CHANGED, MISREAD, NOT_UTF8, Edit, Refusal, apply_edits
from site_builder.notes.reading import Reading, Vocabulary
from site_builder.session import Session
from site_builder.text import Span, decode_source, digest_of_note
from site_builder.workspace import write

DAY = date(2026, 6, 20)
PATH = "meetings/2026-06-05-bo.md"


def edited(data: bytes, *edits: tuple[int, int, str]) -> bytes | Refusal:
    return apply_edits(data, [Edit(Span(start, end), text) for start, end, text in edits], digest_of_note(data))


def read(data: bytes, path: str = PATH, type_name: str = "meeting") -> tuple[str, Reading]:
    document = parse_document(decode_source(path, data))
    return document.text, decode_entry(document, type_name, Vocabulary())


# ---------------------------------------------------------------- edits of bytes


@pytest.mark.parametrize(
    ("data", "edit", "wanted"),
    [
        (b"one\ntwo\n", (4, 7, "2"), b"one\n2\n"),
        (b"one\r\ntwo\r\nthree", (8, 13, "3"), b"one\r\ntwo\r\n3"),
        (b"one\rtwo\r\nthree\n", (4, 7, "2"), b"one\r2\r\nthree\n"),
        (b"\xef\xbb\xbfone\n", (0, 3, "1"), b"\xef\xbb\xbf1\n"),
        ("Zoë 👩‍🚀\r\nx".encode(), (8, 9, "y"), "Zoë 👩‍🚀\r\ny".encode()),
        (b"a\0b\n", (2, 3, "c"), b"a\0c\n"),
        # A line written takes the line end of the line before it.
        (b"---\r\na: 1\r\n---\n", (9, 9, "b: 2\n"), b"---\r\na: 1\r\nb: 2\r\n---\n"),
        (b"---\ra: 1\r---", (9, 9, "b: 2\n"), b"---\ra: 1\rb: 2\r---"),
        (b"one\r\n", (0, 0, "0\n"), b"0\r\none\r\n"),
        (b"", (0, 0, "a\n"), b"a\n"),
    ],
)
def test_an_edit_changes_its_own_bytes(data: bytes, edit: tuple[int, int, str], wanted: bytes) -> None:
    assert edited(data, edit) == wanted


PIECES = st.sampled_from(["\n", "\r\n", "a", "é", "👍", "\0", " ", "- [ ] b", "\u2028", "e\u0301"])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30), st.booleans(), st.integers(0), st.integers(0), st.sampled_from(["", "x", "é\0"]))
def test_whatever_the_note_only_the_edit_differs(
    pieces: list[str], mark: bool, at: int, length: int, text: str
) -> None:
    """Read as text, the new note is the old one with the edit made; as bytes it is so too."""
    data = (b"\xef\xbb\xbf" if mark else b"") + "".join(pieces).encode()
    before = decode_source("", data).text
    start = at % (len(before) + 1)
    end = start + length % (len(before) - start + 1)
    new = edited(data, (start, end, text))
    assert isinstance(new, bytes)
    after = decode_source("", new).text
    assert after == before[:start] + text.replace("\0", "\ufffd") + before[end:]
    assert edited(data, (start, start, "")) == data
    said = text.encode()
    gone = len(data) + len(said) - len(new)
    assert any(data[:at] + said + data[at + gone :] == new for at in range(len(data) + 1))


def test_several_edits_are_made_at_once_in_any_order() -> None:
    assert edited(b"a b c", (4, 5, "C"), (0, 1, "A"), (2, 2, "-")) == b"A -b C"
    for wrong in (((0, 2, ""), (1, 3, "")), ((0, 9, ""),)):
        with pytest.raises(ValueError, match="overlaps another, or lies outside"):
            edited(b"a b c", *wrong)


def test_a_note_that_changed_or_is_not_utf_8_or_would_read_otherwise_is_left() -> None:
    edit = [Edit(Span(0, 1), "b")]
    assert apply_edits(b"a", edit, digest_of_note(b"c")) == CHANGED
    for data in (b"caf\xe9", "a".encode("utf-16")):
        assert apply_edits(data, edit, digest_of_note(data)) == NOT_UTF8
    assert apply_edits(b"a", edit, digest_of_note(b"a"), lambda new: new != b"b") == MISREAD


# ---------------------------------------------------------------- closing a task


def closed(line: str, how: Closing | None = None, after: str = "") -> str:
    """What becomes of a note's first task when it is closed."""
    how = how or Closing(DAY)
    head = "---\ndate: 2026-06-05\nwith: [Bo]\n---\n"
    data = f"{head}{line}\n{after}".encode()
    text, reading = read(data)
    task = next(each for each in reading.entry.lines if each.kind == "task")
    new: bytes | Refusal = MISREAD
    for edits in ways_to_close(text, reading, task, how):
        if new == MISREAD:
            new = apply_edits(
                data, edits, digest_of_note(data), lambda made: is_closed(reading, read(made)[1], task, how)
            )
    assert isinstance(new, bytes), new
    return new.decode().removeprefix(head).removesuffix("\n" + after)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("- [ ] I'll send it", "- [x] I'll send it done:2026-06-20"),
        ("* [/] I'll send it due:fri", "* [x] I'll send it due:fri done:2026-06-20"),
        ("- [ ] send it ^abc-1", "- [x] send it done:2026-06-20 ^abc-1"),
        ("- [ ] send it <!-- soon -->", "- [x] send it done:2026-06-20 <!-- soon -->"),
        ("- [ ] send it %%soon%% ^abc", "- [x] send it done:2026-06-20 %%soon%% ^abc"),
        ("- [ ] send it ^abc %% soon %%  ", "- [x] send it done:2026-06-20 ^abc %% soon %%  "),
        ("- [ ] send it 📅 2026-06-30", "- [x] send it 📅 2026-06-30 ✅ 2026-06-20"),
        ("- [ ] send it [due:: 2026-06-30]", "- [x] send it [due:: 2026-06-30] [done:: 2026-06-20]"),
        ("- [ ] send it (due:: 2026-06-30)", "- [x] send it (due:: 2026-06-30) [done:: 2026-06-20]"),
        ("- [ ] send `it`", "- [x] send `it` done:2026-06-20"),
        ("- [ ] **send it**", "- [x] **send it** done:2026-06-20"),
        ("- [ ] see https://a.example/b", "- [x] see https://a.example/b done:2026-06-20"),
        ("- [ ] send `📅 2026-06-30`", "- [x] send `📅 2026-06-30` done:2026-06-20"),
        ("- [ ] send\n  the table\n\n  a word", "- [x] send\n  the table done:2026-06-20\n\n  a word"),
        ("- [ ] send\n  - why", "- [x] send done:2026-06-20\n  - why"),
        ("- [ ] send %%a%% %%", "- [x] send %%a%% %% done:2026-06-20"),
        ("- [ ] send [due:: 2026-06-30] [due::", "- [x] send [due:: 2026-06-30] [due:: done:2026-06-20"),
        ("- [ ] send\n  1.", "- [x] send done:2026-06-20\n  1."),
        ("- [ ] again done:2025-01-01", "- [x] again done:2025-01-01 done:2026-06-20"),
    ],
)
def test_a_task_is_kept_in_the_dialect_of_its_line(line: str, wanted: str) -> None:
    assert closed(line) == wanted


@pytest.mark.parametrize(
    ("line", "why", "wanted"),
    [
        ("- [ ] send it", "", "- [-] send it done:2026-06-20"),
        ("- [ ] send it", 'she "has" it', "- [-] send it done:2026-06-20 why:\"she 'has' it\""),
        ("- [ ] send it 📅 2026-06-30", "late", '- [-] send it 📅 2026-06-30 ❌ 2026-06-20 why:"late"'),
        ("- [ ] send it ^a", "late", '- [-] send it done:2026-06-20 why:"late" ^a'),
    ],
)
def test_a_task_is_dropped(line: str, why: str, wanted: str) -> None:
    assert closed(line, Closing(DAY, True, why)) == wanted


def test_of_two_equal_lines_one_is_closed() -> None:
    twice = "- [ ] send it\n- [ ] call her"
    assert closed(twice, after="- [ ] send it") == "- [x] send it done:2026-06-20\n- [ ] call her"


# ---------------------------------------------------------------- fields of the front matter


def with_field(text: str, name: str = "cadence", value: str = "10w") -> str | Refusal:
    data = text.encode()
    document = parse_document(decode_source("contacts/bo.md", data))
    before = decode_entry(document, "contact", Vocabulary())
    edits = set_field(document, before, name, value)
    if isinstance(edits, Refusal):
        return edits
    wanted = parse_duration(value)

    def shows(made: bytes) -> bool:
        return is_set(before, read(made, "contacts/bo.md", "contact")[1], name, wanted)

    new = apply_edits(data, edits, digest_of_note(data), shows)
    return new.decode() if isinstance(new, bytes) else new


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Met Bo.\n", "---\ncadence: 10w\n---\nMet Bo.\n"),
        ("", "---\ncadence: 10w\n---\n"),
        ("---\n---\n", "---\ncadence: 10w\n---\n"),
        ("---\nname: Bo\n---\nx", "---\nname: Bo\ncadence: 10w\n---\nx"),
        ("---\r\nname: Bo\r\n---", "---\r\nname: Bo\r\ncadence: 10w\r\n---"),
        ("---\n  name: Bo\n# mine\n...\n", "---\n  name: Bo\n# mine\n  cadence: 10w\n...\n"),
        ("---\ncadence: 6w\nname: Bo\n---\n", "---\ncadence: 10w\nname: Bo\n---\n"),
        ("---\nCadence:   '6 weeks' # about\n---\n", "---\nCadence:   10w # about\n---\n"),
        ("---\ncadence:\nname: Bo\n---\n", "---\ncadence: 10w\nname: Bo\n---\n"),
        ("---\ncadence: # none yet\nname: Bo\n---\n", "---\ncadence: 10w # none yet\nname: Bo\n---\n"),
        ("---\ncadence: [6w]\n---\n", "---\ncadence: 10w\n---\n"),
        ("---\ncadence:\n  - 6w\nname: Bo\n---\n", "---\ncadence: 10w\nname: Bo\n---\n"),
        ("---\nprivate:\n  cadence: 6w\n---\n", "---\nprivate:\n  cadence: 10w\n---\n"),
        ("---\nwhy: |\n  a\n  b\n---\n", "---\nwhy: |\n  a\n  b\ncadence: 10w\n---\n"),
        ("---\n\nafter a rule\n", "---\ncadence: 10w\n---\n---\n\nafter a rule\n"),
    ],
)
def test_a_field_is_set(text: str, wanted: str) -> None:
    assert with_field(text) == wanted


@pytest.mark.parametrize("text", ["---\n{name: Bo}\n---\n", "---\nname: Bo\n\n# Bo\n", "---\n- a\n---\n"])
def test_front_matter_that_cannot_be_read_is_left(text: str) -> None:
    assert with_field(text) in (BROKEN, MISREAD)


# ---------------------------------------------------------------- on the disk

TASK = "---\ndate: 2026-06-05\nwith: [Bo]\n---\n- [ ] I'll send it\n"


def opened(root: Path) -> Session:
    session = Session(root, DAY)
    session.refresh()
    return session


def tick(session: Session, path: str = PATH) -> Refusal | None:
    source = session.journal.entry(path)
    start = session.journal.locate(path, source.lines[0].anchor)
    assert start.column == 3
    text = (session.root / path).read_text()
    at = text.index("[ ]") + 1
    return session.change(path, [Edit(Span(at, at + 1), "x")], lambda reading: reading.entry.lines[0].state == "kept")


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    root = write_journal(tmp_path / "j", {"store/bo.txt": "", "store/bo.md": TASK.replace("[Bo]", "[Cy]"), PATH: TASK})
    (root / "meetings/2026-06-06-cy.md").symlink_to("../store/bo.md")
    (root / PATH).chmod(0o640)
    session = opened(root)
    before = tree_of(root)
    assert tick(session) is None
    assert tick(session, "meetings/2026-06-06-cy.md") is None
    assert stat.S_IMODE((root / PATH).stat().st_mode) == 0o640
    assert (root / "meetings/2026-06-06-cy.md").is_symlink()
    after = tree_of(root)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {PATH, "store/bo.md", "meetings/2026-06-06-cy.md"} and set(after) == set(before)


def test_a_file_that_changed_meanwhile_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_journal(tmp_path, {PATH: TASK})
    session = opened(root)
    (root / PATH).write_text(TASK + "- more\n")
    assert tick(session) == CHANGED
    (root / PATH).write_text(TASK)
    os_replace = os.replace

    def saved_by_an_editor(source: str, target: str) -> None:
        raise AssertionError((source, target))

    reads = iter([TASK.encode(), TASK.encode() + b"saved"])
    monkeypatch.setattr(write, "read_regular", lambda _: next(reads))
    monkeypatch.setattr(os, "replace", saved_by_an_editor)
    assert tick(session) == CHANGED
    monkeypatch.setattr(os, "replace", os_replace)
    assert sorted(path.name for path in (root / "meetings").iterdir()) == [Path(PATH).name]


def test_what_cannot_be_written_is_told_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_journal(tmp_path, {PATH: TASK})
    session = opened(root)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        assert tick(session) == Refusal("The note cannot be written: No space left on device.", "Nothing was changed.")
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda *_: False)
        assert tick(session) == Refusal("You are not allowed to write this note.", "Change its permissions.")
    assert tree_of(root / "meetings") == {Path(PATH).name: TASK.encode()}
    assert session.change(PATH, [Edit(Span(0, 0), "x")], lambda _: False) == MISREAD
    assert session.change(PATH, [], lambda _: True) is None
    (root / PATH).unlink()
    refused = session.change(PATH, [], lambda _: True)
    assert refused is not None and refused.message == "This file does not exist."
    assert session.change("meetings/none.md", [], lambda _: True) == CHANGED


def test_a_file_outside_the_journal_is_never_written(tmp_path: Path) -> None:
    root = write_journal(tmp_path / "journal", {PATH: TASK})
    (tmp_path / "outside.md").write_text(TASK)
    for real in (tmp_path / "outside.md", root / "link.md"):
        (root / "link.md").unlink(missing_ok=True)
        (root / "link.md").symlink_to(tmp_path / "outside.md")
        refused = write.change_file(str(root), str(real), lambda data: data + b"x")
        assert refused is not None and "outside the journal" in refused.message
    assert (tmp_path / "outside.md").read_text() == TASK
