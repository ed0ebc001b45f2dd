"""The right word for a wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word most like this one, if any is like it at all."""
    folded = word.casefold()
    scored = [(SequenceMatcher(None, folded, one.casefold()).ratio(), one) for one in known]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= 0.4 else None


def hint(word: str, known: Sequence[str]) -> str:
    """How a message ends: the nearest right word, else all of them."""
    if found := known[0] if len(known) == 1 else nearest(word, known):
        return f"; did you mean {found}?"
    return f"; known are {', '.join(known)}" if len(known) <= 30 else ""
