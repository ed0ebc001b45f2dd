"""Permanent moves: an unbroken run of 301 and 308, believed the third time over a day (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from aggregator.fetch.memory import past, stamp
from aggregator.model import Response, without_credentials

_PERMANENT = frozenset({301, 308})  # RFC 9110, 15.4: 302, 303 and 307 say nothing of tomorrow
_SIGHTINGS = 3
_OVER = timedelta(days=1)


def target(response: Response) -> str | None:
    """Where the permanent prefix of the redirects leads; None if the first hop is not permanent."""
    to = None
    for hop in response.hops:
        if hop.status not in _PERMANENT:
            break
        to = without_credentials(hop.target)
    return to


def all_permanent(response: Response) -> bool:
    """Whether what answered speaks for the address that was asked: no temporary redirect between."""
    return all(hop.status in _PERMANENT for hop in response.hops)


def sighted(
    memory: Mapping[str, Any], response: Response, now: datetime
) -> tuple[dict[str, Any], str | None]:
    """The memory after a poll whose document was a feed, and the address to adopt, if it is time."""
    kept = {key: value for key, value in memory.items() if key != "move"}
    to = target(response)
    if to is None:
        return kept, None
    before = memory.get("move") or {}
    first = past(before, "first", now)
    if before.get("to") != to or first is None:
        return kept | {"move": {"to": to, "seen": 1, "first": stamp(now)}}, None
    seen = int(before.get("seen", 0)) + 1
    if seen >= _SIGHTINGS and now - first >= _OVER:
        return kept, to
    return kept | {"move": {"to": to, "seen": seen, "first": stamp(first)}}, None
