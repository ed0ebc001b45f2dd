"""No labelled set falls below what has been reached on it."""

from pathlib import Path

import pytest

from aggregator.tag.tagger import Tagger
from tests.tag.gate import floors, score, sets


@pytest.mark.parametrize(("name", "paths"), list(sets()), ids=[name for name, _ in sets()])
def test_no_set_falls(tagger: Tagger, name: str, paths: list[Path]) -> None:
    reached = score(tagger, paths)
    pinned = floors()[name]
    assert set(pinned) == set(reached)
    assert {sort: f1 for sort, f1 in reached.items() if f1 < pinned[sort]} == {}
