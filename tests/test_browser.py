"""The site in a real browser, from disk: nothing is asked of anybody, nothing is amiss, and it fits a narrow screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.session import Session

ROOT = Path(__file__).resolve().parent.parent
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="needs the browser extra: pip install -e '.[browser]'")
if shutil.which("chromium") is None:
    pytest.skip("needs Chromium: apt-get install chromium", allow_module_level=True)

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
    session = Session(ROOT / "journal", output=tmp_path_factory.mktemp("site") / "output")
    session.refresh()
    session.build()
    return session.folder


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield found
        found.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page(site: Path, browser: object, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[attr-defined]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("request", lambda request: request.url.startswith("file:") or said.append(f"asked for {request.url}"))
    for path in PAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto((site / path).as_uri())
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").count() == 1, path
        page.set_viewport_size({"width": 320, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, f"{path} scrolls sideways at 320 px"
    context.close()
    assert said == []


def test_without_javascript_all_is_there(site: Path, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto((site / "people.html").as_uri())
    page.get_by_role("link", name="Kerstin Lund").first.click()
    assert page.url.endswith("people/kerstin-lund.html")
    assert page.get_by_role("heading", name="Kerstin Lund").is_visible()
    context.close()


def test_a_keyboard_reaches_the_words_first(site: Path, browser: object) -> None:
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto((site / "people/kerstin-lund.html").as_uri())
    page.keyboard.press("Tab")
    assert "Skip" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(location.hash).tagName") == "MAIN"
    page.close()
