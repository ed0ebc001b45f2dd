"""One Aho-Corasick pass over everything the gazetteer knows, then the checks that a stem cannot make:
word edges, ending, case, language. Of what is left the longest span swallows the shorter ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from aggregator.tag.fold import Page, fold
from aggregator.tag.forms import CAPITAL, EXACT, Form

_LONGEST_HEADLINE = 400  # what is longer and all in capitals is a text that shouts, not a headline
_LONGEST_ENDING, _LONGEST_PREFIX = 25, 6  # letters; a word without end must not be read to its end


# Start, minus end, the form's number, the form, what is joined before it: they sort as the tuples they are.
_Found = tuple[int, int, int, Form, tuple[int, str]]
_NO_PREFIX = (0, "")


class Hit:
    """Forms found at one place, clean[start:end] of the page, and what each may mean."""

    __slots__ = ("bits", "end", "field", "forms", "joined", "lead", "lost", "start")

    def __init__(
        self, start: int, end: int, field: int, form: Form, prefix: tuple[int, str] = (0, "")
    ) -> None:
        self.start = start
        self.end = end
        self.field = field
        self.forms = [form]
        self.bits = form.bit  # of all its forms' senses
        self.lost = ""  # why it gives nothing, if it does not
        self.lead = prefix[0]  # letters joined before the stem
        self.joined = prefix[1]  # the words that they are, each behind a blank: " و ب"

    def __repr__(self) -> str:
        return f"Hit({self.start}, {self.end}, {[form.written for form in self.forms]})"


_BEHIND = re.compile(r"['’‘ʼʻ`´‑-](\w{1,7})\b")  # between a name and its ending: ABD'nin, ABŞ-ın


def ending(hit: Hit, clean: str) -> str:
    """What is joined to the stem that was found, folded, across an apostrophe or a hyphen too."""
    rest = clean[hit.start + hit.lead + max(len(form.stem) for form in hit.forms) : hit.end]
    behind = _BEHIND.match(clean, hit.end)
    return fold(rest + behind.group(1) if behind else rest)


_ARTICLE, _TO_THE = "ال", "لل"  # Arabic's article, and what it becomes behind its "to"


def _words_of(prefix: str) -> str:
    """The words that a prefix stands for, each behind a blank, the article left out."""
    if not prefix:
        return ""
    rest = prefix[:-1] if prefix.endswith(_TO_THE) else prefix.removesuffix(_ARTICLE)
    return "".join(f" {letter}" for letter in rest)


def _is_own(form: Form) -> bool:
    """Whether a form is a name of its own, which takes no article that it is not written with."""
    return form.sort in ("name", "capital", "place")


class Matcher:
    """Finds the forms of a gazetteer in pages. Made once; finding changes nothing but caches of endings."""

    def __init__(self, forms: Iterable[Form], lang: str = "", prefixes: frozenset[str] = frozenset()) -> None:
        table: dict[str, list[tuple[int, Form]]] = {}
        # Of forms that want one place the shorter stem comes first, which says more of the ending.
        for number, form in enumerate(sorted(forms, key=lambda form: len(form.stem))):
            # A language with prefixes cannot ask for a blank before the stem; its left edge is checked later.
            front = "" if prefixes and form.gate == lang else " "
            key = f"{front}{form.stem}{' ' if form.endings is None else ''}"
            table.setdefault(key, []).append((number, form))
            if prefixes and key.startswith(_ARTICLE):
                table.setdefault(_TO_THE + key[len(_ARTICLE) :], []).append((number, form))
        self._prefixes = prefixes
        self._table = [
            (not key.startswith(" "), key.endswith(" "), tuple(found)) for key, found in table.items()
        ]
        self._automaton = AhoCorasick(
            list(table), implementation=Implementation.ContiguousNFA, matchkind=MatchKind.Standard
        )

    def find(self, page: Page, first: int, last: int, swallowed: list[Hit] | None = None) -> list[Hit]:
        """The hits of a page's fields from number `first` to `last` in order, none overlapping another.

        What a longer hit swallows goes into `swallowed`, if that is given.
        """
        clean, folded, table = page.clean, page.folded, self._table
        offset, limit = page.bounds(first)[0] - 1, page.bounds(last)[1] + 1
        part = folded if limit - offset == len(folded) else folded[offset:limit]
        found: list[_Found] = []
        for key, start, end in self._automaton.find_matches_as_indexes(part, overlapping=True):
            free, closed, forms = table[key]
            begin = start + offset if free else start + offset + 1
            end = stop = end + offset - 1 if closed else end + offset
            if not closed:
                stop = folded.find(" ", end, end + _LONGEST_ENDING)
                if stop < 0:
                    continue
            for number, form in forms:
                if form.endings is not None and not form.endings.accepts(folded[end:stop]):
                    continue
                reach = stop
                if form.case == CAPITAL:
                    if not clean[begin].isupper() or (
                        form.capitals and not _has_capitals(form, clean, begin)
                    ):
                        continue
                elif form.case == EXACT:
                    if not clean.startswith(form.written, begin):
                        continue
                    if len(form.written) <= 3 and _shouts(page, begin):
                        continue
                    reach = max(stop, begin + len(form.written))
                if free:
                    left, prefix = self._left(form, folded, begin)
                    if left >= 0:
                        found.append((left, -reach, number, form, prefix))
                else:
                    found.append((begin, -reach, number, form, _NO_PREFIX))
        return _longest(found, page, swallowed)

    def _left(self, form: Form, folded: str, begin: int) -> tuple[int, tuple[int, str]]:
        """Where the word that holds a form begins, and what is joined before it; -1 if that is wrong."""
        left = folded.rfind(" ", max(0, begin - _LONGEST_PREFIX), begin) + 1
        joined = folded[left:begin]
        if not left or (joined and joined not in self._prefixes):
            return -1, _NO_PREFIX
        if joined and _is_own(form) and joined.endswith((_ARTICLE, _TO_THE)):
            return -1, _NO_PREFIX
        into = form.stem[0] != folded[begin]  # the article, written as "to the"
        if joined or into:
            return left, (begin - left, _words_of(joined) + (" ل" if into else ""))
        return left, _NO_PREFIX


def _has_capitals(form: Form, clean: str, begin: int) -> bool:
    return all(clean[begin + at].isupper() for at in form.capitals)


def _shouts(page: Page, position: int) -> bool:
    """Whether a field is a headline all in capitals, in which one more says nothing."""
    low, high = page.bounds(page.field_at(position))
    return high - low < _LONGEST_HEADLINE and page.clean[low:high].isupper()


def _longest(found: list[_Found], page: Page, swallowed: list[Hit] | None) -> list[Hit]:
    """Of the forms at each place the longest, as hits; those that want the very same place share one."""
    found.sort()
    hits: list[Hit] = []
    reach = begun = 0  # of the last hit
    for start, minus, _, form, prefix in found:
        end = -minus
        if start >= reach:
            hits.append(Hit(start, end, page.field_at(start), form, prefix))
        elif start == begun and end == reach:
            last = hits[-1]
            last.forms.append(form)
            last.bits |= form.bit
            continue
        else:
            longer = end > reach and end - start > reach - begun
            if swallowed is None and not longer:
                continue
            loser = Hit(start, end, page.field_at(start), form, prefix)
            if longer:
                hits[-1], loser = loser, hits[-1]
            if swallowed is not None:
                loser.lost = f"swallowed by “{hits[-1].forms[0].written}”"
                swallowed.append(loser)
            if not longer:
                continue
        begun, reach = start, end
    return hits
