"""The forms of one language, from its own file, from CLDR's names and from the countries' files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aggregator.errors import GazetteerError
from aggregator.model import KINDS
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
    read_forms,
)

# Country forms of these sorts are known across languages of one script; adjectives are not.
_CROSSING = {"name", "capital", "place", "body", "firm"}
BRIDGES = ("en", "ru")  # their names count on the pages of other languages of the script


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


def language_forms(
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


def country_forms(
    code: str, lang: str, table: dict[str, Any], classes: dict[str, Endings], where: str
) -> Iterator[Form]:
    """The forms of one language's table in a country's file."""
    for sort, written in table.items():
        if sort in ("office", "alone"):
            for kinds, names in written.items():
                sense = _office_name(kinds, code, where, alone=sort == "alone")
                for each in names:
                    yield from read_forms(each, sense, lang, classes, where)
        elif sort == "trap":
            for each in written:
                yield from read_forms(each, Trap("not this country"), lang, classes, where)
        elif sort in SORTS:
            gate = f"{lang}*" if lang in BRIDGES and sort in _CROSSING else lang
            for each in written:
                yield from read_forms(each, Country(code, sort), gate, classes, where)
        else:
            known = ", ".join((*SORTS, "office", "alone", "trap"))
            raise GazetteerError(f"{where}: [{lang}] has no key {sort!r}; one of {known}")


def _stemmed(name: str, rules: list[list[Any]]) -> str:
    """A CLDR name as a form: the first rule whose ending its last word has cuts it and names the class."""
    weak = "?" if name.startswith("?") else ""
    name = name.removeprefix("?")
    for ending, cut, cls in rules:
        if name.endswith(ending):
            return f"{weak}{name[: len(name) - cut] if cut else name}~{cls}"
    return weak + name


def generated_forms(
    lang: str, names: list[tuple[str, str]], data: dict[str, Any], classes: dict[str, Endings]
) -> Iterator[Form]:
    """The forms of CLDR's (code, name) pairs in one language, by the language's rules for stems."""
    rules, unstemmed = data.get("stems", []), set(data.get("unstemmed", ()))
    gate = f"{lang}*" if lang in BRIDGES else lang
    for code, name in names:
        if name not in unstemmed:  # else the country's own file writes it better
            yield from read_forms(_stemmed(name, rules), Country(code, "name"), gate, classes, "names.tsv")
