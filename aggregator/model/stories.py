"""An entry as grouping sees it, and what it is grouped into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aggregator.model.tags import CountryTag, MinistryTag


@dataclass(frozen=True, slots=True)
class Account:
    """An entry in the news as one account of a happening.

    `at` is when it was published, or placed if the source gives no date or one that is yet to come. `text`
    is its summary, or the beginning of its content where it has none. The tags come without their spans.
    """

    entry_id: int
    feed_id: str
    title: str
    text: str
    lang: str
    home: str
    at: datetime
    countries: tuple[CountryTag, ...] = ()
    ministries: tuple[MinistryTag, ...] = ()
    story_id: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The entries that report one happening, counted. `lead_entry_id` is the one shown for it.

    The dates are the first and the last that its entries say, None if none says one.
    """

    story_id: int
    lead_entry_id: int
    entries: int
    feeds: int
    first_published_at: datetime | None
    last_published_at: datetime | None
