"""Tables, the ledger, keys and addresses in a real browser: from disk and served, by keyboard, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import PATIENCE, playwright, served, watched
from commands import write_journal
from every_kind import built

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
SETTINGS = 'schema = 1\ntoday = "2026-11-20"\nedit-link = "vscode://file{path}:{line}"\n'


def notes() -> dict[str, str]:
    """Three people, more exchanges than stand on a page, two tables on one page, a hostile word."""
    found = {
        "contacts/ada.md": "---\nname: Ada Lovelace\nmet: 2020-01-01\ntags: [engine]\n---\n",
        "contacts/ase.md": "---\nname: Åse Berg\nmet: 2020-01-01\n---\n",
        "contacts/zoe.md": "---\nname: Zoë Quill\nmet: 2020-01-01\n---\n",
    }
    for number in range(150):
        day = date(2024, 1, 5) + timedelta(days=7 * number)
        who, kind = ("ada", "lead") if number % 3 else ("zoe", "idea")
        way = "got" if number % 2 else "gave"
        found[f"meetings/{day}-{who}.md"] = f"---\ndate: {day}\nwith: {who}\n---\n- {way} {kind}: number {number}\n"
    found["meetings/2025-06-01-ase.md"] = (
        "---\ndate: 2025-06-01\nwith: ase\n---\n## What was said\n\n- got lead: <b>bold</b> words and [[ada]]\n"
    )
    for number in range(12):
        found[f"events/2026-12-{number + 1:02}-e.md"] = (
            f"---\ntitle: Fair {number + 1}\nplace: {'Bern' if number < 8 else 'Zürich'}\n---\n"
        )
        found[f"events/2025-03-{number + 1:02}-e.md"] = f"---\ntitle: Fête {number + 1}\nplace: Turin\n---\n"
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(write_journal(tmp_path_factory.mktemp("journal"), notes(), SETTINGS)).folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as server:
        yield server.url


@pytest.fixture(params=["disk", "served"])
def base(request: pytest.FixtureRequest, site: Path, address: str) -> str:
    """Where the site is: both ways in which it is read."""
    return f"{site.as_uri()}/" if request.param == "disk" else address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with watched(browser, viewport={"width": 1280, "height": 900}) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def column(page: Page, table: str, number: int) -> list[str]:
    """The words in a column of what is shown of a table."""
    found: list[str] = page.evaluate(
        "([id, n]) => [...document.getElementById(id).tBodies[0].rows].filter((row) => !row.hidden)"
        ".map((row) => row.cells[n].textContent.trim())",
        [table, number],
    )
    return found


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def said(page: Page) -> str:
    return page.locator("#ledger-said").inner_text()


def settled(page: Page, begin: str) -> None:
    """The ledger has come to say something. (The policy of the pages lets no test poll with words of its own.)"""
    playwright.expect(page.locator("#ledger-said")).to_have_text(re.compile(rf"\s*{begin}\b"), timeout=PATIENCE)


# ---------------------------------------------------------------- tables


def test_each_table_of_a_page_keeps_its_order_and_filter_in_the_address(page: Page, base: str) -> None:
    page.goto(f"{base}events.html")
    coming, past = page.get_by_role("searchbox").all()
    coming.fill("zurich fair")
    past.fill("FETE 3")
    assert page.locator("#coming tbody tr:visible th > a").all_inner_texts() == [
        "Fair 9",
        "Fair 10",
        "Fair 11",
        "Fair 12",
    ]
    assert column(page, "events", 1) == ["Fête 3"]
    assert page.get_by_role("status").all_inner_texts()[:2] == ["4 of 12", "1 of 12"]
    page.locator("#coming").get_by_role("button", name="Event").click()
    page.locator("#coming").get_by_role("button", name="Event").click()
    assert page.locator("#coming tbody tr:visible th > a").all_inner_texts() == [
        "Fair 12",
        "Fair 11",
        "Fair 10",
        "Fair 9",
    ]
    address = page.url
    page.reload()
    assert page.locator("#coming tbody tr:visible th > a").all_inner_texts() == [
        "Fair 12",
        "Fair 11",
        "Fair 10",
        "Fair 9",
    ]
    assert page.locator("#coming th[aria-sort]").get_attribute("aria-sort") == "descending"
    page.get_by_role("link", name="Fair 11").click()
    page.wait_for_url("**/events/**")
    page.go_back()
    assert page.url == address
    assert column(page, "events", 1) == ["Fête 3"]
    page.evaluate("location.hash = 'events.filter=turin&events.sort=day'")
    playwright.expect(page.locator("#coming th[aria-sort]")).to_have_count(0)
    assert len(column(page, "coming", 1)) == 12
    assert column(page, "events", 1)[:2] == ["Fête 1", "Fête 2"]


def test_a_third_press_gives_the_order_of_the_page_back(page: Page, site: Path) -> None:
    page.goto((site / "events.html").as_uri())
    before = column(page, "coming", 1)
    head = page.locator("#coming").get_by_role("button", name="Place")
    for state in ("ascending", "descending", None):
        head.click()
        assert page.locator("#coming th").nth(2).get_attribute("aria-sort") == state
    assert column(page, "coming", 1) == before
    assert "sort" not in page.url


def test_numbers_days_and_names_sort_as_what_they_are(page: Page, site: Path) -> None:
    page.goto((site / "events.html").as_uri())
    order = page.evaluate(
        "['10', '9', '-2', '1,200', '2.5', ''].filter(Boolean).sort(kith.compare).join(' ')"
        " + '|' + ['Zoë', 'Åse', 'Ase', 'zoe', 'Bo'].sort(kith.compare).join(' ')"
    )
    assert order == "-2 2.5 9 10 1,200|Ase Åse Bo zoe Zoë"


def test_a_long_table_hands_its_filter_to_the_next_page(page: Page, base: str) -> None:
    page.goto(f"{base}meetings.html#filter=zoe&sort=day")
    assert "of 100 on this page; only this page is sorted" in page.get_by_role("status").first.inner_text()
    playwright.expect(page.get_by_label("Filter this page")).to_have_value("zoe")
    page.get_by_role("link", name="Older").click()
    page.wait_for_url("**/meetings-2.html#filter=zoe&sort=day")
    playwright.expect(page.get_by_role("searchbox")).to_have_value("zoe")
    assert set(column(page, "meetings", 3)) == {"Zoë Quill"}


def test_a_filter_of_one_page_hands_its_words_to_the_search_of_all(page: Page, base: str) -> None:
    page.goto(f"{base}meetings-2.html")
    link = page.get_by_role("link", name="Search all")
    assert not link.is_visible()
    page.get_by_label("Filter this page").fill("zoe")
    link.click()
    page.wait_for_url("**/search.html?q=zoe%20type%3Ameeting")
    playwright.expect(page.locator(".results li").first).to_contain_text("Zoë Quill")


def test_a_table_of_one_page_has_no_other_rows_to_search_for(page: Page, base: str) -> None:
    page.goto(f"{base}orgs.html")
    for field in page.locator(".tools").all():
        assert "this page" not in field.inner_text()


# ---------------------------------------------------------------- the ledger


def test_what_did_i_receive_from_ada_in_leads_in_2025(page: Page, base: str) -> None:
    page.goto(f"{base}exchanges.html")
    assert said(page) == "The newest 100 of 151 lines."
    page.get_by_label("With").fill("Ada Lovelace")
    page.get_by_label("Way").select_option("received")
    page.get_by_label("Kind").select_option("lead")
    page.get_by_label("Period").select_option("2025")
    settled(page, "18 lines")
    assert said(page) == "18 lines: none given, 18 received."
    assert set(column(page, "ledger", 1)) == {"got"} and set(column(page, "ledger", 2)) == {"lead"}
    assert set(column(page, "ledger", 4)) == {"Ada Lovelace"}
    assert all(day.endswith("2025") for day in column(page, "ledger", 0))
    assert page.url.endswith("exchanges.html#with=ada&way=got&kind=lead&year=2025")
    rows = column(page, "ledger", 3)
    page.reload()
    settled(page, "18 lines")
    assert page.get_by_label("With").input_value() == "Ada Lovelace"
    page.locator("#ledger tbody a").first.click()
    page.wait_for_url("**/meetings/**")
    page.go_back()
    settled(page, "18 lines")
    assert column(page, "ledger", 3) == rows
    page.get_by_role("button", name="Show all").click()
    assert page.url.endswith("exchanges.html")
    assert len(column(page, "ledger", 3)) == 100


def test_days_words_and_order_of_the_ledger(page: Page, site: Path) -> None:
    page.goto((site / "exchanges.html").as_uri() + "#year=span&from=2024-01-05&to=2024-01-19")
    settled(page, "3 lines")
    assert said(page) == "3 lines: two given, one received."
    page.locator("#ledger").get_by_role("button", name="Kind").click()
    assert column(page, "ledger", 2) == ["idea", "lead", "lead"]
    assert page.url.endswith("&sort=kind")
    page.get_by_label("Words").fill("nothing of the kind")
    settled(page, "No lines")
    page.goto((site / "exchanges.html").as_uri() + "#words=bold")
    page.reload()
    settled(page, "1 line")
    assert column(page, "ledger", 3) == ["<b>bold</b> words and Ada Lovelace #"]


def test_more_lines_than_a_page_holds_are_shown_on_request(page: Page, site: Path) -> None:
    page.goto((site / "exchanges.html").as_uri() + "#sort=day")
    settled(page, "151 lines")
    assert len(column(page, "ledger", 0)) == 100
    page.get_by_role("button", name="Show 51 more of 51").click()
    assert len(column(page, "ledger", 0)) == 151
    assert column(page, "ledger", 0)[0] == "5 Jan 2024"


def test_a_filtered_row_looks_as_the_page_has_it(page: Page, site: Path) -> None:
    """The script makes rows as the template does."""
    shown = "[...document.querySelectorAll('#ledger tbody tr')].map((row) => row.innerHTML)"

    def rows(path: str) -> set[str]:
        page.goto((site / path).as_uri())
        if "exchanges/" not in path:
            page.evaluate("location.hash = 'sort=-day'")
            settled(page, "151")
        found = [re.sub(r' data-sort="[^"]*"|\s+(?=<|$)|(?<=>)\s+', "", each) for each in page.evaluate(shown)]
        return {each.strip().replace('"../', '"') for each in found}

    mine = rows("exchanges.html")
    assert len(mine) == 100
    assert mine <= set().union(*(rows(f"exchanges/{path.name}") for path in (site / "exchanges").iterdir()))


def test_without_scripts_every_line_is_on_the_pages_of_its_year(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "exchanges.html").as_uri())
    assert not page.locator("#ledger-filters").is_visible()
    page.get_by_role("link", name="2025", exact=True).click()
    assert "given" in page.locator(".lede").inner_text()
    lines = 0
    for path in sorted((site / "exchanges").glob("*.html")):
        page.goto(path.as_uri())
        lines += page.locator("#ledger tbody tr").count()
        assert path.stat().st_size < 300_000
    assert lines == 151
    page.goto((site / "events.html").as_uri())
    assert page.locator("#coming tbody tr").count() == 12
    page.goto((site / "people/ase.html").as_uri())
    page.locator("a.anchor", has_text="#").first.click()
    assert "#" in page.url
    context.close()


# ---------------------------------------------------------------- keys


def test_g_and_a_letter_lead_to_every_main_page(page: Page, base: str) -> None:
    page.goto(f"{base}health.html")
    pages = page.evaluate(
        "[...document.querySelectorAll('header.site a[data-key]')].map((a) => [a.dataset.key, a.href])"
    )
    letters = [letter for letter, _ in pages]
    assert len(set(letters)) == len(letters) == page.locator("header.site nav a").count()
    for letter, address in pages:
        page.keyboard.press("g")
        page.keyboard.press(letter)
        page.wait_for_url(address)
    assert {"t", "p", "e", "l", "c"} <= set(letters)


def test_j_and_k_go_through_a_list_and_enter_follows(page: Page, base: str) -> None:
    page.goto(f"{base}people.html")
    page.keyboard.press("j")
    assert focused(page) == "Ada Lovelace"
    page.keyboard.press("j")
    assert focused(page) == "Åse Berg"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert focused(page) == "Ada Lovelace"
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/ada.html")


def test_j_passes_over_what_a_filter_hides(page: Page, site: Path) -> None:
    page.goto((site / "events.html").as_uri() + "#coming.filter=fair+7")
    page.keyboard.press("j")
    assert focused(page) == "Fair 7"
    page.keyboard.press("j")
    assert focused(page).startswith("Fête")


def test_e_opens_the_note_in_the_editor(page: Page, site: Path) -> None:
    page.goto((site / "people/ada.html").as_uri())
    page.evaluate("document.addEventListener('click', (e) => { window.went = e.target.href; e.preventDefault(); })")
    page.keyboard.press("e")
    assert page.evaluate("window.went").startswith("vscode://file/")
    assert page.evaluate("window.went").endswith("contacts/ada.md:1")


def test_keys_rest_while_one_types_and_with_modifiers(page: Page, site: Path) -> None:
    page.goto((site / "events.html").as_uri())
    page.get_by_role("searchbox").first.focus()
    page.keyboard.type("gj?e")
    assert page.get_by_role("searchbox").first.input_value() == "gj?e"
    assert page.locator("dialog[open]").count() == 0
    page.get_by_role("searchbox").first.blur()
    for keys in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(keys)
        assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_the_help_holds_the_focus_until_esc_gives_it_back(page: Page, base: str) -> None:
    page.goto(f"{base}people.html")
    page.keyboard.press("j")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    assert dialog.is_visible()
    shown = dialog.inner_text()
    assert all(words in shown for words in ("Ctrl", "Exchanges", "Tags", "any name or page"))
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("j")
    assert page.evaluate("!document.activeElement.closest('table')")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert focused(page) == "Ada Lovelace"


@pytest.mark.parametrize(("key", "opened"), [("?", "dialog.keys"), ("/", "dialog.palette")])
def test_a_key_right_after_a_dialog_has_closed(page: Page, site: Path, key: str, opened: str) -> None:
    """Before the next frame the focus is still in the field that is gone with its dialog."""
    page.goto((site / "people.html").as_uri())
    page.keyboard.press("Control+k")
    was_in = page.evaluate(
        """(key) => {
          document.querySelector("dialog.palette").close();
          const field = document.activeElement;
          field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
          return field.tagName;
        }""",
        key,
    )
    assert was_in == "INPUT"
    assert page.locator(opened).is_visible()
    page.keyboard.press("Escape")
    for _ in range(10):
        page.keyboard.press("Control+k")
        page.keyboard.press("Escape")
        page.keyboard.press(key)
        assert page.locator(opened).is_visible()
        page.keyboard.press("Escape")


def test_single_keys_can_be_switched_off_and_stay_off(page: Page, base: str) -> None:
    page.goto(f"{base}people.html")
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys").uncheck()
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("localStorage.kithKeys") == "off"
    page.goto(f"{base}events.html")
    for key in ("j", "?", "g", "t"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert page.locator("dialog[open]").count() == 0 and page.url.endswith("events.html")
    page.get_by_role("button", name="Keys").press("Enter")
    page.get_by_label("Single keys").check()
    page.keyboard.press("Escape")
    assert page.evaluate("localStorage.getItem('kithKeys')") is None
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()


def test_storage_that_is_refused_stops_nothing(context: BrowserContext, site: Path) -> None:
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });")
    page = context.new_page()
    page.goto((site / "people.html").as_uri())
    page.keyboard.press("?")
    page.get_by_label("Single keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('table')") is None


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("meetings/2025-06-01-ase.html", "h2 > a.anchor"),  # a heading of the note
        ("meetings/2025-06-01-ase.html", "li.got a.anchor"),  # a line of the note
        ("people/ase.html", ".encounter a.anchor"),
        ("people/ase.html", ".exchanges a.anchor"),
        ("timeline/2025.html", ".encounter a.anchor"),
        ("exchanges/2025.html", "#ledger a.anchor"),
    ],
)
def test_an_address_is_copied_and_leads_to_its_place(context: BrowserContext, site: Path, path: str, link: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((site / path).as_uri())
    page.locator(link).first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Address copied").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.startswith(site.as_uri()) and "#" in address
    page.goto(address)
    assert page.locator(":target").count() == 1


def test_nothing_scrolls_sideways_on_a_narrow_screen(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    for path in (
        "exchanges.html#with=a&year=span",
        "exchanges/2025.html",
        "tags.html",
        "tags/engine.html",
        "events.html",
    ):
        page.goto((site / path.partition("#")[0]).as_uri() + "#" + path.partition("#")[2])
        page.get_by_role("button", name="Keys").click()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        inside = page.evaluate("(d => d.scrollWidth - d.clientWidth)(document.querySelector('dialog.keys'))")
        assert (wide, inside) == (0, 0), path
