"""The country of an office that grammar left bare, by the order of tagging.md: the person, the same office
elsewhere, our country, the only subject, the publisher's home; and of counterparts, the other side.
"""

from __future__ import annotations

from collections.abc import Callable

from aggregator.tag.bynames import by_name
from aggregator.tag.counterparts import give_kinds
from aggregator.tag.datelines import datelined_home, placed
from aggregator.tag.hosts import at_home, host, in_company, on_side, tied_to_name, tied_to_part
from aggregator.tag.line import VOIDING
from aggregator.tag.people import same_person
from aggregator.tag.roles import Impression
from aggregator.tag.scene import scene
from aggregator.tag.surroundings import Surroundings
from aggregator.tag.territories import DEPENDENT
from aggregator.tag.units import MarkerUnit, OfficeUnit, Unit

_TOLD_SHORTER = (VOIDING["proposed"], VOIDING["subnational"], VOIDING["former"])
_NAMED = ("name", "adjective")
_SENTENCES_BACK = 3  # in which "this country" may have been named
_SIDES = {"both": 2, "three": 3}  # markers of so many countries: "both countries", "three countries"


class Settler:
    """Settles the bare offices of one page. `look` gives the first impression, where it is needed."""

    def __init__(self, around: Surroundings, look: Callable[[], Impression]) -> None:
        self._around = around
        self._home = around.home
        self._look = look
        self._subjects: list[str] = []
        self._visited: set[str] = set()

    def settle(self) -> None:
        """Give each bare office its codes and the rule that found them; those without any give no tag."""
        offices = self._around.offices
        give_kinds(offices)
        ministries = [office for office in offices if office.kinds and not office.void]
        if all(office.codes and not office.owns for office in ministries):
            return  # grammar has done it all
        impression = self._look()
        self._subjects, self._visited = impression.subjects, impression.visited
        self._around.name_holders()
        for office in ministries:
            self._markers(office)
            self._around.hold(office)
        for office in ministries:
            if office.owns:
                by_name(office, self._around, self._by_person(office))
                self._around.hold(office)
        told = {office.kinds: office.void for office in offices if office.void in _TOLD_SHORTER}
        for office in ministries:
            if not office.codes and office.kinds in told and self._is_shorter(office, told[office.kinds]):
                office.void = told[office.kinds]
            if not office.codes and not office.void:
                self._settle(office)
                self._around.hold(office)

    def _is_shorter(self, office: OfficeUnit, void: str) -> bool:
        """Whether a bare office is one that the text says in full further on, and that is no state's."""
        if void == VOIDING["proposed"]:
            return not office.person
        return self._around.page.fields[office.field] == "title" and not self._around.same_kind(office)

    def _markers(self, office: OfficeUnit) -> None:
        """Markers that grammar tied to an office: both countries, our country."""
        for word, _ in office.bound:
            if isinstance(word, MarkerUnit) and not office.codes:
                if word.what == "our" and self._home:
                    office.codes, office.rule = [self._home], f"{office.rule}+home"
                elif word.what == "same":
                    code = self._last_named(word)
                    office.codes, office.rule = [code] if code else [], f"{office.rule}+last-named"
                    if code in DEPENDENT:
                        office.codes, office.void = [], VOIDING["subnational"]
                elif (number := _SIDES.get(word.what, 0)) and (sides := self._sides(office, number)):
                    office.codes, office.rule = sides, f"{office.rule}+both-sides"

    def _sides(self, office: OfficeUnit, number: int) -> list[str]:
        """The countries that "both" may mean: the subjects, and the home of a native text with one guest;
        else the so many that a sentence before it names."""
        alone = len(self._subjects) == 1 and self._home not in self._subjects
        sides = [self._home, *self._subjects] if alone and self._around.native(office) else self._subjects
        if len(sides) >= number:
            return sides[:number]
        for back in range(_SENTENCES_BACK):
            named = self._named_before(office, back)
            if named:
                return list(named) if len(named) == number else []
        return []

    def _named_before(self, unit: Unit, back: int) -> dict[str, None]:
        """The countries named before a unit in its sentence, or in the one so many before that."""
        near = self._around.sentences.get(self._around.sentence(unit) - back, ())
        return {
            other.code: None
            for other in near
            if other.start < unit.start and other.sort in _NAMED and not other.dateline
        }

    def _last_named(self, word: Unit) -> str:
        """The country that "this country" means: the one named last in its sentence, or first before it."""
        for back in range(_SENTENCES_BACK):
            named = list(self._named_before(word, back))
            if named:
                return named[0 if back else -1]
        return self._subjects[0] if len(self._subjects) == 1 else ""

    def _settle(self, office: OfficeUnit) -> None:
        office.void = tied_to_part(office, self._around)
        if office.void:
            return
        if office.counterpart:
            self._settle_counterpart(office)
        elif office.plural and not office.split:
            self._settle_plural(office)
        else:
            for rule, find in (
                ("of", lambda one: tied_to_name(one, self._around)),
                ("person", self._by_person),
                ("company", lambda one: in_company(one, self._around)),
                ("side", lambda one: on_side(one, self._around)),
                ("same-office", self._by_same_office),
                ("abroad", self._by_abroad),
                ("home", self._by_home_side),
                ("home", lambda one: host(one, self._around)),
                ("home", lambda one: at_home(one, self._around)),
                ("facing", self._by_other_side),
                ("sentence", self._by_sentence),
                ("home", lambda one: datelined_home(one, self._around)),
                ("only-subject", self._by_only_subject),
                ("place", lambda one: placed(one, self._around, self._subjects)),
                ("home", self._by_home),
            ):
                code = find(office)
                if code in DEPENDENT:
                    office.void = VOIDING["subnational"]
                    return
                if code:
                    office.codes, office.rule = [code], f"{office.rule}+{rule}"
                    return

    def _by_person(self, office: OfficeUnit) -> str:
        if not office.name:
            return ""
        known = self._around.same_kind(office)
        for held in self._around.held.values():
            for other in held:
                if other is office or len(other.codes) != 1 or not same_person(office.name, other.name):
                    continue
                if known and not set(office.kinds) & set(other.kinds):
                    continue  # "Müdafiə sənayesi naziri Xrenini qəbul edib": the name is the guest's
                return other.codes[0]
        return ""

    def _by_same_office(self, office: OfficeUnit) -> str:
        """The one country that holds the same office elsewhere, if no other person is meant."""
        codes: dict[str, None] = {}
        beside: set[str] = set()
        for other in self._around.same_kind(office):
            if other.counterpart or len(other.codes) != 1:
                continue
            if self._turns(office, other) or self._is_fuller(office, other):
                continue
            if office.person and not same_person(office.name, other.name) and self._differs(office, other):
                if self._around.sentence(office) == self._around.sentence(other):
                    beside.add(other.codes[0])
                continue
            codes[other.codes[0]] = None
        for code in beside:  # one sentence has both: another mention of the other does not count
            codes.pop(code, None)
        if self._home in codes:
            return self._home
        return next(iter(codes)) if len(codes) == 1 else ""

    def _is_fuller(self, office: OfficeUnit, other: OfficeUnit) -> bool:
        """Whether a native office has kinds that the foreign one has not: then it is another."""
        foreign = self._home not in other.codes and self._around.native(office)
        return foreign and not set(office.kinds) <= set(other.kinds)

    def _differs(self, office: OfficeUnit, other: OfficeUnit) -> bool:
        """Whether two holders of one kind of office are two: both have names, or one sentence has both."""
        if other.person:
            return bool(office.name) or self._around.sentence(office) == self._around.sentence(other)
        return bool(office.name) and self._home in self._around.first and self._home not in other.codes

    def _by_home_side(self, office: OfficeUnit) -> str:
        """The home, where the bare office faces a foreign one of its kind or the text says "our country"."""
        if not self._home or self._around.ours:
            return self._home
        facing = self._around.same_kind(office)
        if not facing or any(self._home in other.codes for other in facing):
            return ""
        if not office.person and self._home not in self._around.first and not self._around.native(office):
            return ""
        return self._home

    def _turns(self, office: OfficeUnit, other: OfficeUnit) -> bool:
        """Whether the text turns to a foreign office only behind a bare native one."""
        code = other.codes[0]
        if code == self._home or other.start < office.start or not self._around.native(office):
            return False
        return self._home in self._around.first or self._opens(office, code)

    def _opens(self, office: OfficeUnit, code: str) -> bool:
        """Whether a bare native office stands before that country is first named: a guest of the text."""
        return (
            code != self._home
            and self._around.native(office)
            and office.start < self._around.first.get(code, -1)
        )

    def _by_other_side(self, office: OfficeUnit) -> str:
        """The one other country of the sentence in which the office faces one of its kind."""
        sentence = self._around.sentence(office)
        facing: set[str] = set()
        for other in self._around.same_kind(office):
            if self._around.sentence(other) == sentence:
                facing.update(other.codes)
        if not facing or not office.person:
            return ""
        others = {unit.code for unit in self._around.near(office) if not unit.dateline} - facing
        return others.pop() if len(others) == 1 else ""

    def _by_abroad(self, office: OfficeUnit) -> str:
        """The one country named at all, if a native text sets its scene there before the office."""
        if (
            self._around.ours
            or not self._around.native(office)
            or self._home in self._around.first
            or len(self._around.first) != 1
        ):
            return ""
        if any(other.bound or self._home in other.codes for other in self._around.same_kind(office)):
            return ""
        return scene(self._around.page, office, self._around.sentences.values(), self._around.grammars)

    def _by_sentence(self, office: OfficeUnit) -> str:
        """Without a home to take it, the one country of the sentence that no other office in it holds."""
        if self._home:
            return ""
        held = self._around.holders.get(self._around.sentence(office), set())
        codes = {unit.code for unit in self._around.near(office) if not unit.dateline} - held
        if len(codes) > 1:
            codes &= set(self._subjects)
        return codes.pop() if len(codes) == 1 else ""

    def _by_only_subject(self, office: OfficeUnit) -> str:
        if len(self._subjects) != 1 or self._opens(office, self._subjects[0]):
            return ""
        if self._around.native(office) and any(
            self._home in one.codes for held in self._around.held.values() for one in held
        ):
            return ""  # the home has shown itself as a second subject
        if self._around.native(office) and self._home in self._around.first:
            return ""  # named too, it is the likelier one
        if office.name and self._home and self._subjects[0] in self._visited:
            return ""  # "Foreign Minister Mirzoyan visited Paris", in a feed of Yerevan
        return self._subjects[0]

    def _by_home(self, office: OfficeUnit) -> str:
        if not office.person and self._home not in self._around.first:
            held = {code for other in self._around.same_kind(office) for code in other.codes}
            if len(held) > 1:
                return ""  # "the Ministry of Defence of the country", between two that are not the home
        return self._home

    def _settle_counterpart(self, office: OfficeUnit) -> None:
        holders = {
            code
            for held in self._around.held.values()
            for other in held
            if not other.counterpart
            for code in other.codes
        }
        others = [code for code in self._subjects if code not in holders]
        near = {unit.code: None for unit in self._around.near(office) if not unit.dateline}
        beside = [code for code in near if code not in holders]
        for codes, rule in ((others, "other-subject"), (beside, "sentence")):
            if len(codes) == 1:
                office.codes, office.rule = codes, f"{office.rule}+{rule}"
                return

    def _settle_plural(self, office: OfficeUnit) -> None:
        near = {
            unit.code: None
            for unit in self._around.near(office)
            if not unit.dateline and unit.sort in ("name", "adjective")
        }
        for codes in (list(near), self._subjects):
            if len(codes) == 2:
                office.codes, office.rule = list(codes), f"{office.rule}+both-sides"
                return
