"""What a text is: where the feed in it begins, or the name of what came instead of one."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.\-]*:)?(rss|feed|RDF)(?=[\s>])", re.IGNORECASE)
_WITHIN = re.compile(
    r"<(?:[A-Za-z_][\w.\-]*:)?(rss|feed|RDF)\s[^<>]{0,500}(?:xmlns|version)\s*=", re.IGNORECASE
)
_ELEMENT = re.compile(r"<(?:([A-Za-z_][\w.\-]*):)?([A-Za-z_][\w.\-]*)")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*+(?:\[[^\]]*+\]\s*)?>", re.IGNORECASE)
_ATOM = re.compile(r"<[^<>]{0,1000}(?:w3\.org/2005/Atom|purl\.org/atom/ns#)", re.IGNORECASE)  # an entry alone
_JUNK = 64 * 1024  # how far from the start a feed may begin
_NAMED = {"html": "html", "urlset": "sitemap", "sitemapindex": "sitemap", "opml": "opml"}
_HTML = frozenset(
    {
        *("head", "body", "div", "p", "br", "b", "a", "span", "table", "center", "script", "meta", "title"),
        *("h1", "h2", "h3", "style", "font", "img", "form", "hr", "pre", "ul"),
    }
)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """`found` is feed (its root's start tag at `start`), json, html, sitemap, opml, xml, text or empty.

    `around` is what the feed was found in, if it did not begin the document.
    """

    found: str
    start: int = 0
    prolog: str = ""
    root: str = ""
    around: str = ""


def sniff(text: str) -> Sniffed:
    at, found = 0, "text"
    closes, doctypes = True, 0
    while True:
        at = text.find("<", at)
        if at < 0 or at > _JUNK:
            break
        if text.startswith("<!--", at):
            end = text.find("-->", at) if closes else -1
            closes = end >= 0  # searched in vain once, not again
            at = end + 3 if closes else at + 4
            continue
        if text.startswith("<!", at):
            doctypes += 1
            doctype = _DOCTYPE.match(text, at) if doctypes <= 4 else None
            if doctype and re.match(r"<!DOCTYPE\s+html\b", doctype[0], re.IGNORECASE):
                found = "html"
            at = doctype.end() if doctype else at + 2
            continue
        element = _ELEMENT.match(text, at)
        if element:
            name = element[2].lower()
            if name in _ROOTS or (name == "entry" and _ATOM.match(text, at)):
                return Sniffed("feed", at, text[:at], name)
            found = _NAMED.get(name, "html" if found == "html" or name in _HTML else "xml")
            break
        at += 1
    stripped = text[:1000].lstrip() or text.lstrip()[:1000]
    if not stripped:
        return Sniffed("empty")
    if stripped[0] in "{[":
        return Sniffed("json")
    # Warnings and other junk may stand before a feed, and a page around it.
    pattern = _WITHIN if found == "html" else _ROOT
    root = pattern.search(text, 0, _JUNK) if found not in {"sitemap", "opml"} else None
    if root:
        return Sniffed("feed", root.start(), text[: root.start()], root[1].lower(), found)
    return Sniffed(found)
