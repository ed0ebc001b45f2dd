"""One feed's turn, the stages in order: claim → fetch → parse and tag (in a child) → store, into stories."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from aggregator.fetch import policy
from aggregator.model import Counts, Digest, Document, Facts, Feed, FeedState, PollRow, Request, Response
from aggregator.parse.identity import match
from aggregator.pipeline.stories import grouping
from aggregator.pipeline.writer import Writer
from aggregator.store import Database


@dataclass(frozen=True, slots=True)
class Stages:
    """What a turn needs of the world."""

    exchange: Callable[[Feed, Request], Awaitable[Response]]
    digest: Callable[[Document], Awaitable[Digest]]
    writer: Writer
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Polled:
    """How a turn ended. `error` says why, of an error and of what was skipped."""

    id: str
    outcome: str
    new: int = 0
    changed: int = 0
    error: str = ""
    next_poll_at: datetime | None = None
    cause: Exception | None = None


async def poll(stages: Stages, feed: Feed, state: FeedState) -> Polled:
    """Poll a feed and store what came of it. Raises StoreError if that cannot be stored."""
    began = stages.clock()
    request = policy.request(feed, state, began)
    await stages.writer.do(Database.claim, feed.id, *policy.claim(feed, state, began))
    newest = await stages.writer.do(Database.newest, feed.id)
    facts, digest = await _fetched(stages, feed, state, Facts(request, newest_stored=newest))
    ended = stages.clock()

    def concluded(counts: Counts | None = None) -> tuple[PollRow, FeedState]:
        after, outcome, notes = policy.conclude(feed, state, ended, replace(facts, counts=counts))
        return _row(feed, began, facts, after, outcome, notes), after

    # The counts sharpen what is concluded, and are known only as the entries are written.
    counts = await stages.writer.do(
        Database.record,
        *concluded(),
        digest,
        ended,
        match,
        concluded,
        asked=request.url,
        grouping=grouping(),
    )
    row, after = concluded(counts)
    return Polled(
        feed.id, row.outcome, counts.new, counts.changed, row.error, after.next_poll_at, facts.error
    )


async def _fetched(stages: Stages, feed: Feed, state: FeedState, facts: Facts) -> tuple[Facts, Digest | None]:
    """What the publisher answered, and its document digested if it is another than last time.

    Whatever goes wrong, a bug of ours too, is a fact about this feed.
    """
    try:
        response = await stages.exchange(feed, facts.request)
        facts = replace(facts, response=response)
        if response.status == 304 or policy.unchanged(feed, state, response):
            return facts, None
        digest = await stages.digest(_document(feed, response))
    except Exception as error:
        return replace(facts, error=error), None
    return replace(facts, parsed=digest.feed), digest


def _document(feed: Feed, response: Response) -> Document:
    return Document(
        feed_id=feed.id,
        url=response.url,
        body=response.body,
        content_type=response.headers.get("content-type", ""),
        content_language=response.headers.get("content-language", ""),
        encoding=feed.encoding,
        lang=feed.lang,
        home=feed.home,
        tz=feed.tz,
        title=feed.title,
    )


def _row(
    feed: Feed, began: datetime, facts: Facts, after: FeedState, outcome: str, notes: tuple[str, ...]
) -> PollRow:
    response = facts.response or getattr(facts.error, "response", None)
    return PollRow(
        feed_id=feed.id,
        polled_at=began,
        outcome=outcome,
        status=response.status if response else None,
        bytes=response.wire_bytes if response else 0,
        seconds=response.seconds if response else 0.0,
        notes=notes,
        error=str(facts.error or "") if outcome == "skipped" else after.last_error,
    )
