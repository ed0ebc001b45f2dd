"""When a feed is polled next, and why then (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from aggregator.fetch.headers import freshness
from aggregator.fetch.memory import document_rhythm
from aggregator.fetch.rhythm import allowed, jitter, own_wait, shown
from aggregator.model import Feed, Response, Rhythm

_SPREAD = 0.1  # of a wait, at most, as the feed's own jitter


def spread(feed: Feed, wait: timedelta) -> timedelta:
    """The feed's own jitter on a wait: 0 to 10 % of it, always the same."""
    return wait * (_SPREAD * jitter(feed.id))


def after(now: datetime, wait: timedelta) -> datetime:
    """`wait` from now, on the next whole second, as the database keeps it: never sooner."""
    at = now + wait
    return at.replace(microsecond=0) + timedelta(seconds=1 if at.microsecond else 0)


def longest(feed: Feed) -> timedelta:
    """max_interval, or min_interval should that be set above it."""
    return max(feed.max_interval, feed.min_interval)


def backoff(feed: Feed, failures: int) -> timedelta:
    """The wait after the nth failure in a row: doubling from the first guess to max_interval, for ever."""
    first = max(feed.min_interval, feed.interval)
    wait = first * (1 << min(max(failures - 1, 0), 16))
    return min(wait + spread(feed, wait), longest(feed))


def fresh_for(
    response: Response, memory: Mapping[str, Any], now: datetime
) -> tuple[tuple[float, str] | None, dict[str, Any]]:
    """How long the answer says it stays fresh, and what to remember of it.

    A 304 that does not say it leaves what the 200 said in force (RFC 9111, 3.2 and 4.3.4).
    """
    said = freshness(response.headers, now)
    if said is None and response.status == 304 and memory.get("fresh"):
        seconds, why = memory["fresh"]
        said = (float(seconds), str(why))
    return said, {"fresh": list(said) if said else None}


def next_poll(
    feed: Feed, now: datetime, rate: float | None, fresh: tuple[float, str] | None, memory: Mapping[str, Any]
) -> tuple[datetime, str]:
    """After a poll that went well: by the feed's rhythm, but no sooner than we are told.

    What the publisher says binds up to max_interval. What the document itself says (ttl, sy:*,
    skipHours, skipDays) yields to an interval set on the feed: a wrong ttl loses entries.
    """
    most = longest(feed)
    said = Rhythm() if feed.interval_is_own else document_rhythm(memory)
    floors = [(feed.min_interval, "min_interval")]
    if fresh:
        floors.append((min(timedelta(seconds=fresh[0]), most), fresh[1]))
    if said.ttl:
        floors.append((min(said.ttl, most), "the document's ttl"))
    floor, floor_why = max(floors, key=lambda one: one[0])

    if rate is None:
        wait, why = feed.interval, "interval, the first guess"
    else:
        wait, why = own_wait(rate, most), f"its rhythm, {shown(rate)} entries a day"
        if feed.interval_is_own and feed.interval < wait:
            wait, why = feed.interval, "the interval set on it"
    # Room for the jitter below max_interval, so that feeds at rest do not all come to one beat.
    wait = min(wait, most / (1 + _SPREAD))
    if floor >= wait:
        wait, why = floor, floor_why
    at = after(now, min(wait + spread(feed, wait), most))
    permitted = after(allowed(at, now + most, said, jitter(feed.id)), timedelta(0))
    return permitted, why if permitted == at else "skipHours and skipDays"
