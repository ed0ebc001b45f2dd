"""An entry's text with the evidence of its tags marked in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from aggregator.model import COUNTRIES, Entry, Span
from aggregator.publish.merged import ministry_label
from aggregator.web.site import path_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `labels` say which tags it is evidence of, `kind` is how it is marked."""

    text: str
    labels: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A span's row in the table of evidence."""

    label: str
    href: str
    surface: str
    rule: str
    where: str


@dataclass(frozen=True, slots=True)
class _Tagged:
    label: str
    href: str
    kind: str  # office, subject, mention or topic: what is marked more strongly comes first
    span: Span


_STRENGTH = ("office", "subject", "mention", "topic")


def lines(entry: Entry) -> list[Line]:
    """All evidence, tag by tag."""
    return [
        Line(one.label, one.href, one.span.surface, one.span.rule, _where(one.span)) for one in _tagged(entry)
    ]


def marked(entry: Entry, field: str) -> list[Piece]:
    """A field's text in pieces, cut wherever a span begins or ends."""
    text = {"title": entry.title or "", "summary": entry.summary, "content": entry.content}[field]
    spans = [
        (one, max(0, one.span.start), min(len(text), one.span.end))
        for one in _tagged(entry)
        if one.span.field == field and one.span.start is not None and one.span.end is not None
    ]
    cuts = sorted({0, len(text), *(start for _, start, _ in spans), *(end for _, _, end in spans)})
    pieces = []
    for start, end in pairwise(cuts):
        covering = [one for one, first, last in spans if first <= start and end <= last]
        covering.sort(key=lambda one: _STRENGTH.index(one.kind))
        labels = tuple(dict.fromkeys(f"{one.label}, by {one.span.rule}" for one in covering))
        pieces.append(Piece(text[start:end], labels, covering[0].kind if covering else ""))
    return pieces


def paragraphs(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces by lines; empty lines are left out."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        for number, part in enumerate([first, *rest]):
            if number:
                found.append([])
            if part:
                found[-1].append(Piece(part, piece.labels, piece.kind))
    return [line for line in found if "".join(piece.text for piece in line).strip()]


def _tagged(entry: Entry) -> Iterator[_Tagged]:
    for country in entry.tags.countries:
        label = f"{COUNTRIES.get(country.code, country.code)} ({country.role})"
        yield from _each(label, path_of("country", country.code), country.role, country.spans)
    for office in entry.tags.ministries:
        label = ministry_label(office.country, office.kind)
        yield from _each(label, path_of("ministry", office.tag), "office", office.spans)
    for topic in entry.tags.topics:
        yield from _each(topic.topic, f"/?topic={topic.topic}", "topic", topic.spans)


def _each(label: str, href: str, kind: str, spans: Sequence[Span]) -> Iterator[_Tagged]:
    for span in spans:
        yield _Tagged(label, href, kind, span)


def _where(span: Span) -> str:
    if span.field == "home":
        return "the feed's home country"
    if span.field == "manual":
        return "a person's correction"
    return f"{span.field}, {span.start} to {span.end}"
