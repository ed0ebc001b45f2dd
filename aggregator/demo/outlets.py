"""The demo's outlets, read from feeds/*.toml: who they are, how their server behaves, what they report.

Times in the files are relative to the newsroom's start: `ago` is before it, `after` is while it runs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


@dataclass(frozen=True, slots=True)
class Edit:
    """What an outlet changes in a report, so long after the newsroom's start."""

    after: timedelta
    title: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `offset` counts from the newsroom's start; `fixed` is a date of its own instead."""

    slug: str
    title: str | None
    paragraphs: tuple[str, ...]
    offset: timedelta = timedelta()
    fixed: datetime | None = None
    author: str = ""
    edit: Edit | None = None

    def published_at(self, start: datetime) -> datetime:
        return self.fixed or start + self.offset

    def at(self, elapsed: timedelta) -> Report | None:
        """The report as it stands so long after the start; None before it is published."""
        if self.fixed is None and self.offset > elapsed:
            return None
        if self.edit is None or self.edit.after > elapsed:
            return self
        return Report(
            slug=self.slug,
            title=self.edit.title or self.title,
            paragraphs=_paragraphs(self.edit.text) if self.edit.text else self.paragraphs,
            offset=self.offset,
            fixed=self.fixed,
            author=self.author,
        )

    def changed_at(self, start: datetime, elapsed: timedelta) -> datetime:
        """When it last changed, as far as `elapsed` goes."""
        if self.edit is not None and self.edit.after <= elapsed:
            return start + self.edit.after
        return self.published_at(start)


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet: its feed's lines of feeds.toml, its format, and the ways of its server.

    `answer` is feed | moved | gone | broken. `dates` is rfc822 | iso | az | ka | ru, written in the zone
    `utc_offset` hours east; `guid` is link | urn | none. `full` adds the whole text to the first
    paragraph. `body` is what a broken outlet sends.
    """

    id: str
    title: str
    format: str
    lang: str
    home: str
    region: str
    kind: str
    description: str = ""
    answer: str = "feed"
    validators: tuple[str, ...] = ()
    encoding: str = "utf-8"
    dates: str = "rfc822"
    utc_offset: int = 0
    tz: str = ""
    guid: str = "link"
    full: bool = False
    relative_links: bool = False
    keep_only: str = ""
    body: str = ""
    reports: tuple[Report, ...] = ()

    @property
    def path(self) -> str:
        """Where the document lies on the newsroom's server."""
        return f"/{self.id}/feed.{'json' if self.format == 'json11' else 'xml'}"

    @property
    def listed_path(self) -> str:
        """The path that feeds.toml knows: an old one if the feed has moved."""
        return f"/old/{self.id}.xml" if self.answer == "moved" else self.path

    def report_path(self, report: Report) -> str:
        return f"/{self.id}/{report.slug}"


@cache
def outlets() -> tuple[Outlet, ...]:
    """Every outlet of the package, by file name."""
    folder = resources.files("aggregator.demo") / "feeds"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(_outlet(tomllib.loads(f.read_text(encoding="utf-8"))) for f in files)


def duration(text: str) -> timedelta:
    """`2d3h`, `45m`, `20s`."""
    if not re.fullmatch(r"(\d+[dhms])+", text):
        raise ValueError(f"not a duration: {text!r}")
    parts = re.findall(r"(\d+)([dhms])", text)
    return sum((timedelta(**{_UNITS[unit]: int(n)}) for n, unit in parts), timedelta())


def _outlet(data: Mapping[str, Any]) -> Outlet:
    known = {f.name for f in fields(Outlet)} - {"reports"}
    if strange := set(data) - known - {"report"}:
        raise ValueError(f"demo outlet {data.get('id')}: unknown {', '.join(sorted(strange))}")
    given: dict[str, Any] = {key: data[key] for key in known & set(data)}
    given["validators"] = tuple(given.get("validators", ()))
    return Outlet(**given, reports=tuple(_report(r) for r in data.get("report", ())))


def _report(data: Mapping[str, Any]) -> Report:
    edit = data.get("edit")
    return Report(
        slug=data["slug"],
        title=data.get("title"),
        paragraphs=_paragraphs(data["text"]),
        offset=duration(data["after"]) if "after" in data else -duration(data.get("ago", "0s")),
        fixed=data.get("at"),
        author=data.get("author", ""),
        edit=Edit(duration(edit["after"]), edit.get("title"), edit.get("text")) if edit else None,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(p.split()) for p in text.split("\n\n") if p.strip())
