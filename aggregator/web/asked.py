"""A request's parameters → what is asked for: a filter, how many, from where on."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Sequence
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
_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"

Pairs = tuple[tuple[str, str], ...]
Key = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """`pairs` are the filter's parameters as the client wrote them, without those of the path."""

    filter: filters.Filter
    pairs: Pairs
    limit: int = PAGE
    before: Key | None = None

    def query(self, before: Key | None = None, token: str | None = None) -> str:
        """The query string, with its "?", that asks the same, from `before` on."""
        return query_text(self.pairs, self.limit, key_text(before) if before else "", token)


def asked(
    pairs: Sequence[tuple[str, str]], of_path: Pairs, vocabulary: filters.Vocabulary, now: datetime
) -> Asked:
    """What the pairs of a query string and of the path ask for together. Raises FilterError."""
    limit, before, others = paging(pairs)
    for key, _ in others:
        if key not in (*filters.KEYS, "q"):
            raise unknown(key, (*filters.KEYS, "q", "limit", "before"))
    kept = tuple((key, value) for key, value in others if value or key != "q")  # an empty box asks for all
    found = filters.from_params((*of_path, *kept), vocabulary, now)
    return Asked(found, kept, limit, None if before is None else _key(before))


def paging(pairs: Iterable[tuple[str, str]]) -> tuple[int, str | None, list[tuple[str, str]]]:
    """How many are asked for, before which key, and the pairs that are the address's own.

    Raises FilterError for a limit that is none, and for what is given twice.
    """
    ours: dict[str, str] = {}
    others = []
    for key, value in pairs:
        if key in ours:
            raise FilterError(f"{key} is given twice", term=f"{key}={value}")
        if key in OURS:
            ours[key] = value
        else:
            others.append((key, value))
    limit = _limit(ours["limit"]) if "limit" in ours else PAGE
    return limit, ours.get("before"), others


def no_parameters(names: Iterable[str]) -> None:
    """For an address that takes no parameter but the token. Raises FilterError naming one."""
    for name in sorted(names):
        if name != "token":
            raise unknown(name, ())


def query_text(
    pairs: Iterable[tuple[str, str]], limit: int, before: str = "", token: str | None = None
) -> str:
    """A query string with its "?", or ""; whoever was let in by a token must be able to follow it."""
    said = [*pairs]
    if limit != PAGE:
        said.append(("limit", str(limit)))
    if before:
        said.append(("before", before))
    if token:
        said.append(("token", token))
    return f"?{urlencode(said, safe=':/,~')}" if said else ""


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


def split_key(value: str, rest: str, example: str) -> tuple[datetime, str]:
    """The moment that a `before` begins with, and what is behind its "~", which the pattern `rest` fits.

    Raises FilterError with the example.
    """
    if found := re.fullmatch(rf"({_MOMENT})~({rest})", value, re.ASCII):
        with contextlib.suppress(ValueError):
            return datetime.strptime(found[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC), found[2]
    raise FilterError(
        f"before is the place that a page's next link names, such as {example}", term=f"before={value}"
    )


def _limit(value: str) -> int:
    if re.fullmatch(r"[0-9]{1,9}", value) and 1 <= int(value) <= LIMIT:
        return int(value)
    nearest = str(LIMIT) if re.fullmatch(r"[0-9]+", value) and value.strip("0") else "1"
    raise FilterError(f"limit is a whole number from 1 to {LIMIT}", term=f"limit={value}", nearest=nearest)


def _key(value: str) -> Key:
    moment, number = split_key(value, r"\d{1,18}", "2026-11-24T02:03:04Z~17")
    return moment, int(number)
