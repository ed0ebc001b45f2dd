"""The gazetteer: the files of data/ read into forms and grammars. The only place that knows their layout."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from aggregator.errors import GazetteerError
from aggregator.model import COUNTRIES, KINDS
from aggregator.tag.fold import fold
from aggregator.tag.forms import (
    SORTS,
    Complement,
    Country,
    Endings,
    Form,
    Head,
    Marker,
    OfficeName,
    Other,
    Sense,
    Trap,
    fold_pattern,
    read_forms,
)

# Country forms of these sorts are known across languages of one script; adjectives are not.
_CROSSING = {"name", "capital", "place", "body", "firm"}
_BRIDGES = ("en", "ru")  # their names count on the pages of other languages of the script


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language builds its offices and ties them to countries; words folded."""

    lang: str
    script: str
    stopwords: frozenset[str]
    letters: frozenset[str]
    links: frozenset[str]  # between a head and the complement behind it
    right: tuple[str, ...]  # between an office and the country behind it, longest first
    titles: tuple[str, ...]  # in a country's name behind that link: "the republic of"
    joins: frozenset[str]  # and, as well as
    fillers: frozenset[str]
    ranks: frozenset[str]
    left_first: bool
    binds_left: bool
    binds_right: bool
    genitive: bool  # a country's name directly behind an office is its country
    apart: re.Pattern[str] | None  # endings with which a country does not own the office behind it
    bare_home: str  # the country whose office one is that stands bare before any other country
    prefixes: frozenset[str]
    after: frozenset[str]  # words that take a country's meaning from the word before them
    before: tuple[str, ...]
    titled_after: frozenset[str]  # likewise, where they are written with a capital
    given: frozenset[str]  # country words that are first names too
    surnames: frozenset[str]
    geographic: frozenset[str]  # what stands with a capital before a place: Lake, Fort, Camp
    not_names: frozenset[str]  # words with a capital that are no first name
    doubtful: dict[str, frozenset[str]]  # country word → words of the page that make it another thing
    venue_only: frozenset[str]  # names that mean a union unless they are a venue: Brussels
    sides: frozenset[str]  # "side", "delegation": behind an adjective it says whose officials follow
    states: dict[str, str]  # American and Canadian ones, for "Moscow, Idaho"
    venue: tuple[str, ...]  # what stands before a country that is only a place
    venue_endings: tuple[str, ...]  # or behind its stem
    towards_endings: tuple[str, ...]
    topic_behind: tuple[str, ...]  # what stands behind a country that is only talked about
    towards: tuple[str, ...]  # what stands before the receiver of a thing, a visit, a blow
    topic: tuple[str, ...]  # what stands before what is only talked about
    actors: frozenset[str]  # behind an adjective: troops, officials
    things: frozenset[str]  # behind an adjective: missiles, soil
    tables: dict[str, Any] = field(compare=False, hash=False)


@dataclass(frozen=True)
class Gazetteer:
    forms: tuple[Form, ...]
    grammars: dict[str, Grammar]
    digest: str  # of all files
    weights: dict[str, float]  # of the signs that make a subject
    none: dict[
        tuple[str, str], tuple[str, ...]
    ]  # (country, kind) → words of offices that are none of that kind

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """Each ministry's by-names that the gazetteer holds, "US/defence" → ["Pentagon", …]."""
        found: dict[str, list[str]] = {}
        for form in self.forms:
            if isinstance(form.sense, OfficeName) and form.sense.code:
                for kind in form.sense.kinds:
                    found.setdefault(f"{form.sense.code}/{kind}", []).append(form.written)
        return found


