"""Country words that are a part of a longer name, or the name of another place: the tanker Pride of Kuwait,
the Algiers Accord, Indian Head in Maryland, Wellington in India, Liverpool of Montevideo.

What has a fixed form is a trap of the language's file; here is what is made anew every day.
"""

from __future__ import annotations

import re

from aggregator.tag.fold import Page
from aggregator.tag.forms import Form
from aggregator.tag.grammar import Grammar
from aggregator.tag.matcher import Hit

OTHER_PLACE = "another place of that name"
_LINKS = ("of", "the")
_NAMES = ("name", "capital", "place")
_CITIES = ("capital", "place")
_WORD_BEHIND = re.compile(r" (\w+)")
_TOWN_BEHIND = re.compile(r" [A-Z]\w+, ([A-Z]\w+(?: [A-Z]\w+)?)")  # " Head, Maryland"
_NAME_BEFORE = re.compile(r"(?: [A-Z][\w’'-]+){1,2}(?: of(?: the)?)? $")  # a ship's: "Cape ", "Pride of "
_LIST_BEFORE = re.compile(r"\b(\w+) (?:[A-Z][\w-]+(?:,? and |,? or |, ))*$")
_LIST_BEHIND = re.compile(r"(?:(?:,? and |,? or |, )[A-Z][\w-]+){0,6}+(?:(?: too| also| only)?[.,;:)!?\n]|$)")
_LISTED = re.compile(r",? (?:and|or) [A-Z]|, [A-Z]|['’]")
_ROOM = 40  # characters that a ship's name may have before the country word
_DATELINE = 60  # characters in which one names its place
_SHORT_STATE = 4  # letters; shorter ones are abbreviations that can be something else


def longer_name(page: Page, hits: list[Hit], at: int, form: Form, grammar: Grammar) -> str:
    """Why hit number `at` is a part of a longer name or another place, or ""."""
    hit = hits[at]
    clean = page.clean
    before = page.word_before(hit.start)
    if before[:1].isupper() and before.rstrip(":").lower() in grammar.named:
        return "a name of something else"
    if form.sort == "adjective":
        if grammar.tongues and _is_tongue(clean, hit, grammar):
            return "a language"
    elif form.sort in _NAMES:
        behind = _WORD_BEHIND.match(clean, hit.end)
        word = behind.group(1) if behind else ""
        if grammar.vessels and (word[:1].isupper() and word.lower() in grammar.suffixes):
            return "a ship's name"
        if grammar.vessels and (before[:1].isupper() or before in _LINKS) and _is_ship(page, hit, grammar):
            return "a ship's name"
        # "the Algiers Accord", "the Kumanovo agreement"
        named = word[:1].isupper() or before.lower() == "the"
        if form.sort in _CITIES and named and word.lower() in grammar.treaties:
            return "an agreement's name"
        if _is_acronym(page, hit, form):
            return "an abbreviation"
    if grammar.states and clean[hit.end] == " " and _is_in_state(page, hit, grammar):
        return OTHER_PLACE
    following = hits[at + 1] if at + 1 < len(hits) else None
    if following is None or following.field != hit.field or following.start - hit.end > 4:
        return ""
    return _beside(page, hit, form, following, grammar)


def _beside(page: Page, hit: Hit, form: Form, following: Hit, grammar: Grammar) -> str:
    """What another country's word directly behind makes of a city."""
    codes = {other.code for other in following.forms if other.code}
    if form.sort not in _CITIES or not codes or form.code in codes:
        return ""
    sorts = {other.sort for other in following.forms}
    between = page.clean[hit.end : following.start]
    state = page.folded[following.start : following.end] in grammar.states  # Rome, Georgia: context.state
    if (
        between == ", "
        and "name" in sorts
        and not state
        and page.folded[hit.start : hit.end] in grammar.towns
    ):
        return "" if _LISTED.match(page.clean, following.end) else OTHER_PLACE
    if between == " of " and sorts <= set(_CITIES):
        return "a club's name"
    return ""


def _is_tongue(clean: str, hit: Hit, grammar: Grammar) -> bool:
    """Whether an adjective alone, or the last of its list, says in what language: "in Polish and Somali"."""
    behind = _LIST_BEHIND.match(clean, hit.end)
    if behind is None:
        return False
    before = _LIST_BEFORE.search(clean, max(0, hit.start - _ROOM), hit.start)
    return before is not None and before.group(1) in grammar.tongues


def _is_acronym(page: Page, hit: Hit, form: Form) -> bool:
    """Whether a name stands all in capitals among words that do not, and not where a dateline does: LIMA."""
    surface = page.clean[hit.start : hit.end]
    if not surface.isupper() or len(surface) < _SHORT_STATE or form.written.isupper():
        return False
    low, high = page.bounds(hit.field)
    before = page.clean[max(low, hit.start - _DATELINE) : hit.start]
    behind = page.clean[hit.end : min(high, hit.end + _DATELINE)]
    return any(letter.islower() for letter in before) and not behind.isupper()


def _is_ship(page: Page, hit: Hit, grammar: Grammar) -> bool:
    low = max(0, hit.start - _ROOM)
    name = _NAME_BEFORE.search(page.clean, low, hit.start)
    return name is not None and page.folded[low : name.start()].endswith(grammar.vessels)


def _is_in_state(page: Page, hit: Hit, grammar: Grammar) -> bool:
    """ "Indian Head, Maryland": one more word, then an American state."""
    behind = _TOWN_BEHIND.match(page.clean, hit.end)
    if behind is None:
        return False
    start = behind.start(1)
    words = page.folded[start : behind.end(1)].split()
    states = (" ".join(words), words[0])
    return any(state in grammar.states and len(state) > _SHORT_STATE for state in states)
