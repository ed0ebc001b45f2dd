"""A page's units in their line, and what stands between them: what binding looks along."""

from __future__ import annotations

from dataclasses import dataclass, field

from aggregator.tag.fold import Page
from aggregator.tag.gaps import Gap, Gaps
from aggregator.tag.grammar import Grammar
from aggregator.tag.units import CountryUnit, OfficeUnit, Unit

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
# Markers that stand for countries beside an office: our country, both countries, the same country.
STANDING = ("our", "both", "three", "same")


@dataclass(slots=True)
class Owners:
    """Who an office belongs to by what stands on one side of it; `void` says why it belongs to no state."""

    found: list[Unit] = field(default_factory=list)
    void: str = ""
    codes: list[str] = field(default_factory=list)  # of a word for several countries together
    leads: bool = False  # a word before it makes a body a person's office: глава МИД


class Line:
    """The units of one page in order. `gaps` and `grammars` are those of each field."""

    def __init__(
        self, page: Page, units: list[Unit], gaps: list[Gaps | None], grammars: list[Grammar | None]
    ) -> None:
        self.clean = page.clean
        self.folded = page.folded
        self.units = units
        self._gaps = gaps
        self._grammars = grammars

    def grammar(self, unit: Unit) -> Grammar | None:
        return self._grammars[unit.field]

    def at(self, index: int) -> Unit | None:
        """The unit at a place in the line, None beyond its ends."""
        return self.units[index] if 0 <= index < len(self.units) else None

    def gap(self, left: Unit, right: Unit) -> int:
        """What stands between two units; a wall where they lie in different fields."""
        gaps = self._gaps[left.field]
        if left.field != right.field or gaps is None or right.start < left.end:
            return Gap.WALL
        return gaps.between(self.clean, left.end, right.start, right.hit.joined)

    def members(self, unit: Unit) -> list[str]:
        """The countries that a word for a group means, as far as the text names them."""
        grammar = self.grammar(unit)
        codes = grammar.groups.get(self.folded[unit.start : unit.end], ()) if grammar is not None else ()
        named = {other.code for other in self.units if isinstance(other, CountryUnit)} if codes else set()
        return [code for code in codes if code in named]

    def owned_behind(self, index: int, unit: CountryUnit) -> bool:
        """Whether an office stands directly behind a country, so that the country is its."""
        following, grammar = self.at(index + 1), self.grammar(unit)
        return (
            isinstance(following, OfficeUnit)
            and grammar is not None
            and grammar.binds_left
            and bool(self.gap(unit, following) & Gap.BESIDE)
        )
