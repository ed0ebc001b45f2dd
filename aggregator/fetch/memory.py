"""What policy remembers of a feed between polls, in FeedState.memory (pure).

| key | is |
| --- | --- |
| reading | the settings that the stored document was read under: others ask for it whole again |
| validators_of | the address that gave the validators |
| malformed | true: the stored body hash is of a malformed document, whose validators are not kept |
| document | ttl (seconds), hours and days to skip, as the last document said |
| fresh | [seconds, why] of the last answer that said how long it stays fresh |
| full_at, same_at | when it last sent a whole document; when it last answered 304 |
| lied_at | when its validators were caught lying |
| move | to, seen, first: a permanent redirect on its way to be believed |
| failing_since | the first of the failures in a row |
| away_until | until when it asked us to stay away (Retry-After), or its domain is held |
| limited | true: it answered 429 or 503 |
| news_at, pace | when it last brought news; entries a day at that time |
| stale_at, silent_since, back_at | when it was found stale, since when nothing was new; when that was over |
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aggregator.model import Rhythm


def stamp(moment: datetime) -> str:
    """A time as memory holds it: UTC text."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def moment(memory: Mapping[str, Any], key: str) -> datetime | None:
    """A remembered time; None if there is none."""
    try:
        return datetime.fromisoformat(memory[key])
    except (KeyError, TypeError, ValueError):
        return None


def past(memory: Mapping[str, Any], key: str, now: datetime) -> datetime | None:
    """A remembered time that can have been: one in the future is of a clock since set back, so None."""
    found = moment(memory, key)
    return found if found and found <= now else None


def document_rhythm(memory: Mapping[str, Any]) -> Rhythm:
    """What the last document said of its own polling: a 304 has none to say it again."""
    said = memory.get("document") or {}
    ttl = said.get("ttl")
    return Rhythm(
        ttl=timedelta(seconds=ttl) if ttl else None,
        skip_hours=frozenset(said.get("hours", ())),
        skip_days=frozenset(said.get("days", ())),
    )


def document_memory(rhythm: Rhythm) -> dict[str, Any]:
    """The same, for memory; out-of-range hours and days are nobody's, a ttl over a year is garbage."""
    ttl = rhythm.ttl.total_seconds() if rhythm.ttl else 0.0
    return {
        "ttl": ttl if 0 < ttl <= 366 * 86400 else None,
        "hours": sorted(hour % 24 for hour in rhythm.skip_hours if 0 <= hour <= 24),
        "days": sorted(day for day in rhythm.skip_days if 0 <= day <= 6),
    }
