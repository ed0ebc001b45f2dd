"""Whether the happening itself is a defence matter: the signs of its words and offices, weighed.

The terms of data/topics/ lie in groups of meaning; a sign is a group and where it stands (the title, the
first sentence, the rest), an office that acts, or how many groups speak. data/topic.toml holds what each
sign weighs; tools/topic.py finds that from labelled entries. Each sign has a name, so that an explanation
can say what decided.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from aggregator.errors import GazetteerError
from aggregator.model import Span, TopicTag
from aggregator.tag.evidence import span_of
from aggregator.tag.finder import Finder, Found
from aggregator.tag.fold import Page
from aggregator.tag.roles import Signs, weigh
from aggregator.tag.sentences import sentence_of
from aggregator.tag.terms import ARMS, CIVIL, FORMER, NOTHING, PLACES, read_terms
from aggregator.tag.units import OfficeUnit, Unit

TOPIC = "defence"
_READ = 1_500  # code points: what an entry is about stands at its beginning
_MOST_SPANS = 32
_SHORT = 40  # a first sentence of fewer code points is a dateline or a call; the next one counts too
_ARMS, _CIVIL = frozenset(ARMS), frozenset(CIVIL)
_WEAK = frozenset(f"{group}?" for group in ARMS)
# What is behind the groups that speak for defence, to be told in which company each is.
_SORTS = {
    "forces": "people", "service": "people", "command": "people",
    "weapons": "things", "models": "things", "nuclear": "things", "mines": "things",
    "attack": "deeds", "fighting": "deeds", "drills": "deeds", "war": "deeds", "border": "deeds",
    "makers": "makers", "buying": "makers",
    "spies": "secrets", "terror": "secrets", "agency": "agency",
    "peace": "accords", "alliance": "accords",
}  # fmt: skip
_PEOPLE = frozenset({"forces", "service", "command", "spies", "agency", "terror"})  # who may be a former one
_NEAR = 12  # code points between "former" and who that is: "former Thai general"
# The signs of one, two and three groups or more that speak for defence, or against it.
_SO_MANY_ARMS = [dict.fromkeys([f"arms-{at}" for at in range(1, number + 1)], 1) for number in range(4)]
_SO_MANY_CIVIL = [dict.fromkeys([f"civil-{at}" for at in range(1, number + 1)], 1) for number in range(4)]
_FIRM = "makers?"  # a firm that makes for civilians too: what else is said decides
_OFFICES = {
    "defence": "defence", "defence-industry": "defence", "security": "security", "interior": "interior",
    "emergency-situations": "emergency", "foreign-affairs": "foreign",
}  # fmt: skip


def _office_signs(sort: str) -> tuple[str, ...]:
    return tuple(f"office-{sort}@{place}" for place in PLACES)


_OFFICE_SIGNS = {kind: _office_signs(sort) for kind, sort in _OFFICES.items()}
_CIVIL_OFFICE = _office_signs("civil")


@dataclass(slots=True)
class Verdict:
    """What speaks for the topic and against it; above 0 the entry has it."""

    found: list[Found]
    signs: Signs
    total: float = 0.0


class Topics:
    """Judges pages. Made once; judging changes nothing."""

    def __init__(self, texts: Mapping[str, str], weights: Mapping[str, float]) -> None:
        self._texts = texts
        self._finders: dict[str, Finder] = {}
        self.weights = dict(weights)

    @classmethod
    def load(cls, digest: Any, folder: Traversable | None = None) -> Topics:
        """The judge by the packaged data, or by that of `folder`; the data goes into `digest`.

        A language's terms are read when a page first asks for them. Raises GazetteerError.
        """
        folder = folder or files("aggregator.tag") / "data"
        texts = {}
        for file in sorted((folder / "topics").iterdir(), key=lambda item: item.name):
            if file.name.endswith(".toml"):
                raw = file.read_bytes()
                digest.update(raw)
                texts[file.name.removesuffix(".toml")] = raw.decode()
        raw = (folder / "topic.toml").read_bytes()
        digest.update(raw)
        try:
            weights = tomllib.loads(raw.decode())["weights"]
        except (tomllib.TOMLDecodeError, KeyError) as error:
            raise GazetteerError(f"topic.toml: {error}") from error
        return cls(texts, weights)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._texts)

    def finder(self, lang: str) -> Finder:
        """The finder of a language's terms. Raises GazetteerError if its file is wrong."""
        known = self._finders.get(lang)
        if known is None:
            known = self._finders[lang] = Finder(*read_terms(lang, self._texts[lang]))
        return known

    def judge(
        self, page: Page, units: list[Unit], sentences: list[int], languages: tuple[str, ...], hint: str
    ) -> Verdict:
        """What the page says. `languages` are those read of each field, `hint` is the entry's."""
        gates = self._gates(languages, hint)
        every = sorted(gates[0].union(*gates[1:]))
        if len(every) == 1:
            found = self.finder(every[0]).find(page, _READ)
        else:
            found = [
                each
                for lang in every
                for each in self.finder(lang).find(page, _READ)
                if lang in gates[bisect_right(page.starts_in_clean, each[0]) - 1]
            ]
            found.sort(key=lambda each: (each[0], -each[1]))
        signs = signs_of(page, found, units, sentences)
        return Verdict(found, signs, weigh(signs, self.weights))

    def tags(self, page: Page, verdict: Verdict) -> tuple[TopicTag, ...]:
        """The tag with its evidence, if the verdict gives it; without a word that speaks for it, none."""
        if verdict.total <= 0:
            return ()
        spans: dict[Span, None] = {}
        for start, end, term in verdict.found:
            if term.group in _ARMS and len(spans) < _MOST_SPANS:
                spans[span_of(page, start, end, f"topic:{term.sign}")] = None
        return (TopicTag(TOPIC, tuple(spans)),) if spans else ()

    def _gates(self, languages: tuple[str, ...], hint: str) -> tuple[frozenset[str], ...]:
        own = hint.replace("_", "-").split("-")[0].lower()
        gates = []
        for lang in languages:
            near = lang if lang in self._texts else lang.partition("_")[0]
            known = {near} if near in self._texts else {own} & self._texts.keys()
            gates.append(frozenset(known or {"en"}))
        return tuple(gates)


