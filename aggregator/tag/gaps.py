"""What stands between two hits, read once per spelling: nothing that matters, a link, a list, or a wall."""

from __future__ import annotations

import re

from aggregator.tag.fold import fold
from aggregator.tag.grammar import Grammar

_TOKENS = re.compile(r"\w+|[^\w\s]")
_JOINERS = frozenset(",;/&-–—+·،、")
_QUIET = frozenset("'’‘`´-‐‑\"«»“”„()")
_LONGEST = 90
_ROOM = 50_000


class Gap:
    """What a gap lets pass. BESIDE: only words that part no office from its country. LINK: "of", "of the
    Republic of". JOIN: and, a comma, a dash. INNER: a head's link to its complement."""

    WALL = 0
    BESIDE = 1
    LINK = 2
    JOIN = 4
    INNER = 8
    TOUCH = 16  # nothing but blanks, a hyphen or an apostrophe


class Gaps:
    """Reads gaps by one language's grammar; remembers what it has read."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._known: dict[str, int] = {}

    def between(self, clean: str, start: int, end: int, joined: str = "") -> int:
        """What clean[start:end] lets pass, with the words that are joined to what comes behind it."""
        if end - start > _LONGEST:
            return Gap.WALL
        text = clean[start:end] + joined
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _ROOM:
                self._known.clear()
            known = self._known[text] = self._read(text)
        return known

    def _read(self, text: str) -> int:
        if "\n" in text and text.strip(" ").startswith("\n\n"):
            return Gap.WALL
        grammar = self.grammar
        tokens = _TOKENS.findall(text)
        words = [fold(token) for token in tokens if token not in _QUIET]
        joiners = [
            word
            for word, token in zip(words, (t for t in tokens if t not in _QUIET), strict=True)
            if token in _JOINERS
        ]
        plain = [fold(token) for token in tokens if token not in _QUIET and token not in _JOINERS]
        gap = Gap.WALL
        dashed = any(sign in "-‐‑–—" for sign in tokens)
        if dashed and any(f" {dash}" in text for dash in "-–—"):
            return Gap.JOIN if not plain else Gap.WALL
        if not words:
            gap |= Gap.BESIDE
            gap |= Gap.TOUCH
            if dashed:
                gap |= Gap.JOIN
            if "" in grammar.links:
                gap |= Gap.INNER
            return gap
        if any(sign in ".!?…:;()" for sign in tokens):
            return Gap.WALL
        phrase = " ".join(plain)
        if not joiners:
            if all(word in grammar.fillers for word in plain):
                gap |= Gap.BESIDE
            if phrase in grammar.links or self._after_link(phrase, grammar.links):
                gap |= Gap.INNER
            if self._links(phrase):
                gap |= Gap.LINK
        if self._joins(plain, bool(joiners)):
            gap |= Gap.JOIN
        return gap

    def _after_link(self, phrase: str, links: frozenset[str]) -> bool:
        """ "of" followed by words that do not count: "of the new"."""
        return any(
            link
            and phrase.startswith(link + " ")
            and all(word in self.grammar.fillers for word in phrase[len(link) :].split())
            for link in links
        )

    def _links(self, phrase: str) -> bool:
        grammar = self.grammar
        for link in grammar.right:
            if phrase == link or (link and phrase.startswith(link + " ")) or not link:
                rest = phrase[len(link) :].strip()
                if not link and not rest:
                    continue
                for title in grammar.titles:
                    if rest == title or rest.startswith(title + " "):
                        rest = rest[len(title) :].strip()
                        break
                if all(word in grammar.fillers for word in rest.split()) and (link or rest != phrase):
                    return True
        return False

    def _joins(self, plain: list[str], joined: bool) -> bool:
        grammar = self.grammar
        phrase = " ".join(plain)
        for word in grammar.joins:
            if word and (phrase == word or phrase.startswith(word + " ")):
                phrase, joined = phrase[len(word) :].strip(), True
                break
        if not joined:
            return False
        if not phrase or phrase in grammar.links or self._links(phrase):
            return True
        return (
            all(word in grammar.fillers or word in grammar.titles for word in phrase.split())
            or phrase in grammar.titles
        )
