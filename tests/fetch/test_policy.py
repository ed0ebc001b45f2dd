"""What an answer makes of a feed: validators, moves, lies, gaps. Each rule a row, with its RFC or reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from aggregator.errors import ParseError, Unreachable, WorkError
from aggregator.fetch import policy
from aggregator.fetch.memory import stamp
from aggregator.model import ParsedFeed, Response
from tests.fetch.polls import DAY, HOUR, NOW, URL, Polls, parsed

MINUTE = timedelta(minutes=1)


def test_a_404_of_weeks_is_reported_for_what_it_is() -> None:
    polls = Polls().refused(404)
    assert "since" not in polls.state.last_error
    polls.later(21 * DAY).refused(404)
    assert "find its new address or remove it (since 2026-11-24, 21 days)" in polls.state.last_error


def test_410_stops() -> None:
    polls = Polls().whole().later(DAY).refused(410)
    assert (polls.outcome, polls.state.state, polls.state.next_poll_at) == ("gone", "gone", None)
    assert not policy.due(polls.feed, polls.state, polls.now + 1000 * DAY)
    assert "gone" in policy.skip_reason(polls.feed, polls.state, polls.now)
    assert Polls().refused(410, hops=((301, "http://new.test/"),)).outcome == "gone"
    assert Polls().refused(410, hops=((302, "http://elsewhere.test/"),)).outcome == "error"


# --- validators -----------------------------------------------------------------------------------------

BOTH: dict[str, Any] = {"etag": 'W/"é, *"', "last_modified": "yesterday"}


def validators(polls: Polls) -> Pair:
    asked = policy.request(polls.feed, polls.state, polls.now)
    return asked.etag, asked.last_modified


Pair = tuple[str | None, str | None]
FIRST: Pair = ('W/"é, *"', "yesterday")
NEITHER: Pair = (None, None)


def cut() -> Unreachable:
    return Unreachable("cut", response=Response(URL, 200, {}))


def malformed() -> ParsedFeed:
    return parsed(NOW, malformed="cut")


def known() -> Polls:
    """A feed whose validators we have."""
    return Polls().whole(**BOTH)


KEPT: list[tuple[str, Callable[[], Polls], Pair]] = [
    ("RFC 9110, 13.1: both, as they came", known, FIRST),
    ("a 200's replace the old ones whole", lambda: known().whole(body=b"2", etag='"2"'), ('"2"', None)),
    ("… though the body is the same", lambda: known().whole(etag='"2"'), ('"2"', None)),
    ("… or gone", lambda: known().whole(body=b"2"), NEITHER),
    ("15.4.5: a 304 may bring new ones", lambda: known().same(etag='"2"'), ('"2"', "yesterday")),
    ("… or none", lambda: known().same(), FIRST),
    ("an error that says nothing of it keeps them", lambda: known().refused(500), FIRST),
    ("… nor does silence", lambda: known().broken(), FIRST),
    ("a cut body drops them: its entries would be lost", lambda: known().broken(cut()), NEITHER),
    ("so does what is no feed", lambda: known().unread(ParseError("html"), etag='"h"'), NEITHER),
    ("… what could not be read in time", lambda: known().unread(WorkError("slow", reason="time")), NEITHER),
    ("… what is malformed", lambda: Polls().whole(malformed(), **BOTH), NEITHER),
    (
        "… and comes again as malformed as before",
        lambda: Polls().whole(malformed(), **BOTH).whole(**BOTH),
        NEITHER,
    ),
    ("a refused condition", lambda: known().refused(412), NEITHER),
    ("a request that was too large", lambda: known().refused(431), NEITHER),
    ("13.1.2: * matches anything", lambda: Polls().whole(etag="*"), NEITHER),
    ("what no header can carry", lambda: Polls().whole(etag='"a\x01"', last_modified="x" * 9000), NEITHER),
    ("empty ones", lambda: Polls().whole(etag="", last_modified=" "), NEITHER),
    ("once a day whole", lambda: known().later(DAY / 2).same().later(DAY / 2), NEITHER),
    ("… not sooner", lambda: known().later(DAY / 2).same(), FIRST),
    ("… and if that is answered 304, not for a day either", lambda: known().later(DAY).refused(304), FIRST),
    ("… and then not for a day", lambda: known().later(DAY).whole(**BOTH).later(DAY / 2), FIRST),
]


@pytest.mark.parametrize(("story", "expected"), [row[1:] for row in KEPT], ids=[row[0] for row in KEPT])
def test_validators(story: Callable[[], Polls], expected: Pair) -> None:
    assert validators(story()) == expected


def test_validators_are_of_the_address_that_gave_them() -> None:
    polls = Polls().whole(hops=((302, "http://cdn.test/1"),), **BOTH)
    asked = policy.request(polls.feed, polls.state, polls.now)
    assert (asked.url, asked.validators_url) == (URL, "http://cdn.test/1")


def test_settings_that_change_the_reading_ask_for_it_whole_and_read_it_again() -> None:
    polls = Polls().whole(**BOTH)
    polls.feed = Polls({"encoding": "windows-1251"}).feed
    assert validators(polls) == (None, None)
    polls.whole(**BOTH)
    assert polls.outcome == "ok"  # the same bytes, parsed again
    assert polls.whole(**BOTH).outcome == "not-modified"


def test_a_body_read_already_is_not_read_again() -> None:
    polls = Polls().whole(body=b"1").whole(body=b"1")
    assert (polls.outcome, polls.state.failures) == ("not-modified", 0)
    assert polls.whole(body=b"2").outcome == "ok"


# --- validators that lie, gaps, moves ---------------------------------------------------------------------


def test_validators_that_lie_are_found_out_and_not_sent_for_a_week() -> None:
    polls = Polls().whole(**BOTH)
    for _ in range(8):
        polls.later(3 * HOUR)
        if polls.now - NOW < DAY:
            polls.same()
    polls.whole(body=b"2", new=3, **BOTH)
    assert polls.asked.etag is None
    assert "validators-lie" in polls.notes
    assert "validators-lie" in polls.state.notes
    polls.later(HOUR).whole(body=b"3", new=1, **BOTH)
    assert polls.asked.etag is None
    assert "validators-lie" not in polls.notes  # found once, marked still
    assert "validators-lie" in polls.state.notes
    polls.later(7 * DAY).whole(body=b"4", **BOTH)
    assert polls.later(HOUR).same().asked.etag is not None


def lies(body: bytes, headers: dict[str, Any], dates: list[datetime], new: int | None) -> bool:
    polls = Polls().whole(**BOTH).later(20 * HOUR).same().later(5 * HOUR)
    document = parsed(*dates)
    polls.whole(document, body=body, new=new, newest=NOW, **headers)
    return "validators-lie" in polls.notes


@pytest.mark.parametrize(
    ("why", "body", "headers", "dates", "new", "lied"),
    [
        ("the same document", b"1", BOTH, [], None, False),
        ("another under the same validators", b"2", BOTH, [NOW + 24 * HOUR], 1, True),
        ("another, but nothing kept from us", b"2", BOTH, [NOW], 0, False),
        ("news since the last 304", b"2", {"etag": '"2"'}, [NOW + 24 * HOUR], 1, False),
        ("news that the last 304 denied", b"2", {"etag": '"2"'}, [NOW + 10 * HOUR], 1, True),
    ],
)
def test_what_is_a_lie(
    why: str, body: bytes, headers: dict[str, Any], dates: list[datetime], new: int | None, lied: bool
) -> None:
    assert lies(body, headers, dates, new) is lied


def test_a_possible_gap_is_noted_and_shortens_the_rhythm() -> None:
    polls = Polls().whole(parsed(*(NOW - n * 8 * HOUR for n in range(20))))
    before = polls.wait
    polls.later(before).whole(parsed(*(NOW + n * MINUTE for n in range(1, 21))), body=b"2", newest=NOW)
    assert polls.notes == ("possible-gap",)
    assert polls.wait < before / 2


def test_a_feed_of_gaps_is_polled_as_often_as_it_may_be_and_forgotten_in_time() -> None:
    polls = Polls().whole(parsed(*(NOW - n * HOUR for n in range(20))))
    for number in range(60):
        before, polls.now = polls.now, polls.now + polls.wait
        polls.whole(parsed(polls.now), body=str(number).encode(), new=1, newest=before)
        assert polls.notes == ("possible-gap",)
    assert polls.wait < 1.2 * polls.feed.min_interval
    for _ in range(60):
        polls.later(DAY).whole(body=b"0")
    assert polls.wait > DAY / 4


@pytest.mark.parametrize(
    ("why", "dates", "newest"),
    [
        ("the first poll has no newest", [NOW], None),
        ("it overlaps", [NOW, NOW - DAY], NOW - HOUR),
        ("an entry without a date may be any", [NOW, None], NOW - HOUR),
        ("no entries", [], NOW - HOUR),
    ],
)
def test_no_gap(why: str, dates: list[datetime | None], newest: datetime | None) -> None:
    assert Polls().whole(parsed(*dates), newest=newest).notes == ()


A, B = "http://new.test/a", "http://new.test/b"

# (reason, [(hours since the last poll, hops or what else happens)], the address afterwards)
Story = Sequence[tuple[float, Any]]


def thrice(*hops: tuple[int, str]) -> Story:
    return [(0, list(hops)), (13, list(hops)), (13, list(hops))]


MOVES: list[tuple[str, Story, str]] = [
    ("three times over a day", thrice((301, A)), A),
    ("308 too", [(0, [(308, A)]), (12, [(308, A)]), (13, [(301, A)])], A),
    ("not within a day", [(0, [(301, A)]), (5, [(301, A)]), (5, [(301, A)])], URL),
    ("… but then by the next one", [(0, [(301, A)]), (5, [(301, A)]), (5, [(301, A)]), (15, [(301, A)])], A),
    ("not by two", [(0, [(301, A)]), (30, [(301, A)])], URL),
    ("302 never", thrice((302, A)), URL),
    ("303 never", thrice((303, A)), URL),
    ("307 never", thrice((307, A)), URL),
    ("not through a temporary one", thrice((302, A), (301, B)), URL),
    ("the permanent prefix alone", thrice((301, A), (302, B)), A),
    ("a chain of them to its end", thrice((301, A), (308, B)), B),
    ("not to changing addresses", [(0, [(301, A)]), (13, [(301, B)]), (13, [(301, A)])], URL),
    ("not with an answer in between", [(0, [(301, A)]), (13, []), (13, [(301, A)])], URL),
    ("not if there is no feed at its end once", [(0, [(301, A)]), (13, "html"), (13, [(301, A)])], URL),
    (
        "a network that is down says nothing",
        [(0, [(301, A)]), (13, "down"), (13, [(301, A)]), (1, [(301, A)])],
        A,
    ),
    ("a 304 there is that feed", [(0, [(301, A)]), (13, "304"), (13, "304")], A),
    ("credentials are not taken over", thrice((301, "http://u:p@new.test/a")), A),
]


@pytest.mark.parametrize(("story", "url"), [row[1:] for row in MOVES], ids=[row[0] for row in MOVES])
def test_moves(story: Story, url: str) -> None:
    polls = Polls()
    for hours, what in story:
        polls.later(hours * HOUR)
        if what == "html":
            polls.unread(ParseError("html"))
        elif what == "down":
            polls.broken()
        elif what == "304":
            polls.same(hops=((301, A),))
        else:
            polls.whole(hops=tuple(what))
    assert polls.state.url == url
    assert (polls.outcome == "moved") is (url != URL)
    assert ("moved" in polls.state.notes) is (url != URL)
    if url != URL:
        assert policy.request(polls.feed, polls.state, polls.now).url == url
        assert polls.later(HOUR).whole(body=b"9").outcome == "ok"
        assert polls.state.notes == ("moved",)  # until feeds.toml says so too


# --- staleness, and what is never polled -----------------------------------------------------------------


def test_a_feed_goes_stale_by_its_own_rhythm_and_recovers() -> None:
    polls = Polls().whole(parsed(*(NOW - n * DAY for n in range(10))))
    for _ in range(7):
        assert polls.later(DAY).same().state.state == "ok"
    for _ in range(3):
        polls.later(DAY).same()
    assert polls.state.state == "stale"
    found, since = polls.state.memory["stale_at"], polls.state.memory["silent_since"]
    assert since == stamp(NOW)
    assert stamp(NOW + 7 * DAY) < found < stamp(polls.now), "dated by the poll that found it out"
    assert polls.later(DAY).broken().later(DAY).same().state.memory["stale_at"] == found
    assert polls.later(HOUR).whole(parsed(polls.now), body=b"2", new=1).state.state == "ok"
    assert (polls.state.memory["stale_at"], polls.state.memory["back_at"]) == (found, stamp(polls.now))
    for _ in range(91):
        polls.later(DAY).same()
    assert polls.state.state == "stale"
    assert polls.state.memory["stale_at"] > found
    assert "back_at" not in polls.state.memory


def test_silence_of_ours_makes_no_feed_stale() -> None:
    polls = Polls().whole(parsed(*(NOW - n * DAY for n in range(10)))).later(200 * DAY).same()
    assert polls.state.state == "ok"


def test_credentials_of_the_url_are_in_no_state_or_request() -> None:
    polls = Polls({"url": "http://user:secret@feeds.test/rss"}).whole(hops=((301, A),))
    assert "secret" not in repr(policy.request(polls.feed, polls.state, polls.now))


@pytest.mark.parametrize(
    ("state", "enabled"), [("gone", True), ("disabled", True), ("removed", True), ("ok", False)]
)
def test_what_is_not_polled(state: str, enabled: bool) -> None:
    polls = Polls({"enabled": enabled}).whole().with_(state=state).later(10 * DAY)
    assert not policy.due(polls.feed, polls.state, polls.now)
    assert policy.skip_reason(polls.feed, polls.state, polls.now)
