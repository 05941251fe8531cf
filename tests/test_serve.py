"""The local server: what it answers, what it refuses and to whom, with raw sockets as no client would send it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_builder.serve import DEFAULT_PORT, SiteServer, answers, live, server
from site_builder.serve.guard import Refusal, Request, parse_request, parse_target

PATIENCE = 30.0  # seconds, for a slow machine
PORT = 8017
HOST = f"127.0.0.1:{PORT}"

PAGES = {
    "index.html": "<!doctype html><html><head><title>Today</title></head><body><p>Today</p></body></html>",
    "contacts/ada.html": "<!doctype html><html><head><title>Ada</title></head><body><p>Ada</p></body></html>",
    "contacts/Zoë C%.html": "<p>no body tag",
    "site.css": "p { margin: 0 }",
    "search/names.js": "names = 1",
    "robots.txt": "User-agent: *\nDisallow: /\n",
    "files/portrait.PNG": "png",
    "files/c#.pdf": "pdf",
    "CACHEDIR.TAG": "Signature",
}
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
    "x-robots-tag": "noindex",
}


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


@dataclass
class Site:
    server: SiteServer
    folder: Path
    names: set[str]

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.port}"

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.server.port), timeout=PATIENCE)

    def send(self, data: bytes) -> bytes:
        with self.connect() as connection:
            connection.sendall(data)
            return read_all(connection)

    def ask(self, target: str, method: str = "GET", **headers: str) -> Reply:
        fields = {"Host": self.host} | {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
        return read_reply(self.send("\r\n".join(lines).encode("latin-1")))


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def read_all(connection: socket.socket) -> bytes:
    data = b""
    while more := connection.recv(65536):
        data += more
    return data


def read_reply(data: bytes) -> Reply:
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [line.split(": ", 1) for line in lines]
    headers = {name.lower(): value for name, value in pairs}
    assert len(headers) == len(pairs), "a header is there twice"
    return Reply(int(first.split(" ")[1]), headers, body)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("output")
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "secret.html").write_text("not in the manifest", encoding="utf-8")
    names = set(PAGES)
    with closing(SiteServer(folder, lambda: names, 0)) as server:
        server.start()
        yield Site(server, folder, names)


# ---- what is answered


@pytest.mark.parametrize(
    ("target", "name", "content_type"),
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/?q=a%20b&c", "index.html", "text/html; charset=utf-8"),
        ("/index.html", "index.html", "text/html; charset=utf-8"),
        ("/contacts/ada.html?from=today", "contacts/ada.html", "text/html; charset=utf-8"),
        ("/contacts/Zo%C3%AB%20C%25.html", "contacts/Zoë C%.html", "text/html; charset=utf-8"),
        ("/site.css", "site.css", "text/css; charset=utf-8"),
        ("/search/names.js", "search/names.js", "text/javascript; charset=utf-8"),
        ("/robots.txt", "robots.txt", "text/plain; charset=utf-8"),
        ("/files/portrait.PNG", "files/portrait.PNG", "image/png"),
        ("/files/c%23.pdf", "files/c#.pdf", "application/pdf"),
        ("/CACHEDIR.TAG", "CACHEDIR.TAG", "application/octet-stream"),
    ],
)
def test_names_of_the_manifest_are_answered(site: Site, target: str, name: str, content_type: str) -> None:
    reply = site.ask(target)
    assert (reply.status, reply.headers["content-type"]) == (200, content_type)
    assert int(reply.headers["content-length"]) == len(reply.body)
    if content_type.startswith("text/html"):
        assert live.SCRIPT.encode() in reply.body
        reply.body = reply.body.replace(
            reply.body[reply.body.index(b"<script") : reply.body.index(b"</script>") + 9], b""
        )
    assert reply.body == PAGES[name].encode()


@pytest.mark.parametrize("target", ["/secret.html", "/contacts", "/-/other", "/search/names.js.map", "/%2561"])
def test_nothing_else_is(site: Site, target: str) -> None:
    reply = site.ask(target)
    assert reply.status == 404
    assert b"manifest" not in reply.body


def test_the_manifest_may_change(site: Site) -> None:
    site.names.add("secret.html")
    assert site.ask("/secret.html").status == 200
    site.names.remove("secret.html")
    assert site.ask("/secret.html").status == 404


def test_head_is_get_without_the_body(site: Site) -> None:
    for target in ("/", "/site.css", "/secret.html"):
        get, head = site.ask(target), site.ask(target, "HEAD")
        del get.headers["date"], head.headers["date"]
        assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")
    assert site.ask("/..", "HEAD").body == b""
    assert site.ask("/-/events", "HEAD").status == 200


def test_a_page_the_browser_has_is_not_sent_again(site: Site) -> None:
    for target in ("/", "/site.css", "/-/live.js"):
        tag = site.ask(target).headers["etag"]
        for known in (tag, f'"other", W/{tag}', "*"):
            reply = site.ask(target, If_None_Match=known)
            assert (reply.status, reply.body, reply.headers["etag"]) == (304, b"", tag)
        assert site.ask(target, If_None_Match='"other"').status == 200


def test_a_build_changes_the_tag_of_pages_and_no_other(site: Site) -> None:
    page, style = site.ask("/").headers["etag"], site.ask("/site.css").headers["etag"]
    site.server.announce(True, "")
    assert site.ask("/").headers["etag"] != page
    assert site.ask("/site.css").headers["etag"] == style
    (site.folder / "site.css").write_text("p { margin: 1 }", encoding="utf-8")
    assert site.ask("/site.css").headers["etag"] != style
    (site.folder / "site.css").write_text(PAGES["site.css"], encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "around"),
    [
        (b"<head></head><body>a</body></html>", (b"<head></head><body>a", b"</body></html>")),
        (b"<BODY>a</BODY >", (b"<BODY>a", b"</BODY >")),
        (b"<pre></body></pre></body>", (b"<pre></body></pre>", b"</body>")),
        (b"<head></head>a", (b"<head>", b"</head>a")),
        (b"a", (b"a", b"")),
    ],
)
def test_the_script_goes_into_the_page(page: bytes, around: tuple[bytes, bytes]) -> None:
    tag = b'<script src="/-/live.js" data-build="b-1" defer></script>'
    assert live.Live().insert_script(page, "b-1") == tag.join(around)


def test_the_files_themselves_are_left_alone(site: Site) -> None:
    site.ask("/")
    assert (site.folder / "index.html").read_text(encoding="utf-8") == PAGES["index.html"]


# ---- what is refused


@pytest.mark.parametrize(
    "target",
    [
        *("/..", "/../secret", "/contacts/../index.html", "/./index.html", "/contacts/.", "/.gitignore", "/.kith/key"),
        *("/%2e%2e/secret", "/%2E./index.html", "/contacts/%2e", "/%2ehidden", "/..%2f..%2fetc/passwd", "/a%2Fb"),
        *("//", "//index.html", "//evil.example/index.html", "/contacts//ada.html", "/contacts/", "/index.html/"),
        *("/index.html#part", "/?q=#", "/contacts\\ada.html", "/contacts%5Cada.html", "/..\\secret", "/?q=\\"),
        *("/index.html%00", "/%00", "/index.html?%00", "/a%0d%0ab", "/a%7f", "/%1b[2J"),
        *("/%", "/%4", "/%zz", "/%ff", "/%C3", "/%ed%a0%80", "/%c0%ae%c0%ae/secret"),
        *("*", "index.html", "", "file:///etc/passwd", "data:text/html,a", "https://127.0.0.1:8017/"),
    ],
)
def test_targets_that_are_refused(target: str) -> None:
    refusal = parse_target(target, HOST)
    assert isinstance(refusal, Refusal)
    assert refusal.status == 400


@pytest.mark.parametrize(
    ("target", "found"),
    [
        (f"http://{HOST}/site.css", "site.css"),
        (f"HTTP://{HOST}", "index.html"),
        (f"http://{HOST}?q", "index.html"),
        (f"http://{HOST}/../a", 400),
        ("http://evil.example/", 421),
        (f"http://localhost:{PORT}/", 421),
        (f"http://ada@{HOST}/", 421),
        (f"http://{HOST}@evil.example/", 421),
        ("http:///", 421),
    ],
)
def test_a_whole_address_must_name_the_host_it_was_sent_to(target: str, found: str | int) -> None:
    path = parse_target(target, HOST)
    assert (path.status if isinstance(path, Refusal) else path) == found


def parsed(*lines: str, port: int = PORT) -> int | str:
    """The path of a request, or the status of its refusal."""
    request = parse_request("\r\n".join(lines).encode("latin-1"), port)
    return request.path if isinstance(request, Request) else request.status


@pytest.mark.parametrize(
    ("host", "found"),
    [
        (f"127.0.0.1:{PORT}", "index.html"),
        (f"localhost:{PORT}", "index.html"),
        (f"LocalHost:{PORT}", "index.html"),
        (f"[::1]:{PORT}", "index.html"),
        *((f"{name}:{PORT}", 421) for name in ("evil.example", "127.0.0.1.evil.example", "localhost.", "::1", "[::]")),
        *((f"{name}:{PORT}", 421) for name in ("127.0.0.2", "0.0.0.0", "127.1", "2130706433", "a@localhost", "")),
        *((f"127.0.0.1{port}", 421) for port in ("", ":", ":80", ":8018", f":0{PORT}", f":{PORT}0", f":{PORT}:1")),
        (f"127.0.0.1:{PORT}, evil.example", 421),
        ("", 421),
    ],
)
def test_hosts(host: str, found: str | int) -> None:
    assert parsed("GET / HTTP/1.1", f"Host: {host}") == found


def test_the_host_must_be_there_once() -> None:
    assert parsed("GET / HTTP/1.1") == 421
    assert parsed("GET / HTTP/1.0") == 421
    assert parsed("GET / HTTP/1.1", f"Host: {HOST}", f"Host: {HOST}") == 400
    assert parsed("GET / HTTP/1.1", f"Host: {HOST}", "host: evil.example") == 400


def test_at_the_port_of_http_the_host_has_none() -> None:
    assert parsed("GET / HTTP/1.1", "Host: localhost", port=80) == "index.html"
    assert parsed("GET / HTTP/1.1", "Host: localhost:80", port=80) == "index.html"


@pytest.mark.parametrize(
    ("origin", "found"),
    [
        (f"http://{HOST}", "index.html"),
        *(
            (origin, 403)
            for origin in ("null", "https://evil.example", "http://127.0.0.1", "http://127.0.0.1:3000", "")
        ),
        *(
            (origin, 403)
            for origin in (f"https://{HOST}", f"http://localhost:{PORT}", f"http://[::1]:{PORT}", "file://")
        ),
    ],
)
def test_origins(origin: str, found: str | int) -> None:
    assert parsed("GET / HTTP/1.1", f"Host: {HOST}", f"Origin: {origin}") == found
    # No navigation excuses an origin: a browser sends none with it.
    navigation = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
    assert parsed("GET / HTTP/1.1", f"Host: {HOST}", f"Origin: {origin}", *navigation) == found


@pytest.mark.parametrize(
    ("site", "mode", "dest", "found"),
    [
        ("same-origin", "no-cors", "script", "index.html"),
        ("same-origin", "cors", "empty", "index.html"),
        ("none", "navigate", "document", "index.html"),
        ("cross-site", "navigate", "document", "index.html"),
        ("same-site", "navigate", "document", "index.html"),
        ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "navigate", "embed", 403),
        ("cross-site", "navigate", "object", 403),
        ("cross-site", "no-cors", "document", 403),
        ("cross-site", "no-cors", "script", 403),
        ("cross-site", "no-cors", "image", 403),
        ("cross-site", "cors", "empty", 403),
        ("same-site", "no-cors", "script", 403),
        ("same-site", "cors", "empty", 403),
        ("cross-site", None, None, 403),
        ("cross-site", "navigate", None, 403),
        ("anything", "cors", "empty", 403),
        ("", "cors", "empty", 403),
        ("Same-Origin", "cors", "empty", 403),
        (None, None, None, "index.html"),
    ],
)
def test_sec_fetch(site: str | None, mode: str | None, dest: str | None, found: str | int) -> None:
    fields = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    assert parsed("GET / HTTP/1.1", f"Host: {HOST}", *lines) == found
    if site is not None:
        assert parsed("GET / HTTP/1.1", f"Host: {HOST}", *lines, f"Sec-Fetch-Site: {site}") == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "BREW"])
def test_methods(site: Site, method: str) -> None:
    reply = site.ask("/", method, Content_Length="3")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "lines",
    [
        (b"GET /",),
        (b"GET / HTTP/2",),
        (b"GET / HTTP/1.1 ",),
        (b"GET  / HTTP/1.1",),
        (b" GET / HTTP/1.1",),
        (b"GET / http/1.1",),
        (b"GET /a b HTTP/1.1",),
        (b"GET /\xc3\xab HTTP/1.1",),
        (b"GET /\x00 HTTP/1.1",),
        (b"GET / HTTP/1.1\nHost: localhost",),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",),
        (b"",),
        (b"GET / HTTP/1.1", b"Host"),
        (b"GET / HTTP/1.1", b"Host : " + HOST.encode()),
        (b"GET / HTTP/1.1", b"Host: " + HOST.encode(), b" folded: line"),
        (b"GET / HTTP/1.1", b"Host: " + HOST.encode() + b"\nOrigin: null"),
        (b"GET / HTTP/1.1", b"Host: " + HOST.encode() + b"\rOrigin: null"),
        (b"GET / HTTP/1.1", b"Host: " + HOST.encode(), b"A: \x00"),
        (b"GET / HTTP/1.1", b"Host: " + HOST.encode(), b": a"),
    ],
)
def test_malformed_requests(site: Site, lines: tuple[bytes, ...]) -> None:
    data = b"\r\n".join(lines)
    refusal = parse_request(data, PORT)
    assert isinstance(refusal, Refusal)
    assert refusal.status == 400
    reply = read_reply(site.send(data + b"\r\n\r\n"))
    assert reply.status == 400


def test_every_answer_has_the_headers_and_none_shares(site: Site) -> None:
    replies = [
        *(site.ask(target) for target in ("/", "/site.css", "/-/live.js", "/files/portrait.PNG", "/none", "/..")),
        *(site.ask("/", method) for method in ("HEAD", "POST", "OPTIONS")),
        site.ask("/", If_None_Match="*"),
        site.ask("/", Host="evil.example"),
        site.ask("/", Origin="https://evil.example"),
        site.ask("/", Sec_Fetch_Site="cross-site"),
        site.ask("/-/events", "HEAD"),
        site.ask("/-/events", Sec_Fetch_Dest="document"),
        site.ask("/", A="a" * server.MAX_HEAD_BYTES),
        read_reply(site.send(b"nonsense\r\n\r\n")),
    ]
    assert {reply.status for reply in replies} == {200, 304, 400, 403, 404, 405, 421, 431}
    for reply in replies:
        assert reply.headers | HEADERS == reply.headers
        assert not [name for name in reply.headers if name.startswith("access-control")]
        assert "server" not in reply.headers
        if reply.status != 304:
            assert reply.headers["content-type"]


def test_it_answers_where_nothing_is_opened_from_a_folder(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, which knows none of these flags either."""
    monkeypatch.setattr(answers, "_OPENS_FROM_FOLDERS", False)
    for flag in ("O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"):
        monkeypatch.delattr(os, flag, raising=False)
    assert site.ask("/contacts/ada.html").status == 200
    assert site.ask("/site.css").body == PAGES["site.css"].encode()
    assert site.ask("/secret.html").status == site.ask("/contacts").status == 404


