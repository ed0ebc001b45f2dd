"""How a language builds its offices and ties them to countries, as its file says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from aggregator.tag.fold import fold
from aggregator.tag.forms import fold_pattern


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language builds its offices and ties them to countries; words folded."""

    lang: str
    script: str
    links: frozenset[str]  # between a head and the complement behind it
    right: tuple[str, ...]  # between an office and the country behind it, longest first
    within: frozenset[str]  # of these the ones that say where: in
    titles: tuple[str, ...]  # in a country's name behind that link: "the republic of"
    joins: frozenset[str]  # and, as well as
    fillers: frozenset[str]
    ranks: frozenset[str]
    left_first: bool
    binds_left: bool
    binds_right: bool
    genitive: bool  # a country's name directly behind an office is its country
    owning: dict[str, frozenset[str]]  # class → the endings a name behind an office may have
    owners_behind: bool  # and only there: before an office stand adjectives, behind it names
    apart: re.Pattern[str] | None  # endings with which a country does not own the office behind it
    trailing: bool  # "former" stands behind its office, as adjectives behind their nouns
    adjoined: re.Pattern[str] | None  # a word before a whole-word office that makes an adjective of it
    nameless: re.Pattern[str] | None  # a word behind an office that cannot be its holder's name
    owner: re.Pattern[str] | None  # what a country's adjective must be to make an office of a weak form
    borrows: frozenset[str]  # which sorts of country forms of the script's common language count here
    visits: tuple[str, ...]  # stems of words that say who goes where
    joining: re.Pattern[str] | None  # endings that join a country to the next: "Azərbaycanla Türkiyənin"
    bare_home: frozenset[str]  # homes whose office one is that stands bare before any other country
    prefixes: frozenset[str]
    after: frozenset[str]  # words that take a country's meaning from the word before them
    before: tuple[str, ...]
    titled_after: frozenset[str]  # likewise, where they are written with a capital
    dating: frozenset[str]  # what stands before the year of an office: of, in, from
    until: frozenset[str]  # before the year that ended it
    once: frozenset[str]  # behind a comma, before whose office it was: "Evans, once Australia's …"
    events: frozenset[str]  # what makes a ministry's name that of a cup or a conference
    bylines: frozenset[str]  # what stands before the writers' names
    vessels: tuple[str, ...]  # kinds of ship, whose names stand behind them
    treaties: frozenset[str]  # what a city's name stands before where an agreement bears it
    tongues: frozenset[str]  # what stands before the language in which something is said: "in"
    named: frozenset[str]  # with a capital, what bears the name behind it: Exercise, Avenida
    suffixes: frozenset[str]  # what ends a ship's name: Morocco Star
    posts: frozenset[str]  # what stands before an official's whole name: Minister
    honorifics: frozenset[str]  # what stands before a person's name only: Mr, Cpl
    given: frozenset[str]  # country words that are first names too
    civic: frozenset[str]  # what stands behind a city, never behind a first name: the Paris Air Show
    surnames: frozenset[str]
    groups: dict[str, tuple[str, ...]]  # words for several countries together
    towns: frozenset[str]  # names of American towns that are better known elsewhere
    geographic: frozenset[str]  # what stands with a capital before a place: Lake, Fort, Camp
    not_names: frozenset[str]  # words with a capital that are no first name
    doubtful: dict[str, frozenset[str]]  # country word → words of the page that make it another thing
    venue_only: frozenset[str]  # names that mean a union unless they are a venue: Brussels
    sides: frozenset[str]  # "side", "delegation": behind an adjective it says whose officials follow
    states: dict[str, str]  # American and Canadian ones, for "Moscow, Idaho"
    venue: tuple[str, ...]  # what stands before a country that is only a place
    venue_endings: tuple[str, ...]  # or behind its stem
    towards_endings: tuple[str, ...]
    venue_behind: tuple[str, ...]  # what stands behind a country that is only a place
    topic_behind: tuple[str, ...]  # what stands behind a country that is only talked about
    towards: tuple[str, ...]  # what stands before the receiver of a thing, a visit, a blow
    topic: tuple[str, ...]  # what stands before what is only talked about
    nouns_before: bool  # an adjective stands behind its noun: troupes russes
    actors: frozenset[str]  # behind an adjective: troops, officials
    things: frozenset[str]  # behind an adjective: missiles, soil

    @property
    def inflects(self) -> bool:
        """Whether what is joined to a country's name can say what part it has."""
        return bool(self.venue_endings or self.towards_endings or self.venue_behind or self.topic_behind)


