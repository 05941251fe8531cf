"""Pages of others that try to read the site, in Chromium: on another port, on a name that leads to this machine, and
from disk. The same page reads everything from a careless server, so each attempt is one that works."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import PATIENCE, chromium, served
from commands import write_journal
from every_kind import built
from site_builder import pipeline
from site_builder.serve import SiteServer
from site_builder.session import Session

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SECRET = "Zora Quillfeather"
NOTES = {
    "contacts/zora.md": f"---\nname: {SECRET}\nmet: 2020-01-01\n---\n![us](us.png)\n",
    "contacts/us.png": bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
        "18dd8db00000000049454e44ae426082"
    ),
    "meetings/2026-06-01-a.md": "---\nwith: zora\n---\n- got lead: the loom\n",
}

# Every way a page has to get at another address; what each got, by its name.
THEFT = """
async ({ base, data, picture, page }) => {
  const got = {};
  const wait = (start) => new Promise((done) => { setTimeout(() => done(""), 3000); start(done); });
  const tries = {
    script: () => wait((done) => {
      window.kithData = window.kithLedger = (...values) => done(values.join());
      const script = document.createElement("script");
      Object.assign(script, { src: base + data + "/names.js", onerror: () => done("") });
      document.head.append(script);
    }),
    "module": () => import(base + "assets/kith.js").then(() => "a script"),
    "fetch": () => fetch(base + page).then((answer) => answer.text()),
    "fetch, opaque": () => fetch(base + page, { mode: "no-cors" }).then((answer) => `answered: ${answer.type}`),
    "request": () => wait((done) => {
      const asked = new XMLHttpRequest();
      Object.assign(asked, { onload: () => done(asked.responseText), onerror: () => done("") });
      asked.open("GET", base + page);
      asked.send();
    }),
    "frame": () => wait((done) => {
      const frame = document.createElement("iframe");
      const read = () => { try { done(frame.contentDocument.body.textContent); } catch { done(""); } };
      Object.assign(frame, { src: base + page, onload: read });
      document.body.append(frame);
    }),
    "object": () => wait((done) => {
      const object = document.createElement("object");
      const read = () => { try { done(object.contentDocument.body.textContent); } catch { done(""); } };
      Object.assign(object, { data: base + page, onload: read, onerror: () => done("") });
      document.body.append(object);
    }),
    "image": () => wait((done) => {
      const image = new Image();
      Object.assign(image, { onload: () => done(`${image.naturalWidth} px`), onerror: () => done("") });
      image.src = base + picture;
    }),
    "style": () => wait((done) => {
      const link = document.createElement("link");
      Object.assign(link, { rel: "stylesheet", href: base + "assets/kith.css" });
      Object.assign(link, { onload: () => done("a style sheet"), onerror: () => done("") });
      document.head.append(link);
    }),
    "stream": () => wait((done) => {
      const stream = new EventSource(base + "-/events");
      stream.onmessage = ({ data }) => (stream.close(), done(data));
      stream.onerror = () => (stream.close(), done(""));
    }),
    "worker": () => wait((done) => {
      const worker = new Worker(base + "assets/worker.js");
      Object.assign(worker, { onmessage: ({ data }) => done(data), onerror: () => done("") });
    }),
    "window": () => wait((done) => {
      const opened = window.open(base + page, "_blank");
      const read = () => { try { return opened.document.body.textContent; } catch { return ""; } };
      setTimeout(() => (done(read()), opened?.close()), 1500);
    }),
  };
  for (const [name, attempt] of Object.entries(tries)) {
    try {
      got[name] = await attempt();
    } catch {
      got[name] = "";
    }
  }
  return Object.fromEntries(Object.entries(got).filter(([, what]) => what));
}
"""


class Careless(http.server.SimpleHTTPRequestHandler):
    """A server of files as many are: it answers whoever asks, and has a stream."""

    def do_GET(self) -> None:
        if self.path == "/-/events":
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b"data: a build\n\n")
        elif self.path == "/assets/worker.js":
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(b"postMessage('a worker')")
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def careless(folder: Path) -> Iterator[str]:
    """The address of a careless server of a folder."""
    serving = functools.partial(Careless, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serving) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    session = built(write_journal(tmp_path_factory.mktemp("journal"), NOTES))
    (session.folder / "thief.html").write_text("<!doctype html><title>thief</title><body>", encoding="utf-8")
    return session


@pytest.fixture(scope="module")
def server(session: Session) -> Iterator[SiteServer]:
    with served(session.folder) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium("--host-resolver-rules=MAP rebound.example 127.0.0.1") as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def thief(tmp_path: Path) -> Path:
    """A page of somebody else's: no policy holds it back."""
    (tmp_path / "thief.html").write_text("<!doctype html><title>thief</title><body>", encoding="utf-8")
    return tmp_path / "thief.html"


def steal(page: Page, session: Session, base: str) -> dict[str, str]:
    picture = next((session.folder / "files").iterdir()).relative_to(session.folder).as_posix()
    wanted = {
        "base": base,
        "data": pipeline.search_folder(session.db),
        "picture": picture,
        "page": "people/zora.html",
    }
    found: dict[str, str] = page.evaluate(THEFT, wanted)
    return found


WAYS = {
    *("script", "module", "fetch", "fetch, opaque", "request", "frame", "object", "image", "style", "stream"),
    *("worker", "window"),
}


def test_the_thief_knows_the_trade(session: Session, page: Page) -> None:
    """From a page of the same careless server every way leads to something, and most to the name."""
    with careless(session.folder) as address:
        page.goto(f"{address}thief.html")
        got = steal(page, session, address)
    assert set(got) == WAYS
    assert {way for way, what in got.items() if SECRET in what} == {
        *("script", "fetch", "request", "frame", "object", "window")
    }


def test_a_page_on_another_port_gets_nothing(session: Session, server: SiteServer, page: Page, thief: Path) -> None:
    with careless(thief.parent) as address:
        page.goto(f"{address}thief.html")
        assert steal(page, session, server.url) == {}
        # What it may do is send somebody there: that opens the page, in a window it has no hold of.
        page.goto(f"{address}thief.html")
        page.evaluate("url => location.assign(url)", f"{server.url}people/zora.html")
        page.wait_for_url("**/people/zora.html")
        assert page.get_by_role("heading", name=SECRET).is_visible()


def test_a_page_on_disk_gets_nothing(session: Session, server: SiteServer, page: Page, thief: Path) -> None:
    page.goto(thief.as_uri())
    assert steal(page, session, server.url) == {}


def test_a_name_that_leads_to_this_machine_is_refused(session: Session, server: SiteServer, page: Page) -> None:
    """As a rebound name of a site elsewhere would: the browser takes it for one origin, the server knows its own."""
    base = f"http://rebound.example:{server.port}/"
    answer = page.goto(f"{base}people/zora.html")
    assert answer is not None and answer.status == 421
    assert SECRET not in page.content()
    got = steal(page, session, base)
    assert not [what for what in got.values() if SECRET in what or "px" in what or "build" in what]


def test_a_page_on_disk_cannot_read_a_site_on_disk(session: Session, page: Page, thief: Path) -> None:
    """It may load a script or a picture whose path it knows, and learn that there is a page; it reads none, and so
    does not learn the path of the search data."""
    page.goto(thief.as_uri())
    got = steal(page, session, f"{session.folder.as_uri()}/")
    assert set(got) <= {"script", "fetch, opaque", "image", "style"}
    folder = pipeline.search_folder(session.db)
    assert len(folder.partition("-")[2]) == 32, "no name that can be guessed"
