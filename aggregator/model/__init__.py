"""What the stages hand to each other: frozen types, and the tables of codes that every room shares.

Times are aware and UTC. Offsets count code points, from 0, half-open.

codes, countries   kinds, roles, topics; ISO 3166-1
feeds              a feed as configured, as remembered, as it fares
wire               a request and its answer
parsed             a document's entries, and which of them are stored ones
tags               a text, its tags and their spans
entries            entries with their tags, on the way and stored
ledger             a poll and its row
stories            an entry as grouping sees it, a story
"""

from aggregator.model.codes import KINDS, PUBLISHER_KINDS, ROLES, TOPICS, Role
from aggregator.model.countries import COUNTRIES
from aggregator.model.entries import Digest, Entry, Revision, TaggedEntry
from aggregator.model.feeds import Feed, FeedHealth, FeedState, View
from aggregator.model.ledger import Counts, Facts, Ledger, PollRow
from aggregator.model.parsed import Decision, Document, Enclosure, ParsedEntry, ParsedFeed, Rhythm, StoredKey
from aggregator.model.stories import Account, Story
from aggregator.model.tags import CountryTag, MinistryTag, Span, Tags, Text, TopicTag
from aggregator.model.wire import Hop, Request, Response, without_credentials

__all__ = [
    "COUNTRIES",
    "KINDS",
    "PUBLISHER_KINDS",
    "ROLES",
    "TOPICS",
    "Account",
    "CountryTag",
    "Counts",
    "Decision",
    "Digest",
    "Document",
    "Enclosure",
    "Entry",
    "Facts",
    "Feed",
    "FeedHealth",
    "FeedState",
    "Hop",
    "Ledger",
    "MinistryTag",
    "ParsedEntry",
    "ParsedFeed",
    "PollRow",
    "Request",
    "Response",
    "Revision",
    "Rhythm",
    "Role",
    "Span",
    "StoredKey",
    "Story",
    "TaggedEntry",
    "Tags",
    "Text",
    "TopicTag",
    "View",
    "without_credentials",
]
