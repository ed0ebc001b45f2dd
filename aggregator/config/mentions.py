"""Filters of a feeds.toml that name a feed: found before it goes, put right when it gets another id."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tomlkit import TOMLDocument
from tomlkit.items import Table

_VALUE = r'(?:"(?:[^"\\]|\\.)*"|[^\s",\\]+)'
_VALUES = rf"{_VALUE}(?:,{_VALUE})*"
# A term whole, so that a phrase which holds "feed:" is passed over as the phrase that it is.
_TERM = re.compile(rf"(-?feed:)({_VALUES})|-?(?:[^\s\",:\\]*:)?{_VALUES}", re.IGNORECASE | re.DOTALL)


def filters(document: TOMLDocument) -> Iterator[tuple[str, Table, str]]:
    """Each filter of the file: whose it is, the table that has it, and its key there."""
    for kind, key in (("view", "filter"), ("feed", "keep_only")):
        for table in document.get(kind, []):
            if isinstance(table.get(key), str):
                yield f"{kind} {table.get('id')}", table, key


def naming(document: TOMLDocument, feed: str) -> list[str]:
    """Who has a filter that names the feed; its own is not counted."""
    return [
        whose
        for whose, table, key in filters(document)
        if whose != f"feed {feed}" and renamed(table[key], feed, "") != table[key]
    ]


def renamed(text: str, old: str, new: str) -> str:
    """The filter with `new` wherever it names the feed `old`; all else stays as it is written."""

    def put(found: re.Match[str]) -> str:
        if not found[1]:
            return found[0]
        values = re.findall(_VALUE, found[2])
        return found[1] + ",".join(
            new if value.strip('"').casefold() == old.casefold() else value for value in values
        )

    return _TERM.sub(put, text)
