"""What the store's tests poll with: entries made by hand, a tagger of a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aggregator import filter as filters
from aggregator.filter import Filter
from aggregator.model import (
    Account,
    CountryTag,
    Counts,
    Decision,
    Digest,
    Feed,
    FeedState,
    MinistryTag,
    ParsedEntry,
    ParsedFeed,
    PollRow,
    Span,
    StoredKey,
    TaggedEntry,
    Tags,
    Text,
    TopicTag,
)
from aggregator.parse.identity import match
from aggregator.store import Database, Grouping, Reader, open_reader, open_writer

NOW = datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC)
RULESET = "r1"
FEEDS = (
    Feed("azernews", "https://azernews.example/rss", title="Azernews", home="AZ", lang="en",
         region="South Caucasus", kind="press"),
    Feed("apa", "https://apa.example/rss", home="AZ", lang="az", region="South Caucasus", kind="agency"),
    Feed("akipress", "https://akipress.example/rss", title="AKIpress", home="KG", lang="ru",
         region="Central Asia", kind="agency"),
    Feed("desk", "https://desk.example/rss", title="General desk", home="TR", lang="tr-TR",
         kind="press", keep_only="topic:defence"),
)  # fmt: skip


# Each word gives a tag; `~` before it in a text makes a mention.
WORDS = {"Azerbaijan": "AZ", "Kyrgyzstan": "KG", "Turkey": "TR", "Georgia": "GE"}
OFFICES = {
    "AzMoD": "AZ/defence",
    "AzMDI": "AZ/defence-industry",
    "KgMoD": "KG/defence",
    "GeMFA": "GE/foreign-affairs",
}


def tag(text: Text, words: dict[str, str] | None = None) -> Tags:
    """A tagger of a few words, for tests of what the store does with tags."""
    countries: dict[str, CountryTag] = {}
    ministries: list[MinistryTag] = []
    for field, body in (("title", text.title), ("summary", text.summary), ("content", text.content)):
        for word, code in (words or WORDS).items():
            if (start := body.find(word)) >= 0 and code not in countries:
                role = "mention" if body[start - 1 : start] == "~" else "subject"
                span = Span(field, start, start + len(word), word, "word")
                countries[code] = CountryTag(code, role, (span,))  # type: ignore[arg-type]
        for word, office in OFFICES.items():
            if (start := body.find(word)) >= 0:
                country, kind = office.split("/")
                ministries.append(
                    MinistryTag(country, kind, (Span(field, start, start + len(word), word, "office"),))
                )
    topics = (TopicTag("defence", (Span("title", 0, 4, "army", "word"),)),) if "army" in text.title else ()
    return Tags(
        tuple(countries[code] for code in sorted(countries)),
        tuple(sorted(ministries, key=lambda ministry: ministry.tag)),
        topics,
    )


def entry(
    number: int, title: str = "", *, days: float = 0, summary: str = "", **fields: object
) -> ParsedEntry:
    """An entry published `days` before NOW, known by its number."""
    made = {
        "guid": f"g{number}",
        "link": f"https://azernews.example/{number}",
        "title": title or f"Story {number}",
        "summary": summary,
        "published_at": NOW - timedelta(days=days),
    }
    return ParsedEntry(**{**made, **fields})  # type: ignore[arg-type]


def digest(entries: Sequence[ParsedEntry], skipped: Sequence[str] = (), *, tagged: bool = True) -> Digest:
    return Digest(
        ParsedFeed("rss20", title="From the document", entries=tuple(entries), skipped=tuple(skipped)),
        tuple(
            TaggedEntry(one, tag(Text(one.title or "", one.summary, one.content)), RULESET)
            if tagged
            else TaggedEntry(one, None)
            for one in entries
        ),
    )


def group(new: Sequence[Account], recent: Sequence[Account]) -> list[int]:
    """Accounts within two days that name the same happening (@strike) and a country, or none, are one."""
    known = {one.entry_id: (one, one.story_id or 0) for one in recent}
    for one in sorted(new, key=lambda one: (one.at, one.entry_id)):
        near = [story for other, story in known.values() if same(one, other)]
        known[one.entry_id] = (one, min(near, default=one.entry_id))
    return [known[one.entry_id][1] for one in new]


def same(one: Account, other: Account) -> bool:
    ours, theirs = ({tag.code for tag in account.countries} for account in (one, other))
    return (
        happening(one) == happening(other) != ""
        and abs(one.at - other.at) <= TOLD.window
        and (not ours or not theirs or bool(ours & theirs))
    )


def happening(one: Account) -> str:
    return next((word for word in one.title.split() if word.startswith("@")), "")


TOLD = Grouping(group, timedelta(days=2), "g1")


def poll(
    database: Database,
    feed: str,
    entries: Sequence[ParsedEntry],
    now: datetime = NOW,
    skipped: Sequence[str] = (),
    *,
    tagged: bool = True,
    identity: Callable[[Sequence[ParsedEntry], Sequence[StoredKey]], list[Decision]] = match,
    grouping: Grouping | None = TOLD,
) -> Counts:
    """One poll recorded as the pipeline does."""
    state = FeedState(feed, f"https://{feed}.example/rss", "ok", last_poll_at=now, last_success_at=now)
    row = PollRow(feed, now, "ok", 200, 1000, 0.5)
    found = digest(entries, skipped, tagged=tagged)
    return database.record(row, state, found, now, identity, grouping=grouping)


def opened(path: Path) -> Database:
    """A writer with the four feeds of these tests."""
    database = open_writer(path)
    database.reconcile(FEEDS, NOW)
    return database


def reading(path: Path) -> Reader:
    return open_reader(path, deadline=10)


def asked(reader: Reader, text: str, now: datetime = NOW) -> list[str | None]:
    """The titles of the page that a filter gives."""
    return [found.title for found in reader.page(parsed(reader, text, now))]


def parsed(reader: Reader, text: str, now: datetime = NOW) -> Filter:
    return filters.parse(text, reader.vocabulary(), now)
