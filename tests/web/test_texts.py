"""The pure rooms of the web: marks, differences, health in words, pictures, Accept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.model import CountryTag, FeedHealth, FeedState, MinistryTag, Span, Tags
from aggregator.web import evidence, health, pictures, prefers
from aggregator.web.changes import CONTEXT, changes
from tests.publish.entries import FULL
from tests.web.filled import NOW


@given(
    text=st.text(max_size=60),
    ends=st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=6),
)
def test_marks_lose_nothing_of_the_text(text: str, ends: list[tuple[int, int]]) -> None:
    spans = tuple(Span("content", min(pair), max(pair), "", "rule") for pair in ends)
    entry = replace(FULL, content=text, tags=Tags(countries=(CountryTag("AZ", "subject", spans),)))
    pieces = evidence.marked(entry, "content")
    assert "".join(piece.text for piece in pieces) == text
    marked = {i for a, b in ends for i in range(min(a, b), min(max(a, b), len(text)))}
    place = 0
    for piece in pieces:
        for index in range(place, place + len(piece.text)):
            assert (index in marked) is bool(piece.labels)
        place += len(piece.text)
    lines = evidence.paragraphs(pieces)
    assert [p.text for line in lines for p in line if p.text.strip()] == [
        part for piece in pieces for part in piece.text.split("\n") if part.strip()
    ]


def test_a_ministry_outweighs_its_country_where_both_stand() -> None:
    spans = (Span("title", 0, 11, "Azerbaijani", "country:adjective"),)
    office = (Span("title", 0, 20, "Azerbaijani minister", "office"),)
    entry = replace(
        FULL,
        title="Azerbaijani minister speaks",
        tags=Tags((CountryTag("AZ", "subject", spans),), (MinistryTag("AZ", "defence", office),)),
    )
    first, second, rest = evidence.marked(entry, "title")
    assert (first.kind, first.labels) == (
        "office",
        ("Azerbaijan: Defence, by office", "Azerbaijan (subject), by country:adjective"),
    )
    assert (second.text, second.kind) == (" minister", "office")
    assert (rest.text, rest.labels) == (" speaks", ())


@given(st.text(max_size=200), st.text(max_size=200))
def test_differences_give_both_versions_back(before: str, after: str) -> None:
    found = changes(before, after)
    if before == after:
        assert found == []
    else:
        whole = all(len(text) <= CONTEXT for kind, text in found if kind == " ")
        assert not whole or "".join(text for kind, text in found if kind != "+") == before
        assert not whole or "".join(text for kind, text in found if kind != "-") == after


def test_long_texts_are_compared_soon_and_shown_in_part() -> None:
    before = "\n".join(f"Line {n} of the report." for n in range(3000))
    after = before.replace("Line 1500 of", "Line fifteen hundred of")
    found = changes(before, after)
    assert [kind for kind, _ in found] == [" ", "-", "+", " "]
    assert all(len(text) < 400 for _, text in found)


STATE = FeedState("alpha", "https://alpha.example/feed", last_success_at=NOW - timedelta(hours=3))
FEED = FeedHealth(STATE, "Alpha", None, STATE.url, "AZ", "en", "", "press", 12, 0)


@pytest.mark.parametrize(
    ("state", "words", "toml"),
    [
        ({"state": "new", "last_success_at": None}, "Not polled yet; the first poll comes now.", ""),
        ({"state": "ok", "next_poll_at": NOW + timedelta(minutes=5)}, "Next poll in 5 minutes.", ""),
        ({"state": "ok", "next_poll_at": NOW}, "Last answer 3 hours ago. Next poll now.", ""),
        (
            {"state": "failing", "failures": 2, "last_error": "403 Forbidden"},
            "Failed 2 times in a row: 403 Forbidden.",
            'user_agent = "Mozilla/5.0 …"',
        ),
        (
            {"state": "failing", "failures": 1, "last_error": "404 Not Found"},
            "Failed once",
            'url = "https://…"',
        ),
        ({"state": "failing", "failures": 30, "last_error": "timeout"}, "30 times", "enabled = false"),
        ({"state": "stale", "last_new_at": NOW - timedelta(days=40)}, "came 40 days ago", ""),
        ({"state": "gone"}, "gone for good", "enabled = false"),
        ({"state": "ok", "url": 'https://new.example/"x'}, "Last answer", 'url = "https://new.example/\\"x"'),
        ({"state": "ok", "notes": ("possible-gap",)}, "Last answer", 'min_interval = "5m"'),
        ({"state": "disabled"}, "Switched off", ""),
        ({"state": "removed"}, "its 12 entries stay", ""),
    ],
)
def test_health_is_told_in_words_with_what_to_change(state: dict[str, object], words: str, toml: str) -> None:
    feed = replace(FEED, state=replace(STATE, **state))  # type: ignore[arg-type]  # a table of cases
    assert words in health.words(feed, NOW)
    assert health.advice(feed).toml == toml


def test_a_feed_that_went_stale_is_told_of_when_that_was_found_out_and_when_it_is_over() -> None:
    memory = {"silent_since": "2026-10-01T00:00:00+00:00", "stale_at": "2026-11-20T10:00:00+00:00"}
    (stale,) = health.events(replace(FEED, state=replace(STATE, state="stale", memory=memory)), ())
    assert (stale.id, stale.category) == ("health/alpha/stale/2026-11-20T10:00:00Z", "stale")
    assert stale.text == "Alpha has gone stale: nothing new since 2026-10-01T00:00:00Z."
    over = {**memory, "back_at": "2026-11-23T00:00:00+00:00"}
    again, back = health.events(replace(FEED, state=replace(STATE, state="ok", memory=over)), ())
    assert again == stale
    assert (back.id, back.category) == ("health/alpha/recovered/2026-11-23T00:00:00Z", "recovered")
    assert not list(health.events(FEED, ()))


def test_pictures_say_the_counts() -> None:
    today = date(2026, 11, 24)
    drawn = pictures.draw(
        {"AZ": 100, "KG": 25, "TR": 1},
        {today: 4, today - timedelta(days=29): 2, today - timedelta(days=30): 9},
        {"AZ/defence": 8, "KG/defence": 2},
        {("AZ", "KG"): 25, ("AZ", "TR"): 1},
        today,
    )
    assert [bubble.code for bubble in drawn.bubbles] == ["AZ", "KG", "TR"]
    assert drawn.bubbles[0].radius == pytest.approx(2 * drawn.bubbles[1].radius)
    assert [day.entries for day in drawn.days if day.entries] == [2, 4]
    assert len(drawn.days) == pictures.DAYS
    assert [(office.name, office.share) for office in drawn.offices] == [
        ("Azerbaijan: Defence", 100.0),
        ("Kyrgyzstan: Defence", 25.0),
    ]
    assert [row.code for row in drawn.matrix] == ["AZ", "KG", "TR"]
    cells = {cell.codes: (cell.entries, cell.level) for row in drawn.matrix for cell in row.cells if cell}
    assert cells["AZ", "KG"] == cells["KG", "AZ"] == (25, 5)
    assert cells["KG", "TR"] == (0, 0)
    assert cells["TR", "AZ"] == (1, 1)


def test_nothing_makes_empty_pictures() -> None:
    drawn = pictures.draw({}, {}, {}, {}, date(2026, 11, 24))
    assert (drawn.bubbles, drawn.offices, drawn.matrix) == ((), (), ())
    assert all(day.entries == 0 for day in drawn.days)


def test_partners_are_counted_by_weeks_that_begin_on_monday() -> None:
    today = date(2026, 11, 24)  # a Tuesday
    (partner,) = pictures.partners({"TR": {today: 1, date(2026, 11, 23): 2, date(2026, 11, 22): 4}}, today)
    assert partner.weeks == (0,) * 10 + (4, 3)
    assert pictures.first_week(today) == date(2026, 9, 7)


@given(st.text())
def test_any_accept_header_is_judged(accept: str) -> None:
    assert prefers.html(accept, "application/atom+xml") in (True, False)
