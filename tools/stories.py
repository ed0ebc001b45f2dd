"""Find what grouping weighs: python -m tools.stories [--counts | --folds | --score] [FILE …]

Logistic regression over pairs of labelled entries (tests/cluster/gold, or the files named) that lie within the
window, with a penalty that keeps rare signs small. Tags come from the real tagger. Writes
aggregator/cluster/data/weights.toml, readable and small.

--counts    counts stems and names in tests/tag's labelled entries instead, into data/common.tsv, and takes
            countries' names from the tagger's data into data/nations.tsv
--folds     prints how well weights do on stories that they were not made from
--score     prints how well the present weights do
"""

from __future__ import annotations

import json
import math
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from zlib import crc32

from aggregator.cluster import WINDOW, group, likeness
from aggregator.cluster.rarity import NAMES
from aggregator.cluster.signs import signs
from aggregator.cluster.sketch import LENGTH
from aggregator.cluster.tongue import CASELESS, language
from aggregator.cluster.words import LANGUAGES, read
from aggregator.model import Account, Text
from aggregator.tag.tagger import Tagger

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests/cluster/gold"
TARGET = ROOT / "aggregator/cluster/data/weights.toml"
PENALTY, ROUNDS = 1.0, 600
PENALTIES = (0.5, 1.0, 2.0)
SMALLEST = 0.05
STRANGERS = 12  # one of so many pairs of entries far apart in time is learnt from
AGAINST = ("hours", "days")
TIMES = ("hours", "days", "same day", "other day")  # of strangers they teach nothing
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


Record = Mapping[str, Any]
Row = tuple[dict[str, float], bool]


def records(paths: Iterable[Path]) -> list[Record]:
    """The labelled entries of files."""
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line
    ]


def accounts(entries: Sequence[Record], tagger: Tagger) -> list[Account]:
    """What grouping sees of labelled entries, tagged by the real tagger; numbered from 1."""
    return [account(at, record, tagger) for at, record in enumerate(entries, 1)]


def account(number: int, record: Record, tagger: Tagger) -> Account:
    """What grouping sees of one."""
    given = {key: record.get(key) or "" for key in ("title", "summary", "lang", "home", "source")}
    tags = tagger.tag(Text(**given))
    return Account(
        entry_id=number,
        feed_id=record.get("feed") or given["source"],
        title=given["title"],
        text=given["summary"],
        lang=given["lang"],
        home=given["home"],
        at=datetime.fromisoformat(record["published"]),
        countries=tuple(replace(tag, spans=()) for tag in tags.countries),
        ministries=tuple(replace(tag, spans=()) for tag in tags.ministries),
    )


def rows_of(entries: Sequence[Record], given: Sequence[Account], chosen: Sequence[int]) -> list[Row]:
    """The signs of every pair within the window, and whether it is one story; then pairs of strangers."""
    rows = [
        (vector(given[one], given[other]), entries[one]["story"] == entries[other]["story"])
        for one, other in combinations(chosen, 2)
        if abs(given[one].at - given[other].at) <= WINDOW
    ]
    return rows + strangers(given, chosen)


def vector(one: Account, other: Account) -> dict[str, float]:
    """A pair's signs by name."""
    return {"start": 1.0, **{sign.name: sign.value for sign in signs(one, other)}}


def strangers(given: Sequence[Account], chosen: Sequence[int]) -> list[Row]:
    """Pairs of entries far apart in time, moved together by whole weeks: what thousands of others look like."""
    rows: list[Row] = []
    for one, other in combinations(chosen, 2):
        gap = given[one].at - given[other].at
        if abs(gap) > WINDOW and crc32(f"{one} {other}".encode()) % STRANGERS == 0:
            moved = replace(
                given[other], at=given[other].at + timedelta(weeks=round(gap / timedelta(weeks=1)))
            )
            row = vector(given[one], moved)
            rows.append(({name: value for name, value in row.items() if name not in TIMES}, False))
    return rows


def bound(name: str, weight: float) -> float:
    """A weight on the right side of nil: what two accounts share never speaks against their being one story."""
    against = name.startswith(("only ", "other ", "parted")) or name.endswith("lacking") or name in AGAINST
    return weight if name == "start" else min(0.0, weight) if against else max(0.0, weight)


