"""What a child process does with a document: parse it, tag each entry. Pure but for the tagger's loading."""

from __future__ import annotations

import logging
from functools import cache

from aggregator.model import Digest, Document, ParsedEntry, TaggedEntry, Text
from aggregator.parse import parse
from aggregator.tag.tagger import Tagger

log = logging.getLogger(__name__)


def digest(document: Document) -> Digest:
    """The document's feed and entries, tagged. Raises ParseError if it is no feed."""
    feed = parse(document)
    return Digest(
        feed, tuple(_tagged(entry, document, document.title or feed.title) for entry in feed.entries)
    )


def _tagged(entry: ParsedEntry, document: Document, source: str) -> TaggedEntry:
    """The entry with its tags. One that cannot be tagged is kept untagged, for a later retag to try again."""
    text = Text(
        title=entry.title or "",
        summary=entry.summary,
        content=entry.content,
        lang=entry.lang,
        home=document.home,
        source=source,
    )
    try:
        return TaggedEntry(entry, tagger().tag(text), tagger().ruleset)
    except Exception:
        log.exception(
            "an entry of feed %s could not be tagged: %r", document.feed_id, entry.link or entry.guid
        )
        return TaggedEntry(entry, None)


@cache
def tagger() -> Tagger:
    """Loaded once a process."""
    return Tagger.load()
