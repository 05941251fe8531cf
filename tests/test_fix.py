"""Fixing what the rules find: it comes to an end, changes only what it has to, and makes nothing worse."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commands import tree_of, write_journal
from journal_of import database, journal
from site_builder import pipeline
from site_builder.fixing import Fixed, fix_notes
from site_builder.lint.fixes import facts_by_note, fixes_of, is_worse
from site_builder.notes.edit import CHANGED, NOT_UTF8
from site_builder.session import Session

DAY = "2026-06-05"
MEETING = "meetings/2026-06-04-coffee.md"


def fixed(
    notes: dict[str, bytes], *, unsafe: bool = False, only: str = "", below: str = ""
) -> tuple[dict[str, bytes], Fixed]:
    """The notes as they are after fixing, and what was done."""
    session = Session(Path(), db=database(notes, DAY))
    work = fix_notes(
        session,
        lambda found: [told for told in found if only in ("", told.finding.rule)],
        lambda path: path.startswith(below),
        unsafe,
        notes,
    )
    return {path: work.notes.get(path, (data, data))[1] for path, data in notes.items()}, work


# ---------------------------------------------------------------- whatever the notes

PIECES = st.sampled_from(
    [
        *("---\n", "--\n", "name: Ada\n", "with: [Ada, Bo Ashdown]\n", "with: [[ada]], [[bo]]\n"),
        *("date: 2026-06-04\n", "date: 2026-06-03\n", "why: Knows all: ask\n", "role: Teacher of C # and F#\n"),
        *("cirlce: inner\n", "circle: near\n", "org: [[x]]\n", "relations:\n  - friend: bo-ashdown\n"),
        *("relations: [manager: bo-ashdown]\n", "lint-ignore: [near-miss, x]\n"),
        *("lint-ignore:\n  - near-miss\n  - broken-link\n", "status:\n", "private: true\n", "- got lead – Turin\n"),
        *("- gave links: two\n", "- Got Leads:: two by:@ada\n", "- gave link, idea: x to:@ada\n"),
        *("- gave back: it\n", "  - got help — more\n", "- [ ] send it due: 2026-06-12\n"),
        *("- [ ] I will,\n  due 2026-06-12\n", "1. intro: [[ada]] to [[bo-ashdown]]\n", "- intro: Ada to Bo\n"),
        *("- **got lead – x**\n", "- with [[Bo Ashdwon]]\n", "- got time: x by:@bo-ashdwon\n", "• told: x\n"),
        *("– told: y\n", "  • wants: z\n", "> • told: x\n", "• no label\n", "## 2026-06-04 call\n", "## Plan\n"),
        *("\n", "x ", "\\[\\[ada\\]\\] ", "`\\[[ada]]` \\[[bo-ashdown|Bo]]\n"),
        *("<!-- kith-ignore near-miss: so -->\n", "- a <!-- kith-ignore near-miss, broken-link -->\n"),
        *("%% \\[[ada]] %%\n", "[[nowhere]] <!-- kith-ignore broken-link -->\n", "::: private\n", ":::\n"),
        *("<<<<<<< HEAD\n", "é 👍\t", "```\n"),
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join)
PATHS = ("contacts/ada.md", "contacts/bo-ashdown.md", MEETING, "meetings/2026-06-05-fair.md", "notes/plain.md")
NOTES = st.lists(st.tuples(st.sampled_from(PATHS), TEXTS), min_size=1, max_size=5).map(dict)


@settings(max_examples=150, deadline=None)
@given(NOTES, st.booleans())
@example({"contacts/ada.md": "---\n  name: Ada\nwhy: a: b\n---\n"}, True)
def test_it_comes_to_an_end_and_makes_nothing_worse(texts: dict[str, str], unsafe: bool) -> None:
    """Whatever the notes: fixing twice is fixing once, and no note that changed has an error that it had not."""
    notes = {path: text.encode() for path, text in texts.items()}
    asked = journal(notes, DAY)
    before = facts_by_note(asked.all_reported())
    offered = [fix for fix in fixes_of(asked, asked.all_reported()).values() if fix.safe or unsafe]
    after, work = fixed(notes, unsafe=unsafe)
    assert not work.left
    assert set(work.notes) == {path for path in notes if after[path] != notes[path]}
    assert offered or not work.notes
    now = facts_by_note(journal(after, DAY).all_reported())
    for path in work.notes:
        assert not is_worse(before.get(path, {}), now.get(path, {}), "error")
    again, more = fixed(after, unsafe=unsafe)
    assert again == after and len(more) == 0


@settings(max_examples=60, deadline=None)
@given(NOTES, st.booleans())
def test_line_ends_and_the_byte_order_mark_stay(texts: dict[str, str], unsafe: bool) -> None:
    """A file with Windows' line ends and a byte-order mark is fixed as any other, and keeps both."""
    plain, _ = fixed({path: text.encode() for path, text in texts.items()}, unsafe=unsafe)

    def windows(data: bytes) -> bytes:
        return b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")

    marked, _ = fixed({path: windows(text.encode()) for path, text in texts.items()}, unsafe=unsafe)
    ends = {path: "\r\n" if "\n" in text else "\n" for path, text in texts.items()}
    assert marked == {
        path: windows(data) if ends[path] == "\r\n" else b"\xef\xbb\xbf" + data for path, data in plain.items()
    }


