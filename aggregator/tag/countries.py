"""Which of the country words name a country: shared and weak forms settled, and what only looks like one put by."""

from __future__ import annotations

import re

from aggregator.tag.fold import Page, fold
from aggregator.tag.forms import Country, Form, Trap
from aggregator.tag.gazetteer import Grammar
from aggregator.tag.matcher import Hit
from aggregator.tag.offices import CountryUnit

_NEXT_WORD = re.compile(r"[\s‑–-]{1,2}([^\W\d_]+)")
_LAST_COUNTRY_TOO = frozenset(("georgia",))
_IN_LIST = frozenset((",", "and", "or", "/", "&", ", and"))
_WORDS = re.compile(r"([^\W\d_]+)[\s-]([^\W\d_]+)[\s-]$")
_LAST_WORD = re.compile(r"([^\W\d_]+)[.]?[\s-]$")
_DATELINE_END = re.compile(r"\s[—–-]+\s|—|\.\s|:\s|\s?[(/]|\)\s")
_WORDS = re.compile(r"\w[\w.’'-]*")


def senses(hit: Hit) -> list[Form]:
    return [form for form in hit.forms if isinstance(form.sense, Country)]


class Reader:
    """Reads the country words of one page. `grammars` has the grammar of each field."""

    def __init__(
        self,
        page: Page,
        hits: list[Hit],
        used: set[int],
        grammars: list[Grammar | None],
        home: str,
        source: str,
    ) -> None:
        self._page = page
        self._hits = hits
        self._used = used
        self._grammars = grammars
        self._home = home
        self._elsewhere: dict[str, str] = {}  # names that the page has placed in an American state
        self._source = " ".join(fold(source).split()) if source else ""

    def units(self) -> list[CountryUnit]:
        """A unit for each hit that names a country; the others get the reason why they are lost."""
        candidates: list[tuple[int, Hit, list[Form]]] = []
        spans = self._source_spans()
        for at, hit in enumerate(self._hits):
            forms = senses(hit)
            if at in self._used or not forms:
                continue
            if any(isinstance(form.sense, Trap) for form in hit.forms):
                hit.lost = "trap"
            elif any(low <= hit.start and hit.end <= high for low, high in spans):
                hit.lost = "the publisher's own name"
            else:
                hit.lost = self._context(at, hit, forms)
            if not hit.lost:
                candidates.append((at, hit, forms))
        candidates = self._without_lists(candidates)
        strong, strong_places = self._support(candidates)
        units = []
        for at, hit, forms in candidates:
            chosen = self._choose(forms, strong, strong_places)
            if chosen is None:
                hit.lost = "weak form without other support"
                continue
            assert isinstance(chosen.sense, Country)
            surface = fold(self._page.clean[hit.start : hit.end])
            state = self._state(hit, chosen) or self._elsewhere.get(surface, "")
            if state:
                self._elsewhere[surface] = state
            code = state or chosen.sense.code
            units.append(CountryUnit(hit, code, "place" if state else chosen.sense.sort, chosen.written))
        self._mark_datelines(units)
        return units

    def _without_lists(
        self, candidates: list[tuple[int, Hit, list[Form]]]
    ) -> list[tuple[int, Hit, list[Form]]]:
        """ "French, Polish and Korean translations": what the last of a list is not, the others are not."""
        kept = []
        follower: Hit | None = None
        by_place = {at: entry for entry in candidates for at in (entry[0],)}
        for at in range(len(self._hits) - 1, -1, -1):
            hit = self._hits[at]
            if hit.lost.startswith("before"):
                follower = hit
            elif at in by_place:
                adjective = any(
                    isinstance(form.sense, Country) and form.sense.sort == "adjective" for form in hit.forms
                )
                if (
                    follower is not None
                    and adjective
                    and self._page.clean[hit.end : follower.start].strip() in _IN_LIST
                ):
                    hit.lost, follower = follower.lost, hit
                else:
                    kept.append(by_place[at])
                    follower = None
        kept.reverse()
        return kept

    def _source_spans(self) -> list[tuple[int, int]]:
        name, folded = self._source, self._page.folded
        spans = []
        if len(name) > 3:
            at = folded.find(f" {name} ")
            while at >= 0:
                spans.append((at + 1, at + 1 + len(name)))
                at = folded.find(f" {name} ", at + 1)
        return [span for span in spans if not self._is_sentence_start_country(span)]

    def _is_sentence_start_country(self, span: tuple[int, int]) -> bool:
        """A publisher named just like a country ("Kuwait") must not hide the country."""
        return any(hit.start == span[0] and hit.end == span[1] for hit in self._hits)

    @staticmethod
    def _support(candidates: list[tuple[int, Hit, list[Form]]]) -> tuple[dict[str, int], set[str]]:
        strong: dict[str, int] = {}
        places: set[str] = set()
        for _, _, forms in candidates:
            codes = {form.sense.code for form in forms if isinstance(form.sense, Country)}
            if len(codes) == 1 and not all(form.weak for form in forms):
                code = codes.pop()
                strong[code] = strong.get(code, 0) + 1
                if any(isinstance(form.sense, Country) and form.sense.sort == "place" for form in forms):
                    places.add(code)
        return strong, places

    def _choose(self, forms: list[Form], strong: dict[str, int], places: set[str]) -> Form | None:
        firm = [form for form in forms if not form.weak]
        backed = [form for form in forms if form.weak and self._backed(form, strong, places)]
        codes = {form.sense.code for form in firm if isinstance(form.sense, Country)}
        if len(codes) == 1:
            own = codes.pop()
            rival = [form for form in backed if isinstance(form.sense, Country) and form.sense.code != own]
            if rival and own != self._home and own not in strong:
                return rival[0]
            return firm[0]
        if len(codes) > 1:
            return next((form for form in firm if self._backed(form, strong, places)), None)
        if len({form.sense.code for form in backed if isinstance(form.sense, Country)}) > 1:
            return next(
                (
                    form
                    for form in backed
                    if isinstance(form.sense, Country) and form.sense.code == self._home
                ),
                backed[0],
            )
        return backed[0] if backed else None

    def _backed(self, form: Form, strong: dict[str, int], places: set[str]) -> bool:
        sense = form.sense
        assert isinstance(sense, Country)
        if sense.sort == "place" and form.weak:
            return sense.code in places or (sense.code in strong and sense.code == self._home)
        return sense.code == self._home or sense.code in strong

    def _context(self, at: int, hit: Hit, forms: list[Form]) -> str:
        """Why the words around a country word take its meaning away, or ""."""
        grammar = self._grammars[hit.field]
        clean, folded = self._page.clean, self._page.folded
        if grammar is None:
            return ""
        signs = grammar.doubtful.get(fold(clean[hit.start : hit.end]))
        if signs and any(f" {sign} " in folded for sign in signs) and not self._certain(forms):
            return "the page speaks of something else of that name"
        sort = forms[0].sense.sort if isinstance(forms[0].sense, Country) else ""
        following = _NEXT_WORD.match(clean, hit.end, hit.end + 40)
        if following is not None and following.start() == hit.end:
            word = following.group(1)
            plain = fold(word)
            if plain in grammar.after and not clean[hit.end : following.start(1)].strip(" -‑–"):
                return f"before “{word}” it names no country"
            if word[0].isupper() and plain in grammar.titled_after:
                return f"“{clean[hit.start : following.end()]}” is a name"
            if (
                sort in ("name", "capital", "place")
                and word[0].isupper()
                and fold(clean[hit.start : hit.end]) in grammar.given
                and self._no_hit(at + 1, following.start(1))
            ):
                return "a person's first name"
        name = fold(clean[hit.start : hit.end])
        if name in grammar.venue_only and not self._after_venue(hit, grammar):
            return "a capital that stands for a union"
        before = folded[max(0, hit.start - 40) : hit.start].rstrip(" ")
        for phrase in grammar.before:
            if (
                before.endswith(phrase)
                and before[: len(before) - len(phrase)][-1:] in ("", " ")
                and "." not in clean[hit.start - 2 : hit.start]
            ):
                return f"after “{phrase}” it names no country"
        if sort in ("name", "adjective") and fold(clean[hit.start : hit.end]) in grammar.surnames:
            previous = _LAST_WORD.search(clean, max(0, hit.start - 30), hit.start)
            if (
                previous is not None
                and previous.group(1)[0].isupper()
                and previous.group(1).lower() not in grammar.not_names
                and self._no_hit(at - 1, previous.start(1))
            ):
                return "a person's surname"
        return ""

    def _certain(self, forms: list[Form]) -> bool:
        """Whether another form of the same country stands on the page."""
        stems = {form.stem for form in forms}
        codes = {form.sense.code for form in forms if isinstance(form.sense, Country)}
        return any(
            form.sense.code in codes and form.stem not in stems
            for hit in self._hits
            for form in senses(hit)
            if isinstance(form.sense, Country)
        )

    def _after_venue(self, hit: Hit, grammar: Grammar) -> bool:
        before = self._page.folded[max(0, hit.start - 30) : hit.start].rstrip()
        return any(phrase and before.endswith(" " + phrase) for phrase in grammar.venue)

    def _no_hit(self, at: int, position: int) -> bool:
        """No gazetteer hit stands at `position`."""
        if not 0 <= at < len(self._hits):
            return True
        hit = self._hits[at]
        return not hit.start <= position < hit.end

    def _state(self, hit: Hit, form: Form) -> str:
        """US or CA where a state or province follows after a comma: "Moscow, Idaho"."""
        grammar = self._grammars[hit.field]
        clean, start = self._page.clean, hit.end + 2
        if (
            grammar is None
            or not grammar.states
            or clean[hit.end : start] != ", "
            or not clean[start].isupper()
        ):
            return ""
        sense = form.sense
        if (
            isinstance(sense, Country)
            and sense.sort == "name"
            and (" " in form.written or clean[hit.start - 2] == ",")
        ):
            return ""
        words = self._page.folded[start : start + 30].split()
        for length in (2, 1):
            state = " ".join(words[:length])
            if state in grammar.states:
                listed = clean[start + len(state) :].lstrip(".").startswith((" and ", ", and "))
                return "" if listed and state in _COUNTRY_TOO else grammar.states[state]
        return ""

    def _mark_datelines(self, units: list[CountryUnit]) -> None:
        page = self._page
        for field, start in enumerate(page.starts_in_clean):
            if page.fields[field] == "title":
                continue
            head = page.clean[start : start + 90]
            for separator in _DATELINE_END.finditer(head):
                words = _WORDS.findall(head[: separator.start()])
                dated = any(word[:1].isdigit() for word in words)
                small = [word for word in words if word[:1].islower()]
                if not words or len(words) > 7 or (small and not (dated and len(small) <= 2)):
                    break
                for unit in units:
                    if unit.field == field and unit.end <= start + separator.start():
                        unit.dateline = True
                if separator.group().strip() in ("—", "–", "-", ":", "/") or dated:
                    break
