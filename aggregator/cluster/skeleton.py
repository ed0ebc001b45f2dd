"""Names in any script as skeletons of consonants, so that Hasanov, Гасанов, Həsənov and حسنوف meet.

Scripts and languages disagree on vowels wholly, and on consonants within families (h/g/k, b/p, f/v, s/z/sh).
A skeleton therefore keeps the consonants, and an `a` for a vowel at the beginning; `likeness` compares two of
them, letters of a family costing little; `key` is what two like ones nearly always share, to find them by.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A letter's consonant: x is sh, c is ch, j is zh or dzh; a vowel is "a", a letter without sound is "".
_LETTERS: dict[str, str] = {}


def _teach(script: str, sounds: str) -> None:
    _LETTERS.update(
        {letter: "" if sound == "-" else sound for letter, sound in zip(script, sounds.split(), strict=True)}
    )


_teach("abcdefghijklmnopqrstuvwxyz", "a b k d a f g h a j k l m n a p k r s t a v v h a z")
_teach("ıəøæœßþðđł", "a a a a a s t d d l")
_teach("абвгдежзийклмнопрстуфхцчшщъыьэюя", "a b v g d a j z a - k l m n a p r s t a f h s c x x - a - a a a")
_teach("ёєіїґўғқңәөүұһҷҳӣӯҹ", "a a a a g a g k n a a a a h j h a a j")
_teach(
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
    "a b g d a z a a t j a l h s k h z g c m a n x a c p j r s v t r s - p k a f v",
)
_teach(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d a v z t a k l m n a p j r s t a p k g k x c s z s c h j h"
)
_teach(
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىئؤپچژگکیہھ",
    "a b t s j h h d z r z s x s d t z a g f k k l m n h v a a a a a h a a v p c j g k a h h",
)
_teach("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d a z a t a k l m n k a p r s s t a f h p a")

# Two and three letters that are one sound, before letters are read singly; in any language that has them.
_DIGRAPHS = {
    "dsch": "j", "tsch": "c", "shch": "x",
    "dzh": "j", "sch": "x", "sh": "x", "ch": "c", "zh": "j", "kh": "h", "gh": "g", "ph": "f", "th": "t",
    "ts": "s", "tz": "s", "dz": "z", "dj": "j", "ck": "k", "дж": "j", "дз": "z", "ու": "a", "تش": "c",
}  # fmt: skip
_TURKIC = {"c": "j", "ç": "c", "ş": "x", "x": "h", "ğ": "g"}
_OWN: dict[str, dict[str, str]] = {
    "az": _TURKIC,
    "tr": _TURKIC,
    "uz": {"x": "h", "j": "j"},
    "fa": {"ض": "z", "ذ": "z", "ث": "s"},
    "fr": {"ch": "x", "tch": "c", "dj": "j", "ç": "s"},
    "de": {"j": "a", "ch": "h", "z": "s", "w": "v"},
    "es": {"j": "h", "ñ": "n", "ll": "l", "z": "s"},
}
_ANYWHERE = {"ç": "c", "ş": "x", "š": "x", "ž": "j", "č": "c", "ć": "c", "ğ": "g"}

_FAMILY = str.maketrans("bpfvkghszxcjtd", "PPPPKKKSSSSSTT")
_FAMILIES = {letter: letter.translate(_FAMILY) for letter in "abcdfghjklmnprstvxz"}
_LIGHT = frozenset("vfha")  # written in one language, left out in another
_ARABIC = re.compile("[\u0620-\u06ff]")
_PREFIX = re.compile("^(?:[وفبك]?ال|لل)(?=.{3})")


@lru_cache(maxsize=16)
def _rules(lang: str) -> tuple[re.Pattern[str], dict[str, str]]:
    table = {**_DIGRAPHS, **_ANYWHERE, **_OWN.get(lang, {})}
    pattern = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.compile(f"({pattern})|(.)"), table


def skeletons(word: str, lang: str) -> tuple[str, ...]:
    """A word's skeletons; more than one where a script hides where the word begins (Arabic's joined و)."""
    word = word.lower()
    if not _ARABIC.match(word):
        found = _skeleton(word, lang)
        return (found,) if found else ()
    bare = _PREFIX.sub("", word)
    forms = {_skeleton(bare, lang)}
    if bare == word and len(word) > 4 and word[0] in "وبل":
        forms.add(_skeleton(word[1:], lang))
    return tuple(sorted(form for form in forms if form))


def _skeleton(word: str, lang: str) -> str:
    pattern, table = _rules(lang)
    sounds: list[str] = []
    for digraph, letter in pattern.findall(word):
        if digraph:
            sound = table[digraph]
        else:
            plain = letter if letter in _LETTERS else unicodedata.normalize("NFD", letter)[0]
            sound = _LETTERS.get(plain, "")
            if letter == "و" and sounds:
                sound = "a"
        sounds.append(sound)
    if not sounds:
        return ""
    bones = "a" if sounds[0] == "a" else ""
    for sound in sounds:
        if sound and sound != "a" and (not bones or bones[-1] != sound):
            bones += sound
    return bones.rstrip("h") if len(bones) > 2 else bones


@lru_cache(maxsize=50_000)
def key(bones: str) -> str:
    """What two like skeletons nearly always share: their first three families; "" if too short to tell."""
    families = [_FAMILIES[bones[0]]] if bones else []
    families += [_FAMILIES[letter] for letter in bones[1:] if letter not in "vfh"]
    short = "".join(families[:3])
    return short if len(bones) > 1 and len(short) > 1 else short + "." if len(bones) > 2 else ""


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """How like two skeletons are, 0 to 1. An ending too much costs little: names are declined."""
    if one == other:
        return 1.0
    if len(one) > len(other):
        one, other = other, one
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _dropping(letter))
    for letter in one:
        new = [row[0] + _dropping(letter)]
        for at, facing in enumerate(other):
            new.append(
                min(
                    row[at] + _replacing(letter, facing),
                    row[at + 1] + _dropping(letter),
                    new[at] + _dropping(facing),
                )
            )
        row = new
    tails = (row[-1 - cut] + 0.3 * cut for cut in range(min(3, len(other))))
    return max(0.0, 1 - min(tails) / max(2, len(one)))


def _dropping(letter: str) -> float:
    return 0.4 if letter in _LIGHT else 1.0


def _replacing(letter: str, facing: str) -> float:
    if letter == facing:
        return 0.0
    return 0.25 if _FAMILIES[letter] == _FAMILIES[facing] else 1.0
