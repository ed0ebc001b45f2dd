"""A bad filter put right, for the page that says what is wrong with it."""

from __future__ import annotations

import pytest

from aggregator import filter as filters
from aggregator.errors import FilterError
from aggregator.web.mending import mended
from tests.web.filled import NOW

KNOWN = filters.Vocabulary(frozenset({"azernews"}), frozenset({"South Caucasus"}))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("kind:defense", "kind:defence"),
        ("drone -country:UK since:7d", "drone -country:GB since:7d"),
        ("country:AZ,UK,GE", "country:AZ,GB,GE"),
        ("contry:AZ", "country:AZ"),
        ("-contry:AZ", "-country:AZ"),
        ("ministry:AZ/defense", "ministry:AZ/defence"),
        ("region:Caucasus", 'region:"South Caucasus"'),
        ("since:yesterday", "since:7d"),
        ("feed:azernew", "feed:azernews"),
        ("kind:defense contry:AZ", ""),  # two faults: the second would only be the next question
        ('"open', ""),
    ],
)
def test_the_nearest_right_term_is_put_in(text: str, right: str) -> None:
    with pytest.raises(FilterError) as refused:
        filters.parse(text, KNOWN, NOW)

    def reads(one: str) -> bool:
        try:
            filters.parse(one, KNOWN, NOW)
        except FilterError:
            return False
        return True

    assert mended(text, refused.value.term, refused.value.nearest or "", reads) == right
