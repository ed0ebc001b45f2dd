"""Polls of a pretended feed, for the tests of policy: answers made by hand, a clock that is an argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from aggregator.errors import FetchError, Refused
from aggregator.fetch import policy
from aggregator.model import (
    Counts,
    Facts,
    Feed,
    FeedState,
    Hop,
    ParsedEntry,
    ParsedFeed,
    Request,
    Response,
    Rhythm,
)

NOW = datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC)  # a Tuesday
URL = "http://feeds.test/rss"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def http(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


def parsed(*dates: datetime | None, rhythm: Rhythm | None = None, malformed: str = "") -> ParsedFeed:
    entries = tuple(
        ParsedEntry(guid=str(n), title=f"t{n}", published_at=date) for n, date in enumerate(dates)
    )
    return ParsedFeed("rss20", entries=entries, rhythm=rhythm or Rhythm(), malformed=malformed)


@dataclass
class Polls:
    """A feed, its state, and its polls so far; each moves the clock to its time first."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    now: datetime = NOW
    outcome: str = ""
    notes: tuple[str, ...] = ()
    asked: Request = field(default_factory=lambda: Request(""))

    def __post_init__(self) -> None:
        self.feed = Feed(**({"id": "f", "url": URL} | dict(self.settings)))
        self.state = FeedState("f", self.feed.url)

    @property
    def wait(self) -> timedelta:
        assert self.state.next_poll_at is not None
        return self.state.next_poll_at - self.now

    def later(self, by: timedelta) -> Polls:
        self.now += by
        return self

    def _conclude(self, **facts: Any) -> Polls:
        self.asked = policy.request(self.feed, self.state, self.now)
        self.state, self.outcome, self.notes = policy.conclude(
            self.feed, self.state, self.now, Facts(self.asked, **facts)
        )
        return self

    def whole(
        self,
        document: ParsedFeed | None = None,
        body: bytes = b"1",
        hops: tuple[tuple[int, str], ...] = (),
        new: int | None = None,
        newest: datetime | None = None,
        **headers: str,
    ) -> Polls:
        """A 200; what is read already is not parsed again, as in the pipeline."""
        response = Response(self._end(hops), 200, _named(headers), body, hops=self._hops(hops))
        known = policy.unchanged(self.feed, self.state, response)
        counts = Counts(in_document=new, new=new) if new is not None else None
        found = None if known else document or parsed(self.now - HOUR)
        return self._conclude(response=response, parsed=found, counts=counts, newest_stored=newest)

    def same(self, hops: tuple[tuple[int, str], ...] = (), **headers: str) -> Polls:
        """A 304."""
        return self._conclude(response=Response(self._end(hops), 304, _named(headers), hops=self._hops(hops)))

    def refused(self, status: int, hops: tuple[tuple[int, str], ...] = (), **headers: str) -> Polls:
        response = Response(self._end(hops), status, _named(headers), hops=self._hops(hops))
        return self._conclude(error=Refused(f"{status}: no", response=response))

    def broken(self, error: Exception | None = None) -> Polls:
        return self._conclude(error=error or FetchError("the network is down"))

    def unread(self, error: Exception, body: bytes = b"<html>", **headers: str) -> Polls:
        return self._conclude(response=Response(URL, 200, _named(headers), body), error=error)

    def _hops(self, hops: tuple[tuple[int, str], ...]) -> tuple[Hop, ...]:
        found, at = list[Hop](), self.state.url
        for status, target in hops:
            found.append(Hop(at, status, target))
            at = target
        return tuple(found)

    def _end(self, hops: tuple[tuple[int, str], ...]) -> str:
        return hops[-1][1] if hops else self.state.url

    def with_(self, **changes: Any) -> Polls:
        self.state = replace(self.state, **changes)
        return self


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
