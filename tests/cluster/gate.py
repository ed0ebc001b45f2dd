"""Grouping's gate: python -m tests.cluster.gate prints each labelled set's scores beside its floors.

floors.toml pins what has been reached on the project's own labelled stories, less SLACK, since the tagger's
own changes move it a little. A fall fails the tests; a rise is pinned by --pin, which refuses to lower a
floor, so that to lower one is a decision that a diff shows. The weights are made from learn*.jsonl;
held.jsonl is not learnt from, unseen*.jsonl have not been read either. Each file is one writer's, and is
scored alone.
"""

from __future__ import annotations

import math
import sys
import tomllib
from pathlib import Path

from aggregator.cluster import group
from aggregator.tag.tagger import Tagger
from tools.story_scores import Tally, accounts, records

HERE = Path(__file__).parent
SLACK = 0.02
FLOORS = HERE / "floors.toml"


def sets() -> list[Path]:
    """The labelled sets."""
    return sorted((HERE / "gold").glob("*.jsonl"))


def score(tagger: Tagger, path: Path) -> dict[str, float]:
    """F1 of pairs and of B-cubed, and the share of entries that keep out of the stories near them."""
    entries, tally = records([path]), Tally()
    tally.add(entries, group(accounts(entries, tagger), []))
    return {"pairs": tally.pairs, "b-cubed": tally.bcubed, "apart": 1 - tally.near / max(1, tally.with_near)}


def floors() -> dict[str, dict[str, float]]:
    """What floors.toml pins: set → score → floor."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def main() -> int:
    """Print, and pin if asked; 1 if a set is below its floor."""
    tagger, old = Tagger.load(), floors()
    lines, fallen = ["# Reached on each labelled set; raised by python -m tests.cluster.gate --pin."], False
    for path in sets():
        lines.append(f"\n[{path.stem}]")
        for sort, reached in score(tagger, path).items():
            floor = old.get(path.stem, {}).get(sort, 0.0)
            fallen |= reached < floor
            note = "  BELOW" if reached < floor else ""
            print(f"{path.stem:8} {sort:8} {reached:.4f}  floor {floor:.3f}{note}")
            lines.append(f"{sort} = {max(floor, math.floor((reached - SLACK) * 1000) / 1000):.3f}")
    if "--pin" in sys.argv and not fallen:
        FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 1 if fallen else 0


if __name__ == "__main__":
    raise SystemExit(main())
