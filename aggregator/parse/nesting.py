"""How the elements of a document nest, asked of expat, so that mending guesses only where it must."""

from __future__ import annotations

from typing import Literal
from xml.parsers import expat

# Expat's errors: junk after the root; no element found, unclosed token, partial character, unclosed CDATA.
_JUNK_BEHIND = 9
_CUT = frozenset({3, 5, 6, 20})

# sound: nothing is closed by guess; cut: it was sound until it ended; broken: guess.
Nesting = Literal["sound", "cut", "broken"]


def nesting(text: str, start: int) -> Nesting:
    """How the elements nest, whatever the references, prefixes and junk behind."""
    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(text[start:].replace("&", " ").encode(), True)
    except expat.ExpatError as error:
        return "sound" if error.code == _JUNK_BEHIND else "cut" if error.code in _CUT else "broken"
    return "sound"
