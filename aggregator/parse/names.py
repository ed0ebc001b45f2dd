"""Names in feeds: which prefix means which namespace, which elements hold what."""

from __future__ import annotations

from collections.abc import Mapping

# What a prefix means where the document forgot to say.
NAMESPACES: Mapping[str, str] = {
    "atom": "http://www.w3.org/2005/Atom",
    "atom10": "http://www.w3.org/2005/Atom",
    "a10": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xlink": "http://www.w3.org/1999/xlink",
}
RDF = NAMESPACES["rdf"]
UNKNOWN = "urn:undeclared:"
# The prefix that a namespace usually has; "" for those of the feed formats themselves.
USUAL: Mapping[str, str] = {
    **{uri.rstrip("/").lower(): prefix for prefix, uri in NAMESPACES.items() if not prefix.startswith("a")},
    "http://search.yahoo.com/mrss": "media",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss091": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
}

ENTRIES = frozenset({"item", "entry"})
# HTML that is never closed, and is no element of any feed.
VOID = frozenset({"br", "hr", "img", "wbr", "input", "embed", "param", "meta"})
# Elements that hold text alone: the next element of a feed ends them if nothing did.
LEAVES = frozenset({"title", "link", "guid", "id", "pubdate", "published", "updated", "comments", "category"})
FOLLOWERS = frozenset(
    {
        *ENTRIES,
        *("title", "link", "description", "guid", "pubdate", "category", "author", "content:encoded"),
        *("summary", "content", "published", "updated", "enclosure", "dc:date", "dc:creator"),
    }
)
# Those among them that HTML in a description would never hold.
ENDS_A_TEXT = frozenset({*ENTRIES, "guid", "pubdate", "content:encoded", "dc:date", "dc:creator"})
TEXTS = frozenset({"description", "content:encoded", "summary", "content"})
CATEGORIES = frozenset({"category", "dc:subject", "media:category", "itunes:category"})
# Left out of an entry that has its own title or text: captions, and copies for other readers.
STAND_INS: Mapping[str, str] = {
    "media:title": "title",
    "media:description": "text",
    "itunes:title": "title",
    "itunes:summary": "text",
    "itunes:subtitle": "text",
}
OWN: Mapping[str, str] = {
    "title": "title",
    "description": "text",
    "summary": "text",
    "content": "text",
    "content:encoded": "text",
}
# feedparser searches these by an expression that is quadratic in their length.
SHORT: Mapping[str, int] = {
    **dict.fromkeys(("author", "dc:creator", "dc:author", "itunes:author", "managingeditor"), 500),
    **dict.fromkeys(("webmaster", "dc:publisher", "name", "email", "contributor", "itunes:owner"), 500),
    **dict.fromkeys(("pubdate", "published", "updated", "dc:date", "lastbuilddate", "issued"), 200),
    **dict.fromkeys(("modified", "created", "dcterms:created", "dcterms:modified", "dcterms:issued"), 200),
    **dict.fromkeys(("category", "dc:subject", "language", "dc:language", "ttl", "expirationdate"), 500),
    **dict.fromkeys(("media:keywords", "itunes:keywords", "keywords", "tags", "dcterms:valid"), 2_000),
    **dict.fromkeys(("georss:point", "georss:line", "georss:polygon", "georss:box", "gml:poslist"), 2_000),
    **dict.fromkeys(("title", "media:title", "dc:title"), 20_000),
    **dict.fromkeys(("link", "url", "comments"), 8_000),
}
ENTRY_FULL_TEXTS = ("yandex_full-text", "full-text", "fulltext", "mailru_full-text", "rambler_fulltext")
