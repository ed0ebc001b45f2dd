"""Which charset a document is in, and its text.

In this order: a byte order mark; UTF-16 and UTF-32 by their zeros; valid UTF-8, whatever is
declared; the feed's own `encoding`; the Content-Type's charset (RFC 7303 section 3.2) and the XML
declaration's; a guess by letters, which also judges what the last two say.
"""

from __future__ import annotations

import codecs
import re

from aggregator.parse import codepages
from aggregator.parse.likeness import likeness

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = {
    "utf-32-le": rb"[<{\s]\0\0\0",
    "utf-32-be": rb"\0\0\0[<{\s]",
    "utf-16-le": rb"[<{\s]\0[^\0]",
    "utf-16-be": rb"\0[<{\s]\0?[^\0]",
}
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'<>]{1,40})[\"']", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([^\s;\"',]{1,40})", re.IGNORECASE)
# XML 1.0 forbids these; a surrogate alone is no character.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_SHIFTS = re.compile(rb"\x1b\$[@B]")  # into ISO-2022-JP's kanji
_TAGS = re.compile(rb"<[^<>]*>")
_SAMPLE = 8_000  # bytes: enough to tell by, and a hundredth of a second
_FEW = 8  # different bytes beyond ASCII: with fewer, nothing is told by their letters
_UNLIKELY, _LIKELIER = 0.6, 0.25  # a declared charset as bad as that, and a guess better by so much
_NOISE, _FEW_NOISE = 0.2, 0.6  # a guess below is none; of few bytes it is to be surer

# What to try, most likely first, for a document that declares nothing true.
_GUESSES = (
    *("cp1251", "koi8_u", "cp1252", "cp1254", "cp1256", "cp874", "gb18030", "cp949", "cp932", "big5hkscs"),
    *("euc_jp", "cp1253", "cp1255", "armscii-8", "georgian-academy", "georgian-ps", "cp866", "iso8859_5"),
    *("mac_cyrillic", "iso8859_6", "cp1250", "kz1048"),
)
_BY_LANGUAGE = {
    "ru": ("cp1251", "koi8_r"),
    "uk": ("cp1251", "koi8_u"),
    "be": ("cp1251",),
    "bg": ("cp1251",),
    "kk": ("kz1048", "cp1251"),
    "ky": ("cp1251",),
    "az": ("cp1254", "cp1251"),
    "tr": ("cp1254",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "he": ("cp1255",),
    "el": ("cp1253",),
    "th": ("cp874",),
    "zh": ("gb18030", "big5hkscs"),
    "ko": ("cp949",),
    "ja": ("cp932", "euc_jp"),
    "hy": ("armscii-8",),
    "ka": ("georgian-academy", "georgian-ps"),
    "de": ("cp1252",),
    "fr": ("cp1252",),
    "es": ("cp1252",),
    "en": ("cp1252",),
    "pl": ("cp1250",),
    "cs": ("cp1250",),
    "hu": ("cp1250",),
    "ro": ("cp1250",),
}


def text(body: bytes, content_type: str = "", setting: str = "", lang: str = "") -> str:
    """The document's text without a mark or any character that XML forbids. Never fails."""
    return _FORBIDDEN.sub("", _decoded(body, content_type, setting, lang)).lstrip("\ufeff")


def _decoded(body: bytes, content_type: str, setting: str, lang: str) -> str:
    for mark, codec in _MARKS:
        if body.startswith(mark):
            rest = body[len(mark) :]
            if codec == "utf-8" and not _is(rest, codec):
                break  # a mark that some editor left before legacy bytes
            return rest.decode(codec, "ignore")
    wide = _wide(body)
    if wide:
        return body.decode(wide, "ignore")
    declared = _candidates(body, content_type, setting)
    if body.isascii():
        usual = "iso2022_jp" if _SHIFTS.search(body) else "ascii"
        stateful = next((codec for codec in declared if codec in codepages.STATEFUL), usual)
        return body.decode(stateful, "ignore")
    if _is(body, "utf-8"):
        return body.decode("utf-8")
    legacy = [codec for codec in declared if not codec.startswith("utf")]
    if not legacy and _mostly_utf8(body):
        return body.decode("utf-8", "ignore")
    for codec in legacy:
        try:
            found = codepages.decode(body, codec)
        except UnicodeDecodeError:
            continue
        trusted = setting and codec == declared[0]
        return found if trusted else _doubted(found, body, codec, lang)
    if _mostly_utf8(body):
        return body.decode("utf-8", "ignore")
    if legacy:
        return codepages.decode(body, legacy[0], "ignore")
    best, score = _guess(body, lang)
    # Bytes that no charset makes writing of are noise in UTF-8, and dropped.
    noise = score < (_FEW_NOISE if _beyond(_sample(body)) < _FEW else _NOISE)
    return codepages.decode(body, "utf-8" if noise else best, "ignore")


def _doubted(found: str, body: bytes, codec: str, lang: str) -> str:
    """The text as declared, or as guessed where the declared charset makes no writing of it."""
    sample = _sample(body)
    if _beyond(sample) < _FEW:
        return found
    score = likeness(codepages.decode(sample, codec, "replace"))
    if score > _UNLIKELY:
        return found
    best, better = _guess(body, lang)
    return codepages.decode(body, best, "ignore") if better > score + _LIKELIER else found


def _candidates(body: bytes, content_type: str, setting: str) -> list[str]:
    header = _HEADER.search(content_type)
    inside = _DECLARED.search(body[:1024])
    names = [
        setting,
        header[1] if header else "",
        inside[1].decode("ascii", "ignore") if inside else "",
    ]
    codecs_ = [codepages.known(name) if name else None for name in names]
    # Latin-1 is what servers say by default: a declaration inside the document that says more wins.
    if codecs_[1] == "cp1252" and codecs_[2]:
        codecs_[1], codecs_[2] = codecs_[2], codecs_[1]
    return [codec for codec in codecs_ if codec]


def _is(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _wide(body: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, known by the zeros about its first blank, `<` or `{`."""
    for codec, pattern in _WIDE.items():
        if re.match(pattern, body, re.DOTALL):
            return codec
    return None


def _mostly_utf8(body: bytes) -> bool:
    """Whether a few wrong bytes stand in what is UTF-8 otherwise (cut in a letter, pasted text)."""
    letters = body.decode("utf-8", "replace")
    wrong = letters.count("\ufffd")
    right = sum(1 for letter in letters[:200_000] if letter > "\x7f" and letter != "\ufffd")
    return right >= 4 * wrong or (right > 0 and wrong <= 2)


def _guess(body: bytes, lang: str) -> tuple[str, float]:
    """The likeliest charset, and how likely it is."""
    sample = _sample(body)
    likely = _BY_LANGUAGE.get(lang.partition("-")[0].lower(), ())
    # A few such bytes are French words among English ones, or noise: other scripts have many.
    tries = likely + (_GUESSES if _beyond(sample) >= _FEW else ("cp1252", "cp1254", "cp1250"))
    best, best_score = "cp1252", -1000.0
    for rank, codec in enumerate(dict.fromkeys(tries)):
        score = likeness(codepages.decode(sample, codec, "replace")) - rank * 0.001
        if score > best_score:
            best, best_score = codec, score
    return best, best_score


def _beyond(sample: bytes) -> int:
    """How many different bytes there are beyond ASCII."""
    return sum(byte > 0x7F for byte in set(sample))


def _sample(body: bytes) -> bytes:
    """What is written between the tags, which are ASCII in every charset here."""
    return _TAGS.sub(b" ", body[:200_000])[:_SAMPLE]
