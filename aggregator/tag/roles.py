"""Subject or mention: who acts or is acted on, and who is only the place, the list or the background.

`Judge` gathers the signs of each country, `roles` weighs them by data/roles.toml, whose weights
tools/roles.py finds from labelled entries; each sign has a name, so that an explanation can say what decided.
"""

from __future__ import annotations

import math
from bisect import bisect_left

from aggregator.tag.fold import Page
from aggregator.tag.grammar import Grammar
from aggregator.tag.matcher import ending
from aggregator.tag.sentences import sentence_of
from aggregator.tag.units import CountryUnit, OfficeUnit, Unit

_HOLDERS = ("holder-front", "holder-later", "holder-plural")
# What a country that is only a place can have: signs of a mention, and those of the page.
_PLACES = ("venue", "towards", "towards-place", "dateline", "topic", "home", "alone", "among-many")
_MORE = (0.0, 0.0, 1.0, math.log2(3), 2.0)  # by how often a sign occurs
_LONG_LIST = 4  # from so many countries on, a list singles nobody out
Signs = dict[str, int]  # sign → times


class Judge:
    """Gathers the signs of each country on a page."""

    def __init__(
        self, page: Page, units: list[Unit], sentences: list[int], grammars: list[Grammar | None], home: str
    ) -> None:
        self._page = page
        self._sentences = sentences
        self._grammars = grammars
        self._home = home
        self._lead = self._lead_sentence()
        self._countries = [unit for unit in units if isinstance(unit, CountryUnit)]
        self._offices = [unit for unit in units if isinstance(unit, OfficeUnit)]
        self._listed = self._lists()
        self._mentions = [(unit.code, self._sign(at, unit)) for at, unit in enumerate(self._countries)]

    def signs(self) -> dict[str, Signs]:
        """What speaks for each country's part; to be asked again once the offices are settled."""
        found: dict[str, Signs] = {}
        for code, sign in self._mentions:
            signs = found.setdefault(code, {})
            signs[sign] = signs.get(sign, 0) + 1
        for office in self._offices:
            if office.void or not office.codes:
                continue
            if not office.kinds:
                sign = "other-holder"
            elif len(office.codes) >= _LONG_LIST:
                sign = "holder-listed"
            elif self._where(office) != "later":
                sign = "holder-front"
            else:
                sign = "holder-plural" if office.plural else "holder-later"
            for code in office.codes:
                signs = found.setdefault(code, {})
                signs[sign] = signs.get(sign, 0) + 1
        for code, signs in found.items():
            if code == self._home:
                signs["home"] = 1
            if len(found) == 1:
                signs["alone"] = 1
            if len(found) > 4:
                signs["among-many"] = 1
        return found

    def _sign(self, at: int, unit: CountryUnit) -> str:
        """The sign of the country that is mentioned as number `at`."""
        if unit.dateline:
            return "dateline"
        where = self._where(unit)
        if unit.holds:
            return f"{where}-holds"
        if unit in self._listed:
            return f"{where}-listed"
        what = self._what(at, unit) or self._apposed(at, unit)
        if where == "later" and not what and self._opens_sentence(unit):
            return "later-opens"
        if what:
            return f"{where}-{what}"
        return f"{where}-{unit.sort if unit.sort in ('adjective', 'place') else 'name'}"

    def _where(self, unit: Unit) -> str:
        if self._page.fields[unit.field] == "title":
            return "title"
        return "lead" if sentence_of(self._sentences, unit.start) == self._lead else "later"

    def _what(self, at: int, unit: CountryUnit) -> str:
        grammar = self._grammars[unit.field]
        if grammar is None:
            return ""
        before = self._page.folded[max(0, unit.start - 36) : unit.start].rstrip() + unit.hit.joined
        if before.endswith(grammar.topic):
            return "topic"
        joined = ending(unit.hit, self._page.clean) if grammar.inflects else ""
        if grammar.topic_behind or grammar.venue_behind:
            following = self._page.folded[unit.end : unit.end + 48].lstrip()
            if joined and following.startswith(joined + " "):  # 'nin, -nin
                following = following[len(joined) + 1 :].lstrip()
            if following.startswith(grammar.topic_behind):
                return "topic"
            if following.startswith(grammar.venue_behind):
                return "venue"
        if unit.sort == "adjective":
            behind = self._page.folded[unit.end : unit.end + 40].split()[:2]
            if grammar.nouns_before or not grammar.binds_left:  # the noun stands before its adjective
                behind = _nouns(before, grammar)
            if behind and behind[0] in grammar.things:
                return "thing"  # Turkish-made drones
            if any(word in grammar.actors for word in behind):
                return "actor"
            return "thing" if any(word in grammar.things for word in behind) else ""
        if before.endswith(grammar.venue):
            return "venue"
        if before.endswith(grammar.towards):
            return "towards-place" if unit.sort == "place" else "towards"
        if joined.endswith(grammar.venue_endings):
            return "venue"
        if joined.endswith(grammar.towards_endings):
            return "towards"
        if grammar.venue_endings and not joined:  # in a list only the last takes the ending
            last = self._countries[at + 1] if at + 1 < len(self._countries) else None
            if last is not None and last.field == unit.field and self._joined(unit, last):
                return "venue" if self._what(at + 1, last) == "venue" else ""
        return ""

    def _apposed(self, at: int, unit: CountryUnit) -> str:
        """The part of a country that stands behind its own place: "in Kielce, Poland"."""
        before = self._countries[at - 1] if at else None
        if before is None or before.code != unit.code or before.field != unit.field:
            return ""
        between = self._page.clean[before.end : unit.start]
        return self._what(at - 1, before) if between == ", " else ""

    def _lead_sentence(self) -> int:
        """The first sentence after the title, passing over a dateline."""
        page = self._page
        for index, name in enumerate(page.fields):
            if name != "title":
                at = sentence_of(self._sentences, page.starts_in_clean[index])
                following = self._sentences[at + 1] if at + 1 < len(self._sentences) else len(page.clean)
                while following - self._sentences[at] < 40 and at + 1 < len(self._sentences) - 1:
                    at += 1
                    following = self._sentences[at + 1]
                return at
        return 0

    def _opens_sentence(self, unit: CountryUnit) -> bool:
        at = bisect_left(self._sentences, unit.start + 1) - 1
        return unit.start - self._sentences[at] <= 4

    def _lists(self) -> set[CountryUnit]:
        """The countries that stand in long lists."""
        found: set[CountryUnit] = set()
        run: list[CountryUnit] = []
        if len(self._countries) < _LONG_LIST:
            return found
        for unit in [*self._countries, None]:
            if unit is None or (run and (unit.field != run[-1].field or not self._joined(run[-1], unit))):
                if len(run) >= _LONG_LIST:
                    found.update(run)
                run = []
            if unit is not None:
                run.append(unit)
        return found

    def _joined(self, left: CountryUnit, right: CountryUnit) -> bool:
        return right.start - left.end <= 12 and len(self._page.folded[left.end : right.start].split()) <= 2


