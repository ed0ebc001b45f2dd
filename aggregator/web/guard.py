"""Who may ask what: the method, the Host header, the token; and the headers that every answer bears."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aggregator.web.problems import MEDIA_TYPE, Problem

# Everything the pages use is ours: one stylesheet, one script that writes local times, one icon.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "interest-cohort=()",
}
OPEN_PATHS = ("/healthz",)


class Guard:
    """Wraps the application. `hosts` gives the names it answers to, in lower case; they may change."""

    def __init__(self, app: ASGIApp, hosts: Callable[[], frozenset[str]], token: str) -> None:
        self._app = app
        self._hosts = hosts
        self._token = _digest(token.encode()) if token else b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1000})
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        scope, authority = _target(scope)
        if problem := self._refusal(scope, authority):
            fields = {"cache-control": "no-store", **problem.headers}
            refusal = Response(problem.document(), problem.status, fields, MEDIA_TYPE)
            await refusal(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)

    def _refusal(self, scope: Scope, authority: str | None) -> Problem | None:
        headers = Headers(scope=scope)
        said = headers.getlist("host") if authority is None else [authority]
        host = hostname(said[0]) if len(said) == 1 else ""
        if not host:
            return Problem(400, "The request has no right Host header.")
        if not is_loopback(host) and host not in self._hosts():
            return Problem(421, f"This server does not answer to {host}: set base_url to the name it has.")
        if scope["method"] not in ("GET", "HEAD"):
            return Problem(405, "Only GET and HEAD are answered.", headers={"allow": "GET, HEAD"})
        if not scope["path"].startswith("/"):
            return Problem(400, "The request asks for no path.")
        if self._token and scope["path"] not in OPEN_PATHS and not self._has_token(headers, scope):
            challenge = 'Basic realm="Aggregator", charset="UTF-8"'
            return Problem(401, "This server wants its token.", headers={"www-authenticate": challenge})
        return None

    def _has_token(self, headers: Headers, scope: Scope) -> bool:
        found = False
        for offered in _tokens(headers.get("authorization", ""), scope["query_string"]):
            # No early end, and digests of equal length: time tells nothing of the token.
            found |= hmac.compare_digest(_digest(offered), self._token)
        return found


def _target(scope: Scope) -> tuple[Scope, str | None]:
    """The request by its path alone, and the authority of a target in absolute form, which then speaks for
    the Host header (RFC 9112, 3.2.2). A server must understand it, though only proxies are sent it."""
    scheme, colon, rest = scope["path"].partition("://")
    if not colon or scheme.lower() not in ("http", "https"):
        return scope, None
    authority, slash, path = rest.partition("/")
    whole = {**scope, "path": slash + path or "/"}
    whole.pop("raw_path", None)  # it has the authority, too
    return whole, authority


def _tokens(authorization: str, query: bytes) -> Iterator[bytes]:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() == "bearer":
        yield credentials.strip().encode("latin-1")  # as the header's bytes came
    elif scheme.lower() == "basic":
        try:
            _, _, password = base64.b64decode(credentials.strip(), validate=True).partition(b":")
        except (binascii.Error, ValueError):
            return
        yield password
    for key, value in parse_qsl(query.decode("latin-1"), encoding="utf-8", errors="surrogateescape"):
        if key == "token":
            yield value.encode("utf-8", "surrogateescape")


def _digest(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()


def hostname(host: str) -> str:
    """The name in a Host header, in lower case, without its port; "" if it is no such header."""
    if any(sign in host for sign in "/@?#\\ \t,"):
        return ""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises for what is no port
    except ValueError:
        return ""
    return (parts.hostname or "").rstrip(".")


def is_loopback(host: str) -> bool:
    """A name that only this machine can have meant: no foreign page can make a browser ask by it."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
