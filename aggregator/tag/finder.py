"""Finds a language's terms in pages by one Aho-Corasick pass over the folded text.

What a term asks of the text is put into the automaton's keys as far as it goes: a blank before it, a blank
behind it where its last word is closed, each listed ending, each prefix. Only a stem with an open ending
needs its word's end, and only a term with words behind such a stem is walked word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from aggregator.tag.fold import Page
from aggregator.tag.forms import ANY_CASE, CAPITAL, Endings
from aggregator.tag.terms import Term, Word

_LONGEST_ENDING = 25
_MOST_LISTED = 12  # endings; a stem with more of them is open
_OPENING = 2  # letters by which the word behind an open stem is looked up

Found = tuple[int, int, Term]  # clean[start:end] of a page
_Case = tuple[tuple[int, str], ...]  # of each word that has one: where it begins in the term, the whole or ""
_Whole = tuple[_Case, Term]
_Open = tuple[int, Endings | None, _Case, Term]
_Follow = tuple[Word, tuple[Word, ...], _Case, Term]  # the open word, those behind it


class Finder:
    """Finds terms in pages. Made once; finding changes nothing but the caches of endings."""

    def __init__(self, terms: Sequence[Term], prefixes: Sequence[str] = ()) -> None:
        whole: dict[str, list[_Whole]] = {}
        opened: dict[str, tuple[list[_Open], dict[str, list[_Follow]]]] = {}
        fronts = ("", *prefixes)
        for term in terms:
            first_open = next((at for at, word in enumerate(term.words) if not _closed(word)), None)
            closed = term.words[:first_open]
            for front in fronts:
                for spelled in _spellings(closed, front):
                    key = f" {' '.join(spelled)}"
                    if first_open is None:
                        whole.setdefault(f"{key} ", []).append((_case(closed, spelled), term))
                        continue
                    word, rest = term.words[first_open], term.words[first_open + 1 :]
                    stem = word.stem if closed else front + word.stem
                    case = _case((*closed, word), (*spelled, stem))
                    plain, follow = opened.setdefault(f"{key} {stem}" if closed else f" {stem}", ([], {}))
                    if rest:
                        follow.setdefault(rest[0].stem[:_OPENING], []).append((word, rest, case, term))
                    else:
                        assert word.endings is not None
                        reach = word.endings.reach
                        room = _LONGEST_ENDING if reach is None else reach
                        plain.append((room, word.endings if reach is None else None, case, term))
        self._whole = tuple(tuple(found) for found in whole.values())
        self._open = tuple(
            (tuple(plain), {start: tuple(found) for start, found in follow.items()})
            for plain, follow in opened.values()
        )
        self._automaton = AhoCorasick(
            [*whole, *opened], implementation=Implementation.ContiguousNFA, matchkind=MatchKind.Standard
        )

    def find(self, page: Page, limit: int) -> list[Found]:
        """The terms in the first `limit` code points of a page, in order, none within another."""
        folded, clean = page.folded, page.clean
        if len(folded) > limit:
            folded = folded[:limit] + " "
        whole, opened, wholes = self._whole, self._open, len(self._whole)
        found: list[tuple[int, int, int, Term]] = []
        for key, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            begin = start + 1
            if key < wholes:
                for case, term in whole[key]:
                    if not case or _fits(case, clean, begin):
                        found.append((begin, 1 - end, -term.letters, term))
                continue
            plain, follow = opened[key - wholes]
            stop = folded.find(" ", end, end + _LONGEST_ENDING)
            if stop < 0:
                continue
            for room, endings, case, term in plain:
                if (
                    stop - end <= room
                    and (endings is None or endings.accepts(folded[end:stop]))
                    and (not case or _fits(case, clean, begin))
                ):
                    found.append((begin, -stop, -term.letters, term))
            if follow:
                for word, rest, case, term in follow.get(folded[stop + 1 : stop + 1 + _OPENING], ()):
                    if _ends(word, folded[end:stop]) and (not case or _fits(case, clean, begin)):
                        last = _walk(rest, folded, clean, stop)
                        if last:
                            found.append((begin, -last, -term.letters, term))
        found.sort(key=_by_place)
        kept: list[Found] = []
        until = 0
        for begin, minus, _, term in found:
            if begin >= until:
                until = -minus
                kept.append((begin, until, term))
            elif -minus > until and -minus - begin > until - kept[-1][0]:
                until = -minus
                kept[-1] = (begin, until, term)
        return kept


def _by_place(found: tuple[int, int, int, Term]) -> tuple[int, int, int]:
    return found[:3]


def _closed(word: Word) -> bool:
    return word.endings is None or (
        word.endings.listed is not None and len(word.endings.listed) <= _MOST_LISTED
    )


def _spellings(words: tuple[Word, ...], front: str) -> list[tuple[str, ...]]:
    """The words with each of their listed endings, the prefix before the first."""
    choices = [
        [(front if at == 0 else "") + word.stem + ending for ending in sorted(word.endings.listed or ("",))]
        if word.endings
        else [(front if at == 0 else "") + word.stem]
        for at, word in enumerate(words)
    ]
    return list(product(*choices))


def _case(words: Sequence[Word], spelled: Sequence[str]) -> _Case:
    found, at = [], 0
    for word, letters in zip(words, spelled, strict=True):
        if word.case != ANY_CASE:
            found.append((at, "" if word.case == CAPITAL else word.written))
        at += len(letters) + 1
    return tuple(found)


def _fits(case: _Case, clean: str, begin: int) -> bool:
    for at, written in case:
        if written:
            if not clean.startswith(written, begin + at):
                return False
        elif not clean[begin + at].isupper():
            return False
    return True


def _ends(word: Word, rest: str) -> bool:
    endings = word.endings
    if endings is None:
        return not rest
    return len(rest) <= endings.reach if endings.reach is not None else endings.accepts(rest)


def _walk(words: tuple[Word, ...], folded: str, clean: str, at: int) -> int:
    """Where the words end that stand behind the blank at `at`; 0 if they do not stand there."""
    for word in words:
        at += 1
        if not folded.startswith(word.stem, at):
            return 0
        if word.case and not (
            clean[at].isupper() if word.case == CAPITAL else clean.startswith(word.written, at)
        ):
            return 0
        end = at + len(word.stem)
        stop = folded.find(" ", end, end + _LONGEST_ENDING)
        if stop < 0 or not _ends(word, folded[end:stop]):
            return 0
        at = stop
    return at
