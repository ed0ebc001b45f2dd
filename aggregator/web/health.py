"""A feed's health in words, what to change in feeds.toml, and what happened to it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aggregator.fetch.memory import moment
from aggregator.model import FeedHealth, Ledger
from aggregator.publish.merged import rfc3339
from aggregator.publish.notices import Notice
from aggregator.store.polls import KEPT_POLLS

WELL = ("ok", "not-modified", "moved")


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, and the line of feeds.toml that does it."""

    words: str = ""
    toml: str = ""


def words(feed: FeedHealth, now: datetime) -> str:
    """How it fares, in a sentence or two."""
    state = feed.state
    last = (
        f"Last answer {ago(now - state.last_success_at)}."
        if state.last_success_at
        else "It has not answered yet."
    )
    match state.state:
        case "new":
            return f"Not polled yet{_next(feed, now)}."
        case "ok":
            return f"{last} Next poll{_in(feed, now)}."
        case "failing":
            times = "once" if state.failures == 1 else f"{state.failures} times in a row"
            return (
                f"Failed {times}: {state.last_error or 'no reason given'}. {last} Next try{_in(feed, now)}."
            )
        case "stale":
            newest = f"came {ago(now - state.last_new_at)}" if state.last_new_at else "never came"
            return f"It answers, but the last new entry {newest}. Next poll{_in(feed, now)}."
        case "gone":
            return f"The publisher says that it is gone for good, so it is polled no more. {last}"
        case "disabled":
            return f"Switched off in feeds.toml. {last}"
        case _:
            return f"No longer in feeds.toml; its {feed.entries} entries stay. {last}"


def advice(feed: FeedHealth) -> Advice:
    """What whoever keeps feeds.toml should change, if anything."""
    state, error = feed.state, feed.state.last_error.lower()
    if state.state in ("removed", "disabled"):
        return Advice()
    if state.state == "gone":
        return Advice("Find its new address, or stop asking:", "enabled = false")
    if state.url != feed.config_url:
        return Advice("It has moved for good. Write its new address:", f'url = "{_toml(state.url)}"')
    if state.state == "failing":
        if any(sign in error for sign in ("403", "400", "forbidden", "406")):
            return Advice(
                "Some publishers answer only what looks like a browser:", 'user_agent = "Mozilla/5.0 …"'
            )
        if "private" in error or "loopback" in error:
            return Advice("If this address in your own network is meant:", "allow_private = true")
        if "404" in error or "html" in error:
            return Advice(
                "There is no feed at this address any more. Look for the new one:", 'url = "https://…"'
            )
        if "large" in error or "bytes" in error:
            return Advice("Its document is larger than allowed:", 'max_bytes = "32MiB"')
        if state.failures >= 10:
            return Advice("It has failed for long. If it does not come back:", "enabled = false")
    if "possible-gap" in state.notes:
        return Advice(
            "It brings more between two polls than its document holds. Poll oftener:", 'min_interval = "5m"'
        )
    return Advice()


def events(feed: FeedHealth, polls: Sequence[Ledger]) -> Iterator[Notice]:
    """What its kept polls, newest first, tell: it broke, recovered, moved, is gone; and that it went stale.

    Each is dated by the poll that found it out, whose place among the notices is where readers look for it.
    """
    # Older polls than these are forgotten. If the oldest kept one failed, the feed may have broken before it:
    # a notice that moved on with it would be another one after each poll.
    was_well: bool | None = False if len(polls) >= KEPT_POLLS and polls[-1].poll.outcome == "error" else None
    for one in reversed(polls):
        poll = one.poll
        if poll.outcome == "skipped":
            continue
        is_well = poll.outcome in WELL
        if poll.outcome == "moved":
            yield _notice(feed, "moved", poll.polled_at, f"moved to {feed.state.url}")
        elif poll.outcome == "gone":
            yield _notice(feed, "gone", poll.polled_at, "is gone: its publisher says so")
        elif not is_well and was_well is not False:
            yield _notice(feed, "broken", poll.polled_at, f"broke: {poll.error or 'the poll failed'}")
        elif is_well and was_well is False:
            yield _notice(feed, "recovered", poll.polled_at, "answers again")
        was_well = is_well
    memory = feed.state.memory
    since = moment(memory, "silent_since")
    if since and (at := moment(memory, "stale_at")):
        yield _notice(feed, "stale", at, f"has gone stale: nothing new since {rfc3339(since)}")
    if at := moment(memory, "back_at"):
        yield _notice(feed, "recovered", at, "brings news again")


def ago(span: timedelta) -> str:
    return f"{_span(span)} ago" if span >= timedelta(minutes=1) else "just now"


def _notice(feed: FeedHealth, kind: str, at: datetime, said: str) -> Notice:
    name = feed.title or feed.state.feed_id
    return Notice(
        id=f"health/{feed.state.feed_id}/{kind}/{rfc3339(at)}",
        title=f"{name} {said}",
        text=f"{name} {said}.",
        updated=at,
        category=kind,
    )


def _in(feed: FeedHealth, now: datetime) -> str:
    at, why = feed.state.next_poll_at, feed.state.next_poll_why
    if at is None or at <= now:
        return " now"
    return f" in {_span(at - now)}" + (f" ({why})" if why else "")


def _next(feed: FeedHealth, now: datetime) -> str:
    return f"; the first poll comes{_in(feed, now)}"


def _span(span: timedelta) -> str:
    """A span in its largest unit: 5 minutes, 3 hours, 2 days."""
    minutes = max(1, round(span.total_seconds() / 60))
    for size, unit in ((1440, "day"), (60, "hour")):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit}s"
    return f"{minutes} minute{'s' if minutes != 1 else ''}"


def _toml(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
