"""Which language a field is written in, read off its script, letters and commonest words.

A feed says one language and prints two; so each field decides for itself, the entry's own word being a hint.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from aggregator.tag.gazetteer import Signature

_SCRIPTS = {
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "georgian": re.compile("[\u10a0-\u10ff\u1c90-\u1cbf]"),
    "armenian": re.compile("[\u0530-\u058f]"),
}
_SMALL = re.compile(r"(?<!\w)[a-zà-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĵķĺļľłńņňōŏőœŕŗřśŝşšţťũūŭůűųŵŷźżžə]\w*")
_ELSE = {"latin": "en", "cyrillic": "ru", "arabic": "ar"}
_SAMPLE = 2_000  # code points that decide; more would only cost
_PLAIN_SAMPLE = 250  # of plain ASCII, where words alone decide
_HINT = 1.5  # what the entry's own word is worth, in common words


def script(text: str) -> str:
    """The script of most letters: latin, cyrillic, arabic, georgian or armenian."""
    best, most = "latin", len(text) // 4
    if text.isascii() or len(text) - len(text.encode("ascii", "ignore")) <= most:
        return best
    for name, letters in _SCRIPTS.items():
        found = len(letters.findall(text))
        if found > most:
            best, most = name, found
    return best


class _Script:
    """The languages of one script, and what tells one from another."""

    def __init__(self, signatures: list[Signature]) -> None:
        self.signatures = signatures
        self.words: dict[str, tuple[str, ...]] = {}  # common word → its languages
        self.hinted: dict[str, tuple[str, ...]] = {}  # what an entry says → the languages it may mean
        self.letters = frozenset().union(*(one.letters for one in signatures))
        for one in signatures:
            for word in one.stopwords:
                self.words[word] = (*self.words.get(word, ()), one.lang)
            said = one.lang.partition("_")[0]
            self.hinted[said] = (*self.hinted.get(said, ()), one.lang)


class Detector:
    """Knows the languages by their signatures."""

    def __init__(self, signatures: Iterable[Signature]) -> None:
        scripts: dict[str, list[Signature]] = {}
        for one in signatures:
            scripts.setdefault(one.script, []).append(one)
        self._scripts = {name: _Script(found) for name, found in scripts.items()}

    def detect(self, text: str, folded: str, hint: str) -> tuple[str, str]:
        """(language, script) of a text; where nothing speaks for any, the commonest of its script."""
        sample = _SAMPLE if not text.isascii() else _PLAIN_SAMPLE
        text, folded = text[:sample], folded[:sample]
        name = script(text)
        known = self._scripts.get(name)
        if known is None:
            return _ELSE.get(name, ""), name
        if len(known.signatures) == 1:
            return known.signatures[0].lang, name
        scores: dict[str, float] = defaultdict(float)
        for word in known.words.keys() & folded.split():
            for lang in known.words[word]:
                scores[lang] += 1.0
        for lang in known.hinted.get(hint.partition("-")[0].lower(), ()):
            scores[lang] += _HINT
        if not text.isascii() and not known.letters.isdisjoint(text):
            _add_letters(text, name, known.signatures, scores)
        best, most = _ELSE.get(name, ""), 0.9
        for one in known.signatures:
            if scores.get(one.lang, 0.0) > most:
                best, most = one.lang, scores[one.lang]
        return best, name


def _add_letters(text: str, found: str, candidates: list[Signature], scores: dict[str, float]) -> None:
    # A name keeps its letters in a foreign text; so in Latin script only a word in small letters tells.
    every = set(text)
    letters = set("".join(_SMALL.findall(text))) if found == "latin" else every
    for one in candidates:
        score = 2.0 * len(letters & one.letters) + 0.5 * bool((every - letters) & one.letters)
        scores[one.lang] += score
