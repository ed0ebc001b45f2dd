"""The tagger's gate: python -m tests.tag.gate prints each set's scores beside its floors; --pin raises them.

floors.toml pins what has been reached on the project's own labelled entries. A fall fails the tests; a rise
is pinned by --pin, which refuses to lower a floor, so that to lower one is a decision that a diff shows.
"""

from __future__ import annotations

import json
import math
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from aggregator.model import Text
from aggregator.tag.scoring import Scores
from aggregator.tag.tagger import Tagger

HERE = Path(__file__).parent
FLOORS = HERE / "floors.toml"
FIELDS = ("title", "summary", "content", "lang", "home", "source")


def sets() -> Iterator[tuple[str, list[Path]]]:
    """The names of the labelled sets and their files."""
    for folder in ("gold", "blind", "topic/gold"):
        for path in sorted((HERE / folder).glob("*.jsonl")):
            yield f"{folder}/{path.stem}", [path]


def score(tagger: Tagger, paths: list[Path]) -> dict[str, float]:
    """F1 of each sort of tag over the entries of some files."""
    scores = Scores()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            text = Text(**{name: record.get(name) or "" for name in FIELDS})
            scores.add(record, tagger.tag(text))
    return {sort: tally.f1 for sort, tally in scores.tallies.items()}


def floors() -> dict[str, dict[str, float]]:
    """What floors.toml pins: set → sort → F1."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def pinned(reached: float) -> float:
    """The floor for what was reached: rounded down, so that it can be held."""
    return math.floor(reached * 1000) / 1000


def main() -> int:
    """Print, and pin if asked; 1 if a set is below its floor."""
    tagger, old = Tagger.load(), floors()
    new: dict[str, dict[str, float]] = {}
    fallen = []
    for name, paths in sets():
        for sort, reached in score(tagger, paths).items():
            floor = old.get(name, {}).get(sort, 0.0)
            print(
                f"{name:20} {sort:9} {reached:.4f}  floor {floor:.3f}{'  BELOW' if reached < floor else ''}"
            )
            if reached < floor:
                fallen.append(f"{name} {sort}")
            new.setdefault(name, {})[sort] = max(floor, pinned(reached))
    if "--pin" in sys.argv and not fallen:
        lines = ["# F1 reached on each labelled set; raised by python -m tests.tag.gate --pin.\n"]
        for name, sorts in new.items():
            lines.append(f'["{name}"]')
            lines += [f"{sort} = {floor:.3f}" for sort, floor in sorts.items()]
            lines.append("")
        FLOORS.write_text("\n".join(lines), encoding="utf-8")
    return 1 if fallen else 0


if __name__ == "__main__":
    raise SystemExit(main())
