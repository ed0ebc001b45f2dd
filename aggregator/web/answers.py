"""An answer with its validators: strong ETag, Last-Modified, 304, gzip, Cache-Control, Vary."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

PIECE_BYTES = 32 * 1024  # what a client gets eight seconds to take (web/server.py)
_WORTH_PACKING = 1024  # bytes; less gains nothing


@dataclass(frozen=True, slots=True)
class Answer:
    """A representation, ready to be sent: `etag` is of these very bytes, packed or not."""

    body: bytes
    media_type: str
    etag: str
    encoding: str = ""
    last_modified: datetime | None = None
    cache: str = "no-cache"
    vary: str = "Accept-Encoding"
    status: int = 200
    link: str = ""  # a Link field (RFC 8288)
    location: str = ""  # where else it is


class Pieces(Response):
    """A response sent piece by piece, so that a client that reads slowly but does read is served."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        body = bytes(self.body)
        for start in range(0, len(body), PIECE_BYTES):
            piece = body[start : start + PIECE_BYTES]
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def prepare(
    body: bytes,
    media_type: str,
    headers: Mapping[str, str],
    *,
    last_modified: datetime | None = None,
    cache: str = "no-cache",
    vary: str = "",
    status: int = 200,
    link: str = "",
) -> Answer:
    """`body` as this client can take it. Costs time for large bodies: call it in a thread."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    encoding = "gzip" if len(body) >= _WORTH_PACKING and _takes_gzip(headers) else ""
    if encoding:
        # Strong validators differ between encodings (RFC 9110, 8.8.1).
        body, tag = gzip.compress(body, 6, mtime=0), f"{tag}-gzip"
    whole_vary = ", ".join(filter(None, ("Accept-Encoding", vary)))
    return Answer(body, media_type, f'"{tag}"', encoding, last_modified, cache, whole_vary, status, link)


def redirection(path: str) -> Answer:
    """What is asked for is at another path, today."""
    return Answer(b"", "text/plain", "", status=302, location=path)


def respond(answer: Answer, headers: Mapping[str, str]) -> Response:
    """The response: 304 without a body if the client has it already. Range is ignored, as it may be."""
    if answer.location:
        return Response(None, answer.status, {"location": answer.location, "cache-control": answer.cache})
    fields = {"etag": answer.etag, "cache-control": answer.cache, "vary": answer.vary}
    if answer.last_modified:
        fields["last-modified"] = format_datetime(answer.last_modified.astimezone(UTC), usegmt=True)
    if answer.link:
        fields["link"] = answer.link
    if answer.status == 200 and _has_it(answer, headers):
        return Response(status_code=304, headers=fields)
    if answer.encoding:
        fields["content-encoding"] = answer.encoding
    return Pieces(answer.body, answer.status, fields, answer.media_type)


def _has_it(answer: Answer, headers: Mapping[str, str]) -> bool:
    """RFC 9110, 13.2.2: If-None-Match decides; only without it does If-Modified-Since."""
    if (known := headers.get("if-none-match")) is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return "*" in tags or answer.etag in tags
    since = headers.get("if-modified-since")
    if since is None or answer.last_modified is None:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except (ValueError, TypeError, OverflowError):
        return False
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return answer.last_modified.replace(microsecond=0) <= moment


def _takes_gzip(headers: Mapping[str, str]) -> bool:
    """RFC 9110, 12.5.3: what is said of gzip by name counts for more than what is said of all."""
    said = {}
    for offer in headers.get("accept-encoding", "").lower().split(","):
        name, _, parameter = offer.partition(";")
        quality = parameter.replace(" ", "").removeprefix("q=")
        said[name.strip()] = not quality or quality.strip("0.") != ""
    return next((said[name] for name in ("gzip", "x-gzip", "*") if name in said), False)
