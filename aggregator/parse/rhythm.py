"""What a document says of its own polling: RSS 2.0's ttl, skipHours, skipDays; the syndication module."""

from __future__ import annotations

import re
from datetime import timedelta

from aggregator.model import Rhythm

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"<skipHours\b[^<>]*>(.{0,4000}?)</skipHours", re.IGNORECASE | re.DOTALL)
_SKIP_DAYS = re.compile(r"<skipDays\b[^<>]*>(.{0,4000}?)</skipDays", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour[^<>]*>\s*(\d{1,2})\s*<", re.IGNORECASE)
_DAY = re.compile(r"<day[^<>]*>\s*([a-z]{3})[a-z]*\s*<", re.IGNORECASE)
_LONGEST = 366 * 24 * 60  # minutes


def read(ttl: str, period: str, frequency: str, head: str) -> Rhythm:
    """The rhythm by these elements' text; `head` is the document's XML outside of its entries."""
    waits = [wait for wait in (_ttl(ttl), _update(period, frequency)) if wait]
    hours, days = _HOURS.search(head), _SKIP_DAYS.search(head)
    return Rhythm(
        ttl=max(waits, default=None),
        # 24 is midnight too, RSS 0.91 says.
        skip_hours=frozenset(int(h) % 24 for h in _HOUR.findall(hours[1]) if int(h) <= 24)
        if hours
        else frozenset(),
        skip_days=frozenset(_DAYS.index(d.lower()) for d in _DAY.findall(days[1]) if d.lower() in _DAYS)
        if days
        else frozenset(),
    )


def _ttl(text: str) -> timedelta | None:
    match = re.match(r"\s*(\d{1,7})", text)
    minutes = int(match[1]) if match else 0
    return timedelta(minutes=min(minutes, _LONGEST)) if minutes else None


def _update(period: str, frequency: str) -> timedelta | None:
    """sy:updatePeriod over sy:updateFrequency; daily and once where only the other is said."""
    if not period.strip() and not frequency.strip():
        return None
    span = _PERIODS.get(period.strip().lower() or "daily")
    match = re.match(r"\s*(\d{1,6})", frequency)
    times = max(1, int(match[1])) if match else 1
    return span / times if span else None
