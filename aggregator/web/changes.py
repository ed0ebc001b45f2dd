"""What one version of a text changed from the one before, word by word. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

MAX_WORDS = 1500  # more is compared line by line: difflib's time grows with the square
CONTEXT = 160  # code points of unchanged text kept on each side of a change

Change = tuple[str, str]  # "+", "-" or " ", and the text


def changes(before: str, after: str) -> list[Change]:
    """The changes, with what is around them; empty if there are none."""
    if before == after:
        return []
    old, new = _pieces(before), _pieces(after)
    found: list[Change] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=len(old) > MAX_WORDS).get_opcodes():
        if kind == "equal":
            found.append((" ", "".join(old[i:j])))
            continue
        if j > i:
            found.append(("-", "".join(old[i:j])))
        if m > k:
            found.append(("+", "".join(new[k:m])))
    last = len(found) - 1
    return [
        (kind, _near(text, at_start=place == 0, at_end=place == last) if kind == " " else text)
        for place, (kind, text) in enumerate(found)
    ]


def _pieces(text: str) -> list[str]:
    words = re.findall(r"\s+|\w+|[^\w\s]", text)
    return words if len(words) <= MAX_WORDS else text.splitlines(keepends=True)


def _near(text: str, *, at_start: bool, at_end: bool) -> str:
    """The part of unchanged text that is near a change."""
    if at_start:
        return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:]
    if at_end:
        return text if len(text) <= CONTEXT else text[:CONTEXT] + " …"
    return text if len(text) <= 2 * CONTEXT else f"{text[:CONTEXT]} … {text[-CONTEXT:]}"
