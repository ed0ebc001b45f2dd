"""Bare offices that their sentence gives a country: by the holder's name, by a guest, by a place at home."""

from __future__ import annotations

from aggregator.tag.fold import fold
from aggregator.tag.grammar import Grammar
from aggregator.tag.line import VOIDING
from aggregator.tag.people import is_linked_name
from aggregator.tag.surroundings import Surroundings
from aggregator.tag.units import MarkerUnit, OfficeUnit, Unit

_PARTS = ("subnational", "shadow", "bloc")  # markers of what is no state
_FAR = 90  # characters in which a name and its country stand


def tied_to_name(office: OfficeUnit, around: Surroundings) -> str:
    """ "Foreign Minister Wang Yi of China": the country tied to the holder's name."""
    grammar = around.grammars[office.field]
    if grammar is None or not office.name or not grammar.binds_right or grammar.genitive:
        return ""
    for unit in around.near(office):
        if unit.start - office.end > _FAR:
            return ""
        if unit.start > office.end and unit.field == office.field and unit.sort == "name":
            return unit.code if _links(office, unit, around, grammar) else ""
    return ""


def tied_to_part(office: OfficeUnit, around: Surroundings) -> str:
    """ "Minister Kelly Greene of the provincial government": why the office is no state's, or ""."""
    grammar, unit = around.grammars[office.field], around.behind.get(office)
    if grammar is None or not office.name or not isinstance(unit, MarkerUnit) or unit.what not in _PARTS:
        return ""
    near = unit.field == office.field and unit.start - office.end <= _FAR
    return VOIDING[unit.what] if near and _links(office, unit, around, grammar) else ""


def _links(office: OfficeUnit, unit: Unit, around: Surroundings, grammar: Grammar) -> bool:
    """Whether nothing but the holder's name and "of" stands between."""
    return is_linked_name(around.page.clean[office.end : unit.start].split(), grammar)


def host(office: OfficeUnit, around: Surroundings) -> str:
    """The home, where further on in its sentence a bare office faces a foreign official or a counterpart.

    "Министр финансов Марченко и посол Японии": he faces a guest, whatever the office of that one is.
    """
    if not around.home or not office.person or around.abroad:
        return ""
    native = around.native(office)
    for other in around.together[around.sentence(office)]:
        if other.start < office.end or other.void or around.home in other.codes:
            continue
        if not (other.person or native):
            continue
        if other.counterpart or (other.bound and not _of_one(office, other, around)):
            return around.home
    return ""


def _of_one(office: OfficeUnit, other: OfficeUnit, around: Surroundings) -> bool:
    """Whether two offices that "and" joins may be of one state, which is named at the second only."""
    grammar = around.grammars[office.field]
    if grammar is None or around.home in around.first or (office.name and grammar.owners_behind):
        return False
    words = around.page.folded[office.end : other.start].split()
    return any(word in grammar.joins for word in words)


def at_home(office: OfficeUnit, around: Surroundings) -> str:
    """The home, where the sentence of a bare office names a place in it, no other, and no foreign office."""
    if not around.home or not office.name:
        return ""
    places = {unit.code for unit in around.near(office) if unit.sort == "place"}
    held = around.holders.get(around.sentence(office), set())
    return around.home if places == {around.home} and not held else ""


def in_company(office: OfficeUnit, around: Surroundings) -> str:
    """ "Norwegian Prime Minister Støre and Defence Minister Sandvik": in one breath, of one state."""
    grammar, other = around.grammars[office.field], around.before.get(office)
    if grammar is None or other is None or len(other.codes) != 1 or other.void or other.counterpart:
        return ""
    between = around.page.clean[other.end : office.start]
    words = [word.strip(",.") for word in between.split()]
    if len(between) > 70 or not words or fold(words[-1]) not in grammar.joins or "." in between[-8:]:
        return ""
    if all(word[:1].isupper() or fold(word) in grammar.ranks for word in words[:-1]):
        return other.codes[0]
    return ""


def on_side(office: OfficeUnit, around: Surroundings) -> str:
    """ "On the Saudi side the Minister of Interior …": the country before the word, in one sentence."""
    grammar = around.grammars[office.field]
    if grammar is None or not grammar.sides:
        return ""
    for unit in reversed(around.near(office)):
        if unit.start < office.start:
            following = around.page.folded[unit.end : unit.end + 20].split()
            if following and following[0] in grammar.sides:
                return unit.code
    return ""
