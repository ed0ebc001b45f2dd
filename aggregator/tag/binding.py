"""Which country an office belongs to, by grammar: what stands beside it, on either side, alone or in a list.

What grammar leaves open is settled in fallback.py. An office that belongs to no state (a bloc's, a
province's, a former or shadow minister's) is void, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from aggregator.tag.before import owners_before
from aggregator.tag.behind import holders_behind, owners_behind
from aggregator.tag.fold import fold
from aggregator.tag.gaps import Gap
from aggregator.tag.grammar import Grammar
from aggregator.tag.line import VOIDING, Line
from aggregator.tag.units import CountryUnit, MarkerUnit, OfficeUnit, Unit

_EVENT = re.compile(r" (?:\d{4}\b|(?:of the )?([A-Z]\w+))")  # "Ministry of Defence 2030", "… Cup"
_YEAR = re.compile(r",? ([\w’']+) \(?(1[5-9]\d\d)\b")
# "minister until 2022", "from 2016 to 2020", "(2017–2022)"
_UNTIL = re.compile(r" ([\w’']+) (?:[A-Z][a-z]+ )?\d{4}\b")
_SPELL = re.compile(r" (?:([\w’']+) \d{4} [\w’']+ \d{4}|\(\d{4}[-–]\d{4})\b")
_PAST = "1990"  # who held an office before that is no news


def bind(line: Line) -> None:
    """Give each office of a line the codes that grammar ties to it, or the reason why it is void."""
    for at, unit in enumerate(line.units):
        if isinstance(unit, OfficeUnit):
            grammar = line.grammar(unit)
            if grammar is not None:
                _bind(line, at, unit, grammar)
    _share(line)


def _bind(line: Line, at: int, office: OfficeUnit, grammar: Grammar) -> None:
    office.void = _undone_behind(line, at, office, grammar)
    if office.void:
        return
    left: list[Unit] = []
    if grammar.binds_left:
        owners = owners_before(line, at, office)
        left, office.void, office.codes = owners.found, owners.void, owners.codes
        office.person = office.person or owners.leads
    if office.void:
        return
    if office.inner:  # l'ancien ministre russe de la Défense: void for what stands before it, else Russia's
        _take(office, office.inner, "inside")
        return
    right: list[Unit] = []
    if grammar.binds_right and (not left or not grammar.left_first):
        owners = owners_behind(line, at, office, grammar)
        right, office.void = owners.found, owners.void
        if office.plural and not left and not grammar.genitive:
            right = holders_behind(line, at, office, right, grammar)
    if office.void:
        return
    _take(office, right or left, "right" if right else "left")
    if office.unsure and not _is_sure(line, office, grammar):
        office.void = "no office without its country behind it"
    if office.either and len(office.codes) < 2 and not any(isinstance(unit, MarkerUnit) for unit in right):
        office.plural = False


def _undone_behind(line: Line, at: int, office: OfficeUnit, grammar: Grammar) -> str:
    """ "the Ministry of Atomic Energy, which was abolished"; "that a ministry of space be set up"."""
    if not office.person and _names_event(line, office, grammar):
        return "the name of an event"
    if office.person and _is_past(line, office, grammar):
        return VOIDING["former"]
    following = line.at(at + 1)
    if office.person or not isinstance(following, MarkerUnit) or following.field != office.field:
        return ""
    if following.what not in ("abolished", "unborn"):
        return ""
    between = line.clean[office.end : following.start]
    near = len(between.replace(",", " ").split()) <= 3 and "." not in between
    return VOIDING[following.what] if near else ""


def _names_event(line: Line, office: OfficeUnit, grammar: Grammar) -> bool:
    """Whether what bears a ministry's name is none: a cup, a conference."""
    found = _EVENT.match(line.clean, office.end)
    return found is not None and (found.group(1) is None or found.group(1).lower() in grammar.events)


def _is_past(line: Line, office: OfficeUnit, grammar: Grammar) -> bool:
    """Whether the years behind an office are over: "the war minister of 1914", "minister until 2022"."""
    year = _YEAR.match(line.clean, office.end)
    if year and year.group(1) in grammar.dating and year.group(2) < _PAST:
        return True
    until = _UNTIL.match(line.clean, office.end)
    if until and until.group(1).replace("’", "'") in grammar.until:
        return True
    spell = _SPELL.match(line.clean, office.end)
    return spell is not None and (spell.group(1) is None or spell.group(1) in grammar.dating)


def _is_sure(line: Line, office: OfficeUnit, grammar: Grammar) -> bool:
    """Whether a word that is an office only with its country has one of the right form behind it."""
    word = office.bound[0][0] if office.bound else None
    if not isinstance(word, CountryUnit):
        return False
    surface = fold(line.clean[word.start : word.end])
    return word.sort == "name" or grammar.owner is None or grammar.owner.fullmatch(surface) is not None


def _take(office: OfficeUnit, found: Sequence[Unit], side: str) -> None:
    for unit in found:
        if isinstance(unit, CountryUnit):
            unit.holds = True
            if unit.code not in office.codes:
                office.codes.append(unit.code)
                office.bound.append((unit, f"country:{side}"))
        elif isinstance(unit, MarkerUnit):
            office.bound.append((unit, f"{unit.what}:{side}"))


def _share(line: Line) -> None:
    """Offices of one person share a country: "Kuwait's Defence Minister and Interior Minister"."""
    offices = [unit for unit in line.units if isinstance(unit, OfficeUnit)]
    for left, right in pairwise(offices):
        if left.bound and left.codes and _is_open(right) and _coheld(line, left, right):
            word = left.bound[0][0]
            if word.end <= left.end:
                right.codes, right.bound = list(left.codes), [(word, "country:shared")]
    for right, left in pairwise(reversed(offices)):
        if not _is_open(left) or not (right.codes or right.void) or not _coheld(line, left, right):
            continue
        if right.void == VOIDING["shadow"]:
            left.void = right.void
        elif right.bound and right.codes:
            word = right.bound[0][0]
            if word.start >= right.start:
                left.codes, left.bound = list(right.codes), [(word, "country:shared")]


def _is_open(office: OfficeUnit) -> bool:
    return not office.codes and not office.bound and not office.void


def _coheld(line: Line, left: OfficeUnit, right: OfficeUnit) -> bool:
    if right.counterpart or left.counterpart:
        return False
    grammar = line.grammar(left)
    if grammar is None or not grammar.binds_right:  # "the President the Minister received"
        return bool(line.gap(left, right) & Gap.JOIN)
    if grammar.trailing and left.kinds:  # "received the Minister the ambassador of France"
        return bool(line.gap(left, right) & Gap.JOIN)
    return bool(line.gap(left, right) & (Gap.JOIN | Gap.BESIDE))
