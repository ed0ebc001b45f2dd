"""Offices put together: a head and its complements ("Minister of" + "Defence"), or one word that is both."""

from __future__ import annotations

from aggregator.tag.fold import fold
from aggregator.tag.forms import BITS, Complement, Country, Head, Marker, OfficeName, Other
from aggregator.tag.gaps import Gap, Gaps
from aggregator.tag.matcher import Hit
from aggregator.tag.units import MarkerUnit, OfficeUnit

_LONGEST_UNKNOWN = 40  # characters of a member of a list that no complement names
_OFFICIAL = BITS[OfficeName] | BITS[Head] | BITS[Other]


def _sense(hit: Hit, kind: type) -> object | None:
    if not hit.bits & BITS[kind]:
        return None
    for form in hit.forms:
        if isinstance(form.sense, kind):
            return form.sense
    return None


def _named(hit: Hit, name: OfficeName) -> OfficeUnit:
    """An office by its by-name, with the countries that this says itself."""
    office = OfficeUnit(hit.start, hit.end, hit, name.kinds, person=name.person, plural=name.plural)
    names = [(form.sense.code, form.weak) for form in hit.forms if isinstance(form.sense, OfficeName)]
    office.either = _either(hit, OfficeName)
    office.plural = office.plural or office.either
    office.owns = [(code, weak) for code, weak in names if code]
    office.generic = any(not code for code, _ in names)
    office.unsure = all(weak and not code for code, weak in names)
    office.rule = "office:by-name"
    return office


def _either(hit: Hit, kind: type) -> bool:
    """Whether a word of offices is both singular and plural by its form."""
    return (
        len({getattr(form.sense, "plural", None) for form in hit.forms if isinstance(form.sense, kind)}) > 1
    )


def _capital(clean: str, hit: Hit) -> bool:
    start = hit.start + 4 if clean.startswith("the ", hit.start) else hit.start
    return clean[start].isupper()


