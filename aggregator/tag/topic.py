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
from aggregator.tag.fold import Page
from aggregator.tag.offices import OfficeUnit, Unit
from aggregator.tag.roles import Signs, weigh
from aggregator.tag.sentences import sentence_of
from aggregator.tag.terms import ARMS, CIVIL, NOTHING, Finder, Found, read_terms

TOPIC = "defence"
_READ = 1_500  # code points: what an entry is about stands at its beginning
_MOST_SPANS = 32
_SHORT = 40  # a first sentence of fewer code points is a dateline or a call; the next one counts too
_ARMS, _CIVIL = frozenset(ARMS), frozenset(CIVIL)
_OFFICES = {
    "defence": "defence", "defence-industry": "defence", "security": "security", "interior": "interior",
    "emergency-situations": "emergency", "foreign-affairs": "foreign",
}  # fmt: skip


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
        every = sorted(frozenset().union(*gates))
        if len(every) == 1:
            found = self.finder(every[0]).find(page, _READ)
        else:
            found = [
                each
                for lang in every
                for each in self.finder(lang).find(page, _READ)
                if lang in gates[bisect_right(page.starts_in_clean, each.start) - 1]
            ]
            found.sort(key=lambda each: (each.start, -each.end))
        signs = _signs(page, found, units, sentences)
        return Verdict(found, signs, weigh(signs, self.weights))

    def tags(self, page: Page, verdict: Verdict) -> tuple[TopicTag, ...]:
        """The tag with its evidence, if the verdict gives it; without a word that speaks for it, none."""
        if verdict.total <= 0:
            return ()
        spans: dict[Span, None] = {}
        for found in verdict.found:
            if found.term.group in _ARMS and len(spans) < _MOST_SPANS:
                name, low, high = page.locate(found.start, found.end)
                rule = f"topic:{found.term.sign}"
                spans[Span(name, low, high, page.given[name][low:high], rule)] = None
        return (TopicTag(TOPIC, tuple(spans)),) if spans else ()

    def _gates(self, languages: tuple[str, ...], hint: str) -> tuple[frozenset[str], ...]:
        own = hint.replace("_", "-").split("-")[0].lower()
        gates = []
        for lang in languages:
            known = {lang.partition("_")[0], own} & self._texts.keys()
            gates.append(frozenset(known or {"en"}))
        return tuple(gates)


def _signs(page: Page, found: list[Found], units: list[Unit], sentences: list[int]) -> Signs:
    lead_from, lead_to = _lead(page, sentences)
    has_title = page.fields[0] == "title"

    def place(at: int) -> str:
        if has_title and at < lead_from:
            return "title"
        return "lead" if at < lead_to else "rest"

    signs: Signs = {}
    groups: dict[str, set[str]] = {"title": set(), "lead": set(), "rest": set()}
    for each in found:
        term = each.term
        if term.group == NOTHING:
            continue
        where = place(each.start)
        sign = term.sign
        signs[sign] = signs.get(sign, 0) + 1
        signs[f"{sign}@{where}"] = 1
        groups[where].add(sign)
    for unit in units:
        if isinstance(unit, OfficeUnit) and unit.kinds and not unit.void and unit.start < _READ:
            where = place(unit.start)
            for kind in unit.kinds:
                signs[f"office-{_OFFICES.get(kind, 'civil')}@{where}"] = 1
    signs |= _together(groups)
    return signs


def _together(groups: dict[str, set[str]]) -> Signs:
    """What several groups say that none says alone."""
    title, front = groups["title"], groups["title"] | groups["lead"]
    every = front | groups["rest"]
    arms, civil = every & _ARMS, every & _CIVIL
    signs: Signs = {}
    for number in (1, 2, 3):
        if len(arms) >= number:
            signs[f"arms-{number}"] = 1
        if len(civil) >= number:
            signs[f"civil-{number}"] = 1
    if arms and not front & _ARMS:
        signs["arms-late"] = 1
    if title & _ARMS and not title & _CIVIL:
        signs["title-arms"] = 1
    if title & _CIVIL and not title & _ARMS:
        signs["title-civil"] = 1
    if arms and not civil:
        signs["only-arms"] = 1
    weak = {sign for sign in every if sign.endswith("?") and sign[:-1] in _ARMS}
    if not arms and len(weak) >= 2:
        signs["weak-2"] = 1
    if not arms and not civil and weak:
        signs["only-weak"] = 1
    return signs


def _lead(page: Page, sentences: list[int]) -> tuple[int, int]:
    """Where the first sentence behind the title begins and ends."""
    index = next((at for at, name in enumerate(page.fields) if name != "title"), None)
    if index is None:
        return len(page.clean), len(page.clean)
    start = page.starts_in_clean[index]
    at = sentence_of(sentences, start)
    while at + 1 < len(sentences) and sentences[at + 1] - start < _SHORT:
        at += 1
    return start, sentences[at + 1] if at + 1 < len(sentences) else len(page.clean)
