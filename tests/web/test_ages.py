"""Last-Modified: when what is at an address came to be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from aggregator.web.ages import Ages

START = datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC)
OLD = START - timedelta(days=3)
SECOND = timedelta(seconds=1)


def test_it_is_the_entries_date_unless_the_server_began_later() -> None:
    ages = Ages(START)
    assert ages.last_modified("/a", b"1", OLD, START + SECOND) == START
    newer = START + 5 * SECOND
    assert ages.last_modified("/b", b"1", newer, newer + SECOND) == newer


def test_it_is_never_in_the_future() -> None:
    assert Ages(START).last_modified("/a", b"1", START + timedelta(days=1), START + SECOND) == START + SECOND


def test_it_stays_while_the_bytes_do_and_moves_with_them() -> None:
    ages = Ages(START)
    first = ages.last_modified("/a", b"1", OLD, START)
    assert ages.last_modified("/a", b"1", OLD, START + timedelta(hours=1)) == first
    change = START + timedelta(hours=2)
    for later in (timedelta(milliseconds=300), SECOND, timedelta(hours=9)):
        assert ages.last_modified("/a", b"2", OLD, change + later) == change


def test_two_changes_in_one_second_never_have_one_date() -> None:
    ages = Ages(START)
    ages.last_modified("/a", b"1", OLD, START + timedelta(milliseconds=100))
    assert ages.last_modified("/a", b"2", OLD, START + timedelta(milliseconds=300)) is None
    assert ages.last_modified("/a", b"2", OLD, START + SECOND) == START + SECOND


def test_what_was_forgotten_may_have_changed() -> None:
    ages = Ages(START, most=2)
    for name in ("/a", "/b", "/c"):
        ages.last_modified(name, b"1", OLD, START + 10 * SECOND)
    again = ages.last_modified("/a", b"2", OLD, START + 60 * SECOND)
    assert again is not None
    assert again > START + 10 * SECOND


def test_what_changed_in_the_second_in_which_it_was_forgotten_has_no_date_yet() -> None:
    now = START + 10 * SECOND
    ages = Ages(START, most=1)
    sent = ages.last_modified("/a", b"1", now, now)
    assert sent == now
    ages.last_modified("/b", b"1", OLD, now)
    assert ages.last_modified("/a", b"2", now, now) is None, "it would be the date of what was there before"
    later = ages.last_modified("/a", b"2", now, now + SECOND)
    assert later is not None
    assert later > sent
