"""The feeds that a WebSub hub is told of: those by path, and those with parameters that somebody reads.

WebSub (W3C Recommendation, 4) has a feed name its hub only if the hub is told when it changes. So a feed that
is noted here is one that may name it.
"""

from __future__ import annotations

import json
from datetime import datetime

from aggregator import filter as filters
from aggregator.config import Config
from aggregator.errors import FilterError
from aggregator.filter import Vocabulary
from aggregator.store import Reader

MOST = 500  # feeds with parameters; the one asked for longest ago makes room
LONGEST = 1000  # characters of an address with its parameters
SUFFIXES = ("atom", "rss", "json")
HEALTH = "/health.atom"

Pairs = tuple[tuple[str, str], ...]


class Topics:
    """Kept while the daemon runs, and by it from one run to the next (`text`, `load`).

    A reader of a feed with parameters has asked for it before, the hub for each of its subscribers too.
    """

    def __init__(self) -> None:
        self._asked: dict[str, Pairs] = {}

    def note(self, address: str, pairs: Pairs) -> bool:
        """Somebody asked for the feed at this address, a path with its query; the pairs are its filter.

        False if its address is too long to be kept: the hub is not told of it.
        """
        if len(address) > LONGEST:
            return False
        self._asked.pop(address, None)
        self._asked[address] = pairs
        if len(self._asked) > MOST:
            del self._asked[next(iter(self._asked))]
        return True

    def text(self) -> str:
        """What was asked for, as `load` takes it: the same for the same addresses, whoever asked last."""
        return json.dumps(sorted(self._asked.items()), ensure_ascii=False)

    def load(self, text: str) -> None:
        """Remembers what an earlier run was asked for, as longer ago than what this one was."""
        since, self._asked = self._asked, {}
        for address, pairs in (*json.loads(text), *since.items()):
            self.note(address, tuple((key, value) for key, value in pairs))

    def touched(self, reader: Reader, config: Config, after: int, now: datetime) -> tuple[int, list[str]]:
        """The highest entry's number, and the paths of the feeds in which an entry above `after` stands."""
        arrivals = reader.arrivals(after)
        if not arrivals.news:
            return arrivals.last, []
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
        noted = [
            address
            for address, pairs in list(self._asked.items())
            if not _is_health(address) and stands(pairs)
        ]
        return arrivals.last, [f"{place}.{suffix}" for place in places for suffix in SUFFIXES] + noted

    def of_health(self) -> list[str]:
        """The paths of the health feed, which all have a new notice when one of them has."""
        return [HEALTH, *(address for address in list(self._asked) if _is_health(address))]


def _is_health(address: str) -> bool:
    return address.partition("?")[0] == HEALTH
