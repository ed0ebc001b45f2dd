"""How like two accounts are: the log-odds that they tell of one happening, and why."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from aggregator.cluster.rarity import DATA
from aggregator.cluster.signs import signs
from aggregator.model import Account


@dataclass(frozen=True, slots=True)
class Reason:
    """A sign in plain words, and what it adds to the score (below 0: speaks against)."""

    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two accounts are, as log-odds; `reasons` by how much they weigh, the start not among them."""

    score: float
    threshold: float
    reasons: tuple[Reason, ...]

    @property
    def joined(self) -> bool:
        """Whether the two by themselves are one story."""
        return self.score >= self.threshold


@dataclass(frozen=True, slots=True)
class Weights:
    """What weights.toml says."""

    start: float
    threshold: float
    signs: Mapping[str, float]


@cache
def weights() -> Weights:
    """The committed weights."""
    table = tomllib.loads((DATA / "weights.toml").read_text(encoding="utf-8"))
    return Weights(table["start"], table["threshold"], table["signs"])


def score(one: Account, other: Account) -> float:
    """The log-odds that two accounts are one story."""
    known = weights()
    return known.start + sum(known.signs.get(sign.name, 0.0) * sign.value for sign in signs(one, other))


def reasons(one: Account, other: Account) -> Likeness:
    """Why two accounts are one story, or are not."""
    known = weights()
    weighed = [Reason(sign.words, known.signs.get(sign.name, 0.0) * sign.value) for sign in signs(one, other)]
    told = sorted((reason for reason in weighed if reason.weight), key=lambda reason: -abs(reason.weight))
    total = known.start + sum(reason.weight for reason in weighed)
    return Likeness(total, known.threshold, tuple(told))
