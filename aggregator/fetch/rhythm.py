"""How often a feed brings news, and so when it is worth asking (pure).

The rate, in entries a day, is an average that forgets: what was seen t ago weighs exp(-t / 7 days).
A poll is due when half an entry is to be expected.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from aggregator.model import ParsedEntry, Rhythm

DAY = timedelta(days=1)
_MEMORY_DAYS = 7.0
_LONGEST_LOOK_DAYS = 14.0  # a longer silence of ours says nothing of the feed: we were not looking
_FIRST_WINDOW = timedelta(days=28)


def first_rate(entries: Sequence[ParsedEntry], now: datetime, interval: timedelta) -> float:
    """Entries a day by the dates of a feed's first document; by the configured guess if it has none."""
    dates = sorted(e.published_at for e in entries if e.published_at and e.published_at <= now)
    if not dates:
        return DAY / interval / 2
    recent = [date for date in dates if now - date <= _FIRST_WINDOW]
    # A document that reaches further back than the window shows the window whole.
    span = _FIRST_WINDOW if len(recent) < len(dates) else now - dates[0]
    return len(recent) / max(span / DAY, 1 / 24)


def next_rate(rate: float, new: int, since: timedelta) -> float:
    """The rate after a poll that brought `new` entries, `since` the last one."""
    days = min(max(since / DAY, 0.0), _LONGEST_LOOK_DAYS)
    if days == 0.0:
        return rate + new / _MEMORY_DAYS
    kept = math.exp(-days / _MEMORY_DAYS)
    return rate * kept + new / days * (1.0 - kept)


def own_wait(rate: float, longest: timedelta) -> timedelta:
    """How long until half an entry is to be expected, at most `longest`."""
    return longest if rate * (longest / DAY) <= 0.5 else 0.5 / rate * DAY


def jitter(feed_id: str) -> float:
    """The feed's own fraction, 0 ≤ j < 1, the same for ever: a thousand feeds never start together."""
    return int.from_bytes(hashlib.sha256(feed_id.encode()).digest()[:4], "big") / 2**32


def allowed(moment: datetime, latest: datetime, rhythm: Rhythm, part: float) -> datetime:
    """The first time from `moment` on that skipHours and skipDays allow, but `latest` at the latest.

    Both are in GMT (RSS 0.91). A time that had to move goes `part` (0 to 1) of 50 minutes into its
    hour, so that feeds that skip the same hours do not all start on one stroke.
    """
    if not (rhythm.skip_hours or rhythm.skip_days):
        return moment
    there = moment.astimezone(UTC)
    while there.hour in rhythm.skip_hours or there.weekday() in rhythm.skip_days:
        there = there.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        if there >= latest:
            return max(moment, latest)
    return there if there == moment else min(latest, there + part * timedelta(minutes=50))


def shown(rate: float) -> str:
    """Entries a day as people read them: 0.25, 12.5, 8640."""
    return f"{rate:.3g}" if rate < 100 else f"{rate:.0f}"
