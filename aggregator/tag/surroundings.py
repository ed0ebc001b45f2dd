"""What a page has round its offices: the countries of each sentence, the holders' names, who is spoken of."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

from aggregator.tag.fold import Page
from aggregator.tag.grammar import Grammar
from aggregator.tag.people import names_after, names_before
from aggregator.tag.sentences import sentence_of
from aggregator.tag.territories import DEPENDENT
from aggregator.tag.units import CountryUnit, MarkerUnit, OfficeUnit, Unit

_MOST = 48  # offices of one kind or sentence, countries of one, that are compared: a long text stays linear


class Surroundings:
    """Read when first asked for; most pages bind all their offices by grammar and ask for little."""

    def __init__(
        self, page: Page, units: list[Unit], sentences: list[int], grammars: list[Grammar | None], home: str
    ) -> None:
        self.page = page
        self.units = units
        self.grammars = grammars
        self.home = "" if home in DEPENDENT else home  # a territory's bare offices are no nation's
        self.offices = [unit for unit in units if isinstance(unit, OfficeUnit)]
        self.held: dict[str, list[OfficeUnit]] = {}  # the offices of each kind that have their country
        self._sentences = sentences

    @cached_property
    def countries(self) -> list[CountryUnit]:
        return [unit for unit in self.units if isinstance(unit, CountryUnit)]

    @cached_property
    def ours(self) -> bool:
        """Whether the text says "our country"."""
        return any(isinstance(unit, MarkerUnit) and unit.what == "our" for unit in self.units)

    @cached_property
    def first(self) -> dict[str, int]:
        """Where each country is named first."""
        found: dict[str, int] = {}
        for unit in self.countries:
            found.setdefault(unit.code, unit.start)
        return found

    @cached_property
    def dateline(self) -> str:
        """The country in which the text says that it was written, or ""."""
        return next((unit.code for unit in self.countries if unit.dateline), "")

    @property
    def abroad(self) -> bool:
        """Whether the text was written abroad and does not name the home."""
        return bool(self.dateline) and self.home not in self.first

    @cached_property
    def sentences(self) -> dict[int, list[CountryUnit]]:
        """The countries of each sentence."""
        found: dict[int, list[CountryUnit]] = {}
        for unit in self.countries:
            near = found.setdefault(self.sentence(unit), [])
            if len(near) < _MOST:
                near.append(unit)
        return found

    @cached_property
    def before(self) -> dict[OfficeUnit, OfficeUnit]:
        """The office that stands before an office, with no country or marker between."""
        return {
            office: other
            for other, office in pairwise(self.units)
            if isinstance(office, OfficeUnit) and isinstance(other, OfficeUnit)
        }

    @cached_property
    def behind(self) -> dict[OfficeUnit, Unit]:
        """What stands behind an office, with nothing between."""
        return {office: other for office, other in pairwise(self.units) if isinstance(office, OfficeUnit)}

    @cached_property
    def holders(self) -> dict[int, set[str]]:
        """The countries that grammar has given an office of each sentence."""
        found: dict[int, set[str]] = {}
        for office in self.offices:
            if office.bound and office.codes:
                found.setdefault(self.sentence(office), set()).update(office.codes)
        return found

    @cached_property
    def together(self) -> dict[int, list[OfficeUnit]]:
        """The offices of each sentence."""
        found: dict[int, list[OfficeUnit]] = {}
        for office in self.offices:
            near = found.setdefault(self.sentence(office), [])
            if len(near) < _MOST:
                near.append(office)
        return found

    def sentence(self, unit: Unit) -> int:
        return sentence_of(self._sentences, unit.start)

    def near(self, unit: Unit) -> list[CountryUnit]:
        """The countries of the sentence that a unit stands in."""
        return self.sentences.get(self.sentence(unit), [])

    def hold(self, office: OfficeUnit) -> None:
        """Remember an office that has its country, for the others of its kind."""
        if office.codes and not office.void:
            for kind in office.kinds:
                held = self.held.setdefault(kind, [])
                if len(held) < _MOST and office not in held:
                    held.append(office)

    def same_kind(self, office: OfficeUnit) -> list[OfficeUnit]:
        """The other offices of a kind of this one that have their country."""
        found: dict[OfficeUnit, None] = {}
        for kind in office.kinds:
            found.update(dict.fromkeys(self.held.get(kind, ())))
        found.pop(office, None)
        return list(found)

    def native(self, office: OfficeUnit) -> bool:
        """Whether the office stands in the home's own language, where a bare one is mostly its own."""
        grammar = self.grammars[office.field]
        return bool(self.home) and grammar is not None and self.home in grammar.bare_home

    def name_holders(self) -> None:
        """Give each person's office the name that stands behind it, or before it."""
        for at, office in enumerate(self.units):
            if isinstance(office, OfficeUnit) and not office.plural:
                grammar = self.grammars[office.field]
                if grammar is not None:
                    office.name = self._name(at, office, grammar)

    def _name(self, at: int, office: OfficeUnit, grammar: Grammar) -> tuple[str, ...]:
        page, units = self.page, self.units
        start = office.end
        for word, _ in office.bound:
            if word is not None and word.start >= office.end:
                start = max(start, word.end)
        stop = start + 200
        if office.field + 1 < len(page.fields):
            stop = min(stop, page.starts_in_clean[office.field + 1])
        following = at + 1
        while following < len(units) and units[following].start < start:
            following += 1
        if following < len(units):
            stop = min(stop, units[following].start)
        name = names_after(page.clean, start, stop, grammar)
        if name:
            return name
        low = page.starts_in_clean[office.field]
        if at and units[at - 1].field == office.field:
            low = max(low, units[at - 1].end)
        return names_before(page.clean, office.start, low, grammar)
