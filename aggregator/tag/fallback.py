"""The country of an office that grammar left bare, by the order of tagging.md: the person, the same office
elsewhere, our country, the only subject, the publisher's home; and of counterparts, the other side.
"""

from __future__ import annotations

from aggregator.tag.fold import Page
from aggregator.tag.gazetteer import Grammar
from aggregator.tag.offices import CountryUnit, MarkerUnit, OfficeUnit, Unit
from aggregator.tag.people import names_after, names_before, same_person
from aggregator.tag.sentences import sentence_of


class Settler:
    """Settles the bare offices of one page."""

    def __init__(
        self,
        page: Page,
        units: list[Unit],
        sentences: list[int],
        grammars: list[Grammar | None],
        home: str,
        subjects: list[str],
    ) -> None:
        self._page = page
        self._units = units
        self._sentences = sentences
        self._grammars = grammars
        self._home = home
        self._subjects = subjects  # most prominent first
        self._offices = [unit for unit in units if isinstance(unit, OfficeUnit)]

    def settle(self) -> None:
        self._name_holders()
        for at, office in enumerate(self._offices):
            if office.counterpart:
                self._kinds_of_counterpart(at, office)
        for office in self._offices:
            if not office.void and office.kinds:
                self._markers(office)
        for office in self._offices:
            if office.kinds and not office.void and not office.codes and office.own:
                office.codes, office.bound = [office.own], []
        for office in self._offices:
            if office.kinds and not office.void and not office.codes:
                self._settle(office)

    def _name_holders(self) -> None:
        page = self._page
        for office in self._offices:
            grammar = self._grammars[office.field]
            if grammar is None or office.plural:
                continue
            stop = (
                page.starts_in_clean[office.field + 1]
                if office.field + 1 < len(page.fields)
                else len(page.clean)
            )
            at = max(
                [
                    office.end,
                    *(unit.end for unit, _ in office.bound if unit is not None and unit.start >= office.end),
                ]
            )
            office.name = names_after(page.clean, at, stop, grammar) or names_before(
                page.clean, office.start, page.starts_in_clean[office.field], grammar
            )

    def _kinds_of_counterpart(self, at: int, office: OfficeUnit) -> None:
        """A counterpart holds the office last named before; in a headline, the one named next."""
        for earlier in reversed(self._offices[:at]):
            if not earlier.counterpart:
                office.kinds = earlier.kinds
                if earlier.void:
                    office.void = earlier.void
                break
        else:
            for later in self._offices[at + 1 :]:
                if not later.counterpart:
                    office.kinds = later.kinds
                    break
        office.rule = "office:counterpart"

    def _markers(self, office: OfficeUnit) -> None:
        """Markers that grammar tied to an office: both countries, our country."""
        for unit, _ in list(office.bound):
            if isinstance(unit, MarkerUnit):
                if unit.what == "our" and self._home:
                    office.codes = [self._home]
                elif unit.what == "both" and len(self._subjects) >= 2:
                    office.codes = self._subjects[:2]

    def _settle(self, office: OfficeUnit) -> None:
        if office.counterpart:
            self._settle_counterpart(office)
            return
        if office.plural and not office.split:
            self._settle_plural(office)
            return
        for code, rule in self._steps(office):
            if code:
                office.codes, office.rule = [code], f"{office.rule}+{rule}"
                return

    def _steps(self, office: OfficeUnit) -> list[tuple[str, str]]:
        return [
            (self._by_person(office), "person"),
            (self._by_same_office(office), "same-office"),
            (self._by_home_side(office), "home"),
            (self._subjects[0] if len(self._subjects) == 1 else "", "only-subject"),
            (self._home, "home"),
        ]

    def _by_person(self, office: OfficeUnit) -> str:
        if not office.name:
            return ""
        for other in self._offices:
            if (
                other is not office
                and len(other.codes) == 1
                and other.name
                and same_person(office.name, other.name)
            ):
                return other.codes[0]
        return ""

    def _by_same_office(self, office: OfficeUnit) -> str:
        """The one country that holds the same office elsewhere in the entry, if no other person is meant."""
        codes: dict[str, None] = {}
        for other in self._offices:
            if (
                other is office
                or other.void
                or other.counterpart
                or not set(other.kinds) & set(office.kinds)
                or not other.codes
            ):
                continue
            if office.name and other.name and not same_person(office.name, other.name):
                continue
            if office.name and not other.name and other.person:
                continue
            if len(other.codes) == 1:
                codes.update(dict.fromkeys(other.codes))
        if self._home in codes:
            return self._home
        return next(iter(codes)) if len(codes) == 1 else ""

    def _by_home_side(self, office: OfficeUnit) -> str:
        """The home, where the bare office faces a foreign one of its kind or the text says "our country"."""
        if not self._home:
            return ""
        if any(isinstance(unit, MarkerUnit) and unit.what == "our" for unit in self._units):
            return self._home
        for other in self._offices:
            if (
                other is not office
                and other.codes
                and self._home not in other.codes
                and set(other.kinds) & set(office.kinds)
            ):
                return self._home
        return ""

    def _settle_counterpart(self, office: OfficeUnit) -> None:
        holders = {code for other in self._offices if not other.counterpart for code in other.codes}
        others = [code for code in self._subjects if code not in holders]
        if len(others) == 1:
            office.codes, office.rule = others, f"{office.rule}+other-subject"

    def _settle_plural(self, office: OfficeUnit) -> None:
        sentence = sentence_of(self._sentences, office.start)
        near: dict[str, None] = {}
        for unit in self._units:
            if (
                isinstance(unit, CountryUnit)
                and not unit.dateline
                and sentence_of(self._sentences, unit.start) == sentence
                and unit.sort in ("name", "adjective")
            ):
                near[unit.code] = None
        for codes in (list(near), self._subjects):
            if len(codes) == 2:
                office.codes, office.rule = codes, f"{office.rule}+both-sides"
                return
