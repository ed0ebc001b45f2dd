"""Charsets: the names that the wire uses for them, and three that Python lacks.

Names follow the WHATWG Encoding Standard where it widens one charset to another (latin-1 to
windows-1252, gb2312 to gb18030), since publishers mean the wider one.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping

WIDER: Mapping[str, str] = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "x-windows-874": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jp",
    "win-1251": "cp1251",
    "win1251": "cp1251",
    "cp-1251": "cp1251",
    "windows1251": "cp1251",
    "x-cp1251": "cp1251",
    "x-mac-cyrillic": "mac_cyrillic",
    "dos-866": "cp866",
    "koi8": "koi8_r",
    "koi": "koi8_r",
    "strk1048-2002": "kz1048",
    "rk1048": "kz1048",
    "unicode": "utf-8",
    "utf8mb4": "utf-8",
    "iso-10646-ucs-2": "utf-16",
    "ucs-2": "utf-16",
    "geostd8": "georgian-ps",
    "x-georgian-ps": "georgian-ps",
    "x-georgian-academy": "georgian-academy",
    "armscii8": "armscii-8",
    "armscii": "armscii-8",
}

# Seven-bit charsets that escape into others: their bytes are valid UTF-8 and mean something else.
STATEFUL = frozenset({"iso2022_jp", "iso2022_kr", "hz", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext"})

_LATIN = [bytes([code]).decode("cp1252", "replace") for code in range(256)]
_GEORGIAN = "".join(map(chr, range(0x10D0, 0x10F7)))


def _academy() -> str:
    table = list(_LATIN)
    table[0xC0 : 0xC0 + len(_GEORGIAN)] = _GEORGIAN
    return "".join(table)


def _parliament() -> str:
    # The same letters, the five archaic ones at their places in the old alphabet.
    table = list(_LATIN)
    table[0xC0:0xE6] = "აბგდევზჱთიკლმნჲოპჟრსტჳუფქღყშჩცძწჭხჴჯჰჵ"
    return "".join(table)


def _armscii() -> str:
    table = [chr(code) for code in range(256)]
    table[0xA2:0xB2] = "և։)(»«—.՝,-֊…՜՛՞"
    for letter in range(38):
        table[0xB2 + 2 * letter] = chr(0x531 + letter)
        table[0xB3 + 2 * letter] = chr(0x561 + letter)
    table[0xFE] = "՚"
    return "".join(table)


_OURS: Mapping[str, str] = {
    "georgian-academy": _academy(),
    "georgian-ps": _parliament(),
    "armscii-8": _armscii(),
}


def known(name: str) -> str | None:
    """The codec for a charset's name as the wire has it, or None; never one that is no charset."""
    label = name.strip().strip("\"'").lower()
    label = WIDER.get(label, label)
    if label in _OURS:
        return label
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    # Python marks its bytes-to-bytes codecs (zip, hex, rot13); UTF-7 is a way to smuggle markup.
    if not getattr(info, "_is_text_encoding", True) or info.name in {"utf-7", "idna", "punycode"}:
        return None
    if info.name in {"raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem"}:
        return None
    return WIDER.get(info.name.replace("_", "-"), info.name)


def decode(body: bytes, codec: str, errors: str = "strict") -> str:
    """Bytes to text by a codec that `known` gave; UnicodeDecodeError under strict."""
    table = _OURS.get(codec)
    if table is None:
        return body.decode(codec, errors)
    return codecs.charmap_decode(body, errors, table)[0]
