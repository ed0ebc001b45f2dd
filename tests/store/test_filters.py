"""What a filter finds: each term, each way to drive it, paging, and a reference that reads every entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregator.filter import TEXT, Filter, Term
from aggregator.model import COUNTRIES, Entry, ParsedEntry
from aggregator.store import Reader, newest
from aggregator.store.search import fold
from tests.store.polling import FEEDS, NOW, asked, entry, opened, parsed, poll, reading

WORDS = (
    "Azerbaijan", "~Azerbaijan", "Kyrgyzstan", "~Kyrgyzstan", "Turkey", "~Turkey", "Georgia", "army", "AzMoD",
    "AzMDI", "KgMoD", "GeMFA", "drone", "Müdafiə", "Гасанов", "国防部长",
)  # fmt: skip


def made() -> list[tuple[str, datetime, list[ParsedEntry]]]:
    """Polls of four feeds over three weeks, words drawn by number, some dates late, future or missing."""
    polls = []
    number = 0
    for day in range(21, 0, -3):
        when = NOW - timedelta(days=day)
        for place, feed in enumerate(FEEDS):
            entries = []
            for turn in range(6):
                number += 1
                title = " ".join(WORDS[(number * step + place) % len(WORDS)] for step in (1, 3, 7))
                # On time, late, unknown, in the future.
                date = (when, when - timedelta(days=5), None, NOW + timedelta(days=3))[
                    (number * 7 + turn) % 4
                ]
                lang = ("", "ru-RU", "az", "ru")[number % 4]
                entries.append(entry(number, f"{title} {number}", published_at=date, lang=lang))
            polls.append((feed.id, when, entries))
    return polls


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path: Path = tmp_path_factory.mktemp("filters") / "a.db"
    with opened(path) as database:
        for feed, when, entries in made():
            poll(database, feed, entries, when)
        edited = [
            entry(number, f"Azerbaijan drone edited {number}", published_at=NOW - timedelta(days=21))
            for number in (1, 2, 30)
        ]
        for number, day in ((0, 10), (1, 2)):
            poll(database, "azernews", edited[number : number + 1], NOW - timedelta(days=day))
    with reading(path) as found:
        yield found


def holds(term: Term, one: Entry, roles: frozenset[str], has_country: bool) -> bool:
    """The contract's table, read off an entry: the reference that SQL is held against."""
    tags = one.tags
    counted = {tag.code for tag in tags.countries if tag.role in roles}
    offices = {(tag.country, tag.kind) for tag in tags.ministries}
    dated = one.published_at or one.placed_at
    match term.key:
        case "country":
            found = bool(counted & set(term.values))
        case "role":
            if has_country and not term.negated:
                return True
            found = any(tag.role in term.values for tag in tags.countries)
        case "ministry":
            names = {country for country, _ in offices} | {f"{country}/{kind}" for country, kind in offices}
            found = bool(names & set(term.values))
        case "kind":
            found = bool({kind for _, kind in offices} & set(term.values))
        case "topic":
            found = bool({tag.topic for tag in tags.topics} & set(term.values))
        case "feed":
            found = one.feed_id in term.values
        case "home":
            found = one.home in term.values
        case "region":
            found = one.region in term.values
        case "publisher-kind":
            found = one.publisher_kind in term.values
        case "lang":
            found = any(f"{one.lang.lower()}-".startswith(f"{value}-") for value in term.values)
        case "since":
            found = term.at is not None and dated >= term.at
        case "until":
            found = term.at is not None and dated < term.at
        case "changed":
            found = term.at is not None and one.revision > 1 and one.updated_at >= term.at
        case "story":
            found = True
        case _:
            assert term.key == TEXT
            words = fold(one.title or "").split()
            found = any(fold(value) in words for value in term.values)
    return found != term.negated


def reference(entries: list[Entry], asked: Filter) -> list[int]:
    roles = frozenset({"subject", "mention"})
    for term in asked.terms:
        if term.key == "role" and not term.negated:
            roles &= set(term.values)
    has_country = any(term.key == "country" for term in asked.terms)
    return [
        one.entry_id for one in entries if all(holds(term, one, roles, has_country) for term in asked.terms)
    ]


TERMS = [
    "country:AZ",
    "country:AZ,KG",
    "country:TR country:GE",
    "country:DE",
    "-country:AZ",
    "-country:AZ,KG",
    "role:subject",
    "role:mention",
    "role:subject country:AZ",
    "role:mention country:AZ,TR -country:GE",
    "-role:mention",
    "role:subject,mention country:TR",
    "role:subject role:mention country:AZ",
    "ministry:AZ",
    "ministry:AZ/defence",
    "ministry:AZ/defence,KG",
    "-ministry:AZ",
    "kind:defence",
    "kind:defence,foreign-affairs",
    "-kind:defence",
    "topic:defence",
    "-topic:defence",
    "feed:azernews,apa",
    "feed:desk",
    "-feed:azernews",
    "home:AZ",
    "home:KG,TR",
    'region:"South Caucasus"',
    '-region:"Central Asia"',
    "publisher-kind:agency",
    "publisher-kind:trade",
    "lang:ru",
    "lang:ru-RU",
    "lang:az,tr",
    "-lang:ru",
    "since:10d",
    "since:7d until:3d",
    "until:2026-11-10",
    "-since:10d",
    "-until:10d",
    "since:2026-11-25",
    "changed:30d",
    "changed:5d",
    "-changed:5d",
    "story:one",
    "-story:one",
    "drone",
    "DRONE,army",
    "-drone",
    "mudafie",
    "müdafiə гасанов",
    "country:AZ kind:defence topic:defence",
    "country:AZ,KG since:14d -drone lang:ru",
    "army country:AZ role:subject",
    "country:" + ",".join(["KG", *sorted(COUNTRIES)[:70]]),
]


