"""The site in a real browser, from disk: nothing is asked of anybody, nothing is amiss, and it fits a narrow screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import watched
from commands import SAMPLE, write_journal
from site_builder.session import Session

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "people.html",
    "circles.html",
    "introductions.html",
    "people/kerstin-lund.html",
    "people/saoirse-keating.html",
    "people/desh-pillay.html",
    "me.html",
    "meetings.html",
    "meetings/one-to-one-aylin.html",
    "meetings/2025-10-16-wren-cups.html",
    "events.html",
    "events/2024-11-14-failure-night.html",
    "events/2026-12-03-failure-night.html",
    "orgs.html",
    "orgs/tidewrack.html",
    "coverage.html",
    "goals.html",
    "goals/larch-phase-two.html",
    "plans.html",
    "timeline.html",
    "exchanges.html",
    "exchanges/2025.html",
    "exchanges/2025-2.html",
    "tags.html",
    "tags/halden-letters.html",
    "promises.html",
    "timeline/2026.html",
    "timeline/2025-review.html",
    "notes.html",
    "notes/reading-on-trust.html",
    "health.html",
    "search.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample journal, built."""
    session = Session(SAMPLE, output=tmp_path_factory.mktemp("site") / "output")
    session.refresh()
    session.build()
    return session.folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_the_sample(site: Path, browser: Browser, scheme: str) -> None:
    with watched(browser, viewport={"width": 1280, "height": 900}, color_scheme=scheme) as context:
        page = context.new_page()
        for path in PAGES:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto((site / path).as_uri())
            assert page.locator("h1").count() == 1, path
            assert page.locator("main").count() == 1, path
            page.set_viewport_size({"width": 320, "height": 700})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide == 0, f"{path} scrolls sideways at 320 px"


def test_without_javascript_all_is_there(site: Path, browser: Browser) -> None:
    with watched(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((site / "people.html").as_uri())
        page.get_by_role("link", name="Kerstin Lund").first.click()
        assert page.url.endswith("people/kerstin-lund.html")
        assert page.get_by_role("heading", name="Kerstin Lund").is_visible()


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def test_words_without_end_stay_on_the_page(tmp_path: Path, browser: Browser) -> None:
    """Names, tags, titles and a table that are wider than a screen: they are broken, or scroll alone."""
    table = f"| {' | '.join(f'column{number}' for number in range(20))} |\n{'|---' * 20}|\n{'| 1 ' * 20}|\n"
    notes = {
        "contacts/ada.md": f"---\nname: {LONG}\nrole: {LONG}\norg: {LONG}\ntags: [{LONG}]\n---\n",
        "meetings/2026-06-05-a.md": f"---\ndate: 2026-06-05\nwith: ada\nplace: {LONG}\n---\n{table}\n- [ ] {LONG}\n",
        "events/2026-06-07-a.md": f"---\ntitle: {LONG}\nseries: {LONG}\n---\n",
        "events/2025-06-07-a.md": f"---\ntitle: {LONG}\nseries: {LONG}\n---\n",
    }
    session = Session(write_journal(tmp_path / "journal", notes), output=tmp_path / "output")
    session.refresh()
    session.build()
    with watched(browser) as context:
        page = context.new_page()
        for width in (320, 760, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for path in sorted(session.folder.rglob("*.html")):
                page.goto(path.as_uri())
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert wide == 0, f"{path.name} scrolls sideways at {width} px"
        page.goto((session.folder / "people.html").as_uri())
        assert page.evaluate(
            "document.querySelector('.scroll').scrollWidth <= document.querySelector('.scroll').clientWidth"
        )
