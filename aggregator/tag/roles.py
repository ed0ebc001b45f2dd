"""Subject or mention: who acts or is acted on, and who is only the place, the list or the background."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from aggregator.tag.fold import Page
from aggregator.tag.gaps import Gap
from aggregator.tag.gazetteer import Grammar
from aggregator.tag.offices import CountryUnit, MarkerUnit, OfficeUnit, Unit
from aggregator.tag.sentences import sentence_of

_LONG_LIST = 4  # from so many countries on, a list singles nobody out


@dataclass(slots=True)
class Signs:
    """What the mentions of one country say of its part."""

    title: int = 0
    lead: int = 0  # in the first sentence, outside venues and datelines
    later: int = 0
    venue: int = 0
    dateline: int = 0
    listed: int = 0
    holds: int = 0  # ministries that act
    opens: int = 0  # stands at the head of a sentence
    of_lead_venue: int = 0
    rules: list[str] = field(default_factory=list)


class Judge:
    """Gathers the signs of each country on a page and gives the roles."""

    def __init__(
        self, page: Page, units: list[Unit], sentences: list[int], grammars: list[Grammar | None]
    ) -> None:
        self._page = page
        self._units = units
        self._sentences = sentences
        self._grammars = grammars

    def signs(self) -> dict[str, Signs]:
        found: dict[str, Signs] = {}
        countries = [unit for unit in self._units if isinstance(unit, CountryUnit)]
        lists = self._lists(countries)
        lead = self._lead_sentence()
        for unit in countries:
            signs = found.setdefault(unit.code, Signs())
            in_title = self._page.fields[unit.field] == "title"
            in_lead = sentence_of(self._sentences, unit.start) == lead
            if unit.dateline:
                signs.dateline += 1
            elif id(unit) in lists and not in_title:
                signs.listed += 1
            elif self._is_venue(unit):
                signs.venue += 1
                if in_title or in_lead:
                    signs.of_lead_venue += 1
            elif in_title:
                signs.title += 1
            elif in_lead:
                signs.lead += 1
            else:
                signs.later += 1
                if self._opens_sentence(unit):
                    signs.opens += 1
        for office in self._units:
            if isinstance(office, OfficeUnit) and office.codes and not office.void:
                acts = len(office.codes) < _LONG_LIST and (not office.plural or self._in_front(office, lead))
                for code in office.codes:
                    signs = found.setdefault(code, Signs())
                    if acts:
                        signs.holds += 1
        return found

    def _in_front(self, unit: Unit, lead: int) -> bool:
        return self._page.fields[unit.field] == "title" or sentence_of(self._sentences, unit.start) == lead

    def _lead_sentence(self) -> int:
        """The first sentence after the title, passing over a dateline."""
        page = self._page
        for index, name in enumerate(page.fields):
            if name != "title":
                at = sentence_of(self._sentences, page.starts_in_clean[index])
                following = self._sentences[at + 1] if at + 1 < len(self._sentences) else len(page.clean)
                while following - self._sentences[at] < 40 and at + 1 < len(self._sentences) - 1:
                    at += 1
                    following = self._sentences[at + 1]
                return at
        return 0

    def _is_venue(self, unit: CountryUnit) -> bool:
        grammar = self._grammars[unit.field]
        if grammar is None or unit.sort in ("adjective", "firm", "body") or unit.holds:
            return False
        before = self._page.folded[max(0, unit.start - 30) : unit.start].rstrip()
        return any(phrase and before.endswith(" " + phrase) for phrase in grammar.venue)

    def _opens_sentence(self, unit: CountryUnit) -> bool:
        at = bisect_left(self._sentences, unit.start + 1) - 1
        return unit.start - self._sentences[at] <= 4

    def _lists(self, countries: list[CountryUnit]) -> set[int]:
        """The countries that stand in long lists."""
        found: set[int] = set()
        run: list[CountryUnit] = []
        for unit in countries:
            if run and (unit.field != run[-1].field or not self._joined(run[-1], unit)):
                if len(run) >= _LONG_LIST:
                    found.update(id(member) for member in run)
                run = []
            run.append(unit)
        if len(run) >= _LONG_LIST:
            found.update(id(member) for member in run)
        return found

    def _joined(self, left: CountryUnit, right: CountryUnit) -> bool:
        between = self._page.folded[left.end : right.start].split()
        return len(between) <= 2 and right.start - left.end <= 12


def roles(signs: dict[str, Signs]) -> dict[str, bool]:
    """Whether each country is a subject."""
    result = {}
    for code, sign in signs.items():
        subject = bool(sign.holds or sign.title or sign.lead)
        if not subject and sign.later >= 2 and sign.later > sign.venue:
            subject = True
        result[code] = subject
    if result and not any(result.values()):
        best = max(signs, key=lambda code: (signs[code].later, signs[code].of_lead_venue, signs[code].venue))
        if signs[best].later or signs[best].of_lead_venue:
            result[best] = True
    return result


__all__ = ["Gap", "Judge", "MarkerUnit", "Signs", "roles"]
