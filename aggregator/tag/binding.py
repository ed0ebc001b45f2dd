"""Which country an office belongs to, by grammar: what stands beside it, on either side, alone or in a list.

What grammar leaves open is settled in fallback.py. An office that belongs to no state (a bloc's, a
province's, a former or shadow minister's) is void, with the reason.
"""

from __future__ import annotations

from aggregator.tag.gaps import Gap, Gaps
from aggregator.tag.gazetteer import Grammar
from aggregator.tag.offices import CountryUnit, MarkerUnit, OfficeUnit, Unit

# Dependent territories of ISO 3166-1: they have codes, but no ministries of a nation.
DEPENDENT = frozenset(
    ["AI", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CK", "CW", "CX", "FK", "FO", "GF", "GG", "GI", "GL", "GP", "GS", "GU", "HK", "HM", "IM", "IO", "JE", "KY", "MF", "MO", "MP", "MQ", "MS", "NC", "NF", "NU", "PF", "PM", "PN", "PR", "RE", "SH", "SJ", "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF", "YT"]
)
_VOIDING = {
    "former": "a former office",
    "shadow": "not an office of a government",
    "bloc": "an office of a bloc",
    "subnational": "an office of a part of a state",
}


class Binder:
    """Binds the offices of one page; `units` are its countries, offices and markers in order."""

    def __init__(
        self,
        clean: str,
        units: list[Unit],
        gaps: list[Gaps | None],
        grammars: list[Grammar | None],
        source_home: str,
    ) -> None:
        self._clean = clean
        self._units = units
        self._gaps = gaps
        self._grammars = grammars
        self._home = source_home

    def bind(self) -> None:
        """Give each office the codes that grammar ties to it, or the reason why it is void."""
        for at, unit in enumerate(self._units):
            if isinstance(unit, OfficeUnit):
                self._bind(at, unit)
        self._inherit()

    def gap(self, left: Unit, right: Unit) -> Gap:
        """What stands between two units; a wall where they lie in different fields."""
        gaps = self._gaps[left.field]
        if left.field != right.field or gaps is None or right.start < left.end:
            return Gap.WALL
        return gaps.between(self._clean, left.end, right.start)

    def _bind(self, at: int, office: OfficeUnit) -> None:
        grammar = self._grammars[office.field]
        if grammar is None:
            return
        if office.inner is not None:
            self._take(office, [office.inner], "inside")
        left = self._left(at, office) if grammar.binds_left else []
        if office.void:
            return
        right: list[Unit] = []
        if grammar.binds_right and not office.codes and (not left or not grammar.left_first):
            right = self._right(at, office, grammar)
            if office.void:
                return
        if right and (not left or not grammar.left_first):
            self._take(office, right, "right")
        elif left:
            self._take(office, left, "left")

    def _left(self, at: int, office: OfficeUnit) -> list[Unit]:
        """The countries directly before an office, in text order."""
        units = self._units
        index, found, follower = at - 1, [], office  # type: int, list[Unit], Unit
        while index >= 0:
            unit = units[index]
            gap = self.gap(unit, follower)
            beside = bool(gap & Gap.BESIDE) and not (found and Gap.TOUCH in gap and Gap.JOIN not in gap)
            joined = bool(gap & Gap.JOIN) and bool(found)
            if isinstance(unit, MarkerUnit):
                if (beside or (joined and unit.what == "bloc" and not found)) and unit.what in _VOIDING:
                    office.void = _VOIDING[unit.what]
                    return []
                if beside and unit.what == "our" and not found:
                    return [unit]
                break
            if not isinstance(unit, CountryUnit) or not (beside or joined) or (found and not joined):
                break
            if found and not (office.plural or office.counterpart):
                break
            if unit.sort in ("firm", "body") and not (unit.sort == "body" and found):
                if unit.sort == "firm":
                    break
            if unit.sort == "place" and not found:
                office.void = _VOIDING["subnational"]
                return []
            if unit.sort == "place":
                break
            if unit.code in DEPENDENT and not found:
                office.void = "an office of a dependent territory"
                return []
            found.insert(0, unit)
            follower = unit
            index -= 1
        if found and index >= 0:
            unit = units[index]
            if (
                isinstance(unit, MarkerUnit)
                and unit.what in ("former", "shadow", "subnational")
                and self.gap(unit, follower) & Gap.BESIDE
            ):
                office.void = _VOIDING[unit.what]
                return []
        return found

    def _right(self, at: int, office: OfficeUnit, grammar: Grammar) -> list[Unit]:
        """The countries directly behind an office, in text order."""
        units = self._units
        found: list[Unit] = []
        leader: Unit = office
        for unit in units[at + 1 :]:
            gap = self.gap(leader, unit)
            if found:
                if (
                    not (office.plural or office.counterpart)
                    or not gap & Gap.JOIN
                    or not isinstance(unit, CountryUnit)
                ):
                    break
            else:
                direct = Gap.TOUCH in gap and grammar.genitive
                if not (gap & Gap.LINK or direct):
                    break
                if isinstance(unit, MarkerUnit):
                    if unit.what in ("bloc", "subnational") or (unit.what == "shadow"):
                        office.void = _VOIDING[unit.what]
                        return []
                    return [unit] if unit.what in ("our", "both") else []
                if isinstance(unit, CountryUnit) and unit.sort == "place" and not office.counterpart:
                    if gap & Gap.LINK and self._between(office, unit) not in ("in", "in the"):
                        office.void = _VOIDING["subnational"]
                    return []
                if isinstance(unit, CountryUnit) and unit.sort in ("firm", "body"):
                    return []
            if not isinstance(unit, CountryUnit):
                break
            if unit.code in DEPENDENT and not found:
                office.void = "an office of a dependent territory"
                return []
            if unit.sort == "place" and found:
                break
            # what belongs to the next office is not this one's: "Minister of Defence, Turkish Foreign Minister"
            if found and self._owned_behind(unit):
                break
            found.append(unit)
            leader = unit
        return found

    def _between(self, left: Unit, right: Unit) -> str:
        return self._clean[left.end : right.start].strip().lower()

    def _owned_behind(self, unit: CountryUnit) -> bool:
        """Whether an office stands directly behind a country, so that the country is its."""
        at = self._units.index(unit)
        if at + 1 < len(self._units):
            following = self._units[at + 1]
            grammar = self._grammars[unit.field]
            return (
                isinstance(following, OfficeUnit)
                and grammar is not None
                and grammar.binds_left
                and bool(self.gap(unit, following) & Gap.BESIDE)
            )
        return False

    def _take(self, office: OfficeUnit, found: list[Unit], side: str) -> None:
        for unit in found:
            if isinstance(unit, CountryUnit):
                unit.holds = True
                if unit.code not in office.codes:
                    office.codes.append(unit.code)
                    office.bound.append((unit, f"country:{side}"))
            elif isinstance(unit, MarkerUnit):
                office.bound.append((unit, f"{unit.what}:{side}"))

    def _inherit(self) -> None:
        """Offices that one person or one list holds share a country: "Kuwait's Defence Minister and Interior Minister"."""
        offices = [unit for unit in self._units if isinstance(unit, OfficeUnit)]
        for left, right in zip(offices, offices[1:], strict=False):
            if (
                not right.codes
                and not right.void
                and left.codes
                and not right.bound
                and self._coheld(left, right)
            ):
                unit = left.bound[0][0]
                if unit is None or unit.end <= left.end:
                    right.codes, right.bound = list(left.codes), [(unit, "country:shared")] if unit else []
        for left, right in zip(reversed(offices[:-1]), reversed(offices[1:]), strict=False):
            if not left.codes and not left.void and right.codes and self._coheld(left, right):
                unit = right.bound[0][0] if right.bound else None
                if unit is None or unit.start >= right.start:
                    left.codes, left.bound = list(right.codes), [(unit, "country:shared")] if unit else []

    def _coheld(self, left: OfficeUnit, right: OfficeUnit) -> bool:
        gap = self.gap(left, right)
        if right.counterpart or left.counterpart:
            return False
        return bool(gap & (Gap.JOIN | Gap.BESIDE))
