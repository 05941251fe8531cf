"""A journal's own theme: the worked example of docs/themes.md, and what is told when a file of it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commands import kith, write_journal

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = 'theme = "theme"\ntoday = "2026-06-20"\n'
NOTES = {
    "contacts/ada.md": "---\nname: Ada Lovelace\ntags: [loops]\nwants: [a review]\n---\n",
    "contacts/bo.md": "---\nname: Bo\n---\n",
    "meetings/2026-06-05-coffee.md": "---\nwith: [ada]\ntags: [engine]\n---\nTea, in fact.\n",
}


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def example() -> dict[str, str]:
    """The files of the worked example."""
    text = (ROOT / "docs/themes.md").read_text(encoding="utf-8").partition("## An example")[2].partition("\n## ")[0]
    found = re.findall(r"`(theme/[\w.]+)`:\n\n```\w+\n(.*?)```", text, re.DOTALL)
    assert [name for name, _ in found] == ["theme/extra.css", "theme/contact.html", "theme/parts.html"]
    return dict(found)


def page(journal: Path, path: str) -> str:
    return (journal / "output" / path).read_text(encoding="utf-8")


def test_the_worked_example_works(journal: Path) -> None:
    write_journal(journal, NOTES, 'today = "2026-06-20"\n')
    assert kith("build").exit_code == 0
    assert "extra.css" not in page(journal, "people/ada.html")
    write_journal(journal, example(), SETTINGS)
    assert kith("build").exit_code == 0, kith("build").output
    ada, coffee = page(journal, "people/ada.html"), page(journal, "meetings/2026-06-05-coffee.html")
    assert ada.index("kith.css") < ada.index('href="../assets/extra.css"'), "it comes after ours"
    assert "--accent: #1f4e8c" in page(journal, "assets/extra.css")
    assert ada.index("Kept in contacts/ada.md") < ada.index("a review"), "the brief follows"
    assert ">[loops]</a>" in ada and ">[engine]</a>" in coffee
    assert '<h2 id="s-balance"' not in ada and "Tea, in fact." in coffee, "the rest is as it was"


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("parts.html", "{% macro tags(ts) %}\n{{ ts.nonsense }}\n{% endmacro %}", "parts.html, line 2"),
        ("parts.html", "\n{% macro tags(ts) %}", "parts.html, line 2"),
        (
            "contact.html",
            '{% extends "kith/contact.html" %}\n{% block rest %}\n{{ vieew }}{% endblock %}',
            "contact.html, line 3",
        ),
        ("base.html", "{{ view.page.none }}", "base.html, line 1"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_line(journal: Path, name: str, text: str, why: str) -> None:
    write_journal(journal, NOTES, SETTINGS)
    (journal / "theme").mkdir()
    assert kith("build").exit_code == 0
    before = page(journal, "people/ada.html")
    write_journal(journal, {f"theme/{name}": text}, SETTINGS)
    told = kith("build")
    assert (told.exit_code, told.output.startswith(f"kith: The theme's {why} cannot be used: ")) == (2, True), (
        told.output
    )
    assert page(journal, "people/ada.html") == before, "the last good site stays"


def test_a_theme_that_is_not_there_is_told(journal: Path) -> None:
    write_journal(journal, NOTES, SETTINGS)
    told = kith("build")
    assert told.exit_code == 2
    assert (
        told.output
        == "kith: There is no folder `theme`, which kith.toml names as the theme. Make it, or take the line out.\n"
    )
    assert not (journal / "output/index.html").exists()


@pytest.mark.parametrize("name", [".", "../other", "../other/.."])
def test_a_journal_is_no_theme(journal: Path, name: str) -> None:
    """Or the settings of a stranger's journal could put the search data of another one into its site."""
    write_journal(journal, NOTES, f'theme = "{name}"\n')
    write_journal(journal.parent / "other", {"output/search-1/n0.js": "secret"})
    told = kith("build")
    assert (told.exit_code, "holds a journal or a site. Name a folder of templates" in told.output) == (2, True)
