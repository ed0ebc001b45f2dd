"""The owners behind an office: "the defence ministers of Azerbaijan, Turkey and Georgia", "МИД России"."""

from __future__ import annotations

from aggregator.tag.fold import fold
from aggregator.tag.gaps import Gap
from aggregator.tag.grammar import Grammar
from aggregator.tag.line import STANDING, VOIDING, Line, Owners
from aggregator.tag.matcher import ending
from aggregator.tag.people import is_linked_name
from aggregator.tag.territories import DEPENDENT
from aggregator.tag.units import CountryUnit, MarkerUnit, OfficeUnit, Unit

_NO_STATE = ("place", "firm", "body")
_FAR = 90  # characters in which a name and its country stand


def owners_behind(line: Line, at: int, office: OfficeUnit, grammar: Grammar) -> Owners:
    """The countries directly behind the office at a place in the line, in text order."""
    first = line.at(at + 1)
    if first is None:
        return Owners()
    owners = _first(line, at + 1, office, first, grammar)
    if owners is not None:
        return owners
    found: list[Unit] = []
    leader: Unit = office
    for index in range(at + 1, len(line.units)):
        unit = line.units[index]
        gap = line.gap(leader, unit)
        if found and (not (office.plural or office.counterpart) or not gap & Gap.JOIN):
            break
        if not isinstance(unit, CountryUnit) or unit.sort in _NO_STATE:
            break
        if not _owns(line, unit, grammar) and not _is_seat(line, leader, unit, grammar):
            break
        if found and not _continues(line, index, unit, found[0]):
            break
        if _has_part(line, index, unit):
            return Owners(void=VOIDING["subnational"])  # "of Pakistan's Punjab province"
        found.append(unit)
        leader = unit
        if grammar.trailing and _former_behind(line, index, unit):
            return Owners(void=VOIDING["former"])
    return Owners(_listed(line, found, grammar) if office.either else found)


def holders_behind(
    line: Line, at: int, office: OfficeUnit, found: list[Unit], grammar: Grammar
) -> list[Unit]:
    """Owners told with each holder's name: "ministers Maqedonci of Kosovo, Vengu of Albania and Anušić of …".

    `found` are those directly behind the office, after which a name may stand: "of Kosovo, Maqedonci, of".
    """
    owners, end = list(found), found[-1].end if found else office.end
    for index in range(at + 1 + len(found), len(line.units)):
        unit = line.units[index]
        if not isinstance(unit, CountryUnit) or unit.sort != "name" or unit.field != office.field:
            break
        if unit.start - end > _FAR or not _is_holder(line.clean[end : unit.start], grammar):
            break
        owners.append(unit)
        end = unit.end
    return owners if len(owners) > 1 else found


def _is_holder(text: str, grammar: Grammar) -> bool:
    """Whether nothing but a name and "of" stands there, behind a comma or "and"."""
    words = [word for word in text.replace(",", " ").split() if fold(word) not in grammar.joins]
    return is_linked_name(words, grammar)


def _first(line: Line, index: int, office: OfficeUnit, unit: Unit, grammar: Grammar) -> Owners | None:
    """What the unit next to an office decides at once; None where it may be the first of its owners."""
    gap = line.gap(office, unit)
    if isinstance(unit, OfficeUnit):
        part = office.owns and gap & Gap.LINK and not office.person
        return Owners(void="a part of another office") if part else Owners()
    if not (gap & Gap.LINK or (grammar.genitive and gap & (Gap.TOUCH | Gap.BESIDE))):
        return Owners()
    if isinstance(unit, MarkerUnit):
        return _marked(unit, gap, grammar)
    if any(
        isinstance(other, MarkerUnit) and other.start == unit.start and other.what == "subnational"
        for other in line.units[index : index + 3]
    ):
        return Owners(void=VOIDING["subnational"])
    if grammar.owners_behind and not line.clean[unit.start].isupper():
        return Owners()  # "Минобороны украинские позиции": an adjective behind is another phrase's
    if not isinstance(unit, CountryUnit):
        return Owners()
    if not office.counterpart and _is_part(line, office, unit, gap, grammar):
        return Owners(void=VOIDING["subnational"])
    if office.person and unit.sort == "capital" and gap & Gap.LINK and _is_guest(line, office, unit, grammar):
        return Owners()  # the ministry in Cairo is Egypt's, the minister in Cairo a guest
    if not gap & Gap.LINK and unit.sort == "adjective" and line.owned_behind(index, unit):
        return Owners()
    return None


