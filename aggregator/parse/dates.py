"""Dates as feeds write them: RFC 822, RFC 3339, W3CDTF, and the ways of a dozen languages.

Years before 1900 are no news and mean a broken clock: None. A date without a zone is in the feed's
`tz`, else UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from aggregator.parse import limits, months, zones

_ISO = re.compile(
    r"(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?"
    r"(?:[T _]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?|:(\d))?)?"
    r"\s*(Z|z|[+\-\u2212]\d\d:?(?:\d\d)?)?\Z"
)
_ORDINAL = re.compile(r"(\d{4})-(\d{3})(?![\d-])")
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3},?\s+)?(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\s+(\d\d):(\d\d)(?::(\d\d))?\s+"
    r"([+\-]\d{4}|GMT|UTC|UT|Z)\Z"
)
_EPOCH = re.compile(r"(\d{10})(?:\.\d+|\d{3})?\Z")
_CLOCK = re.compile(
    r"(?<![\d.])(\d{1,2})\s*[:.hч]\s?(\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?![\d:])(?!\.\d)"
    r"(?:\s*([ap])\.?\s?m\b\.?)?|\b(\d{1,2})\s*([ap])\.?m\b\.?"
)
_OFFSET = re.compile(r"(?:(?:utc|gmt)\s*)?(?<![\d.])([+\-\u2212])\s?(\d{1,2})(?::?(\d{2}))?(?![\d.\-/:])")
_REGION = re.compile(r"\b([A-Z][A-Za-z]+/[A-Z][A-Za-z_]+)\b")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s?[./\-年년]\s?(\d{1,2})\s?[./\-月월]\s?(\d{1,2})\s?(?:日|일)?(?!\d)"
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?([./\-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_DIGITS = {
    **{0x660 + n: str(n) for n in range(10)},
    **{0x6F0 + n: str(n) for n in range(10)},
    **{0xFF10 + n: str(n) for n in range(10)},
}
_PM = ("오후", "下午", "午後", " م")
_AM = ("오전", "上午", "午前", " ص")


def zone(name: str) -> tzinfo | None:
    """The zone of an IANA name, or None if there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None


def parse(text: str | None, tz: str = "", home: str = "") -> datetime | None:
    """The moment that `text` means, aware and in UTC, or None if it means none."""
    if not text or not text.strip():
        return None
    text = " ".join(text.translate(_DIGITS).split())[: limits.DATE]
    local = (zone(tz) if tz else None) or UTC
    for read in (_rfc822, _iso, _epoch, _free):
        try:
            found = read(text, local, home)
        except (ValueError, OverflowError):
            found = None
        if found is not None:
            return found if found.year >= 1900 else None
    return None


def _rfc822(text: str, _local: tzinfo, _home: str) -> datetime | None:
    match = _RFC822.match(text)
    month = months.number(match[2].lower()) if match else None
    where = _east(match[7]) if match else None
    if not match or not month or not where:
        return None
    return _moment(int(match[3]), month, int(match[1]), (match[4], match[5], match[6]), where)


def _iso(text: str, local: tzinfo, _home: str) -> datetime | None:
    ordinal = _ORDINAL.match(text)
    if ordinal:
        first = datetime(int(ordinal[1]), 1, 1, tzinfo=local)
        return (first + timedelta(days=int(ordinal[2]) - 1)).astimezone(UTC)
    match = _ISO.match(text)
    if not match:
        return None
    clock = (match[4] or "0", match[5] or "0", match[6] or match[7])
    where = local if match[8] is None else _east(match[8]) or local
    return _moment(int(match[1]), int(match[2] or 1), int(match[3] or 1), clock, where)


def _epoch(text: str, _local: tzinfo, _home: str) -> datetime | None:
    match = _EPOCH.match(text)
    return datetime.fromtimestamp(int(match[1]), UTC) if match else None


def _free(text: str, local: tzinfo, home: str) -> datetime | None:
    """Any order, any language: takes the date, the clock and the zone out of the text one by one."""
    folded = months.fold(text)
    day, rest = _day(folded, home)
    if day is None:
        return None
    clock, rest = _clock(rest)
    year, month, number = day
    return _moment(year, month, number, clock, _where(rest, text, home) or local)


