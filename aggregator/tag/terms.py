"""The words that speak for a topic or against it: read from data/topics/LANG.toml, found by one pass.

    army            any case; the words must stand so
    Patriot         a capital demanded where the term has one
    =SAM, FSB       exactly so (a word in capitals is exact by itself)
    ?tank           weak: of several meanings, so it has a weight of its own
    войск~          a stem with any usual ending of the language, the nameless class of its [endings]
    генерал~m       a stem with an ending of a class, of the file's own [endings] or the language's

Each word of a term may carry an ending. A term lies in a group of meaning, and the groups have the weights.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from aggregator.errors import GazetteerError
from aggregator.tag.fold import Page, fold
from aggregator.tag.forms import ANY_CASE, CAPITAL, EXACT, Endings

# Of meaning: those that speak for defence, those that speak for another matter, and words in another sense.
ARMS = (
    *("forces", "service", "command", "weapons", "models", "attack", "fighting", "drills", "buying", "makers"),
    *("border", "spies", "terror", "nuclear", "peace", "mines", "alliance", "war"),
)
CIVIL = (
    *("sport", "culture", "memory", "markets", "weather", "crime", "courts", "welfare", "works", "politics"),
    *("diplomacy", "gadgets", "figure"),
)
NOTHING = "nothing"  # swallows what lies in it and says nothing itself: General Motors
GROUPS = frozenset((*ARMS, *CIVIL, NOTHING))
_SEPARATOR = re.compile(r"[,\n]")
_LONGEST_ENDING, _LONGEST_PREFIX = 25, 6


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a term: its folded stem, how it is written, what may follow the stem."""

    stem: str
    written: str
    case: int
    endings: Endings | None


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one language and its group of meaning."""

    lang: str
    group: str
    weak: bool
    words: tuple[Word, ...]

    @property
    def sign(self) -> str:
        """The name under which the term is weighed: its group, with `?` where the term is weak."""
        return f"{self.group}?" if self.weak else self.group


@dataclass(frozen=True, slots=True)
class Found:
    """A term found at clean[start:end] of a page."""

    start: int
    end: int
    field: int
    term: Term


def read_term(written: str, lang: str, group: str, classes: Mapping[str, Endings], where: str) -> Term:
    """A term as it is written in a file. Raises GazetteerError naming `where`."""
    text, weak = (written[1:], True) if written.startswith("?") else (written, False)
    text, exact = (text[1:], True) if text.startswith("=") else (text, False)
    words = []
    for piece in text.split():
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
    return Term(lang, group, weak, tuple(words))


def _parts(stem: str) -> list[str]:
    """A word as folding parts it: F-16 is two."""
    parts, at = [], 0
    for piece in fold(stem).split(" "):
        if piece:
            parts.append(stem[at : at + len(piece)])
        at += len(piece) + 1
    return parts


def read_terms(
    folder: Traversable, tables: Mapping[str, Mapping[str, Any]], digest: Any
) -> tuple[list[Term], dict[str, frozenset[str]]]:
    """All terms of a folder, and by language the prefixes that a word may carry; `tables` are the languages'.

    The bytes of the files go into `digest`. Raises GazetteerError naming the file and what is wrong in it.
    """
    terms: list[Term] = []
    prefixes: dict[str, frozenset[str]] = {}
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".toml"):
            continue
        lang, where = file.name.removesuffix(".toml"), f"topics/{file.name}"
        raw = file.read_bytes()
        digest.update(raw)
        try:
            data = tomllib.loads(raw.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise GazetteerError(f"{where}: {error}") from error
        endings = {**tables.get(lang, {}).get("endings", {}), **data.get("endings", {})}
        classes = {name: Endings.read(value, where) for name, value in endings.items()}
        prefixes[lang] = frozenset(fold(prefix) for prefix in data.get("prefixes", "").split())
        for group, written in data["terms"].items():
            if group not in GROUPS:
                raise GazetteerError(
                    f"{where}: {group!r} is no group of terms; one of {', '.join(sorted(GROUPS))}"
                )
            terms.extend(
                read_term(each, lang, group, classes, where)
                for line in _SEPARATOR.split(written)
                if (each := line.strip()) and not each.startswith("#")
            )
    return terms, prefixes


class Finder:
    """Finds terms in pages. Made once; finding changes nothing but the caches of endings."""

    def __init__(self, terms: list[Term], prefixes: Mapping[str, frozenset[str]]) -> None:
        self._prefixes = prefixes
        table: dict[str, list[Term]] = {}
        for term in terms:
            first = term.words[0]
            key = first.stem if first.endings else f"{first.stem} "
            table.setdefault(key if prefixes.get(term.lang) else f" {key}", []).append(term)
        self._table = [tuple(found) for found in table.values()]
        self._free = [not key.startswith(" ") for key in table]
        self._automaton = AhoCorasick(
            list(table), implementation=Implementation.ContiguousNFA, matchkind=MatchKind.Standard
        )

    def find(self, page: Page, gates: tuple[frozenset[str], ...], limit: int) -> list[Found]:
        """The terms in the first `limit` code points, in order, none within another.

        `gates` are the languages that count in each field of the page.
        """
        folded = page.folded if len(page.folded) <= limit else page.folded[:limit] + " "
        table, free, starts = self._table, self._free, page.starts_in_clean
        found: list[tuple[int, int, int, Term]] = []
        for key, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            begin = start if free[key] else start + 1
            field = bisect_right(starts, begin) - 1
            gate = gates[field]
            for term in table[key]:
                if term.lang not in gate:
                    continue
                if free[key] and not self._edge(folded, begin, term.lang):
                    continue
                end = _match(term.words, folded, page.clean, begin)
                if end:
                    found.append((begin, -end, field, term))
        return _longest(found)

    def _edge(self, folded: str, begin: int, lang: str) -> bool:
        """Whether the word begins here, or before here stands no more than one of its prefixes."""
        left = folded.rfind(" ", max(0, begin - _LONGEST_PREFIX), begin) + 1
        return bool(left) and (left == begin or folded[left:begin] in self._prefixes[lang])


def _match(words: tuple[Word, ...], folded: str, clean: str, at: int) -> int:
    """Where the words end that begin at `at`; 0 if they do not stand there."""
    for number, word in enumerate(words):
        if number:
            at += 1
            if not folded.startswith(word.stem, at):
                return 0
        end = at + len(word.stem)
        if word.case and not (
            clean[at].isupper() if word.case == CAPITAL else clean.startswith(word.written, at)
        ):
            return 0
        if word.endings is None:
            if folded[end : end + 1] != " ":
                return 0
        else:
            stop = folded.find(" ", end, end + _LONGEST_ENDING)
            if stop < 0 or not word.endings.accepts(folded[end:stop]):
                return 0
            end = stop
        at = end
    return at


def _longest(found: list[tuple[int, int, int, Term]]) -> list[Found]:
    found.sort(key=lambda item: item[:2])
    kept: list[Found] = []
    for start, minus_end, field, term in found:
        end = -minus_end
        if kept and start < kept[-1].end:
            last = kept[-1]
            if end > last.end and end - start > last.end - last.start:
                kept[-1] = Found(start, end, field, term)
            continue
        kept.append(Found(start, end, field, term))
    return kept
