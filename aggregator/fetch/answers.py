"""What an answer makes of a feed's state: failed, not modified, or a whole document (pure)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aggregator.fetch import moves, schedule
from aggregator.fetch.headers import RETRY_CAP, freshness, retry_after, validator
from aggregator.fetch.memory import document_memory, past, stamp
from aggregator.fetch.rhythm import DAY, first_rate, next_rate
from aggregator.fetch.words import lasting
from aggregator.model import Facts, Feed, FeedState, ParsedFeed, Response, without_credentials

Concluded = tuple[FeedState, str, tuple[str, ...]]

# A request that these refuse may be refused for its conditions: the next goes without.
_CONDITION_STATUSES = frozenset({400, 412, 416, 431})
_LIMITING = frozenset({429, 503})
_LIE_MARGIN = timedelta(hours=1)  # a publisher's caches lag
_STALE_GAPS = 8  # a feed silent for so many of its usual gaps is stale,
_STALE_LEAST, _STALE_MOST = 3 * DAY, 90 * DAY  # within these


def failed(feed: Feed, state: FeedState, now: datetime, facts: Facts) -> Concluded:
    """An error of any kind: back off; only 410 stops (RFC 9110, 15.5.11)."""
    error = facts.error
    response = facts.response or getattr(error, "response", None)
    status = response.status if isinstance(response, Response) else None
    memory = dict(state.memory)
    since = past(memory, "failing_since", now) or now
    memory["failing_since"] = stamp(since)
    memory.pop("away_until", None)
    memory["limited"] = status in _LIMITING
    message = lasting(str(error) or type(error).__name__, status, since, now)
    state = replace(state, failures=state.failures + 1, last_error=message, memory=memory)
    if status == 200 or status in _CONDITION_STATUSES:
        # A body that was cut, or is no feed, would be "not modified" ever after (RFC 9110, 8.8).
        state = replace(state, etag=None, last_modified=None)
    if status == 304:
        memory["full_at"] = stamp(now)  # it will not send it whole today: ask again as it can answer
    if status == 200:
        memory.pop("move", None)  # each sighting of a move needs a feed at its end
    if status == 410 and response is not None and moves.all_permanent(response):
        gone = replace(state, state="gone", next_poll_at=None, next_poll_why="gone: no longer asked")
        return gone, "gone", ()

    wait, why = schedule.backoff(feed, state.failures), f"backing off after failure {state.failures}"
    if response is not None and status != 200:
        fresh = freshness(response.headers, now)
        if fresh and timedelta(seconds=fresh[0]) > wait:
            wait, why = min(timedelta(seconds=fresh[0]), schedule.longest(feed)), fresh[1]
        asked = retry_after(response.headers, now.timestamp())
        if asked is not None:
            memory["away_until"] = stamp(now + timedelta(seconds=asked))
            if timedelta(seconds=asked) >= wait:
                away = timedelta(seconds=asked)
                wait = min(away + schedule.spread(feed, away), timedelta(seconds=RETRY_CAP))
                why = "Retry-After"
    return (
        replace(state, state="failing", next_poll_at=schedule.after(now, wait), next_poll_why=why),
        "error",
        (),
    )


def not_modified(feed: Feed, state: FeedState, now: datetime, facts: Facts) -> Concluded:
    """304: nothing new; but it may bring new validators (RFC 9110, 15.4.5)."""
    assert facts.response is not None
    headers = facts.response.headers
    memory = dict(state.memory) | {"same_at": stamp(now)}
    state = replace(
        state,
        etag=validator(headers.get("etag")) or state.etag,
        last_modified=validator(headers.get("last-modified")) or state.last_modified,
        memory=memory,
    )
    return _went_well(feed, state, now, facts, facts.response, "not-modified", [])


def whole(
    feed: Feed, state: FeedState, now: datetime, facts: Facts, memory: dict[str, Any], digest: str
) -> Concluded:
    """A document, whole: parsed, or known already by its hash (`facts.parsed` None)."""
    response, parsed = facts.response, facts.parsed
    assert response is not None
    notes = list[str]()
    etag, modified = validator(response.headers.get("etag")), validator(response.headers.get("last-modified"))
    if parsed is not None:
        memory["malformed"] = bool(parsed.malformed)
        memory["document"] = document_memory(parsed.rhythm)
        if _lied(state, facts, parsed, (etag, modified), digest, now):
            memory["lied_at"] = stamp(now)
            memory.pop("same_at", None)
            notes.append("validators-lie")
        if _gap(state, facts, parsed):
            notes.append("possible-gap")
    memory["full_at"] = stamp(now)
    memory["validators_of"] = response.url
    if memory.get("malformed"):
        notes.append("malformed")
        etag = modified = None  # cut documents come under the validators of whole ones
    state = replace(state, etag=etag, last_modified=modified, body_hash=digest, memory=memory)
    return _went_well(
        feed, state, now, facts, response, "ok" if parsed is not None else "not-modified", notes
    )


def _went_well(
    feed: Feed,
    state: FeedState,
    now: datetime,
    facts: Facts,
    response: Response,
    outcome: str,
    notes: list[str],
) -> Concluded:
    memory, adopted = moves.sighted(state.memory, response, now)
    for key in ("failing_since", "away_until", "limited"):
        memory.pop(key, None)
    new = _new(state, facts, now)
    rate = _rate(feed, state, facts, now, new, gap="possible-gap" in notes)
    if new:
        memory |= {"news_at": stamp(now), "pace": rate}
    elif past(memory, "news_at", now) is None or _was_away(feed, state, now):
        memory["news_at"] = stamp(now)  # silence counts only while we listen
    fresh, remembered = schedule.fresh_for(response, memory, now)
    memory |= remembered
    at, why = schedule.next_poll(feed, now, rate, fresh, memory)
    if adopted:
        outcome = "moved"
        notes.append("moved")
        state = replace(state, url=adopted)
    lasting_notes = set(notes)
    if without_credentials(state.url) != without_credentials(feed.url):
        lasting_notes.add("moved")
    if past(memory, "lied_at", now):
        lasting_notes.add("validators-lie")
    stale = _stale(memory, now)
    was_stale = "stale_at" in memory and "back_at" not in memory
    if stale and not was_stale:
        memory |= {"stale_at": stamp(now), "silent_since": memory["news_at"]}
        memory.pop("back_at", None)
    elif was_stale and not stale:
        memory["back_at"] = stamp(now)
    done = replace(
        state,
        state="stale" if stale else "ok",
        next_poll_at=at,
        next_poll_why=why,
        last_success_at=now,
        last_new_at=now if facts.counts and facts.counts.new else state.last_new_at,
        failures=0,
        last_error="",
        entries_per_day=rate,
        notes=tuple(sorted(lasting_notes)),
        memory=memory,
    )
    return done, outcome, tuple(notes)


def _new(state: FeedState, facts: Facts, now: datetime) -> int:
    """How many entries are new: as counted, else by their dates; without dates a changed document has one."""
    if facts.counts is not None:
        return facts.counts.new
    if facts.parsed is None:
        return 0
    entries = facts.parsed.entries
    # Behind a date from the future nothing would ever be new again.
    newest = (
        facts.newest_stored if facts.newest_stored and facts.newest_stored <= now else state.last_success_at
    )
    if state.last_success_at is None or newest is None:
        return len(entries)
    dates = [entry.published_at for entry in entries if entry.published_at]
    return sum(date > newest for date in dates) if dates else min(1, len(entries))


def _rate(feed: Feed, state: FeedState, facts: Facts, now: datetime, new: int, *, gap: bool) -> float | None:
    if state.entries_per_day is None:
        return first_rate(facts.parsed.entries, now, feed.interval) if facts.parsed else None
    since = now - state.last_success_at if state.last_success_at else timedelta(0)
    rate = next_rate(state.entries_per_day, new, since)
    if gap:  # more came than the document holds: at least that many, in that time
        # Doubled no further than min_interval lets it count, or it would take months to be forgotten.
        rate = max(rate, min(2 * rate, DAY / feed.min_interval), new / max(since / DAY, 1 / 24))
    return rate


def _gap(state: FeedState, facts: Facts, parsed: ParsedFeed) -> bool:
    """Whether entries may have come and gone between two polls: the oldest here is newer than our newest."""
    counts = facts.counts
    if facts.newest_stored is None or (counts and (counts.same or counts.changed)):
        return False
    dates = [entry.published_at for entry in parsed.entries if entry.published_at]
    return bool(dates) and len(dates) == len(parsed.entries) and min(dates) > facts.newest_stored


def _lied(
    state: FeedState,
    facts: Facts,
    parsed: ParsedFeed,
    validators: tuple[str | None, str | None],
    digest: str,
    now: datetime,
) -> bool:
    """Whether a document asked for whole shows that its 304s were wrong.

    They were if it changed under the same validators, or brings entries that were there, by their
    dates, when a 304 last denied it.
    """
    asked_whole = facts.request.etag is None and facts.request.last_modified is None
    same_at = past(state.memory, "same_at", now)
    if not asked_whole or same_at is None or digest == state.body_hash:
        return False
    if facts.counts is not None and not (facts.counts.new or facts.counts.changed):
        return False  # a build date, an advertisement: nothing was kept from us
    if (state.etag or state.last_modified) and validators == (state.etag, state.last_modified):
        return True
    newest = facts.newest_stored
    return newest is not None and any(
        entry.published_at and newest < entry.published_at < same_at - _LIE_MARGIN for entry in parsed.entries
    )


def _was_away(feed: Feed, state: FeedState, now: datetime) -> bool:
    """Whether we, not the feed, were silent: no poll went well for far longer than one may take."""
    last = state.last_success_at
    return last is None or now - last > max(7 * DAY, 2 * schedule.longest(feed))


def _stale(memory: dict[str, Any], now: datetime) -> bool:
    news_at, pace = past(memory, "news_at", now), memory.get("pace")
    if news_at is None or not pace:
        return False
    usual = DAY / max(float(pace), 1e-3)
    return now - news_at > min(max(_STALE_GAPS * usual, _STALE_LEAST), _STALE_MOST)
