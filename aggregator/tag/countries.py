"""Which country words name a country: shared and weak forms settled, what only looks like one put by."""

from __future__ import annotations

import re

from aggregator.tag.context import OTHER_NAME, Context
from aggregator.tag.fold import Page, fold
from aggregator.tag.forms import BITS, Country, Form, Trap
from aggregator.tag.grammar import Grammar
from aggregator.tag.matcher import Hit
from aggregator.tag.people import CASELESS
from aggregator.tag.units import CountryUnit

_CASELESS_END = re.compile(r"\s[—–-]+\s|—|:\s|\s?[(/]|\)\s")  # without capitals a full stop parts sentences
_DATELINE_END = re.compile(r"\s[—–-]+\s|—|\.\s|:\s|\s?[(/]|\)\s")
_WORDS = re.compile(r"\w[\w.’'-]*")
_DATELINE = 60  # characters in which one names its place
_IN_LIST = frozenset((",", "and", "or", "/", "&", ", and"))

_COUNTRY, _TRAP = BITS[Country], BITS[Trap]
_BEFORE, _PERSON = "before", "a person"  # how the reasons begin that bear on other country words

Candidate = tuple[Hit, list[Form]]


class Reader:
    """Reads the country words of one page."""

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
        self._source = " ".join(fold(source).split())
        self._context = Context(page, hits, grammars)

    def units(self) -> list[CountryUnit]:
        """A unit for each hit that names a country; the others get the reason why they are lost."""
        candidates = self._candidates()
        if any(hit.lost for hit in self._hits):  # what is lost may take others with it
            candidates = self._without_lists(candidates)
            # A headline's "Jordan" is the text's Michael Jordan, "the Tripoli" is the USS Tripoli.
            candidates = self._without_namesakes(candidates, _PERSON, "a person of this page", only="title")
            candidates = self._without_namesakes(candidates, OTHER_NAME, OTHER_NAME)
        strong, places = _support(candidates)
        units = []
        for at, (hit, forms) in enumerate(candidates):
            chosen = self._choose(forms, strong, places) or self._of_list(at, candidates)
            if chosen is None:
                hit.lost = "weak form without other support"
                continue
            state = self._context.state(hit, chosen)
            units.append(
                CountryUnit(hit, state or chosen.code, "place" if state else chosen.sort, chosen.written)
            )
        self._mark_datelines(units)
        return units

    def _candidates(self) -> list[Candidate]:
        found = []
        own_name = self._source_spans()
        for at, hit in enumerate(self._hits):
            if not hit.bits & _COUNTRY or at in self._used:
                continue
            forms = [form for form in hit.forms if form.code] if len(hit.forms) > 1 else hit.forms
            if hit.bits & _TRAP:
                hit.lost = "trap"
            elif own_name and any(hit.start in span and hit.end - 1 in span for span in own_name[:20]):
                hit.lost = "the publisher's own name"
            else:
                hit.lost = self._context.lost(at, hit, forms[0])
            if not hit.lost:
                found.append((hit, self._own_language(hit, forms) if len(forms) > 1 else forms))
        return found

    def _own_language(self, hit: Hit, forms: list[Form]) -> list[Form]:
        """Where the page's own language holds a form weak, another language's strong one does not count."""
        grammar = self._grammars[hit.field]
        if grammar is None:
            return forms
        weak = {form.code for form in forms if form.weak and form.gate.rstrip("*") == grammar.lang}
        return [form for form in forms if form.weak or form.code not in weak] if weak else forms

    def _without_lists(self, candidates: list[Candidate]) -> list[Candidate]:
        """ "French, Polish and Korean translations": what the last of a list is not, the others are not."""
        kept, follower = [], None
        known = {id(hit): forms for hit, forms in candidates}
        for hit in reversed(self._hits):
            if hit.lost.startswith(_BEFORE):
                follower = hit
            elif id(hit) in known:
                between = self._page.clean[hit.end : follower.start].strip() if follower is not None else ""
                adjective = any(form.sort == "adjective" for form in hit.forms)
                if follower is not None and adjective and between in _IN_LIST:
                    hit.lost, follower = follower.lost, hit
                else:
                    kept.append((hit, known[id(hit)]))
                    follower = None
        kept.reverse()
        return kept

    def _without_namesakes(
        self, candidates: list[Candidate], begins: str, why: str, only: str = ""
    ) -> list[Candidate]:
        """A name whose meaning a reason that `begins` so has taken once is no country anywhere on the page,
        where nothing else speaks of that; `only` is the field outside which the name itself does."""
        folded, fields = self._page.folded, self._page.fields
        names = {folded[hit.start : hit.end] for hit in self._hits if hit.lost.startswith(begins)}
        if not names:
            return candidates
        others = {
            forms[0].code
            for hit, forms in candidates
            if folded[hit.start : hit.end] not in names or (only and fields[hit.field] != only)
        }
        kept = []
        for hit, forms in candidates:
            if folded[hit.start : hit.end] in names and forms[0].code not in others:
                hit.lost = why
            else:
                kept.append((hit, forms))
        return kept

    def _of_list(self, at: int, candidates: list[Candidate]) -> Form | None:
        """A weak name that stands in a list between or beside other countries' names: "Mali and Lebanon"."""
        hit, forms = candidates[at]
        named = [form for form in forms if form.sort == "name"]
        grammar = self._grammars[hit.field]
        if len(named) != 1 or grammar is None or not grammar.trailing:
            return None
        beside = 0
        for left, right in ((at - 1, at), (at, at + 1)):
            if left < 0 or right == len(candidates):
                continue
            one, other = candidates[left][0], candidates[right][0]
            between = f"{self._page.clean[one.end : other.start]}{other.joined}".strip()
            neighbour = candidates[left if right == at else right][1]
            plain = any(form.sort == "name" for form in neighbour)
            if (
                plain
                and one.field == other.field
                and (between in ",،" or between in grammar.joins)
                and between
            ):
                beside += 1
        return named[0] if beside else None

    def _source_spans(self) -> list[range]:
        """Where the publisher's name stands, unless that is just a country's ("Kuwait")."""
        name, folded, spans = self._source, self._page.folded, []
        if len(name) > 3:
            at = folded.find(f" {name} ")
            while at >= 0:
                spans.append((at + 1, at + 1 + len(name)))
                at = folded.find(f" {name} ", at + 1)
        exact = {(hit.start, hit.end) for hit in self._hits} if spans else set()
        return [range(*span) for span in spans if span not in exact]

    def _choose(self, forms: list[Form], strong: set[str], places: set[str]) -> Form | None:
        """The form that a hit stands for; None where no weak one is backed by anything else."""
        if len(forms) == 1 and not forms[0].weak:
            return forms[0]
        firm = [form for form in forms if not form.weak]
        backed = [form for form in forms if form.weak and self._backed(form, strong, places)]
        codes = {form.code for form in firm}
        if len(codes) == 1:
            own = codes.pop()
            rival = next((form for form in backed if form.code != own), None)
            return rival if rival is not None and own != self._home and own not in strong else firm[0]
        if codes:
            return next((form for form in firm if self._backed(form, strong, places)), None)
        return next((form for form in backed if form.code == self._home), backed[0] if backed else None)

    def _backed(self, form: Form, strong: set[str], places: set[str]) -> bool:
        if form.sort == "place" and form.weak:
            return form.code in places or (form.code in strong and form.code == self._home)
        return form.code == self._home or form.code in strong

    def _mark_datelines(self, units: list[CountryUnit]) -> None:
        page = self._page
        for field, start in enumerate(page.starts_in_clean):
            if page.fields[field] == "title":
                continue
            if not any(unit.field == field and unit.start - start < _DATELINE for unit in units):
                continue
            head = page.clean[start : start + 90]
            grammar = self._grammars[field]
            caseless = grammar is not None and grammar.script in CASELESS
            if caseless and not any(unit.field == field and unit.start - start <= 1 for unit in units):
                continue
            for separator in (_CASELESS_END if caseless else _DATELINE_END).finditer(head):
                words = _WORDS.findall(head[: separator.start()])
                if words and len(words[-1]) == 1 and separator.group().startswith("."):
                    break  # an initial: "Karnataka Home Minister G. Parameshwara"
                dated = any(word[:1].isdigit() for word in words)
                small = [word for word in words if word[:1].islower()]
                if (
                    not words
                    or len(words) > (4 if caseless and not dated else 7)
                    or (small and not (dated and len(small) <= 2))
                ):
                    break
                for unit in units:
                    if unit.field == field and unit.end <= start + separator.start():
                        unit.dateline = True
                if separator.group().strip() in ("—", "–", "-", ":", "/") or dated:
                    break


def _support(candidates: list[Candidate]) -> tuple[set[str], set[str]]:
    """The codes that the page names beyond doubt, and those of which it names places so."""
    strong: set[str] = set()
    places: set[str] = set()
    for _, forms in candidates:
        code = forms[0].code
        if len(forms) > 1 and any(form.code != code for form in forms):
            continue
        if not all(form.weak for form in forms):
            strong.add(code)
            if any(form.sort == "place" for form in forms):
                places.add(code)
    return strong, places
