"""Which charset a document is in, and its text.

In this order: a byte order mark; UTF-16 and UTF-32 by their zeros; valid UTF-8, whatever is
declared; the feed's own `encoding`; the Content-Type's charset (RFC 7303 section 3.2) and the XML
declaration's; a guess by letters.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from aggregator.parse import codepages

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'<>]{1,40})[\"']", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([^\s;\"',]{1,40})", re.IGNORECASE)
# XML 1.0 forbids these; a surrogate alone is no character.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

# What to try, most likely first, for a document that declares nothing true.
_GUESSES = (
    "cp1251",
    "koi8_r",
    "cp1254",
    "cp1256",
    "cp874",
    "gb18030",
    "cp949",
    "cp932",
    "big5hkscs",
    "cp1253",
    "cp1255",
    "armscii-8",
    "georgian-academy",
    "cp1252",
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
        stateful = next((codec for codec in declared if codec in codepages.STATEFUL), "ascii")
        return body.decode(stateful, "ignore")
    if _is(body, "utf-8"):
        return body.decode("utf-8")
    legacy = [codec for codec in declared if not codec.startswith("utf")]
    if not legacy and _mostly_utf8(body):
        return body.decode("utf-8", "ignore")
    for codec in legacy:
        try:
            return codepages.decode(body, codec)
        except UnicodeDecodeError:
            continue
    if _mostly_utf8(body):
        return body.decode("utf-8", "ignore")
    if legacy:
        return codepages.decode(body, legacy[0], "ignore")
    return codepages.decode(body, _guess(body, lang), "ignore")


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
    """UTF-16 or UTF-32 without a mark, known by the zeros about its first `<` or `{`."""
    head = body[:4].replace(b"{", b"<")
    if head == b"<\0\0\0":
        return "utf-32-le"
    if head == b"\0\0\0<":
        return "utf-32-be"
    if head[:2] == b"<\0":
        return "utf-16-le"
    if head[:2] == b"\0<":
        return "utf-16-be"
    return None


def _mostly_utf8(body: bytes) -> bool:
    """Whether a few wrong bytes stand in what is UTF-8 otherwise (cut in a letter, pasted text)."""
    letters = body.decode("utf-8", "replace")
    wrong = letters.count("\ufffd")
    right = sum(1 for letter in letters[:200_000] if letter > "\x7f" and letter != "\ufffd")
    return right >= 4 * wrong or (right > 0 and wrong <= 2)


def _guess(body: bytes, lang: str) -> str:
    sample = bytes(body[:200_000])
    tries = _BY_LANGUAGE.get(lang.partition("-")[0].lower(), ()) + _GUESSES
    best, best_score = "cp1252", -1.0
    for rank, codec in enumerate(tries):
        score = _likeness(codepages.decode(sample, codec, "replace")) - rank * 0.005
        if score > best_score:
            best, best_score = codec, score
    return best


def _likeness(letters: str) -> float:
    """How much a decoded sample looks like writing: letters of one script, small ones inside words."""
    scripts: dict[str, int] = {}
    good = odd = total = 0
    before = " "
    for letter in letters:
        if letter > "\x7f":
            total += 1
            kind = unicodedata.category(letter)
            if kind in {"Ll", "Lo", "Lm", "Mn", "Mc"} or (kind == "Lu" and not before.isalpha()):
                good += 1
                script = unicodedata.name(letter, "?").split(" ", 1)[0]
                scripts[script] = scripts.get(script, 0) + 1
            elif kind in {"Lu", "Cc", "Co", "Cn", "So", "Sm"} or letter == "\ufffd":
                odd += 1
        before = letter
    if not total:
        return 0.0
    # A letter of Latin among legacy bytes is likelier wrong when most bytes are high.
    dense = total / max(1, sum(1 for letter in letters if letter.isalpha()))
    if max(scripts, key=lambda name: scripts[name], default="") == "LATIN" and dense > 0.5:
        odd += total // 2
    return (max(scripts.values(), default=0) - 2 * odd + 0.2 * good) / total
