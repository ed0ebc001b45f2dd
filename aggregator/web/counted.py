"""What the pictures beside a page count: the last days of what its filter finds."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

from aggregator.errors import Slow
from aggregator.filter import TEXT, Filter, Term
from aggregator.store import Reader
from aggregator.web import pictures

SAMPLE = 500  # entries counted where counting all would take too long
SECONDS = 0.5  # that counting all may take, of the second that a page has


@dataclass(frozen=True, slots=True)
class Counted:
    """The pictures, and a note where they are not of everything."""

    drawn: pictures.Pictures
    partners: tuple[pictures.Partner, ...] = ()
    note: str = ""


def count(reader: Reader, asked: Filter, own: str, today: date) -> Counted:
    """Counts for a page; `own` is the country that it is about, which is not its own partner."""
    if not any(term.key == TEXT for term in asked.terms):
        with contextlib.suppress(Slow), reader.within(SECONDS):
            return _of_all(reader, asked, own, today)
    try:
        return _of_the_newest(reader, asked, own, today)
    except Slow:
        nothing = pictures.draw({}, {}, {}, {}, today)
        return Counted(nothing, note="To count what matches would take too long.")


def _of_all(reader: Reader, asked: Filter, own: str, today: date) -> Counted:
    since = _midnight(today - timedelta(days=pictures.DAYS - 1))
    wanted = asked if asked.terms else None  # without a filter they are sums, made already
    countries = dict(reader.leading("country", since, 250, wanted))
    countries.pop(own, None)
    drawn = pictures.draw(
        countries,
        _days(reader.by_day(since, wanted)),
        dict(reader.leading("ministry", since, 50, wanted)),
        {(one, other): entries for one, other, entries in reader.pairs(since, 500, wanted)},
        today,
    )
    return Counted(drawn, _partners(reader, asked, own, today) if own else ())


def _of_the_newest(reader: Reader, asked: Filter, own: str, today: date) -> Counted:
    """The same over the newest entries alone: to look up every entry that has a common word takes seconds."""
    first = today - timedelta(days=pictures.DAYS - 1)
    countries: Counter[str] = Counter()
    ministries: Counter[str] = Counter()
    days: Counter[date] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for entry in reader.page(asked, SAMPLE):
        day = entry.placed_at.astimezone(UTC).date()
        if day < first:
            break  # they come newest first
        codes = [tag.code for tag in entry.tags.countries]
        days[day] += 1
        countries.update(code for code in codes if code != own)
        ministries.update(tag.tag for tag in entry.tags.ministries)
        pairs.update(combinations(sorted(codes), 2))
    note = f"Counted over the newest {SAMPLE} entries that match." if sum(days.values()) == SAMPLE else ""
    return Counted(pictures.draw(countries, days, ministries, pairs, today), note=note)


def _partners(reader: Reader, asked: Filter, own: str, today: date) -> tuple[pictures.Partner, ...]:
    since = _midnight(pictures.first_week(today))
    found = reader.leading("country", since, pictures.PARTNERS + 1, asked)
    counts = {}
    for code in [code for code, _ in found if code != own][: pictures.PARTNERS]:
        both = Filter((*asked.terms, Term("country", (code,))))
        counts[code] = _days(reader.by_day(since, both))
    return pictures.partners(counts, today)


def _days(found: Sequence[tuple[str, int]]) -> dict[date, int]:
    return {date.fromisoformat(day): entries for day, entries in found}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
