"""Which country an office belongs to, by grammar: what stands beside it, on either side, alone or in a list.

What grammar leaves open is settled in fallback.py. An office that belongs to no state (a bloc's, a
province's, a former or shadow minister's) is void, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from aggregator.tag.fold import fold
from aggregator.tag.gaps import Gap, Gaps
from aggregator.tag.grammar import Grammar
from aggregator.tag.matcher import ending
from aggregator.tag.territories import DEPENDENT
from aggregator.tag.units import CountryUnit, MarkerUnit, OfficeUnit, Unit

VOIDING = {
    "former": "a former office",
    "shadow": "not an office of a government",
    "bloc": "an office of a bloc",
    "subnational": "an office of a part of a state",
    "proposed": "an office that is only talked of",
    "abolished": "an office that is no more",
    "unborn": "an office that is only talked of",
    "vanished": "an office of a state that is no more",
}


class Binder:
    """Binds the offices of one page; `units` are its countries, offices and markers in order."""

    def __init__(
        self, clean: str, units: list[Unit], gaps: list[Gaps | None], grammars: list[Grammar | None]
    ) -> None:
        self._clean = clean
        self._units = units
        self._gaps = gaps
        self._grammars = grammars

    def bind(self) -> None:
        """Give each office the codes that grammar ties to it, or the reason why it is void."""
        for at, unit in enumerate(self._units):
            if isinstance(unit, OfficeUnit):
                self._bind(at, unit)
        self._inherit()

    def gap(self, left: Unit, right: Unit) -> int:
        """What stands between two units; a wall where they lie in different fields."""
        gaps = self._gaps[left.field]
        if left.field != right.field or gaps is None or right.start < left.end:
            return Gap.WALL
        return gaps.between(self._clean, left.end, right.start, right.hit.joined)

    def _bind(self, at: int, office: OfficeUnit) -> None:
        grammar = self._grammars[office.field]
        if grammar is None:
            return
        if office.inner:
            if grammar.binds_left:
                self._left(at, office)  # "l'ancien ministre russe de la Défense" is void
            if not office.void:
                self._take(office, office.inner, "inside")
            return
        office.void = self._undone_behind(at, office)
        if office.void:
            return
        left = self._left(at, office) if grammar.binds_left else []
        if office.void:
            return
        right: list[Unit] = []
        if grammar.binds_right and (not left or not grammar.left_first):
            right = self._right(at, office, grammar)
        if right:
            self._take(office, right, "right")
        elif left:
            self._take(office, left, "left")
        if office.unsure and not self._is_sure(office, grammar):
            office.void = "no office without its country behind it"
        if (
            office.either
            and len(office.codes) < 2
            and not any(isinstance(unit, MarkerUnit) for unit in right)
        ):
            office.plural = False

    def _is_sure(self, office: OfficeUnit, grammar: Grammar) -> bool:
        """Whether a word that is an office only with its country has one of the right form behind it."""
        word = office.bound[0][0] if office.bound else None
        if not isinstance(word, CountryUnit):
            return False
        surface = fold(self._clean[word.start : word.end])
        return word.sort == "name" or grammar.owner is None or grammar.owner.fullmatch(surface) is not None

    def _undone_behind(self, at: int, office: OfficeUnit) -> str:
        """ "the Ministry of Atomic Energy, which was abolished"; "that a ministry of space be set up"."""
        if office.person or at + 1 == len(self._units):
            return ""
        following = self._units[at + 1]
        if (
            not isinstance(following, MarkerUnit)
            or following.what not in ("abolished", "unborn")
            or following.field != office.field
        ):
            return ""
        between = self._clean[office.end : following.start]
        near = len(between.replace(",", " ").split()) <= 3 and "." not in between
        return VOIDING[following.what] if near else ""

    def _left(self, at: int, office: OfficeUnit) -> list[Unit]:
        """The countries directly before an office, in text order."""
        found: list[Unit] = []
        follower: Unit = office
        for index in range(at - 1, -1, -1):
            unit = self._units[index]
            gap = self.gap(unit, follower)
            if isinstance(unit, MarkerUnit):
                leads = unit.what == "holder" and bool(gap & Gap.BESIDE)
                if leads or (
                    unit.what == "official" and not found and gap & (Gap.BESIDE | Gap.LINK | Gap.INNER)
                ):
                    office.person = office.person or leads
                    follower = unit
                    continue
                if gap & Gap.BESIDE and self._voids(unit, office, bool(found)):
                    office.void = VOIDING[unit.what]
                    return []
                if gap & Gap.BESIDE and unit.what in ("our", "both", "three", "same") and not found:
                    return [unit]
                break
            if not isinstance(unit, CountryUnit) or unit.dateline:
                break
            if (not found and self._ends(unit, "apart")) or self._is_noun(unit):
                break
            joins = gap & Gap.JOIN or (gap & Gap.TOUCH and self._ends(unit, "joining"))
            joined = bool(found) and bool(joins) and (office.plural or office.counterpart)
            joined = joined and not self._taken(index)
            if not (joined or (not found and gap & Gap.BESIDE)):
                break
            if not found and (unit.sort == "place" or unit.code in DEPENDENT):
                office.void = VOIDING["subnational"]
                return []
            if unit.sort in ("place", "firm", "body"):
                break
            found.insert(0, unit)
            follower = unit
        return found

    def _ends(self, unit: CountryUnit, how: Literal["apart", "joining"]) -> bool:
        """Whether a country's ending parts it from what follows ("Ankarada müdafiə naziri"), or joins it."""
        grammar = self._grammars[unit.field]
        pattern = getattr(grammar, how) if grammar is not None else None
        return pattern is not None and pattern.fullmatch(ending(unit.hit, self._clean)) is not None

    def _is_noun(self, unit: CountryUnit) -> bool:
        """Whether a language whose names own what stands before them has a name here, no adjective."""
        grammar = self._grammars[unit.field]
        return grammar is not None and grammar.owners_behind and unit.form[:1].isupper()

    @staticmethod
    def _voids(unit: MarkerUnit, office: OfficeUnit, found: bool) -> bool:
        if unit.what in ("proposed", "abolished"):
            return not office.person
        return unit.what in VOIDING and not (found and unit.what == "bloc")

    def _taken(self, at: int) -> bool:
        """Whether a country stands behind the office it owns: "Vizeaußenminister Südkoreas und der …"."""
        before = self._units[at - 1] if at else None
        return isinstance(before, OfficeUnit) and any(word is self._units[at] for word, _ in before.bound)

    def _right(self, at: int, office: OfficeUnit, grammar: Grammar) -> list[Unit]:
        """The countries directly behind an office, in text order."""
        found: list[Unit] = []
        leader: Unit = office
        for index in range(at + 1, len(self._units)):
            unit = self._units[index]
            gap = self.gap(leader, unit)
            if not found:
                if isinstance(unit, OfficeUnit) and office.owns and gap & Gap.LINK and not office.person:
                    office.void = "a part of another office"
                    return []
                if not (gap & Gap.LINK or (grammar.genitive and gap & (Gap.TOUCH | Gap.BESIDE))):
                    break
                if isinstance(unit, MarkerUnit) and unit.what == "abolished":
                    break
                if isinstance(unit, MarkerUnit):
                    if grammar.trailing and unit.what == "former":
                        office.void = VOIDING[unit.what]
                        return []
                    if unit.what in ("bloc", "subnational", "shadow", "vanished") and not (
                        unit.what == "subnational" and gap & Gap.TOUCH and not grammar.genitive
                    ):
                        office.void = VOIDING[unit.what]
                        return []
                    return [unit] if unit.what in ("our", "both", "three", "same") else []
                if any(
                    isinstance(other, MarkerUnit)
                    and other.start == unit.start
                    and other.what == "subnational"
                    for other in self._units[at + 1 : at + 4]
                ):
                    office.void = VOIDING["subnational"]
                    return []
                if grammar.owners_behind and not self._clean[unit.start].isupper():
                    break  # "Минобороны украинские позиции": an adjective behind is another phrase's
                if (
                    isinstance(unit, CountryUnit)
                    and not office.counterpart
                    and self._is_part(office, unit, gap, grammar)
                ):
                    office.void = VOIDING["subnational"]
                    return []
            elif not (office.plural or office.counterpart) or not gap & Gap.JOIN:
                break
            if not isinstance(unit, CountryUnit) or unit.sort in ("place", "firm", "body"):
                break
            if (
                office.person
                and unit.sort == "capital"
                and gap & Gap.LINK
                and self._is_guest(leader, unit, grammar)
            ):
                break  # the ministry in Cairo is Egypt's, the minister in Cairo a guest
            if (
                found
                and unit.sort == "adjective"
                and isinstance(found[0], CountryUnit)
                and found[0].sort != "adjective"
            ):
                break  # "Минпромторг РФ и индийская корпорация"
            if found and self._owned_behind(index, unit):
                break  # the next office's country: "Minister of Defence of A and B's Foreign Minister"
            if not self._owns(unit, grammar) or (found and unit.code in DEPENDENT):
                break
            if (
                not found
                and not gap & Gap.LINK
                and unit.sort == "adjective"
                and self._owned_behind(index, unit)
            ):
                break
            if self._has_part(index, unit):
                office.void = VOIDING["subnational"]  # "of Pakistan's Punjab province"
                return []
            found.append(unit)
            leader = unit
            if grammar.trailing and self._former_behind(index, unit):
                office.void = VOIDING["former"]
                return []
        return self._listed(found, grammar) if office.either else found

    def _has_part(self, at: int, unit: CountryUnit) -> bool:
        """Whether a place in the country stands directly behind its name."""
        following = self._units[at + 1] if at + 1 < len(self._units) else None
        return (
            isinstance(following, CountryUnit)
            and following.sort == "place"
            and following.code == unit.code
            and unit.sort in ("name", "adjective")
            and "'" in self._clean[unit.end : following.start].replace("’", "'")
            and bool(self.gap(unit, following) & Gap.BESIDE)
        )

    def _is_guest(self, left: Unit, right: CountryUnit, grammar: Grammar) -> bool:
        between = " ".join((fold(self._clean[left.end : right.start]) + right.hit.joined).split())
        return between in grammar.within

    def _former_behind(self, at: int, unit: Unit) -> bool:
        """Whether "former" stands behind a country that stands behind its office."""
        following = self._units[at + 1] if at + 1 < len(self._units) else None
        return (
            isinstance(following, MarkerUnit)
            and following.what == "former"
            and bool(self.gap(unit, following) & Gap.BESIDE)
        )

    def _owns(self, unit: CountryUnit, grammar: Grammar) -> bool:
        """Whether a name behind an office stands in a case that can own it."""
        endings = grammar.owning.get(unit.form.rpartition("~")[2]) if "~" in unit.form else None
        return endings is None or ending(unit.hit, self._clean) in endings

    def _listed(self, found: list[Unit], grammar: Grammar) -> list[Unit]:
        """Of "МИД Турции, Ирана и Ирака" all; of "в МИД Турции, Ирак …" the first: a list ends in "and"."""
        while len(found) > 1:
            between = (self._clean[found[-2].end : found[-1].start].lower() + found[-1].hit.joined).split()
            if any(word in grammar.joins for word in between):
                break
            found.pop()
        return found

    def _is_part(self, office: OfficeUnit, unit: CountryUnit, gap: int, grammar: Grammar) -> bool:
        """Whether the office is a province's or a territory's: "Minister of Health of Crimea"."""
        if unit.code in DEPENDENT:
            return True
        between = self._clean[office.end : unit.start].strip().lower()
        tied = grammar.genitive or bool(gap & Gap.LINK)
        return unit.sort == "place" and tied and between not in ("in", "in the", "from")

    def _owned_behind(self, at: int, unit: CountryUnit) -> bool:
        """Whether an office stands directly behind a country, so that the country is its."""
        if at + 1 == len(self._units):
            return False
        following, grammar = self._units[at + 1], self._grammars[unit.field]
        return (
            isinstance(following, OfficeUnit)
            and grammar is not None
            and grammar.binds_left
            and bool(self.gap(unit, following) & Gap.BESIDE)
        )

    @staticmethod
    def _take(office: OfficeUnit, found: Sequence[Unit], side: str) -> None:
        for unit in found:
            if isinstance(unit, CountryUnit):
                unit.holds = True
                if unit.code not in office.codes:
                    office.codes.append(unit.code)
                    office.bound.append((unit, f"country:{side}"))
            elif isinstance(unit, MarkerUnit):
                office.bound.append((unit, f"{unit.what}:{side}"))

    def _inherit(self) -> None:
        """Offices of one person share a country: "Kuwait's Defence Minister and Interior Minister"."""
        offices = [unit for unit in self._units if isinstance(unit, OfficeUnit)]
        for left, right in pairwise(offices):
            if (
                left.codes
                and not right.codes
                and not right.bound
                and not right.void
                and self._coheld(left, right)
            ):
                word = left.bound[0][0] if left.bound else None
                if word is not None and word.end <= left.end:
                    right.codes, right.bound = list(left.codes), [(word, "country:shared")]
        for right, left in pairwise(reversed(offices)):
            if (
                right.codes
                and not left.codes
                and not left.bound
                and not left.void
                and self._coheld(left, right)
            ):
                word = right.bound[0][0] if right.bound else None
                if word is not None and word.start >= right.start:
                    left.codes, left.bound = list(right.codes), [(word, "country:shared")]
            elif (
                right.void == VOIDING["shadow"]
                and not left.codes
                and not left.void
                and self._coheld(left, right)
            ):
                left.void = right.void

    def _coheld(self, left: OfficeUnit, right: OfficeUnit) -> bool:
        if right.counterpart or left.counterpart:
            return False
        grammar = self._grammars[left.field]
        if grammar is None or not grammar.binds_right:  # "the President the Minister received"
            return bool(self.gap(left, right) & Gap.JOIN)
        if grammar.trailing and left.kinds:  # "received the Minister the ambassador of France"
            return bool(self.gap(left, right) & Gap.JOIN)
        return bool(self.gap(left, right) & (Gap.JOIN | Gap.BESIDE))
