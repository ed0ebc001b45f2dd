"""The pieces of a page that binding walks over: countries, offices and markers, in text order."""

from __future__ import annotations

from aggregator.tag.matcher import Hit


class Unit:
    """A piece of the sentence that binding looks at; clean[start:end]."""

    __slots__ = ("end", "field", "hit", "start")

    def __init__(self, start: int, end: int, field: int, hit: Hit) -> None:
        self.start = start
        self.end = end
        self.field = field
        self.hit = hit


class CountryUnit(Unit):
    """A country named. `code` and `sort` as in the gazetteer; flags are set by countries.py and roles.py."""

    __slots__ = ("code", "dateline", "form", "holds", "sort")

    def __init__(self, hit: Hit, form_code: str, sort: str, form: str) -> None:
        super().__init__(hit.start, hit.end, hit.field, hit)
        self.code = form_code
        self.sort = sort
        self.form = form
        self.dateline = False
        self.holds = False  # it binds an office


class MarkerUnit(Unit):
    __slots__ = ("what",)

    def __init__(self, hit: Hit, what: str) -> None:
        super().__init__(hit.start, hit.end, hit.field, hit)
        self.what = what


class OfficeUnit(Unit):
    """An office, a ministry's or another's (`kinds` empty), and, once bound, the countries that hold it."""

    __slots__ = (
        "bare",
        "bound",
        "codes",
        "counterpart",
        "either",
        "generic",
        "inner",
        "inside",
        "kinds",
        "loose",
        "name",
        "owns",
        "person",
        "plural",
        "rule",
        "split",
        "unsure",
        "void",
    )

    def __init__(
        self, start: int, end: int, hit: Hit, kinds: tuple[str, ...], *, person: bool, plural: bool
    ) -> None:
        super().__init__(start, end, hit.field, hit)
        self.kinds = kinds
        self.person = person
        self.plural = plural
        self.either = False  # singular or plural by its form: министерства, МИД
        self.split = False  # one of several offices that share a plural head: "foreign and defence ministers"
        self.owns: list[tuple[str, bool]] = []  # the codes that a by-name itself says, and whether weakly
        self.generic = False  # a by-name that many countries use
        self.unsure = False  # a weak form: an office only where its country stands with it
        self.inside: tuple[Hit, ...] = ()  # adjectives within: ministres russe et turc de la Défense
        self.inner: list[CountryUnit] = []  # the countries that these name
        self.counterpart = False
        self.loose = False  # a colleague: a counterpart only where a country and an office say so
        self.bare = False  # a head without a complement: "the Lithuanian minister"
        self.void = ""  # why it names no ministry, if it does not
        self.codes: list[str] = []
        self.bound: list[tuple[CountryUnit | MarkerUnit, str]] = []  # the word that bound each code, the rule
        self.rule = "office"
        self.name: tuple[str, ...] = ()
