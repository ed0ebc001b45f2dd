"""What grouping promises whatever it is given: total, steady, blind to the order of what it is handed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregator import cluster
from aggregator.cluster.signs import sketch_of
from aggregator.model import Account, CountryTag
from aggregator.tag.tagger import Tagger
from tools.story_scores import accounts, records

GOLD = Path(__file__).parent / "gold"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def held() -> list[Account]:
    return accounts(records([GOLD / "held.jsonl"]), Tagger.load())


def account(number: int, title: str, text: str = "", hours: float = 0, **more) -> Account:
    return Account(number, f"feed-{number}", title, text, "en", "AZ", NOON + timedelta(hours=hours), **more)


MEETING = (
    "Defence ministers Zakir Hasanov and Yaşar Güler met in Baku on Monday and discussed drills "
    "with 1,200 soldiers."
)


def test_an_account_alone_founds_its_story():
    assert cluster.group([account(7, "Hasanov meets Güler in Baku", MEETING)], []) == [7]
    assert cluster.group([], []) == []


def test_an_account_joins_the_story_of_a_recent_one():
    recent = account(3, "Hasanov meets Güler in Baku", MEETING, story_id=2)
    assert cluster.group([account(9, "Hasanov, Güler hold talks in Baku", MEETING, hours=1)], [recent]) == [2]


def test_a_recent_account_without_a_story_is_passed_over():
    recent = account(3, "Hasanov meets Güler in Baku", MEETING)
    assert cluster.group([account(9, "Hasanov meets Güler in Baku", MEETING)], [recent]) == [9]


def test_beyond_the_window_the_same_words_are_another_story():
    recent = account(3, "Hasanov meets Güler in Baku", MEETING, story_id=3)
    late = replace(recent, entry_id=9, at=recent.at + cluster.WINDOW + timedelta(seconds=1), story_id=None)
    assert cluster.group([late], [recent]) == [9]


def test_the_order_of_the_new_does_not_matter(held):
    said = dict(zip((one.entry_id for one in held), cluster.group(held, []), strict=True))
    shuffled = sorted(held, key=lambda one: one.entry_id * 7919 % 101)
    assert dict(zip((one.entry_id for one in shuffled), cluster.group(shuffled, []), strict=True)) == said


def test_one_call_or_several_give_the_same(held):
    at_once = dict(zip((one.entry_id for one in held), cluster.group(held, []), strict=True))
    recent: list[Account] = []
    for one in sorted(held, key=lambda one: (one.at, one.entry_id)):
        (story,) = cluster.group([one], recent)
        assert story == at_once[one.entry_id]
        recent.append(replace(one, story_id=story))


def test_unrelated_accounts_change_nothing(held):
    stranger = account(999, "Wheat harvest ends early in Kansas", "Farmers blame the drought.", story_id=999)
    apart = [
        replace(stranger, entry_id=1000 + day, at=stranger.at + timedelta(days=day)) for day in range(-90, 90)
    ]
    assert cluster.group(held, apart) == cluster.group(held, [])


def test_the_reasons_are_said_and_add_up():
    one, other = (
        account(1, "Hasanov meets Güler in Baku", MEETING),
        account(2, "Güler in Baku", MEETING, hours=2),
    )
    likeness = cluster.reasons(one, other)
    assert likeness.joined
    assert any("Hasanov" in reason.words for reason in likeness.reasons)
    weights = [abs(reason.weight) for reason in likeness.reasons]
    assert weights == sorted(weights, reverse=True)
    assert cluster.reasons(other, one).score == pytest.approx(likeness.score)


def test_a_preview_is_no_account_of_the_meeting():
    ahead = account(1, "Güler to visit Baku on Tuesday", "He is expected to meet Hasanov, the ministry said.")
    met = account(2, "Hasanov, Güler hold talks in Baku", MEETING, hours=20)
    likeness = cluster.reasons(ahead, met)
    assert not likeness.joined
    assert any("ahead" in reason.words and reason.weight < 0 for reason in likeness.reasons)


def test_the_ruleset_is_short_and_steady():
    assert cluster.ruleset() == cluster.ruleset()
    assert len(cluster.ruleset()) == 12


TEXTS = st.text(max_size=120)
ACCOUNTS = st.builds(
    Account,
    entry_id=st.integers(1, 50),
    feed_id=TEXTS,
    title=TEXTS,
    text=st.text(max_size=700),
    lang=st.sampled_from(["", "en", "ru-RU", "ka", "fa", "ar", "uz", "fr", "xx"]) | TEXTS,
    home=st.sampled_from(["", "AZ"]),
    at=st.datetimes(min_value=datetime(1, 1, 10), max_value=datetime(9999, 12, 20), timezones=st.just(UTC))
    | st.just(NOON),
    countries=st.just(()) | st.just((CountryTag("AZ", "subject", ()),)),
    story_id=st.none() | st.integers(1, 50),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ACCOUNTS, max_size=6, unique_by=lambda one: one.entry_id), st.lists(ACCOUNTS, max_size=6))
def test_whatever_comes_each_account_has_a_story(new, recent):
    said = cluster.group(new, recent)
    assert len(said) == len(new)
    known = {one.entry_id for one in new} | {one.story_id for one in recent}
    assert set(said) <= known
    assert cluster.group(new, recent) == said


@settings(max_examples=40, deadline=None)
@given(ACCOUNTS, ACCOUNTS)
def test_reasons_never_fail(one, other):
    cluster.reasons(one, other)


def test_one_account_against_three_thousand_is_quick(held):
    recent = [
        replace(
            one,
            entry_id=number,
            story_id=number,
            at=NOON + timedelta(minutes=number),
            title=f"{one.title} {number}",
        )
        for number, one in ((number, held[number % len(held)]) for number in range(100, 3100))
    ]
    for one in recent:
        sketch_of(one)
    began = time.perf_counter()
    cluster.group([replace(held[0], at=NOON + timedelta(days=1))], recent)
    assert time.perf_counter() - began < 0.5  # 0.03 s on a quiet machine


def test_reasons_are_the_same_in_every_process():
    """A page that says them has an ETag: no set's order, which is chance, may show."""
    program = (
        "from datetime import UTC, datetime\n"
        "from aggregator import cluster\n"
        "from aggregator.model import Account\n"
        "when = datetime(2024, 1, 28, tzinfo=UTC)\n"
        "texts = ('Drone kills 3 at Tower 22', 'Tower 22 drone strike kills 3, hurts 34 of 350 soldiers')\n"
        "pair = [Account(at, 'f', text, text + ' after 1 warning.', 'en', 'US', when)"
        " for at, text in enumerate(texts)]\n"
        "print(cluster.reasons(*pair))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(1, 6)
    }
    assert len(said) == 1