def _words(value: str | list[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in (value.split() if isinstance(value, str) else value))


def _phrases(value: str) -> tuple[str, ...]:
    """Alternatives written `a|b|c`, folded, longest first; an empty one stands for "nothing between"."""
    phrases = {" ".join(fold(phrase).split()) for phrase in value.split("|")} if value else set()
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def _tails(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Phrases as what a text before a word may end in, for one call of str.endswith."""
    return tuple(f" {phrase}" for phrase in phrases if phrase)


def _grammar(lang: str, data: dict[str, Any]) -> Grammar:
    rules, context = data.get("grammar", {}), data.get("context", {})
    country = rules.get("country", "either")
    return Grammar(
        lang=lang,
        script=data["script"],
        stopwords=_words(data.get("stopwords", "")),
        letters=frozenset(data.get("letters", "")),
        links=frozenset(_phrases(rules.get("links", ""))),
        right=_phrases(rules.get("right", "")),
        titles=_phrases(rules.get("titles", "")),
        joins=frozenset(_phrases(rules.get("and", ""))),
        fillers=_words(rules.get("fillers", "")),
        ranks=_words(rules.get("ranks", "")),
        left_first=rules.get("first", "left") == "left",
        binds_left=country in ("either", "left"),
        binds_right=country in ("either", "right"),
        genitive=bool(rules.get("genitive", False)),
        apart=re.compile(fold_pattern(rules["apart"])) if "apart" in rules else None,
        bare_home=rules.get("bare_home", ""),
        prefixes=frozenset(_phrases(data.get("prefixes", ""))),
        after=frozenset(_phrases(context.get("after", ""))),
        before=_tails(_phrases(context.get("before", ""))),
        titled_after=frozenset(_phrases(context.get("titled_after", ""))),
        given=frozenset(_phrases(context.get("given", ""))),
        surnames=frozenset(_phrases(context.get("surnames", ""))),
        geographic=_words(context.get("geographic", "")),
        not_names=frozenset(_phrases(context.get("not_names", ""))),
        doubtful={word: frozenset(_phrases(signs)) for word, signs in context.get("doubtful", {}).items()},
        venue_only=frozenset(_phrases(context.get("venue_only", ""))),
        sides=frozenset(_phrases(context.get("sides", ""))),
        states={name: code for code, names in context.get("states", {}).items() for name in _phrases(names)},
        venue=_tails(_phrases("|".join(data.get("roles", {}).get("venue", [])))),
        venue_endings=tuple(fold(ending) for ending in data.get("roles", {}).get("venue_endings", [])),
        towards_endings=tuple(fold(ending) for ending in data.get("roles", {}).get("towards_endings", [])),
        topic_behind=_phrases("|".join(data.get("roles", {}).get("topic_behind", []))),
        towards=_tails(_phrases("|".join(data.get("roles", {}).get("towards", [])))),
        topic=_tails(_phrases("|".join(data.get("roles", {}).get("topic", [])))),
        actors=_words(data.get("roles", {}).get("actors", "")),
        things=_words(data.get("roles", {}).get("things", "")),
        tables=data,
    )


def _kinds(written: str, where: str) -> tuple[str, ...]:
    kinds = tuple(written.partition(":")[0].split())
    for kind in kinds:
        if kind not in KINDS:
            raise GazetteerError(f"{where}: {kind!r} is no kind of ministry; one of {', '.join(KINDS)}")
    return kinds


def _office_name(key: str, code: str, where: str, *, alone: bool = False) -> OfficeName:
    """The sense of a table's key: "defence", "defence:person", "foreign-affairs trade:persons"."""
    what = key.partition(":")[2]
    if what not in ("", "person", "persons", "bodies"):
        raise GazetteerError(f"{where}: {key!r}: behind the colon stands person, persons or bodies")
    return OfficeName(
        _kinds(key, where), code, what.startswith("person"), what in ("persons", "bodies"), alone
    )


def _language_forms(
    lang: str, data: dict[str, Any], classes: dict[str, Endings], where: str
) -> Iterator[Form]:
    def forms(written: list[str], sense: Sense, *, any_case: bool = False) -> Iterator[Form]:
        for each in written:
            yield from read_forms(each, sense, lang, classes, where, any_case=any_case)

    for stands, table in data.get("heads", {}).items():
        for what, written in table.items():
            if what not in ("person", "persons", "body", "bodies"):
                raise GazetteerError(f"{where}: [heads.{stands}] has no key {what!r}")
            sense = Head(stands, what.startswith("person"), what in ("persons", "bodies"))
            yield from forms(written, sense, any_case=True)
    for kinds, written in data.get("complements", {}).items():
        yield from forms(written, Complement(_kinds(kinds, where)), any_case=True)
    for kinds, written in data.get("offices", {}).items():
        yield from forms(written, _office_name(kinds, "", where))
    for what, written in data.get("others", {}).items():
        yield from forms(written, Other(what == "plural"), any_case=True)
    for what, written in data.get("markers", {}).items():
        if what != "venue":
            yield from forms(written, Marker(what), any_case=what != "bloc")
    for reason, written in data.get("traps", {}).items():
        yield from forms(written, Trap(reason))


def _country_forms(
    code: str, data: dict[str, Any], classes: dict[str, dict[str, Endings]], where: str
) -> Iterator[Form]:
    for lang, table in data.items():
        if lang == "none":
            continue
        own = classes.get(lang, {})
        for sort, written in table.items():
            if sort in ("office", "alone"):
                for kinds, names in written.items():
                    for each in names:
                        yield from read_forms(
                            each, _office_name(kinds, code, where, alone=sort == "alone"), lang, own, where
                        )
                continue
            if sort == "trap":
                for each in written:
                    yield from read_forms(each, Trap("not this country"), lang, own, where)
                continue
            if sort not in SORTS:
                raise GazetteerError(
                    f"{where}: [{lang}] has no key {sort!r}; one of {', '.join(SORTS)}, office, alone, trap"
                )
            gate = f"{lang}*" if lang in _BRIDGES and sort in _CROSSING else lang
            for each in written:
                yield from read_forms(each, Country(code, sort), gate, own, where)


def _stemmed(name: str, rules: list[list[Any]]) -> str:
    """A CLDR name as a form: the first rule whose ending its last word has cuts it and names the class."""
    weak = "?" if name.startswith("?") else ""
    name = name.removeprefix("?")
    for ending, cut, cls in rules:
        if name.endswith(ending):
            return f"{weak}{name[: len(name) - cut] if cut else name}~{cls}"
    return weak + name


def _generated_forms(
    text: str, tables: dict[str, Any], classes: dict[str, dict[str, Endings]]
) -> Iterator[Form]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        code, lang, name = line.split("\t")
        rules = tables.get(lang, {}).get("stems", [])
        gate = f"{lang}*" if lang in _BRIDGES else lang
        if name in tables.get(lang, {}).get("unstemmed", ()):
            continue  # the country's own file writes it better
        yield from read_forms(
            _stemmed(name, rules), Country(code, "name"), gate, classes.get(lang, {}), f"names.tsv:{number}"
        )


def _toml(file: Traversable, digest: Any) -> dict[str, Any]:
    raw = file.read_bytes()
    digest.update(raw)
    try:
        return tomllib.loads(raw.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{file.name}: {error}") from error


def load(folder: Traversable | None = None) -> Gazetteer:
    """Read the gazetteer from `folder` (the packaged one if none is given).

    Raises GazetteerError naming the file and what is wrong in it.
    """
    folder = folder or files("aggregator.tag") / "data"
    digest = hashlib.sha256()
    tables: dict[str, dict[str, Any]] = {}
    for file in sorted((folder / "languages").iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            tables[file.name.removesuffix(".toml")] = _toml(file, digest)
    classes = {
        lang: {
            name: Endings.read(value, f"languages/{lang}.toml")
            for name, value in data.get("endings", {}).items()
        }
        for lang, data in tables.items()
    }
    forms: list[Form] = []
    none: dict[tuple[str, str], tuple[str, ...]] = {}
    for lang, data in tables.items():
        forms.extend(_language_forms(lang, data, classes[lang], f"languages/{lang}.toml"))
    names = (folder / "names.tsv").read_text(encoding="utf-8")
    digest.update(names.encode())
    forms.extend(_generated_forms(names, tables, classes))
    for file in sorted((folder / "countries").iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            code = file.name.removesuffix(".toml")
            if code not in COUNTRIES:
                raise GazetteerError(f"countries/{file.name}: {code!r} is no country of ISO 3166-1")
            data = _toml(file, digest)
            for kind, words in data.get("none", {}).items():
                none[code, kind] = tuple(fold(word) for word in words)
            forms.extend(_country_forms(code, data, classes, f"countries/{file.name}"))
    weights = _toml(folder / "roles.toml", digest)["weights"]
    grammars = {lang: _grammar(lang, data) for lang, data in tables.items()}
    return Gazetteer(tuple(dict.fromkeys(forms)), grammars, digest.hexdigest(), weights, none)
