"""What the tagger sees of an entry, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from aggregator.model.codes import Role


@dataclass(frozen=True, slots=True)
class Text:
    """What the tagger sees of an entry, and of where it stands. `source` is the publisher's name."""

    title: str = ""
    summary: str = ""
    content: str = ""
    lang: str = ""
    home: str = ""
    source: str = ""


class Span(NamedTuple):
    """Where a tag comes from. `field` is title | summary | content, or home | manual (then no offsets)."""

    field: str
    start: int | None
    end: int | None
    surface: str
    rule: str


@dataclass(frozen=True, slots=True)
class CountryTag:
    code: str
    role: Role
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class MinistryTag:
    country: str
    kind: str
    spans: tuple[Span, ...]

    @property
    def tag(self) -> str:
        return f"{self.country}/{self.kind}"


@dataclass(frozen=True, slots=True)
class TopicTag:
    topic: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Tags:
    """All that the tagger says of an entry; each tuple sorted by its code."""

    countries: tuple[CountryTag, ...] = ()
    ministries: tuple[MinistryTag, ...] = ()
    topics: tuple[TopicTag, ...] = ()
