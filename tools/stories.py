"""Find what grouping weighs: python -m tools.stories [--common | --folds | --score] [FILE …]

Logistic regression over pairs of labelled entries (tests/cluster/gold, or the files named) that lie within the
window, with a penalty that keeps rare signs small. Tags come from the real tagger. Writes
aggregator/cluster/data/weights.toml, readable and small.

--common    counts stems and names in tests/tag's labelled entries instead, into data/common.tsv
--folds     prints how well weights do on stories that they were not made from
--score     prints how well the present weights do
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from aggregator.cluster.rarity import NAMES
from aggregator.cluster.sketch import LENGTH
from aggregator.cluster.tongue import CASELESS, language
from aggregator.cluster.words import DATA, read
import re

ROOT = Path(__file__).resolve().parent.parent
WORD = re.compile(r"[^\W\d_]+")


def common() -> None:
    """Count what is common in the project's own labelled news into data/common.tsv."""
    entries: Counter[str] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    small: set[tuple[str, str]] = set()
    seen: set[str] = set()
    for path in sorted((ROOT / "tests/tag").rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            title, body = record.get("title") or "", record.get("summary") or record.get("content") or ""
            if title + body[:80] in seen:
                continue
            seen.add(title + body[:80])
            lang = language(record.get("lang") or "", title or body)
            entries.update((lang, NAMES))
            stems: set[tuple[str, str]] = set()
            for surface in WORD.findall(f"{title} {body[:LENGTH]}"):
                word = read(surface, lang)
                stems.add((lang, word.stem))
                if surface[0].islower() and lang not in CASELESS:
                    small.add((lang, word.stem))
                if (surface[0].isupper() or lang in CASELESS) and not word.stop:
                    stems.update((NAMES, bones) for bones in word.bones)
            counts.update(stems)
    lines = [f"{lang}\t\t{number}\t" for lang, number in sorted(entries.items())]
    lines += [
        f"{lang}\t{stem}\t{number}\t{'small' if (lang, stem) in small else ''}"
        for (lang, stem), number in sorted(counts.items())
        if number > 1 or (lang, stem) in small
    ]
    head = "# language (*: skeletons of names), stem (none: all entries), entries that hold it, met in small letters\n"
    (ROOT / "aggregator/cluster/data/common.tsv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    common()
