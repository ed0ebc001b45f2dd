"""Which of the country words name a country: shared and weak forms settled, and what only looks like one put by."""

from __future__ import annotations

import re

from aggregator.tag.fold import Page, fold
from aggregator.tag.forms import Country, Form, Trap
from aggregator.tag.gazetteer import Grammar
from aggregator.tag.matcher import Hit
from aggregator.tag.offices import CountryUnit

_NEXT_WORD = re.compile(r"[\s‑–-]{1,2}([^\W\d_]+)")
_LAST_WORDS = re.compile(r"([^\W\d_]+)[\s-]([^\W\d_]+)[\s-]$")
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
        strong, strong_places = self._support(candidates)
        units = []
        for at, hit, forms in candidates:
            chosen = self._choose(forms, strong, strong_places)
            if chosen is None:
                hit.lost = "weak form without other support"
                continue
            assert isinstance(chosen.sense, Country)
            code = self._state(at, hit) or chosen.sense.code
            units.append(CountryUnit(hit, code, chosen.sense.sort, chosen.written))
        self._mark_datelines(units)
        return units

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
            codes = {form.sense.code for form in forms if isinstance(form.sense, Country) and not form.weak}
            if len(codes) == 1:
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
            if rival and own != self._home and strong.get(own, 0) <= sum(1 for _ in firm[:1]):
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
                sort == "name"
                and word[0].isupper()
                and fold(clean[hit.start : hit.end]) in grammar.given
                and self._no_hit(at + 1, following.start(1))
            ):
                return "a person's first name"
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

    def _no_hit(self, at: int, position: int) -> bool:
        """No gazetteer hit stands at `position`."""
        if not 0 <= at < len(self._hits):
            return True
        hit = self._hits[at]
        return not hit.start <= position < hit.end

    def _state(self, at: int, hit: Hit) -> str:
        """US or CA where a state or province follows after a comma: "Moscow, Idaho"."""
        grammar = self._grammars[hit.field]
        if grammar is None or not grammar.states:
            return ""
        clean = self._page.clean
        if clean[hit.end : hit.end + 2] != ", ":
            return ""
        rest = self._page.folded[hit.end + 2 : hit.end + 30]
        for state, code in grammar.states.items():
            if (
                rest.startswith(state)
                and rest[len(state) : len(state) + 1] in ("", " ")
                and clean[hit.end + 2].isupper()
            ):
                return code
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
