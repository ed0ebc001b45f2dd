"""Golden pairs: NAME.feed, an odd document, beside NAME.json, what becomes of it.

The JSON holds `document` (fields of Document other than the body, if any) and either `feed` (the ParsedFeed,
without what has its default) or `found` (of the ParseError). A new odd feed is two files and no code:

    python -m tests.parse.golden NAME…    writes NAME.json for a NAME.feed, to be read before it is kept
"""

from __future__ import annotations

import dataclasses
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aggregator.errors import ParseError
from aggregator.model import Document
from aggregator.parse import parse

FOLDER = Path(__file__).resolve().parent.parent / "feeds"


def plain(value: Any) -> Any:
    """A value of the model as JSON has it; fields that have their default are left out."""
    if dataclasses.is_dataclass(value):
        return {
            one.name: plain(getattr(value, one.name))
            for one in dataclasses.fields(value)
            if getattr(value, one.name) != one.default
        }
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value


def outcome(name: str, settings: dict[str, str]) -> dict[str, Any]:
    fields = {"feed_id": "odd", "url": "https://news.example/feeds/all.xml", **settings}
    document = Document(body=(FOLDER / f"{name}.feed").read_bytes(), **fields)
    pair: dict[str, Any] = {"document": settings} if settings else {}
    try:
        return {**pair, "feed": plain(parse(document))}
    except ParseError as error:
        return {**pair, "found": error.found}


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.feed"))


def main(chosen: list[str]) -> None:
    for name in chosen:
        file = FOLDER / f"{name}.json"
        settings = json.loads(file.read_text("utf-8")).get("document", {}) if file.exists() else {}
        text = json.dumps(outcome(name, settings), ensure_ascii=False, indent=1)
        file.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
