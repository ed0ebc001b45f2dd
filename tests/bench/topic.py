"""How well the topic is told, beside what is commonly used: python -m tests.bench.topic [--held FILE] [TRAIN]

One run over the same held entries (tests/tag/topic/gold/held.jsonl): the tagger, a broad list of keywords,
and two bags of words trained on the same visible entries (gold/train.jsonl) that the tagger's weights are
made from: naive Bayes and logistic regression. All, plain and hard entries (those with a note) apart.
"""

from __future__ import annotations

import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from aggregator.tag.fold import fold
from aggregator.tag.tagger import Tagger
from tools.topic import GOLD, fit, odds_of, records, report, text_of

Record = Mapping[str, Any]
Said = list[bool]
# Beginnings of words, as one would write them down for a filter of headlines.
KEYWORDS = """
army armed military troops soldier navy naval marine defence defense missile rocket drone tank artillery
weapon ammunition bomb strike attack airstrike shelling war warship frigate submarine fighter jet bomber
radar air-raid frontline battle combat offensive ceasefire truce nato conscript draft mobilis mobiliz
general colonel brigade battalion border guard intelligence spy terror militant nuclear peacekeep sapper
mine exercise drill pentagon арми войск военн оборон солдат ракет дрон беспилот танк оруж бомб удар атак
обстрел войн фронт боев учени призыв мобилиз генерал бригад разведк террор ядерн перемир миротвор нато
зброя зсу війн військ ворож обстріл дивер ordu hərbi müdafiə silah raket əsgər təlim müharibə terror
asker savunma savaş füze tatbikat saldırı mühimmat harbiy mudofaa qurol armiya urush ҳарбий мудофаа қурол
әскер қорғаныс қару соғыс аскер коргоо курал согуш არმი თავდაცვ სამხედრო იარაღ ომი ჯარ բանակ պաշտպան ռազմ
զենք պատերազմ զինվոր ارتش نظامی دفاع موشک پهپاد جنگ سپاه جيش عسكري دفاع صاروخ حرب سلاح قصف armée
militaire défense guerre missile armes soldat bundeswehr militär verteidigung krieg panzer rakete waffe
soldat ejército militar defensa guerra misil armas soldado
"""


def words(record: Record) -> list[str]:
    """The folded words of an entry's title and summary."""
    return fold(f"{record['title']} {record['summary']}").split()


def keyword_list(train: Sequence[Record], held: Sequence[Record]) -> Said:
    """Whether a word begins with a keyword; it learns nothing."""
    starts = tuple(fold(" ".join(KEYWORDS.split())).split())
    return [any(word.startswith(starts) for word in words(record)) for record in held]


def naive_bayes(train: Sequence[Record], held: Sequence[Record]) -> Said:
    """Multinomial, with one added to each count."""
    counts = {True: Counter[str](), False: Counter[str]()}
    entries = Counter(bool(record["defence"]) for record in train)
    for record in train:
        counts[bool(record["defence"])].update(words(record))
    known = len(counts[True] | counts[False])
    total = {side: sum(found.values()) + known for side, found in counts.items()}

    def odds(record: Record) -> float:
        found = math.log(entries[True] / entries[False])
        for word in words(record):
            found += math.log((counts[True][word] + 1) / total[True])
            found -= math.log((counts[False][word] + 1) / total[False])
        return found

    return [odds(record) > 0 for record in held]


def logistic(train: Sequence[Record], held: Sequence[Record]) -> Said:
    """Logistic regression over the words that an entry has."""

    def row(record: Record) -> dict[str, float]:
        return {"bias": 1.0, **dict.fromkeys(words(record), 1.0)}

    weights = fit([(row(record), bool(record["defence"])) for record in train], 1.0)
    return [odds_of(row(record), weights) > 0 for record in held]


def tagger_says(train: Sequence[Record], held: Sequence[Record]) -> Said:
    """What the tagger says with the weights that it comes with."""
    tagger = Tagger.load()
    return [bool(tagger.tag(text_of(record)).topics) for record in held]


RUNS: dict[str, Callable[[Sequence[Record], Sequence[Record]], Said]] = {
    "tagger": tagger_says,
    "keyword list": keyword_list,
    "naive Bayes": naive_bayes,
    "logistic": logistic,
}


def cost(entries: Sequence[Record]) -> tuple[float, float]:
    """Seconds that the topic takes of an entry, and those of the whole tagging."""
    tagger = Tagger.load()
    calls: list[tuple[Any, ...]] = []
    judge = tagger.topics.judge
    texts = [text_of(record) for record in entries]
    for text in texts:
        reading = tagger.read(text)
        calls.append((reading.page, reading.units, [0], reading.languages, text.lang))
    best = [math.inf, math.inf]
    for _ in range(5):
        start = time.process_time()
        for call in calls:
            judge(*call)
        middle = time.process_time()
        for text in texts:
            tagger.tag(text)
        best = [min(best[0], middle - start), min(best[1], time.process_time() - middle)]
    return best[0] / len(entries), best[1] / len(entries)


def main(arguments: list[str]) -> None:
    """Print the scores of one run, and what share of tagging the topic takes."""
    at = arguments.index("--held") if "--held" in arguments else None
    held_file = Path(arguments.pop(at + 1)) if at is not None else GOLD / "held.jsonl"
    paths = [Path(argument) for argument in arguments if argument != "--held"] or [GOLD / "train.jsonl"]
    train, held = records(paths), records([held_file])
    print(f"trained on {len(train)} entries, scored on {len(held)} others")
    for name, run in RUNS.items():
        report(name, held, run(train, held))
    topic, whole = cost(held)
    print(f"the topic takes {topic / whole:.0%} of tagging an entry")


if __name__ == "__main__":
    main(sys.argv[1:])