@settings(max_examples=60, deadline=None)
@given(NOTES)
def test_every_fix_that_is_offered_changes_its_own_bytes(texts: dict[str, str]) -> None:
    """Outside of its edits a note reads, byte for byte, as before; and the edits lie in the text, in no other's way."""
    notes = {path: text.encode() for path, text in texts.items()}
    asked = journal(notes, DAY)
    for finding, fix in fixes_of(asked, asked.all_reported()).items():
        for change in fix.changes:
            text = texts[change.path]
            assert asked.document(change.path).text == text
            edits = sorted(change.edits, key=lambda each: each.span)
            assert edits and all(one.span.end <= two.span.start for one, two in pairwise(edits))
            assert edits[-1].span.end <= len(text), finding


def test_a_note_with_nothing_to_fix_is_not_even_looked_for() -> None:
    """Only of notes that are to change the bytes are asked for: here there are none to be had."""
    session = Session(Path(), db=database({"contacts/ada.md": "Met through [[nowhere]].\n"}, DAY))
    work = fix_notes(session, lambda found: found, lambda _: True, True, {})
    assert len(work) == 0 and not work.left


# ---------------------------------------------------------------- in what order, and how far

SEVERAL = b"---\nwith: [Ada, Bo]\n---\n" + b"".join(b"- got lead \xe2\x80\x93 %d by:@ada\n" % n for n in range(30))


def test_all_that_do_not_touch_are_fixed_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.fixing.MOST_PASSES", 1)
    after, work = fixed({MEETING: SEVERAL})
    assert after[MEETING] == SEVERAL.replace(" \u2013".encode(), b":") and len(work) == 30


def test_the_one_at_fault_is_found_among_many() -> None:
    """A line that could be of either of two people stays, for it would be an error; those around it are fixed."""
    notes = {MEETING: SEVERAL + "- got lead – of whom?\n- gave idea – mine to:@bo\n".encode()}
    after, work = fixed(notes)
    assert after[MEETING].decode().count("–") == 1 and "– of whom?" in after[MEETING].decode()
    assert len(work) == 31


