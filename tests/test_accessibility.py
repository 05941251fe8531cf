"""axe, on the largest page of every kind: light on a wide screen and dark on a narrow one, from disk and served."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from browsing import served, watched
from every_kind import built, largest_of_each_kind, write_every_kind
from site_builder.session import Session

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
axe = pytest.importorskip("axe_playwright_python.base", reason="needs the browser extra: pip install -e '.[browser]'")

SCREENS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 320, "height": 700}},
}
# `preload` would have axe fetch style sheets, which the policy of a page forbids it.
RUN = "axe.run({ preload: false, resultTypes: ['violations'] }).then(({ violations }) => violations)"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return built(write_every_kind(tmp_path_factory.mktemp("every") / "journal"))


@pytest.fixture(params=list(SCREENS))
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with watched(browser, **SCREENS[request.param]) as context:
        yield context.new_page()


def violations(page: Page, state: str = "") -> list[str]:
    """What axe finds in a page as it stands: rule and element, each with what is amiss."""
    page.evaluate(axe.AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        f"{page.url.rpartition('/')[2]} {state}: {rule['id']} {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def test_every_kind_of_page(session: Session, page: Page) -> None:
    """With all that unfolds unfolded: what one rarely sees is read by nobody else."""
    found = []
    for path in largest_of_each_kind(session).values():
        page.goto((session.folder / path).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        found += violations(page)
    assert found == []


def test_what_scripts_show(session: Session, page: Page) -> None:
    """Answers of the search, the palette, the help, a card, filters and the banner of a failed build, served."""
    found = []
    with served(session.folder) as server:
        page.goto(f"{server.url}search.html?q=tomas")
        page.locator(".results li").first.wait_for()
        found += violations(page, "with answers")
        page.goto(f"{server.url}search.html?q=xylofone+persn:tomas")
        page.locator("#search-remarks li").first.wait_for()
        found += violations(page, "with remarks")
        page.goto(f"{server.url}index.html")
        page.keyboard.press("Control+k")
        page.keyboard.type("to")
        page.locator("dialog [role=option]").first.wait_for()
        found += violations(page, "with the palette")
        page.goto(f"{server.url}index.html")
        page.get_by_role("button", name="Keys").click()
        page.get_by_role("dialog", name="Keys").wait_for()
        found += violations(page, "with the help")
        page.goto(f"{server.url}people.html")
        page.keyboard.press("j")
        page.get_by_role("tooltip").wait_for()
        found += violations(page, "with a card")
        page.goto(f"{server.url}people.html#filter=zz&sort=1")
        found += violations(page, "with nothing left")
        page.goto(f"{server.url}exchanges.html#way=got&year=span&from=2025-01-01")
        page.locator("#ledger-said", has_text="received").wait_for()
        found += violations(page, "with a filter")
        server.announce(False, "2 notes have problems")
        page.locator(".kith-live-banner").wait_for()
        found += violations(page, "with the banner of a failed build")
    assert found == []
