"""Live reload in a real browser: every tab follows a change, the reader's place is kept, and the console is silent."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browsing import PATIENCE, watched
from site_builder.serve import SiteServer

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

LINES = "".join(f"<p>Line {number}</p>\n" for number in range(300))
NOTE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Ada</title></head>
<body><h1>WORD</h1><form><label>Find <input id="find" type="search"></label></form>
LINES<p><a href="other.html">Charles</a></p></body></html>
""".replace("LINES", LINES)

Site = tuple[SiteServer, Path]


def write(folder: Path, word: str, *names: str) -> None:
    for name in names:
        (folder / name).write_text(NOTE.replace("WORD", word), encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    write(tmp_path, "first", "index.html", "other.html")
    with closing(SiteServer(tmp_path, lambda: {"index.html", "other.html"}, 0)) as server:
        server.start()
        yield server, tmp_path


@pytest.fixture
def context(browser: Any) -> Iterator[BrowserContext]:
    """A browser context whose console is read: a test fails when a page of it complains."""
    with watched(browser, viewport={"width": 800, "height": 600}) as opened:
        # Browsers ask for it of themselves; the theme names its own.
        opened.route("**/favicon.ico", lambda route: route.fulfill(status=204))
        yield opened


def settled(page: Page, word: str) -> None:
    page.wait_for_function("word => document.querySelector('h1')?.textContent === word", arg=word)


@pytest.mark.parametrize("tabs", [2, 12])
def test_every_tab_follows_a_change(site: Site, context: BrowserContext, tabs: int) -> None:
    server, folder = site
    pages = [context.new_page() for _ in range(tabs)]
    for page in pages:
        page.goto(server.url)
    for word in ("second", "third"):
        write(folder, word, "index.html")
        server.announce(True, "")
        for page in pages:
            settled(page, word)
    # With a stream a tab, the seventh would wait for ever.
    pages[-1].goto(server.url + "other.html")
    settled(pages[-1], "first")


def test_the_place_and_what_was_typed_are_kept(site: Site, context: BrowserContext) -> None:
    server, folder = site
    page = context.new_page()
    page.goto(server.url)
    page.fill("#find", "Ada Lo")
    page.evaluate("document.querySelector('#find').setSelectionRange(2, 3)")
    page.evaluate("scrollTo(0, 2345)")
    write(folder, "second", "index.html")
    server.announce(True, "")
    settled(page, "second")
    page.wait_for_function("scrollY === 2345")
    page.wait_for_function("document.activeElement.id === 'find' && document.activeElement.value === 'Ada Lo'")
    selected = page.evaluate(
        "(({ selectionStart, selectionEnd }) => [selectionStart, selectionEnd])(document.activeElement)"
    )
    assert selected == [2, 3]


def test_the_focus_of_an_element_without_id_is_kept(site: Site, context: BrowserContext) -> None:
    server, folder = site
    page = context.new_page()
    page.goto(server.url)
    page.focus("a")
    write(folder, "second", "index.html")
    server.announce(True, "")
    settled(page, "second")
    page.wait_for_function("document.activeElement.textContent === 'Charles'")


def test_a_banner_tells_of_problems_and_goes_with_them(site: Site, context: BrowserContext) -> None:
    server, _ = site
    page = context.new_page()
    page.goto(server.url)
    server.announce(False, "2 notes have <b>problems</b>")
    page.wait_for_selector(".kith-live-banner >> text=2 notes have <b>problems</b>")
    settled(page, "first")
    server.announce(False, "")
    page.wait_for_selector(".kith-live-banner", state="hidden")
    server.announce(False, "again")
    page.wait_for_selector(".kith-live-banner >> text=again")
    second = context.new_page()
    second.goto(server.url)
    second.wait_for_selector(".kith-live-banner >> text=again")


# A hidden tab cannot be had from a headless browser, so the page is told that it is one.
HIDE = """
hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}
"""


def test_a_hidden_tab_hands_over_and_reloads_when_it_is_looked_at(site: Site, context: BrowserContext) -> None:
    server, folder = site
    first, second = context.new_page(), context.new_page()
    first.goto(server.url)
    server.announce(False, "leading")
    first.wait_for_selector(".kith-live-banner >> text=leading")
    second.goto(server.url)
    first.evaluate(HIDE, True)
    write(folder, "second", "index.html")
    server.announce(True, "")
    settled(second, "second")
    settled(first, "first")
    first.evaluate(HIDE, False)
    settled(first, "second")


def test_all_hidden_tabs_hold_no_stream(site: Site, context: BrowserContext) -> None:
    server, folder = site
    page = context.new_page()
    with page.expect_response("**/-/events"):
        page.goto(server.url)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/-/events")):
        page.evaluate(HIDE, True)
    write(folder, "second", "index.html")
    server.announce(True, "")
    settled(page, "first")
    page.evaluate(HIDE, False)
    settled(page, "second")


def test_a_tab_comes_back_to_a_restarted_server(tmp_path: Path, browser: Any) -> None:
    write(tmp_path, "first", "index.html")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with closing(browser.new_context()) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        with closing(SiteServer(tmp_path, lambda: {"index.html"}, port)) as server:
            server.start()
            page.goto(server.url)
            server.announce(False, "here")
            page.wait_for_selector(".kith-live-banner")
            beside = context.new_page()
            beside.goto(server.url)
            beside.wait_for_selector(".kith-live-banner >> text=here")
        for tab in (page, beside):
            tab.wait_for_selector(".kith-live-banner >> text=does not answer")
        write(tmp_path, "second", "index.html")
        with closing(SiteServer(tmp_path, lambda: {"index.html"}, port)) as server:
            server.start()
            for tab in (page, beside):
                settled(tab, "second")
                assert tab.query_selector(".kith-live-banner:not([hidden])") is None


def test_a_page_whose_note_is_gone_returns_with_it(site: Site, browser: Any) -> None:
    server, folder = site
    with closing(browser.new_context()) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(server.url)
        (folder / "index.html").unlink()
        server.announce(True, "")
        settled(page, "No such page")
        write(folder, "back", "index.html")
        server.announce(True, "")
        settled(page, "back")
