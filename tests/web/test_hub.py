"""Which feeds name a WebSub hub: those that it is told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from aggregator import store
from aggregator.web.topics import LONGEST, Topics
from tests.web.filled import NOW, configured, fill
from tests.web.serving import serve


@pytest.mark.parametrize(
    ("path", "topic", "announced"),
    [
        ("/feed.atom", "/feed.atom", True),
        ("/feed.json?limit=5", "/feed.json?limit=5", True),
        ("/country/az.rss", "/country/AZ.rss", True),
        ("/country/AZ,GE.atom", "/country/AZ%2CGE.atom", True),
        ("/ministry/az/Defence.json", "/ministry/AZ/defence.json", True),
        ("/kind/DEFENCE.atom", "/kind/defence.atom", True),
        ("/health.atom", "/health.atom", True),
        ("/health.atom?limit=5", "/health.atom?limit=5", True),
        ("/feed.atom?before=2026-11-24T00:00:00Z~7", "", False),
        ("/feed.atom?q=" + "x" * LONGEST, "", False),
        ("/health.atom?before=2026-11-24T00:00:00Z~alpha/broken", "", False),
    ],
)
def test_a_feed_names_its_hub_where_that_is_told_of_it(
    path: str, topic: str, announced: bool, tmp_path: Path
) -> None:
    loaded = configured(tmp_path)
    database = fill(tmp_path, loaded)
    topics = Topics()
    site = serve(database, loaded, topics=topics)
    alone = serve(database, loaded, topics=None)
    private = serve(database, loaded, token="word", topics=topics)
    try:
        answer = site.get(path)
        if announced:
            assert (
                answer.headers["link"]
                == f'<https://hub.example/>; rel="hub", <{site.url}{topic}>; rel="self"'
            )
        else:
            assert "link" not in answer.headers
        assert (b"https://hub.example/" in answer.content) is announced
        with store.open_reader(database) as reader:
            told = topics.touched(reader, loaded, 0, NOW)[1] + topics.of_health()
        assert (topic in told) is announced
        standing = announced and "?" not in topic and "%" not in topic
        assert ("link" in alone.get(path).headers) is standing, "nobody tells the hub of what it is asked for"
        assert "link" not in private.get(path, authorization="Bearer word").headers, "the hub has no token"
    finally:
        for one in (site, alone, private):
            one.close()
