"""The filter grammar: one text or a URL's parameters → terms that the store compiles to SQL.

    country:AZ,KG ministry:AZ/defence -role:mention region:"South Caucasus" since:7d drone "air defence"

Terms are joined by *and*, a comma is *or*, a leading `-` is *not*. A value or word with blanks, commas or
quotes stands in double quotes, inside which a backslash escapes. contract.md has the table of terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from aggregator.errors import FilterError
from aggregator.model import COUNTRIES, KINDS, PUBLISHER_KINDS, ROLES, TOPICS

KEYS = (
    "country", "ministry", "kind", "role", "topic", "feed", "home", "region", "lang", "publisher-kind",
    "since", "until", "changed", "story",
)  # fmt: skip
TIMED = ("since", "until", "changed")
TEXT = "text"  # the key of a word or phrase

# More than a person writes; a machine's million terms would only cost time.
MAX_LENGTH, MAX_TERMS, MAX_VALUES = 8000, 50, 260

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_COMMON_SLIPS = {"UK": "GB", "EN": "GB", "EL": "GR", "SU": "RU", "KS": "XK", "KO": "KR"}
_PLAIN = re.compile(r'[^\s",\\]+')


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The codes that only a configuration knows: feed ids and regions."""

    feeds: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Term:
    """One term: any of `values`, or none of them if negated.

    `key` is one of KEYS, or TEXT for words and phrases. Values are in canonical case. `at` is the moment
    that a since, until or changed means.
    """

    key: str
    values: tuple[str, ...]
    negated: bool = False
    at: datetime | None = None

    @property
    def text(self) -> str:
        """The term as the grammar writes it."""
        values = ",".join(_quoted(value, word=self.key == TEXT) for value in self.values)
        return ("-" if self.negated else "") + (values if self.key == TEXT else f"{self.key}:{values}")


@dataclass(frozen=True, slots=True)
class Filter:
    """Terms joined by *and*; no terms is everything."""

    terms: tuple[Term, ...] = ()

    @property
    def text(self) -> str:
        """The canonical text, which parses to this filter again."""
        return " ".join(term.text for term in self.terms)

    def params(self) -> list[tuple[str, str]]:
        """The same as URL parameters: a key each, and `q` for words and what is negated."""
        pairs: list[tuple[str, str]] = []
        rest = []
        for term in self.terms:
            if term.negated or term.key == TEXT:
                rest.append(term.text)
            else:
                pairs.append((term.key, ",".join(_quoted(value, blanks=True) for value in term.values)))
        return pairs + ([("q", " ".join(rest))] if rest else [])


def parse(text: str, vocabulary: Vocabulary, now: datetime) -> Filter:
    """The filter that `text` means at `now`. Raises FilterError: the term, and the nearest right one."""
    return _filter(_terms(text, vocabulary, now))


def from_params(pairs: Iterable[tuple[str, str]], vocabulary: Vocabulary, now: datetime) -> Filter:
    """The filter of a URL's parameters, each key a term and `q` a whole filter. Raises FilterError."""
    terms: list[Term] = []
    for key, value in pairs:
        if key == "q":
            terms += _terms(value, vocabulary, now)
        else:
            if len(value) > MAX_LENGTH:
                raise FilterError(f"{key} is too long", term=key)
            terms.append(_term(key, _split(value), False, f"{key}={value}", vocabulary, now))
    return _filter(terms)


def _filter(terms: list[Term]) -> Filter:
    if len(terms) > MAX_TERMS:
        raise FilterError(f"a filter has at most {MAX_TERMS} terms", term=terms[MAX_TERMS].text)
    return Filter(tuple(terms))


def _terms(text: str, vocabulary: Vocabulary, now: datetime) -> list[Term]:
    if len(text) > MAX_LENGTH:
        raise FilterError(f"a filter has at most {MAX_LENGTH} characters", term=text[:40])
    terms = []
    place = 0
    while (place := _skip_blanks(text, place)) < len(text):
        start = place
        negated = text[place] == "-"
        place += negated
        key = None
        if found := re.compile(r"([^\s\",:\\]*):").match(text, place):
            key = found[1].lower()
            place = found.end()
        values, place = _values(text, place, start)
        terms.append(_term(key, values, negated, text[start:place], vocabulary, now))
    return terms


def _skip_blanks(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _values(text: str, place: int, start: int) -> tuple[list[str], int]:
    """Values joined by commas, from `place` up to a blank."""
    values = []
    while True:
        if text[place : place + 1] == '"':
            value, place = _quoted_value(text, place, start)
        elif found := _PLAIN.match(text, place):
            value, place = found[0], found.end()
        else:
            value = ""
        values.append(value)
        if text[place : place + 1] != ",":
            break
        place += 1
    if place < len(text) and not text[place].isspace():
        term = text[start : place + 1]
        raise FilterError(f"{term}: a quote or backslash goes inside double quotes", term=term)
    return values, place


def _quoted_value(text: str, place: int, start: int) -> tuple[str, int]:
    found = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL).match(text, place)
    if not found:
        raise FilterError(f"{text[start:]} : a double quote is not closed", term=text[start:])
    return re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL), found.end()


def _split(value: str) -> list[str]:
    """A parameter's values: commas split, quotes keep one whole, blanks are part of a value."""
    pieces = re.findall(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)', value, re.DOTALL)
    values = [re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) or plain.strip() for quoted, plain in pieces]
    return values[:-1] if len(values) > 1 and not value.rstrip().endswith(",") else values


