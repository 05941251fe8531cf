"""What goes wrong with files on a real disk: one clear finding each, and every other page is still built."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from commands import kith, write_journal
from site_builder.workspace import disk

GOOD = {
    "contacts/ada.md": "---\nname: Ada\nmet: 2020-01-01\n---\nWeaves.\n",
    "meetings/2026-06-05-ada.md": "---\ndate: 2026-06-05\nwith: [Ada, Mary Somerton]\n---\nCoffee.\n",
    "notes/looms.md": "# Looms\n\nSee [[ada]].\n",
}
SETTINGS = 'schema = 1\ntoday = "2026-11-20"\n'
GOOD_PAGES = (
    "index.html",
    "people/ada.html",
    "people/mary-somerton.html",
    "meetings/2026-06-05-ada.html",
    "notes/looms.html",
)
_BOMB = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 8)}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
)
MERGE_BOMB = "a: &a {x: 1}\n" + "".join(
    f"{b}: &{b}\n  <<: [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
)

Place = tuple[str, str, int]
"""A rule, the path and the line at which it speaks."""


@dataclass(frozen=True)
class Case:
    """Something wrong (or odd) in a journal: how it is made, what is found, and which pages there are all the same."""

    name: str
    make: Callable[[Path], None]
    found: tuple[Place, ...] = ()
    pages: tuple[str, ...] = ()


def note(name: str, path: str, text: str | bytes, *found: tuple[str, int], pages: tuple[str, ...] = ()) -> Case:
    """A case of one file."""
    return Case(name, lambda root: _write(root, path, text), tuple((rule, path, line) for rule, line in found), pages)


def _write(root: Path, path: str, text: str | bytes) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text if isinstance(text, bytes) else text.encode())


def odd(name: str, path: str, *found: tuple[str, int]) -> Case:
    """A note with an odd name and nothing wrong in it."""
    return note(name, path, "---\ndate: 2026-06-05\n---\nFine.\n", *found)


def _not_utf8(root: Path) -> None:
    with open(os.path.join(os.fsencode(root), b"notes", b"caf\xe9.md"), "wb") as file:  # noqa: PTH118, PTH123 - bytes
        file.write(b"Fine.\n")


def _loop(root: Path) -> None:
    (root / "notes").mkdir(exist_ok=True)
    (root / "notes" / "again").symlink_to(root)


def _outside(root: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir(exist_ok=True)
    (outside / "diary.md").write_text("SECRET OF THE DIARY\n")
    (root / "notes").mkdir(exist_ok=True)
    (root / "notes" / "diary.md").symlink_to(outside / "diary.md")
    (root / "notes" / "elsewhere").symlink_to(outside)


def _twins(root: Path) -> None:
    for form in ("NFC", "NFD"):
        _write(root, f"contacts/{unicodedata.normalize(form, 'zoë')}.md", "---\nname: Zoë\nmet: 2020-01-01\n---\n")


def _namesakes(root: Path) -> None:
    _write(root, "contacts/bo-ashdown.md", "---\nname: Bo\nmet: 2020-01-01\n---\n")
    _write(root, "contacts/bo-larch.md", "---\nname: Bo\nmet: 2020-01-01\n---\n")
    _write(root, "meetings/2026-06-08-bo.md", "---\ndate: 2026-06-08\nwith: [Bo]\n---\n- gave link: the paper\n")


LARGE = "4 MiB"
"""The case that takes longer than all others."""

CASES = [
    note("byte", "contacts/byte.md", b"---\nname: Byte\n---\nMet \xff at the fair.\n", ("bad-encoding", 4)),
    note(
        "latin-1",
        "contacts/joao.md",
        "---\nname: João\n---\n".encode("latin-1"),
        ("bad-encoding", 2),
        pages=("people/joao.html",),
    ),
    note("utf-16", "contacts/utf.md", "---\nname: Utf\n---\n".encode("utf-16"), ("bad-encoding", 1)),
    note("nul", "contacts/nul-byte.md", b"---\nname: Nul\n---\nMet\n\0 here.\n", ("bad-encoding", 5)),
    note("bom", "contacts/bom.md", b"\xef\xbb\xbf---\nname: Bom\n---\n", pages=("people/bom.html",)),
    note(
        "crlf",
        "contacts/crlf.md",
        b"---\r\nname: Crlf\r\nmet: 2020-01-01\r\n---\r\n- learned: all\r\n",
        pages=("people/crlf.html",),
    ),
    note("cr", "contacts/cr.md", b"---\rname: Cr\r---\rWeaves.\r"),
    note("brackets in the body", "notes/brackets.md", "[" * 30_000),
    note(
        "brackets in front matter",
        "contacts/front.md",
        "---\nname: Front\nwants: " + "[" * 30_000 + "\n---\n",
        ("bad-front-matter", 3),
    ),
    note("quotes in quotes", "notes/quotes.md", ">" * 30_000, ("too-complex", 1)),
    note(
        "list in list", "notes/lists.md", "".join("  " * depth + "- x\n" for depth in range(1000)), ("too-complex", 1)
    ),
    note("a line of backticks", "notes/ticks.md", "`a" * 10_000),
    note("alias bomb", "contacts/aliases.md", f"---\n{_BOMB}---\n", ("bad-front-matter", 2)),
    note(
        "merge bomb", "contacts/merges.md", f"---\n{MERGE_BOMB}---\n", ("bad-front-matter", 2), ("bad-front-matter", 4)
    ),
    note(
        "not closed",
        "contacts/open.md",
        "---\nname: Open\n\n# Open\n",
        ("bad-front-matter", 1),
        pages=("people/open.html",),
    ),
    note("not a map", "contacts/list.md", "---\n- one\n- two\n---\n", ("bad-front-matter", 2)),
    note("unquoted colon", "contacts/colon.md", "---\nname: Colon\nwhy: he said: no\n---\n", ("bad-front-matter", 3)),
    note("tab", "contacts/tab.md", "---\nname: Tab\norg:\n\t- x\n---\n", ("bad-front-matter", 4)),
    note("empty", "contacts/empty.md", "", pages=("people/empty.html",)),
    note("blank", "notes/blank.md", "\n\n  \n", pages=("notes/blank.html",)),
    note("only front matter", "contacts/only.md", "---\nname: Only\n---", pages=("people/only.html",)),
    note("empty front matter", "contacts/bare.md", "---\n---\n", pages=("people/bare.html",)),
    note(LARGE, "notes/large.md", b"Words and more.\n" * (4 * 1024 * 1024 // 16), pages=("notes/large.html",)),
    note("more than 4 MiB", "notes/larger.md", b"x" * (4 * 1024 * 1024 + 1), ("unreadable-note", 1)),
    note("an impossible day", "meetings/2026-02-30-x.md", "Nobody.\n", ("bad-value", 1)),
    note(
        "a conflict",
        "notes/merge.md",
        "one\n<<<<<<< HEAD\ntwo\n=======\nthree\n>>>>>>> other\n",
        ("conflict-marker", 2),
    ),
    Case("pipe", lambda root: os.mkfifo(root / "notes" / "x.md"), (("unreadable-note", "notes/x.md", 1),)),
    Case(
        "a folder like a note",
        lambda root: _write(root, "notes/dir.md/inside.md", "Fine.\n"),
        (),
        ("notes/dir-md-inside.html",),
    ),
    Case("a circle", _loop, (("unreadable-note", "notes/again", 1),)),
    Case(
        "outside",
        _outside,
        (("unreadable-note", "notes/diary.md", 1), ("unreadable-note", "notes/elsewhere", 1)),
    ),
    Case(
        "a link to nothing",
        lambda root: (root / "notes/gone.md").symlink_to("nowhere.md"),
        (("unreadable-note", "notes/gone.md", 1),),
    ),
    Case("bytes in a name", _not_utf8, (("unsafe-filename", "notes/caf\ufffd.md", 1),)),
    Case("accents", _twins, (("same-id", f"contacts/{unicodedata.normalize('NFC', 'zoë')}.md", 1),)),
    Case("namesakes", _namesakes, (("ambiguous-name", "meetings/2026-06-08-bo.md", 3),)),
    Case(
        "capitals",
        lambda root: (_write(root, "notes/Case.md", "One.\n"), _write(root, "notes/case.md", "Two.\n"))[0],
        (("unsafe-filename", "notes/case.md", 1),),
    ),
    odd("percent", "notes/100%25 sure.md"),
    odd("ampersand", "notes/this & that's.md"),
    odd("hash", "notes/a#b.md", ("unsafe-filename", 1)),
    odd("question", "notes/why?.md", ("unsafe-filename", 1)),
    odd("quote", 'notes/the "one".md', ("unsafe-filename", 1)),
    odd("angle", "notes/<b>bold.md", ("unsafe-filename", 1)),
    odd("newline", "notes/two\nlines.md", ("unsafe-filename", 1)),
    odd("backslash", "notes/a\\b.md", ("unsafe-filename", 1)),
    odd("long", "notes/" + "x" * 252 + ".md", ("unsafe-filename", 1)),
    odd("long and wide", "notes/" + "é" * 126 + ".md", ("unsafe-filename", 1)),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_journal(tmp_path / "journal", GOOD, SETTINGS)


def state_of(folder: Path) -> dict[bytes, tuple[object, ...]]:
    """Everything below a folder but what Kith may write there: kinds, links, sizes and times."""
    found: dict[bytes, tuple[object, ...]] = {}
    for place, folders, files in os.walk(os.fsencode(folder)):
        if place == os.fsencode(folder):
            folders[:] = [name for name in folders if name not in (b".kith", b"output")]
        for name in (*folders, *files):
            path = os.path.join(place, name)  # noqa: PTH118 - bytes
            info = os.lstat(path)
            found[path] = (info.st_mode, info.st_size, info.st_mtime_ns, info.st_ino)
    return found


def findings(root: Path) -> list[Place]:
    """What `kith lint` says, by rule, path and line."""
    result = kith("lint", "--journal", root, "--format", "json")
    told = json.loads(result.output)["findings"]
    assert result.exit_code == int(any(found["severity"] == "error" for found in told))
    assert all(found["message"] and found["remedy"] and len(found["message"]) < 600 for found in told)
    return [(found["rule"], found["path"], found["line"]) for found in told]


def build(root: Path) -> set[str]:
    """Build, and tell the pages by path."""
    result = kith("build", "--journal", root)
    assert result.exit_code == 0, result.output
    site = root / "output"
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert text.rstrip().endswith("</html>") and "SECRET" not in text
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=[pytest.mark.slow] if case.name == LARGE else [], id=case.name) for case in CASES],
)
def test_one_clear_finding_and_every_other_page(root: Path, case: Case) -> None:
    case.make(root)
    before = state_of(root.parent)
    assert sorted(findings(root)) == sorted(case.found)
    pages = build(root)
    assert {*GOOD_PAGES, *case.pages} <= pages
    # Kith's own folders: the site, and the key of its search data.
    own = (b"/journal/output", b"/journal/.kith")
    after = {path: state for path, state in state_of(root.parent).items() if not any(each in path for each in own)}
    assert after == {**before, os.fsencode(root): after[os.fsencode(root)]}, "the journal is only read"


def test_all_at_once(root: Path) -> None:
    cases = [case for case in CASES if case.name != LARGE]
    for case in cases:
        case.make(root)
    assert sorted(findings(root)) == sorted(place for case in cases for place in case.found)
    assert {*GOOD_PAGES, *(page for case in cases for page in case.pages)} <= build(root)
    for style in ("text", "full"):
        assert kith("lint", "--journal", root, "--format", style).exit_code == 1
    again = kith("build", "--journal", root)
    assert "nothing had changed" in again.output


def test_a_note_that_may_not_be_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(root, "notes/locked.md", "Mine.\n")
    real = os.open

    def refuse(path: str, *more: int) -> int:
        if str(path).endswith("locked.md"):
            raise PermissionError(13, "Permission denied", path)
        return real(path, *more)

    if os.name == "posix" and os.geteuid() != 0:
        (root / "notes/locked.md").chmod(0)
    else:
        monkeypatch.setattr(disk.os, "open", refuse)
    assert findings(root) == [("unreadable-note", "notes/locked.md", 1)]
    assert set(GOOD_PAGES) <= build(root)


def test_settings_that_are_no_text(root: Path) -> None:
    for data in (
        b"\xff\xfe\0\0",
        b"\0",
        b"[" * 30_000,
        b"a." * 30_000 + b"a = 1",
        b"x = " + b"9" * 30_000,
        b'today = "2026-02-30"',
    ):
        (root / "kith.toml").write_bytes(data)
        result = kith("lint", "--journal", root)
        assert result.exit_code == 2 and result.output.startswith(f"{root}/kith.toml:1:1: error: "), data[:9]
        assert kith("build", "--journal", root).exit_code == 0
    (root / "kith.toml").unlink()
    (root / "kith.toml").mkdir()
    assert kith("lint", "--journal", root).exit_code == 2


def test_a_journal_of_many_links_to_one_note(root: Path) -> None:
    text = "[[ada]] " * 5_000
    _write(root, "notes/many.md", text)
    assert findings(root) == []
    assert "notes/many.html" in build(root)


if sys.platform == "win32":
    pytest.skip("file names of POSIX", allow_module_level=True)