def fit(rows: Sequence[Row], penalty: float = PENALTY) -> dict[str, float]:
    """The weights, by gradient descent with momentum (Nesterov)."""
    names = sorted({name for row, _ in rows for name in row})
    place = {name: at for at, name in enumerate(names)}
    cells = [([(place[name], value) for name, value in row.items()], wanted) for row, wanted in rows]
    weights, ahead, speed = [0.0] * len(names), [0.0] * len(names), 1.0
    step = 4 / (max(sum(value * value for _, value in row) for row, _ in cells) * len(rows) / 8 + 4 * penalty)
    for _ in range(ROUNDS):
        slope = [0.0 if name == "start" else penalty * ahead[at] for at, name in enumerate(names)]
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
    from aggregator.cluster import grouping

    grouping.weights = likeness.weights


def families(entries: Sequence[Record]) -> list[list[int]]:
    """Entries whose stories are near each other, together."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            name = parent[name]
        return name

    for record in entries:
        for near in (record["story"], *(record.get("near") or ())):
            parent[root(near)] = root(record["story"])
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(entries):
        found[root(record["story"])].append(at)
    return list(found.values())


class Tally:
    """Pairs right, too much and missed; B-cubed; entries put with a near story."""

    def __init__(self) -> None:
        self.hit = self.extra = self.missed = self.entries = self.near = self.with_near = 0
        self.precision = self.recall = 0.0

    def add(self, entries: Sequence[Record], said: Sequence[int]) -> None:
        """What was said of some entries."""
        gold = [record["story"] for record in entries]
        for one, other in combinations(range(len(entries)), 2):
            wanted, given = gold[one] == gold[other], said[one] == said[other]
            self.hit += wanted and given
            self.extra += given and not wanted
            self.missed += wanted and not given
        for at, record in enumerate(entries):
            together = {other for other in range(len(entries)) if said[other] == said[at]}
            right = {other for other in range(len(entries)) if gold[other] == gold[at]}
            self.precision += len(together & right) / len(together)
            self.recall += len(together & right) / len(right)
            near = set(record.get("near") or ())
            self.near += any(gold[other] in near for other in together)
            self.with_near += bool(near)
        self.entries += len(entries)

    @property
    def pairs(self) -> float:
        """F1 of the pairs."""
        both = 2 * self.hit + self.extra + self.missed
        return 2 * self.hit / both if both else 1.0

    @property
    def bcubed(self) -> float:
        """F1 of B-cubed."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) / self.entries

    def __str__(self) -> str:
        return (
            f"pairs F1 {self.pairs:.3f} (+{self.extra} -{self.missed} of {self.hit + self.missed})  "
            f"B-cubed F1 {self.bcubed:.3f}  near {self.near} of {self.with_near}"
        )


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
        "# What each sign of a pair weighs (log-odds that the two tell of one happening); made by tools/stories.py.\n"
        "# `only X`: X is in one headline and not in the other account; `some X`: in one account alone.\n"
        f"start = {found['start']:.2f}\nthreshold = {threshold:.2f}\n\n[signs]\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


def nations() -> None:
    """Write the stems of countries' names and adjectives, from the tagger's data, into data/nations.tsv."""
    tag = ROOT / "aggregator/tag/data"
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for line in (tag / "names.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _, lang, form = line.split("\t")
            forms[lang].add(form)
    for path in (tag / "countries").glob("*.toml"):
        for lang, section in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(section, dict):
                forms[lang].update(section.get("name", ()), section.get("adjective", ()))
    lines = []
    for lang in LANGUAGES:
        stems: set[str] = set()
        for form in forms[lang]:
            word = form.lstrip("?=").partition("~")[0]
            if WORD.fullmatch(word) and len(word) > 3:
                stems.add(read(word, lang).stem)
        lines.append(f"{lang}\t{' '.join(sorted(stems))}")
    head = "# Stems of countries' names and adjectives by language; made by tools/stories.py from the tagger's data.\n"
    (ROOT / "aggregator/cluster/data/nations.tsv").write_text(
        head + "\n".join(lines) + "\n", encoding="utf-8"
    )


def main(arguments: Sequence[str]) -> None:
    """Count, cross-validate, score, or fit and write."""
    if "--counts" in arguments:
        nations()
        common()
        return
    paths = [Path(argument) for argument in arguments if not argument.startswith("--")]
    entries = records(paths or sorted(GOLD.glob("*.jsonl")))
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
        write(fit(rows_of(entries, given, range(len(entries)))), 0.0)


if __name__ == "__main__":
    main(sys.argv[1:])
