"""A document's bytes into a ParsedFeed. The only place that knows feedparser."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import feedparser  # type: ignore[import-untyped]

from aggregator.errors import ParseError
from aggregator.model import Document, ParsedEntry, ParsedFeed
from aggregator.parse import charset, jsonfeed, limits, rhythm, sniff
from aggregator.parse import text as texts
from aggregator.parse.draft import language
from aggregator.parse.entry import entry
from aggregator.parse.mend import Mended, mend
from aggregator.parse.refs import References, entities
from aggregator.parse.urls import absolute

_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_FORMATS = {"rss091u": "rss091", "rss091n": "rss091", "": "rss"}
_WHAT = {
    "empty": "the document is empty",
    "html": "the document is an HTML page",
    "sitemap": "the document is a sitemap",
    "opml": "the document is OPML, a list of feeds",
    "text": "the document is plain text",
    "xml": "the document is XML, but no feed",
}
_BINARY = (b"\x1f\x8b", b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x28\xb5\x2f\xfd")
_ONE_BY_ONE = 500


def parse(document: Document) -> ParsedFeed:
    """Every entry of a feed in any format. Raises ParseError, whose `found` names what came instead."""
    if document.body.startswith(_BINARY):
        raise ParseError("the document is binary", found="binary")
    text = charset.text(document.body, document.content_type, document.encoding, document.lang)
    what = sniff.sniff(text)
    if what.found == "json":
        return jsonfeed.parse(text, document)
    if what.found != "feed":
        raise ParseError(_WHAT[what.found], found=what.found)
    mended = mend(text, what.start, References(entities(what.prolog)))
    found, skipped = _read(mended)
    version: str = found.get("version") or ""
    version = version or ("cdf" if what.root == "channel" else "")
    if not found["entries"] and (not version or what.around == "html"):
        other = what.around or "xml"
        raise ParseError(_WHAT[other], found=other)
    return _feed(found, version, document, mended, skipped)


def _feed(found: Any, version: str, document: Document, mended: Mended, skipped: list[str]) -> ParsedFeed:
    head: dict[str, Any] = found["feed"]
    link = absolute(_text(head, "link"), document.url)
    # RSS has no base of its own, and its relative links are meant for the site; Atom's are RFC 3986's.
    bases = (document.url, link) if version.startswith("atom") else (link, document.url)
    lang = language(document.lang, _text(head, "language"), document.content_language)
    entries: list[ParsedEntry] = []
    for one in found["entries"]:
        try:
            made = entry(one, version, document, bases, lang)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            skipped.append(f"unreadable: {type(error).__name__}")  # one bad entry never costs its feed
            continue
        if made is None:
            skipped.append("empty: neither guid, link, title nor text")
        else:
            entries.append(made)
    outside = _outside(mended)
    return ParsedFeed(
        format=_FORMATS.get(version, version),
        title=texts.words(_text(head, "title")[: 4 * limits.TITLE])[: limits.TITLE].rstrip(),
        link=link,
        lang=lang,
        entries=tuple(entries),
        skipped=(*mended.skipped, *skipped),
        rhythm=rhythm.read(
            _text(head, "ttl"), _text(head, "sy_updateperiod"), _text(head, "sy_updatefrequency"), outside
        ),
        malformed=", ".join(mended.faults),
    )


def _read(mended: Mended) -> tuple[Any, list[str]]:
    """feedparser's result; where it raises, that of each entry alone, the ones that still raise skipped."""
    try:
        return _feedparser(mended.text), []
    except Exception as error:  # whatever feedparser raises on hostile input
        if not mended.entries:
            raise ParseError(f"feedparser fails on it: {error}", found="xml") from error
    first, last = mended.entries[0][0], mended.entries[-1][1]
    head, tail = "".join(mended.pieces[:first]), "".join(mended.pieces[last:])
    try:
        found = _feedparser(head + tail)
    except Exception as error:
        raise ParseError(f"feedparser fails on it: {error}", found="xml") from error
    skipped: list[str] = []
    for number, (begin, end) in enumerate(mended.entries):
        if number >= _ONE_BY_ONE:
            skipped.append("unread: it comes after too many others in a document that is hard to read")
            continue
        try:
            alone = _feedparser(head + "".join(mended.pieces[begin:end]) + tail)
            found["entries"].extend(alone["entries"])
        except Exception as error:
            skipped.append(f"unreadable: {type(error).__name__}")
    return found, skipped


def _feedparser(xml: str) -> Any:
    # BytesIO, since a bare string may be taken for a path or an address. No base: the addresses of
    # ids would follow the feed's, and no longer be the same after it moves.
    body = io.BytesIO((_DECLARATION + xml).encode())
    return feedparser.parse(body, response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False)


def _outside(mended: Mended) -> str:
    """The XML outside of the entries, as far as 100 KB go."""

    def parts() -> Iterator[str]:
        at = 0
        for begin, end in mended.entries:
            yield "".join(mended.pieces[at:begin])
            at = end
        yield "".join(mended.pieces[at:])

    return "".join(parts())[:100_000]


def _text(found: dict[str, Any], key: str) -> str:
    value = dict.get(found, key)
    return value if isinstance(value, str) else ""
