"""Count what is common in the news, and take countries' names from the tagger: python -m tools.story_words

Writes aggregator/cluster/data/counts.tsv, from the labelled entries of tests/tag, and
aggregator/cluster/data/nations.tsv, from the tagger's data.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

from aggregator.cluster.rarity import NAMES
from aggregator.cluster.skeleton import skeletons
from aggregator.cluster.sketch import LENGTH
from aggregator.cluster.tongue import CASELESS, language
from aggregator.cluster.words import LANGUAGES, read

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "aggregator/cluster/data"
WORD = re.compile(r"[^\W\d_]+")


def count() -> None:
    """Count what is common in the project's own labelled news into data/counts.tsv."""
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
                    stems.update((NAMES, bones) for bones in skeletons(surface, lang))
            counts.update(stems)
    lines = [f"{lang}\t\t{number}\t" for lang, number in sorted(entries.items())]
    lines += [
        f"{lang}\t{stem}\t{number}\t{'small' if (lang, stem) in small else ''}"
        for (lang, stem), number in sorted(counts.items())
        if number > 1 or (lang, stem) in small
    ]
    head = "# Made by tools/story_words.py: language (*: skeletons of names), stem (none: all entries),\n"
    head += "# entries that hold it, whether it is met in small letters.\n"
    (TARGET / "counts.tsv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


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
    head = (
        "# Stems of countries' names and adjectives; made by tools/story_words.py from the tagger's data.\n"
    )
    (TARGET / "nations.tsv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    nations()
    count()
