"""An outlet's reports written as the six kinds of document that feeds come in.

Not the merged feed's writers (publish/): these write what publishers write, old formats, local dates
and missing identifiers among it. Pure: the reports and the address of the server in, text out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape
from typing import Any

from aggregator.demo.outlets import Outlet, Report

# Month names as each language writes them in a date.
_MONTHS = {
    "az": "yanvar,fevral,mart,aprel,may,iyun,iyul,avqust,sentyabr,oktyabr,noyabr,dekabr",
    "ka": (
        "იანვარი,თებერვალი,მარტი,აპრილი,მაისი,ივნისი,ივლისი,აგვისტო,სექტემბერი,ოქტომბერი,ნოემბერი,დეკემბერი"
    ),
    "ru": "января,февраля,марта,апреля,мая,июня,июля,августа,сентября,октября,ноября,декабря",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """What an outlet's document says at one moment: its reports, newest first."""

    outlet: Outlet
    root: str  # http://127.0.0.1:port
    start: datetime
    elapsed: timedelta
    reports: Sequence[Report]

    def link(self, report: Report) -> str:
        path = self.outlet.report_path(report)
        return path if self.outlet.relative_links else self.root + path

    def guid(self, report: Report) -> str:
        if self.outlet.guid == "link":
            return self.root + self.outlet.report_path(report)
        return f"urn:demo:{self.outlet.id}:{report.slug}"

    def published(self, report: Report) -> str:
        return self.date(report.published_at(self.start))

    def changed(self, report: Report) -> str:
        return self.date(report.changed_at(self.start, self.elapsed))

    def newest(self) -> datetime:
        """When the document last changed."""
        return max((r.changed_at(self.start, self.elapsed) for r in self.reports), default=self.start)

    def date(self, moment: datetime) -> str:
        local = moment.astimezone(timezone(timedelta(hours=self.outlet.utc_offset))).replace(microsecond=0)
        if self.outlet.dates == "iso":
            return local.isoformat()
        if self.outlet.dates == "rfc822":
            return format_datetime(local)
        month = _MONTHS[self.outlet.dates].split(",")[local.month - 1]
        return f"{local.day} {month} {local.year}, {local:%H:%M}"


def html(report: Report) -> str:
    """The whole text as HTML."""
    return "".join(f"<p>{escape(p, quote=False)}</p>" for p in report.paragraphs)


def write(issue: Issue) -> bytes:
    """The document in its outlet's format and encoding."""
    text = WRITERS[issue.outlet.format](issue)
    return text.encode(issue.outlet.encoding, "xmlcharrefreplace")


def rss091(issue: Issue) -> str:
    """Netscape's RSS 0.91: title, link and description, and no date on an item."""
    items = [
        "<item>"
        + _tag("title", r.title)
        + _tag("link", issue.link(r))
        + _tag("description", r.paragraphs[0])
        + "</item>"
        for r in issue.reports
    ]
    return _document(issue, '<rss version="0.91"><channel>', _channel(issue), *items, "</channel></rss>")


def rss20(issue: Issue) -> str:
    """RSS 2.0, with content:encoded where the outlet gives the whole text."""
    items = []
    for r in issue.reports:
        permalink = "true" if issue.outlet.guid == "link" else "false"
        guid = f'<guid isPermaLink="{permalink}">{escape(issue.guid(r))}</guid>'
        summary = r.paragraphs[0] if issue.outlet.full and r.title else html(r)
        items.append(
            "<item>"
            + _tag("title", r.title)
            + _tag("link", issue.link(r))
            + ("" if issue.outlet.guid == "none" else guid)
            + _tag("description", summary)
            + (f"<content:encoded><![CDATA[{html(r)}]]></content:encoded>" if issue.outlet.full else "")
            + _tag("dc:creator", r.author)
            + _tag("pubDate", issue.published(r))
            + "</item>"
        )
    head = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
    )
    return _document(issue, head, _channel(issue), *items, "</channel></rss>")


def rss10(issue: Issue) -> str:
    """RSS 1.0: RDF, its items beside the channel, dated by Dublin Core."""
    listed = "".join(f'<rdf:li rdf:resource="{escape(issue.guid(r))}"/>' for r in issue.reports)
    items = [
        f'<item rdf:about="{escape(issue.guid(r))}">'
        + _tag("title", r.title)
        + _tag("link", issue.link(r))
        + _tag("description", r.paragraphs[0])
        + _tag("dc:creator", r.author)
        + _tag("dc:date", issue.published(r))
        + "</item>"
        for r in issue.reports
    ]
    head = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{escape(issue.root + issue.outlet.path)}">'
    )
    contents = f"<items><rdf:Seq>{listed}</rdf:Seq></items></channel>"
    return _document(issue, head, _channel(issue, "dc:language"), contents, *items, "</rdf:RDF>")


