"""Counts → what the pictures beside the news draw: a map, days, ministries, pairs. Each has its table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aggregator.model import COUNTRIES
from aggregator.publish.merged import ministry_label
from aggregator.web import worldmap

MATRIX = 8  # countries a side
BARS = 8  # leading ministries
DAYS = 30
WEEKS = 12
PARTNERS = 6


@dataclass(frozen=True, slots=True)
class Bubble:
    code: str
    name: str
    entries: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Day:
    """A day's bar in a picture 100 high."""

    day: date
    entries: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Office:
    """A ministry's bar; `share` is of the longest, in percent."""

    tag: str
    name: str
    entries: int
    share: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A pair's place in the matrix; `level` from 0 (never together) to 5."""

    codes: tuple[str, str]
    names: tuple[str, str]
    entries: int
    level: int


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    name: str
    cells: tuple[Cell | None, ...]  # None on the diagonal


@dataclass(frozen=True, slots=True)
class Partner:
    """A country named beside another, week by week; `bars` are x, y, height in a picture 20 high."""

    code: str
    name: str
    weeks: tuple[int, ...]
    bars: tuple[tuple[int, float, float], ...]

    @property
    def entries(self) -> int:
        return sum(self.weeks)


@dataclass(frozen=True, slots=True)
class Pictures:
    bubbles: tuple[Bubble, ...]  # the largest first, so that the small ones lie on top
    days: tuple[Day, ...]
    offices: tuple[Office, ...]
    matrix: tuple[Row, ...]
    entries: int


def draw(
    countries: Mapping[str, int],
    days: Mapping[date, int],
    ministries: Mapping[str, int],
    pairs: Mapping[tuple[str, str], int],
    today: date,
) -> Pictures:
    """The pictures of counts; `pairs` has each pair once, its codes in order."""
    return Pictures(
        bubbles=tuple(_bubbles(countries)),
        days=tuple(_days(days, today)),
        offices=tuple(_offices(ministries)),
        matrix=tuple(_matrix(countries, pairs)),
        entries=sum(days.values()),
    )


def first_week(today: date) -> date:
    """The Monday that the weeks begin with."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def partners(counts: Mapping[str, Mapping[date, int]], today: date) -> tuple[Partner, ...]:
    """The countries whose entries a day are given, by weeks."""
    start = first_week(today)
    found = []
    for code, days in counts.items():
        weeks = [0] * WEEKS
        for day, entries in days.items():
            week = (day - start).days // 7
            if 0 <= week < WEEKS:
                weeks[week] += entries
        found.append(Partner(code, COUNTRIES.get(code, code), tuple(weeks), tuple(spark(weeks))))
    return tuple(sorted(found, key=lambda partner: (-partner.entries, partner.code)))


def leading(counts: Mapping[str, int], number: int | None = None) -> list[tuple[str, int]]:
    """By entries, then by code, so that the same counts make the same page."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:number]


def _bubbles(countries: Mapping[str, int]) -> Iterable[Bubble]:
    most = max(countries.values(), default=1)
    for code, entries in leading(countries):
        if code in worldmap.PLACES:
            longitude, latitude = worldmap.PLACES[code]
            radius = round(max(1.6, 9 * math.sqrt(entries / most)), 1)  # the area says the number
            name = COUNTRIES.get(code, code)
            yield Bubble(code, name, entries, worldmap.x(longitude), worldmap.y(latitude), radius)


def _days(days: Mapping[date, int], today: date) -> Iterable[Day]:
    shown = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    most = max((days.get(day, 0) for day in shown), default=0) or 1
    for place, day in enumerate(shown):
        entries = days.get(day, 0)
        height = round(max(2 if entries else 0.5, 100 * entries / most), 1)
        yield Day(day, entries, place * 10, round(100 - height, 1), height)


def _offices(ministries: Mapping[str, int]) -> Iterable[Office]:
    found = leading(ministries, BARS)
    most = found[0][1] if found else 1
    for tag, entries in found:
        country, _, kind = tag.partition("/")
        yield Office(tag, ministry_label(country, kind), entries, round(100 * entries / most, 1))


def _matrix(countries: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> Iterable[Row]:
    met: dict[str, int] = {}
    for (one, other), entries in pairs.items():
        met[one] = met.get(one, 0) + entries
        met[other] = met.get(other, 0) + entries
    codes = [code for code, _ in leading(met, MATRIX)]
    most = max((pairs.get(_pair(one, other), 0) for one in codes for other in codes), default=0) or 1
    for one in codes:
        yield Row(one, COUNTRIES.get(one, one), tuple(_cell(one, other, pairs, most) for other in codes))


def _cell(one: str, other: str, pairs: Mapping[tuple[str, str], int], most: int) -> Cell | None:
    if one == other:
        return None
    entries = pairs.get(_pair(one, other), 0)
    level = math.ceil(5 * math.sqrt(entries / most))
    return Cell((one, other), (COUNTRIES.get(one, one), COUNTRIES.get(other, other)), entries, level)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def spark(values: Sequence[int]) -> list[tuple[int, float, float]]:
    """Bars of a sparkline 20 high, 4 apart: x, y, height. By the root, so that one burst hides no other."""
    most = max(values, default=0) or 1
    bars = []
    for place, value in enumerate(values):
        height = round(2 + 18 * math.sqrt(value / most), 1) if value else 2.0
        bars.append((place * 4, round(20 - height, 1), height))
    return bars