def test_a_long_note_is_read_again_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading is the costly part: all fixes of a note are tried together, and halved until those at fault are left."""
    read_as, read = pipeline.read_as, []
    monkeypatch.setattr(pipeline, "read_as", lambda db, source: read.append(source) or read_as(db, source))
    lines = [f"- got lead – {n} by:@ada\n" for n in range(200)]
    lines[70] = lines[140] = "- got lead – of whom?\n"
    notes = {MEETING: ("---\nwith: [Ada, Bo]\n---\n" + "".join(lines)).encode()}
    asked = journal(notes, DAY)
    assert len(fixes_of(asked, asked.all_reported())) == 198
    assert len(read) < 40
    after, work = fixed(notes)
    assert len(work) == 198 and after[MEETING].decode().count("–") == 2


def test_what_is_wrong_among_notes_only_is_found_by_trying() -> None:
    """Alone a fix may look right and clash with another note: it is put back, and the others in its note are made."""
    notes = {
        "contacts/ada.md": b"---\nlint-ignore: [near-miss]\nname: Ada\ncirlce: x\nwhy: Knows all: ask\n---\n",
        "contacts/bo.md": b"---\nname: Bo\n---\n",
        "kith.md": b"",
    }
    after, work = fixed(notes, unsafe=True)
    assert after["contacts/ada.md"] == b'---\nname: Ada\ncircle: x\nwhy: "Knows all: ask"\n---\n'
    assert len(work) == 3


def test_many_relations_into_one_note() -> None:
    """Those who name Cy come one after another, each to its own line of his note."""
    notes = {f"contacts/p{n}.md": b'---\nname: P%d\nrelations:\n- friend: "[[cy]]"\n---\n' % n for n in range(5)}
    after, work = fixed({**notes, "contacts/cy.md": b"---\nname: Cy\n---\n"}, unsafe=True)
    lines = ", ".join(f'friend: "[[p{n}]]"' for n in range(5))
    assert after["contacts/cy.md"].decode() == f"---\nname: Cy\nrelations: [{lines}]\n---\n"
    assert len(work) == 5 and set(work.notes) == {"contacts/cy.md"}


def test_only_what_is_wanted_where_it_may_be() -> None:
    notes = {
        "contacts/ada.md": b'---\nrelations: [friend: "[[bo]]"]\norg: [[x]]\n---\n\\[[bo]]\n',
        "contacts/bo.md": b"---\norg: [[x]]\n---\n",
    }
    after, _ = fixed(notes, unsafe=True, only="escaped-link")
    assert after == {**notes, "contacts/ada.md": notes["contacts/ada.md"].replace(b"\\", b"")}
    after, _ = fixed(notes, unsafe=True, below="contacts/ada")
    assert after["contacts/bo.md"] == notes["contacts/bo.md"] and b'"[[x]]"' in after["contacts/ada.md"]


def test_a_note_that_is_not_utf_8_or_has_changed_is_left() -> None:
    after, work = fixed({MEETING: b"---\nwith: Ada\n---\n- gave links: caf\xe9\n"})
    assert work.left == {MEETING: NOT_UTF8} and not work.notes and after[MEETING].endswith(b"caf\xe9\n")
    session = Session(Path(), db=database({MEETING: SEVERAL}, DAY))
    work = fix_notes(session, lambda found: found, lambda _: True, False, {MEETING: SEVERAL + b"more\n"})
    assert work.left == {MEETING: CHANGED} and not work.notes


def test_a_deadline_that_has_passed_is_read_all_the_same() -> None:
    """What a nudge says of a line that is understood at last is no reason to leave it."""
    notes = {MEETING: b"---\nwith: Ada\n---\n- [ ] I'll send it due: 2026-06-04\n"}
    after, _ = fixed(notes)
    assert b"due:2026-06-04" in after[MEETING]
    assert any(told.finding.rule == "overdue-promise" for told in journal(after, DAY).all_reported())


def test_what_is_silenced_is_left() -> None:
    notes = {
        MEETING: b"---\nwith: Ada\n---\n- got lead \xe2\x80\x93 Turin <!-- kith-ignore near-miss: a title -->\n",
        "contacts/ada.md": b"---\nlint-ignore: [unquoted-link]\norg: [[x]]\n---\n",
    }
    assert fixed(notes, unsafe=True)[0] == notes


def test_what_is_offered_asks_nothing_of_the_journal_for_ever() -> None:
    """Trying a fix leaves no trace: the journal says afterwards what it said before."""
    db = database({MEETING: SEVERAL}, DAY)
    asked = pipeline.Asked(db)
    before = asked.all_reported()
    assert len(fixes_of(asked, before)) == 30
    assert asked.all_reported() is before and asked.document(MEETING).text == SEVERAL.decode()


# ---------------------------------------------------------------- a process that dies

_DYING = """
import os, sys
from site_builder.cli import group
replace, left = os.replace, int(sys.argv[1])
def dying(*arguments):
    global left
    if not left:
        os._exit(9)
    left -= 1
    replace(*arguments)
os.replace = dying
group(["lint", "--fix", "--journal", sys.argv[2]], prog_name="kith")
"""


@pytest.mark.slow
@pytest.mark.parametrize("written", [0, 1, 3])
def test_a_process_that_dies_leaves_whole_notes(tmp_path: Path, written: int) -> None:
    """Killed between two notes: those before are fixed, those after as they were, and another time does the rest."""
    notes = {f"meetings/2026-06-0{n}-coffee.md": SEVERAL for n in range(1, 5)}
    root = write_journal(tmp_path / "j", notes)
    run = [sys.executable, "-c", _DYING]
    died = subprocess.run([*run, str(written), root], check=False, capture_output=True, env={**os.environ})
    assert died.returncode == 9, died.stderr
    new = SEVERAL.replace(" \u2013".encode(), b":")
    tree = tree_of(root)
    assert [tree[path] for path in notes] == [new] * written + [SEVERAL] * (4 - written)
    done = subprocess.run([*run, "99", root], check=False, capture_output=True, env={**os.environ})
    assert done.returncode == 0 and f"Fixed {30 * (4 - written)} in" in done.stdout.decode()
    assert [tree_of(root)[path] for path in notes] == [new] * 4