@pytest.mark.parametrize("text", TERMS)
def test_finds_what_the_contract_says(reader: Reader, text: str) -> None:
    everything = reader.page(limit=500)
    found = parsed(reader, text)
    expected = [] if text == "-story:one" else reference(everything, found)
    assert [one.entry_id for one in reader.page(found, 500)] == expected
    assert reader.count(found) == len(expected)


def walked(reader: Reader, found: Filter, size: int) -> list[int]:
    paged: list[int] = []
    before = None
    while page := reader.page(found, size, before):
        paged += [one.entry_id for one in page]
        before = (page[-1].placed_at, page[-1].entry_id)
    return paged


_drawn = st.lists(st.sampled_from([text for text in TERMS if "story" not in text]), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_drawn, st.integers(1, 7))
def test_terms_joined_and_paged_find_the_same(reader: Reader, texts: list[str], size: int) -> None:
    found = parsed(reader, " ".join(texts))
    expected = reference(reader.page(limit=500), found)
    assert walked(reader, found, size) == expected


SOUGHT = ["drone", "DRONE,army", "-drone", "müdafiə -army", "гасанов", "army drone", "-army -drone", "нет"]


@pytest.mark.parametrize(("first", "rows", "gap"), [(1, 10**6, 0), (3, 40, 2), (200, 10**6, 500), (5, 0, 9)])
def test_words_find_the_same_by_windows_of_any_size(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, first: int, rows: int, gap: int
) -> None:
    for name, value in (("_FIRST", first), ("ROWS", rows), ("_GAP", gap)):
        monkeypatch.setattr(newest, name, value)
    everything = reader.page(limit=500)
    others = ("", "country:AZ,KG", "lang:ru", "-since:9d")
    for text in (f"{word} {other}" for word in SOUGHT for other in others):
        found = parsed(reader, text)
        expected = reference(everything, found)
        for size in (1, 4, 40):
            assert walked(reader, found, size) == expected, (text, size)


def test_orders_by_place_then_number(reader: Reader) -> None:
    keys = [(one.placed_at, one.entry_id) for one in reader.page(limit=500)]
    assert keys == sorted(keys, reverse=True)
    assert len(keys) == 7 * 4 * 6 - sum(feed.set_aside for feed in reader.health())


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("mudafie", True),
        ("Müdafiə", True),
        ("MÜDAFİƏ", True),
        ("nazirliyi", True),
        ("гасанов", True),
        ("Гасанов", True),
        ("国防", True),
        ("防", True),
        ("国防部长", True),
        ("防国", False),
        ("oman", False),
        ("woman", True),
        ("กลาโหม", True),
        ("ลา", True),
        ("국방부", True),
        ("वायुसेना", True),
        ("f-16", True),
        ('"air defence"', True),
        ('"defence air"', False),
        ("ёлка", True),
        ("елка", True),
        ("ısparta", True),
        ("isparta", True),
        ("الدفاع", True),
        ("strasse", True),
        ("straße", True),
        ("łódź", True),
        ("lodz", True),
        ("defen", False),
        ("'; drop table entry; --x", False),
        ('"a\\"b"', False),
        ("NEAR", False),
        ("OR", False),
    ],
)
def test_a_word_is_found_in_any_script_with_or_without_accents(
    tmp_path: Path, word: str, found: bool
) -> None:
    text = (
        "Müdafiə Nazirliyi; Гасанов, ёлка; 国防部长; woman; กระทรวงกลาโหม; 국방부는; वायुसेना; F-16; "
        "air defence; Isparta; وزارة الدِّفاع; Straße; Łódź"
    )
    with opened(tmp_path / "a.db") as database:
        poll(database, "apa", [entry(1, "One", summary=text)])
    with reading(tmp_path / "a.db") as reader:
        terms = word if word.startswith('"') else f'"{word}"'
        assert bool(asked(reader, terms)) == found


@pytest.mark.parametrize("word", ["mudafie", "Müdafiə", "müdafiə", "гасанов", "国防", "防", "woman"])
def test_the_index_itself_finds_them_too(tmp_path: Path, word: str) -> None:
    with opened(tmp_path / "a.db") as database:
        poll(database, "apa", [entry(1, "Müdafiə Гасанов 国防部长 woman")])
    with reading(tmp_path / "a.db") as reader:
        rows = reader._connection.execute(
            "SELECT n.title FROM news_search JOIN news AS n ON n.entry_id = news_search.rowid "
            "WHERE news_search MATCH ?",
            (word,),
        )
        assert len(rows.fetchall()) == 1


def test_a_filter_of_any_size_is_answered(reader: Reader) -> None:
    words = ",".join(f"word{number}" for number in range(250))
    countries = " ".join(["country:AZ,KG,TR,GE,RU,IR"] * 20)
    kinds = " ".join(["lang:ru,az,en,tr,ka,hy,fa"] * 25)
    for text in (words, f"-{words}", f"{words} {countries}", f"{countries} {kinds}"):
        reader.page(parsed(reader, text))
