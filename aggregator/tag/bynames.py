"""Offices named by what only they are called: the Pentagon, the Foreign Office."""

from __future__ import annotations

from aggregator.tag.datelines import datelined_home
from aggregator.tag.surroundings import Surroundings
from aggregator.tag.units import OfficeUnit


def by_name(office: OfficeUnit, around: Surroundings, of_person: str) -> None:
    """Give a by-name the country that it says itself, unless the entry ties the name elsewhere.

    `of_person` is the country that the holder's name gives, or "".
    """
    strong = [code for code, weak in office.owns if not weak]
    codes = [code for code, _ in office.owns]
    if office.codes:
        one_word = " " not in around.page.clean[office.start : office.end]
        if strong and one_word and not office.generic:
            office.codes, office.bound = strong[:1], []
        elif not strong and not office.generic and not set(codes) & set(office.codes):
            office.void = "another country's by-name"
        return
    if strong and not office.generic:
        office.codes = strong[:1]
        return
    found = of_person or _same_name(office, around)
    if not found and office.generic:
        found = datelined_home(office, around)  # dpa's "Foreign Office"
    if not found and around.home in codes:
        found = around.home
    if not found:
        found = next((code for code in codes if code in around.first), "") or (strong[0] if strong else "")
    if found:
        office.codes = [found]
    elif not office.generic:
        office.void = "a by-name without its country"


def _same_name(office: OfficeUnit, around: Surroundings) -> str:
    """The country to which the entry ties the very same by-name elsewhere."""
    surface = around.page.folded[office.start : office.end]
    for other in around.same_kind(office):
        if other.bound and around.page.folded[other.start : other.end] == surface:
            return other.codes[0]
    return ""
