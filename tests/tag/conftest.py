"""One tagger for all tests of it: to load it takes some tenths of a second."""

import pytest

from aggregator.tag.tagger import Tagger


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return Tagger.load()
