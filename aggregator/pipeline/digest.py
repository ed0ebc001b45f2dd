"""What a child process does with a document: parse it, tag each entry. Pure but for the tagger's loading."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache

from aggregator.model import Digest, Document, ParsedEntry, TaggedEntry, Tags, Text
from aggregator.parse import parse
from aggregator.tag.tagger import Tagger

log = logging.getLogger(__name__)


def digest(document: Document) -> Digest:
    """The document's feed and entries, tagged. Raises ParseError if it is no feed."""
    feed = parse(document)
    return Digest(
        feed, tuple(_tagged(entry, document, document.title or feed.title) for entry in feed.entries)
    )


def retagged(texts: Sequence[Text]) -> tuple[str, tuple[Tags | None, ...]]:
    """The ruleset, and each text's tags under it."""
    return tagger().ruleset, tuple(_tags(text) for text in texts)


def _tagged(entry: ParsedEntry, document: Document, source: str) -> TaggedEntry:
    text = Text(
        title=entry.title or "",
        summary=entry.summary,
        content=entry.content,
        lang=entry.lang,
        home=document.home,
        source=source,
    )
    tags = _tags(text)
    return TaggedEntry(entry, tags, tagger().ruleset if tags is not None else "")


def _tags(text: Text) -> Tags | None:
    """None for a text that cannot be tagged: it is kept untagged, for a later retag to try again."""
    try:
        return tagger().tag(text)
    except Exception:
        log.exception("a bug of ours: an entry of %s could not be tagged", text.source or "a feed")
        return None


@cache
def tagger() -> Tagger:
    """Loaded once a process."""
    return Tagger.load()