# ---- links and other things in the output


def test_links_and_what_is_no_regular_file_are_not_followed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = site.folder.parent / "outside"
    (outside / "sub").mkdir(parents=True)
    (outside / "secret.txt").write_text("secret", encoding="utf-8")
    (outside / "sub/secret.txt").write_text("secret", encoding="utf-8")
    links = {
        "link.txt": outside / "secret.txt",
        "inner.txt": site.folder / "robots.txt",
        "linked": outside,
        "contacts/linked": outside,
        "loop": site.folder / "loop",
        "dangling.txt": outside / "nothing",
    }
    for name, target in links.items():
        (site.folder / name).symlink_to(target)
    os.mkfifo(site.folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(site.folder / "socket.txt"))
        inside = ["linked/secret.txt", "linked/sub/secret.txt", "contacts/linked/secret.txt"]
        names = {*links, *inside, "pipe.txt", "socket.txt", "contacts", "robots.txt/a", "a" * 300, "gone.html"}
        site.names.update(names)
        for name in names:
            assert site.ask(f"/{name}").status == 404, name
        monkeypatch.setattr(answers, "_OPENS_FROM_FOLDERS", False)
        for name in names:
            assert site.ask(f"/{name}").status == 404, name
        site.names.difference_update(names)
    assert site.ask("/robots.txt").status == 200


