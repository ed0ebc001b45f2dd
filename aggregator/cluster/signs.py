"""The signs by which two accounts are told to be one story or two, each 0 to 1 and each with its reason."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from aggregator.cluster.rarity import number_rarity
from aggregator.cluster.sketch import LEAD, TITLE, Name, Sketch, sketch
from aggregator.model import Account

# What parts an account from those that do not tell of it, by rules 4 to 8 of what a story is.
PARTING = frozenset(
    """ahead arrival call opening course closing reaction denial condolence aftermath delivery approval
    appointment trial sums ceremony exchange deployment test visit publication sanction aid choice service
    """.split()
)
# Several words for one sort of happening: a drone falls, strikes or intrudes.
FAMILIES = {
    **dict.fromkeys(("strike", "blast", "crash", "downing", "intrusion"), "incident"),
    **dict.fromkeys(("meeting", "visit"), "meeting"),
    **dict.fromkeys(("signing", "choice"), "signing"),
}
OFFICES = frozenset(
    "president premier defence_minister foreign_minister staff_chief ambassador parliament".split()
)
HEADS_OF_STATE = frozenset({"president", "premier"})
TALKS = frozenset({"meeting", "visit", "call"})
DAY = 24 * 3600.0


class Sign(NamedTuple):
    """A sign's name (which weights.toml weighs), how strong it is, and what it says in plain words."""

    name: str
    value: float
    words: str


def sketch_of(account: Account) -> Sketch:
    """The sketch of an account."""
    return sketch(account.title, account.text, account.lang)


def signs(one: Account, other: Account) -> list[Sign]:
    """All signs of a pair that are not nil."""
    ours, theirs = sketch_of(one), sketch_of(other)
    found: list[Sign] = []
    found += _words(ours, theirs)
    found += _names(ours, theirs)
    found += _figures(ours, theirs)
    found += _happenings(ours, theirs)
    found += _things(ours, theirs)
    found += _parties(one, other)
    found += _times(one, other, ours, theirs)
    return [sign for sign in found if sign.value]


def _words(ours: Sketch, theirs: Sketch) -> Iterable[Sign]:
    if ours.lang != theirs.lang:
        yield Sign("languages", 1.0, f"written in {ours.lang} and {theirs.lang}")
        return
    small, large = sorted((ours.stems, theirs.stems), key=len)
    shared = sum(weight * large[stem] for stem, weight in small.items() if stem in large)
    yield Sign("words", shared / (ours.norm * theirs.norm), "words shared")
    least = min(sum(ours.title.values()), sum(theirs.title.values()))
    common = [stem for stem in ours.title if stem in theirs.title]  # in order: a set's is chance
    if common and least:
        both = sum(ours.title[stem] for stem in common)
        yield Sign("headline words", min(1.0, both / least), "headline words shared")
    crossed = 0.0
    for title, stems in ((ours.title, theirs.stems), (theirs.title, ours.stems)):
        total = sum(title.values())
        crossed += sum(rare for stem, rare in title.items() if stem in stems) / total if total else 0.5
    yield Sign("headline told", crossed / 2, "each tells the other's headline")


def _pairs(ours: Sketch, theirs: Sketch) -> dict[str, str]:
    """Which skeleton of ours is which of theirs."""
    return {bones: other for bones in ours.names if (other := theirs.holds(bones)) is not None}


def _weight(names: Iterable[Name]) -> float:
    return sum(name.weight for name in names)


def _names(ours: Sketch, theirs: Sketch) -> Iterable[Sign]:
    pairs = _pairs(ours, theirs)
    shared = {
        name.surface: min(name.weight, theirs.names[other].weight)
        for bones, other in pairs.items()
        if (name := ours.names[bones])
    }
    weight = sum(shared.values())
    told = ", ".join(sorted(shared, key=lambda surface: -shared[surface])[:4])
    yield Sign("names", min(1.0, weight / 3), f"names shared: {told}")
    totals = [_weight(each.names.values()) for each in (ours, theirs) if each.sure]
    if totals and min(totals) > 0:
        yield Sign(
            "names of the fewer",
            min(1.0, weight / max(2.5, min(totals))),
            f"names that both have: {told}",
        )
    for part, place in (("headline", TITLE), ("lead", LEAD)):
        yield from _lacking(part, place, ours, theirs, pairs)


