"""An entry in the making: every field through the same cleaning and the same caps."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

from aggregator.model import Enclosure, ParsedEntry
from aggregator.parse import limits
from aggregator.parse import text as texts
from aggregator.parse.urls import absolute

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")


def language(*said: str | None) -> str:
    """The first of these that is a BCP 47 tag, or ""."""
    for one in said:
        tag = (one or "").partition(",")[0].strip().replace("_", "-")
        if _LANGUAGE.match(tag):
            return tag
    return ""


class Draft:
    """Takes fields as the document has them; `bases` resolve its relative addresses, the first that can."""

    def __init__(self, bases: tuple[str | None, ...]) -> None:
        self.bases = bases
        self.cut = False
        self._title = self._author = ""
        self._summary: tuple[str, str] = ("", "")
        self._content: tuple[str, str] = ("", "")

    def title(self, value: str, is_html: bool = False) -> None:
        value = self.capped(value, 20 * limits.TITLE)
        self._title = self.capped(texts.words(value) if is_html else texts.line(value), limits.TITLE)

    def summary(self, value: str, is_html: bool = False, base: str | None = None) -> None:
        self._summary = self.body(value, is_html, base)

    def content(self, value: str, is_html: bool = False, base: str | None = None) -> None:
        self._content = self.body(value, is_html, base)

    def author(self, value: str) -> None:
        self._author = self.capped(texts.words(value[: 4 * limits.AUTHOR]), limits.AUTHOR)

    def body(self, value: str, is_html: bool, base: str | None) -> tuple[str, str]:
        """Plain text and cleaned HTML of a summary or a content."""
        value = self.capped(value, limits.HTML)
        if not is_html and not texts.is_html_by_mistake(value):
            return texts.plain(value), ""
        bases = (absolute(base, *self.bases), *self.bases) if base else self.bases
        text, markup = texts.both(value, bases)
        return self.capped(text, limits.HTML), markup

    def capped(self, value: str, size: int) -> str:
        if len(value) <= size:
            return value
        self.cut = True
        return value[:size].rstrip()

    def entry(
        self,
        *,
        guid: str | None,
        link: str | None,
        lang: str,
        published_at: datetime | None,
        revised_at: datetime | None,
        enclosures: Iterable[Enclosure],
        categories: Iterable[str],
    ) -> ParsedEntry | None:
        """The finished entry, or None where nothing says what it is."""
        summary, content = self._summary, self._content
        if summary[0] == content[0]:  # said twice: once is enough, in its richer form
            summary, content = (max(summary, content, key=lambda one: len(one[1])), ("", ""))
        guid = self.guid(guid)
        files = {one.url: one for one in reversed(list(enclosures))}
        if not (guid or link or self._title or summary[0] or content[0] or summary[1] or content[1]):
            if not files:
                return None
            link = list(files)[-1]  # a file alone: its address is all there is to tell it by
        return ParsedEntry(
            guid=guid,
            link=link,
            title=self._title or None,
            summary=summary[0],
            content=content[0],
            summary_html=summary[1],
            content_html=content[1],
            author=self._author,
            lang=lang,
            published_at=published_at,
            revised_at=revised_at if revised_at != published_at else None,
            enclosures=tuple(reversed(files.values()))[: limits.ENCLOSURES],
            categories=tuple(dict.fromkeys(self.words(categories)))[: limits.CATEGORIES],
            notes=("truncated",) if self.cut else (),
        )

    def words(self, categories: Iterable[str]) -> Iterable[str]:
        for category in categories:
            name = texts.words(category[: 4 * limits.CATEGORY])[: limits.CATEGORY].rstrip()
            if name:
                yield name

    def guid(self, value: str | None) -> str | None:
        """One line; an absurdly long one by its beginning and its hash, so that it still tells apart."""
        guid = texts.line(value or "")
        if len(guid) > limits.GUID:
            digest = hashlib.sha256(guid.encode()).hexdigest()
            guid = f"{guid[: limits.GUID - 65]} {digest}"
        return guid or None
