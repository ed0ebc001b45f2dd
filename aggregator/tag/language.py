"""Which language a field is written in, read off its script, letters and commonest words.

A feed says one language and prints two; so each field decides for itself, the entry's own word being a hint.
"""

from __future__ import annotations

import re
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
    if text.isascii():
        return "latin"
    best, most = "latin", len(text) // 4
    for name, letters in _SCRIPTS.items():
        found = len(letters.findall(text))
        if found > most:
            best, most = name, found
    return best


class Detector:
    """Knows the languages by their signatures."""

    def __init__(self, signatures: Iterable[Signature]) -> None:
        self._scripts: dict[str, list[Signature]] = {}
        self._words: dict[str, dict[str, tuple[str, ...]]] = {}  # script → common word → its languages
        for one in signatures:
            self._scripts.setdefault(one.script, []).append(one)
            words = self._words.setdefault(one.script, {})
            for word in one.stopwords:
                words[word] = (*words.get(word, ()), one.lang)

    def detect(self, text: str, folded: str, hint: str) -> tuple[str, str]:
        """(language, script) of a text; where nothing speaks for any, the commonest of its script."""
        sample = _SAMPLE if not text.isascii() else _PLAIN_SAMPLE
        text, folded = text[:sample], folded[:sample]
        found = script(text)
        candidates = self._scripts.get(found, [])
        if len(candidates) == 1:
            return candidates[0].lang, found
        hint = hint.partition("-")[0].lower()
        known = self._words.get(found, {})
        scores: dict[str, float] = {}
        for word in set(folded.split()):
            for lang in known.get(word, ()):
                scores[lang] = scores.get(lang, 0.0) + 1.0
        for one in candidates:
            if one.lang.partition("_")[0] == hint:
                scores[one.lang] = scores.get(one.lang, 0.0) + _HINT
        if not text.isascii():
            self._add_letters(text, found, candidates, scores)
        best, most = _ELSE.get(found, ""), 0.9
        for one in candidates:
            if scores.get(one.lang, 0.0) > most:
                best, most = one.lang, scores[one.lang]
        return best, found

    @staticmethod
    def _add_letters(text: str, found: str, candidates: list[Signature], scores: dict[str, float]) -> None:
        # A name keeps its letters in a foreign text; so in Latin script only a word in small letters tells.
        every = set(text)
        letters = set("".join(_SMALL.findall(text))) if found == "latin" else every
        for one in candidates:
            score = 2.0 * len(letters & one.letters) + 0.5 * bool((every - letters) & one.letters)
            scores[one.lang] = scores.get(one.lang, 0.0) + score
