"""What the words around a country word make of it: a sea, a currency, a paper, a person, a town in Idaho."""

from __future__ import annotations

import re
from functools import cached_property

from aggregator.tag.fold import Page
from aggregator.tag.forms import Form
from aggregator.tag.grammar import Grammar
from aggregator.tag.matcher import Hit, ending
from aggregator.tag.namesakes import longer_name

OTHER_NAME = "the word before it makes it another name"  # a ship's, a street's
_NEXT_WORD = re.compile(r"(?:[^\S\n]|[‑–-]){1,2}([^\W\d_]+)")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_HEADLINE = 160  # characters; longer fields are prose
_COUNTRY_TOO = {"georgia": "GE"}  # a state's name that is a country's, too
_NAMES = ("name", "capital", "place")
_SORTS = ("name", "adjective", "capital", "place")


class Context:
    """Reads the surroundings of the country words of one page. `grammars` has the grammar of each field."""

    def __init__(self, page: Page, hits: list[Hit], grammars: list[Grammar | None]) -> None:
        self._page = page
        self._hits = hits
        self._grammars = grammars
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
            or self._person(at, hit, form, name, grammar)
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
        if name not in grammar.given or form.sort not in _SORTS or not self._free(at + 1, start):
            return ""
        if not self._all_capital(hit.field):
            return "a person's first name"
        # "Israel Rejects Talks": where every word has a capital, a name is one only if the text has it again.
        again = self._page.clean.count(self._page.clean[hit.start : following.end()]) > 1
        return "a person's first name" if again else ""

    def _person(self, at: int, hit: Hit, form: Form, name: str, grammar: Grammar) -> str:
        if form.sort in _NAMES and self._is_titled(at, hit, grammar):
            return "a person behind a title"
        surname = name in grammar.surnames and form.sort in ("name", "adjective")
        place = form.sort == "place" and bool(grammar.not_names) and " " not in name
        if not surname and (not place or hit.field in self._title_cased):
            return ""
        clean = self._page.clean
        end = hit.start - 1
        if clean[end] not in " -":
            return ""
        if clean[end - 1] == ".":
            end -= 1
        low = max(0, end - 30)
        start = max(clean.rfind(" ", low, end), clean.rfind("\n", low, end)) + 1
        if not clean[start].isupper() or not clean[end - 1].isalpha() or not self._free(at - 1, start):
            return ""
        word = self._page.folded[start:end]
        if word in grammar.not_names or word in grammar.fillers or word in grammar.geographic:
            return ""
        return "a person's surname"

    def _is_titled(self, at: int, hit: Hit, grammar: Grammar) -> bool:
        """Whether a rank or title stands before a name, or a first name that one stands before."""
        before = self._hits[at - 1] if at else None
        if before is not None and before.end + 1 == hit.start and before.lost == "a person behind a title":
            return True
        if not grammar.honorifics:
            return False
        folded = self._page.folded[max(0, hit.start - 14) : hit.start].split()
        return bool(folded) and folded[-1] in grammar.honorifics and self._begins_title(hit, folded[-1])

    def _begins_title(self, hit: Hit, title: str) -> bool:
        """Whether the title has its capital and no sentence ends between."""
        start = self._page.folded.rfind(title, 0, hit.start)
        return self._page.clean[start].isupper() and "\n" not in self._page.clean[start : hit.start]

    def _free(self, at: int, position: int) -> bool:
        """Whether hit number `at` does not cover a position."""
        if not 0 <= at < len(self._hits):
            return True
        return not self._hits[at].start <= position < self._hits[at].end

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
            known = self._doubts[name] = spoken and not self._named_otherwise(hit)
        return known

    def _named_otherwise(self, hit: Hit) -> bool:
        """Whether another form of the same country stands on the page."""
        stems = {form.stem for form in hit.forms}
        codes = {form.code for form in hit.forms if form.code}
        return any(
            form.code in codes and form.stem not in stems for other in self._hits for form in other.forms
        )

    @cached_property
    def _title_cased(self) -> set[int]:
        """The fields whose words mostly begin with a capital, so that a capital says nothing."""
        page, found = self._page, set()
        for field, start in enumerate(page.starts_in_clean):
            end = page.starts_in_clean[field + 1] if field + 1 < len(page.fields) else len(page.clean)
            if end - start > _HEADLINE:
                continue
            words = _WORDS.findall(page.clean, start, end)
            if sum(word[0].isupper() for word in words) > 0.55 * len(words):
                found.add(field)
        return found

    def _all_capital(self, field: int) -> bool:
        """Whether every word of a field that could be without one has a capital: "Chad Signs With Sudan"."""
        start, end = self._page.bounds(field)
        if end - start > _HEADLINE:
            return False
        return all(
            word[0].isupper() for word in _WORDS.findall(self._page.clean, start, end) if len(word) > 3
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
