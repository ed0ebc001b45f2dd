"""What a single value of feeds.toml may be. Each reader returns it typed, or raises ValueError that says
what would be right."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aggregator.config.nearest import hint
from aggregator.model import COUNTRIES, PUBLISHER_KINDS

ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_DURATION = re.compile(r"(\d{1,9})(s|m|h|d|w)")
_LONGEST = timedelta(days=100 * 366)
_SIZES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
_SIZE = re.compile(r"(\d{1,12})\s*([KMG]?i?B)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# BCP 47, as far as its shape goes: a language, then subtags.
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# RFC 4151: a domain or an address, and since when it was its holder's.
_AUTHORITY = re.compile(
    r"([A-Za-z0-9._-]+@)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
    r",\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
# Headers that the exchange itself depends on: a feed that set them would break it.
_OURS: tuple[str, ...] = (
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "accept-encoding",
    "te",
    "upgrade",
)
_OURS += ("expect", "range", "referer", "if-none-match", "if-modified-since", "user-agent")
_MISTAKEN = {"UK": "GB", "EL": "GR", "USA": "US", "UAE": "AE", "SU": "RU"}

Reader = Callable[[Any], Any]


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {_shown(value)}")
    if _CONTROL.search(value):
        raise ValueError("must be one line, without control characters")
    return value.strip()


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {_shown(value)}")
    return value


def count(low: int, high: int) -> Reader:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"must be a whole number from {low} to {high}, not {_shown(value)}")
        return value

    return read


def duration(value: Any) -> timedelta:
    """'30m', '1h30m', '2s': over zero."""
    span = duration_or_zero(value)
    if not span:
        raise ValueError("must be longer than nothing")
    return span


def duration_or_zero(value: Any) -> timedelta:
    pieces = _DURATION.findall(value) if isinstance(value, str) else []
    if not pieces or "".join(number + unit for number, unit in pieces) != value:
        raise ValueError(f'must be a duration such as "30m", "24h" or "7d", not {_shown(value)}')
    seconds = sum(int(number) * _UNITS[unit] for number, unit in pieces)
    if seconds > _LONGEST.total_seconds():
        raise ValueError(f"must be at most a hundred years, not {_shown(value)}")
    return timedelta(seconds=seconds)


def keep(value: Any) -> timedelta | None:
    """How long entries stay; None is for ever."""
    if value == "forever":
        return None
    try:
        return duration(value)
    except ValueError as error:
        raise ValueError(f'must be "forever" or an age such as "365d", not {_shown(value)}') from error


def size(value: Any) -> int:
    """Bytes."""
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if not match or not int(match[1]):
        raise ValueError(f'must be a size such as "8MiB", not {_shown(value)}')
    return int(match[1]) * _SIZES[match[2].upper()]


def identifier(value: Any) -> str:
    name = text(value)
    if not ID.fullmatch(name):
        raise ValueError(f'must be small letters, digits and hyphens, such as "my-feed", not {_shown(value)}')
    return name


def url(value: Any) -> str:
    """An http or https address with a host."""
    address = text(value)
    try:
        parts = urlsplit(address)
        right = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        right = False
    if not right or " " in address:
        raise ValueError(f"must be an http or https address, not {_shown(value)}")
    return address


def url_or_nothing(value: Any) -> str:
    return "" if value == "" else url(value)


def base_url(value: Any) -> str:
    address = url_or_nothing(value)
    parts = urlsplit(address)
    if parts.query or parts.fragment or parts.username:
        raise ValueError(f"must be an address without a query, a fragment or a name, not {_shown(value)}")
    return address.rstrip("/")


def listen(value: Any) -> tuple[str, int]:
    """Host and port; port 0 is any free one."""
    host, colon, port = text(value).rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not host or not port.isascii() or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f'must be HOST:PORT, such as "127.0.0.1:8787", not {_shown(value)}')
    return host, int(port)


def authority(value: Any) -> str:
    name = text(value)
    if name and not _AUTHORITY.fullmatch(name):
        raise ValueError(f'must be a domain and a year, such as "example.org,2026", not {_shown(value)}')
    return name


def country(value: Any) -> str:
    code = text(value).upper()
    if code and code not in COUNTRIES:
        known = "country code (ISO 3166-1 alpha-2)"
        if code in _MISTAKEN:
            raise ValueError(f"is no {known}: {_shown(value)}; did you mean {_MISTAKEN[code]}?")
        named = [
            one for one, name in COUNTRIES.items() if len(code) > 2 and name.upper().startswith(code[:4])
        ]
        raise ValueError(_unknown(known, value, named[:1] or sorted(COUNTRIES)))
    return code


def publisher_kind(value: Any) -> str:
    name = text(value)
    if name and name not in PUBLISHER_KINDS:
        raise ValueError(_unknown("kind", value, PUBLISHER_KINDS))
    return name


def language(value: Any) -> str:
    tag = text(value)
    if tag and not _LANG.fullmatch(tag):
        raise ValueError(f'must be a BCP 47 language, such as "en" or "az-Latn", not {_shown(value)}')
    return tag


def encoding(value: Any) -> str:
    name = text(value)
    try:
        codecs.lookup(name or "utf-8")
    except (LookupError, ValueError) as error:
        raise ValueError(
            f'must be a character encoding, such as "windows-1251", not {_shown(value)}'
        ) from error
    return name


def zone(value: Any) -> str:
    name = text(value)
    try:
        ZoneInfo(name or "UTC")
    except (OSError, ValueError, LookupError) as error:
        raise ValueError(f'must be an IANA time zone, such as "Asia/Baku", not {_shown(value)}') from error
    return name


def headers(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise ValueError(f'must be a table, such as {{ Accept = "text/xml" }}, not {_shown(value)}')
    for name, content in value.items():
        if not _TOKEN.fullmatch(name):
            raise ValueError(f"has a name that no header can have: {_shown(name)}")
        if name.lower() in _OURS:
            use = (
                "use the key user_agent" if name.lower() == "user-agent" else "the exchange sets that itself"
            )
            raise ValueError(f"may not set {name}: {use}")
        if not isinstance(content, str) or _CONTROL.search(content) or not content.isascii():
            raise ValueError(f"has a bad value for {name}: one line of ASCII text is right")
    return tuple((name, content) for name, content in value.items())


def user_agent(value: Any) -> str:
    name = text(value)
    if not name.isascii():
        raise ValueError("must be ASCII")
    return name


def _unknown(what: str, value: Any, known: Any) -> str:
    return f"is no {what}: {_shown(value)}{hint(str(value), list(known))}"


def _shown(value: Any) -> str:
    shown = (
        f'"{value}"'
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )
    return shown if len(shown) <= 60 else shown[:57] + "…"
