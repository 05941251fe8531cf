"""A site with every kind of page: the sample journal, and what it has too little of."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

from commands import SAMPLE
from site_builder.session import Session
from site_builder.site.pages import all_kinds


def write_every_kind(root: Path) -> Path:
    """The sample journal and what it has too little of: somebody met so often that years and months have pages of
    their own, more promises than Today shows, a note that many others mention, and an org that many have left."""
    shutil.copytree(SAMPLE, root)
    (root / "contacts/pell-marrow.md").write_text("---\nname: Pell Marrow\nmet: 2022-01-02\n---\n", encoding="utf-8")
    for number in range(230):
        day = date(2022, 1, 3) + timedelta(days=number)
        (root / f"meetings/{day}-pell.md").write_text(
            "---\nwith: Pell Marrow\nkind: walk\n---\nAs in [[reading-on-trust]].\n\n"
            f"- [{' ' if number < 120 else 'x'}] I'll send page {number} due:{day + timedelta(days=5)}\n"
            f"- got idea: the one of day {number}\n",
            encoding="utf-8",
        )
    for number in range(30):
        (root / f"contacts/former-{number}.md").write_text(
            f"---\nname: Former Worker {number}\norg:\n  - 2015: Tidewrack\n  - 2019: Elsewhere\n---\n",
            encoding="utf-8",
        )
    with (root / "kith.toml").open("r+", encoding="utf-8") as settings:
        text = settings.read()
        settings.seek(0)
        settings.write(text.replace("schema = 1\n", 'schema = 1\nedit-link = "vscode://file{path}:{line}"\n'))
    return root


def largest_of_each_kind(session: Session) -> dict[str, str]:
    """For every kind of page its largest page: where there is most to go wrong."""
    found = {}
    for kind in all_kinds():
        paths = [which.path for which in kind.pages(session.journal)]
        assert paths, f"no page of kind {kind.name}"
        found[kind.name] = max(paths, key=lambda path: (session.folder / path).stat().st_size)
    return found


def built(root: Path) -> Session:
    """A journal, built beside its notes."""
    session = Session(root, output=root / "output")
    session.refresh()
    session.build()
    return session
