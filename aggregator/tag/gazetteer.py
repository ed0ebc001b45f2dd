"""The gazetteer: the files of data/, of which each language is read when a page first asks for it.

The only place that knows the layout of the folder. Files of TOML are cut into their tables before they are
read, so that a page of English does not wait for fifteen other languages.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from aggregator.errors import GazetteerError
from aggregator.model import COUNTRIES, KINDS
from aggregator.tag.fold import fold
from aggregator.tag.forms import Endings, Form, OfficeName
from aggregator.tag.grammar import Grammar, read_grammar, words
from aggregator.tag.lexicon import country_forms, generated_forms, language_forms
from aggregator.tag.territories import DEPENDENT

_HEADER = re.compile(r"^\[([A-Za-z_]+)(?:\.[^\]\n]*)?\][ \t]*(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a language is known by: its script, its commonest words (folded), its own letters."""

    lang: str
    script: str
    stopwords: frozenset[str]
    letters: frozenset[str]


@dataclass(frozen=True, slots=True)
class _File:
    """A file of TOML, cut at its top-level tables; "" is what stands before the first."""

    where: str
    text: str
    cuts: dict[str, list[tuple[int, int]]]

    def read(self, *tables: str) -> dict[str, Any]:
        """These tables with their subtables. What is cut leaves its lines: a fault names the right one."""
        kept, at = [], 0
        for start, end in sorted(cut for table in tables for cut in self.cuts.get(table, ())):
            kept += ["\n" * self.text.count("\n", at, start), self.text[start:end]]
            at = end
        try:
            return tomllib.loads("".join(kept))
        except tomllib.TOMLDecodeError as error:
            raise GazetteerError(f"{self.where}: {error}") from error

    def read_all(self) -> dict[str, Any]:
        return self.read(*self.cuts)


class Gazetteer:
    """What the tagger knows. Languages are read on demand; what was read is kept.

    `keep` leaves out forms that it says no to, for trying what the gazetteer is without them.
    """

    def __init__(self, folder: Traversable, keep: Callable[[Form], bool] | None = None) -> None:
        digest = hashlib.sha256()
        self._folder = folder
        self._keep = keep
        self._languages = _read_folder(folder / "languages", digest)
        self._countries = _read_folder(folder / "countries", digest)
        for code in self._countries:
            if code not in COUNTRIES:
                raise GazetteerError(f"countries/{code}.toml: {code!r} is no country of ISO 3166-1")
        self._names: dict[str, list[tuple[str, str]]] = {}
        for line in _text(folder / "names.tsv", digest).splitlines():
            if line and not line.startswith("#"):
                code, lang, name = line.split("\t")
                self._names.setdefault(lang, []).append((code, name))
        weights = _File("roles.toml", _text(folder / "roles.toml", digest), {})
        self.weights: dict[str, float] = tomllib.loads(weights.text)["weights"]
        self.digest = digest.hexdigest()
        self.signatures = tuple(_signature(lang, file) for lang, file in self._languages.items())
        self.grammar = cache(self._grammar)
        self.forms = cache(self._forms)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._languages)

    @cached_property
    def all_forms(self) -> tuple[Form, ...]:
        """Every form of every language."""
        return tuple(form for lang in self._languages for form in self.forms(lang))

    @cached_property
    def none(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(country, kind) → words, folded, of offices that are none of that kind in that country."""
        return {
            (code, kind): tuple(fold(word) for word in named)
            for code, file in self._countries.items()
            if "none" in file.cuts
            for kind, named in file.read("none")["none"].items()
        }

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """Each ministry that can be tagged, with its English by-names: "US/defence" → ["Pentagon", …]."""
        found: dict[str, list[str]] = {
            f"{code}/{kind}": [] for code in COUNTRIES if code not in DEPENDENT for kind in KINDS
        }
        for form in self.forms("en"):
            if isinstance(form.sense, OfficeName) and form.sense.code:
                for kind in form.sense.kinds:
                    found[f"{form.sense.code}/{kind}"].append(form.written)
        return found

    def without(self, unwanted: Callable[[Form], bool]) -> Gazetteer:
        """The same without some of its forms."""
        return Gazetteer(self._folder, lambda form: not unwanted(form))

    def _grammar(self, lang: str) -> Grammar:
        return read_grammar(lang, self._languages[lang].read_all())

    def _forms(self, lang: str) -> tuple[Form, ...]:
        file = self._languages[lang]
        data = file.read_all()
        classes = {name: Endings.read(value, file.where) for name, value in data.get("endings", {}).items()}
        found = list(language_forms(lang, data, classes, file.where))
        found += generated_forms(lang, self._names.get(lang, []), data, classes)
        for code, country in self._countries.items():
            if lang in country.cuts:
                found += country_forms(code, lang, country.read(lang)[lang], classes, country.where)
        if self._keep is not None:
            found = [form for form in found if self._keep(form)]
        return tuple(dict.fromkeys(found))


def _signature(lang: str, file: _File) -> Signature:
    head = file.read("")
    if "script" not in head:
        raise GazetteerError(f"{file.where}: `script` is missing")
    return Signature(
        lang, head["script"], words(head.get("stopwords", "")), frozenset(head.get("letters", ""))
    )


def _text(file: Traversable, digest: Any) -> str:
    raw = file.read_bytes()
    digest.update(raw)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{file.name}: {error}") from error


def _read_folder(folder: Traversable, digest: Any) -> dict[str, _File]:
    found = {}
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            text = _text(file, digest)
            found[file.name.removesuffix(".toml")] = _File(f"{folder.name}/{file.name}", text, _cuts(text))
    return found


def _cuts(text: str) -> dict[str, list[tuple[int, int]]]:
    headers = [(match.start(), match.group(1)) for match in _HEADER.finditer(text)]
    cuts: dict[str, list[tuple[int, int]]] = {"": [(0, headers[0][0] if headers else len(text))]}
    for at, (start, table) in enumerate(headers):
        end = headers[at + 1][0] if at + 1 < len(headers) else len(text)
        cuts.setdefault(table, []).append((start, end))
    return cuts


def load(folder: Traversable | None = None) -> Gazetteer:
    """The gazetteer in `folder` (the packaged one if none is given).

    Raises GazetteerError naming the file and what is wrong in it, at once for what is read at once, else
    when the language is first asked for; `all_forms` asks for all.
    """
    return Gazetteer(folder or files("aggregator.tag") / "data")
