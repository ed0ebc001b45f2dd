"""What response headers say about asking again (pure): freshness, Retry-After, validators.

Nothing in a header can be trusted to be well-formed: whatever is garbage counts as absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RETRY_CAP = 7 * 86400.0  # seconds: the longest Retry-After that binds
_FOREVER = 10 * 365 * 86400.0  # what overlong numbers count as
_LONGEST_VALIDATOR = 7 * 1024  # one that servers still accept back: most stop at 8 KiB a header

# Fields that are lists (RFC 9110, 5.3): sent twice, they are one list. Of all others the first counts.
_LISTS = frozenset({"cache-control", "content-encoding", "content-language", "link", "vary"})

# The three forms of HTTP-date (RFC 9110, 5.6.7); whatever else a date parser would make of it is garbage.
_HTTP_DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC|[+-]0000)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\Z",
    re.ASCII,
)
_MAX_AGE = re.compile(r'(?:^|,)\s*max-age\s*=\s*"?([0-9]+)"?\s*(?=,|$)', re.IGNORECASE)


def singly(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by lower-case name, each byte one character (latin-1), so that it can be echoed as it came."""
    headers: dict[str, str] = {}
    for name_bytes, value_bytes in raw:
        name, value = name_bytes.decode("latin-1").lower(), value_bytes.decode("latin-1")
        if name not in headers:
            headers[name] = value
        elif name in _LISTS:
            headers[name] += ", " + value
    return headers


def validator(value: str | None) -> str | None:
    """A validator fit to be sent back as it is, else None.

    `*` would match anything (RFC 9110, 13.1.2) and lose all news; control characters are no header.
    """
    if not value or value.strip() in ("", "*") or len(value) > _LONGEST_VALIDATOR:
        return None
    return None if any((ord(c) < 32 and c != "\t") or ord(c) == 127 for c in value) else value


def http_date(text: str) -> datetime | None:
    """An HTTP-date as aware UTC; None if it is none."""
    text = text.strip()
    if not _HTTP_DATE.match(text):
        return None
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _seconds(text: str) -> float | None:
    """delta-seconds (RFC 9111, 1.2.2): digits alone; overlong ones count as very many."""
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return min(float(text[:20]), _FOREVER) if len(text) <= 20 else _FOREVER


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds to stay away (RFC 9110, 10.2.3), at most seven days; None if nothing valid and future.

    `now` is seconds since the epoch.
    """
    text = headers.get("retry-after", "")
    seconds = _seconds(text)
    if seconds is None:
        date = http_date(text)
        seconds = date.timestamp() - now if date else None
    return min(seconds, RETRY_CAP) if seconds and seconds > 0 else None


def freshness(headers: Mapping[str, str], now: datetime) -> tuple[float, str] | None:
    """(seconds the answer says it stays fresh from now, which header says so); None if it does not say.

    RFC 9111, 4.2: max-age beats Expires; Age is taken off; Expires counts from the server's own Date.
    """
    found = _MAX_AGE.search(headers.get("cache-control", ""))
    age = _seconds(headers.get("age", "")) or 0.0
    if found:
        return max(0.0, (_seconds(found[1]) or 0.0) - age), "Cache-Control: max-age"
    expires = http_date(headers.get("expires", ""))
    if expires is None:
        return None
    date = http_date(headers.get("date", "")) or now
    return min(max(0.0, (expires - date).total_seconds() - age), _FOREVER), "Expires"


def wire(text: str) -> bytes:
    """A configured value as header bytes: nothing in it can end the header."""
    return " ".join(text.split()).encode("utf-8")


def address_text(raw: bytes) -> str:
    """A Location's bytes: UTF-8, else each byte beyond ASCII percent-encoded, as browsers send it back."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in raw)