def test_a_name_cannot_lead_out_even_if_it_is_in_the_manifest(site: Site) -> None:
    name = f"../{site.folder.name}/robots.txt"
    assert (site.folder / name).is_file()
    site.names.add(name)
    assert site.ask(f"/{name}").status == 400
    assert answers.open_inside(site.folder, name) is None
    site.names.remove(name)


# ---- slow and rude clients


def test_rude_clients_cost_nothing(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    for data in (
        b"",
        b"G",
        b"GET / HTTP/1.1\r\nHost: ",
        b"\x00" * 100,
        b"GET / HTTP/1.1\r\nHost: " + site.host.encode(),
    ):
        site.connect().close()
        with site.connect() as connection:
            connection.sendall(data)
        with site.connect() as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            read_all(connection)
        with site.connect() as connection:
            connection.sendall(data)
            # Closing so sends a reset.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    request = f"GET / HTTP/1.1\r\nHost: {site.host}\r\n\r\n".encode()
    for _ in range(20):
        with site.connect() as connection:
            connection.sendall(request * 3)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    assert site.ask("/").status == 200
    wait_for(lambda: not site.server._listener._open)
    assert capfd.readouterr() == ("", "")


def test_a_request_in_small_pieces_is_read(site: Site) -> None:
    with site.connect() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in f"GET /robots.txt HTTP/1.1\r\nHost: {site.host}\r\n\r\n".encode():
            connection.sendall(bytes([byte]))
        assert read_reply(read_all(connection)).status == 200


def test_a_request_that_never_ends_is_ended(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.2)
    with site.connect() as connection:
        assert read_all(connection) == b""
    with site.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        ended = threading.Event()

        def drip() -> None:
            while not ended.wait(0.02):
                try:
                    connection.sendall(b"A: b\r\n")
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            assert read_reply(read_all(connection)).status == 408
        finally:
            ended.set()
            thread.join()


def test_a_refused_body_is_not_in_the_way_of_the_answer(site: Site) -> None:
    head = f"POST / HTTP/1.1\r\nHost: {site.host}\r\nContent-Length: 300000\r\n\r\n".encode()
    assert read_reply(site.send(head + b"a" * 300_000)).status == 405


def test_a_client_that_does_not_read_is_dropped(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SEND_SECONDS", 0.2)
    (site.folder / "big.pdf").write_bytes(bytes(32 * 1024 * 1024))
    site.names.add("big.pdf")
    with site.connect() as connection:
        connection.sendall(f"GET /big.pdf HTTP/1.1\r\nHost: {site.host}\r\n\r\n".encode())
        wait_for(lambda: site.server._listener._open)
        wait_for(lambda: not site.server._listener._open)
    site.names.remove("big.pdf")


def test_there_are_only_so_many_connections(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MAX_CONNECTIONS", 8)
    wait_for(lambda: not site.server._listener._open)
    with ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(site.connect())
        wait_for(lambda: len(site.server._listener._open) == 8)
        with site.connect() as connection:
            reply = read_reply(read_all(connection))
            assert (reply.status, reply.headers | HEADERS) == (503, reply.headers)
    wait_for(lambda: not site.server._listener._open)
    assert site.ask("/").status == 200


def test_a_failure_of_our_own_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda details: raised.append(details.exc_value))

    def fail() -> set[str]:
        raise ZeroDivisionError

    with closing(SiteServer(site.folder, fail, 0)) as failing:
        failing.start()
        assert Site(failing, site.folder, set()).ask("/").status == 500
        wait_for(lambda: raised)
    assert isinstance(raised[0], ZeroDivisionError)


# ---- events


@dataclass
class Stream:
    connection: socket.socket
    data: bytes = b""

    def event(self) -> dict[str, str]:
        """The next event."""
        while True:
            block, end, rest = self.data.partition(b"\n\n")
            if end:
                self.data = rest
                if block.startswith(b"data: "):
                    return json.loads(block.removeprefix(b"data: "))
            else:
                more = self.connection.recv(65536)
                assert more, "the stream ended"
                self.data += more


def follow(site: Site, stack: ExitStack, **headers: str) -> Stream:
    connection = stack.enter_context(site.connect())
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    connection.sendall(f"GET /-/events HTTP/1.1\r\nHost: {site.host}\r\n{fields}\r\n".encode())
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, rest = data.partition(b"\r\n\r\n")
    reply = read_reply(head)
    assert (reply.status, reply.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert "content-length" not in reply.headers
    return Stream(connection, rest)


def test_streams_tell_the_state_first_and_then_its_changes(site: Site) -> None:
    with ExitStack() as stack:
        first = follow(site, stack, Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="cors", Sec_Fetch_Dest="empty")
        state = first.event()
        assert f'data-build="{state["build"]}"'.encode() in site.ask("/").body
        site.server.announce(False, "2 problems:\n\n“Ada” </script>")
        assert first.event() == {"build": state["build"], "problems": "2 problems:\n\n“Ada” </script>"}
        second = follow(site, stack)
        assert second.event()["problems"].startswith("2 problems")
        site.server.announce(True, "")
        told = first.event()
        assert told == second.event()
        assert told["build"] != state["build"]
        assert told["problems"] == ""
        assert f'data-build="{told["build"]}"'.encode() in site.ask("/").body


def test_a_stream_that_ends_is_forgotten_at_once(site: Site) -> None:
    with ExitStack() as stack:
        follow(site, stack).event()
        follow(site, stack).event()
        assert len(site.server._live._streams) == 2
    wait_for(lambda: not site.server._live._streams)


def test_a_stream_has_a_heartbeat(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.02)
    with ExitStack() as stack:
        stream = follow(site, stack)
        while b":\n\n:\n\n" not in stream.data:
            stream.data += stream.connection.recv(65536)


def test_there_are_only_so_many_streams(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MAX_STREAMS", 3)
    wait_for(lambda: not site.server._live._streams)
    with ExitStack() as stack:
        for _ in range(3):
            follow(site, stack).event()
        assert site.ask("/-/events").status == 503
        assert site.ask("/").status == 200
    wait_for(lambda: not site.server._live._streams)


def test_a_stream_that_is_not_read_holds_nobody_up(site: Site) -> None:
    with ExitStack() as stack:
        deaf, keen = follow(site, stack), follow(site, stack)
        deaf.event()
        keen.event()
        for number in range(200):
            problems = f"{number} " + "a" * 100_000
            site.server.announce(False, problems)
            assert keen.event()["problems"] == problems
        wait_for(lambda: len(site.server._live._streams) == 1)
    site.server.announce(False, "")


def test_events_are_for_the_pages_of_the_site(site: Site) -> None:
    assert (
        site.ask("/-/events", Sec_Fetch_Site="none", Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="document").status == 403
    )
    assert site.ask("/-/events", Sec_Fetch_Site="cross-site").status == 403
    assert site.ask("/-/events", Origin="https://evil.example").status == 403
    assert site.ask("/-/events", Host="evil.example").status == 421


# ---- beginning and end


def test_closing_ends_open_streams_and_all_threads(tmp_path: Path) -> None:
    threads = threading.active_count()
    closed = SiteServer(tmp_path, set, 0)
    closed.start()
    with ExitStack() as stack:
        streams = [follow(Site(closed, tmp_path, set()), stack) for _ in range(5)]
        for stream in streams:
            stream.event()
        idle = stack.enter_context(socket.create_connection(("127.0.0.1", closed.port), timeout=PATIENCE))
        wait_for(lambda: len(closed._listener._open) == 6)
        closed.close()
        assert read_all(idle) == b""
        assert [read_all(stream.connection) for stream in streams] == [b""] * 5
    wait_for(lambda: threading.active_count() <= threads)
    closed.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", closed.port), timeout=PATIENCE)


def test_one_that_never_started_can_be_closed(tmp_path: Path) -> None:
    SiteServer(tmp_path, set, 0).close()


def test_the_default_port_or_the_next_free_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert DEFAULT_PORT == PORT
    # Elsewhere, so that a server that somebody runs is not in the way.
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(server, "DEFAULT_PORT", port)
        with closing(SiteServer(tmp_path, set)) as found:
            assert port < found.port < port + server.PORTS_TRIED
            assert found.url == f"http://127.0.0.1:{found.port}/"
        with pytest.raises(OSError, match="in use"):
            SiteServer(tmp_path, set, port)
        monkeypatch.setattr(server, "PORTS_TRIED", 1)
        with pytest.raises(OSError, match="no free port"):
            SiteServer(tmp_path, set)


def test_a_port_can_be_had_again_at_once(tmp_path: Path) -> None:
    with closing(SiteServer(tmp_path, set, 0)) as first:
        first.start()
        Site(first, tmp_path, set()).ask("/")
        port = first.port
    with closing(SiteServer(tmp_path, set, port)) as second:
        assert second.port == port


def test_other_addresses_of_this_machine_are_not_listened_on(site: Site) -> None:
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", site.server.port), timeout=PATIENCE)


def test_the_library_of_http_servers_is_not_loaded() -> None:
    """It costs start-up time, and logs and answers by rules of its own."""
    code = "import sys, site_builder.serve; print('http.server' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"
