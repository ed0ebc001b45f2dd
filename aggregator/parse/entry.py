"""One of feedparser's entries into a ParsedEntry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from aggregator.model import Document, Enclosure, ParsedEntry
from aggregator.parse import dates, names
from aggregator.parse import text as texts
from aggregator.parse.draft import Draft, language
from aggregator.parse.urls import absolute

_ADDRESS = re.compile(r"(?:mailto:)?[\w.+\-]{1,64}@[\w.\-]{1,190}")
_VOID_END = re.compile(r"</(?:br|hr|img|wbr|input|embed|param|col|area|source|meta)>", re.IGNORECASE)
_HTML = frozenset({"text/html", "application/xhtml+xml", "html", "xhtml"})


def entry(
    found: Any, version: str, document: Document, bases: tuple[str | None, ...], lang: str
) -> ParsedEntry | None:
    """None where nothing in it says what it is."""
    atom = version.startswith("atom")
    draft = Draft(bases)
    title = _detail(found, "title")
    draft.title(title[0], is_html=title[1] in _HTML or (not atom and texts.is_html(title[0])))
    content = _content(found)
    summary = _summary(found, content)
    draft.summary(*summary)
    draft.content(*content)
    draft.author(_author(found))
    published = [_date(found, key, document) for key in ("published", "created", "updated")]
    said = next((moment for moment in published if moment), None)
    return draft.entry(
        guid=_text(found, "id"),
        link=_link(found, bases),
        lang=language(document.lang, _text(found, "language"), title[2], lang),
        published_at=said,
        revised_at=published[2],
        enclosures=_enclosures(found, bases),
        categories=_categories(found),
    )


def _text(found: Any, key: str) -> str:
    value = dict.get(found, key)  # FeedParserDict's own get warns, and answers with other keys
    return value if isinstance(value, str) else ""


def _detail(found: Any, key: str) -> tuple[str, str, str, str]:
    """Text, type, language and base of a text construct."""
    detail = dict.get(found, f"{key}_detail")
    if not isinstance(detail, dict):
        return _text(found, key), "", "", ""
    kind = _text(detail, "type")
    return _value(_text(found, key), kind), kind, _text(detail, "language"), _text(detail, "base")


def _value(text: str, kind: str) -> str:
    """XHTML as HTML has it: feedparser ends `<br/>` by `</br>`, which HTML takes for another one."""
    return _VOID_END.sub("", text) if kind == "application/xhtml+xml" else text


def _summary(found: Any, content: tuple[str, bool, str]) -> tuple[str, bool, str]:
    value, kind, _, base = _detail(found, "summary")
    if not kind:  # feedparser copied the content, or there is none
        return ("", False, "") if content[0] else (value, texts.is_html(value), "")
    return value, kind in _HTML, base


def _content(found: Any) -> tuple[str, bool, str]:
    """The best of an entry's contents, whether it is HTML, and its base."""
    contents = dict.get(found, "content")
    texts_of = [
        one
        for one in (contents if isinstance(contents, list) else [])
        if isinstance(one, dict) and _is_text(_text(one, "type")) and _text(one, "value").strip()
    ]
    if texts_of:
        best = max(texts_of, key=lambda one: (_text(one, "type") in _HTML, len(_text(one, "value"))))
        value = _value(_text(best, "value"), _text(best, "type"))
        return value, _text(best, "type") in _HTML, _text(best, "base")
    for key in names.ENTRY_FULL_TEXTS:
        value = _text(found, key)
        if value:
            return value, True, ""
    return "", False, ""


def _is_text(kind: str) -> bool:
    return kind in _HTML or kind in {"", "text", "plain"} or kind.startswith("text/")


def _author(found: Any) -> str:
    people = dict.get(found, "authors")
    listed = (
        [_text(one, "name") for one in people if isinstance(one, dict)] if isinstance(people, list) else []
    )
    # feedparser takes addresses apart by a list of short top-level domains; RSS has one string alone.
    said = listed[:20] if len(listed) > 1 else [_text(found, "author")]
    return ", ".join(dict.fromkeys(name for one in said if (name := _name(one))))


def _name(said: str) -> str:
    return _ADDRESS.sub("", texts.words(said[:2_000])).strip(" ()<>,;")


def _date(found: Any, key: str, document: Document) -> Any:
    return dates.parse(_text(found, key), document.tz, document.home)


def _link(found: Any, bases: tuple[str | None, ...]) -> str | None:
    original = absolute(_text(found, "feedburner_origlink"))
    if original:
        return original
    said, guid = _text(found, "link"), _text(found, "id")
    # feedparser takes a guid for the link where there is none; a number or a name is no address.
    if (said != guid or said.startswith(("http:", "https:", "/"))) and (link := absolute(said, *bases)):
        return link
    for one in _links(found):  # an alternate of another type than HTML
        if _text(one, "rel") == "alternate" and (link := absolute(_text(one, "href"), *bases)):
            return link
    return absolute(guid) if dict.get(found, "guidislink") else None


def _links(found: Any) -> list[Any]:
    links = dict.get(found, "links")
    return [one for one in links if isinstance(one, dict)] if isinstance(links, list) else []


def _enclosures(found: Any, bases: tuple[str | None, ...]) -> Iterator[Enclosure]:
    for one in _links(found):
        if _text(one, "rel") == "enclosure" and (url := absolute(_text(one, "href"), *bases)):
            yield Enclosure(url, _text(one, "type")[:100], _length(_text(one, "length")))
    media = dict.get(found, "media_content")
    for one in media if isinstance(media, list) else []:
        if isinstance(one, dict) and (url := absolute(_text(one, "url"), *bases)):
            kind = _text(one, "type") or _text(one, "medium")
            yield Enclosure(url, kind[:100], _length(_text(one, "filesize")))


def _length(digits: str) -> int | None:
    digits = digits.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


def _categories(found: Any) -> Iterator[str]:
    tags = dict.get(found, "tags")
    for tag in tags if isinstance(tags, list) else []:
        if isinstance(tag, dict):
            yield _text(tag, "label") or _text(tag, "term")
