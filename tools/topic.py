"""Find the weights of the signs of a defence matter: python -m tools.topic [--folds N | --score] [FILE …]

Logistic regression over labelled entries (tests/tag/topic/gold, or the files named), with a penalty that
keeps rare signs small. Each entry is also learned from with half of its terms hidden, since an entry never
seen has words that no file knows. Writes aggregator/tag/data/topic.toml, readable and small.

--folds N   prints how well weights do on entries that they were not made from, for several penalties
--score     prints how well the present weights do (without files: on gold/held.jsonl)
--misses    as --score, and names what they get wrong
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from aggregator.model import Text
from aggregator.tag.roles import Signs
from aggregator.tag.sentences import boundaries
from aggregator.tag.tagger import Tagger
from aggregator.tag.topic import signs_of

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "aggregator/tag/data/topic.toml"
GOLD = ROOT / "tests/tag/topic/gold"
# gold/unseen.jsonl is never learnt from, by weights or by terms: it says what an entry never seen would get.
LEARNED = tuple(GOLD / f"{name}.jsonl" for name in ("train", "held", "fresh", "more"))
FRESH, AGAIN = "fresh-", 2  # no term was taken from these, so they show best what an unseen entry does
PENALTY, ROUNDS, STEP = 8.0, 200, 0.3
PENALTIES = (4.0, 8.0, 16.0)
THINNED, HIDDEN = 10, 0.5  # copies of an entry, and how many of its terms are hidden in each
CAUTION = 0.4  # off the bias: copies with hidden terms teach to say yes on less than a whole entry shows
SMALLEST = 0.03

Record = Mapping[str, Any]
Row = tuple[dict[str, float], bool]


def records(paths: Iterable[Path]) -> list[Record]:
    """The labelled entries of files."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def text_of(record: Record) -> Text:
    """What the tagger sees of a labelled entry."""
    fields = ("title", "summary", "content", "lang", "home", "source")
    return Text(**{key: record.get(key) or "" for key in fields})


def rows_of(record: Record, tagger: Tagger, chance: random.Random) -> list[Row]:
    """What an entry shows: first whole, then with terms hidden."""
    reading = tagger.read(text_of(record))
    page, verdict = reading.page, reading.verdict
    assert verdict is not None, "an entry without a text"
    sentences = boundaries(page.clean)
    every = [verdict.signs]
    for _ in range(THINNED):
        found = [term for term in verdict.found if chance.random() >= HIDDEN]
        every.append(signs_of(page, found, reading.units, sentences))
    rows = [(vector(signs), bool(record["defence"])) for signs in every]
    return rows * AGAIN if record["id"].startswith(FRESH) else rows


def vector(signs: Signs) -> dict[str, float]:
    row = {"bias": 1.0}
    for sign, count in signs.items():
        row[sign] = 1.0
        if count > 1:
            row[sign + "+"] = math.log2(min(count, 4))
    return row


def fit(rows: Sequence[Row], penalty: float = PENALTY, rounds: int = ROUNDS) -> dict[str, float]:
    """The weights, by gradient descent with momentum; each row weighs alike."""
    names = sorted({sign for row, _ in rows for sign in row})
    place = {name: at for at, name in enumerate(names)}
    cells = [([(place[sign], value) for sign, value in row.items()], wanted) for row, wanted in rows]
    weights, speed = [0.0] * len(names), [0.0] * len(names)
    free = place["bias"]
    for _ in range(rounds):
        slope = [0.0] * len(names)
        for row, wanted in cells:
            odds = sum(weights[at] * value for at, value in row)
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - wanted
            for at, value in row:
                slope[at] += error * value
        for at, value in enumerate(slope):
            pull = value + (0.0 if at == free else penalty * weights[at])
            speed[at] = 0.9 * speed[at] - STEP * pull / len(rows)
            weights[at] += speed[at]
    weights[free] -= CAUTION
    return dict(zip(names, weights, strict=True))


def odds_of(row: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights.get(sign, 0.0) * value for sign, value in row.items())


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


def report(name: str, entries: Sequence[Record], said: Sequence[bool], *, misses: bool = False) -> None:
    """Print the scores over all entries, over the plain and over those made hard (they have a note)."""
    parts = []
    for part, wanted in (("all", None), ("plain", False), ("hard", True)):
        chosen = [at for at, record in enumerate(entries) if wanted in (None, bool(record.get("note")))]
        _, extra, missed, f1 = score([said[at] for at in chosen], [entries[at]["defence"] for at in chosen])
        parts.append(f"{part} {f1:.3f} (+{extra} -{missed} of {len(chosen)})")
    print(f"{name:16} F1 {'  '.join(parts)}")
    for given, record in zip(said, entries, strict=True):
        if misses and given != record["defence"]:
            print("  too much" if given else "  missed  ", record["lang"], record["title"])


def folded(rows: Sequence[Sequence[Row]], folds: int, penalty: float) -> list[bool]:
    """For each entry what the weights of the other folds say of it whole."""
    order = list(range(len(rows)))
    random.Random(7).shuffle(order)  # noqa: S311 - no secret, the same folds each time
    said = [False] * len(rows)
    for fold in range(folds):
        others = [row for number, at in enumerate(order) if number % folds != fold for row in rows[at]]
        weights = fit(others, penalty)
        for number, at in enumerate(order):
            if number % folds == fold:
                said[at] = odds_of(rows[at][0][0], weights) > 0
    return said


def main(arguments: list[str]) -> None:
    """Fit and write, cross-validate, or score."""
    folds = 0
    if "--folds" in arguments:
        at = arguments.index("--folds")
        folds = int(arguments[at + 1])
        del arguments[at : at + 2]
    paths = [Path(argument) for argument in arguments if not argument.startswith("--")]
    tagger = Tagger.load()
    misses = "--misses" in arguments
    if not folds and (misses or "--score" in arguments):
        entries = records(paths or [GOLD / "held.jsonl"])
        said = [bool(tagger.tag(text_of(record)).topics) for record in entries]
        report("present weights", entries, said, misses=misses)
        return
    entries = records(paths or LEARNED)
    chance = random.Random(3)  # noqa: S311 - no secret, the same weights each time
    rows = [rows_of(record, tagger, chance) for record in entries]
    if not folds:
        write(fit([row for copies in rows for row in copies]))
        return
    for penalty in (PENALTY,) if misses else PENALTIES:
        report(f"penalty {penalty:g}", entries, folded(rows, folds, penalty), misses=misses)


if __name__ == "__main__":
    main(sys.argv[1:])