def _lacking(part: str, place: int, ours: Sketch, theirs: Sketch, pairs: Mapping[str, str]) -> Iterable[Sign]:
    """The names of one's headline or beginning that the other account lacks, and those that it has."""
    lacking: list[tuple[float, str]] = []
    covers: list[float] = []
    leading: list[str] = []
    for each, facing, found in ((ours, theirs, pairs.keys()), (theirs, ours, set(pairs.values()))):
        named = [(bones, name) for bones, name in each.names.items() if name.place <= place]
        total = _weight(name for _, name in named)
        if not each.sure or total < 0.2:
            continue
        missing = [
            (name.weight, name.surface)
            for bones, name in named
            if bones not in found and facing.holds(bones) is None
        ]
        covers.append(1 - sum(weight for weight, _ in missing) / total)
        lacking += missing
        first = next((name for _, name in named if name.weight > 0.15), None)
        if first is not None and (first.weight, first.surface) in missing:
            leading.append(first.surface)
    if not covers:
        return
    absent = ", ".join(surface for _, surface in sorted(lacking, reverse=True)[:3])
    yield Sign(f"{part} names lacking", 1 - min(covers), f"{part} names that the other lacks: {absent}")
    yield Sign(f"{part} names", max(covers), f"{part} names found in the other")
    if part == "headline" and leading:
        told = " and ".join(leading)
        yield Sign(
            "leading name lacking", len(leading) / 2, f"the headline's first name is not in the other: {told}"
        )


def _figures(ours: Sketch, theirs: Sketch) -> Iterable[Sign]:
    both = [number for number in ours.numbers if number in theirs.numbers]  # in order: a set's is chance
    told = ", ".join(sorted(both, key=lambda number: -number_rarity(number))[:4])
    yield Sign("numbers", min(1.0, sum(map(number_rarity, both)) / 2), f"numbers shared: {told}")
    heavy = [[number for number in each.numbers if number_rarity(number) > 0.3] for each in (ours, theirs)]
    if all(heavy) and not both:
        yield Sign("other numbers", 1.0, "no number in both, though both have some")
    if ours.designations and theirs.designations:
        same = ours.designations.keys() & theirs.designations.keys()
        told = ", ".join(sorted(ours.designations[each] for each in same)[:4])
        yield Sign("designations", min(1.0, len(same) / 2), f"designations shared: {told}")
        yield Sign("other designations", float(not same), "designations, but no one in both")


def _happenings(ours: Sketch, theirs: Sketch) -> Iterable[Sign]:
    """What kind of happening each tells of: in both, or in one alone."""
    heads = [_within(each.happenings, TITLE) for each in (ours, theirs)]
    leads = [_within(each.happenings, LEAD) for each in (ours, theirs)]
    both = (heads[0] & leads[1]) | (heads[1] & leads[0])
    yield Sign("happening", min(1.0, len(both) / 2), f"both tell of: {_list(both)}")
    sorts = [{FAMILIES.get(name, name) for name in each} for each in (*heads, *leads)]
    if heads[0] and heads[1] and not (sorts[0] & sorts[3] or sorts[1] & sorts[2]):
        yield Sign("other happening", 1.0, f"{_list(heads[0])} here, {_list(heads[1])} there")
    said = [leads[1] | (theirs.happenings.keys() - PARTING), leads[0] | (ours.happenings.keys() - PARTING)]
    alone = (heads[0] - said[0]) | (heads[1] - said[1])
    for name in sorted(alone - {"declaration"}):
        yield Sign(f"only {name}", 1.0, f"{name} in one headline, not in the other account")
    parted = PARTING & alone
    yield Sign("parted", min(1.0, len(parted) / 2), f"one alone has for its news: {_list(parted)}")
    begun = (PARTING - {"visit"}) & (
        (leads[0] - theirs.happenings.keys()) | (leads[1] - ours.happenings.keys())
    ) - parted
    yield Sign("parted below", min(1.0, len(begun) / 3), f"one alone begins with: {_list(begun)}")


