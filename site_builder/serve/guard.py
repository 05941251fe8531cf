"""What is asked of the server, and whether it may be answered: bytes in, a request or a refusal out.

A site of notes about people is served on an address that every program and every open web page can reach. A page of
another site can send requests here and, by a host name of its own that leads to 127.0.0.1, read the answers; so a
request is answered only when it names this server as its host and comes from this site, or from the person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from site_builder.values import dataclass

METHODS = ("GET", "HEAD")

# Other values of these, sent twice, would be read differently by whoever reads the first and whoever reads the last.
_ONCE = frozenset({"host", "origin", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "if-none-match"})

_REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\x21-\x7e]+) HTTP/1\.[01]")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*")
_ABSOLUTE = re.compile(r"http://([^/?]*)(.*)", re.IGNORECASE)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Request:
    """A request that may be answered: `path` is relative to the site, decoded, with `/` between its parts."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered: an HTTP status and a sentence for whoever sent it."""

    status: int
    reason: str


def parse_request(head: bytes, port: int) -> Request | Refusal:
    """`head` is everything up to the empty line, without it; `port` is the one this server listens on."""
    first, *lines = head.split(b"\r\n")
    start = _REQUEST_LINE.fullmatch(first)
    if start is None:
        return Refusal(400, "The first line is not an HTTP/1 request.")
    headers = _parse_headers(lines)
    if isinstance(headers, Refusal):
        return headers
    refusal = _refuse_stranger(headers, port)
    if refusal is not None:
        return refusal
    method = start[1].decode("ascii")
    if method not in METHODS:
        return Refusal(405, "This site can be read, not changed: only GET and HEAD are answered.")
    path = parse_target(start[2].decode("ascii"), headers["host"])
    return path if isinstance(path, Refusal) else Request(method, path, headers)


def parse_target(target: str, host: str) -> str | Refusal:
    """The site-relative path a request target asks for; `host` is the `Host` it came with."""
    absolute = _ABSOLUTE.fullmatch(target)
    if absolute is not None:
        if absolute[1].lower() != host:
            return Refusal(421, "The address names another host than the request.")
        target = absolute[2] if absolute[2].startswith("/") else "/" + absolute[2]
    if not target.startswith("/") or "#" in target or "\\" in target or "%00" in target:
        return Refusal(400, "The address is not one of a page here.")
    path = target.partition("?")[0]
    if path == "/":
        return "index.html"
    if _BAD_ESCAPE.search(path):
        return Refusal(400, "The address has a % without two hexadecimal digits after it.")
    parts: list[str] = []
    for part in path[1:].split("/"):
        try:
            name = unquote_to_bytes(part).decode("utf-8")
        except UnicodeDecodeError:
            return Refusal(400, "The address is not UTF-8.")
        if not name or name.startswith(".") or "/" in name or "\\" in name or _CONTROL.search(name):
            return Refusal(400, "The address has a part that no page here can have.")
        parts.append(name)
    return "/".join(parts)


def hosts_of(port: int) -> frozenset[str]:
    """The values of `Host` by which a browser on this machine calls this server."""
    names = ("127.0.0.1", "localhost", "[::1]")
    # Browsers leave the port of http out.
    return frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset())


def _parse_headers(lines: list[bytes]) -> dict[str, str] | Refusal:
    headers: dict[str, str] = {}
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:
            return Refusal(400, "A header line is malformed.")
        name, value = field[1].decode("ascii").lower(), field[2].decode("latin-1")
        if name in headers and name in _ONCE:
            return Refusal(400, f"The header {name} is there twice.")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    headers["host"] = headers.get("host", "").lower()
    return headers


def _refuse_stranger(headers: Mapping[str, str], port: int) -> Refusal | None:
    host = headers["host"]
    if host not in hosts_of(port):
        return Refusal(421, f"This server answers to 127.0.0.1:{port} and localhost:{port} only.")
    # The origin has to be the very address that was asked: another program may listen on [::1] at the same port.
    if headers.get("origin", f"http://{host}").lower() != f"http://{host}":
        return Refusal(403, "Another site asked for this page.")
    site = headers.get("sec-fetch-site", "none")
    # `same-site` is any other port of this machine.
    if site in ("none", "same-origin"):
        return None
    # A link followed from elsewhere opens the page in a tab of its own, where the other site cannot look into it.
    navigation = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return None if navigation else Refusal(403, "Another site asked for this page.")