class Composer:
    """Makes offices of heads and complements by one language's grammar."""

    def __init__(self, clean: str, hits: list[Hit], gaps: Gaps, cased: bool) -> None:
        self._clean = clean
        self._hits = hits
        self._gaps = gaps
        self._cased = cased
        self._used: set[int] = set()

    def offices(self) -> tuple[list[OfficeUnit], set[int]]:
        """Every office, and the indexes of the hits they use up."""
        found: list[OfficeUnit] = []
        bare: list[int] = []
        for at, hit in enumerate(self._hits):
            if not hit.bits & _OFFICIAL or at in self._used:
                continue
            office = self._at(at, hit)
            if office is not None:
                found.append(office)
            elif self._is_bare(hit):
                bare.append(at)
        for at in bare:
            if at not in self._used:
                hit = self._hits[at]
                plural = all(form.sense.plural for form in hit.forms if isinstance(form.sense, Head))
                office = OfficeUnit(hit.start, hit.end, hit, (), person=True, plural=plural)
                office.bare = True
                found.append(office)
        found.sort(key=lambda office: office.start)
        return found, self._used

    def _at(self, at: int, hit: Hit) -> OfficeUnit | None:
        """The office that a hit is, or is the head of."""
        name = _sense(hit, OfficeName)
        if name is not None and hit.bits & BITS[Head] and (composed := self._compose(at)) is not None:
            return composed  # "secrétaire d'État à la Défense": more than the name says alone
        if isinstance(name, OfficeName) and not self._headed(at) and not self._adjoined(hit):
            self._used.add(at)
            return _named(hit, name)
        if hit.bits & BITS[Head] and (composed := self._compose(at)) is not None:
            return composed
        other = _sense(hit, Other)
        if isinstance(other, Other):
            self._used.add(at)
            return OfficeUnit(hit.start, hit.end, hit, (), person=True, plural=other.plural)
        return None

    def _is_bare(self, hit: Hit) -> bool:
        return self._clean[hit.start - 1] == " " and any(
            isinstance(form.sense, Head) and form.sense.person and " " not in form.written
            for form in hit.forms
        )

    def _gap(self, left: int, right: int) -> int:
        a, b = self._hits[left], self._hits[right]
        return self._gaps.between(self._clean, a.end, b.start, b.joined) if a.field == b.field else Gap.WALL

    def _is(self, at: int, kind: type) -> bool:
        return 0 <= at < len(self._hits) and bool(self._hits[at].bits & BITS[kind]) and at not in self._used

    def _compose(self, at: int) -> OfficeUnit | None:
        heads = [form.sense for form in self._hits[at].forms if isinstance(form.sense, Head)]
        for head in heads:
            if head.stands in ("before", "either"):
                office = self._rightwards(at, head)
                if office is not None:
                    return office
        for head in heads:
            if head.stands in ("after", "either"):
                office = self._leftwards(at, head)
                if office is not None:
                    return office
        return None

    def _rightwards(self, at: int, head: Head) -> OfficeUnit | None:
        inner = () if self._is(at + 1, Complement) else self._inner(at, head)
        first = at + 1 + len(inner)
        if not self._is(first, Complement):
            return None
        if not inner:
            gap = self._gap(at, first)
            ends_in_link = self._hits[at].forms[0].written.rsplit(" ", 1)[-1] in ("of", "for", "of the")
            if not gap & Gap.INNER and not (ends_in_link and (gap & Gap.TOUCH or self._article(at, first))):
                return None
        members = [first]
        while self._is(members[-1] + 1, Complement) and self._lists(members[-1], members[-1] + 1):
            following = members[-1] + 1
            if self._is(following + 1, Head) and self._owns(following + 1, following):
                break
            if self._cased and _capital(self._clean, self._hits[members[0]]) != _capital(
                self._clean, self._hits[following]
            ):
                break
            members.append(following)
        return self._office(at, members, head, inner)

    def _lists(self, left: int, right: int) -> bool:
        """Whether two complements are of one list, one unknown between: "Industry, Innovation and Trade"."""
        if self._gap(left, right) & Gap.JOIN:
            return True
        one, other = self._hits[left], self._hits[right]
        if not self._cased or one.field != other.field or other.start - one.end > _LONGEST_UNKNOWN:
            return False
        head, comma, rest = self._clean[one.end : other.start].partition(",")
        words = rest.replace(",", " ").split()
        if head.strip() or not comma or len(words) < 2 or fold(words[-1]) not in self._gaps.grammar.joins:
            return False
        return all(word[0].isupper() for word in words[:-1])

    def _inner(self, at: int, head: Head) -> tuple[Hit, ...]:
        """The adjectives between a head and its complement: ministres russe et turc de la Défense."""
        found: list[Hit] = []
        while self._is(at + 1, Country) and self._gap(at, at + 1) & (Gap.JOIN if found else Gap.BESIDE):
            at += 1
            if not any(form.sort == "adjective" for form in self._hits[at].forms):
                break
            found.append(self._hits[at])
            if self._is(at + 1, Complement) and self._gap(at, at + 1) & Gap.INNER:
                return tuple(found)
            if not head.plural:
                break
        return ()

    def _headed(self, at: int) -> bool:
        """Whether a word that is an office by itself is here the complement of one: Dışişleri Bakanı."""
        return (
            _sense(self._hits[at], Complement) is not None
            and self._is(at + 1, Head)
            and self._owns(at + 1, at)
        )

    def _adjoined(self, hit: Hit) -> bool:
        """Whether the word before makes an adjective of a whole-word office: foreign policy, no ministry."""
        adjoined = self._gaps.grammar.adjoined
        if adjoined is None or " " in self._clean[hit.start : hit.end]:
            return False
        before = fold(self._clean[max(0, hit.start - 30) : hit.start])
        return before.endswith(" ") and adjoined.fullmatch(before.rstrip().rpartition(" ")[2]) is not None

    def _article(self, left: int, right: int) -> bool:
        return self._clean[self._hits[left].end : self._hits[right].start].strip().lower() == "the"

    def _owns(self, head: int, complement: int) -> bool:
        """Whether the head behind a complement takes it: "…, Defence Minister"."""
        senses = [form.sense for form in self._hits[head].forms if isinstance(form.sense, Head)]
        touches = bool(self._gap(complement, head) & Gap.TOUCH)
        return touches and any(sense.stands != "before" for sense in senses)

    def _leftwards(self, at: int, head: Head) -> OfficeUnit | None:
        first = at - 1
        if not self._is(first, Complement) or not self._gap(first, at) & Gap.BESIDE:
            return None
        members = [first]
        while self._is(members[0] - 1, Complement) and self._gap(members[0] - 1, members[0]) & Gap.JOIN:
            members.insert(0, members[0] - 1)
        return self._office(at, members, head, ())

    def _office(self, at: int, members: list[int], head: Head, inner: tuple[Hit, ...]) -> OfficeUnit:
        indexes = [at, *members]
        self._used.update(indexes)
        kinds: dict[str, None] = {}
        for member in members:
            sense = _sense(self._hits[member], Complement)
            assert isinstance(sense, Complement)
            kinds.update(dict.fromkeys(sense.kinds))
        start = min(self._hits[index].start for index in indexes)
        end = max(self._hits[index].end for index in indexes)
        office = OfficeUnit(start, end, self._hits[at], tuple(kinds), person=head.person, plural=head.plural)
        office.either = _either(self._hits[at], Head)
        office.plural = office.plural or office.either
        office.split = head.plural and len(members) > 1
        office.inside = inner
        return office


def markers(hits: list[Hit], used: set[int]) -> list[MarkerUnit]:
    """The markers among the hits that no office uses."""
    found = []
    for at, hit in enumerate(hits):
        if hit.bits & BITS[Marker] and at not in used:
            sense = _sense(hit, Marker)
            if isinstance(sense, Marker):
                found.append(MarkerUnit(hit, sense.what))
    return found
