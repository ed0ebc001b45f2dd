"""The tags of a page with their evidence: units and offices become spans of the fields they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aggregator.model import CountryTag, MinistryTag, Span, Tags, TopicTag
from aggregator.tag.fold import Page
from aggregator.tag.forms import SORTS
from aggregator.tag.units import CountryUnit, OfficeUnit, Unit

_MOST = 64  # spans of one tag: enough to trust it, and a book about one country stays small

Mark = tuple[int, int, str]  # where on the page, and the rule; (-1, -1, "home") for the publisher's home


_RULES: dict[str, str] = {sort: f"country:{sort}" for sort in SORTS}


def span_of(page: Page, start: int, end: int, rule: str) -> Span:
    """The span of a place on a page, cut from the field as it was given."""
    name, low, high = page.locate(start, end)
    return Span(name, low, high, page.given[name][low:high], rule)


def tags(
    page: Page,
    units: list[Unit],
    subject: Mapping[str, bool],
    none: Mapping[tuple[str, str], tuple[str, ...]],
    topics: tuple[TopicTag, ...] = (),
) -> Tags:
    """What the units say, and `topics`. `none` has the words of offices that are none of a kind somewhere."""
    countries: dict[str, dict[Mark, None]] = {}
    ministries: dict[tuple[str, str], dict[Mark, None]] = {}
    for unit in units:
        if isinstance(unit, CountryUnit) and (unit.sort != "regime" or unit.holds):
            marks = countries.setdefault(unit.code, {})
            if len(marks) < _MOST:
                marks[unit.start, unit.end, "dateline" if unit.dateline else _RULES[unit.sort]] = None
    brought = set()
    for unit in units:
        if not isinstance(unit, OfficeUnit) or unit.void or not unit.kinds:
            continue
        for code in unit.codes:
            marks = _marks(unit, code)
            words = page.folded[unit.start : unit.end] if none else ""
            for kind in unit.kinds:
                if any(word in words for word in none.get((code, kind), ())):
                    continue  # the name says a kind that the office is not: the US Interior keeps land
                known = ministries.setdefault((code, kind), {})
                if len(known) < _MOST:
                    known.update(marks)
            if code not in countries:
                countries[code] = {mark: None for mark in marks if mark[0] < 0} or dict.fromkeys(
                    list(marks)[:1]
                )
                brought.add(code)  # a ministry that took its country from elsewhere brings it as a subject
    return Tags(
        tuple(
            CountryTag(
                code,
                "subject" if subject.get(code) or code in brought else "mention",
                _spans(page, marks, code),
            )
            for code, marks in sorted(countries.items())
        ),
        tuple(
            MinistryTag(code, kind, _spans(page, marks, code))
            for (code, kind), marks in sorted(ministries.items())
        ),
        topics,
    )


def _marks(office: OfficeUnit, code: str) -> dict[Mark, None]:
    """The office's own place, the word that bound it to the country, and the home if that decided."""
    marks: dict[Mark, None] = {(office.start, office.end, office.rule): None}
    for word, rule in office.bound:
        if word is not None and (not isinstance(word, CountryUnit) or word.code == code):
            marks[word.start, word.end, rule] = None
    if office.rule.endswith("+home"):
        marks[-1, -1, "home"] = None
    return marks


def _spans(page: Page, marks: Iterable[Mark], code: str) -> tuple[Span, ...]:
    spans = [
        Span("home", None, None, code, "home") if start < 0 else span_of(page, start, end, rule)
        for start, end, rule in marks
    ]
    return tuple(spans)
