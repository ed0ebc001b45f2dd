"""How a page's fields are written: whether a capital there says anything."""

from __future__ import annotations

import re

from aggregator.tag.fold import Page

_WORDS = re.compile(r"[^\W\d_]{2,}")
_HEADLINE = 160  # characters; longer fields are prose
_MOSTLY = 0.55  # of a headline's words


class Casing:
    """Read field by field when first asked for."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._title_cased: dict[int, bool] = {}

    def title_cased(self, field: int) -> bool:
        """Whether the field's words mostly begin with a capital."""
        known = self._title_cased.get(field)
        if known is None:
            words = self._headline(field)
            capitals = sum(word[0].isupper() for word in words)
            known = self._title_cased[field] = capitals > _MOSTLY * len(words)
        return known

    def all_capital(self, field: int) -> bool:
        """Whether every word that could be without a capital has one: "Chad Signs With Sudan"."""
        words = [word for word in self._headline(field) if len(word) > 3]
        return bool(words) and all(word[0].isupper() for word in words)

    def _headline(self, field: int) -> list[str]:
        start, end = self._page.bounds(field)
        return [] if end - start > _HEADLINE else _WORDS.findall(self._page.clean, start, end)
