"""The feeds that a WebSub hub is told of: those by path, and those with parameters that somebody reads."""

from __future__ import annotations

from datetime import datetime

from aggregator import filter as filters
from aggregator.config import Config
from aggregator.errors import FilterError
from aggregator.filter import Vocabulary
from aggregator.store import Reader

MOST = 500  # feeds with parameters; the one asked for longest ago makes room
SUFFIXES = ("atom", "rss", "json")

Pairs = tuple[tuple[str, str], ...]


class Topics:
    """Kept while the daemon runs: a reader of a feed with parameters has asked for it before."""

    def __init__(self) -> None:
        self._asked: dict[str, Pairs] = {}
        self._health: dict[str, tuple[str, str]] | None = None

    def note(self, address: str, pairs: Pairs) -> None:
        """Somebody asked for the feed at this address, a path with its query; the pairs are its filter."""
        self._asked.pop(address, None)
        self._asked[address] = pairs
        if len(self._asked) > MOST:
            del self._asked[next(iter(self._asked))]

    def touched(self, reader: Reader, config: Config, after: int, now: datetime) -> tuple[int, list[str]]:
        """The highest entry's number, and the paths of the feeds in which an entry above `after` stands.

        The health feed is among them when a feed has broken, moved or recovered since this was last asked.
        """
        health = self._of_health(reader)
        arrivals = reader.arrivals(after)
        if not arrivals.news:
            return arrivals.last, health
        stored, known = reader.vocabulary(), config.vocabulary
        both = Vocabulary(known.feeds | stored.feeds, known.regions | stored.regions)

        def stands(pairs: Pairs) -> bool:
            try:
                return reader.arrived(filters.from_params(pairs, both, now), after)
            except FilterError:
                return False  # it named what is no longer there

        ministries = arrivals.ministries
        places = [
            "/feed",
            *(f"/country/{code}" for code in arrivals.countries),
            *(f"/ministry/{code}" for code in sorted({tag.partition("/")[0] for tag in ministries})),
            *(f"/ministry/{tag}" for tag in ministries),
            *(f"/kind/{kind}" for kind in sorted({tag.partition("/")[2] for tag in ministries})),
            *(f"/view/{view.id}" for view in config.views if stands((("q", view.filter),))),
        ]
        found = health + [f"{place}.{suffix}" for place in places for suffix in SUFFIXES]
        return arrivals.last, found + [
            address for address, pairs in list(self._asked.items()) if stands(pairs)
        ]

    def _of_health(self, reader: Reader) -> list[str]:
        before = self._health
        self._health = {feed: (state.state, state.url) for feed, state in reader.states().items()}
        if before is None:
            return []
        # A new feed has no notice yet; one that is well after its first poll has none either.
        told = [
            feed
            for feed, now in self._health.items()
            if now != before.get(feed) and not (before.get(feed, ("new",))[0] == "new" and now[0] == "ok")
        ]
        return ["/health.atom"] if told else []
