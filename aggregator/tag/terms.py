"""The words that speak for a topic or against it: how data/topics/LANG.toml writes them, by group of meaning.

    army            any case; the words must stand so
    Patriot         a capital demanded where the term has one
    =SAM, FSB       exactly so (a word in capitals is exact by itself)
    ?tank           weak: of several meanings, so it has a weight of its own
    войск~          a stem with any usual ending of the language, the nameless class of its [endings]
    генерал~m       a stem with an ending of a class, of the file's [endings]

Each word of a term may carry an ending. A term lies in a group of meaning, and the groups have the weights.
`prefixes` of a file are what may be joined before a term's first word, `article` before any of its words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product

from aggregator.errors import GazetteerError
from aggregator.tag.fold import fold
from aggregator.tag.forms import ANY_CASE, CAPITAL, EXACT, Endings

# Of meaning: those that speak for defence, those that speak for another matter, and words in another sense.
ARMS = (
    *("forces", "service", "command", "weapons", "models", "attack", "fighting", "drills", "buying"),
    *("makers", "border", "spies", "agency", "terror", "nuclear", "peace", "mines", "alliance", "war"),
)
CIVIL = (
    *("sport", "culture", "memory", "markets", "weather", "rescue", "crime", "courts", "welfare", "works"),
    *("goods", "politics", "ceremony", "diplomacy", "gadgets", "figure", "backdrop", "former"),
)
FORMER = "former"  # ends the office of the one who is named beside it: ex-commander
NOTHING = "nothing"  # swallows what lies in it and says nothing itself: General Motors
GROUPS = frozenset((*ARMS, *CIVIL, NOTHING))
PLACES = ("title", "lead", "rest")
_SEPARATOR = re.compile(r"[,\n]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a term: its folded stem, how it is written, what may follow the stem."""

    stem: str
    written: str
    case: int
    endings: Endings | None


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its group of meaning."""

    group: str
    weak: bool
    words: tuple[Word, ...]
    letters: int = field(init=False)  # that it names: of two terms at one place the closer one counts
    sign: str = field(init=False)  # the name under which it is weighed: its group, with `?` where it is weak
    at: tuple[str, ...] = field(init=False)  # the sign by where it stands, in the order of PLACES

    def __post_init__(self) -> None:
        sign = f"{self.group}?" if self.weak else self.group
        object.__setattr__(self, "sign", sign)
        object.__setattr__(self, "at", tuple(f"{sign}@{place}" for place in PLACES))
        letters = sum(len(word.stem) + (word.endings is None) for word in self.words)
        object.__setattr__(self, "letters", letters)


def read_term(
    written: str, group: str, classes: Mapping[str, Endings], where: str, article: str = ""
) -> list[Term]:
    """The terms that one written term stands for: with the article each word may carry it.

    Raises GazetteerError naming `where`.
    """
    text, weak = (written[1:], True) if written.startswith("?") else (written, False)
    text, exact = (text[1:], True) if text.startswith("=") else (text, False)
    words = []
    for piece in text.replace("~-", "~ ").split():
        stem, mark, name = piece.partition("~")
        if mark and name not in classes:
            raise GazetteerError(f"{where}: {written!r} asks for the class {name!r}, which is not defined")
        parts = _parts(stem)
        if not parts:
            raise GazetteerError(f"{where}: {written!r} has a word without a letter")
        for at, part in enumerate(parts):
            if exact or (part.isupper() and len(part) > 1):
                case = EXACT
            else:
                case = CAPITAL if part[0].isupper() else ANY_CASE
            last = at == len(parts) - 1
            words.append(Word(fold(part), part, case, classes[name] if mark and last else None))
    if not words:
        raise GazetteerError(f"{where}: an empty term in {group}")
    if not article:
        return [Term(group, weak, tuple(words))]
    choices = [
        (word,)
        if at == 0 or word.stem.startswith(article)
        else (word, Word(article + word.stem, article + word.written, word.case, word.endings))
        for at, word in enumerate(words)
    ]
    return [Term(group, weak, chosen) for chosen in product(*choices)]


def _parts(stem: str) -> list[str]:
    """A word as folding parts it: F-16 is two."""
    parts, at = [], 0
    for piece in fold(stem).split(" "):
        if piece:
            parts.append(stem[at : at + len(piece)])
        at += len(piece) + 1
    return parts


def read_terms(lang: str, text: str) -> tuple[list[Term], tuple[str, ...]]:
    """The terms of a language's file, and the prefixes that their first words may carry (folded).

    Raises GazetteerError naming the file and what is wrong in it.
    """
    where = f"topics/{lang}.toml"
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"{where}: {error}") from error
    classes = {name: Endings.read(value, where) for name, value in data.get("endings", {}).items()}
    article = fold(data.get("article", ""))
    terms: list[Term] = []
    for group, written in data["terms"].items():
        if group not in GROUPS:
            raise GazetteerError(
                f"{where}: {group!r} is no group of terms; one of {', '.join(sorted(GROUPS))}"
            )
        for line in _SEPARATOR.split(written):
            if (each := line.strip()) and not each.startswith("#"):
                terms += read_term(each, group, classes, where, article)
    return terms, tuple(fold(prefix) for prefix in data.get("prefixes", "").split())
