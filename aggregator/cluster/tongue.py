"""The language to read an account in: what its feed says, unless its letters say otherwise."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

_SCRIPTS = (
    ("cyrillic", 0x0400, 0x052F),
    ("armenian", 0x0530, 0x058F),
    ("arabic", 0x0600, 0x06FF),
    ("georgian", 0x10A0, 0x10FF),
)
_WRITTEN = {
    "latin": ("en", "az", "tr", "uz", "fr", "de", "es"),
    "cyrillic": ("ru", "uk", "kk", "ky", "uz"),
    "armenian": ("hy",),
    "arabic": ("ar", "fa"),
    "georgian": ("ka",),
}
# Letters that only some languages have, the surest first.
_TELLING = (
    ("ə", "az"), ("ғ", "kk"), ("ә", "kk"), ("ң", "ky"), ("ї", "uk"), ("є", "uk"),
    ("پ", "fa"), ("گ", "fa"), ("ş", "tr"), ("ı", "tr"),
)  # fmt: skip
CASELESS = frozenset({"ka", "ar", "fa"})


@lru_cache(maxsize=20_000)
def language(declared: str, title: str) -> str:
    """One of the fifteen languages: the declared one if the title's script can be its, else a likely one."""
    said = declared.lower().replace("_", "-").partition("-")[0]
    script = _script(title)
    possible = _WRITTEN[script]
    small = title.lower()
    if said in possible and not (said == "en" and "ə" in small):
        return said
    for letter, lang in _TELLING:
        if letter in small and lang in possible:
            return lang
    return possible[0]


def _script(text: str) -> str:
    if text.isascii():
        return "latin"
    seen: Counter[str] = Counter()
    for letter in text[:80]:
        if letter.isalpha():
            code = ord(letter)
            seen[next((name for name, low, high in _SCRIPTS if low <= code <= high), "latin")] += 1
    return seen.most_common(1)[0][0] if seen else "latin"
