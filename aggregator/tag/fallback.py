"""The country of an office that grammar left bare, by the order of tagging.md: the person, the same office
elsewhere, our country, the only subject, the publisher's home; and of counterparts, the other side.
"""

from __future__ import annotations

from itertools import pairwise

from aggregator.tag.binding import VOIDING
from aggregator.tag.counterparts import give_kinds
from aggregator.tag.fold import Page, fold
from aggregator.tag.grammar import Grammar
from aggregator.tag.offices import CountryUnit, MarkerUnit, OfficeUnit, Unit
from aggregator.tag.people import names_after, names_before, same_person
from aggregator.tag.scene import scene
from aggregator.tag.sentences import sentence_of
from aggregator.tag.territories import DEPENDENT

_MOST = 48  # offices of one kind, countries of one sentence, that are compared: a long text stays linear


class Settler:
    """Settles the bare offices of one page. `subjects` are its likely subjects, the most prominent first;
    `visited` are the countries that are named only as a place or as what something goes to."""

    def __init__(
        self,
        page: Page,
        units: list[Unit],
        sentences: list[int],
        grammars: list[Grammar | None],
        home: str,
        subjects: list[str],
        visited: set[str],
    ) -> None:
        self._page = page
        self._units = units
        self._sentences = sentences
        self._grammars = grammars
        self._home = "" if home in DEPENDENT else home  # a territory's bare offices are no nation's
        self._subjects = subjects
        self._visited = visited
        self._offices = [unit for unit in units if isinstance(unit, OfficeUnit)]
        self._ours = any(isinstance(unit, MarkerUnit) and unit.what == "our" for unit in units)
        self._named: set[str] = set()
        self._first: dict[str, int] = {}  # where each country is named first
        self._near: dict[int, list[CountryUnit]] = {}  # the countries of each sentence
        for unit in units:
            if isinstance(unit, CountryUnit):
                self._named.add(unit.code)
                self._first.setdefault(unit.code, unit.start)
                near = self._near.setdefault(self._sentence(unit), [])
                if len(near) < _MOST:
                    near.append(unit)
        self._before: dict[OfficeUnit, OfficeUnit] = {
            office: other
            for other, office in pairwise(units)
            if isinstance(office, OfficeUnit) and isinstance(other, OfficeUnit)
        }
        self._held: dict[str, list[OfficeUnit]] = {}  # the offices of each kind that have their country

    def settle(self) -> None:
        """Give each bare office its codes and the rule that found them; those without any give no tag."""
        self._name_holders()
        give_kinds(self._offices)
        ministries = [office for office in self._offices if office.kinds and not office.void]
        for office in ministries:
            self._markers(office)
            self._hold(office)
        for office in ministries:
            if office.owns:
                self._by_name(office)
                self._hold(office)
        proposed = {office.kinds for office in self._offices if office.void == VOIDING["proposed"]}
        for office in ministries:
            if not office.codes and not office.person and office.kinds in proposed:
                office.void = VOIDING["proposed"]  # the headline says it shorter
            if not office.codes and not office.void:
                self._settle(office)
                self._hold(office)

    def _sentence(self, unit: Unit) -> int:
        return sentence_of(self._sentences, unit.start)

    def _hold(self, office: OfficeUnit) -> None:
        if office.codes and not office.void:
            for kind in office.kinds:
                held = self._held.setdefault(kind, [])
                if len(held) < _MOST and office not in held:
                    held.append(office)

    def _same_kind(self, office: OfficeUnit) -> list[OfficeUnit]:
        found: dict[OfficeUnit, None] = {}
        for kind in office.kinds:
            found.update(dict.fromkeys(self._held.get(kind, ())))
        found.pop(office, None)
        return list(found)

    def _name_holders(self) -> None:
        page = self._page
        for at, office in enumerate(self._units):
            if not isinstance(office, OfficeUnit) or office.plural:
                continue
            grammar = self._grammars[office.field]
            if grammar is None:
                continue
            start = office.end
            for word, _ in office.bound:
                if word is not None and word.start >= office.end:
                    start = max(start, word.end)
            stop = start + 200
            if office.field + 1 < len(page.fields):
                stop = min(stop, page.starts_in_clean[office.field + 1])
            following = at + 1
            while following < len(self._units) and self._units[following].start < start:
                following += 1
            if following < len(self._units):
                stop = min(stop, self._units[following].start)
            low = page.starts_in_clean[office.field]
            if at and self._units[at - 1].field == office.field:
                low = max(low, self._units[at - 1].end)
            office.name = names_after(page.clean, start, stop, grammar)
            office.name = office.name or names_before(page.clean, office.start, low, grammar)

    def _markers(self, office: OfficeUnit) -> None:
        """Markers that grammar tied to an office: both countries, our country."""
        for word, _ in office.bound:
            if isinstance(word, MarkerUnit) and not office.codes:
                if word.what == "our" and self._home:
                    office.codes, office.rule = [self._home], f"{office.rule}+home"
                elif word.what == "same":
                    code = self._last_named(word)
                    office.codes, office.rule = [code] if code else [], f"{office.rule}+last-named"
                elif word.what == "both" and len(self._subjects) >= 2:
                    office.codes, office.rule = self._subjects[:2], f"{office.rule}+both-sides"

    def _last_named(self, word: Unit) -> str:
        """The country that "this country" means: the one named last before it."""
        last = ""
        for unit in self._near.get(self._sentence(word), ()) or ():
            if unit.start < word.start and unit.sort in ("name", "adjective"):
                last = unit.code
        return last or (self._subjects[0] if len(self._subjects) == 1 else "")

    def _by_name(self, office: OfficeUnit) -> None:
        """The country that a by-name itself says, unless the entry ties the name elsewhere."""
        strong = [code for code, weak in office.owns if not weak]
        codes = [code for code, _ in office.owns]
        if office.codes:
            one_word = " " not in self._page.clean[office.start : office.end]
            if strong and one_word and not office.generic:
                office.codes, office.bound = strong[:1], []
            elif not strong and not office.generic and not set(codes) & set(office.codes):
                office.void = "another country's by-name"
            return
        if strong and not office.generic:
            office.codes = strong[:1]
            return
        found = self._by_person(office) or self._by_same_name(office)
        if not found and self._home in codes:
            found = self._home
        if not found:
            found = next((code for code in codes if code in self._named), "") or (strong[0] if strong else "")
        if found:
            office.codes = [found]
        elif not office.generic:
            office.void = "a by-name without its country"

    def _by_same_name(self, office: OfficeUnit) -> str:
        """The country to which the entry ties the very same by-name elsewhere."""
        surface = self._page.folded[office.start : office.end]
        for other in self._same_kind(office):
            if other.bound and self._page.folded[other.start : other.end] == surface:
                return other.codes[0]
        return ""

    def _settle(self, office: OfficeUnit) -> None:
        if office.counterpart:
            self._settle_counterpart(office)
        elif office.plural and not office.split:
            self._settle_plural(office)
        else:
            for rule, find in (
                ("person", self._by_person),
                ("company", self._by_company),
                ("side", self._by_side),
                ("same-office", self._by_same_office),
                ("abroad", self._by_abroad),
                ("home", self._by_home_side),
                ("facing", self._by_other_side),
                ("only-subject", self._by_only_subject),
                ("home", self._by_home),
            ):
                code = find(office)
                if code:
                    office.codes, office.rule = [code], f"{office.rule}+{rule}"
                    return

    def _by_person(self, office: OfficeUnit) -> str:
        if not office.name:
            return ""
        for held in self._held.values():
            for other in held:
                if other is not office and len(other.codes) == 1 and same_person(office.name, other.name):
                    return other.codes[0]
        return ""

    def _by_company(self, office: OfficeUnit) -> str:
        """ "Norwegian Prime Minister Støre and Defence Minister Sandvik": in one breath, of one state."""
        grammar, other = self._grammars[office.field], self._before.get(office)
        if grammar is None or other is None or len(other.codes) != 1 or other.void or other.counterpart:
            return ""
        between = self._page.clean[other.end : office.start]
        words = [word.strip(",.") for word in between.split()]
        if len(between) > 70 or not words or fold(words[-1]) not in grammar.joins or "." in between[-8:]:
            return ""
        if all(word[:1].isupper() or fold(word) in grammar.ranks for word in words[:-1]):
            return other.codes[0]
        return ""

    def _by_side(self, office: OfficeUnit) -> str:
        """ "On the Saudi side the Minister of Interior …": the country before the word, in one sentence."""
        grammar = self._grammars[office.field]
        if grammar is None or not grammar.sides:
            return ""
        for unit in reversed(self._near.get(self._sentence(office), ())):
            if unit.start < office.start:
                following = self._page.folded[unit.end : unit.end + 20].split()
                if following and following[0] in grammar.sides:
                    return unit.code
        return ""

    def _by_same_office(self, office: OfficeUnit) -> str:
        """The one country that holds the same office elsewhere, if no other person is meant."""
        codes: dict[str, None] = {}
        beside: set[str] = set()
        for other in self._same_kind(office):
            if other.counterpart or len(other.codes) != 1:
                continue
            if self._turns(office, other):
                continue
            if office.person and not same_person(office.name, other.name) and self._differs(office, other):
                if self._sentence(office) == self._sentence(other):
                    beside.add(other.codes[0])
                continue
            codes[other.codes[0]] = None
        for code in beside:  # one sentence has both: another mention of the other does not count
            codes.pop(code, None)
        if self._home in codes:
            return self._home
        return next(iter(codes)) if len(codes) == 1 else ""

    def _differs(self, office: OfficeUnit, other: OfficeUnit) -> bool:
        """Whether two holders of one kind of office are two: both have names, or one sentence has both."""
        if other.person:
            return bool(office.name) or self._sentence(office) == self._sentence(other)
        return bool(office.name) and self._home in self._named and self._home not in other.codes

    def _by_home_side(self, office: OfficeUnit) -> str:
        """The home, where the bare office faces a foreign one of its kind or the text says "our country"."""
        if not self._home or self._ours:
            return self._home
        facing = self._same_kind(office)
        if not facing or any(self._home in other.codes for other in facing):
            return ""
        if not office.person and self._home not in self._named and not self._native(office):
            return ""
        return self._home

    def _native(self, office: OfficeUnit) -> bool:
        """Whether the office stands in the home's own language, where a bare one is mostly its own."""
        grammar = self._grammars[office.field]
        return bool(self._home) and grammar is not None and self._home in grammar.bare_home

    def _turns(self, office: OfficeUnit, other: OfficeUnit) -> bool:
        """Whether the text turns to a foreign office only behind a bare native one."""
        code = other.codes[0]
        if code == self._home or other.start < office.start or not self._native(office):
            return False
        return self._home in self._named or self._opens(office, code)

    def _opens(self, office: OfficeUnit, code: str) -> bool:
        """Whether a bare native office stands before that country is first named: a guest of the text."""
        return code != self._home and self._native(office) and office.start < self._first.get(code, -1)

    def _by_other_side(self, office: OfficeUnit) -> str:
        """The one other country of the sentence in which the office faces one of its kind."""
        sentence = self._sentence(office)
        facing: set[str] = set()
        for other in self._same_kind(office):
            if self._sentence(other) == sentence:
                facing.update(other.codes)
        if not facing or not office.person:
            return ""
        others = {unit.code for unit in self._near.get(sentence, ()) if not unit.dateline} - facing
        return others.pop() if len(others) == 1 else ""

    def _by_abroad(self, office: OfficeUnit) -> str:
        """The one country named at all, if a native text sets its scene there before the office."""
        if self._ours or not self._native(office) or self._home in self._named or len(self._named) != 1:
            return ""
        if any(other.bound or self._home in other.codes for other in self._same_kind(office)):
            return ""
        return scene(self._page, office, self._near.values(), self._grammars)

    def _by_only_subject(self, office: OfficeUnit) -> str:
        if len(self._subjects) != 1 or self._opens(office, self._subjects[0]):
            return ""
        if self._native(office) and any(
            self._home in one.codes for held in self._held.values() for one in held
        ):
            return ""  # the home has shown itself as a second subject
        if office.name and self._home and self._subjects[0] in self._visited:
            return ""  # "Foreign Minister Mirzoyan visited Paris", in a feed of Yerevan
        return self._subjects[0]

    def _by_home(self, office: OfficeUnit) -> str:
        if not office.person and self._home not in self._named:
            held = {code for other in self._same_kind(office) for code in other.codes}
            if len(held) > 1:
                return ""  # "the Ministry of Defence of the country", between two that are not the home
        return self._home

    def _settle_counterpart(self, office: OfficeUnit) -> None:
        holders = {
            code
            for held in self._held.values()
            for other in held
            if not other.counterpart
            for code in other.codes
        }
        others = [code for code in self._subjects if code not in holders]
        if len(others) == 1:
            office.codes, office.rule = others, f"{office.rule}+other-subject"

    def _settle_plural(self, office: OfficeUnit) -> None:
        near = {
            unit.code: None
            for unit in self._near.get(self._sentence(office), ())
            if not unit.dateline and unit.sort in ("name", "adjective")
        }
        for codes in (list(near), self._subjects):
            if len(codes) == 2:
                office.codes, office.rule = list(codes), f"{office.rule}+both-sides"
                return
