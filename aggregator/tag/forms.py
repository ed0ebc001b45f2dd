"""How a form is written in the gazetteer's files, and what it means.

    Baku            a capital is demanded where the form has one at its beginning
    azerbaijani     any case
    =US             exactly this case
    ?Georgia        weak: counts only where the entry supports that country otherwise
    Азербайджан~n   a stem and the name of a class of endings of that language

A form in capitals of up to five letters is exact without being told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from aggregator.errors import GazetteerError
from aggregator.tag.fold import bare, fold

Sort = Literal["name", "adjective", "capital", "place", "body", "firm", "regime"]
# A regime names its country only where it holds an office: the Taliban's Minister of Defence.
SORTS: tuple[Sort, ...] = ("name", "adjective", "capital", "place", "body", "firm", "regime")
ANY_CASE, CAPITAL, EXACT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Country:
    """The form names a country."""

    code: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Head:
    """The form is an office's head: its complement stands `before` it, `after` it or `either`.

    `before` and `after` say where the head stands: before its complement ("Ministry of …") or after it.
    """

    stands: Literal["before", "after", "either"]
    person: bool
    plural: bool


@dataclass(frozen=True, slots=True)
class Complement:
    """The form says what an office is for; no kinds where no kind covers it."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeName:
    """The form is an office whole: MoD, the Pentagon (then with its country)."""

    kinds: tuple[str, ...]
    code: str = ""
    person: bool = False
    plural: bool = False
    alone: bool = False  # composed by the grammar too, but this country's alone


@dataclass(frozen=True, slots=True)
class Other:
    """The holder of an office that is no ministry's: president, ambassador, chief of staff."""

    plural: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """A word that changes what stands beside it: former, counterpart, both countries …"""

    what: str


@dataclass(frozen=True, slots=True)
class Trap:
    """The form looks like another and means nothing; being longer it swallows that one."""

    reason: str


Sense = Country | Head | Complement | OfficeName | Other | Marker | Trap
# A bit for each sort of sense, so that a hit says at once which it can have.
BITS: dict[type, int] = {Country: 1, Head: 2, Complement: 4, OfficeName: 8, Other: 16, Marker: 32, Trap: 64}


_ANY_LETTERS = re.compile(r"\\w\{0,(\d+)\}")


class Endings:
    """A class of endings: a set of them, or a pattern the whole rest of the word must match."""

    __slots__ = ("_known", "_pattern", "listed", "reach")
    _ROOM = 20_000  # remembered answers; a daemon of years must not grow

    def __init__(self, listed: frozenset[str] | None, pattern: re.Pattern[str] | None) -> None:
        self.listed = listed
        any_letters = _ANY_LETTERS.fullmatch(pattern.pattern) if pattern else None
        self.reach = int(any_letters.group(1)) if any_letters else None  # any so many letters will do
        self._pattern = pattern
        self._known: dict[str, bool] = {}

    @classmethod
    def read(cls, value: str | list[str], where: str) -> Endings:
        if isinstance(value, list):
            return cls(frozenset(fold(ending) for ending in value), None)
        try:
            return cls(None, re.compile(fold_pattern(value)))
        except re.error as error:
            raise GazetteerError(f"{where}: bad pattern of endings: {error}") from error

    def accepts(self, rest: str) -> bool:
        if self.listed is not None:
            return rest in self.listed
        if len(rest) > 24:
            return False
        known = self._known.get(rest)
        if known is None:
            assert self._pattern is not None
            if len(self._known) >= self._ROOM:
                self._known.clear()
            known = self._known[rest] = self._pattern.fullmatch(rest) is not None
        return known


def fold_pattern(pattern: str) -> str:
    """A regular expression over folded letters; its signs stay."""
    return "".join(fold(char) if char.isalpha() else char for char in pattern)


@dataclass(frozen=True, slots=True)
class Form:
    """One entry of the gazetteer, ready to match; `stem` is folded as a page is."""

    stem: str
    written: str
    sense: Sense
    gate: str  # the language whose pages it counts in; "en*" for names that cross languages
    case: int = ANY_CASE
    weak: bool = False
    endings: Endings | None = field(default=None, compare=False)
    bit: int = 0  # of its sense
    code: str = ""  # a country's, as its sense has it
    sort: str = ""
    capitals: tuple[int, ...] = ()  # where the text must have one behind the first letter, counted from that


def read_forms(
    written: str, sense: Sense, gate: str, classes: dict[str, Endings], where: str, *, any_case: bool = False
) -> list[Form]:
    """The forms that one written form stands for: several where a word before the last is inflected."""
    text, weak, case = written, False, ANY_CASE
    if text.startswith("?"):
        text, weak = text[1:], True
    if text.startswith("="):
        text, case = text[1:], EXACT
    elif text.isupper() and len(text) <= 5 and text.isascii():
        case = EXACT
    elif text[:1].isupper() and not any_case:
        case = CAPITAL
    endings: Endings | None = None
    heads = [""]
    words = text.split(" ")
    for position, word in enumerate(words):
        last = position == len(words) - 1
        stem, mark, name = word.partition("~")
        if mark and name not in classes:
            raise GazetteerError(
                f"{where}: form {written!r} asks for the class {name!r}, which is not defined"
            )
        if not mark:
            heads = [f"{head}{word} " for head in heads]
        elif last:
            endings = classes[name]
            heads = [f"{head}{stem} " for head in heads]
        else:
            listed = classes[name].listed
            if listed is None:
                raise GazetteerError(
                    f"{where}: {written!r}: only the last word can take the pattern {name!r}"
                )
            heads = [f"{head}{stem}{ending} " for head in heads for ending in sorted(listed)]
    forms = []
    for head in heads:
        stem = fold(bare(head)).strip()
        if not stem:
            raise GazetteerError(f"{where}: {written!r} has no letter")
        capitals = (
            tuple(at for at, char in enumerate(head.strip()) if at and char.isupper())
            if case == CAPITAL
            else ()
        )
        code, sort = (sense.code, sense.sort) if isinstance(sense, Country) else ("", "")
        bit = BITS[type(sense)]
        forms.append(Form(stem, text, sense, gate, case, weak, endings, bit, code, sort, capitals))
    return forms