def words(value: str | list[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in (value.split() if isinstance(value, str) else value))


def _phrases(value: str) -> tuple[str, ...]:
    """Alternatives written `a|b|c`, folded, longest first; an empty one stands for "nothing between"."""
    phrases = {" ".join(fold(phrase).split()) for phrase in value.split("|")} if value else set()
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def _tails(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Phrases as what a text before a word may end in, for one call of str.endswith."""
    return tuple(f" {phrase}" for phrase in phrases if phrase)


def read_grammar(lang: str, data: dict[str, Any]) -> Grammar:
    """A language's grammar from the tables of its file."""
    rules, context = data.get("grammar", {}), data.get("context", {})
    country = rules.get("country", "either")
    return Grammar(
        lang=lang,
        script=data["script"],
        links=frozenset(_phrases(rules.get("links", ""))),
        right=_phrases(rules.get("right", "")),
        within=frozenset(_phrases(rules.get("within", ""))),
        titles=_phrases(rules.get("titles", "")),
        joins=frozenset(_phrases(rules.get("and", ""))),
        fillers=words(rules.get("fillers", "")),
        ranks=words(rules.get("ranks", "")),
        left_first=rules.get("first", "left") == "left",
        binds_left=country in ("either", "left"),
        binds_right=country in ("either", "right"),
        genitive=bool(rules.get("genitive", False)),
        owning={name: words(endings) for name, endings in rules.get("owning", {}).items()},
        owners_behind=rules.get("genitive") == "names",
        apart=re.compile(fold_pattern(rules["apart"])) if "apart" in rules else None,
        trailing=bool(rules.get("trailing", False)),
        adjoined=re.compile(fold_pattern(rules["adjoined"])) if "adjoined" in rules else None,
        nameless=re.compile(fold_pattern(rules["nameless"])) if "nameless" in rules else None,
        owner=re.compile(fold_pattern(rules["owner"])) if "owner" in rules else None,
        borrows=words(rules.get("borrows", "name capital place body firm")),
        visits=_phrases(rules.get("visits", "")),
        joining=re.compile(fold_pattern(rules["joining"])) if "joining" in rules else None,
        bare_home=frozenset(rules.get("bare_home", "").split()),
        prefixes=frozenset(_phrases(data.get("prefixes", ""))),
        after=frozenset(_phrases(context.get("after", ""))),
        before=_tails(_phrases(context.get("before", ""))),
        titled_after=frozenset(_phrases(context.get("titled_after", ""))),
        dating=frozenset(context.get("dating", "").split()),
        until=frozenset(context.get("until", "").split()),
        once=frozenset(context.get("once", "").split()),
        events=frozenset(context.get("events", "").split()),
        bylines=frozenset(context.get("bylines", "").split()),
        vessels=_tails(_phrases(context.get("vessels", ""))),
        treaties=frozenset(_phrases(context.get("treaties", ""))),
        tongues=frozenset(_phrases(context.get("tongues", ""))),
        named=frozenset(_phrases(context.get("named", ""))),
        suffixes=frozenset(_phrases(context.get("suffixes", ""))),
        posts=frozenset(_phrases(context.get("posts", ""))),
        honorifics=frozenset(_phrases(context.get("honorifics", ""))),
        given=frozenset(_phrases(context.get("given", ""))),
        civic=frozenset(_phrases(context.get("civic", ""))),
        surnames=frozenset(_phrases(context.get("surnames", ""))),
        groups={name: tuple(codes.split()) for name, codes in context.get("groups", {}).items()},
        towns=frozenset(_phrases(context.get("towns", ""))),
        geographic=words(context.get("geographic", "")),
        not_names=frozenset(_phrases(context.get("not_names", ""))),
        doubtful={word: frozenset(_phrases(signs)) for word, signs in context.get("doubtful", {}).items()},
        venue_only=frozenset(_phrases(context.get("venue_only", ""))),
        sides=frozenset(_phrases(context.get("sides", ""))),
        states={name: code for code, names in context.get("states", {}).items() for name in _phrases(names)},
        venue=_tails(_phrases("|".join(data.get("roles", {}).get("venue", [])))),
        venue_endings=tuple(fold(ending) for ending in data.get("roles", {}).get("venue_endings", [])),
        towards_endings=tuple(fold(ending) for ending in data.get("roles", {}).get("towards_endings", [])),
        venue_behind=_phrases("|".join(data.get("roles", {}).get("venue_behind", []))),
        topic_behind=_phrases("|".join(data.get("roles", {}).get("topic_behind", []))),
        towards=_tails(_phrases("|".join(data.get("roles", {}).get("towards", [])))),
        topic=_tails(_phrases("|".join(data.get("roles", {}).get("topic", [])))),
        nouns_before=bool(data.get("roles", {}).get("nouns_before", False)),
        actors=words(data.get("roles", {}).get("actors", "")),
        things=words(data.get("roles", {}).get("things", "")),
    )
