"""A real database with a few feeds' polls in it, as the daemon would have recorded them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aggregator import config, store
from aggregator.config import Config
from aggregator.model import (
    CountryTag,
    Digest,
    MinistryTag,
    ParsedEntry,
    ParsedFeed,
    PollRow,
    Role,
    Span,
    TaggedEntry,
    Tags,
    TopicTag,
)
from aggregator.parse import identity

NOW = datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC)
TOML = """
[settings]
database = "aggregator.db"
title = "Test news"
authority = "test.example,2026"
base_url = "{base_url}"
hub = "https://hub.example/"

[[feed]]
id = "alpha"
url = "https://alpha.example/feed"
title = "Alpha"
home = "AZ"
lang = "en"
region = "South Caucasus"
kind = "press"

[[feed]]
id = "beta"
url = "https://beta.example/feed"
home = "TR"
lang = "tr"
kind = "official"

[[view]]
id = "caucasus"
title = "South Caucasus ministries"
filter = "country:AZ,GE kind:defence"
"""


def configured(folder: Path, base_url: str = "") -> Config:
    path = folder / "feeds.toml"
    path.write_text(TOML.format(base_url=base_url), encoding="utf-8")
    return config.load(path)


def parsed(number: int, title: str | None = None, **fields: object) -> ParsedEntry:
    """An entry of its own; the higher its number, the later."""
    entry = ParsedEntry(
        guid=f"urn:{number}",
        link=f"https://alpha.example/{number}",
        title=title if title is not None else f"Entry {number} of Azerbaijan",
        summary=f"Summary {number}.",
        content=f"Entry {number}. Azerbaijan's Ministry of Defence met Türkiye.\nA second paragraph.",
        published_at=NOW - timedelta(days=1) + timedelta(seconds=number),
    )
    return replace(entry, **fields)  # type: ignore[arg-type]  # a field is named by each caller


def span(field: str, text: str, surface: str, rule: str = "country:name") -> Span:
    start = text.index(surface)
    return Span(field, start, start + len(surface), surface, rule)


def tagged(
    entry: ParsedEntry, *countries: tuple[str, Role], office: str = "", topic: bool = False
) -> TaggedEntry:
    """The entry with these tags, each with the content's word for it as its evidence."""
    words = {"AZ": "Azerbaijan", "TR": "Türkiye"}
    found = []
    for code, role in sorted(countries):
        word = words.get(code, "")
        spans = (span("content", entry.content, word),) if word and word in entry.content else ()
        found.append(CountryTag(code, role, spans or (Span("home", None, None, "", "home"),)))
    offices: tuple[MinistryTag, ...] = ()
    if office:
        country, _, kind = office.partition("/")
        surface = "Ministry of Defence"
        spans = (span("content", entry.content, surface, "office"),) if surface in entry.content else ()
        offices = (MinistryTag(country, kind, spans or (Span("home", None, None, "", "home"),)),)
    topics = (TopicTag("defence", ()),) if topic else ()
    return TaggedEntry(entry, Tags(tuple(found), offices, topics), "test")


def record(
    path: Path,
    loaded: Config,
    entries: Sequence[TaggedEntry],
    feed: str = "alpha",
    now: datetime = NOW,
    outcome: str = "ok",
    error: str = "",
    grouping: store.Grouping | None = None,
) -> None:
    """One poll of a feed, recorded as the daemon does it. The entries are in the document's order."""
    with store.open_writer(path) as database:
        database.reconcile(loaded.feeds, now)
        state = database.states()[feed]
        good = outcome == "ok"
        state = replace(
            state,
            state="ok" if good else "failing",
            last_poll_at=now,
            last_success_at=now if good else state.last_success_at,
            failures=0 if good else state.failures + 1,
            last_error=error,
            next_poll_at=now + timedelta(minutes=30),
        )
        digest = None
        if good:
            document = ParsedFeed("rss20", "Alpha's own title", f"https://{feed}.example/")
            document = replace(document, entries=tuple(entry.parsed for entry in entries))
            digest = Digest(document, tuple(entries))
        poll = PollRow(feed, now, outcome, status=200 if good else 500, error=error)
        database.record(poll, state, digest, now, identity.match, grouping=grouping)


def fill(folder: Path, loaded: Config, number: int = 12) -> Path:
    """A database of `number` entries of alpha and one each of two other kinds."""
    path = folder / "aggregator.db"
    entries = [
        tagged(parsed(n), ("AZ", "subject"), ("TR", "mention"), office="AZ/defence", topic=True)
        for n in range(number, 0, -1)
    ]
    record(path, loaded, entries, now=NOW - timedelta(hours=2))
    other = parsed(500, "Gürcistan", guid="urn:b", link="https://beta.example/1", lang="tr")
    record(path, loaded, [tagged(other, ("GE", "subject"))], feed="beta", now=NOW - timedelta(hours=1))
    return path
