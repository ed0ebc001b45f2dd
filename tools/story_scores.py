"""How well grouping does on labelled stories: pairs, B-cubed, entries put with a near story."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from aggregator.model import Account, Text
from aggregator.tag.tagger import Tagger

Record = Mapping[str, Any]


def records(paths: Iterable[Path]) -> list[Record]:
    """The labelled entries of files."""
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line
    ]


def accounts(entries: Sequence[Record], tagger: Tagger) -> list[Account]:
    """What grouping sees of labelled entries, tagged by the real tagger; numbered from 1."""
    return [account(at, record, tagger) for at, record in enumerate(entries, 1)]


def account(number: int, record: Record, tagger: Tagger) -> Account:
    """What grouping sees of one."""
    given = {key: record.get(key) or "" for key in ("title", "summary", "lang", "home", "source")}
    tags = tagger.tag(Text(**given))
    return Account(
        entry_id=number,
        feed_id=record.get("feed") or given["source"],
        title=given["title"],
        text=given["summary"],
        lang=given["lang"],
        home=given["home"],
        at=datetime.fromisoformat(record["published"]),
        countries=tuple(replace(tag, spans=()) for tag in tags.countries),
        ministries=tuple(replace(tag, spans=()) for tag in tags.ministries),
    )


def families(entries: Sequence[Record]) -> list[list[int]]:
    """Entries whose stories are near each other, together."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            name = parent[name]
        return name

    for record in entries:
        for near in (record["story"], *(record.get("near") or ())):
            parent[root(near)] = root(record["story"])
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(entries):
        found[root(record["story"])].append(at)
    return list(found.values())


class Tally:
    """Pairs right, too much and missed; B-cubed; entries put with a near story."""

    def __init__(self) -> None:
        self.hit = self.extra = self.missed = self.entries = self.near = self.with_near = 0
        self.precision = self.recall = 0.0

    def add(self, entries: Sequence[Record], said: Sequence[int]) -> None:
        """What was said of some entries."""
        gold = [record["story"] for record in entries]
        for one, other in combinations(range(len(entries)), 2):
            wanted, given = gold[one] == gold[other], said[one] == said[other]
            self.hit += wanted and given
            self.extra += given and not wanted
            self.missed += wanted and not given
        for at, record in enumerate(entries):
            together = {other for other in range(len(entries)) if said[other] == said[at]}
            right = {other for other in range(len(entries)) if gold[other] == gold[at]}
            self.precision += len(together & right) / len(together)
            self.recall += len(together & right) / len(right)
            near = set(record.get("near") or ())
            self.near += any(gold[other] in near for other in together)
            self.with_near += bool(near)
        self.entries += len(entries)

    @property
    def pairs(self) -> float:
        """F1 of the pairs."""
        both = 2 * self.hit + self.extra + self.missed
        return 2 * self.hit / both if both else 1.0

    @property
    def bcubed(self) -> float:
        """F1 of B-cubed."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) / self.entries

    def __str__(self) -> str:
        return (
            f"pairs F1 {self.pairs:.3f} (+{self.extra} -{self.missed} of {self.hit + self.missed})  "
            f"B-cubed F1 {self.bcubed:.3f}  near {self.near} of {self.with_near}"
        )
