"""A real browser for tests. Whoever imports this is skipped, and says why, where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.serve import SiteServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

playwright = pytest.importorskip("playwright.sync_api", reason="needs the browser extra: pip install -e '.[browser]'")
if shutil.which("chromium") is None:
    pytest.skip("needs Chromium: apt-get install chromium", allow_module_level=True)

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PATIENCE = 30_000  # milliseconds, for a slow machine


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """A browser, for a module: starting one takes a second."""
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=shutil.which("chromium"), args=[*FLAGS, *flags])
        yield started
        started.close()


@contextmanager
def watched(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A context in which a page that complains, opens a dialog, or asks for what is not ours fails the test."""
    complaints: list[str] = []
    opened = browser.new_context(**options)
    opened.set_default_timeout(PATIENCE)
    opened.on("console", lambda message: complaints.append(f"{message.page and message.page.url}: {message.text}"))
    opened.on("weberror", lambda error: complaints.append(str(error.error)))
    opened.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    ours = ("file:", "http://127.0.0.1:")
    opened.on("request", lambda asked: asked.url.startswith(ours) or complaints.append(f"asked for {asked.url}"))
    yield opened
    opened.close()
    assert complaints == [], complaints


@contextmanager
def served(folder: Path) -> Iterator[SiteServer]:
    """A server of all that is in a folder now."""
    names = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    with closing(SiteServer(folder, lambda: names, 0)) as server:
        server.start()
        yield server
