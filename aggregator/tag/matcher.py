"""One Aho-Corasick pass over everything the gazetteer knows, then the checks that a stem cannot make:
word edges, ending, case, language. Of what is left the longest span swallows the shorter ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from aggregator.tag.fold import Page, fold
from aggregator.tag.forms import CAPITAL, EXACT, Country, Form

_LONGEST_HEADLINE = 400  # what is longer and all in capitals is a text that shouts, not a headline
_LONGEST_ENDING, _LONGEST_PREFIX = 25, 6  # letters; a word without end must not be read to its end


_Found = tuple[int, int, Form, tuple[int, str]]  # start, minus end, form, what is joined before it
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
    return isinstance(form.sense, Country) and form.sense.sort in ("name", "capital", "place")


class Matcher:
    """Finds the forms of a gazetteer in pages. Made once; finding changes nothing but caches of endings."""

    def __init__(self, forms: Iterable[Form], lang: str = "", prefixes: frozenset[str] = frozenset()) -> None:
        table: dict[str, list[Form]] = {}
        for form in forms:
            # A language with prefixes cannot ask for a blank before the stem; its left edge is checked later.
            key = form.stem if prefixes and form.gate == lang else f" {form.stem}"
            table.setdefault(key, []).append(form)
            if prefixes and key.startswith(_ARTICLE):
                table.setdefault(_TO_THE + key[len(_ARTICLE) :], []).append(form)
        self._prefixes = prefixes
        self._table = [tuple(found) for found in table.values()]
        self._free = [not key.startswith(" ") for key in table]
        self._automaton = AhoCorasick(
            list(table), implementation=Implementation.ContiguousNFA, matchkind=MatchKind.Standard
        )

    def find(self, page: Page, field: int, swallowed: list[Hit] | None = None) -> list[Hit]:
        """The hits of one field of a page in order, none overlapping another.

        What a longer hit swallows goes into `swallowed`, if that is given.
        """
        clean, table, free = page.clean, self._table, self._free
        first, last = page.bounds(field)
        folded = page.folded if first == 1 and last + 1 == len(page.folded) else page.folded[: last + 1]
        shouts = last - first < _LONGEST_HEADLINE and clean[first:last].isupper()
        offset = first - 1
        found: list[_Found] = []
        for key, start, end in self._automaton.find_matches_as_indexes(folded[offset:], overlapping=True):
            start, end = start + offset, end + offset
            begin = start if free[key] else start + 1
            at_edge = folded[end] == " "
            for form in table[key]:
                stop = end
                if not at_edge or form.endings is not None:
                    if form.endings is None:
                        continue
                    stop = folded.find(" ", end, end + _LONGEST_ENDING)
                    if stop < 0 or not form.endings.accepts(folded[end:stop]):
                        continue
                left, prefix = begin, _NO_PREFIX
                if free[key]:
                    left = folded.rfind(" ", max(0, begin - _LONGEST_PREFIX), begin) + 1
                    if not left or (left != begin and folded[left:begin] not in self._prefixes):
                        continue
                    if left != begin and _is_own(form) and folded[left:begin].endswith((_ARTICLE, _TO_THE)):
                        continue
                    into = form.stem[0] != folded[begin]  # the article, written as "to the"
                    if left != begin or into:
                        prefix = (begin - left, _words_of(folded[left:begin]) + (" ل" if into else ""))
                if form.case == CAPITAL:
                    if not clean[begin].isupper():
                        continue
                    if len(form.capitals) > 1 and not all(
                        clean[begin + at].isupper() for at in form.capitals
                    ):
                        continue
                elif form.case == EXACT:
                    if not clean.startswith(form.written, begin) or (shouts and len(form.written) <= 3):
                        continue
                    stop = max(stop, begin + len(form.written))
                found.append((left, -stop, form, prefix))
        return _longest(found, field, swallowed)


def _longest(found: list[_Found], where: int, swallowed: list[Hit] | None) -> list[Hit]:
    found.sort(key=lambda item: item[:2])
    hits: list[Hit] = []
    for start, minus_end, form, prefix in found:
        end = -minus_end
        if hits:
            last = hits[-1]
            if start < last.end:
                if start == last.start and end == last.end:
                    last.forms.append(form)
                    last.bits |= form.bit
                    continue
                loser = Hit(start, end, where, form, prefix)
                if end > last.end and end - start > last.end - last.start:
                    hits.pop()
                    hits.append(loser)
                    loser = last
                if swallowed is not None:
                    loser.lost = f"swallowed by “{hits[-1].forms[0].written}”"
                    swallowed.append(loser)
                continue
        hits.append(Hit(start, end, where, form, prefix))
    return hits
