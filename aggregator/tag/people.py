"""The persons beside an office: their names tie a bare office to the country that another mention gives."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.tag.fold import fold
from aggregator.tag.grammar import Grammar

_WORD = re.compile(r"[^\W\d_][\w’'ʼ‘-]*\.?")
CASELESS = frozenset(("arabic", "georgian"))
_MOST = 4
_CUT = re.compile(r"[،؛:.«»()\n]")


def names_after(clean: str, at: int, limit: int, grammar: Grammar) -> tuple[str, ...]:
    """The folded name tokens that follow position `at`, ranks left out; () where no name follows."""
    found: list[str] = []
    position = at
    while len(found) < _MOST:
        match = _WORD.search(clean, position, min(limit, position + 40))
        if match is None:
            break
        between = clean[position : match.start()]
        if between.strip(" ,،") or (found and ("," in between or "،" in between)):
            break
        word = match.group().rstrip(".")
        plain = fold(word).strip()
        if plain in grammar.ranks or plain in grammar.fillers:
            if found:
                break
        elif grammar.script in CASELESS:
            if len(found) == 3 or _nameless(plain, grammar):
                break
            found.append(plain)
        elif word[0].isupper():
            found.append(plain)
        elif found or plain not in grammar.ranks:
            break
        position = match.end()
    return tuple(found)


def names_before(clean: str, at: int, limit: int, grammar: Grammar) -> tuple[str, ...]:
    """The name in front of an office in apposition: "Zakir Hasanov, the Minister of Defence"."""
    head = clean[max(limit, at - 60) : at]
    if grammar.script in CASELESS:
        return _caseless_before(head, grammar)
    if "," not in head[-8:]:
        return ()
    head = head[: head.rindex(",")]
    found: list[str] = []
    for word in reversed(_WORD.findall(head)):
        plain = fold(word.rstrip(".")).strip()
        if not word[0].isupper() or len(found) == 3:
            break
        if plain not in grammar.ranks:
            found.insert(0, plain)
    return tuple(found)


def _caseless_before(head: str, grammar: Grammar) -> tuple[str, ...]:
    """The same where no capital tells a name: the words before the comma, back to one that is none."""
    head, comma, behind = head.rpartition("،")
    if not comma or behind.strip():
        return ()
    found: list[str] = []
    for word in reversed(_WORD.findall(_CUT.split(head)[-1])):
        plain = fold(word.rstrip(".")).strip()
        if len(found) == 3 or _nameless(plain, grammar):
            break
        if plain not in grammar.ranks:
            found.insert(0, plain)
    return tuple(found)


def _nameless(word: str, grammar: Grammar) -> bool:
    return word in grammar.not_names or bool(grammar.nameless and grammar.nameless.fullmatch(word))


def is_linked_name(words: Sequence[str], grammar: Grammar) -> bool:
    """Whether words are a holder's name and "of" or "of the", which ties him to what stands behind."""
    for size in (1, 2):
        name, link = words[:-size], fold(" ".join(words[-size:]))
        if 0 < len(name) <= _MOST and link in grammar.right:
            return all(word[0].isupper() and (word[-1].isalpha() or len(word) < 4) for word in name)
    return False


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names share a token, whatever its ending."""
    return any(_alike(a, b) for a in one for b in other)


def _alike(a: str, b: str) -> bool:
    if a == b:
        return len(a) > 2
    short, long = sorted((a, b), key=len)
    stem = max(4, len(short) - 3)
    return len(short) > 3 and long[:stem] == short[:stem] and abs(len(long) - len(short)) <= 4