def _nouns(before: str, grammar: Grammar) -> list[str]:
    """The two words before an adjective, as they are and without what is joined to them."""
    found: list[str] = []
    for word in before.split()[:-3:-1]:
        found.append(word)
        found.extend(word[len(prefix) :] for prefix in grammar.prefixes if prefix and word.startswith(prefix))
    return found


def weigh(signs: Signs, weights: dict[str, float]) -> float:
    """The log-odds that a country with these signs is a subject."""
    total = weights.get("bias", 0.0)
    for sign, count in signs.items():
        total += weights.get(sign, 0.0)
        if count > 1:
            total += weights.get(sign + "+", 0.0) * _MORE[min(count, 4)]
    return total


def roles(signs: dict[str, Signs], weights: dict[str, float]) -> dict[str, bool]:
    """Whether each country is a subject."""
    return {code: weigh(sign, weights) > 0 for code, sign in signs.items()}


class Impression:
    """What the signs say before bare offices have their countries: for settling these."""

    def __init__(self, signs: dict[str, Signs], weights: dict[str, float]) -> None:
        likely = [code for code, yes in roles(signs, weights).items() if yes]
        # The likely subjects, the most prominent first.
        self.subjects = sorted(likely, key=lambda code: _prominence(signs[code]), reverse=True)
        # The countries named only as a place, or as what something goes to.
        self.visited = {code for code, sign in signs.items() if all(name.endswith(_PLACES) for name in sign)}


def _prominence(sign: Signs) -> tuple[int, int, int]:
    front = sum(count for name, count in sign.items() if name.startswith(("title", "lead")))
    return sum(sign.get(name, 0) for name in _HOLDERS), front, sum(sign.values())
