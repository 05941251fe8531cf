"""Search in a real browser, from disk and over http: the same answers as `kith search`, by keyboard alone, and no
text of a note is ever more than text."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from browsing import served, watched
from commands import write_journal
from site_builder.cli.search import all_records, people_called
from site_builder.session import Session
from site_builder.site.search.answer import answer, excerpt, remarks_on
from site_builder.site.search.asking import parse_question
from site_builder.site.search.folding import fold, is_word
from site_builder.site.search.names import tags_named

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)></script><b>bold"

NOTES = {
    "contacts/ada.md": """---
name: Ada Lovelace
aliases: [Countess]
role: Programmer
org: Engines
circle: inner
---
Likes loops. See [[bo]].

## 2026-03-04 call
About the Bernoulli numbers, and Æsop.
""",
    "contacts/bo.md": "---\nname: Bø Łęk\n---\nKnows [[ada]].\n",
    "contacts/eve.md": f'---\nname: "{HOSTILE}"\ntags: ["<i>tag"]\n---\nSays `{HOSTILE}` & more.\n',
    "notes/straße.md": """# Die Straße

Οδυσσεύς, ISTANBUL, İstanbul, ﬁnal, naïve Cafe\u0301, Ångström, co\u00adop.

我去東京了 がんばる 한국어 हिन्दी 🎉👩\u200d🔬 ❤\ufe0f
""",
    "notes/long.md": f"# Long\n\n{'word 🎉 and wörd ' * 40}needle {'rest of it ' * 40}\n\n- one\n- two ada\n",
    "notes/unbroken.md": f"{'🎉x' * 200}needle{'🎉' * 300}\n",
    "meetings/2026-05-01-a.md": "---\nwith: [Ada Lovelace, Tom]\n---\nCoffee, and *lo*ops in the\ngarden of Turin.\n",
    "meetings/2026-06-01-b.md": """---
with: [Bø Łęk]
tags: [work/plans]
---
No loops in c++.

- gave idea: “knots” – for Bo’s
""",
    "meetings/weekly.md": "---\nwith: [Bø Łęk]\n---\n## 2026-06-01 call\nloops\n\n## 2026-06-01 call\nloops again\n",
    "me.md": "---\nname: Mo\n---\n",
}
QUESTIONS = (
    *("", "loops", "LOOPS -turin", '"garden of turin"', '"garden of tur', '"garden of tur"', "lovelace", "countess"),
    *("strasse", "STRAßE", "straß", "οδυσσευς", "ΟΔΥΣΣΕΥΣ", "istanbul", "ıstanbul", "İSTANBUL", "final", "ﬁn", "cafe"),
    *(
        "cafè",
        "angstrom",
        "Å",
        "coop",
        "東京",
        "東",
        "がん",
        "か",
        "한국",
        "하",
        "हिन्दी",
        "हि",
        "🎉",
        "👩",
        "❤",
        "❤️",
        "lek",
        "łęk",
    ),
    *("bø", "aesop", "c++", "+", "'", "bo's", "“knots”", "knots -", '"knots" - for', "e", "a e", "tom", "x🎉"),
    *("person:ada", "person:Countess loops", 'person:"ada love"', "-person:ada", "person:nobody", "person:bo_ek"),
    *("person:", "tag:work", "tag:work/plans", "tag:#work", "tag:wor", "tag:<i>tag", "-tag:work type:meeting"),
    *("type:meeting", "type:people", "type:card", "type:thing", "type:constructor", "-type:meeting", "type:me"),
    *("after:2026-05", "before:2026-06-01", "after:2026-05-01 before:2026-06-01", "after:2026-13", "after:2026-02-30"),
    *("after:0000", "after:0050-01", "-after:2026", "-before:2026-06", "after:x loops", "before:2024-02-29"),
    *("foo:bar", "persn:ada", "https://x.org", "12:30", "<img", "onerror", "bold", "&", "constructor", "__proto__:x"),
    *("lovelase", "person:lovlace", "tag:wrok", "type:meting", "needle", "wörd needle", "word", "two ada", "a" * 300),
    *("lovelace loops", "z", "tag:🎈", "person:🎈🎈"),
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A journal of tricky texts, built."""
    from datetime import date

    built = Session(write_journal(tmp_path_factory.mktemp("journal"), NOTES), date(2026, 7, 1))
    built.refresh()
    built.build()
    return built


@pytest.fixture(scope="module", params=["disk", "http"])
def address(request: pytest.FixtureRequest, session: Session) -> Iterator[str]:
    """Where the site is, with its `/`."""
    if request.param == "disk":
        yield session.folder.as_uri() + "/"
        return
    with served(session.folder) as server:
        yield server.url


