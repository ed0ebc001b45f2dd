"""How a message about a wrong word ends."""

from __future__ import annotations

from collections.abc import Sequence

from aggregator.filter import nearest


def hint(word: str, known: Sequence[str]) -> str:
    """The nearest right word, else all of them if they are few."""
    if found := known[0] if len(known) == 1 else nearest(word, known):
        return f"; did you mean {found}?"
    return f"; known are {', '.join(known)}" if len(known) <= 30 else ""
