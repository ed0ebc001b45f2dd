"""OPML 2.0, both ways. Carries a feed's id, title, url, home, lang, region and kind; never its headers,
nor the user and password of its url.

What OPML has no attribute for stands in a namespace of ours, as its section on extending allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, fromstring
from xml.etree.ElementTree import ParseError as XmlError

from aggregator.errors import ParseError
from aggregator.model import COUNTRIES, PUBLISHER_KINDS, Feed, without_credentials
from aggregator.publish.merged import document, language, xml_text

MEDIA_TYPE = "text/x-opml"
NAMESPACE = "urn:aggregator:opml"


def write(title: str, feeds: Sequence[Feed], now: datetime) -> bytes:
    """The subscription list of `feeds`, UTF-8, in their order."""
    opml = Element("opml", {"version": "2.0", "xmlns:aggregator": NAMESPACE})
    head = SubElement(opml, "head")
    SubElement(head, "title").text = xml_text(title)
    SubElement(head, "dateCreated").text = format_datetime(now.astimezone(UTC))
    SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = SubElement(opml, "body")
    for feed in feeds:
        name = feed.title or feed.id
        outline = {
            "type": "rss",
            "text": name,
            "title": feed.title,
            "xmlUrl": without_credentials(feed.url),
            "language": feed.lang,
        }
        own = {"id": feed.id, "home": feed.home, "region": feed.region, "kind": feed.kind}
        outline |= {f"aggregator:{key}": value for key, value in own.items()}
        SubElement(body, "outline", {key: xml_text(value) for key, value in outline.items() if value})
    return document(opml)


def read(body: bytes) -> list[Feed]:
    """The feeds of a list, folders opened, one for each address; ids made up where there are none.

    Raises ParseError for what is no OPML.
    """
    if b"<!ENTITY" in body:
        raise ParseError("an OPML list that declares entities is not read", found="xml")
    try:
        root = fromstring(body)  # noqa: S314 - without entities there is nothing to expand
    except (XmlError, ValueError, LookupError) as problem:
        raise ParseError(f"not an OPML list: {problem}") from problem
    if root.tag != "opml":
        raise ParseError(f"not an OPML list: its root is <{root.tag}>", found=root.tag)
    feeds: dict[str, Feed] = {}
    taken: set[str] = set()
    for outline in root.iter("outline"):
        url = outline.get("xmlUrl", "").strip()
        if urlsplit(url).scheme in ("http", "https") and url not in feeds:
            feeds[url] = _feed(outline, url, taken)
            taken.add(feeds[url].id)
    return list(feeds.values())


def _feed(outline: Element, url: str, taken: set[str]) -> Feed:
    def own(name: str) -> str:
        return outline.get(f"{{{NAMESPACE}}}{name}", "").strip()

    title = (outline.get("title") or outline.get("text") or "").strip()
    given = own("id")
    home, kind = own("home").upper(), own("kind")
    if given and not outline.get("title"):
        title = ""  # written by us for a feed that has no title: `text` repeats its id
    return Feed(
        id=next(name for name in _names(given or title, url) if name not in taken),
        url=url,
        title=title,
        home=home if home in COUNTRIES else "",
        lang=language(outline.get("language", "").strip()),
        region=own("region"),
        kind=kind if kind in PUBLISHER_KINDS else "",
    )


def _names(wanted: str, url: str) -> Iterator[str]:
    """Ids to try, the best first: of the title, else of the host, then numbered."""
    host = (urlsplit(url).hostname or "feed").removeprefix("www.")
    name = slug(wanted) or slug(host) or "feed"
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def slug(text: str) -> str:
    """`text` as a feed's id may be: lower-case ASCII letters, figures and single hyphens, or ""."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
