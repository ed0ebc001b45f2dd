"""How fast the tagger is: python -m tests.bench.tagger [GOLD.jsonl …]

English entries of about 400 characters, on one core, beside a bare Aho-Corasick scan of the same forms and
(if it is installed: pip install flashtext) flashtext over them. Rounds alternate, medians count; what to
quote are the ratios of one run.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

START = time.perf_counter()

from aggregator.model import Text  # noqa: E402 - the start is measured, imports and all
from aggregator.tag.tagger import Tagger  # noqa: E402

GOLD = Path(__file__).parents[1] / "tag" / "gold" / "en.jsonl"
ROUNDS = 9


def texts(paths: list[Path]) -> list[Text]:
    """The entries, each made about 400 characters long by what it already says."""
    found = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["lang"] == "en":
                summary = record["summary"][:400]
                found.append(
                    Text(record["title"], summary, "", "en", record["home"] or "", record["source"] or "")
                )
    return found


def main() -> None:
    """Print entries a second, start-up, memory and growth."""
    tagger = Tagger.load()
    tagger.tag(Text(title="Kyrgyz defence minister"))
    started = time.perf_counter() - START
    entries = texts([Path(argument) for argument in sys.argv[1:]] or [GOLD])
    length = sum(len(text.title) + len(text.summary) for text in entries) / len(entries)
    forms = sorted({form.stem for form in tagger.gazetteer.forms("en")})
    plain = [f" {text.title} {text.summary} ".lower() for text in entries]

    runs: dict[str, Callable[[], object]] = {"tagger": lambda: [tagger.tag(text) for text in entries]}
    from ahocorasick_rs import AhoCorasick

    scanner = AhoCorasick([f" {form}" for form in forms])
    runs["bare ahocorasick_rs scan"] = lambda: [
        scanner.find_matches_as_indexes(text, overlapping=True) for text in plain
    ]
    try:
        from flashtext import KeywordProcessor
    except ImportError:
        print("flashtext is not installed: left out")
    else:
        processor = KeywordProcessor()
        processor.add_keywords_from_list(forms)
        runs["flashtext"] = lambda: [processor.extract_keywords(text) for text in plain]

    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            start = time.process_time()
            run()
            seconds[name].append(time.process_time() - start)
    own = statistics.median(seconds["tagger"])
    print(f"{len(entries)} entries of {length:.0f} characters, {len(forms)} English forms, {ROUNDS} rounds")
    for name, taken in seconds.items():
        median = statistics.median(taken)
        speed = len(entries) / median
        print(f"{name:28} {speed:9.0f} entries a second   {own / median:6.2f} × the tagger's")
    print(f"start with the first entry: {started:.2f} s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    small, large = entries[0].summary, entries[0].summary * (1_000_000 // len(entries[0].summary))
    times = []
    for size, repeat in ((small[:1000] * (1000 // len(small) + 1), 200), (large, 1)):
        text = Text(summary=size[:1000] if repeat > 1 else size, lang="en")
        start = time.process_time()
        for _ in range(repeat):
            tagger.tag(text)
        times.append((time.process_time() - start) / repeat)
    print(f"1 MB takes {times[1] / times[0]:.0f} × a text of 1 KB")


if __name__ == "__main__":
    main()
