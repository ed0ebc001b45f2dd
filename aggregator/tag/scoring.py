"""How well tags agree with a person's labels: precision, recall and F1 over all entries together. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aggregator.model import Tags


@dataclass(slots=True)
class Tally:
    """Of the tags of one sort: those both give, those only we give, those only the label gives."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, wanted: set[str], given: set[str]) -> None:
        self.hits += len(wanted & given)
        self.extra += len(given - wanted)
        self.missed += len(wanted - given)

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """An entry whose tags differ from its label: sort → what is missing, what is too much."""

    entry: str
    missed: Mapping[str, list[str]]
    extra: Mapping[str, list[str]]


@dataclass(slots=True)
class Scores:
    """A label may say `countries` {code: role}, `ministries` [tag], `defence`; the rest is not judged."""

    entries: int = 0
    exact: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def add(self, label: Mapping[str, Any], tags: Tags) -> None:
        wanted, given = _wanted(label), _given(tags)
        missed: dict[str, list[str]] = {}
        extra: dict[str, list[str]] = {}
        for sort, codes in wanted.items():
            self.tallies.setdefault(sort, Tally()).add(codes, given[sort])
            missed |= {sort: sorted(codes - given[sort])} if codes - given[sort] else {}
            extra |= {sort: sorted(given[sort] - codes)} if given[sort] - codes else {}
        self.entries += 1
        self.exact += not (missed or extra)
        if missed or extra:
            self.misses.append(Miss(str(label.get("id", self.entries)), missed, extra))


def _wanted(label: Mapping[str, Any]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    if "countries" in label:
        countries = label["countries"]
        if not isinstance(countries, Mapping):  # as `tag` writes them
            countries = {one["code"]: one["role"] for one in countries}
        wanted["country"] = set(countries)
        wanted["subject"] = {code for code, role in countries.items() if role == "subject"}
    if "ministries" in label:
        wanted["ministry"] = {one if isinstance(one, str) else one["tag"] for one in label["ministries"]}
    if "defence" in label:
        wanted["defence"] = {"defence"} if label["defence"] else set()
    return wanted


def _given(tags: Tags) -> dict[str, set[str]]:
    return {
        "country": {tag.code for tag in tags.countries},
        "subject": {tag.code for tag in tags.countries if tag.role == "subject"},
        "ministry": {tag.tag for tag in tags.ministries},
        "defence": {tag.topic for tag in tags.topics if tag.topic == "defence"},
    }
