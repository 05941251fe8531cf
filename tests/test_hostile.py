"""Hostile words are shown as text everywhere: in pages, their attributes and titles, search data, and all else that
the build writes; and a browser that opens every page does nothing but show them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from commands import write_journal
from every_kind import built
from hostile import FOLDERS, PAYLOADS, hostile_notes, hostile_settings
from site_builder.session import Session

pytestmark = pytest.mark.slow

TAGS = re.findall(
    r"\S+",
    """
    a article b blockquote body br button circle code datalist dd del details div dl dt em figcaption figure footer
    form g h1 h2 h3 h4 h5 h6 head header hr html i img input kbd label li line link main mark meta nav ol option p
    path pre rect s script section select small span strong sub summary sup svg table tbody td text th thead time
    title tr ul
    """,
)
ATTRIBUTES = re.findall(
    r"\S+",
    """
    alt aria-current aria-describedby aria-hidden aria-label aria-labelledby autocapitalize autocomplete charset
    class colspan content cx cy d data-callout data-folder data-key data-label data-root data-search data-sort
    datetime defer dy focusable for height hidden href http-equiv id lang list loading name open r rel role rowspan
    rx scope spellcheck src start tabindex text-anchor title transform type value viewbox width x x1 x2 y y1 y2
    """,
)
SCHEMES = frozenset({"http", "https", "mailto", "tel", "vscode"})
HEAD = frozenset({"charset", "viewport", "color-scheme", "robots", "referrer", "Content-Security-Policy"})


class Seen(HTMLParser):
    """A page's text, and what it holds that no template wrote."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.troubles: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        names = set(given) | (
            {given.get("name") or given.get("http-equiv") or "charset"} - HEAD if tag == "meta" else set()
        )
        self.troubles += [f"<{tag}>"] if tag not in TAGS else []
        self.troubles += [f"<{tag} {name}>" for name in names.difference(ATTRIBUTES)]
        for name in ("href", "src"):
            if name in given and not _is_allowed(tag, given[name] or ""):
                self.troubles.append(f"<{tag} {name}={given[name]!r}>")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_decl(self, decl: str) -> None:
        self.troubles += [] if decl == "doctype html" else [f"<!{decl}>"]

    def handle_comment(self, data: str) -> None:
        self.troubles.append(f"<!--{data}-->")

    def handle_pi(self, data: str) -> None:
        self.troubles.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.troubles.append(f"<![{data}")


def _is_allowed(tag: str, address: str) -> bool:
    """Whether an address, read as browsers do (without blanks around it, or breaks in it), is ours or a plain link."""
    read = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33))))).replace("\\", "/")
    scheme = re.match(r"([^/?#]*?):", read)
    if scheme:
        return tag == "a" and scheme[1].lower() in SCHEMES and read.isprintable()
    own = {"script": "assets/", "link": "assets/", "img": "files/"}.get(tag, "")
    return not read.startswith("/") and read.removeprefix("../").removeprefix("../").startswith(own)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    root = tmp_path_factory.mktemp("hostile") / "journal"
    return built(write_journal(root, hostile_notes(), hostile_settings()))


@pytest.fixture(scope="module")
def pages(session: Session) -> dict[str, Seen]:
    """Every page that was written, read."""
    return {
        path.relative_to(session.folder).as_posix(): Seen(path.read_text(encoding="utf-8"))
        for path in session.folder.rglob("*.html")
    }


def test_no_page_holds_what_no_template_wrote(pages: dict[str, Seen]) -> None:
    assert len(pages) > 2 * len(PAYLOADS) * len(FOLDERS)
    assert sorted({f"{path}: {each}" for path, page in pages.items() for each in page.troubles}) == []


def test_what_was_written_is_what_is_read(pages: dict[str, Seen]) -> None:
    """Nothing is lost either: a name that is an attack stands on its page, letter for letter."""
    for number, payload in enumerate(PAYLOADS):
        shown = _plain("".join(pages[f"people/contact-{number}.html"].texts))
        for words in (f"{payload} contact", f"I'll write {payload}", f"got {payload}: {payload}"):
            if not set(payload) & set("|[]`*<_") or "contact" in words:
                assert _plain(words) in shown, (payload, words)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ufffd\ufffe\u2028\u2029]", " ", text).split())


def test_scripts_hold_data_and_nothing_else(session: Session) -> None:
    """Each is one call whose arguments are JSON; its text can end no script, and is one line to every reader."""
    scripts = [path for path in session.folder.rglob("*.js") if path.parent.name != "assets"]
    assert len(scripts) > 10
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        call = re.fullmatch(r"(?:kithData|kithLedger)\((.*)\);\n", text)
        assert call, path
        values = json.loads(f"[{call[1]}]")
        assert all(json.loads(each) for each in values[1:] if isinstance(each, str)), path
        assert not re.search(r"</|<!--|[\u2028\u2029]", text), path


def test_other_files_are_as_always(session: Session) -> None:
    """Whatever the notes say, only pages and search data are made from them; assets and marks are the theme's."""
    others = {
        path.relative_to(session.folder).as_posix()
        for path in session.folder.rglob("*")
        if path.is_file() and path.suffix not in (".html", ".js", ".css")
    }
    files = {path for path in others if path.startswith("files/")}
    assert all(re.fullmatch(r"files/[a-z0-9-]+\.png", path) for path in files)
    assert others - files == {
        "robots.txt",
        "CACHEDIR.TAG",
        ".gitignore",
        ".kith-manifest.json",
        ".lock",
        "assets/kith.svg",
    }
    assert (session.folder / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    names = [path.relative_to(session.folder).as_posix() for path in session.folder.rglob("*")]
    assert [name for name in names if not re.fullmatch(r"[\w./ ~@+,()='’&!;$%#\[\]{}^-]+", name)] == []


@pytest.mark.browser
def test_a_browser_shows_every_page_and_does_nothing_else(session: Session) -> None:
    """No dialog, no request, no complaint of the policy, and `pwned` is called by nobody."""
    from browsing import chromium, watched

    with chromium() as browser, watched(browser) as context:
        context.add_init_script("window.pwned = () => alert('pwned')")
        page = context.new_page()
        for path in sorted(session.folder.rglob("*.html"))[::2]:  # all have been read above
            page.goto(path.as_uri())
            assert page.evaluate("document.title").endswith(" · Kith"), path
        page.goto((session.folder / "search.html").as_uri())
        for payload in PAYLOADS:
            page.locator("#search-field").fill(payload)
            page.locator("#search-said").wait_for()
            page.keyboard.press("Control+k")
            page.get_by_role("combobox").fill(payload)
            page.keyboard.press("Escape")
        page.locator("#search-field").fill("pwned")
        page.locator(".results li").first.wait_for()
        assert page.locator(".results :not(li, p, a, mark, span, time)").count() == 0
        page.goto((session.folder / "people.html").as_uri())
        for _ in range(12):
            page.keyboard.press("j")
            page.get_by_role("tooltip").wait_for()
            assert page.get_by_role("tooltip").locator(":not(p)").count() == 0
        page.goto((session.folder / "exchanges.html").as_uri() + "#words=pwned&year=span")
        page.locator("#ledger-said", has_text="given").wait_for()
