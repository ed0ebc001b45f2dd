"""What to ask of a feed, what its answer means, and when to ask again (pure).

    request → Request      before the exchange: with validators, or whole
    claim → next_poll_at   stored before the request leaves: when again if nothing more is recorded
    conclude → FeedState   after it
    due, skip_reason       whether it is time; whether even a named poll leaves it alone

Rules and their reasons are a table in tests/fetch/test_policy.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aggregator.errors import Held
from aggregator.fetch import answers, schedule
from aggregator.fetch.headers import RETRY_CAP
from aggregator.fetch.memory import moment, past, stamp
from aggregator.model import Facts, Feed, FeedState, Request, Response, without_credentials

_WHOLE_EVERY = timedelta(days=1)  # how often a feed that only answers 304 is asked whole
_DISTRUST = timedelta(days=7)  # how long validators that lied are not sent
_SLACK = timedelta(hours=1)  # clocks are corrected by less than this without a word
_IDLE_STATES = frozenset({"gone", "disabled", "removed"})


def request(feed: Feed, state: FeedState, now: datetime) -> Request:
    """The request to send: conditional (RFC 9110, 13.1), unless there is reason to want it whole."""
    url = without_credentials(state.url or feed.url)
    whole = Request(url=url)
    if state.memory.get("reading") != reading(feed):
        return whole  # set to be read otherwise since: a 304 would keep the old reading for ever
    lied_at = past(state.memory, "lied_at", now)
    if lied_at and now - lied_at < _DISTRUST:
        return whole
    full_at = past(state.memory, "full_at", now)
    if full_at is None or now - full_at >= _WHOLE_EVERY:
        return whole
    validators_of = str(state.memory.get("validators_of") or url)
    return Request(url=url, etag=state.etag, last_modified=state.last_modified, validators_url=validators_of)


def claim(feed: Feed, state: FeedState, now: datetime) -> tuple[datetime, str]:
    """When to ask again if the program dies in mid-poll: as if this poll had failed."""
    wait = schedule.backoff(feed, state.failures + 1)
    return schedule.after(now, wait), "being polled; then, if that is never concluded"


def due(feed: Feed, state: FeedState, now: datetime) -> bool:
    """Whether the feed wants a poll.

    A next poll further off than policy ever puts one was set by another clock, or under other
    settings: waiting for it would be silence. It is due now, and once, as the poll sets a new one.
    """
    if not feed.enabled or state.state in _IDLE_STATES:
        return False
    at = state.next_poll_at
    return at is None or at <= now or at - now > furthest(feed, state) + _SLACK


def furthest(feed: Feed, state: FeedState) -> timedelta:
    """The longest that policy lets this feed wait."""
    longest = schedule.longest(feed)
    return max(longest, timedelta(seconds=RETRY_CAP)) if state.memory.get("away_until") else longest


def skip_reason(feed: Feed, state: FeedState, now: datetime) -> str:
    """Why even a poll by name leaves this feed alone; "" if it does not."""
    if not feed.enabled or state.state == "disabled":
        return "disabled in feeds.toml"
    if state.state == "gone":
        return "gone (410): set a new url in feeds.toml, or remove it"
    if state.state == "removed":
        return "not in feeds.toml"
    away = moment(state.memory, "away_until")
    if away and now < away <= now + timedelta(seconds=RETRY_CAP) + _SLACK:
        return f"asked to stay away until {away:%Y-%m-%d %H:%M} UTC (Retry-After)"
    return ""


def limits(states: Iterable[FeedState], now: datetime) -> list[tuple[str, str, float]]:
    """(feed id, url, seconds left of its limit, or 0) for what Hosts remembered before a restart."""
    found = []
    for state in states:
        if state.last_poll_at is None:
            continue
        at, seconds = state.next_poll_at, 0.0
        if state.memory.get("limited") and at and now < at <= now + timedelta(seconds=RETRY_CAP):
            seconds = (at - now).total_seconds()
        found.append((state.feed_id, state.url, seconds))
    return found


def reading(feed: Feed) -> str:
    """The settings that decide how a document is read, as one short word."""
    settings = (feed.encoding, feed.lang, feed.tz, feed.home, feed.title)
    return hashlib.sha256(repr(settings).encode()).hexdigest()[:16]


def body_hash(body: bytes) -> str:
    """What tells a document that was read already: many servers send no validators."""
    return hashlib.sha256(body).hexdigest()


def unchanged(feed: Feed, state: FeedState, response: Response) -> bool:
    """Whether a whole answer is the document already read, so that parsing it again is for nothing."""
    return (
        response.status == 200
        and state.body_hash == body_hash(response.body)
        and state.memory.get("reading") == reading(feed)
    )


def conclude(
    feed: Feed, state: FeedState, now: datetime, facts: Facts
) -> tuple[FeedState, str, tuple[str, ...]]:
    """The state to store after a poll, the ledger's outcome word, and the poll's notes.

    The outcome is ok, not-modified, moved, gone, error or skipped (Held: nothing was sent). After
    error and gone, the new state's `last_error` says what to do.
    """
    if isinstance(facts.error, Held):
        return _held(feed, state, now, facts.error)
    state = replace(state, last_poll_at=now)
    if facts.error is not None:
        return answers.failed(feed, state, now, facts)
    if facts.response is None:
        raise ValueError("a poll without an answer has an error")
    memory = dict(state.memory) | {"reading": reading(feed)}
    if facts.response.status == 304:
        return answers.not_modified(feed, replace(state, memory=memory), now, facts)
    return answers.whole(feed, state, now, facts, memory, body_hash(facts.response.body))


def _held(feed: Feed, state: FeedState, now: datetime, error: Held) -> tuple[FeedState, str, tuple[str, ...]]:
    """Nothing was sent: the feed waits with its domain, and nothing else of it changes."""
    wait = timedelta(seconds=min(error.seconds, RETRY_CAP)) + schedule.spread(feed, feed.min_interval)
    at = schedule.after(now, wait)
    memory: dict[str, Any] = dict(state.memory) | {"away_until": stamp(at)}
    kept = replace(state, next_poll_at=at, next_poll_why="its domain limits us", memory=memory)
    return kept, "skipped", ()
