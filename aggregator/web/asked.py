"""A request's parameters → what is asked for: a filter, how many, from where on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from aggregator import filter as filters
from aggregator.errors import FilterError
from aggregator.model import Entry
from aggregator.publish.merged import rfc3339

PAGE = 50
LIMIT = 500
OURS = ("limit", "before", "token")  # parameters that are no part of the filter
_BEFORE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)~(\d{1,18})")

Pairs = tuple[tuple[str, str], ...]
Key = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """`pairs` are the filter's parameters as the client wrote them, without those of the path."""

    filter: filters.Filter
    pairs: Pairs
    limit: int = PAGE
    before: Key | None = None

    def query(self, before: Key | None = None) -> str:
        """The query string, with its "?", that asks the same, from `before` on."""
        pairs = list(self.pairs)
        if self.limit != PAGE:
            pairs.append(("limit", str(self.limit)))
        if before:
            pairs.append(("before", key_text(before)))
        return f"?{urlencode(pairs, safe=':/,~')}" if pairs else ""


def asked(
    pairs: Sequence[tuple[str, str]], of_path: Pairs, vocabulary: filters.Vocabulary, now: datetime
) -> Asked:
    """What the pairs of a query string and of the path ask for together. Raises FilterError."""
    limit, before, kept = PAGE, None, []
    seen: set[str] = set()
    for key, value in pairs:
        if key in OURS and key in seen:
            raise FilterError(f"{key} is given twice", term=f"{key}={value}")
        seen.add(key)
        if key == "limit":
            limit = limit_of(value)
        elif key == "before":
            before = _key(value)
        elif key not in (*OURS, *filters.KEYS, "q"):
            raise unknown(key, (*filters.KEYS, "q", "limit", "before"))
        elif key != "token" and (value or key != "q"):  # an empty search box asks for everything
            kept.append((key, value))
    found = filters.from_params((*of_path, *kept), vocabulary, now)
    return Asked(found, tuple(kept), limit, before)


def key_of(entry: Entry) -> Key:
    """Where an entry stands in every feed and page."""
    return entry.placed_at, entry.entry_id


def key_text(key: Key) -> str:
    return f"{rfc3339(key[0])}~{key[1]}"


def unknown(key: str, known: Sequence[str]) -> FilterError:
    """What to raise for a parameter that an address does not take; `known` are those it takes."""
    if not known:
        return FilterError(f"this address takes no parameter {key}", term=key)
    hint = filters.nearest(key, known)
    rest = f"; did you mean {hint}?" if hint else f"; there are {', '.join(known)}"
    return FilterError(f"there is no parameter {key}{rest}", term=key, nearest=filters.nearest(key, known, 0))


def limit_of(value: str) -> int:
    """How many are asked for. Raises FilterError."""
    if re.fullmatch(r"[0-9]{1,9}", value) and 1 <= int(value) <= LIMIT:
        return int(value)
    nearest = str(LIMIT) if re.fullmatch(r"[0-9]+", value) and value.strip("0") else "1"
    raise FilterError(f"limit is a whole number from 1 to {LIMIT}", term=f"limit={value}", nearest=nearest)


def _key(value: str) -> Key:
    found = _BEFORE.fullmatch(value)
    if found and found[2].isascii():
        try:
            return datetime.strptime(found[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC), int(found[2])
        except ValueError:
            pass
    raise FilterError(
        "before is the place that a page's next link names, such as 2026-11-24T02:03:04Z~17",
        term=f"before={value}",
    )
