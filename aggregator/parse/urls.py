"""Addresses: absolute, http or https, or None."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from aggregator.parse import limits

_BLANKS = re.compile(r"[\t\r\n]+")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_TRACKING = re.compile(
    r"(?:^|(?<=&))(?:utm_[a-z_]+|fbclid|gclid|yclid|mc_cid|mc_eid|_openstat)=[^&#]*&?", re.IGNORECASE
)


def absolute(reference: str | None, *bases: str | None) -> str | None:
    """`reference` resolved against the first base that makes it http(s) (RFC 3986 section 5), or None."""
    if not reference:
        return None
    reference = _BLANKS.sub("", reference).strip()
    if not reference or len(reference) > limits.URL:
        return None
    if _SCHEME.match(reference) and not reference[:5].lower().startswith("http"):
        return None
    for base in ("", *bases):
        if base is None:
            continue
        try:
            url = urljoin(base, reference) if base else reference
            parts = urlsplit(url)
            host = parts.hostname
            _ = parts.port  # ValueError if it is none
        except ValueError:
            continue
        if parts.scheme.lower() in {"http", "https"} and host and " " not in parts.netloc:
            url = parts._replace(scheme=parts.scheme.lower(), netloc=_lower(parts.netloc)).geturl()
            return _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", url)
    return None


def _lower(place: str) -> str:
    user, at, host = place.rpartition("@")
    return user + at + host.lower()


def key(url: str | None) -> str:
    """What two spellings of one address share: no scheme, no tracking parameters, no last slash."""
    if not url:
        return ""
    rest = re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    host, slash, path = rest.partition("/")
    if "?" in path:
        stem, _, query = path.partition("?")
        query = _TRACKING.sub("", query).rstrip("&")
        path = f"{stem}?{query}" if query else stem
    return (host.lower() + slash + path).rstrip("/")
