"""Find what grouping weighs: python -m tools.stories [--folds | --score] [FILE …]

Logistic regression over pairs of labelled entries (tests/cluster/gold/learn*.jsonl, or the files named) that
lie within the window, and over pairs of strangers, with a penalty that keeps rare signs small. Tags come
from the real tagger. Writes aggregator/cluster/data/weights.toml, readable and small.

--folds     prints how well weights do on stories that they were not made from
--score     prints how well the present weights do
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from zlib import crc32

from aggregator.cluster import WINDOW, group, likeness
from aggregator.cluster.signs import signs
from aggregator.model import Account
from aggregator.tag.tagger import Tagger
from tools.story_scores import Record, Tally, accounts, families, records

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests/cluster/gold"
TARGET = ROOT / "aggregator/cluster/data/weights.toml"
PENALTY, ROUNDS = 1.0, 600
PENALTIES = (0.5, 1.0, 2.0)
SMALLEST = 0.05
STRANGERS = 12  # one of so many pairs of entries far apart in time is learnt from
AGAINST = ("hours", "days")
# What rules 4 to 8 of what a story is say beforehand of headlines; few labelled pairs show it in each.
PARTED = (
    "ahead arrival call reaction denial condolence aftermath approval opening course closing above".split()
)
PRIOR = {f"only {name}": -2.0 for name in PARTED}
TIMES = ("hours", "days", "same day", "other day")  # of strangers they teach nothing


Row = tuple[dict[str, float], bool]


def rows_of(entries: Sequence[Record], given: Sequence[Account], chosen: Sequence[int]) -> list[Row]:
    """The signs of every pair within the window, and whether it is one story; then pairs of strangers."""
    rows = [
        (vector(given[one], given[other]), entries[one]["story"] == entries[other]["story"])
        for one, other in combinations(chosen, 2)
        if abs(given[one].at - given[other].at) <= WINDOW
    ]
    return rows + strangers(given, chosen)


def parts(paths: Sequence[Path]) -> list[range]:
    """Each file's entries. Pairs are made within one: two files may tell of one happening by two names."""
    found, start = [], 0
    for path in paths:
        found.append(range(start, start + len(records([path]))))
        start = found[-1].stop
    return found


def vector(one: Account, other: Account) -> dict[str, float]:
    """A pair's signs by name."""
    return {"start": 1.0, **{sign.name: sign.value for sign in signs(one, other)}}


def strangers(given: Sequence[Account], chosen: Sequence[int]) -> list[Row]:
    """Pairs of entries far apart in time, moved together by whole weeks: what most of the news is."""
    rows: list[Row] = []
    for one, other in combinations(chosen, 2):
        gap = given[one].at - given[other].at
        if abs(gap) > WINDOW and crc32(f"{one} {other}".encode()) % STRANGERS == 0:
            moved = replace(
                given[other], at=given[other].at + timedelta(weeks=round(gap / timedelta(weeks=1)))
            )
            row = vector(given[one], moved)
            rows.append(({name: row[name] for name in row if name not in TIMES}, False))
    return rows


def bound(name: str, weight: float) -> float:
    """A weight on the right side of nil: what two accounts share never speaks against them."""
    against = name.startswith(("only ", "other ", "parted")) or name.endswith("lacking") or name in AGAINST
    return weight if name == "start" else min(0.0, weight) if against else max(0.0, weight)


def fit(rows: Sequence[Row], penalty: float = PENALTY) -> dict[str, float]:
    """The weights, by gradient descent with momentum (Nesterov)."""
    names = sorted({name for row, _ in rows for name in row} | PRIOR.keys())
    place = {name: at for at, name in enumerate(names)}
    cells = [([(place[name], value) for name, value in row.items()], wanted) for row, wanted in rows]
    weights, ahead, speed = [0.0] * len(names), [0.0] * len(names), 1.0
    step = 4 / (max(sum(value * value for _, value in row) for row, _ in cells) * len(rows) / 8 + 4 * penalty)
    for _ in range(ROUNDS):
        slope = [
            0.0 if name == "start" else penalty * (ahead[at] - PRIOR.get(name, 0.0))
            for at, name in enumerate(names)
        ]
        for row, wanted in cells:
            odds = sum(ahead[at] * value for at, value in row)
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - wanted
            if abs(error) > 1e-4:
                for at, value in row:
                    slope[at] += error * value
        new = [bound(name, ahead[at] - step * slope[at]) for at, name in enumerate(names)]
        faster = (1 + math.sqrt(1 + 4 * speed * speed)) / 2
        ahead = [
            now + (speed - 1) / faster * (now - before) for now, before in zip(new, weights, strict=True)
        ]
        weights, speed = new, faster
    return dict(zip(names, weights, strict=True))


def use(found: Mapping[str, float], threshold: float) -> None:
    """Group by these weights from now on."""
    known = likeness.Weights(
        found["start"], threshold, {name: weight for name, weight in found.items() if name != "start"}
    )
    likeness.weights = lambda: known  # type: ignore[assignment]


def folded(
    entries: Sequence[Record], given: Sequence[Account], folds: int, penalty: float, threshold: float
) -> Tally:
    """What weights do on the families of stories that they were not made from."""
    every, tally = families(entries), Tally()
    for fold in range(folds):
        held = [at for number, family in enumerate(every) if number % folds == fold for at in family]
        learnt = [at for number, family in enumerate(every) if number % folds != fold for at in family]
        use(fit(rows_of(entries, given, learnt), penalty), threshold)
        tally.add([entries[at] for at in held], group([given[at] for at in held], []))
    return tally


def write(found: Mapping[str, float], threshold: float) -> None:
    """Write the weights, the heaviest first."""
    lines = [
        f'"{name}" = {weight:.2f}'
        for name, weight in sorted(found.items(), key=lambda item: -abs(item[1]))
        if abs(weight) >= SMALLEST and name != "start"
    ]
    TARGET.write_text(
        "# What each sign of a pair weighs, in log-odds that both tell of one happening.\n"
        "# Made by tools/stories.py.\n"
        "# A sign is 0 to 1; signs.py says when. `only X`: X is in one headline, not in the other account.\n"
        f"start = {found['start']:.2f}\nthreshold = {threshold:.2f}\n\n[signs]\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


def main(arguments: Sequence[str]) -> None:
    """Cross-validate, score, or fit and write."""
    named = [Path(argument) for argument in arguments if not argument.startswith("--")]
    paths = named or sorted(GOLD.glob("learn*.jsonl"))
    entries = records(paths)
    given = accounts(entries, Tagger.load())
    if "--score" in arguments:
        tally = Tally()
        tally.add(entries, group(given, []))
        print(tally)
    elif "--folds" in arguments:
        for penalty in PENALTIES:
            for threshold in (-0.5, 0.0, 0.5):
                print(penalty, threshold, folded(entries, given, 5, penalty, threshold))
    else:
        write(fit([row for part in parts(paths) for row in rows_of(entries, given, part)]), 0.0)


if __name__ == "__main__":
    main(sys.argv[1:])
