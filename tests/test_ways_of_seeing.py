"""Every kind of page in the ways it may be looked at: narrow, with large text, by keyboard, printed, in the colours of
the system, without motion, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from browsing import chromium, watched
from every_kind import built, largest_of_each_kind, write_every_kind
from site_builder.session import Session

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNFOLD = "document.querySelectorAll('details').forEach((each) => (each.open = true))"

# Text that its box hides, though there is no way to scroll to it. What is there for screen readers alone is a pixel.
CUT = """
[...document.querySelectorAll("body *")]
  .filter((each) => {
    const style = getComputedStyle(each);
    const hides = (way) => way === "hidden" || way === "clip";
    const cut = (hides(style.overflowX) && each.scrollWidth > each.clientWidth + 1)
      || (hides(style.overflowY) && each.scrollHeight > each.clientHeight + 1);
    return cut && each.clientWidth > 1 && each.checkVisibility() && !each.closest("svg");
  })
  .map((each) => each.outerHTML.slice(0, 120))
"""

FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"

# Each element that can have the focus: whether it then differs from what it was, where one can see it.
FOCUS = """
(selector) => {
  const seen = (each) => {
    const style = getComputedStyle(each);
    const own = [style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor, style.boxShadow];
    return [...own, style.opacity].join();
  };
  const found = [];
  for (const each of document.querySelectorAll(selector)) {
    if (!each.checkVisibility() || each.disabled) continue;
    const before = seen(each);
    each.focus();
    if (document.activeElement !== each) found.push(`cannot be focused: ${each.outerHTML.slice(0, 120)}`);
    else if (seen(each) === before) found.push(`looks the same: ${each.outerHTML.slice(0, 120)}`);
    else if (getComputedStyle(each).opacity < 0.6) found.push(`is hidden: ${each.outerHTML.slice(0, 120)}`);
  }
  return found;
}
"""

# On paper there is no background: text whose colour does not stand out from white, and what belongs to a screen only.
PRINTED = """
() => {
  const channel = (part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const onWhite = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number);
    return 1.05 / (0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue) + 0.05);
  };
  const texts = [...document.querySelectorAll("body *")].filter(
    (each) => each.checkVisibility() && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const pale = texts.filter((each) => onWhite(getComputedStyle(each)[each.closest("svg") ? "fill" : "color"]) < 4.5);
  const screen = [...document.querySelectorAll(
    "nav[aria-label=Site], .crumbs, .tools, form, button:not(th > button), .skip, .find"
  )].filter((each) => each.checkVisibility());
  const paper = getComputedStyle(document.body).backgroundColor;
  return [...pale, ...screen].map((each) => each.outerHTML.slice(0, 120)).concat(onWhite(paper) > 1.1 ? [paper] : []);
}
"""

# Drawings keep their colours where the system sets all others: a mark that has the paper's would be gone.
DRAWN = """
() => {
  const paper = getComputedStyle(document.body).backgroundColor;
  const gone = (each) => {
    const { fill, stroke } = getComputedStyle(each);
    return [fill, stroke].every((colour) => colour === paper || colour === "none");
  };
  return [...document.querySelectorAll("svg :is(circle, rect, path, line, text)")]
    .filter((each) => each.checkVisibility() && gone(each))
    .map((each) => each.outerHTML.slice(0, 120));
}
"""

MOVES = """
[...document.querySelectorAll("*")]
  .filter((each) => {
    const style = getComputedStyle(each);
    const still = (time) => time.split(", ").every((part) => parseFloat(part) === 0);
    return style.scrollBehavior === "smooth" || style.animationName !== "none" || !still(style.transitionDuration);
  })
  .map((each) => each.outerHTML.slice(0, 120))
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return built(write_every_kind(tmp_path_factory.mktemp("every") / "journal"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def troubles(browser: Browser, session: Session, *scripts: str, prepare: str = "", **screen: Any) -> list[str]:
    """What scripts find amiss on a page of every kind."""
    found = []
    with watched(browser, **screen) as context:
        for kind, path, page in _pages(context.new_page(), session):
            if prepare:
                page.evaluate(prepare)
            for script in scripts:
                told = page.evaluate(script)
                found += [
                    f"{kind}, {path}: {each}" for each in (told if isinstance(told, list) else [told] * bool(told))
                ]
    return found


def _pages(page: Page, session: Session) -> Iterator[tuple[str, str, Page]]:
    for kind, path in largest_of_each_kind(session).items():
        page.goto((session.folder / path).as_uri())
        yield kind, path, page


@pytest.mark.parametrize("unfold", ["", UNFOLD], ids=["folded", "unfolded"])
@pytest.mark.parametrize("width", [320, 640])
def test_narrow_screens_and_zoom(browser: Browser, session: Session, width: int, unfold: str) -> None:
    """320 px, and 640, which is what 200 % zoom leaves of 1280."""
    screen = {"viewport": {"width": width, "height": 800}}
    assert troubles(browser, session, SIDEWAYS, CUT, prepare=unfold, **screen) == []


@pytest.mark.parametrize("width", [640, 1280])
def test_text_of_double_size(browser: Browser, session: Session, width: int) -> None:
    larger = "document.documentElement.style.fontSize = '200%'"
    screen = {"viewport": {"width": width, "height": 900}}
    assert troubles(browser, session, SIDEWAYS, CUT, prepare=larger, **screen) == []


@pytest.mark.parametrize("screen", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=["dark", "forced"])
def test_the_focus_is_visible_wherever_it_is(browser: Browser, session: Session, screen: Any) -> None:
    found = []
    with watched(browser, viewport={"width": 1280, "height": 900}, **screen) as context:
        for kind, _, page in _pages(context.new_page(), session):
            page.keyboard.press("Tab")  # what follows is by keyboard
            page.evaluate(f"document.activeElement.blur(); {UNFOLD}")
            found += [f"{kind}: {each}" for each in page.evaluate(FOCUS, FOCUSABLE)]
    assert found == []


@pytest.mark.parametrize("kind", ["today", "event", "circles", "plans", "health"])
def test_the_keyboard_reaches_all_in_the_order_of_the_page(browser: Browser, session: Session, kind: str) -> None:
    paths = largest_of_each_kind(session)
    with watched(browser, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto((session.folder / paths[kind]).as_uri())
        wanted = page.evaluate(
            f"[...document.querySelectorAll({FOCUSABLE!r})].filter((each) => each.checkVisibility())"
            ".map((each, number) => (each.dataset.order = number))"
        )
        reached = []
        for _ in wanted:
            page.keyboard.press("Tab")
            reached.append(page.evaluate("+document.activeElement.dataset.order"))
        assert reached == wanted


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_printed_pages_are_ink_on_paper(browser: Browser, session: Session, scheme: str) -> None:
    found = []
    with watched(browser, color_scheme=scheme, viewport={"width": 794, "height": 1123}) as context:
        opened = context.new_page()
        opened.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
        for kind, _, page in _pages(opened, session):
            found += [f"{kind}: {each}" for each in page.evaluate(PRINTED)]
            assert page.evaluate("document.querySelector('h1').checkVisibility()"), kind
    assert found == []


def test_drawings_in_the_colours_of_the_system(browser: Browser, session: Session) -> None:
    for scheme in ("light", "dark"):
        screen = {"forced_colors": "active", "color_scheme": scheme, "viewport": {"width": 1280, "height": 900}}
        assert troubles(browser, session, DRAWN, **screen) == [], scheme


def test_nothing_moves_for_those_who_ask_for_it(browser: Browser, session: Session) -> None:
    assert troubles(browser, session, MOVES, reduced_motion="reduce") == []


def test_without_scripts_nothing_is_there_that_needs_them(browser: Browser, session: Session) -> None:
    """Each page is whole, and shows no field or button that would do nothing."""
    dead = "[...document.querySelectorAll('button, input, select')].filter((each) => each.checkVisibility())"
    lost = "document.querySelector('h1').checkVisibility() ? [] : ['no heading']"
    assert troubles(browser, session, f"{dead}.map((each) => each.outerHTML)", lost, java_script_enabled=False) == []
