"""A poll: what it found out, and its row in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aggregator.model.parsed import ParsedFeed
from aggregator.model.wire import Request, Response


@dataclass(frozen=True, slots=True)
class Counts:
    """The ledger's sum: in_document = new + changed + same + duplicate + skipped."""

    in_document: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    duplicate: int = 0
    skipped: int = 0
    set_aside: int = 0  # of the new and changed ones


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll's row in the ledger, all but its counts. `outcome` is contract.md's word."""

    feed_id: str
    polled_at: datetime
    outcome: str
    status: int | None = None
    bytes: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    error: str = ""
    skip_reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """A poll of a feed as the ledger has it."""

    poll: PollRow
    counts: Counts


@dataclass(frozen=True, slots=True)
class Facts:
    """What one poll found out; fetch/policy concludes the next state from it.

    `response` is the final answer; `error` whatever went wrong (its own `response` is looked at too).
    `parsed` is None after an error, a 304 and an unchanged body. `counts` and `newest_stored` (the feed's
    newest published_at before this poll) sharpen the rhythm, else judged by the document's dates.
    """

    request: Request
    response: Response | None = None
    error: Exception | None = None
    parsed: ParsedFeed | None = None
    counts: Counts | None = None
    newest_stored: datetime | None = None