def _things(ours: Sketch, theirs: Sketch) -> Iterable[Sign]:
    """What each is about, the offices that meet among it."""
    told = ", ".join(sorted(each.replace("_", " ") for each in ours.things.keys() & theirs.things.keys())[:6])
    yield Sign("things", _cosine(ours.things, theirs.things), f"both about: {told}")
    heads = [_within(each.things, TITLE) for each in (ours, theirs)]
    leads = [_within(each.things, LEAD) for each in (ours, theirs)]
    offices = [each & OFFICES for each in leads]
    lacking = (offices[0] - theirs.things.keys()) | (offices[1] - ours.things.keys())
    if all(offices):
        told = _list(name.replace("_", " ") for name in lacking)
        yield Sign("office lacking", min(1.0, len(lacking) / 2), f"one alone has: {told}")
    higher = ((heads[0] - leads[1]) | (heads[1] - leads[0])) & HEADS_OF_STATE
    if higher and all(_within(each.happenings, LEAD) & TALKS for each in (ours, theirs)):
        yield Sign("only above", 1.0, f"one alone is of talks with: {_list(higher)}")
    if all(heads):
        common = (heads[0] & leads[1]) | (heads[1] & leads[0])
        share = len(common) / len(heads[0] | heads[1])
        told = _list(name.replace("_", " ") for name in common)
        yield Sign("headline things", share, f"headlines about: {told}")


def _within(found: Mapping[str, int], place: int) -> set[str]:
    """What stands in an account as far as there: in its headline, in that or its first sentence."""
    return {name for name, at in found.items() if at <= place}


def _list(names: Iterable[str]) -> str:
    return " and ".join(sorted(names))


def _cosine(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    def weight(place: int) -> float:
        return 1.5 if place == TITLE else 1.0 if place == LEAD else 0.6

    shared = sum(weight(place) * weight(other[name]) for name, place in one.items() if name in other)
    norms = [math.sqrt(sum(weight(place) ** 2 for place in each.values())) for each in (one, other)]
    return shared / (norms[0] * norms[1]) if shared else 0.0


def _parties(one: Account, other: Account) -> Iterable[Sign]:
    subjects = [{tag.code for tag in each.countries if tag.role == "subject"} for each in (one, other)]
    every = [{tag.code for tag in each.countries} for each in (one, other)]
    both = subjects[0] & subjects[1]
    if both:
        share = len(both) / len(subjects[0] | subjects[1])
        yield Sign("countries", share, f"the same countries: {', '.join(sorted(both))}")
    if all(every) and not every[0] & every[1]:
        yield Sign(
            "other countries", 1.0, f"other countries: {_list(every[0])} here, {_list(every[1])} there"
        )
    offices = [{tag.tag for tag in each.ministries} for each in (one, other)]
    if all(offices):
        held = offices[0] & offices[1]
        share = len(held) / len(offices[0] | offices[1])
        yield Sign("ministries", share, f"the same ministries: {', '.join(sorted(held))}")
        yield Sign("other ministries", float(not held), "ministries, but no one in both")


def _times(one: Account, other: Account, ours: Sketch, theirs: Sketch) -> Iterable[Sign]:
    gap = abs((one.at - other.at).total_seconds())
    told = f"{gap / 3600:.0f} hours apart" if gap < 2 * DAY else f"{gap / DAY:.0f} days apart"
    yield Sign("hours", min(1.0, gap / DAY), told)
    if gap > DAY:
        yield Sign("days", min(1.0, (gap - DAY) / (3 * DAY)), told)
    days = [days_of(each, account) for each, account in ((ours, one), (theirs, other))]
    if all(days):
        both = days[0] & days[1]
        if both:
            told = f"both name {min(both).strftime('%d %B').lstrip('0')}"
            yield Sign("same day", 1.0, told)
        else:
            near = min(abs((here - there).days) for here in days[0] for there in days[1])
            yield Sign("other day", min(1.0, (1 + near) / 3), "they name different days")


def days_of(found: Sketch, account: Account) -> frozenset[date]:
    """The days that an account names; a weekday is the last one that had begun somewhere at its time."""
    named: set[date] = set()
    today = account.at.date()
    for month, day in found.days:
        if month == 0:
            with suppress(OverflowError):  # at the ends of time
                named.add(today - timedelta((today.weekday() - day + 1) % 7 - 1))
            continue
        for year in (today.year, today.year - 1, today.year + 1):
            try:
                at = date(year, month, day)
            except ValueError:
                continue
            if abs((at - today).days) < 180:
                named.add(at)
                break
    return frozenset(named)
