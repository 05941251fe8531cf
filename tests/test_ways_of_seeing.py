"""Every kind of page in the ways it may be looked at: narrow, with large text, by keyboard, printed, in the colours of
the system, without motion, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from browsing import watched
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

# All unfolded, of each list and table so many rows. At each Tab, what has the focus: which of the stops, in
# the order of the document, and whether one can see it there.
WALK = """
([selector, most]) => {
  for (const each of document.querySelectorAll("details")) each.open = true;
  for (const rows of document.querySelectorAll("ul, ol, tbody"))
    for (const row of [...rows.children].slice(most)) row.remove();
  // The page of the search begins in its field; a walk begins at the top, where an element was that is gone.
  const top = Object.assign(document.createElement("a"), { href: "#" });
  document.body.prepend(top);
  top.focus();
  top.remove();
  const look = (each) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, opacity } = getComputedStyle(each);
    return [outlineStyle === "none" ? "" : outlineWidth + outlineColor, boxShadow, opacity].join();
  };
  const stops = [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility() && !each.disabled);
  const looks = stops.map(look);
  Object.assign(window, { walked: [], hidden: [] });
  const note = (each, at) => {
    const { left, top, width, height } = each.getClientRects()[0];
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    const named = each.outerHTML.slice(0, 120);
    if (!each.contains(there)) hidden.push(`is out of sight: ${named}`);
    if (look(each) === looks[at]) hidden.push(`looks the same: ${named}`);
  };
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    walked.push(stops.indexOf(document.activeElement));
    if (walked.at(-1) >= 0) note(document.activeElement, walked.at(-1));
  }, true);
  return stops.length;
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

# What unfolds on a screen and is not laid out, though its page has it.
FOLDED = """
[...document.querySelectorAll("details:not(.twin) > :not(summary)")]
  .filter((each) => !each.checkVisibility() || !each.getBoundingClientRect().height)
  .map((each) => each.outerHTML.slice(0, 120))
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


def test_the_keyboard_reaches_all_in_the_order_of_the_page(browser: Browser, session: Session) -> None:
    """Tab goes from the skip link to the last control of a page of every kind, and Shift-Tab back; where the focus
    stands can be seen each time. Today is walked whole; elsewhere the first of the rows that are alike."""
    found = []
    with watched(browser, viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as context:
        for kind, _, page in _pages(context.new_page(), session):
            stops = page.evaluate(WALK, [FOCUSABLE, 1000 if kind == "today" else 3])
            _hold(page, "Tab", stops + 1)
            page.keyboard.down("Shift")
            _hold(page, "Tab", stops + 1)
            page.keyboard.up("Shift")
            walked, hidden = page.evaluate("[walked, hidden]")
            # What has the focus when a key is pressed is where the key before has led.
            forth, back = walked[1 : stops + 1], walked[stops + 1 :]
            found += [f"{kind}: {each}" for each in hidden]
            if forth != list(range(stops)) or back != [-1, *reversed(range(stops))]:
                found.append(f"{kind}: of {stops} stops Tab went to {forth}, Shift-Tab to {back}")
    assert found == []


def _hold(page: Page, key: str, times: int) -> None:
    """Hold a key until it has come so many times, as it repeats."""
    for _ in range(times):
        page.keyboard.down(key)
    page.keyboard.up(key)


def test_the_keyboard_skips_to_the_page_and_unfolds_what_is_folded(browser: Browser, session: Session) -> None:
    with watched(browser, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto((session.folder / "circles.html").as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.wait_for_url("**#s-main")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('main')")
        summary = page.locator("details:not(.twin) > summary").first
        while not summary.evaluate("each => each === document.activeElement"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('details[open] > :not(summary) a')")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Space")
        assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_printed_pages_are_ink_on_paper(browser: Browser, session: Session, scheme: str) -> None:
    found: list[str] = []
    folds = 0
    with watched(browser, color_scheme=scheme, viewport={"width": 794, "height": 1123}) as context:
        opened = context.new_page()
        opened.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
        for kind, _, page in _pages(opened, session):
            found += [f"{kind}: {each}" for each in page.evaluate(PRINTED)]
            found += [f"{kind}, folded: {each}" for each in page.evaluate(FOLDED)]
            folds += page.locator("details:not(.twin, [open])").count()
            assert page.evaluate("document.querySelector('h1').checkVisibility()"), kind
    assert found == []
    assert folds > 100


def test_names_in_the_sphere_can_be_read_wherever_there_is_room(browser: Browser, session: Session) -> None:
    """A drawing shrinks with its room; bars take its place before its words are too small."""
    smallest = """
    [...document.querySelectorAll("svg.sphere")].filter((each) => each.checkVisibility()).map((each) =>
      parseFloat(getComputedStyle(each.querySelector(".name")).fontSize) * each.getBoundingClientRect().width / 860)
    """
    shown = []
    with watched(browser) as context:
        page = context.new_page()
        page.goto((session.folder / "circles.html").as_uri())
        for width in (320, 600, 660, 681, 700, 768, 787, 905, 960, 1024, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            sizes = page.evaluate(smallest)
            assert all(size >= 11.9 for size in sizes), width
            assert page.locator("svg.ring-bars").is_visible() is not bool(sizes), width
            shown += [width] * bool(sizes)
    assert shown == [681, 700, 768, 787, 905, 960, 1024, 1280, 1920]


def test_older_browsers_unfold_what_they_print(browser: Browser, session: Session) -> None:
    """Those to which a style sheet cannot say it: the page does, and folds it again."""
    folded = "[...document.querySelectorAll('details')].map((each) => each.open)"
    with watched(browser) as context:
        context.add_init_script("CSS.supports = (asked) => !asked.includes('details-content')")
        page = context.new_page()
        page.goto((session.folder / "circles.html").as_uri())
        page.locator("details > summary").nth(1).click()
        before = page.evaluate(folded)
        assert set(before) == {True, False}
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert set(page.evaluate(folded)) == {True}
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(folded) == before


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
