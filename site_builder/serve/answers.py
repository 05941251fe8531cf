"""What the server answers: the files that the manifest names, the reloading script, and the headers of every answer."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field
from email.utils import formatdate
from http import HTTPStatus
from importlib.resources import files
from io import BufferedReader
from pathlib import Path

from site_builder.serve.guard import Request
from site_builder.serve.live import SCRIPT, Live
from site_builder.site.render import CONTENT_SECURITY_POLICY
from site_builder.values import dataclass

# Pages carry the same policy for when they are opened from disk; the last word has no effect there.
CSP = f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'"
EVERY_ANSWER = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "X-Robots-Tag": "noindex",
    "Connection": "close",
}

HTML = "text/html; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
SCRIPT_TYPE = "text/javascript; charset=utf-8"
# Not `mimetypes`, which reads the tables of the machine.
CONTENT_TYPES = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".js": SCRIPT_TYPE,
    ".json": "application/json; charset=utf-8",
    ".txt": PLAIN,
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".vcf": "text/vcard; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".pdf": "application/pdf",
    ".woff2": "font/woff2",
}
OTHER_TYPE = "application/octet-stream"

# It follows the builds like any page, so that a note put back brings its page back.
NOT_FOUND = (
    b'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>No such page</title></head>\n'
    b"<body><h1>No such page</h1>\n"
    b'<p>There is no page at this address: its note may have been renamed or removed. <a href="/">Today</a></p>\n'
    b"</body>\n</html>\n"
)


CHUNK_BYTES = 64 * 1024
_OPENS_FROM_FOLDERS = os.open in os.supports_dir_fd


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the headers beside those of every answer, and the body: bytes, or an open file that is closed after."""

    status: int
    content_type: str
    body: bytes | BufferedReader
    headers: Mapping[str, str] = field(default_factory=dict)

    def length(self) -> int:
        """In bytes."""
        return len(self.body) if isinstance(self.body, bytes) else os.fstat(self.body.fileno()).st_size

    def head(self, length: int | None) -> bytes:
        """The status and the headers, up to the empty line; a stream has no length."""
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}", f"Date: {formatdate(usegmt=True)}"]
        if self.status != 304:
            lines.append(f"Content-Type: {self.content_type}")
            if length is not None:
                lines.append(f"Content-Length: {length}")
        lines += (f"{name}: {value}" for name, value in (EVERY_ANSWER | dict(self.headers)).items())
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def chunks(self) -> Iterator[bytes]:
        """The body, in pieces that a slow client can take in good time."""
        if isinstance(self.body, bytes):
            for start in range(0, len(self.body), CHUNK_BYTES):
                yield self.body[start : start + CHUNK_BYTES]
        else:
            while chunk := self.body.read(CHUNK_BYTES):
                yield chunk

    def close(self) -> None:
        """Close the file, if there is one."""
        if not isinstance(self.body, bytes):
            self.body.close()


class Site:
    """Which answer a request gets."""

    def __init__(self, folder: Path, names: Callable[[], Collection[str]], live: Live) -> None:
        self._folder = folder.resolve()
        self._names = names
        self._script = files("site_builder").joinpath("assets/live.js").read_bytes()
        self.live = live

    def answer(self, request: Request) -> Answer:
        build = self.live.build
        if request.path == SCRIPT:
            return _tagged(request, SCRIPT_TYPE, self._script)
        file = open_inside(self._folder, request.path) if request.path in self._names() else None
        if file is None:
            return Answer(404, HTML, self.live.insert_script(NOT_FOUND, build))
        kind = CONTENT_TYPES.get(Path(request.path).suffix.lower(), OTHER_TYPE)
        if kind != HTML:
            return _tagged(request, kind, file)
        with file:
            page = file.read()
        return _tagged(request, kind, self.live.insert_script(page, build))


def open_inside(folder: Path, path: str) -> BufferedReader | None:
    """The regular file at `path` below `folder`, or None; no part of `path` may be a symbolic link.

    Each part is opened from the folder before it, so that nothing can be exchanged for a link in between; Windows opens
    nothing from a folder, so there it is asked where the file is.
    """
    *folders, name = parts = path.split("/")
    if not {"", ".", ".."}.isdisjoint(parts):
        return None
    if not _OPENS_FROM_FOLDERS:
        return _open_where_it_is(folder.joinpath(*parts))
    opened: list[int] = []
    try:
        opened.append(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
        for part in folders:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
            opened.append(os.open(part, flags, dir_fd=opened[-1]))
        # Without O_NONBLOCK a named pipe would wait for its writer.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        opened.append(os.open(name, flags, dir_fd=opened[-1]))
        if not stat.S_ISREG(os.fstat(opened[-1]).st_mode):
            return None
        return os.fdopen(opened.pop(), "rb")
    except (OSError, ValueError):
        return None
    finally:
        for descriptor in opened:
            os.close(descriptor)


def _open_where_it_is(place: Path) -> BufferedReader | None:
    try:
        return place.open("rb") if os.path.realpath(place) == str(place) and place.is_file() else None
    except (OSError, ValueError):
        return None


def _tagged(request: Request, kind: str, body: bytes | BufferedReader) -> Answer:
    """200 with the body, or 304 when the browser has it; the tag is of the content, as times are too coarse."""
    if isinstance(body, bytes):
        digest = hashlib.sha256(body)
    else:
        digest = hashlib.file_digest(body, "sha256")
        body.seek(0)
    tag = f'"{digest.hexdigest()[:32]}"'
    known = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag not in known and "*" not in known:
        return Answer(200, kind, body, {"ETag": tag})
    Answer(304, kind, body).close()
    return Answer(304, kind, b"", {"ETag": tag})
