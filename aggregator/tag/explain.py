"""Why a text has its tags: what was found, what it became, what was considered and lost, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aggregator.model import Span, Tags, Text
from aggregator.tag.evidence import span_of
from aggregator.tag.forms import Complement, Country, Head, Marker, OfficeName, Other, Trap
from aggregator.tag.matcher import Hit
from aggregator.tag.roles import Signs, weigh
from aggregator.tag.tagger import Reading, Tagger
from aggregator.tag.topic import TOPIC
from aggregator.tag.units import OfficeUnit

_WORDS = {
    Country: "a country's word",
    Head: "an office's head",
    Complement: "what an office is for",
    OfficeName: "an office's by-name",
    Other: "a holder of no ministry",
    Marker: "a marker",
    Trap: "a name that means nothing here",
}


@dataclass(frozen=True, slots=True)
class Lost:
    """A span that was considered and gives no tag, and why."""

    span: Span
    was: str
    why: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A country's signs of being a subject, or a topic's of being the matter, each with its weight.

    Their sum decides: above 0 the country is a subject, the topic is given.
    """

    code: str  # of the country, or the topic's name
    total: float
    signs: tuple[tuple[str, int, float], ...]  # sign, times, weight


@dataclass(frozen=True, slots=True)
class Explanation:
    """The tags of a text with all that led to them."""

    tags: Tags
    languages: tuple[tuple[str, str], ...]  # field, language read
    lost: tuple[Lost, ...]
    weighed: tuple[Weighed, ...]  # countries
    judged: tuple[Weighed, ...]  # topics; signs without a weight are left out


def explain(tagger: Tagger, text: Text) -> Explanation:
    """The explanation of a text's tags. Pure, like the tagging itself."""
    swallowed: list[Hit] = []
    reading = tagger.read(text, swallowed)
    weighed = [_weighed(code, signs, tagger.weights) for code, signs in sorted(reading.signs.items())]
    judged = []
    if reading.verdict is not None:
        known = tagger.topics.weights
        signs = {sign: times for sign, times in reading.verdict.signs.items() if sign in known} | {"bias": 1}
        judged.append(replace(_weighed(TOPIC, signs, known), total=round(reading.verdict.total, 2)))
    return Explanation(
        tags=reading.tags,
        languages=tuple(zip(reading.page.fields, reading.languages, strict=True)),
        lost=tuple(_lost(reading, swallowed)),
        weighed=tuple(weighed),
        judged=tuple(judged),
    )


def _weighed(code: str, signs: Signs, weights: dict[str, float]) -> Weighed:
    known = tuple((sign, times, weights.get(sign, 0.0)) for sign, times in sorted(signs.items()))
    return Weighed(code, round(weigh(signs, weights), 2), known)


def _lost(reading: Reading, swallowed: list[Hit]) -> list[Lost]:
    page = reading.page
    found = []
    for hit in [*reading.hits, *swallowed]:
        if hit.lost:
            was = _WORDS[type(hit.forms[0].sense)]
            found.append(Lost(span_of(page, hit.start, hit.end, "lost"), was, hit.lost))
    for unit in reading.units:
        if isinstance(unit, OfficeUnit) and unit.kinds and (unit.void or not unit.codes):
            why = unit.void or "nothing ties it to a country"
            kinds = " and ".join(unit.kinds)
            found.append(Lost(span_of(page, unit.start, unit.end, "lost"), f"an office of {kinds}", why))
    order = {name: at for at, name in enumerate(page.fields)}
    found = list(dict.fromkeys(found))
    return sorted(found, key=lambda lost: (order[lost.span.field], lost.span.start or 0, lost.span.end or 0))
