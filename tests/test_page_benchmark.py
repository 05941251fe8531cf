"""The benchmark of pages: it knows every kind of page, and opens and asks a site in a browser. No time is asserted."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from benchmarks import pages
from benchmarks.serving import why_no_browser
from commands import write_journal
from every_kind import built, write_every_kind
from site_builder.session import Session
from site_builder.site.pages import all_kinds

DOCS = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def test_every_page_is_told_by_its_kind(tmp_path: Path) -> None:
    session = Session(write_every_kind(tmp_path / "journal"))
    session.refresh()
    told = {kind.name: {pages.kind_of(which.path) for which in kind.pages(session.journal)} for kind in all_kinds()}
    assert told == {name: {name} for name in told}


def test_the_largest_of_each_kind_and_others_are_opened_each_once(tmp_path: Path) -> None:
    for number in range(30):
        page = tmp_path / f"meetings/{number}.html"
        page.parent.mkdir(exist_ok=True)
        page.write_bytes(b"x" * number)
    kinds = pages.pages_by_kind(tmp_path)
    chosen = pages.chosen_pages(kinds, 5)
    assert chosen[:3] == ["meetings/29.html", "meetings/28.html", "meetings/27.html"]
    assert len(set(chosen)) == 8 == len(chosen)
    assert chosen == pages.chosen_pages(kinds, 5)
    assert "| meeting | 30 | 0 | `meetings/29.html`" in pages.sizes_table(kinds)


@pytest.mark.browser
@pytest.mark.skipif(bool(why_no_browser()), reason=why_no_browser() or "all is there")
def test_a_site_is_opened_and_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    session = built(write_journal(tmp_path, {"contacts/ada.md": "---\nname: Ada\n---\nShe has a garden.\n"}))
    monkeypatch.setattr("sys.argv", ["pages", str(session.folder), "--pages", "3", "--rounds", "1"])
    monkeypatch.setattr(pages, "QUESTIONS", ("g", "person:ada"))
    pages.main()
    told = capsys.readouterr().out
    assert re.search(r"\| contact \| 1 \| \d+ \| `people/ada.html`", told)
    assert "| disk | " in told and "| http | " in told
    for question in pages.QUESTIONS:
        assert told.count(f"| `{question}` | ") == 2


def test_the_commands_of_the_page_are_there() -> None:
    commands = re.findall(r"python -m benchmarks\.pages(.*)$", DOCS.read_text(encoding="utf-8"), re.M)
    assert commands
    for arguments in commands:
        pages.parser().parse_args(shlex.split(arguments))
