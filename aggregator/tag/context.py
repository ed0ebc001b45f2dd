"""What the words around a country word make of it: a sea, a currency, a paper, a person, a town in Idaho."""

from __future__ import annotations

import re
from functools import cached_property

from aggregator.tag.fold import Page, fold
from aggregator.tag.forms import Form
from aggregator.tag.grammar import Grammar
from aggregator.tag.matcher import Hit, ending
from aggregator.tag.namesakes import longer_name
from aggregator.tag.persons import Persons

OTHER_NAME = "the word before it makes it another name"  # a ship's, a street's
_NEXT_WORD = re.compile(r"(?:[^\S\n]|[‑–-]){1,2}([^\W\d_]+)")
_LIST = 80  # characters of a list of names that share a noun
_COUNTRY_TOO = {"georgia": "GE"}  # a state's name that is a country's, too


class Context:
    """Reads the surroundings of the country words of one page. `grammars` has the grammar of each field."""

    def __init__(self, page: Page, hits: list[Hit], grammars: list[Grammar | None]) -> None:
        self._page = page
        self._hits = hits
        self._grammars = grammars
        self._persons = Persons(page, hits)
        self._doubts: dict[str, bool] = {}
        self._elsewhere: dict[str, str] = {}  # names that the page has placed in an American state

    def lost(self, at: int, hit: Hit, form: Form) -> str:
        """Why the words around hit number `at` take its meaning away, or ""."""
        grammar = self._grammars[hit.field]
        if grammar is None:
            return ""
        name = self._page.folded[hit.start : hit.end]
        if name in grammar.towns and self._is_american(hit, form) and not self._is_listed(at, hit, grammar):
            return "an American town of that name"
        if name in grammar.doubtful and self._is_other(name, hit, grammar):
            return "the page speaks of something else of that name"
        if (name in grammar.venue_only or form.stem in grammar.venue_only) and not self._is_venue(
            hit, grammar
        ):
            return "a capital that stands for a union"
        if (
            grammar.before
            and self._before(hit).endswith(grammar.before)
            and self._page.clean[hit.start - 2] != "."
        ):
            return OTHER_NAME
        return (
            self._behind(at, hit, form, name, grammar)
            or self._persons.why(at, hit, form, name, grammar)
            or longer_name(self._page, self._hits, at, form, grammar)
        )

    def state(self, hit: Hit, form: Form) -> str:
        """US or CA where a state or province follows after a comma, here or before: "Moscow, Idaho"."""
        surface = self._page.folded[hit.start : hit.end]
        found = self._state_behind(hit, form) or self._elsewhere.get(surface, "")
        if found:
            self._elsewhere[surface] = found
        return found

    def _is_venue(self, hit: Hit, grammar: Grammar) -> bool:
        """Whether a name that can mean a union is a place here."""
        if grammar.venue_endings and ending(hit, self._page.clean).endswith(grammar.venue_endings):
            return True
        return self._before(hit).endswith(grammar.venue)

    def _before(self, hit: Hit) -> str:
        return self._page.folded[max(0, hit.start - 40) : hit.start].rstrip() + hit.joined

    def _behind(self, at: int, hit: Hit, form: Form, name: str, grammar: Grammar) -> str:
        if form.sort == "adjective" and self._page.clean[hit.end] == ",":
            word = self._behind_list(hit.end, grammar)
            if word in grammar.after:
                return f"before “{word}” it names no country"
        following = _NEXT_WORD.match(self._page.clean, hit.end, hit.end + 40)
        if following is None:
            return ""
        word, start = following.group(1), following.start(1)
        plain = self._page.folded[start : start + len(word)]
        if plain in grammar.after and not self._page.clean[hit.end : start].strip(" -‑–"):
            return f"before “{word}” it names no country"
        if not word[0].isupper():
            return ""
        if plain in grammar.titled_after:
            return f"“{self._page.clean[hit.start : following.end()]}” is a name"
        return ""

    def _behind_list(self, end: int, grammar: Grammar) -> str:
        """The word that a list of names with capitals stands before: "Black, Azov and Caspian seas"."""
        for word in self._page.clean[end + 1 : end + _LIST].split():
            plain = fold(word.rstrip(",.;:"))
            if not word[:1].isupper() and plain not in grammar.joins:
                return plain
        return ""

    def _is_american(self, hit: Hit, form: Form) -> bool:
        """Whether the page speaks of an American state, and of nothing else in the greater namesake."""
        return bool(self._states) and form.code not in self._states and not self._named_otherwise(hit)

    def _is_listed(self, at: int, hit: Hit, grammar: Grammar) -> bool:
        """Whether a name is joined to a country's that is no American town's: "Vietnam and Lebanon"."""
        for left, right in ((at - 1, at), (at, at + 1)):
            if left < 0 or right == len(self._hits):
                continue
            one, other = self._hits[left], self._hits[right]
            neighbour = other if one is hit else one
            between = self._page.folded[one.end : other.start].strip()
            if (
                one.field == other.field
                and between in grammar.joins
                and any(form.sort == "name" for form in neighbour.forms)
                and self._page.folded[neighbour.start : neighbour.end] not in grammar.towns
            ):
                return True
        return False

    @cached_property
    def _states(self) -> set[str]:
        """US or CA, as far as the page names a state or province of it in full."""
        found = set()
        for hit in self._hits:
            grammar = self._grammars[hit.field]
            name = self._page.folded[hit.start : hit.end]
            if grammar is not None and len(name) > 4 and name in grammar.states and name not in _COUNTRY_TOO:
                found.add(grammar.states[name])
        return found

    def _is_other(self, name: str, hit: Hit, grammar: Grammar) -> bool:
        known = self._doubts.get(name)
        if known is None:
            spoken = any(f" {sign} " in self._page.folded for sign in grammar.doubtful[name])
            if self._page.clean[hit.start].isupper():  # small, it is a thing: "the china is back"
                spoken = spoken or f" {name} " in self._page.clean
            known = self._doubts[name] = spoken and not self._named_otherwise(hit)
        return known

    def _named_otherwise(self, hit: Hit) -> bool:
        """Whether another form of the same country stands on the page."""
        stems = {form.stem for form in hit.forms}
        codes = {form.code for form in hit.forms if form.code}
        return any(
            form.code in codes and form.stem not in stems for other in self._hits for form in other.forms
        )

    def _state_behind(self, hit: Hit, form: Form) -> str:
        grammar = self._grammars[hit.field]
        clean, start = self._page.clean, hit.end + 2
        if grammar is None or clean[hit.end : start] != ", " or not clean[start].isupper():
            return ""
        if form.sort == "name" and (" " in form.written or clean[hit.start - 2] == ","):
            return ""
        words = self._page.folded[start : start + 30].split()
        for length in (2, 1):
            state = " ".join(words[:length])
            if state in grammar.states:
                if form.code == _COUNTRY_TOO.get(state) or (state in _COUNTRY_TOO and form.sort == "name"):
                    return ""  # Tbilisi, Georgia; Armenia, Georgia and Moldova
                return grammar.states[state]
        return ""