def signs_of(page: Page, found: list[Found], units: list[Unit], sentences: list[int]) -> Signs:
    lead_from, lead_to = _lead(page, sentences)
    title_to = lead_from if page.fields[0] == "title" else 0
    signs: Signs = {}
    seen: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    arms = civil = 0
    first = ""
    gone = _former(found)
    for at, (start, _, term) in enumerate(found):
        group = term.group
        if group == NOTHING or at in gone:
            continue
        place = 0 if start < title_to else 1 if start < lead_to else 2
        sign = term.sign
        signs[sign] = signs.get(sign, 0) + 1
        signs[term.at[place]] = 1
        seen[place].add(sign)
        if not term.weak:
            if group in _ARMS:
                arms += 1
                first = first or "first-arms"
            else:
                civil += 1
                first = first or "first-civil"
    for unit in units:
        if isinstance(unit, OfficeUnit) and unit.kinds and not unit.void and unit.start < _READ:
            place = 0 if unit.start < title_to else 1 if unit.start < lead_to else 2
            for kind in unit.kinds:
                signs[_OFFICE_SIGNS.get(kind, _CIVIL_OFFICE)[place]] = 1
    if first:
        signs[first] = 1
    if arms > civil:
        signs["more-arms"] = 1
    elif civil > arms:
        signs["more-civil"] = 1
    signs |= _together(*seen)
    return signs


def _former(found: list[Found]) -> set[int]:
    """Which terms name who no longer is what they say: "ex-paratrooper", "генерал в отставке"."""
    gone = set()
    for at, (start, end, term) in enumerate(found):
        if term.group != FORMER:
            continue
        if at + 1 < len(found) and found[at + 1][0] - end <= _NEAR and found[at + 1][2].group in _PEOPLE:
            gone.add(at + 1)
        elif at and start - found[at - 1][1] <= 1 and found[at - 1][2].group in _PEOPLE:
            gone.add(at - 1)
    return gone


def _together(title: set[str], lead: set[str], rest: set[str]) -> Signs:
    """What several groups say that none says alone."""
    front = title | lead
    every = front | rest
    arms, civil = every & _ARMS, every & _CIVIL
    signs: Signs = {}
    signs.update(_SO_MANY_ARMS[min(len(arms), 3)])
    signs.update(_SO_MANY_CIVIL[min(len(civil), 3)])
    if arms and not front & _ARMS:
        signs["arms-late"] = 1
    if civil and not front & _CIVIL:
        signs["civil-late"] = 1
    in_title = (not title.isdisjoint(_ARMS), not title.isdisjoint(_CIVIL))
    if in_title == (True, False):
        signs["title-arms"] = 1
    elif in_title == (False, True):
        signs["title-civil"] = 1
    if arms and not civil:
        signs["only-arms"] = 1
    sorts = {_SORTS[sign] for sign in arms}
    if len(sorts) == 1:
        signs[f"only-{next(iter(sorts))}"] = 1
    if _FIRM in every:
        sorts.add("firm")
    for sort in sorts:
        for other in civil:
            signs[f"{sort}&{other}"] = (
                1  # a maker's profit, a thief in the barracks, a minister on a marathon
            )
    weak = len(every & _WEAK)
    if not arms and weak >= 2:
        signs["weak-2"] = 1
    if not arms and not civil and weak:
        signs["only-weak"] = 1
    return signs


def _lead(page: Page, sentences: list[int]) -> tuple[int, int]:
    """Where the first sentence behind the title begins and ends."""
    index = 1 if page.fields[0] == "title" else 0
    if index == len(page.fields):
        return len(page.clean), len(page.clean)
    start = page.starts_in_clean[index]
    at = sentence_of(sentences, start)
    while at + 1 < len(sentences) and sentences[at + 1] - start < _SHORT:
        at += 1
    return start, sentences[at + 1] if at + 1 < len(sentences) else len(page.clean)
