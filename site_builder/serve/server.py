"""The sockets of the local server: a thread a connection, limits on what a client may take, an end within a second."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from site_builder.serve.answers import CHUNK_BYTES, PLAIN, Answer, Site
from site_builder.serve.guard import METHODS, Refusal, Request, parse_request
from site_builder.serve.live import EVENTS, Live

DEFAULT_PORT = 8017
PORTS_TRIED = 100

# A browser opens six connections and a few ahead of need; idle ones are dropped after HEAD_SECONDS.
MAX_CONNECTIONS = 64
# Cookies of every server at localhost, whatever its port, arrive here too.
MAX_HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 10.0
# For one chunk of an answer.
SEND_SECONDS = 10.0


class SiteServer:
    """Serves the files of `folder` that `names()` lists, on 127.0.0.1; the port is bound when this returns.

    `names()` gives site-relative paths with `/`; it is called for each request, from several threads, so a set that is
    replaced whole is what it should return. Without a `port` it is DEFAULT_PORT or the next free one; 0 is any free
    one. Raises OSError when the port cannot be had.
    """

    def __init__(self, folder: Path, names: Callable[[], Collection[str]], port: int | None = None) -> None:
        self._live = Live()
        self._listener = _listen(Site(folder, names, self._live), port)
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        return self._listener.server_address[1]

    @property
    def url(self) -> str:
        """The address of the home page, with its `/`."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Answer requests in threads of the server's own, from now until `close`."""
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.25,), name="serve", daemon=True)
        self._thread.start()

    def announce(self, reload: bool, problems: str) -> None:
        """Tell the open pages: `reload` when new files are in place; `problems` is shown in a banner, "" is none."""
        self._live.announce(reload, problems)

    def close(self) -> None:
        """Stop within a second, ending open streams; harmless when done twice."""
        if self._thread is not None:
            self._listener.shutdown()
            self._thread.join()
            self._thread = None
        self._listener.server_close()
        self._listener.hang_up()


class _Listener(socketserver.TCPServer):
    """Accepts connections, each in a thread of its own, up to MAX_CONNECTIONS."""

    # On Windows it would let another program take the port that this one has.
    allow_reuse_address = os.name != "nt"
    request_queue_size = 128

    def __init__(self, port: int, site: Site) -> None:
        self._site = site
        self._open: set[socket.socket] = set()
        self._changed = threading.Condition()
        super().__init__(("127.0.0.1", port), socketserver.BaseRequestHandler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 (as the base class calls it)
        with self._changed:
            full = len(self._open) >= MAX_CONNECTIONS
            if not full:
                self._open.add(request)
        if full:
            # In the accepting thread, which must not wait for anyone.
            request.setblocking(False)
            with contextlib.suppress(OSError):
                request.send(Answer(503, PLAIN, b"", {"Retry-After": "1"}).head(0))
            request.close()
            return
        try:
            threading.Thread(target=self._converse, args=(request,), name="serve-one", daemon=True).start()
        except RuntimeError:
            # No thread to be had.
            self._drop(request)

    def hang_up(self) -> None:
        """End all connections, and wait a little for their threads."""
        with self._changed:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._changed.wait_for(lambda: not self._open, timeout=0.5)

    def _converse(self, connection: socket.socket) -> None:
        try:
            # A client that leaves or dawdles is no event worth a word.
            with contextlib.suppress(OSError):
                head = _read_head(connection)
                if head is not None:
                    self._answer(connection, head)
        finally:
            self._drop(connection)

    def _answer(self, connection: socket.socket, head: bytes | Refusal) -> None:
        request = head if isinstance(head, Refusal) else parse_request(head, self.server_address[1])
        with_body = isinstance(head, Refusal) or not head.startswith(b"HEAD ")
        if isinstance(request, Refusal):
            more = {"Allow": ", ".join(METHODS)} if request.status == 405 else {}
            _send(connection, Answer(request.status, PLAIN, f"{request.reason}\n".encode(), more), with_body)
            _linger(connection)
        elif request.path == EVENTS:
            self._stream(connection, request, with_body)
        else:
            try:
                answer = self._site.answer(request)
            except Exception:
                _send(connection, Answer(500, PLAIN, b"The server failed to answer.\n"), with_body)
                raise
            _send(connection, answer, with_body)

    def _stream(self, connection: socket.socket, request: Request, with_body: bool) -> None:
        live = self._site.live
        if request.headers.get("sec-fetch-dest", "empty") != "empty":
            _send(connection, Answer(403, PLAIN, b"This address is for the pages of the site.\n"), with_body)
        elif with_body and live.is_full():
            _send(connection, Answer(503, PLAIN, b"Too many streams are open.\n"))
        else:
            connection.settimeout(SEND_SECONDS)
            connection.sendall(Answer(200, "text/event-stream; charset=utf-8", b"").head(None))
            if with_body:
                live.follow(connection)

    def _drop(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        connection.close()
        with self._changed:
            self._open.discard(connection)
            self._changed.notify_all()


def _listen(site: Site, port: int | None) -> _Listener:
    if port is not None:
        return _Listener(port, site)
    for candidate in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED):
        try:
            return _Listener(candidate, site)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise OSError(errno.EADDRINUSE, f"no free port from {DEFAULT_PORT} to {DEFAULT_PORT + PORTS_TRIED - 1}")


def _read_head(connection: socket.socket) -> bytes | Refusal | None:
    """The request up to its empty line; None when nothing was said."""
    end = time.monotonic() + HEAD_SECONDS
    data = b""
    while b"\r\n\r\n" not in data and b"\n\n" not in data:
        connection.settimeout(max(end - time.monotonic(), 0.001))
        try:
            more = connection.recv(CHUNK_BYTES)
        except TimeoutError:
            return Refusal(408, "The request took too long.") if data else None
        if not more:
            return None
        data += more
        if len(data) > MAX_HEAD_BYTES:
            return Refusal(431, "The request is too long.")
    return data.partition(b"\r\n\r\n")[0]


def _send(connection: socket.socket, answer: Answer, with_body: bool = True) -> None:
    with contextlib.closing(answer):
        connection.settimeout(SEND_SECONDS)
        connection.sendall(answer.head(answer.length()))
        for chunk in answer.chunks() if with_body else ():
            connection.sendall(chunk)


def _linger(connection: socket.socket) -> None:
    """Read what a refused client still sends: closing upon unread bytes would take the answer away from it."""
    connection.shutdown(socket.SHUT_WR)
    end = time.monotonic() + 1.0
    for _ in range(64):
        connection.settimeout(max(end - time.monotonic(), 0.001))
        if not connection.recv(CHUNK_BYTES):
            return
