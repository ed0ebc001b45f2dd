"""A sketch: what of an account's text grouping compares. Made once for each text, from its beginning."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from aggregator.cluster.rarity import NAMES, number_rarity, rarity
from aggregator.cluster.skeleton import key, likeness, skeletons
from aggregator.cluster.tongue import CASELESS, language
from aggregator.cluster.words import JOINING, Word, lexicon, read

LENGTH = 600  # characters of an account's text that count: the happening is told there, or it is not told
TITLE, LEAD, REST = 0, 1, 2  # where a thing is said: in the title, in the first sentence, after it
_FIRST_SENTENCE = 50  # characters at least: a dateline ("TASHKENT, January 21.") is no sentence
LIKE = 0.8  # how like two skeletons are when they are taken for one name

_UNSEEN = re.compile("[\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2060\u0300-\u036f\u064b-\u0652\u0670\ufeff]")
_TOKEN = re.compile(
    r"([^\W\d_]+(?:['’ʼʻ‘`´][^\W\d_]+)*)|(\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?)|([.!?:;…—–«“\"/|])"
)
_DESIGNATION = re.compile(r"\b([^\W\d_]{1,5})-?(\d{1,4})(?!\d)")
_AGENCY = re.compile(
    r"(?<=\s)(?:\([^()]{2,24}\)\s*[-–—]+|/[^\s/]{2,20}/)"
)  # "DAKAR (AFP) – ", "BISHKEK. /TASS/."
_APOSTROPHE = re.compile("['’ʼʻ‘`´]")
_GROUPED = re.compile(r"[.,\u00a0\u202f ](?=\d{3}(?!\d))")
_STARTS = frozenset('.!?…/|«“"—–:')


class Name(NamedTuple):
    """A name, or in a script without capitals a word that may be one."""

    surface: str
    weight: float
    place: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of an account's text grouping compares. Weights are rarities, 0 to 1."""

    lang: str
    stems: dict[str, float]
    norm: float
    title: dict[str, float]
    names: dict[str, Name]  # by skeleton
    sure: bool  # whether capitals tell names from words
    by_key: dict[str, tuple[str, ...]]  # skeletons by their key
    numbers: dict[str, int]
    designations: dict[str, str]  # by skeleton and number
    happenings: dict[str, int]  # concept → where it is said first
    things: dict[str, int]
    days: tuple[tuple[int, int], ...]  # (month, day), or (0, weekday)
    features: frozenset[str]  # by which like accounts are found

    def holds(self, bones: str) -> str | None:
        """The skeleton of this account that is that name, if it has it."""
        if bones in self.names:
            return bones
        for other in self.by_key.get(key(bones), ()):
            if likeness(bones, other) >= LIKE:
                return other
        return None


@lru_cache(maxsize=8_000)
def sketch(title: str, text: str, declared: str) -> Sketch:
    """The sketch of a title and a text in the language that its feed declares."""
    lang = language(declared, title or text[:80])
    maker = _Maker(lang)
    maker.take(_clean(title), TITLE)
    body = _clean(text[:LENGTH])
    stop = next(
        (found.end() for found in re.finditer(r"[.!?…]\s", body) if found.end() > _FIRST_SENTENCE), len(body)
    )
    maker.take(body[:stop], LEAD)
    maker.take(body[stop:], REST)
    return maker.sketch()


def _clean(text: str) -> str:
    text = _AGENCY.sub(" ", text, count=1)
    if text.isascii():
        return text
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


