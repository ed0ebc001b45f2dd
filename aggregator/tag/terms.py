"""The words that speak for a topic or against it: read from data/topics/LANG.toml, found by one pass.

    army            any case; the words must stand so
    Patriot         a capital demanded where the term has one
    =SAM, FSB       exactly so (a word in capitals is exact by itself)
    ?tank           weak: of several meanings, so it has a weight of its own
    войск~          a stem with any usual ending of the language, the nameless class of its [endings]
    генерал~m       a stem with an ending of a class, of the file's [endings]

Each word of a term may carry an ending. A term lies in a group of meaning, and the groups have the weights.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from aggregator.errors import GazetteerError
from aggregator.tag.fold import Page, fold
from aggregator.tag.forms import ANY_CASE, CAPITAL, EXACT, Endings

# Of meaning: those that speak for defence, those that speak for another matter, and words in another sense.
ARMS = (
    *(
        "forces",
        "service",
        "command",
        "weapons",
        "models",
        "attack",
        "fighting",
        "drills",
        "buying",
        "makers",
    ),
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
    """A term and its group of meaning."""

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
    term: Term


def read_term(written: str, group: str, classes: Mapping[str, Endings], where: str) -> Term:
    """A term as it is written in a file. Raises GazetteerError naming `where`."""
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
    return Term(group, weak, tuple(words))


def _parts(stem: str) -> list[str]:
    """A word as folding parts it: F-16 is two."""
    parts, at = [], 0
    for piece in fold(stem).split(" "):
        if piece:
            parts.append(stem[at : at + len(piece)])
        at += len(piece) + 1
    return parts


def read_terms(lang: str, text: str) -> tuple[list[Term], frozenset[str]]:
    """The terms of a language's file, and the prefixes that its words may carry (folded).

    Raises GazetteerError naming the file and what is wrong in it.
    """
    where = f"topics/{lang}.toml"
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"{where}: {error}") from error
    classes = {name: Endings.read(value, where) for name, value in data.get("endings", {}).items()}
    terms: list[Term] = []
    for group, written in data["terms"].items():
        if group not in GROUPS:
            raise GazetteerError(
                f"{where}: {group!r} is no group of terms; one of {', '.join(sorted(GROUPS))}"
            )
        terms.extend(
            read_term(each, group, classes, where)
            for line in _SEPARATOR.split(written)
            if (each := line.strip()) and not each.startswith("#")
        )
    return terms, frozenset(fold(prefix) for prefix in data.get("prefixes", "").split())


class Finder:
    """Finds a language's terms in pages. Made once; finding changes nothing but the caches of endings."""

    def __init__(self, terms: list[Term], prefixes: frozenset[str] = frozenset()) -> None:
        self._prefixes = prefixes
        table: dict[str, list[Term]] = {}
        for term in terms:
            first = term.words[0]
            key = first.stem if first.endings else f"{first.stem} "
            # Before a word that may carry a prefix no blank can be asked for; its left edge is seen to later.
            table.setdefault(key if prefixes else f" {key}", []).append(term)
        self._table = [tuple(found) for found in table.values()]
        self._automaton = AhoCorasick(
            list(table), implementation=Implementation.ContiguousNFA, matchkind=MatchKind.Standard
        )

    def find(self, page: Page, limit: int) -> list[Found]:
        """The terms in the first `limit` code points of a page, in order, none within another."""
        folded = page.folded if len(page.folded) <= limit else page.folded[:limit] + " "
        table, prefixes = self._table, self._prefixes
        found: list[tuple[int, int, Term]] = []
        for key, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            begin = start if prefixes else start + 1
            if prefixes and not self._edge(folded, begin):
                continue
            for term in table[key]:
                end = _match(term.words, folded, page.clean, begin)
                if end:
                    found.append((begin, -end, term))
        return _longest(found)

    def _edge(self, folded: str, begin: int) -> bool:
        """Whether the word begins here, or before here stands no more than one of its prefixes."""
        left = folded.rfind(" ", max(0, begin - _LONGEST_PREFIX), begin) + 1
        return bool(left) and (left == begin or folded[left:begin] in self._prefixes)


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


def _longest(found: list[tuple[int, int, Term]]) -> list[Found]:
    found.sort(key=lambda item: item[:2])
    kept: list[Found] = []
    for start, minus_end, term in found:
        end = -minus_end
        if kept and start < kept[-1].end:
            last = kept[-1]
            if end > last.end and end - start > last.end - last.start:
                kept[-1] = Found(start, end, term)
            continue
        kept.append(Found(start, end, term))
    return kept
