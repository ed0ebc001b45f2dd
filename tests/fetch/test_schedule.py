"""When a feed is polled next: each rule a row, with its RFC or reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from aggregator.errors import Held
from aggregator.fetch import policy
from aggregator.fetch.rhythm import jitter, shown
from aggregator.model import ParsedFeed, Rhythm
from tests.fetch.polls import DAY, HOUR, NOW, Polls, http, parsed

MINUTE = timedelta(minutes=1)
Headers = dict[str, Any]
BOTH: Headers = {"etag": '"1"', "last_modified": "yesterday"}
NONE: Headers = {}

BUSY_DATES = tuple(NOW - n * 3 * MINUTE for n in range(20))  # 400 entries a day
BUSY = parsed(*BUSY_DATES)
QUIET = parsed(NOW - 400 * DAY)


def ttl(value: timedelta) -> ParsedFeed:
    return parsed(*BUSY_DATES, rhythm=Rhythm(ttl=value))


def skip(hours: Iterable[int] = (), days: Iterable[int] = ()) -> ParsedFeed:
    return parsed(*BUSY_DATES, rhythm=Rhythm(skip_hours=frozenset(hours), skip_days=frozenset(days)))


def cached(control: str, **others: str) -> Headers:
    return {"cache_control": control, **others}


LEAST = (1 / 6, 0.19, "min_interval")  # as if nothing had been said

# (reason, document, headers, (least hours, most hours, why)) under the default settings
WAITS: list[tuple[str, ParsedFeed, Headers, tuple[float, float, str]]] = [
    ("a busy feed: not sooner than min_interval", BUSY, NONE, LEAST),
    ("a quiet feed: within max_interval", QUIET, NONE, (20, 24, "rhythm")),
    ("no dates: the configured guess", parsed(None), NONE, (0.5, 0.55, "rhythm")),
    ("RFC 9111, 5.2.2.1: max-age", BUSY, cached("public, max-age=7200"), (2, 2.2, "max-age")),
    ("RFC 9111, 5.2: quoted, in capitals", BUSY, cached('MAX-AGE="7200"'), (2, 2.2, "max-age")),
    ("… binds up to max_interval", BUSY, cached("max-age=999999999"), (24, 24, "max-age")),
    ("… however long its digits", BUSY, cached("max-age=" + "9" * 5000), (24, 24, "max-age")),
    ("RFC 9111, 4.2.3: Age is off", BUSY, cached("max-age=7200", age="3600"), (1, 1.1, "max-age")),
    ("… unless it is none", BUSY, cached("max-age=7200", age="old"), (2, 2.2, "max-age")),
    ("s-maxage is for shared caches", BUSY, cached("s-maxage=7200"), LEAST),
    ("a max-age that is none", BUSY, cached("max-age=-7200, max-age=x"), LEAST),
    ("max-age=0 asks for nothing", BUSY, cached("no-cache, max-age=0"), LEAST),
    ("RFC 9111, 5.3: Expires", BUSY, {"expires": http(NOW + 2 * HOUR)}, (2, 2.2, "Expires")),
    (
        "… from the server's own Date",
        BUSY,
        {"expires": http(NOW - DAY + 2 * HOUR), "date": http(NOW - DAY)},
        (2, 2.2, "Expires"),
    ),
    ("… max-age beats it", BUSY, cached("max-age=7200", expires=http(NOW + DAY)), (2, 2.2, "max-age")),
    ("… 0 is the past", BUSY, {"expires": "0"}, LEAST),
    ("… so is -1", BUSY, {"expires": "-1"}, LEAST),
    ("RSS 2.0: ttl", ttl(3 * HOUR), NONE, (3, 3.3, "ttl")),
    ("… binds up to max_interval", ttl(90 * DAY), NONE, (24, 24, "ttl")),
    ("… over a year is garbage", ttl(900 * DAY), NONE, LEAST),
    ("RSS 0.91: skipHours, to the next free hour", skip(range(2, 8)), NONE, (5.9, 6.9, "skip")),
    ("… all of them: max_interval", skip(range(24)), NONE, (24, 24, "skip")),
    ("… hour 24 is hour 0", skip([2, 24]), NONE, (0.9, 1.9, "skip")),
    ("… not this hour", skip([1, 3]), NONE, LEAST),
    ("skipDays: until Wednesday", skip(days=[1]), NONE, (21.9, 22.9, "skip")),
]


@pytest.mark.parametrize(
    ("document", "headers", "wait"), [row[1:] for row in WAITS], ids=[row[0] for row in WAITS]
)
def test_after_a_poll_that_went_well(
    document: ParsedFeed, headers: Headers, wait: tuple[float, float, str]
) -> None:
    polls = Polls().whole(document, **headers)
    assert (polls.outcome, polls.state.state) == ("ok", "ok")
    assert wait[0] <= polls.wait / HOUR <= wait[1]
    assert wait[2] in polls.state.next_poll_why


# (reason, settings, document, headers, (least hours, most hours, why))
SET: list[tuple[str, dict[str, Any], ParsedFeed, Headers, tuple[float, float, str]]] = [
    ("an interval set on the feed is the longest", {"interval": HOUR}, QUIET, NONE, (1, 1.1, "set on it")),
    ("… its rhythm may be faster", {"interval": HOUR}, BUSY, NONE, LEAST),
    ("… ttl yields: a wrong one loses entries", {"interval": HOUR}, ttl(9 * HOUR), NONE, LEAST),
    ("… so do skipHours", {"interval": HOUR}, skip(range(24)), NONE, LEAST),
    (
        "… not max-age: it is the publisher's",
        {"interval": HOUR},
        BUSY,
        cached("max-age=7200"),
        (2, 2.2, "max-age"),
    ),
    ("min_interval above max_interval", {"min_interval": 2 * DAY}, BUSY, NONE, (48, 48, "min")),
]


@pytest.mark.parametrize(
    ("settings", "document", "headers", "wait"), [row[1:] for row in SET], ids=[row[0] for row in SET]
)
def test_settings(
    settings: dict[str, Any], document: ParsedFeed, headers: Headers, wait: tuple[float, float, str]
) -> None:
    polls = Polls(settings | {"interval_is_own": "interval" in settings}).whole(document, **headers)
    assert wait[0] <= polls.wait / HOUR <= wait[1]
    assert wait[2] in polls.state.next_poll_why


BACK_OFF = (0.5, 0.55, False)  # as after any first error

# (reason, status, headers, (least hours, most hours, whether a poll by name is skipped meanwhile))
AWAY: list[tuple[str, int, Headers, tuple[float, float, bool]]] = [
    ("RFC 9110, 10.2.3: seconds", 429, {"retry_after": "7200"}, (2, 2.2, True)),
    ("… with 503", 503, {"retry_after": "7200"}, (2, 2.2, True)),
    ("… with 403", 403, {"retry_after": "7200"}, (2, 2.2, True)),
    ("… a date", 503, {"retry_after": http(NOW + 2 * HOUR)}, (2, 2.2, True)),
    ("… RFC 850's", 503, {"retry_after": "Tuesday, 24-Nov-26 04:03:04 GMT"}, (2, 2.2, True)),
    ("… asctime's", 503, {"retry_after": "Tue Nov 24 04:03:04 2026"}, (2, 2.2, True)),
    ("… beyond max_interval", 429, {"retry_after": "172800"}, (48, 53, True)),
    ("… at most seven days", 429, {"retry_after": "99999999"}, (168, 168, True)),
    ("… however long", 429, {"retry_after": "9" * 5000}, (168, 168, True)),
    ("… a date at most seven days on", 429, {"retry_after": http(NOW + 900 * DAY)}, (168, 168, True)),
    ("… shorter than backing off", 429, {"retry_after": "60"}, (0.5, 0.55, True)),
    ("… garbage: as any error", 429, {"retry_after": "soon"}, BACK_OFF),
    ("… negative", 503, {"retry_after": "-120"}, BACK_OFF),
    ("… zero", 503, {"retry_after": "0"}, BACK_OFF),
    ("… a fraction", 503, {"retry_after": "7200.5"}, BACK_OFF),
    ("… other digits", 503, {"retry_after": "٧٢٠٠"}, BACK_OFF),
    ("… past", 503, {"retry_after": http(NOW - DAY)}, BACK_OFF),
    ("… a date of no HTTP form", 503, {"retry_after": "2026-11-30T00:00:00Z"}, BACK_OFF),
    ("… a day that does not exist", 503, {"retry_after": "Tue, 31 Feb 2027 04:03:04 GMT"}, BACK_OFF),
    ("… empty", 503, {"retry_after": ""}, BACK_OFF),
    ("without it", 429, NONE, BACK_OFF),
    ("an error may be cached too", 404, cached("max-age=7200"), (2, 2.2, False)),
    ("… up to max_interval", 404, cached("max-age=31536000"), (24, 24, False)),
]


@pytest.mark.parametrize(
    ("status", "headers", "wait"), [row[1:] for row in AWAY], ids=[row[0] for row in AWAY]
)
def test_staying_away(status: int, headers: Headers, wait: tuple[float, float, bool]) -> None:
    polls = Polls().refused(status, **headers)
    assert (polls.outcome, polls.state.state, polls.state.failures) == ("error", "failing", 1)
    assert wait[0] <= polls.wait / HOUR <= wait[1]
    assert bool(policy.skip_reason(polls.feed, polls.state, polls.now)) is wait[2]
    assert not policy.due(polls.feed, polls.state, polls.now)
    polls.later(polls.wait)
    assert not policy.skip_reason(polls.feed, polls.state, polls.now)
    assert policy.due(polls.feed, polls.state, polls.now)


def test_errors_double_to_max_interval_and_never_stop() -> None:
    polls, waits = Polls(), list[timedelta]()
    for _ in range(40):
        polls.broken()
        waits.append(polls.wait)
        polls.later(polls.wait)
    for before, after in pairwise(waits):
        assert abs(after - min(2 * before, DAY)) <= timedelta(seconds=2)
    assert waits[0] >= 30 * MINUTE
    assert waits[-1] == DAY
    assert polls.state.failures == 40
    polls.whole()
    assert (polls.state.state, polls.state.failures, polls.state.last_error) == ("ok", 0, "")


def test_a_claim_is_a_failure_before_it_happens() -> None:
    polls = Polls().whole()
    at, _ = policy.claim(polls.feed, polls.state, polls.now)
    assert polls.broken().state.next_poll_at == at
    later, _ = policy.claim(polls.feed, polls.state, polls.now)
    assert abs(later - polls.now - 2 * (at - polls.now)) <= timedelta(seconds=2)


def test_a_thousand_feeds_do_not_start_together() -> None:
    parts = [jitter(f"feed-{n}") for n in range(1000)]
    assert parts == [jitter(f"feed-{n}") for n in range(1000)]
    assert all(0 <= part < 1 for part in parts)
    assert max(sum(tenth / 10 <= part < (tenth + 1) / 10 for part in parts) for tenth in range(10)) < 150
    assert len({Polls({"id": f"feed-{n}"}).whole(QUIET).wait for n in range(100)}) > 95


def test_the_rhythm_follows_the_feed() -> None:
    polls = Polls().whole(QUIET)
    assert polls.wait > 20 * HOUR
    for n in range(40):
        polls.later(polls.wait).whole(body=b"%d" % n, new=4)
    assert polls.wait < HOUR
    until = polls.now + 60 * DAY
    while polls.now < until:
        polls.later(polls.wait).same()
    assert polls.wait > 12 * HOUR


def test_what_was_said_with_the_document_holds_through_its_304s() -> None:
    polls = Polls().whole(ttl(3 * HOUR), **BOTH)
    assert polls.later(polls.wait).same().wait >= 3 * HOUR
    polls = Polls().whole(BUSY, **cached("max-age=7200"), **BOTH)
    assert polls.later(polls.wait).same().wait >= 2 * HOUR
    assert polls.later(polls.wait).same(**cached("max-age=10800")).wait >= 3 * HOUR


@pytest.mark.parametrize("jump", [-366 * DAY, -40 * DAY, 366 * DAY])
def test_a_clock_set_makes_every_feed_due_once(jump: timedelta) -> None:
    polls = Polls().whole(QUIET, **BOTH).later(HOUR)
    assert not policy.due(polls.feed, polls.state, polls.now)
    for by in (jump, -jump):  # there and back
        polls.later(by)
        assert policy.due(polls.feed, polls.state, polls.now)
        assert not policy.skip_reason(polls.feed, polls.state, polls.now)
        polls.whole(body=repr(by).encode(), **BOTH)
        assert polls.state.state == "ok"
        assert not policy.due(polls.feed, polls.state, polls.now)
        assert 10 * MINUTE <= polls.wait <= DAY
        polls.later(HOUR)


def test_a_retry_after_of_another_clock_does_not_bind() -> None:
    polls = Polls().refused(429, retry_after="86400").later(-366 * DAY)
    assert policy.due(polls.feed, polls.state, polls.now)
    assert not policy.skip_reason(polls.feed, polls.state, polls.now)


def test_a_long_retry_after_is_no_other_clock() -> None:
    polls = Polls().refused(429, retry_after="600000").later(HOUR)
    assert not policy.due(polls.feed, polls.state, polls.now)


def test_held_with_its_domain_is_skipped_and_nothing_else_changes() -> None:
    polls = Polls().whole(**BOTH)
    before = polls.state
    polls.later(HOUR).broken(Held("held", seconds=7200))
    assert polls.outcome == "skipped"
    assert 2 <= polls.wait / HOUR <= 2.1
    assert (polls.state.failures, polls.state.last_poll_at) == (0, before.last_poll_at)
    assert policy.skip_reason(polls.feed, polls.state, polls.now)
    assert not policy.due(polls.feed, polls.state, polls.now)


def test_limits_outlive_a_restart() -> None:
    states = [Polls({"id": f"f{n}"}).refused(429, retry_after="7200").state for n in range(2)]
    states.append(Polls().whole().state)
    assert [seconds >= 7200 for _, _, seconds in policy.limits(states, NOW)] == [True, True, False]
    assert [seconds for _, _, seconds in policy.limits(states, NOW + DAY)] == [0, 0, 0]


def test_a_rate_is_shown_without_an_exponent() -> None:
    assert [shown(rate) for rate in (0.0, 0.0333, 12.34, 99.99, 8639.7)] == [
        "0",
        "0.0333",
        "12.3",
        "100",
        "8640",
    ]