class _Maker:
    """Takes a text part by part."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.caseless = lang in CASELESS
        self.stems: dict[str, float] = {}
        self.title: dict[str, float] = {}
        self.names: dict[str, Name] = {}
        self.numbers: dict[str, int] = {}
        self.designations: dict[str, str] = {}
        self.happenings: dict[str, int] = {}
        self.things: dict[str, int] = {}
        self.days: list[tuple[int, int]] = []
        self.surfaces: list[str] = []  # of the part that is being taken

    def take(self, text: str, place: int) -> None:
        """A part of the text."""
        designated: set[str] = set()
        for found in _DESIGNATION.finditer(text):
            letters, digits = found.groups()
            designated.add(digits)
            if letters[0].isupper() or (self.caseless and not letters.isascii()):
                bones = skeletons(letters, self.lang)
                self.designations.setdefault((bones[0] if bones else letters.lower()) + digits, found.group())
        tokens = list(self._tokens(text))
        words = [word for _, word, _, _ in tokens]
        self.surfaces = [surface for surface, _, _, _ in tokens]
        shouted = self._title_case(tokens) if place == TITLE else False
        for at, (surface, word, number, first) in enumerate(tokens):
            if number in designated:
                continue
            if number:
                self._number(number, words, at, place)
            elif word is not None:
                self._word(surface, word, place, first or shouted, words, at)

    def _tokens(self, text: str) -> Iterator[tuple[str, Word | None, str, bool]]:
        """(surface, word, number, whether a sentence begins here)."""
        first = True
        for letters, number, mark in _TOKEN.findall(text):
            if letters:
                for part in (letters,) if letters.isalpha() else self._parts(letters):
                    yield part, read(part, self.lang), "", first
                    first = False
            elif number:
                yield number, None, number, False
                first = False
            elif mark in _STARTS:
                first = True

    def _parts(self, letters: str) -> list[str]:
        """A word with an apostrophe: a letter in some languages, two words in French, else an ending."""
        pieces = _APOSTROPHE.split(letters)
        if self.lang == "fr":
            return [piece for piece in pieces if piece]
        return pieces[:1] if self.lang not in JOINING and len(pieces[0]) > 1 else ["".join(pieces)]

    @staticmethod
    def _title_case(tokens: list[tuple[str, Word | None, str, bool]]) -> bool:
        long = [
            surface
            for surface, word, _, first in tokens
            if word is not None and len(surface) > 3 and not first
        ]
        return len(long) > 2 and sum(word[0].isupper() for word in long) > 0.6 * len(long)

    def _number(self, number: str, words: list[Word | None], at: int, place: int) -> None:
        plain = _GROUPED.sub("", number).replace(",", ".")
        try:
            value = float(plain)
        except ValueError:
            return
        if value.is_integer() and value < 32:
            for beside in (at - 1, at + 1):
                neighbour = words[beside] if 0 <= beside < len(words) else None
                if neighbour is not None and neighbour.month is not None:
                    self.days.append((neighbour.month + 1, int(value)))
                    return
        if value.is_integer() and 1900 <= value <= 2060 and len(plain) == 4:
            return
        self.numbers.setdefault(f"{value:g}", place)

    def _word(
        self, surface: str, word: Word, place: int, first: bool, words: list[Word | None], at: int
    ) -> None:
        for concept in word.happenings:
            self.happenings.setdefault(concept, place)
        for concept in word.things:
            self.things.setdefault(concept, place)
        if word.opens:
            self._phrases(word, place, words[at + 1 : at + 4])
        if word.number is not None:
            self.numbers.setdefault(f"{word.number:g}", place)
            return
        if word.weekday is not None and len(surface) > 2:
            self.days.append((0, word.weekday))
            return
        if word.stop or len(word.folded) < 2:
            return
        stem, weight = word.stem, word.rare
        if place == TITLE:
            self.title[stem] = weight
            weight *= 1.5
        if self.stems.get(stem, 0.0) < weight:
            self.stems[stem] = weight
        if not word.bones:
            return
        if self.caseless:
            if len(word.folded) > 2:
                self._name(surface, word, word.rare, place)
        elif surface[0].isupper() and not (word.usual and (first or self.lang == "de")):
            doubtful = first and self.lang != "en" and not self._confirmed(words, at)
            self._name(surface, word, 0.15 if doubtful else 1.0, place)

    def _phrases(self, word: Word, place: int, after: list[Word | None]) -> None:
        known = lexicon(self.lang)
        for phrase in word.opens:
            for number in range(len(phrase.rest)):
                follower = after[number] if number < len(after) else None
                if follower is None or not phrase.met(number, follower.folded):
                    break
            else:
                into = self.happenings if phrase.concept in known.happenings else self.things
                into.setdefault(phrase.concept, place)

    def _confirmed(self, words: list[Word | None], at: int) -> bool:
        """Whether a word that begins a sentence is a name: it is known as one, or a name follows it."""
        word = words[at]
        following = self.surfaces[at + 1] if at + 1 < len(words) else "-"
        known = word is not None and any(rarity(bones, NAMES) < 1 for bones in word.bones if len(bones) > 2)
        return known or following[0].isupper()

    def _name(self, surface: str, word: Word, weight: float, place: int) -> None:
        for bones in word.bones:
            if key(bones):
                long = min(1.0, (len(bones) - 1) / 3)
                told = Name(surface, weight * long * rarity(bones, NAMES), place)
                known = self.names.get(bones)
                if known is None:
                    self.names[bones] = told
                elif known.weight < told.weight:
                    self.names[bones] = Name(known.surface, told.weight, known.place)

    def sketch(self) -> Sketch:
        """All that was taken."""
        by_key: dict[str, tuple[str, ...]] = {}
        for bones in self.names:
            short = key(bones)
            by_key[short] = (*by_key.get(short, ()), bones)
        features = {"n" + key(bones) for bones, name in self.names.items() if name.weight > 0.35}
        features.update(self.lang + stem for stem, rare in self.title.items() if rare > 0.45)
        features.update("d" + designation for designation in self.designations)
        features.update("#" + number for number in self.numbers if number_rarity(number) > 0.6)
        features.update("t" + thing for thing, place in self.things.items() if place == TITLE)
        return Sketch(
            self.lang,
            self.stems,
            math.sqrt(sum(weight * weight for weight in self.stems.values())) or 1.0,
            self.title,
            self.names,
            not self.caseless,
            by_key,
            self.numbers,
            self.designations,
            self.happenings,
            self.things,
            tuple(dict.fromkeys(self.days)),
            frozenset(features),
        )
