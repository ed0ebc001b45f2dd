"""Retagging, corrections and pruning."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.errors import FilterError, StoreError
from aggregator.model import Span, Tags, Text
from aggregator.store import Database, Difference
from tests.store.polling import FEEDS, NOW, WORDS, asked, entry, opened, poll, reading, tag
from tests.store.test_polls import rows

MANUAL = Span("manual", None, None, "", "manual")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def better(text: Text) -> Tags:
    """The next ruleset: it knows Armenia and has forgotten Turkey."""
    words = {word: code for word, code in WORDS.items() if code != "TR"} | {"Armenia": "AM"}
    return tag(text, words)


def retagged(database: Database, **options: object) -> Difference:
    return sum(database.retag(better, "r2", NOW, batch=7, **options), Difference())  # type: ignore[arg-type]


def test_a_retag_changes_tags_alone_and_twice_is_no_change(path: Path) -> None:
    titles = ("Azerbaijan", "Armenia ~Turkey", "Turkey army", "nothing")
    with opened(path) as database:
        poll(database, "apa", [entry(n, f"{titles[n % 4]} {n}", days=n) for n in range(40)])
        with reading(path) as reader:
            before = reader.page(limit=100)
            foreseen = sum(reader.compare_all(better, "r2", batch=7), Difference())
        assert rows(path, "SELECT count(*) FROM entry WHERE ruleset = 'r2'") == [(0,)]
        dry = retagged(database, dry_run=True)
        done = retagged(database)
        assert foreseen == dry == done
        assert (done.entries, done.changed) == (40, 20)
        assert done.added == Counter({"AM:subject": 10})
        assert done.removed == Counter({"TR:mention": 10, "TR:subject": 10})
        assert len(done.samples) == 20
        assert retagged(database) == Difference()
        again = retagged(database, everything=True)
        assert (again.entries, again.changed) == (40, 0)
        assert retagged(database, everything=True, since=NOW - timedelta(days=3)).entries == 4
        assert database.check() == []
        with reading(path) as reader:
            after = reader.page(limit=100)
            assert [replace(one, tags=Tags()) for one in after] == [
                replace(one, tags=Tags()) for one in before
            ]
            assert len(asked(reader, "country:AM")) == 10
            assert asked(reader, "country:TR") == []
            assert reader.leading("country", NOW - timedelta(days=99)) == [("AM", 10), ("AZ", 10)]


def test_a_retag_stopped_half_way_goes_on(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(n, "Armenia") for n in range(20)])
        next(database.retag(better, "r2", NOW, batch=7))
        assert retagged(database).entries == 13


def test_a_retag_asks_keep_only_again(path: Path) -> None:
    with opened(path) as database:
        poll(database, "desk", [entry(1, "Turkey army"), entry(2, "Armenia")])
        list(database.retag(lambda text: replace(better(text), topics=()), "r2", NOW))
        with reading(path) as reader:
            assert asked(reader, "") == []
        everything = [replace(feed, keep_only="") for feed in FEEDS]
        database.reconcile(everything, NOW)
        assert retagged(database).entries == 2
        with reading(path) as reader:
            assert asked(reader, "") == ["Turkey army", "Armenia"]


def test_a_correction_stands_over_the_tagger_and_is_kept(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(1, "Azerbaijan Turkey AzMDI")])
        found = database.correct(1, ["+KG/defence", "-AZ", "+TR:mention", "+topic:defence"], tag, "r1", NOW)
        assert [(one.code, one.role) for one in found.countries] == [("KG", "subject"), ("TR", "mention")]
        assert [one.tag for one in found.ministries] == ["KG/defence"]
        assert [one.topic for one in found.topics] == ["defence"]
        assert found.ministries[0].spans == found.topics[0].spans == (MANUAL,)
        assert MANUAL in found.countries[1].spans
        retagged(database)
        with reading(path) as reader:
            assert len(asked(reader, "country:KG -country:AZ topic:defence")) == 1
            assert len(asked(reader, "country:TR role:mention")) == 1
            assert len(reader.corrections(1)) == 4
        poll(database, "apa", [entry(1, "Azerbaijan edited")], NOW + timedelta(hours=1))
        with reading(path) as reader:
            assert asked(reader, "ministry:KG/defence") == ["Azerbaijan edited"]
        assert rows(path, "SELECT tag, field, surface FROM evidence WHERE field = 'manual' ORDER BY 1") == [
            ("KG", "manual", ""),
            ("KG/defence", "manual", ""),
            ("TR", "manual", ""),
            ("defence", "manual", ""),
        ]
        cleared = database.correct(1, [], tag, "r1", NOW, clear=True)
        assert [one.code for one in cleared.countries] == ["AZ"]
        assert database.check() == []


def test_the_later_correction_holds(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(1, "Azerbaijan AzMDI")])
        assert database.correct(1, ["-AZ"], tag, "r1", NOW) == Tags()
        found = database.correct(1, ["+AZ/defence"], tag, "r1", NOW)
        assert [one.code for one in found.countries] == ["AZ"]
        assert [one.tag for one in found.ministries] == ["AZ/defence", "AZ/defence-industry"]
        found = database.correct(1, ["-AZ/defence-industry"], tag, "r1", NOW)
        assert [one.tag for one in found.ministries] == ["AZ/defence"]
        assert database.correct(1, ["-AZ"], tag, "r1", NOW) == Tags()


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("AZ", None), ("+", None), ("+ZZZ", None), ("+AZ/defense", "defence"), ("+AZ:subjects", "subject"),
        ("+topic:defense", "defence"), ("+AZ/defence:mention", None), ("-az/", None),
    ],
)  # fmt: skip
def test_a_bad_correction_is_named(path: Path, word: str, nearest: str | None) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(1)])
        with pytest.raises(FilterError) as raised:
            database.correct(1, [word], tag, "r1", NOW)
        assert raised.value.term == word
        assert nearest is None or raised.value.nearest == nearest
        with pytest.raises(StoreError, match="no entry 7"):
            database.correct(7, ["+AZ"], tag, "r1", NOW)


def test_what_is_pruned_does_not_come_back_and_its_counts_stay(path: Path) -> None:
    entries = [entry(n, f"Azerbaijan {n}", days=n, guid=None if n % 2 else f"g{n}") for n in range(20)]
    with opened(path) as database:
        poll(database, "apa", entries)
        counted = rows(path, "SELECT sum(entries) FROM daily WHERE tag = 'AZ'")
        assert database.prune(NOW - timedelta(days=9, hours=12), batch=4) == 10
        assert database.check() == []
        with reading(path) as reader:
            assert len(asked(reader, "")) == len(asked(reader, "country:AZ")) == 10
            assert reader.entry(20 - 15) is None
        later = poll(database, "apa", entries, NOW + timedelta(hours=1))
        assert (later.new, later.changed, later.same) == (0, 0, 20)
        # An edit of a pruned entry does not bring it back either; a new one takes a new number.
        edited = entry(18, "Azerbaijan 18", days=18, guid="g18", summary="edited")
        assert poll(database, "apa", [edited, entry(77)], NOW + timedelta(hours=2)).new == 1
        assert rows(path, "SELECT max(entry_id) FROM news") == [(21,)]
        assert rows(path, "SELECT sum(entries) FROM daily WHERE tag = 'AZ'") == counted
        assert database.prune(NOW + timedelta(days=400)) == 11
        assert database.prune(NOW + timedelta(days=800)) == 0
        assert rows(path, "SELECT count(*) FROM tombstone") == rows(path, "SELECT count(*) FROM entry_key")
