"""Character and entity references, and what a stray `&` or `<` in a document's text becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.entities import html5
from xml.sax.saxutils import escape

_REFERENCE = re.compile(
    r"&(?:#(\d{1,8});|#[xX]([0-9a-fA-F]{1,7});|([A-Za-z][\w.\-]{0,63});|(#[xX]?\w{8,};))?"
)
_ENTITY = re.compile(r"<!ENTITY\s+([A-Za-z][\w.\-]{0,63})\s+(?:\"([^\"<%]*)\"|'([^'<%]*)')\s*>")
_PREDEFINED = frozenset({"lt", "gt", "amp", "quot", "apos"})
_BUDGET = 100_000  # code points that the entities of one document may expand to


class References:
    """Resolves the references of one document; `declared` are its own internal entities."""

    def __init__(self, declared: Mapping[str, str] | None = None) -> None:
        self.declared = declared or {}
        self._budget = _BUDGET

    def mend(self, text: str) -> str:
        """Text with references that any XML parser takes: known ones resolved, the rest as written."""
        if "&" in text:
            text = _REFERENCE.sub(self._resolve, text)
        return text.replace("]]>", "]]&gt;") if "]]>" in text else text

    def _resolve(self, match: re.Match[str]) -> str:
        decimal, hexadecimal, name, absurd = match.groups()
        if decimal or hexadecimal:
            code = int(decimal) if decimal else int(hexadecimal, 16)
            return escape(character(code))
        if absurd:
            return ""
        if name in _PREDEFINED:
            return match[0]
        if name:
            own = self.declared.get(name)
            if own is not None:
                self._budget -= len(own)
                return escape(own) if self._budget >= 0 else ""
            known = html5.get(name + ";")
            if known is not None:
                return escape(known)
        return "&amp;" + match[0][1:]


def character(code: int) -> str:
    """A reference's character; windows-1252's where it points into C1; "" where XML has none."""
    if 0x80 <= code <= 0x9F:
        return bytes([code]).decode("cp1252", "ignore")
    allowed = (
        code in (9, 10, 13)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )
    return chr(code) if allowed else ""


def entities(prolog: str) -> dict[str, str]:
    """The internal entities of a DTD that are plain text: none that names another, none external."""
    found: dict[str, str] = {}
    for name, double, single in _ENTITY.findall(prolog[:50_000])[:200]:
        value = re.sub(r"&#(\d{1,7}|x[0-9a-fA-F]{1,6});", _numeric, double or single)
        if "&" not in value:
            found.setdefault(name, value[:1_000])
    return found


def _numeric(match: re.Match[str]) -> str:
    digits = match[1]
    return character(int(digits[1:], 16) if digits[0] == "x" else int(digits))
