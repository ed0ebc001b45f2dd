"""Grouping holds what it has reached on labelled stories, which hold each language and each near miss."""

from __future__ import annotations

import pytest

from aggregator.cluster.words import LANGUAGES
from aggregator.tag.tagger import Tagger
from tests.cluster.gate import floors, score, sets
from tools.story_scores import records


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load()


@pytest.mark.parametrize("path", sets(), ids=lambda path: path.stem)
def test_each_set_holds_its_floors(path, tagger):
    reached = score(tagger, path)
    fallen = {
        sort: (reached[sort], floor) for sort, floor in floors()[path.stem].items() if reached[sort] < floor
    }
    assert not fallen


def test_the_sets_hold_every_language_and_each_entry_once():
    entries = records(sets())
    assert {entry["lang"] for entry in entries} >= set(LANGUAGES)
    assert len({entry["id"] for entry in entries}) == len(entries) >= 120
    stories = {entry["story"] for entry in entries}
    for entry in entries:
        assert set(entry.get("near", ())) <= stories - {entry["story"]}, entry["id"]
