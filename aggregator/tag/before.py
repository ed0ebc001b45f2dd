"""The owners before an office: "Turkish and Somali defence ministers", "Azerbaijan's Ministry of Defence"."""

from __future__ import annotations

from typing import Literal

from aggregator.tag.gaps import Gap
from aggregator.tag.line import STANDING, VOIDING, Line, Owners
from aggregator.tag.matcher import ending
from aggregator.tag.territories import DEPENDENT
from aggregator.tag.units import CountryUnit, MarkerUnit, OfficeUnit, Unit


def owners_before(line: Line, at: int, office: OfficeUnit) -> Owners:
    """The countries directly before the office at a place in the line, in text order."""
    owners = Owners()
    follower: Unit = office
    for index in range(at - 1, -1, -1):
        unit = line.units[index]
        gap = line.gap(unit, follower)
        if isinstance(unit, MarkerUnit):
            if _leads_over(unit, gap, owners):
                owners.leads = owners.leads or unit.what == "holder"
                follower = unit
                continue
            if gap & Gap.BESIDE and _voids(unit, office.person or owners.leads, owners):
                members = line.members(unit) if office.plural else []
                if len(members) > 1:
                    return Owners([unit], codes=members)
                return Owners(void=VOIDING[unit.what], leads=owners.leads)
            if gap & Gap.BESIDE and unit.what in STANDING and not owners.found:
                owners.found = [unit]
            break
        if not isinstance(unit, CountryUnit) or unit.dateline or _is_noun(line, unit):
            break
        if owners.found:
            joins = gap & Gap.JOIN or (gap & Gap.TOUCH and _ends(line, unit, "joining"))
            if not joins or _is_taken(line, index) or not _shares(office, unit, follower):
                break
        elif not gap & Gap.BESIDE or (_ends(line, unit, "apart") and not _seats(line, unit, office)):
            break
        elif unit.sort == "place" or unit.code in DEPENDENT:
            return Owners(void=VOIDING["subnational"], leads=owners.leads)
        if unit.sort in ("place", "firm", "body"):
            break
        owners.found.insert(0, unit)
        follower = unit
    if office.person and owners.found and _was_once(line, owners.found[0]):
        return Owners(void=VOIDING["former"], leads=owners.leads)
    return owners


def _was_once(line: Line, first: Unit) -> bool:
    """Whether the owner stands behind ", once": "Gareth Evans, once Australia's foreign minister"."""
    grammar = line.grammar(first)
    words = grammar.once if grammar is not None else ()
    return any(line.clean.endswith((f", {word} ", f"({word} "), 0, first.start) for word in words)


def _leads_over(unit: MarkerUnit, gap: int, owners: Owners) -> bool:
    """Whether a marker is a part of the office's name: the spokesman of, the head of."""
    if unit.what == "holder":
        return bool(gap & Gap.BESIDE)
    return unit.what == "official" and not owners.found and bool(gap & (Gap.BESIDE | Gap.LINK | Gap.INNER))


def _voids(unit: MarkerUnit, person: bool, owners: Owners) -> bool:
    if unit.what in ("proposed", "abolished"):
        return not person
    return unit.what in VOIDING and not (owners.found and unit.what == "bloc")


def _ends(line: Line, unit: CountryUnit, how: Literal["apart", "joining"]) -> bool:
    """Whether a country's ending parts it from what follows ("Ankarada müdafiə naziri"), or joins it."""
    grammar = line.grammar(unit)
    pattern = getattr(grammar, how) if grammar is not None else None
    return pattern is not None and pattern.fullmatch(ending(unit.hit, line.clean)) is not None


def _seats(line: Line, unit: CountryUnit, office: OfficeUnit) -> bool:
    """Whether a capital seats a ministry ("Beyrutda Xarici İşlər Nazirliyi"); a minister only visits."""
    if unit.sort != "capital" or office.person or office.plural or office.counterpart:
        return False
    grammar = line.grammar(unit)
    return grammar is None or not ending(unit.hit, line.clean).endswith(grammar.towards_endings)


def _shares(office: OfficeUnit, unit: CountryUnit, follower: Unit) -> bool:
    """Whether an office may have several owners: "Greek and Cypriot defence ministry officials" too."""
    adjectives = (
        unit.sort == "adjective" and isinstance(follower, CountryUnit) and follower.sort == "adjective"
    )
    return office.plural or office.counterpart or (adjectives and not office.person)


def _is_noun(line: Line, unit: CountryUnit) -> bool:
    """Whether a language whose names own what stands before them has a name here, no adjective."""
    grammar = line.grammar(unit)
    return grammar is not None and grammar.owners_behind and unit.form[:1].isupper()


def _is_taken(line: Line, index: int) -> bool:
    """Whether a country stands behind the office it owns: "Vizeaußenminister Südkoreas und der …"."""
    before = line.at(index - 1)
    return isinstance(before, OfficeUnit) and any(word is line.units[index] for word, _ in before.bound)
