"""Parses every file under a folder, and says where we and feedparser alone differ, and why.

    python -m tests.bench.corpora FOLDER [--list]

Prints documents, entries, entries that feedparser alone gives for the same bytes, the documents where
the two differ grouped by reason, seconds, peak memory. With --list, the documents of each group too.
"""

from __future__ import annotations

import io
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path

import feedparser  # type: ignore[import-untyped]

from aggregator.errors import ParseError
from aggregator.model import Document, ParsedFeed
from aggregator.parse import parse


def alone(body: bytes) -> int:
    """How many entries feedparser gives by itself."""
    try:
        return len(feedparser.parse(io.BytesIO(body)).entries)
    except Exception:
        return -1


def reason(ours: ParsedFeed | ParseError, count: int) -> str:
    """Why the number of entries differs from feedparser's `count`."""
    if count < 0:
        return "feedparser alone raises"
    if isinstance(ours, ParseError):
        return f"no feed to us: {ours.found}"
    if ours.format.startswith("json"):
        return "JSON Feed, which feedparser does not read"
    skips = sorted({skip.partition(":")[0] for skip in ours.skipped})
    if len(ours.entries) + len(ours.skipped) == count and skips:
        return "skipped: " + ", ".join(skips)
    if len(ours.entries) > count:
        return "more to us: " + (ours.malformed or "other bytes or junk before the feed")
    return "fewer to us: " + (", ".join(skips) or ours.malformed or "unknown")


def peak_mib() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (2**20 if sys.platform == "darwin" else 2**10)


def main(folder: Path, *, listed: bool) -> int:
    differing: dict[str, list[str]] = defaultdict(list)
    documents = entries = theirs = malformed = skipped = failed = 0
    seconds = theirs_seconds = slowest = 0.0
    slowest_name = ""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        body = path.read_bytes()
        name = str(path.relative_to(folder))
        documents += 1
        start = time.process_time()
        ours: ParsedFeed | ParseError
        try:
            ours = parse(Document(feed_id="bench", url="https://news.example/feeds/one", body=body))
        except ParseError as error:
            ours = error
        took = time.process_time() - start
        seconds += took
        if took > slowest:
            slowest, slowest_name = took, name
        start = time.process_time()
        count = alone(body)
        theirs_seconds += time.process_time() - start
        mine = 0
        if isinstance(ours, ParseError):
            failed += 1
        else:
            mine = len(ours.entries)
            malformed += bool(ours.malformed)
            skipped += len(ours.skipped)
        entries += mine
        theirs += max(count, 0)
        if mine != count:
            differing[reason(ours, count)].append(f"{name} ({mine} against {count})")
    print(f"documents {documents}, of them no feeds {failed}, malformed {malformed}")
    print(f"entries {entries}, skipped {skipped}; feedparser alone {theirs}")
    print(
        f"seconds {seconds:.1f}; feedparser alone {theirs_seconds:.1f}; slowest {slowest:.2f} {slowest_name}"
    )
    print(f"peak memory {peak_mib():.0f} MiB")
    print(f"documents that differ {sum(map(len, differing.values()))}")
    for why, names in sorted(differing.items(), key=lambda pair: -len(pair[1])):
        print(f"{len(names):6} {why}")
        if listed:
            for name in names:
                print(f"         {name}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("a folder is missing")
    sys.exit(main(Path(sys.argv[1]), listed="--list" in sys.argv[2:]))
