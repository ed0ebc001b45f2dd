"""Country words that are persons' names: Jordan Bardella, Kathleen Ireland, Cpl. Paris Holland."""

from __future__ import annotations

import re
from functools import cached_property

from aggregator.tag.casing import Casing
from aggregator.tag.fold import Page
from aggregator.tag.forms import BITS, Complement, Form, Head, OfficeName, Other
from aggregator.tag.grammar import Grammar
from aggregator.tag.matcher import Hit

_OFFICE = BITS[Head] | BITS[Complement] | BITS[OfficeName] | BITS[Other]
_FIRST, _LAST, _TITLED = "a person's first name", "a person's surname", "a person behind a title"
_NEXT_WORD = re.compile(r"[^\S\n]([^\W\d_]+)")
# "By Georgia Ireland and Brandon French —", at a field's beginning.
_BYLINE = re.compile(r"(\w+) (?:[A-Z][\w.’'-]+(?:, | and | ))+(?=[—–|-])")
_RELATIVE = (", who ", " who ")  # what is told of a person only: "Georgia Norway, who moves"
_NAMES = ("name", "capital", "place")
_SORTS = ("name", "adjective", "capital", "place")
_ROOM = 40  # characters before a name in which its title stands


class Persons:
    """Reads the persons of one page. `hits` are all of the page, those before the asked one already lost."""

    def __init__(self, page: Page, hits: list[Hit]) -> None:
        self._page = page
        self._hits = hits
        self._casing = Casing(page)

    def why(self, at: int, hit: Hit, form: Form, name: str, grammar: Grammar) -> str:
        """Why hit number `at` is a person's name, or ""."""
        if self._bylines and any(hit.start in at and word in grammar.bylines for at, word in self._bylines):
            return "a byline"
        if name in grammar.given and form.sort in _SORTS and self._is_first(at, hit, grammar):
            return _FIRST
        if form.sort in _NAMES and self._is_titled(at, hit, grammar):
            return _TITLED
        if at and self._touches(self._hits[at - 1], hit) and self._hits[at - 1].lost == _FIRST:
            return _LAST
        surname = name in grammar.surnames and form.sort in ("name", "adjective")
        place = form.sort == "place" and bool(grammar.not_names) and " " not in name
        if surname or (place and not self._casing.title_cased(hit.field)):
            return _LAST if self._is_last(at, hit, grammar) else ""
        return ""

    @cached_property
    def _bylines(self) -> list[tuple[range, str]]:
        """Where a field may begin with its writers, and the word that would say so."""
        page, found = self._page, []
        for field in range(len(page.fields)):
            start, end = page.bounds(field)
            line = _BYLINE.match(page.clean, start, end)
            if line:
                found.append((range(line.start(), line.end()), line.group(1).lower()))
        return found

    def _is_first(self, at: int, hit: Hit, grammar: Grammar) -> bool:
        """Whether a name with a capital follows, which is no other country's unless a surname too."""
        clean = self._page.clean
        following = _NEXT_WORD.match(clean, hit.end, hit.end + _ROOM)
        if following is None or not following.group(1)[0].isupper():
            return False
        if following.group(1).lower() in grammar.civic:
            return False
        start = following.start(1)
        if at + 1 < len(self._hits) and self._hits[at + 1].start <= start < self._hits[at + 1].end:
            second = self._hits[at + 1]
            surname = self._page.folded[second.start : second.end] in grammar.surnames
            if not (surname and any(form.sort == "adjective" for form in second.forms)):
                return clean.startswith(_RELATIVE, second.end)
        if not self._casing.all_capital(hit.field):
            return True
        # "Israel Rejects Talks": where every word has a capital, a name is one only if the text has it again.
        return clean.count(clean[hit.start : following.end()]) > 1

    def _is_titled(self, at: int, hit: Hit, grammar: Grammar) -> bool:
        """Whether a rank or title stands before a name, or a first name that one stands before."""
        if at and self._touches(self._hits[at - 1], hit):
            before = self._hits[at - 1]
            if before.lost == _TITLED:
                return True
            # "Foreign Minister Israel Katz"; where a genitive tells owners, that is "of Israel, Katz".
            if not grammar.genitive and before.bits & _OFFICE and self._has_last(at, hit):
                return True
        if not grammar.honorifics:
            return False
        title = self._page.word_before(hit.start)
        if not title[:1].isupper() or self._page.clean[hit.start - 1] != " ":
            return False
        title = title.rstrip(".").lower()
        return title in grammar.honorifics or (title in grammar.posts and self._has_last(at, hit))

    def _has_last(self, at: int, hit: Hit) -> bool:
        """Whether a surname follows: "Minister Trinidad Steinert", never "the Minister Syria chose"."""
        following = _NEXT_WORD.match(self._page.clean, hit.end, hit.end + _ROOM)
        free = at + 1 == len(self._hits) or self._hits[at + 1].start > hit.end + 1
        named = following is not None and following.group(1)[0].isupper() and free
        return named and not self._casing.title_cased(hit.field)

    def _is_last(self, at: int, hit: Hit, grammar: Grammar) -> bool:
        """Whether a word with a capital stands before it that can be a first name."""
        clean = self._page.clean
        end = hit.start - 1
        if clean[end] not in " -":
            return False
        if clean[end - 1] == ".":
            end -= 1
        low = max(0, end - 30)
        start = max(clean.rfind(" ", low, end), clean.rfind("\n", low, end)) + 1
        if not clean[start].isupper() or not clean[end - 1].isalpha():
            return False
        if at and self._hits[at - 1].start <= start < self._hits[at - 1].end:
            return False
        word = self._page.folded[start:end]
        return not (word in grammar.not_names or word in grammar.fillers or word in grammar.geographic)

    @staticmethod
    def _touches(before: Hit, hit: Hit) -> bool:
        return before.end + 1 == hit.start and before.field == hit.field
