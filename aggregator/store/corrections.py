"""A person's word over the tagger's: kept in a table of its own, laid over whatever the tagger says."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aggregator.errors import FilterError
from aggregator.filter import nearest
from aggregator.model import (
    COUNTRIES,
    KINDS,
    ROLES,
    TOPICS,
    CountryTag,
    MinistryTag,
    Role,
    Span,
    Tags,
    TopicTag,
)
from aggregator.store.times import to_text

MANUAL = Span("manual", None, None, "", "manual")


@dataclass(frozen=True, slots=True)
class Correction:
    """`tag` is AZ, AZ/defence or topic:defence; `role` a country's, or "" where none was said."""

    tag: str
    add: bool
    role: str = ""


def parse(words: Sequence[str]) -> list[Correction]:
    """`+AZ/defence`, `-TR`, `+AZ:mention`, `+topic:defence`. Raises FilterError, naming the word."""
    return [_parse(word) for word in words]


def _parse(word: str) -> Correction:
    found = re.fullmatch(r"([+-])(?:topic:(?P<topic>[\w-]+)|(\w+)(?:/([\w-]+))?(?::(\w+))?)", word)
    if not found:
        raise FilterError(
            f"{word}: a correction is +AZ, -AZ, +AZ:mention, +AZ/defence or +topic:defence", term=word
        )
    sign, topic, country, kind, role = found.groups()
    if topic is not None:
        return Correction(f"topic:{_known(topic.lower(), TOPICS, word)}", sign == "+")
    code = _known(country.upper(), tuple(COUNTRIES), word)
    if kind is not None:
        if role:
            raise FilterError(f"{word}: a ministry has no role", term=word)
        return Correction(f"{code}/{_known(kind.lower(), tuple(KINDS), word)}", sign == "+")
    return Correction(code, sign == "+", _known(role.lower(), ROLES, word) if role else "")


def _known(value: str, known: Sequence[str], word: str) -> str:
    if value in known:
        return value
    hint = nearest(value, known)
    message = f"{word}: {value} is not known" + (f"; did you mean {hint}?" if hint else "")
    raise FilterError(message, term=word, nearest=hint)


def apply(tags: Tags, corrections: Iterable[Correction]) -> Tags:
    """The tags as the corrections leave them: `+AZ/defence` brings AZ, `-AZ` takes its ministries."""
    countries = {tag.code: tag for tag in tags.countries}
    ministries = {tag.tag: tag for tag in tags.ministries}
    topics = {tag.topic: tag for tag in tags.topics}
    ordered = sorted(corrections, key=lambda correction: (correction.add, correction.tag))
    for correction in ordered:  # what goes, goes first
        country, _, kind = correction.tag.partition("/")
        if correction.tag.startswith("topic:"):
            topic = correction.tag.removeprefix("topic:")
            if correction.add:
                old_topic = topics.get(topic, TopicTag(topic, ()))
                topics[topic] = replace(old_topic, spans=(*old_topic.spans, MANUAL))
            else:
                topics.pop(topic, None)
        elif not correction.add:
            if not kind:
                countries.pop(country, None)
            ministries = {
                tag: kept
                for tag, kept in ministries.items()
                if tag != correction.tag and (kind or kept.country != country)
            }
        elif kind:
            old = ministries.get(correction.tag, MinistryTag(country, kind, ()))
            ministries[correction.tag] = replace(old, spans=(*old.spans, MANUAL))
            countries.setdefault(country, CountryTag(country, "subject", (MANUAL,)))
        else:
            before = countries.get(country, CountryTag(country, "subject", ()))
            role: Role = "mention" if correction.role == "mention" else "subject"
            countries[country] = CountryTag(
                country, role if correction.role else before.role, (*before.spans, *_once(before.spans))
            )
    return Tags(
        tuple(countries[code] for code in sorted(countries)),
        tuple(ministries[tag] for tag in sorted(ministries)),
        tuple(topics[topic] for topic in sorted(topics)),
    )


def _once(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return () if MANUAL in spans else (MANUAL,)


def of_entry(connection: sqlite3.Connection, entry_id: int) -> list[Correction]:
    """The corrections an entry has."""
    rows = connection.execute(
        "SELECT tag, verdict, role FROM correction WHERE entry_id = ? ORDER BY tag", (entry_id,)
    )
    return [Correction(tag, verdict == "+", role) for tag, verdict, role in rows]


def keep(connection: sqlite3.Connection, entry_id: int, found: Iterable[Correction], now: datetime) -> None:
    """Stores corrections; of two on one tag the later one holds, with what it implies."""
    for correction in found:
        country, _, kind = correction.tag.partition("/")
        if correction.add and kind:
            connection.execute(
                "DELETE FROM correction WHERE entry_id = ? AND tag = ? AND verdict = '-'", (entry_id, country)
            )
        elif not correction.add and not kind:
            connection.execute(
                "DELETE FROM correction WHERE entry_id = ? AND tag LIKE ? || '/%'", (entry_id, country)
            )
        connection.execute(
            "INSERT INTO correction (entry_id, tag, verdict, role, made_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (entry_id, tag) DO UPDATE SET verdict = excluded.verdict, role = excluded.role, "
            "made_at = excluded.made_at",
            (entry_id, correction.tag, "+" if correction.add else "-", correction.role, to_text(now)),
        )


def clear(connection: sqlite3.Connection, entry_id: int) -> None:
    connection.execute("DELETE FROM correction WHERE entry_id = ?", (entry_id,))