def atom03(issue: Issue) -> str:
    """Atom 0.3, dead since 2005 and still met: issued, modified, tagline, content in escaped mode."""
    entries = [
        "<entry>"
        + _tag("title", r.title)
        + f'<link rel="alternate" type="text/html" href="{escape(issue.link(r))}"/>'
        + _tag("id", issue.guid(r))
        + _tag("issued", issue.published(r))
        + _tag("modified", issue.changed(r))
        + _tag("summary", r.paragraphs[0])
        + f'<content type="text/html" mode="escaped">{escape(html(r), quote=False)}</content>'
        + "</entry>"
        for r in issue.reports
    ]
    head = f'<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="{issue.outlet.lang}">'
    about = (
        _tag("title", issue.outlet.title)
        + f'<link rel="alternate" type="text/html" href="{escape(_home(issue))}"/>'
        + _tag("tagline", issue.outlet.description)
        + _tag("modified", issue.date(issue.newest()))
    )
    return _document(issue, head, about, *entries, "</feed>")


def atom10(issue: Issue) -> str:
    """Atom 1.0 (RFC 4287)."""
    entries = []
    for r in issue.reports:
        body = (
            f'<content type="html">{escape(html(r), quote=False)}</content>'
            if issue.outlet.full
            else _tag("summary", " ".join(r.paragraphs))
        )
        entries.append(
            "<entry>"
            + _tag("title", r.title)
            + f'<link href="{escape(issue.link(r))}"/>'
            + _tag("id", issue.guid(r))
            + (f"<author>{_tag('name', r.author)}</author>" if r.author else "")
            + _tag("published", issue.published(r))
            + _tag("updated", issue.changed(r))
            + body
            + "</entry>"
        )
    head = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{issue.outlet.lang}">'
    about = (
        _tag("title", issue.outlet.title)
        + _tag("subtitle", issue.outlet.description)
        + _tag("id", f"urn:demo:{issue.outlet.id}")
        + f'<link rel="self" href="{escape(issue.root + issue.outlet.path)}"/>'
        + f'<link href="{escape(_home(issue))}"/>'
        + f"<author>{_tag('name', issue.outlet.title)}</author>"
        + _tag("updated", issue.date(issue.newest()))
    )
    return _document(issue, head, about, *entries, "</feed>")


def json11(issue: Issue) -> str:
    """JSON Feed 1.1."""
    items: list[Mapping[str, Any]] = [
        {
            "id": issue.guid(r),
            "url": issue.link(r),
            "title": r.title,
            "summary": r.paragraphs[0],
            "content_html": html(r),
            "date_published": issue.published(r),
            "date_modified": issue.changed(r),
            "authors": [{"name": r.author or issue.outlet.title}],
        }
        for r in issue.reports
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": issue.outlet.title,
        "home_page_url": _home(issue),
        "feed_url": issue.root + issue.outlet.path,
        "description": issue.outlet.description,
        "language": issue.outlet.lang,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


WRITERS: Mapping[str, Callable[[Issue], str]] = {
    "rss091": rss091,
    "rss20": rss20,
    "rss10": rss10,
    "atom03": atom03,
    "atom10": atom10,
    "json11": json11,
}

CONTENT_TYPES: Mapping[str, str] = {
    "rss091": "text/xml",
    "rss20": "application/rss+xml",
    "rss10": "application/rdf+xml",
    "atom03": "application/atom+xml",
    "atom10": "application/atom+xml",
    "json11": "application/feed+json",
}


def _document(issue: Issue, *pieces: str) -> str:
    return "\n".join((f'<?xml version="1.0" encoding="{issue.outlet.encoding}"?>', *pieces, ""))


def _channel(issue: Issue, language: str = "language") -> str:
    return (
        _tag("title", issue.outlet.title)
        + _tag("link", _home(issue))
        + _tag("description", issue.outlet.description)
        + _tag(language, issue.outlet.lang)
    )


def _home(issue: Issue) -> str:
    return f"{issue.root}/{issue.outlet.id}/"


def _tag(name: str, text: str | None) -> str:
    return f"<{name}>{escape(text, quote=False)}</{name}>" if text else ""
