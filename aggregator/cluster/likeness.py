"""How like two accounts are: signs, what they weigh, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from aggregator.model import Account

THRESHOLD = 0.35
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Reason:
    """A sign in plain words, and what it adds to the score (below 0: speaks against)."""

    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two accounts are; `reasons` in the order of their weight."""

    score: float
    threshold: float
    reasons: tuple[Reason, ...]

    @property
    def joined(self) -> bool:
        """Whether the two by themselves are one story."""
        return self.score >= self.threshold


@lru_cache(maxsize=20_000)
def words_of(title: str, text: str) -> frozenset[str]:
    """The words of a title and a text's beginning, cut."""
    found = _WORD.findall(f"{title} {text[:600]}".lower())
    return frozenset(word[:6] for word in found if len(word) > 3)


def reasons(one: Account, other: Account) -> Likeness:
    """Why two accounts are one story, or are not."""
    ours, theirs = words_of(one.title, one.text), words_of(other.title, other.text)
    shared = ours & theirs
    if not shared:
        return Likeness(0.0, THRESHOLD, ())
    score = len(shared) / min(len(ours), len(theirs))
    return Likeness(score, THRESHOLD, (Reason("words shared: " + ", ".join(sorted(shared)), score),))
