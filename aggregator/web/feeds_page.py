"""The page of the feeds: each with its health in words, its last polls, what to change in feeds.toml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from aggregator.model import FeedHealth, Ledger
from aggregator.publish.merged import rfc3339
from aggregator.store import Reader
from aggregator.web import health
from aggregator.web.answers import Answer, prepare
from aggregator.web.asked import no_parameters
from aggregator.web.pages import HTML, frame
from aggregator.web.pictures import spark
from aggregator.web.rendering import render
from aggregator.web.site import Site

_ORDER = ("gone", "failing", "stale", "new", "ok", "disabled", "removed")  # what wants a person comes first


@dataclass(frozen=True, slots=True)
class Bar:
    """A poll in a sparkline: its height says how much it brought, its colour the outcome."""

    outcome: str
    title: str
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    id: str
    title: str
    home: str
    kind: str
    state: str
    words: str
    advice: str
    toml: str
    polls: tuple[Bar, ...]
    polls_in_words: str
    rhythm: str


async def page(site: Site, request: Request) -> Answer:
    no_parameters(request.query_params)

    def read(reader: Reader) -> Answer:
        feeds, polls = reader.health(), reader.ledgers()
        now = site.now()
        lines = [_line(feed, polls.get(feed.state.feed_id, ()), now) for feed in feeds]
        lines.sort(key=lambda line: (_ORDER.index(line.state), line.title.casefold()))
        body = render("feeds.html", **frame(site, here="feeds"), lines=lines, summary=_summary(feeds))
        return prepare(body, HTML, request.headers)

    return await site.readings.run(read)


def _summary(feeds: Sequence[FeedHealth]) -> str:
    if not feeds:
        return "There is no feed yet. Add one to feeds.toml."
    states = Counter(feed.state.state for feed in feeds)
    told = ", ".join(f"{states[state]} {state}" for state in _ORDER if states[state])
    entries = sum(feed.entries for feed in feeds)
    return f"{len(feeds)} feeds, {entries:,} entries: {told}."


def _line(feed: FeedHealth, polls: Sequence[Ledger], now: datetime) -> Line:
    advice = health.advice(feed)
    oldest_first = list(reversed(polls))
    outcomes = Counter(one.poll.outcome for one in polls)
    rhythm = feed.state.entries_per_day
    return Line(
        id=feed.state.feed_id,
        title=feed.title or feed.state.feed_id,
        home=feed.home,
        kind=feed.kind,
        state=feed.state.state,
        words=health.words(feed, now),
        advice=advice.words,
        toml=advice.toml,
        polls=tuple(_bars(oldest_first)),
        polls_in_words=", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common()),
        rhythm="–" if rhythm is None else f"{rhythm:.1f}" if 0.05 <= rhythm < 10 else f"{rhythm:,.0f}",
    )


def _bars(polls: Sequence[Ledger]) -> list[Bar]:
    heights = spark([one.counts.new + one.counts.changed for one in polls])
    bars = []
    for one, (x, y, height) in zip(polls, heights, strict=True):
        poll, counts = one.poll, one.counts
        quiet = poll.outcome == "ok" and not counts.new + counts.changed
        bad = poll.outcome in ("error", "gone")
        told = poll.error or f"{counts.new} new, {counts.changed} changed"
        title = f"{rfc3339(poll.polled_at)}: {poll.outcome}, {told}"
        outcome = "quiet" if quiet else poll.outcome
        bars.append(Bar(outcome, title, x, 10 if bad else y, 10 if bad else height))
    return bars
