"""How much decoded text looks like writing, so that the charset of a document that names none is found.

A wrong charset makes letters that its script seldom uses, capitals and marks where none stand, or
scripts mixed in a word. So each letter beyond ASCII counts by how common it is, and what no writer
does counts against. The strings hold the letters that make up most of running text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_CASED = (
    "оеаинтсрвлкмдпуяыьгзбчйіїєқғәөүұң",
    "αοιετσνηυρπκμλςωάίόέήύδγ",
    "աենիրկոտվլսհւցբպքմդյթգւ",
)
_CASELESS = (
    "აიერსომნდბლთვგუტქკშზ",
    "اليمنترودبعسفهكةحقجشصخىأیکگئ",
    "יוהלאמרבשתנכםעדחקפןגצ",
    "านรกเงอมลวสทยตะคปหดขพแไใชบจผ่้ิีัุู์ื็",
    # kana, then the commonest ideograms of China, Taiwan and Japan, then Korea's syllables
    "のにはをたがでてとしれさいるかられなっだこもすんまきくりよつあめうそお",
    "ンスルトイアリラクロシッタドレカコフマムテサパプニーメデジオバ",
    "的一是不了在人有我他这中大来上国和地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事",
    "成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第",
    "公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话",
    "合回代内信表化老给世位次度门任常先海通教原东声提立及比员解水名真论安报北京防部席访问谈議會國際對來時們個為這發後",
    "說過開關無與長電東經動學實業將體產問題間軍現進部臺灣總統訪談報導美歲陸灣區選舉黨政府會見衛臣談話行東京首相政権",
    "氏年月日会社本市県新聞発表議員府内閣省庁官房記者今後昨同高校大学",
    "이다는의에가을를고하지로기사한정대자인도부장국관방서해시일전라원제나리어보과회은들만성수으상동여구위주스공미안비세",
    "중군북남했습니무계조문유화통경연선신울민당통령담발합개",
)
_LATIN_LETTERS = "éèàçüöäßñáíóúâêîôûëïœãõåøæığşİŞĞÇÖÜÉəąęłśżźćńčšžřěůőűățș"
_QUIET = frozenset("«»—–“”„’‘…№°•·©®™§\u00a0\u00ad、。，！？「」『』：；（）《》・；·")

_COMMON: dict[str, float] = dict.fromkeys(_LATIN_LETTERS, 1.0)
_COMMON |= dict.fromkeys("ðþýÐÞÝ", 0.5)  # Icelandic's, or Turkish read as windows-1252
for _letters in _CASED:
    _COMMON |= dict.fromkeys(_letters, 1.0) | dict.fromkeys(_letters.upper(), 0.7)
for _letters in _CASELESS:
    _COMMON |= dict.fromkeys(_letters, 1.0)

_BEYOND = re.compile(r"[^\x00-\x7f]")
_MIXED = re.compile("[A-Za-z](?=[\u0370-\u1fff])|[\u0370-\u1fff](?=[A-Za-z])")
_MARK = "\u0591-\u05c2\u064b-\u0652\u0e31\u0e33-\u0e3a\u0e45\u0e47-\u0e4e"
_LOOSE = re.compile(rf"(?:^|[\x00-\x40\u00a0-\u00bf])[{_MARK}]")  # a mark on nothing
_FINAL = re.compile("[ةى](?=[ء-ي])|[ךםןףץ](?=[א-ת])")  # what only ends words, within one
_CAPITAL = re.compile(r"(?<=[^\W\d_])[^\W\d_]")


def likeness(letters: str) -> float:
    """From about 1 for running text in one script to below 0 for letters that nobody wrote; 0 for ASCII."""
    beyond = Counter(_BEYOND.findall(letters))
    for quiet in _QUIET & beyond.keys():
        del beyond[quiet]
    total = sum(beyond.values())
    if not total:
        return 0.0
    scripts: Counter[str] = Counter()
    score = 0.0
    for letter, times in beyond.items():
        if unicodedata.category(letter)[0] not in "LMN" or letter == "\ufffd":
            score -= 2.0 * times
            continue
        scripts[_script(letter)] += times
    main = max(scripts, key=lambda name: scripts[name], default="")
    score += sum(
        _COMMON.get(letter, 0.0) * times for letter, times in beyond.items() if _script(letter) == main
    )
    score -= sum(times for script, times in scripts.items() if script != main)
    if main == "latin" and 2 * total > sum(map(str.isalpha, letters)):
        score -= total  # Latin is written with ASCII for the most part
    capitals = sum(
        found[0].isupper() and letters[found.start() - 1].islower() and found[0] > "\x7f"
        for found in _CAPITAL.finditer(letters)
    )
    faults = capitals + sum(len(pattern.findall(letters)) for pattern in (_MIXED, _LOOSE, _FINAL))
    return (score - 1.5 * faults) / total


def _script(letter: str) -> str:
    code = ord(letter)
    if code < 0x370:
        return "latin"
    if 0xFF61 <= code <= 0xFF9F:
        return "half-width"
    if code >= 0x2E80:  # a Japanese text has three of these, a Korean one two
        return "east"
    return unicodedata.name(letter, "?").split(" ", 1)[0]
