"""Text for people and for spans: HTML cleaned by an allow-list, and the plain text beside it (NFC)."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

import nh3

from aggregator.parse import limits
from aggregator.parse.urls import absolute


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TAGS = _names("""
    a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn
    div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p
    picture pre q rp rt ruby s samp section small source span strong sub summary sup table tbody td tfoot th
    thead time tr tt u ul var wbr video audio
""")
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "video": {"src", "poster", "width", "height", "controls"},
    "audio": {"src", "controls"},
    "source": {"src", "type"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_ADDRESSES = frozenset({"href", "src", "poster", "cite"})
_DROPPED = {"script", "style", "noscript", "template", "iframe", "object", "head", "title", "svg", "math"}
_DROPPED |= {"textarea", "select", "button", "noframes", "applet"}

_BLOCKS = _names("""
    address article aside blockquote br caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5
    h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul video audio
""")
_CELLS = frozenset({"td", "th", "img", "wbr"})
_CLEANED_TAG = re.compile(r"</?([a-z][a-z0-9]*)[^>]*>")
_ANY_TAG = re.compile(r"<(/?)[a-zA-Z][^<>]*>")
_HTML = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|div|em|font|h[1-6]|hr|i|img|li|nobr|ol|p|pre|script|small|"
    r"span|strike|strong|style|sub|sup|table|td|tr|tt|u|ul|iframe|svg)(?:\s[^<>]*|/)?>"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});",
    re.IGNORECASE,
)
_BLOCK_HTML = re.compile(
    r"</(?:a|p|div|span|strong|em|b|i|ul|ol|li|table|h[1-6])>|<br\s*/?>|<img\s", re.IGNORECASE
)
# Escaped once too often; never `&lt;`, which would make markup out of text.
_TWICE = re.compile(r"&(?:nbsp|quot|laquo|raquo|mdash|ndash|hellip|[lr][sd]quo|apos|#\d{2,5});")
# Controls, bidirectional overrides, soft hyphens, zero-width blanks: they hide or split words.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?(?:[\n\x85\u2028\u2029] ?)+")


def is_html(value: str) -> bool:
    """Whether a field that may be either (an RSS title) is HTML: a known tag or an entity."""
    return ("<" in value or "&" in value) and _HTML.search(value) is not None


def is_html_by_mistake(value: str) -> bool:
    """Whether what calls itself text is HTML none the less: it closes paragraphs, links and the like."""
    return "<" in value and _BLOCK_HTML.search(value) is not None


def plain(value: str) -> str:
    """Text as text: NFC, unseen characters out, blanks single, lines kept."""
    value = _UNSEEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    value = _LINES.sub("\n", _BLANKS.sub(" ", value)).strip()
    return unicodedata.normalize("NFC", value)


def line(value: str) -> str:
    """The same on one line."""
    return " ".join(plain(value).split())


@lru_cache(maxsize=16)
def _cleaner(bases: tuple[str | None, ...]) -> nh3.Cleaner:
    """The allow-list; addresses that no base makes http(s) are dropped. Making one costs, so it is kept."""

    def keep(_tag: str, name: str, found: str) -> str | None:
        return absolute(found, *bases) if name in _ADDRESSES else found

    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer",
    )


def both(value: str, bases: tuple[str | None, ...]) -> tuple[str, str]:
    """The plain text of HTML, and the HTML cleaned, its addresses resolved; "" where there was no markup.

    Cut the value to limits.HTML before.
    """
    if "<" not in value and "&" not in value:
        return plain(value), ""
    if too_deep(value):
        value = _ANY_TAG.sub(" ", value)
    cleaned = _UNSEEN.sub("", _cleaner(bases).clean(value)).strip()
    text = _CLEANED_TAG.sub(_gap, " ".join(cleaned.split()))
    text = html.unescape(text)
    if "&" in text:
        text = _TWICE.sub(lambda match: html.unescape(match[0]), text)
    return plain(text), unicodedata.normalize("NFC", cleaned) if "<" in cleaned else ""


def words(value: str) -> str:
    """The text of HTML on one line, for titles, names and categories."""
    return line(both(value, ())[0])


def _gap(match: re.Match[str]) -> str:
    tag = match[1]
    return "\n" if tag in _BLOCKS else " " if tag in _CELLS else ""


def too_deep(value: str) -> bool:
    """Whether tags nest past limits.DEPTH: nh3's time grows with the square of that."""
    if value.count("<") <= limits.DEPTH:
        return False
    depth = 0
    for match in _ANY_TAG.finditer(value):
        depth += -1 if match[1] else 0 if match[0].endswith("/>") else 1
        if depth > 4 * limits.DEPTH:  # void and unclosed elements count too, so leave them some room
            return True
        depth = max(depth, 0)
    return False
