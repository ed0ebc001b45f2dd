"""Find the weights of the signs that make a defence matter: python tools/topic.py [--score] [GOLD.jsonl …]

Logistic regression over the labelled entries of tests/tag/topic/gold, or of the files named, with a penalty
that keeps rare signs small. Every third line of a file is held back: the weights are not made from it.
Writes aggregator/tag/data/topic.toml, readable and small. `--score` prints instead how well the present
weights do on what they were made from and on what was held back; `--misses` names what they get wrong.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from aggregator.model import Text
from aggregator.tag.roles import Signs
from aggregator.tag.tagger import Tagger

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "aggregator/tag/data/topic.toml"
GOLD = ROOT / "tests/tag/topic/gold"
HELD = 3  # every third line is held back
PENALTY, ROUNDS, STEP = 2.0, 600, 0.03
SMALLEST = 0.03

Record = Mapping[str, Any]
Row = tuple[dict[str, float], bool]


def records(paths: Iterable[Path], *, held: bool) -> list[Record]:
    """The labelled entries that are held back, or those that are not."""
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if (number % HELD == 0) == held:
                found.append(json.loads(line))
    return found


def text_of(record: Record) -> Text:
    """What the tagger sees of a labelled entry."""
    fields = ("title", "summary", "content", "lang", "home", "source")
    return Text(**{key: record.get(key) or "" for key in fields})


def signs_of(record: Record, tagger: Tagger) -> Signs:
    verdict = tagger.read(text_of(record)).verdict
    assert verdict is not None, "an entry without a text"
    return verdict.signs


def vector(signs: Signs) -> dict[str, float]:
    row = {"bias": 1.0}
    for sign, count in signs.items():
        row[sign] = 1.0
        if count > 1:
            row[sign + "+"] = math.log2(min(count, 4))
    return row


def fit(rows: list[Row], penalty: float = PENALTY, rounds: int = ROUNDS) -> dict[str, float]:
    """The weights, by gradient descent with momentum; each row weighs alike."""
    weights: dict[str, float] = {}
    speed: dict[str, float] = {}
    for _ in range(rounds):
        slope: dict[str, float] = {}
        for row, wanted in rows:
            odds = sum(weights.get(sign, 0.0) * value for sign, value in row.items())
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - wanted
            for sign, value in row.items():
                slope[sign] = slope.get(sign, 0.0) + error * value
        for sign, value in slope.items():
            weight = weights.get(sign, 0.0)
            pull = value + (0.0 if sign == "bias" else penalty * weight)
            speed[sign] = 0.9 * speed.get(sign, 0.0) - STEP * pull * 10 / len(rows)
            weights[sign] = weight + speed[sign]
    return weights


def score(said: Iterable[bool], wanted: Iterable[bool]) -> tuple[int, int, int, float]:
    """How many hits, how many too much, how many missed, and the F1 of them."""
    hit = extra = missed = 0
    for given, right in zip(said, wanted, strict=True):
        hit += given and right
        extra += given and not right
        missed += right and not given
    both = 2 * hit + extra + missed
    return hit, extra, missed, 2 * hit / both if both else 1.0


def write(weights: Mapping[str, float]) -> None:
    lines = [
        f'"{sign}" = {weight:.2f}' for sign, weight in sorted(weights.items()) if abs(weight) >= SMALLEST
    ]
    TARGET.write_text(
        "# What each sign weighs (log-odds that the happening is a defence matter); made by tools/topic.py.\n"
        '# A sign is a group of terms; "?": its weak terms; "@": where it stands; "+": it again.\n'
        "[weights]\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


def report(name: str, entries: list[Record], tagger: Tagger, *, misses: bool) -> None:
    said = [bool(tagger.tag(text_of(record)).topics) for record in entries]
    for part, wanted in (("all", None), ("plain", False), ("hard", True)):
        chosen = [at for at, record in enumerate(entries) if wanted in (None, bool(record.get("note")))]
        _, extra, missed, f1 = score([said[at] for at in chosen], [entries[at]["defence"] for at in chosen])
        print(f"{name:10} {part:6} {len(chosen):4} F1 {f1:.3f} (extra {extra}, missed {missed})")
    for given, record in zip(said, entries, strict=True):
        if misses and given != record["defence"]:
            print("  too much" if given else "  missed  ", record["lang"], record["title"])


def main() -> None:
    """Fit and write, or score."""
    paths = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("--")]
    paths = paths or sorted(GOLD.glob("*.jsonl"))
    tagger = Tagger.load()
    if "--score" in sys.argv or "--misses" in sys.argv:
        for name, held in (("made from", False), ("held back", True)):
            report(name, records(paths, held=held), tagger, misses="--misses" in sys.argv)
        return
    entries = records(paths, held=False)
    write(fit([(vector(signs_of(record, tagger)), record["defence"]) for record in entries]))


if __name__ == "__main__":
    main()
