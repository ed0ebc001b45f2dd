"""Folding: how a text is made comparable without moving a letter.

`fold` maps one code point to one (case, marks of Latin and Greek letters, Arabic and Persian variants,
punctuation to a space), so that an offset into the folded text is an offset into the text. Only where
marks stand apart or invisible characters and runs of blanks occur is there a second text and a way back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

# What takes no room in a word: soft hyphens, zero-width, direction and combining marks, harakat, tatweel.
_INVISIBLE = (
    "\u00ad\u034f\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
    "\u0300-\u034e\u0350-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
)
_NEEDS_CLEANING = re.compile(rf"[{_INVISIBLE}]|[^\S\n]{{2}}|[^\S\n]\n|\n[^\S\n]")
_UNSEEN = re.compile(rf"[{_INVISIBLE}]+")
_DROPPED = re.compile(rf"[{_INVISIBLE}]+|[^\S\n]+(?=\n)|(?<=\s)[^\S\n]+")

# Letters whose plain form no decomposition gives.
_SPECIAL = {
    "ı": "i", "İ": "i", "ə": "e", "Ə": "e", "ß": "s", "ẞ": "s", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "t", "Þ": "t", "æ": "a", "Æ": "a", "œ": "o", "Œ": "o",
    "ŋ": "n", "Ŋ": "n", "ħ": "h", "Ħ": "h", "ё": "е", "Ё": "е", "ґ": "г", "Ґ": "г", "ѝ": "и",
    # Arabic and Persian letters that writers and keyboards interchange
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ې": "ي", "ة": "ه", "ۀ": "ه",
    "ھ": "ه", "ہ": "ه", "ک": "ك", "ؤ": "و", "և": "և",
}  # fmt: skip


def _table() -> dict[int, int]:
    table: dict[int, int] = {}
    ranges = ((0x0021, 0x0590), (0x0600, 0x0700), (0x10A0, 0x1100), (0x1C90, 0x1CC0), (0x1E00, 0x2000))
    for low, high in ranges:
        for code in range(low, high):
            char = chr(code)
            if char in _SPECIAL:
                table[code] = ord(_SPECIAL[char])
                continue
            folded = char.lower()
            if len(folded) == 1:
                base = unicodedata.normalize("NFD", folded)[0]
                folded = _SPECIAL.get(base, base)
            else:
                folded = unicodedata.normalize("NFD", folded)[0]
            category = unicodedata.category(folded)
            if category[0] not in "LNM":
                folded = " "
            if folded != char:
                table[code] = ord(folded)
    for code in (
        *range(0x2000, 0x2070),
        *range(0x3000, 0x3020),
        0x00A0,
        0x0009,
        0x000A,
        0x000D,
        0x000B,
        0x000C,
    ):
        table[code] = ord(" ")
    table[0x200C] = ord(" ")  # Persian's zero-width non-joiner parts words as a hyphen does
    for code in range(0xD800, 0xE000):
        table[code] = ord(" ")  # half of a pair is no character, and no library takes it
    for code in (0x02BB, 0x02BC, 0x2019, 0x2018):
        table[code] = ord(" ")
    return table


_FOLDED = _table()


def bare(text: str) -> str:
    """The text without what takes no room in a word."""
    return _UNSEEN.sub("", text)


_FOREIGN = re.compile(r"[^\x00-\x7f]")
_FEW = 0.9  # of a text's letters in ASCII: then the others are looked up one by one


def _plain(found: re.Match[str]) -> str:
    code = ord(found.group())
    return chr(_FOLDED.get(code, code))


def fold(text: str) -> str:
    """The text with every code point in its plain form; as long as the text."""
    # translate() has a short cut for ASCII that a single “ would cost.
    if not text.isascii() and len(text.encode("ascii", "ignore")) > _FEW * len(text):
        text = _FOREIGN.sub(_plain, text)
    return text.translate(_FOLDED)


_LONGEST_WORD = 40  # characters; one without end must not be read to its beginning


@dataclass(slots=True)
class Page:
    """An entry's fields as one text: `clean` to read, `folded` to match, both of one length.

    Both begin and end with a blank, and two line feeds part the fields. `locate` leads from a position
    in them back to the field and its own offsets.
    """

    clean: str
    folded: str
    fields: tuple[str, ...]
    given: dict[str, str]  # each field's text as it came
    starts: tuple[int, ...]  # of each field, in the joined text
    starts_in_clean: tuple[int, ...]
    back: list[int] | None  # position in clean → position in the joined text, where they differ

    def bounds(self, field: int) -> tuple[int, int]:
        """Where a field begins and ends in `clean`."""
        last = field + 1 == len(self.fields)
        return self.starts_in_clean[field], len(self.clean) - 1 if last else self.starts_in_clean[
            field + 1
        ] - 2

    def field_at(self, position: int) -> int:
        """The number of the field in which a position of `clean` lies."""
        return bisect_right(self.starts_in_clean, position) - 1

    def word_before(self, position: int) -> str:
        """What stands between the blank before a word of `clean` and the one before that."""
        low = max(0, position - _LONGEST_WORD)
        return self.clean[max(self.clean.rfind(" ", low, position - 1), low) + 1 : position - 1]

    def locate(self, start: int, end: int) -> tuple[str, int, int]:
        """The field and the half-open offsets in it of clean[start:end], which lies within one field."""
        if self.back is not None:
            start, end = self.back[start], self.back[end - 1] + 1
        at = bisect_right(self.starts, start) - 1
        return self.fields[at], start - self.starts[at], end - self.starts[at]


def _needs_cleaning(text: str) -> bool:
    if text.isascii():  # quicker than the pattern, and most text
        blanks = "\t" in text or "\r" in text or "\x0b" in text or "\x0c" in text
        if not blanks:
            return "  " in text or " \n" in text or "\n " in text
    return _NEEDS_CLEANING.search(text) is not None


def lay_out(pieces: list[tuple[str, str]]) -> Page:
    """Join an entry's (field, text) pairs into one page; empty fields are left out."""
    pieces = [(name, text) for name, text in pieces if text]
    starts, at = [], 1
    for _, text in pieces:
        starts.append(at)
        at += len(text) + 2
    joined = "\n" + "\n\n".join(text for _, text in pieces) + "\n"
    fields = tuple(name for name, _ in pieces)
    if not _needs_cleaning(joined):
        return Page(joined, fold(joined), fields, dict(pieces), tuple(starts), tuple(starts), None)
    clean: list[str] = []
    back: list[int] = []
    last = 0
    for found in _DROPPED.finditer(joined):
        clean.append(joined[last : found.start()])
        back.extend(range(last, found.start()))
        last = found.end()
    clean.append(joined[last:])
    back.extend(range(last, len(joined)))
    text = "".join(clean)
    return Page(
        text,
        fold(text),
        fields,
        dict(pieces),
        tuple(starts),
        tuple(bisect_left(back, at) for at in starts),
        back,
    )
