"""The tagger: a pure function of an entry's text, its language, its publisher's name and home.

text → page → hits → offices, countries, markers → bound → settled → roles → tags
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby

from aggregator.model import Tags, Text
from aggregator.tag.binding import bind
from aggregator.tag.countries import Reader
from aggregator.tag.evidence import tags
from aggregator.tag.fallback import Settler
from aggregator.tag.fold import Page, lay_out
from aggregator.tag.forms import Form
from aggregator.tag.gaps import Gaps
from aggregator.tag.gazetteer import Gazetteer, load
from aggregator.tag.grammar import Grammar
from aggregator.tag.language import Detector
from aggregator.tag.line import Line
from aggregator.tag.matcher import Hit, Matcher
from aggregator.tag.offices import Composer, markers
from aggregator.tag.roles import Impression, Judge, Signs, roles
from aggregator.tag.sentences import boundaries
from aggregator.tag.surroundings import Surroundings
from aggregator.tag.topic import Topics, Verdict
from aggregator.tag.units import MarkerUnit, OfficeUnit, Unit

_FIELDS = ("title", "summary", "content")
# Languages whose names also count on pages of another language of the same script.
_BRIDGE = {"latin": "en", "cyrillic": "ru"}
_COUNTERPARTS = ("counterpart", "counterparts", "colleague", "colleagues")
_CASED = frozenset(("latin", "cyrillic", "armenian"))


@dataclass(slots=True)
class Reading:
    """All that the tagger made of a text, for the tags and for the explanation."""

    page: Page
    hits: list[Hit]
    units: list[Unit]
    signs: dict[str, Signs]
    tags: Tags
    languages: tuple[str, ...] = ()  # of each field
    verdict: Verdict | None = None  # on the topic


class Tagger:
    """Tags texts by a gazetteer. Thread-safe to call; made once, for it takes some tenths of a second."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._gaps: dict[str, Gaps] = {}
        self._exempt = {code for code, _ in gazetteer.none}  # countries with offices that are none of a kind
        self._detector = Detector(gazetteer.signatures)
        self._matchers: dict[str, Matcher] = {}
        self.weights = gazetteer.weights
        digest = hashlib.sha256(gazetteer.digest.encode())
        self.topics = Topics.load(digest)
        self.ruleset = _ruleset(digest)

    @classmethod
    def load(cls) -> Tagger:
        """The tagger of the packaged gazetteer. Raises GazetteerError if a file of it is wrong."""
        return cls(load())

    def tag(self, text: Text) -> Tags:
        """The tags of a text with their evidence. The same text always gives the same tags."""
        return self.read(text).tags

    def read(self, text: Text, swallowed: list[Hit] | None = None) -> Reading:
        """As `tag`, with all that led to it; `swallowed` receives the hits that a longer one hid."""
        page = lay_out([(name, getattr(text, name)) for name in _FIELDS])
        if not page.fields:
            return Reading(page, [], [], {}, Tags())
        grammars: list[Grammar | None] = []
        known: list[str] = []
        for index in range(len(page.fields)):
            field = slice(*page.bounds(index))
            lang, script = self._detector.detect(page.clean[field], page.folded[field], text.lang)
            grammars.append(self.gazetteer.grammar(lang) if lang else None)
            known.append(lang or _BRIDGE.get(script, ""))
        hits: list[Hit] = []
        for lang, run in groupby(range(len(known)), known.__getitem__):  # fields of one language in one go
            fields = list(run)
            hits += self._matcher(lang).find(page, fields[0], fields[-1], swallowed)
        units = self._units(page, hits, grammars, text)
        sentences = boundaries(page.clean)
        gaps = [self._gap_reader(grammar) if grammar else None for grammar in grammars]
        bind(Line(page, units, gaps, grammars))
        self._unname(page, units)
        judge = Judge(page, units, sentences, grammars, text.home)
        around = Surroundings(page, units, sentences, grammars, text.home)
        Settler(around, lambda: Impression(judge.signs(), self.weights)).settle()
        signs = judge.signs()
        languages = tuple(grammar.lang if grammar else "" for grammar in grammars)
        verdict = self.topics.judge(page, units, sentences, languages, text.lang)
        topics = self.topics.tags(page, verdict)
        found = tags(page, units, roles(signs, self.weights), self.gazetteer.none, topics)
        return Reading(page, hits, units, signs, found, languages, verdict)

    def _matcher(self, lang: str) -> Matcher:
        """The matcher for pages of a language: its own forms, and names that cross into it."""
        known = self._matchers.get(lang)
        if known is None:
            own = self.gazetteer.forms(lang) if lang else ()
            bridge = next(
                (_BRIDGE.get(one.script, "") for one in self.gazetteer.signatures if one.lang == lang), ""
            )
            crossing = self.gazetteer.forms(bridge) if bridge not in ("", lang) else ()
            prefixes = self.gazetteer.grammar(lang).prefixes if lang else frozenset()
            borrows = self.gazetteer.grammar(lang).borrows if lang else frozenset()
            forms = [*own, *(form for form in crossing if _crosses(form, borrows))]
            known = self._matchers[lang] = Matcher(forms, lang, prefixes)
        return known

    def _unname(self, page: Page, units: list[Unit]) -> None:
        """Take the kind from what bears a ministry's name and is none: Germany's "canciller"."""
        none = self.gazetteer.none
        for unit in units:
            if (
                isinstance(unit, OfficeUnit)
                and unit.kinds
                and any(code in self._exempt for code in unit.codes)
            ):
                words = page.folded[unit.start : unit.end]
                unit.kinds = tuple(
                    kind
                    for kind in unit.kinds
                    if not all(
                        any(word in words for word in none.get((code, kind), ())) for code in unit.codes
                    )
                )

    def _gap_reader(self, grammar: Grammar) -> Gaps:
        known = self._gaps.get(grammar.lang)
        if known is None:
            known = self._gaps[grammar.lang] = Gaps(grammar)
        return known

    def _units(self, page: Page, hits: list[Hit], grammars: list[Grammar | None], text: Text) -> list[Unit]:
        units: list[Unit] = []
        used: set[int] = set()
        for grammar in {grammar.lang: grammar for grammar in grammars if grammar}.values():
            places = [at for at, hit in enumerate(hits) if grammars[hit.field] is grammar]
            mine = hits if len(places) == len(hits) else [hits[at] for at in places]
            composer = Composer(page.clean, mine, self._gap_reader(grammar), grammar.script in _CASED)
            offices, taken = composer.offices()
            units.extend(offices)
            used.update(places[at] for at in taken)
        for marker in markers(hits, used):
            if marker.what in _COUNTERPARTS:
                plural = marker.what in ("counterparts", "colleagues")
                office = OfficeUnit(marker.start, marker.end, marker.hit, (), person=True, plural=plural)
                office.loose = marker.what in ("colleague", "colleagues")
                office.counterpart = True
                units.append(office)
            else:
                units.append(marker)
        countries = Reader(page, hits, used, grammars, text.home, text.source).units()
        named = {id(country.hit): country for country in countries}
        for unit in units:
            if isinstance(unit, OfficeUnit) and unit.inside:
                unit.inner = [named[id(hit)] for hit in unit.inside if id(hit) in named]
        units.extend(countries)
        units.sort(key=lambda unit: (unit.start, isinstance(unit, MarkerUnit), unit.end))
        return units


def _crosses(form: Form, sorts: frozenset[str]) -> bool:
    """Whether a name of the script's common language counts in one that borrows these sorts only."""
    return form.gate.endswith("*") and form.sort in sorts


def _ruleset(digest: hashlib._Hash) -> str:
    """A hash of all data and of the engine's own source: what the tags of an entry depend on."""
    for file in sorted(files("aggregator.tag").iterdir(), key=lambda item: item.name):
        if file.name.endswith(".py"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
