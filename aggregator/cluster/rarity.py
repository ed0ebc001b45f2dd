"""How much a word or a name tells, by how rare it is in the news at large (data/counts.tsv)."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from importlib.resources import files

DATA = files("aggregator.cluster") / "data"
NAMES = "*"  # the language under which counts.tsv counts skeletons


@cache
def _table() -> tuple[dict[str, int], dict[tuple[str, str], int], frozenset[tuple[str, str]]]:
    """Entries counted a language; entries that hold a stem; stems that are met in small letters."""
    entries: dict[str, int] = {}
    counts: dict[tuple[str, str], int] = {}
    small: set[tuple[str, str]] = set()
    file = DATA / "counts.tsv"
    if not file.is_file():
        return entries, counts, frozenset()
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        lang, stem, count, cased = line.split("\t")
        if stem == "":
            entries[lang] = int(count)
            continue
        counts[lang, stem] = int(count)
        if cased == "small":
            small.add((lang, stem))
    return entries, counts, frozenset(small)


@lru_cache(maxsize=100_000)
def rarity(stem: str, lang: str) -> float:
    """0 (in every entry) to 1 (never met)."""
    entries, counts, _ = _table()
    total = entries.get(lang, 50)
    return min(1.0, math.log((total + 1) / (counts.get((lang, stem), 0) + 0.5)) / math.log(2 * total + 2))


def usual(stem: str, lang: str) -> bool:
    """Whether a stem is met in small letters: then a capital makes no name of it."""
    return (lang, stem) in _table()[2]


@cache
def _nations() -> frozenset[tuple[str, str]]:
    lines = (DATA / "nations.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return frozenset((lang, stem) for lang, stems in rows for stem in stems.split())


def nation(stem: str, lang: str) -> bool:
    """Whether a stem is a country's name or adjective: the tags tell more of it than the letters do."""
    return (lang, stem) in _nations()


@lru_cache(maxsize=1_000)
def number_rarity(number: str) -> float:
    """How much it tells that two accounts name one number: three is often met, 62,370 hardly twice."""
    value = float(number)
    if value < 4:
        return 0.15
    if value < 13:
        return 0.4
    if "." in number or value % 10:
        return 0.8 if value < 100 else 1.0
    return 0.5 if value < 1000 else 0.7