def _day(text: str, home: str) -> tuple[tuple[int, int, int] | None, str]:
    """Year, month and day, and the text without them."""
    match = _YEAR_FIRST.search(text)
    if match:
        return (int(match[1]), int(match[2]), int(match[3])), _without(text, match)
    match = _DAY_FIRST.search(text)
    if match:
        day, month = int(match[1]), int(match[3])
        american = match[2] == "/" and home.upper() in {"US", "PH"}
        if month > 12 or (american and day <= 12):
            day, month = month, day
        return (_year(match[4]), month, day), _without(text, match)
    return _named_day(text)


def _named_day(text: str) -> tuple[tuple[int, int, int] | None, str]:
    named = months.phrase(text)
    if named:
        start = text.index(named[0])
        found = [(start, start + len(named[0]), named[1])]
    else:
        found = [(m.start(), m.end(), n) for m in _WORD.finditer(text) if (n := months.number(m[0]))]
        if len(found) > 1:  # "mar. 4 juil.": a Tuesday, not a March
            found = [one for one in found if text[one[0] : one[1]] not in {"mar", "lun", "sat"}] or found
    for start, end, month in found:
        clockless, _ = _take_clock(text)
        numbers = [(m.start(), m[0]) for m in _NUMBER.finditer(clockless)]
        before = [n for at, n in numbers if at < start and start - at <= 16 and len(n) <= 4]
        after = [n for at, n in numbers if end <= at <= end + 24 and len(n) <= 4]
        pair = _pair(before[-2:], after[:2])
        if pair:
            return (pair[0], month, pair[1]), text[:start] + " " + text[end:]
    return None, text


def _pair(before: list[str], after: list[str]) -> tuple[int, int] | None:
    """Year and day out of the numbers about a month's name."""
    if before and len(before[-1]) == 4 and after and len(after[0]) <= 2:  # 2023 July 7
        return int(before[-1]), int(after[0])
    if before and len(before[-1]) <= 2 and after:  # 7 July 2023, 7 July 23
        return _year(after[0]), int(before[-1])
    if len(before) == 2 and len(before[0]) == 4:  # 2023, 7 July
        return int(before[0]), int(before[1])
    if len(after) == 2 and len(after[0]) <= 2:  # July 7, 2023
        return _year(after[1]), int(after[0])
    if after and len(after[0]) == 4:  # July 2023
        return int(after[0]), 1
    return None


def _take_clock(text: str) -> tuple[str, re.Match[str] | None]:
    """The text with the clock and the offset blanked, so that only the date's numbers are left."""
    match = _CLOCK.search(text)
    if match:
        text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return _OFFSET.sub(lambda m: " " * len(m[0]), text), match


def _clock(text: str) -> tuple[tuple[str, str, str | None], str]:
    match = _CLOCK.search(text)
    if not match:
        return ("0", "0", None), text
    hour, half = (match[1] or match[5]), (match[4] or match[6] or "")
    if not half and any(mark in text for mark in _PM):
        half = "p"
    elif not half and any(mark in text for mark in _AM):
        half = "a"
    if half and int(hour) <= 12:
        hour = str(int(hour) % 12 + (12 if half == "p" else 0))
    return (hour, match[2] or "0", match[3]), _without(text, match)


def _where(rest: str, text: str, home: str) -> tzinfo | None:
    """The zone: an offset before a name, a name before the feed's own."""
    region = _REGION.search(text)
    if region and (known := zone(region[1])):
        return known
    match = _OFFSET.search(rest)
    if match:
        return _east(f"{match[1]}{int(match[2]):02}{match[3] or '00'}")
    for word in _words(rest):
        shift = zones.offset(word, home)
        if shift is not None:
            return timezone(shift)
    return None


def _words(text: str) -> Iterator[str]:
    return (match[0] for match in _WORD.finditer(text))


def _east(offset: str) -> timezone | None:
    """`+04`, `+0400`, `-03:30`, `Z`; None if it is more than any clock on earth."""
    if offset[0] not in "+-\u2212":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    if shift > timedelta(hours=15):
        return None
    return timezone(shift if offset[0] == "+" else -shift)


def _year(digits: str) -> int:
    """RFC 5322 section 4.3: two digits from 50 are of the last century."""
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year >= 50 else 2000)


def _moment(
    year: int, month: int, day: int, clock: tuple[str, str, str | None], where: tzinfo | None
) -> datetime | None:
    hour, minute, second = int(clock[0]), int(clock[1]), min(int(clock[2] or 0), 59)  # 60 is a leap second
    late = hour == 24 and minute == 0
    local = datetime(year, month, day, 0 if late else hour, minute, second, tzinfo=where or UTC)
    return (local + timedelta(days=1) if late else local).astimezone(UTC)


def _without(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " + text[match.end() :]
