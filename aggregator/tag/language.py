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
_SURE = 4  # common words of its own language that need no comparison
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


def detect(text: str, folded: str, hint: str, signatures: Iterable[Signature]) -> tuple[str, str]:
    """(language, script) of a text; where nothing speaks for any, the commonest of its script."""
    text, folded = text[:_SAMPLE], folded[:_SAMPLE]
    found = script(text)
    hint = hint.partition("-")[0].lower()
    candidates = [one for one in signatures if one.script == found]
    if len(candidates) == 1:
        return candidates[0].lang, found
    words, every = set(folded.split()), set(text) if not text.isascii() else set()
    if text.isascii():
        for one in candidates:
            if one.lang == hint and not one.letters and len(words & one.stopwords) >= _SURE:
                return hint, found  # English that says it is English, as most is
    # A name keeps its letters in a foreign text; so in Latin script only a word in small letters tells.
    letters = set("".join(_SMALL.findall(text))) if every and found == "latin" else every
    best, most = _ELSE.get(found, ""), 0.9
    for one in candidates:
        score = float(len(words & one.stopwords)) + 2.0 * len(letters & one.letters)
        score += 0.5 * bool((every - letters) & one.letters)
        if one.lang.partition("_")[0] == hint:
            score += _HINT
        if score > most:
            best, most = one.lang, score
    return best, found
