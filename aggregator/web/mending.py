"""A filter that cannot be read, with its offending term put right by the nearest right one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aggregator.filter import KEYS


def mended(text: str, term: str, nearest: str, reads: Callable[[str], bool]) -> str:
    """The first way to put `nearest` into `term` that makes a filter which `reads` takes; "" if none does."""
    if not term or term not in text:
        return ""
    tried = (text.replace(term, one, 1) for one in _ways(term, nearest))
    return next((one for one in tried if reads(one)), "")


def _ways(term: str, nearest: str) -> Iterator[str]:
    key, colon, rest = term.partition(":")
    sign = "-" if term.startswith("-") else ""
    if not colon:
        return
    if nearest in KEYS:
        yield f"{sign}{nearest}:{rest}"
    if nearest.partition(":")[0] in KEYS and ":" in nearest:
        yield f"{sign}{nearest}"
    put = f'"{nearest}"' if " " in nearest else nearest
    values = rest.split(",")
    for place in range(len(values)):
        yield f"{key}:{','.join((*values[:place], put, *values[place + 1 :]))}"