def _term(
    key: str | None, values: Sequence[str], negated: bool, written: str, vocabulary: Vocabulary, now: datetime
) -> Term:
    """A term checked. No key is a word or phrase."""
    if key is not None and key not in KEYS:
        hint = nearest(key, KEYS)
        raise FilterError(
            f"{written}: there is no key {key or '(empty)'}"
            + (f"; did you mean {hint}?" if hint else f"; keys are {', '.join(KEYS)}"),
            term=written,
            nearest=nearest(key, KEYS, 0.0),
        )
    key = key or TEXT
    if len(values) > MAX_VALUES:
        raise FilterError(f"{written[:40]} has more than {MAX_VALUES} values", term=written[:40])
    if key in TIMED:
        if len(values) != 1:
            raise FilterError(f"{written}: {key} takes one time", term=written)
        return Term(key, (values[0],), negated, _moment(key, values[0], written, now))
    seen = dict.fromkeys(_value(key, value, written, vocabulary) for value in values)
    return Term(key, tuple(seen), negated)


def _value(key: str, value: str, written: str, vocabulary: Vocabulary) -> str:
    """The value in canonical case, if it is one that the key knows."""
    if not value.strip():
        raise FilterError(f"{written}: a value is missing", term=written)
    match key:
        case "country" | "home":
            return _country(value, written)
        case "ministry":
            country, slash, kind = value.partition("/")
            code = _country(country, written)
            return f"{code}/{_one_of(kind, tuple(KINDS), 'kind', written, f'{code}/')}" if slash else code
        case "lang":
            return _language(value, written)
        case "text":
            if not any(character.isalnum() for character in value):
                raise FilterError(f"{written}: a word to search for has a letter or digit", term=written)
            return value
    known: dict[str, Iterable[str]] = {
        "kind": KINDS,
        "role": ROLES,
        "topic": TOPICS,
        "publisher-kind": PUBLISHER_KINDS,
        "story": ("one",),
        "feed": sorted(vocabulary.feeds),
        "region": sorted(vocabulary.regions),
    }
    return _one_of(value, tuple(known[key]), key, written)


def _country(value: str, written: str) -> str:
    code = value.upper()
    if code in COUNTRIES:
        return code
    names = {name.casefold(): code for code, name in COUNTRIES.items()}
    hint = _COMMON_SLIPS.get(code) or nearest(code, tuple(COUNTRIES))
    if len(code) > 2 and (name := nearest(value.casefold(), tuple(names))):
        hint = names[name]
    raise FilterError(
        f"{written}: there is no country {value}" + (f"; did you mean {hint}?" if hint else ""),
        term=written,
        nearest=hint or nearest(code, tuple(COUNTRIES), 0.0),
    )


def _one_of(value: str, known: Sequence[str], what: str, written: str, prefix: str = "") -> str:
    for one in known:
        if one.casefold() == value.casefold():
            return one
    hint = known[0] if len(known) == 1 else nearest(value, known)
    raise FilterError(
        f"{written}: there is no {what} {value or '(empty)'}"
        + (f"; did you mean {prefix}{hint}?" if hint else ""),
        term=written,
        nearest=prefix + (hint or nearest(value, known, 0.0) or "") if known else None,
    )


_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz "
    "ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii "
    "ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi "
    "mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw "
    "sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug "
    "uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)


def _language(value: str, written: str) -> str:
    tag = value.lower().replace("_", "-")
    primary = tag.partition("-")[0]
    if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", tag) and (
        len(primary) == 3 or primary in _ISO_639_1.split()
    ):
        return tag
    hint = nearest(primary[:2], _ISO_639_1.split())
    message = f"{written}: {value} is no language tag" + (f"; did you mean {hint}?" if hint else "")
    raise FilterError(message, term=written, nearest=hint or nearest(primary, _ISO_639_1.split(), 0.0))


def _moment(key: str, value: str, written: str, now: datetime) -> datetime:
    """A day (from its 00:00 UTC), a moment, or an age back from `now`."""
    try:
        if found := re.fullmatch(r"(\d{1,9})([mhdw])", value, re.ASCII | re.IGNORECASE):
            return now.astimezone(UTC) - timedelta(**{_UNITS[found[2].lower()]: int(found[1])})
        if re.fullmatch(r"\d{4}-\d\d-\d\d([T ].*)?", value, re.ASCII):
            moment = datetime.fromisoformat(value)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise FilterError(
        f"{written}: an age such as {key}:7d is asked, or a day such as {key}:2026-11-01",
        term=written,
        nearest=f"{key}:7d",
    )


def nearest(word: str, known: Sequence[str], cutoff: float = 0.5) -> str | None:
    """The known word most like `word`, or None if none is as like as that; for 0 there always is one."""
    folded = {one.casefold(): one for one in known}
    found = get_close_matches(word[:80].casefold(), folded, n=1, cutoff=cutoff)
    return folded[found[0]] if found else None


def _quoted(value: str, *, word: bool = False, blanks: bool = False) -> str:
    """The value in quotes if it needs them. A word needs them before a colon or a leading hyphen, too."""
    special = r'[",\\]' if blanks else r'[\s",\\]'
    special = r'[\s",\\:]|^-' if word else special
    if not re.search(special, value) and value == value.strip():
        return value
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
