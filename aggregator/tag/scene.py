"""Where a text sets its scene: "Fransa'da kriz: …" is about French offices, though a Turkish one tells it."""

from __future__ import annotations

from collections.abc import Iterable

from aggregator.tag.fold import Page
from aggregator.tag.grammar import Grammar
from aggregator.tag.matcher import ending
from aggregator.tag.units import CountryUnit, OfficeUnit


def scene(
    page: Page, office: OfficeUnit, sentences: Iterable[list[CountryUnit]], grammars: list[Grammar | None]
) -> str:
    """The country whose name, as the place of what happens, stands before an office; "" if none does.

    A capital alone may be where the home's own minister has gone, and so may a country, if a visit is
    spoken of or the office's holder is named before it.
    """
    for sentence in sentences:
        for unit in sentence:
            if unit.start < office.start and unit.sort in ("name", "adjective"):
                grammar = grammars[unit.field]
                if grammar is not None and _is_place(page, unit, grammar):
                    return "" if _travels(page, office, unit, grammar) else unit.code
    return ""


def _is_place(page: Page, unit: CountryUnit, grammar: Grammar) -> bool:
    return ending(unit.hit, page.clean).endswith(grammar.venue_endings)


def _travels(page: Page, office: OfficeUnit, unit: CountryUnit, grammar: Grammar) -> bool:
    before, between = page.folded[: unit.start], page.folded[unit.end : office.start]
    named = any(f" {token}" in before for token in office.name)
    return named or any(word in between for word in grammar.visits)