def _marked(unit: MarkerUnit, gap: int, grammar: Grammar) -> Owners:
    if unit.what == "former" and grammar.trailing:
        return Owners(void=VOIDING["former"])
    touching = unit.what == "subnational" and gap & Gap.TOUCH and not grammar.genitive
    if unit.what in ("bloc", "subnational", "shadow", "vanished") and not touching:
        return Owners(void=VOIDING[unit.what])
    return Owners([unit] if unit.what in STANDING else [])


def _continues(line: Line, index: int, unit: CountryUnit, first: Unit) -> bool:
    """Whether a country goes on with the list of owners that another began."""
    if unit.sort == "adjective" and isinstance(first, CountryUnit) and first.sort != "adjective":
        return False  # "Минпромторг РФ и индийская корпорация"
    if unit.code in DEPENDENT:
        return False
    return not line.owned_behind(index, unit)  # "Minister of Defence of A and B's Foreign Minister"


def _owns(line: Line, unit: CountryUnit, grammar: Grammar) -> bool:
    """Whether a name behind an office stands in a case that can own it."""
    endings = grammar.owning.get(unit.form.rpartition("~")[2]) if "~" in unit.form else None
    return endings is None or ending(unit.hit, line.clean) in endings


def _has_part(line: Line, index: int, unit: CountryUnit) -> bool:
    """Whether a place in the country stands directly behind its name."""
    following = line.at(index + 1)
    if isinstance(following, MarkerUnit) and unit.sort == "adjective":  # "of the Indian state of Karnataka"
        return following.what == "subnational" and bool(line.gap(unit, following) & Gap.TOUCH)
    return (
        isinstance(following, CountryUnit)
        and following.sort == "place"
        and following.code == unit.code
        and unit.sort in ("name", "adjective")
        and any(sign in line.clean[unit.end : following.start] for sign in "'’")
        and bool(line.gap(unit, following) & Gap.BESIDE)
    )


def _is_part(line: Line, office: OfficeUnit, unit: CountryUnit, gap: int, grammar: Grammar) -> bool:
    """Whether the office is a province's or a territory's: "Minister of Health of Crimea"."""
    if unit.code in DEPENDENT:
        return True
    between = line.clean[office.end : unit.start].strip().lower()
    tied = grammar.genitive or bool(gap & Gap.LINK)
    return unit.sort == "place" and tied and between not in ("in", "in the", "from")


def _is_guest(line: Line, left: Unit, right: CountryUnit, grammar: Grammar) -> bool:
    between = " ".join((fold(line.clean[left.end : right.start]) + right.hit.joined).split())
    return between in grammar.within


def _is_seat(line: Line, left: Unit, right: CountryUnit, grammar: Grammar) -> bool:
    """Whether a capital says where a ministry sits: "МВД в Варшаве"."""
    return right.sort == "capital" and _is_guest(line, left, right, grammar)


def _former_behind(line: Line, index: int, unit: Unit) -> bool:
    """Whether "former" stands behind a country that stands behind its office."""
    following = line.at(index + 1)
    return (
        isinstance(following, MarkerUnit)
        and following.what == "former"
        and bool(line.gap(unit, following) & Gap.BESIDE)
    )


def _listed(line: Line, found: list[Unit], grammar: Grammar) -> list[Unit]:
    """Of "МИД Турции, Ирана и Ирака" all; of "в МИД Турции, Ирак …" the first: a list ends in "and"."""
    while len(found) > 1:
        between = (line.clean[found[-2].end : found[-1].start].lower() + found[-1].hit.joined).split()
        if any(word in grammar.joins for word in between):
            break
        found.pop()
    return found
