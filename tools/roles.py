"""Find the weights of the signs that make a country a subject: python -m tools.roles GOLD.jsonl …

Logistic regression by gradient descent over labelled entries, with a penalty that keeps rare signs small.
Writes aggregator/tag/data/roles.toml, readable and small. `--folds 5` prints how well the weights do on
entries that they were not made from, instead.
"""

from __future__ import annotations

import json
import math
import random
import sys
from pathlib import Path

from aggregator.model import Text
from aggregator.tag.roles import Signs
from aggregator.tag.tagger import Tagger

TARGET = Path("aggregator/tag/data/roles.toml")
PENALTY, ROUNDS, STEP = 0.6, 400, 0.5


def examples(paths: list[str], tagger: Tagger) -> list[list[tuple[dict[str, float], bool]]]:
    """For each entry the signs of each country that it rightly names, and whether it is a subject."""
    found = []
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            text = Text(
                **{
                    key: record.get(key) or ""
                    for key in ("title", "summary", "content", "lang", "home", "source")
                }
            )
            signs = tagger.read(text).signs
            rows = [
                (vector(signs[code]), role == "subject")
                for code, role in record["countries"].items()
                if code in signs
            ]
            found.append(rows)
    return found


def vector(signs: Signs) -> dict[str, float]:
    row = {"bias": 1.0}
    for sign, count in signs.items():
        row[sign] = 1.0
        if count > 1:
            row[sign + "+"] = math.log2(min(count, 4))
    return row


def fit(rows: list[tuple[dict[str, float], bool]]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for _ in range(ROUNDS):
        slope: dict[str, float] = {}
        for row, subject in rows:
            odds = sum(weights.get(sign, 0.0) * value for sign, value in row.items())
            error = 1 / (1 + math.exp(-odds)) - subject
            for sign, value in row.items():
                slope[sign] = slope.get(sign, 0.0) + error * value
        for sign, value in slope.items():
            weight = weights.get(sign, 0.0)
            penalty = 0.0 if sign == "bias" else PENALTY * weight
            weights[sign] = weight - STEP * (value + penalty) / len(rows) * 10
    return weights


def score(rows: list[tuple[dict[str, float], bool]], weights: dict[str, float]) -> tuple[int, int, int]:
    hit = extra = missed = 0
    for row, subject in rows:
        said = sum(weights.get(sign, 0.0) * value for sign, value in row.items()) > 0
        hit += said and subject
        extra += said and not subject
        missed += subject and not said
    return hit, extra, missed


def main() -> None:
    """Fit and write, or cross-validate."""
    paths = [
        argument for argument in sys.argv[1:] if not argument.startswith("--") and not argument.isdigit()
    ]
    entries = examples(paths, Tagger.load())
    if "--folds" in sys.argv:
        folds = int(sys.argv[sys.argv.index("--folds") + 1])
        random.Random(7).shuffle(entries)  # noqa: S311 - no secret, the same folds each time
        totals = [0, 0, 0]
        for fold in range(folds):
            train = [row for at, rows in enumerate(entries) if at % folds != fold for row in rows]
            test = [row for at, rows in enumerate(entries) if at % folds == fold for row in rows]
            totals = [a + b for a, b in zip(totals, score(test, fit(train)), strict=True)]
        hit, extra, missed = totals
        print(
            f"subject F1 over {folds} folds: {2 * hit / (2 * hit + extra + missed):.4f}"
            f" (extra {extra}, missed {missed})"
        )
        return
    rows = [row for rows in entries for row in rows]
    weights = fit(rows)
    lines = [f'"{sign}" = {weight:.2f}' for sign, weight in sorted(weights.items()) if abs(weight) >= 0.05]
    TARGET.write_text(
        "# What each sign of a country's part weighs (log-odds of being a subject); made by tools/roles.py.\n"
        '# "+" behind a sign: its further occurrences.\n[weights]\n' + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
