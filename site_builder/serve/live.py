"""Live reload: which build is the newest, what is wrong in the notes, and the streams that hear of it.

The tabs of one browser share one stream (`assets/live.js` has the reason and the way); a stream is server-sent events
whose data is `{"build": …, "problems": …}`, the state at its opening first.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import selectors
import socket
import threading

EVENTS = "-/events"
SCRIPT = "-/live.js"

# A browser has one stream; the rest are tabs that close or other programs.
MAX_STREAMS = 16
HEARTBEAT_SECONDS = 15.0

_RETRY = b"retry: 1000\n\n"
_LAST_TAGS = (re.compile(rb"</body\s*>", re.IGNORECASE), re.compile(rb"</head\s*>", re.IGNORECASE))


class Live:
    """The state that open pages follow; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Another run of the server may show other notes under the same count.
        self._run = os.urandom(6).hex()
        self._count = 0
        self._problems = ""
        self._streams: set[socket.socket] = set()

    @property
    def build(self) -> str:
        """Names the newest build, differently after each restart; safe in HTML and in a header."""
        return f"{self._run}-{self._count}"

    def announce(self, reload: bool, problems: str) -> None:
        """Tell all streams; `reload` makes a new build of it. Never waits for a client: one that lags is dropped."""
        with self._lock:
            self._count += reload
            self._problems = problems
            for stream in tuple(self._streams):
                self._send(stream, self._event())

    def follow(self, stream: socket.socket) -> None:
        """Send events on a connection whose head was sent, until it ends."""
        stream.setblocking(False)
        with self._lock:
            self._streams.add(stream)
            self._send(stream, _RETRY + self._event())
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(stream, selectors.EVENT_READ)
                # A client of a stream has nothing to say: what can be read is its end, or rudeness.
                while not selector.select(HEARTBEAT_SECONDS):
                    with self._lock:
                        self._send(stream, b":\n\n")
        finally:
            with self._lock:
                self._streams.discard(stream)

    def is_full(self) -> bool:
        """Whether there are as many streams as may be."""
        with self._lock:
            return len(self._streams) >= MAX_STREAMS

    def insert_script(self, page: bytes, build: str) -> bytes:
        """The page with the reloading script before its last `</body>`, else its `</head>`, else at its end.

        `build` is the one that was newest before the page was read: a page newer than it claims reloads once more,
        a page older than it claims would stay.
        """
        tag = f'<script src="/{SCRIPT}" data-build="{build}" defer></script>'.encode("ascii")
        for pattern in _LAST_TAGS:
            places = [match.start() for match in pattern.finditer(page)]
            if places:
                return page[: places[-1]] + tag + page[places[-1] :]
        return page + tag

    def _event(self) -> bytes:
        state = {"build": self.build, "problems": self._problems}
        return f"data: {json.dumps(state)}\n\n".encode("ascii")

    def _send(self, stream: socket.socket, data: bytes) -> None:
        sent = 0
        with contextlib.suppress(OSError):
            sent = stream.send(data)
        if sent < len(data):
            # Half an event cannot be taken back; the client reconnects and hears the state.
            self._streams.discard(stream)
            with contextlib.suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)