@pytest.fixture
def page(browser: Any) -> Iterator[Page]:
    with watched(browser, viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


ASK = """
async (questions) => {
  const search = window.kithSearch;
  const [names, records] = [await search.names(), await search.records()];
  return questions.map((text) => {
    const asked = search.parse(text);
    const found = search.answer(asked, records, names.people);
    return {
      terms: asked.terms.map(({ kind, value, typed, excluded, whole }) => [kind, value, typed, excluded, whole]),
      found: found.map((record) => record.href),
      shown: found.map((record) => search.excerpt(asked, record).text),
      marks: found.map((record) => {
        const { text, marks } = search.excerpt(asked, record);
        return marks.map(([start, end]) => [...text].slice(start, end).join(""));
      }),
      said: search.remarksOn(asked, found.length, names).map(({ text, typed, instead }) => [text, typed, instead]),
    };
  });
}
"""


def test_the_terminal_and_the_browser_answer_alike(session: Session, address: str, page: Page) -> None:
    journal = session.journal
    people, tags, records = people_called(journal), tags_named(journal), list(all_records(journal))
    page.goto(address + "search.html")
    answered = page.evaluate(ASK, list(QUESTIONS))
    for question, given in zip(QUESTIONS, answered, strict=True):
        asked = parse_question(question)
        found = answer(asked, records, people)
        parts = [excerpt(asked, record) for record in found]
        wanted = {
            "terms": [[each.kind, each.value, each.typed, each.excluded, each.whole] for each in asked.terms],
            "found": [record.href for record in found],
            "shown": [part.text for part in parts],
            "marks": [[part.text[start:end] for start, end in part.marks] for part in parts],
            "said": [[each.text, each.typed, each.instead] for each in remarks_on(asked, bool(found), people, tags)],
        }
        for what, value in wanted.items():
            assert given[what] == value, (question, what)
    assert sum(bool(given["found"]) for given in answered) > len(QUESTIONS) // 2


@pytest.mark.slow
def test_every_character_is_folded_alike(session: Session, page: Page) -> None:
    # Of the tens of thousands of ideographs and syllables that follow one rule, every hundredth.
    many = re.compile("[\u3400-\u9fff\uac00-\ud7a3\U00017000-\U00018fff\U00020000-\U0003ffff]")
    known = [
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co") and not (code % 100 and many.match(chr(code)))
    ]
    page.goto((session.folder / "search.html").as_uri())
    folded = page.evaluate(
        "codes => codes.map(code => { const s = window.kithSearch, c = String.fromCodePoint(code);"
        " return [s.fold(c), s.fold('x' + c + 'e'), s.isWord(c)]; })",
        known,
    )
    wanted = [[fold(chr(code)), fold(f"x{chr(code)}e"), is_word(chr(code))] for code in known]
    assert [
        (hex(code), given, right) for code, given, right in zip(known, folded, wanted, strict=True) if given != right
    ] == []


def test_the_page_by_keyboard(address: str, page: Page) -> None:
    page.goto(address + "search.html")
    assert page.evaluate("document.activeElement.id") == "search-field"
    assert page.get_by_role("region", name="What can be asked").is_visible()
    page.keyboard.type("loops")
    page.wait_for_selector(".results li")
    assert page.get_by_role("status").first.text_content() == "5 found"
    assert "q=loops" in page.url
    assert page.locator(".results mark").first.text_content() == "loops"
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    second = page.locator(".results .what a").nth(1)
    assert second.evaluate("link => link === document.activeElement")
    wanted = second.evaluate("link => link.href")
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "search-field"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(wanted)
    page.go_back()
    page.wait_for_selector(".results li")
    assert page.get_by_label("Names and words of all notes").input_value() == "loops"


def test_the_page_offers_what_may_be_meant(address: str, page: Page) -> None:
    page.goto(f"{address}search.html?q={quote('persn:lovelase')}")
    page.get_by_role("button", name="person:lovelase").click()
    page.get_by_role("button", name="person:lovelace").click()
    page.wait_for_selector(".results li")
    assert page.get_by_label("Names and words of all notes").input_value() == "person:lovelace"
    page.get_by_label("Names and words of all notes").fill("xylophone garden")
    page.wait_for_selector("text=Nothing found for “xylophone”, “garden”.")
    assert page.get_by_role("region", name="What can be asked").is_visible()
    assert page.locator(".results li").count() == 0


def test_hostile_words_are_words(address: str, page: Page) -> None:
    page.goto(f"{address}search.html?q=onerror")
    page.wait_for_selector(".results li")
    assert page.locator(".results li .what").first.text_content() == HOSTILE
    assert page.locator(".results :is(img, b, script)").count() == 0
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog [role=option]")
    page.keyboard.type("<img")
    page.wait_for_selector("dialog [role=option] >> text=<img src")
    page.keyboard.press("Control+a")
    page.keyboard.type("<i>")
    page.wait_for_selector("dialog [role=option] >> text=#<i>tag")
    assert page.locator("dialog :is(img, b, i, script)").count() == 0


def test_the_palette_by_keyboard(address: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "notes/long.html")
    page.get_by_role("link", name="Notes").first.focus()
    page.wait_for_timeout(50)
    assert not [url for url in asked if "/search-" in url.replace("/search-page", "")]
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Go to")
    field = dialog.get_by_role("combobox")
    page.wait_for_selector("dialog [role=option]")
    assert field.evaluate("field => field === document.activeElement")
    assert [url for url in asked if url.endswith("/names.js")]
    assert not [url for url in asked if url.endswith("/2026-06.js")]
    page.keyboard.type("LEK")
    page.wait_for_selector("dialog [role=option] >> text=Bø Łęk")
    options = dialog.get_by_role("option")
    assert options.count() == 2
    assert options.last.text_content() == "Search all notes for “LEK”"
    assert field.get_attribute("aria-controls") == dialog.get_by_role("listbox").get_attribute("id")
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert [option.get_attribute("aria-selected") for option in options.all()] == ["true", "false"]
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Notes"
    page.keyboard.press("Control+k")
    assert field.input_value() == ""
    page.keyboard.type("countess")
    page.wait_for_selector("dialog [role=option] >> text=Ada Lovelace")
    page.keyboard.press("Enter")
    page.wait_for_url(address + "people/ada.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("turin & more")
    page.wait_for_selector("dialog [role=option] >> text=Search all notes")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Nothing found")
    assert page.get_by_label("Names and words of all notes").input_value() == "turin & more"


def test_single_keys_can_be_switched_off(address: str, page: Page) -> None:
    page.goto(address + "index.html")
    page.evaluate("localStorage.setItem('kithKeys', 'off')")
    page.keyboard.press("/")
    assert page.locator("dialog").count() == 0
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.evaluate("localStorage.removeItem('kithKeys')")


def test_the_link_opens_the_palette_for_a_pointer(address: str, page: Page) -> None:
    page.goto(address + "people.html")
    page.get_by_role("link", name="Search").click()
    page.get_by_role("option", name="People").click()
    page.wait_for_url(address + "people.html")


def test_a_card_for_keyboard_and_pointer(address: str, page: Page) -> None:
    page.goto(address + "people.html")
    page.mouse.move(1, 1)
    link = page.get_by_role("link", name="Ada Lovelace").first
    card = page.get_by_role("tooltip")
    page.keyboard.press("Tab")
    while not link.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    card.wait_for(state="visible")
    assert [each.text_content() for each in card.locator("p").all()] == [
        "Ada Lovelace",
        "Programmer · Engines",
        "Circle: inner",
        "Last contact: 1 May 2026",
        "Next: by 1 June 2026",
    ]
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert link.get_attribute("aria-describedby") is None
    link.hover()
    card.wait_for(state="visible")
    card.hover()
    page.wait_for_timeout(400)
    assert card.is_visible()
    page.mouse.move(5, 5)
    card.wait_for(state="hidden")


def test_a_card_is_not_for_touch_nor_for_the_page_itself(address: str, browser: Any) -> None:
    with closing(browser.new_context(has_touch=True, viewport={"width": 320, "height": 700})) as context:
        page = context.new_page()
        page.goto(address + "search.html?q=lovelace")
        page.wait_for_selector(".results li")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0
        page.goto(address + "people.html")
        page.get_by_role("link", name="Ada Lovelace").first.tap()
        page.wait_for_url("**/people/ada.html")
        page.wait_for_timeout(400)
        assert page.get_by_role("tooltip").count() == 0


def test_without_javascript_the_page_says_so(session: Session, browser: Any) -> None:
    with closing(browser.new_context(java_script_enabled=False)) as context:
        page = context.new_page()
        page.goto((session.folder / "search.html").as_uri())
        assert page.get_by_text("Searching needs JavaScript").is_visible()
        assert not page.locator("#search-field").is_visible()
        page.get_by_role("main").get_by_role("link", name="People").click()
        assert page.url.endswith("people.html")
