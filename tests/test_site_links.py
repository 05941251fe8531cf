"""The whole site of the sample journal, in memory: every link leads somewhere, and every page is sound HTML."""

from __future__ import annotations

import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from journal_of import database, put
from site_builder import pipeline
from site_builder.query import Database
from site_builder.session import Session
from site_builder.site.addresses import file_address
from site_builder.site.theme import Theme, theme_folder

SAMPLE = Path(__file__).parent.parent / "journal"
VOID = frozenset({"area", "br", "hr", "img", "input", "link", "meta", "wbr"})
OUTSIDE = re.compile(r"(https?|mailto|tel|vscode):")
HOSTILE = '<b onclick="x()">"Q" & \'A\'</b><script>'


class Parsed(HTMLParser):
    """A page's ids, links and tags; what is out of balance is kept as a trouble."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.troubles: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.troubles += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) != len(attrs):
            self.troubles.append(f"<{tag}> has an attribute twice")
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [value or "" for name in ("href", "src") if (value := given.get(name)) is not None]
        if "style" in given or tag == "style" or any(name.startswith("on") for name in given):
            self.troubles.append(f"<{tag}> has a style or a script of its own")
        if tag == "script" and set(given) != {"src", "defer"}:
            self.troubles.append("a script that is not ours")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.troubles.append(f"</{tag}> closes {self._open[-1:] or 'nothing'}")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def site_of(db: Database) -> dict[str, str]:
    """Every page of the site, by its path."""
    db.set(pipeline.theme, "", Theme(theme_folder()))
    return {which.path: pipeline.page(db, which).decode() for which in pipeline.page_ids(db)}


def files_of(db: Database) -> frozenset[str]:
    theme = pipeline.theme(db)
    assert theme is not None
    return frozenset(path for path, _ in theme.assets) | {file_address(path) for path in pipeline.used_files(db)}


def troubles_of(db: Database) -> list[str]:
    """What is wrong with the pages of a site, as `page: trouble`."""
    pages, files = site_of(db), files_of(db)
    parsed = {path: Parsed(html) for path, html in pages.items()}
    ids = {path: frozenset(page.ids) for path, page in parsed.items()}
    found = []
    for path, page in parsed.items():
        found += [f"{path}: {trouble}" for trouble in page.troubles]
        found += [f"{path}: two things have the id {name}" for name in ids[path] if page.ids.count(name) > 1]
        found += [f"{path}: an id is empty" for name in page.ids if not name]
        for link in dict.fromkeys(page.links):
            if OUTSIDE.match(link):
                continue
            target, _, fragment = link.partition("#")
            at = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target))) if target else path
            if at not in pages and at not in files:
                found.append(f"{path}: {link} leads nowhere")
            elif fragment and "=" not in fragment and unquote(fragment) not in ids.get(at, frozenset()):
                # `#sort=6` is a state of a table, for its script.
                found.append(f"{path}: {link} has no such place")
            elif not target and not fragment:
                found.append(f"{path}: a link to nothing")
    return found


@pytest.fixture(scope="module")
def sample() -> Database:
    session = Session(SAMPLE)
    session.refresh()
    return session.db


def test_every_link_of_the_sample_leads_somewhere(sample: Database) -> None:
    assert troubles_of(sample) == []


def test_every_note_of_the_sample_has_a_page(sample: Database) -> None:
    pages = {which.path for which in pipeline.page_ids(sample)}
    assert {pipeline.address(sample, path) for path in pipeline.note_paths(sample)} <= pages


def test_no_two_pages_share_a_path(sample: Database) -> None:
    paths = [which.path for which in pipeline.page_ids(sample)]
    assert len(paths) == len({path.casefold() for path in paths})


def test_every_page_is_reached_from_the_home_page(sample: Database) -> None:
    """Nothing is published that no link leads to."""
    pages = site_of(sample)
    reached, ahead = {"index.html"}, ["index.html"]
    while ahead:
        path = ahead.pop()
        for link in Parsed(pages[path]).links:
            target = link.partition("#")[0]
            at = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
            if target and at in pages and at not in reached:
                reached.add(at)
                ahead.append(at)
    assert set(pages) - reached == set()


NAMES = {
    "contacts/mal.md": f"---\nname: '{HOSTILE.replace(chr(39), chr(39) * 2)}'\n\n---\n<script>1</script>\n",
    "meetings/2026-11-02-a.md": """\
        ---
        date: 2026-11-02
        with: [mal, '</title><script>alert(1)</script>']
        title: '<img src=x onerror=alert(1)>'
        place: '"><svg onload=alert(1)>'
        ---
        - gave link: <script>alert(2)</script> [x](javascript:alert(3)) to:@mal
        - [ ] I'll <b>bold</b> it due:2026-12-01 to:@mal why:"<i>"
        """,
    "events/2026-12-01-b.md": """\
        ---
        title: '<script>e</script>'
        series: '<s>'
        with: x
        went_with: [mal]
        pitch: '<u>me</u>'
        ---
        ## Met
        - new: <script>N</script> | does: <b>x</b> | via:@mal
        """,
    "events/2025-12-01-b.md": """\
        ---
        title: '<script>e</script>'
        series: '<s>'
        ---
        ## Objectives
        - [-] go why:"<b>"
        """,
    "orgs/o.md": "---\nname: '<script>o</script>'\nfunctions: ['<b>it</b>']\nurl: ['javascript:alert(1)']\n---\n",
    "goals/g.md": "---\ntitle: '<script>g</script>'\nstakeholders: [{for: mal}]\n---\n- [ ] <b>x</b>\n",
    "notes/n.md": "---\ntitle: '<script>n</script>'\n---\n[[mal|<script>]]\n",
}


def test_hostile_words_are_shown_and_never_run() -> None:
    db = database(NAMES)
    assert troubles_of(db) == []
    meeting = Parsed(site_of(db)["meetings/2026-11-02-a.html"])
    assert "<img src=x onerror=alert(1)>" in meeting.text


def test_a_page_asks_for_what_stands_on_it_and_no_more() -> None:
    """Another meeting of March is longer: no page of January is made again, nor that of somebody else's meeting."""

    def notes(minutes: int) -> dict[str, str]:
        found = {f"meetings/{n}.md": f"---\ndate: 2025-01-{n:02}\nwith: Ada\n---\n" for n in range(1, 29)}
        found |= {f"meetings/b{n}.md": f"---\ndate: 2024-{n:02}-01\nwith: Bo\n---\n" for n in range(1, 13)}
        found["meetings/z.md"] = f"---\ndate: 2026-03-01\nwith: Cy\nminutes: {minutes}\n---\n"
        return found

    db = database(notes(30))
    site_of(db)
    put(db, notes(60))
    db.ran = []
    for which in pipeline.page_ids(db):
        db.digest(pipeline.page, which)
    made = {arguments[0].path for question, arguments in db.ran if question == "page"}
    assert "meetings/z.html" in made
    assert not made & {"meetings/1.html", "meetings/b1.html", "timeline/2025.html", "timeline/2024.html", "events.html"}


def test_an_empty_journal_is_a_whole_site() -> None:
    assert troubles_of(database({})) == []


def test_a_journal_of_dates_names_and_prose_is_a_whole_site() -> None:
    """All that a new user writes."""
    notes = {
        "meetings/a.md": "---\ndate: 2026-11-02\nwith: Ada, Bo\n---\nWe talked about the engine.\n",
        "meetings/b.md": "---\ndate: 2026-12-02\nwith: Ada\n---\n",
        "meetings/c.md": "No date at all, and nobody.\n",
        "meetings/2026-11-03.md": "",
        "events/d.md": "No date either.\n",
        "events/2026-11-03-fair.md": "",
        "contacts/cy.md": "Cy.\n\n## 2026-10-01 call\nHe was well.\n",
        "orgs/o.md": "",
        "goals/g.md": "",
    }
    db = database(notes)
    assert troubles_of(db) == []
    assert "We talked about the engine." in site_of(db)["meetings/a.html"]
