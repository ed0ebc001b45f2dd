"""What is asked of a publisher, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """What policy decided to ask: a conditional GET, as far as there are validators."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    validators_url: str = ""  # the address that gave them, and the only one that is sent them; "": url


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect followed: the address that answered, its status, where it pointed."""

    url: str
    status: int
    target: str


@dataclass(frozen=True, slots=True)
class Response:
    """The final answer of an exchange. `headers` has lower-case names; `body` is inflated and whole."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    hops: tuple[Hop, ...] = ()
    seconds: float = 0.0
    wire_bytes: int = 0


def without_credentials(url: str) -> str:
    """The address as it may be stored, logged and shown: without user and password (RFC 3986, 3.2.1)."""
    before, slashes, rest = url.partition("//")
    end = min((at for at in map(rest.find, "/?#\\") if at >= 0), default=len(rest))
    return before + slashes + rest[:end].rpartition("@")[2] + rest[end:]
