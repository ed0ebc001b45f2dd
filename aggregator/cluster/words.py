"""What a word says by itself: its stem, its skeletons, its number, what its language's file takes it for.

One file a language, `data/words/xx.toml`. A form is a word; `strike*` any word that begins so, `*acak` any
that ends so; `prime minister*` words in a row. Everything is compared folded: small letters, no marks.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from aggregator.cluster.rarity import DATA, nation, rarity, usual
from aggregator.cluster.skeleton import skeletons

LANGUAGES = ("en", "ru", "az", "tr", "uk", "kk", "ky", "uz", "ka", "hy", "fa", "ar", "fr", "de", "es")
STEM = 6  # letters: enough to tell words apart, few enough to lose the endings of inflected ones

MARKED = ("tr", "az", "de")  # ö is another letter than o there
JOINING = ("uz", "uk")  # an apostrophe stands within a word there
_APOSTROPHE = re.compile("['’ʼʻ‘`´]")
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0652\u0670]")
_ALIKE = str.maketrans("أإآٱىیکةۀؤئ", "ااااييكههوي")

_JOINED = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ب", "ل", "ف")
_UZBEK = {
    ord(cyrillic): latin
    for cyrillic, latin in zip(
        "абвгдежзийклмнопрстуфхцчшэюяёўқғҳы",
        "a b v g d e j z i y k l m n o p r s t u f x s ch sh e yu ya yo o q g h i".split(),
        strict=True,
    )
} | {ord("ъ"): "", ord("ь"): ""}


class Phrase(NamedTuple):
    """A concept said by words in a row: what must follow the first word."""

    rest: tuple[str, ...]
    concept: str

    def met(self, number: int, folded: str) -> bool:
        """Whether a word is the one that must stand there; `number` counts from 0 after the first word."""
        form = self.rest[number]
        return folded.startswith(form[:-1]) if form.endswith("*") else folded == form


class Word(NamedTuple):
    """What is known of a word wherever it stands. `opens` are the phrases that it may begin."""

    folded: str
    stem: str
    rare: float
    usual: bool  # met in small letters: a capital makes no name of it
    bones: tuple[str, ...]  # its skeletons, if it may be a name
    happenings: tuple[str, ...]
    things: tuple[str, ...]
    opens: tuple[Phrase, ...]
    number: int | None
    weekday: int | None
    month: int | None
    stop: bool


@dataclass(slots=True)
class Lexicon:
    """One language's file, laid out for look-up."""

    lang: str
    stop: frozenset[str] = frozenset()
    exact: dict[str, list[str]] = field(default_factory=dict)
    begins: dict[str, list[str]] = field(default_factory=dict)
    ends: dict[str, list[str]] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    happenings: frozenset[str] = frozenset()

    def concepts(self, folded: str) -> tuple[str, ...]:
        """The concepts that a folded word stands for by itself."""
        found = set(self.exact.get(folded, ()))
        for length in range(2, len(folded) + 1):
            found.update(self.begins.get(folded[:length], ()))
        for at in range(1, len(folded) - 2):
            found.update(self.ends.get(folded[at:], ()))
        return tuple(sorted(found))

    def opens(self, folded: str) -> tuple[Phrase, ...]:
        """The phrases that a folded word may begin."""
        found = list(self.phrases.get(folded, ()))
        for length in range(2, len(folded) + 1):
            found += self.phrases.get(folded[:length] + "*", ())
        return tuple(found)


def fold(word: str, lang: str = "") -> str:
    """A word as forms are compared: small, Arabic and Persian alike, without marks save those that tell."""
    word = word.lower()
    if word.isascii():
        return word
    if lang in MARKED:
        return word.replace("\u0307", "").replace("â", "a").replace("î", "i")
    word = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", word)))
    return word.translate(_ALIKE)


@cache
def lexicon(lang: str) -> Lexicon:
    """The lexicon of a language; an empty one if it has no file."""
    found = Lexicon(lang)
    file = DATA / "words" / f"{lang}.toml"
    if lang not in LANGUAGES or not file.is_file():
        return found
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    found.stop = frozenset(fold(word, lang) for word in table["stop"].split())
    for start, step, key in ((1, 1, "numbers"), (10, 10, "tens")):
        for at, forms in enumerate(table[key].split()):
            found.numbers.update({fold(form, lang): start + at * step for form in forms.split("/")})
    for key, into in (("weekdays", found.weekdays), ("months", found.months)):
        for at, forms in enumerate(table[key].split()):
            into.update({fold(form, lang): at for form in forms.split("/")})
    found.happenings = frozenset(table["happenings"])
    for part in ("happenings", "things"):
        for concept, forms in table[part].items():
            for form in forms.split("|"):
                _file(found, concept, [_fold_form(word, lang) for word in _spaced(form, lang).split()])
    return found


def _spaced(form: str, lang: str) -> str:
    """A form with a blank wherever a text is parted into words."""
    joined = _APOSTROPHE.sub("" if lang in JOINING else " ", form)
    return joined.replace("-", " ")


def _fold_form(form: str, lang: str) -> str:
    return "*" * form.startswith("*") + fold(form.strip("*"), lang) + "*" * form.endswith("*")


def _file(lexicon: Lexicon, concept: str, words: list[str]) -> None:
    first = words[0]
    if len(words) > 1:
        lexicon.phrases.setdefault(first, []).append(Phrase(tuple(words[1:]), concept))
    elif first.startswith("*"):
        lexicon.ends.setdefault(first[1:], []).append(concept)
    elif first.endswith("*"):
        lexicon.begins.setdefault(first[:-1], []).append(concept)
    else:
        lexicon.exact.setdefault(first, []).append(concept)


def _named(table: dict[str, int], folded: str) -> int | None:
    """The weekday or month that a word is: whole, or its form with an ending of at most four letters."""
    for cut in range(min(5, len(folded) - 2)):
        at = table.get(folded[: len(folded) - cut])
        if at is not None and (cut == 0 or len(folded) - cut > 3):
            return at
    return None


@lru_cache(maxsize=100_000)
def read(word: str, lang: str) -> Word:
    """What a word says, as it stands in a text of that language."""
    known = lexicon(lang)
    folded = fold(word.lower().translate(_UZBEK) if lang == "uz" else word, lang)
    shapes = _shapes(folded) if lang == "ar" else (folded,)
    stem = shapes[-1][:STEM]
    concepts = sorted({concept for shape in shapes for concept in known.concepts(shape)})
    month = _named(known.months, folded)
    nameless = bool(concepts) or month is not None or len(word) < 2 or nation(stem, lang)
    return Word(
        folded=folded,
        stem=stem,
        rare=rarity(stem, lang),
        usual=usual(stem, lang),
        bones=() if nameless else skeletons(word, lang),
        happenings=tuple(concept for concept in concepts if concept in known.happenings),
        things=tuple(concept for concept in concepts if concept not in known.happenings),
        opens=tuple(phrase for shape in shapes for phrase in known.opens(shape)),
        number=next((known.numbers[shape] for shape in shapes if shape in known.numbers), None),
        weekday=_named(known.weekdays, folded),
        month=month,
        stop=any(shape in known.stop for shape in shapes),
    )


def _shapes(folded: str) -> tuple[str, ...]:
    """An Arabic word as it stands, then without what is joined before it."""
    found = [folded]
    for prefix in _JOINED:
        if folded.startswith(prefix) and len(folded) - len(prefix) > 2:
            found.append(folded[len(prefix) :])
            break
    return tuple(found)
